"""One sheet of an import: its project, and three pages: what its columns become, what its texts mean, what will happen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from govdesk.i18n import Message
from govdesk.sheet.plan_values import NewLink
from govdesk.ui.context import Context
from govdesk.ui.dialogs.import_columns_page import ColumnsPage
from govdesk.ui.dialogs.import_rows_page import RowsPage
from govdesk.ui.dialogs.import_values_page import ValuesPage, asks_who, open_texts
from govdesk.ui.dialogs.import_work import Source, is_unsure, is_useful
from govdesk.ui.eliding_box import ElidingBox
from govdesk.ui.icon import icon
from govdesk.ui.slot import giving
from govdesk.ui.text import ICON, label, say_tip

if TYPE_CHECKING:
    from govdesk.sheet.plan_values import SheetChoice, SheetPlan

COLUMNS, VALUES, ROWS = 0, 1, 2
_NOTICES = 3
_ASK = "?"


class SheetPane(QWidget):
    """What is known of one sheet, and what can be chosen for it.

    Signals:
        chosen: A `Source` and the `SheetChoice` that the user made for one of its sheets.
        project_chosen: A `Source` and the project its rows go to: an id, a `NewLink`, or None.
        rows_chosen: Rows were left out or taken back in.
        table_opened: A `Source` and the key of another table of the sheet, to be looked at.
        forgotten: A `Source` and a `SheetPlan` whose layout is to be forgotten.
        marks_asked: A `Source` that is to be saved with its problem cells marked.
    """

    chosen = Signal(object, object)
    project_chosen = Signal(object, object)
    rows_chosen = Signal()
    table_opened = Signal(object, str)
    forgotten = Signal(object, object)
    marks_asked = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._source: Source | None = None
        self._sheet: SheetPlan | None = None
        self._places: dict[tuple[int, str], int] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 8)
        column.setSpacing(6)
        column.addLayout(self._top())
        self._notices = QVBoxLayout()
        self._notices.setSpacing(2)
        column.addLayout(self._notices)
        self.tabs = QTabBar()
        for _ in (COLUMNS, VALUES, ROWS):
            self.tabs.addTab("")
        self.tabs.setExpanding(False)
        self.tabs.currentChanged.connect(self._turn)
        column.addWidget(self.tabs)
        self.rows = RowsPage(context)
        self.rows.rows_chosen.connect(self.rows_chosen)
        self.rows.unreadable_kept.connect(self._keep_unreadable)
        self.rows.chosen.connect(self._choose)
        self.rows.marks_asked.connect(self._ask_marks)
        self.columns = ColumnsPage(context)
        self.columns.header_chosen.connect(self._header)
        self.columns.register_chosen.connect(self._choose_register)
        self.columns.mapped.connect(self._map)
        self.columns.table_chosen.connect(self._open_table)
        self.columns.forgotten.connect(self._forget)
        self.values = ValuesPage(context)
        self.values.chosen.connect(self._choose)
        self._pages = QStackedWidget()
        for page in (self.columns, self.values, self.rows):
            self._pages.addWidget(page)
        column.addWidget(self._pages, 1)
        for place in (COLUMNS, VALUES, ROWS):
            QShortcut(QKeySequence(f"Ctrl+{place + 1}"), self, giving(self.open_page, place))
            self.tabs.setTabToolTip(place, f"Ctrl+{place + 1}")

    def show_sheet(self, source: Source, sheet: SheetPlan, projects: list[tuple[str, str]]) -> None:
        """Show a sheet; one seen for the first time opens on its rows where every column found its field.

        Args:
            source: Its file.
            sheet: Its plan.
            projects: Id and name of the projects that there are.
        """
        self._source, self._sheet = source, sheet
        register = self._context.registers[sheet.register] if sheet.register else None
        self._name.setText(sheet.sheet)
        say_tip(self._name, sheet.sheet)
        self._fill_choices(projects)
        self._fill_notices()
        self.rows.show_sheet(source, sheet)
        tables = [s for s in source.sheets() if s.sheet == sheet.sheet]
        self.columns.show_sheet(sheet, source.grid(sheet), tables, register)
        self.values.show_sheet(sheet, register)
        gettext = self._context.language.gettext
        unsure, unknown = sum(map(is_unsure, sheet.columns)), open_texts(sheet)
        words = gettext("Columns · {count} to look at").format(count=unsure) if unsure else gettext("Columns")
        self.tabs.setTabText(COLUMNS, f"1  {words}")
        words = gettext("Values · {count} to look at").format(count=unknown) if unknown else gettext("Values")
        self.tabs.setTabText(VALUES, f"2  {words}")
        words = gettext("What will happen")
        self.tabs.setTabText(ROWS, f"3  {words}")
        for page in (VALUES, ROWS):
            self.tabs.setTabEnabled(page, is_useful(sheet))
        seen = (id(source), sheet.choice.key)
        if not is_useful(sheet):
            self.tabs.setCurrentIndex(COLUMNS)
        else:
            first = COLUMNS if unsure else VALUES if unknown or asks_who(sheet, register) else ROWS
            self.tabs.setCurrentIndex(self._places.setdefault(seen, first))
        self._turn(self.tabs.currentIndex())

    def open_page(self, place: int) -> None:
        """Turn to a page and give it the keyboard."""
        if self.tabs.isTabEnabled(place):
            self.tabs.setCurrentIndex(place)
            (self.columns.grid, self.values.table, self.rows.table)[place].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _top(self) -> QHBoxLayout:
        gettext = self._context.language.gettext
        row = QHBoxLayout()
        row.setSpacing(8)
        self._name = label("", "heading")
        self._name.setMinimumWidth(60)
        row.addWidget(self._name, 1)
        self._project = ElidingBox()
        self._project_words = self._named(row, gettext("Project"), self._project, 240)
        self._project.activated.connect(self._choose_project)
        return row

    def _named(self, row: QHBoxLayout, name: str, box: QComboBox, width: int) -> QLabel:
        words = label(name, "muted")
        words.setBuddy(box)
        box.setAccessibleName(name)
        box.setFixedWidth(width)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMaxVisibleItems(16)
        row.addSpacing(8)
        row.addWidget(words)
        row.addWidget(box)
        return words

    def _fill_choices(self, projects: list[tuple[str, str]]) -> None:
        if self._source is None or self._sheet is None:
            return
        sheet = self._sheet
        told = any(c.field == "project" for c in sheet.columns)
        in_project = sheet.register is not None and self._context.registers[sheet.register].in_project and not told
        self._project.setVisible(in_project)
        self._project_words.setVisible(in_project)
        self._fill_projects(projects)

    def _fill_projects(self, projects: list[tuple[str, str]]) -> None:
        source = self._source
        if source is None or source.plan is None:
            return
        gettext, plan = self._context.language.gettext, source.plan
        self._project.clear()
        made = plan.project_name if plan.project is None else ""
        if made:
            self._project.addItem(gettext("New: {name}").format(name=made), NewLink("project", made))
        for identity, name in projects:
            self._project.addItem(name, identity)
        self._project.addItem(gettext("New project…"), _ASK)
        if source.project is not None:
            self._project.addItem(gettext("As the sheet says"), None)
        self._project.setCurrentIndex(0 if made else self._project.findData(plan.project))
        say_tip(self._project, self._project.currentText())

    def _fill_notices(self) -> None:
        while (item := self._notices.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if self._sheet is None:
            return
        notices = self._sheet.notices
        gettext = self._context.language.gettext
        for message in notices[:_NOTICES]:
            self._notices.addWidget(self._notice(message))
        if len(notices) > _NOTICES:
            more = label(gettext("and {count} more").format(count=len(notices) - _NOTICES), "caption")
            say_tip(more, "\n".join(self._context.say(m) for m in notices[_NOTICES:]))
            self._notices.addWidget(more)

    def _notice(self, message: Message) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        sign = QLabel()
        sign.setPixmap(icon("info", self._context.theme.colour("watch")).pixmap(ICON))
        row.addWidget(sign)
        row.addWidget(label(self._context.say(message), "caption", wrap=True), 1)
        return made

    def _turn(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        if self._source is not None and self._sheet is not None and is_useful(self._sheet):
            self._places[id(self._source), self._sheet.choice.key] = page

    def _choose_register(self, code: str) -> None:
        if self._sheet is not None and code != self._sheet.register:
            self._choose(replace(anew(self._sheet.choice), register=code))

    def _choose(self, choice: SheetChoice) -> None:
        if self._source is not None:
            self.chosen.emit(self._source, choice)

    def _open_table(self, number: int) -> None:
        if self._source is not None and self._sheet is not None:
            self.table_opened.emit(self._source, replace(self._sheet.choice, table=number).key)

    def _forget(self) -> None:
        if self._source is not None and self._sheet is not None:
            self.forgotten.emit(self._source, self._sheet)

    def _ask_marks(self) -> None:
        if self._source is not None:
            self.marks_asked.emit(self._source)

    def _choose_project(self, place: int) -> None:
        if self._source is None:
            return
        wanted = self._project.itemData(place)
        if wanted == _ASK:
            name = self._context.ask.text(self._context.language.gettext("Name of the new project"))
            wanted = NewLink("project", name) if name else self._source.agreed_project
        self.project_chosen.emit(self._source, wanted)

    def _header(self, row: int, rows: int) -> None:
        if self._source is None or self._sheet is None:
            return
        # Headings that are pointed at make one table of the sheet.
        first = replace(anew(self._sheet.choice), table=0, header_row=row, header_rows=rows or None)
        if self._sheet.choice.table:
            first = replace(first, register=None)
            self.table_opened.emit(self._source, first.key)
        self._choose(first)

    def _map(self, mapping: dict[int, str]) -> None:
        if self._sheet is not None:
            self._choose(replace(self._sheet.choice, mapping=mapping))

    def _keep_unreadable(self, keep: bool) -> None:
        if self._sheet is not None:
            self._choose(replace(self._sheet.choice, keep_unreadable=keep))


def anew(choice: SheetChoice) -> SheetChoice:
    """Return a choice without what was said of columns and texts, for a table that is read in another way."""
    return replace(choice, mapping=None, fixes={}, across={}, settled={}, known=True)
