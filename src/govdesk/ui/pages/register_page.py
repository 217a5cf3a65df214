"""The page of an area: its registers as tabs, and in each a filtered table of its records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from govdesk.fields.field import Field
from govdesk.fields.register import Register
from govdesk.i18n import N_, Language
from govdesk.store.query import Order, Query
from govdesk.ui.column_chooser import ColumnChooser
from govdesk.ui.command import Commands
from govdesk.ui.context import Context, View
from govdesk.ui.draft import Drafts
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.filter_bar import FilterBar
from govdesk.ui.icon import icon
from govdesk.ui.pages.face_stack import FaceStack
from govdesk.ui.pages.folding import Folding
from govdesk.ui.row_menu import open_row_menu
from govdesk.ui.table_model import TableModel
from govdesk.ui.table_view import TableView
from govdesk.ui.text import button, frame, label
from govdesk.ui.unfinished import Unfinished
from govdesk.ui.view_memory import ViewMemory

if TYPE_CHECKING:
    from govdesk.store.workspace import Changes

_NEW_KEYS = "Ctrl+N"


class RegisterPage(QWidget):
    """Shows the registers of one area."""

    def __init__(self, context: Context, registers: Sequence[str]) -> None:
        super().__init__()
        self._context = context
        self._registers = tuple(registers)
        self._face = ""
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
        self._stack = QStackedWidget()
        self._tools = QHBoxLayout()
        self._tools.setSpacing(8)
        self.faces = FaceStack(self._context, self._registers, self._stack, self._tools)
        for code, face in self.faces.tabs:
            self.tabs.addTab(self._context.say(self.faces.label(code, face)).replace("&", "&&"))
        under = QWidget()
        lines = QVBoxLayout(under)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        self.folding = Folding(self._context, self.tabs, [code for code, _ in self.faces.tabs])
        lines.addWidget(self.folding.line)
        lines.addWidget(frame("line"))
        column.addWidget(under)
        under.setVisible(len(self.faces.tabs) > 1)
        column.addWidget(self.filters)
        self._unfinished = Unfinished(self._context)
        self._unfinished.resumed.connect(self.add)
        column.addWidget(self._unfinished)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setAccessibleName(self._context.say(N_("Fetching the rows")))
        self._busy.hide()
        column.addWidget(self._busy)
        head.insertLayout(1, self._tools)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        context = self._context
        context.view_changed.connect(self.show_view)
        context.bridge.changed.connect(self._refresh_face)
        context.selected.connect(self._select)
        self.tabs.currentChanged.connect(self._tab_chosen)
        self.folding.wanted.connect(self._tab_chosen)
        self.faces.counted.connect(context.counted)
        self.faces.counted.connect(self.filters.show_count)
        self.faces.asked.connect(self._ask)
        self.filters.changed.connect(self._ask)
        self.filters.columns_asked.connect(self._choose_columns)
        self.model.loaded.connect(self._loaded)
        self.model.loading.connect(self._busy.setVisible)
        self.model.refused.connect(lambda why: context.notify(context.say(why)))
        self.table.chosen.connect(self._chosen)
        self.table.columns.sort_asked.connect(self._sort)
        self.table.columns.moved.connect(self._set_columns)
        self.table.menu_asked.connect(lambda at: open_row_menu(context, self.table, at))
        keys = QShortcut(QKeySequence(_NEW_KEYS), self)
        keys.setContext(Qt.ShortcutContext.WindowShortcut)
        for wanted in (self.new.clicked, self.faces.adding, keys.activated):
            wanted.connect(self.add)

    # ------------------------------------------------------------ what is shown

    def show_view(self, view: View) -> None:
        """Show a view, if it is of one of this page's registers."""
        if view.register not in self._registers:
            return
        other = self._register is None or (self._register.register_code(), self._face) != (view.register, view.face)
        register = self._register = self._context.registers[view.register]
        say = self._context.say
        if other:
            self._face = view.face
            for words, text in zip(
                (self._title, self._purpose), self.faces.heading(view.register, view.face), strict=True
            ):
                words.setText(say(text))
            self.new.setText(_named(self._context.language, N_("New {register}"), register.about.label))
            self.new.setAccessibleName(self.new.text())
            self.new.setToolTip(_NEW_KEYS)
            self.new.setEnabled(self._context.writable)
            self.table.columns.set_widths(self._memory.widths(view.register))
            self.table.setAccessibleName(say(register.about.plural))
        place = self.faces.tabs.index((view.register, view.face))
        self.folding.show(place)
        with QSignalBlocker(self.tabs):
            self.tabs.setCurrentIndex(place)
        columns = self._memory.columns(register) if other else None
        if view.face:
            self._memory.keep_query(view.query)
            self.filters.show_query(view.query, register)
            self.filters.show()
            self.faces.show(view.query, view.face)
        else:
            self.faces.leave()
        if not view.face and (other or view.query != self.model.query):
            self._memory.keep_query(view.query)
            self.filters.show_query(view.query, register)
            self.model.show_query(view.query, columns)
            self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, self.model.columnCount() - 1))
        shown = self._memory.columns(register) if view.face else self.model.columns
        self._context.columns = tuple(f.name for f in shown)
        self.filters.columns.setVisible(not view.face)
        if self._context.selection[0] not in ("", view.register):
            self.table.forget_chosen()
            self._context.select("", "")
        self._unfinished.watch(register)

    def _ask(self, query: Query) -> None:
        self._context.open_view(View(query.register, query, self._face))

    def _tab_chosen(self, place: int) -> None:
        code, face = self.faces.tabs[place]
        if self._register is None or code != self._register.register_code():
            self._context.select("", "")
        self._context.open_view(View(code, self._memory.query(code), face))

    def _refresh_face(self, changes: Changes) -> None:
        view = self._context.view
        if self.isVisible():
            self.folding.refresh()
        if self.faces.active and view is not None and view.register in self._registers and self.isVisible():
            self.faces.show(view.query, self._face)

    def _loaded(self, shown: int, total: int) -> None:
        if self.faces.active:
            return
        self._context.counted.emit(shown, total)
        self.filters.show_count(shown, total)
        if shown:
            self._stack.setCurrentWidget(self.table)
            self._select(*self._context.selection)
        else:
            _say_empty(self, self._context, self._register, total)
            self._stack.setCurrentWidget(self.empty)
        self.filters.setVisible(bool(total))

    # ------------------------------------------------------------ choosing and making records

    def _chosen(self, identity: str) -> None:
        if self._register is not None and self.isVisible() and not self.faces.active:
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
        view = self._context.view
        query = view.query if self._face and view is not None else self.model.query
        values |= _filtered_values(self._register, query)
        if self._register.in_project:
            values["project"] = self._context.project
        self.table.clearSelection()
        self.table.forget_chosen()
        self._context.select(code, "")
        self._drafts.begin(code, {n: v for n, v in values.items() if v is not None})

    # ------------------------------------------------------------ order and columns

    def _sort(self, name: str, joins: bool) -> None:
        if self.model.query is not None:
            self._ask(_sorted(self.model.query, name, joins=joins))

    def _choose_columns(self, under: QWidget) -> None:
        if self._register is None:
            return
        shown = [f.name for f in self.model.columns]
        chooser = ColumnChooser(self._context, self._register.fields(), shown, self)
        chooser.chosen.connect(self._set_columns)
        chooser.reset.connect(self._reset_columns)
        chooser.open_under(under)

    def _set_columns(self, names: list[str]) -> None:
        known = {f.name: f for f in self._register.fields()} if self._register is not None else {}
        if all(n in known for n in names):  # else another register has come while they were chosen
            self._show_columns([known[n] for n in names])

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
        if self.isVisible() and self._context.is_open and not self._face and not self._context.selection[1]:
            self.table.tell_again()

    def hideEvent(self, event: Any) -> None:
        if self._register is not None and self._context.is_open and not self._face:
            names = [f.name for f in self.model.columns]
            self._memory.keep_columns(self._register.register_code(), names, self.table.columns.widths)
        super().hideEvent(event)


