"""What goes out on one sheet: a register's records with the columns asked for, and how each becomes a cell.

`writing` and its two faces (workbook, CSV) take these values; a view's query is turned into one by `of_query`.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from govdesk.fields.kind import Kind, SheetFormat
from govdesk.fields.kinds import Link
from govdesk.i18n import Language, language
from govdesk.sheet.grid import MARK
from govdesk.store.query import Query, Record, records, rows, table_of

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.fields.register import Register, Registers

BOTH = "both"
_HEADING = 200
_AT_ONCE = 2_000
_ALL_AT_ONCE = 30_000
_UNREADABLE = re.compile("[\0\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile(r"[\s\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class ExportSheet:
    """One sheet to be written.

    Args:
        register: Whose records they are.
        title: Name of the sheet; empty for the register's own.
        fields: The columns, in order.
        records: The rows, in order.
        extra: Headings of the extra columns; None gathers them from the records, which are then all held in memory.
        count: How many records will come, for the progress; 0 where nobody knows.
    """

    register: type[Register]
    title: str
    fields: tuple[Field, ...]
    records: Iterable[Record]
    extra: tuple[str, ...] | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """One column as it is written: its heading, the cell of each record, and how it looks."""

    heading: str
    cell: Callable[[Record], Any]
    format: SheetFormat
    field: Field | None = None


def of_query(
    session: Session,
    registers: Registers,
    query: Query,
    *,
    fields: Sequence[Field] | None = None,
    title: str = "",
    keys: Sequence[int] | None = None,
    bare: bool = False,
) -> ExportSheet:
    """Return a view as a sheet; its records are read while they are written, so the session must stay open.

    Args:
        fields: The columns, where not all of the register's.
        title: Name of the sheet, where not the register's.
        keys: The rows, where not all of the view's.
        bare: Whether the extra columns stay at home.
    """
    register = registers[query.register]
    wanted = rows(session, registers, query) if keys is None else keys

    def found() -> Iterator[Record]:
        for start in range(0, len(wanted), _AT_ONCE):
            yield from records(session, registers, query.register, wanted[start : start + _AT_ONCE])

    extra = () if bare else _extra_headings(session, register, wanted)
    return ExportSheet(register, title, tuple(fields or register.fields()), found(), extra, len(wanted))


def _extra_headings(session: Session, register: type[Register], keys: Sequence[int]) -> tuple[str, ...]:
    table = table_of(register).name
    connection = session.connection()
    if connection.exec_driver_sql(f'SELECT 1 FROM "{table}" WHERE extra IS NOT NULL LIMIT 1').scalar() is None:  # noqa: S608
        return ()
    found: dict[str, int] = {}
    for start in range(0, len(keys), _ALL_AT_ONCE):
        chunk = tuple(keys[start : start + _ALL_AT_ONCE])
        statement = (
            f'SELECT j.key, min(t."row") FROM "{table}" t, json_each(t.extra) j '  # noqa: S608 - own name
            f'WHERE t.extra IS NOT NULL AND t."row" IN ({",".join("?" * len(chunk))}) GROUP BY j.key ORDER BY 2'
        )
        for heading, row in connection.exec_driver_sql(statement, chunk):
            found.setdefault(str(heading), row)
    return tuple(found)


def new_export() -> str:
    """Return what one export is called from now on, wherever its sheets go."""
    return secrets.token_hex(4)


def gathered(sheet: ExportSheet) -> tuple[Iterable[Record], tuple[str, ...]]:
    """Return a sheet's records and the headings of its extra columns."""
    if sheet.extra is not None:
        return sheet.records, sheet.extra
    held = list(sheet.records)
    return held, tuple(dict.fromkeys(heading for record in held for heading in record.extra))


def columns_of(sheet: ExportSheet, extra: Sequence[str], lang: str) -> list[Column]:
    """Return the columns of a sheet; no two headings are alike, whatever their case.

    Args:
        extra: Headings of the extra columns.
        lang: `zh`, `en` or `both`.
    """
    shown = words_of(lang)
    taken: set[str] = set()
    found = []
    for field in sheet.fields:
        heading = _unique(in_words(field.label, lang), taken)
        found.append(Column(heading, _cell_of(field, shown), field.kind.sheet_format(shown), field))
    plain = SheetFormat()
    # An extra column is never called as a field is, not even as one that stays at home, or it would come back as that.
    taken |= {in_words(field.label, lang).casefold() for field in sheet.register.fields()}
    found += [Column(_unique(h, taken), _extra_of(h), plain) for h in extra if not h.startswith(MARK)]
    return found


def words_of(lang: str) -> Language:
    """Return the language of the values in a sheet."""
    return language("zh" if lang == BOTH else lang)


def in_words(label: str, lang: str) -> str:
    """Return a label as a heading: in one language, or in both with a space between."""
    if lang != BOTH:
        return language(lang).gettext(label)
    words = (language(code).gettext(label) for code in ("zh", "en"))
    return " ".join(dict.fromkeys(words))


def _unique(heading: str, taken: set[str]) -> str:
    base = _BREAK.sub(" ", readable(heading)).strip()[:_HEADING] or "-"
    name, number = base, 2
    while name.casefold() in taken:
        name, number = f"{base} {number}", number + 1
    taken.add(name.casefold())
    return name


def readable(text: str) -> str:
    """Return a text without the characters that no spreadsheet can hold; U+FFFD stands in their place."""
    return _UNREADABLE.sub("\ufffd", text)


def _cell_of(field: Field, lang: Language) -> Callable[[Record], Any]:
    name, kind = field.name, field.kind
    if isinstance(kind, Link):
        return lambda record: record.names.get(name)
    if type(kind).cell is Kind.cell and type(kind).show is Kind.show:
        return lambda record: record.values.get(name)
    if kind.sheet_format(lang).words:
        return _worded(name, kind, lang)
    return lambda record: kind.cell(record.values.get(name), lang)


def _worded(name: str, kind: Kind, lang: Language) -> Callable[[Record], Any]:
    words: dict[Any, object] = {None: None}

    def cell(record: Record) -> object:
        value = record.values.get(name)
        if value not in words:
            words[value] = kind.cell(value, lang)
        return words[value]

    return cell


def _extra_of(heading: str) -> Callable[[Record], Any]:
    return lambda record: record.extra.get(heading)
