"""The table's model: an ordered array of row keys, and pages of records that are read when they come into sight.

SQL sorts, filters and counts; this model holds 8 bytes a row and the last pages seen. It follows the bridge and keeps
the row that each persistent index stands on.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from govdesk.fields.field import Field
from govdesk.fields.kind import Invalid
from govdesk.fields.register import Register
from govdesk.i18n import Message
from govdesk.ui.context import Context
from govdesk.ui.draft import Drafts
from govdesk.ui.row_array import Span, difference, place_of
from govdesk.ui.row_pages import RowPages
from govdesk.ui.row_source import RowSource
from govdesk.ui.text import tip
from govdesk.ui.writer import Writer, read_text

if TYPE_CHECKING:
    from govdesk.store.query import Query
    from govdesk.store.workspace import Changes


_ALIGN = {"left": Qt.AlignmentFlag.AlignLeft, "right": Qt.AlignmentFlag.AlignRight}
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_EDIT = int(Qt.ItemDataRole.EditRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_NOTHING = QModelIndex()
_READABLE = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_EDITABLE = _READABLE | Qt.ItemFlag.ItemIsEditable


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
        self._source = RowSource(context, self)
        self._source.fetched.connect(self._take)
        self._source.loading.connect(self.loading)
        self._pages = RowPages(context, self)
        self.shown = self._pages.shown
        self.record = self._pages.record
        self.records = self._pages.records
        self.reader = self._pages.reader
        self.row_of = self._pages.row_of
        context.bridge.changed.connect(self._follow)
        context.workspace_changed.connect(self._close)
        self.drafts.changed.connect(self._repaint)

    # ------------------------------------------------------------ what is shown

    @property
    def columns(self) -> list[Field]:
        """The fields that are shown, in order."""
        return self._pages.columns

    def show_query(self, query: Query, columns: Sequence[Field] | None = None) -> None:
        """Show a view, from its first row where it is another register."""
        other = self.query is None or self.query.register != query.register
        self.query = query
        if other:
            self.beginResetModel()
            self.register = self._context.registers[query.register]
            self._pages.register = query.register
            self._pages.columns = list(columns or [f for f in self.register.fields() if f.main])
            self._pages.keys = array("q")
            self._pages.forget()
            self.endResetModel()
        elif columns is not None and list(columns) != self.columns:
            self.show_columns(columns)
        self.reload()

    def show_columns(self, columns: Sequence[Field]) -> None:
        """Show other columns, or the same ones in another order."""
        self.beginResetModel()
        self._pages.columns = list(columns)
        self._pages.forget()
        self.endResetModel()

    def reload(self) -> None:
        """Ask for the rows anew."""
        if self.query is not None and self._context.is_open:
            self._source.ask(self.query)

    def _take(self, keys: array[int]) -> None:
        change = difference(self._pages.keys, keys)
        if change is None:
            self._pages.forget()
            self._repaint()
        elif isinstance(change, Span):
            self._splice(change, keys)
        elif change == "order":
            self._rearrange(keys)
        else:
            self.beginResetModel()
            self._pages.keys = keys
            self._pages.forget()
            self.endResetModel()
        self.loaded.emit(len(keys), self._source.total)

    def _splice(self, span: Span, keys: array[int]) -> None:
        begin, end = (
            (self.beginInsertRows, self.endInsertRows) if span.inserted else (self.beginRemoveRows, self.endRemoveRows)
        )
        begin(_NOTHING, span.first, span.last)
        self._pages.keys = keys
        self._pages.forget()
        end()
        self._repaint()

    def _rearrange(self, keys: array[int]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        places = {key: place_of(keys, key) for key in {self._pages.keys[i.row()] for i in before}}
        after = []
        for index in before:
            place = places[self._pages.keys[index.row()]]
            after.append(self.createIndex(place, index.column()) if place >= 0 else QModelIndex())
        self._pages.keys = keys
        self._pages.forget()
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _repaint(self, code: str = "") -> None:
        if self._pages.keys and self.columns and (not code or self.query is None or code == self.query.register):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._pages.keys) - 1, len(self.columns) - 1))

    def _close(self) -> None:
        self.beginResetModel()
        self.query, self.register = None, None
        self._pages.keys, self._pages.columns, self._pages.register = array("q"), [], ""
        self._source.close()
        self._pages.forget()
        self.endResetModel()

    def _follow(self, changes: Changes) -> None:
        """Reload after a commit that touched what is shown."""
        if self.query is None or self.register is None:
            return
        code = self.query.register
        if code in changes.registers and self._writer.holding != code:
            self._source.stale()
            self.reload()
        elif code in changes.registers or changes.registers & {getattr(f.kind, "target", "") for f in self.columns}:
            self._pages.forget()
            self._repaint()

    # ------------------------------------------------------------ Qt's questions

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOTHING) -> int:
        return 0 if parent.isValid() else len(self._pages.keys)

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

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        from govdesk.store.query import Order  # noqa: PLC0415

        if self.query is None or not 0 <= column < len(self.columns):
            return
        wanted = Order(self.columns[column].name, order == Qt.SortOrder.DescendingOrder)
        self.query = replace(self.query, order=(wanted,))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        self.reload()
