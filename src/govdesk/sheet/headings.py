"""Where the tables of a sheet begin and end: rows are scored by lexicon, structure and style, one header or two rows.

`reading` gives the Grid, `plan` takes the tables found here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from govdesk.fields.text import fold
from govdesk.sheet.grid import Grid
from govdesk.sheet.lexicon import Hit, Lexicon, names_register, plain

_SEARCHED = 60
_LONG = 40
#: What a register's name is worth in the nearest title, in the sheet's name, in the titles further up.
_NEARNESS = (5.0, 4.0, 2.0, 1.0)
_ENOUGH = 2
#: Labels of the block above a table (`项目名称`, `Date`), which name neither a column nor a group of columns.
_ABOUT_SHEET = re.compile(
    r"项目(名称|编号|经理)?|(准备|编制|更新|填报)(日期|人)|日期|版本|project( (name|manager|id|no|sponsor|lead))?|date|prepared( by)?|version"
)
_LETTERS = re.compile(r"[RACI](?:\s*[/,+、&]?\s*[RACI]){0,3}", re.IGNORECASE)
_TOTALS = {"合计", "总计", "小计", "汇总", "total", "sum", "grand total", "subtotal", "totals"}


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a table: its place, its words, and the field that they mean, if any."""

    column: int
    text: str
    hit: Hit | None = None


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One table of a sheet.

    Args:
        register: Code of the register that it fits best, or None.
        header_row: First row of its header, from 0.
        header_rows: One or two.
        headings: Its columns that have words.
        last_row: Its last data row, from 0; smaller than the first where there is none.
        title: The words that stand above it or name the sheet.
        alias: The register's alias found in the title.
        matrix: Whether marks stand in cells under names across.
        score: How sure the header is.
    """

    register: str | None
    header_row: int
    header_rows: int
    headings: tuple[Heading, ...]
    last_row: int
    title: str
    alias: str | None = None
    matrix: bool = False
    score: float = 0.0

    @property
    def first_row(self) -> int:
        """The first data row, from 0."""
        return self.header_row + self.header_rows


def find_tables(
    grid: Grid, lexicons: Mapping[str, Lexicon], *, header_row: int | None = None, header_rows: int | None = None
) -> list[SheetTable]:
    """Return the tables of a sheet, top down.

    Args:
        grid: The sheet.
        lexicons: The registers that may answer, by code.
        header_row: The row that the user says is the header, from 0.
        header_rows: How many rows the user says it has.
    """
    first = header_row if header_row is not None else _best_row(grid, lexicons, 0, min(len(grid.rows), _SEARCHED))
    if first is None:
        return []
    tables = [_table(grid, lexicons, first, header_rows)]
    while header_row is None:
        after = _next_header(grid, lexicons, tables[-1])
        if after is None:
            break
        tables[-1] = _ended(tables[-1], after - 1)
        tables.append(_table(grid, lexicons, after, None))
    return [_trimmed(grid, t) for t in tables]


def _best_row(grid: Grid, lexicons: Mapping[str, Lexicon], start: int, end: int) -> int | None:
    scored = [(_row_score(grid, lexicons, row), -row) for row in range(start, end)]
    best, negative = max(scored, default=(0.0, 0))
    if best < _ENOUGH:
        return None
    row = -negative
    return row - 1 if row > start and _is_group_row(grid, row - 1, row) else row


def _texts(grid: Grid, row: int) -> dict[int, str]:
    cells = grid.rows[row] if 0 <= row < len(grid.rows) else ()
    return {i: c for i, c in enumerate(cells) if isinstance(c, str) and plain(c)}


def _row_score(grid: Grid, lexicons: Mapping[str, Lexicon], row: int) -> float:
    texts = _texts(grid, row)
    filled = sum(c is not None for c in grid.rows[row])
    if len(texts) < _ENOUGH or len(texts) < filled * 0.7:
        return 0.0
    short = sum(len(t) <= _LONG for t in texts.values())
    labels = sum(t.rstrip().endswith((":", "：")) for t in texts.values())
    distinct = len({plain(t) for t in texts.values()}) / len(texts)
    hits = max((len(_hits(lexicon, texts)) for lexicon in lexicons.values()), default=0)
    score = 3.0 * hits + min(short, 8) * distinct * 0.5 - 1.5 * labels * (hits < labels + 2)
    score += 2.0 * (row in grid.bold)
    score += 4.0 * any(t.top == row for t in grid.tables)
    score += 1.5 * (grid.frozen_row == row + 1)
    below = grid.rows[row + 1] if row + 1 < len(grid.rows) else ()
    score += 0.5 * any(c is not None for c in below)
    score -= 5.0 * any(_is_fuller(grid, below, texts) for below in range(row + 1, min(row + 4, len(grid.rows))))
    score += 2.0 * (_matrix_columns(grid, row + 1, min(len(grid.rows), row + 40), set(texts)) >= _ENOUGH)
    return score - row * 0.02 if hits or len(texts) > _ENOUGH else score * 0.3


def _is_fuller(grid: Grid, below: int, texts: Mapping[int, str]) -> bool:
    """Answer whether a row close below looks far more like a header: many more short words and nothing else."""
    other = _texts(grid, below)
    filled = sum(c is not None for c in grid.rows[below])
    return len(other) == filled >= len(texts) * 1.8 and all(len(t) <= _LONG for t in other.values())


def _hits(lexicon: Lexicon, texts: Mapping[int, str]) -> dict[str, Hit]:
    found: dict[str, Hit] = {}
    for text in texts.values():
        if len(text) <= _LONG * 2 and (hit := lexicon.match(text)):
            found.setdefault(hit.field, hit)
    return found


def _is_group_row(grid: Grid, above: int, row: int) -> bool:
    """Answer whether a row names groups of the columns beneath it."""
    upper, lower = _texts(grid, above), _texts(grid, row)
    filled = sum(c is not None for c in grid.rows[above])
    if len(upper) < _ENOUGH or filled != len(upper) or len(upper) >= len(lower) or max(upper) > max(lower):
        return False
    labels = [t for t in upper.values() if t.rstrip().endswith((":", "：")) or _ABOUT_SHEET.fullmatch(plain(t))]
    return not labels


def _has_subheadings(grid: Grid, row: int) -> bool:
    """Answer whether the row beneath a header holds only words under its merged or open groups."""
    upper, lower = _texts(grid, row), _texts(grid, row + 1)
    cells = grid.rows[row + 1] if row + 1 < len(grid.rows) else ()
    if len(lower) < _ENOUGH or sum(c is not None for c in cells) != len(lower):
        return False
    spans = [m for m in grid.merges if m.top == row == m.bottom and m.right > m.left and m.left in upper]
    inside = [c for c in lower if any(m.left <= c <= m.right for m in spans)]
    if spans:
        return len(inside) == len(lower)
    groups = {c for c in lower if c not in upper}
    starts = {max((u for u in upper if u < c), default=-1) for c in groups}
    return bool(groups) and set(lower) <= groups | starts and all(len(t) <= _LONG for t in lower.values())


def _table(grid: Grid, lexicons: Mapping[str, Lexicon], row: int, rows: int | None) -> SheetTable:
    if rows is None:
        second = row + 1 < len(grid.rows) and (_has_subheadings(grid, row) or (_is_group_row(grid, row, row + 1) and _better(
            grid, lexicons, row
        )))  # fmt: skip
        rows = 2 if second else 1
    titles = _titles(grid, row)
    texts = _joined(grid, row, rows)
    best: tuple[float, str | None, str | None] = (0.0, None, None)
    for code, lexicon in lexicons.items():
        score, alias = _register_score(grid, lexicon, texts, titles)
        if score > best[0]:
            best = (score, code, alias)
    score, code, alias = best
    last = len(grid.rows) - 1
    matrix_code = _matrix_register(grid, lexicons, row + rows, texts)
    if matrix_code:
        return SheetTable(
            matrix_code, row, rows, match_headings(lexicons[matrix_code], texts), last, titles[0], None, True, score
        )
    headings = match_headings(lexicons[code] if code else None, texts)
    return SheetTable(code, row, rows, headings, last, titles[0], alias, False, score)


def _better(grid: Grid, lexicons: Mapping[str, Lexicon], row: int) -> bool:
    upper, lower = _texts(grid, row), _texts(grid, row + 1)
    gains = (len(_hits(x, lower)) - len(_hits(x, upper)) for x in lexicons.values())
    return max(gains, default=0) > 0


def _joined(grid: Grid, row: int, rows: int) -> dict[int, tuple[str, ...]]:
    """Return each column's words: alone, or as group and column where the header has two rows."""
    upper = _texts(grid, row)
    if rows == 1:
        return {c: (t.strip(),) for c, t in upper.items()}
    lower = _texts(grid, row + 1)
    spans = {c: m.left for m in grid.merges if m.top == row == m.bottom for c in range(m.left, m.right + 1)}
    found: dict[int, tuple[str, ...]] = {}
    for column in sorted({*upper, *lower}):
        group = upper.get(column) or upper.get(spans.get(column, -1))
        if group is None and column in lower and not any(m.top == row for m in grid.merges):
            group = upper.get(max((u for u in upper if u < column), default=-1))
        parts = tuple(p.strip() for p in (group, lower.get(column)) if p)
        found[column] = parts
    return found


