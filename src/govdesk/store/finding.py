"""One thing that `check` looked at, and what to say of it."""

from __future__ import annotations

from dataclasses import dataclass

from govdesk.i18n import Message


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Args:
        code: Which.
        ok: Whether it is sound.
        message: What to say of it.
        mind: Whether there is something to bear in mind although it is sound.
    """

    code: str
    ok: bool
    message: Message
    mind: bool = False
