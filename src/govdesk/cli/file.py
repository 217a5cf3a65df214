"""The commands about a workspace as a whole: make one, make the sample, look whether it is sound."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from govdesk.cli.door import reading
from govdesk.cli.output import Output
from govdesk.i18n import N_, Message
from govdesk.registers import REGISTERS
from govdesk.settings import load
from govdesk.store.workspace import Workspace


def new_command(options: argparse.Namespace, out: Output) -> int:
    """Make an empty workspace."""
    missing = _missing(options.workspace.parent)
    made = Workspace.create(options.workspace, REGISTERS, author=load().author)
    if missing is not None:
        out.say(Message(N_("The folder {folder} was not there and was made."), {"folder": str(missing)}))
    return _made(made, options.workspace, out)


def _missing(folder: Path) -> Path | None:
    """Return the folder as it was named, where it is not there yet."""
    return None if folder.exists() else folder


def demo_command(options: argparse.Namespace, out: Output) -> int:
    """Make the sample workspace."""
    from govdesk.store.sample import make_sample  # noqa: PLC0415 - only this command needs it

    lang = options.lang or out.lang.code
    return _made(
        make_sample(options.workspace, REGISTERS, lang, date.today(), author=load().author), options.workspace, out
    )


def _made(workspace: Workspace, path: Path, out: Output) -> int:
    workspace.close()
    out.say(Message(N_("The workspace is {file}."), {"file": str(path)}))
    out.document({"workspace": str(path), "id": workspace.id})
    return 0


def check_command(options: argparse.Namespace, out: Output) -> int:
    """Look whether a workspace is sound; 0 only where it is."""
    from govdesk.store.check import check, sealed_at  # noqa: PLC0415 - only this command needs it

    with reading(options, warn=False) as workspace:
        findings = check(workspace)
        if options.seal:
            with workspace.read() as session:
                findings.append(sealed_at(session, options.seal))
    for finding in findings:
        mark = "✗" if not finding.ok else "!" if finding.mind else "✓"
        out.say(f"{mark} {out.lang.say(finding.message)}")
    sound = all(f.ok for f in findings)
    told = [{"code": f.code, "ok": f.ok, "mind": f.mind, "message": out.lang.say(f.message)} for f in findings]
    out.document({"sound": sound, "findings": told})
    if [f.code for f in findings if not f.ok] == ["backups"]:
        out.warn(Message(N_("The workspace itself is sound; its backups are not.")))
    elif not sound:
        out.warn(
            Message(
                N_("“{file}” is not sound. Keep this file, and go on with a backup."), {"file": options.workspace.name}
            )
        )
    return 0 if sound else 1