def _match(lexicon: Lexicon, parts: Sequence[str]) -> Hit | None:
    if len(parts) == 1:
        return lexicon.match(parts[0])
    group, own = parts
    return lexicon.match(f"{group} {own}") or lexicon.match(f"{group}{own}") or lexicon.match(own)


def _matches(lexicon: Lexicon, texts: Mapping[int, Sequence[str]]) -> dict[int, Hit]:
    """Return the field of each column; a group's name decides only where it decides for all of its columns."""
    found = {c: hit for c, p in texts.items() if (hit := _match(lexicon, p))}
    groups: dict[str, list[int]] = {}
    for column, parts in texts.items():
        if len(parts) == _ENOUGH:
            groups.setdefault(parts[0], []).append(column)
    for name, columns in groups.items():
        if len(columns) >= _ENOUGH and not found.keys() & set(columns) and (hit := lexicon.match(name)):
            found.update(dict.fromkeys(columns, hit))
    return found


def match_headings(lexicon: Lexicon | None, texts: Mapping[int, Sequence[str]]) -> tuple[Heading, ...]:
    """Return the columns with their words and the field that each means."""
    found = _matches(lexicon, texts) if lexicon else {}
    return tuple(Heading(c, " ".join(p), found.get(c)) for c, p in texts.items())


