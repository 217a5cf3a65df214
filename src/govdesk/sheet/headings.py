"""The tables of a sheet: where each begins and ends, which register it fits, and what its headings mean.

`reading` gives the Grid, `header` finds the rows, `lexicon` knows the words; `plan` takes the tables found here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from govdesk.fields.kinds import choices_of
from govdesk.fields.text import fold
from govdesk.sheet.address import column_letters
from govdesk.sheet.column import is_blank
from govdesk.sheet.grid import Grid
from govdesk.sheet.header import (
    IDENTITY_HEADING,
    another_header,
    best_row,
    filled,
    has_subheadings,
    hits_of,
    is_group_row,
    texts_of,
)
from govdesk.sheet.lexicon import Hit, Lexicon, modifiers, names_register, plain
from govdesk.sheet.mark import lettered_across, marked_columns, roles_across

_SEARCHED = 60
#: What a register's name is worth in the nearest title, in the sheet's name, in the titles further up.
_NEARNESS = (5.0, 4.0, 2.0, 1.0)
_ENOUGH, _STEPS = 2, 4
_LOOKED_AT = 200
#: Fields that every register has, so that their headings tell none.
_ANYWHERE = frozenset(("number", "reference", "notes", "tags", "project"))
_TOTALS = frozenset(
    ["合计", "总计", "小计", "汇总", "total", "sum", "grand total", "subtotal", "totals", "总数", "共计"]
)


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a table: its place, its words, the field that they mean, if any, and whether the sheet names it."""

    column: int
    text: str
    hit: Hit | None = None
    named: bool = True


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One table of a sheet.

    Args:
        register: Code of the register that it fits best, or None.
        header_row: First row of its header, from 0.
        header_rows: One or two.
        headings: Its columns that have words, or values without any.
        last_row: Its last data row, from 0; smaller than the first where there is none.
        title: The words that stand above it or name the sheet.
        alias: The register's alias found in the title.
        matrix: Whether marks stand in cells under names across, or names under marks.
        score: How sure the register is.
        totals: Rows among the others that only add them up.
        end: The last row before the next table or the end of the sheet.
        ours: Whether it went out from a workspace, as its hidden column says.
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
    totals: frozenset[int] = frozenset()
    end: int = -1
    ours: bool = False

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
        lexicons: The registers that may answer, by code; a single one is taken whatever the headings say.
        header_row: The row that the user says is the header, from 0.
        header_rows: How many rows the user says it has.
    """
    ours = _of_ours(grid, lexicons)
    if ours is not None and header_row is None:
        return [_ended(grid, ours, len(grid.rows) - 1)]
    lexicons = {c: x for c, x in lexicons.items() if not x.register.about.hidden} or lexicons
    first = header_row if header_row is not None else best_row(grid, lexicons, 0, min(len(grid.rows), _SEARCHED))
    if first is None or first >= len(grid.rows):
        return []
    if header_row is not None:
        return [_ended(grid, _table(grid, lexicons, first, header_rows), len(grid.rows) - 1)]
    found = [_table(grid, lexicons, row, None) for row in _header_rows(grid, lexicons, first)]
    ends = [_before(grid, t.header_row) for t in found[1:]] + [len(grid.rows) - 1]
    return [_ended(grid, table, end) for table, end in zip(found, ends, strict=True)]


def _header_rows(grid: Grid, lexicons: Mapping[str, Lexicon], best: int) -> Iterator[int]:
    """Yield the header rows of a sheet whose best one is known: those above it, it, those below."""
    words = _words(grid, best)
    start = 0
    while (row := another_header(grid, lexicons, range(start, best - 1), words, apart=False)) is not None:
        start = row + _height(grid, lexicons, row)
        words |= _words(grid, row)
        if any(filled(grid, r) >= _ENOUGH for r in range(start, _before(grid, best) + 1)):
            yield row
    while True:
        yield best
        below = range(best + _height(grid, lexicons, best), len(grid.rows))
        following = another_header(grid, lexicons, below, words, apart=True)
        if following is None:
            return
        best, words = following, _words(grid, following)


def _words(grid: Grid, row: int) -> frozenset[str]:
    return frozenset(map(plain, texts_of(grid, row).values())) | frozenset(map(plain, texts_of(grid, row + 1).values()))


def _before(grid: Grid, row: int) -> int:
    """Return the last row above a header that is not its title."""
    return row - 2 if filled(grid, row - 1) == 1 else row - 1


def _of_ours(grid: Grid, lexicons: Mapping[str, Lexicon]) -> SheetTable | None:
    for row, cells in enumerate(grid.rows[:_SEARCHED]):
        for cell in cells:
            found = IDENTITY_HEADING.fullmatch(cell.strip()) if isinstance(cell, str) else None
            if found and found[2] in lexicons:
                lexicon = lexicons[found[2]]
                texts = texts_of(grid, row)
                words = lexicon.labels(texts.values())
                labels = {c: n for c, t in texts.items() if (n := words.get(plain(t)))}
                spare = {c: hit for c, t in texts.items() if c not in labels and (hit := lexicon.match(t))}
                hits = {c: Hit(n) for c, n in labels.items()}
                hits |= {c: h for c, h in spare.items() if h.field not in labels.values() and h.field != "number"}
                headings = tuple(Heading(c, t.strip(), hits.get(c)) for c, t in texts.items())
                return SheetTable(found[2], row, 1, headings, len(grid.rows) - 1, grid.name, ours=True, score=100.0)
    return None


def _height(grid: Grid, lexicons: Mapping[str, Lexicon], row: int) -> int:
    """Count the rows of a header."""
    if row + 1 >= len(grid.rows):
        return 1
    second = has_subheadings(grid, row) or (is_group_row(grid, row, row + 1) and _better(grid, lexicons, row))
    return 2 if second else 1


def _better(grid: Grid, lexicons: Mapping[str, Lexicon], row: int) -> bool:
    upper, lower = texts_of(grid, row), texts_of(grid, row + 1)
    above = max((len(hits_of(x, upper)) for x in lexicons.values()), default=0)
    return max((len(hits_of(x, lower)) for x in lexicons.values()), default=0) > above


def _table(grid: Grid, lexicons: Mapping[str, Lexicon], row: int, rows: int | None) -> SheetTable:
    height = rows or _height(grid, lexicons, row)
    titles = _titles(grid, row)
    texts = _joined(grid, row, height)
    last = len(grid.rows) - 1
    matrix = _matrix_register(grid, lexicons, range(row + height, last + 1), texts, titles)
    if matrix:
        headings = match_headings(lexicons[matrix], _own_words(texts))
        return SheetTable(matrix, row, height, headings, last, titles[0], None, matrix=True, score=1.0)
    score, fitting, alias = 0.0, next(iter(lexicons)) if len(lexicons) == 1 else None, None
    for code, lexicon in lexicons.items():
        its_score, its_alias = _register_score(grid, lexicon, texts, titles)
        if its_score > score:
            score, fitting, alias = its_score, code, its_alias
    headings = match_headings(lexicons[fitting] if fitting else None, texts)
    return SheetTable(fitting, row, height, headings, last, titles[0], alias, score=score)


def _joined(grid: Grid, row: int, rows: int) -> dict[int, tuple[str, ...]]:
    """Return each column's words: alone, or as group and column where the header has two rows."""
    upper = texts_of(grid, row)
    if rows == 1:
        return {c: (t.strip(),) for c, t in upper.items()}
    lower = texts_of(grid, row + 1)
    merged = [m for m in grid.merges if m.top == row]
    spans = {c: m.left for m in merged if m.bottom == row for c in range(m.left, m.right + 1)}
    found: dict[int, tuple[str, ...]] = {}
    for column in sorted({*upper, *lower}):
        group = upper.get(column) or upper.get(spans.get(column, -1))
        if group is None and column in lower and not merged:
            group = upper.get(max((u for u in upper if u < column), default=-1))
        found[column] = tuple(p.strip() for p in (group, lower.get(column)) if p)
    return found


