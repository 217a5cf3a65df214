"""The reading process: parses one spreadsheet far away from the program, so that a bad file can hurt nothing but this process.

Started by `child` as `python -m govdesk.sheet.worker` (or `govdesk --worker` once packaged). It takes one request on
standard input and answers on standard output with frames: four bytes of length, then plain values in marshal form.
"""

from __future__ import annotations

import gc
import marshal
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from govdesk.sheet.archive import Archive, damage_refused
from govdesk.sheet.csv_text import read_csv
from govdesk.sheet.decryption import decrypted
from govdesk.sheet.inspection import why_closed
from govdesk.sheet.ods_book import read_fods, read_ods
from govdesk.sheet.ods_seal import PACKAGE
from govdesk.sheet.refusal import Refusal
from govdesk.sheet.stream import Stream
from govdesk.sheet.xls_book import read_xls
from govdesk.sheet.xlsb_book import read_xlsb
from govdesk.sheet.xlsx_book import find_book, read_xlsx


def main() -> int:
    """Answer the one request on standard input."""
    request = marshal.loads(sys.stdin.buffer.read())  # noqa: S302 - it comes from the program that started us
    # It ends before anything is worth sweeping up.
    gc.disable()
    send = _sender()
    _confine(request["memory"], request["seconds"])
    try:
        _read(Path(os.fsdecode(request["path"])), request["kind"], request["password"], send)
    except Refusal as refusal:
        if refusal.__cause__:
            sys.stderr.write(_place(refusal.__cause__))
        send(("refused", refusal.code, refusal.values))
    except MemoryError:
        send(("refused", "memory", {}))
    except OSError as error:
        closed = why_closed(error, Path(os.fsdecode(request["path"])))
        send(("refused", closed.code, closed.values))
    except BaseException as error:  # noqa: BLE001 - a panic in calamine is no Exception, and this process ends here
        sys.stderr.write(_place(error))
        send(("refused", "reader_died", {}))
    return 0


def _place(error: BaseException) -> str:
    """Say what went wrong and where, without a word of what the file holds."""
    last = next(reversed(list(traceback.walk_tb(error.__traceback__))))
    return f"{type(error).__name__} at {Path(last[0].f_code.co_filename).name}:{last[1]}"


def _sender() -> Callable[[tuple[Any, ...]], None]:
    """Keep the pipe for frames alone: whatever a library prints goes to standard error."""
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    def send(message: tuple[Any, ...]) -> None:
        frame = marshal.dumps(message)
        pipe.write(len(frame).to_bytes(4, "little"))
        pipe.write(frame)
        pipe.flush()

    return send


def _confine(memory: int, seconds: int) -> None:
    """Limit what this process may take; where the system has no such limits the clock of the program alone holds."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _read(path: Path, kind: str, password: str | None, send: Callable[[tuple[Any, ...]], None]) -> None:
    stream = Stream(send)
    with damage_refused(), path.open("rb") as file:
        if kind == "text":
            read_csv(file.read(), path.stem, stream)
        elif kind == "flat":
            read_fods(file, stream)
        elif kind == "zip":
            _read_zip(file, password, stream)
        else:
            _read_ole(file, password, stream)
    stream.finish()


def _read_zip(file: IO[bytes], password: str | None, stream: Stream) -> None:
    archive = Archive(file)
    book = find_book(archive)
    if book.endswith(".bin"):
        read_xlsb(archive, book, stream)
    elif book:
        read_xlsx(archive, stream)
    elif "content.xml" in archive or PACKAGE in archive:
        read_ods(archive, stream, password)
    else:
        raise Refusal("unknown")


def _read_ole(file: IO[bytes], password: str | None, stream: Stream) -> None:
    data = file.read()
    if _named("EncryptedPackage", data):
        _read_zip(decrypted(data, password), None, stream)
    elif _named("Workbook", data) or _named("Book", data):
        try:
            read_xls(file, stream)
        except Refusal as refusal:
            if refusal.code != "encrypted":
                raise
            read_xls(decrypted(data, password), stream)
    else:
        raise Refusal("unknown")


def _named(name: str, data: bytes) -> bool:
    """Tell whether an OLE file has a stream of this name; they stand in its directory as UTF-16, in any case."""
    return (name + "\0").lower().encode("utf-16-le") in data.lower()


if __name__ == "__main__":
    sys.exit(main())
