"""The texts of a sheet and what each means: those that do not fit on top, one answer for all cells alike.

Shown by `import_values_page`; the texts are values of `sheet.plan_texts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from govdesk.fields.field import Field
from govdesk.fields.kinds import Link
from govdesk.i18n import N_
from govdesk.sheet.plan_values import NewLink
from govdesk.ui.context import Context
from govdesk.ui.dialogs.import_value_box import BLANK, NEW, ValueBox, in_words, shown_value
from govdesk.ui.icon import paint_icon
from govdesk.ui.slot import giving
from govdesk.ui.text import tip
from govdesk.ui.theme import ROW_HEIGHT

if TYPE_CHECKING:
    from govdesk.fields.register import Register
    from govdesk.sheet.plan_values import SheetPlan, TextMatch

FIELD, TEXT, COUNT, MEANS, STATE = range(5)
#: Word, tone and icon of each state.
STATES = {
    "unknown": (N_("Does not fit"), "act", "circle-x"),
    "new": (N_("New record"), "good", "plus"),
    "fixed": (N_("Your answer"), "accent", "pencil"),
    "known": (N_("Understood"), "", "check"),
}
#: Suggestions that are named and taken by a number.
SUGGESTED = 3
MATCH_ROLE = Qt.ItemDataRole.UserRole
_NONE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class ValueModel(QAbstractTableModel):
    """The distinct texts of one table.

    Signals:
        answered: A field, a text of the sheet, and what is to stand instead, as `ValueBox.taken` says it.
    """

    answered = Signal(str, str, str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._texts: tuple[TextMatch, ...] = ()
        self._fields: dict[str, Field] = {}
        self._tops: tuple[str, ...] = ()

    def show_texts(self, sheet: SheetPlan, register: type[Register] | None, state: str) -> None:
        """Show a sheet's texts, or those of one state."""
        self.beginResetModel()
        self._texts = tuple(t for t in sheet.texts if not state or t.state == state)
        self._fields = {f.name: f for f in register.fields()} if register is not None else {}
        matrix = register.about.matrix if register is not None and sheet.shape == "matrix" else None
        self._tops = matrix.top if matrix is not None else ()
        self.endResetModel()

    def line(self, row: int) -> TextMatch:
        """Return the text behind a line."""
        return self._texts[row]

    def field(self, row: int) -> Field | None:
        """Return the field of a line."""
        return self._fields.get(self._texts[row].field)

    def kinds(self, row: int) -> list[tuple[str, str]]:
        """Return the links of which a line's name may make a record, as field and words."""
        gettext, match = self._context.language.gettext, self._texts[row]
        names: Sequence[str] = self._tops if match.field in self._tops else (match.field,)
        found = []
        for name in names:
            kind = self._fields[name].kind if name in self._fields else None
            if isinstance(kind, Link) and kind.creates:
                label = gettext(self._context.registers[kind.target].about.label)
                found.append((name, gettext("New: {name} ({register})").format(name=match.text, register=label)))
        return found

    def rowCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._texts)

    def columnCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else STATE + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        gettext = self._context.language.gettext
        return (gettext("Field"), gettext("In the sheet"), gettext("Cells"), gettext("Means"), gettext("State"))[
            section
        ]

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        found = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return found | Qt.ItemFlag.ItemIsEditable if index.column() == MEANS else found

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        match = self._texts[index.row()]
        if role == MATCH_ROLE:
            return match
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(match, index.column()).replace("\n", " ")
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._context.say(match.why) if match.why is not None else self._text(match, index.column()))
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == COUNT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def means(self, match: TextMatch) -> str:
        """Return what a text means, in words; nothing where it does not fit."""
        gettext, shown = self._context.language.gettext, self._fields.get(match.field)
        if isinstance(match.value, NewLink):
            label = gettext(self._context.registers[match.value.register].about.label)
            return gettext("New: {name} ({register})").format(name=match.value.name, register=label)
        if match.state == "unknown":
            return self._perhaps(match, shown) or gettext("Choose what is meant…")
        if match.value is None:
            return gettext("Left blank") if match.state == "fixed" else match.shown
        if shown is None or isinstance(shown.kind, Link):
            return match.shown
        return shown_value(self._context, shown, match.value)

    def _perhaps(self, match: TextMatch, shown: Field | None) -> str:
        """Return the likely meanings of a text that does not fit, numbered by the keys that take them."""
        if shown is None or not match.suggestions:
            return ""
        near = [in_words(self._context, shown, s) for s in match.suggestions[:SUGGESTED]]
        listed = "   ".join(f"{n} {words}" for n, words in enumerate(near, 1)) if len(near) > 1 else near[0]
        return self._context.language.gettext("Perhaps {text}?").format(text=listed)

    def _text(self, match: TextMatch, place: int) -> str:
        gettext, shown = self._context.language.gettext, self._fields.get(match.field)
        if place == FIELD:
            return gettext(shown.label) if shown is not None else match.field
        if place == TEXT:
            return match.text
        if place == COUNT:
            return f"{match.count:,}"
        return self.means(match) if place == MEANS else gettext(STATES[match.state][0])


