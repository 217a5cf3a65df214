"""Shows a figure that is drawn beside the window; its numbers can be walked through by keys and opened as rows.

The page hands over a `Series`; the figure is drawn again when that, the size, the theme or the language changes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from govdesk.i18n import N_, Message
from govdesk.ui.chart_export import export_button
from govdesk.ui.context import Context
from govdesk.ui.text import tip

if TYPE_CHECKING:
    from govdesk.progress import Progress
    from govdesk.report.figures.drawing import Drawing, Spot
    from govdesk.report.figures.style import Style
    from govdesk.report.series import Series
    from govdesk.ui.theme import Theme

_PAUSE = 60
_NARROWEST = 320
_CORNER = 8
_STEPS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


def style_of(theme: Theme, language: str) -> Style:
    """Return the looks of a figure in a theme."""
    from govdesk.report.figures.style import Style  # noqa: PLC0415 - comes with the first figure

    names = ("surface", "border", "text", "accent", "watch", "act", "good")
    colours = {name: theme.hex(name) for name in names}
    muted, sunken = theme.hex("text_muted"), theme.hex("surface_sunken")
    return Style(**colours, muted=muted, sunken=sunken, size=theme.text, language=language)


class ChartView(QWidget):
    """One figure.

    Signals:
        opened: The row and column of the number that is to be opened as rows.
        drawn: Another drawing is on the screen.
    """

    opened = Signal(int, int)
    drawn = Signal()

    def __init__(self, context: Context, opens: Callable[[int, int], bool] = lambda _row, _column: True) -> None:
        super().__init__()
        self._context = context
        self._opens = opens
        self.series: Series | None = None
        self.drawing: Drawing | None = None
        self.current: tuple[int, int] = (0, 0)
        self._image: QImage | None = None
        self._wanted: tuple[object, ...] | None = None
        self._shown: tuple[object, ...] | None = None
        self._busy = False
        self._spots: dict[tuple[int, int], Spot] = {}
        self._again = QTimer(self, singleShot=True, interval=_PAUSE)
        self._again.timeout.connect(self._draw)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumWidth(_NARROWEST)
        self.export = export_button(context, self)
        self.export.hide()

    @property
    def style_now(self) -> Style:
        """The looks of the figure in the window's theme and language."""
        return style_of(self._context.theme, self._context.language.code)

    def show_series(self, series: Series) -> None:
        """Show other numbers; the last drawing stays until theirs is there."""
        self.series = series
        rows, columns = len(series.lines), len(series.columns)
        self.current = (min(self.current[0], max(0, rows - 1)), min(self.current[1], max(0, columns - 1)))
        self.setAccessibleName(self._context.say(series.title))
        self.export.setVisible(True)
        self._fit()
        self._tell()
        self._again.start(0)

    def words(self, place: tuple[int, int]) -> str:
        """Return the number at a place in words."""
        series = self.series
        if series is None or place[0] >= len(series.lines) or place[1] >= len(series.columns):
            return ""
        return series.words(*place, self._context.language)

    def _tell(self) -> None:
        self.setAccessibleDescription(self.words(self.current))
        self.update()

    # ------------------------------------------------------------ drawing

    def _fit(self) -> None:
        from govdesk.report.figures.drawing import height  # noqa: PLC0415 - needs no matplotlib yet

        if self.series is not None:
            self.setFixedHeight(height(self.series, self.style_now, max(self.width(), _NARROWEST)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.export.adjustSize()
        self.export.move(self.width() - self.export.width() - _CORNER, _CORNER)
        self._fit()
        self._again.start()

    def _draw(self) -> None:
        """Draw what is wanted, unless it is on the screen already; what is wanted meanwhile is drawn after that."""
        series, style = self.series, self.style_now
        if series is None or self.width() < _NARROWEST:
            return
        width, scale = self.width(), self.devicePixelRatioF()
        self._wanted = (series, style, width, scale)
        if self._busy or self._wanted == self._shown:
            return
        wanted, self._busy = self._wanted, True

        def work(progress: Progress) -> Drawing:
            from govdesk.report.figures.drawing import draw, prepare  # noqa: PLC0415 - loads matplotlib

            progress(0, 2)
            prepare()
            progress(1, 2)
            return draw(series, style, width, scale)

        first = None if self._image is not None else Message(N_("Drawing the figures"))
        job = self._context.jobs.draw(work, lambda made: self._show(wanted, made), label=first, owner=self)
        job.ended.connect(self._over)

    def _over(self) -> None:
        self._busy = False

    def _show(self, wanted: tuple[object, ...], drawing: Drawing) -> None:
        self._shown, self.drawing = wanted, drawing
        row = 4 * drawing.across
        image = QImage(drawing.pixels, drawing.across, drawing.down, row, QImage.Format.Format_RGBA8888)
        self._image = image.copy()
        self._image.setDevicePixelRatio(drawing.scale)
        self._spots = {(spot.row, spot.column): spot for spot in drawing.spots}
        self.update()
        self.drawn.emit()
        if self._wanted != wanted:
            self._again.start(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._context.theme, QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), theme.colour("surface"))
        if self._image is None or self.drawing is None:
            painter.setPen(theme.colour("text_muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._context.say(N_("Drawing the figures…")))
        else:
            share = self.width() / self.drawing.width
            if self.drawing.width == self.width():
                painter.drawImage(QPoint(0, 0), self._image)
            else:
                painter.drawImage(QRectF(0, 0, self.width(), self.drawing.height * share), self._image)
            spot = self._spots.get(self.current)
            if spot is not None and self.hasFocus():
                painter.setPen(QPen(theme.colour("accent"), 2))
                box = QRectF(spot.left * share, spot.top * share, spot.width * share, spot.height * share)
                painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    # ------------------------------------------------------------ keys and mouse

    def _under(self, at: QPoint) -> tuple[int, int] | None:
        if self.drawing is None:
            return None
        share = self.drawing.width / max(1, self.width())
        x, y = at.x() * share, at.y() * share
        found = self._spots.items()
        return next((p for p, s in found if 0 <= x - s.left < s.width and 0 <= y - s.top < s.height), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        moved = (self.current[0] + step[0], self.current[1] + step[1]) if step else self.current
        if step and moved in self._spots:
            self.current = moved
            self._tell()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.series is not None:
            self.opened.emit(*self.current)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._under(event.position().toPoint())
        opens = place is not None and self._opens(*place)
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._under(event.position().toPoint())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.current = place
            self._tell()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._under(event.position().toPoint())
        if place == self.current and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(*place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            place = self._under(self.mapFromGlobal(event.globalPos()))  # type: ignore[attr-defined]
            if place is not None:
                QToolTip.showText(event.globalPos(), tip(self.words(place)), self)  # type: ignore[attr-defined]
                return True
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._again.start()
        return super().event(event)
