"""A slot with its value in hand: what a button sends along is left aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def giving(call: Callable[..., Any], *values: Any) -> Callable[..., None]:
    """Return a slot that calls with these values, whatever the signal carries."""

    def slot(*_: object) -> None:
        call(*values)

    return slot
