"""Which column of a sheet becomes which field: a table with one line per heading, its field chosen in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from govdesk.fields.register import Register
from govdesk.i18n import N_
from govdesk.sheet.plan_values import EXTRA, IDENTITY, LEFT_OUT
from govdesk.ui.context import Context
from govdesk.ui.dialogs.import_grid import letters
from govdesk.ui.dialogs.import_work import is_unsure
from govdesk.ui.icon import paint_icon
from govdesk.ui.text import tip
from govdesk.ui.theme import ROW_HEIGHT

if TYPE_CHECKING:
    from govdesk.sheet.plan_values import Column

HEADING, SAMPLES, FIELD, HOW = range(4)
CODE_ROLE = Qt.ItemDataRole.UserRole
OPEN_ROLE = Qt.ItemDataRole.UserRole + 1
_HOW = {
    "lexicon": N_("Known heading"),
    "remembered": N_("As last time"),
    "content": N_("From its cells"),
    "user": N_("Your choice"),
    "none": N_("Not matched"),
}
_NONE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class MappingModel(QAbstractTableModel):
    """The columns of one table of a sheet.

    Signals:
        mapped: The whole mapping after a choice: field, `extra` or empty, by column index.
    """

    mapped = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._columns: tuple[Column, ...] = ()
        self._register: type[Register] | None = None

    def show_columns(self, columns: tuple[Column, ...], register: type[Register] | None) -> None:
        """Show a sheet's columns."""
        self.beginResetModel()
        self._columns, self._register = columns, register
        self.endResetModel()

    def column(self, row: int) -> Column:
        """Return the sheet's column that a line is about."""
        return self._columns[row]

    def offers(self, row: int) -> list[tuple[str, str]]:
        """Return what a column can become, as code and words: suggestions, an empty line, the rest, the ways out."""
        gettext = self._context.language.gettext
        column = self._columns[row]
        found: list[tuple[str, str]] = []
        if self._register is not None:
            fields = {f.name: gettext(f.label) for f in self._register.fields()}
            first = [n for n in dict.fromkeys((column.field, *column.suggestions)) if n in fields]
            own = [f.name for f in self._register.fields() if not f.system or f.name == column.field]
            found += [(n, fields[n]) for n in first]
            found += [("-", "")] if first else []
            found += [(n, fields[n]) for n in own if n not in first]
            found += [("-", "")]
        return [*found, (EXTRA, gettext("Keep as extra column")), (LEFT_OUT, gettext("Leave out"))]

    def used_by(self, code: str, row: int) -> str:
        """Return the letters of another column that has a field already; empty where none has."""
        if code in (EXTRA, LEFT_OUT):
            return ""
        return next((letters(c.index) for i, c in enumerate(self._columns) if c.field == code and i != row), "")

    def words(self, code: str) -> str:
        """Return what a column becomes, in words."""
        gettext = self._context.language.gettext
        if code == EXTRA:
            return gettext("Keep as extra column")
        if code == LEFT_OUT:
            return gettext("Leave out")
        if code == IDENTITY:
            return gettext("Tells the records apart")
        known = {f.name: f.label for f in self._register.fields()} if self._register is not None else {}
        return gettext(known.get(code, code))

    def rowCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def columnCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else HOW + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return letters(self._columns[section].index)
        gettext = self._context.language.gettext
        return (gettext("Heading in the sheet"), gettext("Examples"), gettext("Becomes"), gettext("Why"))[section]

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        found = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return found | Qt.ItemFlag.ItemIsEditable if index.column() == FIELD else found

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, place = self._columns[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            text = self._text(column, place)
            return tip(text) if role == Qt.ItemDataRole.ToolTipRole else text.replace("\n", " ")
        if role == CODE_ROLE:
            return column.field
        if role == OPEN_ROLE:
            return is_unsure(column)
        if role == Qt.ItemDataRole.ForegroundRole and place in (SAMPLES, HOW):
            return self._context.theme.colour("watch" if place == HOW and is_unsure(column) else "text_muted")
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column = self._columns[index.row()]
        if index.column() != FIELD or not isinstance(value, str) or value == column.field:
            return False
        mapping = {c.index: c.field for c in self._columns}
        for other in self._columns:
            if other.field == value and value not in (EXTRA, LEFT_OUT):
                mapping[other.index] = EXTRA
        mapping[column.index] = value
        self.mapped.emit(mapping)
        return True

    def _text(self, column: Column, place: int) -> str:
        if place == HEADING:
            return column.heading or self._context.language.gettext("(no heading)")
        if place == SAMPLES:
            return " · ".join(column.samples)
        if place == FIELD:
            return self.words(column.field)
        matched = column.field not in (EXTRA, LEFT_OUT) or column.how == "user"
        how = "content" if matched and column.how == "none" else column.how if matched else "none"
        return self._context.language.gettext(_HOW.get(how, how))


class MappingDelegate(QStyledItemDelegate):
    """Paints a field as a box that opens, and opens it."""

    def __init__(self, context: Context, parent: QTableView) -> None:
        super().__init__(parent)
        self._context = context

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        if index.column() != FIELD:
            option = QStyleOptionViewItem(option)
            option.state &= ~QStyle.StateFlag.State_HasFocus
            super().paint(painter, option, index)
            return
        theme = self._context.theme
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        rect = QRect(option.rect)
        painter.save()
        if selected:
            painter.fillRect(rect, theme.colour("selection"))
        box = rect.adjusted(4, 3, -4, -3)
        open_question = bool(index.data(OPEN_ROLE))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("watch_soft" if open_question else "surface"))
        edge = "accent" if focused else "watch" if open_question else "border"
        painter.setPen(QPen(theme.colour(edge), 2 if focused else 1))
        painter.drawRoundedRect(box, 5, 5)
        inside = box.adjusted(8, 0, -24, 0)
        quiet = index.data(CODE_ROLE) in (EXTRA, LEFT_OUT)
        painter.setPen(theme.colour("watch" if open_question else "text_muted" if quiet else "text"))
        text = option.fontMetrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, text)
        place = QRect(box.right() - 20, box.center().y() - 7, 14, 14)
        paint_icon(painter, "chevron-down", theme.colour("text_muted"), place)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        model = index.model()
        assert isinstance(model, MappingModel)  # noqa: S101 - the delegate of one model
        gettext = self._context.language.gettext
        box = QComboBox(parent)
        box.setAccessibleName(gettext("What this column becomes"))
        box.setMaxVisibleItems(14)
        for code, words in model.offers(index.row()):
            if code == "-":
                box.insertSeparator(box.count())
                continue
            other = model.used_by(code, index.row())
            box.addItem(
                gettext("{field} (now column {letters})").format(field=words, letters=other) if other else words, code
            )
        box.activated.connect(self._take)
        QTimer.singleShot(0, box, box.showPopup)
        return box

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(index.data(CODE_ROLE))))

    def setModelData(self, editor: QWidget, model: Any, index: _Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        editor.setGeometry(option.rect.adjusted(3, 2, -3, -2))

    def _take(self, place: int) -> None:
        editor = self.sender()
        if isinstance(editor, QWidget):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor)