def _register_score(
    grid: Grid, lexicon: Lexicon, texts: Mapping[int, Sequence[str]], titles: Sequence[str]
) -> tuple[float, str | None]:
    register = lexicon.register
    hits = list(_matches(lexicon, texts).values())
    fields = {h.field for h in hits}
    needed = {f.name for f in register.fields() if f.required and f.name != "project"}
    named = [(w, alias) for w, t in zip(_NEARNESS, titles, strict=False) if (alias := names_register(register, t))]
    by_file = names_register(register, grid.file.rsplit(".", 1)[0])
    alone = len(fields) > _ENOUGH and needed <= fields and len(hits) >= len(texts) * 0.5
    if not (
        alone
        or (named and len(fields) >= _ENOUGH and (fields & needed or len(fields) > _ENOUGH))
        or (by_file and len(fields) > _ENOUGH + 1)
    ):
        return 0.0, None
    score = float(len(fields)) + 2.0 * any(h.specific for h in hits)
    score += 2.0 * len(fields & needed) - 2.0 * len(needed - fields)
    weight, alias = max(named, default=(0.5 if by_file else 0.0, by_file or ""))
    return max(score + weight + 0.1 * len(alias), 0.1), alias or None


def _titles(grid: Grid, row: int) -> list[str]:
    above = []
    for r in range(row - 1, max(-1, row - 12), -1):
        texts = [t.strip() for t in _texts(grid, r).values()]
        filled = sum(c is not None for c in grid.rows[r])
        if filled == len(texts) == 1 and len(plain(texts[0])) > 1 and not texts[0].endswith((":", "：")):
            above.append(texts[0])
    return [above[0], grid.name, *above[1:]] if above else [grid.name, grid.name]


def _matrix_columns(grid: Grid, first: int, end: int, columns: set[int]) -> int:
    letters: dict[int, int] = {}
    others: dict[int, int] = {}
    for row in range(first, end):
        for column, cell in enumerate(grid.rows[row]):
            if column in columns and cell is not None:
                marks = isinstance(cell, str) and _LETTERS.fullmatch(cell.strip())
                (letters if marks else others).setdefault(column, 0)
                (letters if marks else others)[column] += 1
    return sum(n >= 2 * others.get(c, 0) for c, n in letters.items())


def _matrix_register(
    grid: Grid, lexicons: Mapping[str, Lexicon], first: int, texts: Mapping[int, Sequence[str]]
) -> str | None:
    for code, lexicon in lexicons.items():
        matrix = lexicon.register.about.matrix
        if matrix is None:
            continue
        found = _matches(lexicon, texts)
        open_columns = {c for c in texts if c not in found or found[c].field != matrix.cell}
        if _matrix_columns(grid, first, min(len(grid.rows), first + 200), open_columns) >= _ENOUGH:
            return code
    return None


def is_mark(cell: object) -> bool:
    """Answer whether a cell holds the letters of a responsibility matrix."""
    return isinstance(cell, str) and _LETTERS.fullmatch(cell.strip()) is not None


def marks(text: str) -> list[str]:
    """Return the letters of a cell that holds one or several, each once."""
    return list(dict.fromkeys(c for c in text.upper() if c.isalpha()))


def _next_header(grid: Grid, lexicons: Mapping[str, Lexicon], table: SheetTable) -> int | None:
    """Return the row where another table starts below, not one that repeats this table's header."""
    own = {plain(h.text) for h in table.headings}
    blank_before = False
    for row in range(table.first_row, len(grid.rows)):
        texts = _texts(grid, row)
        if not texts:
            blank_before = True
            continue
        if blank_before and len(texts) > _ENOUGH and len(texts) == sum(c is not None for c in grid.rows[row]):
            words = {plain(t) for t in texts.values()}
            hits = max((len(_hits(lexicon, texts)) for lexicon in lexicons.values()), default=0)
            if hits > _ENOUGH and hits >= len(texts) * 0.5 and len(words & own) < len(words) * 0.6:
                return row
        blank_before = False
    return None


def _ended(table: SheetTable, last: int) -> SheetTable:
    t = table
    return SheetTable(t.register, t.header_row, t.header_rows, t.headings, last, t.title, t.alias, t.matrix, t.score)


def _trimmed(grid: Grid, table: SheetTable) -> SheetTable:
    """Return the table without what follows its totals row and without trailing empty rows."""
    last = table.first_row - 1
    for row in range(table.first_row, table.last_row + 1):
        texts = _texts(grid, row)
        first = next(iter(texts.values()), "")
        if fold(first).rstrip(":：") in _TOTALS:
            break
        if any(c is not None for c in grid.rows[row]):
            last = row
    return _ended(table, last)
