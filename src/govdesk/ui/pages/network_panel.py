"""What stands beside the network: a way to reach somebody, step by step, and who has no tie yet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QFrame, QHBoxLayout, QListWidgetItem, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.network import Network, Tie, barred, way
from govdesk.insight.standing import Standing
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.pages.map_panel import Unplaced
from govdesk.ui.pages.network_tie import SENTENCES
from govdesk.ui.text import frame, label, tip, tool

_WIDTH = 236
_ID, _SOUGHT = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_LINE, _MOST = 26, 5


class _ByName(QCompleter):
    """Finds people by any part of their name, by pinyin or by department, and puts the name into the line."""

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data(Qt.ItemDataRole.DisplayRole))


class PersonBox(QComboBox):
    """A list of people to open, or to type into."""

    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        self._context = context
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName(name)
        self.setMinimumContentsLength(6)
        line = self.lineEdit()
        assert line is not None  # noqa: S101 - it is editable
        line.setPlaceholderText(context.say(N_("Type a name or choose…")))
        line.returnPressed.connect(self._take)
        line.editingFinished.connect(self._settle)
        found = _ByName(self.model(), self)
        found.setCompletionRole(_SOUGHT)
        found.setFilterMode(Qt.MatchFlag.MatchContains)
        found.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        found.popup().setAccessibleName(name)
        found.activated[QModelIndex].connect(lambda index: self.choose(index.data(_ID)))  # type: ignore[index]
        self.setCompleter(found)

    def show_people(self, people: Sequence[Standing], sought: dict[str, str]) -> None:
        """Offer these people, and keep the one that was chosen."""
        before = self.currentData()
        self.blockSignals(True)
        self.clear()
        for one in people:
            self.addItem(one.shown, one.id)
            self.setItemData(self.count() - 1, sought.get(one.id, one.shown.casefold()), _SOUGHT)
        self.setCurrentIndex(self.findData(before))
        self.blockSignals(False)

    def choose(self, identity: str) -> None:
        """Choose somebody, and tell of it."""
        self.setCurrentIndex(self.findData(identity))
        self.activated.emit(self.currentIndex())

    def _take(self) -> None:
        """Take on Enter the first who is found by what was typed; a name typed whole goes before."""
        typed = self.currentText().strip().casefold()
        if not typed or self.findText(typed, Qt.MatchFlag.MatchFixedString) >= 0:
            return
        found = [n for n in range(self.count()) if typed in str(self.itemData(n, _SOUGHT))]
        if found:
            self.choose(self.itemData(found[0]))

    def _settle(self) -> None:
        """Take a name that was typed whole; go back to who was chosen where nobody is called so."""
        typed = self.currentText().strip()
        place = self.findText(typed, Qt.MatchFlag.MatchFixedString) if typed else -1
        if place >= 0 or not typed:
            if place != self.currentIndex():
                self.setCurrentIndex(place)
                self.activated.emit(place)
            return
        self.setEditText(self.itemText(self.currentIndex()))


class NetworkPanel(QFrame):
    """Seeks ways, and lists whoever is alone.

    Signals:
        way_found: The ties of the way that is shown now.
        tie_chosen: Id of the tie of a step.
        person_chosen: Id of somebody without a tie.
        tie_wanted: Id of somebody without a tie, from whom one is to be drawn.
    """

    way_found = Signal(object)
    tie_chosen = Signal(str)
    person_chosen = Signal(str)
    tie_wanted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._context = context
        self._found: Network | None = None
        self._names: dict[str, str] = {}
        say = context.say
        self.setFixedWidth(_WIDTH)
        self.start, self.goal = PersonBox(context, say(N_("From whom"))), PersonBox(context, say(N_("To whom")))
        self.steps = Unplaced(context)
        self.steps.setDragEnabled(False)
        self.steps.setMaximumHeight(16_777_215)
        self.steps.setAccessibleName(say(N_("The steps of the way")))
        self.steps.setWordWrap(True)
        self.answer = label("", "muted", wrap=True)
        self.alone = Unplaced(context)
        self.alone.setAccessibleName(say(N_("Without a tie")))
        self._turn = tool(icon("arrow-up-down", context.theme.colour("text_muted")), say(N_("Turn the way round")))
        self._alone, self._line, self._count = QWidget(), frame("line"), label("", "strong", wrap=True)
        self._build()
        self.start.activated.connect(self.seek)
        self.goal.activated.connect(self.seek)
        self._turn.clicked.connect(self._turn_round)
        self.steps.currentRowChanged.connect(self._choose_step)
        self.alone.currentItemChanged.connect(self._choose_alone)
        self.alone.itemActivated.connect(lambda item: self.tie_wanted.emit(item.data(_ID)))

    def _build(self) -> None:
        say = self._context.say
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 8)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(label(say(N_("A way to reach somebody")), "strong", wrap=True), 1)
        head.addWidget(self._turn)
        column.addLayout(head)
        for words, box in ((N_("From whom"), self.start), (N_("To whom"), self.goal)):
            column.addWidget(label(say(words), "caption"))
            column.addWidget(box)
        column.addWidget(self.answer)
        column.addWidget(self.steps, 1)
        column.addStretch(0)
        column.addWidget(self._line)
        inner = QVBoxLayout(self._alone)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(2)
        inner.addWidget(self._count)
        hint = label(say(N_("Drag them onto somebody to tie them, or press Enter.")), "caption", wrap=True)
        inner.addWidget(hint)
        inner.addWidget(self.alone)
        column.addWidget(self._alone)

    def show_network(self, found: Network) -> None:
        """Take the people and ties of another network."""
        self._found = found
        self._names = {p.id: p.shown for p in found.everybody}
        for box in (self.start, self.goal):
            box.show_people(found.everybody, dict(found.sought))
        alone = found.alone if found.all_ties else ()
        self._alone.setVisible(bool(alone))
        self._line.setVisible(bool(alone))
        self._count.setText(self._context.say(Message(N_("Without a tie ({count})"), {"count": len(alone)})))
        self.alone.blockSignals(True)
        self.alone.clear()
        for one in alone:
            item = QListWidgetItem(one.shown)
            item.setData(_ID, one.id)
            item.setToolTip(tip(" · ".join(t for t in (one.shown, one.title, one.department) if t)))
            self.alone.addItem(item)
        self.alone.setFixedHeight(_LINE * min(_MOST, max(1, len(alone))) + 4)
        self.alone.blockSignals(False)
        self.seek()

    def seek(self, _index: int = 0) -> None:
        """Find the way between the two people that are chosen, show it and list it."""
        start, goal, found = self.start.currentData(), self.goal.currentData(), self._found
        self.steps.clear()
        ties = way(found.all_ties, start, goal, found.gone) if found is not None and start and goal else None
        self.answer.setText(self._words(start, goal, ties))
        self.steps.addItems([f"{n}. {self.sentence(tie)}" for n, tie in enumerate(ties or (), 1)])
        self.way_found.emit(tuple(ties or ()))

    def _words(self, start: str | None, goal: str | None, ties: list[Tie] | None) -> str:
        say = self._context.say
        if not start or not goal or self._found is None:
            return say(N_("The shortest way over friendly ties; whoever is in conflict is gone around."))
        if start == goal:
            return say(N_("That is one and the same person; choose two."))
        if ties is not None:
            return self._context.language.ngettext("{count} step", "{count} steps", len(ties))
        none = say(N_("No friendly way leads there yet. A new tie, or the end of a conflict, would open one."))
        conflicts = [self.sentence(t) for t in barred(self._found.all_ties, start, goal)]
        if not conflicts:
            return none
        return "\n".join((none, say(N_("What stands in the way:")), *conflicts))

    def sentence(self, tie: Tie) -> str:
        """Return a tie as a sentence."""
        names = {"person": self._names.get(tie.person, ""), "other": self._names.get(tie.other, "")}
        return self._context.say(Message(SENTENCES[tie.kind], names))

    def _turn_round(self) -> None:
        start, goal = self.start.currentData(), self.goal.currentData()
        self.start.setCurrentIndex(self.start.findData(goal))
        self.goal.choose(start)

    def _choose_step(self, row: int) -> None:
        start, goal = self.start.currentData(), self.goal.currentData()
        ties = (
            way(self._found.all_ties, start, goal, self._found.gone) if self._found is not None and row >= 0 else None
        )
        if ties and row < len(ties):
            self.tie_chosen.emit(ties[row].id)

    def _choose_alone(self, item: QListWidgetItem | None, _before: object = None) -> None:
        if item is not None:
            self.person_chosen.emit(item.data(_ID))
