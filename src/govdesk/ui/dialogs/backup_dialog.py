"""The backups of the open workspace: when each was made, why, what it holds, and the way back to it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QSize, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from govdesk.errors import GovDeskError
from govdesk.fields.register import Registers
from govdesk.i18n import N_, Message
from govdesk.progress import Progress
from govdesk.store.backup import REASONS, Backup, back_up, backups, copy_to, counts, folder_of
from govdesk.store.cipher import Key
from govdesk.ui.context import Context
from govdesk.ui.drop import WORKSPACE
from govdesk.ui.plain_table import PlainTable
from govdesk.ui.text import button, label, say_tip

_HEADINGS = (N_("When"), N_("Reason"), N_("Size"), N_("Records"), N_("Against now"))
_WIDTHS = (150, 150, 90, 90)
#: The columns of figures.
_FIGURES = (2, 3)
_NAMED = 4


class BackupDialog(QDialog):
    """The list of backups and what can be done with one.

    Signals:
        wanted: The `Backup` that is to take the workspace's place.
        looked_at: The `Backup` that is to be opened for reading.
    """

    wanted = Signal(object)
    looked_at = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._workspace = context.workspace
        self._found: list[Backup] = []
        self._now: dict[str, int] = {}
        gettext = context.language.gettext
        self.setWindowTitle(gettext("Backups"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(gettext("Backups"), "title"))
        words = gettext(
            "Made on closing and every half hour while something changes, and read back before they count. They lie on "
            "this computer; keep one on another drive too."
        )
        column.addWidget(label(words, "muted", wrap=True))
        self.table = self._table()
        column.addWidget(self.table, 1)
        self._nothing = label(gettext("There are no backups of this workspace yet."), "muted")
        column.addWidget(self._nothing)
        self.back = button(gettext("Go back to this one"), "danger")
        self.look = button(gettext("Open to look at"))
        self.save = button(gettext("Save a copy…"))
        self.make = button(gettext("Back up now"))
        self.show_folder = button(gettext("Show the folder"))
        shut = button(gettext("Close"), "primary")
        column.addLayout(_row(self.make, self.show_folder, None, self.save, self.look, self.back, shut))
        for part, act in (
            (self.back, self._go_back), (self.look, self._look), (self.save, self._save), (self.make, self._make),
            (self.show_folder, self._open_folder), (shut, self.accept),
        ):  # fmt: skip
            part.clicked.connect(act)
        self.table.itemSelectionChanged.connect(self._enable)
        self.table.doubleClicked.connect(self._look)
        self.resize(QSize(760, min(520, parent.height() - 60)))
        self._refresh()

    def _table(self) -> PlainTable:
        gettext = self._context.language.gettext
        table = PlainTable(gettext("Backups"), [gettext(h) for h in _HEADINGS], widths=_WIDTHS, figures=_FIGURES)
        table.horizontalHeader().setSectionResizeMode(len(_HEADINGS) - 1, QHeaderView.ResizeMode.Stretch)
        return table

    def _refresh(self) -> None:
        """List the backups, and count beside the window what each holds."""
        self._found = backups(self._workspace.id)
        self.table.setRowCount(len(self._found))
        gettext = self._context.language.gettext
        for row, one in enumerate(self._found):
            texts = (
                one.at.astimezone().strftime("%Y-%m-%d %H:%M"),
                gettext(REASONS.get(one.reason, one.reason)),
                f"{one.size / 1_000_000:,.1f} MB",
                "…",
                "",
            )
            for place, text in enumerate(texts):
                self.table.write(row, place, text)
        self._nothing.setVisible(not self._found)
        self.table.setVisible(bool(self._found))
        if self._found:
            self.table.selectRow(0)
        self._enable()
        key = self._workspace.key
        registers, paths, current = self._context.registers, [b.path for b in self._found], self._workspace.path
        self._context.jobs.beside(
            lambda progress: _count_all(current, paths, registers, key, progress), self._show, owner=self
        )

    def _show(self, found: Mapping[Path, dict[str, int] | None]) -> None:
        now = found.get(self._workspace.path) or {}
        gettext = self._context.language.gettext
        for row, one in enumerate(self._found):
            held = found.get(one.path)
            if held is None:
                self.table.write(row, 3, "–")
                self.table.write(row, 4, gettext("Cannot be read"))
                continue
            self.table.write(row, 3, f"{sum(held.values()):,}")
            self.table.write(row, 4, self._against(held, now))

    def _against(self, held: Mapping[str, int], now: Mapping[str, int]) -> str:
        """Return what a backup has more or less than the workspace has now, by register."""
        lang = self._context.language
        parts = [
            f"{lang.gettext(register.about.plural)} {held.get(code, 0) - now.get(code, 0):+,}"
            for code, register in self._context.registers.items()
            if held.get(code, 0) != now.get(code, 0)
        ]
        return " · ".join([*parts[:_NAMED], *(["…"] if len(parts) > _NAMED else [])]) or lang.gettext("As many as now")

    def _chosen(self) -> Backup | None:
        row = self.table.currentRow()
        return self._found[row] if 0 <= row < len(self._found) and self.table.selectedItems() else None

    def _enable(self) -> None:
        chosen = self._chosen() is not None
        for part in (self.look, self.save):
            part.setEnabled(chosen)
        self.back.setEnabled(chosen and self._context.writable)
        self.make.setEnabled(self._context.is_open)
        if not self._context.writable:
            say_tip(self.back, self._context.language.gettext("This workspace is open for reading only."))

    def _go_back(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        gettext = self._context.language.gettext
        at = chosen.at.astimezone().strftime("%Y-%m-%d %H:%M")
        question = gettext("Go back to the backup of {at}?").format(at=at)
        detail = gettext("The workspace as it is now is kept beside it under another name; nothing is lost.")
        if self._context.ask.confirm(question, detail, yes=gettext("Go back"), danger=True):
            self.accept()
            self.wanted.emit(chosen)

    def _look(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.accept()
            self.looked_at.emit(chosen)

    def _save(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        gettext = self._context.language.gettext
        suggested = self._workspace.path.with_stem(f"{self._workspace.path.stem} {chosen.at:%Y-%m-%d}")
        types = [(gettext("GovDesk workspaces"), (WORKSPACE,))]
        path = self._context.ask.save_file(gettext("Where does the copy go?"), suggested, types)
        if path is None:
            return
        key = self._workspace.key
        text = Message(N_("The copy is {file}."), {"file": str(path)})
        self._context.jobs.beside(
            lambda progress: copy_to(chosen.path, path, key=key, progress=progress),
            lambda _: self._context.noticed.emit(self._context.say(text)),
            label=Message(N_("Saving a copy…")),
            owner=self,
            failed=self._context.say_error,
        )

    def _make(self) -> None:
        workspace = self._workspace
        self.make.setEnabled(False)
        self._context.jobs.beside(
            lambda progress: back_up(workspace.path, workspace.id, "asked", key=workspace.key, progress=progress),
            lambda _: self._refresh(),
            label=Message(N_("Backing up…")),
            owner=self,
            failed=self._fail,
        )

    def _fail(self, error: Exception) -> None:
        self._enable()
        self._context.say_error(error)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder_of(self._workspace.id))))


def _count_all(
    current: Path, paths: list[Path], registers: Registers, key: Key | None, progress: Progress
) -> dict[Path, dict[str, int] | None]:
    found: dict[Path, dict[str, int] | None] = {}
    for number, path in enumerate((current, *paths)):
        progress(number, len(paths) + 1)
        try:
            found[path] = counts(path, registers, key)
        except GovDeskError:
            found[path] = None
    return found


def _row(*parts: QPushButton | None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return row
