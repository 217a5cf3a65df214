"""The gap calculator: what a target needs at the start of its funnel, what is missing, and what if a figure were another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from govdesk.i18n import N_
from govdesk.insight.gap import Funnel, Outcome, solve
from govdesk.insight.gap_source import FUNNEL, funnels, moved
from govdesk.progress import Progress
from govdesk.ui.context import Context
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.icon import icon
from govdesk.ui.pages.gap_answer import Answer
from govdesk.ui.pages.gap_chart import GapChart
from govdesk.ui.pages.gap_inputs import Inputs
from govdesk.ui.pages.gap_keeping import GapKeeping
from govdesk.ui.pages.page_frame import Body
from govdesk.ui.picture import picture_button
from govdesk.ui.slot import giving
from govdesk.ui.text import button, frame, label, line

if TYPE_CHECKING:
    from govdesk.sheet.numbers import NumberSheet

_WIDEST = 260


class GapBody(Body):
    """The calculations of a project."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._held: tuple[Funnel, ...] = ()
        self._project: str | None = None
        self._wanted = ""
        self._tried: Funnel | None = None
        self._keeping = GapKeeping(context, lambda: self.show_project(self._project, ""))
        say, theme = context.say, context.theme
        self.chooser = QComboBox()
        self.chooser.setAccessibleName(say(N_("Gap calculation")))
        self.chooser.setMaximumWidth(_WIDEST)
        self.chooser.activated.connect(self._choose)
        self.new = button(say(N_("New calculation")), "primary", icon("plus", theme.colour("on_accent")))
        self.new.clicked.connect(self.add)
        self.away = button(say(N_("Delete")), "", icon("trash-2", theme.colour("text")))
        self.away.clicked.connect(self._remove)
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.answer, self.chart, self.inputs = Answer(context), GapChart(context), Inputs(context)
        self.picture = picture_button(context, self._paint, say(N_("Gap calculation")), numbers=self._sheets)
        self.empty = EmptyState(context)
        self._stack.addWidget(QWidget())
        self._stack.addWidget(self._build())
        self._stack.addWidget(self.empty)
        self.inputs.tried.connect(self._try)
        self.inputs.kept.connect(self._keeping.keep)
        self.inputs.dropped.connect(self._keeping.drop_step)

    def toolbar(self) -> list[QWidget]:
        """Return the chooser, the picture and the way to a new one."""
        return [self.chooser, self.picture, self.away, self.new]

    def _build(self) -> QWidget:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.answer)
        card = frame("card")
        in_card = QVBoxLayout(card)
        in_card.setContentsMargins(8, 8, 8, 4)
        in_card.addWidget(self.chart)
        column.addWidget(card)
        column.addWidget(self._build_inputs())
        column.addStretch(1)
        area.setWidget(inside)
        return area

    def _build_inputs(self) -> QWidget:
        say, ink = self.context.say, self.context.theme.colour("text")
        card = frame("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.name, self.unit, self.channel = (
            self._text(N_("Name"), "name", 170),
            self._text(N_("Measured in"), "unit", 70),
            self._text(N_("Name of the other channel"), "alternative", 130),
        )
        for words, typed in (
            (N_("Name"), self.name),
            (N_("Measured in"), self.unit),
            (N_("Other channel"), self.channel),
        ):
            head.addWidget(label(say(words), "caption"))
            head.addWidget(typed, typed.minimumWidth())
        column.addLayout(head)
        column.addWidget(self.inputs)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.step = button(say(N_("Add a step")), "", icon("plus", ink))
        self.step.clicked.connect(giving(self._add_step, "main"))
        self.other = button(say(N_("Add another channel")), "", icon("plus", ink))
        self.other.clicked.connect(giving(self._add_step, "alternative"))
        foot.addWidget(self.step)
        foot.addWidget(self.other)
        foot.addStretch(1)
        self.unsaved = label(say(N_("What if: nothing is kept yet.")), "muted")
        self.back = button(say(N_("Back to what is kept")), "", icon("rotate-ccw", ink))
        self.back.clicked.connect(self._go_back)
        self.keep = button(
            say(N_("Keep these figures")), "primary", icon("save", self.context.theme.colour("on_accent"))
        )
        self.keep.clicked.connect(self._keep_tried)
        self._what_if = (self.unsaved, self.back, self.keep)
        for one in self._what_if:
            foot.addWidget(one)
        column.addLayout(foot)
        return card

    def _text(self, words: str, field: str, width: int) -> QLineEdit:
        made = line("", self.context.say(words))
        made.setMinimumWidth(width)
        made.editingFinished.connect(lambda: self._keep_text(field, made))
        return made

    # ------------------------------------------------------------ what is shown

    def show_project(self, project: str | None, part: str) -> None:
        self._project = project
        self._wanted = part or self._wanted
        workspace, registers = self.context.workspace, self.context.registers

        def work(progress: Progress) -> tuple[Funnel, ...]:
            with workspace.read() as session:
                return funnels(session, registers, project)

        self.context.jobs.read(work, self._take, owner=self)

    @property
    def funnel(self) -> Funnel | None:
        """The calculation that is shown, as it is kept."""
        return next((f for f in self._held if f.id == self._wanted), self._held[0] if self._held else None)

    def _take(self, held: tuple[Funnel, ...]) -> None:
        before = self.funnel
        self._held = held
        now, writable = self.funnel, self.context.writable
        self.chooser.clear()
        for one in held:
            self.chooser.addItem(one.name, one.id)
        self.chooser.setVisible(len(held) > 1)
        for tool in (self.away, self.step, self.other, self.name, self.unit, self.channel):
            tool.setEnabled(writable and now is not None)
        self.picture.setEnabled(now is not None)
        self.new.setEnabled(writable and self._project is not None)
        if now is None:
            self._say_empty()
            self._stack.setCurrentWidget(self.empty)
            return
        if before != now:
            self._tried = None
        self.chooser.setCurrentIndex(held.index(now))
        self.other.setVisible(not now.others)
        self.channel.setVisible(True)
        for typed, text in ((self.name, now.name), (self.unit, now.unit), (self.channel, now.alternative)):
            if not typed.hasFocus() or not typed.isModified():
                typed.setText(text)
                typed.setCursorPosition(0)
                typed.setModified(False)
        self.inputs.show_funnel(now, self._tried or now)
        self._show()
        self._stack.setCurrentIndex(1)

    def _show(self) -> None:
        now = self.funnel
        if now is None:
            return
        tried = self._tried or now
        outcome, before = solve(tried), solve(now)
        self.answer.show_outcome(tried, outcome, steady=self._tried is not None)
        self.inputs.mark({p.place for p in outcome.problems})
        card = self.chart.parentWidget()
        if card is not None:
            card.setVisible(not outcome.problems)
        self.chart.show_outcome(outcome, before if before != outcome else Outcome(), tried.alternative)
        for one in self._what_if:
            one.setVisible(self._tried is not None)
        self.keep.setEnabled(self.context.writable)

    def _say_empty(self) -> None:
        say = self.context.say
        words = N_(
            "Target ÷ value of one ÷ conversion = how many are needed at the start. Take off what is in hand, and the gap "
            "is left, to be won through this channel or another."
        )
        title, offers = say(N_("No gap calculation yet")), []
        if self._project is None:
            words = N_("A gap calculation belongs to one project. Choose the project above.")
        elif self.context.writable:
            offers = [(say(N_("New calculation")), "primary", "plus", self.add)]
        self.empty.show_state("target", title, say(words), offers)

    def _choose(self, place: int) -> None:
        self._wanted, self._tried = self.chooser.itemData(place), None
        self._take(self._held)

    # ------------------------------------------------------------ trying and keeping

    def _try(self, place: str, value: float) -> None:
        now = self.funnel
        if now is not None:
            tried = moved(self._tried or now, place, value)
            self._tried = None if tried == now else tried
            self._show()

    def _go_back(self) -> None:
        self._tried = None
        if self.funnel is not None:
            self.inputs.rest(self.funnel)
        self._show()

    def _keep_tried(self) -> None:
        now, tried = self.funnel, self._tried
        if now is not None and tried is not None and self._keeping.keep_tried(now, tried):
            self._tried = None

    def _keep_text(self, field: str, typed: QLineEdit) -> None:
        if self.funnel is not None and typed.isModified():
            typed.setModified(False)
            self._keeping.keep(FUNNEL, self.funnel.id, {field: typed.text().strip() or None})

    def add(self) -> None:
        """Make a calculation with one step."""
        if self._project is not None and self.context.writable:
            self._wanted = self._keeping.add(self._project)

    def _add_step(self, channel: str) -> None:
        if self.funnel is not None:
            self._keeping.add_step(self.funnel, channel)

    def _remove(self) -> None:
        if self.funnel is not None:
            self._keeping.remove(self.funnel)

    # ------------------------------------------------------------ picture and numbers

    def _paint(self, painter: QPainter, size: QSize) -> None:
        self.chart.paint(painter, size)

    def _sheets(self) -> list[NumberSheet]:
        from govdesk.report.gap_chart import table  # noqa: PLC0415 - only when asked for
        from govdesk.sheet.numbers import NumberSheet  # noqa: PLC0415

        now = self._tried or self.funnel
        name = self.context.say(N_("Gap calculation"))
        return [NumberSheet(name, table(now, self.context.language))] if now is not None else []
