"""One planned row in full: what does not fit and a fix for it, what is disputed and by whom, what changes, what is new.

Stands beside the rows of `import_rows_page`; what is said here becomes part of the `SheetChoice`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from govdesk.ui.context import Context
from govdesk.ui.dialogs.import_conflict import ConflictBox
from govdesk.ui.dialogs.import_plan import STATUSES, PlanModel
from govdesk.ui.dialogs.import_value_box import ValueBox
from govdesk.ui.slot import giving
from govdesk.ui.text import button, label, shorten

if TYPE_CHECKING:
    from govdesk.sheet.plan_values import Problem, RowPlan

_LONGEST = 60
_SHOWN = 400
#: Problems that a settlement ends, and no other text in the cell.
_DISPUTED = ("conflict", "two_files", "removed", "duplicate")


class RowDetail(QFrame):
    """What happens to the row that is current.

    Signals:
        mended: The place of a row, a field, and what is to stand in that cell, as `ValueBox` says it.
        mended_alike: A field, the text of its cell, and what is to stand in all cells alike.
        settled: The place of a row, a field of it, and `mine`, `theirs` or nothing, as keys of `SheetChoice.settled`.
    """

    mended = Signal(int, str, str)
    mended_alike = Signal(str, str, str)
    settled = Signal(int, str, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 4, 8)
        column.setSpacing(6)
        self._title = label("", "strong", wrap=True)
        column.addWidget(self._title)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(context.language.gettext("The chosen row in full"))
        column.addWidget(self._scroll, 1)

    def show_row(self, model: PlanModel, place: int) -> None:
        """Show a row of the plan; a place outside it leaves the panel empty."""
        row = model.row(model.index(place, 0)) if 0 <= place < model.rowCount() else None
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        if row is None:
            self._title.setText("")
        else:
            gettext = self._context.language.gettext
            word = gettext(STATUSES[row.status][0])
            title = shorten(row.title or gettext("no name"), _LONGEST)
            self._title.setText(gettext("Row {row} · {status} · {title}").format(row=row.place, title=title, status=word))  # fmt: skip
            for problem in row.problems:
                if problem.code not in _DISPUTED or problem.field not in row.conflicts:
                    column.addWidget(self._problem(model, row, problem))
            for name in row.conflicts:
                box = ConflictBox(self._context, model, row, name)
                box.settled.connect(self.settled)
                column.addWidget(box)
            column.addLayout(self._values(model, row))
        column.addStretch(1)
        self._scroll.setWidget(inside)

    def _problem(self, model: PlanModel, row: RowPlan, problem: Problem) -> QWidget:
        gettext = self._context.language.gettext
        card = QWidget()
        column = QVBoxLayout(card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        shown = model.named(problem.field or "")
        where = f"{problem.cell}  {gettext(shown.label)}" if shown is not None else problem.cell
        column.addWidget(label(where, "muted"))
        why = label(self._context.say(problem.message), "" if problem.code == "mild" else "error", wrap=True)
        why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(why)
        if shown is None or problem.code in _DISPUTED:
            return card
        box = ValueBox(self._context, shown)
        box.setAccessibleName(gettext("What is to stand in {cell}").format(cell=problem.cell))
        near = list(dict.fromkeys(([problem.suggestion] if problem.suggestion else []) + model.near(problem)))
        box.offer(problem.value if box.isEditable() else "", near)
        if near and not box.isEditable():
            box.setCurrentIndex(0)
        column.addWidget(box)
        line = QHBoxLayout()
        line.setSpacing(6)
        count = model.alike(problem)
        if count > 1:
            every = button(gettext("Fix all {count} alike").format(count=f"{count:,}"), "primary")
            every.clicked.connect(giving(self._mend_alike, box, problem))
            line.addWidget(every)
        one = button(gettext("Fix this cell"), "" if count > 1 else "primary")
        one.clicked.connect(giving(self._mend, box, row.place, problem))
        box.taken.connect(giving(self._mend_alike if count == 1 and problem.value else self._mend, box, *(
            (problem,) if count == 1 and problem.value else (row.place, problem)
        )))  # fmt: skip
        if not model.is_matrix or count <= 1:
            line.addWidget(one)
        line.addStretch(1)
        column.addLayout(line)
        return card

    def _mend(self, box: ValueBox, place: int, problem: Problem) -> None:
        if (text := box.text()) and text != problem.value:
            self.mended.emit(place, problem.field, text)

    def _mend_alike(self, box: ValueBox, problem: Problem) -> None:
        if (text := box.text()) and text != problem.value:
            self.mended_alike.emit(problem.field, problem.value, text)

    def _values(self, model: PlanModel, row: RowPlan) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for name, text, role in self._lines(model, row):
            place = grid.rowCount()
            words, shown = label(name, "muted"), label(text[:_SHOWN], role, wrap=True)
            words.setAlignment(Qt.AlignmentFlag.AlignTop)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(words, place, 0)
            grid.addWidget(shown, place, 1)
        return grid

    def _lines(self, model: PlanModel, row: RowPlan) -> Iterator[tuple[str, str, str]]:
        gettext = self._context.language.gettext
        for shown in model.fields():
            if shown.name in row.changes:
                old, new = row.changes[shown.name]
                before = model.show_value(shown, row, old, old=True) or gettext("(empty)")
                after = model.show_value(shown, row, new) or gettext("(empty)")
                yield gettext(shown.label), f"{before} → {after}", "strong"
        for shown in model.fields():
            value = row.values.get(shown.name)
            if value is not None and shown.name not in row.changes and shown.name not in row.conflicts:
                yield gettext(shown.label), model.show_value(shown, row, value), ""
        for heading, text in row.extra.items():
            yield heading, text, ""
