"""The main window: holds what lives longer than its look, and rebuilds the rest when language or theme change.

It is painted before the database library loads, so all that needs the library is imported where it is used.
"""

# ruff: noqa: PLC0415 - the window is on the screen before its parts are loaded
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication

from govdesk import settings as settings_file
from govdesk.errors import GovDeskError
from govdesk.settings import Settings
from govdesk.ui.curtain import CurtainedWindow, waits_within
from govdesk.ui.look import Look
from govdesk.ui.slot import giving

if TYPE_CHECKING:
    from datetime import datetime

    from govdesk.store.workspace import Changes
    from govdesk.ui.context import Context, View
    from govdesk.ui.drop import DropSheet
    from govdesk.ui.opening import MakeSample
    from govdesk.ui.shell import Shell
    from govdesk.ui.toast import Toast

#: Milliseconds until a rebuilding that had to wait is tried again.
_AGAIN = 50
#: Commands whose keys hold in every window.
_EVERYWHERE = ("voice", "guide")
#: Commands that open a dialog of the same name.
_DIALOGS = ("voice", "guide", "settings", "backups", "password", "keys", "mishaps", "about")


class Window(CurtainedWindow):
    """The one window of the program; an empty one until it is furnished.

    Args:
        look: What the application wears.
        settings: Where the window was last time.
        opened: Name of the workspace that is about to be opened; empty for none.
    """

    def __init__(self, look: Look, settings: Settings, opened: str = "") -> None:
        super().__init__(settings, opened)
        self._look = look
        self._views: dict[str, View] = {}
        self._saved: datetime | None = None
        self._closing = False
        self._drop: DropSheet | None = None
        self._toast: Toast | None = None
        self.shell: Shell
        self.context: Context
        self.is_furnished = False

    def furnish(self, context: Context, make_sample: MakeSample) -> None:
        """Take the curtain away and put in its place all that belongs into the window."""
        from govdesk.ui.command import Commands
        from govdesk.ui.dialogs.opener import DialogOpener
        from govdesk.ui.front_keys import FrontKeys
        from govdesk.ui.keeping import Keeping
        from govdesk.ui.opening import Opening
        from govdesk.ui.undoing import Undoing
        from govdesk.ui.visit import Visits

        self.context = context
        self.is_furnished = True
        self.setAcceptDrops(True)
        self.opening = Opening(context, make_sample, self)
        self.keeping = Keeping(context, self.opening, self)
        self.undoing = Undoing(context, self)
        self.visits = Visits(context, self)
        slots = self._slots()
        self.front_keys = FrontKeys(self, {code: slots[code] for code in _EVERYWHERE})
        self.commands = Commands(context, self, slots)
        self.undoing.serve(self.commands)
        self.dialogs = DialogOpener(context, self.commands, self.apply, self.keeping, self)
        if context.is_open:
            self._look_around()
        self._build()
        if context.view is not None:
            self.shell.show_view(context.view)
        context.workspace_changed.connect(self._another)
        context.view_changed.connect(self._keep_view)
        context.bridge.changed.connect(self._keep_time)
        context.noticed.connect(self._notice)
        context.jobs.failed.connect(context.say_error)
        self.opening.remembered.connect(self._recent_changed)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    def apply(self, settings: Settings) -> None:
        """Take other settings: language and theme change at once, and all is kept."""
        before, self.context.settings = self.context.settings, settings
        theme = self._look.wear(settings)
        if (before.language, self.context.theme) != (settings.language, theme):
            self.context.theme = theme
            self.commands.dress()
            self.undoing.dress()
            QTimer.singleShot(0, self, self._rebuild)
        self._save()
        self.context.settings_changed.emit(settings)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.is_furnished:
            event.accept()
            return
        from govdesk.ui.place import remember

        context = self.context
        gettext = context.language.gettext
        if context.jobs.writing:
            question = gettext("Something is still being written. Stop it and quit?")
            detail = gettext("What it had begun is taken back; everything saved before stays.")
            if not context.ask.confirm(question, detail, yes=gettext("Stop and quit")):
                event.ignore()
                return
        geometry = self.saveGeometry().toBase64().toStdString()
        context.settings = replace(remember(context), geometry=geometry)
        self.visits.keep()
        self._save()
        self._closing = True
        self.hide()
        context.attach(None)
        context.jobs.close()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        from govdesk.ui.drop import dropped_files

        paths = dropped_files(event.mimeData())
        if paths and self._drop is not None:
            event.acceptProposedAction()
            self._drop.offer(paths)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        if self._drop is not None:
            self._drop.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        from govdesk.ui.drop import dropped_files

        paths = dropped_files(event.mimeData())
        event.acceptProposedAction()
        if self._drop is not None:
            self._drop.hide()
        QTimer.singleShot(0, self, giving(self.opening.take, paths))

    def _slots(self) -> dict[str, Callable[[], object]]:
        return {
            "undo": lambda: self.undoing.undo(),
            "redo": lambda: self.undoing.redo(),
            "import": self.opening.ask_import,
            "merge": self.opening.copies.ask,
            "export": self.opening.export,
            "send": self.opening.send,
            "collect": self.opening.ask_collect,
            "search": lambda: self.shell.open_search(),
            "project": lambda: self.shell.top.project.open_menu(),
            "history": lambda: self.shell.show_history(),
            "part": lambda: self.shell.focus_next_part(),
            "side": lambda: self.shell.toggle_side(),
            "language": self._switch_language,
            "new": self.opening.new,
            "open": self.opening.ask_open,
            "sample": self.opening.sample,
            "folder": self.opening.show_folder,
            "close": self.opening.close,
            "quit": self.close,
            **{code: partial(self._open_dialog, code) for code in _DIALOGS},
        }

    def _open_dialog(self, code: str) -> None:
        getattr(self.dialogs, f"show_{code}")()

    def _rebuild(self) -> None:
        if waits_within():
            QTimer.singleShot(_AGAIN, self, self._rebuild)
            return
        old = self.takeCentralWidget()
        for part in (self._toast, self._drop, old):
            if part is not None:
                shiboken6.delete(part)
        self._build()
        context = self.context
        if context.view is not None:
            self.shell.show_view(context.view)
            if context.selection[1]:
                context.select(*context.selection)

    def _build(self) -> None:
        from govdesk.ui.drop import DropSheet
        from govdesk.ui.place import recent_actions
        from govdesk.ui.shell import Shell
        from govdesk.ui.toast import Toast

        recent = recent_actions(self.context, self, self.opening.open_path)
        self.shell = Shell(self.context, self.commands, recent, self._saved)
        for entry in recent:
            entry.setParent(self.shell)
        self.shell.area_chosen.connect(self._go_to)
        self.shell.painted.connect(self.undoing.refresh)
        self.shell.top.project_chosen.connect(self._choose_project)
        self.shell.top.project_made.connect(self._make_project)
        self.shell.top.projects_asked.connect(self.shell.ask_for_projects)
        if self.shell.welcome is not None:
            self.shell.welcome.import_asked.connect(self.opening.ask_import)
            self.shell.welcome.recent_chosen.connect(lambda path: self.opening.open_path(Path(path)))
            self.shell.welcome.recent_dropped.connect(self.opening.forget)
        else:
            self.shell.navigation.settings_asked.connect(self.dialogs.show_settings)
            self.shell.side.undo_asked.connect(self.undoing.undo)
        self.setCentralWidget(self.shell)
        self._toast = Toast(self)
        self._drop = DropSheet(self.context, self)
        name = f"{self.context.workspace.path.stem} – " if self.context.is_open else ""
        self.setWindowTitle(f"{name}GovDesk")

    def _another(self) -> None:
        self._views.clear()
        self._saved = None
        if self.context.is_open:
            self._look_around()
        if not self._closing:
            # What still shows the last workspace takes nothing any more, also where its rebuilding has to wait.
            self.shell.setEnabled(False)
            QTimer.singleShot(0, self, self._rebuild)

    def _look_around(self) -> None:
        from govdesk.ui.area import area_of
        from govdesk.ui.place import first_view, kept_view

        view, kept = first_view(self.context), kept_view(self.context)
        self.context.project, self.context.view = view.query.project, view
        if kept is not None:
            self._views[area_of(self.context.registers, kept)] = kept

    def _go_to(self, area: str) -> None:
        context = self.context
        view = self._views.get(area) or self.shell.first_view(area)
        if view.page or context.registers[view.register].in_project:
            face = view.face if view.page else ""
            view = replace(view, query=replace(view.query, project=context.project), face=face)
        context.select("", "")
        context.open_view(view)

    def _keep_view(self, view: View) -> None:
        self._views[self.shell.area_of(view)] = view

    def _keep_time(self, changes: Changes) -> None:
        self._saved = changes.at

    def _choose_project(self, identity: str) -> None:
        self.context.set_project(identity or None)

    def _make_project(self) -> None:
        name = self.context.ask.text(self.context.language.gettext("What is the project called?"))
        if name:
            self.opening.add_project(name)

    def _recent_changed(self) -> None:
        self._save()
        if not self.context.is_open:
            QTimer.singleShot(0, self, self._rebuild)

    def _notice(self, text: str) -> None:
        if self._toast is not None:
            self._toast.say(text)

    def _switch_language(self) -> None:
        now = self.context.settings
        self.apply(replace(now, language="en" if now.language == "zh" else "zh"))

    def _system_changed(self) -> None:
        self.apply(self.context.settings)

    def _save(self) -> None:
        try:
            settings_file.save(self.context.settings)
        except GovDeskError as error:
            self._notice(self.context.say(error.message))
