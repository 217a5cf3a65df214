"""The table: rows of one height, cells edited in place, keys that move as in Excel, blocks copied and pasted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from govdesk.ui.block import Blocks
from govdesk.ui.context import Context
from govdesk.ui.delegate import CellDelegate
from govdesk.ui.table_columns import TableColumns
from govdesk.ui.table_keys import TableKeys
from govdesk.ui.table_model import TableModel
from govdesk.ui.theme import ROW_HEIGHT

if TYPE_CHECKING:
    from govdesk.store.query import Record

Index = QModelIndex | QPersistentModelIndex
_Trigger = QAbstractItemView.EditTrigger
_Flag = QItemSelectionModel.SelectionFlag


class TableView(QTableView):
    """A view of a `TableModel`.

    Signals:
        chosen: Id of the record that the current cell belongs to; empty where there is none.
        menu_asked: Where a menu for the selected rows goes, in global coordinates.
    """

    chosen = Signal(str)
    menu_asked = Signal(object)

    def __init__(self, context: Context, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._model = model
        self._tell = QTimer(self, singleShot=True, interval=0)
        self._tell.timeout.connect(self._say_chosen)
        self._said = ""
        self._kept = ("", "", "")
        self.delegate = CellDelegate(model, context, self)
        self.setModel(model)
        self.columns = TableColumns(self, model, context)
        self.columns.sort_asked.connect(self.collapse)
        self.keys = TableKeys(self, model)
        self.blocks = Blocks(self, model, context)
        self.delegate.selected_ids = self.selected_ids
        self.delegate.moved.connect(self.keys.go)
        self.setItemDelegate(self.delegate)
        self._set_up()
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        model.headerDataChanged.connect(self.horizontalHeader().viewport().update)

    def _set_up(self) -> None:
        self.setEditTriggers(_Trigger.DoubleClicked | _Trigger.EditKeyPressed | _Trigger.AnyKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self.menu_asked.emit(self.viewport().mapToGlobal(at)))
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.setMinimumSectionSize(ROW_HEIGHT)
        rows.hide()
        self.verticalScrollBar().setSingleStep(ROW_HEIGHT)

    # ------------------------------------------------------------ the current record

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        row = current.row() if current.isValid() else -1
        if row != self.delegate.current_row:
            self.delegate.current_row = row
            self.viewport().update()
        self._tell.start()

    def _say_chosen(self) -> None:
        index = self.currentIndex()
        record = self._model.record(index.row()) if index.isValid() else None
        said = record.id if record else ""
        if said != self._said:
            self._said = said
            self.chosen.emit(said)

    def forget_chosen(self) -> None:
        """Tell the next choice even where it is the same record."""
        self._said = ""

    def tell_again(self) -> None:
        """Tell which record the current cell is in, as if it were chosen now."""
        self.forget_chosen()
        self._say_chosen()

    def choose(self, identity: str) -> bool:
        """Go to a record, if it is among the rows."""
        row = self._model.row_of(identity)
        if row < 0:
            return False
        if row != self.currentIndex().row():
            index = self._model.index(row, max(0, self.currentIndex().column()))
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self._said = identity
        return True

    def current_record(self) -> Record | None:
        """Return the record of the current cell."""
        index = self.currentIndex()
        return self._model.record(index.row()) if index.isValid() else None

    def spans(self) -> list[QItemSelectionRange]:
        """Return the ranges of the selection."""
        return list(cast("Iterable[QItemSelectionRange]", self.selectionModel().selection()))

    def selected_rows(self) -> list[int]:
        """Return the rows with a selected cell, in order."""
        rows: set[int] = set()
        for span in self.spans():
            rows.update(range(span.top(), span.bottom() + 1))
        return sorted(rows)

    def selected_ids(self) -> list[str]:
        """Return the ids of the records with a selected cell, in order."""
        rows = self.selected_rows()
        if not rows:
            return []
        found = self._model.records(rows[0], rows[-1]) if len(rows) > 1 else [self._model.record(rows[0])]
        wanted = set(rows)
        return [r.id for place, r in enumerate(found, rows[0]) if r is not None and place in wanted]

    def collapse(self, *_: object) -> None:
        """Reduce the selection to the current cell."""
        index = self.currentIndex()
        self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect) if index.isValid() else self.clearSelection()

    def _remember(self) -> None:
        index = self.currentIndex()
        record = self._model.record(index.row()) if index.isValid() and self._context.is_open else None
        column = (
            self._model.columns[index.column()].name if record and index.column() < len(self._model.columns) else ""
        )
        self._kept = (record.register if record else "", record.id if record else "", column)

    def _restore(self) -> None:
        self.columns.fit()
        self.delegate.current_row = -1
        register, identity, column = self._kept
        if (
            not identity
            or self._model.query is None
            or self._model.query.register != register
            or not self._model.rowCount()
        ):
            return
        row = self._model.row_of(identity)
        if row >= 0:
            place = next((i for i, f in enumerate(self._model.columns) if f.name == column), 0)
            self.setCurrentIndex(self._model.index(row, place))

    # ------------------------------------------------------------ keys

    def edit(self, index: Index, trigger: Any = None, event: Any = None) -> bool:  # type: ignore[override]
        if trigger is None:
            super().edit(index)
            return True
        opened = super().edit(index, trigger, event)
        if opened and self.state() == QAbstractItemView.State.EditingState and trigger != _Trigger.AnyKeyPressed:
            self.delegate.go_on_typing()
        return opened

    def edit_current(self, *, all_selected: bool = False) -> None:
        """Open the editor of the current cell, for all selected rows if so asked."""
        index = self.currentIndex()
        if index.isValid() and self._model.editable(self._model.columns[index.column()]):
            self.delegate.for_all = all_selected
            self.edit(index, _Trigger.EditKeyPressed, None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.columns.fit()

    def event(self, event: QEvent) -> bool:
        """Take Tab for moving between cells while the table has the focus."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if (
                key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
                and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            ):
                self.keys.go("previous" if key == Qt.Key.Key_Backtab else "next")
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState or not self.keys.take(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: Any) -> None:
        self.keys.end_run()
        super().mousePressEvent(event)
        self._tell.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        index = self.currentIndex()
        if not index.isValid() or self.state() == QAbstractItemView.State.EditingState:
            return
        rect = self.visualRect(index)
        if rect.intersects(event.rect()):
            painter = QPainter(self.viewport())
            painter.setPen(self._context.theme.colour("accent" if self.hasFocus() else "border_strong"))
            painter.drawRect(rect.adjusted(0, 0, -1, -2))
            if self.hasFocus():
                painter.drawRect(rect.adjusted(1, 1, -2, -3))
            painter.end()
