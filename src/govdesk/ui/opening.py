"""Which workspace is open: new, opened, sample, dropped, closed; spreadsheets are handed to the import."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from govdesk.errors import Cancelled, GovDeskError
from govdesk.i18n import N_, Message
from govdesk.paths import data_folder
from govdesk.ui.ask import FileType
from govdesk.ui.context import Context
from govdesk.ui.copy_merge import CopyMerge
from govdesk.ui.drop import SPREADSHEETS, WORKSPACE, is_workspace, spreadsheets_of
from govdesk.ui.project import project_register
from govdesk.ui.unlocking import asking

#: Letters of a project's name that make a file's name; a file system takes 255 bytes, a Chinese letter is three.
_LONGEST = 60

if TYPE_CHECKING:
    from govdesk.store.cipher import Key
    from govdesk.store.workspace import Unlock

#: Writes the sample workspace in a language to a path where nothing is yet.
MakeSample = Callable[[Path, str], None]


class Opening(QObject):
    """Opens and closes workspaces for the window.

    Signals:
        remembered: The list of recent workspaces is another.
    """

    remembered = Signal()

    def __init__(self, context: Context, make_sample: MakeSample, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._make_sample = make_sample
        self._dialog: object = None
        self.copies = CopyMerge(context, self.open_path)

    def open_path(self, path: Path, *, read_only: bool = False, unlock: Unlock | None = None) -> bool:
        """Open a workspace and show it, asking for its password; say why where that fails.

        Args:
            path: The file.
            read_only: Whether nothing is to be written.
            unlock: Answers its key, where that is known already.
        """
        from govdesk.store.workspace import Workspace  # noqa: PLC0415 - the store loads when a file is opened

        context = self._context
        try:
            path = path.resolve()
            found = Workspace.open(
                path,
                context.registers,
                author=context.settings.author,
                read_only=read_only,
                unlock=unlock or asking(context, path),
            )
        except Cancelled:
            return False
        except GovDeskError as error:
            if error.code == "wrong_password":
                return self.open_path(path, read_only=read_only, unlock=asking(context, path, again=True))
            if error.code == "in_use" and not read_only:
                return self._read_only_instead(error, path)
            if error.code in ("damaged", "missing") and self._offer_backup(error, path):
                return self.open_path(path)
            context.say_error(error)
            return False
        context.settings = context.settings.opened(path)
        context.attach(found)
        self.remembered.emit()
        return True

    def new(self) -> None:
        """Ask where a new workspace goes and what its first project is called, and open it."""
        gettext = self._context.language.gettext
        name = self._context.ask.text(
            gettext("What is the project called?"), "", gettext("A workspace can hold several; this is its first.")
        )
        if not name:
            return
        suggested = _free(_documents() / f"{_file_name(name)}.{WORKSPACE}")
        path = self._context.ask.save_file(gettext("Where is the workspace kept?"), suggested, self._types())
        if path is not None and self._create(path):
            self.add_project(name)

    def add_project(self, name: str) -> None:
        """Put a project into the workspace and look at it."""
        from govdesk.store import edit  # noqa: PLC0415 - the store loads when a file is opened

        context = self._context
        code = project_register(context.registers)
        title = context.registers[code].about.title
        context.edit(lambda: edit.create(context.workspace, code, {title: name}), context.set_project)

    def ask_open(self) -> None:
        """Ask for a workspace and open it."""
        gettext = self._context.language.gettext
        for path in self._context.ask.open_files(gettext("Open a workspace"), self._types()):
            self.open_path(path)

    def sample(self) -> None:
        """Open the sample, made anew where it is not there yet."""
        code = self._context.language.code
        path = data_folder() / f"{'示例' if code == 'zh' else 'Sample'}.{WORKSPACE}"
        if path.exists():
            self.open_path(path)
            return
        self._context.jobs.write(
            lambda _progress: self._make_sample(path, code),
            lambda _: self.open_path(path),
            label=Message(N_("Making the sample…")),
            owner=self,
        )

    def close(self) -> None:
        """Close the workspace and go back to the welcome page."""
        self._context.attach(None)

    def forget(self, path: str) -> None:
        """Take a workspace off the recent ones; its file stays."""
        self._context.settings = self._context.settings.without(path)
        self.remembered.emit()

    def take(self, paths: Sequence[Path]) -> None:
        """Open the workspace among the files, collect the folder of returns, or import the spreadsheets among them."""
        if workspace := next((p for p in paths if is_workspace(p)), None):
            self.copies.offer(workspace)
            return
        try:
            books = spreadsheets_of(paths)
        except GovDeskError as error:
            self._context.say_error(error)
            return
        if len(paths) == 1 and paths[0].is_dir() and self._awaits_returns():
            self.collect(paths[0])
        else:
            self.import_files(books)

    def ask_import(self) -> None:
        """Ask for spreadsheets and import them."""
        gettext = self._context.language.gettext
        types: list[FileType] = [(gettext("Spreadsheets"), SPREADSHEETS)]
        self.import_files(self._context.ask.open_files(gettext("Import spreadsheets"), types, many=True))

    def import_files(self, paths: Sequence[Path]) -> None:
        """Import spreadsheets, into a new workspace where none is open."""
        if not paths:
            return
        first = not self._context.is_open
        if first and not self._create(_free(data_folder() / f"{paths[0].stem}.{WORKSPACE}"), keep=False):
            return
        if not self._context.writable:
            text = N_(
                "“{file}” is open for reading only, so nothing can be imported, and nothing was changed. "
                "The line above the page says why, and what to do."
            )
            self._context.say_error(GovDeskError(text, code="read_only", file=self._context.workspace.path.name))
            return
        from govdesk.ui.dialogs.import_dialog import open_import  # noqa: PLC0415 - heavy, and seldom

        self._dialog = open_import(self._context, list(paths))
        if first and self._dialog is not None:
            self._dialog.rejected.connect(self._drop_empty)
            self._dialog.accepted.connect(self._remember)

    def _drop_empty(self) -> None:
        if (path := _drop_empty(self._context)) is not None:
            self.forget(str(path))

    def export(self) -> None:
        """Export the view as it stands."""
        view = self._context.view
        if view is None:
            return
        if view.page:
            self._context.notify(self._context.say(N_("Open the rows that you want, then export them.")))
            return
        from govdesk.ui.dialogs.export_dialog import open_export  # noqa: PLC0415 - heavy, and seldom

        self._dialog = open_export(self._context, view.query, self._context.columns)

    def send(self) -> None:
        """Send registers of the project out to be filled in."""
        from govdesk.ui.dialogs.send_dialog import open_send  # noqa: PLC0415 - heavy, and seldom

        self._dialog = open_send(self._context)

    def ask_collect(self) -> None:
        """Ask for a folder of returns and take it in."""
        gettext = self._context.language.gettext
        folder = self._context.ask.folder(gettext("Folder of the returned files"), last_folder(self._context))
        if folder is not None:
            self.collect(folder)

    def collect(self, folder: Path) -> None:
        """Show what a folder of returns would do."""
        from govdesk.ui.dialogs.collect_dialog import open_collect  # noqa: PLC0415 - heavy, and seldom

        self._dialog = open_collect(self._context, folder)

    def _awaits_returns(self) -> bool:
        """Answer whether anything was sent out from the open workspace, so that a folder holds its returns."""
        if not self._context.writable:
            return False
        from govdesk.sheet.sent import sent_rounds  # noqa: PLC0415 - the store loads when a file is opened

        with self._context.workspace.read() as session:
            return bool(sent_rounds(session))

    def _offer_backup(self, error: GovDeskError, path: Path) -> bool:
        """Offer the newest backup where a workspace cannot be opened; answer whether it is back."""
        from govdesk.store.backup import newest_whole, workspace_of  # noqa: PLC0415 - seldom

        newest = newest_whole(workspace_of(path) or "")
        if newest is None:
            return False
        gettext = self._context.language.gettext
        detail = gettext("There is a backup of {at}. What stands in its place now is kept under another name.")
        detail = detail.format(at=newest.at.astimezone().strftime("%Y-%m-%d %H:%M"))
        yes = gettext("Put the backup back")
        return self._context.ask.confirm(self._context.say(error.message), detail, yes=yes) and self.put_back(
            newest.path, path
        )

    def put_back(self, backup: Path, path: Path, key: Key | None = None) -> bool:
        """Put a backup in the place of a closed workspace; answer whether it is there."""
        from govdesk.store.backup import restore  # noqa: PLC0415 - seldom

        try:
            aside = restore(backup, path, self._context.registers, answering(key))
        except GovDeskError as error:
            self._context.say_error(error)
            return False
        if aside is not None:
            text = N_("What stood there before is kept as {file}.")
            self._context.noticed.emit(self._context.say(Message(text, {"file": aside.name})))
        return True

    def show_folder(self) -> None:
        """Show the workspace's folder in the system's file window."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._context.workspace.path.parent)))

    def _create(self, path: Path, *, keep: bool = True) -> bool:
        from govdesk.store.workspace import Workspace  # noqa: PLC0415 - the store loads when a file is opened

        context = self._context
        try:
            made = Workspace.create(path, context.registers, author=context.settings.author)
        except GovDeskError as error:
            context.say_error(error)
            return False
        context.attach(made)
        if keep:
            self._remember()
        return True

    def _remember(self) -> None:
        """Keep the open workspace among the recent ones."""
        context = self._context
        context.settings = context.settings.opened(context.workspace.path.resolve())
        self.remembered.emit()

    def _read_only_instead(self, error: GovDeskError, path: Path) -> bool:
        gettext = self._context.language.gettext
        again = self._context.ask.confirm(self._context.say(error.message), yes=gettext("Open for reading only"))
        return again and self.open_path(path, read_only=True)

    def _types(self) -> list[FileType]:
        return [(self._context.language.gettext("GovDesk workspaces"), (WORKSPACE,))]


