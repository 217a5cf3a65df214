"""Paints a department's page: the same lines on the screen, in a PDF and on paper, always dark on white."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from govdesk.i18n import N_, Language, Message
from govdesk.insight.department_sheet import MOODS, DepartmentSheet
from govdesk.ui.font import window_font
from govdesk.ui.theme import Theme

#: A4 at 96 dots to the inch; a printer's page is scaled to it.
WIDTH, HEIGHT = 794, 1123
_MARGIN = 56
_ROW = 22
_FOOT = 40
_MOST = {"owns": 18, "asks": 7, "owes": 9}


class DepartmentPaper:
    """One page, painted from top to bottom."""

    def __init__(self, sheet: DepartmentSheet, project: str, lang: Language, day: dt.date, seal: str = "") -> None:
        self._sheet = sheet
        self._project = project
        self._lang = lang
        self._day = day
        self._seal = seal
        self._look = Theme(dark=False)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Paint the page into a rectangle from the painter's origin, as large as fits."""
        painter.save()
        scale = min(width / WIDTH, height / HEIGHT)
        painter.scale(scale, scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(0, 0, WIDTH, HEIGHT), QColor("#FFFFFF"))
        self._painter, self._y = painter, float(_MARGIN)
        self._head()
        self._owns()
        self._asks()
        self._feels()
        self._owes()
        foot = self._say(N_("As of {day} · GovDesk"), day=self._day.isoformat())
        self._y = HEIGHT - _FOOT
        self._text(f"{foot} {self._seal}".strip(), 11, "text_muted")
        painter.restore()

    def _say(self, text: str, **args: object) -> str:
        return self._lang.say(Message(text, args))

    def _text(self, text: str, size: int, colour: str, *, bold: bool = False, x: float = 0, room: float = 0) -> None:
        """Write one line at the present height, cut where it is too long."""
        font = window_font(size)
        font.setBold(bold)
        self._painter.setFont(font)
        self._painter.setPen(self._look.colour(colour))
        room = room or WIDTH - 2 * _MARGIN - x
        cut = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
        rect = QRectF(_MARGIN + x, self._y, room, max(_ROW, size * 1.6))
        self._painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)

    def _head(self) -> None:
        self._text(self._project, 12, "text_muted")
        self._y += 24
        self._text(self._sheet.name, 24, "text", bold=True)
        self._y += 42
        if self._sheet.leader:
            self._text(self._say(N_("Head: {name}"), name=self._sheet.leader), 13, "text_muted")
            self._y += 24

    def _section(self, title: str, note: str = "") -> None:
        self._y += 16
        self._text(title, 15, "accent", bold=True)
        if note:
            self._text(note, 12, "text_muted", x=150)
        self._y += 26
        self._painter.setPen(QPen(self._look.colour("border"), 1))
        self._painter.drawLine(_MARGIN, round(self._y) - 3, WIDTH - _MARGIN, round(self._y) - 3)

    def _more(self, count: int) -> None:
        if count > 0:
            self._text(self._lang.ngettext("… and {count} more", "… and {count} more", count), 12, "text_muted")
            self._y += _ROW

    def _nothing(self, words: str) -> None:
        self._text(self._lang.gettext(words), 13, "text_muted")
        self._y += _ROW

    def _owns(self) -> None:
        owns = self._sheet.owns
        counts = {x: sum(x in p.letters for p in owns) for x in "AR"}
        note = self._say(N_("accountable for {a}, responsible for {r}"), a=counts["A"], r=counts["R"])
        self._section(self._lang.gettext(N_("Owns")), note)
        if not owns:
            self._nothing(N_("It holds no letter in any deliverable."))
        for part in owns[: _MOST["owns"]]:
            x = 0.0
            for letter in part.letters:
                self._badge(letter, x)
                x += 22
            self._text(part.name, 13, "text", x=70, room=260)
            self._text(part.wave, 12, "text_muted", x=340, room=190)
            self._due(part.due, late=part.late)
            self._y += _ROW
        self._more(len(owns) - _MOST["owns"])

    def _badge(self, letter: str, x: float) -> None:
        ground, ink = self._look.responsibility(letter)
        box = QRectF(_MARGIN + x, self._y + 2, 19, 18)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(ground)
        self._painter.drawRoundedRect(box, 4, 4)
        font = window_font(12)
        font.setBold(True)
        self._painter.setFont(font)
        self._painter.setPen(ink)
        self._painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)

    def _due(self, due: dt.date | None, *, late: bool) -> None:
        if due is not None:
            words = self._say(N_("{day} overdue"), day=due.isoformat()) if late else due.isoformat()
            self._text(words, 12, "act" if late else "text_muted", x=540)

    def _asks(self) -> None:
        sheet = self._sheet
        self._section(self._lang.gettext(N_("Asks")))
        if not sheet.quoted:
            self._nothing(N_("Too few spoke to quote them without showing who they are."))
        elif not sheet.asks:
            self._nothing(N_("Nothing waits for an answer."))
        for text in sheet.asks[: _MOST["asks"]]:
            self._text(f"“{text}”", 13, "text")
            self._y += _ROW
        self._more(len(sheet.asks) - _MOST["asks"])

    def _feels(self) -> None:
        sheet = self._sheet
        hidden = self._lang.gettext(N_("too few to be shown"))
        total = hidden if sheet.voices is None else str(sheet.voices)
        self._section(self._lang.gettext(N_("Feels")), self._say(N_("voices: {count}"), count=total))
        x = 0.0
        for mood, count, tone in zip(MOODS, sheet.moods, ("act", "text_muted", "good"), strict=True):
            words = self._lang.gettext(mood)
            self._text("–" if count is None else str(count), 18, tone, bold=True, x=x, room=60)
            self._text(words, 12, "text_muted", x=x + 44, room=140)
            x += 200
        self._y += 26
        if sheet.voices is not None and None in sheet.moods:
            self._nothing(N_("A dash stands where a count is too small, or would give a small one away."))

    def _owes(self) -> None:
        owes = self._sheet.owes
        self._section(self._lang.gettext(N_("Owes")))
        if not owes:
            self._nothing(N_("Nothing is open with its people."))
        for debt in owes[: _MOST["owes"]]:
            words = self._say(N_("Answer to {record}"), record=debt.text) if debt.answer else debt.text
            self._text(words, 13, "text", room=530)
            self._due(debt.due, late=debt.late)
            self._y += _ROW
        self._more(len(owes) - _MOST["owes"])
