"""Faces: other ways to show a register than its table, such as a map or a matrix, each a tab on the area's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.text import tip

if TYPE_CHECKING:
    from govdesk.store.query import Query


#: A face narrower than this in pixels has no room for the words of its tools.
_NARROW = 760


class Face(QWidget):
    """Shows the records of a query in its own way; the page above it holds title, tabs and filters.

    Signals:
        counted: How many records are shown, of how many in all.
        asked: Another query to show in its place, such as the records inside a lasso.
        adding: A new record is wanted, as by the page's main button.
    """

    counted = Signal(int, int)
    asked = Signal(object)
    adding = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context

    def show_query(self, query: Query) -> None:
        """Show these records; called again whenever filters, project or the records themselves change."""
        raise NotImplementedError

    def toolbar(self) -> list[QWidget]:
        """Return the widgets that stand beside the page's main button while this face is shown."""
        return []

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fit_tools(self.toolbar(), narrow=self.width() < _NARROW)


def fit_tools(tools: Sequence[QWidget], *, narrow: bool) -> None:
    """Let the buttons beside a title show their icons alone where there is little room, their words in the tooltip."""
    for one in tools:
        if not isinstance(one, QPushButton) or one.icon().isNull():
            continue
        words = one.property("words") or one.text()
        one.setProperty("words", words)
        one.setText("" if narrow else words)
        if narrow and not one.toolTip():
            one.setToolTip(tip(one.accessibleName() or words.strip()))


@dataclass(frozen=True, slots=True)
class Declared:
    """A face before it is made.

    Args:
        code: Its name in addresses.
        register: Code of the register whose query it shows.
        label: The words on its tab, as English source text.
        title: The words above the page.
        purpose: One line that says what it tells.
        maker: Module and class, loaded when the tab is first shown.
    """

    code: str
    register: str
    label: str
    title: str
    purpose: str
    maker: str

    def make(self, context: Context) -> Face:
        """Make the widget."""
        module, _, name = self.maker.partition(":")
        made = getattr(import_module(module), name)(context)
        assert isinstance(made, Face)  # noqa: S101 - declared below
        return made


FACES: tuple[Declared, ...] = (
    Declared(
        "map",
        "stakeholder",
        N_("Map"),
        N_("Stakeholder map"),
        N_("Where each stands, and where we wish they stood"),
        "govdesk.ui.pages.map_face:MapFace",
    ),
    Declared(
        "engagement",
        "stakeholder",
        N_("Engagement matrix"),
        N_("Engagement matrix"),
        N_("How far each is from where we wish they stood; drag C to another level"),
        "govdesk.ui.pages.engagement_face:EngagementFace",
    ),
    Declared(
        "due",
        "stakeholder",
        N_("Contacts due"),
        N_("Contacts due"),
        N_("Who should be talked to next, the longest waiting first"),
        "govdesk.ui.pages.contact_face:ContactFace",
    ),
    Declared(
        "network",
        "relationship",
        N_("Network"),
        N_("Network of relationships"),
        N_("Who is tied to whom, and by whom somebody can be reached"),
        "govdesk.ui.pages.network_face:NetworkFace",
    ),
    Declared(
        "sheet",
        "department",
        N_("One-page sheet"),
        N_("Department sheet"),
        N_("Owns, asks, feels and owes: one page to print"),
        "govdesk.ui.pages.department_page:DepartmentFace",
    ),
    Declared(
        "matrix",
        "deliverable",
        N_("Matrix"),
        N_("Who owns what"),
        N_("One A each, at least one R"),
        "govdesk.ui.pages.matrix_face:MatrixFace",
    ),
    Declared(
        "path",
        "decision",
        N_("Decision path"),
        N_("Decision path"),
        N_("Each decision on its way through its bodies: what is stuck where, and since when"),
        "govdesk.ui.pages.decision_face:DecisionFace",
    ),
    Declared(
        "matrix",
        "risk",
        N_("Risk matrix"),
        N_("Risk matrix"),
        N_("How likely and how bad; drag a risk to reassess it"),
        "govdesk.ui.pages.risk_matrix:RiskMatrix",
    ),
    Declared(
        "plan",
        "checklist",
        N_("Mitigation plan"),
        N_("Mitigation plan"),
        N_("Who has to do what by when, and what was verified"),
        "govdesk.ui.pages.plan_face:PlanFace",
    ),
    Declared(
        "inbox",
        "feedback",
        N_("Inbox"),
        N_("Feedback inbox"),
        N_("Every voice gets an answer: those that wait, the most urgent first"),
        "govdesk.ui.pages.feedback_inbox:InboxFace",
    ),
    Declared(
        "board",
        "feedback",
        N_("Board"),
        N_("Feedback board"),
        N_("Each voice on its way from heard to confirmed"),
        "govdesk.ui.pages.feedback_board:BoardFace",
    ),
    Declared(
        "analysis",
        "feedback",
        N_("Analysis"),
        N_("Feedback analysis"),
        N_("What lies behind the voices, where, and how fast they get an answer"),
        "govdesk.ui.pages.feedback_analysis:AnalysisFace",
    ),
    Declared(
        "answered",
        "feedback",
        N_("You said · we did"),
        N_("You said, we did"),
        N_("What was said and what became of it, without names, to copy or to print"),
        "govdesk.ui.pages.feedback_answered:AnsweredFace",
    ),
    Declared(
        "axis",
        "milestone",
        N_("Time axis"),
        N_("Milestones on a time axis"),
        N_("Planned, forecast and actual, and how far each has slipped"),
        "govdesk.ui.pages.milestone_face:MilestoneFace",
    ),
    Declared(
        "cover",
        "training",
        N_("Coverage"),
        N_("Training by role and module"),
        N_("Who of those who need it has passed, and where there is no course"),
        "govdesk.ui.pages.training_face:TrainingFace",
    ),
    Declared(
        "gates",
        "budget_stage",
        N_("Gates"),
        N_("Budget by gates"),
        N_("Planned, approved and spent by stage, and whether its gate was passed"),
        "govdesk.ui.pages.budget_face:BudgetFace",
    ),
    Declared(
        "compare",
        "pilot_site",
        N_("Comparison"),
        N_("Pilot sites compared"),
        N_("Which site fits best by the weights that you set"),
        "govdesk.ui.pages.pilot_face:PilotFace",
    ),
    Declared(
        "line",
        "metric",
        N_("Over time"),
        N_("Metrics over time"),
        N_("Where each goal began, where it stands, and where it shall stand"),
        "govdesk.ui.pages.metric_face:MetricFace",
    ),
    Declared(
        "facts",
        "review",
        N_("Facts"),
        N_("Facts for a review"),
        N_("What happened between two days, as it was written down: begin with facts, not with memories"),
        "govdesk.ui.pages.review_face:ReviewFace",
    ),
)


def faces_of(register: str) -> tuple[Declared, ...]:
    """Return the faces of a register in the order of their tabs."""
    return tuple(f for f in FACES if f.register == register)
