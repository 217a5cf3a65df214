"""The register's fields beside a sheet: which column each takes, what is still needed, what is kept beside or left out.

A heading of `import_grid_view` is dropped here, or Enter gives the column that is looked at to a field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QElapsedTimer,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QCursor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QApplication, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from govdesk.fields.text import fold, pinyin
from govdesk.i18n import N_
from govdesk.sheet.plan_values import EXTRA, IDENTITY, LEFT_OUT
from govdesk.ui.context import Context
from govdesk.ui.dialogs.import_grid import letters
from govdesk.ui.dialogs.import_heading import COLUMN_MIME
from govdesk.ui.dialogs.import_work import is_unsure
from govdesk.ui.text import tip

if TYPE_CHECKING:
    from govdesk.fields.register import Register
    from govdesk.sheet.plan_values import Column

_ROW = 32
#: The narrowest chip that says anything.
_CHIP = 36
#: Share of a line, in percent, that the field's name takes; the columns take the rest.
_LABEL = 46
_NONE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = Qt.ItemDataRole.UserRole
HOW = {
    "lexicon": N_("Known heading"),
    "remembered": N_("As last time"),
    "content": N_("From its cells"),
    "user": N_("Your choice"),
    "none": N_("Not matched"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: a field, or one of the two places beside the fields, with the columns that go there."""

    code: str
    label: str
    columns: tuple[Column, ...] = ()
    needed: bool = False
    missing: bool = False


