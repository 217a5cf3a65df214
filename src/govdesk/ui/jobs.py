"""Work beside the window: a thread each for writes, reads, figures and backups, with progress, cancel and an end that is told.

A job opens its own session (`workspace.read()` or `workspace.write(...)`) and hands back frozen values; what it
returns, or raises, arrives on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partialmethod
from threading import Event
from time import monotonic
from traceback import clear_frames
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from govdesk.errors import Cancelled
from govdesk.i18n import Message
from govdesk.progress import Progress
from govdesk.ui.sweeper import Sweeper

#: Seconds between two reports that reach the window.
_PACE = 0.05
#: Milliseconds for which a job that is over is kept: its thread lets go of it first, so that what it refers to, and that
#: may be widgets, is given up on the GUI thread.
_LINGER = 1000


class Job(QObject):
    """One piece of work, from the GUI thread's side.

    Signals:
        progressed: Steps done, steps in all (0: not known), and a `Message` or None.
        ended: The job is over, however it ended.
    """

    progressed = Signal(int, int, object)
    ended = Signal()
    _closed = Signal(object, object)

    def __init__(
        self, parent: QObject, work: Callable[[Progress], Any], label: Message | None, owner: QObject | None
    ) -> None:
        super().__init__(parent)
        self.label = label
        self.cancelled = False
        self._owner = owner
        self._stop = Event()
        self._last = 0.0
        self._work = work
        self._done: Callable[[Any], object] | None = None
        self._failed: Callable[[Exception], None] | None = None
        self._forget: Callable[[Job], None] | None = None
        self._closed.connect(self._finish)

    def cancel(self) -> None:
        """Ask the work to stop at its next report; what it had begun is rolled back."""
        self._stop.set()

    def mute(self) -> None:
        """Tell nobody how it ends."""
        self._done = self._failed = None

    def _report(self, done: int, total: int, doing: Message | None = None) -> None:
        if self._stop.is_set():
            raise Cancelled
        now = monotonic()
        if now - self._last >= _PACE or done == total:
            self._last = now
            self.progressed.emit(done, total, doing)

    def _run(self) -> None:
        answer, error = _tried(self._work, self._report)
        if error is not None:
            clear_frames(error.__traceback__)
        self._closed.emit(answer, error)

    def _finish(self, answer: Any, error: Exception | None) -> None:
        self.cancelled = isinstance(error, Cancelled)
        if self._forget is not None:
            self._forget(self)
        self.ended.emit()
        try:
            if self._owner is not None and not shiboken6.isValid(self._owner):
                return
            if error is None and self._done is not None:
                self._done(answer)
            elif error is not None and self._failed is not None and not self.cancelled:
                self._failed(error)
        finally:
            QTimer.singleShot(_LINGER, self, self._go)

    def _go(self) -> None:
        """Give up what is referred to, then die: a child that dies with the last reference to its parent takes it along."""
        self.deleteLater()
        self._done = self._failed = self._forget = self._owner = None
        self._work = _nothing


def _nothing(_progress: Progress) -> None:
    """Do nothing any more."""


def _tried(work: Callable[[Progress], Any], report: Progress) -> tuple[Any, Exception | None]:
    try:
        return work(report), None
    except Exception as error:  # noqa: BLE001 - whatever it is, the GUI thread must hear of it
        return None, error


class Jobs(QObject):
    """Starts jobs and knows which are running.

    Signals:
        began: A `Job` with a label was started: something to show.
        failed: The exception of a job that nobody else answers for.
    """

    began = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pools = {
            "write": ThreadPoolExecutor(1, "govdesk-write"),
            "read": ThreadPoolExecutor(1, "govdesk-read"),
            "draw": ThreadPoolExecutor(1, "govdesk-draw"),
            "beside": ThreadPoolExecutor(1, "govdesk-beside"),
        }
        self._running: dict[Job, tuple[str, Future[None]]] = {}
        self._sweeper = Sweeper(self)

    @property
    def writing(self) -> bool:
        """Whether a write is running or waiting."""
        return any(pool == "write" for pool, _ in self._running.values())

    @property
    def busy(self) -> bool:
        """Whether anything is running or waiting."""
        return bool(self._running)

    def labelled(self) -> list[Job]:
        """Return the running jobs that have something to show, the newest last."""
        return [job for job in self._running if job.label is not None]

    def drain(self, *, cancel: bool = True) -> None:
        """Wait until nothing runs any more.

        Args:
            cancel: Ask what runs to stop first, and tell nobody how it ended.
        """
        if cancel:
            for job in self._running:
                job.cancel()
                job.mute()
        wait([future for _, future in self._running.values()])

    def close(self) -> None:
        """Stop what runs and end the threads."""
        self.drain()
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)
        self._sweeper.end()

    def start(
        self,
        pool: str,
        work: Callable[[Progress], Any],
        done: Callable[[Any], object] | None = None,
        *,
        label: Message | None = None,
        owner: QObject | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Run work on one of the threads.

        Args:
            pool: `write`: one after the other. `read`: what a page waits for. `draw`: figures from values in hand.
                `beside`: what may take long and keeps no page waiting.
            work: Called on the worker thread with a `Progress`; answers frozen values.
            done: Called on the GUI thread with the answer.
            label: What is going on, for the status bar; None keeps the job unseen.
            owner: Once this object is gone, nobody is called any more.
            failed: Called on the GUI thread with the exception; else `Jobs.failed` tells it.
        """
        job = Job(self, work, label, owner)
        job._done, job._failed = done, failed or self.failed.emit  # noqa: SLF001 - both are this module
        job._forget = self._forget  # noqa: SLF001
        if label is not None:
            self.began.emit(job)
        future = self._pools[pool].submit(job._run)  # noqa: SLF001
        self._running[job] = (pool, future)
        return job

    read = partialmethod(start, "read")
    write = partialmethod(start, "write")
    draw = partialmethod(start, "draw")
    beside = partialmethod(start, "beside")

    def _forget(self, job: Job) -> None:
        self._running.pop(job, None)
