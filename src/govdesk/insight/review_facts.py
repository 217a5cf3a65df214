"""What happened in a project between two days, as its registers and its journal say: days, decisions, who decided; no blame.

A review begins with facts that nobody needs to remember. Only what was written down is told, by its day; who made an
edit is not, for a review looks at what happened and not at who typed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import and_, or_, text
from sqlalchemy.orm import Session

from govdesk.fields.register import Registers
from govdesk.i18n import N_, Language, Message
from govdesk.store.query import Record, select_records, table_of

#: Whose turns the journal is asked for: the stage of the project, the progress of what is delivered, the state of a risk.
_TURNS = (("project", "stage"), ("deliverable", "status"), ("risk", "status"), ("request", "status"))
_JOURNAL = text(
    "SELECT date(o.at) AS day, c.record, json_extract(c.new, :path) AS value FROM change c "
    "JOIN operation o ON o.id = c.operation WHERE c.register = :register AND c.action = 'update' "
    "AND o.kind = 'do' AND o.state = 'done' AND json_extract(c.new, :path) IS NOT NULL "
    "AND date(o.at) BETWEEN :first AND :last ORDER BY o.id, c.id"
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened.

    Args:
        day: When.
        sentence: What, in words for people.
        register: Where it is written down.
        id: Its record.
    """

    day: dt.date
    sentence: Message
    register: str
    id: str


def review_facts(
    session: Session, registers: Registers, project: str, start: dt.date, end: dt.date
) -> tuple[Fact, ...]:
    """Return what happened in a project from one day to another, both among them, in order.

    Args:
        session: Any session.
        registers: All registers.
        project: Id of the project.
        start: The first day.
        end: The last day; before the first, the two change places.
    """
    first, last = min(start, end), max(start, end)
    looked = _Looked(session, registers, project, first, last)
    found = [*looked.decisions(), *looked.steps(), *looked.milestones(), *looked.risks(), *looked.commitments()]
    found += [*looked.gates(), *looked.readings(), *looked.turns()]
    return tuple(sorted(found, key=lambda f: (f.day, f.register, f.id)))


def as_text(facts: tuple[Fact, ...], lang: Language) -> str:
    """Return facts as lines of text, a day before each."""
    return "\n".join(f"{fact.day.isoformat()}  {lang.say(fact.sentence)}" for fact in facts)


