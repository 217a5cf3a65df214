"""One planned row in full: each change old → new, each problem with its cell, why, and what would help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from govdesk.ui.context import Context
from govdesk.ui.dialogs.import_plan import STATUSES, PlanModel
from govdesk.ui.text import label, shorten

if TYPE_CHECKING:
    from govdesk.sheet.plan_values import Problem, RowPlan

_HEIGHT = 136
_LONGEST = 60


class RowDetail(QFrame):
    """What happens to the row that is current; hidden where there is nothing to say beyond its values."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 4, 8)
        column.setSpacing(4)
        self._title = label("", "strong", wrap=True)
        column.addWidget(self._title)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setAccessibleName(context.language.gettext("The chosen row in full"))
        column.addWidget(self._scroll, 1)
        self.hide()

    def show_row(self, model: PlanModel, place: int) -> None:
        """Show a row of the plan; a place outside it hides the panel."""
        row = model.row(model.index(place, 0)) if 0 <= place < model.rowCount() else None
        if row is None or not (row.changes or row.problems):
            self.hide()
            return
        gettext = self._context.language.gettext
        word = gettext(STATUSES[row.status][0])
        title = shorten(row.title or gettext("no name"), _LONGEST)
        self._title.setText(gettext("Row {row} · {title} · {status}").format(row=row.place, title=title, status=word))
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for problem in row.problems:
            self._add(grid, self._where(model, problem), self._why(problem), "error")
        for name in row.changes:
            self._add_change(grid, model, row, name)
        grid.setRowStretch(grid.rowCount(), 1)
        self._scroll.setWidget(inside)
        width = max(300, self.width() - 40)
        wanted = grid.heightForWidth(width) + self._title.heightForWidth(width) + 24
        self.setFixedHeight(min(_HEIGHT, wanted))
        self.show()

    def _add(self, grid: QGridLayout, name: str, text: str, role: str = "") -> None:
        place = grid.rowCount()
        words, shown = label(name, "muted"), label(text, role, wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words, place, 0)
        grid.addWidget(shown, place, 1)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def _add_change(self, grid: QGridLayout, model: PlanModel, row: RowPlan, name: str) -> None:
        gettext = self._context.language.gettext
        old, new = row.changes[name]
        shown = next((f for f in model.fields() if f.name == name), None)
        if shown is None:
            self._add(grid, gettext("Extra columns"), " · ".join(f"{k}: {v}" for k, v in row.extra.items()))
            return
        before = model.show_value(shown, row, old, old=True) or gettext("(empty)")
        after = model.show_value(shown, row, new) or gettext("(empty)")
        self._add(grid, gettext(shown.label), f"{before} → {after}")

    def _where(self, model: PlanModel, problem: Problem) -> str:
        shown = next((f for f in model.fields() if f.name == problem.field), None)
        words = self._context.language.gettext(shown.label) if shown is not None else ""
        return f"{problem.cell} {words}".strip()

    def _why(self, problem: Problem) -> str:
        text = self._context.say(problem.message)
        if problem.suggestion:
            ask = self._context.language.gettext("Did you mean “{suggestion}”?")
            text += " " + ask.format(suggestion=problem.suggestion)
        return text
