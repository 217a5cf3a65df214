"""How many are missing: a funnel solved backward from its target, step by step, with ranges where a figure is not certain.

needed at a step = needed at the next ÷ conversion; short = that, less what stands at the step already. Written so, each
figure occurs once, so interval arithmetic gives the exact best and worst case, not wider ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from govdesk.i18n import N_, Message

#: What a conversion is a share of.
_WHOLE = 100.0
#: Smaller than this share of a figure is the rounding of the arithmetic, not somebody who is missing.
_DUST = 1e-9


@dataclass(frozen=True, slots=True)
class Range:
    """A figure that is not certain: the least, the likely, the most."""

    low: float
    likely: float
    high: float

    @classmethod
    def of(cls, likely: float | None, low: float | None = None, high: float | None = None) -> Range | None:
        """Return the range of what is known: a bound that is missing is the likely figure, which is else the middle."""
        known = [v for v in (low, likely, high) if v is not None]
        if not known:
            return None
        middle = likely if likely is not None else sum(known) / len(known)
        return cls(middle if low is None else low, middle, middle if high is None else high)

    @property
    def certain(self) -> bool:
        """Whether the least and the most are the same."""
        return self.low == self.high

    @property
    def ordered(self) -> bool:
        """Whether the likely figure lies between the bounds."""
        return self.low <= self.likely <= self.high

    def at_least(self, floor: float) -> Range:
        """Return the range with nothing below a floor."""
        return Range(*(max(v, floor) for v in (self.low, self.likely, self.high)))

    def less(self, amount: float) -> Range:
        """Return the range with an amount taken away."""
        return Range(self.low - amount, self.likely - amount, self.high - amount)

    def over(self, other: Range) -> Range:
        """Return this divided by a range of figures above zero, or whose least is zero: then the worst is endless."""
        corners = [_divided(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Range(min(corners), _divided(self.likely, other.likely), max(corners))

    def times(self, other: Range) -> Range:
        """Return this multiplied by a range of figures that are not below zero."""
        corners = [_product(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Range(min(corners), _product(self.likely, other.likely), max(corners))


@dataclass(frozen=True, slots=True)
class Step:
    """One named step: of all that stand there, a share reaches the next.

    Args:
        name: What those are who stand there, such as prospects.
        conversion: How many of a hundred reach the next step; None where nobody said.
        in_hand: How many stand there already.
        id: The record that it comes from.
    """

    name: str
    conversion: Range | None
    in_hand: float = 0.0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Funnel:
    """A target, what one unit is worth, the steps to it, and another channel that leads to the first of them.

    Args:
        name: What it is called.
        unit: The unit of the target, such as yuan.
        target: What is to be reached.
        value: What one of those who come out at the end is worth.
        steps: From the first to the last.
        alternative: The name of the other channel.
        others: Its steps, the last of which leads to the first of `steps`.
        id: The record that it comes from.
    """

    name: str = ""
    unit: str = ""
    target: Range | None = None
    value: Range | None = None
    steps: tuple[Step, ...] = ()
    alternative: str = ""
    others: tuple[Step, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why nothing can be worked out: where it stands (`target`, `value`, `steps`, or the index of a step), and a sentence."""

    place: str
    message: Message


@dataclass(frozen=True, slots=True)
class Stage:
    """One step solved.

    Args:
        step: The step.
        needed: How many there must be if nobody stood at any step yet.
        short: How many are missing there, those of the later steps counted in; below zero there are more than enough.
    """

    step: Step
    needed: Range
    short: Range


@dataclass(frozen=True, slots=True)
class Outcome:
    """A funnel solved, or why it cannot be.

    Args:
        problems: What has to be put right first; all else is empty then.
        ends: How many have to come out at the end.
        stages: The steps, from the first.
        others: The steps of the other channel, from its first; empty where there is none or nothing is missing.
        brings: What those in hand bring, in the unit of the target.
    """

    problems: tuple[Problem, ...] = ()
    ends: Range | None = None
    stages: tuple[Stage, ...] = ()
    others: tuple[Stage, ...] = ()
    brings: Range | None = None

    @property
    def needed(self) -> Range:
        """How many there must be at the first step."""
        return self.stages[0].needed

    @property
    def short(self) -> Range:
        """How many are missing at the first step; never below zero."""
        return self.stages[0].short.at_least(0.0)

    @property
    def enough(self) -> bool:
        """Whether what is in hand is likely to do."""
        return self.stages[0].short.likely <= 0

    @property
    def leads(self) -> Range | None:
        """How many are to be won through the other channel; None where there is none."""
        return self.others[0].short.at_least(0.0) if self.others else None


def solve(funnel: Funnel) -> Outcome:
    """Return what a funnel needs, what is missing, and where else that could be won; in words where it has no answer."""
    problems = tuple(_problems(funnel))
    if problems:
        return Outcome(problems)
    assert funnel.target is not None and funnel.value is not None  # noqa: S101, PT018 - else it had a problem
    ends = funnel.target.over(funnel.value)
    stages = _backward(funnel.steps, ends, ends)
    missing = stages[0].short.at_least(0.0)
    others = _backward(funnel.others, missing, missing) if funnel.others else ()
    return Outcome((), ends, stages, others, _forward(funnel.steps).times(funnel.value))


def suffices(funnel: Funnel, place: int) -> float | None:
    """Return the conversion of one step at which nothing is missing, all else being as likely; None where none does."""
    certain = likeliest(funnel)
    step = certain.steps[place]
    tried = [solve(_with_conversion(certain, place, percent)) for percent in (_WHOLE, _WHOLE / 2)]
    if step.conversion is None or any(o.problems for o in tried):
        return None
    at_whole, at_half = (o.stages[0].short.likely for o in tried)
    slope = at_half - at_whole
    if slope <= 0 or at_whole > 0:
        return None
    return _WHOLE / (1 - at_whole / slope)


