"""Paints the network of stakeholders: each kind of tie has its own line and mark, so that none needs its colour to be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from govdesk.fields.kinds import Choice
from govdesk.insight.network import Network, Place, Tie
from govdesk.insight.standing import Standing
from govdesk.ui.context import Context
from govdesk.ui.font import window_font
from govdesk.ui.pages.disc import FADED, mark_of, name_font, paint_disc
from govdesk.ui.pages.map_plan import place_labels

#: The colour of each kind of tie; its line tells it too.
TONES = {"reports_to": "text_muted", "influences": "accent", "allied": "good", "conflict": "act"}
_LINES = {"influences": Qt.PenStyle.DashLine, "conflict": Qt.PenStyle.DashDotLine}
_EDGE = 44.0
LEGEND = 34.0
_FEW, _SMALLEST = 80, 0.62


@dataclass(slots=True)
class Web:
    """What the network shows: people and ties, who is chosen, and the way that is asked for."""

    people: dict[str, Standing] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    ties: Sequence[Tie] = ()
    way: Sequence[Tie] = ()
    selected: str = ""
    hovered: str = ""

    def show(self, found: Network) -> None:
        """Take another network."""
        self.people = {p.id: p for p in found.people}
        self.places, self.ties, self.way, self.hovered = found.places, found.ties, (), ""


@dataclass(frozen=True, slots=True)
class Sight:
    """How the network lies on the widget: its room, how far it is zoomed and shifted."""

    room: QRectF
    zoom: float = 1.0
    shift: QPointF = field(default_factory=QPointF)

    def at(self, place: Place) -> QPointF:
        """Return the point of a place."""
        inner = self.room.adjusted(_EDGE, _EDGE * 0.6, -_EDGE, -_EDGE * 0.7)
        return QPointF(
            inner.left() + place[0] * inner.width() * self.zoom + self.shift.x(),
            inner.top() + place[1] * inner.height() * self.zoom + self.shift.y(),
        )

    def zoomed(self, factor: float, point: QPointF) -> Sight:
        """Return the sight zoomed so that what lies under a point stays there."""
        zoom = min(max(self.zoom * factor, 1.0), 12.0)
        corner = point - self.room.topLeft() - QPointF(_EDGE, _EDGE * 0.6)
        return Sight(self.room, zoom).moved(corner - (corner - self.shift) * (zoom / self.zoom))

    def moved(self, shift: QPointF) -> Sight:
        """Return the sight with another shift, never so far that the network is out of it."""
        least_x, least_y = self.room.width() * (1 - self.zoom), self.room.height() * (1 - self.zoom)
        kept = QPointF(min(0.0, max(least_x, shift.x())), min(0.0, max(least_y, shift.y())))
        return Sight(self.room, self.zoom, kept)


def share_of(amount: int, zoom: float) -> float:
    """Return how large signs are drawn: smaller among many, as long as they are not looked at closely."""
    return min(1.0, max(_SMALLEST, (_FEW / max(amount, 1)) ** 0.5 * zoom))


def radius_of(one: Standing, amount: int = 0, zoom: float = 1.0) -> float:
    """Return a disc's radius: the more ties, the larger."""
    return (8.0 + min(one.ties, 8) * 0.7) * share_of(amount, zoom)


def room_of(width: float, height: float) -> QRectF:
    """Return the room of the network on a surface, the legend left free."""
    return QRectF(0, 0, max(width, 60.0), max(height - LEGEND, 60.0))


