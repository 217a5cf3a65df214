"""Where things stand in the risk matrix: the grid of cells, a disc for each risk, a count where they are too many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF

from govdesk.insight.exposure import LEVELS, STAGES, Exposure, Point

DISC = 22.0
_GAP = 2.0
_HEAD = 18.0
_EDGE = 3.0
_END = 78.0
_LEFT, _BOTTOM, _TOP, _RIGHT = 80.0, 46.0, 2.0, 2.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A risk and its disc."""

    risk: Exposure
    box: QRectF


@dataclass(frozen=True, slots=True)
class Heap:
    """The risks of a cell that have no room there, and where that is said."""

    point: Point
    box: QRectF
    risks: tuple[Exposure, ...]

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.risks)


class Grid:
    """The cells of a matrix of a given size; probability rises upwards, impact to the right."""

    def __init__(self, size: QSizeF) -> None:
        wide = max(LEVELS * 40.0, size.width() - _LEFT - _RIGHT)
        high = max(LEVELS * 40.0, size.height() - _TOP - _BOTTOM)
        self.area = QRectF(_LEFT, _TOP, wide, high)
        self.cell = QSizeF(wide / LEVELS, high / LEVELS)

    def rect(self, point: Point) -> QRectF:
        """Return a cell's rectangle."""
        probability, impact = point
        left = self.area.left() + (impact - 1) * self.cell.width()
        top = self.area.top() + (LEVELS - probability) * self.cell.height()
        return QRectF(QPointF(left, top), self.cell)

    def point(self, at: QPointF) -> Point | None:
        """Return the cell below a position; None outside the grid."""
        if not self.area.contains(at):
            return None
        impact = int((at.x() - self.area.left()) // self.cell.width()) + 1
        probability = LEVELS - int((at.y() - self.area.top()) // self.cell.height())
        return max(1, min(probability, LEVELS)), max(1, min(impact, LEVELS))

    def place(
        self, risks: Sequence[Exposure], stage: str = "current", chosen: str = ""
    ) -> tuple[list[Placed], list[Heap]]:
        """Return a disc for each risk rated at a stage that has room in its cell, and the heaps of those that have none.

        The chosen risk takes the last disc rather than being lost in a heap.
        """
        cells: dict[Point, list[Exposure]] = {}
        for risk in risks:
            point = risk.at(stage)
            if point is not None:
                cells.setdefault(point, []).append(risk)
        placed: list[Placed] = []
        heaps: list[Heap] = []
        for point, held in cells.items():
            boxes = self._boxes(self.rect(point))
            ordered = sorted(held, key=lambda r: r.status == "closed")
            shown = len(ordered) if len(ordered) <= len(boxes) else len(boxes) - 1
            hidden = next((n for n, r in enumerate(ordered) if r.id == chosen and n >= shown), None)
            if hidden is not None and shown:
                ordered.insert(shown - 1, ordered.pop(hidden))
            placed += [Placed(r, b) for r, b in zip(ordered[:shown], boxes, strict=False)]
            if shown < len(ordered):
                heaps.append(Heap(point, boxes[-1], tuple(ordered[shown:])))
        return placed, heaps

    def ends(self, risk: Exposure, stage: str) -> list[tuple[str, QRectF]]:
        """Return where the other stages of a risk stand, as ends of its trail, where they are not in the same cell."""
        found: list[tuple[str, QRectF]] = []
        for other in STAGES:
            point = risk.at(other)
            if other == stage or point is None or point == risk.at(stage):
                continue
            cell = self.rect(point)
            beside = sum(1 for _, box in found if cell.contains(box.center()))
            wide = min(_END, cell.width() - 8)
            box = QRectF(cell.center().x() - wide / 2, cell.bottom() - 26, wide, 20)
            found.append((other, box.translated(0, -23.0 * beside)))
        return found

    def _boxes(self, cell: QRectF) -> list[QRectF]:
        step = DISC + _GAP
        across = max(1, int((cell.width() - 2 * _EDGE + _GAP) // step))
        down = max(1, int((cell.height() - _HEAD - _EDGE + _GAP) // step))
        left = cell.left() + (cell.width() - across * step + _GAP) / 2
        top = cell.top() + _HEAD
        return [QRectF(left + x * step, top + y * step, DISC, DISC) for y in range(down) for x in range(across)]