def swings(funnel: Funnel) -> tuple[tuple[str, Range], ...]:
    """Return what each uncertain figure alone does to what is missing, the strongest first.

    Returns:
        The place of the figure as in `Problem`, and what is missing with its least, likely and most.
    """
    certain = likeliest(funnel)
    found = []
    for place, figure in _figures(funnel):
        if figure is None or figure.certain:
            continue
        tried = [solve(_with(certain, place, v)) for v in (figure.low, figure.likely, figure.high)]
        if any(o.problems for o in tried):
            continue
        shorts = [o.short.likely for o in tried]
        if min(shorts) == max(shorts):
            continue
        found.append((place, Range(min(shorts), shorts[1], max(shorts))))
    return tuple(sorted(found, key=lambda f: f[1].low - f[1].high))


def likeliest(funnel: Funnel) -> Funnel:
    """Return the funnel with the likely figures alone."""
    certain = funnel
    for place, figure in _figures(funnel):
        if figure is not None:
            certain = _with(certain, place, figure.likely)
    return certain


def _backward(steps: Sequence[Step], ends: Range, missing: Range) -> tuple[Stage, ...]:
    needed, short, found = ends, missing, []
    for step in reversed(steps):
        assert step.conversion is not None  # noqa: S101 - else the funnel had a problem
        share = _share(step.conversion)
        needed, short = needed.over(share), short.over(share).less(step.in_hand)
        found.append(Stage(step, needed, _without_dust(short, needed)))
    return tuple(reversed(found))


def _forward(steps: Sequence[Step]) -> Range:
    arrived = Range(0.0, 0.0, 0.0)
    for step in steps:
        assert step.conversion is not None  # noqa: S101 - else the funnel had a problem
        arrived = arrived.less(-step.in_hand).times(_share(step.conversion))
    return arrived


def _share(percent: Range) -> Range:
    return Range(percent.low / _WHOLE, percent.likely / _WHOLE, percent.high / _WHOLE)


def _without_dust(short: Range, needed: Range) -> Range:
    dust = needed.likely * _DUST
    return Range(*(0.0 if abs(v) <= dust else v for v in (short.low, short.likely, short.high)))


def _divided(a: float, b: float) -> float:
    if b == 0:
        return math.copysign(math.inf, a) if a else 0.0
    return a / b


def _product(a: float, b: float) -> float:
    return a * b if a and b else 0.0


# ------------------------------------------------------------ what keeps it from being solved


def _problems(funnel: Funnel) -> Iterator[Problem]:
    yield from _amount_problems("target", funnel.target, N_("Say what is to be reached: the target is empty."))
    yield from _amount_problems("value", funnel.value, N_("Say what one of them is worth: the value is empty."))
    if not funnel.steps:
        yield Problem("steps", Message(N_("Add at least one step, such as prospects, with its conversion.")))
    for place, step in enumerate((*funnel.steps, *funnel.others)):
        yield from _step_problems(str(place), step)


def _amount_problems(place: str, figure: Range | None, empty: str) -> Iterator[Problem]:
    if figure is None:
        yield Problem(place, Message(empty))
        return
    if not figure.ordered:
        yield Problem(place, Message(N_("The likely figure has to lie between the least and the most.")))
    elif figure.low <= 0 and place == "value":
        text = N_("The value of one is zero or less: however many there are, the target is never reached.")
        yield Problem(place, Message(text))
    elif figure.low <= 0:
        yield Problem(place, Message(N_("The target is zero or less: there is nothing to work toward.")))


def _step_problems(place: str, step: Step) -> Iterator[Problem]:
    args = {"step": step.name}
    percent = step.conversion
    if percent is None:
        yield Problem(place, Message(N_("“{step}” has no conversion: say how many of a hundred go on."), args))
    elif not percent.ordered:
        yield Problem(
            place, Message(N_("“{step}”: the likely conversion has to lie between the least and the most."), args)
        )
    elif percent.low < 0 or percent.high > _WHOLE:
        yield Problem(
            place, Message(N_("“{step}”: a conversion lies between 0% and 100%; more cannot go on than came."), args)
        )
    elif percent.likely == 0:
        yield Problem(place, Message(N_("“{step}” converts 0%: nobody goes on, so no number is enough."), args))
    if step.in_hand < 0:
        yield Problem(place, Message(N_("“{step}”: fewer than none cannot be in hand."), args))


# ------------------------------------------------------------ one figure exchanged for another


def _figures(funnel: Funnel) -> Iterator[tuple[str, Range | None]]:
    yield "target", funnel.target
    yield "value", funnel.value
    for place, step in enumerate((*funnel.steps, *funnel.others)):
        yield str(place), step.conversion


def _with(funnel: Funnel, place: str, value: float) -> Funnel:
    if place == "target":
        return replace(funnel, target=Range(value, value, value))
    if place == "value":
        return replace(funnel, value=Range(value, value, value))
    return _with_conversion(funnel, int(place), value)


def _with_conversion(funnel: Funnel, place: int, percent: float) -> Funnel:
    point = Range(percent, percent, percent)
    if place < len(funnel.steps):
        steps = [replace(s, conversion=point) if n == place else s for n, s in enumerate(funnel.steps)]
        return replace(funnel, steps=tuple(steps))
    place -= len(funnel.steps)
    others = [replace(s, conversion=point) if n == place else s for n, s in enumerate(funnel.others)]
    return replace(funnel, others=tuple(others))
