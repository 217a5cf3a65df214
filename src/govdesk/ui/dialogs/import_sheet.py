"""One sheet of an import: its register, project and date order, and two pages, its rows and its columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from govdesk.i18n import Message
from govdesk.sheet.plan_values import NewLink
from govdesk.ui.context import Context
from govdesk.ui.dialogs.import_columns_page import ColumnsPage
from govdesk.ui.dialogs.import_rows_page import RowsPage
from govdesk.ui.dialogs.import_work import Source, is_unsure, is_useful
from govdesk.ui.icon import icon
from govdesk.ui.text import ICON, label, say_tip

if TYPE_CHECKING:
    from govdesk.sheet.plan_values import SheetPlan

ROWS, COLUMNS = 0, 1
_NOTICES = 3
_ASK = "?"


class SheetPane(QWidget):
    """What is known of one sheet, and what can be chosen for it.

    Signals:
        chosen: A `Source` and the `SheetChoice` that the user made for one of its sheets.
        project_chosen: A `Source` and the project its rows go to: an id, a `NewLink`, or None.
        rows_chosen: Rows were left out or taken back in.
    """

    chosen = Signal(object, object)
    project_chosen = Signal(object, object)
    rows_chosen = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._source: Source | None = None
        self._sheet: SheetPlan | None = None
        self._places: dict[tuple[int, str], int] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 12)
        column.setSpacing(8)
        column.addLayout(self._top())
        self._notices = QVBoxLayout()
        self._notices.setSpacing(2)
        column.addLayout(self._notices)
        self.tabs = QTabBar()
        self.tabs.addTab("")
        self.tabs.addTab("")
        self.tabs.setExpanding(False)
        self.tabs.currentChanged.connect(self._turn)
        column.addWidget(self.tabs)
        self.rows = RowsPage(context)
        self.rows.rows_chosen.connect(self.rows_chosen)
        self.rows.unreadable_kept.connect(self._keep_unreadable)
        self.columns = ColumnsPage(context)
        self.columns.header_chosen.connect(self._header)
        self.columns.mapped.connect(self._map)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.rows)
        self._pages.addWidget(self.columns)
        column.addWidget(self._pages, 1)

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
        self.columns.show_sheet(sheet, source.grid(sheet), register)
        gettext = self._context.language.gettext
        unsure = sum(map(is_unsure, sheet.columns))
        self.tabs.setTabText(ROWS, gettext("What will happen"))
        words = gettext("Columns · {count} to look at").format(count=unsure) if unsure else gettext("Columns")
        self.tabs.setTabText(COLUMNS, words)
        self.tabs.setTabEnabled(ROWS, is_useful(sheet))
        seen = (id(source), sheet.choice.key)
        if not is_useful(sheet):
            self.tabs.setCurrentIndex(COLUMNS)
        else:
            first = self._places.setdefault(seen, COLUMNS if unsure else ROWS)
            self.tabs.setCurrentIndex(first)
        self._turn(self.tabs.currentIndex())

    def _top(self) -> QHBoxLayout:
        gettext = self._context.language.gettext
        row = QHBoxLayout()
        row.setSpacing(8)
        self._name = label("", "heading")
        self._name.setMinimumWidth(60)
        row.addWidget(self._name, 1)
        self._dates = QComboBox()
        self._dates.addItem(gettext("Let the column decide"), None)
        self._dates.addItem(gettext("Day first: 3 April"), True)
        self._dates.addItem(gettext("Month first: 4 March"), False)
        self._dates_words = self._named(row, gettext("03/04 means"), self._dates, 150)
        self._register = QComboBox()
        self._register_words = self._named(row, gettext("Register"), self._register, 172)
        self._project = QComboBox()
        self._project_words = self._named(row, gettext("Project"), self._project, 190)
        self._dates.activated.connect(self._choose_dates)
        self._register.activated.connect(self._choose_register)
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
        gettext, sheet = self._context.language.gettext, self._sheet
        self._register.clear()
        if sheet.register is None:
            self._register.addItem(gettext("Choose…"), None)
        for code, register in self._context.registers.items():
            theme = self._context.theme
            self._register.addItem(
                icon(register.about.icon, theme.colour("text_muted")), gettext(register.about.plural), code
            )
        self._register.setCurrentIndex(max(0, self._register.findData(sheet.register)))
        in_project = sheet.register is not None and self._context.registers[sheet.register].in_project
        self._project.setVisible(in_project)
        self._project_words.setVisible(in_project)
        self._fill_projects(projects)
        unsure = any(p.code == "date_order" for p in sheet.problems) or sheet.choice.day_first is not None
        self._dates.setVisible(unsure)
        self._dates_words.setVisible(unsure)
        self._dates.setCurrentIndex({None: 0, True: 1, False: 2}[sheet.choice.day_first])

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

    def _choose_register(self, place: int) -> None:
        code = self._register.itemData(place)
        if self._source is not None and self._sheet is not None and code and code != self._sheet.register:
            self.chosen.emit(self._source, replace(self._sheet.choice, register=code, mapping=None))

    def _choose_project(self, place: int) -> None:
        if self._source is None:
            return
        wanted = self._project.itemData(place)
        if wanted == _ASK:
            name = self._context.ask.text(self._context.language.gettext("Name of the new project"))
            wanted = NewLink("project", name) if name else self._source.agreed_project
        self.project_chosen.emit(self._source, wanted)

    def _choose_dates(self, place: int) -> None:
        if self._source is not None and self._sheet is not None:
            self.chosen.emit(self._source, replace(self._sheet.choice, day_first=self._dates.itemData(place)))

    def _header(self, row: int, rows: int) -> None:
        if self._source is not None and self._sheet is not None:
            choice = replace(self._sheet.choice, header_row=row, header_rows=rows or None, mapping=None)
            self.chosen.emit(self._source, choice)

    def _map(self, mapping: dict[int, str]) -> None:
        if self._source is not None and self._sheet is not None:
            self.chosen.emit(self._source, replace(self._sheet.choice, mapping=mapping))

    def _keep_unreadable(self, keep: bool) -> None:
        if self._source is not None and self._sheet is not None:
            self.chosen.emit(self._source, replace(self._sheet.choice, keep_unreadable=keep))
