"""Lays out and paints the board: a column for each status, a card for each voice, and the card that is being dragged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen

from govdesk.i18n import N_, Message
from govdesk.ui.context import Context

if TYPE_CHECKING:
    from govdesk.store.query import Record

CARD, GAP, HEAD = 84, 8, 40
#: The narrowest column with cards, and the width of one without.
_NARROWEST, _FOLDED = 112, 44
_NUMBER = 44
_CLOSING = "，。、；：？！）》”’…,.;:?!)"
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Lane:
    """One column: its status, the word for it, how many voices it has, those that are shown, and the row keys of all."""

    status: str
    word: str
    count: int
    records: tuple[Record, ...]
    keys: tuple[int, ...] = ()


class BoardLayout:
    """Where lanes and cards stand in a width, and how they look."""

    def __init__(self, context: Context, lanes: tuple[Lane, ...]) -> None:
        self._context = context
        self.lanes = lanes
        self._font = QFont()
        self._font.setPixelSize(context.theme.text)
        self._metrics = QFontMetrics(self._font)
        self._folded = tuple(not lane.count for lane in lanes) if any(lane.count for lane in lanes) else ()

    def folded(self, place: int) -> bool:
        """Answer whether a column is folded to a strip, because it holds no card while others do."""
        return bool(self._folded) and self._folded[place]

    def smallest(self) -> int:
        """Return the width below which the board is scrolled."""
        return sum(_FOLDED if self.folded(i) else _NARROWEST for i in range(len(self.lanes)))

    def height(self) -> int:
        """Return the height that the longest column needs."""
        longest = max((len(lane.records) + (lane.count > len(lane.records)) for lane in self.lanes), default=0)
        return HEAD + longest * (CARD + GAP) + GAP

    def lane(self, place: int, width: int, height: int) -> QRect:
        """Return where a column stands."""
        strips = sum(self._folded)
        wide = max(_NARROWEST, (width - strips * _FOLDED) // max(1, len(self.lanes) - strips))
        before = sum(_FOLDED if self.folded(i) else wide for i in range(place))
        return QRect(before, 0, (_FOLDED if self.folded(place) else wide) - GAP, height)

    def card(self, place: int, row: int, width: int) -> QRect:
        """Return where a card stands."""
        lane = self.lane(place, width, 0)
        return QRect(lane.left() + 6, HEAD + row * (CARD + GAP), lane.width() - 12, CARD)

    def lane_at(self, at: QPoint, width: int, height: int) -> int:
        """Return the column under a point, or −1."""
        return next((i for i in range(len(self.lanes)) if self.lane(i, width, height).contains(at)), -1)

    def card_at(self, at: QPoint, width: int) -> tuple[int, int] | None:
        """Return the card under a point: column and row; the row after the last stands for those not shown."""
        for i, lane in enumerate(self.lanes):
            for j in range(len(lane.records) + (lane.count > len(lane.records))):
                if self.card(i, j, width).contains(at):
                    return i, j
        return None

    def find(self, identity: str) -> tuple[int, int] | None:
        """Return the column and row of a record."""
        for i, lane in enumerate(self.lanes):
            for j, record in enumerate(lane.records):
                if record.id == identity:
                    return i, j
        return None

    # ------------------------------------------------------------ painting

    def paint(self, painter: QPainter, width: int, height: int, clip: QRect, chosen: str, over: int) -> None:
        """Paint the lanes and the cards in sight.

        Args:
            painter: Stands on the board.
            width: Of the board.
            height: Of the board.
            clip: What is in sight.
            chosen: Id of the chosen record.
            over: The column that a card is dragged over, or −1.
        """
        theme = self._context.theme
        painter.setFont(self._font)
        for i, lane in enumerate(self.lanes):
            box = self.lane(i, width, height)
            painter.setPen(QPen(theme.colour("accent"), 2) if i == over else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("surface_sunken"))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 8, 8)
            self._head(painter, lane, box)
            for j, record in enumerate(lane.records):
                card = self.card(i, j, width)
                if card.intersects(clip):
                    self.paint_card(painter, record, card, chosen=record.id == chosen)
            if lane.count > len(lane.records):
                more = Message(N_("{count} more…"), {"count": lane.count - len(lane.records)})
                painter.setPen(theme.colour("accent"))
                painter.drawText(
                    self.card(i, len(lane.records), width), Qt.AlignmentFlag.AlignCenter, self._context.say(more)
                )

    def _head(self, painter: QPainter, lane: Lane, box: QRect) -> None:
        theme = self._context.theme
        bold = QFont(self._font)
        bold.setBold(True)
        if box.width() <= _FOLDED:
            painter.save()
            painter.setPen(theme.colour("text_muted"))
            painter.translate(box.left(), 12)
            painter.rotate(90)
            painter.drawText(QRect(0, -box.width(), 240, box.width()), _LEFT, f"{lane.word}  {lane.count}")
            painter.restore()
            return
        painter.setFont(bold)
        painter.setPen(theme.colour("text"))
        count = f"{lane.count:,}"
        room = QRect(box.left() + 10, 0, box.width() - 20 - self._metrics.horizontalAdvance(f"  {count}"), HEAD)
        if QFontMetrics(bold).horizontalAdvance(lane.word) > room.width():
            self._tight_head(painter, lane.word, count, box.adjusted(10, 2, -6, 0))
            return
        painter.drawText(room, _LEFT, lane.word)
        painter.setFont(self._font)
        painter.setPen(theme.colour("text_muted"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(box.right() - 70, 0, 62, HEAD), right, count)

    def _tight_head(self, painter: QPainter, word: str, count: str, box: QRect) -> None:
        """Write the count below the word where both do not fit beside one another."""
        small = QFont(self._font)
        small.setPixelSize(self._context.theme.caption)
        small.setBold(True)
        painter.setFont(small)
        shown = QFontMetrics(small).elidedText(word, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(QRect(box.left(), box.top(), box.width(), HEAD // 2), _LEFT, shown)
        painter.setPen(self._context.theme.colour("text_muted"))
        painter.drawText(QRect(box.left(), box.top() + HEAD // 2 - 3, box.width(), HEAD // 2), _LEFT, count)
        painter.setFont(self._font)

    def paint_card(self, painter: QPainter, record: Record, card: QRect, *, chosen: bool) -> None:
        """Paint one card: number and deadline, then what was said in two lines."""
        from govdesk.insight.answering import deadline  # noqa: PLC0415 - comes with the workspace

        theme = self._context.theme
        painter.setPen(QPen(theme.colour("accent"), 2) if chosen else QPen(theme.colour("border"), 1))
        painter.setBrush(theme.colour("selection" if chosen else "surface"))
        painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), 6, 6)
        inner = card.adjusted(10, 6, -10, -6)
        values = record.values
        found = deadline(values.get("due"), values.get("status"), date.today(), values.get("replied"))
        words = self._context.say(found.words) if found is not None and found.tone in ("act", "watch") else ""
        if not words or self._metrics.horizontalAdvance(words) + _NUMBER <= inner.width():
            painter.setPen(theme.colour("text_muted"))
            painter.drawText(QRect(inner.left(), inner.top(), inner.width(), 22), _LEFT, f"{record.number:04d}")
        if found is not None and words:
            if found.short is not None and self._metrics.horizontalAdvance(words) > inner.width():
                words = self._context.say(found.short)
            self._badge(painter, inner, words, found.tone)
        painter.setPen(theme.colour("text"))
        self._two_lines(
            painter, inner.adjusted(0, 26, 0, 0), " ".join(str(record.values.get("statement") or "").split())
        )

    def _badge(self, painter: QPainter, inner: QRect, words: str, tone: str) -> None:
        font = QFont(self._font)
        font.setPixelSize(self._context.theme.caption)
        metrics = QFontMetrics(font)
        ink, ground = self._context.theme.tone(tone)
        wide = min(metrics.horizontalAdvance(words) + 10, inner.width())
        box = QRect(inner.right() - wide, inner.top(), wide, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(ink)
        painter.setFont(font)
        shortened = metrics.elidedText(words, Qt.TextElideMode.ElideRight, wide - 4)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shortened)
        painter.setFont(self._font)

    def _two_lines(self, painter: QPainter, box: QRect, text: str) -> None:
        cut = len(text)
        while cut > 1 and self._metrics.horizontalAdvance(text[:cut]) > box.width():
            cut = max(1, cut * box.width() // self._metrics.horizontalAdvance(text[:cut]))
        cut = break_at(text, cut)
        high = box.height() // 2
        painter.drawText(QRect(box.left(), box.top(), box.width(), high), _LEFT, text[:cut])
        rest = self._metrics.elidedText(text[cut:].strip(), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(QRect(box.left(), box.top() + high, box.width(), high), _LEFT, rest)


def break_at(text: str, cut: int) -> int:
    """Return where a line ends that has room up to a place: not within a Latin word, nor before closing punctuation."""
    if cut >= len(text):
        return cut
    if text[cut].isascii() and text[cut].isalnum() and " " in text[:cut]:
        return text[:cut].rindex(" ") + 1
    return cut - 1 if text[cut] in _CLOSING and cut > 1 else cut
