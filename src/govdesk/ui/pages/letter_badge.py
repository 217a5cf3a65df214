"""The letters of a responsibility as small coloured badges, made once and then only laid down."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QPixmap

from govdesk.insight.ownership import LETTERS, Cell
from govdesk.ui.theme import Theme

HEIGHT = 22
_GAP = 2


class LetterBadges:
    """Makes the badges of one look and lays them into cells.

    A filled badge is a letter that the department or person holds itself; a dashed one is held by a person of the
    department.
    """

    def __init__(self, theme: Theme, ratio: float) -> None:
        self._theme = theme
        self._ratio = ratio
        self._made: dict[tuple[str, bool, int], QPixmap] = {}
        self._font = QFont()
        self._font.setPixelSize(theme.text)
        self._font.setBold(True)

    def paint(self, painter: QPainter, rect: QRect, cell: Cell) -> None:
        """Lay the letters of a cell side by side into its middle."""
        shown = [(x, False) for x in LETTERS if x in cell.held]
        shown += [(x, True) for x in LETTERS if x in cell.through and x not in cell.held]
        width = min(HEIGHT, (rect.width() - 6) // max(1, len(shown)) - _GAP)
        x = rect.center().x() - (len(shown) * (width + _GAP) - _GAP) // 2 + 1
        y = rect.center().y() - HEIGHT // 2 + 1
        for letter, dashed in shown:
            painter.drawPixmap(x, y, self._badge(letter, dashed, width))
            x += width + _GAP

    def _badge(self, letter: str, dashed: bool, width: int) -> QPixmap:
        key = (letter, dashed, width)
        if key not in self._made:
            self._made[key] = self._make(*key)
        return self._made[key]

    def _make(self, letter: str, dashed: bool, width: int) -> QPixmap:
        made = QPixmap(QSize(round(width * self._ratio), round(HEIGHT * self._ratio)))
        made.setDevicePixelRatio(self._ratio)
        made.fill(Qt.GlobalColor.transparent)
        ground, ink = self._theme.responsibility(letter)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        if dashed:
            ink = self._theme.colour("text_muted")
            painter.setPen(QPen(ink, 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, HEIGHT - 1), 4, 4)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(QRectF(0, 0, width, HEIGHT), 4, 4)
        painter.setPen(ink)
        painter.drawText(QRect(0, 0, width, HEIGHT), Qt.AlignmentFlag.AlignCenter, letter)
        painter.end()
        return made
