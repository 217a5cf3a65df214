"""How much a row looks like a header: its structure, the lexicon and its style, measured together.

`headings` asks for the best row of a sheet and for further headers below and above it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from govdesk.sheet.grid import Grid
from govdesk.sheet.lexicon import Hit, Lexicon, names_register, plain
from govdesk.sheet.mark import is_mark, lettered_across

_LONG = 40
_ENOUGH = 2
_LOOKED_AT = 40
#: What the heading of the hidden column says in a sheet that went out: workspace, register, revision, export.
IDENTITY_HEADING = re.compile(r"_govdesk:([^:]+):([a-z_]+):([^:]+)(?::([^:]+))?")
#: Labels of the block above a table (`项目名称`, `Date`), which name neither a column nor a group of columns.
_ABOUT_SHEET = re.compile(
    r"项目(名称|编号|经理)?|(准备|编制|更新|填报)(日期|人)|日期|版本|project( (name|manager|id|no|sponsor|lead))?|date|prepared( by)?|version"
)
#: The title of a section: `三、沟通计划`, `2. Risks`.
_SECTION = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．\s]|第[一二三四五六七八九十\d]+[章节部]|\d{1,2}[、.．]\s*\D)"
)
#: A label with its value in one cell: `填报单位：工程部`.
_LABELLED = re.compile(r"\s*[\u4e00-\u9fff]{2,8}\s*[:：]\s*\S|\s*[A-Za-z ]{3,20}:\s+\S")


def texts_of(grid: Grid, row: int) -> dict[int, str]:
    """Return the words of a row by column."""
    cells = grid.rows[row] if 0 <= row < len(grid.rows) else ()
    return {i: c for i, c in enumerate(cells) if isinstance(c, str) and plain(c)}


def filled(grid: Grid, row: int) -> int:
    """Count the cells of a row that hold anything."""
    cells = grid.rows[row] if 0 <= row < len(grid.rows) else ()
    return len(cells) - cells.count(None)


def best_row(grid: Grid, lexicons: Mapping[str, Lexicon], start: int, end: int) -> int | None:
    """Return the row that looks most like a header, or None where no row does."""
    words = (grid.name, grid.file.rsplit(".", 1)[0])
    named = any(names_register(lexicon.register, w) for lexicon in lexicons.values() for w in words)
    scored = [(row_score(grid, lexicons, row, named=named), -row) for row in range(start, end)]
    best, negative = max(scored, default=(0.0, 0))
    if best < _ENOUGH:
        return None
    row = -negative
    if row > start and len(texts_of(grid, row - 1)) >= _ENOUGH:
        above = is_group_row(grid, row - 1, row) or has_subheadings(grid, row - 1)
        return row - 1 if above else row
    return row


def row_score(grid: Grid, lexicons: Mapping[str, Lexicon], row: int, *, named: bool) -> float:
    """Return how much a row looks like a header.

    Args:
        named: Whether the sheet or its file is called after a register.
    """
    texts = texts_of(grid, row)
    if len(texts) < _ENOUGH or len(texts) < filled(grid, row) * 0.7:
        return 0.0
    rows = range(row + 1, min(row + 4, len(grid.rows)))
    about = sum(map(_is_about_sheet, texts.values()))
    if about * 2 >= len(texts) and any(len(texts_of(grid, below)) > len(texts) for below in rows):
        return 0.0
    short = sum(len(t) <= _LONG for t in texts.values())
    labels = sum(t.rstrip().endswith((":", "：")) for t in texts.values())
    distinct = len({plain(t) for t in texts.values()}) / len(texts)
    hits = max((len(hits_of(lexicon, texts)) for lexicon in lexicons.values()), default=0)
    letters = lettered_across(texts)
    hits += letters if letters > _ENOUGH else 0
    style = 2.0 * (row in grid.bold) + 4.0 * any(t.top == row for t in grid.tables) + 1.5 * (grid.frozen_row == row + 1)
    score = 3.0 * hits + min(short, 8) * distinct * 0.5 - 1.5 * labels * (hits < labels + 2) + style
    score += 0.5 * (filled(grid, row + 1) > 0)
    score -= 5.0 * any(_is_fuller(grid, lexicons, below, texts, hits) for below in rows)
    score += 2.0 * (_lettered(grid, row, texts) >= _ENOUGH)
    told = style or hits >= _ENOUGH or (named and hits)
    if not told and not any(_differs(grid, below, texts) for below in rows):
        score *= 0.3
    return score - row * 0.02 if hits or len(texts) > _ENOUGH else score * 0.3


def _is_about_sheet(text: str) -> bool:
    """Answer whether words label something of the whole sheet, such as its project or its date."""
    labels = text.rstrip().endswith((":", "：")) or _LABELLED.match(text) is not None
    return labels or _ABOUT_SHEET.fullmatch(plain(text)) is not None


def hits_of(lexicon: Lexicon, texts: Mapping[int, str]) -> dict[str, Hit]:
    """Return the fields that the words of a row name."""
    found: dict[str, Hit] = {}
    for text in texts.values():
        if len(text) <= _LONG * 2 and (hit := lexicon.match(text)):
            found.setdefault(hit.field, hit)
    return found


def _differs(grid: Grid, below: int, texts: Mapping[int, str]) -> bool:
    """Answer whether a row is of another kind than the words above it: numbers, dates, letters, sentences, or sparse."""
    cells = [c for i in texts if (c := grid.value(below, i)) is not None]
    told = (
        isinstance(c, int | float | date) or is_mark(c) or (isinstance(c, str) and len(c) > _LONG // 2) for c in cells
    )
    return len(cells) * 2 <= len(texts) or any(told)


def _is_fuller(grid: Grid, lexicons: Mapping[str, Lexicon], below: int, texts: Mapping[int, str], hits: int) -> bool:
    """Answer whether a row close below looks far more like a header: many more short words, as well known, and no more."""
    other = texts_of(grid, below)
    if not len(other) == filled(grid, below) >= len(texts) * 1.8 or any(len(t) > _LONG for t in other.values()):
        return False
    return max((len(hits_of(lexicon, other)) for lexicon in lexicons.values()), default=0) >= hits


def _lettered(grid: Grid, row: int, texts: Mapping[int, str]) -> int:
    """Count the columns that hold mostly the letters of a responsibility matrix."""
    letters: dict[int, int] = dict.fromkeys(texts, 0)
    others = dict(letters)
    for below in range(row + 1, min(len(grid.rows), row + _LOOKED_AT)):
        for column, cell in enumerate(grid.rows[below]):
            if column in texts and cell is not None:
                kind = letters if is_mark(cell) else others
                kind[column] += 1
    return sum(n >= 2 * others[c] for c, n in letters.items() if n)


def is_group_row(grid: Grid, above: int, row: int) -> bool:
    """Answer whether a row names groups of the columns beneath it."""
    upper, lower = texts_of(grid, above), texts_of(grid, row)
    if len(upper) < _ENOUGH or filled(grid, above) != len(upper) or len(upper) >= len(lower) or max(upper) > max(lower):
        return False
    if filled(grid, row) != len(lower):
        return False
    return not any(map(_is_about_sheet, upper.values()))


def has_subheadings(grid: Grid, row: int) -> bool:
    """Answer whether the row beneath a header holds only words under its merged or open groups."""
    upper, lower = texts_of(grid, row), texts_of(grid, row + 1)
    if len(lower) < _ENOUGH or filled(grid, row + 1) != len(lower) or any(map(_is_about_sheet, upper.values())):
        return False
    spans = [m for m in grid.merges if m.top == row == m.bottom and m.right > m.left and m.left in upper]
    inside = [c for c in lower if any(m.left <= c <= m.right for m in spans)]
    if spans:
        divided = any(sum(m.left <= c <= m.right for c in lower) > 1 for m in spans)
        return divided and len(inside) == len(lower)
    groups = {c for c in lower if c not in upper}
    starts = {max((u for u in upper if u < c), default=-1) for c in groups}
    open_ = len(groups) >= _ENOUGH and not upper.keys() <= lower.keys()
    return open_ and set(lower) <= groups | starts and all(len(t) <= _LONG for t in lower.values())


def another_header(
    grid: Grid, lexicons: Mapping[str, Lexicon], rows: range, own: frozenset[str], *, apart: bool
) -> int | None:
    """Return the first row that is the header of another table.

    Args:
        grid: The sheet.
        lexicons: The registers that may answer.
        rows: Where to look.
        own: The headings of the table beside it, which may be repeated in the middle of it.
        apart: Whether a blank row or a title must stand before it.
    """
    gap = not apart
    titled = False
    for row in rows:
        full = filled(grid, row)
        if full < _ENOUGH:
            gap = True
            titled = full == 1 and any(map(_SECTION.match, texts_of(grid, row).values()))
            continue
        texts = texts_of(grid, row) if gap and full > _ENOUGH else {}
        if texts and sum(map(_is_about_sheet, texts.values())) * 2 < len(texts):
            words = {plain(t) for t in texts.values()}
            hits = max((len(hits_of(lexicon, texts)) for lexicon in lexicons.values()), default=0)
            known = hits > _ENOUGH or (titled and hits == _ENOUGH)
            if len(texts) == full and known and hits >= full * 0.5 and len(words & own) < len(words) * 0.6:
                return row
        gap, titled = not apart, False
    return None
