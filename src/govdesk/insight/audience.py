"""For whom something leaves the program: the one declaration of which rows, fields and grouping each audience gets.

Reports and exports read it. Whatever the audience, private fields stay at home and small groups are not told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.fields.register import Register

FRONTLINE, LEAD, GROUP, SPONSOR = "frontline", "lead", "group", "sponsor"


@dataclass(frozen=True, slots=True)
class Audience:
    """Those for whom something is made.

    Args:
        code: Its name in the code and on the command line.
        label: What it is called, as English source text.
        gets: What it gets, in one line.
        unit: Whether it sees the rows of one unit; `must` where it sees nothing else, `may` where the whole project is
            shown unless a unit is named.
        persons: Whether people are named.
        voices: Whether single voices and single persons stand in it row by row; else they are counted by unit.
        all_fields: Whether rows carry every field that is not private; else only the main ones.
        compares: Whether rows are counted by unit instead of being listed.
        named_private: Whether private fields may go along that are named one by one.
        pages: The parts of a report, in order.
    """

    code: str
    label: str
    gets: str
    unit: str = ""
    persons: bool = True
    voices: bool = True
    all_fields: bool = True
    compares: bool = False
    named_private: bool = False
    pages: tuple[str, ...] = ()


_COURSE = ("milestones", "budget", "commitments")

AUDIENCES = {
    a.code: a
    for a in (
        Audience(
            FRONTLINE,
            N_("Front line"),
            N_("Own rows only, nobody else’s and no names"),
            unit="must",
            persons=False,
            pages=("impact", "answered", "owed", "milestones"),
        ),
        Audience(
            LEAD,
            N_("Unit or project lead"),
            N_("The own unit or project in detail"),
            unit="may",
            named_private=True,
            pages=(
                "glance", "since", "decisions", "patterns", "owed", "numbers", "risks", "voices", "ownership", *_COURSE,
                "impact", "answered",
            ),
        ),
        Audience(
            GROUP,
            N_("Group management"),
            N_("Units and projects compared, no persons"),
            persons=False,
            voices=False,
            all_fields=False,
            compares=True,
            pages=("glance", "projects", "units", "patterns", "numbers", "voices", "milestones", "budget"),
        ),
        Audience(
            SPONSOR,
            N_("Sponsor"),
            N_("The page to decide on, with the evidence behind it"),
            voices=False,
            all_fields=False,
            pages=(
                "glance", "since", "decisions", "patterns", "numbers", "story", "risks", "voices", "ownership",
                *_COURSE, "projects",
            ),
        ),
    )
}  # fmt: skip


def fields_for(audience: Audience, register: type[Register], named: tuple[str, ...] = ()) -> list[Field]:
    """Return the fields of a register that an audience gets.

    Args:
        audience: For whom.
        register: Whose fields.
        named: Private fields that go along because somebody named them; only some audiences may have them.
    """
    found = []
    for field in register.fields():
        if field.private and not (audience.named_private and field.name in named):
            continue
        if not audience.persons and _names_a_person(field):
            continue
        if audience.all_fields or field.main or field.name == register.about.title:
            found.append(field)
    return found


def _names_a_person(field: Field) -> bool:
    return field.tells_person or getattr(field.kind, "target", "") == "stakeholder"


def of_people(register: type[Register]) -> bool:
    """Answer whether each record of a register is one voice, one person or a tie between two: its counts are of people."""
    title = register.field(register.about.title)
    about_one = getattr(title.kind, "target", "") == "stakeholder"
    return register.veil is not None or about_one or any(f.tells_person for f in register.fields())


def refuse_unit(audience: Audience, unit: str) -> None:
    """Refuse to name a unit for an audience that does not look at one.

    Raises:
        GovDeskError: `audience`.
    """
    if unit and not audience.unit:
        text = N_(
            "“{audience}” does not look at a single unit. Nothing was written; leave the department out, or choose another audience."
        )
        raise GovDeskError(Message(text, {"audience": Message(audience.label)}), code="audience")


def refuse_private(audience: Audience, named: Sequence[str]) -> None:
    """Refuse private fields for an audience that may have none.

    Raises:
        GovDeskError: `private`.
    """
    if named and not audience.named_private:
        text = N_(
            "Private fields never go to “{audience}”: {fields}. Nothing was written; leave them out, or choose another audience."
        )
        args = {"audience": Message(audience.label), "fields": ", ".join(named)}
        raise GovDeskError(Message(text, args), code="private")


def refuse_nobody(audience: Audience, unit: str) -> None:
    """Refuse to list rows for an audience that sees its own alone, where nobody said whose.

    Raises:
        GovDeskError: `no_unit`.
    """
    if audience.unit == "must" and not unit:
        text = N_("“{audience}” gets its own rows only. Nothing was written; say whose: name a department.")
        raise GovDeskError(Message(text, {"audience": Message(audience.label)}), code="no_unit")
