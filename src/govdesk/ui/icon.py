"""Line icons: one family of SVG files, coloured from the palette and sharp on every screen."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import ClassVar

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from govdesk.paths import resource

_ABSENT = "circle"


@cache
def _source(name: str) -> str:
    path = resource("icons", f"{name}.svg")
    if not path.is_file():
        path = resource("icons", f"{_ABSENT}.svg")
    return path.read_text("utf-8").replace('stroke-width="2"', 'stroke-width="1.75"')


@lru_cache(maxsize=512)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))


class _Engine(QIconEngine):
    """Paints one icon at the size and scale asked for."""

    _clones: ClassVar[list[QIconEngine]] = []

    def __init__(self, name: str, colour: str, faint: str) -> None:
        super().__init__()
        self._name = name
        self._colour = colour
        self._faint = faint

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        colour = self._faint if mode == QIcon.Mode.Disabled else self._colour
        _renderer(self._name, colour).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        found = QPixmap(size)
        found.fill(Qt.GlobalColor.transparent)
        painter = QPainter(found)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return found

    def clone(self) -> QIconEngine:
        """Return one like this, held here: Qt takes it over, and the binding would let it die all the same."""
        made = _Engine(self._name, self._colour, self._faint)
        self._clones.append(made)
        return made


def icon(name: str, colour: QColor, faint: QColor | None = None) -> QIcon:
    """Return a line icon.

    Args:
        name: The icon's name, without its ending; an unknown one is a plain circle.
        colour: Colour of its lines, from the theme.
        faint: Colour where its button is disabled.
    """
    pale = faint or QColor(colour.red(), colour.green(), colour.blue(), 90)
    return QIcon(_Engine(name, colour.name(), pale.name() if pale.alpha() == 255 else "#9AA3AE"))


def paint_icon(painter: QPainter, name: str, colour: QColor, rect: QRect | QRectF) -> None:
    """Paint a line icon into a rectangle."""
    _renderer(name, colour.name()).render(painter, QRectF(rect))


def program_icon() -> QIcon:
    """Return the icon of the program itself."""
    return QIcon(str(resource("icons", "govdesk.png")))
