"""The navigation at the left: one entry for each page and area, its count beside it, settings at the foot."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QSizePolicy, QVBoxLayout, QWidget

from govdesk.ui.area import Area
from govdesk.ui.context import Context
from govdesk.ui.icon import paint_icon
from govdesk.ui.page import ABOVE, BELOW, PAGES
from govdesk.ui.text import frame, say_tip
from govdesk.ui.theme import NAVIGATION_WIDTH, RADIUS, Theme

_NARROW = 56
_HEIGHT = 36


class NavigationItem(QAbstractButton):
    """One entry: icon, words, and a count at the right."""

    def __init__(self, theme: Theme, icon: str, text: str) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self._count: int | None = None
        self._tone = ""
        self._narrow = False
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_count(self, count: int | None, tone: str = "") -> None:
        """Show a count at the right, in a tone such as `act`; None shows none."""
        self._count, self._tone = count, tone
        self.setAccessibleName(f"{self.text()}, {count:,}" if count is not None else self.text())
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon alone, the words as tooltip."""
        self._narrow = narrow
        say_tip(self, self.text() if narrow else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(NAVIGATION_WIDTH - 16, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft" if self.isChecked() else "hover"))
            painter.drawRoundedRect(box, RADIUS, RADIUS)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, RADIUS, RADIUS)
        ink = theme.colour("accent" if self.isChecked() else "text_muted")
        left = (self.width() - 18) // 2 if self._narrow else 10
        paint_icon(painter, self._icon, ink, QRect(left, (self.height() - 18) // 2, 18, 18))
        if not self._narrow:
            self._paint_words(painter, theme.colour("accent" if self.isChecked() else "text"))
        painter.end()

    def _paint_words(self, painter: QPainter, ink: QColor) -> None:
        font = QFont(self.font())
        font.setPixelSize(self._theme.text)
        font.setWeight(QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal)
        room = self.rect().adjusted(38, 0, -10, 0)
        if self._count is not None:
            small = QFont(font)
            small.setPixelSize(self._theme.caption)
            painter.setFont(small)
            quiet = ink if self.isChecked() else self._theme.colour("text_muted")
            painter.setPen(self._theme.tone(self._tone)[0] if self._tone else quiet)
            digits = f"{self._count:,}"
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, digits)
            room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(digits) - 8)
        painter.setFont(font)
        painter.setPen(ink)
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


class Navigation(QFrame):
    """The list of pages and areas.

    Signals:
        chosen: Code of the area or page that the user went to.
        settings_asked: The user wants the settings.
    """

    chosen = Signal(str)
    settings_asked = Signal()

    def __init__(self, context: Context, areas: tuple[Area, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._areas = areas
        self.setProperty("role", "side")
        gettext = context.language.gettext
        self.setAccessibleName(gettext("Navigation"))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(0)
        self._group = QButtonGroup(self)
        self._items: dict[str, NavigationItem] = {}
        self._add_pages(column, ABOVE)
        for number, area in enumerate(areas, 1):
            column.addWidget(self._item(area.code, area.icon, area.label, f"Alt+{number}"))
        self._add_pages(column, BELOW)
        column.addStretch(1)
        column.addWidget(frame("line"))
        column.addSpacing(8)
        self._settings = NavigationItem(context.theme, "settings", gettext("Settings"))
        self._settings.clicked.connect(self.settings_asked)
        column.addWidget(self._settings)
        self._group.buttonClicked.connect(self._choose)
        context.page_counted.connect(self.show_count)
        self.set_narrow(False)

    def show_area(self, code: str) -> None:
        """Mark the area that is shown."""
        if code in self._items:
            self._items[code].setChecked(True)

    def show_count(self, code: str, count: int | None, tone: str) -> None:
        """Put a number beside a page."""
        if code in self._items:
            self._items[code].set_count(count, tone)

    def show_totals(self, totals: dict[str, int]) -> None:
        """Put beside each area how many records its first register has."""
        for area in self._areas:
            self._items[area.code].set_count(totals.get(area.registers[0]))

    def set_narrow(self, narrow: bool) -> None:
        """Keep to the icons, where the window is narrow."""
        self.setFixedWidth(_NARROW if narrow else NAVIGATION_WIDTH)
        for item in (*self._items.values(), self._settings):
            item.set_narrow(narrow)

    def _item(self, code: str, icon: str, text: str, keys: str) -> NavigationItem:
        item = NavigationItem(self._context.theme, icon, self._context.language.gettext(text))
        item.setCheckable(True)
        item.setShortcut(keys)
        item.setProperty("area", code)
        self._group.addButton(item)
        self._items[code] = item
        return item

    def _add_pages(self, column: QVBoxLayout, place: str) -> None:
        found = [p for p in PAGES if p.place == place]
        if found and place == BELOW:
            column.addSpacing(8)
            column.addWidget(frame("line"))
            column.addSpacing(8)
        for one in found:
            column.addWidget(self._item(one.code, one.icon, one.label, one.keys))

    def _choose(self, button: QAbstractButton) -> None:
        self.chosen.emit(button.property("area"))
