"""Paints the stakeholder map: quadrants, discs, labels, trails, legend; on the screen, and alike into a picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPaintEngine, QPainter, QPen, QPolygonF

from govdesk.i18n import N_, Message
from govdesk.insight.standing import HIGH, Standing
from govdesk.ui.context import Context
from govdesk.ui.pages.disc import FADED, disc_picture, name_font, paint_disc
from govdesk.ui.pages.map_legend import LEGEND, MARGINS, MapLegend
from govdesk.ui.pages.map_plan import CELL, STEPS, STRIP, Cell, Frame, clusters, pack, place_labels

#: Name of each quadrant and what it holds, by high power and high interest.
QUADRANTS = {
    (True, False): (N_("Keep satisfied"), N_("High power · low interest")),
    (True, True): (N_("Manage closely"), N_("High power · high interest")),
    (False, False): (N_("Monitor"), N_("Low power · low interest")),
    (False, True): (N_("Keep informed"), N_("Low power · high interest")),
}
_FAINT = 0.22
#: A cell of this height has room for discs in full; they never shrink below this share.
_ROOMY, _SMALLEST = 56.0, 0.74
_VECTOR = (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf, QPaintEngine.Type.Picture)


@dataclass(slots=True)
class Scene:
    """What stands on the map: the people, where they lie, and what is drawn over them."""

    people: Sequence[Standing] = ()
    trails: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)
    selected: str = ""
    hovered: str = ""
    picked: frozenset[str] | None = None
    places: dict[str, tuple[float, float]] = field(default_factory=dict)
    by_id: dict[str, Standing] = field(default_factory=dict)

    def show(
        self,
        people: Sequence[Standing],
        order: Callable[[Standing], int] | None = None,
        cell: tuple[float, float] = CELL,
    ) -> None:
        """Take other people; those of one cell stand in an order, as its size has room for them."""
        self.people = [p for p in people if p.placed]
        self.by_id = {p.id: p for p in self.people}
        self.places = pack(self.people, order, cell)


def plot_of(width: float, height: float, legend: float = LEGEND) -> QRectF:
    """Return the plot's place on a surface of a size, axes and a legend of a height left free."""
    left, top, right, bottom = MARGINS
    return QRectF(left, top, max(50.0, width - left - right), max(50.0, height - top - bottom - legend))


def radius_of(one: Standing, frame: Frame) -> float:
    """Return a disc's radius: the more ties, the larger; smaller where cells are low."""
    room = min(1.0, max(_SMALLEST, frame.step[1] / _ROOMY))
    return round((9.0 + min(one.ties, 8) * 0.75) * room * 4) / 4


