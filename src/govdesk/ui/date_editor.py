"""The editor of a day: typed in any form that people write, or picked from a calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QLocale, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QToolButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from govdesk.fields.field import Field
from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.editors import LineEditor
from govdesk.ui.icon import icon
from govdesk.ui.text import button, frame

TODAY = N_("Today")
#: How strongly the days of other months are painted.
_BACK = 0.4


class DateEditor(LineEditor):
    """A line for a date, with a calendar behind its button and under Alt+Down."""

    def __init__(self, field: Field, context: Context, *, in_table: bool = False) -> None:
        super().__init__(field, context, in_table=in_table)
        say = context.language.gettext
        picture = icon("calendar", context.theme.colour("text_muted"))
        self._opener = self.typed.addAction(picture, QLineEdit.ActionPosition.TrailingPosition)
        self._opener.setText(say(N_("Calendar")))
        self._opener.triggered.connect(self.open_calendar)
        self.typed.setPlaceholderText(say(N_("year-month-day")))
        self._popup: QWidget | None = None

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return True
        return super()._key(event)

    def open_calendar(self) -> None:
        """Show the calendar beneath the line."""
        self._popup = popup = frame("card")
        popup.setParent(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(popup)
        column.setContentsMargins(8, 8, 8, 8)
        calendar = calendar_widget(self.context, self.value())
        calendar.activated.connect(self._picked)
        calendar.clicked.connect(self._picked)
        today = button(self.context.say(TODAY), "link")
        today.clicked.connect(lambda: self._picked(QDate.currentDate()))
        column.addWidget(calendar)
        column.addWidget(today)
        popup.adjustSize()
        popup.move(_place(self, popup))
        popup.show()
        calendar.setFocus()

    def _picked(self, day: QDate) -> None:
        self.show_value(date(day.year(), day.month(), day.day()))
        popup, self._popup = self._popup, None
        if popup is not None and isValid(popup):
            popup.close()
        self.edited.emit()
        self.taken.emit("")


class _Month(QCalendarWidget):
    """A calendar in which the days of other months stand back."""

    def paintCell(self, painter: QPainter, rect: QRect, day: QDate) -> None:
        painter.setOpacity(1.0 if day.month() == self.monthShown() else _BACK)
        super().paintCell(painter, rect, day)
        painter.setOpacity(1.0)


def calendar_widget(context: Context, day: Any) -> QCalendarWidget:
    """Make a calendar in the window's language, the week beginning on Monday."""
    made = _Month()
    made.setLocale(QLocale("zh_CN" if context.language.code == "zh" else "en_GB"))
    made.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    made.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    made.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
    made.setGridVisible(False)
    plain = QTextCharFormat()
    plain.setForeground(context.theme.colour("text"))
    for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        made.setWeekdayTextFormat(weekday, plain)
    if isinstance(day, date):
        made.setSelectedDate(QDate(day.year, day.month, day.day))
    _dress(made, context)
    made.setAccessibleName(context.say(N_("Calendar")))
    return made


def _dress(calendar: QCalendarWidget, context: Context) -> None:
    """Give the calendar's own bar and arrows the looks of the rest."""
    theme = context.theme
    calendar.setStyleSheet(
        "#qt_calendar_navigationbar { background: transparent; }"
        f"QAbstractItemView {{ border: 0; selection-background-color: {theme.hex('accent')};"
        f" selection-color: {theme.hex('on_accent')}; }}"
    )
    for name, picture in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
        arrow = calendar.findChild(QToolButton, name)
        if isinstance(arrow, QToolButton):
            arrow.setIcon(icon(picture, theme.colour("text")))


def _place(under: QWidget, popup: QWidget) -> QPoint:
    """Return where a popup goes: beneath its widget, or above it where the screen ends."""
    below = under.mapToGlobal(QPoint(0, under.height() + 2))
    area = under.screen().availableGeometry()
    x = max(area.left(), min(below.x(), area.right() - popup.width()))
    y = below.y()
    if y + popup.height() > area.bottom():
        y = max(area.top(), under.mapToGlobal(QPoint(0, 0)).y() - popup.height() - 2)
    return QPoint(x, y)
