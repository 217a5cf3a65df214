"""The command that merges a colleague's copy of the workspace."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from govdesk.cli.consent import agreed
from govdesk.cli.door import reading, writing
from govdesk.cli.output import Output
from govdesk.cli.password import unlocking
from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.registers import REGISTERS

if TYPE_CHECKING:
    from govdesk.store.merge_values import MergeConflict, MergePlan
    from govdesk.store.workspace import Workspace

_SHOWN = 20


def merge_command(options: argparse.Namespace, out: Output) -> int:
    """Tell what a colleague's copy would bring, and merge it as one operation."""
    from govdesk.store.backup import back_up  # noqa: PLC0415 - loads only where it is wanted
    from govdesk.store.merge import plan_merge  # noqa: PLC0415
    from govdesk.store.merge_values import MINE, THEIRS, Settling  # noqa: PLC0415
    from govdesk.store.merge_writing import write_merge  # noqa: PLC0415
    from govdesk.store.other import other_copy  # noqa: PLC0415

    if options.theirs and options.mine:
        text = N_("--mine and --theirs cannot both be meant. Nothing was merged; choose one.")
        raise GovDeskError(text, code="usage")
    settling = Settling(otherwise=THEIRS if options.theirs else MINE if options.mine else "")
    changes = None
    with (
        (reading if options.dry_run else writing)(options) as workspace,
        other_copy(workspace, options.other, unlock=unlocking(options)) as other,
    ):
        plan = plan_merge(workspace, other, settling)
        _say(plan, out)
        if not options.dry_run and not plan.is_nothing and _agreed(plan, out):
            back_up(workspace.path, workspace.id, "merge", key=workspace.key)
            changes = write_merge(workspace, other, plan)
        out.document(_document(workspace, plan, changes.operation if changes else None, out))
    if options.dry_run:
        out.say(Message(N_("Nothing was written: this only told what would be done.")))
    elif changes is not None:
        out.say(Message(N_("Merged. “govdesk undo” takes it back as a whole.")))
    elif plan.is_nothing:
        out.say(Message(N_("There was nothing to merge.")))
    else:
        out.say(Message(N_("Nothing was merged.")))
    return 0


def _agreed(plan: MergePlan, out: Output) -> bool:
    """Ask where much would be overwritten and somebody sits there to answer; a backup is made in any case."""
    return not plan.is_large or agreed(out)


def _say(plan: MergePlan, out: Output) -> None:
    text = N_("{file}: {new} new, {changed} changed, {removed} removed, {conflicts} in conflict")
    out.say(Message(text, {"file": plan.file, **plan.counts}))
    if plan.is_large:
        lost, here = plan.lost
        text = N_("It overwrites or deletes {lost} of {here} records here ({share}%).")
        out.say(Message(text, {"lost": lost, "here": here, "share": round(100 * lost / max(here, 1))}))
    for title, old, new in plan.renumbered:
        out.add(
            Message(N_("“{record}” becomes {new}: both copies gave {old}."), {"record": title, "old": old, "new": new})
        )
    for twin in plan.twins:
        out.add(Message(N_("“{record}” was made in both copies and becomes one."), {"record": twin.title}))
    for notice in plan.notices:
        out.add(notice)
    for conflict in plan.conflicts[:_SHOWN]:
        out.add(_conflict(conflict, plan.names, out))
    if len(plan.conflicts) > _SHOWN:
        out.add(Message(N_("… and {count} more"), {"count": len(plan.conflicts) - _SHOWN}))
    if plan.open:
        text = N_("Conflicts left for you to decide: {count}. Settle them in the window, or with --mine or --theirs.")
        out.say(Message(text, {"count": plan.open}))


def _conflict(conflict: MergeConflict, names: Mapping[str, str], out: Output) -> Message:
    from govdesk.store.merge_words import field_label, shown_value  # noqa: PLC0415

    values = {
        "record": conflict.title,
        "field": field_label(REGISTERS, conflict),
        **{
            name: shown_value(REGISTERS, conflict, value, out.lang, names) or "—"
            for name, value in (("base", conflict.base), ("mine", conflict.mine), ("theirs", conflict.theirs))
        },
    }
    return Message(N_("{record} · {field}: before {base}, here {mine}, there {theirs}"), values)


def _document(workspace: Workspace, plan: MergePlan, operation: int | None, out: Output) -> dict[str, Any]:
    lost, here = plan.lost
    return {
        "workspace": str(workspace.path),
        "other": plan.file,
        "operation": operation,
        "counts": {**plan.counts, "open": plan.open},
        "registers": {
            r.register: {"new": len(r.new), "changed": len(r.changed), "removed": len(r.removed)}
            for r in plan.registers
        },
        "overwritten": {"records": lost, "of": here, "asks": plan.is_large},
        "renumbered": [{"record": title, "old": old, "new": new} for title, old, new in plan.renumbered],
        "joined": [{"register": t.register, "record": t.title} for t in plan.twins],
        "notices": [out.lang.say(n) for n in plan.notices],
        "conflicts": [
            {
                "register": c.register,
                "record": c.record,
                "title": c.title,
                "field": c.name,
                "reason": c.reason,
                "base": c.base,
                "mine": c.mine,
                "theirs": c.theirs,
                "author": c.author,
                "at": c.at,
                "their_author": c.their_author,
                "their_at": c.their_at,
                "settled": c.settled or None,
            }
            for c in plan.conflicts
        ],
    }
