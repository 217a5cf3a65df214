"""Makes the sample workspace from the tables in `resources/sample`: one CSV file per register, in either language.

A column is called after its field, or `<field>_zh` and `<field>_en` where the two languages differ. `key` names a row for the
links of other files; dates are days from today; choices are codes; flags are 1 or 0.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govdesk.errors import GovDeskError
from govdesk.fields.kind import Invalid
from govdesk.fields.kinds import Choice, Date, Flag, Link
from govdesk.i18n import LANGUAGES, N_, Message
from govdesk.paths import resource
from govdesk.store.edit import validate
from govdesk.store.workspace import Workspace
from govdesk.store.writing import insert_rows, new_id

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
    workspace = Workspace.create(path, registers, author=author)
    try:
        with workspace.write(Message(N_("Sample data"))) as session:
            for code, register in registers.items():
                for row, found in zip(tables[code], values[code], strict=True):
                    for name, why in validate(session, registers, code, found):
                        raise _wrong(row.place, name, why.message)
                insert_rows(session, register, values[code])
    except BaseException:
        workspace.close()
        path.unlink(missing_ok=True)
        raise
    return workspace


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
