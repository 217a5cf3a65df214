"""The small pictures that stand for values: badges for words, bars for scales, ticks for flags."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap

from govdesk.fields.kinds import Scale
from govdesk.fields.vocabulary import Term, Vocabulary
from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.icon import paint_icon
from govdesk.ui.theme import ENGAGEMENT, RESPONSIBILITY, Theme

_HEIGHT = 22
_ICON = 16
_WIDE = 400
_TONE_ICONS = {"act": "chevrons-down", "watch": "chevron-down", "quiet": "minus", "good": "chevron-up"}

Paint = Callable[[QPainter, QRect], None]


class Badges:
    """Makes the pictures of one look: theme, language, font and scale of the screen."""

    def __init__(self, context: Context, metrics: QFontMetrics, ratio: float) -> None:
        self._context = context
        self._metrics = metrics
        self._ratio = ratio
        self._made: dict[Any, QPixmap | None] = {}

    def _cut(self, word: str, room: int) -> str:
        return self._metrics.elidedText(word, Qt.TextElideMode.ElideRight, room)

    def _once(self, key: Any, make: Callable[[], QPixmap | None]) -> QPixmap | None:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def term(self, vocabulary: Vocabulary, code: str, room: int = _WIDE) -> QPixmap | None:
        """Return a term's badge, no wider than the room; None for a term that is a plain word."""
        return self._once((code, room), lambda: self._term(vocabulary[code], room) if code in vocabulary else None)

    def paint_term(self, vocabulary: Vocabulary, code: str) -> QPixmap | None:
        """Return a term's badge without keeping it."""
        return self._term(vocabulary[code], _WIDE) if code in vocabulary else None

    def _term(self, term: Term, room: int) -> QPixmap | None:
        theme, word = self._context.theme, self._context.language.gettext(term.label)
        if term.mark in RESPONSIBILITY["light"] and term.code == term.mark:
            ground, ink = theme.responsibility(term.mark)
            return self._letter(
                term.mark, self._cut(word.removeprefix(term.mark).strip(), room - _HEIGHT - 6), ground, ink
            )
        if term.code in ENGAGEMENT:
            mark = word[:1] if self._context.language.code == "zh" else term.mark
            return self._disc(mark, self._cut(word, room - 24), QColor(ENGAGEMENT[term.code]))
        return self.word(self._cut(word, room - 14), term.tone) if term.tone else None

    def word(self, text: str, tone: str) -> QPixmap:
        """Return a word on its tone's ground."""
        ink, ground = self._context.theme.tone(tone)
        width = self._metrics.horizontalAdvance(text) + 14

        def paint(painter: QPainter, rect: QRect) -> None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(rect, 4, 4)
            painter.setPen(ink)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

        return self._picture(QSize(width, _HEIGHT), paint)

    def _letter(self, letter: str, word: str, ground: QColor, ink: QColor) -> QPixmap:
        width = _HEIGHT + 6 + self._metrics.horizontalAdvance(word)
        text = self._context.theme.colour("text")

        def paint(painter: QPainter, rect: QRect) -> None:
            box = QRect(0, 0, _HEIGHT, _HEIGHT)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(ink)
            painter.setFont(_bold(painter.font()))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
            painter.setPen(text)
            painter.setFont(_bold(painter.font(), bold=False))
            painter.drawText(rect.adjusted(_HEIGHT + 6, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, word)

        return self._picture(QSize(width, _HEIGHT), paint)

    def _disc(self, mark: str, word: str, colour: QColor) -> QPixmap:
        width = 18 + 6 + self._metrics.horizontalAdvance(word)
        text = self._context.theme.colour("text")

        def paint(painter: QPainter, rect: QRect) -> None:
            disc = QRectF(0, 2, 18, 18)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(disc)
            font = QFont(painter.font())
            font.setPixelSize(11)
            painter.setPen(QColor("#FFFFFF"))
            usual = painter.font()
            painter.setFont(_bold(font))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, mark)
            painter.setFont(usual)
            painter.setPen(text)
            painter.drawText(rect.adjusted(24, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, word)

        return self._picture(QSize(width, _HEIGHT), paint)

    def scale(self, kind: Scale, step: int, room: int = _WIDE) -> QPixmap | None:
        """Return a step: bars filled up to it, or for a balance its word with an arrow."""
        key = (step, room if kind.minimum < 0 else 0)
        return self._once(key, lambda: self._balance(kind, step, room) if kind.minimum < 0 else self._bars(kind, step))

    def _bars(self, kind: Scale, step: int) -> QPixmap:
        theme, count = self._context.theme, kind.maximum - kind.minimum + 1
        full, empty = theme.colour("accent"), theme.colour("border")

        def paint(painter: QPainter, rect: QRect) -> None:
            painter.setPen(Qt.PenStyle.NoPen)
            for place in range(count):
                painter.setBrush(full if kind.minimum + place <= step else empty)
                painter.drawRoundedRect(QRectF(place * 9, 8, 7, 6), 2, 2)
            painter.setPen(theme.colour("text"))
            painter.drawText(rect.adjusted(count * 9 + 4, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, str(step))

        return self._picture(QSize(count * 9 + 4 + self._metrics.horizontalAdvance(str(step)) + 1, _HEIGHT), paint)

    def _balance(self, kind: Scale, step: int, room: int) -> QPixmap:
        word = self._cut(kind.word(step, self._context.language), room - _ICON - 4)
        tone = kind.vocabulary[str(step)].tone if kind.vocabulary and str(step) in kind.vocabulary else ""
        ink = self._context.theme.tone(tone)[0]
        name = "chevrons-up" if step == kind.maximum else _TONE_ICONS.get(tone, "minus")
        return self._with_icon(name, word, ink)

    def flag(self, value: object, _room: int = 0) -> QPixmap | None:
        """Return a tick for yes, a pale word for no."""
        theme = self._context.theme
        if value:
            return self._once(True, lambda: self._with_icon("check", "", theme.colour("good")))
        return self._once(False, lambda: self._with_icon("minus", "", theme.colour("text_muted")))

    def needed(self) -> QPixmap:
        """Return the sign that a value is still needed."""
        word = self._context.say(N_("Needed"))
        made = self._once("needed", lambda: self._with_icon("circle-alert", word, self._context.theme.colour("act")))
        assert made is not None  # noqa: S101 - an icon is always painted
        return made

    def _with_icon(self, name: str, word: str, ink: QColor) -> QPixmap:
        def paint(painter: QPainter, rect: QRect) -> None:
            paint_icon(painter, name, ink, QRect(0, (_HEIGHT - _ICON) // 2, _ICON, _ICON))
            painter.setPen(ink)
            painter.drawText(rect.adjusted(_ICON + 4, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, word)

        gap = 4 if word else 0
        return self._picture(QSize(_ICON + gap + self._metrics.horizontalAdvance(word) + 1, _HEIGHT), paint)

    def _picture(self, size: QSize, paint: Paint) -> QPixmap:
        picture = QPixmap(round(size.width() * self._ratio), round(size.height() * self._ratio))
        picture.setDevicePixelRatio(self._ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(_font(self._context.theme))
        paint(painter, QRect(0, 0, size.width(), size.height()))
        painter.end()
        return picture


@lru_cache(maxsize=4)
def _font(theme: Theme) -> QFont:
    font = QFont()
    font.setPixelSize(theme.text)
    return font


def _bold(font: QFont, *, bold: bool = True) -> QFont:
    other = QFont(font)
    other.setBold(bold)
    return other
