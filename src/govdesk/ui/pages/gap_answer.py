"""The answer of a gap calculation: four figures with their ranges, how they were worked out, what would close the gap."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from govdesk.i18n import N_
from govdesk.insight.gap import Funnel, Outcome, Range, swings
from govdesk.insight.gap_word import heads, span, verdict, ways_out, working
from govdesk.ui.context import Context
from govdesk.ui.text import frame, label, set_role

_NAMES = (N_("Needed in all"), N_("In hand"), N_("Missing"), N_("To win elsewhere"))


class Answer(QWidget):
    """What was worked out, in figures and in words."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(10)
        self.tiles: list[tuple[QWidget, QLabel, QLabel]] = []
        for name in _NAMES:
            card = frame("card")
            inside = QVBoxLayout(card)
            inside.setContentsMargins(14, 8, 14, 8)
            inside.setSpacing(0)
            value, range_ = label("", "title"), label("", "caption")
            inside.addWidget(label(context.say(name), "caption"))
            inside.addWidget(value)
            inside.addWidget(range_)
            row.addWidget(card, 1)
            self.tiles.append((card, value, range_))
        column.addLayout(row)
        self.verdict, self.working = label("", "strong", wrap=True), label("", "muted", wrap=True)
        column.addWidget(self.verdict)
        column.addWidget(self.working)

    def show_outcome(self, funnel: Funnel, outcome: Outcome, *, steady: bool = False) -> None:
        """Show what was worked out, or why nothing could be.

        Args:
            funnel: What was solved.
            outcome: Its answer.
            steady: Whether a slider is being moved, which must not slip away under the hand.
        """
        lang = self._context.language
        self.working.setMinimumHeight(self.working.height() if steady else 0)
        solved = not outcome.problems
        for card, _, _ in self.tiles:
            card.setVisible(solved)
        if not solved:
            set_role(self.verdict, "error")
            self.verdict.setText("\n".join(lang.say(p.message) for p in outcome.problems))
            self.working.setText("")
            return
        first = outcome.stages[0]
        held = first.needed.likely - first.short.likely
        figures: tuple[Range | None, ...] = (outcome.needed, Range(held, held, held), outcome.short, outcome.leads)
        for (card, value, range_), figure in zip(self.tiles, figures, strict=True):
            card.setVisible(figure is not None)
            if figure is not None:
                value.setText(heads(figure.likely, lang))
                range_.setText(span(figure, lambda v: heads(v, lang)))
        set_role(self.verdict, "strong")
        self.verdict.setText(verdict(outcome, lang))
        lines = [working(funnel, outcome, lang), " ".join(ways_out(funnel, outcome, lang))]
        lines.append(self._uncertain(funnel))
        self.working.setText("\n".join(part for part in lines if part))

    def _uncertain(self, funnel: Funnel) -> str:
        """Say by what method the ranges came, and which figure matters most to what is missing."""
        found, lang = swings(funnel), self._context.language
        if not found:
            return ""
        place, figure = found[0]
        names = {"target": lang.gettext(N_("Target")), "value": lang.gettext(N_("Value of one"))}
        name = names.get(place) or (*funnel.steps, *funnel.others)[int(place)].name
        text = lang.gettext(
            N_(
                "Ranges run from the best to the worst case of all figures at once. What moves the gap most: {name} ({range})."
            )
        )
        return text.format(name=name, range=span(figure, lambda v: heads(v, lang)))
