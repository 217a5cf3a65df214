"""The disc that stands for a stakeholder wherever one is painted: colour and mark are engagement, the ring is the wish."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from govdesk.fields.kinds import Choice
from govdesk.i18n import N_, Language
from govdesk.ui.context import Context
from govdesk.ui.font import window_font
from govdesk.ui.theme import ENGAGEMENT, Theme

#: How strongly somebody who has left is painted.
FADED = 0.45
#: The word for somebody whose engagement nobody has judged yet.
NOT_JUDGED = N_("Not judged yet")


def levels(context: Context) -> Iterator[tuple[str, str]]:
    """Yield code and word of each engagement level, lowest first."""
    kind = context.registers["stakeholder"].field("engagement").kind
    assert isinstance(kind, Choice)  # noqa: S101 - declared so
    for term in kind.vocabulary:
        yield term.code, context.language.gettext(term.label)


def level_word(context: Context, code: str | None) -> str:
    """Return the word of an engagement level."""
    return dict(levels(context)).get(code or "", context.say(NOT_JUDGED))


def mark_of(context: Context, code: str | None) -> str:
    """Return the sign on the disc of a level."""
    return _mark(context, context.language, code)


def _mark(context: Context, language: Language, code: str | None) -> str:
    if code is None or code not in ENGAGEMENT:
        return "?"
    kind = context.registers["stakeholder"].field("engagement").kind
    assert isinstance(kind, Choice)  # noqa: S101 - declared so
    term = kind.vocabulary[code]
    return language.gettext(term.label)[:1] if language.code == "zh" else term.mark


def paint_disc(
    painter: QPainter,
    theme: Theme,
    centre: QPointF,
    radius: float,
    level: str | None,
    mark: str,
    wish: str | None = None,
    ground: str = "",
) -> None:
    """Paint a disc with its mark, and a ring in the colour of the level wished for where that is another.

    A `ground`, such as the colour of a group, takes the place of the level's colour.
    """
    theme_ground = theme.colour("surface")
    if wish is not None and wish in ENGAGEMENT and wish != level:
        painter.setPen(QPen(QColor(ENGAGEMENT[wish]).lighter(125 if theme.dark else 100), 2))
        painter.setBrush(theme_ground)
        painter.drawEllipse(centre, radius + 4, radius + 4)
    ground = ground or ENGAGEMENT.get(level or "", "")
    if ground:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        ink = QColor("#FFFFFF")
    else:
        ink = theme.colour("text_muted")
        painter.setPen(QPen(ink, 1.4, Qt.PenStyle.DashLine))
        painter.setBrush(theme_ground)
    painter.drawEllipse(centre, radius, radius)
    painter.setFont(mark_font(radius))
    painter.setPen(ink)
    box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, mark)


def name_font(font: QFont, gone: bool) -> QFont:
    """Return the font of a name: struck through where its owner has left."""
    made = QFont(font)
    made.setStrikeOut(gone)
    return made


@lru_cache(maxsize=64)
def mark_font(radius: float) -> QFont:
    """Return the font of a disc's mark."""
    font = window_font(max(9, round(radius * 1.05)))
    font.setBold(True)
    return font


@lru_cache(maxsize=512)
def disc_picture(
    theme: Theme, radius: float, level: str | None, mark: str, wish: str | None, ratio: float, ground: str = ""
) -> tuple[QPixmap, float]:
    """Return a disc as a picture made once, and half its side."""
    half = radius + 7
    made = QPixmap(round(2 * half * ratio), round(2 * half * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_disc(painter, theme, QPointF(half, half), radius, level, mark, wish, ground)
    painter.end()
    return made, half
