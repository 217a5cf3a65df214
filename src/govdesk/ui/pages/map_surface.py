"""The stakeholder map as it lies on a widget: a scene, the frame it is seen through, and the painting of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from govdesk.i18n import N_
from govdesk.insight.standing import Standing
from govdesk.ui.context import Context
from govdesk.ui.pages.disc import paint_disc
from govdesk.ui.pages.hover_card import paint_card
from govdesk.ui.pages.map_painter import MapPainter, Scene, plot_of, radius_of
from govdesk.ui.pages.map_plan import Cell, Frame


class MapSurface(QWidget):
    """Shows a scene through a frame that can be zoomed and shifted."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.painter = MapPainter(context)
        self.scene = Scene()
        self.frame = Frame(plot_of(640, 420))
        self.ghost: tuple[Standing, Cell] | None = None
        self._over: Cell | None = None
        self._press: QPointF | None = None
        self._held = ""
        self._drag: QPointF | None = None
        self._pan: QPointF | None = None
        self._lasso: list[QPointF] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 240)
        self.setAccessibleName(context.say(N_("Stakeholder map")))

    def sizeHint(self) -> QSize:
        return QSize(640, 460)

    def show_people(self, people: Sequence[Standing], trails: Mapping[str, Sequence[tuple[int, int]]]) -> None:
        """Show other people, or the same ones elsewhere."""
        self.scene.people = people
        self.scene.trails = trails
        self.scene.hovered = ""
        self._held, self._drag, self.ghost = "", None, None
        self._fit()
        self.update()

    def select(self, identity: str) -> None:
        """Mark the record that is chosen elsewhere."""
        self.scene.selected = identity
        self.update()

    def paint_picture(self, painter: QPainter, size: QSize) -> None:
        """Paint the whole map into a picture of a size."""
        own = MapPainter(self._context)
        own.grouping = self.painter.grouping
        frame = Frame(plot_of(size.width(), size.height(), own.legend_height(size.width())))
        scene = replace(self.scene)
        scene.show(scene.people, own.grouping.place, frame.step)
        own.paint(painter, scene, frame)
        own.legend(painter, frame)

    # ------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._context.theme
        painter.fillRect(self.rect(), theme.colour("surface"))
        self.painter.paint(painter, self.scene, self.frame)
        self.painter.legend(painter, self.frame)
        if self._lasso:
            ground = theme.colour("accent")
            ground.setAlpha(30)
            painter.setPen(QPen(theme.colour("accent"), 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(ground)
            painter.drawPolygon(QPolygonF(self._lasso))
        one = self.scene.by_id.get(self._held)
        if self._drag is not None and one is not None:
            self._paint_drag(painter, one, self.frame.cell(self._drag), self._drag)
        elif self.ghost is not None:
            self._paint_drag(painter, self.ghost[0], self.ghost[1], self.frame.at(*self.ghost[1]))
        elif self._over is not None:
            self._paint_cell(painter, self._over)
        elif self.scene.hovered and not self._lasso and self._pan is None:
            self._paint_hover(painter)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)

    def _paint_drag(self, painter: QPainter, one: Standing, cell: Cell | None, point: QPointF) -> None:
        theme = self._context.theme
        if cell is None:
            words = self._context.say(N_("Outside the map: nothing changes"))
        else:
            words = self.painter.move_words(one, cell)
            self._paint_cell(painter, cell)
        painter.setPen(QPen(theme.colour("accent"), 1.5, Qt.PenStyle.DotLine))
        if one.id in self.scene.places:
            painter.drawLine(self.frame.at(*self.scene.places[one.id]), point)
        group = self.painter.grouping.group(one)
        wish = one.desired if self.painter.grouping.by == "engagement" else None
        paint_disc(
            painter, theme, point, radius_of(one, self.frame) + 2, one.engagement, group.mark, wish, group.ground
        )
        if self._drag is not None:
            self._paint_words(painter, words, point)

    def _paint_cell(self, painter: QPainter, cell: Cell) -> None:
        accent = self._context.theme.colour("accent")
        painter.setPen(QPen(accent, 1.5))
        accent.setAlpha(36)
        painter.setBrush(accent)
        painter.drawRect(self.frame.cell_box(cell) & self.frame.plot)

    def _paint_words(self, painter: QPainter, words: str, point: QPointF) -> None:
        theme, metrics = self._context.theme, self.painter.metrics
        box = QRectF(point.x() + 20, point.y() + 16, metrics.horizontalAdvance(words) + 18, 26)
        box.moveLeft(min(box.left(), self.width() - box.width() - 4))
        box.moveTop(min(box.top(), self.height() - box.height() - 4))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("text"))
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(theme.colour("surface"))
        painter.setFont(self.painter.font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_hover(self, painter: QPainter) -> None:
        one = self.scene.by_id.get(self.scene.hovered)
        if one is not None:
            point = self.frame.at(*self.scene.places[one.id])
            paint_card(painter, self._context, one, point, QRectF(self.rect()))

    # ------------------------------------------------------------ what lies where

    def disc_at(self, point: QPointF) -> str:
        """Return the id of the disc under a point, or empty."""
        if not self.frame.plot.contains(point):
            return ""
        crowded = self.painter.laid(self.scene, self.frame)[1]
        best, found = 15.0**2, ""
        for one in self.scene.people:
            if (one.interest, one.power) not in crowded:
                away = self.frame.at(*self.scene.places[one.id]) - point
                distance = away.x() ** 2 + away.y() ** 2
                if distance < best:
                    best, found = distance, one.id
        return found

    def point_of(self, identity: str) -> QPointF:
        """Return where somebody's disc is."""
        return self.frame.at(*self.scene.places[identity])

    def zoom(self, factor: float, point: QPointF | None = None) -> None:
        """Zoom so that what lies under a point, or in the middle, stays there."""
        self.frame = self.frame.zoomed(factor, self.frame.plot.center() if point is None else point)
        self.update()

    def whole(self) -> None:
        """Show the whole map again."""
        self.frame = Frame(self.frame.plot)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def _fit(self) -> None:
        """Let the plot take the room that the legend leaves."""
        plot = plot_of(self.width(), self.height(), self.painter.legend_height(self.width()))
        self.frame = Frame(plot).moved(self.frame.shift, self.frame.zoom)
        self.scene.show(self.scene.people, self.painter.grouping.place, Frame(plot).step)
        self.painter.forget()

    def focusInEvent(self, event: QEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:
        self.update()
