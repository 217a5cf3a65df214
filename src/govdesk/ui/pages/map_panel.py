"""What stands beside the stakeholder map: who is not on it yet, ready to be dragged there, and the people as rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from govdesk.i18n import N_, Message
from govdesk.insight.standing import Standing
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.pages.map_canvas import PERSON
from govdesk.ui.pages.map_group import Grouping
from govdesk.ui.pages.map_people import PeopleTable
from govdesk.ui.text import button, frame, label, tip, tool

_ID = Qt.ItemDataRole.UserRole
_WIDTH = 268
_LINE = 26
_MOST = 5
#: More names than these are found in the register's table.
_LISTED = 500


class Unplaced(QListWidget):
    """Names of those without power or interest; each can be dragged onto the map."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setAccessibleName(context.say(N_("Not on the map")))
        self.setProperty("role", "plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDragEnabled(context.writable)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        found = QMimeData()
        found.setData(PERSON, str(items[0].data(_ID)).encode())
        return found


class MapPanel(QFrame):
    """Shows the people of the map as rows, or those who were picked on it.

    Signals:
        chosen: Id of the person chosen.
        rows_asked: The rows are wanted in the register's own table.
        missing_asked: Those who are not on the map are wanted there.
        cleared: The pick is to be taken back.
    """

    chosen = Signal(str)
    rows_asked = Signal()
    missing_asked = Signal()
    cleared = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._context = context
        say, theme = context.say, context.theme
        self.setFixedWidth(_WIDTH)
        self.unplaced = Unplaced(context)
        self.table = PeopleTable(context)
        self._missing, self._title = label("", "strong", wrap=True), label("", "strong", wrap=True)
        self._hint = label(say(N_("Power or interest is missing: drag them onto the map.")), "caption", wrap=True)
        self._rows, self._more = (button(say(N_("Open as rows")), "link") for _ in range(2))
        self._more.setAccessibleName(say(N_("Open those who are not on the map as rows")))
        self._clear = tool(icon("x", theme.colour("text_muted")), say(N_("Show everybody again (Escape)")))
        self._above, self._line = QWidget(), frame("line")
        above = QVBoxLayout(self._above)
        above.setContentsMargins(10, 8, 10, 6)
        above.setSpacing(2)
        top = QHBoxLayout()
        top.setSpacing(2)
        top.addWidget(self._missing, 1)
        top.addWidget(self._more)
        above.addLayout(top)
        for one in (self._hint, self.unplaced):
            above.addWidget(one)
        head = QHBoxLayout()
        head.setContentsMargins(10, 6, 6, 4)
        head.setSpacing(2)
        head.addWidget(self._title, 1)
        head.addWidget(self._rows)
        head.addWidget(self._clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._above)
        column.addWidget(self._line)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        self.unplaced.currentItemChanged.connect(self._choose_item)
        self.unplaced.itemClicked.connect(self._choose_item)
        self.table.chosen.connect(self.chosen)
        self._rows.clicked.connect(lambda: self.rows_asked.emit())
        self._more.clicked.connect(lambda: self.missing_asked.emit())
        self._clear.clicked.connect(lambda: self.cleared.emit())

    def show_people(self, people: Sequence[Standing], grouping: Grouping, picked: str = "") -> None:
        """Show these people as rows; `picked` says in words which of all they are."""
        count = self._context.language.ngettext("{count} person", "{count} people", len(people))
        words = Message(N_("{picked}: {count}"), {"picked": picked, "count": count})
        self._title.setText(self._context.say(words) if picked else count)
        self._clear.setVisible(bool(picked))
        self._rows.setEnabled(bool(people))
        self.table.people.show_people(people, grouping)

    def show_unplaced(self, people: Sequence[Standing]) -> None:
        """Show those who have no place on the map."""
        for part in (self._above, self._line):
            part.setVisible(bool(people))
        words = Message(N_("Not on the map ({count})"), {"count": len(people)})
        self._missing.setText(self._context.say(words))
        self.unplaced.blockSignals(True)
        self.unplaced.clear()
        for one in people[:_LISTED]:
            known = [
                f"{self._context.say(t)} {v}"
                for t, v in ((N_("Power"), one.power), (N_("Interest"), one.interest))
                if v
            ]
            item = QListWidgetItem(" · ".join((one.shown, *known)))
            item.setData(_ID, one.id)
            item.setToolTip(tip(" · ".join(t for t in (one.title, one.department) if t)))
            self.unplaced.addItem(item)
        self.unplaced.setMaximumHeight(_LINE * min(_MOST, len(people)) + 4)
        self.unplaced.setMinimumHeight(_LINE * min(2, len(people)))
        self.unplaced.blockSignals(False)

    def select(self, identity: str) -> None:
        """Mark the person that is chosen elsewhere."""
        self.table.select(identity)

    def _choose_item(self, item: QListWidgetItem | None, _before: object = None) -> None:
        if item is not None:
            self.chosen.emit(item.data(_ID))
