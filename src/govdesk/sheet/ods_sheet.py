"""The sheets of an OpenDocument spreadsheet, event by event: values, errors and percentages, hidden parts, comments.

Called by `ods_book`; rows leave through a `Stream`. Repeated cells and rows, which the format counts instead of writing out,
are only written out where they hold something.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import IO, Any

from govdesk.sheet.address import LAST_COLUMN, LAST_ROW, cell_address
from govdesk.sheet.archive import strict_parser
from govdesk.sheet.refusal import Refusal
from govdesk.sheet.serial import pack_iso, pack_serial
from govdesk.sheet.stream import STYLED_ROWS, Shape, Stream
from govdesk.sheet.xlsx_cell import number

_BLOCK = 1024 * 1024
_DURATION = re.compile(r"(-?)PT(\d{1,9})H(\d{1,9})M(\d{1,9}(?:\.\d{1,9})?)S")
_HIDDEN = ("collapse", "filter")
_CELLS = ("table:table-cell", "table:covered-table-cell")
_SKIPPED = ("table:tracked-changes", "table:dde-links", "table:shapes")
_SPACES = {"text:tab": "\t", "text:line-break": "\n"}
Attributes = dict[str, str]


class OdsReader:
    """Follows the events of a document's content and sends each row as it ends.

    Args:
        stream: Where sheets and rows go.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._strong: set[str] = set()
        self._invisible: set[str] = set()
        self._style = ""
        self._skipped = 0
        self._shape: Shape | None = None
        self._row = self._column = 0
        self._repeat = 1
        self._cells: list[Any] = []
        self._percents: list[int] = []
        self._cell: Attributes = {}
        self._text: list[str] = []
        self._note: list[str] | None = None
        self._paragraph = False
        self._filled = self._bold = 0
        self._parser = strict_parser()
        self._parser.buffer_size = 65536
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data

    def read(self, part: IO[bytes], advance: Callable[[int], None]) -> None:
        """Send all sheets of the content part.

        Args:
            advance: Told the size of each block that was read.
        """
        while block := part.read(_BLOCK):
            advance(len(block))
            self._parser.Parse(block, False)
        self._parser.Parse(b"", True)

    def _start(self, name: str, attributes: Attributes) -> None:
        if name in _SKIPPED:
            self._skipped += 1
        elif self._skipped:
            return
        elif self._shape is None:
            self._start_outside(name, attributes)
        elif name in _CELLS:
            self._cell = attributes
            self._text = []
        elif name == "text:p":
            if self._target():
                self._target().append("\n")
            self._paragraph = True
        elif name == "text:s":
            self._target().append(" " * min(int(attributes.get("text:c", "1")), 10_000))
        elif name in _SPACES:
            self._target().append(_SPACES[name])
        elif name == "office:annotation":
            self._note = []
        elif name == "table:table-row":
            self._start_row(attributes)
        elif name == "table:table-column":
            self._take_columns(attributes)

    def _start_outside(self, name: str, attributes: Attributes) -> None:
        """Take the styles and the beginning of a sheet."""
        if name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name == "style:text-properties" and attributes.get("fo:font-weight") in ("bold", "700", "800", "900"):
            self._strong.add(self._style)
        elif name == "style:table-cell-properties":
            if attributes.get("fo:background-color", "transparent").lower() not in ("transparent", "#ffffff"):
                self._strong.add(self._style)
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self._invisible.add(self._style)
        elif name == "table:table":
            hidden = attributes.get("table:style-name") in self._invisible
            self._stream.sheet(attributes.get("table:name", ""), hidden=hidden)
            self._shape = Shape()
            self._row = self._column = 0

    def _end(self, name: str) -> None:
        if name in _SKIPPED:
            self._skipped -= 1
        elif self._skipped or self._shape is None:
            return
        elif name in _CELLS:
            self._end_cell(self._shape)
        elif name == "text:p":
            self._paragraph = False
        elif name == "office:annotation":
            self._end_note(self._shape)
        elif name == "table:table-row":
            self._end_row(self._shape)
        elif name == "table:table":
            self._stream.end(self._shape)
            self._shape = None

    def _data(self, text: str) -> None:
        if self._paragraph:
            self._target().append(text)

    def _target(self) -> list[str]:
        return self._text if self._note is None else self._note

    def _take_columns(self, attributes: Attributes) -> None:
        count = int(attributes.get("table:number-columns-repeated", "1"))
        if self._shape and attributes.get("table:visibility") in _HIDDEN:
            self._shape.hidden_columns.extend(range(self._column, min(self._column + count, LAST_COLUMN + 1)))
        self._column += count

    def _start_row(self, attributes: Attributes) -> None:
        self._repeat = int(attributes.get("table:number-rows-repeated", "1"))
        if self._shape and attributes.get("table:visibility") in _HIDDEN:
            self._shape.hidden_rows.extend(range(self._row, min(self._row + self._repeat, LAST_ROW + 1)))
        self._cells = []
        self._percents = []
        self._column = self._filled = self._bold = 0

    def _end_row(self, shape: Shape) -> None:
        if self._filled:
            for row in range(self._row, self._row + self._repeat):
                if row > LAST_ROW:
                    raise Refusal("outside_grid", cell=cell_address(row, 0))
                if row < STYLED_ROWS and 2 * self._bold > self._filled:
                    shape.bold.append(row)
                for column in self._percents:
                    shape.percents.setdefault(column, []).append(row)
                self._stream.row(row, list(self._cells))
        self._row += self._repeat

    def _end_note(self, shape: Shape) -> None:
        if self._note:
            shape.comments[self._row, self._column] = "".join(self._note)
        self._note = None

    def _end_cell(self, shape: Shape) -> None:
        attributes = self._cell
        repeat = int(attributes.get("table:number-columns-repeated", "1"))
        down = int(attributes.get("table:number-rows-spanned", "1"))
        right = int(attributes.get("table:number-columns-spanned", "1"))
        if down > 1 or right > 1:
            shape.merges.append((self._row, self._column, self._row + down - 1, self._column + right - 1))
        value = self._value(attributes, "".join(self._text), shape, repeat)
        if value is not None:
            if self._column + repeat > LAST_COLUMN + 1:
                raise Refusal("outside_grid", cell=cell_address(self._row, self._column + repeat - 1))
            self._cells.extend([None] * (self._column - len(self._cells)))
            self._cells.extend([value] * repeat)
            self._filled += repeat
            self._bold += repeat * (attributes.get("table:style-name") in self._strong)
        self._column += repeat

    def _value(self, attributes: Attributes, text: str, shape: Shape, repeat: int) -> Any:
        kind = attributes.get("office:value-type", "")
        if attributes.get("calcext:value-type") == "error":
            return (text or "#ERROR!").encode()
        if kind in ("float", "percentage", "currency"):
            value = number(attributes.get("office:value", text))
            if kind == "percentage" and not isinstance(value, str):
                self._percents.extend(range(self._column, min(self._column + repeat, LAST_COLUMN + 1)))
            return value
        if kind == "date":
            return pack_iso(attributes.get("office:date-value", text))
        if kind == "time":
            return _duration(attributes.get("office:time-value", text))
        if kind == "boolean":
            return attributes.get("office:boolean-value") == "true"
        if not kind and "table:formula" in attributes:
            shape.uncached.append((self._row, self._column))
        return text or attributes.get("office:string-value") or None


def _duration(text: str) -> Any:
    found = _DURATION.fullmatch(text)
    if found is None:
        return text
    days = (int(found[2]) * 3600 + int(found[3]) * 60 + float(found[4])) / 86400
    if found[1] or days >= 1:
        return pack_serial(-days if found[1] else days, "elapsed")
    return pack_serial(days, "time")
