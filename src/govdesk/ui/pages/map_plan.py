"""Where the discs of the stakeholder map lie and which labels find room: geometry alone, without painting.

Judgements are whole steps, so many people share a cell of the grid; each cell packs its own people side by side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF

from govdesk.insight.standing import HIGH, Standing

STEPS = 5
#: Height of the line above each quadrant that holds its name, so that no disc stands on it.
STRIP = 24.0
#: Up to so many discs each is painted by itself, however close they stand.
FEW = 200
#: Sides of a cell on a usual screen, of a disc with its label, and of a disc alone, in pixels.
CELL, _LABELLED, _BARE = (150.0, 84.0), (74.0, 32.0), (32.0, 28.0)
_GAP = 5.0
#: How far discs with labels may be pressed together before they stand bare.
_TIGHT = 1.2
_EDGE = 1e-6
#: A name of so many letters is short already.
_KNOWN = 5
_HASH = 64

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """How the grid of judgements lies on the widget: the plot's place, how far it is zoomed and shifted."""

    plot: QRectF
    zoom: float = 1.0
    shift: QPointF = field(default_factory=QPointF)

    @property
    def step(self) -> tuple[float, float]:
        """Width and height of one cell."""
        return self.plot.width() * self.zoom / STEPS, (self.plot.height() - 2 * STRIP) * self.zoom / STEPS

    @property
    def strip(self) -> float:
        """Height of a quadrant's line."""
        return STRIP * self.zoom

    def line(self, powerful: bool) -> float:
        """Return where the line of the upper or of the lower quadrants begins."""
        top = self.plot.top() + self.shift.y()
        return top if powerful else top + self.strip + (STEPS + 1 - HIGH) * self.step[1]

    def at(self, interest: float, power: float) -> QPointF:
        """Return the point of a judgement."""
        wide, high = self.step
        lines = self.strip * (1 if power > HIGH - 0.5 else 2)
        return QPointF(
            self.plot.left() + (interest - 0.5) * wide + self.shift.x(),
            self.plot.top() + (STEPS + 0.5 - power) * high + lines + self.shift.y(),
        )

    def judgement(self, point: QPointF) -> tuple[float, float]:
        """Return interest and power at a point."""
        wide, high = self.step
        across = (point.x() - self.plot.left() - self.shift.x()) / wide + 0.5
        powerful = point.y() < self.line(False)
        down = (point.y() - self.line(powerful) - self.strip) / high
        return across, (STEPS + 0.5 if powerful else HIGH - 0.5) - max(down, _EDGE)

    def cell(self, point: QPointF) -> Cell | None:
        """Return interest and power of the cell under a point; None outside the plot."""
        if not self.plot.contains(point):
            return None
        interest, power = (round(v) for v in self.judgement(point))
        return (interest, power) if 1 <= interest <= STEPS and 1 <= power <= STEPS else None

    def cell_box(self, cell: Cell) -> QRectF:
        """Return the rectangle of a cell."""
        return QRectF(self.at(cell[0] - 0.5, cell[1] + 0.5), self.at(cell[0] + 0.5, cell[1] - 0.5))

    def moved(self, shift: QPointF, zoom: float) -> Frame:
        """Return the frame with another shift and zoom, never leaving the plot bare."""
        zoom = min(max(zoom, 1.0), 12.0)
        least_x, least_y = self.plot.width() * (1 - zoom), self.plot.height() * (1 - zoom)
        kept = QPointF(min(0.0, max(least_x, shift.x())), min(0.0, max(least_y, shift.y())))
        return Frame(self.plot, zoom, kept)

    def zoomed(self, factor: float, point: QPointF) -> Frame:
        """Return the frame zoomed so that what lies under a point stays there."""
        zoom = min(max(self.zoom * factor, 1.0), 12.0)
        ratio = zoom / self.zoom
        corner = point - self.plot.topLeft()
        return self.moved(corner - (corner - self.shift) * ratio, zoom)


