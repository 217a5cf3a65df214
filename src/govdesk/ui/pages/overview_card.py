"""A card of the overview: its heading, its number, and a few records as lines that open in the side panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from govdesk.ui.context import Context
from govdesk.ui.slot import giving
from govdesk.ui.text import button, frame, label, say_tip, shorten

if TYPE_CHECKING:
    from govdesk.insight.overview import Block, Line

_ROW = 32
_PAD = 8
_LONGEST = 300
#: Share of a line that may be taken by whom it belongs to.
_BESIDE = 0.26


class LineRow(QAbstractButton):
    """One record as a line: what it says, whose it is, how it stands."""

    def __init__(self, context: Context, line: Line) -> None:
        super().__init__()
        self._context = context
        self.line = line
        self._note = context.say(line.note) if line.note is not None else ""
        self.setText(shorten(line.text, _LONGEST))
        self.setAccessibleName(", ".join(t for t in (self.text(), line.beside, self._note) if t))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(200, _ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._context.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._context.selection == (self.line.register, self.line.id) or self.underMouse():
            chosen = self._context.selection == (self.line.register, self.line.id)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selection" if chosen else "hover"))
            painter.drawRoundedRect(box, 4, 4)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 4, 4)
        right = self._paint_note(painter, self.width() - _PAD)
        right = self._paint_beside(painter, right)
        painter.setPen(theme.colour("text"))
        room = QRect(_PAD, 0, right - _PAD, self.height())
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        say_tip(self, self.text() if words != self.text() else "")
        painter.end()

    def _paint_note(self, painter: QPainter, right: int) -> int:
        if not self._note:
            return right
        ink, ground = self._context.theme.tone(self.line.tone)
        font = painter.font()
        font.setPixelSize(self._context.theme.caption)
        painter.save()
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(self._note) + 14
        box = QRectF(right - width, (self.height() - 20) / 2, width, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._note)
        painter.restore()
        return right - width - _PAD

    def _paint_beside(self, painter: QPainter, right: int) -> int:
        if not self.line.beside:
            return right
        most = int(self.width() * _BESIDE)
        words = painter.fontMetrics().elidedText(self.line.beside, Qt.TextElideMode.ElideRight, most)
        width = painter.fontMetrics().horizontalAdvance(words)
        painter.setPen(self._context.theme.colour("text_muted"))
        room = QRect(right - width, 0, width, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
        return right - width - _PAD


class Card(QWidget):
    """One block of the overview.

    Signals:
        opened: The block whose rows are asked for.
        chosen: Register and id of the record of a line.
        entered: Register and id of the record that is to be shown among the rows.
    """

    opened = Signal(object)
    chosen = Signal(str, str)
    entered = Signal(str, str)

    def __init__(self, context: Context, heading: str, rule: str, nothing: str) -> None:
        super().__init__()
        self._context = context
        self._nothing = nothing
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = frame("card")
        outer.addWidget(card)
        column = QVBoxLayout(card)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(_PAD, 0, 0, 4)
        title = label(heading, "strong")
        say_tip(title, rule)
        head.addWidget(title)
        head.addStretch(1)
        self.number = button("", "link")
        self._heading = heading
        head.addWidget(self.number)
        column.addLayout(head)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column.addLayout(self._rows)
        column.addStretch(1)
        self._block: Block | None = None
        self.number.clicked.connect(self._open)

    def show_block(self, block: Block) -> None:
        """Show the first records of a block and how many there are."""
        if block == self._block:
            return
        self._block = block
        count = self._context.language.ngettext("{count} row", "{count} rows", block.total)
        self.number.setText(f"{count} ›")
        self.number.setAccessibleName(f"{self._heading}: {count}")
        self.number.setVisible(block.total > 0)
        while item := self._rows.takeAt(0):
            if item.widget() is not None:
                item.widget().deleteLater()
        for line in block.lines:
            made = LineRow(self._context, line)
            made.clicked.connect(giving(self.chosen.emit, line.register, line.id))
            self._rows.addWidget(made)
        if not block.lines:
            words = label(self._nothing, "muted", wrap=True)
            words.setContentsMargins(_PAD, 4, _PAD, 8)
            self._rows.addWidget(words)

    def _open(self) -> None:
        if self._block is not None:
            self.opened.emit(self._block)