class ValueDelegate(QStyledItemDelegate):
    """Paints what a text means as a box that opens, and opens it.

    Signals:
        answered: What `ValueModel.answered` says, once the box is closed.
    """

    answered = Signal(str, str, str)

    def __init__(self, context: Context, parent: QTableView) -> None:
        super().__init__(parent)
        self._context = context

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, rect, match = self._context.theme, QRect(option.rect), index.data(MATCH_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("selection"))
        if index.column() == MEANS:
            self._box(painter, option, rect, match, index.data())
        elif index.column() == STATE:
            word, tone, sign = STATES[match.state]
            ink, _ = theme.tone(tone)
            paint_icon(painter, sign, ink, QRect(rect.left() + 8, rect.center().y() - 7, 14, 14))
            painter.setPen(ink)
            painter.drawText(rect.adjusted(28, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, index.data() or word)
        else:
            font = painter.font()
            font.setBold(index.column() == TEXT)
            painter.setFont(font)
            painter.setPen(theme.colour("text" if index.column() == TEXT else "text_muted"))
            inside = rect.adjusted(8, 0, -8, 0)
            right = index.column() == COUNT
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            text = QFontMetrics(font).elidedText(index.data(), Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | side, text)
        painter.restore()

    def _box(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, match: TextMatch, text: str) -> None:
        theme = self._context.theme
        box, unknown = rect.adjusted(4, 3, -4, -3), match.state == "unknown"
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setBrush(theme.colour("act_soft" if unknown else "surface"))
        painter.setPen(QPen(theme.colour("accent" if focused else "act" if unknown else "border"), 2 if focused else 1))
        painter.drawRoundedRect(box, 5, 5)
        inside = box.adjusted(8, 0, -24, 0)
        painter.setPen(theme.colour("act" if unknown else "accent" if match.state == "fixed" else "text"))
        words = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, words)
        paint_icon(painter, "chevron-down", theme.colour("text_muted"), QRect(box.right() - 20, box.center().y() - 7, 14, 14))  # fmt: skip

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        model = index.model()
        assert isinstance(model, ValueModel)  # noqa: S101 - the delegate of one model
        match, shown = model.line(index.row()), model.field(index.row())
        assert shown is not None  # noqa: S101 - every text belongs to a field
        box = ValueBox(self._context, shown, parent)
        box.setAccessibleName(self._context.language.gettext("What “{text}” means").format(text=match.text))
        box.offer("", match.suggestions, model.kinds(index.row()))
        box.taken.connect(lambda text: self._take(box, match, text))
        QTimer.singleShot(0, box, box.open_list)
        return box

    def setModelData(self, editor: QWidget, model: Any, index: _Index) -> None:
        """Answer once the view is done with the editor, for the answer comes back as another list of texts."""
        if isinstance(editor, ValueBox) and (text := editor.text()):
            match = model.line(index.row())
            QTimer.singleShot(0, model, giving(model.answered.emit, match.field, match.text, text))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        editor.setGeometry(option.rect.adjusted(3, 2, -3, -2))

    def _take(self, box: ValueBox, match: TextMatch, text: str) -> None:
        """Close the box, then answer: the answer comes back as another list of texts, and the view forgets its boxes."""
        self.closeEditor.emit(box)
        self.answered.emit(match.field, match.text, text)


class ValueTable(QTableView):
    """The table of texts; Enter, Space, F2 or a click opens the choice, 1 to 3 take a suggestion, Delete an answer back."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.values = ValueModel(context, self)
        self.setModel(self.values)
        delegate = ValueDelegate(context, self)
        delegate.answered.connect(self.values.answered)
        self.setItemDelegate(delegate)
        self.setAccessibleName(context.language.gettext("Texts of the sheet and what they mean"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT + max(0, context.theme.text - 14))
        rows.hide()
        headings = self.horizontalHeader()
        headings.setHighlightSections(False)
        headings.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place in (TEXT, MEANS):
            headings.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        unit = self.fontMetrics().horizontalAdvance("0")
        for place, width in ((FIELD, 18), (COUNT, 8), (STATE, 17)):
            self.setColumnWidth(place, unit * width)
        self.clicked.connect(self._clicked)

    def chosen(self) -> list[int]:
        """Return the selected lines."""
        return sorted({i.row() for i in self.selectionModel().selectedRows()})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F2):
            self._open(self.currentIndex().row())
            return
        if Qt.Key.Key_1 <= key < Qt.Key.Key_1 + SUGGESTED and not event.modifiers():
            self._take(key - Qt.Key.Key_1)
            return
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            for row in self.chosen():
                match = self.values.line(row)
                if match.state == "fixed":
                    self.values.answered.emit(match.field, match.text, "")
            return
        super().keyPressEvent(event)

    def _take(self, place: int) -> None:
        """Take a suggestion for the line that is looked at."""
        row = self.currentIndex().row()
        match = self.values.line(row) if 0 <= row < self.values.rowCount() else None
        if match is not None and match.state == "unknown" and place < len(match.suggestions):
            self.values.answered.emit(match.field, match.text, match.suggestions[place])

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == MEANS and len(self.chosen()) <= 1:
            self._open(index.row())

    def _open(self, row: int) -> None:
        index = self.values.index(row, MEANS)
        if index.isValid():
            self.setCurrentIndex(index)
            self.edit(index)


__all__ = ["BLANK", "NEW", "STATES", "ValueTable"]
