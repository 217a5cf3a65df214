"""Where marks go in the parts of an xlsx: the cells of a sheet, the gaps where cells are missing, the lists of styles.

Used by `marking_part` alone; each class walks through one part once.
"""

from __future__ import annotations

from collections.abc import Iterable

from govdesk.sheet.address import position
from govdesk.sheet.markup_edit import tag_at, walk

#: What stands behind a sheet's drawing of notes, in the order that the format demands.
_BEHIND = frozenset(
    ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst", "AlternateContent")
)  # fmt: skip
_ROW, _CELL = 2, 3


class SheetPlaces:
    """The places of a sheet: where its marked cells begin, with their style; where missing ones go; where notes are declared.

    Args:
        data: The sheet's part.
        wanted: Row and column, from 0, of the cells to be marked.
    """

    def __init__(self, data: bytes, wanted: Iterable[tuple[int, int]]) -> None:
        self._data = data
        self._rows: dict[int, list[int]] = {}
        for row, column in sorted(wanted):
            self._rows.setdefault(row, []).append(column)
        self._row, self._column = -1, -1
        self._open: list[int] = []
        self.cells: dict[tuple[int, int], tuple[int, int]] = {}
        self.gaps: dict[tuple[int, int], int] = {}
        self.notes = ""
        self.behind = -1
        self.strict = False
        walk(data, self._start, self._end)

    def _start(self, name: str, attributes: dict[str, str], depth: int, at: int) -> None:
        if depth == _CELL and name == "c":
            self._cell(attributes, at)
        elif depth == _ROW and name == "row":
            number = attributes.get("r", "")
            self._row = int(number) - 1 if number.isdecimal() else self._row + 1
            self._column = -1
            closed = tag_at(self._data, at).endswith(b"/>")
            self._open = [] if closed else list(self._rows.get(self._row, ()))
        elif depth == 1:
            self._beside(name, attributes, at)
        elif depth == 0:
            self.strict = any("purl.oclc.org" in v for k, v in attributes.items() if k.startswith("xmlns"))

    def _end(self, name: str, depth: int, at: int) -> None:
        if depth == _ROW and name == "row":
            self._pass(None, at)
        elif depth == 0 and self.behind < 0:
            self.behind = at

    def _cell(self, attributes: dict[str, str], at: int) -> None:
        address = attributes.get("r")
        self._column = position(address)[1] if address else self._column + 1
        if self._open:
            self._pass(self._column, at)
            if self._open and self._open[0] == self._column:
                self._open.pop(0)
                style = attributes.get("s", "0")
                self.cells[self._row, self._column] = (at, int(style) if style.isdecimal() else 0)

    def _pass(self, column: int | None, at: int) -> None:
        """Note the wanted cells that stand before a column and are not there."""
        while self._open and (column is None or self._open[0] < column):
            self.gaps[self._row, self._open.pop(0)] = at

    def _beside(self, name: str, attributes: dict[str, str], at: int) -> None:
        if name == "legacyDrawing":
            self.notes = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
        elif name in _BEHIND and self.behind < 0:
            self.behind = at


class StylePlaces:
    """The places of a book's styles: where its lists of fills and of cell styles begin and end, and each cell style.

    Args:
        data: The part of styles.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._list = ""
        self.starts: dict[str, int] = {}
        self.ends: dict[str, int] = {}
        self.fills = 0
        self.styles: list[tuple[int, int]] = []
        walk(data, self._start, self._end)

    @property
    def is_whole(self) -> bool:
        """Whether both lists are there to be added to."""
        return bool(self.styles) and {"fills", "cellXfs"} <= self.ends.keys()

    def _start(self, name: str, _: dict[str, str], depth: int, at: int) -> None:
        if depth == 1:
            self._list = name
            self.starts[name] = at
        elif depth == _ROW and name == "fill" and self._list == "fills":
            self.fills += 1
        elif depth == _ROW and name == "xf" and self._list == "cellXfs":
            self.styles.append((at, at + len(tag_at(self._data, at))))

    def _end(self, name: str, depth: int, at: int) -> None:
        if depth == 1:
            self.ends[name] = at
        elif depth == _ROW and name == "xf" and self._list == "cellXfs":
            self.styles[-1] = (self.styles[-1][0], at + len(tag_at(self._data, at)))
