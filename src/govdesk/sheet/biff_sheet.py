"""One sheet of an xls workbook: its cells, and all that it says beside them.

Called by `xls_book` once per sheet; `biff` hands out the records, `binary_sheet` types the cells.
"""

from __future__ import annotations

from collections.abc import Callable
from struct import Struct, unpack_from

from govdesk.sheet.address import LAST_COLUMN
from govdesk.sheet.biff import BOF, CONTINUE, BiffBook, BiffEntry
from govdesk.sheet.biff_text import BiffTexts
from govdesk.sheet.binary_sheet import BinarySheet, rk_number
from govdesk.sheet.refusal import Refusal
from govdesk.sheet.stream import Shape, Stream

_FORMULA, _STRING, _BOOLERR = 0x0006, 0x0207, 0x0205
_NUMBER, _RK, _MULRK = 0x0203, 0x027E, 0x00BD
_LABEL, _RICH, _LABELSST = 0x0204, 0x00D6, 0x00FD
_ROW, _COLUMN, _WINDOW, _PANE, _MERGES = 0x0208, 0x007D, 0x023E, 0x0041, 0x00E5
_OBJECT, _COMMENT_TEXT, _NOTE = 0x005D, 0x01B6, 0x001C
_CELL = Struct("<HHH")
_MAX_MERGES = 100_000
_MAX_COMMENTS = 50_000
_Place = tuple[int, int, int]


class BiffSheet:
    """Reads one sheet into a stream.

    Args:
        book: The workbook.
        stream: Where the rows go.
    """

    def __init__(self, book: BiffBook, stream: Stream) -> None:
        self._book = book
        self._sheet = BinarySheet(book.styles, stream, epoch_1904=book.epoch_1904)
        self._shape: Shape = self._sheet.shape
        self._waiting: _Place | None = None
        self._pieces: list[bytes] = []
        self._before = 0
        self._frozen = False
        self._object = 0
        self._length = 0
        self._comments: dict[int, str] = {}
        self._notes: list[tuple[int, int, int]] = []
        self._takers: dict[int, Callable[[bytes], None]] = {
            _NUMBER: self._number,
            _RK: self._rk,
            _MULRK: self._several,
            _LABELSST: self._shared,
            _LABEL: self._label,
            _RICH: self._label,
            _BOOLERR: self._boolean,
            _FORMULA: self._formula,
            _ROW: self._row,
            _COLUMN: self._columns,
            _WINDOW: self._window,
            _PANE: self._pane,
            _MERGES: self._merges,
            _OBJECT: self._begin_object,
            _COMMENT_TEXT: self._begin_comment,
            _NOTE: self._note,
        }

    def read(self, entry: BiffEntry) -> None:
        """Send all cells of the sheet.

        Raises:
            Refusal: The records end in the middle of it.
        """
        takers = self._takers
        begun = False
        for kind, body in self._book.records(entry.place):
            begun = begun or kind == BOF
            if not begun:
                raise Refusal("corrupt")
            if kind == CONTINUE and self._before in (_STRING, _COMMENT_TEXT):
                self._pieces.append(body)
                continue
            if self._pieces:
                self._end_text()
            if kind == _STRING:
                self._pieces = [body]
            elif taker := takers.get(kind):
                taker(body)
            self._before = kind
        for row, column, number in self._notes[:_MAX_COMMENTS]:
            if text := self._comments.get(number):
                self._shape.comments[row, column] = text
        self._sheet.finish()

    def _end_text(self) -> None:
        """Give a text that has come to its end to the formula or the comment that it belongs to."""
        if self._before == _COMMENT_TEXT:
            self._comments.setdefault(self._object, BiffTexts(self._pieces, 0).continued(self._length))
        elif self._waiting:
            self._sheet.text(*self._waiting, BiffTexts(self._pieces, 0).one())
            self._waiting = None
        self._pieces = []

    def _number(self, body: bytes) -> None:
        row, column, style = _CELL.unpack_from(body)
        self._sheet.number(row, column, style, unpack_from("<d", body, 6)[0])

    def _rk(self, body: bytes) -> None:
        row, column, style = _CELL.unpack_from(body)
        self._sheet.number(row, column, style, rk_number(unpack_from("<I", body, 6)[0]))

    def _several(self, body: bytes) -> None:
        row, column = unpack_from("<HH", body)
        for offset in range(4, len(body) - 7, 6):
            style, packed = unpack_from("<HI", body, offset)
            self._sheet.number(row, column + (offset - 4) // 6, style, rk_number(packed))

    def _shared(self, body: bytes) -> None:
        row, column, style = _CELL.unpack_from(body)
        self._sheet.text(row, column, style, self._book.texts[unpack_from("<I", body, 6)[0]])

    def _label(self, body: bytes) -> None:
        row, column, style = _CELL.unpack_from(body)
        self._sheet.text(row, column, style, BiffTexts([body], 6).one())

    def _boolean(self, body: bytes) -> None:
        row, column, style = _CELL.unpack_from(body)
        if body[7]:
            self._sheet.error(row, column, style, body[6])
        else:
            self._sheet.value(row, column, style, bool(body[6]))

    def _formula(self, body: bytes) -> None:
        row, column, style = _CELL.unpack_from(body)
        self._waiting = None
        if body[12:14] != b"\xff\xff":
            self._sheet.number(row, column, style, unpack_from("<d", body, 6)[0])
        elif body[6] == 0:
            self._waiting = row, column, style
        elif body[6] == 1:
            self._sheet.value(row, column, style, bool(body[8]))
        elif body[6] == 2:
            self._sheet.error(row, column, style, body[8])

    def _row(self, body: bytes) -> None:
        if unpack_from("<H", body, 12)[0] & 0x20:
            self._shape.hidden_rows.append(unpack_from("<H", body)[0])

    def _columns(self, body: bytes) -> None:
        if body[8] & 1:
            first, last = unpack_from("<HH", body)
            self._shape.hidden_columns.extend(range(first, min(last, LAST_COLUMN) + 1))

    def _window(self, body: bytes) -> None:
        self._frozen = bool(unpack_from("<H", body)[0] & 8)

    def _pane(self, body: bytes) -> None:
        if self._frozen:
            self._shape.frozen_row = unpack_from("<H", body, 2)[0] or None

    def _merges(self, body: bytes) -> None:
        for offset in range(2, len(body) - 7, 8):
            top, bottom, left, right = unpack_from("<HHHH", body, offset)
            if len(self._shape.merges) < _MAX_MERGES and top <= bottom and left <= right:
                self._shape.merges.append((top, left, bottom, right))

    def _begin_object(self, body: bytes) -> None:
        self._object = unpack_from("<H", body, 6)[0] if len(body) >= 8 else 0

    def _begin_comment(self, body: bytes) -> None:
        self._length = unpack_from("<H", body, 10)[0]

    def _note(self, body: bytes) -> None:
        row, column, _, number = unpack_from("<HHHH", body)
        self._notes.append((row, column, number))
