"""The tabs of the diagnosis: tiles of a group of rules, beneath them what helps most; a tile opens its detail in its place."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.diagnosis.catalogue import RULES
from govdesk.insight.diagnosis.finding import Diagnosis, Evidence, Finding
from govdesk.insight.diagnosis.snapshot import save_snapshot
from govdesk.store.query import Query
from govdesk.ui.context import Context, View
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.icon import icon
from govdesk.ui.page import page
from govdesk.ui.pages.diagnosis_balance import BalanceCard
from govdesk.ui.pages.diagnosis_detail import RuleDetail
from govdesk.ui.pages.diagnosis_help import HelpCard
from govdesk.ui.pages.diagnosis_projects import ProjectsGrid
from govdesk.ui.pages.diagnosis_source import PAGE, DiagnosisSource, Picture
from govdesk.ui.pages.diagnosis_tile import FindingTile
from govdesk.ui.pages.diagnosis_word import GROUP_NAMES
from govdesk.ui.pages.page_frame import Body
from govdesk.ui.project import project_register
from govdesk.ui.text import button

_WIDE, _NARROW = 900, 600
_STEPS = 5
_REPORTS = "reports"


class GroupBody(Body):
    """One group of rules."""

    group = ""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._picture: Picture | None = None
        self._part = ""
        self._asked = False
        self._columns = 0
        self._source = DiagnosisSource.of(self.context)
        self._source.told.connect(self._take)
        self.rules = tuple(rule.code for rule in RULES if rule.group == self.group)
        self._make_tools()
        self._build()

    def toolbar(self) -> list[QWidget]:
        """Return the snapshot, and the way to the reports where there are some."""
        return self._tools

    def _make_tools(self) -> None:
        say, theme = self.context.say, self.context.theme
        self.snapshot = button(say(N_("Save as snapshot of this review")), "", icon("camera", theme.colour("text")))
        self.snapshot.clicked.connect(self._save_snapshot)
        self._tools: list[QWidget] = [self.snapshot]
        if page(_REPORTS) is not None:
            report = button(say(N_("Make a report")), "primary", icon("file-chart-column", theme.colour("on_accent")))
            report.clicked.connect(self._go_to_reports)
            self._tools.append(report)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        column.addWidget(self._stack)
        self._stack.addWidget(QWidget())
        self._tiles_page = self._make_tiles()
        self._stack.addWidget(self._tiles_page)
        self.empty = EmptyState(self.context)
        self._stack.addWidget(self.empty)
        self.projects = ProjectsGrid(self.context)
        self.projects.opened.connect(lambda project, code: self._go(project, code))
        self._stack.addWidget(self.projects)
        self.detail = RuleDetail(self.context, self.context.say(GROUP_NAMES[self.group]))
        self._join(self.detail)
        self.detail.left.connect(lambda: self._go(self.context.project, ""))
        self._stack.addWidget(self.detail)

    def _join(self, detail: RuleDetail) -> None:
        detail.rows_asked.connect(self._open_rows)
        detail.missing_asked.connect(self._open_register)
        detail.threshold_chosen.connect(self._source.set_limit)
        detail.added.connect(self._show_checklist)

    def _make_tiles(self) -> QWidget:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._grid = QGridLayout()
        self._grid.setSpacing(10)
        column.addLayout(self._grid)
        self.tiles = {code: FindingTile(self.context) for code in self.rules}
        for tile in self.tiles.values():
            tile.opened.connect(lambda code: self._go(self.context.project, code))
            tile.rows_asked.connect(self._open_finding)
        self._place_tiles(3)
        self._under = QHBoxLayout()
        self._under.setSpacing(10)
        self.help = HelpCard(self.context, self.context.say(N_("What helps most")), _STEPS)
        self.help.added.connect(self._show_checklist)
        self._under.addWidget(self.help, 1)
        column.addLayout(self._under)
        column.addStretch(1)
        area.setWidget(inside)
        return area

    def _place_tiles(self, columns: int) -> None:
        if columns == self._columns or not self.tiles:
            return
        for across in range(max(columns, self._columns)):
            self._grid.setColumnStretch(across, 1 if across < columns else 0)
        self._columns = columns
        for n, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, n // columns, n % columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.width()
        self._place_tiles(3 if width >= _WIDE else 2 if width >= _NARROW else 1)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._asked = False

    # ---------------------------------------------------------------- showing

    def show_project(self, project: str | None, part: str) -> None:
        self._part, self._asked = part, True
        self._source.ask()

    def _take(self, picture: Picture) -> None:
        if not self._asked or picture.asked != self.context.project:
            return
        self._picture = picture
        one = picture.one
        self.snapshot.setEnabled(self.context.writable and one is not None)
        if not picture.found:
            self._show_empty()
        elif one is None:
            self.projects.show_picture(picture, self.rules)
            self._stack.setCurrentWidget(self.projects)
        elif self._part in self.rules:
            self._show_detail(picture, one, one.finding(self._part))
        else:
            self.show_diagnosis(picture, one)
            self._stack.setCurrentWidget(self._tiles_page)
        self.told.emit(self._line(picture))

    def show_diagnosis(self, picture: Picture, diagnosis: Diagnosis) -> None:
        """Fill the tiles and what stands beneath them."""
        trends = picture.trends.get(diagnosis.project, {})
        for code, tile in self.tiles.items():
            tile.show_finding(diagnosis.finding(code), trends.get(code))
        self.help.show_steps(diagnosis, self.rules)

    def _show_detail(self, picture: Picture, diagnosis: Diagnosis, finding: Finding) -> None:
        another = self._stack.currentWidget() is not self.detail
        self.detail.show_rule(picture, diagnosis, finding)
        self._stack.setCurrentWidget(self.detail)
        if another:
            self.detail.back.setFocus()

    def _line(self, picture: Picture) -> str:
        levels = [f.level for d in picture.found for f in d.of(self.group)]
        args = {"act": levels.count("act"), "watch": levels.count("watch"), "open": levels.count("insufficient")}
        words = self.context.say(Message(N_("To act on: {act} · to watch: {watch} · not enough data: {open}"), args))
        since = picture.since
        if since is None:
            return words
        last = self.context.say(Message(N_("last snapshot {day}"), {"day": since.isoformat()}))
        return f"{words} · {last}"

    def _show_empty(self) -> None:
        say = self.context.say
        text = N_("The diagnosis reads the registers of a project: who owns what, what was said, what was promised.")
        offers = ((say(N_("Go to the projects")), "primary", "folder-kanban", self._go_to_projects),)
        self.empty.show_state("stethoscope", say(N_("No project to diagnose yet")), say(text), offers)
        self._stack.setCurrentWidget(self.empty)

    # ---------------------------------------------------------------- going elsewhere

    def _go(self, project: str | None, code: str) -> None:
        view = View.of_page(PAGE, project, self.group, code)
        tile = self.tiles.get(self._part)
        self.context.open_view(view)
        if not code and tile is not None:
            tile.setFocus()

    def _go_to_reports(self) -> None:
        self.context.open_view(View.of_page(_REPORTS, self.context.project))

    def _go_to_projects(self) -> None:
        self._open_register(project_register(self.context.registers))

    def _open_finding(self, finding: Finding) -> None:
        """Open the records of a finding; where they are of several registers, its detail lists them."""
        if finding.level == "insufficient" and finding.missing:
            self._open_register(finding.missing[0].register)
        elif len(finding.evidence) == 1:
            self._open_rows(finding.evidence[0])
        else:
            self._go(finding.project, finding.rule)

    def _open_rows(self, evidence: Evidence) -> None:
        query = evidence.query(self.context.project)
        self.context.open_view(View(query.register, query))

    def _open_register(self, code: str) -> None:
        if code in self.context.registers:
            self.context.open_view(View(code, Query(code, self.context.project)))

    def _show_checklist(self, identity: str) -> None:
        self.context.select("checklist", identity)

    def _save_snapshot(self) -> None:
        one = self._picture.one if self._picture is not None else None
        if one is None:
            return
        context, workspace = self.context, self.context.workspace
        day = dt.date.today().isoformat()
        words = Message(N_("Snapshot kept: {day}. The next diagnosis tells what became of it."), {"day": day})
        context.edit(lambda: save_snapshot(workspace, one), lambda _: context.notify(context.say(words)))


class PitsBody(GroupBody):
    """The six pits, the starting point, and what helps most."""

    group = "pits"

    def _make_tiles(self) -> QWidget:
        made = super()._make_tiles()
        self.balance = BalanceCard(self.context)
        self.balance.rows_asked.connect(self._open_rows)
        self.balance.detail_asked.connect(self._go_to_start)
        self._under.insertWidget(0, self.balance, 1)
        return made

    def show_diagnosis(self, picture: Picture, diagnosis: Diagnosis) -> None:
        super().show_diagnosis(picture, diagnosis)
        self.balance.show_balance(diagnosis.balance, diagnosis.finding("starting_point"))

    def _go_to_start(self) -> None:
        self.context.open_view(View.of_page(PAGE, self.context.project, "starting_point"))


class SurfaceBody(GroupBody):
    """The surface causes."""

    group = "surface"


class LandingBody(GroupBody):
    """The landing checks."""

    group = "landing"


class ScalingBody(GroupBody):
    """From pilot to scale."""

    group = "scaling"


class SupportBody(GroupBody):
    """Support, top-down and bottom-up."""

    group = "support"


class StartBody(GroupBody):
    """The starting point: the balance, and beneath it the signs of its one rule."""

    group = "starting_point"

    def _make_tiles(self) -> QWidget:
        self.tiles = {}
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.balance = BalanceCard(self.context, linked=False)
        self.balance.rows_asked.connect(self._open_rows)
        column.addWidget(self.balance)
        self.signs = RuleDetail(self.context, "")
        self._join(self.signs)
        column.addWidget(self.signs, 1)
        return made

    def show_diagnosis(self, picture: Picture, diagnosis: Diagnosis) -> None:
        finding = diagnosis.finding("starting_point")
        self.balance.show_balance(diagnosis.balance, finding)
        self.signs.show_rule(picture, diagnosis, finding)