def _drop_empty(context: Context) -> Path | None:
    """Take away the workspace that was made for an import nobody went through with; return where it was."""
    from govdesk.store.history import operations  # noqa: PLC0415 - the store loads when a file is opened
    from govdesk.store.lock import lock_file  # noqa: PLC0415

    if not context.is_open:
        return None
    workspace = context.workspace
    with workspace.read() as session:
        if operations(session, limit=1):
            return None
    context.attach(None)
    for left in (workspace.path, lock_file(workspace.path)):
        left.unlink(missing_ok=True)
    return workspace.path.resolve()


def answering(key: Key | None) -> Unlock | None:
    """Return what answers a key that is known already."""
    return None if key is None else lambda _salt: key


def with_author(context: Context, author: str) -> None:
    """Write this name beside each edit from now on."""
    context.settings = replace(context.settings, author=author)
    if context.is_open and author:
        context.workspace.author = author


def _documents() -> Path:
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())


def _file_name(name: str) -> str:
    plain = "".join("-" if c in '<>:"/\\|?*' or ord(c) < 32 else c for c in name[:_LONGEST])
    return plain.strip(". ") or "GovDesk"


def last_folder(context: Context) -> Path:
    """Return where workbooks were sent to last, else where documents lie."""
    from govdesk.store.setting import read_setting  # noqa: PLC0415 - the store loads when a file is opened

    with context.workspace.read() as session:
        found = Path(read_setting(session, "sent-folder", "") or _documents())
    return found if found.is_dir() else _documents()


def _free(path: Path) -> Path:
    found, number = path, 1
    while found.exists():
        number += 1
        found = path.with_stem(f"{path.stem} {number}")
    return found
