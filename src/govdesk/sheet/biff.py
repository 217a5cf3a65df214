"""An xls workbook record by record (MS-XLS, BIFF8): its sheets, shared texts, number formats and what stands out.

Used by `xls_book`; the records of each sheet are read by `biff_sheet`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from struct import Struct, unpack_from

from govdesk.sheet.biff_text import BiffTexts
from govdesk.sheet.binary_sheet import BinaryStyle
from govdesk.sheet.number_format import builtin_category, category
from govdesk.sheet.refusal import Refusal

CONTINUE = 0x003C
BOF, EOF = 0x0809, 0x000A
_FONT, _FORMAT, _XF, _SHEET = 0x0031, 0x041E, 0x00E0, 0x0085
_PROTECTED, _EPOCH, _TEXTS = 0x002F, 0x0022, 0x00FC
_HEADER = Struct("<HH")
_BIFF8 = 0x0600
_BOLD = 600
_WORKSHEET = 0


class NotBiff8(Exception):  # noqa: N818 - no fault of the file: it is only older
    """The workbook is of Excel 95 or before, whose records are others."""


@dataclass(frozen=True, slots=True)
class BiffEntry:
    """A sheet as the workbook lists it: its name, whether it is hidden, where its records begin."""

    name: str
    hidden: bool
    place: int


class BiffBook:
    """A workbook stream with all that its sheets share.

    Args:
        data: The whole stream.

    Raises:
        NotBiff8: Its records are of an older kind.
        Refusal: It is encrypted.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._formats: dict[int, str] = {}
        self._bold: list[bool] = []
        self.sheets: list[BiffEntry] = []
        self.styles: list[BinaryStyle] = []
        self.texts: list[str] = []
        self.epoch_1904 = False
        self._take_globals()

    def records(self, position: int) -> Iterator[tuple[int, bytes]]:
        """Yield the records of one substream: kind and content; those of an embedded chart are skipped.

        Raises:
            Refusal: The stream ends before the substream does.
        """
        depth = 0
        data, unpack = self._data, _HEADER.unpack_from
        while position + 4 <= len(data):
            kind, size = unpack(data, position)
            body = data[position + 4 : position + 4 + size]
            position += 4 + size
            if kind == BOF:
                depth += 1
            elif kind == EOF:
                depth -= 1
            if depth <= 1:
                yield kind, body
            if depth <= 0:
                return
        raise Refusal("corrupt")

    def _take_globals(self) -> None:
        texts: list[bytes] = []
        before = 0
        for kind, body in self.records(0):
            if kind == BOF and unpack_from("<H", body)[0] != _BIFF8:
                raise NotBiff8
            if kind == _PROTECTED:
                raise Refusal("encrypted")
            if kind == _SHEET:
                self._take_sheet(body)
            elif kind == _EPOCH:
                self.epoch_1904 = bool(unpack_from("<H", body)[0])
            elif kind == _FORMAT:
                self._formats[unpack_from("<H", body)[0]] = category(BiffTexts([body], 2).one())
            elif kind == _FONT:
                self._bold.append(unpack_from("<H", body, 6)[0] >= _BOLD)
            elif kind == _XF:
                self.styles.append(self._style(body))
            elif kind == _TEXTS or (kind == CONTINUE and before == _TEXTS):
                texts.append(body)
                kind = _TEXTS  # noqa: PLW2901 - further continuations belong to the texts as well
            before = kind
        if texts:
            self.texts = list(BiffTexts(texts, 8).all())

    def _take_sheet(self, body: bytes) -> None:
        place, state, kind, count, wide = unpack_from("<IBBBB", body)
        raw = body[8 : 8 + count * (2 if wide & 1 else 1)]
        name = raw.decode("utf-16-le" if wide & 1 else "latin-1", "replace")
        if kind == _WORKSHEET:
            self.sheets.append(BiffEntry(name.replace("\0", ""), bool(state & 3), place))

    def _style(self, body: bytes) -> BinaryStyle:
        font, number = unpack_from("<HH", body)
        borders, colours = unpack_from("<IH", body, 14)
        kind = self._formats[number] if number in self._formats else builtin_category(number)
        # There is no font number 4, and white (9, 65) is no colour to stand out.
        font -= font > 4
        bold = font < len(self._bold) and self._bold[font]
        filled = borders >> 26 != 0 and colours & 0x7F not in (9, 64, 65)
        return BinaryStyle(kind, bold or filled)
