"""Paints the risk matrix: banded cells, numbered discs, the trail of the chosen risk and the card of the touched one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from govdesk.i18n import N_, Message
from govdesk.insight.exposure import LEVELS, STAGES, Bands, Exposure, Point
from govdesk.registers.vocabularies import DEGREE
from govdesk.ui.context import Context
from govdesk.ui.font import window_font
from govdesk.ui.pages.risk_layout import DISC, Grid, Heap, Placed
from govdesk.ui.theme import Theme

_WASH = (("#1B7A4B", 0.18), ("#E3B341", 0.26), ("#E07A1F", 0.42), ("#C9302C", 0.48))
_TONES = (("#1B7A4B", 0.18), ("#9AB33B", 0.22), ("#E3B341", 0.26), ("#E07A1F", 0.42), ("#C9302C", 0.48))
STAGE_WORDS = {"inherent": N_("Inherent"), "current": N_("Current"), "residual": N_("Residual")}
_SQUARE = ("occurred", "issue")
_CARD = 270.0
_LISTED = 7
_USUAL = Bands()
_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the matrix shows.

    Args:
        risks: The risks of the query; those without a place are left to the list beside.
        chosen: Id of the chosen risk.
        cell: The cell that the keyboard stands in, or that a disc is dragged over.
        focused: Whether the keyboard is in the matrix.
        dragged: Id of the dragged risk, where its disc is, and the stage that the drag sets.
        stage: The stage at which the discs stand.
    """

    risks: Sequence[Exposure] = ()
    bands: Bands = _USUAL
    chosen: str = ""
    cell: Point | None = None
    focused: bool = False
    dragged: tuple[str, QPointF, str] | None = None
    stage: str = "current"


def wash(theme: Theme, band: int, count: int = len(_WASH)) -> QColor:
    """Return the ground of a band among so many: the surface with some of its tone, the lowest green, the highest red."""
    place = band if count == len(_WASH) else round(band * (len(_TONES) - 1) / (count - 1))
    name, share = (_WASH if count == len(_WASH) else _TONES)[place]
    base, tone = theme.colour("surface"), QColor(name)
    red, green, blue = (
        round(b + (t - b) * share)
        for b, t in ((base.red(), tone.red()), (base.green(), tone.green()), (base.blue(), tone.blue()))
    )
    return QColor(red, green, blue)


