"""Paints the feedback analysis: four figures, the heat map of causes by department, and the voices by month.

The same lines go to the screen, into a picture and onto the clipboard.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from govdesk.i18n import N_, Message
from govdesk.ui.context import Context

if TYPE_CHECKING:
    from govdesk.report.feedback_series import Analysis

#: The mark of a count that is hidden; the same for small groups and for those hidden to protect them.
HIDDEN = "<5"
Cell = tuple[int, int]
_PAD = 16
_TILE, _ROW, _HEAD, _NAME, _COLUMN, _TOTAL = 74, 30, 46, 146, 84, 52
_TREND, _TITLE, _BAR = 150, 26, 64
#: The narrowest column, by the length of the language's words.
_NARROW = {"zh": 49, "en": 66}
_LEFT_TO_RIGHT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignCenter


class AnalysisPaper:
    """The analysis laid out in a width."""

    def __init__(self, context: Context, analysis: Analysis, places: tuple[Sequence[int], Sequence[int]]) -> None:
        self._context = context
        self.analysis = analysis
        self.rows, self.columns = places
        self._font = QFont()
        self._font.setPixelSize(context.theme.text)
        self._metrics = QFontMetrics(self._font)

    # ------------------------------------------------------------ words

    def branch(self, row: int) -> str:
        """Return the name of a row of the heat map."""
        return self.analysis.branches[row].name or self._context.say(N_("No department"))

    def cause(self, column: int) -> str:
        """Return the name of a column of the heat map."""
        from govdesk.registers.vocabularies import CAUSE  # noqa: PLC0415 - loaded with the workspace

        code = self.analysis.heat.columns[column]
        return self._context.say(CAUSE[code].label) if code in CAUSE else self._context.say(N_("No cause"))

    def tiles(self) -> list[tuple[str, str, str]]:
        """Return the four figures: heading, value, and what it is made of."""
        say, found = self._context.say, self.analysis
        hidden = say(N_("too few to tell"))

        def days(value: float | None) -> str:
            return hidden if value is None else say(Message(N_("{count} days"), {"count": f"{value:g}"}))

        def of(count: int | None) -> str:
            return "" if count is None else f"n = {count}"

        share = hidden
        if found.confirmed is not None and found.answered:
            share = f"{100 * found.confirmed / found.answered:.0f}%"
        again = hidden if found.reopened is None else str(found.reopened)
        return [
            (say(N_("Half are answered within")), days(found.median_days), of(found.timed)),
            (say(N_("Nine in ten within")), days(found.ninetieth_days), of(found.timed)),
            (say(N_("Of the answered, confirmed")), share, of(found.answered)),
            (say(N_("Opened again")), again, of(found.total)),
        ]

    # ------------------------------------------------------------ places

    @property
    def heat_top(self) -> int:
        """Where the heat map's title stands."""
        return _TILE + _PAD

    def _column_width(self, width: int) -> int:
        room = width - _NAME - _TOTAL - 2 * _PAD
        return max(_NARROW[self._context.language.code], min(_COLUMN + 40, room // max(1, len(self.columns))))

    def smallest(self) -> int:
        """Return the width below which it must be scrolled."""
        return _NAME + _TOTAL + 2 * _PAD + _NARROW[self._context.language.code] * len(self.columns)

    def height(self) -> int:
        """Return the height of all."""
        return self.heat_top + _TITLE + _HEAD + _ROW * (len(self.rows) + 1) + 2 * _PAD + _TITLE + _TREND + 2 * _PAD

    def cell(self, row: int, column: int, width: int) -> QRect:
        """Return where a cell of the heat map stands, by its place among those in sight; the last ones are totals."""
        across, top = self._column_width(width), self.heat_top + _TITLE + _HEAD
        wide = _TOTAL if column == len(self.columns) else across
        return QRect(_PAD + _NAME + column * across, top + row * _ROW, wide, _ROW)

    def cell_at(self, at: QPoint, width: int) -> Cell | None:
        """Return the cell under a point."""
        for row in range(len(self.rows) + 1):
            for column in range(len(self.columns) + 1):
                if self.cell(row, column, width).contains(at):
                    return row, column
        return None

    def place(self, cell: Cell) -> Cell:
        """Return the row and column of the table that stand in a place in sight."""
        row = self.rows[cell[0]] if cell[0] < len(self.rows) else len(self.analysis.heat.rows)
        column = self.columns[cell[1]] if cell[1] < len(self.columns) else len(self.analysis.heat.columns)
        return row, column

    def count(self, cell: Cell) -> int | None:
        """Return the count in a place in sight, None where it is hidden."""
        row, column = self.place(cell)
        return self.analysis.heat.counts[row][column]

    # ------------------------------------------------------------ painting

    def paint(self, painter: QPainter, size: QSize, current: Cell | None = None) -> None:
        """Paint all of it."""
        painter.setFont(self._font)
        self._paint_tiles(painter, size.width())
        self._paint_heat(painter, size.width(), current)
        self._paint_months(painter, size.width())

    def _ink(self, painter: QPainter, name: str, *, bold: bool = False, larger: float = 1.0) -> None:
        font = QFont(self._font)
        font.setBold(bold)
        font.setPixelSize(round(self._font.pixelSize() * larger))
        painter.setFont(font)
        painter.setPen(self._context.theme.colour(name))

    def _text(self, painter: QPainter, box: QRect, words: str, flags: Qt.AlignmentFlag = _LEFT_TO_RIGHT) -> None:
        shortened = QFontMetrics(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, flags, shortened)

    def _paint_tiles(self, painter: QPainter, width: int) -> None:
        tiles = self.tiles()
        wide = (width - 2 * _PAD - 3 * 8) // len(tiles)
        for i, (heading, value, made_of) in enumerate(tiles):
            box = QRect(_PAD + i * (wide + 8), 8, wide, _TILE - 8)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._context.theme.colour("surface_sunken"))
            painter.drawRoundedRect(box, 8, 8)
            inner = box.adjusted(12, 6, -12, -6)
            self._ink(painter, "text_muted", larger=0.88)
            self._text(painter, QRect(inner.left(), inner.top(), inner.width(), 20), heading)
            self._ink(painter, "text", bold=True, larger=1.3)
            self._text(painter, QRect(inner.left(), inner.top() + 20, inner.width() - 60, 32), value)
            self._ink(painter, "text_muted", larger=0.88)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            self._text(painter, QRect(inner.right() - 60, inner.top() + 20, 60, 32), made_of, right)

    def _title(self, painter: QPainter, top: int, width: int, words: str, note: str) -> None:
        self._ink(painter, "text", bold=True)
        self._text(painter, QRect(_PAD, top, width - 2 * _PAD, _TITLE), words)
        used = QFontMetrics(painter.font()).horizontalAdvance(words) + 12
        self._ink(painter, "text_muted", larger=0.88)
        self._text(painter, QRect(_PAD + used, top, width - 2 * _PAD - used, _TITLE), note)

    def _paint_heat(self, painter: QPainter, width: int, current: Cell | None) -> None:
        say, found = self._context.say, self.analysis
        n = HIDDEN if found.total is None else str(found.total)
        note = f"n = {n}, {date.today().isoformat()}"
        if found.heat.hidden:
            note += " · " + say(N_("<5: hidden, because the group is small or would give a small one away"))
        self._title(painter, self.heat_top, width, say(N_("Causes by department, number of voices")), note)
        self._ink(painter, "text_muted", larger=0.88)
        for j in range(len(self.columns) + 1):
            box = self.cell(0, j, width).translated(0, -_HEAD).adjusted(2, 0, -2, _HEAD - _ROW)
            words = self.cause(self.columns[j]) if j < len(self.columns) else say(N_("Total"))
            painter.drawText(box, int(_MIDDLE | Qt.TextFlag.TextWordWrap), words)
        top = max((self.count((i, j)) or 0 for i in range(len(self.rows)) for j in range(len(self.columns))), default=0)
        for i in range(len(self.rows) + 1):
            self._ink(painter, "text", bold=i == len(self.rows))
            left = self.cell(i, 0, width)
            words = self.branch(self.rows[i]) if i < len(self.rows) else say(N_("Total"))
            self._text(painter, QRect(_PAD, left.top(), _NAME - 8, _ROW), words)
            for j in range(len(self.columns) + 1):
                self._paint_cell(painter, (i, j), self.cell(i, j, width), top)
        if current is not None:
            painter.setPen(QPen(self._context.theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.cell(*current, width).adjusted(1, 1, -1, -1), 3, 3)

    def _paint_cell(self, painter: QPainter, cell: Cell, box: QRect, top: int) -> None:
        theme, count = self._context.theme, self.count(cell)
        total = cell[0] == len(self.rows) or cell[1] == len(self.columns)
        ground = theme.colour("surface_sunken" if count is None else "surface")
        share = (count or 0) / top if top and not total else 0.0
        if share:
            ground = _mix(theme.colour("surface"), theme.colour("accent"), 0.12 + 0.88 * share)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 3, 3)
        self._ink(painter, "text" if count else "text_muted", bold=total)
        if share:
            painter.setPen(_readable(ground))
        painter.drawText(box, _MIDDLE, HIDDEN if count is None else str(count) if count else "·")

    def _paint_months(self, painter: QPainter, width: int) -> None:
        theme, months = self._context.theme, self.analysis.months
        top = self.height() - _TREND - _TITLE - 2 * _PAD
        self._title(painter, top, width, self._context.say(N_("Voices by month")), "")
        counts = months.counts[0][:-1]
        highest = max((c or 0 for c in counts), default=0)
        if not counts:
            return
        across = min(_BAR, (width - 2 * _PAD) // len(counts))
        floor = top + _TITLE + _TREND - 24
        for j, count in enumerate(counts):
            left = _PAD + j * across
            high = round((_TREND - 52) * (count or 0) / highest) if highest else 0
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("border" if count is None else "accent"))
            bar = QRectF(left + across * 0.2, floor - max(high, 2), across * 0.6, max(high, 2))
            painter.drawRect(bar)
            self._ink(painter, "text" if count else "text_muted", larger=0.88)
            words = HIDDEN if count is None else str(count)
            painter.drawText(QRect(left, floor - high - 24, across, 20), _MIDDLE, words)
            self._ink(painter, "text_muted", larger=0.82)
            painter.drawText(QRect(left, floor + 2, across, 20), _MIDDLE, months.columns[j][2:] or "—")


def _mix(ground: QColor, ink: QColor, share: float) -> QColor:
    """Return a colour between two."""
    parts = ((g, i) for g, i in zip(_rgb(ground), _rgb(ink), strict=True))
    return QColor(*(round(g + (i - g) * share) for g, i in parts))


def _rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()


def _readable(ground: QColor) -> QColor:
    """Return black or white, whichever stands out more from a ground."""
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _rgb(ground))]
    light = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    return QColor("#1A2330") if light > 0.2 else QColor("#FFFFFF")
