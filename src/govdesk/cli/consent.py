"""What the command line asks before it writes: much written over, rows matched anew; and what waits for consent.

A script, where nobody answers, goes on after a backup.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from govdesk.cli.output import Output
from govdesk.i18n import N_, Message

if TYPE_CHECKING:
    from govdesk.sheet.overwriting import Overwriting
    from govdesk.sheet.plan_values import ImportPlan
    from govdesk.store.workspace import Workspace

LeftOut = AbstractSet[tuple[str, int]]


def agreed(out: Output) -> bool:
    """Ask whether to go on; nobody to ask counts as yes."""
    if out.as_json or not (sys.stdin and sys.stdin.isatty()):
        return True
    question = out.lang.say(Message(N_("Go on? (y/n)")))
    print(question, end=" ", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in ("y", "yes", "是")


def overwritten(
    workspace: Workspace,
    plans: Sequence[ImportPlan],
    left_out: Sequence[LeftOut],
    out: Output,
    removed: Sequence[tuple[str, str]] = (),
) -> list[Overwriting]:
    """Tell of each register of which an import writes over or deletes more than a tenth, and return them."""
    from govdesk.sheet.overwriting import large_overwriting  # noqa: PLC0415 - spreadsheets load only where they are wanted

    sheets = [(s, skipped) for p, skipped in zip(plans, left_out, strict=True) for s in p.included()]
    written = [
        (str(s.register), r)
        for s, skipped in sheets
        for r in s.rows
        if r.is_writable and (s.choice.key, r.place) not in skipped
    ]
    found = large_overwriting(workspace, written, removed)
    for one in found:
        out.say(one.words(workspace))
    return found


def agreed_to(found: Sequence[Overwriting], out: Output) -> bool:
    """Ask whether to go on, where much is written over."""
    if found:
        out.say(Message(N_("A backup is made first.")))
    return not found or agreed(out)


def overwriting_document(found: Sequence[Overwriting]) -> list[dict[str, object]]:
    """Return what is written over as other programs read it; nothing where it is little."""
    return [{"register": o.register, "records": o.changed, "of": o.total} for o in found]


def realigned(plan: ImportPlan) -> frozenset[tuple[str, int]]:
    """Return the rows of partly sorted sheets, as sheet key and place: they wait until somebody says that they are right."""
    return frozenset((s.choice.key, r.place) for s in plan.included() for r in s.rows if r.realigned and r.is_writable)


def say_realigned(count: int, out: Output) -> None:
    """Tell how many rows of partly sorted sheets were left out, and how to take them."""
    if count:
        text = N_(
            "Rows of partly sorted sheets, left as they are here: {count}. Look at them, then take them with --realign."
        )
        out.say(Message(text, {"count": count}))
