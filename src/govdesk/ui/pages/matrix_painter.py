"""Paints the responsibility matrix: headings, names, letters as badges, checks and loads, whatever of it is in sight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from govdesk.i18n import N_, Message
from govdesk.insight.ownership import EMPTY, Finding, Load, Place
from govdesk.ui.context import Context
from govdesk.ui.icon import paint_icon
from govdesk.ui.pages.letter_badge import LetterBadges
from govdesk.ui.pages.matrix_layout import Layout

_BADGE = 22
_GAP = 2
_PAD = 8
_ICON = 16
HANDLE = 7
_LINES = 3
_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_LOAD = Load(0, 0, 0)


@dataclass(slots=True)
class Scene:
    """What is painted besides the board: where the cursor is, what is chosen, what is found wrong."""

    cursor: tuple[int, int] = (0, 0)
    rows: range = range(1)
    columns: range = range(1)
    filled: tuple[range, range] | None = None
    lit: frozenset[Place] = frozenset()
    focused: bool = False
    by_line: Mapping[str, list[Finding]] = field(default_factory=dict)
    by_head: Mapping[str, list[Finding]] = field(default_factory=dict)
    loads: Mapping[str, Load] = field(default_factory=dict)


class MatrixPainter:
    """Paints in one look."""

    def __init__(self, context: Context, ratio: float) -> None:
        self._say = context.language
        self._theme = context.theme
        self._badges = LetterBadges(context.theme, ratio)
        self._names: dict[tuple[str, int], list[str]] = {}
        self.font = QFont()
        self.font.setPixelSize(context.theme.text)
        self.bold = QFont(self.font)
        self.bold.setBold(True)
        self.small = QFont(self.font)
        self.small.setPixelSize(context.theme.caption)

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
        for column in layout.visible_columns():
            self._head(painter, layout, scene, column)
            self._load(painter, layout, scene, column)
        painter.restore()
        self._corners(painter, layout)

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
        if not layout.rows or not layout.heads:
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

    def _wave(self, painter: QPainter, layout: Layout, row: int, *, here: bool) -> None:
        found, theme = layout.rows[row], self._theme
        left = layout.rect(row, -1)
        whole = QRect(0, left.top(), layout.body.right() + 1 + layout.check, found.height)
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

    # ------------------------------------------------------------ across

    def _head(self, painter: QPainter, layout: Layout, scene: Scene, column: int) -> None:
        theme, head = self._theme, layout.heads[column]
        rect = layout.rect(-1, column)
        painter.fillRect(rect, theme.colour("accent_soft" if scene.cursor[1] == column else "header"))
        painter.setPen(QPen(theme.colour("border")))
        painter.drawLine(rect.right(), rect.top(), rect.right(), rect.bottom())
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        absent = any(f.code == "absent" for f in scene.by_head.get(head.id, ()))
        painter.setPen(theme.colour("act" if absent else "text"))
        painter.setFont(self.small)
        room = rect.adjusted(3, 2, -4, -2)
        shown = self._names.get((head.name, room.width()))
        if shown is None:
            shown = self._names[head.name, room.width()] = _lines(head.name, QFontMetrics(self.small), room.width())
        height = min(room.height() // len(shown), round(self.small.pixelSize() * 1.5))
        top = room.center().y() - height * len(shown) // 2 + 1
        for number, words in enumerate(shown):
            painter.drawText(QRect(room.left(), top + number * height, room.width(), height), _CENTRE, words)

    def _load(self, painter: QPainter, layout: Layout, scene: Scene, column: int) -> None:
        theme, head = self._theme, layout.heads[column]
        rect = layout.rect(len(layout.rows), column)
        painter.fillRect(rect, theme.colour("header"))
        painter.setPen(QPen(theme.colour("border")))
        painter.drawLine(rect.right(), rect.top(), rect.right(), rect.bottom())
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        load = scene.loads.get(head.id, _LOAD)
        wrong = {f.code for f in scene.by_head.get(head.id, ())}
        words = f"{load.accountable}A {load.responsible}R"
        painter.setFont(self.bold if "load" in wrong else self.small)
        painter.setPen(theme.colour("watch" if "load" in wrong else "text_muted"))
        under = ""
        if "absent" in wrong:
            under = self._said(N_("left out"))
        elif load.overdue:
            under = self._say.say(Message(N_("{count} late"), {"count": load.overdue}))
        half = rect.height() // 2 if under else rect.height()
        painter.drawText(QRect(rect.left(), rect.top() + (3 if under else 0), rect.width(), half), _CENTRE, words)
        if under:
            painter.setFont(self.small)
            painter.setPen(theme.colour("act"))
            painter.drawText(QRect(rect.left(), rect.top() + half - 3, rect.width(), half), _CENTRE, under)

    def _said(self, text: str) -> str:
        return self._say.gettext(text)

    def _corners(self, painter: QPainter, layout: Layout) -> None:
        theme, last = self._theme, len(layout.rows)
        by_person = layout.board.by == "person"
        words = {
            (-1, -1): N_("Deliverable"),
            (-1, len(layout.heads)): N_("Check"),
            (last, -1): N_("Load of each person") if by_person else N_("Load of each department"),
            (last, len(layout.heads)): "",
        }
        for at, text in words.items():
            rect = layout.rect(*at)
            painter.fillRect(rect, theme.colour("header"))
            painter.setPen(QPen(theme.colour("border")))
            painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
            painter.drawLine(rect.right(), rect.top(), rect.right(), rect.bottom())
            painter.drawLine(rect.left(), rect.top(), rect.left(), rect.bottom())
            painter.setFont(self.bold)
            painter.setPen(theme.colour("text_muted"))
            room = rect.adjusted(_PAD + 2, 0, -_PAD, 0)
            shown = QFontMetrics(self.bold).elidedText(self._said(text), Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, _LEFT, shown)


def spanned(layout: Layout, rows: range, columns: range) -> QRect:
    """Return the rectangle of a block of cells."""
    last = len(layout.heads) - 1
    first = layout.rect(min(rows.start, len(layout.rows) - 1), min(columns.start, last))
    return first.united(layout.rect(min(rows.stop, len(layout.rows)) - 1, min(columns.stop - 1, last)))


def handle(whole: QRect) -> QRect:
    """Return the little square by which a block is filled onwards."""
    corner = QPointF(whole.right() - HANDLE / 2 - 1, whole.bottom() - HANDLE / 2 - 1).toPoint()
    return QRect(corner - QPoint(HANDLE // 2, HANDLE // 2), QSize(HANDLE, HANDLE))


def _lines(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    """Return a name in up to three lines, broken between words, or in Chinese anywhere."""
    made: list[str] = []
    while text and len(made) < _LINES - 1 and metrics.horizontalAdvance(text) > width:
        cut = len(text)
        while cut > 1 and metrics.horizontalAdvance(text[:cut]) > width:
            cut -= 1
        space = text.rfind(" ", 0, cut + 1)
        if space <= 0 and text[:cut].isascii() and " " in text:
            space = text.index(" ")
        cut = space if space > 0 else cut
        made.append(metrics.elidedText(text[:cut].strip(), Qt.TextElideMode.ElideRight, width))
        text = text[cut:].strip()
    return [*made, metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)]
