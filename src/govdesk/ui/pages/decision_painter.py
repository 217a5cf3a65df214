"""Paints the way of a decision: a stop for each body, ticked where it is passed, marked where the decision lies now."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from govdesk.i18n import N_, Message
from govdesk.insight.decision_path import Path, Stop
from govdesk.ui.context import Context
from govdesk.ui.font import window_font

PATH = Qt.ItemDataRole.UserRole + 1
_DOT = 9
#: The column of the paths.
_LAST = 2
_LEAST, _MOST = 92, 168
#: Of the states of a stop: its tone, and the sign in its dot.
_BACK = ("returned", "deferred", "refused")
_LOOKS = {
    "passed": ("good", "✓"), "here": ("accent", "•"), "stuck": ("act", "!"), "ahead": ("", ""), "skipped": ("", "–"),
}  # fmt: skip


class PathDelegate(QStyledItemDelegate):
    """Paints the last column of the list of decisions."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        theme = self._context.theme
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.colour("selection"))
        path = index.data(PATH)
        if index.column() != _LAST:
            super().paint(painter, option, index)
        elif isinstance(path, Path):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_path(painter, self._context, path, QRect(option.rect))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(theme.colour("border"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        path = index.data(PATH)
        stops = len(path.stops) if isinstance(path, Path) else 0
        return QSize(_LEAST * stops + 16, super().sizeHint(option, index).height())


def stop_at(path: Path, box: QRect, x: int) -> Stop | None:
    """Return the stop that is painted at a place across."""
    width = _width(path, box)
    place = int((x - box.left() - 8) // width) if width else -1
    return path.stops[place] if 0 <= place < len(path.stops) else None


def paint_path(painter: QPainter, context: Context, path: Path, box: QRect) -> None:
    """Paint the stops of a path from left to right into a box."""
    theme, width = context.theme, _width(path, box)
    if not path.stops:
        painter.setFont(window_font(theme.caption))
        painter.setPen(theme.colour("text_muted"))
        where = box.adjusted(8, 0, -8, 0)
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, context.say(N_("No steps are written down")))
        return
    y = box.top() + 22
    for place, stop in enumerate(path.stops):
        left = box.left() + 8 + round(place * width)
        tone, sign = ("watch", "↩") if stop.state == "passed" and stop.outcome in _BACK else _LOOKS[stop.state]
        ink, ground = theme.tone(tone)
        if place:
            painter.setPen(QPen(theme.colour("good" if stop.state == "passed" else "border"), 2))
            painter.drawLine(QPointF(left - width + 2 * _DOT + 4, y), QPointF(left - 4, y))
        _paint_dot(painter, QRectF(left, y - _DOT, 2 * _DOT, 2 * _DOT), (ink, ground), sign, theme.caption)
        words = QRect(left, y + _DOT + 3, round(width) - 10, 18)
        painter.setFont(window_font(theme.caption))
        quiet = theme.colour("text_muted" if stop.state in ("ahead", "skipped") else "text")
        _write(painter, words, stop.body, quiet)
        _write(
            painter,
            words.translated(0, 16),
            beneath(context, stop),
            ink if tone in ("act", "accent") else theme.colour("text_muted"),
        )


def beneath(context: Context, stop: Stop) -> str:
    """Return what stands below a stop: how long it lies there, or what came of it and when."""
    if stop.state in ("here", "stuck"):
        return (
            context.language.ngettext("{count} day", "{count} days", stop.days)
            if stop.since
            else context.say(N_("Now here"))
        )
    if stop.state == "ahead":
        return ""
    word = outcome_word(context, stop)
    return f"{word} {stop.since:%m-%d}" if stop.since else word


def outcome_word(context: Context, stop: Stop) -> str:
    """Return the outcome of a stop in words."""
    return context.registers["decision_step"].field("outcome").kind.show(stop.outcome, context.language)


def told(context: Context, path: Path) -> str:
    """Return a path in words, for the tooltip and for those who listen."""
    lines = []
    for n, stop in enumerate(path.stops, 1):
        args = {
            "number": n,
            "body": stop.body,
            "state": beneath(context, stop) or context.say(N_("Ahead")),
            "person": stop.person,
        }
        text = N_("{number}. {body}: {state} ({person})") if stop.person else N_("{number}. {body}: {state}")
        lines.append(context.say(Message(text, args)) + (f" – {stop.reason}" if stop.reason else ""))
    return "\n".join(lines)


def _paint_dot(painter: QPainter, box: QRectF, colours: tuple[QColor, QColor], sign: str, size: int) -> None:
    ink, ground = colours
    painter.setPen(QPen(ink, 1.5))
    painter.setBrush(ground)
    painter.drawEllipse(box)
    font = window_font(size)
    font.setBold(True)
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, sign)


def _write(painter: QPainter, box: QRect, text: str, ink: QColor) -> None:
    painter.setPen(ink)
    cut = painter.fontMetrics().elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)


def _width(path: Path, box: QRect) -> float:
    return max(min((box.width() - 16) / len(path.stops), _MOST), 1) if path.stops else 0
