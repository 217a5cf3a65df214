"""Training as a matrix of roles and modules: how many of those who need it have passed, and where there is no course at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from govdesk.i18n import N_, Message
from govdesk.insight.training_cover import Cover, Coverage, coverage
from govdesk.report.figures.style import mix, readable
from govdesk.store.query import Filter, Query
from govdesk.ui.context import View
from govdesk.ui.pages.row_canvas import Row
from govdesk.ui.pages.row_face import RowFace

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_ROW, _NAME, _PAD = 52, 0.2, 10


class TrainingFace(RowFace):
    """A row for each role, a column for each module; double click or Enter opens the courses."""

    register, name = "training", N_("Training by role and module")
    head_height = 44
    cover = Coverage((), (), {})

    def fetch(self, session: Session, query: Query) -> Sequence[Row]:
        """Return a row for each role."""
        self.cover = found = coverage(session, self.context.registers, query)
        return [Row(("", ""), self._words(found, role), role, _ROW) for role in found.roles]

    def remark(self, rows: Sequence[Row]) -> str:
        """Return how many places have no course."""
        holes = len(self.cover.roles) * len(self.cover.modules) - len(self.cover.cells)
        words = Message(N_("passed / planned · {count} combinations without a course"), {"count": holes})
        return self.context.say(words if holes else N_("passed / planned · every role has every module"))

    def _words(self, found: Coverage, role: str) -> str:
        parts = [self._cell_words(m, found.cells.get((role, m))) for m in found.modules]
        return "\n".join((role, *parts))

    def _cell_words(self, module: str, cell: Cover | None) -> str:
        if cell is None:
            return self.context.say(Message(N_("{module}: no course"), {"module": module}))
        args = {"module": module, "planned": cell.planned, "attended": cell.attended, "passed": cell.passed}
        text = N_("{module}: {planned} planned, {attended} attended, {passed} passed")
        return self.context.say(Message(text, args))

    def open_row(self, row: Row, at: int) -> None:
        """Show the courses of the cell under the hand, or of the whole role."""
        room = QRect(0, 0, self.canvas.viewport().width(), _ROW)
        place = next(
            (n for n in range(len(self.cover.modules)) if self._box(room, n).left() <= at < self._box(room, n).right()),
            -1,
        )
        wanted = self.cover.modules if place < 0 else self.cover.modules[place : place + 1]
        numbers = [n for m in wanted for n in getattr(self.cover.cells.get((row.data, m)), "numbers", ())]
        if numbers:
            only = (Filter("number", "any_of", tuple(numbers)),)
            self.context.open_view(View("training", Query("training", self._query.project, only)))

    def lines(self) -> list[tuple[str | float | None, ...]]:
        """Return each cell as a line."""
        heads = (N_("Audience"), N_("Module"), N_("Plan"), N_("Attended"), N_("Assessed"), N_("Passed"))
        found: list[tuple[str | float | None, ...]] = [tuple(self.context.say(h) for h in heads)]
        for (role, module), c in self.cover.cells.items():
            found.append((role, module, c.planned, c.attended, c.assessed, c.passed))
        return found

    def _box(self, room: QRect, place: int) -> QRectF:
        left = room.width() * _NAME
        across = (room.width() - left - _PAD) / max(1, len(self.cover.modules))
        return QRectF(room.left() + left + place * across, room.top(), across, room.height())

    def paint_head(self, painter: QPainter, room: QRect) -> None:
        """Paint the modules."""
        painter.fillRect(room, self.colour("surface"))
        self.pen(painter, "text_muted", small=True)
        for place, module in enumerate(self.cover.modules):
            box = self._box(room, place).adjusted(4, 0, -4, -2)
            flags = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(box, flags, module)

    def paint_row(self, painter: QPainter, room: QRect, row: Row) -> None:
        """Paint the role and its cells."""
        self.pen(painter)
        name = QRectF(room.left() + _PAD, room.top(), room.width() * _NAME - 2 * _PAD, room.height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(name, flags, row.data or self.context.say(N_("Nobody named")))
        for place, module in enumerate(self.cover.modules):
            self._paint_cell(
                painter, self._box(room, place).adjusted(3, 4, -3, -4), self.cover.cells.get((row.data, module))
            )

    def _paint_cell(self, painter: QPainter, box: QRectF, cell: Cover | None) -> None:
        if cell is None:
            painter.setPen(QPen(self.colour("border_strong"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 4, 4)
            self.pen(painter, "text_muted", small=True)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "–")
            return
        share, theme = cell.share, self.context.theme
        ground = mix(theme.hex("surface"), theme.hex("accent"), 0.1 + 0.8 * (share or 0.0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self.pen(painter)
        painter.setPen(QColor(readable(ground)))
        words = f"{cell.passed:,} / {cell.planned:,}" + (f"\n{100 * share:.0f}%" if share is not None else "")
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
