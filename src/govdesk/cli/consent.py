"""Asks on the command line before much of a workspace is written over; a script, where nobody answers, goes on after a backup."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from govdesk.cli.output import Output
from govdesk.i18n import N_, Message

if TYPE_CHECKING:
    from govdesk.sheet.plan_values import ImportPlan
    from govdesk.store.workspace import Workspace


def agreed(out: Output) -> bool:
    """Ask whether to go on; nobody to ask counts as yes."""
    if out.as_json or not (sys.stdin and sys.stdin.isatty()):
        return True
    question = out.lang.say(Message(N_("Go on? (y/n)")))
    print(question, end=" ", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in ("y", "yes", "是")


def agreed_to_overwrite(workspace: Workspace, plans: Sequence[ImportPlan], out: Output) -> bool:
    """Tell of each register of which an import writes over more than a tenth, and ask whether to go on."""
    from govdesk.sheet.overwriting import large_overwriting  # noqa: PLC0415 - spreadsheets load only where they are wanted

    sheets = [s for plan in plans for s in plan.included()]
    found = large_overwriting(workspace, [(str(s.register), r) for s in sheets for r in s.rows if r.is_writable])
    for one in found:
        out.say(one.words(workspace))
    if found:
        out.say(Message(N_("A backup is made first.")))
    return not found or agreed(out)