def _own_words(texts: Mapping[int, Sequence[str]]) -> Mapping[int, Sequence[str]]:
    """Return the names across a matrix without the groups above them, where they are told apart by themselves."""
    own = [plain(p[-1]) for p in texts.values()]
    return {c: p[-1:] for c, p in texts.items()} if len(set(own)) == len(own) else texts


def _match(lexicon: Lexicon, parts: Sequence[str]) -> Hit | None:
    if len(parts) == 1:
        return lexicon.match(parts[0])
    group, own = parts
    turned = modifiers(group)
    for text in (f"{group} {own}", f"{group}{own}", *(f"{m} {own}" for m in turned)):
        if found := lexicon.match(text):
            return found
    return None if turned and not modifiers(own) else lexicon.match(own)


def _matches(lexicon: Lexicon, texts: Mapping[int, Sequence[str]]) -> dict[int, Hit]:
    """Return the field of each column; a group's name decides for all of its columns where none means anything alone."""
    found = {c: hit for c, p in texts.items() if (hit := _match(lexicon, p))}
    groups: dict[str, list[int]] = {}
    for column, parts in texts.items():
        if len(parts) == _ENOUGH:
            groups.setdefault(parts[0], []).append(column)
    for name, columns in groups.items():
        joined = found.keys() & set(columns)
        alone = any(lexicon.match(texts[c][1]) for c in columns)
        decides = len(columns) >= _ENOUGH and len(joined) * 2 <= len(columns) and not alone
        if decides and (hit := lexicon.match(name)):
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
    told = {f.name for f in register.fields() if f.from_title}
    named = [(w, alias) for w, t in zip(_NEARNESS, titles, strict=False) if (alias := names_register(register, t))]
    by_file = names_register(register, grid.file.rsplit(".", 1)[0])
    share = 0.5 if len(fields) > _ENOUGH + 1 else 0.66
    alone = len(fields - _ANYWHERE) > _ENOUGH and needed - told <= fields and len(hits) >= len(texts) * share
    if not (
        alone
        or (named and len(fields) >= _ENOUGH and (fields & needed or len(fields) > _ENOUGH))
        or (by_file and len(fields) > _ENOUGH + (not needed - told <= fields))
    ):
        return 0.0, None
    score = float(len(fields)) + 2.0 * any(h.specific for h in hits)
    score += 2.0 * len(fields & needed) - 2.0 * len(needed - fields)
    weight, alias = max(named, default=(0.5 if by_file else 0.0, by_file or ""))
    return max(score + weight + 0.1 * len(alias), 0.1), alias or None