class MatrixPainter:
    """Paints one scene at one size."""

    def __init__(self, context: Context, painter: QPainter, size: QSize, scene: Scene) -> None:
        self._say = context.say
        self._theme = context.theme
        self._painter = painter
        self._scene = scene
        self.grid = Grid(QSizeF(size))

    def paint(self) -> None:
        """Paint all of it."""
        painter = self._painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._axes()
        for probability in range(1, LEVELS + 1):
            for impact in range(1, LEVELS + 1):
                self._cell((probability, impact))
        placed, heaps = self.grid.place(self._scene.risks, self._scene.stage, self._scene.chosen)
        chosen = next((r for r in self._scene.risks if r.id == self._scene.chosen), None)
        ends = self._trail(chosen, placed) if chosen is not None else []
        for one in placed:
            self._disc(one)
        for heap in heaps:
            self._heap(heap)
        for stage, place in ends:
            self._end(place, stage)
        if self._scene.cell is not None and (self._scene.focused or self._scene.dragged):
            painter.setPen(QPen(self._colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.grid.rect(self._scene.cell).adjusted(2, 2, -2, -2), 6, 6)
        if self._scene.dragged is not None:
            self._dragged(*self._scene.dragged)

    def _colour(self, name: str) -> QColor:
        return self._theme.colour(name)

    def _font(self, pixels: int, *, bold: bool = False) -> None:
        font = window_font(pixels)
        font.setBold(bold)
        self._painter.setFont(font)

    def _axes(self) -> None:
        painter, area, cell = self._painter, self.grid.area, self.grid.cell
        for level in range(1, LEVELS + 1):
            word = f"{level} {self._say(DEGREE[str(level)].label)}"
            self._font(self._theme.caption)
            painter.setPen(self._colour("text_muted"))
            side = self.grid.rect((level, 1))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(18, side.top(), area.left() - 24, cell.height()), right, word)
            foot = self.grid.rect((1, level))
            painter.drawText(QRectF(foot.left(), area.bottom() + 4, cell.width(), 18), _CENTRE, word)
        self._font(self._theme.caption, bold=True)
        painter.setPen(self._colour("text"))
        foot = QRectF(area.left(), area.bottom() + 25, area.width(), 18)
        word = self._say(N_("Impact")) + " →"
        painter.drawText(foot, Qt.AlignmentFlag.AlignVCenter, word)
        self._legend(foot.adjusted(painter.fontMetrics().horizontalAdvance(word) + 22, 0, 0, 0))
        self._font(self._theme.caption, bold=True)
        painter.setPen(self._colour("text"))
        painter.save()
        painter.translate(9, area.center().y())
        painter.rotate(-90)
        room = QRectF(-area.height() / 2, -9, area.height(), 18)
        painter.drawText(room, _CENTRE, self._say(N_("Probability")) + " →")
        painter.restore()

    def _legend(self, room: QRectF) -> None:
        """Say what the shapes mean, and as far as there is room what a drag does."""
        painter = self._painter
        self._font(self._theme.caption)
        ink = self._colour("text_muted")
        left = room.left()
        for mark, text in (("circle", N_("risk")), ("square", N_("has occurred")), ("dashed", N_("closed"))):
            box = QRectF(left, room.center().y() - 6, 12, 12)
            painter.setPen(QPen(ink, 1.2, Qt.PenStyle.DotLine if mark == "dashed" else Qt.PenStyle.SolidLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, *((2, 2) if mark == "square" else (6, 6)))
            painter.setPen(ink)
            word = self._say(text)
            wide = painter.fontMetrics().horizontalAdvance(word)
            painter.drawText(
                QRectF(left + 18, room.top(), wide + 4, room.height()), Qt.AlignmentFlag.AlignVCenter, word
            )
            left += wide + 34
        stage = self._say(STAGE_WORDS[self._scene.stage])
        words = self._say(Message(N_("Drag sets: {stage} · Alt+drag: residual"), {"stage": stage}))
        rest = QRectF(left, room.top(), room.right() - left, room.height())
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(rest.width()))
        painter.drawText(rest, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)

    def _cell(self, point: Point) -> None:
        painter, box = self._painter, self.grid.rect(point)
        band = self._scene.bands.of(point)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(wash(self._theme, band, len(self._scene.bands.starts)))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
        self._font(max(11, self._theme.caption - 1))
        painter.setPen(self._colour("text"))
        word = f"{point[0] * point[1]} · {self._say(self._scene.bands.labels[band])}"
        room = box.adjusted(7, 3, -5, 0)
        word = painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, word)

    def _disc(self, one: Placed) -> None:
        faint = self._scene.dragged is not None and self._scene.dragged[0] == one.risk.id
        self._painter.setOpacity(0.35 if faint else 1.0)
        self._mark(one.risk, one.box)
        self._painter.setOpacity(1.0)

    def _mark(self, risk: Exposure, box: QRectF) -> None:
        painter, chosen, closed = self._painter, risk.id == self._scene.chosen, risk.status == "closed"
        style = Qt.PenStyle.DotLine if closed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(self._colour("accent" if chosen else "border_strong"), 1.6, style))
        painter.setBrush(self._colour("accent" if chosen else "surface"))
        square = risk.status in _SQUARE or risk.kind in _SQUARE
        radius = 6.0 if square else DISC / 2
        painter.drawRoundedRect(box, radius, radius)
        painter.setPen(self._colour("on_accent" if chosen else "text_muted" if closed else "text"))
        text = str(risk.number)
        self._font(12 if len(text) < 3 else 10 if len(text) < 4 else 8, bold=True)
        painter.drawText(box, _CENTRE, text)

    def _heap(self, heap: Heap) -> None:
        painter = self._painter
        painter.setPen(QPen(self._colour("text_muted"), 1))
        painter.setBrush(self._colour("surface_sunken"))
        painter.drawRoundedRect(heap.box, 6, 6)
        text = f"+{heap.count}"
        self._font(12 if len(text) < 4 else 10, bold=True)
        painter.setPen(self._colour("text"))
        painter.drawText(heap.box, _CENTRE, text)

    def _trail(self, risk: Exposure, placed: Sequence[Placed]) -> list[tuple[str, QRectF]]:
        """Draw the way of the chosen risk, below the discs; return its ends, which are painted above them."""
        shown, box = self._scene.stage, next((p.box for p in placed if p.risk.id == risk.id), None)
        point = risk.at(shown)
        middle = {} if point is None else {shown: box.center() if box else self.grid.rect(point).center()}
        ends = self.grid.ends(risk, shown)
        middle |= {stage: place.center() for stage, place in ends}
        stops = [(s, middle[s]) for s in STAGES if s in middle]
        for (_, start), (stage, end) in pairwise(stops):
            self._arrow(QLineF(start, end), dashed=stage == "residual")
        return ends

    def _arrow(self, line: QLineF, *, dashed: bool) -> None:
        painter = self._painter
        if line.length() < 2 * DISC:
            return
        inset = DISC / 2 + 3
        line = QLineF(line.pointAt(inset / line.length()), line.pointAt(1 - inset / line.length()))
        painter.setPen(QPen(self._colour("accent"), 2, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine))
        painter.drawLine(line)
        tip, back = line.p2(), line.unitVector()
        along = QPointF(back.dx(), back.dy())
        across = QPointF(-along.y(), along.x())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour("accent"))
        painter.drawPolygon(QPolygonF([tip, tip - along * 9 + across * 5, tip - along * 9 - across * 5]))

    def _end(self, box: QRectF, stage: str) -> None:
        painter, word = self._painter, self._say(STAGE_WORDS[stage])
        self._font(max(11, self._theme.caption - 1))
        painter.setPen(
            QPen(self._colour("accent"), 1.4, Qt.PenStyle.DashLine if stage == "residual" else Qt.PenStyle.SolidLine)
        )
        painter.setBrush(self._colour("surface"))
        painter.drawRoundedRect(box, 10, 10)
        painter.setPen(self._colour("accent"))
        painter.drawText(
            box, _CENTRE, painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, int(box.width() - 4))
        )

    def _dragged(self, identity: str, at: QPointF, stage: str) -> None:
        risk = next((r for r in self._scene.risks if r.id == identity), None)
        if risk is None:
            return
        self._mark(risk, QRectF(at.x() - DISC / 2, at.y() - DISC / 2, DISC, DISC))
        if stage != self._scene.stage:
            self._end(QRectF(at.x() - 39, at.y() + DISC - 8, 78, 20), stage)


