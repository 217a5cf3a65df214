"""The merge of a colleague's copy as jobs, and its plan in the words of the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from govdesk.i18n import N_, Language, Message
from govdesk.progress import Progress
from govdesk.store.backup import back_up
from govdesk.store.merge import plan_merge
from govdesk.store.merge_values import MergeConflict, MergePlan, Settling
from govdesk.store.merge_words import field_label, shown_value
from govdesk.store.merge_writing import write_merge
from govdesk.store.other import other_copy
from govdesk.ui.conflict_model import Dispute

if TYPE_CHECKING:
    from govdesk.fields.register import Registers
    from govdesk.store.workspace import Changes, Workspace


@dataclass(frozen=True, slots=True)
class Merged:
    """How a merge ended: what it did, or a plan that is another than the one the user saw."""

    plan: MergePlan
    changes: Changes | None = None
    is_other: bool = False


def planning(workspace: Workspace, path: Path, settling: Settling) -> Callable[[Progress], MergePlan]:
    """Return the job that plans a merge."""

    def work(progress: Progress) -> MergePlan:
        with other_copy(workspace, path, progress=progress) as other:
            return plan_merge(workspace, other, settling, progress=progress)

    return work


def merging(workspace: Workspace, path: Path, settling: Settling, seen: MergePlan) -> Callable[[Progress], Merged]:
    """Return the job that merges what the user saw, after a backup; where the copies moved on since, only the new plan."""

    def work(progress: Progress) -> Merged:
        with other_copy(workspace, path, progress=progress) as other:
            plan = plan_merge(workspace, other, settling, progress=progress)
            if _disputed(plan) - _disputed(seen) or plan.operations != seen.operations:
                return Merged(plan, is_other=True)
            back_up(workspace.path, workspace.id, "merge", key=workspace.key, progress=progress)
            return Merged(plan, write_merge(workspace, other, plan, progress=progress))

    return work


def _disputed(plan: MergePlan) -> set[tuple[str, str]]:
    return {(c.record, c.name) for c in plan.conflicts}


def disputes(registers: Registers, plan: MergePlan, lang: Language) -> list[Dispute]:
    """Return the conflicts as the list shows them."""
    return [_dispute(registers, plan, conflict, lang) for conflict in plan.conflicts]


def _dispute(registers: Registers, plan: MergePlan, conflict: MergeConflict, lang: Language) -> Dispute:
    def show(value: object) -> str:
        return shown_value(registers, conflict, value, lang, plan.names)

    register = lang.gettext(registers[conflict.register].about.label)
    return Dispute(
        conflict.record, conflict.name, f"{register} • {conflict.title}", _said(lang, field_label(registers, conflict)),
        show(conflict.base), show(conflict.mine), show(conflict.theirs),
        conflict.author, _moment(conflict.at), conflict.their_author, _moment(conflict.their_at), conflict.settled,
    )  # fmt: skip


def _said(lang: Language, words: Message | str) -> str:
    return words if isinstance(words, str) else lang.say(words)


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def lines(registers: Registers, plan: MergePlan, lang: Language) -> Iterator[str]:
    """Yield what a merge would do, a line for each register, then what is worth knowing beside."""
    for merged in plan.registers:
        counts = (
            (len(merged.new), N_("{count} new")),
            (len(merged.changed), N_("{count} changed")),
            (len(merged.removed), N_("{count} removed")),
        )
        said = " • ".join(lang.gettext(text).format(count=f"{n:,}") for n, text in counts if n)
        words = {"register": Message(registers[merged.register].about.plural), "counts": said}
        yield lang.say(Message(N_("{register}: {counts}"), words))
    for title, old, new in plan.renumbered:
        text = N_("“{record}” becomes {new}: both copies gave {old}.")
        yield lang.say(Message(text, {"record": title, "old": old, "new": new}))
    for notice in plan.notices:
        yield lang.say(notice)


def warning(plan: MergePlan) -> Message | None:
    """Return how much a merge overwrites or deletes, where that is so much that the user is asked first."""
    if not plan.is_large:
        return None
    lost, here = plan.lost
    text = N_("It overwrites or deletes {lost} of {here} records here ({share}%).")
    return Message(text, {"lost": lost, "here": here, "share": round(100 * lost / max(here, 1))})
