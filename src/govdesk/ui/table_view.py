"""The table: rows of one height, cells edited in place, keys that move as in Excel, blocks copied and pasted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from govdesk.fields.field import Field
from govdesk.i18n import N_
from govdesk.ui.block import Blocks
from govdesk.ui.context import Context
from govdesk.ui.delegate import CellDelegate
from govdesk.ui.table_model import TableModel
from govdesk.ui.theme import HEADER_HEIGHT, ROW_HEIGHT

if TYPE_CHECKING:
    from govdesk.store.query import Record

_STEPS = {"down": (1, 0), "up": (-1, 0), "next": (0, 1), "previous": (0, -1)}
_Trigger = QAbstractItemView.EditTrigger
_Flag = QItemSelectionModel.SelectionFlag


class TableView(QTableView):
    """A view of a `TableModel`.

    Signals:
        chosen: Id of the record that the current cell belongs to; empty where there is none.
        sort_asked: A column's field name, and whether it joins the order that is there.
        columns_moved: Names of the fields in their new order.
        menu_asked: Where a menu for the selected rows goes, in global coordinates.
    """

    chosen = Signal(str)
    sort_asked = Signal(str, bool)
    columns_moved = Signal(list)
    menu_asked = Signal(object)

    def __init__(self, context: Context, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._model = model
        self._widths: dict[str, int] = {}
        self._tab_start: int | None = None
        self._opened_by = _Trigger.NoEditTriggers
        self._tell = QTimer(self, singleShot=True, interval=0)
        self._tell.timeout.connect(self._say_chosen)
        self._said = ""
        self.delegate = CellDelegate(model, context, self)
        self.setModel(model)
        self.delegate.selected_ids = self.selected_ids
        self.delegate.moved.connect(self._go)
        self.setItemDelegate(self.delegate)
        self.blocks = Blocks(self, model, context)
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
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setFixedHeight(HEADER_HEIGHT + 2)
        header.setMinimumSectionSize(48)
        header.sectionClicked.connect(self._header_clicked)
        header.sectionMoved.connect(self._column_moved)
        header.sectionResized.connect(self._column_resized)
        self.verticalScrollBar().setSingleStep(ROW_HEIGHT)

    # ------------------------------------------------------------ columns

    def fit_columns(self) -> None:
        """Give each column the width of its field, or the one that the user gave it; the room left over is shared."""
        header, room = self.horizontalHeader(), self.viewport().width()
        unit = self.fontMetrics().horizontalAdvance("0")
        widths = [self._widths.get(f.name) or self._natural(f, unit) for f in self._model.columns]
        spare = room - sum(widths)
        growing = [i for i, f in enumerate(self._model.columns) if f.name not in self._widths and f.width >= _WIDE]
        if spare > 0 and growing:
            for place in growing:
                widths[place] += spare // len(growing)
        header.blockSignals(True)
        for place, width in enumerate(widths):
            header.resizeSection(place, width)
        header.blockSignals(False)
        self.updateGeometries()
        self.viewport().update()

    def _natural(self, field: Field, unit: int) -> int:
        label = self._context.language.gettext(field.label)
        return max(field.width * unit + 16, self.horizontalHeader().fontMetrics().horizontalAdvance(f"{label} ↑ ") + 22)

    @property
    def widths(self) -> dict[str, int]:
        """Widths that the user gave to columns, by field name."""
        return dict(self._widths)

    def set_widths(self, widths: dict[str, int]) -> None:
        """Take up the widths that the user gave to columns before."""
        self._widths = {n: w for n, w in widths.items() if isinstance(w, int) and w > 0}

    def _column_resized(self, place: int, _old: int, new: int) -> None:
        if 0 <= place < len(self._model.columns) and QWidget.mouseGrabber() is not None:
            self._widths[self._model.columns[place].name] = new

    def _column_moved(self, logical: int, old: int, new: int) -> None:
        """Let the model hold the order, so that a block of columns is what it looks like."""
        header = self.horizontalHeader()
        header.blockSignals(True)
        header.moveSection(new, old)
        header.blockSignals(False)
        names = [f.name for f in self._model.columns]
        names.insert(new, names.pop(old))
        self.columns_moved.emit(names)

    def _header_clicked(self, place: int) -> None:
        joins = bool(self._context_modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.collapse()
        self.sort_asked.emit(self._model.columns[place].name, joins)

    def _context_modifiers(self) -> Qt.KeyboardModifier:
        from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - only here

        return QApplication.keyboardModifiers()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit_columns()

    # ------------------------------------------------------------ the current record

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
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

    def selected_rows(self) -> list[int]:
        """Return the rows with a selected cell, in order."""
        rows: set[int] = set()
        for span in self.selectionModel().selection():
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

    def collapse(self) -> None:
        """Reduce the selection to the current cell."""
        index = self.currentIndex()
        self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect) if index.isValid() else self.clearSelection()

    def _remember(self) -> None:
        index = self.currentIndex()
        record = self._model.record(index.row()) if index.isValid() else None
        column = self._model.columns[index.column()].name if record and index.column() < len(self._model.columns) else ""
        self._kept = (record.register if record else "", record.id if record else "", column)

    def _restore(self) -> None:
        self.fit_columns()
        self.delegate.current_row = -1
        register, identity, column = self._kept
        if not identity or self._model.query is None or self._model.query.register != register or not self._model.rowCount():
            return
        row = self._model.row_of(identity)
        if row >= 0:
            place = next((i for i, f in enumerate(self._model.columns) if f.name == column), 0)
            self.setCurrentIndex(self._model.index(row, place))

    _kept: tuple[str, str, str] = ("", "", "")

    # ------------------------------------------------------------ keys

    def edit(self, index: QModelIndex | QPersistentModelIndex, trigger: Any = None, event: Any = None) -> bool:
        if trigger is None:
            super().edit(index)
            return True
        self._opened_by = trigger
        opened = super().edit(index, trigger, event)
        if opened and self.state() == QAbstractItemView.State.EditingState and trigger != _Trigger.AnyKeyPressed:
            self._begin(index, replace=False)
        return opened

    def _begin(self, index: QModelIndex | QPersistentModelIndex, *, replace: bool) -> None:
        from govdesk.ui.editors import Editor  # noqa: PLC0415 - only where an editor opens

        editor = self.indexWidget(index) or self.viewport().focusWidget()
        while editor is not None and not isinstance(editor, Editor):
            editor = editor.parentWidget()
        if isinstance(editor, Editor):
            editor.begin_typing(replace=replace)

    def edit_current(self, *, all_selected: bool = False) -> None:
        """Open the editor of the current cell, for all selected rows if so asked."""
        index = self.currentIndex()
        if index.isValid() and self._model.editable(self._model.columns[index.column()]):
            self.delegate.for_all = all_selected
            self.edit(index, _Trigger.EditKeyPressed, None)

    def event(self, event: QEvent) -> bool:
        """Take Tab for moving between cells while the table has the focus."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._go("previous" if key == Qt.Key.Key_Backtab else "next")
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState or not self._own_key(event):
            super().keyPressEvent(event)

    def _own_key(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control, shift = modifiers == Qt.KeyboardModifier.ControlModifier, modifiers == Qt.KeyboardModifier.ShiftModifier
        plain = modifiers == Qt.KeyboardModifier.NoModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (plain or shift):
            self._go("up" if shift else "down")
        elif key == Qt.Key.Key_F2 and (plain or control):
            self.edit_current(all_selected=control)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and plain:
            self.blocks.clear()
        elif key == Qt.Key.Key_Delete and control:
            self.blocks.remove_rows()
        elif key == Qt.Key.Key_D and control:
            self.blocks.fill_down()
        elif key == Qt.Key.Key_Space and (control or shift):
            self._select_line(rows=shift)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.blocks.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.blocks.cut()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.blocks.paste()
        else:
            return self._toggle(event) if key == Qt.Key.Key_Space and plain else False
        return True

    def _toggle(self, event: QKeyEvent) -> bool:
        """Let the space bar turn a yes into a no."""
        index = self.currentIndex()
        record = self.current_record()
        if record is None or self._model.columns[index.column()].kind.code != "flag":
            return False
        field = self._model.columns[index.column()]
        if self._model.editable(field):
            self._model.put(self.selected_ids() or [record.id], field, not record.values.get(field.name))
        return True

    def _select_line(self, *, rows: bool) -> None:
        index = self.currentIndex()
        if index.isValid():
            whole = QItemSelection(index, index)
            self.selectionModel().select(whole, _Flag.ClearAndSelect | (_Flag.Rows if rows else _Flag.Columns))

    def _go(self, way: str) -> None:
        """Move from cell to cell as in Excel: Enter after a run of Tabs goes back to the column where it began."""
        index = self.currentIndex()
        self.setFocus()
        if way not in _STEPS or not index.isValid():
            return
        down, right = _STEPS[way]
        row, column = index.row() + down, index.column() + right
        if right:
            self._tab_start = index.column() if self._tab_start is None else self._tab_start
            if column >= self._model.columnCount() and row + 1 < self._model.rowCount():
                row, column = row + 1, 0
            elif column < 0 and row > 0:
                row, column = row - 1, self._model.columnCount() - 1
        elif self._tab_start is not None:
            column, self._tab_start = self._tab_start, None
        target = self._model.index(row, column)
        if target.isValid():
            keep = self._tab_start
            self.setCurrentIndex(target)
            self._tab_start = keep

    def mousePressEvent(self, event: Any) -> None:
        self._tab_start = None
        super().mousePressEvent(event)

    def select_fields(self, names: Sequence[str]) -> None:
        """Make one of these fields the current column."""
        for place, shown in enumerate(self._model.columns):
            if shown.name in names and self._model.rowCount():
                self.setCurrentIndex(self._model.index(max(0, self.currentIndex().row()), place))
                return

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

    def retranslate(self) -> None:
        """Take up the language and the theme as they are now."""
        self.delegate.refresh()
        self._model.retranslate()
        self.fit_columns()
        self.setAccessibleName(self._context.say(N_("Table")))


_WIDE = 24
