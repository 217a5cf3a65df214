"""What every part of the window is given: the open workspace, the language, the theme, and what is being looked at.

One context lives as long as the window. Pages, panels and dialogs read it, listen to its signals and change what is
shown through `open_view`, `select` and `set_project` alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from govdesk.errors import Cancelled, GovDeskError
from govdesk.fields.register import Registers
from govdesk.i18n import Language, Message, language
from govdesk.settings import Settings
from govdesk.ui.ask import Ask
from govdesk.ui.bridge import Bridge
from govdesk.ui.jobs import Jobs
from govdesk.ui.theme import Theme

if TYPE_CHECKING:
    from govdesk.store.query import Query
    from govdesk.store.workspace import Workspace
    from govdesk.ui.rescue import Rescue


@dataclass(frozen=True, slots=True)
class View:
    """The address of what is shown: a register, the query into it, and the face that shows it (empty: the table).

    A page that belongs to no register is addressed by `of_page`; its register is empty, its query tells the project.
    """

    register: str
    query: Query
    face: str = ""
    page: str = ""

    @classmethod
    def of_page(cls, page: str, project: str | None, tab: str = "", part: str = "") -> View:
        """Return the address of a page, of a tab of it, and of what is asked for there."""
        from govdesk.store.query import Query  # noqa: PLC0415 - the store comes with the workspace

        return cls("", Query("", project), f"{tab}/{part}" if part else tab, page)

    @property
    def tab(self) -> str:
        """The tab of the page."""
        return self.face.partition("/")[0]

    @property
    def part(self) -> str:
        """What is asked for on that tab."""
        return self.face.partition("/")[2]

    @property
    def help(self) -> str:
        """The place in the help that tells of it, such as `stakeholder/map` or `overview`."""
        return "/".join(n for n in (self.page or self.register, self.tab) if n)


class Context(QObject):
    """The state that the parts of the window share.

    Signals:
        selected: Register code and id of the record chosen; both empty when none is.
        view_changed: The `View` to show now. A page that holds this register shows it.
        project_changed: The project is another, or another list of projects; `view_changed` follows by itself.
        workspace_closing: The `Workspace` that is about to be closed, its jobs done.
        workspace_changed: Another workspace is open, or none.
        counted: How many rows are shown, of how many in all.
        page_counted: Code of a page, the number beside it in the navigation (None for none), and its tone.
        noticed: A short text for the user that needs no answer.
        settings_changed: The settings, after the language, the theme or the author became another.
    """

    selected = Signal(str, str)
    view_changed = Signal(object)
    project_changed = Signal()
    workspace_closing = Signal(object)
    workspace_changed = Signal()
    counted = Signal(int, int)
    page_counted = Signal(str, object, str)
    noticed = Signal(str)
    settings_changed = Signal(object)

    def __init__(self, registers: Registers, settings: Settings, theme: Theme, ask: Ask) -> None:
        super().__init__()
        self.registers = registers
        self.settings = settings
        self.theme = theme
        self.ask = ask
        self.jobs = Jobs(self)
        self.bridge = Bridge(self)
        self.project: str | None = None
        self.view: View | None = None
        self.selection: tuple[str, str] = ("", "")
        #: Names of the fields that the page shows now, in order; the page sets it, the export reads it.
        self.columns: tuple[str, ...] = ()
        #: Offers to save elsewhere where the file's place is why something was not saved.
        self.rescue: Rescue | None = None
        self._workspace: Workspace | None = None

    @property
    def language(self) -> Language:
        """The language of the window."""
        return language(self.settings.language)

    @property
    def is_open(self) -> bool:
        """Whether a workspace is open."""
        return self._workspace is not None

    @property
    def workspace(self) -> Workspace:
        """The open workspace; pages exist only while there is one."""
        if self._workspace is None:
            message = "no workspace is open"
            raise RuntimeError(message)
        return self._workspace

    @property
    def writable(self) -> bool:
        """Whether edits can be made."""
        return self._workspace is not None and not self._workspace.read_only

    def attach(self, workspace: Workspace | None) -> None:
        """Take another workspace, or none, and forget what was shown of the last one; the old one is closed."""
        self.jobs.drain()
        self.bridge.listen(workspace)
        if self._workspace is not None and self._workspace is not workspace:
            self.workspace_closing.emit(self._workspace)
            self._workspace.close()
        self._workspace = workspace
        self.project, self.view, self.selection, self.columns = None, None, ("", ""), ()
        self.workspace_changed.emit()

    def open_view(self, view: View) -> None:
        """Show a view, in the project that it belongs to; nothing where the workspace was closed meanwhile."""
        if self._workspace is None:
            return
        if self._in_project(view) and view.query.project != self.project:
            self.project = view.query.project
            self.view = view
            self.project_changed.emit()
        self.view = view
        self.view_changed.emit(view)

    def set_project(self, project: str | None) -> None:
        """Look at one project, or at all of them, keeping register, filters and order."""
        if project == self.project:
            return
        self.project = project
        self.select("", "")
        self.project_changed.emit()
        if self.view is not None and self._in_project(self.view):
            self.open_view(replace(self.view, query=replace(self.view.query, project=project)))

    def _in_project(self, view: View) -> bool:
        return bool(view.page) or self.registers[view.register].in_project

    def select(self, code: str, id: str) -> None:  # noqa: A002 - the word for it everywhere
        """Choose a record, so that the inspector shows it; two empty texts choose none."""
        self.selection = (code, id)
        self.selected.emit(code, id)

    def edit(self, work: Callable[[], Any], done: Callable[[Any], None] | None = None) -> bool:
        """Make a small edit where it stands, or behind the write that is running, and say what goes wrong.

        Args:
            work: Calls the store; runs at once on the GUI thread unless a write job is running.
            done: Called on the GUI thread with the answer.

        Returns:
            Whether it went well, or is waiting its turn.
        """
        if self.jobs.writing:
            self.jobs.write(lambda _progress: work(), done)
            return True
        try:
            answer = work()
        except GovDeskError as error:
            self.say_error(error)
            return False
        if done is not None:
            done(answer)
        return True

    def say_error(self, error: Exception) -> None:
        """Tell the user what went wrong, in words."""
        from govdesk.ui.mishap import note, sentence  # noqa: PLC0415 - most sessions never need it

        if not isinstance(error, (GovDeskError, Cancelled)):
            note(error)
        if not self.strands(error):
            self.ask.tell(self.language.say(sentence(error)), kind="error")

    def strands(self, error: Exception) -> bool:
        """Offer the way out where the place of the open file is what went wrong; answer whether it was."""
        from govdesk.ui.rescue import is_of_place  # noqa: PLC0415 - most sessions never need it

        if self.rescue is None or self._workspace is None or not is_of_place(error, self._workspace.path):
            return False
        assert isinstance(error, GovDeskError)  # noqa: S101 - nothing else is of a place
        self.rescue.take(error)
        return True

    def notify(self, text: str) -> None:
        """Say something in passing, in the window's language."""
        self.noticed.emit(text)

    def say(self, message: Message | str) -> str:
        """Return a message, or a source text, in the window's language."""
        return self.language.say(message)