def _say_empty(page: RegisterPage, context: Context, register: type[Register] | None, total: int) -> None:
    """Say why no rows are shown, and offer the next step."""
    assert register is not None  # noqa: S101 - rows were asked for
    say, about = context.say, register.about
    if total:
        title = _named(context.language, N_("No matching {register}"), about.plural)
        clear = (say(N_("Clear the filters")), "primary", "funnel-x", page.filters.clear)
        page.empty.show_state(
            "search", title, say(N_("Every row is still there; the filters only hide them.")), (clear,)
        )
        return
    title = _named(context.language, N_("No {register} yet"), about.plural)
    offers: tuple[Any, ...] = ()
    if context.writable:
        offers = (
            (say(N_("Import a spreadsheet")), "", "file-spreadsheet", lambda: _import(page.window())),
            (say(N_("Add the first one")), "primary", "plus", page.add),
        )
    page.empty.show_state(about.icon, title, say(about.empty), offers)


def _filtered_values(register: type[Register], query: Query | None) -> dict[str, Any]:
    """Return the values that a new record takes from the filters, so that it shows up among the rows."""
    found = {}
    for one in query.filters if query else ():
        if one.operator == "any_of" and len(one.values) == 1 and not register.field(one.field).system:
            found[one.field] = one.values[0]
    return found


def _named(lang: Language, sentence: str, register: str) -> str:
    """Return a sentence with a register's name in it, written as within a sentence."""
    return lang.gettext(sentence).format(register=lang.gettext(register).lower())


def _import(window: QWidget) -> None:
    commands = window.findChild(Commands)
    if isinstance(commands, Commands):
        commands["import"].trigger()


def _sorted(query: Query, name: str, *, joins: bool) -> Query:
    """Return a query sorted by a field: up, then down, then not at all; beside the other fields where it joins them."""
    now = next((o for o in query.order if o.field == name), None)
    turned = () if now and now.descending else (Order(name, descending=now is not None),)
    others = tuple(o for o in query.order if o.field != name) if joins else ()
    return replace(query, order=(*others, *turned))
