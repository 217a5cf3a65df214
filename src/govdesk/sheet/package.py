"""What is sent out to be filled in, as values: which registers and fields are asked of whom, and what that costs them.

`split` makes the packages, `package_book` writes each as a workbook, `sending` sends them and notes it down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govdesk.errors import GovDeskError
from govdesk.fields.kinds import Link
from govdesk.fields.text import fold
from govdesk.i18n import LANGUAGES, N_, Message, language

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.fields.register import Register, Registers
    from govdesk.store.query import Record

#: Whose rows a workbook holds.
BY = ("department", "owner", "stakeholder")
#: Seconds that a cell takes: to fill in by kind, else as a word or two; to look over where it is filled already.
_SECONDS = {"long_text": 75, "text": 30, "tags": 20, "link": 15, "date": 12, "choice": 8, "scale": 10, "flag": 5}
_OTHER_SECONDS, _LOOK_SECONDS, _ROW_SECONDS, _START_SECONDS = 15, 3, 10, 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of one register: the fields asked for, and those shown beside them so that a row can be known."""

    register: str
    asked: tuple[str, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Burden:
    """What a workbook asks: its rows, the cells asked for, how many of those are still empty, and the minutes it takes."""

    rows: int = 0
    cells: int = 0
    empty: int = 0
    minutes: int = 0

    def __add__(self, other: Burden) -> Burden:
        mine, theirs = self, other
        return Burden(
            mine.rows + theirs.rows,
            mine.cells + theirs.cells,
            mine.empty + theirs.empty,
            mine.minutes + theirs.minutes,
        )


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one register that go to one recipient."""

    wanted: Wanted
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """All that goes to one recipient.

    Args:
        recipients: Ids of the records that stand for them; several where one person has a part in several projects.
        name: What they are called.
        hint: A word that tells them from a namesake.
    """

    recipients: tuple[str, ...]
    name: str
    parts: tuple[Part, ...]
    burden: Burden
    hint: str = ""


def burden_of(registers: Registers, parts: Sequence[Part]) -> Burden:
    """Return what filling in these rows costs; minutes are rounded up, a minute at least."""
    rows = cells = empty = seconds = 0
    for part in parts:
        asked = [registers[part.wanted.register].field(n) for n in part.wanted.asked]
        for record in part.records:
            open_ = [f for f in asked if record.values.get(f.name) is None]
            rows += 1
            cells += len(asked)
            empty += len(open_)
            seconds += _ROW_SECONDS + _LOOK_SECONDS * (len(asked) - len(open_))
            seconds += sum(_SECONDS.get(f.kind.code, _OTHER_SECONDS) for f in open_)
    minutes = -(-(seconds + _START_SECONDS) // 60) if rows else 0
    return Burden(rows, cells, empty, minutes)


def may_be_asked(field: Field) -> bool:
    """Answer whether anybody can be asked for a field at all: not for what the program writes, nor for the project."""
    owner = isinstance(field.kind, Link) and field.kind.owner
    return not field.system and field.name != "project" and not (owner and field.key)


def usual(register: type[Register]) -> Wanted:
    """Return what is wanted of a register where the sender does not say: never anything private."""
    fields = [f for f in register.fields() if may_be_asked(f) and not f.private]
    asked = [f for f in fields if f.asked]
    if not asked:
        known = [f for f in fields if f.key or f.required or isinstance(f.kind, Link)]
        asked = [f for f in fields if f.main and f not in known]
    return wanted(register, [f.name for f in asked])


def wanted(register: type[Register], asked: Sequence[str], shown: Sequence[str] | None = None) -> Wanted:
    """Return what is wanted of a register, with what a reader needs to know the rows by where that is not said.

    Args:
        asked: Names of the fields asked for.
        shown: Names of the fields shown beside them; those asked for are left out.
    """
    names = [f.name for f in register.fields() if f.name in (_needed(register) if shown is None else shown)]
    order = [f.name for f in register.fields() if f.name in asked]
    return Wanted(register.register_code(), tuple(order), tuple(n for n in names if n not in asked))


def _needed(register: type[Register]) -> set[str]:
    fields = [f for f in register.fields() if not f.private and f.name != "project"]
    known = {f.name for f in fields if f.key or f.required or f.name in ("number", register.about.title)}
    handled = {f.name for f in fields if "owner" in f.recipients}
    dates = {f.name for f in fields if f.main and f.kind.code == "date"}
    return known | handled | dates


def fields_named(register: type[Register], names: Sequence[str]) -> list[str]:
    """Return the fields of a register that people name: by column, label in any language, or `register.column`."""
    found: list[str] = []
    code = register.register_code()
    for name in names:
        head, dot, rest = name.partition(".")
        bare = rest if dot and fold(head) == code else name
        field = next((f for f in register.fields() if fold(bare) in _spellings(f)), None)
        if field is not None and field.name not in found:
            found.append(field.name)
    return found


def _spellings(field: Field) -> set[str]:
    return {fold(field.name), fold(field.label), *(fold(language(c).gettext(field.label)) for c in LANGUAGES)}


def refuse_unasked(register: type[Register], names: Sequence[str]) -> None:
    """Refuse a field that nobody can be asked for.

    Raises:
        GovDeskError: `not_asked`.
    """
    for name in names:
        if not may_be_asked(register.field(name)):
            text = N_("Nobody can be asked for “{field}”: the program gives it itself. Nothing was written.")
            raise GovDeskError(text, code="not_asked", field=Message(register.field(name).label))