def card_lines(context: Context, bands: Bands, risk: Exposure) -> list[str]:
    """Return what the card of a risk says, its title first."""
    say = context.say
    prefix = context.registers["risk"].about.prefix
    trail = []
    for stage, word in STAGE_WORDS.items():
        point = risk.at(stage)
        if point is not None:
            score = {"stage": say(word), "score": point[0] * point[1], "band": say(bands.labels[bands.of(point)])}
            trail.append(say(Message(N_("{stage} {score} {band}"), score)))
    found = [f"{prefix}-{risk.number:04d}  {risk.title}", " → ".join(trail)]
    found.append(say(Message(N_("Owner: {name}"), {"name": risk.owner or say(N_("nobody"))})))
    if risk.review is not None:
        found.append(say(Message(N_("Next review: {date}"), {"date": risk.review.isoformat()})))
    steps = N_("Steps done: {done} of {count}") if risk.steps else N_("No checklist yet")
    found.append(say(Message(steps, {"done": risk.done, "count": risk.steps})))
    return [line for line in found if line]


def heap_lines(context: Context, heap: Heap) -> list[str]:
    """Return what the card of a heap says: how many there are, and the first of them by number and title."""
    say = context.language
    found = [say.ngettext("{count} more risk here", "{count} more risks here", heap.count)]
    found += [f"{r.number}  {r.title}" for r in heap.risks[:_LISTED]]
    if heap.count > _LISTED:
        found.append(say.gettext(N_("The list at the right holds them all.")))
    return found


def paint_card(painter: QPainter, theme: Theme, lines: Sequence[str], at: QPointF, room: QRectF) -> None:
    """Paint a card beside a point, inside the room."""
    bold, plain = window_font(theme.text), window_font(theme.text - 1)
    bold.setBold(True)
    flags = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
    wide = _CARD - 24

    def font(place: int) -> QFont:
        return bold if place == 0 else plain

    heights = [
        min(QFontMetricsF(font(n)).boundingRect(QRectF(0, 0, wide, 400), flags, t).height(), 62.0)
        for n, t in enumerate(lines)
    ]
    box = QRectF(0, 0, _CARD, sum(heights) + 4 * (len(lines) - 1) + 20)
    box.moveLeft(at.x() + 22 if at.x() + 22 + _CARD < room.right() else max(room.left() + 4, at.x() - 22 - _CARD))
    box.moveTop(max(room.top() + 4, min(at.y() - box.height() / 2, room.bottom() - box.height() - 4)))
    painter.setPen(QPen(theme.colour("border_strong"), 1))
    painter.setBrush(theme.colour("surface"))
    painter.drawRoundedRect(box, 8, 8)
    top = box.top() + 10
    for place, (text, height) in enumerate(zip(lines, heights, strict=True)):
        painter.setFont(font(place))
        painter.setPen(theme.colour("text" if place == 0 else "text_muted"))
        painter.drawText(QRectF(box.left() + 12, top, wide, height), flags, text)
        top += height + 4
