"""The conflicts of a merge in the words of people: what a field is called, what a value reads as.

The window and the command line both say them so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from govdesk.fields.kinds import Link
from govdesk.i18n import N_, Language, Message
from govdesk.store.divergence import EXTRA, WHOLE
from govdesk.store.merge_values import REMOVED_HERE, REMOVED_THERE, USED_HERE, USED_THERE, MergeConflict

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

_REASONS = {
    REMOVED_HERE: N_("Removed here, changed there"),
    REMOVED_THERE: N_("Removed there, changed here"),
    USED_HERE: N_("Removed there, still used here"),
    USED_THERE: N_("Removed here, still used there"),
}


def field_label(registers: Registers, conflict: MergeConflict) -> Message | str:
    """Return what a conflict is about: the field's label, an extra column's heading, or why a record is disputed."""
    if conflict.name == WHOLE:
        return Message(_REASONS[conflict.reason])
    if conflict.name.startswith(EXTRA):
        return conflict.name.removeprefix(EXTRA)
    return Message(registers[conflict.register].field(conflict.name).label)


def shown_value(
    registers: Registers, conflict: MergeConflict, value: Any, lang: Language, names: Mapping[str, str] | None = None
) -> str:
    """Return a value of a conflict as a person reads it.

    Args:
        registers: All registers.
        conflict: The conflict.
        value: One of its values, as the file holds it.
        lang: The language.
        names: What the records are called that links point to, by id.
    """
    if conflict.name == WHOLE:
        return str(value) if value is not None else lang.gettext(N_("(removed)"))
    if value is None:
        return ""
    if conflict.name.startswith(EXTRA):
        return str(value)
    kind = registers[conflict.register].field(conflict.name).kind
    if isinstance(kind, Link):
        return (names or {}).get(value, "") or str(value)
    return kind.show(kind.load(value), lang)
