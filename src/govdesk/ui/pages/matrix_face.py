"""The face that shows who owns what: deliverables by departments or people, with live checks, edited by letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.ownership import DEPARTMENT, PERSON, Board, Place, read_board
from govdesk.insight.ownership_check import SETTING, Finding, Load, Rules, carried, head_findings, line_findings, loads
from govdesk.store.query import Query, count
from govdesk.store.setting import read_setting
from govdesk.ui.context import Context, View
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.icon import icon
from govdesk.ui.menu_button import MenuButton
from govdesk.ui.pages.face import Face
from govdesk.ui.pages.matrix_bar import MatrixBar
from govdesk.ui.pages.matrix_gesture import MatrixGesture
from govdesk.ui.pages.matrix_grid import MatrixGrid
from govdesk.ui.pages.matrix_sheet import note, sheets
from govdesk.ui.pages.matrix_way import MatrixWay
from govdesk.ui.picture import picture_button
from govdesk.ui.slot import giving
from govdesk.ui.text import action, button, frame, label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govdesk.progress import Progress
    from govdesk.sheet.numbers import NumberSheet


class MatrixFace(Face):
    """The responsibility matrix with its warnings and tools."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._query: Query | None = None
        self._asked = 0
        self._lines: list[Finding] = []
        self._by_line: dict[str, list[Finding]] = {}
        self._heads: list[Finding] = []
        self._carried: dict[str, Load] = {}
        self._rules = Rules()
        self.grid = MatrixGrid(context)
        self.gesture = MatrixGesture(context, self.grid)
        self.way = MatrixWay(context, self.grid, lambda: self._query.project if self._query else None)
        self.bar = MatrixBar(context)
        self.empty = EmptyState(context)
        self._build()
        self._connect()

    def _build(self) -> None:
        say, theme = self.context.say, self.context.theme
        self.by_person = button(say(N_("By person")), "", icon("user", theme.colour("text")))
        self.by_person.setCheckable(True)
        self.sheet = button(say(N_("Department sheet")), "", icon("file-text", theme.colour("text")))
        self.picture = picture_button(
            self.context,
            self.grid.paint_whole,
            say(N_("Who owns what")),
            self.grid.whole_size,
            numbers=self.numbers,
            note=self.note,
        )
        self.warnings = button("", "chip", icon("triangle-alert", theme.colour("watch")))
        self.warnings.setCheckable(True)
        self.step = button(say(N_("Explain")), "chip", tip=say(N_("Step through the warnings")))
        self.more = MenuButton("chip", icon("ellipsis", theme.colour("text_muted")))
        self.more.say(say(N_("View")))
        self.more.setAccessibleName(say(N_("View")))
        self._everyone = action(say(N_("Show also those without a part")), self)
        self._everyone.setCheckable(True)
        self._checks = action(say(N_("Limits of the checks…")), self, icon("settings", theme.colour("text")))
        self._copy = action(say(N_("Copy the whole matrix")), self, icon("copy", theme.colour("text")))
        self.more.items.addActions([self._everyone, self._checks, self._copy])
        strip = QHBoxLayout()
        strip.setSpacing(8)
        for one in (self.warnings, self.step, self.more):
            strip.addWidget(one)
        strip.addStretch(1)
        strip.addWidget(label(say(N_("Type R A C I · arrows move · pull the corner to fill")), "muted"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(strip)
        around = frame("card")
        within = QVBoxLayout(around)
        within.setContentsMargins(1, 1, 1, 1)
        within.addWidget(self.grid)
        column.addWidget(around, 1)
        column.addWidget(self.bar)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(inside)
        self._stack.addWidget(self.empty)

    def _connect(self) -> None:
        self.gesture.settled.connect(self._settle)
        self.by_person.toggled.connect(lambda _: self._read())
        self.sheet.clicked.connect(lambda _: self.way.open_sheet(self.window()))
        self._everyone.toggled.connect(lambda _: self._read())
        self._checks.triggered.connect(lambda _: self.open_rules())
        self._copy.triggered.connect(lambda _: self.gesture.copy_all())
        self.warnings.toggled.connect(lambda _: self._show())
        self.step.clicked.connect(lambda _: self._explain(self._lines + self._heads))
        self.grid.chosen.connect(self._choose)
        self.grid.check_asked.connect(self._explain_line)
        self.grid.load_asked.connect(self._open_load)
        self.grid.people_asked.connect(self.turn_people)
        self.grid.leave_asked.connect(self.bar.leave)
        self.bar.shown.connect(self._light)
        self.bar.mend_asked.connect(self.gesture.write)
        self.bar.rows_asked.connect(self.way.open_rows)

    def toolbar(self) -> list[QWidget]:
        """Return what stands beside the page's main button."""
        return [self.by_person, self.sheet, self.picture]

    # ------------------------------------------------------------ reading

    def show_query(self, query: Query) -> None:
        """Show the responsibilities for these deliverables."""
        if query == self._query and self.gesture.writing:
            return
        self._query = query
        self._read()

    def _read(self) -> None:
        query, registers, workspace = self._query, self.context.registers, self.context.workspace
        if query is None:
            return
        by = PERSON if self.by_person.isChecked() else DEPARTMENT
        everyone = self._everyone.isChecked()
        self._asked += 1
        ticket = self._asked

        opened = self.gesture.opened

        def work(_progress: Progress) -> tuple[Board, int, Rules]:
            with workspace.read() as session:
                board = read_board(session, registers, query, by, everyone=everyone, opened=opened)
                total = count(session, registers, Query(query.register, query.project))
                return board, total, Rules.load(read_setting(session, SETTING))

        def done(answer: tuple[Board, int, Rules]) -> None:
            if ticket == self._asked:
                self._take(*answer)

        self.context.jobs.read(work, done, owner=self)

    def _take(self, board: Board, total: int, rules: Rules) -> None:
        self._rules = rules
        self.counted.emit(len(board.lines), total)
        self._by_line = {line.id: line_findings(board, line, self._rules) for line in board.lines}
        self.grid.board = board
        self._judge(board, loads(board))
        self._show()
        if board.lines and board.heads:
            self._stack.setCurrentIndex(0)
        else:
            self._say_empty(board, total)
            self._stack.setCurrentWidget(self.empty)

    def _say_empty(self, board: Board, total: int) -> None:
        say = self.context.say
        if board.lines and board.by == PERSON:
            words = N_("The matrix has a column for each person. Add the stakeholders who take part first.")
            people = View("stakeholder", Query("stakeholder", self.context.project))
            offers = ((say(N_("Open the stakeholders")), "primary", "users", giving(self.context.open_view, people)),)
            self.empty.show_state("users", say(N_("No people yet")), say(words), offers)
        elif board.lines:
            words = N_("The matrix has a column for each department. Add the units that take part first.")
            units = View("department", Query("department"))
            offers = (
                (say(N_("Open the departments")), "primary", "building-2", giving(self.context.open_view, units)),
            )
            self.empty.show_state("building-2", say(N_("No departments yet")), say(words), offers)
        elif total:
            words = N_("Every deliverable is still there; the filters only hide them.")
            self.empty.show_state("search", say(N_("No deliverable matches")), say(words), ())
        else:
            words = N_(
                "A matrix needs deliverables: add the first one with the button above, or import a sheet of R, A, C and I."
            )
            offer = (say(N_("New deliverable")), "primary", "plus", self.adding.emit)
            begin = (offer,) if self.context.writable else ()
            self.empty.show_state("package", say(N_("No deliverables yet")), say(words), begin)

    # ------------------------------------------------------------ checks

    def _settle(self, board: Board, changed: Iterable[Place]) -> None:
        """Show a board after a gesture; only the lines that changed are judged again."""
        self._asked += 1
        lines = {place[0] for place in changed}
        for line in board.lines:
            if line.id in lines:
                self._by_line[line.id] = line_findings(board, line, self._rules)
        self.grid.replace_board(board)
        touched = {place[1] for place in changed}
        touched |= {h.unit for h in board.heads if h.id in touched and h.unit}
        self._judge(board, self._carried | loads(board, touched))

    def _judge(self, board: Board, weights: dict[str, Load]) -> None:
        self._carried = weights
        self._lines = [f for line in board.lines for f in self._by_line.get(line.id, ())]
        self._heads = head_findings(board, self._rules, weights)
        self.grid.show_findings(self._lines, self._heads, weights)
        number = len(self._lines) + len(self._heads)
        words = self.context.say(Message(N_("Warnings {count}"), {"count": number}))
        self.warnings.setText(f" {words}")
        self.warnings.setAccessibleName(words)
        self.step.setEnabled(bool(number))
        self.bar.refresh(self._lines + self._heads, board)

    def _show(self) -> None:
        only = {f.line for f in self._lines} if self.warnings.isChecked() else None
        self.grid.show_board(self.grid.board, only)

    def open_rules(self) -> None:
        """Open the limits of the checks; new ones are judged by at once."""
        from govdesk.ui.pages.matrix_rule import RuleDialog  # noqa: PLC0415 - seldom needed

        dialog = RuleDialog(self.context, self._rules, self.window())
        dialog.kept.connect(lambda _: self._read())
        dialog.open()

    def turn_people(self, unit: str) -> None:
        """Let a department's people stand beside it, or no longer."""
        self.gesture.opened = self.gesture.opened ^ {unit}
        self._read()

    def _explain(self, findings: list[Finding], place: int = 0) -> None:
        self.bar.open(findings, place, self.grid.board)

    def _explain_line(self, line: str) -> None:
        every = self._lines + self._heads
        place = next((n for n, f in enumerate(every) if f.line == line), None)
        if place is not None:
            self._explain(every, place)

    def _light(self, found: Finding | None) -> None:
        if found is None:
            self.grid.light(())
            self.grid.setFocus()
            return
        places = found.places
        if found.line and not places:
            self.grid.stand_on(found.line)
            places = tuple((found.line, h.id) for h in self.grid.board.heads)
        elif found.head and not places:
            places = tuple((line.id, found.head) for line in self.grid.board.lines)
        if found.line:
            self.grid.stand_on(found.line)
        self.grid.light(places)

    # ------------------------------------------------------------ what is opened elsewhere

    def _choose(self, kind: str, identity: str) -> None:
        code = {"line": "deliverable", PERSON: "stakeholder", DEPARTMENT: "department"}[kind]
        self.context.select(code, identity)

    def _open_load(self, head: str) -> None:
        """Explain what a head carries and light up its cells: what is wrong with it, then what it is."""
        board, found = self.grid.board, [f for f in self._heads if f.head == head]
        shown = board.head(head)
        if shown is not None:
            self._explain([*found, carried(board, shown, self._carried[head])])

    # ------------------------------------------------------------ out of the window

    def numbers(self) -> list[NumberSheet]:
        """Return the matrix, the loads and the warnings as sheets for Excel."""
        board = self.grid.board
        return sheets(self.context.language, board, self._lines + self._heads, loads(board))

    def note(self) -> str:
        """Return what a picture says below its title."""
        return note(self.context.language, self.grid.board, self._lines + self._heads)
