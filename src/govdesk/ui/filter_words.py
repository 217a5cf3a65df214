"""Filters in words: what each operator is called, and the short sentence that stands on a chip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from govdesk.fields.field import Field
from govdesk.fields.kinds import Choice, Link, Scale
from govdesk.i18n import N_, Message
from govdesk.ui.context import Context

if TYPE_CHECKING:
    from govdesk.store.query import Filter

#: Operators as they are called in the list of a filter.
OPERATORS = {
    "contains": N_("contains"), "is": N_("is"), "any_of": N_("is one of"), "none_of": N_("is none of"),
    "at_least": N_("at least"), "at_most": N_("at most"), "from": N_("from"), "to": N_("to"),
    "yes": N_("yes"), "no": N_("no"), "empty": N_("is empty"), "filled": N_("is filled in"),
}  # fmt: skip
_CHIPS = {
    "contains": N_("contains “{value}”"), "is": N_("is {value}"), "any_of": "{value}", "none_of": N_("not {value}"),
    "at_least": N_("at least {value}"), "at_most": N_("at most {value}"), "from": N_("from {value}"), "to": N_("to {value}"),
    "yes": N_("yes"), "no": N_("no"), "empty": N_("empty"), "filled": N_("filled in"),
}  # fmt: skip
_NAMED = 3
EMPTY = N_("(empty)")


def chip_text(context: Context, field: Field, filters: Sequence[Filter]) -> str:
    """Return the words of one field's filters."""
    say = context.language
    parts = []
    for one in filters:
        words = _CHIPS.get(one.operator, one.operator)
        parts.append(say.say(Message(words, {"value": _values(context, field, one.values)})))
    return say.say(Message(N_("{field}: {filter}"), {"field": Message(field.label), "filter": " ".join(parts)}))


def _values(context: Context, field: Field, values: Sequence[Any]) -> str:
    named = [value_text(context, field, v) for v in values[:_NAMED]]
    joined = ("、" if context.language.code == "zh" else ", ").join(named)
    return f"{joined} +{len(values) - _NAMED}" if len(values) > _NAMED else joined


def value_text(context: Context, field: Field, value: Any, name: str = "") -> str:
    """Return one value as a person reads it; a link's name is looked up where it is not known."""
    if value is None:
        return context.say(EMPTY)
    if isinstance(field.kind, Link):
        return name or _title(context, field.kind.target, value)
    if isinstance(field.kind, Scale):
        return f"{value} {field.kind.word(value, context.language)}" if field.kind.vocabulary else str(value)
    if isinstance(field.kind, Choice):
        return field.kind.show(value, context.language)
    return value if isinstance(value, str) else field.kind.show(value, context.language)


def _title(context: Context, code: str, identity: str) -> str:
    from govdesk.store.query import find  # noqa: PLC0415 - the store comes with the workspace

    with context.workspace.read() as session:
        found = find(session, context.registers, code, identity)
    return found.title(context.registers[code]) if found else "?"
