"""The budget by its gates: planned, approved and spent of each stage, and whether its gate was passed before money went on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from govdesk.i18n import N_, Message
from govdesk.insight.gap_word import amount
from govdesk.registers.budget_stage import GATE
from govdesk.store.query import Order, Query, records, rows
from govdesk.ui.pages.row_canvas import Row
from govdesk.ui.pages.row_face import RowFace

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_ROW, _NAME, _GATE, _PAD = 76, 0.26, 190, 10
_BARS = (("planned", N_("Plan")), ("approved", N_("Approved")), ("spent", N_("Spent")))


@dataclass(frozen=True, slots=True)
class Stage:
    """One tranche as it is painted; a sum that nobody wrote down is None."""

    name: str
    planned: float | None
    approved: float | None
    spent: float | None
    outcome: str
    gate: str
    due: date | None

    @property
    def over(self) -> bool:
        """Whether more was spent than approved, or, where nothing was approved yet, than planned."""
        limit = self.approved if self.approved is not None else self.planned
        return self.spent is not None and limit is not None and self.spent > limit

    def state(self, today: date) -> tuple[Message, str]:
        """Return how its gate stands, and the tone of it."""
        if self.outcome == "waiting" and self.due is not None and self.due < today:
            return Message(N_("Gate overdue")), "act"
        term = GATE[self.outcome]
        return Message(term.label), term.tone or "quiet"


class BudgetFace(RowFace):
    """A row for each stage, in their order."""

    register, name = "budget_stage", N_("Budget by gates")
    _most = 0.0

    def fetch(self, session: Session, query: Query) -> Sequence[Row]:
        """Return the stages in their order."""
        registers, today = self.context.registers, date.today()
        ordered = Query(query.register, query.project, query.filters, query.search, query.order or (Order("place"),))
        found = []
        for one in records(session, registers, "budget_stage", rows(session, registers, ordered)):
            v = one.values
            sums = v["planned"], v["approved"], v["spent"]
            data = Stage(v["name"] or "", *sums, v["outcome"] or "waiting", v["gate"] or "", v["gate_due"])
            found.append(Row(("budget_stage", one.id), self._words(data, today), data, _ROW))
        self._most = max(
            (s or 0.0 for r in found for s in (r.data.planned, r.data.approved, r.data.spent)), default=0.0
        )
        return found

    def remark(self, rows: Sequence[Row]) -> str:
        """Return the sums of all stages."""
        lang, say = self.context.language, self.context.say
        totals = [sum(getattr(r.data, field) or 0.0 for r in rows) for field, _ in _BARS]
        parts = [f"{say(words)} {amount(total, lang)}" for (_, words), total in zip(_BARS, totals, strict=True)]
        over = sum(r.data.over for r in rows)
        if over:
            parts.append(say(Message(N_("{count} stages over what was approved"), {"count": over})))
        return " · ".join(parts)

    def _words(self, one: Stage, today: date) -> str:
        say, lang = self.context.say, self.context.language
        sums = [f"{say(w)} {amount(getattr(one, f), lang)}" for f, w in _BARS if getattr(one, f) is not None]
        over = [say(N_("over what was approved"))] if one.over else []
        return ", ".join((one.name, *sums, *over, say(one.state(today)[0]), *([one.gate] if one.gate else [])))

    def lines(self) -> list[tuple[str | float | None, ...]]:
        """Return each stage with its sums."""
        say, today = self.context.say, date.today()
        heads = (N_("Stage"), *(w for _, w in _BARS), N_("Gate"), N_("Gate criterion"))
        found: list[tuple[str | float | None, ...]] = [tuple(say(h) for h in heads)]
        for row in self.canvas.rows:
            one: Stage = row.data
            found.append((one.name, one.planned, one.approved, one.spent, say(one.state(today)[0]), one.gate))
        return found

    def paint_row(self, painter: QPainter, room: QRect, row: Row) -> None:
        """Paint the name and its criterion, three bars, and the gate."""
        one: Stage = row.data
        lang, elide = self.context.language, Qt.TextElideMode.ElideRight
        left = int(room.width() * _NAME)
        self.pen(painter, bold=True)
        name = QRect(room.left() + _PAD, room.top() + 12, left - 2 * _PAD, 22)
        painter.drawText(
            name, Qt.AlignmentFlag.AlignVCenter, painter.fontMetrics().elidedText(one.name, elide, name.width())
        )
        self.pen(painter, "text_muted", small=True)
        gate = painter.fontMetrics().elidedText(one.gate, elide, name.width())
        painter.drawText(name.translated(0, 24), Qt.AlignmentFlag.AlignVCenter, gate)
        width = room.width() - left - _GATE - 90
        for line, (field, words) in enumerate(_BARS):
            value, top = getattr(one, field), room.top() + 10 + line * 19
            if value is None:
                continue
            bar = QRectF(room.left() + left, top, width * value / self._most if self._most else 0.0, 13)
            colour = "act" if field == "spent" and one.over else "accent"
            painter.setPen(QPen(self.colour("border_strong" if field == "planned" else colour), 1.2))
            painter.setBrush(self.colour({"planned": "surface", "approved": "accent_soft"}.get(field, colour)))
            painter.drawRoundedRect(bar, 3, 3)
            self.pen(painter, "text_muted", small=True)
            told = f"{self.context.say(words)} {amount(value, lang)}"
            painter.drawText(QRectF(bar.right() + 6, top - 3, 200, 18), Qt.AlignmentFlag.AlignVCenter, told)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        state, tone = one.state(date.today())
        self.pen(painter)
        painter.setPen(self.context.theme.tone(tone)[0])
        place = QRectF(room.right() - _GATE + 60, room.top(), _GATE - 66, room.height())
        told = painter.fontMetrics().elidedText(self.context.say(state), elide, int(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, told)
