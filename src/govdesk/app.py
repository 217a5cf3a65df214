"""Puts the window together: settings, fonts, words, registers, workspace; the only place that knows all of them."""

# ruff: noqa: PLC0415 - Qt, and all that needs it, loads once it is known that there is a screen
from __future__ import annotations

import argparse
import builtins
import gc
import importlib
import importlib.util
import os
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from govdesk import settings as settings_file
from govdesk.errors import GovDeskError
from govdesk.i18n import N_

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from govdesk.ui.context import Context

_LOADED = time.monotonic()
#: What the window has a way on from: it asks for the password, offers to read, or offers a backup.
_OFFERS = frozenset({"password", "in_use", "damaged"})


def run(argv: Sequence[str] | None = None) -> int:
    """Open the window, on a workspace where one is named, and return the exit code.

    Args:
        argv: `[WORKSPACE] [--exit-when-ready]`, without the program's name.

    Raises:
        GovDeskError: There is no screen (`no_screen`), or the workspace cannot be opened.
    """
    options = _options(sys.argv[1:] if argv is None else argv)
    _require_screen()
    _choose_input_method()
    gc.disable()
    app = _application()
    begin = _Beginning(app, options)
    code = app.exec()
    begin.end()
    if begin.refusal is not None:
        raise begin.refusal
    return code


class _Beginning:
    """Puts an empty window on the screen, then loads what belongs into it, in this order.

    Not on a thread beside the loading of Qt: Shiboken walks through `sys.modules` while it starts, and an import
    elsewhere at that moment aborts the whole process.
    """

    def __init__(self, app: QApplication, options: argparse.Namespace) -> None:
        from govdesk.ui.look import Look
        from govdesk.ui.window import Window

        self._app = app
        self._named: Path | None = options.workspace
        self._wants_to_end = options.exit_when_ready
        self._settings = settings_file.load()
        self._context: Context | None = None
        #: Why the program ends again at once.
        self.refusal: GovDeskError | None = None
        self._look = Look(app)
        self._theme = self._look.wear(self._settings)
        recent = self._settings.recent[:1]
        self._path = self._named or (Path(recent[0]) if recent and Path(recent[0]).is_file() else None)
        self._window = Window(self._look, self._settings, self._path.stem if self._path else "")
        self._window.curtain.painted.connect(self._furnish)
        self._window.show()

    def end(self) -> None:
        """Let nothing live longer than the window."""
        if self._context is not None:
            self._context.jobs.close()
        gc.enable()
        sys.excepthook = sys.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__

    def _furnish(self) -> None:
        if not self._window.isVisible():
            return
        try:
            self._load()
        except GovDeskError as error:
            self.refusal = error
            self._app.quit()

    def _load(self) -> None:
        from govdesk.registers import REGISTERS
        from govdesk.ui.ask import QtAsk
        from govdesk.ui.context import Context
        from govdesk.ui.mishap import watch, watch_crashes

        def words(text: str) -> str:
            return context.language.gettext(text)

        self._context = context = Context(REGISTERS, self._settings, self._theme, QtAsk(words))
        watch(context.say_error)
        watch_crashes()
        offering = not self._wants_to_end
        notice = _open(context, self._path, named=self._named is not None, offering=offering) if self._path else None
        if self._wants_to_end:
            from govdesk.ui.ready import FirstRows

            self._first_rows = FirstRows(context)
            self._first_rows.seen.connect(_say_time)
            self._first_rows.seen.connect(self._window.close)
        self._window.furnish(context, _make_sample)
        if notice is not None and notice.code in _OFFERS and self._path is not None:
            self._window.opening.open_path(self._path)
        elif notice is not None:
            context.say_error(notice)


def seconds_since_start() -> float:
    """Return the seconds since this process began, or since this module was loaded where the system does not tell."""
    try:
        ticks = int(Path("/proc/self/stat").read_text("ascii").rpartition(")")[2].split()[19])
        uptime = float(Path("/proc/uptime").read_text("ascii").split()[0])
        return uptime - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return time.monotonic() - _LOADED


def _load_qt() -> None:
    """Load Qt without the import hook that comes with it.

    The hook reads the source of every module imported after it, and keeps it in memory, to learn whether that module
    wants Qt's names in snake_case. Nothing here does, and the database library loads after Qt.
    """
    plain = builtins.__import__
    importlib.import_module("PySide6.QtWidgets")
    builtins.__import__ = plain


def _application() -> QApplication:
    _load_qt()
    from PySide6.QtWidgets import QApplication

    from govdesk.ui.font import bring_fonts
    from govdesk.ui.icon import program_icon

    app = QApplication.instance() or QApplication(["govdesk"])
    assert isinstance(app, QApplication)  # noqa: S101 - nobody else makes one
    app.setApplicationName("GovDesk")
    app.setDesktopFileName("govdesk")
    app.setWindowIcon(program_icon())
    bring_fonts()
    return app


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="govdesk", add_help=False)
    parser.add_argument("workspace", nargs="?", type=Path)
    parser.add_argument("--exit-when-ready", action="store_true")
    return parser.parse_args(list(argv))


def _require_screen() -> None:
    named = any(os.environ.get(k) for k in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    if sys.platform.startswith("linux") and not named:
        text = N_(
            "There is no screen here, so the window cannot be opened. The same work is done on the command line: "
            "see “govdesk --help”."
        )
        raise GovDeskError(text, code="no_screen")


def _choose_input_method() -> None:
    """Let the ibus plugin, which Qt's own package has, speak to fcitx, where fcitx is meant and has no plugin here."""
    meant = os.environ.get("QT_IM_MODULE") or os.environ.get("XMODIFIERS", "").partition("@im=")[2]
    found = importlib.util.find_spec("PySide6")
    if not meant.startswith("fcitx") or found is None or found.origin is None:
        return
    plugins = Path(found.origin).parent / "Qt" / "plugins" / "platforminputcontexts"
    if not any(plugins.glob("*fcitx*")):
        os.environ["QT_IM_MODULE"] = "ibus"


def _open(context: Context, path: Path, *, named: bool, offering: bool = True) -> GovDeskError | None:
    """Open the workspace that was named, or the one that was open last.

    Returns:
        What went wrong, where the window can say it: the last workspace is gone, or nobody reads the error output.
    """
    from govdesk.store.workspace import Workspace

    try:
        found = Workspace.open(path.resolve(), context.registers, author=context.settings.author)
    except GovDeskError as error:
        if named and sys.stderr is not None and not (offering and error.code in _OFFERS):
            raise
        return error
    context.settings = context.settings.opened(found.path)
    context.attach(found)
    return None


def _say_time() -> None:
    sys.stdout.write(f"{seconds_since_start():.3f}\n")
    sys.stdout.flush()


def _make_sample(path: Path, code: str) -> None:
    from govdesk.registers import REGISTERS
    from govdesk.store.sample import make_sample

    make_sample(path, REGISTERS, code, date.today(), author=settings_file.load().author).close()
