"""The reading process: parses one spreadsheet far away from the program, so that a bad file can hurt nothing but this process.

Started by `child` as `python -m govdesk.sheet.worker` (or `govdesk --worker` once packaged). It takes one request on
standard input and answers on standard output with frames: four bytes of length, then plain values in marshal form.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from govdesk.sheet.refusal import Refusal

_OLE_NAME = "utf-16-le"


def main() -> int:
    """Answer the one request on standard input."""
    request = marshal.loads(sys.stdin.buffer.read())  # noqa: S302 - it comes from the program that started us
    send = _sender()
    _confine(request["memory"], request["seconds"])
    try:
        _read(Path(os.fsdecode(request["path"])), request["kind"], request["password"], send)
    except Refusal as refusal:
        send(("refused", refusal.code, refusal.args_of_sentence))
    except MemoryError:
        send(("refused", "memory", {}))
    except OSError as error:
        send(("refused", "unreadable", {"reason": error.strerror or type(error).__name__}))
    except BaseException as error:
        # A panic in calamine is no Exception. Whatever it was, the file is at fault and this process ends here.
        print(repr(error), file=sys.stderr)
        send(("refused", "reader_died", {}))
    return 0


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
        import resource
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
    from govdesk.sheet.archive import damage_refused
    from govdesk.sheet.stream import Stream

    stream = Stream(send)
    with damage_refused():
        if kind == "text":
            from govdesk.sheet.csv_text import read_csv

            read_csv(path.read_bytes(), path.stem, stream)
        elif kind == "zip":
            with path.open("rb") as file:
                _read_zip(path, file, stream)
        else:
            _read_ole(path, password, stream)
    stream.finish()


def _read_zip(path: Path, file: Any, stream: Any) -> None:
    from govdesk.sheet.archive import Archive
    from govdesk.sheet.xlsx_book import find_book, read_properties, read_xlsx

    archive = Archive(file)
    book = find_book(archive)
    if book.endswith(".bin"):
        from govdesk.sheet.calamine_book import read_with_calamine

        read_with_calamine(path, "xlsb", read_properties(archive), stream)
    elif book:
        read_xlsx(archive, stream)
    elif "content.xml" in archive:
        from govdesk.sheet.ods_book import read_ods

        read_ods(path, archive, stream)
    else:
        raise Refusal("unknown")


def _read_ole(path: Path, password: str | None, stream: Any) -> None:
    data = path.read_bytes()
    if "EncryptedPackage".encode(_OLE_NAME) in data:
        _read_zip(path, _decrypted(data, password), stream)
        return
    if not any(name.encode(_OLE_NAME) in data for name in ("Workbook", "Book", "WORKBOOK", "BOOK")):
        raise Refusal("unknown" if len(data) % 512 == 0 else "corrupt")
    from govdesk.sheet.calamine_book import read_with_calamine

    read_with_calamine(path, "xls", {}, stream)


def _decrypted(data: bytes, password: str | None) -> BytesIO:
    """Open an encrypted workbook in memory; without the means to do so, say that it is encrypted."""
    if not password:
        raise Refusal("encrypted")
    try:
        import msoffcrypto
    except ImportError as error:
        raise Refusal("encrypted") from error
    plain = BytesIO()
    try:
        workbook = msoffcrypto.OfficeFile(BytesIO(data))
        workbook.load_key(password=password, verify_password=True)
        workbook.decrypt(plain)
    except msoffcrypto.exceptions.InvalidKeyError as error:
        raise Refusal("wrong_password") from error
    except (msoffcrypto.exceptions.DecryptionError, msoffcrypto.exceptions.FileFormatError) as error:
        raise Refusal("corrupt") from error
    plain.seek(0)
    return plain


if __name__ == "__main__":
    sys.exit(main())
