"""The page of a department, as a face of the departments and over the matrix: looked at, printed, or kept as a PDF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QSize, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPaintEvent, QPdfWriter, QResizeEvent
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.insight.department_sheet import department_sheet
from govdesk.insight.ownership import Head
from govdesk.store.query import Query, count, find, records, rows
from govdesk.ui.context import Context
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.icon import icon
from govdesk.ui.pages.department_paper import HEIGHT, WIDTH, DepartmentPaper
from govdesk.ui.pages.face import Face
from govdesk.ui.past_seal import seal_of
from govdesk.ui.slot import giving
from govdesk.ui.text import button

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

#: What the preview leaves free for the scroll bar.
_BESIDE = 24
_FORBIDDEN = '\\/:*?"<>|'


class _Preview(QWidget):
    """The page on the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.paper: DepartmentPaper | None = None
        self.setFixedSize(QSize(WIDTH, HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.paper is not None:
            painter = QPainter(self)
            self.paper.paint(painter, self.width(), self.height())
            painter.end()


class DepartmentView(QWidget):
    """Shows one department after the other, and takes its page to paper or to a PDF."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._project: str | None = None
        say, ink = context.say, context.theme.colour("text")
        self.units = QComboBox()
        self.units.setAccessibleName(say(N_("Department")))
        self.units.setMinimumWidth(180)
        self.tools: list[QWidget] = [self.units]
        for text, name, act in (
            (N_("Save as PDF…"), "save", self.save),
            (N_("Print…"), "printer", self.print),
        ):
            made = button(say(text), "", icon(name, ink))
            made.clicked.connect(giving(act))
            self.tools.append(made)
        self.preview = _Preview()
        self.preview.setAccessibleName(say(N_("Department sheet")))
        area = QScrollArea()
        area.setWidget(self.preview)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area, 1)
        self.units.currentIndexChanged.connect(lambda _: self._show())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = max(320, min(WIDTH, self.width() - _BESIDE))
        self.preview.setFixedSize(QSize(wide, round(wide * HEIGHT / WIDTH)))

    def show_units(self, heads: Sequence[Head], chosen: str, project: str | None) -> None:
        """Offer these departments and show the chosen one, or the first."""
        self._project = project
        self.units.blockSignals(True)
        self.units.clear()
        for head in heads:
            self.units.addItem(head.name, head.id)
        self.units.setCurrentIndex(max(0, self.units.findData(chosen)))
        self.units.blockSignals(False)
        self._show()

    def _show(self) -> None:
        context, today = self._context, dt.date.today()
        if self.units.currentData() is None:
            return
        with context.workspace.read() as session:
            sheet = department_sheet(session, context.registers, self._project, self.units.currentData(), today)
            found = find(session, context.registers, "project", self._project) if self._project else None
        project = found.title(context.registers["project"]) if found else ""
        self.preview.paper = DepartmentPaper(sheet, project, context.language, today, seal_of(context))
        self.preview.update()

    def save(self) -> Path | None:
        """Ask where the page goes and write it there as a PDF; None where the user turned away or it failed."""
        say = self._context.say
        safe = "".join("_" if c in _FORBIDDEN or ord(c) < 32 else c for c in self.units.currentText()) or "GovDesk"
        suggested = Path.home() / f"{safe} {dt.date.today().isoformat()}.pdf"
        path = self._context.ask.save_file(say(N_("Save as PDF…")), suggested, ((say(N_("PDF document")), ("pdf",)),))
        if path is None:
            return None
        from govdesk.store.replacement import replace_by  # noqa: PLC0415 - when something is written

        try:
            replace_by(path, self._write, _whole)
        except GovDeskError as error:
            self._context.say_error(error)
            return None
        self._context.notify(say(Message(N_("Saved: {path}"), {"path": str(path)})))
        return path

    def _write(self, path: Path) -> None:
        writer = QPdfWriter(str(path))
        writer.setTitle(self.units.currentText())
        writer.setCreator("GovDesk")
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
        self._onto(writer)

    def _onto(self, device: QPdfWriter | QPrinter) -> bool:
        paper, painter = self.preview.paper, QPainter()
        if paper is None or not painter.begin(device):
            return False
        try:
            paper.paint(painter, device.width(), device.height())
        finally:
            ended = painter.end()
        return ended

    def print(self) -> None:
        """Show the page as the printer would print it; printer, paper and number of copies are chosen there."""
        from PySide6.QtPrintSupport import QPrintPreviewDialog  # noqa: PLC0415 - few sessions print

        shown = QPrintPreviewDialog(self.window())
        printer = shown.printer()
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printer.setFullPage(True)
        printer.setDocName(self.units.currentText())
        shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown.setWindowTitle(self._context.say(N_("Print the department sheet")))
        shown.paintRequested.connect(self._print)
        shown.resize(WIDTH, 680)
        shown.open()

    def _print(self, printer: QPrinter) -> None:
        if not self._onto(printer):
            text = N_("The printer took nothing. The page is safe; save it as a PDF and print that.")
            self._context.say_error(GovDeskError(text, code="printer"))


class DepartmentPage(QDialog):
    """The page of a department over the window, opened from the matrix."""

    def __init__(
        self, context: Context, heads: Sequence[Head], chosen: str, project: str | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        say = context.say
        self.setWindowTitle(say(N_("Department sheet")))
        self.view = DepartmentView(context)
        row = QHBoxLayout()
        for place, tool in enumerate(self.view.tools):
            row.addWidget(tool, int(place == 0))
        shut = button(say(N_("Close")), "primary")
        shut.clicked.connect(self.accept)
        row.addWidget(shut)
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addWidget(self.view, 1)
        self.resize(WIDTH + 60, 660)
        self.view.show_units(heads, chosen, project)


class DepartmentFace(Face):
    """The same page as a face of the departments: the one that is chosen, or the first."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.view = DepartmentView(context)
        self.empty = EmptyState(context)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        words = N_("A page tells what a department owns, asks, feels and owes. Add the departments first.")
        self.empty.show_state("building-2", context.say(N_("No departments yet")), context.say(words), ())
        context.selected.connect(self._follow)

    def toolbar(self) -> list[QWidget]:
        """Return the departments to choose from, and what takes the page along."""
        return self.view.tools

    def show_query(self, query: Query) -> None:
        """Offer the departments of a query; what they hold is that of the project looked at."""
        context = self.context
        with context.workspace.read() as session:
            keys = rows(session, context.registers, query)
            found = records(session, context.registers, "department", keys)
            total = count(session, context.registers, Query("department"))
        self.counted.emit(len(found), total)
        code, identity = context.selection
        chosen = identity if code == "department" else self.view.units.currentData() or ""
        heads = [Head(r.id, r.title(context.registers["department"])) for r in found]
        self.view.show_units(heads, chosen, context.project)
        self._stack.setCurrentIndex(0 if heads else 1)

    def _follow(self, code: str, identity: str) -> None:
        place = self.view.units.findData(identity) if code == "department" else -1
        if place >= 0:
            self.view.units.setCurrentIndex(place)


def _whole(path: Path) -> bool:
    """Answer whether a PDF file has its beginning and its end."""
    made = path.read_bytes()
    return made.startswith(b"%PDF") and made.rstrip().endswith(b"%%EOF")
