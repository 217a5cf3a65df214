"""The network of stakeholders as it lies on a widget: a web, the sight it is seen through, and the painting of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.network import Network, Tie
from govdesk.insight.standing import Standing
from govdesk.ui.context import Context
from govdesk.ui.pages.hover_card import paint_card
from govdesk.ui.pages.network_painter import NetworkPainter, Sight, Web, room_of

#: A tie is under the mouse where it is nearer than so many pixels.
_NEAR = 6.0


class NetworkSurface(QWidget):
    """Shows a web through a sight that can be zoomed and shifted, and the tie that is being drawn."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.painter = NetworkPainter(context)
        self.web = Web()
        #: Those without a tie, who stand beside the network.
        self.outsiders: Mapping[str, Standing] = {}
        #: Whether ties may be drawn.
        self.drawable = False
        self.sight = Sight(room_of(640, 420))
        self._press: QPointF | None = None
        self._pan = QPointF()
        self._held = ""
        self._from = ""
        self._hand: QPointF | None = None
        self._aim = ""
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(280, 220)
        self.setAccessibleName(context.say(N_("Network of relationships")))
        self.setAccessibleDescription(
            context.say(
                N_(
                    "Arrow keys choose a person, T draws a tie from them, 1 to 4 show one kind of tie, plus and minus zoom."
                )
            )
        )

    def show_network(self, found: Network) -> None:
        """Show another network."""
        self._press, self._held, self._from, self._hand, self._aim = None, "", "", None, ""
        self.web.show(found)
        self.painter.forget()
        self.update()

    def show_way(self, way: Sequence[Tie]) -> None:
        """Bring a way to the front."""
        self.web.way = way
        self.update()

    def select(self, identity: str) -> None:
        """Mark the person that is chosen elsewhere."""
        self.web.selected = identity
        self.update()

    def paint_picture(self, painter: QPainter, size: QSize) -> None:
        """Paint the whole network into a picture of a size."""
        sight, own = Sight(room_of(size.width(), size.height())), NetworkPainter(self._context)
        own.paint(painter, self.web, sight)
        own.legend(painter, sight)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._context.theme.colour("surface"))
        self.painter.paint(painter, self.web, self.sight)
        self.painter.legend(painter, self.sight)
        if self._from:
            self._paint_drawing(painter)
        elif not self.web.ties and self.drawable:
            theme = self._context.theme
            words = self._context.say(N_("No ties yet: drag from one person to another to tie them."))
            self._paint_words(painter, words, theme.colour("accent_soft"), theme.colour("text"))
        elif self.web.hovered and self._press is None:
            one = self.web.people[self.web.hovered]
            paint_card(painter, self._context, one, self.sight.at(self.web.places[one.id]), QRectF(self.rect()))
        if self.hasFocus():
            painter.setPen(QPen(self._context.theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)

    def _paint_drawing(self, painter: QPainter) -> None:
        """Paint the tie that is being drawn, and what to do next."""
        theme, people, places = self._context.theme, self.web.people, self.web.places
        target = self.sight.at(places[self._aim]) if self._aim else self._hand
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("accent"), 2, Qt.PenStyle.DashLine))
        if self._from in places and target is not None:
            painter.drawLine(self.sight.at(places[self._from]), target)
        if self._aim:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawEllipse(self.sight.at(places[self._aim]), 19, 19)
        names = {"person": self.name_of(self._from), "other": people[self._aim].shown if self._aim else "…"}
        words = self._context.say(Message(N_("{person} → {other} (Enter or let go; Escape leaves it)"), names))
        self._paint_words(painter, words, theme.colour("text"), theme.colour("surface"))

    def _paint_words(self, painter: QPainter, words: str, ground: QColor, ink: QColor) -> None:
        box = QRectF(12, 10, min(self.painter.metrics.horizontalAdvance(words) + 24, self.width() - 24), 28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 5, 5)
        painter.setFont(self.painter.font)
        painter.setPen(ink)
        cut = self.painter.metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, box.width() - 16)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cut)

    def name_of(self, identity: str) -> str:
        """Return the name of somebody in the network or beside it; empty where nobody has this id."""
        one = self.web.people.get(identity) or self.outsiders.get(identity)
        return one.shown if one is not None else ""

    def person_at(self, point: QPointF) -> str:
        """Return the id of the person under a point, or empty."""
        away = {who: (self.sight.at(place) - point).manhattanLength() for who, place in self.web.places.items()}
        best = min(away, key=lambda who: away[who], default="")
        return best if best and away[best] <= 18 and self.sight.room.contains(point) else ""

    def tie_at(self, point: QPointF) -> str:
        """Return the id of the tie under a point, or empty."""
        best, found = _NEAR, ""
        for tie in self.web.ties:
            start, end = self.sight.at(self.web.places[tie.person]), self.sight.at(self.web.places[tie.other])
            away, along = end - start, point - start
            square = QPointF.dotProduct(away, away)
            share = QPointF.dotProduct(along, away) / square if square else 0.0
            if 0.0 < share < 1.0:
                off = (along - away * share).manhattanLength()
                if off < best:
                    best, found = off, tie.id
        return found if self.sight.room.contains(point) else ""

    def zoom(self, factor: float, point: QPointF | None = None) -> None:
        """Zoom so that what lies under a point, or in the middle, stays there."""
        self.sight = self.sight.zoomed(factor, self.sight.room.center() if point is None else point)
        self.update()

    def whole(self) -> None:
        """Show the whole network again."""
        self.sight = Sight(self.sight.room)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.sight = Sight(room_of(self.width(), self.height()), self.sight.zoom).moved(self.sight.shift)

    def focusInEvent(self, event: QEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:
        self.update()
