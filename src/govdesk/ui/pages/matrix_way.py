"""The ways out of the responsibility matrix: to the records behind a cell, a load or a warning, and to a department's page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from govdesk.i18n import N_
from govdesk.insight.ownership import DEPARTMENT, read_board
from govdesk.insight.ownership_check import Finding
from govdesk.store.query import Filter, Query, count
from govdesk.ui.context import Context, View
from govdesk.ui.pages.department_page import DepartmentPage
from govdesk.ui.pages.matrix_grid import MatrixGrid


class MatrixWay:
    """Opens what lies behind one matrix.

    Args:
        context: The window's shared state.
        grid: The matrix.
        project: Answers the project that is looked at.
    """

    def __init__(self, context: Context, grid: MatrixGrid, project: Callable[[], str | None]) -> None:
        self._context = context
        self._grid = grid
        self._project = project

    def open_sheet(self, window: QWidget) -> None:
        """Show the page of the department under the cursor, or of the first one; departments stand across or not."""
        context, project = self._context, self._project()
        with context.workspace.read() as session:
            board = read_board(session, context.registers, Query("deliverable", project), everyone=True)
        if not board.heads:
            context.notify(context.say(N_("There are no departments yet.")))
            return
        column = self._grid.scene.cursor[1]
        head = self._grid.board.heads[column] if column < len(self._grid.board.heads) else None
        chosen = "" if head is None else head.id if head.kind == DEPARTMENT else head.unit
        DepartmentPage(context, board.heads, chosen, project, window).open()

    def open_rows(self, found: Finding) -> None:
        """Open the records that a finding is about; of one who holds nothing, what shows that it is affected."""
        if found.code == "absent":
            mine = (Filter("department", "any_of", (found.head,)),)
            with self._context.workspace.read() as session:
                voices = count(session, self._context.registers, Query("feedback", self._project(), mine))
            code = "feedback" if voices else "stakeholder"
            self._context.open_view(View(code, Query(code, self._project(), mine)))
            return
        filters = [Filter("deliverable", "any_of", (found.line,))] if found.line else []
        if found.head:
            filters.append(Filter(self._kind(found.head), "any_of", (found.head,)))
        self._responsibilities(filters)

    def _kind(self, head: str) -> str:
        found = self._grid.board.head(head)
        return found.kind if found is not None else self._grid.board.by

    def _responsibilities(self, filters: list[Filter]) -> None:
        query = Query("responsibility", self._project(), tuple(filters))
        self._context.open_view(View("responsibility", query))