def pack(
    people: Sequence[Standing], order: Callable[[Standing], int] | None = None, cell: tuple[float, float] = CELL
) -> dict[str, tuple[float, float]]:
    """Return the place of each person that has one, as interest and power with fractions.

    Args:
        people: Who is to be placed.
        order: Answers by what those in one cell stand together.
        cell: Width and height of a cell.
    """
    cells: dict[Cell, list[str]] = defaultdict(list)
    for one in sorted(people, key=order) if order is not None else people:
        if one.interest is not None and one.power is not None:
            cells[one.interest, one.power].append(one.id)
    found = {}
    for (interest, power), ids in cells.items():
        columns, labelled = _columns(len(ids), cell)
        lines = -(-len(ids) // columns)
        for n, identity in enumerate(ids):
            line, column = divmod(n, columns)
            across = (column + 0.5 - (0.12 if labelled else 0.0)) / columns
            found[identity] = (interest - 0.5 + across, power + 0.5 - (line + 0.5) / lines)
    return found


def _columns(amount: int, cell: tuple[float, float]) -> tuple[int, bool]:
    def crowding(columns: int, item: tuple[float, float]) -> float:
        lines = -(-amount // columns)
        return max(columns * item[0] / cell[0], lines * item[1] / cell[1])

    labelled = min(range(1, amount + 1), key=lambda c: crowding(c, _LABELLED))
    if crowding(labelled, _LABELLED) <= _TIGHT:
        return labelled, True
    return min(range(1, amount + 1), key=lambda c: crowding(c, _BARE)), False


def clusters(people: Sequence[Standing], frame: Frame) -> dict[Cell, list[Standing]]:
    """Return the people of the cells in which so many stand that only their number can be shown at this zoom."""
    if len(people) <= FEW:
        return {}
    cells: dict[Cell, list[Standing]] = defaultdict(list)
    for one in people:
        if one.interest is not None and one.power is not None:
            cells[one.interest, one.power].append(one)
    wide, high = frame.step
    room = wide * high / (_BARE[0] * _BARE[1])
    return {cell: found for cell, found in cells.items() if len(found) > room}


class _Taken:
    """Rectangles that are taken, found again by the squares they lie in."""

    def __init__(self) -> None:
        self._squares: dict[tuple[int, int], list[tuple[QRectF, str]]] = defaultdict(list)

    def add(self, box: QRectF, whose: str) -> None:
        for square in self._of(box):
            self._squares[square].append((box, whose))

    def free(self, box: QRectF, whose: str) -> bool:
        return not any(
            who != whose and taken.intersects(box) for square in self._of(box) for taken, who in self._squares[square]
        )

    @staticmethod
    def _of(box: QRectF) -> list[tuple[int, int]]:
        return [
            (x, y)
            for x in range(int(box.left()) // _HASH, int(box.right()) // _HASH + 1)
            for y in range(int(box.top()) // _HASH, int(box.bottom()) // _HASH + 1)
        ]


def place_labels(
    discs: Mapping[str, tuple[QPointF, float, str]],
    measure: Callable[[str], float],
    height: float,
    bounds: QRectF,
    kept: Sequence[QRectF] = (),
) -> dict[str, tuple[QRectF, str]]:
    """Return a place for each label that finds one: beside, below or above its disc, shortened where it must be.

    Args:
        discs: Centre, radius and name by id, the most important first.
        measure: Answers how wide a text is.
        height: Height of a line.
        bounds: Labels stay inside.
        kept: Labels stay out of these.
    """
    taken = _Taken()
    for one in kept:
        taken.add(one, "")
    for identity, (centre, radius, _) in discs.items():
        taken.add(QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius), identity)
    found: dict[str, tuple[QRectF, str]] = {}
    for identity, (centre, radius, name) in discs.items():
        for text in _shortened(name):
            if box := _free_box(taken, identity, centre, radius, (measure(text), height), bounds):
                taken.add(box, f"{identity} label")
                found[identity] = (box, text)
                break
    return found


def _shortened(name: str) -> list[str]:
    """Return a name whole, without the word that tells it from a namesake, and as short as it can still be known by."""
    plain = name.partition(" · ")[0]
    first, *rest = plain.split()[:2] or [plain]
    if rest and rest[0][0].isascii() and rest[0][0].isalpha():
        short = f"{first} {rest[0][0]}."
    else:
        short = first if len(first) < len(plain) else f"{plain[:4]}…"
    return list(dict.fromkeys([name, plain, short if len(plain) > _KNOWN else plain]))


def _free_box(
    taken: _Taken, identity: str, centre: QPointF, radius: float, size: tuple[float, float], bounds: QRectF
) -> QRectF | None:
    wide, high = size
    beside = centre.y() - high / 2
    for left, top in (
        (centre.x() + radius + _GAP, beside),
        (centre.x() - radius - _GAP - wide, beside),
        (centre.x() - wide / 2, centre.y() + radius + 1),
        (centre.x() - wide / 2, centre.y() - radius - high - 1),
    ):
        box = QRectF(left, top, wide, high)
        if bounds.contains(box) and taken.free(box, identity):
            return box
    return None
