"""Puts the window together: settings, fonts, words, registers, workspace; the only place that knows all of them."""

# ruff: noqa: PLC0415 - Qt, and all that needs it, loads once it is known that there is a screen
from __future__ import annotations

import argparse
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

    from govdesk.fields.register import Registers
    from govdesk.ui.context import Context

_LOADED = time.monotonic()


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
    settings = settings_file.load()
    registers = _registers()
    app = _application()
    from govdesk.ui.ask import QtAsk
    from govdesk.ui.context import Context
    from govdesk.ui.look import Look
    from govdesk.ui.mishap import watch
    from govdesk.ui.window import Window

    look = Look(app)

    def words(text: str) -> str:
        return context.language.gettext(text)

    context = Context(registers, settings, look.wear(settings), QtAsk(words))
    watch(context.say_error)
    notice = _open_first(context, options.workspace)
    window = Window(context, look, _make_sample)
    if options.exit_when_ready:
        from govdesk.ui.ready import FirstRows

        first_rows = FirstRows(context)
        first_rows.seen.connect(_say_time)
        first_rows.seen.connect(window.close)
    window.show()
    gc.enable()
    if notice is not None:
        context.say_error(notice)
    code = app.exec()
    context.jobs.close()
    sys.excepthook = sys.__excepthook__
    return code


def seconds_since_start() -> float:
    """Return the seconds since this process began, or since this module was loaded where the system does not tell."""
    try:
        ticks = int(Path("/proc/self/stat").read_text("ascii").rpartition(")")[2].split()[19])
        uptime = float(Path("/proc/uptime").read_text("ascii").split()[0])
        return uptime - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return time.monotonic() - _LOADED


def _registers() -> Registers:
    """Load the registers, and the database library with them, before Qt: its import hook slows what comes after it."""
    from govdesk.registers import REGISTERS

    importlib.import_module("govdesk.store.workspace")
    return REGISTERS


def _application() -> QApplication:
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


def _open_first(context: Context, named: Path | None) -> GovDeskError | None:
    """Open the workspace that was named, or the one that was open last.

    Not on a thread beside the loading of Qt: Shiboken walks through `sys.modules` while it starts, and an import
    elsewhere at that moment aborts the whole process.

    Returns:
        What went wrong, where the window can say it: the last workspace is gone, or nobody reads the error output.
    """
    recent = context.settings.recent[:1]
    path = named or (Path(recent[0]) if recent and Path(recent[0]).is_file() else None)
    if path is None:
        return None
    from govdesk.store.workspace import Workspace

    try:
        found = Workspace.open(path.resolve(), context.registers, author=context.settings.author)
    except GovDeskError as error:
        if named and sys.stderr is not None:
            context.jobs.close()
            raise
        return error
    context.settings = context.settings.opened(found.path)
    context.attach(found)
    return None


def _say_time() -> None:
    sys.stdout.write(f"{seconds_since_start():.3f}\n")
    sys.stdout.flush()


def _make_sample(path: Path, code: str) -> None:
    from govdesk.store.sample import make_sample

    make_sample(path, _registers(), code, date.today(), author=settings_file.load().author).close()
