"""The conflicts of a merge: old, ours and theirs side by side, settled one by one, by record, by field, or all at once.

The import and the merge of a colleague's copy show it; what the user chose comes out as one signal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from govdesk.i18n import N_
from govdesk.ui.conflict_model import BASE, FIELD, MINE, RECORD, SIDE_ROLE, THEIRS, WHO, ConflictModel, Dispute, Key
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.menu_button import MenuButton
from govdesk.ui.text import button, label
from govdesk.ui.theme import ROW_HEIGHT

_PAD = 8
_DOT = 14
_SIDES = {MINE: "mine", THEIRS: "theirs"}
_DETAIL = 76
#: How far a choice reaches, as words and as what it takes of the conflicts.
_REACH: tuple[tuple[str, str], ...] = (
    (N_("The selected ones"), "selected"),
    (N_("All of the same record"), "record"),
    (N_("All of the same field"), "field"),
    (N_("All conflicts"), "all"),
)


class ConflictList(QWidget):
    """A table of conflicts with the two sides to choose from, and below it the whole texts of the current one.

    Click a value to choose it; ← takes ours, → theirs, Delete leaves it open.

    Args:
        context: The window's context.
        headings: What the columns of the old value, of ours and of theirs are called, as source texts.

    Signals:
        settled: What the user chose, as a dict of (row, name) to `mine`, `theirs` or an empty text.
    """

    settled = Signal(object)

    def __init__(
        self,
        context: Context,
        headings: tuple[str, str, str] = (N_("Before"), N_("Here"), N_("There")),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._model = ConflictModel(context, headings, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._bar())
        self.table = _Table(context, self._model)
        self.table.picked.connect(self.settle)
        self.table.selectionModel().currentRowChanged.connect(self._show_whole)
        column.addWidget(self.table, 1)
        column.addLayout(self._whole(headings))
        self._count()

    def show_conflicts(self, disputes: Sequence[Dispute]) -> None:
        """Show these conflicts; the current one stays where they are the same."""
        self._model.show_conflicts(disputes)
        if disputes and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._show_whole(self.table.currentIndex())
        self._count()

    @property
    def disputes(self) -> Sequence[Dispute]:
        """The conflicts as they are settled now."""
        return self._model.disputes

    def chosen(self, reach: str) -> list[int]:
        """Return the lines that a choice takes: `selected`, `record`, `field` or `all`."""
        selected = sorted({i.row() for i in self.table.selectionModel().selectedRows()})
        held = self._model.disputes
        rows, names = {held[p].row for p in selected}, {held[p].field for p in selected}
        match reach:
            case "record":
                return [p for p, d in enumerate(held) if d.row in rows]
            case "field":
                return [p for p, d in enumerate(held) if d.field in names]
            case "all":
                return list(range(len(held)))
        return selected

    def settle(self, places: Iterable[int], side: str) -> None:
        """Choose a side for some lines, or leave them open, and tell."""
        found: dict[Key, str] = self._model.settle(places, side)
        if found:
            self._count()
            self.settled.emit(found)

    def _bar(self) -> QHBoxLayout:
        gettext = self._context.language.gettext
        row = QHBoxLayout()
        row.setSpacing(8)
        self.count = label("", "strong")
        row.addWidget(self.count)
        row.addStretch(1)
        self.ours = self._chooser(gettext("Keep ours"), "corner-up-left", "mine")
        self.theirs = self._chooser(gettext("Take theirs"), "download", "theirs")
        self.later = button(gettext("Leave open"), "ghost")
        self.later.clicked.connect(lambda: self.settle(self.chosen("selected"), ""))
        for part in (self.ours, self.theirs, self.later):
            row.addWidget(part)
        return row

    def _chooser(self, words: str, sign: str, side: str) -> MenuButton:
        theme = self._context.theme
        made = MenuButton("", icon(sign, theme.colour("text")), icon("chevron-down", theme.colour("text_muted")))
        made.say(words)
        made.setAccessibleName(words)
        for text, reach in _REACH:
            made.items.addAction(self._context.language.gettext(text), self._settling(reach, side))
        return made

    def _settling(self, reach: str, side: str) -> Callable[[], None]:
        return lambda: self.settle(self.chosen(reach), side)

    def _whole(self, headings: tuple[str, str, str]) -> QHBoxLayout:
        gettext = self._context.language.gettext
        row = QHBoxLayout()
        row.setSpacing(12)
        self._texts: list[tuple[QPlainTextEdit, QLabel]] = []
        for heading in headings:
            column = QVBoxLayout()
            column.setSpacing(4)
            above = label(gettext(heading), "caption")
            text = QPlainTextEdit()
            text.setReadOnly(True)
            text.setTabChangesFocus(True)
            text.setFixedHeight(_DETAIL)
            text.setAccessibleName(gettext(heading))
            column.addWidget(above)
            column.addWidget(text)
            row.addLayout(column, 1)
            self._texts.append((text, above))
        self._captions = [gettext(h) for h in headings]
        return row

    def _show_whole(self, index: QModelIndex, _previous: QModelIndex | None = None) -> None:
        dispute = self._model.disputes[index.row()] if index.isValid() else None
        said = ("", "", "")
        values = ("", "", "")
        if dispute is not None:
            values = (dispute.base, dispute.mine, dispute.theirs)
            by = ConflictModel.said_by
            said = ("", by(dispute.author, dispute.at), by(dispute.their_author, dispute.their_at))
        for (text, above), value, who, caption in zip(self._texts, values, said, self._captions, strict=True):
            text.setPlainText(value)
            above.setText(" • ".join(filter(None, (caption, who))))

    def _count(self) -> None:
        held = self._model.disputes
        open_ = sum(not d.settled for d in held)
        lang = self._context.language
        text = lang.gettext("All {total} settled").format(total=len(held))
        if open_:
            text = lang.ngettext("{count} conflict open", "{count} conflicts open", open_)
            if open_ < len(held):
                text += " • " + lang.ngettext("{count} settled", "{count} settled", len(held) - open_)
        self.count.setText(text)


class _Table(QTableView):
    picked = Signal(object, str)

    def __init__(self, context: Context, model: ConflictModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(_Painter(context, self))
        self.setAccessibleName(context.language.gettext("Conflicts"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT + max(0, context.theme.text - 14))
        rows.hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for column in range(WHO + 1):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        shares = {RECORD: 21, FIELD: 18, BASE: 13, MINE: 17, THEIRS: 17, WHO: 14}
        room = self.viewport().width()
        for column, share in shares.items():
            self.setColumnWidth(column, room * share // 100)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier and event.button() == Qt.MouseButton.LeftButton
        if plain and index.isValid() and index.column() in _SIDES:
            side = _SIDES[index.column()]
            self.picked.emit([index.row()], "" if index.data(SIDE_ROLE) == side else side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_Left: "mine", Qt.Key.Key_Right: "theirs", Qt.Key.Key_Delete: "", Qt.Key.Key_Backspace: ""}
        key = Qt.Key(event.key())
        if key in keys and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            self.picked.emit(sorted({i.row() for i in self.selectionModel().selectedRows()}), keys[key])
            return
        super().keyPressEvent(event)


class _Painter(QStyledItemDelegate):
    """Paints the two sides as a choice, the chosen one set off and the other struck through."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # type: ignore[override]
        """Ask for as much as a fixed row has."""
        return QSize(80, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        theme, rect = self._context.theme, QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("selection"))
        inside = rect.adjusted(_PAD, 0, -_PAD, 0)
        side, settled = _SIDES.get(index.column()), index.data(SIDE_ROLE)
        colour = "text" if index.column() in (RECORD, FIELD) else "text_muted"
        font = painter.font()
        if side is not None:
            chosen = settled == side
            colour = "accent" if chosen else "text_muted" if settled else "text"
            if chosen:
                painter.fillRect(rect, theme.colour("accent_soft"))
            font.setBold(chosen)
            font.setStrikeOut(bool(settled) and not chosen)
            self._dot(painter, inside, chosen=chosen)
            inside = inside.adjusted(_DOT + 8, 0, 0, 0)
        painter.setFont(font)
        painter.setPen(theme.colour(colour))
        text = painter.fontMetrics().elidedText(
            str(index.data()).replace("\n", " "), Qt.TextElideMode.ElideRight, inside.width()
        )
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()

    def _dot(self, painter: QPainter, inside: QRect, *, chosen: bool) -> None:
        theme = self._context.theme
        ring = QRect(inside.left(), inside.center().y() - _DOT // 2 + 1, _DOT, _DOT)
        painter.setPen(QPen(theme.colour("accent" if chosen else "border_strong"), 1.5))
        painter.setBrush(theme.colour("surface"))
        painter.drawEllipse(ring)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(ring.adjusted(4, 4, -4, -4))
