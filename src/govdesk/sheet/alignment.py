"""Which record each row of a returned sheet means, seen over the whole table: sorting and copying break ids, not tables.

Sorting only the visible columns binds every row to the wrong hidden id without a sign. Where id and number disagree, what
the rows say decides which of the two went with them; where some columns side with one and some with the other, they were
sorted separately, and such rows are taken for wrong rather than guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from govdesk.i18n import N_, Message
from govdesk.sheet.identity import is_same
from govdesk.sheet.plan_values import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from govdesk.fields.register import Register
    from govdesk.sheet.identity import RecordsOf
    from govdesk.sheet.rows import Reading
    from govdesk.store.query import Record

    Was = Callable[[Record, str], Any]

#: From how many cells on, and by which share of them, a column stands against the others.
_SOME, _CLEAR = 2, 0.8
#: How many rows must have changed places for a column to look sorted.
_MOVED = 3


@dataclass(frozen=True, slots=True)
class Disputed:
    """A row whose hidden id means one record and whose number, or name, another."""

    reading: Reading
    by_id: Record
    by_number: Record


def align(records: RecordsOf, register: type[Register], readings: Sequence[Reading], was: Was) -> list[Problem]:
    """Give each row the id of the record that it means, and return what a person should confirm.

    Args:
        records: The records of all registers.
        register: What the table holds.
        readings: The rows as read; their ids are set right in place.
        was: Tells what a field of a record held when the sheet went out.
    """
    numbered = any(isinstance(r.values.get("number"), int) for r in readings)
    disputed = list(_disputed(records, register, readings, numbered=numbered))
    if not disputed:
        return list(_sorted_alone(records, register, readings, was))
    votes = list(_votes(register, disputed, numbered=numbered).values())
    with_id = sum(v[0] for v in votes) > sum(v[1] for v in votes)
    if any(_is_against(v if with_id else v[::-1]) for v in votes):
        return [_refused(d) for d in disputed]
    if with_id:
        for one in disputed:
            one.reading.values.pop("number", None)
        text = N_(
            "The visible numbers were sorted apart from their rows ({count}). The rows were matched by their hidden id."
        )
        return [_doubt("numbers_sorted", disputed, text)]
    for one in disputed:
        one.reading.identity = one.by_number.id
        one.reading.realigned = True
    text = N_(
        "The sheet was partly sorted: {count} rows stand beside the hidden id of another. They were matched by their visible number or name; please look whether that is right."
    )
    return [_doubt("partly_sorted", disputed, text)]


def _disputed(
    records: RecordsOf, register: type[Register], readings: Sequence[Reading], *, numbered: bool
) -> Iterator[Disputed]:
    title = register.about.title
    for reading in readings:
        mine = records.by_identity(register, reading.identity) if reading.identity else None
        if mine is None:
            continue
        if numbered:
            number = reading.values.get("number")
            other = records.by_number(register, number) if isinstance(number, int) else None
        else:
            name = reading.values.get(title)
            other = (
                records.by_title(register, name) if isinstance(name, str) and name != mine.values.get(title) else None
            )
        if other is not None and other.id != mine.id:
            yield Disputed(reading, mine, other)


def _sorted_alone(
    records: RecordsOf, register: type[Register], readings: Sequence[Reading], was: Was
) -> Iterator[Problem]:
    """Yield each column that holds the values that were sent in another order, equal ones together; it is left out.

    Whatever the order of a language's words, sorting leaves equal values side by side.
    """
    found = [(r, m) for r in readings if r.identity and (m := records.by_identity(register, r.identity)) is not None]
    if len({m.id for _, m in found}) < max(len(found), _MOVED):
        return
    for field in register.fields():
        if field.system or not any(field.name in r.values for r, _ in found):
            continue
        here = [_plain(r.values.get(field.name)) for r, _ in found]
        there = [_plain(was(m, field.name)) for _, m in found]
        moved = sum(a != b for a, b in zip(here, there, strict=True))
        runs = 1 + sum(a != b for a, b in pairwise(here))
        if moved < _MOVED or sorted(here) != sorted(there) or runs > len(set(here)):
            continue
        for reading, _ in found:
            reading.values.pop(field.name, None)
        text = N_(
            "The column “{field}” holds the values that were sent, but on other rows: it was sorted without the rest. It is left out; everything else is taken."
        )
        row = min(r.row for r, _ in found) + 1
        yield Problem("column_sorted", f"A{row}", Message(text, {"field": Message(field.label)}), field.name)


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _votes(register: type[Register], disputed: Sequence[Disputed], *, numbered: bool) -> dict[str, tuple[int, int]]:
    """Count, per column, the cells that agree with the record of the id and with that of the number."""
    found: dict[str, tuple[int, int]] = {}
    skip = {"number", "project"} if numbered else {"number", "project", register.about.title}
    for one in disputed:
        for name, value in one.reading.values.items():
            mine, other = one.by_id.values.get(name), one.by_number.values.get(name)
            if name in skip or is_same(mine, other):
                continue
            ids, numbers = found.get(name, (0, 0))
            found[name] = (ids + is_same(mine, value), numbers + is_same(other, value))
    return found


def _is_against(votes: tuple[int, int]) -> bool:
    """Answer whether a column clearly goes with the second side, though the table goes with the first."""
    other = votes[1]
    return other >= _SOME and other >= _CLEAR * sum(votes)


def _refused(one: Disputed) -> Problem:
    text = N_(
        "This row mixes two records: some of its columns were sorted without the others. Sort the sheet back, or mend the row by hand."
    )
    problem = Problem("mixed_rows", f"A{one.reading.row + 1}", Message(text))
    one.reading.problems.append(problem)
    return problem


def _doubt(code: str, disputed: Sequence[Disputed], text: str) -> Problem:
    row = min(d.reading.row for d in disputed) + 1
    return Problem(code, f"A{row}", Message(text, {"count": len(disputed)}))
