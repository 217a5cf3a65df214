"""Which column goes to which field: what was agreed before, then the lexicon, then what the cells hold."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from govdesk.fields.kind import Invalid, as_text
from govdesk.fields.kinds import Choice, Serial
from govdesk.sheet.column import ColumnReader, holds_prose, is_blank, is_placeholder, samples
from govdesk.sheet.headings import Heading, SheetTable
from govdesk.sheet.lexicon import Lexicon, plain
from govdesk.sheet.plan_values import EXTRA, IDENTITY, LEFT_OUT, Column, SheetChoice

if TYPE_CHECKING:
    from govdesk.fields.register import Register
    from govdesk.sheet.grid import Grid

IDENTITY_HEADING = re.compile(r"_govdesk:([0-9a-f-]{36}):([a-z_]+):(\d+)")
_LOOKED_AT = 400


def fingerprint(register: str, headings: Sequence[Heading]) -> str:
    """Return what a layout is remembered by: its register and its headings in order."""
    words = "\x1f".join([register, *(plain(h.text) for h in headings)])
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def remembered(session: Session, key: str) -> dict[str, str]:
    """Return the field of each heading as it was agreed for this layout, or nothing."""
    found = session.connection().exec_driver_sql("SELECT mapping FROM layout WHERE fingerprint = ?", (key,)).scalar()
    return json.loads(found) if found else {}


def map_columns(
    grid: Grid, table: SheetTable, lexicon: Lexicon, choice: SheetChoice, agreed: Mapping[str, str]
) -> tuple[Column, ...]:
    """Return what becomes of each column of a table.

    Args:
        grid: The sheet.
        table: The table with its headings matched by the lexicon.
        lexicon: The register's words.
        choice: What the user said; stands above everything.
        agreed: What was agreed for this layout before; stands above the lexicon.
    """
    rows = range(table.first_row, min(table.last_row + 1, table.first_row + _LOOKED_AT))
    columns = []
    for heading in table.headings:
        name, how = _decide(grid, heading, lexicon, rows, choice, agreed)
        suggestions = () if how == "lexicon" else lexicon.suggest(heading.text)
        shown = samples(grid, heading.column, rows)
        columns.append(Column(heading.column, heading.text, name, suggestions, shown, how))
    if choice.mapping is None and not agreed:
        columns = _by_words(grid, columns, lexicon.register, rows)
    return tuple(columns)


def _decide(
    grid: Grid, heading: Heading, lexicon: Lexicon, rows: range, choice: SheetChoice, agreed: Mapping[str, str]
) -> tuple[str, str]:
    if IDENTITY_HEADING.fullmatch(heading.text.strip()):
        return IDENTITY, "lexicon"
    if choice.mapping is not None and heading.column in choice.mapping:
        return choice.mapping[heading.column], "user"
    if heading.text in agreed:
        return agreed[heading.text], "remembered"
    empty = all(is_blank(grid.value(r, heading.column)) for r in rows)
    if heading.hit is None or is_placeholder(heading.text):
        return (LEFT_OUT if empty else EXTRA), "none"
    name = heading.hit.field
    if name == "number":
        return (
            "number" if _holds_our_numbers(grid, heading.column, lexicon.register, rows) else "reference"
        ), "lexicon"
    reader = ColumnReader(grid, heading.column, lexicon.register.field(name), rows)
    if holds_prose(reader, rows):
        return lexicon.register.field(name).prose or EXTRA, "content"
    return name, "lexicon"


def _holds_our_numbers(grid: Grid, column: int, register: type[Register], rows: range) -> bool:
    kind = Serial(register.about.prefix)
    filled = [v for r in rows if not is_blank(v := grid.value(r, column))]
    return bool(filled) and not any(isinstance(kind.read(v), Invalid) for v in filled)


def _by_words(grid: Grid, columns: list[Column], register: type[Register], rows: range) -> list[Column]:
    """Give a column of free words to the choice whose list holds all of them, where no column has that choice yet."""
    taken = {c.field for c in columns}
    open_choices = [(f.name, f.kind) for f in register.fields() if isinstance(f.kind, Choice) and f.name not in taken]
    found = []
    for column in columns:
        name = column.field
        if (
            name not in (LEFT_OUT, EXTRA, IDENTITY)
            and register.field(name).kind.code == "text"
            and not register.field(name).key
        ):
            words = {as_text(v) for r in rows if not is_blank(v := grid.value(r, column.index))}
            fitting = [c for c in open_choices if len(words) > 1 and all(c[1].vocabulary.match(w) for w in words)]
            if fitting:
                found.append(Column(column.index, column.heading, fitting[0][0], (name,), column.samples, "content"))
                open_choices.remove(fitting[0])
                continue
        found.append(column)
    return found
