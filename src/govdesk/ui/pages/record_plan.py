"""The checklists of the chosen record, beside it in the inspector: progress, steps to tick, and a new one from a template."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QProgressBar, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.worklist import TARGETS, Plan, Step, plans_for
from govdesk.store.query import Query, find
from govdesk.ui.context import Context, View
from govdesk.ui.icon import icon
from govdesk.ui.slot import giving
from govdesk.ui.text import button, label, say_tip

if TYPE_CHECKING:
    from govdesk.progress import Progress
    from govdesk.store.workspace import Changes

_LISTED = 8
_WIDE = 250
_WATCHED = {"checklist", "checklist_item"}


class RecordPlan(QFrame):
    """Shows what is being done about one risk, one voice or one person; hidden beside any other record."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._record = ("", "")
        self.plans: tuple[Plan, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.setAccessibleName(context.say(N_("Checklists of this record")))
        context.selected.connect(self._leave)
        context.bridge.changed.connect(self._follow)
        self.hide()

    def show_record(self, code: str, identity: str) -> None:
        """Fetch the checklists of a record beside the window and show them."""
        self._record = (code, identity)
        if code not in TARGETS:
            self.hide()
            return
        workspace, registers = self._context.workspace, self._context.registers

        def work(_progress: Progress) -> tuple[Plan, ...]:
            with workspace.read() as session:
                return plans_for(session, registers, code, identity)

        def done(found: tuple[Plan, ...]) -> None:
            if self._record == (code, identity):
                self._show(found)

        self._context.jobs.read(work, done, owner=self)

    def _leave(self, code: str, identity: str) -> None:
        if (code, identity) != self._record:
            self.hide()

    def _follow(self, changes: Changes) -> None:
        if self._record[1] and self._context.is_open and changes.registers & _WATCHED:
            self.show_record(*self._record)

    # ------------------------------------------------------------ what is shown

    def _show(self, found: tuple[Plan, ...]) -> None:
        self.plans = found
        while item := self._column.takeAt(0):
            item.widget().hide()
            item.widget().deleteLater()
        say, theme = self._context.say, self._context.theme
        self._column.addWidget(label(say(N_("What is being done")), "strong"))
        for plan in found:
            self._plan(plan)
        if not found:
            self._column.addWidget(label(say(N_("No checklist stands against this yet.")), "muted", wrap=True))
        add = button(say(N_("From a template…")), "link", icon("clipboard-list", theme.colour("accent")))
        add.setEnabled(self._context.writable)
        add.clicked.connect(giving(self.open_templates))
        self._column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        self.show()

    def _plan(self, plan: Plan) -> None:
        say = self._context.say
        name = button(plan.title, "link", icon("list-checks", self._context.theme.colour("accent")))
        name.setText(name.fontMetrics().elidedText(name.text(), Qt.TextElideMode.ElideRight, _WIDE))
        name.clicked.connect(giving(self._open, plan))
        self._column.addWidget(name, 0, Qt.AlignmentFlag.AlignLeft)
        args = {"done": plan.done, "count": len(plan.counted), "verified": plan.verified}
        text = N_("{done} of {count} done · {verified} verified") if plan.done else N_("{done} of {count} done")
        words = say(Message(text, args))
        bar = QProgressBar()
        bar.setRange(0, max(1, len(plan.counted)))
        bar.setValue(plan.done)
        bar.setTextVisible(False)
        bar.setFixedHeight(6)
        bar.setAccessibleName(words)
        self._column.addWidget(bar)
        self._column.addWidget(label(words, "caption"))
        for step in plan.steps[:_LISTED]:
            self._column.addWidget(self._step(step))
        if len(plan.steps) > _LISTED:
            rest = len(plan.steps) - _LISTED
            words = self._context.language.ngettext("… and {count} more", "… and {count} more", rest)
            self._column.addWidget(label(words, "caption"))

    def _step(self, step: Step) -> QWidget:
        """Make the line of a step: a box to tick, its words, and in the tip who has it until when."""
        made = QCheckBox()
        text = made.fontMetrics().elidedText(" ".join(step.text.split()), Qt.TextElideMode.ElideRight, _WIDE - 22)
        made.setText(text.replace("&", "&&"))
        made.setChecked(step.status == "done")
        made.setEnabled(self._context.writable and step.status != "not_applicable")
        say_tip(made, " · ".join(t for t in (step.text, step.owner_name, str(step.due or "")) if t))
        made.setAccessibleName(step.text)
        made.clicked.connect(lambda _: self._turn(made, step))
        return made

    def _turn(self, box: QCheckBox, step: Step) -> None:
        from govdesk.ui.pages.plan_sign_off import turn_tick  # noqa: PLC0415 - when a step is ticked

        box.setChecked(step.status == "done")
        turn_tick(self._context, step, dt.date.today())

    # ------------------------------------------------------------ ways out

    def _open(self, plan: Plan) -> None:
        """Show a checklist in the plan."""
        context = self._context
        context.open_view(View("checklist", Query("checklist", plan.project or context.project), "plan"))
        context.select("checklist", plan.id)

    def open_templates(self) -> None:
        """Open the templates with this record as what the checklist is against."""
        from govdesk.ui.pages.plan_template import TemplateWindow  # noqa: PLC0415 - opened now and then

        context = self._context
        with context.workspace.read() as session:
            there = find(session, context.registers, *self._record) is not None
        if there:
            window = TemplateWindow(context, self.window())
            window.offer(*self._record)
            window.open()

    def words(self) -> list[str]:
        """Return the texts that are shown, from top to bottom."""
        return [w.text() for w in self.findChildren(QLabel) if not w.isHidden()]
