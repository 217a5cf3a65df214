"""The card that stands beside a disc under the mouse: who it is, how they are judged, and what worries them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from govdesk.i18n import N_, Message
from govdesk.insight.standing import Standing
from govdesk.ui.context import Context
from govdesk.ui.font import window_font
from govdesk.ui.pages.disc import level_word

_WIDTH = 250.0
_PAD = 12.0


def paint_card(painter: QPainter, context: Context, one: Standing, point: QPointF, room: QRectF) -> None:
    """Paint somebody's card near a point, inside the room."""
    theme = context.theme
    lines = card_lines(context, one)
    plain, bold = window_font(theme.text - 1), window_font(theme.text)
    bold.setBold(True)
    wide = _WIDTH - 2 * _PAD
    flags = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
    heights = [
        min(QFontMetricsF(bold if n == 0 else plain).boundingRect(QRectF(0, 0, wide, 400), flags, t).height(), 74.0)
        for n, (t, _) in enumerate(lines)
    ]
    box = QRectF(0, 0, _WIDTH, sum(heights) + 4 * (len(lines) - 1) + 2 * _PAD)
    left = point.x() + 26
    box.moveLeft(left if left + box.width() < room.right() - 6 else point.x() - 26 - box.width())
    box.moveTop(min(max(point.y() - box.height() / 2, room.top() + 6), room.bottom() - box.height() - 6))
    painter.setPen(QPen(theme.colour("border_strong"), 1))
    painter.setBrush(theme.colour("surface"))
    painter.drawRoundedRect(box, 8, 8)
    top = box.top() + _PAD
    for n, ((text, tone), height) in enumerate(zip(lines, heights, strict=True)):
        painter.setFont(bold if n == 0 else plain)
        painter.setPen(theme.colour(tone))
        painter.drawText(QRectF(box.left() + _PAD, top, wide, height), flags, text)
        top += height + 4


def card_lines(context: Context, one: Standing) -> list[tuple[str, str]]:
    """Return the lines of somebody's card, each with its tone."""
    say = context.say
    now, wish = level_word(context, one.engagement), level_word(context, one.desired)
    found = [(one.shown, "text")]
    found += [(t, "text_muted") for t in (" · ".join(t for t in (one.title, one.department) if t),) if t]
    judged = Message(
        N_("Power {power} · interest {interest}"), {"power": one.power or "–", "interest": one.interest or "–"}
    )
    found.append((say(judged), "text"))
    if one.desired and one.desired != one.engagement:
        found.append((say(Message(N_("Today {now}, wished for {wish}"), {"now": now, "wish": wish})), "text"))
    else:
        found.append((say(Message(N_("Today {now}"), {"now": now})), "text"))
    if one.gone:
        found.insert(1, (say(Message(N_("Left on {day}"), {"day": str(one.left)})), "act"))
    if one.concerns:
        found.append((say(Message(N_("Concern: {text}"), {"text": one.concerns})), "text_muted"))
    if one.ties:
        found.append((context.language.ngettext("{count} tie", "{count} ties", one.ties), "text_muted"))
    return found
