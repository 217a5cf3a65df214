"""Paints the responsibility matrix: headings, names, letters as badges, checks and loads, whatever of it is in sight."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from govdesk.i18n import N_
from govdesk.insight.ownership import EMPTY, Place
from govdesk.insight.ownership_check import Finding
from govdesk.ui.context import Context
from govdesk.ui.icon import paint_icon
from govdesk.ui.pages.letter_badge import LetterBadges
from govdesk.ui.pages.matrix_layout import Layout
from govdesk.ui.pages.matrix_margin import MarginPainter, Scene

_BADGE = 22
_GAP = 2
_PAD = 8
_ICON = 16
HANDLE = 7
_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class MatrixPainter:
    """Paints in one look."""

    def __init__(self, context: Context, ratio: float) -> None:
        self._say = context.language
        self._theme = context.theme
        self._badges = LetterBadges(context.theme, ratio)
        self.font = QFont()
        self.font.setPixelSize(context.theme.text)
        self.bold = QFont(self.font)
        self.bold.setBold(True)
        self.small = QFont(self.font)
        self.small.setPixelSize(context.theme.caption)
        self._margins = MarginPainter(context, self.font, self.bold, self.small)

    def paint(self, painter: QPainter, layout: Layout, scene: Scene) -> None:
        """Paint what is in sight."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font)
        body = layout.body
        painter.save()
        painter.setClipRect(body)
        self._cells(painter, layout, scene)
        painter.restore()
        painter.save()
        painter.setClipRect(QRect(0, body.top(), body.right() + 1 + layout.check, body.height()))
        self._sides(painter, layout, scene)
        painter.restore()
        painter.save()
        painter.setClipRect(QRect(body.left(), 0, body.width(), body.bottom() + 1 + layout.load_height))
        self._margins.across(painter, layout, scene)
        painter.restore()
        self._margins.corners(painter, layout)

    # ------------------------------------------------------------ cells

    def _cells(self, painter: QPainter, layout: Layout, scene: Scene) -> None:
        theme, body = self._theme, layout.body
        line = QPen(theme.colour("border"))
        chosen, sunken = theme.colour("selection"), theme.colour("header")
        columns = layout.visible_columns()
        for row in layout.visible_rows():
            found = layout.rows[row]
            y = layout.rect(row, 0).top()
            if found.line is None:
                painter.fillRect(QRect(body.left(), y, body.width(), found.height), sunken)
                painter.setPen(line)
                painter.drawLine(body.left(), y + found.height - 1, body.right(), y + found.height - 1)
                continue
            for column in columns:
                rect = layout.rect(row, column)
                place = (found.line.id, layout.heads[column].id)
                self._ground(painter, rect, scene, (row, column), place, chosen)
                painter.setPen(line)
                painter.drawLine(rect.right(), rect.top(), rect.right(), rect.bottom())
                painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
                cell = layout.board.cells.get(place, EMPTY)
                if cell is not EMPTY:
                    self._badges.paint(painter, rect, cell)
        self._frames(painter, layout, scene)

    def _ground(
        self, painter: QPainter, rect: QRect, scene: Scene, at: tuple[int, int], place: Place, chosen: QColor
    ) -> None:
        row, column = at
        if place in scene.lit:
            painter.fillRect(rect, self._theme.colour("watch_soft"))
        elif row in scene.rows and column in scene.columns and len(scene.rows) * len(scene.columns) > 1:
            painter.fillRect(rect, chosen)

    def _frames(self, painter: QPainter, layout: Layout, scene: Scene) -> None:
        if not layout.rows or not layout.heads or not (scene.rows and scene.columns):
            return
        accent = self._theme.colour("accent")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        whole = spanned(layout, scene.rows, scene.columns)
        if len(scene.rows) * len(scene.columns) > 1:
            painter.setPen(QPen(accent, 1))
            painter.drawRect(QRectF(whole).adjusted(0.5, 0.5, -1.5, -1.5))
        if scene.filled is not None:
            painter.setPen(QPen(accent, 2, Qt.PenStyle.DashLine))
            painter.drawRect(QRectF(spanned(layout, *scene.filled)).adjusted(1, 1, -2, -2))
        if layout.place(*scene.cursor) is not None:
            painter.setPen(QPen(accent if scene.focused else self._theme.colour("border_strong"), 2))
            painter.drawRect(QRectF(layout.rect(*scene.cursor)).adjusted(0, 0, -2, -2))
            painter.fillRect(handle(whole), accent)

    # ------------------------------------------------------------ names and checks

    def _sides(self, painter: QPainter, layout: Layout, scene: Scene) -> None:
        theme = self._theme
        line = QPen(theme.colour("border"))
        metrics = QFontMetrics(self.font)
        for row in layout.visible_rows():
            found = layout.rows[row]
            left, right = layout.rect(row, -1), layout.rect(row, len(layout.heads))
            here = scene.cursor[0] == row
            if found.line is None:
                self._wave(painter, layout, row, here=here and scene.focused)
                continue
            for rect in (left, right):
                painter.fillRect(rect, theme.colour("surface"))
            if here:
                painter.fillRect(left, theme.colour("accent_soft"))
            text = left.adjusted(_PAD + 2, 0, -_PAD, 0)
            if found.line.overdue:
                paint_icon(
                    painter, "clock", theme.colour("act"), QRect(text.right() - 14, left.center().y() - 7, 15, 15)
                )
                text.adjust(0, 0, -20, 0)
            painter.setFont(self.font)
            painter.setPen(theme.colour("text"))
            painter.drawText(
                text, _LEFT, metrics.elidedText(found.line.name, Qt.TextElideMode.ElideRight, text.width())
            )
            self._check(painter, right, scene.by_line.get(found.line.id, []))
            if here and scene.cursor[1] >= len(layout.heads):
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.colour("accent" if scene.focused else "border_strong"), 2))
                painter.drawRect(QRectF(right).adjusted(1, 0, -1, -2))
            painter.setPen(line)
            for rect in (left, right):
                painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
            painter.drawLine(left.right(), left.top(), left.right(), left.bottom())
            painter.drawLine(right.left(), right.top(), right.left(), right.bottom())
        pinned = layout.pinned()
        if pinned is not None:
            self._wave(painter, layout, pinned[0], here=False, top=pinned[1])

    def _wave(self, painter: QPainter, layout: Layout, row: int, *, here: bool, top: int | None = None) -> None:
        """Paint the heading of a wave, in its place or where it is kept in sight."""
        found, theme = layout.rows[row], self._theme
        top = layout.rect(row, -1).top() if top is None else top
        whole = QRect(0, top, layout.body.right() + 1 + layout.check, found.height)
        painter.fillRect(whole, theme.colour("header"))
        painter.setPen(QPen(theme.colour("border")))
        painter.drawLine(0, whole.bottom(), whole.right(), whole.bottom())
        if here:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(QRectF(whole).adjusted(1, 1, -1, -2))
        arrow = QRect(_PAD - 1, whole.center().y() - 7, _ICON, _ICON)
        paint_icon(painter, "chevron-right" if found.folded else "chevron-down", theme.colour("text_muted"), arrow)
        painter.setFont(self.bold)
        painter.setPen(theme.colour("text_muted"))
        wave = found.wave or self._say.gettext(N_("No wave"))
        words = f"{wave} · {found.count}"
        room = whole.adjusted(_PAD + 20, 0, -_PAD, 0)
        words = QFontMetrics(self.bold).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LEFT, words)

    def _check(self, painter: QPainter, rect: QRect, findings: list[Finding]) -> None:
        theme = self._theme
        if not findings:
            paint_icon(
                painter, "check", theme.colour("good"), QRect(rect.left() + _PAD, rect.center().y() - 7, _ICON, _ICON)
            )
            return
        tone = "act" if any(f.tone == "act" for f in findings) else "watch"
        ink, ground = theme.tone(tone)
        metrics = QFontMetrics(self.small)
        words = ", ".join(self._say.say(f.short) for f in findings)
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width() - 2 * _PAD - 12)
        box = QRect(rect.left() + _PAD, rect.center().y() - 10, metrics.horizontalAdvance(words) + 12, _BADGE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(ink)
        painter.setFont(self.small)
        painter.drawText(box, _CENTRE, words)


def spanned(layout: Layout, rows: range, columns: range) -> QRect:
    """Return the rectangle of a block of cells."""
    last = len(layout.heads) - 1
    first = layout.rect(min(rows.start, len(layout.rows) - 1), min(columns.start, last))
    return first.united(layout.rect(min(rows.stop, len(layout.rows)) - 1, min(columns.stop - 1, last)))


def handle(whole: QRect) -> QRect:
    """Return the little square by which a block is filled onwards."""
    corner = QPointF(whole.right() - HANDLE / 2 - 1, whole.bottom() - HANDLE / 2 - 1).toPoint()
    return QRect(corner - QPoint(HANDLE // 2, HANDLE // 2), QSize(HANDLE, HANDLE))
