"""A solved funnel in words: large sums as people say them (15亿, 1.5 billion), ranges, the way it was worked out, the verdict."""

from __future__ import annotations

import math
from collections.abc import Callable

from govdesk.i18n import N_, Language, Message
from govdesk.insight.gap import Funnel, Outcome, Range, suffices

#: From here on a figure counts whole people or deals; below it a tenth can matter.
_WHOLE = 100
_CHINESE = ((1e12, "万亿"), (1e8, "亿"), (1e4, "万"))
_ENGLISH = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))


def amount(value: float, lang: Language, unit: str = "") -> str:
    """Return a sum as people say it, with its unit behind it."""
    if math.isinf(value):
        return lang.gettext(N_("without limit"))
    size, word = next((s for s in (_CHINESE if lang.code == "zh" else _ENGLISH) if abs(value) >= s[0]), (1, ""))
    return _with_unit(f"{value / size:,.2f}".rstrip("0").rstrip(".") + word, unit, lang)


def _with_unit(words: str, unit: str, lang: Language) -> str:
    return f"{words}{'' if lang.code == 'zh' or not unit else ' '}{unit}"


def heads(value: float, lang: Language) -> str:
    """Return how many: whole ones, or a tenth where there are few."""
    if math.isinf(value):
        return lang.gettext(N_("without limit"))
    value = round(value, 6)
    return f"{math.floor(value):,}" if abs(value) >= _WHOLE else f"{value:,.1f}".removesuffix(".0")


def about(value: float, lang: Language) -> str:
    """Return how many, rounded to two digits, as one says it in a meeting."""
    if math.isinf(value) or abs(value) < _WHOLE:
        return heads(value, lang)
    return f"{round(value, 1 - math.floor(math.log10(abs(value)))):,.0f}"


def percent(value: float) -> str:
    """Return a share in percent."""
    return f"{value:.4g}%"


def span(figure: Range, say: Callable[[float], str]) -> str:
    """Return the least and the most; empty where the figure is certain."""
    return "" if figure.certain else f"{say(figure.low)} – {say(figure.high)}"


def working(funnel: Funnel, outcome: Outcome, lang: Language) -> str:
    """Return how it was worked out with the likely figures: target ÷ value = those at the end, ÷ each conversion."""
    assert funnel.target and funnel.value and outcome.ends  # noqa: S101, PT018 - it was solved
    parts = [
        lang.say(
            Message(
                N_("{target} ÷ {value} each = {ends}"),
                {
                    "target": amount(funnel.target.likely, lang, funnel.unit),
                    "value": amount(funnel.value.likely, lang),
                    "ends": heads(outcome.ends.likely, lang),
                },
            )
        )
    ]
    for stage in reversed(outcome.stages):
        assert stage.step.conversion is not None  # noqa: S101 - it was solved
        share, needed = percent(stage.step.conversion.likely), heads(stage.needed.likely, lang)
        args = {"share": share, "needed": needed, "step": stage.step.name}
        parts.append(lang.say(Message(N_("÷ {share} = {needed} {step}"), args)))
    return " ".join(parts)


def verdict(outcome: Outcome, lang: Language) -> str:
    """Return what is missing, in one sentence."""
    first = outcome.stages[0]
    held = first.needed.likely - first.short.likely
    args = {"needed": heads(first.needed.likely, lang), "held": heads(held, lang), "step": first.step.name}
    if outcome.enough:
        args["spare"] = about(max(0.0, -first.short.likely), lang)
        return lang.say(Message(N_("Enough: {needed} {step} needed, {held} in hand, about {spare} to spare."), args))
    args["short"] = about(first.short.likely, lang)
    return lang.say(Message(N_("{needed} {step} needed, {held} in hand: about {short} short."), args))


def ways_out(funnel: Funnel, outcome: Outcome, lang: Language) -> list[str]:
    """Return what would close the gap: the other channel, or one conversion raised."""
    found: list[str] = []
    if outcome.enough:
        return found
    if outcome.leads is not None:
        args = {
            "leads": about(outcome.leads.likely, lang),
            "step": outcome.others[0].step.name,
            "channel": funnel.alternative or lang.gettext(N_("the other channel")),
        }
        found.append(lang.say(Message(N_("Through {channel}: about {leads} {step} to win."), args)))
    for place, step in enumerate(funnel.steps):
        wanted = suffices(funnel, place)
        if wanted is not None and step.conversion is not None:
            shares = {"step": step.name, "now": percent(step.conversion.likely), "then": percent(round(wanted, 2))}
            found.append(lang.say(Message(N_("Or {step} going on at {then} instead of {now}."), shares)))
    return found