class _Looked:
    """Reads the registers of a project between two days."""

    def __init__(self, session: Session, registers: Registers, project: str, first: dt.date, last: dt.date) -> None:
        self._session = session
        self._registers = registers
        self._project = project
        self._first = first
        self._last = last

    def _of(self, code: str, *days: str) -> Iterator[Record]:
        table = table_of(self._registers[code])
        within = or_(*(table.c[d].between(self._first, self._last) for d in days))
        yield from select_records(self._session, self._registers, code, and_(table.c.project == self._project, within))

    def _within(self, day: dt.date | None) -> bool:
        return day is not None and self._first <= day <= self._last

    def decisions(self) -> Iterator[Fact]:
        """Yield what was asked, decided, by whom and why, and when people were told."""
        for one in self._of("decision", "raised", "decided", "announced"):
            held, args = one.values, {"question": one.values["question"], "who": one.names.get("decided_by", "")}
            if self._within(held["raised"]):
                yield Fact(held["raised"], Message(N_("To be decided: {question}"), args), "decision", one.id)
            if self._within(held["decided"]):
                words = N_("Decided: {question} → {outcome}")
                if held["rationale"]:
                    words = N_("Decided: {question} → {outcome} (because: {reason})")
                if args["who"]:
                    words = (
                        N_("{who} decided: {question} → {outcome} (because: {reason})")
                        if held["rationale"]
                        else N_("{who} decided: {question} → {outcome}")
                    )
                more = {"outcome": held["outcome"] or "—", "reason": held["rationale"] or ""}
                yield Fact(held["decided"], Message(words, {**args, **more}), "decision", one.id)
            if self._within(held["announced"]):
                yield Fact(
                    held["announced"], Message(N_("Told to those affected: {question}"), args), "decision", one.id
                )

    def steps(self) -> Iterator[Fact]:
        """Yield what each body said."""
        kind = self._registers["decision_step"].field("outcome").kind
        for one in self._of("decision_step", "date"):
            if one.values["outcome"] in (None, "waiting"):
                continue
            word = getattr(kind, "vocabulary", {})[one.values["outcome"]].label
            args = {"body": one.values["body"], "question": one.names.get("decision", ""), "outcome": Message(word)}
            yield Fact(one.values["date"], Message(N_("{body}: {question} – {outcome}"), args), "decision_step", one.id)

    def milestones(self) -> Iterator[Fact]:
        """Yield which milestones came, in time or late, and which did not come."""
        for one in self._of("milestone", "planned", "actual"):
            held = one.values
            actual, planned = held["actual"], held["planned"]
            late = (actual - planned).days if actual and planned else 0
            args = {"name": held["name"], "days": late, "date": planned.isoformat() if planned else ""}
            if self._within(actual):
                words = N_("Milestone reached: {name}")
                if late > 0:
                    words = N_("Milestone reached {days} days after its day: {name}")
                yield Fact(actual, Message(words, args), "milestone", one.id)
            elif self._within(planned) and (actual is None or actual > self._last) and held["status"] != "dropped":
                yield Fact(
                    planned,
                    Message(N_("Milestone planned for this day did not come: {name}"), args),
                    "milestone",
                    one.id,
                )

    def risks(self) -> Iterator[Fact]:
        """Yield what was seen coming, and what was settled."""
        for one in self._of("risk", "raised", "closed_on"):
            args = {"title": one.values["title"]}
            if self._within(one.values["raised"]):
                issue = one.values["kind"] == "issue"
                words = N_("Issue written down: {title}") if issue else N_("Risk written down: {title}")
                yield Fact(one.values["raised"], Message(words, args), "risk", one.id)
            if self._within(one.values["closed_on"]):
                yield Fact(one.values["closed_on"], Message(N_("Closed: {title}"), args), "risk", one.id)

    def commitments(self) -> Iterator[Fact]:
        """Yield what was promised and what was kept."""
        for one in self._of("commitment", "made", "kept_on"):
            args = {"promise": one.values["promise"], "who": one.names.get("who", "")}
            if self._within(one.values["made"]):
                yield Fact(one.values["made"], Message(N_("{who} promised: {promise}"), args), "commitment", one.id)
            if self._within(one.values["kept_on"]):
                yield Fact(one.values["kept_on"], Message(N_("Kept: {promise} ({who})"), args), "commitment", one.id)

    def gates(self) -> Iterator[Fact]:
        """Yield what the gates of the budget said."""
        kind = self._registers["budget_stage"].field("outcome").kind
        for one in self._of("budget_stage", "gate_date"):
            word = getattr(kind, "vocabulary", {})[one.values["outcome"] or "waiting"].label
            args = {"name": one.values["name"], "outcome": Message(word)}
            yield Fact(one.values["gate_date"], Message(N_("Gate of {name}: {outcome}"), args), "budget_stage", one.id)

    def readings(self) -> Iterator[Fact]:
        """Yield the first and the last reading of each metric, of the whole project."""
        by_metric: dict[str, list[Record]] = {}
        for one in self._of("measurement", "date"):
            if one.values["department"] is None:
                by_metric.setdefault(one.values["metric"], []).append(one)
        for found in by_metric.values():
            ordered = sorted(found, key=lambda r: (r.values["date"], r.number))
            for place in sorted({0, len(ordered) - 1}):
                one = ordered[place]
                args = {"metric": one.names.get("metric", ""), "value": f"{one.values['value']:,.15g}"}
                yield Fact(one.values["date"], Message(N_("{metric}: {value}"), args), "measurement", one.id)

    def turns(self) -> Iterator[Fact]:
        """Yield which project, deliverable, risk or request became what, as the journal keeps it; the last turn of a day."""
        for code, name in _TURNS:
            kind = self._registers[code].field(name).kind
            values = {"register": code, "path": f"$.{name}", "first": str(self._first), "last": str(self._last)}
            found = {
                (day, record): value for day, record, value in self._session.connection().execute(_JOURNAL, values)
            }
            if not found:
                continue
            table = table_of(self._registers[code])
            ids = table.c.id.in_({record for _, record in found})
            mine = table.c.id if code == "project" else table.c.project
            records = {
                r.id: r for r in select_records(self._session, self._registers, code, and_(mine == self._project, ids))
            }
            for (day, record), value in found.items():
                if record not in records or value not in getattr(kind, "vocabulary", ()):
                    continue
                title = records[record].title(self._registers[code])
                args = {"record": title, "value": Message(getattr(kind, "vocabulary", {})[value].label)}
                yield Fact(dt.date.fromisoformat(day), Message(N_("{record} is now: {value}"), args), code, record)
