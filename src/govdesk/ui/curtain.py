"""What the window shows for the blink before the database library is loaded: its own outlines, and what is opened.

It knows the settings and a name, nothing else, so that it can be painted before anything heavy is imported.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt, QThread, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from govdesk.i18n import language
from govdesk.settings import Settings
from govdesk.ui.icon import program_icon
from govdesk.ui.theme import INSPECTOR_WIDTH, NAVIGATION_WIDTH, RADIUS, STATUS_BAR, TOP_BAR, Theme, theme_for

#: Milliseconds in which a paint reaches the screen.
_FRAME = 16
_STROKE = 12
#: Screens up to this wide are filled.
_SMALL = 1440
_ENTRIES = (72, 60, 84, 48, 64)


class Curtain(QWidget):
    """The outlines of bar, navigation and page, with one sentence.

    Signals:
        painted: It is on the screen; the rest may come now.
    """

    painted = Signal()

    def __init__(self, theme: Theme, sentence: str, *, side: bool) -> None:
        super().__init__()
        self._theme = theme
        self._sentence = sentence
        self._side = side
        self._seen = False
        self.setAccessibleName(sentence or "GovDesk")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self._paint_words(painter)
        painter.end()
        if not self._seen:
            self._seen = True
            QTimer.singleShot(_FRAME, self, self.painted.emit)

    def _paint_ground(self, painter: QPainter) -> None:
        theme, width, height = self._theme, self.width(), self.height()
        line, surface = theme.colour("border"), theme.colour("surface")
        painter.fillRect(self.rect(), theme.colour("window"))
        painter.fillRect(0, 0, width, TOP_BAR, surface)
        painter.fillRect(0, TOP_BAR - 1, width, 1, line)
        painter.fillRect(0, height - STATUS_BAR, width, STATUS_BAR, surface)
        painter.fillRect(0, height - STATUS_BAR, width, 1, line)
        if not self._sentence:
            return
        room = height - TOP_BAR - STATUS_BAR
        painter.fillRect(0, TOP_BAR, NAVIGATION_WIDTH, room, surface)
        painter.fillRect(NAVIGATION_WIDTH - 1, TOP_BAR, 1, room, line)
        if self._side:
            painter.fillRect(width - INSPECTOR_WIDTH, TOP_BAR, INSPECTOR_WIDTH, room, surface)
            painter.fillRect(width - INSPECTOR_WIDTH, TOP_BAR, 1, room, line)
        sunken = theme.colour("surface_sunken")
        for number, long in enumerate(_ENTRIES):
            middle = TOP_BAR + 8 + 36 * number + 18
            _bar(painter, sunken, QRectF(18, middle - 8, 16, 16))
            _bar(painter, sunken, QRectF(46, middle - _STROKE / 2, long, _STROKE))

    def _paint_words(self, painter: QPainter) -> None:
        font = QFont(self.font())
        font.setPixelSize(self._theme.text)
        painter.setFont(font)
        painter.setPen(self._theme.colour("text_muted"))
        left = NAVIGATION_WIDTH if self._sentence else 0
        right = INSPECTOR_WIDTH if self._side and self._sentence else 0
        page = QRectF(left + 16, TOP_BAR, self.width() - left - right - 32, self.height() - TOP_BAR - STATUS_BAR)
        words = painter.fontMetrics().elidedText(self._sentence, Qt.TextElideMode.ElideMiddle, int(page.width()))
        painter.drawText(page, Qt.AlignmentFlag.AlignCenter, words)


def _bar(painter: QPainter, colour: QColor, place: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(place, RADIUS / 2, RADIUS / 2)


class CurtainedWindow(QMainWindow):
    """A window at its place of last time, with the curtain drawn."""

    def __init__(self, settings: Settings, opened: str) -> None:
        super().__init__()
        self.setWindowIcon(program_icon())
        self.setWindowTitle("GovDesk")
        self.setMinimumSize(860, 540)
        self._place(settings.geometry)
        sentence = language(settings.language).gettext("Opening “{name}”…").format(name=opened) if opened else ""
        self.curtain = Curtain(theme_for(settings.theme), sentence, side=settings.inspector > 0)
        self.setCentralWidget(self.curtain)

    def _place(self, geometry: str) -> None:
        if self.restoreGeometry(QByteArray.fromBase64(geometry.encode())):
            return
        room = QGuiApplication.primaryScreen().availableGeometry()
        if room.width() <= _SMALL:
            self.setGeometry(room)
            self.setWindowState(Qt.WindowState.WindowMaximized)
        else:
            self.resize(1366, min(820, room.height() - 60))
            self.move(room.center() - self.rect().center())


def waits_within() -> bool:
    """Close an open menu, and answer whether something of the window still waits in an event loop of its own."""
    if QThread.currentThread().loopLevel() <= 1:
        return False
    if (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    return True
