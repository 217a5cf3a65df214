"""Collects Python's cyclic garbage on the GUI thread alone, as long as jobs have threads of their own.

Python collects wherever an allocation happens to be one too many, also in the middle of a job; what is left of a dialog
would then be destroyed on that job's thread, which no widget survives.
"""

from __future__ import annotations

import gc
from time import perf_counter
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer

#: Milliseconds between two looks at how much has gathered.
_PACE = 100
#: A full collection comes no sooner than after so many times what the last one took.
_REST = 50


class Sweeper(QObject):
    """Does from a timer what Python would do from anywhere, by Python's own measure of when it is time."""

    _at_work: ClassVar[int] = 0

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._next = 0.0
        self._timer = QTimer(self, interval=_PACE)
        self._timer.timeout.connect(self.sweep)
        self._timer.start()
        Sweeper._at_work += 1
        gc.disable()

    def end(self) -> None:
        """Leave it to Python again, once the threads are joined."""
        if self._timer.isActive():
            self._timer.stop()
            Sweeper._at_work -= 1
            if not Sweeper._at_work:
                gc.enable()

    def sweep(self) -> None:
        """Collect the generations that are full by now."""
        young, middle, old = (c > limit > 0 for c, limit in zip(gc.get_count(), gc.get_threshold(), strict=True))
        if not young:
            return
        began = perf_counter()
        if old and began >= self._next:
            gc.collect()
            ended = perf_counter()
            self._next = ended + _REST * (ended - began)
        else:
            gc.collect(int(middle or old))
