"""Paints the cells of a table, each kind in its own way, and opens the editor of a cell in place.

Badges, bars and icons are painted once into pixmaps and kept; a frame of scrolling only places them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from govdesk.fields.field import Field
from govdesk.fields.kind import Invalid
from govdesk.fields.kinds import Choice, Scale
from govdesk.ui import badge
from govdesk.ui.context import Context
from govdesk.ui.draft import KeepingCell, Unfit
from govdesk.ui.editors import Editor, editor_for
from govdesk.ui.row_pages import Shown
from govdesk.ui.slot import giving
from govdesk.ui.table_model import TableModel
from govdesk.ui.text import tip
from govdesk.ui.theme import ROW_HEIGHT

if TYPE_CHECKING:
    from govdesk.i18n import Message
    from govdesk.store.query import Record

Index = QModelIndex | QPersistentModelIndex
Picture = Callable[[Any, int], QPixmap | None]

_PAD = 8
_SELECTED = 0x8000
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed into a cell: its record, its field, the value it stands for, and the text."""

    record: Record
    field: Field
    value: Any
    text: str


class CellDelegate(QStyledItemDelegate):
    """Paints and edits the cells of a `TableModel`.

    Signals:
        moved: An edit ended; where the user wants to go next.
    """

    moved = Signal(str)

    def __init__(self, model: TableModel, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._context = context
        self._pictures: list[Picture | None] = []
        self._elided: dict[tuple[str, int], str] = {}
        self._open: Editor | None = None
        #: The row that the current cell is in, tinted; the view sets it.
        self.current_row = -1
        self.refresh()
        model.modelReset.connect(self.refresh)
        model.columnsMoved.connect(self.refresh)

    def refresh(self) -> None:
        """Take up the theme, the language, the font and the columns as they are now."""
        owner = self.parent()
        assert isinstance(owner, QWidget)  # noqa: S101 - a view makes it
        theme = self._context.theme
        self._metrics = QFontMetrics(owner.font())
        self._ascent = (self._metrics.ascent() - self._metrics.descent()) // 2
        self._ratio = owner.devicePixelRatioF()
        self._text, self._muted = theme.colour("text"), theme.colour("text_muted")
        self._act, self._act_soft = theme.colour("act"), theme.colour("act_soft")
        self._selection, self._tint = (
            theme.colour("selection"),
            _between(theme.colour("surface"), theme.colour("selection")),
        )
        self._line = theme.colour("border")
        self._elided.clear()
        self._badges = badge.Badges(self._context, self._metrics, self._ratio)
        self._pictures = [self._picture(f) for f in self._model.columns]

    def _picture(self, field: Field) -> Picture | None:
        """Return what makes a value's picture; None where its text is painted."""
        kind, made = field.kind, badge.Badges(self._context, self._metrics, self._ratio)
        if isinstance(kind, Choice):
            return lambda code, room: made.term(kind.vocabulary, code, room)
        if isinstance(kind, Scale):
            return lambda step, room: made.scale(kind, step, room)
        if kind.code == "flag":
            return made.flag
        return None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(
            self._model.columns[index.column()].width * self._metrics.averageCharWidth() + 2 * _PAD, ROW_HEIGHT
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, column = index.row(), index.column()
        rect: QRect = option.rect
        if option.state.value & _SELECTED:
            painter.fillRect(rect, self._selection)
        elif row == self.current_row:
            painter.fillRect(rect, self._tint)
        x, y, width, height = rect.x(), rect.y(), rect.width(), rect.height()
        painter.fillRect(x, y + height - 1, width, 1, self._line)
        shown = self._model.shown(row)
        record, texts = shown.record, shown.texts
        if record is None or texts is None:
            return
        text = texts[column]
        if self._model.drafts.any_unfit and self._unfit(painter, rect, shown, column):
            return
        if not text:
            if self._model.columns[column].required:
                self._needed(painter, rect)
            return
        make, room = self._pictures[column], width - 2 * _PAD
        picture = make(record.values[self._model.columns[column].name], room) if make else None
        if picture is not None:
            painter.drawPixmap(x + _PAD, y + (height - 1 - int(picture.height() / self._ratio)) // 2, picture)
            return
        shortened = self._elided.get((text, room))
        if shortened is None:
            shortened = self._shorten(text, room)
        painter.setPen(self._text)
        left = x + _PAD
        if self._model.columns[column].kind.align == "right":
            left += room - self._metrics.horizontalAdvance(shortened)
        painter.drawText(left, y + height // 2 + self._ascent, shortened)

    def _shorten(self, text: str, room: int) -> str:
        if len(self._elided) > _REMEMBERED:
            self._elided.clear()
        shortened = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        self._elided[text, room] = shortened
        return shortened

    def _unfit(self, painter: QPainter, rect: QRect, shown: Shown, column: int) -> bool:
        record = shown.record
        unfit = (
            self._model.drafts.unfit(record.register, record.id).get(self._model.columns[column].name)
            if record
            else None
        )
        if unfit is None:
            return False
        painter.fillRect(rect.adjusted(0, 0, 0, -1), self._act_soft)
        painter.setPen(self._act)
        text = self._shorten(unfit.text.replace("\n", " "), rect.width() - 2 * _PAD)
        painter.drawText(rect.x() + _PAD, rect.center().y() + self._ascent, text)
        return True

    def _needed(self, painter: QPainter, rect: QRect) -> None:
        picture = self._badges.needed()
        painter.drawPixmap(
            rect.x() + _PAD, rect.y() + (rect.height() - int(picture.height() / self._ratio)) // 2, picture
        )

    # ------------------------------------------------------------ editing in place

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        row, field = index.row(), self._model.columns[index.column()]
        editor = editor_for(field, self._context, in_table=True)
        record = self._model.record(row)
        if record is not None:
            editor.project = record.values.get("project") or self._context.project
            unfit = self._model.drafts.unfit(record.register, record.id).get(field.name)
            if unfit:
                editor.show_text(unfit.text)
                editor.mark(invalid=True)
            else:
                editor.show_value(record.values.get(field.name), record.names.get(field.name, ""))
        place = QPersistentModelIndex(index)
        editor.setParent(parent)
        editor.taken.connect(lambda way: self._taken(editor, place, way))
        editor.given_up.connect(lambda: self._given_up(editor, place))
        editor.begin_typing(replace=True)
        if record is not None:
            keeping = KeepingCell(self._model.drafts, (record.register, record.id, field.name), editor)
            editor.edited.connect(keeping.begin)
        self._open = editor
        return editor

    def go_on_typing(self) -> None:
        """Let what is typed go on from what stands in the editor that was just opened."""
        if self._open is not None and shiboken6.isValid(self._open):
            self._open.begin_typing(replace=False)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Leave the editor alone: it was shown its value when made, and a repaint must not undo what is typed."""

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRect(option.rect)
        if isinstance(editor, Editor) and editor.spreads:
            room = editor.parentWidget().rect()
            rect.setSize(QSize(max(rect.width(), 320), 4 * ROW_HEIGHT))
            rect.moveRight(min(rect.right(), room.right()))
            rect.moveBottom(min(rect.bottom(), max(room.bottom(), rect.height())))
        elif rect.width() < _NARROWEST:
            rect.setWidth(_NARROWEST)
            rect.moveRight(min(rect.right(), editor.parentWidget().rect().right()))
        editor.setGeometry(rect)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave keys and focus to the editor itself."""
        return False

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        """Write what the editor holds once the view is done with it, for a write may end in a model of other rows."""
        record = self._model.record(index.row())
        if isinstance(editor, Editor) and record is not None:
            typed = _Typed(record, self._model.columns[index.column()], editor.value(), editor.text())
            QTimer.singleShot(0, self, giving(self._write, typed, []))

    def _write(self, typed: _Typed, more: list[str]) -> Message | None:
        """Write what was typed to its record, and to more records; answer why not, or None.

        A text that does not fit is kept in sight, in red.
        """
        record, field, drafts = typed.record, typed.field, self._model.drafts
        if self._model.query is None or self._model.query.register != record.register:
            return None
        why = typed.value.message if isinstance(typed.value, Invalid) else None
        if why is None:
            if not more and typed.value == record.values.get(field.name):
                drafts.settle(record.register, record.id, field.name)
                return None
            why = self._model.put(list(dict.fromkeys([record.id, *more])), field, typed.value)
        if why is not None:
            drafts.keep(record.register, record.id, field.name, Unfit(typed.text, why))
        return why

    #: Answers the ids of the selected rows, for an edit of many rows; the view sets it.
    selected_ids: Callable[[], list[str]] = staticmethod(list)
    #: Whether the open editor writes to all selected rows; the view sets it.
    for_all = False

    def _taken(self, editor: Editor, place: QPersistentModelIndex, way: str) -> None:
        if editor.property("closed") or not place.isValid():
            return
        editor.setProperty("closed", True)
        more = self.selected_ids() if way == "fill" or (self.for_all and way) else []
        record, field = self._model.record(place.row()), self._model.columns[place.column()]
        why = self._write(_Typed(record, field, editor.value(), editor.text()), more) if record is not None else None
        if why is not None and way and place.isValid():
            editor.setProperty("closed", False)
            editor.mark(invalid=True)
            at = editor.mapToGlobal(editor.rect().bottomLeft())
            QToolTip.showText(at, tip(self._context.say(why)), editor)
            return
        self._leave(editor, place)
        self.moved.emit("" if way == "fill" else way)

    def _given_up(self, editor: Editor, place: QPersistentModelIndex) -> None:
        if not editor.property("closed"):
            editor.setProperty("closed", True)
            if place.isValid() and (record := self._model.record(place.row())):
                self._model.drafts.settle(record.register, record.id, self._model.columns[place.column()].name)
            self._leave(editor, place)

    def _leave(self, editor: Editor, place: QPersistentModelIndex) -> None:
        """Close an editor; one whose cell is gone is hidden first, or the view would not know it and go on editing."""
        self.for_all = False
        if not shiboken6.isValid(editor):
            return
        if not place.isValid():
            editor.hide()
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)


_NARROWEST = 120


def _between(one: QColor, two: QColor) -> QColor:
    """Return the colour half way."""
    return QColor((one.red() + two.red()) // 2, (one.green() + two.green()) // 2, (one.blue() + two.blue()) // 2)
