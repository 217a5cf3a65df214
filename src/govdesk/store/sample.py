"""Makes the sample workspace from the tables in `resources/sample`: one CSV file per register, in either language.

A column is called after its field, or `<field>_zh` and `<field>_en` where the two languages differ. `key` names a row for the
links of other files; dates are days from today; choices are codes; flags are 1 or 0. `past.csv` tells what some values were
before, and on which day they became what they are, so that the sample has a past to look back on.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.errors import GovDeskError
from govdesk.fields.kind import Invalid
from govdesk.fields.kinds import Choice, Date, Flag, Link
from govdesk.i18n import LANGUAGES, N_, Message
from govdesk.paths import resource
from govdesk.store.edit import validate
from govdesk.store.query import find
from govdesk.store.schema import operation
from govdesk.store.workspace import Workspace
from govdesk.store.writing import insert_rows, new_id, update_row

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.fields.register import Register, Registers

_FLAGS = {"1": True, "0": False}


@dataclass(frozen=True, slots=True)
class _Row:
    place: str
    cells: Mapping[str, str]
    id: str


def make_sample(
    path: Path,
    registers: Registers,
    language: str,
    today: date,
    *,
    author: str = "",
    folder: Path | None = None,
) -> Workspace:
    """Make the sample workspace and open it.

    Args:
        path: Where to.
        registers: All registers; one without a file stays empty.
        language: `zh` or `en`.
        today: The day that the dates of the sample are counted from.
        author: Who the history names.
        folder: Where the tables lie, if not where they come with the program.

    Raises:
        GovDeskError: `exists`, `unwritable`, or `sample` with file and line of what is wrong with the data.
    """
    tables = {
        code: list(_rows(register, folder or resource("sample"), language)) for code, register in registers.items()
    }
    ids = {code: _ids(rows) for code, rows in tables.items()}
    values = {code: [_values(registers[code], row, ids, today) for row in rows] for code, rows in tables.items()}
    turns = _turns(registers, folder or resource("sample"), language, ids)
    _go_back(values, turns)
    workspace = Workspace.create(path, registers, author=author)
    try:
        with workspace.write(Message(N_("Sample data"))) as session:
            if turns:
                _backdate(session, today, turns[0].day - 1)
            for code, register in registers.items():
                for row, found in zip(tables[code], values[code], strict=True):
                    for name, why in validate(session, registers, code, found):
                        raise _wrong(row.place, name, why.message)
                insert_rows(session, register, values[code])
        for turn in turns:
            _take(workspace, turn, today)
    except BaseException:
        workspace.close()
        path.unlink(missing_ok=True)
        raise
    return workspace


@dataclass(frozen=True, slots=True)
class _Turn:
    """One value of the past: what it was before a day, and what it became on it."""

    register: type[Register]
    id: str
    field: Field
    day: int
    before: Any
    reason: str
    after: Any = None


def _turns(registers: Registers, folder: Path, language: str, ids: Mapping[str, Mapping[str, str]]) -> list[_Turn]:
    """Read the past of the sample, the oldest first; a folder without one has none."""
    path = folder / "past.csv"
    if not path.exists():
        return []
    found = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            place, code = f"{path.name}, line {reader.line_num}", row["register"]
            if code not in registers or row["key"] not in ids[code]:
                raise _wrong(place, "key", Message(N_("“{text}” does not fit."), {"text": row["key"]}))
            field = registers[code].field(row["field"])
            before = _value(field, row["before"], ids, date.today())
            if isinstance(before, Invalid):
                raise _wrong(place, field.name, before.message)
            reason = row[f"reason_{language}"].strip()
            found.append(_Turn(registers[code], ids[code][row["key"]], field, int(row["day"]), before, reason))
    return sorted(found, key=lambda t: t.day)


def _go_back(values: Mapping[str, list[dict[str, Any]]], turns: list[_Turn]) -> None:
    """Set the records to what they were first, and tell each turn what it leads to."""
    records = {found["id"]: found for rows in values.values() for found in rows}
    for n, turn in reversed(list(enumerate(turns))):
        turns[n] = replace(turn, after=records[turn.id].get(turn.field.name))
        records[turn.id][turn.field.name] = turn.before


def _take(workspace: Workspace, turn: _Turn, today: date) -> None:
    with workspace.read() as session:
        record = find(session, workspace.registers, turn.register.register_code(), turn.id)
    kind, value = turn.field.kind, turn.after
    args = {
        "field": Message(turn.field.label),
        "record": record.title(turn.register) if record is not None else "",
        "value": Message(kind.vocabulary[value].label) if isinstance(kind, Choice) else str(value),
        "reason": turn.reason,
    }
    text = N_("{field} of {record} to {value} ({reason})") if turn.reason else N_("{field} of {record} to {value}")
    with workspace.write(Message(text, args)) as session:
        _backdate(session, today, turn.day)
        update_row(session, turn.register, turn.id, {turn.field.name: value})


def _backdate(session: Session, today: date, day: int) -> None:
    """Let the operation that is being written have happened at noon of a day, counted from today."""
    at = datetime.combine(today + timedelta(days=day), time(12), UTC)
    last = select(func.max(operation.c.id)).scalar_subquery()
    session.connection().execute(
        operation.update().where(operation.c.id == last).values(at=at.isoformat(timespec="seconds"))
    )


def _rows(register: type[Register], folder: Path, language: str) -> Iterator[_Row]:
    path = folder / f"{register.register_code()}.csv"
    if not path.exists():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, restkey="?")
        columns = _columns(register, reader.fieldnames or (), language, f"{path.name}, line 1")
        for cells in reader:
            place = f"{path.name}, line {reader.line_num}"
            if None in cells.values() or "?" in cells:
                raise _wrong(place, "", Message(N_("The line has more or fewer cells than the header.")))
            named = {name: cells[column].strip() for column, name in columns.items()}
            nameless = register.veil is not None and _FLAGS.get(named.get(register.veil.flag, ""), False)
            yield _Row(place, named, new_id(nameless=nameless))


def _columns(register: type[Register], headings: Sequence[str], language: str, place: str) -> dict[str, str]:
    names = {f.name for f in register.fields() if not f.system} | {"key"}
    found = {}
    for heading in headings:
        stem, _, ending = heading.rpartition("_")
        name = stem if ending in LANGUAGES and heading not in names else heading
        if name not in names:
            raise _wrong(place, heading, Message(N_("There is no such field.")))
        if name == heading or ending == language:
            found[heading] = name
    return found


def _ids(rows: list[_Row]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows:
        key = row.cells.get("key", "")
        if key in found:
            raise _wrong(row.place, "key", Message(N_("“{text}” stands there twice."), {"text": key}))
        if key:
            found[key] = row.id
    return found


def _values(register: type[Register], row: _Row, ids: Mapping[str, Mapping[str, str]], today: date) -> dict[str, Any]:
    found: dict[str, Any] = {"id": row.id}
    for name, text in row.cells.items():
        if name == "key" or not text:
            continue
        value = _value(register.field(name), text, ids, today)
        if isinstance(value, Invalid):
            raise _wrong(row.place, name, value.message)
        found[name] = value
    return found


def _value(field: Field, text: str, ids: Mapping[str, Mapping[str, str]], today: date) -> Any:
    kind = field.kind
    unknown = Invalid("sample", Message(N_("“{text}” does not fit."), {"text": text}))
    if isinstance(kind, Link):
        return ids.get(kind.target, {}).get(text, unknown)
    if isinstance(kind, Date):
        return today + timedelta(days=int(text)) if text.lstrip("-").isdecimal() else unknown
    if isinstance(kind, Flag):
        return _FLAGS.get(text, unknown)
    if isinstance(kind, Choice):
        return text if text in kind.vocabulary else unknown
    return kind.read(text)


def _wrong(place: str, name: str, why: Message) -> GovDeskError:
    text = N_("The sample data is wrong in {place}, {field}: {why} No workspace was made.")
    return GovDeskError(text, code="sample", place=place, field=name or "-", why=why)
