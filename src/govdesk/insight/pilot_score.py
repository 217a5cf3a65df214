"""Candidate sites for a pilot, scored by criteria whose weights anybody can set: a site is compared, never a person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from govdesk.i18n import N_
from govdesk.store.query import Query, records, rows
from govdesk.store.setting import read_setting

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

#: Under which name the weights are kept with the workspace.
WEIGHTS = "pilot-weights"
MOST = 3
_STEPS = 5
_HUNDRED = 100.0
_TAKEN = ("chosen", "running", "finished")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: the field that holds it, its name, whether little is good, and whether it is a share in percent."""

    field: str
    words: str
    little_is_good: bool = False
    percent: bool = False


CRITERIA = (
    Criterion("political_risk", N_("Political risk (low is good)"), little_is_good=True),
    Criterion("completeness", N_("Data complete"), percent=True),
    Criterion("willingness", N_("Lead willing")),
    Criterion("readiness", N_("Systems ready")),
    Criterion("typical", N_("Typical")),
)
#: What each criterion weighs on the first day.
EQUAL: Mapping[str, int] = {c.field: 1 for c in CRITERIA}


@dataclass(frozen=True, slots=True)
class Site:
    """One candidate: each criterion from 0 (worst) to 1 (best), None where nobody judged it."""

    id: str
    name: str
    status: str
    headquarters: bool
    marks: Mapping[str, float | None]
    raw: Mapping[str, float | None]

    @property
    def taken(self) -> bool:
        """Whether it was chosen."""
        return self.status in _TAKEN

    @property
    def unknown(self) -> int:
        """How many criteria nobody judged."""
        return sum(mark is None for mark in self.marks.values())

    def score(self, weights: Mapping[str, int]) -> float | None:
        """Return the weighted mean of what is known, of a hundred; None where nothing that weighs is known."""
        known = [(weights.get(f, 1), m) for f, m in self.marks.items() if m is not None]
        weight = sum(w for w, _ in known)
        return _HUNDRED * sum(w * m for w, m in known) / weight if weight else None


def sites(session: Session, registers: Registers, query: Query) -> tuple[Site, ...]:
    """Return the candidates of a query in its order."""
    found = []
    for one in records(session, registers, "pilot_site", rows(session, registers, query)):
        raw = {c.field: one.values[c.field] for c in CRITERIA}
        marks = {c.field: _mark(c, raw[c.field]) for c in CRITERIA}
        v = one.values
        found.append(Site(one.id, v["name"] or "", v["status"] or "candidate", bool(v["headquarters"]), marks, raw))
    return tuple(found)


def weights_of(session: Session) -> dict[str, int]:
    """Return the weights kept with the workspace; what makes no sense weighs as on the first day."""
    try:
        kept = json.loads(read_setting(session, WEIGHTS, "{}"))
    except ValueError:
        kept = {}
    kept = kept if isinstance(kept, dict) else {}
    sound = {f: w for f, w in kept.items() if f in EQUAL and isinstance(w, int) and 0 <= w <= MOST}
    return {**EQUAL, **sound}


def _mark(criterion: Criterion, value: float | None) -> float | None:
    if value is None:
        return None
    share = value / _HUNDRED if criterion.percent else (value - 1) / (_STEPS - 1)
    share = min(1.0, max(0.0, share))
    return 1 - share if criterion.little_is_good else share
