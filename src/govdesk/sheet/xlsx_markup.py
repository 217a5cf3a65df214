"""The XML of one xlsx sheet, event by event: its cells, and all that a sheet says beside them.

Driven by `xlsx_sheet`, which feeds it everything that its fast lane does not read.
"""

from __future__ import annotations

from typing import Any

from govdesk.sheet.address import LAST_COLUMN, LAST_ROW, box, cell_address, position
from govdesk.sheet.archive import local_name, strict_parser
from govdesk.sheet.refusal import Refusal
from govdesk.sheet.stream import STYLED_ROWS, Stream
from govdesk.sheet.xlsx_cell import CellReader
from govdesk.sheet.xlsx_style import Styles

_ON = ("1", "true")
_MAX_MERGES = 100_000
_PICTURE = "DISPIMG("


class SheetMarkup:
    """Follows the events of a sheet's XML and sends each row as it ends.

    Args:
        cells: Reads the values; its shape collects what is found beside them.
        styles: Which cell styles make a heading stand out.
        stream: Where the rows go.
    """

    def __init__(self, cells: CellReader, styles: Styles, stream: Stream) -> None:
        self._reader = cells
        self._shape = cells.shape
        self._strong_styles = styles.strong
        self._stream = stream
        self._names: dict[str, str] = {}
        self.row = -1
        self._cells: list[Any] = []
        self._column = -1
        self._kind = self._style = ""
        self._value: list[str] = []
        self._formula: list[str] | None = None
        self._into: list[str] | None = None
        self._silent = False
        self._filled = self._strong = 0
        self._pictures: list[tuple[int, int]] = []
        self._parser = strict_parser()
        self._parser.buffer_size = 65536
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data

    def feed(self, block: bytes) -> None:
        """Parse the next bytes, handing on each row that ends in them."""
        self._parser.Parse(block, False)

    def finish(self) -> None:
        """Check that the XML is complete and note what was found of pictures."""
        self._parser.Parse(b"", True)
        if self._pictures:
            values = {"count": len(self._pictures), "cell": cell_address(*self._pictures[0])}
            self._shape.notices.append(("pictures", values))

    def _start(self, raw: str, attributes: dict[str, str]) -> None:
        name = self._names.get(raw)
        if name is None:
            name = self._names[raw] = local_name(raw)
        if name == "c":
            self._start_cell(attributes)
        elif name == "v":
            self._into = self._value
        elif name == "f":
            self._into = self._formula = []
        elif name == "t":
            self._into = None if self._silent else self._value
        elif name == "row":
            self._start_row(attributes)
        elif name == "rPh":
            self._silent = True
        elif name in ("pane", "col", "mergeCell", "autoFilter"):
            self._note(name, attributes)

    def _end(self, raw: str) -> None:
        name = self._names[raw]
        if name == "c":
            self._end_cell()
        elif name in ("v", "f", "t"):
            self._into = None
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._silent = False

    def _data(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
        if not 0 <= self.row <= LAST_ROW:
            raise Refusal("outside_grid", cell=f"A{self.row + 1}")
        if attributes.get("hidden") in _ON:
            self._shape.hidden_rows.append(self.row)
        self._cells = []
        self._column = -1
        self._filled = self._strong = 0

    def _end_row(self) -> None:
        if self.row < STYLED_ROWS and 2 * self._strong > self._filled:
            self._shape.bold.append(self.row)
        self._stream.row(self.row, self._cells)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._column = position(attributes["r"])[1] if "r" in attributes else self._column + 1
        if self._column > LAST_COLUMN:
            raise Refusal("outside_grid", cell=cell_address(self.row, self._column))
        self._kind = attributes.get("t", "")
        self._style = attributes.get("s", "")
        self._value = []
        self._formula = None

    def _end_cell(self) -> None:
        text = "".join(self._value)
        if self._formula is not None and self._is_special_formula(text):
            return
        if not text:
            return
        column = self._column
        value = self._reader.converter(self._kind, self._style)(text)
        if value is None:
            return
        if special := self._reader.special(self._style):
            self._reader.note(self.row, column, special, value)
        self._filled += 1
        self._strong += self._style in self._strong_styles
        missing = column - len(self._cells)
        if missing >= 0:
            self._cells.extend([None] * (missing + 1))
        self._cells[column] = value

    def _is_special_formula(self, text: str) -> bool:
        """Note a formula that yields no value: a picture inside a cell, or one never calculated."""
        if _PICTURE in "".join(self._formula or ()):
            self._pictures.append((self.row, self._column))
            return True
        if not text and self._kind != "str":
            self._shape.uncached.append((self.row, self._column))
        return False

    def _note(self, name: str, attributes: dict[str, str]) -> None:
        shape = self._shape
        if name == "pane" and attributes.get("state", "").startswith("frozen"):
            shape.frozen_row = int(float(attributes.get("ySplit", "0"))) or None
        elif name == "col" and attributes.get("hidden") in _ON:
            first, last = int(attributes["min"]) - 1, int(attributes["max"])
            shape.hidden_columns.extend(range(max(first, 0), min(last, LAST_COLUMN + 1)))
        elif name == "mergeCell" and len(shape.merges) < _MAX_MERGES:
            shape.merges.append(box(attributes["ref"]))
        elif name == "autoFilter" and "ref" in attributes:
            shape.tables.append(box(attributes["ref"]))
