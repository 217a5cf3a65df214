"""The table's model: an ordered array of row keys, and pages of records that are read when they come into sight.

SQL sorts, filters and counts; this model holds 8 bytes a row and the last pages seen. It follows the bridge and keeps
the row that each persistent index stands on.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from govdesk.fields.field import Field
from govdesk.fields.kind import Invalid
from govdesk.fields.register import Register
from govdesk.i18n import Message
from govdesk.ui.context import Context
from govdesk.ui.draft import Drafts, Unfit
from govdesk.ui.row_array import Span, difference, place_of
from govdesk.ui.text import tip
from govdesk.ui.writer import Writer, read_text

if TYPE_CHECKING:
    from govdesk.store.query import Query, Record
    from govdesk.store.workspace import Changes

PAGE_BITS = 8
PAGE = 1 << PAGE_BITS
_PAGES = 24
_SLOW = 0.3
_MANY = 150_000
_CUT = 240

_ALIGN = {"left": Qt.AlignmentFlag.AlignLeft, "right": Qt.AlignmentFlag.AlignRight}
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_EDIT = int(Qt.ItemDataRole.EditRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_NOTHING = QModelIndex()
_READABLE = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_EDITABLE = _READABLE | Qt.ItemFlag.ItemIsEditable


class Shown:
    """One row in sight: its record, None once it is gone, and the texts of the shown columns."""

    __slots__ = ("record", "texts")

    def __init__(self, record: Record | None) -> None:
        self.record = record
        self.texts: list[str] | None = None


class TableModel(QAbstractTableModel):
    """The rows of one view.

    Signals:
        loaded: Rows shown, and rows in all, after the view was asked anew.
        loading: Whether the keys are being fetched beside the window.
        refused: A sentence that says why an edit was not made.
    """

    loaded = Signal(int, int)
    loading = Signal(bool)
    refused = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._writer = Writer.of(context)
        self.drafts = Drafts.of(context)
        self.query: Query | None = None
        self.register: type[Register] | None = None
        self.columns: list[Field] = []
        self.total = 0
        self._keys: array[int] = array("q")
        self._pages: OrderedDict[int, list[Shown]] = OrderedDict()
        self._last: tuple[int, list[Shown]] = (-1, [])
        self._slow = False
        self._asked = 0
        self._totals: dict[tuple[str, str | None], int] = {}
        self._ahead = QTimer(self, singleShot=True, interval=0)
        self._ahead.timeout.connect(self._read_ahead)
        context.bridge.changed.connect(self._follow)
        context.workspace_changed.connect(self._close)
        self.drafts.changed.connect(self._repaint)

    # ------------------------------------------------------------ what is shown

    def show_query(self, query: Query, columns: Sequence[Field] | None = None) -> None:
        """Show a view, from its first row where it is another register."""
        other = self.query is None or self.query.register != query.register
        self.query = query
        if other:
            self.beginResetModel()
            self.register = self._context.registers[query.register]
            self.columns = list(columns or [f for f in self.register.fields() if f.main])
            self._keys = array("q")
            self._forget()
            self.endResetModel()
        elif columns is not None and list(columns) != self.columns:
            self.show_columns(columns)
        self.reload()

    def show_columns(self, columns: Sequence[Field]) -> None:
        """Show other columns, or the same ones in another order."""
        self.beginResetModel()
        self.columns = list(columns)
        self._forget()
        self.endResetModel()

    def reload(self) -> None:
        """Ask for the rows anew; beside the window where that takes long."""
        if self.query is None or not self._context.is_open:
            return
        query, workspace, registers = self.query, self._context.workspace, self._context.registers
        self._asked += 1
        turn = self._asked
        total = self._count_all()

        def fetch() -> array[int]:
            from govdesk.store.query import rows  # noqa: PLC0415 - the store comes with the workspace

            with workspace.read() as session:
                return rows(session, registers, query)

        if self._slow or total > _MANY:
            self.loading.emit(True)
            self._context.jobs.read(lambda _progress: fetch(), lambda keys: self._arrived(turn, keys), owner=self)
            return
        began = perf_counter()
        keys = fetch()
        self._slow = perf_counter() - began > _SLOW
        self._take(keys)

    def _arrived(self, turn: int, keys: array[int]) -> None:
        if turn == self._asked:
            self.loading.emit(False)
            self._take(keys)

    def _count_all(self) -> int:
        from govdesk.store.query import Query, count  # noqa: PLC0415

        assert self.query is not None  # noqa: S101 - only asked while there is one
        known = (self.query.register, self.query.project)
        if known not in self._totals:
            with self._context.workspace.read() as session:
                self._totals[known] = count(session, self._context.registers, Query(*known))
        self.total = self._totals[known]
        return self.total

    def _take(self, keys: array[int]) -> None:
        change = difference(self._keys, keys)
        if change is None:
            self._forget()
            self._repaint()
        elif isinstance(change, Span):
            self._splice(change, keys)
        elif change == "order":
            self._rearrange(keys)
        else:
            self.beginResetModel()
            self._keys = keys
            self._forget()
            self.endResetModel()
        self.loaded.emit(len(keys), self.total)

    def _splice(self, span: Span, keys: array[int]) -> None:
        begin, end = (
            (self.beginInsertRows, self.endInsertRows) if span.inserted else (self.beginRemoveRows, self.endRemoveRows)
        )
        begin(_NOTHING, span.first, span.last)
        self._keys = keys
        self._forget()
        end()
        self._repaint()

    def _rearrange(self, keys: array[int]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        places = {key: place_of(keys, key) for key in {self._keys[i.row()] for i in before}}
        after = []
        for index in before:
            place = places[self._keys[index.row()]]
            after.append(self.createIndex(place, index.column()) if place >= 0 else QModelIndex())
        self._keys = keys
        self._forget()
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _forget(self) -> None:
        self._pages.clear()
        self._last = (-1, [])

    def _repaint(self, code: str = "") -> None:
        if self._keys and self.columns and (not code or self.query is None or code == self.query.register):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._keys) - 1, len(self.columns) - 1))

    def _close(self) -> None:
        self.beginResetModel()
        self.query, self.register = None, None
        self._keys, self.columns, self.total = array("q"), [], 0
        self._totals.clear()
        self._slow = False
        self._asked += 1
        self._forget()
        self.endResetModel()

    def _follow(self, changes: Changes) -> None:
        """Reload after a commit that touched what is shown."""
        if self.query is None or self.register is None:
            return
        code = self.query.register
        if code in changes.registers and self._writer.holding != code:
            self._totals.clear()
            self.reload()
        elif code in changes.registers or changes.registers & {getattr(f.kind, "target", "") for f in self.columns}:
            self._forget()
            self._repaint()

    def retranslate(self) -> None:
        """Show the texts in the language that the window speaks now."""
        self._forget()
        if self.columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
            self._repaint()

    # ------------------------------------------------------------ rows and records

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

    def record(self, row: int) -> Record | None:
        """Return the record of a row; None where it is gone since."""
        return self.shown(row).record if 0 <= row < len(self._keys) else None

    def records(self, first: int, last: int) -> list[Record | None]:
        """Return the records of a range of rows, read at once, past the pages in memory."""
        return self._read(self._keys[first : last + 1])

    def row_of(self, identity: str) -> int:
        """Return the row on which a record stands, or −1."""
        from govdesk.store.query import find  # noqa: PLC0415

        if not identity or self.query is None:
            return -1
        with self._context.workspace.read() as session:
            found = find(session, self._context.registers, self.query.register, identity)
        return place_of(self._keys, found.row) if found is not None else -1

    def _page(self, number: int) -> list[Shown]:
        page = self._pages.get(number)
        if page is None:
            keys = self._keys[number << PAGE_BITS : (number + 1) << PAGE_BITS]
            page = self._pages[number] = [Shown(r) for r in self._read(keys)]
            if len(self._pages) > _PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        self._last = (number, page)
        self._ahead.start()
        return page

    def _read(self, keys: array[int]) -> list[Record | None]:
        from govdesk.store.query import records  # noqa: PLC0415

        assert self.query is not None  # noqa: S101 - there are no rows without it
        with self._context.workspace.read() as session:
            found = {r.row: r for r in records(session, self._context.registers, self.query.register, keys)}
        return [found.get(k) for k in keys]

    def _read_ahead(self) -> None:
        number = self._last[0]
        if number < 0 or self.query is None:
            return
        for near in (number + 1, number - 1):
            if near not in self._pages and 0 <= near << PAGE_BITS < len(self._keys):
                keep = self._last
                self._page(near)
                self._last = keep
                return
        self._ahead.stop()

    # ------------------------------------------------------------ Qt's questions

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOTHING) -> int:
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NOTHING) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        if role == _DISPLAY:
            texts = self.shown(index.row()).texts
            return texts[index.column()] if texts else ""
        if role == _EDIT:
            return self.text(index.row(), self.columns[index.column()])
        if role == _TIP:
            return self._tip(index.row(), self.columns[index.column()])
        if role == _ALIGNMENT:
            return int(_ALIGN[self.columns[index.column()].kind.align] | Qt.AlignmentFlag.AlignVCenter)
        return None

    def text(self, row: int, field: Field) -> str:
        """Return the whole text of a field, or what was typed and did not fit."""
        record = self.record(row)
        if record is None:
            return ""
        unfit = self.drafts.unfit(record.register, record.id).get(field.name)
        return unfit.text if unfit else record.show(field, self._context.language)

    def _tip(self, row: int, field: Field) -> str:
        record = self.record(row)
        unfit = self.drafts.unfit(record.register, record.id).get(field.name) if record else None
        if unfit:
            return tip(self._context.say(unfit.why))
        text = self.text(row, field)
        return tip(text) if len(text) > field.width // 2 else ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return section + 1 if role == _DISPLAY and orientation == Qt.Orientation.Vertical else None
        field = self.columns[section]
        if role == _DISPLAY:
            return self._context.language.gettext(field.label) + self._arrow(field)
        if role == _TIP:
            return tip(self._context.language.gettext(field.help or field.label))
        if role == _ALIGNMENT:
            return int(_ALIGN[field.kind.align] | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _arrow(self, field: Field) -> str:
        for order in self.query.order if self.query else ():
            if order.field == field.name:
                return " ↓" if order.descending else " ↑"
        return ""

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _EDITABLE if self.editable(self.columns[index.column()]) else _READABLE

    def editable(self, field: Field) -> bool:
        """Answer whether a field can be typed into."""
        return not field.system and self._context.writable

    # ------------------------------------------------------------ edits

    def setData(self, index: QModelIndex | QPersistentModelIndex, value: Any, role: int = _EDIT) -> bool:
        if role != _EDIT or not index.isValid() or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        record, field = self.record(index.row()), self.columns[index.column()]
        if record is None:
            return False
        read = read_text(self._context, field, value, record.values.get("project"))
        why = read.message if isinstance(read, Invalid) else self.put([record.id], field, read)
        if why is not None:
            self.refused.emit(why)
        return why is None

    def put(self, ids: Sequence[str], field: Field, value: Any) -> Message | None:
        """Set a field of some records; answer why it was refused, or None."""
        assert self.query is not None  # noqa: S101 - there are no rows without it
        why: list[Message] = []
        if self._writer.change(self.query.register, ids, {field.name: value}, why.append):
            for identity in ids:
                self.drafts.settle(self.query.register, identity, field.name)
        return why[0] if why else None

    def keep(self, row: int, field: Field, unfit: Unfit) -> None:
        """Keep a text that its field cannot take, in sight and in red."""
        if record := self.record(row):
            self.drafts.keep(record.register, record.id, field.name, unfit)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        from govdesk.store.query import Order  # noqa: PLC0415

        if self.query is None or not 0 <= column < len(self.columns):
            return
        wanted = Order(self.columns[column].name, order == Qt.SortOrder.DescendingOrder)
        self.query = replace(self.query, order=(wanted,))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        self.reload()
