"""What the texts of a sheet mean: words of lists, names, dates in doubt and blank cells, each answered once.

One of the pages of `import_sheet`; an answer becomes part of the `SheetChoice`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from govdesk.sheet.plan_values import EXTRA, IDENTITY, LEFT_OUT
from govdesk.ui.context import Context
from govdesk.ui.dialogs.import_value_box import BLANK, NEW
from govdesk.ui.dialogs.import_values import STATES, ValueTable
from govdesk.ui.icon import icon
from govdesk.ui.menu_button import MenuButton
from govdesk.ui.slot import giving
from govdesk.ui.text import action, button, frame, label, say_tip

if TYPE_CHECKING:
    from govdesk.fields.register import Register
    from govdesk.sheet.plan_values import SheetChoice, SheetPlan

_ALL = "*"


def open_texts(sheet: SheetPlan) -> int:
    """Count the texts that do not fit."""
    return sum(t.state == "unknown" for t in sheet.texts)


def asks_who(sheet: SheetPlan, register: type[Register] | None) -> bool:
    """Answer whether several names across a matrix are not known and nobody has said yet what they are."""
    matrix = register.about.matrix if register is not None and sheet.shape == "matrix" else None
    new = sum(t.state == "new" and t.field in matrix.top for t in sheet.texts) if matrix is not None else 0
    return new > 1 and not sheet.choice.across


class ValuesPage(QWidget):
    """The answers for the texts of one sheet.

    Signals:
        chosen: The `SheetChoice` with an answer more or less.
    """

    chosen = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._sheet: SheetPlan | None = None
        self._register: type[Register] | None = None
        self._state = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._dates())
        column.addWidget(self._across())
        column.addLayout(self._filters())
        self.table = ValueTable(context)
        self.table.values.answered.connect(self._answer)
        column.addWidget(self.table, 1)
        self._empty = label("", "muted", wrap=True)
        column.addWidget(self._empty)

    def show_sheet(self, sheet: SheetPlan, register: type[Register] | None) -> None:
        """Show a sheet's texts, keeping the filter and the line where it is the same sheet."""
        before = self._sheet
        same = before is not None and (before.file, before.choice.key) == (sheet.file, sheet.choice.key)
        self._sheet, self._register = sheet, register
        counts = Counter(t.state for t in sheet.texts)
        if not same or not counts.get(self._state):
            self._state = ""
        for state, made in self._buttons.items():
            count = counts[state] if state else len(sheet.texts)
            word = self._context.language.gettext(STATES[state][0] if state else "All texts")
            made.setText(f"{word} {count:,}")
            made.setAccessibleName(made.text())
            made.setVisible(bool(count) or not state)
            made.setChecked(state == self._state)
        self._fill(self.table.currentIndex().row() if same else 0)
        self._show_dates(sheet)
        matrix = register.about.matrix if register is not None and sheet.shape == "matrix" else None
        kinds = [t.field for t in sheet.texts if t.state == "new" and t.field in matrix.top] if matrix else []
        new = len(kinds)
        for name, made in self._kinds.items():
            made.setChecked(new > 0 and set(kinds) == {name})
        self._names.setVisible(new > 1)
        self._names_words.setText(
            self._context.language.gettext("{count} names in the headings are not known yet. They are:").format(
                count=new
            )
        )
        near = sum(t.state == "unknown" and bool(t.suggestions) for t in sheet.texts)
        self.near.setVisible(near > 1)
        self.near.setText(self._context.language.gettext("Take all {count} suggestions").format(count=near))
        self.near.setAccessibleName(self.near.text())
        self._blank.setVisible(any(r.id for r in sheet.rows[:2000]))
        self._say_blank(sheet)
        self._fill_blank(sheet)

    def filter(self, state: str) -> None:
        """Show the texts of one state; an empty text shows all."""
        self._state = state
        self._buttons[state].setChecked(True)
        self._fill(0)

    def _fill(self, row: int) -> None:
        if self._sheet is None:
            return
        self.table.values.show_texts(self._sheet, self._register, self._state)
        count = self.table.values.rowCount()
        if count:
            self.table.selectRow(min(max(row, 0), count - 1))
        self.table.setVisible(bool(count))
        gettext = self._context.language.gettext
        self._empty.setVisible(not count)
        self._empty.setText(gettext("No column of this table holds words of a list, names, or cells that do not fit."))

    def _filters(self) -> QHBoxLayout:
        gettext = self._context.language.gettext
        row = QHBoxLayout()
        row.setSpacing(8)
        self._buttons: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        for state in ("", *STATES):
            made = button("", "chip")
            made.setCheckable(True)
            made.clicked.connect(giving(self.filter, state))
            if state:
                _, tone, name = STATES[state]
                made.setIcon(icon(name, self._context.theme.tone(tone)[0]))
            group.addButton(made)
            self._buttons[state] = made
            row.addWidget(made)
        row.addStretch(1)
        self.near = button("", "link")
        say_tip(
            self.near, gettext("Takes the first suggestion of each text that does not fit; each can be changed again")
        )
        self.near.clicked.connect(self._take_near)
        row.addWidget(self.near)
        muted = self._context.theme.colour("text_muted")
        self._blank = MenuButton("picker", icon("square", muted), icon("chevron-down", muted))
        self._menu = self._blank.items
        say_tip(self._blank, gettext("A blank cell says nothing by itself: what the record holds stays."))
        row.addWidget(self._blank)
        return row

    def _dates(self) -> QFrame:
        gettext = self._context.language.gettext
        self._date_card = frame("banner")
        row = QHBoxLayout(self._date_card)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        self._date_words = label("", "", wrap=True)
        row.addWidget(self._date_words, 1)
        self._day = button("", "chip")
        self._month = button("", "chip")
        for made, first in ((self._day, True), (self._month, False)):
            made.setCheckable(True)
            made.clicked.connect(giving(self._say_dates, first))
            row.addWidget(made)
        self._day.setText(gettext("Day first: 3 April"))
        self._month.setText(gettext("Month first: 4 March"))
        return self._date_card

    def _across(self) -> QFrame:
        self._names = frame("banner")
        self._kinds: dict[str, QPushButton] = {}
        row = QHBoxLayout(self._names)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        self._names_words = label("", "", wrap=True)
        row.addWidget(self._names_words, 1)
        gettext = self._context.language.gettext
        found = [r.about.matrix for r in self._context.registers.values() if r.about.matrix is not None]
        for register in self._context.registers.values():
            matrix = register.about.matrix
            for name in matrix.top if matrix is not None else ():
                target = self._context.registers[getattr(register.field(name).kind, "target", "")]
                made = button(gettext(target.about.plural), "chip")
                made.setCheckable(True)
                made.clicked.connect(giving(self._say_across, name))
                self._kinds[name] = made
                row.addWidget(made)
        self._names.setVisible(bool(found))
        return self._names

    def _show_dates(self, sheet: SheetPlan) -> None:
        doubtful = next((p.value for p in sheet.problems if p.code == "date_order"), "")
        self._date_card.setVisible(bool(doubtful) or sheet.choice.day_first is not None)
        gettext = self._context.language.gettext
        words = gettext("Dates: which comes first in “{example}”?").format(example=doubtful)
        self._date_words.setText(words if doubtful else gettext("Dates such as 03/04:"))
        self._day.setChecked(sheet.choice.day_first is True)
        self._month.setChecked(sheet.choice.day_first is False)

    def _say_dates(self, day_first: bool) -> None:
        if self._sheet is not None:
            said = None if self._sheet.choice.day_first is day_first else day_first
            self.chosen.emit(replace(self._sheet.choice, day_first=said))

    def _say_across(self, name: str) -> None:
        if self._sheet is not None:
            self.chosen.emit(replace(self._sheet.choice, across={_ALL: name}))

    def _answer(self, field: str, text: str, instead: str) -> None:
        """Take an answer for all cells alike; an empty one takes it back."""
        if self._sheet is None:
            return
        self.chosen.emit(answered(self._sheet.choice, self._register, field, text, instead))

    def _take_near(self) -> None:
        """Answer every text that does not fit with what is nearest to it."""
        if self._sheet is None:
            return
        choice = self._sheet.choice
        for match in self._sheet.texts:
            if match.state == "unknown" and match.suggestions:
                choice = answered(choice, self._register, match.field, match.text, match.suggestions[0])
        self.chosen.emit(choice)

    def _clearable(self, sheet: SheetPlan) -> Sequence[tuple[str, str]]:
        if self._register is None:
            return ()
        fields = {c.field for c in sheet.columns if c.field not in (EXTRA, LEFT_OUT, IDENTITY)}
        return [
            (f.name, self._context.language.gettext(f.label))
            for f in self._register.fields()
            if f.name in fields and not (f.required or f.system or f.key)
        ]

    def _say_blank(self, sheet: SheetPlan) -> None:
        gettext, clear = self._context.language.gettext, sheet.choice.clear
        if not clear:
            words = gettext("Blank cells: keep")
        elif _ALL in clear:
            words = gettext("Blank cells: empty")
        else:
            words = gettext("Blank cells: empty {count}").format(count=len(clear))
        self._blank.say(words)
        self._blank.setAccessibleName(words)

    def _fill_blank(self, sheet: SheetPlan) -> None:
        gettext, clear = self._context.language.gettext, sheet.choice.clear
        self._menu.clear()
        for words, value in (
            (gettext("Leave what is there"), frozenset[str]()),
            (gettext("Empty every field"), frozenset({_ALL})),
        ):
            made = action(words, self._menu)
            made.setCheckable(True)
            made.setChecked(clear == value)
            made.triggered.connect(giving(self._clear, value))
            self._menu.addAction(made)
        self._menu.addSeparator()
        for name, words in self._clearable(sheet):
            made = action(words, self._menu)
            made.setCheckable(True)
            made.setChecked(name in clear or _ALL in clear)
            made.triggered.connect(giving(self._toggle, name))
            self._menu.addAction(made)

    def _clear(self, fields: frozenset[str]) -> None:
        if self._sheet is not None:
            self.chosen.emit(replace(self._sheet.choice, clear=fields))

    def _toggle(self, name: str) -> None:
        if self._sheet is not None:
            clear = self._sheet.choice.clear
            known = frozenset(n for n, _ in self._clearable(self._sheet)) if _ALL in clear else clear
            self._clear(known ^ {name})


def answered(choice: SheetChoice, register: type[Register] | None, field: str, text: str, instead: str) -> SheetChoice:
    """Return a choice with what stands in the place of a text of a field, as `ValueBox` says it; nothing takes it back."""
    fixes = {k: v for k, v in choice.fixes.items() if k != (field, text)}
    across = {k: v for k, v in choice.across.items() if k != text}
    matrix = register.about.matrix if register is not None else None
    if instead.startswith(NEW):
        name = instead.removeprefix(NEW)
        if matrix is not None and name in matrix.top:
            across[text] = name
        return replace(choice, fixes=fixes, across=across)
    if instead:
        fixes[field, text] = "" if instead == BLANK else instead
    return replace(choice, fixes=fixes, across=across)