class FieldModel(QAbstractListModel):
    """The fields of a register, then what is kept beside them and what is left out."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._lines: list[Line] = []

    def show_fields(self, register: type[Register] | None, columns: Sequence[Column], missing: Sequence[str]) -> None:
        """Show a register's fields.

        Args:
            register: The register; None where none is chosen.
            columns: What becomes of each column of the sheet.
            missing: Names of the fields that rows lack.
        """
        gettext = self._context.language.gettext
        taken: dict[str, list[Column]] = {}
        for column in columns:
            taken.setdefault(column.field, []).append(column)
        self.beginResetModel()
        self._lines = []
        for shown in register.fields() if register is not None else ():
            found = tuple(taken.get(shown.name, ()))
            if not shown.system or found:
                needed = shown.required and shown.name != "project"
                lacks = shown.name in missing and not found
                self._lines.append(Line(shown.name, gettext(shown.label), found, needed, lacks))
        self._lines.sort(key=lambda line: not (line.columns or line.needed))
        if taken.get(IDENTITY):
            self._lines.append(Line(IDENTITY, gettext("Tells the records apart"), tuple(taken[IDENTITY])))
        for code, words in ((EXTRA, gettext("Extra columns")), (LEFT_OUT, gettext("Left out"))):
            if register is not None:
                self._lines.append(Line(code, words, tuple(taken.get(code, ()))))
        self.endResetModel()

    def line(self, row: int) -> Line:
        """Return what a row of the list stands for."""
        return self._lines[row]

    def row_of(self, code: str) -> int:
        """Return the row of a field, -1 where it has none."""
        return next((n for n, line in enumerate(self._lines) if line.code == code), -1)

    def rowCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self._lines[index.row()].code == IDENTITY:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDropEnabled

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.label
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            text = self._in_words(line)
            return tip(text) if role == Qt.ItemDataRole.ToolTipRole else text
        return None

    def _in_words(self, line: Line) -> str:
        gettext = self._context.language.gettext
        parts = [line.label]
        if line.needed:
            parts.append(gettext("needed"))
        for column in line.columns:
            how = gettext(HOW.get(column.how, column.how))
            parts.append(f"{letters(column.index)} {column.heading} ({how})".replace("\n", " "))
        if not line.columns:
            parts.append(gettext("no column"))
        return ", ".join(parts)


class _Fields(QStyledItemDelegate):
    """Paints a field with the columns that it takes."""

    def __init__(self, context: Context, view: FieldList) -> None:
        super().__init__(view)
        self._context = context
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Give every line the same height."""
        return QSize(100, _ROW + max(0, self._context.theme.text - 14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, line, rect = self._context.theme, index.data(LINE_ROLE), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if line.code in (EXTRA, LEFT_OUT):
            painter.fillRect(rect, theme.colour("header"))
        if self._view.aimed == index.row():
            painter.fillRect(rect, theme.colour("accent_soft"))
            painter.setPen(QPen(theme.colour("accent"), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(rect.adjusted(2, 1, -2, -1), 5, 5)
        elif option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("selection"))
        inside = rect.adjusted(12, 0, -8, 0)
        wide = max(80, inside.width() * _LABEL // 100)
        font = QFont(option.font)
        font.setBold(bool(line.columns) and line.code not in (EXTRA, LEFT_OUT))
        painter.setFont(font)
        quiet = not line.columns and not line.missing
        painter.setPen(theme.colour("act" if line.missing else "text_muted" if quiet else "text"))
        metrics = QFontMetrics(font)
        words = metrics.elidedText(line.label, Qt.TextElideMode.ElideRight, wide - 14)
        place = QRect(inside.left(), inside.top(), wide, inside.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
        if line.needed:
            painter.setPen(theme.colour("act"))
            painter.drawText(
                place.adjusted(metrics.horizontalAdvance(words) + 3, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, "*"
            )
        self._columns(painter, option, line, inside.adjusted(wide + 4, 0, 0, 0))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(2, 1, -2, -1), 5, 5)
        painter.restore()

    def _columns(self, painter: QPainter, option: QStyleOptionViewItem, line: Line, room: QRect) -> None:
        theme, gettext = self._context.theme, self._context.language.gettext
        font = QFont(option.font)
        font.setPixelSize(theme.caption)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        if not line.columns:
            words = gettext("needed, no column") if line.missing else "—"
            painter.setPen(theme.colour("act" if line.missing else "border_strong"))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
            return
        left, beside = room.left(), line.code in (EXTRA, LEFT_OUT)
        for place, column in enumerate(line.columns):
            text = letters(column.index) if beside and len(line.columns) > 1 else self._heading(column)
            rest = len(line.columns) - place
            wanted, more = metrics.horizontalAdvance(text) + 14, metrics.horizontalAdvance(f"+{rest}") + 6
            width = min(wanted, room.right() - left - (more if rest > 1 else 0))
            if width < min(wanted, _CHIP):
                painter.setPen(theme.colour("text_muted"))
                painter.drawText(
                    QRect(left, room.top(), more, room.height()), Qt.AlignmentFlag.AlignVCenter, f"+{rest}"
                )
                return
            ink, ground = theme.tone("watch" if is_unsure(column) else "" if beside else "accent")
            height = metrics.height() + 6
            chip = QRect(left, room.center().y() - height // 2, width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(chip, 4, 4)
            painter.setPen(ink)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - 12)
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, shown)
            left += width + 4

    @staticmethod
    def _heading(column: Column) -> str:
        return f"{letters(column.index)}  {column.heading}".replace("\n", " ")


class FieldList(QListView):
    """The list of fields: a drop or Enter gives a column to one, Delete takes its column away, letters find a field.

    Signals:
        dropped: A column of the sheet and the field, `extra` or empty, that it is to become.
        given: The field that the column which is looked at is to become.
        emptied: A field whose column is to go back to the extra ones.
        pointed: The column of a field was clicked: it is to be looked at.
    """

    dropped = Signal(int, str)
    given = Signal(str)
    emptied = Signal(str)
    pointed = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.aimed = -1
        self._typed, self._since = "", QElapsedTimer()
        self.fields = FieldModel(context, self)
        self.setModel(self.fields)
        self.setItemDelegate(_Fields(context, self))
        self.setAccessibleName(context.language.gettext("Fields of the register and the columns they take"))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.doubleClicked.connect(self._give)
        self.clicked.connect(self._point)

    def show_current(self, code: str) -> None:
        """Stand on a field."""
        row = self.fields.row_of(code)
        self.setCurrentIndex(self.fields.index(row) if row >= 0 else QModelIndex())

    def begin(self) -> None:
        """Take the keyboard, at the field that takes the column, else at the first that takes none."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.currentIndex().isValid():
            free = (n for n in range(self.fields.rowCount()) if not self.fields.line(n).columns)
            self.setCurrentIndex(self.fields.index(next(free, 0)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(COLUMN_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        wanted = index.isValid() and self.fields.line(index.row()).code != IDENTITY
        self._aim(index.row() if wanted else -1)
        if wanted:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: object) -> None:
        self._aim(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self._aim(-1)
        if index.isValid():
            event.acceptProposedAction()
            column = int(bytes(event.mimeData().data(COLUMN_MIME).data()).decode())
            self.dropped.emit(column, self.fields.line(index.row()).code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentIndex().isValid():
            self._give(self.currentIndex())
            return
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.currentIndex().isValid():
            self.emptied.emit(self.fields.line(self.currentIndex().row()).code)
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Go to the next field whose name, or whose name in pinyin, begins with what was typed without a rest."""
        rested = not self._since.isValid() or self._since.elapsed() > QApplication.keyboardInputInterval()
        self._since.start()
        # The same letter once more goes on to the next field that begins with it.
        self._typed = search if rested or self._typed == search else self._typed + search
        wanted, start = fold(self._typed), max(self.currentIndex().row(), 0)
        count = self.fields.rowCount()
        first = 0 if len(self._typed) > len(search) else 1
        for step in range(first, count + first):
            row = (start + step) % count
            label = self.fields.line(row).label
            if fold(label).startswith(wanted) or pinyin(label).replace(" ", "").startswith(wanted):
                self.setCurrentIndex(self.fields.index(row))
                return

    def _aim(self, row: int) -> None:
        if row != self.aimed:
            self.aimed = row
            self.viewport().update()

    def _give(self, index: QModelIndex) -> None:
        self.given.emit(self.fields.line(index.row()).code)

    def _point(self, index: QModelIndex) -> None:
        at = self.viewport().mapFromGlobal(QCursor.pos())
        if at.x() > self.visualRect(index).width() * _LABEL // 100:
            self.pointed.emit(self.fields.line(index.row()).code)
