"""A card of the overview: its heading, its numbers, and a few records as lines that open in the side panel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.ui.context import Context, View
from govdesk.ui.flow import FlowLayout
from govdesk.ui.pages.overview_line import PAD, LineRow
from govdesk.ui.slot import giving
from govdesk.ui.text import button, frame, label, say_tip

if TYPE_CHECKING:
    from govdesk.insight.diagnosis.finding import Diagnosis
    from govdesk.insight.overview import Block, Part
    from govdesk.insight.overview_news import News

#: Up to so many numbers stand beside the heading, more below it.
_BESIDE = 2
#: So many findings are shown, the pits before the others.
_ACTS = 6


class Card(QWidget):
    """A heading with numbers and lines below it.

    Signals:
        opened: The query whose rows are asked for.
        chosen: Register and id of the record of a line.
    """

    opened = Signal(object)
    chosen = Signal(str, str)

    def __init__(self, context: Context, heading: str, rule: str = "", nothing: str = "") -> None:
        super().__init__()
        self.context = context
        self._nothing = nothing
        self._shown: object = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = frame("card")
        outer.addWidget(card)
        column = QVBoxLayout(card)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(PAD, 0, 0, 2)
        head.setSpacing(4)
        self.title = label(heading, "strong")
        say_tip(self.title, rule)
        head.addWidget(self.title)
        head.addStretch(1)
        self.head = QHBoxLayout()
        self.head.setSpacing(4)
        head.addLayout(self.head)
        column.addLayout(head)
        self._below = QWidget()
        self.flow = FlowLayout(self._below, spacing=2)
        self.flow.setContentsMargins(PAD - 4, 0, 0, 2)
        column.addWidget(self._below)
        self._below.hide()
        self.rows = QVBoxLayout()
        self.rows.setSpacing(0)
        column.addLayout(self.rows)
        column.addStretch(1)

    def show_block(self, block: Block) -> None:
        """Show the numbers of a block and its first records."""
        if block == self._shown:
            return
        self._shown = block
        say, registers = self.context.say, self.context.registers
        self.show_parts(block.parts, lambda part: say(part.words))
        mixed = len({line.register for line in block.lines}) > 1
        rows = []
        for one in block.lines:
            icon = registers[one.register].about.icon if mixed else ""
            note = say(one.note) if one.note is not None else ""
            made = LineRow(self.context, one.text, one.beside, note, one.tone, icon, (one.register, one.id))
            made.clicked.connect(giving(self.chosen.emit, one.register, one.id))
            rows.append(made)
        self.show_rows(rows)

    def show_parts(self, parts: Sequence[Part], words: Callable[[Part], str]) -> None:
        """Show numbers, each opening its rows."""
        _clear(self.head)
        _clear(self.flow)
        self._below.setVisible(len(parts) > _BESIDE)
        for part in parts:
            text = words(part)
            made = button(f"{text} ›", "link")
            made.setAccessibleName(f"{self.title.text()}: {text}")
            if part.rule:
                say_tip(made, self.context.say(part.rule))
            made.clicked.connect(giving(self.opened.emit, part.query))
            (self.flow if len(parts) > _BESIDE else self.head).addWidget(made)

    def show_rows(self, rows: Sequence[QWidget]) -> None:
        """Show lines, or say that there is nothing."""
        _clear(self.rows)
        for one in rows:
            self.rows.addWidget(one)
        if not rows and self._nothing:
            words = label(self._nothing, "muted", wrap=True)
            words.setContentsMargins(PAD, 4, PAD, 8)
            self.rows.addWidget(words)

    @property
    def numbers(self) -> list[QPushButton]:
        """The buttons that open rows."""
        held = [*(self.head.itemAt(n) for n in range(self.head.count()))]
        held += [self.flow.itemAt(n) for n in range(self.flow.count())]
        return [w for i in held if i is not None and isinstance(w := i.widget(), QPushButton)]


class NewsCard(Card):
    """What has changed: numbers by register, and the last operations.

    Signals:
        asked: The whole history is wanted.
    """

    asked = Signal()

    def show_news(self, news: News, since: str) -> None:
        """Show what happened.

        Args:
            news: What the journal says.
            since: The end of the last visit in words.
        """
        if (news, since) == self._shown:
            return
        self._shown = (news, since)
        say = self.context.say
        first = say(N_("Changes of the last 7 days"))
        self.title.setText(first if news.first else say(Message(N_("Since your last visit ({day})"), {"day": since})))
        self.show_parts(news.parts, lambda part: f"{say(part.words)} {part.count:,}")
        rows = []
        for one in news.last:
            made = LineRow(self.context, say(one.label), one.author, f"{one.when():%m-%d %H:%M}", icon="history")
            made.clicked.connect(self.asked)
            rows.append(made)
        self.show_rows(rows)
        if news.count > len(news.last):
            more = Message(N_("All {count} changes ›"), {"count": f"{news.count:,}"})
            made_more = button(say(more), "link")
            made_more.clicked.connect(self.asked)
            self.rows.addWidget(made_more)


class ActsCard(Card):
    """What the diagnosis says has to be acted on, each line opening its rule with the evidence."""

    def __init__(self, context: Context) -> None:
        say = context.say
        rule = say(N_("Findings of the diagnosis at the level “act”"))
        super().__init__(context, say(N_("To be acted on")), rule, say(N_("The diagnosis finds nothing to act on.")))

    def show_findings(self, found: Sequence[Diagnosis]) -> None:
        """Show the findings at act of one project."""
        if found == self._shown:
            return
        self._shown = found
        from govdesk.ui.pages.diagnosis_word import level_word, records_word, rule_title  # noqa: PLC0415 - after the first paint

        rows, context = [], self.context
        _clear(self.head)
        for diagnosis in found:
            acts = [f for f in diagnosis.findings if f.level == "act"]
            if acts:
                words = context.language.ngettext("{count} finding", "{count} findings", len(acts))
                made_all = button(f"{words} ›", "link")
                made_all.setAccessibleName(f"{self.title.text()}: {words}")
                place = View.of_page("diagnosis", diagnosis.project)
                made_all.clicked.connect(giving(context.open_view, place))
                self.head.addWidget(made_all)
            for one in acts[:_ACTS]:
                text = f"{rule_title(context, one.rule)}: {context.say(one.sentence)}"
                beside = records_word(context, one.count) if one.count else ""
                made = LineRow(context, text, beside, level_word(context, "act"), "act")
                place = View.of_page("diagnosis", diagnosis.project, one.group, one.rule)
                made.clicked.connect(giving(context.open_view, place))
                rows.append(made)
        self.show_rows(rows)


def _clear(layout: QHBoxLayout | QVBoxLayout | FlowLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
