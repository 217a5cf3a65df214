"""The user's own settings: language, look, name, recent workspaces; one small JSON file in the user's folder."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from govdesk.errors import GovDeskError
from govdesk.i18n import LANGUAGES, N_, system_language
from govdesk.paths import config_folder

THEMES = ("system", "light", "dark")
STARTS = ("overview", "last")
_RECENT = 8


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose, and where the window stood.

    Args:
        language: `zh` or `en`.
        theme: `system`, `light` or `dark`.
        author: The name written beside each edit.
        recent: Paths of the workspaces opened last, the newest first.
        geometry: Place and size of the window, as Qt wrote it, in base 64.
        inspector: Width of the inspector in pixels; 0 where it is closed.
        lock: Minutes without a touch after which a workspace with a password is locked; 0 for never.
        start: What a used workspace opens on: its `overview`, or the view that was open `last`.
        places: For each recent workspace, the view that was open last.
        visits: For each workspace, the last operation that was there when it was closed, and when that was.
        views: For each register of a workspace, its last filters, order, columns and widths.
    """

    language: str = "zh"
    theme: str = "system"
    author: str = ""
    recent: tuple[str, ...] = ()
    geometry: str = ""
    inspector: int = 300
    lock: int = 15
    start: str = "overview"
    places: dict[str, dict[str, Any]] = field(default_factory=dict)
    views: dict[str, dict[str, Any]] = field(default_factory=dict)
    visits: dict[str, dict[str, Any]] = field(default_factory=dict)

    def opened(self, path: Path) -> Settings:
        """Return the settings with this workspace as the newest."""
        text = str(path)
        recent = (text, *(p for p in self.recent if p != text))[:_RECENT]
        return replace(self, recent=recent, places={p: v for p, v in self.places.items() if p in recent})

    def without(self, path: str) -> Settings:
        """Return the settings with this workspace forgotten."""
        places = {p: v for p, v in self.places.items() if p != path}
        return replace(self, recent=tuple(p for p in self.recent if p != path), places=places)


def load() -> Settings:
    """Read the settings; whatever is missing or makes no sense is as on the first day."""
    try:
        data = json.loads(_path().read_text("utf-8"))
    except (OSError, ValueError):
        data = {}
    found = {f.name: data[f.name] for f in fields(Settings) if f.name in data} if isinstance(data, dict) else {}
    sound = {name: value for name, value in found.items() if _fits(name, value)}
    sound["recent"] = tuple(p for p in sound.get("recent", ()) if isinstance(p, str))[:_RECENT]
    return Settings(**({"language": system_language(), "author": _login()} | sound))


def save(settings: Settings) -> None:
    """Write the settings, whole or not at all.

    Raises:
        GovDeskError: The folder cannot be written (`settings`).
    """
    path = _path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".settings-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(settings), file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        text = N_(
            "Your settings could not be kept in {folder}: {reason}. Your work is safe; only the settings are lost."
        )
        raise GovDeskError(text, code="settings", folder=path.parent, reason=error.strerror or error) from error


def _path() -> Path:
    return config_folder() / "settings.json"


def _login() -> str:
    return os.environ.get("USER") or os.environ.get("USERNAME") or ""


def _fits(name: str, value: Any) -> bool:
    if name == "language":
        return value in LANGUAGES
    if name in ("theme", "start"):
        return value in (THEMES if name == "theme" else STARTS)
    wanted = {"recent": list, "places": dict, "views": dict, "visits": dict, "inspector": int, "lock": int}.get(
        name, str
    )
    return isinstance(value, wanted)
