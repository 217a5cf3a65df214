"""Lets the memory sweeper rest while many small values are made that all stay: it would look through them again and again."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LOCK = threading.Lock()
_resting = 0
_awake = True


@contextmanager
def unswept() -> Iterator[None]:
    """Let the sweeper rest; of several that overlap, the last to end wakes it, if it was awake before the first."""
    global _resting, _awake  # noqa: PLW0603 - there is one sweeper, and it is Python's own
    with _LOCK:
        if not _resting:
            _awake = gc.isenabled()
            gc.disable()
        _resting += 1
    try:
        yield
    finally:
        with _LOCK:
            _resting -= 1
            if not _resting and _awake:
                gc.enable()
