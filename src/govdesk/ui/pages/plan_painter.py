"""Paints the lines of the mitigation plan: heads with their progress, steps in columns, and how far each is signed off."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from govdesk.i18n import N_, Message
from govdesk.insight.worklist import Step
from govdesk.ui.context import Context
from govdesk.ui.font import window_font
from govdesk.ui.icon import paint_icon
from govdesk.ui.pages.plan_layout import BOX, COLUMNS, LEFT, TITLES, Line, columns

_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_RIGHT = 216
_GAP = 10
_BAR = 7
_HELD = {"doing": N_("Doing"), "not_applicable": N_("Not applicable")}


class PlanPainter:
    """Paints in one look."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._theme = context.theme
        self._fields = {name: context.registers["checklist_item"].field(name) for name in COLUMNS}

    def titles(self, painter: QPainter, width: int) -> None:
        """Paint the names of the columns, above everything."""
        box = QRectF(0, 0, width, TITLES)
        painter.fillRect(box, self._colour("header"))
        painter.setPen(QPen(self._colour("border"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        words = {"verified_by": N_("Sign-off")}
        for name, (left, room) in columns(width).items():
            text = self._context.say(words.get(name, self._fields[name].label))
            self._write(painter, QRectF(left, 0, room - _GAP, TITLES), text, "text_muted", small=True, bold=True)

    def line(
        self,
        painter: QPainter,
        line: Line,
        box: QRectF,
        today: dt.date,
        cursor: str | None = None,
        *,
        lit: bool = False,
    ) -> None:
        """Paint one line.

        Args:
            painter: Where to.
            line: What.
            box: Its place.
            today: The day against which a step is late.
            cursor: The column that the cursor stands in; None where the line is not chosen.
            lit: Whether the keyboard is here.
        """
        if cursor is not None:
            painter.fillRect(box, self._colour("selection"))
        if line.step is None:
            self._head(painter, line, box)
        else:
            self._step(painter, line, line.step, box, today)
        if cursor is not None and lit:
            left, room = columns(round(box.width()))[cursor] if line.step is not None else (0, round(box.width()))
            painter.setPen(QPen(self._colour("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(left - 5, box.top() + 1.5, room - 2, box.height() - 3), 4, 4)

    def state(self, step: Step) -> tuple[str, str]:
        """Return how far a step is signed off, in words, and its tone."""
        say = self._context.say
        if step.status == "done" and step.verifier_name:
            return say(Message(N_("Verified: {name}"), {"name": step.verifier_name})), "good"
        if step.status == "done":
            return say(N_("Verify…")) if step.evidence else say(N_("No evidence")), "watch"
        return say(_HELD.get(step.status, N_("To do"))), "accent" if step.status == "doing" else "quiet"

    def _colour(self, name: str) -> QColor:
        return self._theme.colour(name)

    def _write(
        self, painter: QPainter, room: QRectF, text: str, ink: str, *, bold: bool = False, small: bool = False
    ) -> float:
        """Write a text in one line, cut where it is too long; return how wide it is."""
        font = window_font(self._theme.caption if small else self._theme.text)
        font.setBold(bold)
        painter.setFont(font)
        painter.setPen(self._colour(ink))
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _MIDDLE, shown)
        return metrics.horizontalAdvance(shown)

    def _head(self, painter: QPainter, line: Line, box: QRectF) -> None:
        say = self._context.say
        painter.setPen(QPen(self._colour("border"), 1))
        painter.drawLine(box.topLeft(), box.topRight())
        wide = max(80.0, box.width() - _RIGHT - 24)
        self._write(painter, QRectF(LEFT, box.top() + 9, wide, 22), say(line.title), "text", bold=True)
        room = QRectF(LEFT, box.top() + 31, wide, 20)
        self._write(painter, room, self._note(line), "act" if line.plan is None else "text_muted", small=True)
        right = QRectF(box.width() - _RIGHT, box.top() + 9, _RIGHT - 16, 22)
        if line.plan is None:
            words = self._context.language.ngettext("{count} step", "{count} steps", line.count)
            self._write(painter, right, words, "text_muted")
            return
        args = {"done": line.done, "count": line.count, "verified": line.plan.verified}
        text = N_("{done} of {count} done · {verified} verified") if line.done else N_("{done} of {count} done")
        self._write(painter, right, say(Message(text, args)), "text_muted", small=True)
        self._progress(painter, line, QRectF(right.left(), box.top() + 36, right.width(), _BAR))

    def _note(self, line: Line) -> str:
        """Return what a head says below: against what the checklist stands, and who leads it."""
        say, note = self._context.say, self._context.say(line.note) if line.note else ""
        if line.plan is None:
            return note
        code = line.plan.target[0]
        parts = []
        if code:
            label = say(self._context.registers[code].about.label)
            parts.append(say(Message(N_("{register}: {record}"), {"register": label, "record": note})))
        if line.plan.owner_name:
            parts.append(say(Message(N_("Lead: {name}"), {"name": line.plan.owner_name})))
        return " · ".join(parts)

    def _progress(self, painter: QPainter, line: Line, bar: QRectF) -> None:
        share = line.done / line.count if line.count else 0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour("surface_sunken"))
        painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
        painter.setBrush(self._colour("good" if share == 1 else "accent"))
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * share, bar.height()), _BAR / 2, _BAR / 2)

    def _step(self, painter: QPainter, line: Line, step: Step, box: QRectF, today: dt.date) -> None:
        self._tick(painter, step, tick_box(box))
        places = columns(round(box.width()))

        def room(name: str) -> QRectF:
            left, wide = places[name]
            return QRectF(left, box.top(), wide - _GAP, box.height())

        wide = self._write(painter, room("step"), step.text, "text_muted" if step.over else "text")
        beside = room("step").adjusted(wide + 8, 0, 0, 0)
        if line.note and beside.width() > 40:
            self._write(painter, beside, f"· {self._context.say(line.note)}", "text_muted", small=True)
        owner = room("owner")
        if step.owner_left and not step.over:
            self._sign(painter, "user", "act", owner)
            owner.adjust(19, 0, 0, 0)
        ink = "act" if step.owner_left and not step.over else "text_muted"
        self._write(painter, owner, step.owner_name or "—", ink, small=True)
        due = room("due")
        late = step.late(today)
        if late:
            self._sign(painter, "clock", "act", due)
        text = step.due.isoformat() if step.due else "—"
        self._write(painter, due.adjusted(19, 0, 0, 0), text, "act" if late else "text_muted", small=True)
        self._write(painter, room("evidence"), step.evidence, "text_muted", small=True)
        self._pill(painter, step, room("verified_by"))

    def _sign(self, painter: QPainter, name: str, ink: str, room: QRectF) -> None:
        place = QRectF(room.left(), room.center().y() - 7, 14, 14).toRect()
        paint_icon(painter, name, self._colour(ink), place)

    def _pill(self, painter: QPainter, step: Step, room: QRectF) -> None:
        word, tone = self.state(step)
        ink, ground = self._theme.tone(tone)
        painter.setFont(window_font(self._theme.caption))
        metrics = painter.fontMetrics()
        text = metrics.elidedText(word, Qt.TextElideMode.ElideRight, round(room.width()) - 16)
        pill = QRectF(room.left(), room.center().y() - 11, metrics.horizontalAdvance(text) + 16, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(pill, 4, 4)
        painter.setPen(ink)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)

    def _tick(self, painter: QPainter, step: Step, box: QRectF) -> None:
        done = step.status == "done"
        painter.setPen(QPen(self._colour("good" if done else "border_strong"), 1.5))
        painter.setBrush(self._colour("good_soft") if done else self._colour("surface"))
        painter.drawRoundedRect(box, 4, 4)
        sign = {"done": "check", "doing": "ellipsis", "not_applicable": "minus"}.get(step.status)
        if sign:
            ink = self._colour("good" if done else "text_muted")
            paint_icon(painter, sign, ink, box.toRect().adjusted(2, 2, -2, -2))


def tick_box(box: QRectF) -> QRectF:
    """Return where the box to tick stands in a step's line."""
    return QRectF(LEFT, box.center().y() - BOX / 2, BOX, BOX)