class NetworkPainter:
    """Paints a web in the looks of a context."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.font = window_font(context.theme.caption)
        self.bold = window_font(context.theme.caption)
        self.bold.setBold(True)
        self.metrics = QFontMetricsF(self.font)
        self._laid: tuple[object, dict[str, tuple[QRectF, str]]] | None = None

    def forget(self) -> None:
        """Lay the labels anew: the people are others."""
        self._laid = None

    def kinds(self) -> list[tuple[str, str]]:
        """Return code and word of each kind of tie."""
        kind = self._context.registers["relationship"].field("kind").kind
        assert isinstance(kind, Choice)  # noqa: S101 - declared so
        return [(t.code, self._context.language.gettext(t.label)) for t in kind.vocabulary]

    def paint(self, painter: QPainter, web: Web, sight: Sight) -> None:
        """Paint ties, people and names."""
        painter.save()
        painter.setClipRect(sight.room)
        met = {end for t in web.way for end in (t.person, t.other) if end in web.places}
        near = met or self._near(web)
        chosen = {t.id for t in web.way}
        shown, share = {t.id for t in web.ties}, share_of(len(web.people), sight.zoom)
        hidden = [t for t in web.way if t.id not in shown and t.person in web.places and t.other in web.places]
        for tie, lane in _lanes([*web.ties, *hidden]):
            alive = tie.id in chosen if chosen else not near or web.selected in (tie.person, tie.other)
            ends = sight.at(web.places[tie.person]), sight.at(web.places[tie.other])
            weight = 0.0 if not alive else 3.0 if tie.id in chosen else 1.0
            self._tie(painter, ends, tie, (lane, weight, share))
        for who, one in web.people.items():
            self._person(painter, web, sight, one, not near or who in near)
        self._names(painter, web, sight, near)
        painter.restore()

    def _near(self, web: Web) -> set[str]:
        if web.selected not in web.people:
            return set()
        ends = [(t.person, t.other) for t in web.ties if web.selected in (t.person, t.other)]
        return {web.selected, *(end for pair in ends for end in pair)}

    def _person(self, painter: QPainter, web: Web, sight: Sight, one: Standing, alive: bool) -> None:
        point = sight.at(web.places[one.id])
        if not sight.room.adjusted(-20, -20, 20, 20).contains(point):
            return
        theme, radius = self._context.theme, radius_of(one, len(web.people), sight.zoom)
        painter.setOpacity((FADED if one.gone else 1.0) if alive else 0.3)
        if one.id in (web.selected, web.hovered):
            painter.setPen(QPen(theme.colour("accent" if one.id == web.selected else "border_strong"), 2))
            painter.setBrush(theme.colour("surface"))
            painter.drawEllipse(point, radius + 4, radius + 4)
        paint_disc(painter, theme, point, radius, one.engagement, mark_of(self._context, one.engagement))
        painter.setOpacity(1.0)

    def _names(self, painter: QPainter, web: Web, sight: Sight, near: set[str]) -> None:
        key = (sight.room, sight.zoom, len(web.people), frozenset(near))
        if self._laid is None or self._laid[0] != key:
            still = Sight(sight.room, sight.zoom)
            first = sorted((p for p in web.people.values() if not near or p.id in near), key=lambda p: -p.ties)
            amount = len(web.people)
            discs = {p.id: (still.at(web.places[p.id]), radius_of(p, amount, sight.zoom) + 1, p.shown) for p in first}
            whole = QRectF(-1e5, -1e5, 2e5, 2e5) if sight.zoom > 1 else sight.room
            self._laid = (key, place_labels(discs, self.metrics.horizontalAdvance, self.metrics.height(), whole))
        up = QPointF(0, self.metrics.ascent()) + sight.shift
        halo = self._context.theme.colour("surface")
        halo.setAlpha(200)
        painter.setPen(self._context.theme.colour("text"))
        for who, (box, text) in self._laid[1].items():
            painter.setFont(name_font(self.bold if who == web.selected else self.font, web.people[who].gone))
            painter.fillRect(box.translated(sight.shift), halo)
            painter.drawText(box.topLeft() + up, text)

    def _tie(
        self, painter: QPainter, ends: tuple[QPointF, QPointF], tie: Tie, drawn: tuple[float, float, float]
    ) -> None:
        """Paint a tie; `drawn` is how far aside it runs, how much it weighs, and how large its signs are."""
        (start, end), (lane, weight, share) = ends, drawn
        away = end - start
        far = (away.x() ** 2 + away.y() ** 2) ** 0.5
        if far < 1:
            return
        one = away / far
        turned = 1 if tie.person < tie.other else -1
        aside = QPointF(-one.y(), one.x()) * (lane * turned)
        colour = self._context.theme.colour(TONES.get(tie.kind, "text_muted"))
        painter.setOpacity(1.0 if weight else 0.12)
        width = weight if weight > 1 else (1.0 + (tie.strength or 2) * 0.15) * share
        begin, stop = start + one * 12 * share + aside, end - one * 14 * share + aside
        paint_line(painter, begin, stop, tie.kind, colour, width, share)
        painter.setOpacity(1.0)

    # ------------------------------------------------------------ the legend

    def legend_boxes(self, sight: Sight) -> list[tuple[QRectF, str, str]]:
        """Return the place, code and word of each kind of tie in the legend."""
        kinds, left, found = self.kinds(), 14.0, []
        words = sum(self.metrics.horizontalAdvance(word) for _, word in kinds)
        sign = max(20.0, min(46.0, (sight.room.width() - 20 - words) / max(1, len(kinds)) - 14))
        for code, word in kinds:
            wide = min(sign + self.metrics.horizontalAdvance(word) + 14, max(30.0, sight.room.right() - left))
            box = QRectF(left, sight.room.bottom() + 5, wide, 24)
            found.append((box, code, word))
            left = box.right()
        return found

    def legend(self, painter: QPainter, sight: Sight) -> None:
        """Paint what each line means."""
        for box, code, word in self.legend_boxes(sight):
            middle = box.center().y()
            colour = self._context.theme.colour(TONES.get(code, "text_muted"))
            sign = max(18.0, box.width() - self.metrics.horizontalAdvance(word) - 14)
            paint_line(painter, QPointF(box.left(), middle), QPointF(box.left() + sign - 6, middle), code, colour, 1.6)
            painter.setFont(self.font)
            painter.setPen(self._context.theme.colour("text"))
            room = box.adjusted(sign, 0, 0, 0)
            cut = self.metrics.elidedText(word, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, cut)


def _lanes(ties: Sequence[Tie]) -> list[tuple[Tie, float]]:
    """Return each tie with how far aside it runs, so that two ties of the same two people do not cover each other."""
    pairs: dict[frozenset[str], list[Tie]] = {}
    for tie in ties:
        pairs.setdefault(frozenset((tie.person, tie.other)), []).append(tie)
    return [(t, (n - (len(found) - 1) / 2) * 9.0) for found in pairs.values() for n, t in enumerate(found)]


def paint_line(
    painter: QPainter, start: QPointF, end: QPointF, kind: str, colour: QColor, width: float, share: float = 1.0
) -> None:
    """Paint a tie: an arrow for reporting, a dashed open arrow for influence, two lines for allies, a cross for conflict."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, width, _LINES.get(kind, Qt.PenStyle.SolidLine)))
    away = end - start
    far = max((away.x() ** 2 + away.y() ** 2) ** 0.5, 0.1)
    one = away / far
    aside = QPointF(-one.y(), one.x())
    if kind == "allied":
        painter.drawLine(start + aside * 2, end + aside * 2)
        painter.drawLine(start - aside * 2, end - aside * 2)
        return
    painter.drawLine(start, end)
    painter.setPen(QPen(colour, max(width, 1.4 * share)))
    sign = 8 * share
    if kind == "conflict":
        middle = (start + end) / 2
        for across in (one + aside, one - aside):
            painter.drawLine(middle - across * sign * 0.56, middle + across * sign * 0.56)
        return
    left, right = end - one * sign + aside * sign / 2, end - one * sign - aside * sign / 2
    if kind == "reports_to":
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([end, left, right]))
    else:
        painter.drawPolyline(QPolygonF([left, end, right]))
