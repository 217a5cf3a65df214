"""How long work tells where it stands and learns that it should stop."""

from __future__ import annotations

from typing import Protocol

from govdesk.i18n import Message


class Progress(Protocol):
    """Called from time to time by long work; raises `Cancelled` to stop it."""

    def __call__(self, done: int, total: int, doing: Message | None = None) -> None:
        """Report `done` of `total` steps (`total` 0: not known) and, in words, what is being done."""


def silent(done: int, total: int, doing: Message | None = None) -> None:
    """Report to nobody."""
