"""What can go wrong, in words a user can act on; every layer raises these and nothing else on purpose."""

from __future__ import annotations

import errno
from typing import Any

from govdesk.i18n import Message

_GONE = {
    getattr(errno, name)
    for name in (
        "EIO",
        "ENODEV",
        "ENXIO",
        "ENOMEDIUM",
        "ESTALE",
        "EREMOTEIO",
        "ETIMEDOUT",
        "EHOSTDOWN",
        "EHOSTUNREACH",
        "ENOTCONN",
    )
    if hasattr(errno, name)
}
#: What Windows answers where a drive is not ready, was pulled out, or its network is gone.
_GONE_ON_WINDOWS = {15, 21, 31, 53, 55, 59, 64, 67, 121, 433, 1117, 1167, 1231}


def drive_is_gone(error: OSError) -> bool:
    """Answer whether the system says that the drive itself does not answer, as after a stick was pulled out."""
    return error.errno in _GONE or getattr(error, "winerror", None) in _GONE_ON_WINDOWS


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
