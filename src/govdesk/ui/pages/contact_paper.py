"""The list of contacts due as a picture: whole, not only what of it is in sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QTableWidget

from govdesk.ui.context import Context
from govdesk.ui.font import window_font
from govdesk.ui.theme import ROW_HEIGHT

#: Width of the picture, its margin, and how many rows it holds at most.
_WIDTH, _MARGIN, _MOST = 1100, 20, 200


def list_size(table: QTableWidget) -> QSize:
    """Return how large a picture of the list is."""
    return QSize(_WIDTH, ROW_HEIGHT * (min(table.rowCount(), _MOST) + 1) + 8)


def paint_list(context: Context, table: QTableWidget, widths: Sequence[int], painter: QPainter, size: QSize) -> None:
    """Paint heads and rows in columns of these proportions; the second column keeps its colour."""
    theme, share = context.theme, (size.width() - 2 * _MARGIN) / sum(widths)
    for row in range(-1, min(table.rowCount(), _MOST)):
        left, top = _MARGIN, ROW_HEIGHT * (row + 1)
        font = window_font(theme.text)
        font.setBold(row < 0)
        painter.setFont(font)
        for column, width in enumerate(widths):
            item = table.item(row, column) if row >= 0 else table.horizontalHeaderItem(column)
            if item is not None:
                quiet = theme.colour("text_muted" if row < 0 else "text")
                painter.setPen(item.foreground().color() if row >= 0 and column == 1 else quiet)
                box = QRect(left, top, round(width * share) - 10, ROW_HEIGHT)
                cut = painter.fontMetrics().elidedText(item.text(), Qt.TextElideMode.ElideRight, box.width())
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)
            left += round(width * share)
        painter.setPen(theme.colour("border"))
        painter.drawLine(_MARGIN, top + ROW_HEIGHT - 1, size.width() - _MARGIN, top + ROW_HEIGHT - 1)
