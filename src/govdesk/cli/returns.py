"""The command that takes a folder of returns back in."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from govdesk.cli.consent import agreed_to, overwriting_document, overwritten, realigned, say_realigned
from govdesk.cli.door import reading, writing
from govdesk.cli.output import Output
from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message

if TYPE_CHECKING:
    from govdesk.sheet.collecting import Collected, Standing
    from govdesk.sheet.return_file import ReturnFile

_PROBLEMS = 20


def collect_command(options: argparse.Namespace, out: Output) -> int:
    """Tell who has answered and what it would change, and merge it all as one operation."""
    from govdesk.sheet.collecting import collect, take_in  # noqa: PLC0415 - spreadsheets load only where they are wanted

    if options.theirs and options.mine:
        text = N_("--mine and --theirs cannot both be meant. Nothing was merged; choose one.")
        raise GovDeskError(text, code="usage")
    settled = "theirs" if options.theirs else "mine" if options.mine else ""
    with (reading if options.dry_run else writing)(options) as workspace:
        collected = collect(workspace, options.folder, settled=settled, clear=options.clear)
        plans = {f.path: f.plan for f in collected.files if f.plan is not None}
        waiting = {path: frozenset() if options.realign else realigned(plan) for path, plan in plans.items()}
        gone = [m for f in collected.files for m in f.missing] if options.delete_missing else []
        removed = [(m.register, m.id) for m in gone]
        found = overwritten(workspace, collected.plans, list(waiting.values()), out, removed)
        dry = options.dry_run or not agreed_to(found, out)
        changes = None if dry else take_in(workspace, collected, left_out=waiting, removed=gone)
    operation = changes.operation if changes else None
    out.document({**_document(collected, out, operation), "overwritten": overwriting_document(found)})
    _say_standings(collected, out)
    for file in collected.files:
        _say_file(file, out, deleted=bool(gone))
    say_realigned(sum(map(len, waiting.values())), out)
    _say_end(collected, out, dry=dry, done=changes is not None)
    return 0


def _say_standings(collected: Collected, out: Output) -> None:
    from govdesk.sheet.collecting import STANDINGS  # noqa: PLC0415 - spreadsheets load only where they are wanted

    headings = [out.lang.gettext(h) for h in (N_("From"), N_("State"), N_("Until"), N_("File"))]
    rows = [
        (s.package.name, out.lang.gettext(STANDINGS[s.state]), _until(s), ", ".join(s.files))
        for s in collected.standings
    ]
    if rows:
        out.table(headings, rows)


def _until(standing: Standing) -> str:
    return standing.sent.until.isoformat() if standing.sent.until else ""


def _say_file(file: ReturnFile, out: Output, *, deleted: bool) -> None:
    from govdesk.sheet.return_file import STATES  # noqa: PLC0415 - spreadsheets load only where they are wanted

    state = out.lang.gettext(STATES[file.state])
    said = [f"{state}: {file.of}" if file.of else state]
    if file.plan is not None:
        counts = Message(
            N_("{new} new, {changed} changed, {same} the same, {conflict} in conflict, {wrong} wrong"), file.counts
        )
        said.append(out.lang.say(counts))
    out.say(f"{file.name} · {' · '.join(said)}")
    if file.why is not None:
        out.add(file.why)
    for problem in file.problems[:_PROBLEMS]:
        out.add(problem.message, f"{problem.cell}: ")
    if len(file.problems) > _PROBLEMS:
        out.add(Message(N_("… and {count} more"), {"count": len(file.problems) - _PROBLEMS}))
    if file.missing:
        titles = ", ".join(m.title for m in file.missing[:_PROBLEMS])
        text = N_("No longer in the sheet, and left as they are here: {records}. --delete-missing deletes them.")
        if deleted:
            text = N_("No longer in the sheet, and to be deleted here: {records}.")
        out.add(Message(text, {"records": titles}))


def _say_end(collected: Collected, out: Output, *, dry: bool, done: bool) -> None:
    if dry:
        out.say(Message(N_("Nothing was written: this only told what would be done.")))
    elif done:
        out.say(Message(N_("Taken in. “govdesk undo” takes it back as a whole.")))
    else:
        out.say(Message(N_("There was nothing to change.")))
    open_ = collected.counts.get("conflict", 0)
    if open_:
        text = N_("Rows left for you to decide: {count}. Settle them in the window, or with --mine or --theirs.")
        out.say(Message(text, {"count": open_}))


def _document(collected: Collected, out: Output, operation: int | None) -> dict[str, Any]:
    return {
        "folder": str(collected.folder),
        "operation": operation,
        "files": [_file_document(f, out) for f in collected.files],
        "recipients": [
            {
                "name": s.package.name,
                "state": s.state,
                "sent": s.sent.at,
                "until": _until(s) or None,
                "file": s.package.file,
                "returned": list(s.files),
            }
            for s in collected.standings
        ],
        "counts": dict(collected.counts),
    }


def _file_document(file: ReturnFile, out: Output) -> dict[str, Any]:
    counts = file.counts
    sheets = list(file.plan.included()) if file.plan is not None else []
    rows = [(s, r) for s in sheets for r in s.rows]
    return {
        "file": file.name,
        "state": file.state,
        "why": out.lang.say(file.why) if file.why is not None else None,
        "of": file.of or None,
        "recipient": file.package.name if file.package is not None else None,
        "answered": file.state in ("answer", "earlier", "older", "taken") or (file.state == "duplicate" and bool(rows)),
        "new": counts.get("new", 0),
        "changed": counts.get("changed", 0),
        "same": counts.get("same", 0),
        "wrong": counts.get("wrong", 0),
        "conflicts": counts.get("conflict", 0),
        "cells": [_cell(s.register, r, n, old, new) for s, r in rows for n, (old, new) in r.changes.items()],
        "disputed": [
            {
                **_cell(s.register, r, n, c.mine, c.theirs),
                "base": _plain(c.base),
                "author": c.author,
                "settled": r.settled.get(n),
            }
            for s, r in rows
            for n, c in r.conflicts.items()
        ],
        "problems": [
            {"code": p.code, "cell": p.cell, "field": p.field, "message": out.lang.say(p.message)}
            for p in file.problems
        ],
        "missing": [{"register": m.register, "title": m.title} for m in file.missing],
    }


def _cell(register: str | None, row: Any, name: str, old: Any, new: Any) -> dict[str, Any]:
    return {
        "register": register,
        "record": row.id,
        "title": row.title,
        "field": name,
        "old": _plain(old),
        "new": _plain(new),
    }


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return getattr(value, "name", None) or str(value)
