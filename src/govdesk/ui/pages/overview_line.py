"""A line of the overview: one record or one operation, painted, reached by keys, its words cut where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from govdesk.ui.context import Context
from govdesk.ui.icon import paint_icon
from govdesk.ui.text import say_tip, shorten

_ROW = 30
PAD = 8
_LONGEST = 300
_ICON = 16
#: Share of a line that may be taken by whom it belongs to.
_BESIDE = 0.26


class LineRow(QAbstractButton):
    """One line: what it says, whose it is, how it stands.

    Args:
        context: The window's state.
        text: What it says.
        beside: Who or what it belongs to.
        note: How it stands; a badge.
        tone: The tone of the badge.
        icon: Stands before the text; empty for none.
        key: Register and id of the record that it stands for; two empty texts for none.
    """

    def __init__(
        self,
        context: Context,
        text: str,
        beside: str = "",
        note: str = "",
        tone: str = "quiet",
        icon: str = "",
        key: tuple[str, str] = ("", ""),
    ) -> None:
        super().__init__()
        self._context = context
        self._beside, self._note, self._tone, self._icon, self.key = beside, note, tone, icon, key
        self._cut = False
        self.setText(shorten(text, _LONGEST))
        self.setAccessibleName(", ".join(t for t in (self.text(), beside, note) if t))
        self.setProperty("first_row", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        context.selected.connect(self._select)

    def sizeHint(self) -> QSize:
        return QSize(200, max(_ROW, self._context.theme.text * 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._context.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        chosen = self.key[1] != "" and self._context.selection == self.key
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selection" if chosen else "hover"))
            painter.drawRoundedRect(box, 4, 4)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 4, 4)
        left = PAD
        if self._icon:
            room = QRect(left, (self.height() - _ICON) // 2, _ICON, _ICON)
            paint_icon(painter, self._icon, theme.colour("text_muted"), room)
            left += _ICON + PAD
        right = self._paint_beside(painter, self._paint_note(painter, self.width() - PAD))
        painter.setPen(theme.colour("text"))
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, right - left)
        painter.drawText(QRect(left, 0, right - left, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()
        if (words != self.text()) != self._cut:
            self._cut = not self._cut
            say_tip(self, self.text() if self._cut else "")

    def _paint_note(self, painter: QPainter, right: int) -> int:
        if not self._note:
            return right
        ink, ground = self._context.theme.tone(self._tone)
        painter.save()
        font = painter.font()
        font.setPixelSize(self._context.theme.caption)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(self._note) + 14
        box = QRectF(right - width, (self.height() - 20) / 2, width, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._note)
        painter.restore()
        return right - width - PAD

    def _paint_beside(self, painter: QPainter, right: int) -> int:
        if not self._beside:
            return right
        most = int(self.width() * _BESIDE)
        words = painter.fontMetrics().elidedText(self._beside, Qt.TextElideMode.ElideRight, most)
        width = painter.fontMetrics().horizontalAdvance(words)
        painter.setPen(self._context.theme.colour("text_muted"))
        room = QRect(right - width, 0, width, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
        return right - width - PAD

    def _select(self, _code: str, _identity: str) -> None:
        if self.key[1]:
            self.update()
