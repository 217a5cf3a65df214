"""What stands beside the risk matrix: the risks of the chosen cell in full words, and those that have no rating."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.exposure import Exposure, Point
from govdesk.ui.context import Context
from govdesk.ui.text import button, label, tip

_ID = int(Qt.ItemDataRole.UserRole)
_WIDE = 216
_BARE = 150


class RiskSide(QWidget):
    """Two lists; a risk without a rating is dragged from here into a cell.

    Signals:
        chosen: Id of the risk that was chosen in a list.
    """

    chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._marked = ""
        say = context.say
        self.setFixedWidth(_WIDE)
        self.cell_words, self.cell_list = label("", "strong", wrap=True), self._list(say(N_("Risks of the cell")))
        self.rows = button(say(N_("Open as rows")), "link")
        self.bare_words = label("", "strong", wrap=True)
        hint = N_("They have no probability or no impact. Drag one into a cell, or give both in the form at the right.")
        self.bare_hint = label(say(hint), "caption", wrap=True)
        self.bare_list = self._list(say(N_("Without a rating")))
        self.bare_list.setMaximumHeight(_BARE)
        self.bare_list.setDragEnabled(context.writable)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for one in (self.cell_words, self.cell_list, self.rows, self.bare_words, self.bare_hint, self.bare_list):
            column.addWidget(one, 1 if one is self.cell_list else 0)

    def _list(self, name: str) -> QListWidget:
        made = QListWidget()
        made.setProperty("role", "plain")
        made.setWordWrap(True)
        made.setSpacing(1)
        made.setTextElideMode(Qt.TextElideMode.ElideRight)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setAccessibleName(name)
        made.currentItemChanged.connect(self._listed)
        return made

    def show_cell(self, point: Point | None, held: Sequence[Exposure], chosen: str) -> None:
        """List the risks of a cell and mark the chosen one."""
        self._marked = chosen
        words = N_("Probability {probability} × impact {impact}: {count}")
        args = {"probability": point[0], "impact": point[1], "count": len(held)} if point else {}
        self.cell_words.setText(self._context.say(Message(words, args)) if point else "")
        self.rows.setVisible(bool(held))
        self._fill(self.cell_list, held)

    def show_bare(self, risks: Sequence[Exposure]) -> None:
        """List the risks without a rating; nothing stands there where every one has its own."""
        self.bare_words.setText(self._context.say(Message(N_("Without a rating: {count}"), {"count": len(risks)})))
        for one in (self.bare_words, self.bare_hint, self.bare_list):
            one.setVisible(bool(risks))
        self._fill(self.bare_list, risks)

    def _fill(self, into: QListWidget, risks: Sequence[Exposure]) -> None:
        into.blockSignals(True)
        into.clear()
        for risk in risks:
            item = QListWidgetItem(f"{risk.number}  {risk.title}")
            item.setData(_ID, risk.id)
            item.setToolTip(tip(risk.title))
            into.addItem(item)
            if risk.id == self._marked:
                into.setCurrentItem(item)
        into.blockSignals(False)

    def _listed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(_ID))
