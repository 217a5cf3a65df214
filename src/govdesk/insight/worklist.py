"""The work of mitigation: checklists with what they stand against, and their steps by owner or by week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from govdesk.insight.mitigation import departed
from govdesk.store.query import Filter, Query, records, rows, select_records, table_of

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

#: The fields by which a checklist says what it stands against, each called after its register.
TARGETS = ("risk", "feedback", "stakeholder")
_CLOSED = ("done", "not_applicable")
_BATCH = 30_000


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a checklist; people by id and by name."""

    id: str
    number: int
    checklist: str
    text: str
    status: str
    due: dt.date | None
    done: dt.date | None
    evidence: str
    owner: str
    owner_name: str
    department: str
    verifier_name: str
    verifier: str = ""
    owner_left: bool = False

    @property
    def over(self) -> bool:
        """Whether nothing more is to be done about it."""
        return self.status in _CLOSED

    def late(self, today: dt.date) -> bool:
        """Whether it should have been done by now."""
        return not self.over and self.due is not None and self.due < today

    @property
    def waits(self) -> bool:
        """Whether it is done and another has still to verify it."""
        return self.status == "done" and not self.verifier_name


@dataclass(frozen=True, slots=True)
class Plan:
    """One checklist with its steps.

    Args:
        target: Register and id of what it stands against; two empty texts where it stands alone.
        target_title: The title of that.
    """

    id: str
    number: int
    title: str
    owner_name: str
    template: str
    target: tuple[str, str]
    target_title: str
    steps: tuple[Step, ...]
    project: str = ""

    @property
    def counted(self) -> tuple[Step, ...]:
        """The steps that apply."""
        return tuple(s for s in self.steps if s.status != "not_applicable")

    @property
    def done(self) -> int:
        """How many of those are done."""
        return sum(s.status == "done" for s in self.counted)

    @property
    def verified(self) -> int:
        """How many of those were verified by another."""
        return sum(s.status == "done" and bool(s.verifier_name) for s in self.counted)


@dataclass(frozen=True, slots=True)
class Group:
    """Steps that belong together: those of one owner, or of one week.

    Args:
        name: The owner's name; empty where nobody has it.
        week: The Monday of the week; None where there is no date, or where it is no week at all.
    """

    name: str
    week: dt.date | None
    steps: tuple[Step, ...]


def plans(session: Session, registers: Registers, query: Query) -> tuple[Plan, ...]:
    """Return the checklists of a query, each with its steps in their order; templates stand for no work."""
    found = records(session, registers, "checklist", rows(session, registers, query))
    found = [r for r in found if not r.values["pattern"]]
    steps = _steps(session, registers, [r.id for r in found])
    made = []
    for one in found:
        register = next((t for t in TARGETS if one.values[t]), "")
        target = (register, one.values[register]) if register else ("", "")
        made.append(
            Plan(
                one.id,
                one.number,
                one.values["title"] or "",
                one.names.get("owner", ""),
                one.values["template"] or "",
                target,
                one.names.get(register, ""),
                tuple(steps.get(one.id, ())),
                one.values["project"] or "",
            )
        )
    return tuple(made)


def plans_for(session: Session, registers: Registers, target: str, identity: str) -> tuple[Plan, ...]:
    """Return the checklists that stand against one record: a risk, a feedback entry or a stakeholder."""
    return plans(session, registers, Query("checklist", filters=(Filter(target, "any_of", (identity,)),)))


def _steps(session: Session, registers: Registers, checklists: list[str]) -> dict[str, list[Step]]:
    table = table_of(registers["checklist_item"])
    gone = set(departed(session, registers, dt.date.today()))
    found: dict[str, list[Step]] = {}
    for start in range(0, len(checklists), _BATCH):
        condition = table.c.checklist.in_(checklists[start : start + _BATCH])
        for one in select_records(session, registers, "checklist_item", condition):
            v, names = one.values, one.names
            found.setdefault(v["checklist"], []).append(
                Step(
                    one.id,
                    one.number,
                    v["checklist"],
                    v["step"] or "",
                    v["status"] or "todo",
                    v["due"],
                    v["done"],
                    v["evidence"] or "",
                    v["owner"] or "",
                    names.get("owner", ""),
                    names.get("department", ""),
                    names.get("verified_by", ""),
                    v["verified_by"] or "",
                    v["owner"] in gone,
                )
            )
    return {k: sorted(held, key=lambda s: s.number) for k, held in found.items()}


def by_owner(found: Iterable[Plan]) -> tuple[Group, ...]:
    """Return the steps still to do by owner: those of nobody and of who has left at the top, then the busiest first."""
    held: dict[tuple[str, str], list[Step]] = {}
    for step in _open(found):
        held.setdefault((step.owner, step.owner_name), []).append(step)
    ordered = sorted(held.items(), key=lambda kv: (bool(kv[0][0]), not kv[1][0].owner_left, -len(kv[1]), kv[0][1]))
    return tuple(Group(name, None, _by_due(steps)) for (_, name), steps in ordered)


def by_week(found: Iterable[Plan]) -> tuple[Group, ...]:
    """Return the steps still to do by the week of their date, the earliest first and those without a date last."""
    held: dict[dt.date | None, list[Step]] = {}
    for step in _open(found):
        held.setdefault(monday(step.due) if step.due else None, []).append(step)
    ordered = sorted(held.items(), key=lambda kv: kv[0] or dt.date.max)
    return tuple(Group("", week, _by_due(steps)) for week, steps in ordered)


def monday(day: dt.date) -> dt.date:
    """Return the Monday of a day's week."""
    return day - dt.timedelta(days=day.weekday())


def _open(found: Iterable[Plan]) -> Iterable[Step]:
    return (s for p in found for s in p.steps if not s.over or s.waits)


def _by_due(steps: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(sorted(steps, key=lambda s: (s.due or dt.date.max, s.number)))