class MapPainter(MapLegend):
    """Paints a scene in the looks of a context."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._laid: tuple[object, dict[str, tuple[QRectF, str]], dict[Cell, list[Standing]]] | None = None

    def forget(self) -> None:
        """Lay labels and clusters anew: the people are others."""
        self._laid = None

    def laid(self, scene: Scene, frame: Frame) -> tuple[dict[str, tuple[QRectF, str]], dict[Cell, list[Standing]]]:
        """Return labels, as they lie before the shift, and clusters; both last until people, zoom or size change."""
        key = (frame.plot, frame.zoom, len(scene.people))
        if self._laid is None or self._laid[0] != key:
            still = Frame(frame.plot, frame.zoom)
            crowded = clusters(scene.people, still)
            discs = {
                p.id: (still.at(*scene.places[p.id]), radius_of(p, frame) + 4, p.shown)
                for p in sorted(scene.people, key=lambda p: -p.ties)
                if (p.interest, p.power) not in crowded
            }
            rounds = [_cluster_box(still, cell, len(found)) for cell, found in crowded.items()]
            whole = QRectF(still.at(0.5, STEPS + 0.5), still.at(STEPS + 0.5, 0.5))
            titles = [self.title_box(still, q) for q in QUADRANTS]
            measure, high = self.metrics.horizontalAdvance, self.metrics.height()
            labels = place_labels(discs, measure, high, whole, [*titles, *rounds])
            self._laid = (key, labels, crowded)
        return self._laid[1], self._laid[2]

    def paint(self, painter: QPainter, scene: Scene, frame: Frame) -> None:
        """Paint grid, trails, discs and labels."""
        painter.save()
        self._axes(painter, frame)
        painter.setClipRect(frame.plot)
        labels, crowded = self.laid(scene, frame)
        self._quadrants(painter, scene, frame)
        for who, places in scene.trails.items():
            self._trail(painter, scene, frame, who, places)
        self._discs(painter, scene, frame, crowded)
        self._labels(painter, frame, labels, scene)
        for cell, people in crowded.items():
            self._cluster(painter, frame, cell, people)
            self._mark_cluster(painter, frame, cell, (scene, people))
        painter.restore()

    def _axes(self, painter: QPainter, frame: Frame) -> None:
        painter.setFont(self.small)
        painter.setPen(self._context.theme.colour("text_muted"))
        plot = frame.plot
        for step in range(1, STEPS + 1):
            point = frame.at(step, step)
            if plot.left() <= point.x() <= plot.right():
                box = QRectF(point.x() - 20, plot.bottom() + 3, 40, 20)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(step))
            if plot.top() <= point.y() <= plot.bottom():
                box = QRectF(4, point.y() - 10, plot.left() - 12, 20)
                painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(step))

    def quadrant_box(self, frame: Frame, quadrant: tuple[bool, bool]) -> QRectF:
        """Return the rectangle of a quadrant, whatever of it is in sight."""
        powerful, interested = quadrant
        split = HIGH - 0.5
        left, right = (split, STEPS + 0.5) if interested else (0.5, split)
        top, bottom = frame.line(powerful), frame.line(False) if powerful else frame.at(0, 0.5).y()
        return QRectF(QPointF(frame.at(left, 1).x(), top), QPointF(frame.at(right, 1).x(), bottom)) & frame.plot

    def title_box(self, frame: Frame, quadrant: tuple[bool, bool]) -> QRectF:
        """Return the line with a quadrant's name, which picks its people: above its discs."""
        box = self.quadrant_box(frame, quadrant)
        return QRectF(box.left() + 8, box.top() + 1, max(0.0, box.width() - 12), min(STRIP - 2, box.height()))

    def _quadrants(self, painter: QPainter, scene: Scene, frame: Frame) -> None:
        theme, say = self._context.theme, self._context.say
        held = Counter(((p.power or 0) >= HIGH, (p.interest or 0) >= HIGH) for p in scene.people)
        for quadrant, (name, what) in QUADRANTS.items():
            box = self.quadrant_box(frame, quadrant)
            if box.isEmpty():
                continue
            ground = theme.colour("accent_soft") if quadrant == (True, True) else theme.colour("header")
            if quadrant == (True, True):
                ground.setAlpha(130)
            painter.fillRect(box, ground)
            painter.setPen(QPen(theme.colour("border"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box)
            self._title(painter, self.title_box(frame, quadrant), f"{say(name)}  {held[quadrant]}", say(what))
        painter.setPen(QPen(theme.colour("border"), 1, Qt.PenStyle.DotLine))
        for step in range(1, STEPS):
            if step != HIGH - 1:
                painter.drawLine(frame.at(step + 0.5, 0.5), frame.at(step + 0.5, STEPS + 0.5))
                painter.drawLine(frame.at(0.5, step + 0.5), frame.at(STEPS + 0.5, step + 0.5))

    def _title(self, painter: QPainter, box: QRectF, name: str, what: str) -> None:
        """Paint a quadrant's name and, where there is room, what it holds."""
        metrics, small = QFontMetricsF(self.bold), QFontMetricsF(self.small)
        painter.setPen(self._context.theme.colour("text_muted"))
        painter.setFont(self.bold)
        cut = metrics.elidedText(name, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)
        rest = box.adjusted(metrics.horizontalAdvance(name) + 12, 0, 0, 0)
        if small.horizontalAdvance(what) <= rest.width():
            painter.setFont(self.small)
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, what)

    def _discs(self, painter: QPainter, scene: Scene, frame: Frame, crowded: Mapping[Cell, Sequence[Standing]]) -> None:
        theme, ratio = self._context.theme, painter.device().devicePixelRatioF()
        sharp, rings = painter.paintEngine().type() in _VECTOR, self.grouping.by == "engagement"
        picked = scene.picked
        seen = frame.plot.adjusted(-24, -24, 24, 24)
        for one in scene.people:
            if (one.interest, one.power) in crowded:
                continue
            point = frame.at(*scene.places[one.id])
            if not seen.contains(point):
                continue
            radius = radius_of(one, frame)
            if one.id in (scene.selected, scene.hovered):
                painter.setPen(QPen(theme.colour("accent" if one.id == scene.selected else "border_strong"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(point, radius + 7.5, radius + 7.5)
            group, wish = self.grouping.group(one), one.desired if rings else None
            seen_well = picked is None or one.id in picked
            painter.setOpacity(_FAINT if not seen_well else FADED if one.gone else 1.0)
            if sharp:
                paint_disc(
                    painter, theme, point, radius, one.engagement if rings else None, group.mark, wish, group.ground
                )
            else:
                level = one.engagement if rings else None
                made, half = disc_picture(theme, radius, level, group.mark, wish, ratio, group.ground)
                painter.drawPixmap(QPointF(point.x() - half, point.y() - half), made)
        painter.setOpacity(1.0)

    def _labels(self, painter: QPainter, frame: Frame, labels: Mapping[str, tuple[QRectF, str]], scene: Scene) -> None:
        painter.setPen(self._context.theme.colour("text"))
        up = QPointF(0, self.metrics.ascent()) + frame.shift
        seen = frame.plot.adjusted(-120, -10, 120, 10)
        halo = self._context.theme.colour("surface")
        halo.setAlpha(190)
        for who, (box, text) in labels.items():
            point = box.topLeft() + up
            if not seen.contains(point):
                continue
            if scene.picked is not None and who not in scene.picked:
                continue
            if scene.trails:
                painter.fillRect(box.translated(frame.shift), halo)
            painter.setFont(name_font(self.bold if who == scene.selected else self.font, scene.by_id[who].gone))
            painter.drawText(point, text)

    def _cluster(self, painter: QPainter, frame: Frame, cell: Cell, people: Sequence[Standing]) -> None:
        centre = frame.at(*cell)
        if not frame.plot.adjusted(-60, -60, 60, 60).contains(centre):
            return
        radius, box = cluster_radius(frame, len(people)), _cluster_box(frame, cell, len(people))
        held, turn = Counter(self.grouping.place(p) for p in people), 90.0 * 16
        painter.setPen(Qt.PenStyle.NoPen)
        for place, group in enumerate(self.grouping.groups):
            share = held[place] / len(people) * 360 * 16
            painter.setBrush(QColor(group.ground) if group.ground else self._context.theme.colour("border_strong"))
            painter.drawPie(box, round(turn), round(share))
            turn += share
        painter.setBrush(self._context.theme.colour("surface"))
        painter.drawEllipse(centre, radius * 0.72, radius * 0.72)
        painter.setPen(self._context.theme.colour("text"))
        painter.setFont(self.bold)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(len(people)))

    def _mark_cluster(
        self, painter: QPainter, frame: Frame, cell: Cell, held: tuple[Scene, Sequence[Standing]]
    ) -> None:
        """Mark the circle that the chosen person is in, and those that hold somebody who was picked."""
        scene, people = held
        box = _cluster_box(frame, cell, len(people)).adjusted(-3, -3, 3, 3)
        if scene.picked is not None and not any(p.id in scene.picked for p in people):
            veil = self._context.theme.colour("surface")
            veil.setAlpha(190)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(veil)
            painter.drawEllipse(box)
        if any(p.id == scene.selected for p in people):
            painter.setPen(QPen(self._context.theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box)

    def _trail(
        self, painter: QPainter, scene: Scene, frame: Frame, who: str, places: Sequence[tuple[int, int]]
    ) -> None:
        if who not in scene.by_id or len(places) < 2:
            return
        colour = QColor(self.grouping.group(scene.by_id[who]).ground or self._context.theme.hex("text_muted"))
        points = [*(frame.at(*p) for p in places[:-1]), frame.at(*scene.places[who])]
        painter.setPen(QPen(colour, 1.6, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for point in points[:-1]:
            painter.drawEllipse(point, 3.5, 3.5)

    def move_words(self, one: Standing, cell: Cell) -> str:
        """Return what dropping somebody on a cell would change."""
        power, interest = f"{one.power or '–'} → {cell[1]}", f"{one.interest or '–'} → {cell[0]}"
        args = {"record": one.shown, "power": power, "interest": interest}
        if one.power == cell[1]:
            return self._context.say(Message(N_("{record}: interest {interest}"), args))
        if one.interest == cell[0]:
            return self._context.say(Message(N_("{record}: power {power}"), args))
        return self._context.say(Message(N_("{record}: power {power}, interest {interest}"), args))


def _cluster_box(frame: Frame, cell: Cell, amount: int) -> QRectF:
    centre, radius = frame.at(*cell), cluster_radius(frame, amount)
    return QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)


def cluster_radius(frame: Frame, amount: int) -> float:
    """Return the radius of the circle that stands for many people of a cell."""
    return min(14 + amount**0.5 * 1.6, min(frame.step) * 0.46)