class MappingTable(QTableView):
    """The table of columns; Enter, Space, F2 or a click opens the choice of a field."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = MappingModel(context, self)
        self.setModel(self._model)
        self.setItemDelegate(MappingDelegate(context, self))
        self.setAccessibleName(context.language.gettext("Columns and the fields they become"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.EditKeyPressed)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT + max(0, context.theme.text - 14))
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        headings = self.horizontalHeader()
        headings.setHighlightSections(False)
        headings.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        headings.setSectionResizeMode(SAMPLES, QHeaderView.ResizeMode.Stretch)
        unit = self.fontMetrics().horizontalAdvance("0")
        for place, width in ((HEADING, 24), (FIELD, 28), (HOW, 15)):
            self.setColumnWidth(place, unit * width)
        self.clicked.connect(self._clicked)

    @property
    def mapping(self) -> MappingModel:
        """The columns behind the table."""
        return self._model

    def show_columns(self, columns: tuple[Column, ...], register: type[Register] | None) -> None:
        """Show a sheet's columns, staying on the line that is current."""
        row = self.currentIndex().row()
        self._model.show_columns(columns, register)
        if columns:
            self.setCurrentIndex(self._model.index(min(max(row, 0), len(columns) - 1), FIELD))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.type() == QEvent.Type.KeyPress and event.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Space,
        ):
            self._open(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == FIELD:
            self._open(index.row())

    def _open(self, row: int) -> None:
        index = self._model.index(row, FIELD)
        if index.isValid():
            self.setCurrentIndex(index)
            self.edit(index)
