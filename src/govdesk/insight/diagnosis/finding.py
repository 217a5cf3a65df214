"""What the diagnosis says, as frozen values: evidence, readings of signs, findings, remedies, the balance.

Rules make readings (`rule`), `diagnosing` makes findings of them, pages and reports show them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from govdesk.i18n import N_, Message
from govdesk.store.query import Filter, Query

_T = TypeVar("_T")

#: What is said where there is nothing to say.
_NO_WORDS = ""
SILENCE = Message(_NO_WORDS)

LEVELS = ("none", "watch", "act", "insufficient")
GROUPS = ("pits", "surface", "starting_point", "landing", "scaling", "support")
#: What a level is called.
LEVEL_NAMES = {
    "none": N_("No sign"),
    "watch": N_("Watch"),
    "act": N_("Act"),
    "insufficient": N_("Not enough data"),
}
#: How grave a level is; what could not be judged is no graver than what shows nothing.
_GRAVITY = {"insufficient": 0, "none": 0, "watch": 1, "act": 2}


def gravity(level: str) -> int:
    """Return how grave a level is: 0 nothing to do, 1 watch, 2 act."""
    return _GRAVITY[level]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Records of one register that a reading rests on, by their numbers."""

    register: str
    numbers: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.numbers)

    def query(self, project: str | None) -> Query:
        """Return the address that opens exactly these records."""
        return Query(self.register, project, (Filter("number", "any_of", self.numbers),))


@dataclass(frozen=True, slots=True)
class Missing:
    """What would have to be there to judge: records of a register, or a field of them filled in."""

    register: str
    words: Message


@dataclass(frozen=True, slots=True)
class Reading:
    """What one sign shows in one project.

    Args:
        sign: Its code.
        level: One of `LEVELS`.
        sentence: What was found.
        evidence: The records behind the sentence.
        missing: What is missing to judge.
        private: Whether it rests on a judgement of people that must not leave in a file meant for others.
        step: What would set it right; None where there is nothing to set right.
        count: How many records are to be set right.
    """

    sign: str
    level: str
    sentence: Message
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[Missing, ...] = ()
    private: bool = False
    step: Message | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says of one project.

    Args:
        project: Id of the project.
        rule: Code of the rule.
        group: One of `GROUPS`.
        level: One of `LEVELS`.
        sentence: Why, in a line.
        evidence: The records behind it.
        missing: What is missing to judge, or to judge all of it.
        template: Code of the checklist that helps against it.
        readings: The signs one by one.
        note: What is known of projects like this one, if anything.
    """

    project: str
    rule: str
    group: str
    level: str
    sentence: Message
    evidence: tuple[Evidence, ...]
    missing: tuple[Missing, ...]
    template: str
    readings: tuple[Reading, ...]
    note: Message | None = None

    @property
    def count(self) -> int:
        """How many records stand behind it."""
        return sum(e.count for e in self.evidence)

    def public(self) -> Finding:
        """Return the finding without the signs that must not leave in a file meant for others."""
        if not any(r.private for r in self.readings):
            return self
        return composed(replace(self, readings=tuple(r for r in self.readings if not r.private)))


@dataclass(frozen=True, slots=True)
class Effect:
    """What a step does to one rule: its level before and after."""

    rule: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """One step that would change the diagnosis.

    Args:
        code: Code of the sign that it sets right.
        text: What is to be done.
        effects: What it does to the rules that rest on the sign.
        evidence: The records that it is about.
        count: How many they are.
    """

    code: str
    text: Message
    effects: tuple[Effect, ...]
    evidence: tuple[Evidence, ...]
    count: int

    @property
    def gain(self) -> int:
        """How many levels it takes off, over all rules."""
        return self.gain_for([e.rule for e in self.effects])

    def gain_for(self, rules: Collection[str]) -> int:
        """Return how many levels it takes off some rules."""
        return sum(gravity(e.before) - gravity(e.after) for e in self.effects if e.rule in rules)


@dataclass(frozen=True, slots=True)
class Balance:
    """The starting point: how many deliverables help people and how many police them, and the rows behind each part.

    Args:
        parts: Deliverables by purpose, from helping to policing.
        unknown: Deliverables that do not say what they are for.
        voices: How many voices were heard; None where that may not be told.
    """

    parts: tuple[tuple[str, Evidence], ...]
    unknown: Evidence
    voices: int | None

    @property
    def known(self) -> int:
        """How many deliverables say what they are for."""
        return sum(e.count for _, e in self.parts)

    def share(self, purpose: str) -> float:
        """Return the share of a purpose among those known, 0 to 1."""
        count = next((e.count for code, e in self.parts if code == purpose), 0)
        return count / self.known if self.known else 0.0


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything that is said of one project on one day."""

    project: str
    today: dt.date
    findings: tuple[Finding, ...]
    remedies: tuple[Remedy, ...]
    balance: Balance

    def of(self, group: str) -> tuple[Finding, ...]:
        """Return the findings of a group."""
        return tuple(f for f in self.findings if f.group == group)

    def finding(self, rule: str) -> Finding:
        """Return the finding of a rule."""
        return next(f for f in self.findings if f.rule == rule)

    @property
    def acts(self) -> int:
        """How many findings call for action."""
        return sum(f.level == "act" for f in self.findings)


def united(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return evidence by register, each record once, in the order in which the registers come."""
    found: dict[str, list[Evidence]] = {}
    for one in evidence:
        if one.numbers and one not in found.get(one.register, ()):
            found.setdefault(one.register, []).append(one)
    return tuple(
        parts[0] if len(parts) == 1 else Evidence(code, tuple(sorted({n for part in parts for n in part.numbers})))
        for code, parts in found.items()
    )


def composed(finding: Finding) -> Finding:
    """Return a finding with level, sentence, evidence and what is missing as its readings have them.

    The gravest sign decides. Where nothing shows, half of the signs must have been judged to say so.
    """
    readings = finding.readings
    judged = [r for r in readings if r.level != "insufficient"]
    firing = sorted((r for r in judged if gravity(r.level)), key=lambda r: -gravity(r.level))
    missing = tuple(_once(m for r in readings for m in r.missing))
    if firing:
        level, told = firing[0].level, firing
    elif judged and 2 * len(judged) >= len(readings):
        level, told = "none", judged
    else:
        words = listed(m.words for m in missing)
        text = Message(N_("Not enough data to judge; missing: {missing}"), {"missing": words})
        known = united(e for r in judged for e in r.evidence)
        return replace(finding, level="insufficient", sentence=text, evidence=known, missing=missing)
    sentence = joined(r.sentence for r in told) or SILENCE
    evidence = united(e for r in told for e in r.evidence)
    return replace(finding, level=level, sentence=sentence, evidence=evidence, missing=missing)


#: So many sentences make one.
_MOST = 3


def joined(messages: Iterable[Message]) -> Message | None:
    """Return the first few sentences as one; None where there is none."""
    found: Message | None = None
    for one in reversed(_once(messages)[:_MOST]):
        found = one if found is None else Message(N_("{first}; {rest}"), {"first": one, "rest": found})
    return found


def listed(words: Iterable[Message]) -> Message:
    """Return words as a list in one line."""
    found: Message | None = None
    for one in reversed(_once(words)):
        found = one if found is None else Message(N_("{first}, {rest}"), {"first": one, "rest": found})
    return found or SILENCE


def _once(things: Iterable[_T]) -> list[_T]:
    """Return equal things once; messages carry mappings and have no hash."""
    found: list[_T] = []
    for one in things:
        if one not in found:
            found.append(one)
    return found
