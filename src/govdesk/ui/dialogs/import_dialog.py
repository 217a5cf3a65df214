"""The import of spreadsheets: files are read, their plan is shown and agreed on, and all of it comes in as a whole.

Opened from a drop, the Import button or the welcome page; the work is done by `ImportWork`, beside the window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from govdesk.errors import GovDeskError
from govdesk.i18n import Message
from govdesk.ui.context import Context
from govdesk.ui.dialogs.careful import CarefulDialog
from govdesk.ui.dialogs.import_end import after_import, agreed_to_overwrite
from govdesk.ui.dialogs.import_foot import ImportFoot
from govdesk.ui.dialogs.import_list import SheetList
from govdesk.ui.dialogs.import_marks import ask_marks
from govdesk.ui.dialogs.import_message import MessagePane
from govdesk.ui.dialogs.import_sheet import SheetPane
from govdesk.ui.dialogs.import_work import ImportWork, Source, is_useful
from govdesk.ui.dialogs.notice import main_window
from govdesk.ui.drop import SPREADSHEETS, dropped_files, is_workspace, spreadsheets_of
from govdesk.ui.icon import icon
from govdesk.ui.text import button, frame, label, say_tip, tool

if TYPE_CHECKING:
    from govdesk.sheet.plan_values import SheetPlan
    from govdesk.store.workspace import Changes

_WIDTH, _HEIGHT, _MARGIN, _FRAME = 1320, 820, 12, 36
_LIST_WIDTH, _NARROW_LIST, _NARROW = 264, 208, 1200


def open_import(context: Context, paths: Sequence[Path]) -> ImportDialog:
    """Show the import of these files over the window, and return at once."""
    dialog = ImportDialog(context, main_window())
    dialog.open()
    dialog.work.add([Path(p) for p in paths])
    return dialog


class ImportDialog(CarefulDialog):
    """The import, from files to rows."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.work = ImportWork(context, self)
        self._shown: tuple[Source, str] | None = None
        self._held: Source | None = None
        self._projects: list[tuple[str, str]] = []
        self._drawn: tuple[Source, SheetPlan, tuple[tuple[str, str], ...]] | None = None
        self.setWindowTitle(context.language.gettext("Import"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAcceptDrops(True)
        self.resize(self._room())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._body(), 1)
        self.foot = ImportFoot(context)
        self.foot.cancelled.connect(self.reject)
        self.foot.agreed.connect(self._import)
        column.addWidget(self.foot)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.foot.go.click)
        say_tip(self.foot.go, "Ctrl+Enter")
        self.work.moved.connect(self._moved)
        self.work.progressed.connect(self._progressed)
        self.work.committed.connect(self._committed)
        self.work.stopped.connect(self._stopped)
        self.work.forgot.connect(self._forgot)

    def reject(self) -> None:
        """Stop what is running; while rows are being written, take them back and stay."""
        if self.work.is_committing:
            self.work.cancel_commit()
            self.foot.say_stopping()
            return
        self.work.halt()
        super().reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        paths = dropped_files(event.mimeData())
        if paths and not any(map(is_workspace, paths)) and not self.work.is_committing:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._take(dropped_files(event.mimeData()))

    def _room(self) -> QSize:
        screen = QGuiApplication.primaryScreen().availableSize()
        return QSize(_WIDTH, _HEIGHT).boundedTo(screen - QSize(_MARGIN, _FRAME))

    def _body(self) -> QWidget:
        gettext = self._context.language.gettext
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.message = MessagePane(self._context)
        self.message.again.connect(self._read_again)
        self.message.dropped.connect(self._drop)
        self._side = frame("side")
        self._side.setFixedWidth(_LIST_WIDTH if self.width() > _NARROW else _NARROW_LIST)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(8, 14, 8, 8)
        side.setSpacing(8)
        self._count = label("", "heading")
        side.addWidget(self._count)
        self.list = SheetList(self._context)
        self.list.chosen.connect(self._hold)
        self.list.clicked.connect(self.message.begin)
        self.list.activated.connect(self._begin)
        self.list.ticked.connect(self._tick)
        self.list.again.connect(self._anew)
        self.list.dropped.connect(self._drop)
        side.addWidget(self.list, 1)
        add = button(gettext("Add files…"), icon=icon("plus", self._context.theme.colour("text")))
        add.clicked.connect(self._add_files)
        row_of_files = QHBoxLayout()
        row_of_files.setSpacing(4)
        row_of_files.addWidget(add, 1)
        muted = self._context.theme.colour("text_muted")
        again = tool(icon("refresh-cw", muted), gettext("Read this file again, as after a change in Excel (F5)"))
        again.clicked.connect(self.list.read_again)
        drop = tool(icon("x", muted), gettext("Take this file off the list (Del)"))
        drop.clicked.connect(self.list.drop_file)
        row_of_files.addWidget(again)
        row_of_files.addWidget(drop)
        side.addLayout(row_of_files)
        row.addWidget(self._side)
        self._stack = QStackedWidget()
        self.pane = SheetPane(self._context)
        self.pane.chosen.connect(self.work.choose)
        self.pane.project_chosen.connect(self.work.set_project)
        self.pane.rows_chosen.connect(self._say_total)
        self.pane.table_opened.connect(self._open_table)
        self.pane.forgotten.connect(self.work.forget)
        self.pane.marks_asked.connect(self._save_marks)
        self._stack.addWidget(self.message)
        self._stack.addWidget(self.pane)
        row.addWidget(self._stack, 1)
        return body

    def _take(self, paths: Sequence[Path]) -> None:
        """Add files, and the spreadsheets of folders."""
        try:
            self.work.add(spreadsheets_of(paths))
        except GovDeskError as error:
            self._context.say_error(error)

    def _add_files(self) -> None:
        gettext = self._context.language.gettext
        paths = self._context.ask.open_files(gettext("Import"), [(gettext("Spreadsheets"), SPREADSHEETS)], many=True)
        self._take(paths)

    def _read_again(self, source: Source, password: str) -> None:
        self.work.again(source, password or None)

    def _anew(self, source: Source) -> None:
        """Read a file once more with the password that opened it, and stay with it."""
        self._held = source
        self.work.again(source, source.password)

    def _open_table(self, source: Source, key: str) -> None:
        self._shown = source, key
        self.list.show_sources(self.work.sources, keep=self._shown)
        self._show(source, key)

    def _forgot(self, source: Source) -> None:
        self._context.notify(self._context.language.gettext("The layout is forgotten."))

    def _save_marks(self, source: Source) -> None:
        ask_marks(self._context, source)

    def _drop(self, source: Source) -> None:
        self._shown = self._held = None
        self.work.drop(source)
        if not self.work.sources:
            self.reject()

    def _tick(self, source: Source, sheet: SheetPlan, wanted: bool) -> None:
        self.work.choose(source, replace(sheet.choice, include=wanted))

    def _moved(self, source: Source) -> None:
        lang = self._context.language
        self._count.setText(lang.ngettext("{count} file", "{count} files", len(self.work.sources)))
        if source.state == "ready":
            self._projects = self._known_projects()
        if self._shown is None or self._shown[0] not in self.work.sources or not self._shown[1]:
            self._shown = self._landing()
        self.list.show_sources(self.work.sources, keep=self._shown)
        if self._shown is not None:
            self._show(*self._shown)
        self._say_total()

    def _landing(self) -> tuple[Source, str] | None:
        """Return what to look at: the file that the user chose, else a sheet with rows, a bad file, whatever is there."""
        held = [s for s in self.work.sources if s is self._held]
        if held and not any(map(is_useful, held[0].sheets())):
            return held[0], ""
        for source in held or self.work.sources:
            for sheet in source.sheets():
                if is_useful(sheet):
                    return source, sheet.choice.key
        if self.work.is_busy and self.work.sources:
            return next((s for s in self.work.sources if s.state in ("reading", "planning")), self.work.sources[0]), ""
        for source in self.work.sources:
            if source.state == "failed" or not source.sheets():
                return source, ""
            return source, source.sheets()[0].choice.key
        return None

    def _hold(self, source: Source, key: str) -> None:
        """Stay with a file that the user chose, whatever becomes of it."""
        self._held = source
        self._show(source, key)

    def _begin(self) -> None:
        """Give the keyboard to what is shown of the file."""
        if self._stack.currentWidget() is self.pane:
            self.pane.open_page(self.pane.tabs.currentIndex())
        else:
            self.message.begin()

    def _show(self, source: Source, key: str) -> None:
        self._shown = source, key
        sheet = next((s for s in source.sheets() if s.choice.key == key), None)
        if sheet is None and source.sheets() and source.state == "ready":
            sheet = next((s for s in source.sheets() if is_useful(s)), source.sheets()[0])
        if sheet is None:
            self.message.show_source(source)
            self._stack.setCurrentWidget(self.message)
            return
        before = self._drawn
        self._drawn = (source, sheet, tuple(self._projects))
        if before is None or before[0] is not source or before[1] is not sheet or before[2] != self._drawn[2]:
            self.pane.show_sheet(source, sheet, self._projects)
        self._stack.setCurrentWidget(self.pane)

    def _known_projects(self) -> list[tuple[str, str]]:
        from govdesk.store.edit import candidates  # noqa: PLC0415 - the store's edits come when their work comes

        with self._context.workspace.read() as session:
            found = candidates(session, self._context.registers, "project", "", None, limit=500)
        return [(c.id, c.title) for c in found]

    def _say_total(self) -> None:
        self.foot.show_sources(self.work.sources, busy=self.work.is_busy)

    def _progressed(self, done: int, total: int, doing: Message | None) -> None:
        self.foot.show_progress(done, total, doing)
        self.message.show_progress(done, total, doing)

    def _import(self) -> None:
        sheets = [(source, s) for source in self.work.sources for s in source.sheets()]
        written = [(str(s.register), r) for o, s in sheets if s.register and s.choice.include for r in o.written(s)]
        if not agreed_to_overwrite(self._context, written):
            return
        self._side.setEnabled(False)
        self._stack.setEnabled(False)
        self.foot.begin()
        self.work.commit()

    def _committed(self, done: list[Changes]) -> None:
        context, sources, window = self._context, list(self.work.sources), self.parentWidget()
        self.accept()
        after_import(context, sources, done, window)

    def _stopped(self, why: Message) -> None:
        self._side.setEnabled(True)
        self._stack.setEnabled(True)
        self.foot.end(self.work.sources, why)
        self._begin()
