"""Paints the planned rows as a table: a badge for the status, old → new in what changes, a mark on what does not fit."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from govdesk.sheet.plan_values import MINE, THEIRS
from govdesk.ui.context import Context
from govdesk.ui.dialogs.import_plan import (
    CHANGE_ROLE,
    CONFLICT_ROLE,
    NEWS,
    OUT_ROLE,
    PROBLEM_ROLE,
    ROW,
    STATUS,
    STATUS_ROLE,
    STATUSES,
    PlanModel,
)
from govdesk.ui.icon import paint_icon
from govdesk.ui.theme import ROW_HEIGHT

_PAD = 8
_BOX = 20
#: Rows that say how wide a column is.
_LOOKED_AT = 60
_Index = QModelIndex | QPersistentModelIndex


class PlanDelegate(QStyledItemDelegate):
    """Paints the cells of a plan."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        if index.column() == ROW:
            ticked = index.data(Qt.ItemDataRole.CheckStateRole) is not None
            shifted = QStyleOptionViewItem(option)
            shifted.rect = option.rect.adjusted(0 if ticked else _BOX, 0, 0, 0)
            if not ticked and option.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(option.rect, self._context.theme.colour("selection"))
            super().paint(painter, shifted, index)
            return
        theme = self._context.theme
        painter.save()
        rect = QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("selection"))
        inside = rect.adjusted(_PAD, 0, -_PAD, 0)
        if bool(index.data(OUT_ROLE)):
            painter.setOpacity(0.45)
        if status := index.data(STATUS_ROLE):
            self._badge(painter, inside, status)
        elif dispute := index.data(CONFLICT_ROLE):
            self._dispute(painter, rect, inside, dispute)
        elif change := index.data(CHANGE_ROLE):
            self._change(painter, rect, inside, change)
        elif index.data(PROBLEM_ROLE):
            self._problem(painter, rect, inside, index.data())
        else:
            muted = index.column() == NEWS
            self._text(painter, inside, index.data() or "", theme.colour("text_muted" if muted else "text"))
        painter.restore()
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Ask for as much as a fixed row has."""
        return QSize(80, ROW_HEIGHT)

    def _badge(self, painter: QPainter, inside: QRect, status: str) -> None:
        word, tone, icon = STATUSES[status]
        ink, ground = self._context.theme.tone(tone)
        text = self._context.language.gettext(word)
        metrics = QFontMetrics(painter.font())
        height = metrics.height() + 4
        badge = QRect(inside.left(), inside.center().y() - height // 2, metrics.horizontalAdvance(text) + 30, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(badge, 4, 4)
        paint_icon(painter, icon, ink, QRect(badge.left() + 6, badge.center().y() - 6, 13, 13))
        painter.setPen(ink)
        painter.drawText(badge.adjusted(23, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)

    def _change(self, painter: QPainter, rect: QRect, inside: QRect, change: tuple[str, str]) -> None:
        theme = self._context.theme
        old, new = change[0] or "—", change[1] or "—"
        painter.fillRect(rect, theme.colour("accent_soft"))
        metrics = QFontMetrics(painter.font())
        arrow = metrics.horizontalAdvance(" → ")
        room = max(0, inside.width() - arrow)
        wide_new = min(
            metrics.horizontalAdvance(new),
            room if len(old) < 3 else max(room // 2, room - metrics.horizontalAdvance(old)),
        )
        wide_old = min(metrics.horizontalAdvance(old), room - wide_new)
        left = QRect(inside.left(), inside.top(), wide_old, inside.height())
        self._text(painter, left, old, theme.colour("text_muted"), struck=True)
        middle = QRect(left.right() + 1, inside.top(), arrow, inside.height())
        self._text(painter, middle, " → ", theme.colour("text_muted"))
        right = QRect(middle.right() + 1, inside.top(), inside.right() - middle.right(), inside.height())
        self._text(painter, right, new, theme.colour("accent"), bold=True)

    def _dispute(self, painter: QPainter, rect: QRect, inside: QRect, dispute: tuple[str, str, str]) -> None:
        """Paint what is here and what the sheet says beside each other; what was not taken is struck out."""
        theme, (mine, theirs, side) = self._context.theme, dispute
        painter.fillRect(rect, theme.colour("watch_soft"))
        paint_icon(
            painter, "triangle-alert", theme.colour("watch"), QRect(inside.left(), inside.center().y() - 7, 14, 14)
        )
        room = inside.adjusted(20, 0, 0, 0)
        metrics = QFontMetrics(painter.font())
        between = metrics.horizontalAdvance(" | ")
        half = max(0, room.width() - between) // 2
        wide = min(metrics.horizontalAdvance(mine or "—"), max(half, room.width() - between - metrics.horizontalAdvance(theirs or "—")))  # fmt: skip
        first = QRect(room.left(), room.top(), wide, room.height())
        second = QRect(first.right() + 1 + between, room.top(), room.right() - first.right() - between, room.height())
        self._text(painter, first, mine or "—", theme.colour("watch"), struck=side == THEIRS, bold=side == MINE)
        self._text(painter, QRect(first.right() + 1, room.top(), between, room.height()), " | ", theme.colour("watch"))
        self._text(painter, second, theirs or "—", theme.colour("watch"), struck=side == MINE, bold=side == THEIRS)

    def _problem(self, painter: QPainter, rect: QRect, inside: QRect, text: str) -> None:
        theme = self._context.theme
        painter.fillRect(rect, theme.colour("act_soft"))
        place = QRect(inside.left(), inside.center().y() - 7, 14, 14)
        paint_icon(painter, "circle-x", theme.colour("act"), place)
        self._text(painter, inside.adjusted(20, 0, 0, 0), text, theme.colour("act"))

    def _text(
        self, painter: QPainter, rect: QRect, text: str, colour: QColor, *, struck: bool = False, bold: bool = False
    ) -> None:
        painter.save()
        font = painter.font()
        font.setStrikeOut(struck)
        font.setBold(bold)
        painter.setFont(font)
        painter.setPen(colour)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


class PlanTable(QTableView):
    """The table of planned rows; Space leaves the selected rows out or takes them back.

    Signals:
        moved: The current row is another, or none (-1).
    """

    moved = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._model = PlanModel(context, self)
        self.setModel(self._model)
        self.setItemDelegate(PlanDelegate(context, self))
        self.setAccessibleName(context.language.gettext("Rows of the plan"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT + max(0, context.theme.text - 14))
        rows.hide()
        self.horizontalHeader().setHighlightSections(False)
        # With the table's own choice the header asks each of 50,000 chosen rows about each column it paints.
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(self._model, self))
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.selectionModel().currentRowChanged.connect(self._moved)

    @property
    def plan(self) -> PlanModel:
        """The rows behind the table."""
        return self._model

    def fit(self) -> None:
        """Give each column the width that its content wants, and hide what has nothing to say."""
        unit = self.fontMetrics().horizontalAdvance("0")
        self.setColumnHidden(NEWS, not self._model.has_news)
        changing = self._model.changing()
        self.setColumnWidth(ROW, unit * 6 + 36)
        self.setColumnWidth(STATUS, unit * 9 + 36)
        self.setColumnWidth(NEWS, self._wanted(NEWS, 20, 52))
        headings = self.horizontalHeader()
        for place, section in enumerate(telling(self._model)):
            headings.moveSection(headings.visualIndex(section), place)
        for section in range(NEWS + 1, self._model.columnCount()):
            shown = self._model.field(section)
            least = 26 if shown is not None and shown.name in changing else 6
            self.setColumnWidth(section, self._wanted(section, least, 40 if section == NEWS + 1 else 30))

    def _wanted(self, section: int, least: int, most: int) -> int:
        """Return the width that a column's heading and first cells want, between so many digits."""
        metrics, unit = self.fontMetrics(), self.fontMetrics().horizontalAdvance("0")
        heading = QFont(self.font())
        heading.setBold(True)
        model, side = self._model, Qt.Orientation.Horizontal
        widest = QFontMetrics(heading).horizontalAdvance(str(model.headerData(section, side) or "")) + 2 * _PAD
        for row in range(min(model.rowCount(), _LOOKED_AT)):
            index = model.index(row, section)
            more = 20 if index.data(PROBLEM_ROLE) else 0
            text = str(index.data() or "")[: most * 2]
            widest = max(widest, metrics.horizontalAdvance(text) + 2 * _PAD + more + 4)
        return min(unit * most, max(unit * least, widest)) + _PAD

    def chosen_rows(self) -> list[int]:
        """Return the places of the selected rows."""
        selection = self.selectionModel().selection()
        ranges = [selection.at(i) for i in range(selection.count())]
        return sorted({row for r in ranges for row in range(r.top(), r.bottom() + 1)})

    def leave_out(self) -> None:
        """Leave the selected rows out, or take them back in where the first of them is out."""
        places = [p for p in self.chosen_rows() if self._model.can_leave(p)]
        if places:
            self._model.leave_out(places, not self._model.is_out(places[0]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.leave_out()
            return
        super().keyPressEvent(event)

    def _moved(self, current: QModelIndex, previous: QModelIndex) -> None:
        self.moved.emit(current.row())


def telling(model: PlanModel) -> list[int]:
    """Return the sections in the order in which they tell most: the title, what happens, then what is not as it was."""
    busy = model.busy()
    titled = [NEWS + 1] if model.field(NEWS + 1) is not None else []
    rest = range(NEWS + 1 + len(titled), model.columnCount())
    return [
        ROW,
        STATUS,
        *titled,
        NEWS,
        *sorted(rest, key=lambda s: (f := model.field(s)) is None or f.name not in busy),
    ]
