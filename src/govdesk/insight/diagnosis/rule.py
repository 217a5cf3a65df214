"""How a rule is declared: its signs, each a small function over the registers with its words and its thresholds.

`catalogue` lists the rules; `diagnosing` lets each sign look at a project and holds what it saw against the thresholds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govdesk.i18n import N_, Message
from govdesk.insight.diagnosis.finding import Evidence, Missing

if TYPE_CHECKING:
    from govdesk.insight.diagnosis.facts import Facts

COUNT, PERCENT, DAYS, TIMES, DEGREE = "count", "percent", "days", "times", "degree"
#: What stands behind a threshold of each unit.
UNIT_NAMES = {COUNT: N_("records"), PERCENT: N_("%"), DAYS: N_("days"), TIMES: N_("times"), DEGREE: N_("of 5")}


@dataclass(frozen=True, slots=True)
class Threshold:
    """One number that an organisation may set.

    Args:
        code: Its name within the sign.
        usual: What it is unless it was set.
        unit: What it counts.
        label: What it is called.
        why: Why it is what it usually is.
        most: The largest that makes sense.
    """

    code: str
    usual: int
    unit: str
    label: str
    why: str
    most: int = 100_000


@dataclass(frozen=True, slots=True)
class Seen:
    """What a sign saw in a project.

    Args:
        value: The figure that is held against the thresholds `watch` and `act`.
        told: What to say of it.
        bad: The records that speak for it.
        good: The records that were looked at where nothing speaks for it.
        of: How many were looked at, for the threshold `share`.
        level: The level, where it is no matter of thresholds.
        private: Whether it rests on a judgement of people.
        count: How many records are to be set right, where those are not the `bad` ones.
    """

    value: float
    told: Message
    bad: tuple[Evidence, ...] = ()
    good: tuple[Evidence, ...] = ()
    of: int = 0
    level: str | None = None
    private: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Lack:
    """What a sign would have to see, but is not there."""

    missing: tuple[Missing, ...]


Look = Callable[["Facts"], Seen | Lack]


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of a rule.

    Args:
        code: Its name, which thresholds and remedies go by.
        rule: When it shows, in words; `{name}` stands for a threshold.
        step: What sets it right; `{count}` stands for how many records.
        thresholds: The numbers it depends on; `watch` and `act` decide the level, `share` makes it act sooner.
        look: Looks at a project.
        below: Whether the figure is bad where it is small.
    """

    code: str
    rule: str
    step: str
    thresholds: tuple[Threshold, ...]
    look: Look
    below: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to fail, or one thing to get right.

    Args:
        code: Its name in the code; for a pit, that of the vocabulary of pitfalls.
        group: Which tab it stands on.
        name: What it is called.
        why: What it is about, in a line.
        template: Code of the checklist that helps against it.
        signs: What tells.
    """

    code: str
    group: str
    name: str
    why: str
    template: str
    signs: tuple[Sign, ...]


def sign(code: str, rule: str, step: str, *thresholds: Threshold, below: bool = False) -> Callable[[Look], Sign]:
    """Declare the function below as a sign."""
    return lambda look: Sign(code, rule, step, thresholds, look, below)


_WATCH, _ACT, _SHARE = N_("Watch from"), N_("Act from"), N_("Act from a share of")
_WATCH_BELOW, _ACT_BELOW = N_("Watch below"), N_("Act below")


def counts(watch: int, act: int, why: str, share: int | None = None) -> tuple[Threshold, ...]:
    """Declare from how many records on a sign shows; from a share of all on it calls for action at once."""
    found = (Threshold("watch", watch, COUNT, _WATCH, why), Threshold("act", act, COUNT, _ACT, why))
    return found if share is None else (*found, Threshold("share", share, PERCENT, _SHARE, why, 100))


def percents(watch: int, act: int, why: str) -> tuple[Threshold, ...]:
    """Declare from which share on a sign shows."""
    return Threshold("watch", watch, PERCENT, _WATCH, why, 1000), Threshold("act", act, PERCENT, _ACT, why, 1000)


def floors(watch: int, act: int, why: str, unit: str = PERCENT) -> tuple[Threshold, ...]:
    """Declare below which figure a sign shows."""
    return Threshold("watch", watch, unit, _WATCH_BELOW, why, 1000), Threshold("act", act, unit, _ACT_BELOW, why, 1000)
