"""Sending out: what is asked of whom is chosen and its burden shown, then a workbook for each is written to a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.ui.context import Context
from govdesk.ui.dialogs.job_dialog import JobDialog
from govdesk.ui.dialogs.notice import main_window
from govdesk.ui.dialogs.send_burden import BurdenTable
from govdesk.ui.dialogs.send_form import FolderLine, SendForm
from govdesk.ui.dialogs.send_work import counting, writing
from govdesk.ui.icon import icon
from govdesk.ui.jobs import Job
from govdesk.ui.plain_table import PlainTable
from govdesk.ui.text import button, label

if TYPE_CHECKING:
    from govdesk.sheet.sending import Dispatch
    from govdesk.sheet.split import Split

_SIZE, _MARGIN = QSize(1180, 690), QSize(40, 40)
_FORM, _NARROW_FORM, _NARROW = 400, 320, 1160
#: Milliseconds of quiet after a choice before the burden is counted anew.
_PAUSE = 150


def open_send(context: Context) -> SendDialog:
    """Show the sending over the window, and return at once."""
    dialog = SendDialog(context, main_window())
    dialog.open()
    return dialog


class SendDialog(JobDialog):
    """Asks, counts, writes, and tells."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, context.language.gettext("Send out to be filled in"), parent)
        self._count: Job | None = None
        self._split: Split | None = None
        self._done: Dispatch | None = None
        self.resize(_SIZE.boundedTo(QGuiApplication.primaryScreen().availableSize() - _MARGIN))
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._recount)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(12)
        self._body = QWidget()
        row = QHBoxLayout(self._body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        view = context.view
        self.form = SendForm(context, view.register if view is not None else "")
        self.form.setFixedWidth(_FORM if self.width() > _NARROW else _NARROW_FORM)
        row.addWidget(self.form)
        row.addLayout(self._right(), 1)
        column.addWidget(self._body, 1)
        self._end = self._end_page()
        self._end.hide()
        column.addWidget(self._end, 1)
        column.addWidget(self._bar)
        column.addLayout(self._foot())
        self.form.chosen.connect(self._timer.start)
        self.form.worded.connect(self._offer)
        self.folder.named.connect(self._offer)
        self.table.chosen.connect(self._sum)
        self._timer.start()

    def _right(self) -> QVBoxLayout:
        gettext = self._context.language.gettext
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(label(gettext("What is asked of whom"), "strong"))
        self.table = BurdenTable(self._context)
        column.addWidget(self.table, 1)
        self._total = label("", "strong", wrap=True)
        column.addWidget(self._total)
        self._left = label("", "caption", wrap=True)
        column.addWidget(self._left)
        self.folder = FolderLine(self._context)
        column.addWidget(self.folder)
        return column

    def _end_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setSpacing(8)
        sign = QLabel()
        sign.setPixmap(icon("circle-check", self._context.theme.colour("good")).pixmap(QSize(28, 28)))
        self._title = label("", "heading", wrap=True)
        self._where = label("", "muted", wrap=True)
        self._where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = self._context.language.gettext(
            "Send each file to the one it is named after. When they come back, put them in one folder and choose Collect returns: you see who has answered, and all of it is merged in one step."
        )
        for part in (sign, self._title, self._where, label(words, "", wrap=True)):
            column.addWidget(part)
        column.addSpacing(8)
        gettext = self._context.language.gettext
        headings = [gettext(h) for h in (N_("To"), N_("File"), N_("Minutes"))]
        self.files = PlainTable(gettext("The workbooks"), headings, widths=(260,), figures=(2,))
        self.files.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        column.addWidget(self.files, 1)
        return page

    def _foot(self) -> QHBoxLayout:
        gettext = self._context.language.gettext
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        self.open_folder = button(gettext("Open folder"), icon=icon("folder-open", self._context.theme.colour("text")))
        self.open_folder.clicked.connect(self._open_folder)
        self.open_folder.hide()
        self.go = button(gettext("Write the workbooks"), "primary")
        self.go.setMinimumWidth(150)
        self.go.setAutoDefault(True)
        self.go.clicked.connect(self._write)
        for part in (self.open_folder, self.cancel, self.go):
            row.addWidget(part)
        return row

    def _recount(self) -> None:
        if self._count is not None:
            self._count.mute()
            self._count.cancel()
        sending = self.form.sending(self.folder.folder() or self._context.workspace.path.parent)
        work = counting(self._context.workspace, sending)
        self._count = self._context.jobs.read(work, self._counted, owner=self, failed=self._failed)

    def _counted(self, split: Split) -> None:
        self._split, self._count = split, None
        self.table.show_packages(split.packages)
        say, registers = self._context.say, self._context.registers
        lines = []
        for counts, source in (
            (split.without, "{register}: {count} records have nobody to go to and stay."),
            (split.withheld, "{register}: {count} anonymous records stay, for going there they would tell who spoke."),
        ):
            for code, count in counts.items():
                lines.append(say(Message(source, {"register": Message(registers[code].about.plural), "count": count})))
        self._left.setText("\n".join(lines))
        self._left.setVisible(bool(lines))

    def _sum(self) -> None:
        lang, total = self._context.language, self.table.total()
        if total is None:
            self._total.setText(lang.gettext("Nobody would get anything. Tick a register and at least one field."))
        else:
            text = lang.gettext(
                "{people}: {rows} rows, {cells} cells asked, {empty} still empty, about {minutes} minutes in all"
            )
            people = lang.ngettext("{count} workbook", "{count} workbooks", len(self.table.kept()))
            figures = {"rows": total.rows, "cells": total.cells, "empty": total.empty, "minutes": total.minutes}
            self._total.setText(text.format(people=people, **{k: f"{n:,}" for k, n in figures.items()}))
        self._offer()

    def _offer(self) -> None:
        self.go.setEnabled(
            self._job is None and bool(self.table.kept()) and self.form.is_sound() and self.folder.folder() is not None
        )

    def _write(self) -> None:
        if self._done is not None:
            self.accept()
            return
        folder = self.folder.folder()
        if folder is None:
            return
        gettext = self._context.language.gettext
        private = self.form.fields.private()
        if private:
            names = gettext(", ").join(gettext(f.label) for f in private)
            question = gettext("Private judgements would leave this file: {fields}. Send them all the same?")
            detail = gettext("Whoever gets a workbook can read them, and pass them on.")
            if not self._context.ask.confirm(
                question.format(fields=names), detail, yes=gettext("Send them"), danger=True
            ):
                return
        only = frozenset(i for p in self.table.kept() for i in p.recipients)
        self._body.setEnabled(False)
        self.go.setEnabled(False)
        self._wait(gettext("Writing the workbooks…"))
        work = writing(self._context.workspace, self.form.sending(folder, only))
        label_ = Message("Writing the workbooks…")
        self._watch(self._context.jobs.write(work, self._written, label=label_, owner=self, failed=self._failed))

    def _rest(self, *, stopped: bool) -> None:
        self._body.setEnabled(True)
        self._offer()
        if stopped:
            self._say(self._context.language.gettext("Stopped. No file was written."))

    def _written(self, done: Dispatch) -> None:
        lang = self._context.language
        self._done = done
        count = lang.ngettext("{count} workbook", "{count} workbooks", len(done.sent.packages))
        self._title.setText(lang.gettext("{workbooks} ready to be sent").format(workbooks=count))
        self._where.setText(lang.gettext("Saved in {folder}").format(folder=done.folder))
        self.files.setRowCount(len(done.sent.packages))
        for row, package in enumerate(done.sent.packages):
            for place, text in enumerate((package.name, package.file, f"{package.minutes:,}")):
                self.files.write(row, place, text)
        self._body.hide()
        self._end.show()
        self.open_folder.show()
        self.cancel.hide()
        self.go.setEnabled(True)
        self.go.setText(lang.gettext("Close"))
        self.go.setAccessibleName(self.go.text())
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_folder(self) -> None:
        if self._done is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._done.folder)))
