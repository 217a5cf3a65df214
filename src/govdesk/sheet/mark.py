"""The marks of a responsibility matrix: letters, words and ticks that stand in a cell under a name.

`headings` recognises a matrix by them, `matrix` and `rows` read them. A mark that could mean two things is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from govdesk.fields.kinds import Choice, choices_of
from govdesk.fields.text import fold

if TYPE_CHECKING:
    from govdesk.fields.register import Register
    from govdesk.sheet.grid import Grid

_LETTERS = re.compile(r"[raci](?:\s*[/,+、&;\n]?\s*[raci]){0,3}")
_BETWEEN = re.compile(r"\s*[/、,，+&;；\n]\s*")
#: What people write in a matrix without saying which part is meant.
_ASKED = frozenset(
    (*"✓✔√●○◎◯△▲★☆■□×xyspvl是主辅", "负责", "主责", "主办", "主导", "牵头", "参与", "配合", "协助", "协办", "支持", "审核", "审批", "确认",
     "lead", "owner", "support", "yes", "approve", "review")
)  # fmt: skip
_ENOUGH = 2
_IN_BRACKETS = re.compile(r"\S\s*[(（]\s*([RACI])\s*[)）]\s*$", re.IGNORECASE)


def is_mark(cell: object) -> bool:
    """Answer whether a cell holds letters of a responsibility matrix and nothing else."""
    return isinstance(cell, str) and len(cell) < 12 and _LETTERS.fullmatch(fold(cell)) is not None


def marks(text: str) -> list[str]:
    """Return the letters of a cell that holds one or several, each once."""
    return list(dict.fromkeys(c for c in fold(text).upper() if c.isalpha()))


def marks_in(text: str, kind: Choice) -> list[str]:
    """Return the marks of a cell: its letters, its words where the list knows them all, else the text as it is."""
    if is_mark(text):
        return marks(text)
    words = [w for w in _BETWEEN.split(text) if w]
    return words if len(words) > 1 and all(kind.vocabulary.match(w) for w in words) else [text]


def is_part(cell: object, kind: Choice) -> bool:
    """Answer whether a cell says in some way that a name has a part in something."""
    if is_mark(cell):
        return True
    if not isinstance(cell, str) or len(cell) > 24:
        return False
    return fold(cell) in _ASKED or all(fold(w) in _ASKED or kind.vocabulary.match(w) for w in _BETWEEN.split(cell) if w)


def marked_columns(
    grid: Grid, rows: range, columns: Sequence[int], register: type[Register], *, named: bool, share: int = _ENOUGH
) -> list[int]:
    """Return the columns of a table that hold marks.

    Args:
        grid: The sheet.
        rows: The table's rows.
        columns: Where marks may stand.
        register: The register that has a matrix.
        named: Whether the sheet says itself that it is one, so that words and ticks count as well.
        share: How many cells of marks there must be for each that holds none.
    """
    matrix = register.about.matrix
    kind = register.field(matrix.cell).kind if matrix else None
    if not isinstance(kind, Choice):
        return []
    found = []
    for column in columns:
        cells = [c for r in rows if (c := grid.value(r, column)) is not None and c != ""]
        letters = sum(map(is_mark, cells))
        parts = sum(is_part(c, kind) for c in cells) if named or letters else 0
        if (letters or (named and parts)) and parts >= share * (len(cells) - parts):
            found.append(column)
    return found


def _letter_behind(heading: str) -> str | None:
    """Return the letter that a heading gives in brackets behind its own words: `牵头部门(R)`."""
    found = _IN_BRACKETS.search(heading)
    return found[1].upper() if found else None


def lettered_across(headings: Mapping[int, str]) -> int:
    """Count the letters that headings give in brackets, each once."""
    return len({letter for text in headings.values() if (letter := _letter_behind(text))})


def roles_across(register: type[Register], headings: Mapping[int, str]) -> dict[int, str]:
    """Return the code of each heading that is itself a mark of the matrix, where at least two are: names stand below."""
    matrix = register.about.matrix
    vocabulary = choices_of(register.field(matrix.cell).kind) if matrix else None
    if vocabulary is None:
        return {}
    found = {c: code for c, text in headings.items() if (code := vocabulary.match(text) or _letter_behind(text))}
    return found if len(set(found.values())) == len(found) >= _ENOUGH else {}
