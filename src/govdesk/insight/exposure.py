"""How exposed a project is: each risk with where it stood, stands and shall stand, and the bands that name a score.

A risk without probability or impact has no place; it is listed, never guessed.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from govdesk.i18n import N_
from govdesk.store.query import Query, records, rows, table_of

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

#: Probability and impact, 1 to 5 each.
Point = tuple[int, int]

LEVELS = 5
#: Under which name the workspace keeps the bands.
SETTING = "risk_bands"
STAGES = ("inherent", "current", "residual")
_FIELDS = {
    "inherent": ("inherent_probability", "inherent_impact"),
    "current": ("probability", "impact"),
    "residual": ("residual_probability", "residual_impact"),
}
#: How few and how many bands there can be.
FEWEST, MOST = 2, 5


#: What bands are called that an organisation adds, by their place.
_MORE = (N_("Low"), N_("Medium"), N_("High"), N_("Very high"), N_("Extreme"))


@dataclass(frozen=True, slots=True)
class Exposure:
    """One risk as the matrix shows it.

    Args:
        owner: The owner's name.
        inherent: Where it stood before anything was done.
        current: Where it stands.
        residual: Where it shall stand when all is done.
        done: Steps done of its checklists.
        steps: Steps in all, those that do not apply left out.
    """

    id: str
    number: int
    title: str
    kind: str = "risk"
    status: str = "open"
    owner: str = ""
    review: dt.date | None = None
    inherent: Point | None = None
    current: Point | None = None
    residual: Point | None = None
    done: int = 0
    steps: int = 0

    def at(self, stage: str) -> Point | None:
        """Return the place at a stage."""
        found: Point | None = getattr(self, stage)
        return found

    def start(self, stage: str) -> Point | None:
        """Return the place from which a stage is set that has none yet: that of the stage before it, or after."""
        return self.at(stage) or self.current or self.inherent or self.residual


@dataclass(frozen=True, slots=True)
class Bands:
    """The bands of a score, lowest first; as many as the organisation tells apart.

    Args:
        starts: The lowest score of each band; the first is 1.
        labels: What each is called; the usual ones are source texts, others stand as typed.
    """

    starts: tuple[int, ...] = (1, 5, 10, 17)
    labels: tuple[str, ...] = (N_("Low"), N_("Medium"), N_("High"), N_("Very high"))

    def of(self, point: Point) -> int:
        """Return the place of the band that a point falls into, 0 for the lowest."""
        score = point[0] * point[1]
        return max(n for n, start in enumerate(self.starts) if start <= score)

    @property
    def sound(self) -> bool:
        """Whether the bands cover every score, each beginning above the one before."""
        rising = all(a < b for a, b in pairwise(self.starts))
        named = len(self.labels) == len(self.starts) and all(t.strip() for t in self.labels)
        return (
            FEWEST <= len(self.starts) <= MOST
            and self.starts[0] == 1
            and rising
            and self.starts[-1] <= LEVELS**2
            and named
        )

    def resized(self, count: int) -> Bands:
        """Return so many bands: the usual ones of that number, with the names and starts given where they still fit."""
        if count == len(self.starts):
            return self
        if count < len(self.starts):
            return Bands(self.starts[:count], self.labels[:count])
        starts, labels = list(self.starts), list(self.labels)
        while len(starts) < count:
            top = starts[-1]
            starts.append(min(LEVELS**2, top + max(1, (LEVELS**2 - top + 1) // 2)))
            labels.append(_MORE[len(labels)])
        return Bands(tuple(starts), tuple(labels))

    def dump(self) -> str:
        """Return the bands as JSON, for the settings of the workspace."""
        return json.dumps({"starts": self.starts, "labels": self.labels}, ensure_ascii=False)

    @classmethod
    def load(cls, text: str) -> Bands:
        """Return the bands that `dump` wrote, or the usual ones where the text is none."""
        try:
            data = json.loads(text)
            found = cls(tuple(int(s) for s in data["starts"]), tuple(str(t) for t in data["labels"]))
        except (ValueError, KeyError, TypeError):
            return cls()
        return found if found.sound else cls()


def fields_of(stage: str) -> tuple[str, str]:
    """Return the fields that hold probability and impact at a stage."""
    return _FIELDS[stage]


def exposures(session: Session, registers: Registers, query: Query) -> tuple[Exposure, ...]:
    """Return the risks of a query, in its order."""
    found = records(session, registers, "risk", rows(session, registers, query))
    progress = _progress(session, registers, query.project)
    return tuple(_exposure(r.id, r.number, r.values, r.names.get("owner", ""), progress) for r in found)


def _exposure(identity: str, number: int, values: Any, owner: str, progress: dict[str, tuple[int, int]]) -> Exposure:
    done, steps = progress.get(identity, (0, 0))
    points = {s: _point(values[p], values[i]) for s, (p, i) in _FIELDS.items()}
    return Exposure(
        identity, number, values["title"] or "", values["kind"] or "risk", values["status"] or "open", owner,
        values["review"], done=done, steps=steps, **points,
    )  # fmt: skip


def _point(probability: int | None, impact: int | None) -> Point | None:
    return (probability, impact) if probability and impact else None


def _progress(session: Session, registers: Registers, project: str | None) -> dict[str, tuple[int, int]]:
    item, checklist = table_of(registers["checklist_item"]), table_of(registers["checklist"])
    statement = (
        select(checklist.c.risk, func.sum(case((item.c.status == "done", 1), else_=0)), func.count())
        .select_from(item.join(checklist, checklist.c.id == item.c.checklist))
        .where(checklist.c.risk.is_not(None), func.coalesce(item.c.status, "") != "not_applicable")
        .group_by(checklist.c.risk)
    )
    if project:
        statement = statement.where(checklist.c.project == project)
    return {r[0]: (int(r[1]), int(r[2])) for r in session.connection().execute(statement)}
