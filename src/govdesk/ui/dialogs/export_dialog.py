"""The export: asks what goes out, writes it beside the window, and says where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from govdesk.store.query import Query
from govdesk.ui.context import Context
from govdesk.ui.dialogs.export_form import ExportForm
from govdesk.ui.dialogs.export_work import exporting
from govdesk.ui.dialogs.job_dialog import JobDialog
from govdesk.ui.dialogs.notice import main_window
from govdesk.ui.icon import icon
from govdesk.ui.text import button, label

if TYPE_CHECKING:
    from govdesk.sheet.writing import Exported

_WIDTH = 600


def open_export(context: Context, query: Query, columns: tuple[str, ...]) -> ExportDialog:
    """Show the export of a view over the window, and return at once.

    Args:
        context: The window's context.
        query: The view as it stands.
        columns: Names of the fields that it shows, in order; empty for all.
    """
    dialog = ExportDialog(context, query, columns, main_window())
    dialog.open()
    return dialog


class ExportDialog(JobDialog):
    """Asks, writes, and tells."""

    def __init__(self, context: Context, query: Query, columns: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(context, context.language.gettext("Export"), parent)
        self._written: Exported | None = None
        self.setMinimumWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        self.form = ExportForm(context, query, columns)
        self.form.named.connect(self._name)
        self.form.ready.connect(self._name)
        column.addWidget(self.form)
        self._end = self._end_page()
        self._end.hide()
        column.addWidget(self._end)
        column.addStretch(1)
        column.addWidget(self._bar)
        self._text.hide()
        column.addWidget(self._text)
        column.addLayout(self._buttons())
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(8)
        sign = QLabel()
        sign.setPixmap(icon("circle-check", self._context.theme.colour("good")).pixmap(QSize(28, 28)))
        self._title = label("", "heading", wrap=True)
        self._where = label("", "muted", wrap=True)
        self._where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._notice = label("", "caption", wrap=True)
        for part in (sign, self._title, self._where, self._notice):
            column.addWidget(part)
        return page

    def _buttons(self) -> QHBoxLayout:
        gettext = self._context.language.gettext
        row = QHBoxLayout()
        row.setSpacing(8)
        self.folder = button(gettext("Open folder"), icon=icon("folder-open", self._context.theme.colour("text")))
        self.folder.clicked.connect(self._open_folder)
        self.folder.hide()
        self.go = button(gettext("Export"), "primary")
        self.go.setMinimumWidth(120)
        self.go.setAutoDefault(True)
        self.go.clicked.connect(self._export)
        row.addStretch(1)
        row.addWidget(self.folder)
        row.addWidget(self.cancel)
        row.addWidget(self.go)
        return row

    def _name(self, _there: bool) -> None:
        self.go.setEnabled(bool(self.form.path.text().strip()) and self.form.readers.complete)

    def _export(self) -> None:
        if self._written is not None:
            self.accept()
            return
        gettext, choice = self._context.language.gettext, self.form.choice()
        if self.form.asks_to_replace():
            question = gettext("“{file}” is there already. Replace it?").format(file=choice.path.name)
            if not self._context.ask.confirm(question, yes=gettext("Replace"), danger=True):
                return
        self.form.setEnabled(False)
        self.go.setEnabled(False)
        self._wait(gettext("Exporting…"))
        work = exporting(self._context.workspace, self._context.registers, choice)
        self._watch(self._context.jobs.read(work, self._done, owner=self, failed=self._failed))

    def _rest(self, *, stopped: bool) -> None:
        self.form.setEnabled(True)
        self.go.setEnabled(True)
        if stopped:
            self._say(self._context.language.gettext("Stopped. No file was written."))

    def _done(self, written: Exported) -> None:
        lang = self._context.language
        self._written = written
        rows = lang.ngettext("{count} row", "{count} rows", sum(written.rows))
        self._title.setText(lang.gettext("{rows} exported to “{file}”").format(rows=rows, file=written.path.name))
        self._where.setText(lang.gettext("Saved in {folder}").format(folder=written.path.parent))
        self._notice.setText("\n".join(self._context.say(m) for m in written.notices))
        self._notice.setVisible(bool(written.notices))
        self.form.hide()
        self._end.show()
        self.folder.show()
        self.cancel.hide()
        self.go.setText(lang.gettext("Close"))
        self.go.setAccessibleName(self.go.text())
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)
        self.adjustSize()

    def _say(self, text: str, *, role: str = "muted") -> None:
        super()._say(text, role=role)
        self._text.setVisible(bool(text))

    def _open_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.path.parent)))
