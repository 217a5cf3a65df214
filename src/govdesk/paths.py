"""Where things lie: the resources that come with the program, and the user's own folders."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Return the path of a file or folder that comes with the program."""
    bundled = _PACKAGE / "resources"
    root = bundled if bundled.is_dir() else _PACKAGE.parents[1] / "resources"
    return root.joinpath(*parts)


def config_folder() -> Path:
    """Return the folder for this user's settings; `GOVDESK_HOME` overrides it."""
    return _user_folder("XDG_CONFIG_HOME", Path.home() / ".config", "APPDATA", "Library/Application Support")


def data_folder() -> Path:
    """Return the folder where workspaces made without a place of their own are put."""
    return _user_folder("XDG_DATA_HOME", Path.home() / ".local/share", "LOCALAPPDATA", "Library/Application Support")


def cache_folder() -> Path:
    """Return the folder for what can be made again at any time, such as the list of the system's fonts."""
    return _user_folder("XDG_CACHE_HOME", Path.home() / ".cache", "LOCALAPPDATA", "Library/Caches") / "cache"


def _user_folder(variable: str, fallback: Path, windows: str, mac: str) -> Path:
    if home := os.environ.get("GOVDESK_HOME"):
        return Path(home)
    if sys.platform == "win32":
        return Path(os.environ.get(windows) or Path.home()) / "GovDesk"
    if sys.platform == "darwin":
        return Path.home() / mac / "GovDesk"
    return Path(os.environ.get(variable) or fallback) / "govdesk"
