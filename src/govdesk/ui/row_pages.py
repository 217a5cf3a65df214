"""The rows of a view in memory: all their keys, 8 bytes each, and the records of the pages seen last."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from govdesk.fields.field import Field
from govdesk.ui.context import Context
from govdesk.ui.row_array import place_of

if TYPE_CHECKING:
    from govdesk.store.query import Record

PAGE_BITS = 8
PAGE = 1 << PAGE_BITS
_PAGES = 24
_CUT = 240


class Shown:
    """One row in sight: its record, None once it is gone, and the texts of the shown columns."""

    __slots__ = ("record", "texts")

    def __init__(self, record: Record | None) -> None:
        self.record = record
        self.texts: list[str] | None = None


class RowPages(QObject):
    """Reads pages of records as they come into sight, and the next one while nothing else is to be done."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.keys: array[int] = array("q")
        self.register = ""
        self.columns: list[Field] = []
        self.known: OrderedDict[int, list[Shown]] = OrderedDict()
        self._last: tuple[int, list[Shown]] = (-1, [])
        self._ahead = QTimer(self, singleShot=True, interval=0)
        self._ahead.timeout.connect(self._read_ahead)

    def forget(self) -> None:
        """Forget the records, so that they are read anew."""
        self.known.clear()
        self._last = (-1, [])

    def shown(self, row: int) -> Shown:
        """Return a row as it is painted."""
        number = row >> PAGE_BITS
        last, page = self._last
        if number != last:
            page = self._page(number)
        found = page[row & (PAGE - 1)]
        if found.texts is None:
            found.texts = self._texts(found.record)
        return found

    def record(self, row: int) -> Record | None:
        """Return the record of a row; None where it is gone since."""
        return self.shown(row).record if 0 <= row < len(self.keys) else None

    def records(self, first: int, last: int) -> list[Record | None]:
        """Return the records of a range of rows, read at once, past the pages in memory."""
        return self.reader(first, last)()

    def reader(self, first: int, last: int) -> Callable[[], list[Record | None]]:
        """Return what reads a range of rows as they are now, on whatever thread."""
        return partial(self._read, self.register, self.keys[first : last + 1])

    def row_of(self, identity: str) -> int:
        """Return the row on which a record stands, or −1."""
        from govdesk.store.query import find  # noqa: PLC0415 - the store comes with the workspace

        if not identity or not self.register:
            return -1
        with self._context.workspace.read() as session:
            found = find(session, self._context.registers, self.register, identity)
        return place_of(self.keys, found.row) if found is not None else -1

    def _texts(self, record: Record | None) -> list[str]:
        if record is None:
            return [""] * len(self.columns)
        language, texts = self._context.language, []
        for shown in self.columns:
            text = record.show(shown, language)
            if len(text) > _CUT or "\n" in text:
                text = " ".join(text[: 2 * _CUT].split())[:_CUT]
            texts.append(text)
        return texts

    def _page(self, number: int) -> list[Shown]:
        page = self.known.get(number)
        if page is None:
            keys = self.keys[number << PAGE_BITS : (number + 1) << PAGE_BITS]
            page = self.known[number] = [Shown(r) for r in self._read(self.register, keys)]
            if len(self.known) > _PAGES:
                self.known.popitem(last=False)
        else:
            self.known.move_to_end(number)
        self._last = (number, page)
        self._ahead.start()
        return page

    def _read(self, code: str, keys: array[int]) -> list[Record | None]:
        from govdesk.store.query import records  # noqa: PLC0415

        with self._context.workspace.read() as session:
            found = {r.row: r for r in records(session, self._context.registers, code, keys)}
        return [found.get(k) for k in keys]

    def _read_ahead(self) -> None:
        number = self._last[0]
        if number < 0 or not self._context.is_open:
            return
        for near in (number + 1, number - 1):
            if near not in self.known and 0 <= near << PAGE_BITS < len(self.keys):
                keep = self._last
                self._page(near)
                self._last = keep
                return
        self._ahead.stop()
