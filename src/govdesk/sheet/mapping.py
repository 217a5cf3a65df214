"""Which column goes to which field: what was agreed before, then the lexicon, then what the cells hold."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TYPE_CHECKING

from govdesk.fields.kind import Invalid, as_text
from govdesk.fields.kinds import Choice, Serial
from govdesk.sheet.column import ColumnReader, holds_prose, is_blank, is_placeholder, samples
from govdesk.sheet.header import IDENTITY_HEADING
from govdesk.sheet.headings import Heading, SheetTable
from govdesk.sheet.lexicon import Lexicon, plain
from govdesk.sheet.plan_values import EXTRA, IDENTITY, LEFT_OUT, Column, SheetChoice

if TYPE_CHECKING:
    from govdesk.fields.register import Register
    from govdesk.sheet.grid import Grid

_LOOKED_AT = 400
_TRIED, _SEVERAL, _SUGGESTED = 50, 2, 4
#: What an export puts behind a heading that stands there already.
_COUNTED = re.compile(r" \d+$")
#: Headings that say only that a list stands below them; which list, the cells tell.
_KINDS = frozenset(["category", "categories", "type", "kind", "class", "分类", "类别", "类型", "种类", "属性", "性质"])


def fingerprint(register: str, headings: Sequence[Heading]) -> str:
    """Return what a layout is remembered by: its register and its headings in order."""
    words = "\x1f".join([register, *(plain(h.text) for h in headings if h.named)])
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def map_columns(
    grid: Grid,
    table: SheetTable,
    lexicon: Lexicon,
    choice: SheetChoice,
    agreed: Mapping[str, str],
    extras: AbstractSet[str] = frozenset(),
) -> tuple[Column, ...]:
    """Return what becomes of each column of a table.

    Args:
        grid: The sheet.
        table: The table with its headings matched by the lexicon.
        lexicon: The register's words.
        choice: What the user said; stands above everything.
        agreed: What was agreed for this layout before; stands above the lexicon.
        extras: Headings that are known to be extra columns, whatever the lexicon says.
    """
    rows = range(table.first_row, table.last_row + 1)
    looked = rows[:_LOOKED_AT]
    labels = lexicon.labels(h.text for h in table.headings) if extras else {}
    columns: list[Column] = []
    for heading in _distinct(table.headings):
        extra = heading.text in extras and plain(heading.text) not in labels
        known = replace(heading, hit=None) if extra else heading
        name, how = _decide(grid, known, lexicon, rows, choice, agreed, ours=table.ours)
        shown = samples(grid, heading.column, looked)
        likely = {} if how == "lexicon" else _suggestions(grid, heading, lexicon, looked)
        columns.append(Column(heading.column, heading.text, name, tuple(likely), shown, how, tuple(likely.values())))
    if not table.ours:
        columns = _by_words(grid, columns, lexicon.register, rows)
    return tuple(columns)


def _suggestions(grid: Grid, heading: Heading, lexicon: Lexicon, rows: range) -> dict[str, str]:
    """Return the fields that a column may mean, best first, with why: the `words` of its heading, or its `cells`."""
    found = dict.fromkeys(lexicon.suggest(heading.text), "words")
    cells = [c for r in rows if not is_blank(c := grid.value(r, heading.column))][:_TRIED]
    if len(set(map(as_text, cells))) < _SEVERAL:
        return found
    for declared in lexicon.register.fields():
        if declared.system or declared.name in found or declared.kind.code not in ("choice", "scale", "date"):
            continue
        reader = ColumnReader(grid, heading.column, declared, rows)
        fitting = sum(not isinstance(reader.read_cell(c, -1), Invalid) for c in cells)
        if fitting == len(cells):
            found[declared.name] = "cells"
    return dict(list(found.items())[:_SUGGESTED])


def looks_sent_out(grid: Grid, table: SheetTable, lexicon: Lexicon, extras: AbstractSet[str]) -> bool:
    """Answer whether a table without a hidden column went out from a workspace all the same, such as a CSV file.

    Args:
        extras: The headings of the extra columns that records hold.
    """
    labels = lexicon.labels(h.text for h in table.headings)
    known = {*labels, *map(plain, extras)}
    if not all(plain(h.text) in known or plain(_COUNTED.sub("", h.text)) in known for h in table.headings):
        return False
    number = next((h.column for h in table.headings if labels.get(plain(h.text)) == "number"), None)
    rows = range(table.first_row, table.last_row + 1)
    return number is not None and _holds_our_numbers(grid, number, lexicon.register, rows)


def _distinct(headings: Sequence[Heading]) -> list[Heading]:
    """Return the headings left to right, the second of one name with its number behind it."""
    seen: dict[str, int] = {}
    found = []
    for heading in sorted(headings, key=lambda h: h.column):
        count = seen[heading.text] = seen.get(heading.text, 0) + 1
        text = heading.text if count == 1 else f"{heading.text} ({count})"
        found.append(replace(heading, text=text))
    return found


def _decide(
    grid: Grid,
    heading: Heading,
    lexicon: Lexicon,
    rows: range,
    choice: SheetChoice,
    agreed: Mapping[str, str],
    *,
    ours: bool,
) -> tuple[str, str]:
    if IDENTITY_HEADING.fullmatch(heading.text.strip()):
        return IDENTITY, "lexicon"
    if choice.mapping is not None and heading.column in choice.mapping:
        return choice.mapping[heading.column], "user"
    register = lexicon.register
    if heading.text in agreed and not ours:
        return agreed[heading.text], "remembered"
    if heading.hit is None or is_placeholder(heading.text):
        empty = all(is_blank(grid.value(r, heading.column)) for r in rows)
        return (LEFT_OUT if empty else EXTRA), "none"
    name = heading.hit.field
    if name == "number" and not ours:
        return ("number" if _holds_our_numbers(grid, heading.column, register, rows) else "reference"), "lexicon"
    reader = ColumnReader(grid, heading.column, register.field(name), rows)
    if not ours and holds_prose(reader, rows[:_LOOKED_AT]):
        return register.field(name).prose or EXTRA, "content"
    return name, "lexicon"


def _holds_our_numbers(grid: Grid, column: int, register: type[Register], rows: range) -> bool:
    kind = Serial(register.about.prefix)
    filled = [v for v in _met(grid, column, rows) if not is_blank(v)]
    return bool(filled) and not any(isinstance(kind.read(v), Invalid) for v in filled)


def _met(grid: Grid, column: int, rows: range) -> set[object]:
    """Return what stands in a column, equal cells once."""
    return {cells[column] for cells in grid.rows[rows.start : rows.stop] if column < len(cells)}


def _by_words(grid: Grid, columns: list[Column], register: type[Register], rows: range) -> list[Column]:
    """Give a column of kinds to the choice whose list holds all of its words, where no column has that choice yet."""
    taken = {c.field for c in columns}
    open_choices = [(f.name, f.kind) for f in register.fields() if isinstance(f.kind, Choice) and f.name not in taken]
    found = []
    for column in columns:
        if column.how == "user" or plain(column.heading) not in _KINDS or column.field in (LEFT_OUT, IDENTITY):
            found.append(column)
            continue
        field = register.field(column.field) if column.field != EXTRA else None
        words = set()
        if field is None or (field.kind.code == "text" and not field.key):
            words = {as_text(v) for v in _met(grid, column.index, rows) if not is_blank(v)}
        fitting = [c for c in open_choices if words and all(c[1].vocabulary.match(w) for w in words)]
        if fitting:
            open_choices.remove(fitting[0])
            suggested = (column.field,) if field else ()
            told = ("words",) * len(suggested)
            found.append(replace(column, field=fitting[0][0], suggestions=suggested, reasons=told, how="content"))
            continue
        found.append(column)
    return found
