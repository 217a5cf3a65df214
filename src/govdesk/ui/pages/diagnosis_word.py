"""The words and signs that every part of the diagnosis shares: levels, numerals, trends, how many records."""

from __future__ import annotations

from govdesk.i18n import N_, Message
from govdesk.insight.diagnosis.catalogue import RULES, rule_named
from govdesk.insight.diagnosis.finding import LEVEL_NAMES, Effect, Evidence, gravity
from govdesk.insight.diagnosis.snapshot import Trend
from govdesk.ui.context import Context

LEVEL_ICONS = {
    "act": "circle-alert",
    "watch": "triangle-alert",
    "none": "circle-check",
    "insufficient": "circle-dashed",
}
LEVEL_TONES = {"act": "act", "watch": "watch", "none": "good", "insufficient": "quiet"}
GROUP_NAMES = {
    "pits": N_("Six pits"),
    "surface": N_("Surface causes"),
    "starting_point": N_("Starting point"),
    "landing": N_("Landing checks"),
    "scaling": N_("From pilot to scale"),
    "support": N_("Support"),
}
_NUMERALS = "一二三四五六七八九十"
_ARROWS = {"worse": "↗", "same": "→", "better": "↘", "unknown": "–"}
_CHECKS = ("landing", "scaling", "support")
_PITS = [rule.code for rule in RULES if rule.group == "pits"]


def level_word(context: Context, level: str, rule: str = "") -> str:
    """Return what a level is called; a check that shows no sign of failing is in place."""
    is_check = level == "none" and rule and rule_named(rule).group in _CHECKS
    return context.say(N_("In place") if is_check else LEVEL_NAMES[level])


def numeral(context: Context, place: int) -> str:
    """Return a place in a list, from 0, as it is counted in the language."""
    return _NUMERALS[place] if context.language.code == "zh" and place < len(_NUMERALS) else str(place + 1)


def rule_title(context: Context, code: str) -> str:
    """Return what a rule is called, a pit with its numeral before it."""
    name = context.say(rule_named(code).name)
    return f"{numeral(context, _PITS.index(code))} {name}" if code in _PITS else name


def short_name(context: Context, code: str) -> str:
    """Return what a rule is called where there is little room."""
    if code in _PITS:
        return context.say(Message(N_("Pit {n}"), {"n": numeral(context, _PITS.index(code))}))
    return context.say(GROUP_NAMES.get(code, rule_named(code).name))


def records_word(context: Context, count: int) -> str:
    """Return how many records stand behind something."""
    return context.language.ngettext("{count} record", "{count} records", count)


def of_register(context: Context, evidence: Evidence) -> str:
    """Return how many records of which register."""
    register = context.registers[evidence.register].about
    name = register.label if evidence.count == 1 else register.plural
    return context.say(Message(N_("{register}: {count}"), {"register": Message(name), "count": f"{evidence.count:,}"}))


def trend_word(context: Context, trend: Trend | None) -> str:
    """Return what became of a rule since the last snapshot; a dash where that is not known."""
    if trend is None or trend.direction == "unknown":
        return "–"
    if trend.change > 0:
        words = Message(N_("{count} more than last time"), {"count": trend.change})
    elif trend.change < 0:
        words = Message(N_("{count} fewer than last time"), {"count": -trend.change})
    else:
        texts = {"worse": N_("worse than last time"), "same": N_("as last time"), "better": N_("better than last time")}
        words = Message(texts[trend.direction])
    return f"{_ARROWS[trend.direction]} {context.say(words)}"


def trend_told(context: Context, trend: Trend | None) -> str:
    """Return the trend in a sentence."""
    if trend is None:
        return context.say(N_("No snapshot of an earlier day to compare with yet"))
    args = {"day": trend.since.isoformat(), "level": Message(LEVEL_NAMES[trend.level]), "count": trend.count}
    return context.say(Message(N_("On {day}: {level}, {count} records"), args))


def effect_word(context: Context, effect: Effect, *, named: bool = True) -> str:
    """Return what a step does to a rule: the level that it leads to, or that it helps; with the rule's name or without."""
    helps = gravity(effect.after) < gravity(effect.before)
    words = f"→ {level_word(context, effect.after, effect.rule)}" if helps else "↓"
    return f"{short_name(context, effect.rule)} {words}" if named else words
