"""The filter bar: search, a chip for each active filter, a way to add one, and how many rows are left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from govdesk.fields.field import Field
from govdesk.fields.register import Register
from govdesk.i18n import N_, Message
from govdesk.ui.context import Context
from govdesk.ui.filter_popup import FieldPicker, FilterPopup, Popup
from govdesk.ui.filter_words import chip_text
from govdesk.ui.flow import FlowLayout
from govdesk.ui.icon import icon
from govdesk.ui.slot import giving
from govdesk.ui.text import ICON, button, label, line, tool

if TYPE_CHECKING:
    from govdesk.store.query import Query

_PAUSE = 180
_OFFERED = 2
#: How much lower than the field for the search the chips begin, so that their middles are on one line.
_BESIDE = 2


class FilterBar(QWidget):
    """Shows and changes the filters and the search of a query.

    Signals:
        changed: The query with other filters or another search.
        columns_asked: The user wants to choose the columns; the button that they pressed.
    """

    changed = Signal(object)
    columns_asked = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._query: Query | None = None
        self._register: type[Register] | None = None
        self._shown: object = None
        self.chips: dict[str, QPushButton] = {}
        self.popup: Popup | None = None
        self._add: QPushButton
        say = context.language.gettext
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.search = line(say(N_("Search these rows")), role="search")
        self.search.setFixedWidth(180)
        self.search.setClearButtonEnabled(True)
        picture = icon("search", context.theme.colour("text_muted"))
        self.search.addAction(picture, QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._search)
        self.search.textEdited.connect(lambda _: self._pause.start())
        self.search.textChanged.connect(self._cleared)
        self.search.returnPressed.connect(self._search)
        row.addWidget(self.search, 0, Qt.AlignmentFlag.AlignTop)
        middle = QWidget()
        self._flow = FlowLayout(middle, 6)
        self._flow.setContentsMargins(0, _BESIDE, 0, 0)
        row.addWidget(middle, 1)
        self.clear_all = tool(icon("funnel-x", context.theme.colour("text_muted")), say(N_("Clear all filters")))
        self.clear_all.clicked.connect(self.clear)
        self.clear_all.hide()
        row.addWidget(self.clear_all, 0, Qt.AlignmentFlag.AlignTop)
        self.count = label("", "muted")
        self.count.setMinimumHeight(28)
        row.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        self.columns = tool(icon("columns-3", context.theme.colour("text_muted")), say(N_("Choose the columns")))
        self.columns.clicked.connect(lambda: self.columns_asked.emit(self.columns))
        row.addWidget(self.columns, 0, Qt.AlignmentFlag.AlignTop)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.setContext(Qt.ShortcutContext.WindowShortcut)
        find.activated.connect(self._to_search)

    def show_query(self, query: Query, register: type[Register]) -> None:
        """Show the filters of a query."""
        self._query, self._register = query, register
        if self.search.text() != query.search and not self._pause.isActive():
            self.search.setText(query.search)
        shown = (query.register, query.project, query.filters, bool(query.search))
        if shown != self._shown:
            self._shown = shown
            self._fill()

    def show_count(self, shown: int, total: int) -> None:
        """Say how many rows of how many are shown."""
        say = self._context.language
        if shown == total:
            self.count.setText(say.ngettext("{count} row", "{count} rows", total))
        else:
            self.count.setText(
                say.say(Message(N_("{shown} of {total}"), {"shown": f"{shown:,}", "total": f"{total:,}"}))
            )

    def _fill(self) -> None:
        """Make a chip for each filtered field, offer a few more, and a way to any other."""
        assert self._query is not None  # noqa: S101 - shown before
        assert self._register is not None  # noqa: S101
        while item := self._flow.takeAt(0):
            item.widget().hide()
            item.widget().deleteLater()
        self.chips.clear()
        theme, say = self._context.theme, self._context.language.gettext
        for name in dict.fromkeys(f.field for f in self._query.filters):
            field = self._register.field(name)
            words = chip_text(self._context, field, [f for f in self._query.filters if f.field == name])
            chip = button(_short(words), "chip", icon("funnel", theme.colour("accent")), words)
            chip.setIconSize(ICON)
            chip.setCheckable(True)
            chip.setChecked(True)
            chip.setAccessibleName(words)
            chip.clicked.connect(giving(self._keep_checked, chip))
            self._place(name, chip)
        for field in self._offered():
            self._place(field.name, button(say(field.label), "chip"))
        self._add = button(say(N_("Filter")), "chip", icon("plus", theme.colour("text")))
        self._add.clicked.connect(giving(self._pick_field, self._add))
        self._flow.addWidget(self._add)
        self.clear_all.setVisible(bool(self._query.filters or self._query.search))

    def _place(self, name: str, chip: QPushButton) -> None:
        chip.clicked.connect(giving(self.open_filter, name))
        self.chips[name] = chip
        self._flow.addWidget(chip)

    def _keep_checked(self, chip: QPushButton) -> None:
        chip.setChecked(True)

    def _offered(self) -> list[Field]:
        """Return a few fields that people filter by, to be had with one click."""
        assert self._register is not None  # noqa: S101 - shown before
        likely = [
            f for f in self._register.fields() if f.main and f.kind.code in ("choice", "link") and f.name != "project"
        ]
        likely.sort(key=lambda f: (f.name not in ("status", "department", "engagement"), f.kind.code != "choice"))
        free = [f for f in likely if f.name not in self.chips]
        return free[: max(0, _OFFERED - len(self.chips))]

    def _fields(self) -> list[Field]:
        assert self._register is not None  # noqa: S101 - shown before
        return [f for f in self._register.fields() if f.name != "project" or (self._query and not self._query.project)]

    def _pick_field(self, under: QWidget) -> None:
        picker = FieldPicker(self._context, self._fields(), self)
        picker.picked.connect(self.open_filter)
        self.popup = picker
        picker.open_under(under)

    def open_filter(self, name: str) -> None:
        """Open the filter of a field beneath its chip."""
        if self._query is None or self._register is None:
            return
        popup = FilterPopup(self._context, self._query, self._register.field(name), self)
        popup.changed.connect(self._changed)
        self.popup = popup
        popup.open_under(self.chips.get(name, self._add))

    def _changed(self, name: str, filters: tuple) -> None:
        if self._query is None:
            return
        kept = [f for f in self._query.filters if f.field != name]
        place = next((i for i, f in enumerate(self._query.filters) if f.field == name), len(kept))
        kept[place:place] = filters
        self._ask(replace(self._query, filters=tuple(kept)))

    def _search(self) -> None:
        self._pause.stop()
        if self._query is not None and self.search.text().strip() != self._query.search:
            self._ask(replace(self._query, search=self.search.text().strip()))

    def _cleared(self, text: str) -> None:
        if not text:
            self._search()

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def clear(self) -> None:
        """Take all filters and the search away."""
        if self._query is not None:
            self._pause.stop()
            self._ask(replace(self._query, filters=(), search=""))

    def _ask(self, query: Query) -> None:
        if query != self._query:
            self.changed.emit(query)


_LONGEST = 34


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