def _titles(grid: Grid, row: int) -> list[str]:
    above = []
    for r in range(row - 1, max(-1, row - 12), -1):
        texts = [t.strip() for t in texts_of(grid, r).values()]
        if filled(grid, r) == len(texts) == 1 and len(plain(texts[0])) > 1 and not texts[0].endswith((":", "：")):
            above.append(texts[0])
    return [above[0], grid.name, *above[1:]] if above else [grid.name, grid.name]


def _matrix_register(
    grid: Grid, lexicons: Mapping[str, Lexicon], rows: range, texts: Mapping[int, Sequence[str]], titles: Sequence[str]
) -> str | None:
    """Return the register whose matrix a table is: marks under names, or names under marks."""
    for code, lexicon in lexicons.items():
        matrix = lexicon.register.about.matrix
        if matrix is None:
            continue
        found = _matches(lexicon, texts)
        shown = (*titles, grid.file.rsplit(".", 1)[0])
        named = len(lexicons) == 1 or any(names_register(lexicon.register, t) for t in shown)
        own = {c: p[-1] for c, p in texts.items()}
        lettered = lettered_across(own) > _ENOUGH
        if (named or lettered) and len(roles_across(lexicon.register, own)) >= _ENOUGH:
            return code
        if _is_scale(lexicons, {c: p[-1] for c, p in texts.items()}):
            continue
        open_columns = [c for c in texts if c not in found or found[c].field != matrix.cell]
        looked = range(rows.start, min(rows.stop, rows.start + _LOOKED_AT))
        if len(marked_columns(grid, looked, open_columns, lexicon.register, named=named)) >= _ENOUGH:
            return code
    return None


def _is_scale(lexicons: Mapping[str, Lexicon], texts: Mapping[int, str]) -> bool:
    """Answer whether the headings are the steps of one list (unaware, resistant, …), so that marks below say which step."""
    lists = {k for x in lexicons.values() for f in x.register.fields() if (k := choices_of(f.kind))}
    marked = [known for known in lists if all(t.mark for t in known)]
    return any(len({code for t in texts.values() if (code := known.match(t))}) >= _STEPS for known in marked)


def _ended(grid: Grid, table: SheetTable, end: int) -> SheetTable:
    """Return the table with its last data row and its totals, and with the columns that have values but no name."""
    rows = range(table.first_row, end + 1)
    totals = frozenset(r for r in rows if _is_total(grid, r))
    stop = end + 1
    if totals:
        wide = min(_ENOUGH + 1, len(table.headings))
        data = [r for r in rows if r not in totals and filled(grid, r) >= wide]
        stop = min((r for r in totals if not data or r > data[-1]), default=stop)
    formulas = {row for row, _ in grid.uncached}
    down = range(stop - 1, table.first_row - 1, -1)
    last = next((r for r in down if filled(grid, r) or r in formulas), table.first_row - 1)
    whole = replace(table, last_row=last, end=end, totals=frozenset(r for r in totals if r <= last))
    return replace(whole, headings=(*whole.headings, *_unnamed(grid, whole)))


def _is_total(grid: Grid, row: int) -> bool:
    cells = grid.rows[row]
    words = next((c for c in cells if c is not None), None)
    if not isinstance(words, str) or fold(words).rstrip(":：") not in _TOTALS:
        return False
    return all(c is None or not isinstance(c, str) or fold(c).rstrip(":：") in _TOTALS or len(c) < 6 for c in cells)


def _unnamed(grid: Grid, table: SheetTable) -> Iterator[Heading]:
    """Yield the columns within or beside a table that hold values under no heading."""
    named = {h.column for h in table.headings}
    if not named or table.ours:
        return
    rows = range(table.first_row, table.last_row + 1)
    for column in range(max(min(named) - 1, 0), max(named) + 2):
        if column not in named:
            cells = [c for r in rows if not is_blank(c := grid.value(r, column))]
            if cells and not _is_running_number(cells):
                yield Heading(column, f"({column_letters(column)})", None, named=False)


def _is_running_number(cells: Sequence[object]) -> bool:
    numbers = [
        int(c)
        for c in cells
        if (isinstance(c, int | float) and math.isfinite(c)) or (isinstance(c, str) and c.isdecimal())
    ]
    return len(numbers) == len(cells) and all(b > a for a, b in pairwise(numbers))
