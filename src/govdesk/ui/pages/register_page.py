"""The page of an area: its registers as tabs, and in each a filtered table of its records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from govdesk.fields.field import Field
from govdesk.fields.register import Register
from govdesk.i18n import N_
from govdesk.store.query import Order, Query
from govdesk.ui.column_chooser import ColumnChooser
from govdesk.ui.command import Commands
from govdesk.ui.context import Context, View
from govdesk.ui.draft import Drafts
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.filter_bar import FilterBar
from govdesk.ui.icon import icon
from govdesk.ui.row_menu import open_row_menu
from govdesk.ui.table_model import TableModel
from govdesk.ui.table_view import TableView
from govdesk.ui.text import button, frame, label
from govdesk.ui.unfinished import Unfinished
from govdesk.ui.view_memory import ViewMemory

_NEW_KEYS = "Ctrl+N"


class RegisterPage(QWidget):
    """Shows the registers of one area."""

    def __init__(self, context: Context, registers: Sequence[str]) -> None:
        super().__init__()
        self._context = context
        self._registers = tuple(registers)
        self._drafts = Drafts.of(context)
        self._memory = ViewMemory(context)
        self._register: type[Register] | None = None
        self.model = TableModel(context, self)
        self.table = TableView(context, self.model)
        self.filters = FilterBar(context)
        self.empty = EmptyState(context)
        self._build()
        self._connect()
        if context.view is not None:
            self.show_view(context.view)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title, self._purpose = label("", "title"), label("", "muted", wrap=True)
        words.addWidget(self._title)
        words.addWidget(self._purpose)
        head.addLayout(words, 1)
        self.new = button("", "primary", icon("plus", self._context.theme.colour("on_accent")))
        head.addWidget(self.new, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(head)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(self._context.say(N_("Registers")))
        for code in self._registers:
            self.tabs.addTab(self._context.say(self._context.registers[code].about.plural).replace("&", "&&"))
        under = QWidget()
        lines = QVBoxLayout(under)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.tabs)
        lines.addWidget(frame("line"))
        under.setVisible(len(self._registers) > 1)
        column.addWidget(under)
        column.addWidget(self.filters)
        self._unfinished = Unfinished(self._context)
        self._unfinished.resumed.connect(self.add)
        column.addWidget(self._unfinished)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setAccessibleName(self._context.say(N_("Fetching the rows")))
        self._busy.hide()
        column.addWidget(self._busy)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        context = self._context
        context.view_changed.connect(self.show_view)
        context.selected.connect(self._select)
        self.tabs.currentChanged.connect(self._tab_chosen)
        self.new.clicked.connect(self.add)
        self.filters.changed.connect(self._ask)
        self.filters.columns_asked.connect(self._choose_columns)
        self.model.loaded.connect(self._loaded)
        self.model.loading.connect(self._busy.setVisible)
        self.model.refused.connect(lambda why: context.notify(context.say(why)))
        self.table.chosen.connect(self._chosen)
        self.table.columns.sort_asked.connect(self._sort)
        self.table.columns.moved.connect(self._set_columns)
        self.table.menu_asked.connect(self._open_menu)
        keys = QShortcut(QKeySequence(_NEW_KEYS), self)
        keys.setContext(Qt.ShortcutContext.WindowShortcut)
        keys.activated.connect(self.add)

    # ------------------------------------------------------------ what is shown

    def show_view(self, view: View) -> None:
        """Show a view, if it is of one of this page's registers."""
        if view.register not in self._registers:
            return
        other = self._register is None or self._register.register_code() != view.register
        register = self._register = self._context.registers[view.register]
        say = self._context.say
        if other:
            self._title.setText(say(register.about.plural))
            self._purpose.setText(say(register.about.purpose))
            self.new.setText(self._name(N_("New {register}"), register.about.label))
            self.new.setAccessibleName(self.new.text())
            self.new.setToolTip(_NEW_KEYS)
            self.new.setEnabled(self._context.writable)
            self.tabs.blockSignals(True)
            self.tabs.setCurrentIndex(self._registers.index(view.register))
            self.tabs.blockSignals(False)
            self.table.columns.set_widths(self._memory.widths(view.register))
            self.table.setAccessibleName(say(register.about.plural))
        columns = self._memory.columns(register) if other else None
        if other or view.query != self.model.query:
            self._memory.keep_query(view.query)
            self.filters.show_query(view.query, register)
            self.model.show_query(view.query, columns)
            self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, self.model.columnCount() - 1))
        self._context.columns = tuple(f.name for f in self.model.columns)
        if self._context.selection[0] not in ("", view.register):
            self.table.forget_chosen()
            self._context.select("", "")
        self._unfinished.watch(register)

    def _ask(self, query: Query) -> None:
        self._context.open_view(View(query.register, query))

    def _tab_chosen(self, place: int) -> None:
        code = self._registers[place]
        self._context.select("", "")
        self._ask(self._memory.query(code))

    def _loaded(self, shown: int, total: int) -> None:
        self._context.counted.emit(shown, total)
        self.filters.show_count(shown, total)
        if shown:
            self._stack.setCurrentWidget(self.table)
            self._select(*self._context.selection)
        else:
            self._say_empty(total)
            self._stack.setCurrentWidget(self.empty)
        self.filters.setVisible(bool(total))

    def _say_empty(self, total: int) -> None:
        assert self._register is not None  # noqa: S101 - rows were asked for
        say, about = self._context.say, self._register.about
        if total:
            title = self._name(N_("No matching {register}"), about.plural)
            clear = (say(N_("Clear the filters")), "primary", "funnel-x", self.filters.clear)
            self.empty.show_state(
                "search", title, say(N_("Every row is still there; the filters only hide them.")), (clear,)
            )
            return
        title = self._name(N_("No {register} yet"), about.plural)
        offers: tuple[Any, ...] = ()
        if self._context.writable:
            offers = (
                (say(N_("Import a spreadsheet")), "", "file-spreadsheet", self._import),
                (say(N_("Add the first one")), "primary", "plus", self.add),
            )
        self.empty.show_state(about.icon, title, say(about.empty), offers)

    def _name(self, sentence: str, register: str) -> str:
        """Return a sentence with a register's name in it, written as within a sentence."""
        lang = self._context.language
        return lang.gettext(sentence).format(register=lang.gettext(register).lower())

    def _import(self) -> None:
        commands = self.window().findChild(Commands)
        if isinstance(commands, Commands):
            commands["import"].trigger()

    # ------------------------------------------------------------ choosing and making records

    def _chosen(self, identity: str) -> None:
        if self._register is not None and self.isVisible():
            self._context.select(self._register.register_code() if identity else "", identity)

    def _select(self, code: str, identity: str) -> None:
        if identity and self._register is not None and code == self._register.register_code():
            self.table.choose(identity)

    def add(self) -> None:
        """Begin a new record, or go on with the one that was left unfinished."""
        if self._register is None or not self.isVisible() or not self._context.writable:
            return
        code = self._register.register_code()
        values = {f.name: f.default for f in self._register.fields() if f.default is not None}
        values |= self._filtered_values(self._register)
        if self._register.in_project:
            values["project"] = self._context.project
        self.table.clearSelection()
        self.table.forget_chosen()
        self._context.select(code, "")
        self._drafts.begin(code, {n: v for n, v in values.items() if v is not None})

    def _filtered_values(self, register: type[Register]) -> dict[str, Any]:
        """Return the values that a new record takes from the filters, so that it shows up among the rows."""
        found = {}
        for one in self.model.query.filters if self.model.query else ():
            if one.operator == "any_of" and len(one.values) == 1 and not register.field(one.field).system:
                found[one.field] = one.values[0]
        return found

    # ------------------------------------------------------------ order and columns

    def _sort(self, name: str, joins: bool) -> None:
        """Sort by a field: up, then down, then not at all."""
        query = self.model.query
        if query is None:
            return
        now = next((o for o in query.order if o.field == name), None)
        turned = () if now and now.descending else (Order(name, descending=now is not None),)
        others = tuple(o for o in query.order if o.field != name) if joins else ()
        self._ask(replace(query, order=(*others, *turned)))

    def _choose_columns(self, under: QWidget) -> None:
        if self._register is None:
            return
        shown = [f.name for f in self.model.columns]
        chooser = ColumnChooser(self._context, self._register.fields(), shown, self)
        chooser.chosen.connect(self._set_columns)
        chooser.reset.connect(self._reset_columns)
        chooser.open_under(under)

    def _set_columns(self, names: list[str]) -> None:
        assert self._register is not None  # noqa: S101 - its columns are shown
        self._show_columns([self._register.field(n) for n in names])

    def _reset_columns(self) -> None:
        assert self._register is not None  # noqa: S101 - its columns are shown
        self.table.columns.set_widths({})
        self._show_columns(self._memory.first_columns(self._register))

    def _show_columns(self, columns: list[Field]) -> None:
        assert self._register is not None  # noqa: S101 - its columns are shown
        self.model.show_columns(columns)
        self._memory.keep_columns(self._register.register_code(), [f.name for f in columns], self.table.columns.widths)
        self._context.columns = tuple(f.name for f in columns)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._come_back)

    def _come_back(self) -> None:
        """Choose the record of the current cell again, unless another one was asked for meanwhile."""
        if self.isVisible() and self._context.is_open and not self._context.selection[1]:
            self.table.tell_again()

    def hideEvent(self, event: Any) -> None:
        if self._register is not None and self._context.is_open:
            code = self._register.register_code()
            self._memory.keep_columns(code, [f.name for f in self.model.columns], self.table.columns.widths)
        super().hideEvent(event)

    def _open_menu(self, at: QPoint) -> None:
        open_row_menu(self._context, self.table, at)
