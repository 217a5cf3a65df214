"""What goes out to one audience: registers as sheets with its rows and fields, or as counts by unit.

`insight/audience` declares what each gets; an export asks here before `writing` puts it into a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.insight.audience import Audience, fields_for, of_people, refuse_nobody, refuse_unit
from govdesk.insight.audience_rows import compared, own_rows
from govdesk.insight.unit import beneath
from govdesk.sheet.numbers import NumberSheet
from govdesk.sheet.outgoing import ExportSheet, in_words, of_query, words_of

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.fields.register import Registers
    from govdesk.store.query import Query


@dataclass(frozen=True, slots=True)
class Leaving:
    """What leaves the program: sheets of rows, and tables of counts, by register."""

    sheets: tuple[ExportSheet, ...]
    numbers: tuple[NumberSheet, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The registers whose rows go out, in order."""
        return tuple(s.register.register_code() for s in self.sheets)


def leaving(
    session: Session,
    registers: Registers,
    queries: Sequence[Query],
    fields: Mapping[str, Sequence[Field]],
    audience: Audience,
    unit: str,
    lang: str,
) -> Leaving:
    """Return what an audience gets of some views; the session must stay open until it is written.

    Args:
        session: A reading session.
        registers: All registers.
        queries: The views, one for each sheet.
        fields: The columns of each register that the audience may have and the user wants.
        audience: For whom.
        unit: Id of the department whose own rows they are; empty for none.
        lang: `zh`, `en` or `both`.

    Raises:
        GovDeskError: `audience`, `no_unit` or `nothing`.
    """
    refuse_unit(audience, unit)
    refuse_nobody(audience, unit)
    units = beneath(session, registers, unit)
    sheets, numbers, taken = [], [], words_of(lang)
    for query in queries:
        register = registers[query.register]
        if audience.compares or (not audience.voices and of_people(register)):
            found = compared(session, registers, query, taken)
            name = in_words(register.about.plural, lang)
            numbers.append(NumberSheet(name, (found.headings, *found.lines)))
            continue
        if register.about.title not in {f.name for f in fields_for(audience, register)}:
            continue
        keys = own_rows(session, registers, query, units) if unit else None
        bare = not (audience.persons and audience.all_fields)
        sheets.append(of_query(session, registers, query, fields=fields[query.register], keys=keys, bare=bare))
    if not (sheets or numbers):
        text = N_("Nothing of this is for “{audience}”: without its names it says nothing. Nothing was written.")
        raise GovDeskError(Message(text, {"audience": Message(audience.label)}), code="nothing")
    filled = [s for s in sheets if s.count or not unit] or sheets[:1]
    return Leaving(tuple(filled), tuple(numbers))
