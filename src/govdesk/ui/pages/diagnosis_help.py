"""What helps most: the steps that would change the diagnosis, each with its effect, to tick and to take into a checklist."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.diagnosis.finding import Diagnosis, Effect, Remedy, gravity
from govdesk.insight.diagnosis.remedy import add_steps, levels_after
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.pages.diagnosis_tile import Clamped
from govdesk.ui.pages.diagnosis_word import effect_word
from govdesk.ui.text import button, frame, label, say_tip


class StepRow(QWidget):
    """One step: a tick, its words, what it does."""

    def __init__(self, context: Context, remedy: Remedy, rules: Sequence[str]) -> None:
        super().__init__()
        self._context, self.remedy = context, remedy
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        text = context.say(remedy.text)
        self.tick = QCheckBox()
        self.tick.setAccessibleName(text)
        self.tick.setEnabled(context.writable)
        row.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignTop)
        words = Clamped(context, 2, fixed=False)
        words.show_words(text)
        words.installEventFilter(self)
        row.addWidget(words, 1)
        best = _best(remedy.effects, rules)
        told = "\n".join(effect_word(context, e) for e in remedy.effects)
        chip = label(effect_word(context, best, named=len(rules) > 1), "caption")
        ink, ground = context.theme.tone("good" if gravity(best.after) < gravity(best.before) else "quiet")
        chip.setStyleSheet(f"color: {ink.name()}; background: {ground.name()}; border-radius: 4px; padding: 2px 7px")
        say_tip(chip, told)
        self.tick.setAccessibleDescription(told)
        row.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and self.tick.isEnabled():
            self.tick.toggle()
        return False


def _best(effects: Sequence[Effect], rules: Sequence[str]) -> Effect:
    """Return the effect to show: one on the rules that are looked at, the strongest first."""
    return max(effects, key=lambda e: (e.rule in rules, gravity(e.before) - gravity(e.after)))


class HelpCard(QWidget):
    """The steps of some rules, most effective first.

    Signals:
        added: Id of the checklist that was made.
    """

    added = Signal(str)

    def __init__(self, context: Context, heading: str, most: int) -> None:
        super().__init__()
        self._context = context
        self._most = most
        self._project = ""
        self._rows: list[StepRow] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = frame("card")
        outer.addWidget(card)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        column.addWidget(label(heading, "strong"))
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        column.addLayout(self._list)
        self.together = label("", "caption", wrap=True)
        column.addWidget(self.together)
        foot = QHBoxLayout()
        say, theme = context.say, context.theme
        self.add = button(say(N_("Add to a checklist")), "", icon("list-checks", theme.colour("text")))
        self.add.clicked.connect(self._add)
        foot.addWidget(self.add)
        self.more = button("", "link")
        self.more.clicked.connect(self._show_more)
        foot.addWidget(self.more)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addStretch(1)
        self._diagnosis: Diagnosis | None = None
        self._remedies: tuple[Remedy, ...] = ()
        self._rules: tuple[str, ...] = ()
        self._whole = False

    def show_steps(self, diagnosis: Diagnosis, rules: Sequence[str]) -> None:
        """Show the steps that help with some rules, what helps these most at the top; ticks of steps that are still there stay."""
        self._diagnosis, project = diagnosis, diagnosis.project
        helping = [r for r in diagnosis.remedies if any(e.rule in rules for e in r.effects)]
        wanted = tuple(sorted(helping, key=lambda r: -r.gain_for(rules)))
        if (wanted, tuple(rules), project) != (self._remedies, self._rules, self._project):
            self._whole = self._whole and project == self._project
            self._project, self._remedies, self._rules = project, wanted, tuple(rules)
            self._fill()
        self._ticks_changed()

    def ticked(self) -> list[Remedy]:
        """Return the steps that are ticked."""
        return [row.remedy for row in self._rows if row.tick.isChecked()]

    def _fill(self) -> None:
        kept = {remedy.code for remedy in self.ticked()}
        while item := self._list.takeAt(0):
            if item.widget() is not None:
                item.widget().deleteLater()
        self._rows = []
        shown = self._remedies if self._whole else self._remedies[: self._most]
        for remedy in shown:
            row = StepRow(self._context, remedy, self._rules)
            row.tick.setChecked(remedy.code in kept)
            row.tick.toggled.connect(self._ticks_changed)
            self._list.addWidget(row)
            self._rows.append(row)
        if not shown:
            self._list.addWidget(label(self._context.say(N_("Nothing to set right here.")), "muted", wrap=True))
        left = len(self._remedies) - len(shown)
        self.more.setText(self._context.say(Message(N_("{count} more ›"), {"count": left})))
        self.more.setVisible(left > 0)
        self.add.setVisible(bool(shown))
        self._ticks_changed()

    def _show_more(self) -> None:
        self._whole = True
        self._fill()
        if len(self._rows) > self._most:
            self._rows[self._most].tick.setFocus()

    def _ticks_changed(self) -> None:
        chosen = [remedy.code for remedy in self.ticked()]
        self.add.setEnabled(self._context.writable and bool(chosen))
        self.together.setText(self._joint(chosen))
        self.together.setVisible(bool(chosen))

    def _joint(self, chosen: Sequence[str]) -> str:
        """Return what the ticked steps would do together."""
        if self._diagnosis is None or not chosen:
            return ""
        after = levels_after(self._diagnosis.findings, chosen)
        effects = [Effect(f.rule, f.level, after[f.rule]) for f in self._diagnosis.findings]
        better = [e for e in effects if gravity(e.after) < gravity(e.before)]
        context = self._context
        if not better:
            return context.say(N_("Together: fewer signs, no other level yet"))
        words = ", ".join(effect_word(context, e) for e in better)
        return context.say(Message(N_("Together: {effects}"), {"effects": words}))

    def _add(self) -> None:
        chosen, context, project = self.ticked(), self._context, self._project
        if not chosen:
            return
        workspace, lang, today = context.workspace, context.language, dt.date.today()

        def done(identity: str) -> None:
            for row in self._rows:
                row.tick.setChecked(False)
            context.notify(context.say(Message(N_("Steps added to a new checklist: {count}"), {"count": len(chosen)})))
            self.added.emit(identity)

        context.edit(lambda: add_steps(workspace, project, chosen, today, lang), done)
