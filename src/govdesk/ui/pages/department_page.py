"""The page of a department in a dialog: looked at, printed, or kept as a PDF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QSize, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPaintEvent, QPdfWriter
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.insight.department_sheet import department_sheet
from govdesk.insight.ownership import Head
from govdesk.store.query import find
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.pages.department_paper import HEIGHT, WIDTH, DepartmentPaper
from govdesk.ui.slot import giving
from govdesk.ui.text import button

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

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


class DepartmentPage(QDialog):
    """Shows one department after the other."""

    def __init__(
        self, context: Context, heads: Sequence[Head], chosen: str, project: str | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._project = project
        say = context.say
        self.setWindowTitle(say(N_("Department sheet")))
        column = QVBoxLayout(self)
        row = QHBoxLayout()
        self.units = QComboBox()
        self.units.setAccessibleName(say(N_("Department")))
        for head in heads:
            self.units.addItem(head.name, head.id)
        self.units.setCurrentIndex(max(0, self.units.findData(chosen)))
        row.addWidget(self.units, 1)
        ink = context.theme.colour("text")
        for text, name, act in (
            (N_("Save as PDF…"), "save", self.save),
            (N_("Print…"), "printer", self.print),
        ):
            made = button(say(text), "", icon(name, ink))
            made.clicked.connect(giving(act))
            row.addWidget(made)
        shut = button(say(N_("Close")), "primary")
        shut.clicked.connect(self.accept)
        row.addWidget(shut)
        column.addLayout(row)
        self.preview = _Preview()
        self.preview.setAccessibleName(say(N_("Department sheet")))
        area = QScrollArea()
        area.setWidget(self.preview)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(area, 1)
        self.units.currentIndexChanged.connect(lambda _: self._show())
        self.resize(WIDTH + 60, 660)
        self._show()

    def _show(self) -> None:
        context, today = self._context, dt.date.today()
        with context.workspace.read() as session:
            sheet = department_sheet(session, context.registers, self._project, self.units.currentData(), today)
            found = find(session, context.registers, "project", self._project) if self._project else None
        project = found.title(context.registers["project"]) if found else ""
        self.preview.paper = DepartmentPaper(sheet, project, context.language, today)
        self.preview.update()

    def save(self) -> Path | None:
        """Ask where the page goes and write it there as a PDF; None where the user turned away or it failed."""
        say = self._context.say
        safe = "".join("_" if c in _FORBIDDEN or ord(c) < 32 else c for c in self.units.currentText()) or "GovDesk"
        suggested = Path.home() / f"{safe} {dt.date.today().isoformat()}.pdf"
        path = self._context.ask.save_file(say(N_("Save as PDF…")), suggested, ((say(N_("PDF document")), ("pdf",)),))
        if path is None:
            return None
        new = path.with_name(f".{path.name}.new")
        try:
            written = self._write(new)
            if written:
                new.replace(path)
        except OSError:
            written = False
        finally:
            new.unlink(missing_ok=True)
        if not written:
            text = N_("The page could not be written to {path}. Nothing was changed there; choose another folder.")
            self._context.say_error(GovDeskError(Message(text, {"path": str(path)}), code="unwritable"))
            return None
        self._context.notify(say(Message(N_("Saved: {path}"), {"path": str(path)})))
        return path

    def _write(self, path: Path) -> bool:
        writer = QPdfWriter(str(path))
        writer.setTitle(self.units.currentText())
        writer.setCreator("GovDesk")
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
        return self._onto(writer)

    def _onto(self, device: QPdfWriter | QPrinter) -> bool:
        painter = QPainter()
        if not painter.begin(device) or self.preview.paper is None:
            return False
        self.preview.paper.paint(painter, device.width(), device.height())
        return painter.end()

    def print(self) -> None:
        """Ask for a printer and print the page."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - few sessions print

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printer.setFullPage(True)
        if QPrintDialog(printer, self).exec() and not self._onto(printer):
            text = N_("The printer took nothing. The page is safe; save it as a PDF and print that.")
            self._context.say_error(GovDeskError(text, code="printer"))
