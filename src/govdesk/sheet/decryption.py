"""Opens an encrypted workbook in memory: xlsx, xlsm and xlsb in their OLE wrapping, and xls.

Called by `worker` in the reading process.
"""

from __future__ import annotations

from io import BytesIO
from struct import error

from govdesk.sheet.refusal import Refusal

#: With this password Excel encrypts what is only to be protected from changes, and opens it without asking.
_UNASKED = "VelvetSweatshop"
_DAMAGE = (OSError, ValueError, LookupError, TypeError, AttributeError, NotImplementedError, error)


class _Memory:
    """Stands in for the module of temporary files and keeps them in memory."""

    TemporaryFile = BytesIO


def decrypted(data: bytes, password: str | None) -> BytesIO:
    """Return the workbook as it would be without its password.

    Raises:
        Refusal: `encrypted` where no password was given, `wrong_password`, or `corrupt`.
    """
    for known in (_UNASKED, password):
        if known and (plain := _opened(data, known)):
            return plain
    raise Refusal("wrong_password" if password else "encrypted")


def _opened(data: bytes, password: str) -> BytesIO | None:
    """Return the plain workbook, None where the password is another or nothing can be said of it."""
    import msoffcrypto  # noqa: PLC0415 - only encrypted workbooks pay for it
    import msoffcrypto.format.xls97  # noqa: PLC0415

    # It would put the plain workbook into a file on the disk, which this process may not and should not write.
    msoffcrypto.format.xls97.tempfile = _Memory
    plain = BytesIO()
    try:
        workbook = msoffcrypto.OfficeFile(BytesIO(data))
        workbook.load_key(password=password)
        workbook.decrypt(plain)
    except msoffcrypto.exceptions.InvalidKeyError:
        return None
    except (msoffcrypto.exceptions.DecryptionError, msoffcrypto.exceptions.FileFormatError, *_DAMAGE) as damage:
        if password == _UNASKED:
            return None
        raise Refusal("corrupt") from damage
    plain.seek(0)
    return plain
