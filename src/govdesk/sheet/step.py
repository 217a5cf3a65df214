"""Sheets that tick a step of a list instead of naming it: the steps stand across, and C or D in the cells below.

`plan` has such a sheet turned into columns of words (the engagement of today, the one hoped for) before it looks for tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from govdesk.fields.kind import as_text
from govdesk.fields.kinds import choices_of
from govdesk.fields.text import fold
from govdesk.sheet.grid import Grid, Row

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.fields.vocabulary import Vocabulary
    from govdesk.sheet.lexicon import Lexicon

_SEARCHED = 60
_STEPS = 4
_BETWEEN = re.compile(r"[\s/、,，+&;；→]+")
#: What stands below the step of today, and below the one that is hoped for.
_MARKS = (
    frozenset(("c", "√", "✓", "✔", "●", "■", "x", "当前", "现状", "现在", "目前", "实际", "current", "now", "actual", "as-is")),
    frozenset(("d", "t", "★", "☆", "○", "◎", "□", "期望", "目标", "所需", "需要", "desired", "target", "wanted", "to-be")),
)  # fmt: skip


def with_words(grid: Grid, lexicons: Mapping[str, Lexicon]) -> Grid:
    """Return the sheet with words in place of ticked steps; the same sheet where no steps stand across.

    The words take the columns of the first steps, so that every other cell keeps its address.
    """
    for fields, known in _ticked(lexicons):
        for header, cells in enumerate(grid.rows[:_SEARCHED]):
            steps = _steps(cells, known)
            if len(set(steps.values())) >= _STEPS and _only_marks(grid, header, steps):
                return _rewritten(grid, header, steps, fields)
    return grid


def _ticked(lexicons: Mapping[str, Lexicon]) -> Iterator[tuple[list[Field], Vocabulary]]:
    """Yield the choices of each register that share a list whose terms have marks, today's before the one hoped for."""
    for lexicon in lexicons.values():
        lists: dict[int, tuple[list[Field], Vocabulary]] = {}
        for field in lexicon.register.fields():
            known = choices_of(field.kind)
            if known is not None and all(t.mark for t in known):
                lists.setdefault(id(known), ([], known))[0].append(field)
        yield from (found for found in lists.values() if len(found[0]) == len(_MARKS))


def _steps(cells: Sequence[object], known: Vocabulary) -> dict[int, str]:
    return {i: code for i, c in enumerate(cells) if isinstance(c, str) and (code := known.match(c))}


def _only_marks(grid: Grid, header: int, steps: Mapping[int, str]) -> bool:
    cells = [as_text(grid.value(r, c)) for r in range(header + 1, len(grid.rows)) for c in steps]
    words = [w for cell in cells for w in _BETWEEN.split(fold(cell)) if w]
    return all(any(w in marks for marks in _MARKS) for w in words)


def _rewritten(grid: Grid, header: int, steps: Mapping[int, str], fields: Sequence[Field]) -> Grid:
    places = sorted(steps)[: len(fields)]
    rows: list[Row] = list(grid.rows)
    for number in range(header, len(rows)):
        cells = list(rows[number])
        texts = {c: as_text(grid.value(number, c)) for c in steps}
        for column in steps:
            if column < len(cells):
                cells[column] = None
        for place, field, marks in zip(places, fields, _MARKS, strict=True):
            if number == header:
                word: str | None = field.label
            else:
                word = next((steps[c] for c, t in texts.items() if marks & set(_BETWEEN.split(fold(t)))), None)
            cells += [None] * (place + 1 - len(cells))
            cells[place] = word
        while cells and cells[-1] is None:
            cells.pop()
        rows[number] = tuple(cells)
    return replace(grid, rows=rows)
