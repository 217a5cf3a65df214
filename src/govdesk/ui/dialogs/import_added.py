"""The popup of an import's foot: the records that the rows name and that will be added with them, by register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from govdesk.ui.context import Context
from govdesk.ui.filter_popup import Popup

if TYPE_CHECKING:
    from govdesk.sheet.plan_values import NewLink

_WIDTH = 320
_HEIGHT = 360
_ROW = 28


class AddedRecords(Popup):
    """A list to read: under each register's name, what will be added to it."""

    def __init__(self, context: Context, links: Sequence[NewLink], parent: QWidget) -> None:
        super().__init__(context, parent)
        gettext = context.language.gettext
        grouped = defaultdict(list)
        for link in links:
            grouped[link.register].append(link.name)
        self.list = QListWidget()
        self.list.setProperty("role", "plain")
        self.list.setAccessibleName(gettext("Which records will be added"))
        for code, names in grouped.items():
            heading = self._add(f"{gettext(context.registers[code].about.plural)} ({len(names):,})")
            font = heading.font()
            font.setBold(True)
            heading.setFont(font)
            heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for name in names:
                self._add(name).setToolTip(name if len(name) > _WIDTH // 10 else "")
        self.column.addWidget(self.list)
        self.setFixedSize(_WIDTH, min(_HEIGHT, 24 + _ROW * self.list.count()))

    def open_above(self, widget: QWidget) -> None:
        """Show the popup above a widget, its right edge at the widget's."""
        corner = widget.mapToGlobal(QPoint(widget.width(), 0))
        self.move(corner - QPoint(self.width(), self.height() + 4))
        self.show()
        self.list.setFocus()

    def _add(self, text: str) -> QListWidgetItem:
        item = QListWidgetItem(text)
        item.setSizeHint(QSize(0, _ROW))
        self.list.addItem(item)
        return item
