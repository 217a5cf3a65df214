"""The list of what is kept about a person; the texts that name them have a tick, and stay as they are without it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from govdesk.i18n import N_, Message
from govdesk.sheet.person_book import field_words
from govdesk.store.person import KINDS, MENTION, Trace
from govdesk.ui.context import Context
from govdesk.ui.text import tip
from govdesk.ui.theme import ROW_HEIGHT

_HEADINGS = (N_("What it is"), N_("Where"), N_("Field"), N_("What stands there"), N_("When"))
_WIDTHS = (170, 220, 120, 0, 110)
#: More lines than anybody reads; the file holds all.
_MOST = 3_000
_DAY = 10


class TraceTable(QTableWidget):
    """One line for each trace, the texts that name the person first."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(0, len(_HEADINGS), parent)
        self._context = context
        gettext = context.language.gettext
        self.setHorizontalHeaderLabels([gettext(h) for h in _HEADINGS])
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(gettext("What is kept about a person"))
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(_WIDTHS):
            if width:
                self.setColumnWidth(column, width)
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def show_traces(self, found: Sequence[Trace]) -> None:
        """Show what is kept; of more than can be read, the first."""
        shown = sorted(found, key=lambda t: t.kind != MENTION)
        mentions = sum(t.kind == MENTION for t in found)
        shown = shown[: max(_MOST, mentions)]
        self.setRowCount(len(shown) + (len(shown) < len(found)))
        for row, trace in enumerate(shown):
            self._fill(row, trace)
        if len(shown) < len(found):
            more = Message(N_("… and {count} more, which the file holds"), {"count": len(found) - len(shown)})
            self.setItem(len(shown), 3, QTableWidgetItem(self._context.say(more)))

    def _fill(self, row: int, trace: Trace) -> None:
        lang = self._context.language
        where = " ".join(t for t in (trace.number, trace.title) if t) or trace.author
        texts = (lang.gettext(KINDS[trace.kind]), where, field_words(self._context.registers, trace, lang), trace.text,
                 trace.at[:_DAY])  # fmt: skip
        for column, text in enumerate(texts):
            item = QTableWidgetItem(" ".join(text.split()))
            item.setToolTip(tip(text))
            self.setItem(row, column, item)
        if trace.kind == MENTION:
            first = self.item(row, 0)
            first.setData(Qt.ItemDataRole.UserRole, trace.place)
            first.setFlags(first.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            first.setCheckState(Qt.CheckState.Checked)

    def kept(self) -> frozenset[tuple[str, str, str]]:
        """Return the cells that were unticked and stay as they are."""
        items = [self.item(row, 0) for row in range(self.rowCount()) if self.item(row, 0) is not None]
        places = [i for i in items if i.data(Qt.ItemDataRole.UserRole) and i.checkState() == Qt.CheckState.Unchecked]
        return frozenset(tuple(i.data(Qt.ItemDataRole.UserRole)) for i in places)
