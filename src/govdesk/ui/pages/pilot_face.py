"""Candidate sites side by side: a bar for each criterion and the score by the weights set above, kept with the workspace."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QPushButton, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.pilot_score import CRITERIA, EQUAL, MOST, WEIGHTS, Criterion, Site, sites, weights_of
from govdesk.registers.pilot_site import SITE_STATUS
from govdesk.store.query import Query
from govdesk.store.setting import write_setting
from govdesk.ui.context import Context
from govdesk.ui.flow import FlowLayout
from govdesk.ui.pages.row_canvas import Row
from govdesk.ui.pages.row_face import RowFace
from govdesk.ui.slot import giving
from govdesk.ui.text import button, label, say_tip

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_SEAT = N_("headquarters")
_ROW, _NAME, _SCORE, _PAD = 48, 0.22, 76, 10


class PilotFace(RowFace):
    """A row for each site, the best fitting first."""

    register, name, private = "pilot_site", N_("Pilot sites compared"), True
    head_height = 30

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.weights: dict[str, int] = dict(EQUAL)
        self.buttons: dict[str, QPushButton] = {}
        weights = QWidget()
        strip = FlowLayout(weights, spacing=6)
        strip.addWidget(label(context.say(N_("Weights")), "caption"))
        for criterion in CRITERIA:
            made = button("", "chip")
            made.clicked.connect(giving(self._turn, criterion.field))
            say_tip(made, context.say(N_("A click weighs it more: 0, 1, 2, 3")))
            self.buttons[criterion.field] = made
            strip.addWidget(made)
        self.inside.insertWidget(0, weights)
        self._dress()

    def fetch(self, session: Session, query: Query) -> Sequence[Row]:
        """Return the sites, the best fitting first."""
        self.weights = weights_of(session)
        found = sites(session, self.context.registers, query)
        ordered = sorted(found, key=lambda s: -(s.score(self.weights) or -1.0))
        return [Row(("pilot_site", s.id), self._words(s), s, _ROW) for s in ordered]

    def remark(self, rows: Sequence[Row]) -> str:
        """Return which site was chosen, or that none was."""
        self._dress()
        say = self.context.say
        taken = [r.data for r in rows if r.data.taken]
        if not taken:
            return say(
                N_(
                    "No site is chosen yet. Begin away from headquarters, where data are complete and the lead is willing."
                )
            )
        names = ", ".join(s.name for s in taken)
        first = rows[0].data
        if first not in taken and first.score(self.weights) is not None:
            text = N_("Chosen: {names}. By these weights {best} would fit better.")
            return say(Message(text, {"names": names, "best": first.name}))
        return say(Message(N_("Chosen: {names}."), {"names": names}))

    def lines(self) -> list[tuple[str | float | None, ...]]:
        """Return each site with its criteria and score."""
        say = self.context.say
        heads = [say(N_("Site")), say(N_("Status")), *(say(c.words) for c in CRITERIA), say(N_("Score"))]
        found: list[tuple[str | float | None, ...]] = [tuple(heads)]
        found.append((say(N_("Weight")), None, *(float(self.weights[c.field]) for c in CRITERIA), None))
        for row in self.canvas.rows:
            one: Site = row.data
            score = one.score(self.weights)
            marks = (None if m is None else round(100 * m) for m in (one.marks[c.field] for c in CRITERIA))
            status = say(SITE_STATUS[one.status].label)
            found.append((one.name, status, *marks, None if score is None else round(score)))
        return found

    def _words(self, one: Site) -> str:
        say, score = self.context.say, one.score(self.weights)
        parts = [one.name, say(SITE_STATUS[one.status].label)]
        parts += [f"{say(c.words)} {self._raw(c, one)}" for c in CRITERIA]
        if one.headquarters:
            parts.append(say(_SEAT))
        if score is not None:
            parts.append(say(Message(N_("score {score}"), {"score": f"{score:.0f}"})))
        return ", ".join(parts)

    def _raw(self, criterion: Criterion, one: Site) -> str:
        value = one.raw[criterion.field]
        if value is None:
            return "?"
        return f"{value:g}%" if criterion.percent else f"{value:g}/5"

    def _turn(self, field: str) -> None:
        """Weigh a criterion one step more, or not at all after the most."""
        weights = {**self.weights, field: (self.weights[field] + 1) % (MOST + 1)}
        if self.context.edit(lambda: write_setting(self.context.workspace, WEIGHTS, json.dumps(weights))):
            self.weights = weights
            self.show_query(self._query)

    def _dress(self) -> None:
        for criterion in CRITERIA:
            made, weight = self.buttons[criterion.field], self.weights[criterion.field]
            words = f"{self.context.say(criterion.words)} × {weight}"
            made.setText(words)
            made.setAccessibleName(words)
            made.setEnabled(self.context.writable)

    def _box(self, room: QRect, place: int) -> QRectF:
        left = room.width() * _NAME
        across = (room.width() - left - _SCORE) / len(CRITERIA)
        return QRectF(room.left() + left + place * across, room.top(), across, room.height())

    def paint_head(self, painter: QPainter, room: QRect) -> None:
        """Paint the criteria."""
        painter.fillRect(room, self.colour("surface"))
        self.pen(painter, "text_muted", small=True)
        elide = painter.fontMetrics().elidedText
        for place, criterion in enumerate(CRITERIA):
            box = self._box(room, place).adjusted(4, 0, -4, 0)
            words = elide(self.context.say(criterion.words), Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
        score = QRectF(room.right() - _SCORE + 8, room.top(), _SCORE - 16, room.height())
        painter.drawText(
            score, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self.context.say(N_("Score"))
        )

    def paint_row(self, painter: QPainter, room: QRect, row: Row) -> None:
        """Paint the name with its status, a bar for each criterion, and the score."""
        one: Site = row.data
        elide, width = Qt.TextElideMode.ElideRight, int(room.width() * _NAME) - 2 * _PAD
        self.pen(painter, bold=one.taken)
        name = QRect(room.left() + _PAD, room.top() + 5, width, 20)
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, painter.fontMetrics().elidedText(one.name, elide, width))
        self.pen(painter, "good" if one.taken else "text_muted", small=True)
        status = self.context.say(SITE_STATUS[one.status].label)
        if one.headquarters:
            status = f"{status} · {self.context.say(_SEAT)}"
        painter.drawText(
            name.translated(0, 19),
            Qt.AlignmentFlag.AlignVCenter,
            painter.fontMetrics().elidedText(status, elide, width),
        )
        for place, criterion in enumerate(CRITERIA):
            self._paint_mark(painter, self._box(room, place).adjusted(4, 0, -12, 0), criterion, one)
        score = one.score(self.weights)
        self.pen(painter, bold=True)
        box = QRectF(room.right() - _SCORE + 8, room.top(), _SCORE - 16, room.height())
        words = "–" if score is None else f"{score:.0f}" + ("*" if one.unknown else "")
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)

    def _paint_mark(self, painter: QPainter, box: QRectF, criterion: Criterion, one: Site) -> None:
        mark = one.marks[criterion.field]
        track = QRectF(box.left(), box.center().y() + 2, box.width(), 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colour("surface_sunken"))
        painter.drawRoundedRect(track, 4, 4)
        if mark is not None:
            painter.setBrush(self.colour("accent" if self.weights[criterion.field] else "border_strong"))
            painter.drawRoundedRect(QRectF(track.left(), track.top(), max(4.0, track.width() * mark), 8), 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self.pen(painter, "text_muted", small=True)
        words = QRectF(box.left(), box.top() + 4, box.width(), 18)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._raw(criterion, one))
