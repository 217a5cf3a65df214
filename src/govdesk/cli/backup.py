"""The commands that make, list and put back backups."""

from __future__ import annotations

import argparse
from pathlib import Path

from govdesk.cli.door import reading
from govdesk.cli.output import Output
from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.registers import REGISTERS
from govdesk.store.backup import REASONS, Backup, back_up, backups, copy_to, newest_whole, restore, workspace_of


def backup_command(options: argparse.Namespace, out: Output) -> int:
    """Make a backup, or list them."""
    with reading(options) as workspace:
        if options.list:
            return _list(backups(workspace.id), out)
        if options.file is not None:
            copy_to(workspace.path, options.file, key=workspace.key)
            made = options.file
        else:
            done = back_up(workspace.path, workspace.id, "asked", key=workspace.key)
            made = done.path if done else None
    out.say(Message(N_("The backup is {file}."), {"file": str(made)}))
    out.document({"backup": str(made)})
    return 0


def _list(found: list[Backup], out: Output) -> int:
    for one in found:
        at = one.at.astimezone().strftime("%Y-%m-%d %H:%M")
        out.say(f"{one.number:>6}  {at}  {one.size / 1_000_000:8.1f} MB  {out.lang.gettext(REASONS[one.reason])}")
    if not found:
        out.say(Message(N_("There are no backups of this workspace yet.")))
    out.document({"backups": [_told(b) for b in found]})
    return 0


def _told(one: Backup) -> dict[str, object]:
    return {
        "number": one.number,
        "at": one.at.isoformat(),
        "reason": one.reason,
        "operations": one.operations,
        "bytes": one.size,
        "file": str(one.path),
    }


def restore_command(options: argparse.Namespace, out: Output) -> int:
    """Put a backup in the place of a workspace, and tell where the old file is."""
    source = _wanted(options.workspace, options.backup)
    aside = restore(source, options.workspace, REGISTERS)
    out.say(
        Message(N_("“{file}” is back as it was in {backup}."), {"file": str(options.workspace), "backup": str(source)})
    )
    if aside is not None:
        out.say(Message(N_("What stood there before is kept as {file}."), {"file": str(aside)}))
    out.document({"workspace": str(options.workspace), "backup": str(source), "aside": str(aside) if aside else None})
    return 0


def _wanted(path: Path, name: str | None) -> Path:
    """Return the backup that a number or a file means; the newest of the workspace where nothing is said.

    Raises:
        GovDeskError: `no_backup`.
    """
    if name is not None and Path(name).is_file():
        return Path(name)
    identity = workspace_of(path) or ""
    if name is None:
        newest = newest_whole(identity)
        found = [newest] if newest else []
    else:
        found = [b for b in backups(identity) if name.isdigit() and b.number == int(name)]
    if not found:
        text = N_("No such backup of “{file}” is known here. See “govdesk backup WORKSPACE --list”.")
        raise GovDeskError(text, code="no_backup", file=path.name)
    return found[0].path
