"""What can go wrong, in words a user can act on; every layer raises these and nothing else on purpose."""

from __future__ import annotations

from typing import Any

from govdesk.i18n import Message


class GovDeskError(Exception):
    """Something the user can understand: what happened, what is safe, what to do.

    Args:
        message: The sentence, as a Message (or its English source text, with the values as keywords).
        code: A short machine-readable name, such as `encrypted`.
    """

    def __init__(self, message: Message | str, *, code: str = "error", **args: Any) -> None:
        self.message = message if isinstance(message, Message) else Message(message, args)
        self.code = code
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


class Cancelled(Exception):  # noqa: N818 - it is no error: the user asked for it
    """The user stopped a job; whatever it had begun is rolled back."""
