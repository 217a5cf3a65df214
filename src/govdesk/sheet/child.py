"""Starts the reading process, listens to it, and ends it when it takes too long, too much, or is no longer wanted.

Between `reading`, which asks, and `worker`, which parses on the other side of the pipe.
"""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import Empty, Full, Queue
from typing import IO, Any

from govdesk.progress import Progress
from govdesk.sheet.refusal import Refusal

MEMORY = 1024 * 1024 * 1024
_SECONDS = 20
_BYTES_A_SECOND = 500_000
_MAX_TRANSFER = 1024 * 1024 * 1024
_TICK = 0.05
_NO_WINDOW = 0x08000000
# What allocators say when they are refused: Python, Rust, C++.
_OUT_OF_MEMORY = (b"MemoryError", b"memory allocation", b"bad_alloc", b"capacity overflow")

Message = tuple[Any, ...]


def worker_command() -> list[str]:
    """Return the command that starts the reading process, also from within the packaged program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--worker"]
    # -P: nothing that lies in the current folder may pass for a module.
    return [sys.executable, "-P", "-m", "govdesk.sheet.worker"]


def converse(
    path: Path,
    kind: str,
    *,
    password: str | None,
    progress: Progress,
    command: Sequence[str] | None = None,
    memory: int = MEMORY,
    seconds: float | None = None,
) -> Iterator[Message]:
    """Yield the messages of a reading process that parses this file; the process never outlives the iteration.

    Args:
        kind: zip, ole, flat or text, as `inspection` found.
        command: What to start in place of our own reading process.
        memory: Bytes it may allocate.
        seconds: How long it may take; by the file's size unless given.

    Raises:
        Refusal: The process refused the file, died, or took too long.
        Cancelled: `progress` said so.
    """
    seconds = seconds or _SECONDS + path.stat().st_size / _BYTES_A_SECOND
    request = {
        "path": os.fsencode(path.resolve()),
        "kind": kind,
        "password": password,
        "memory": memory,
        "seconds": int(seconds) + 5,
    }
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        list(command or worker_command()),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
        creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
    )
    ears = _Ears(process)
    try:
        _ask(process, request)
        yield from _listen(process, ears, progress, seconds)
    finally:
        process.kill()
        ears.stop()
        process.wait()


def _environment() -> dict[str, str]:
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}


def _ask(process: subprocess.Popen[bytes], request: dict[str, Any]) -> None:
    try:
        with _pipe(process.stdin) as pipe:
            pipe.write(marshal.dumps(request))
    except OSError as error:
        raise Refusal("reader_died") from error


def _listen(process: subprocess.Popen[bytes], ears: _Ears, progress: Progress, seconds: float) -> Iterator[Message]:
    deadline = time.monotonic() + seconds
    done, total = 0, 0
    while True:
        if time.monotonic() > deadline:
            raise Refusal("timeout", seconds=int(seconds))
        try:
            frame = ears.frames.get(timeout=_TICK)
        except Empty:
            progress(done, total)
            continue
        if frame is None:
            process.wait()
            raise ears.noted(Refusal("memory" if ears.heard(_OUT_OF_MEMORY) else "reader_died"))
        try:
            message = marshal.loads(frame)  # noqa: S302 - plain values from our own process
        except (ValueError, EOFError, TypeError) as error:
            raise Refusal("reader_died") from error
        if message[0] == "refused":
            raise ears.noted(Refusal(message[1], **message[2]))
        if message[0] == "done":
            return
        if message[0] == "progress":
            _, done, total = message
        progress(done, total)
        yield message


class _Ears:
    """Two threads that take what the process writes, since a pipe cannot be waited on with a time limit everywhere."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.frames: Queue[bytes | None] = Queue(maxsize=16)
        self._complaint = b""
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=self._take_frames, args=(_pipe(process.stdout),), daemon=True),
            threading.Thread(target=self._take_complaint, args=(_pipe(process.stderr),), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def heard(self, words: Sequence[bytes]) -> bool:
        """Tell whether the process complained in one of these words before it ended."""
        self._threads[1].join(1)
        return any(word in self._complaint for word in words)

    def noted(self, refusal: Refusal) -> Refusal:
        """Add to a refusal what the process said last, for whoever mends the program."""
        self._threads[1].join(1)
        if self._complaint:
            refusal.add_note(self._complaint[-2000:].decode("utf-8", "replace"))
        return refusal

    def stop(self) -> None:
        """End both threads; the process must have been ended before."""
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def _take_frames(self, pipe: IO[bytes]) -> None:
        with pipe:
            received = 0
            while len(head := pipe.read(4)) == 4:
                size = int.from_bytes(head, "little")
                received += size
                if received > _MAX_TRANSFER:
                    break
                frame = pipe.read(size)
                if len(frame) < size:
                    break
                self._put(frame)
        self._put(None)

    def _put(self, frame: bytes | None) -> None:
        while not self._stopped.is_set():
            try:
                self.frames.put(frame, timeout=_TICK)
            except Full:
                continue
            return

    def _take_complaint(self, pipe: IO[bytes]) -> None:
        with pipe:
            while block := pipe.read1(4096):  # type: ignore[attr-defined]
                self._complaint = (self._complaint + block)[-16384:]


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise Refusal("reader_died")
    return pipe
