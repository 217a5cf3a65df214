"""The mitigation plan as a face of the checklists: what is under way against what, and who has still to do what by when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.worklist import TARGETS, Plan, Step, plans
from govdesk.store.query import Query
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.pages.mitigation_face import MitigationFace
from govdesk.ui.pages.plan_canvas import PlanCanvas
from govdesk.ui.pages.plan_layout import GROUPINGS, lines
from govdesk.ui.pages.plan_sign_off import turn_tick, verify
from govdesk.ui.picture import picture_button
from govdesk.ui.text import button, tool

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from govdesk.sheet.numbers import NumberSheet

_WORDS = {"checklist": N_("By checklist"), "owner": N_("By owner"), "week": N_("By week")}


class PlanFace(MitigationFace):
    """Checklists with their steps; steps are ticked and verified where they stand."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "checklist")
        self._plans: tuple[Plan, ...] = ()
        self._target = ("", "")
        say, theme = context.say, context.theme
        self.canvas = PlanCanvas(context)
        self.grouping = QComboBox()
        self.grouping.setAccessibleName(say(N_("Group the steps")))
        for code in GROUPINGS:
            self.grouping.addItem(say(_WORDS[code]), code)
        self.grouping.activated.connect(self._regroup)
        self.template = button(say(N_("From a template…")), "", icon("clipboard-list", theme.colour("text")))
        self.template.setEnabled(context.writable)
        self.template.clicked.connect(self.open_templates)
        self.keep = tool(icon("save", theme.colour("text")), say(N_("Keep the chosen checklist as a template…")))
        self.keep.clicked.connect(self.keep_template)
        picture = picture_button(
            context,
            self.canvas.paint_picture,
            say(N_("Mitigation plan")),
            self.canvas.whole_size,
            numbers=self.numbers,
            note=self.note,
        )
        self._tools: list[QWidget] = [self.grouping, self.template, self.keep, picture]
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.canvas)
        self.canvas.chosen.connect(context.select)
        self.canvas.tick_asked.connect(self._tick)
        self.canvas.verify_asked.connect(lambda step: verify(context, step))
        context.selected.connect(self._selected)

    def toolbar(self) -> list[QWidget]:
        """Return the grouping, the templates and the picture menu."""
        return self._tools

    unfit = N_("No checklist fits the filters")

    def fetch(self, session: Session, query: Query) -> tuple[tuple[Plan, ...], None]:
        """Return the checklists of a query."""
        return plans(session, self.context.registers, query), None

    def take(self, found: Sequence[Plan], beside: None) -> None:
        """Show the checklists."""
        self._plans = tuple(found)
        self._regroup()
        self._selected(*self.context.selection)

    def _regroup(self) -> None:
        today = dt.date.today()
        self.canvas.show_lines(lines(self._plans, str(self.grouping.currentData()), today), today)

    def teach(self) -> None:
        """Say what a checklist is and offer the templates."""
        say = self.context.say
        words = N_(
            "A checklist holds the steps against one risk, for one voice or for one person. A template gives you the steps that helped others."
        )
        offers = (
            ((say(N_("From a template…")), "primary", "clipboard-list", self.open_templates),)
            if self.context.writable
            else ()
        )
        self.empty.show_state("list-checks", say(N_("No checklists yet")), say(words), offers)

    def _selected(self, code: str, identity: str) -> None:
        if code in TARGETS and identity:
            self._target = (code, identity)
        self.canvas.show_chosen(code, identity)
        plan = self._chosen_plan()
        self.keep.setEnabled(self.context.writable and plan is not None and bool(plan.steps))

    def _chosen_plan(self) -> Plan | None:
        line = self.canvas.line()
        return line.plan if line is not None else None

    def _tick(self, step: Step) -> None:
        turn_tick(self.context, step, dt.date.today())

    # ------------------------------------------------------------ templates

    def open_templates(self) -> None:
        """Open the window that adds a checklist from a template, against what the chosen one is or the record chosen last."""
        from govdesk.ui.pages.plan_template import TemplateWindow  # noqa: PLC0415 - opened now and then

        window = TemplateWindow(self.context, self.window())
        plan = self._chosen_plan()
        window.offer(*(plan.target if plan is not None and plan.target[0] else self._target))
        window.added.connect(lambda identity: self.context.select("checklist", identity))
        window.open()

    def keep_template(self) -> None:
        """Open the chosen checklist's steps as a new template, to be named and cleared of what is its own."""
        from govdesk.insight.template import steps_of  # noqa: PLC0415 - kept now and then
        from govdesk.ui.pages.plan_template_edit import TemplateEditor  # noqa: PLC0415

        plan, context = self._chosen_plan(), self.context
        if plan is None:
            return
        with context.workspace.read() as session:
            steps = steps_of(session, context.registers, plan.id)
        editor = TemplateEditor(context, plan.title, steps, "", self.window(), plan.project)
        kept = context.say(N_("Kept. “From a template…” offers it from now on."))
        editor.kept.connect(lambda _: context.notify(kept))
        editor.open()

    # ------------------------------------------------------------ out of the window

    def note(self) -> str:
        """Return what a picture says below its title."""
        words = Message(
            N_("{done} of {count} steps done"),
            {"done": sum(p.done for p in self._plans), "count": sum(len(p.counted) for p in self._plans)},
        )
        return self.context.say(words)

    def numbers(self) -> list[NumberSheet]:
        """Return the steps as a sheet for Excel."""
        from govdesk.sheet.numbers import NumberSheet  # noqa: PLC0415 - with the export

        say = self.context.say
        item = self.context.registers["checklist_item"]
        names = ("checklist", "step", "owner", "due", "status", "done", "evidence", "verified_by")
        rows: list[tuple[Any, ...]] = [
            (
                p.title,
                p.target_title,
                s.text,
                s.owner_name,
                s.due,
                item.field("status").kind.show(s.status, self.context.language),
                s.done,
                s.evidence,
                s.verifier_name,
            )
            for p in self._plans
            for s in p.steps
        ]
        head = [say(item.field(n).label) for n in names]
        head.insert(1, say(N_("Against")))
        return [NumberSheet(say(N_("Mitigation plan")), (tuple(head), *rows))]
