"""The distinct texts of lists, names and cells that do not fit, each with what is read from it: the values of a mapping.

`plan` hands them to the import page, where one answer holds for all cells alike.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from govdesk.fields.kind import Invalid, Lookup
from govdesk.fields.kinds import Link, choices_of
from govdesk.fields.text import fold
from govdesk.sheet.address import cell_address
from govdesk.sheet.column import ColumnReader, as_seen
from govdesk.sheet.matrix import names_across
from govdesk.sheet.plan_values import Column, NewLink, SheetChoice, TextMatch

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.fields.register import Register
    from govdesk.i18n import Message
    from govdesk.sheet.grid import Grid
    from govdesk.sheet.identity import Names
    from govdesk.sheet.rows import Reading, RowReader

#: Kinds whose texts are all listed; of the others only those that do not fit.
_LISTED = ("choice", "scale", "flag", "link")
_FEW, _NEAR, _MOST = 3, 0.5, 3000
_UNREAD = object()
_ORDER = {"unknown": 0, "new": 1, "fixed": 2, "known": 3}


class TextFinder:
    """Finds what the columns of one table say.

    Args:
        grid: The sheet.
        register: What the table holds.
        columns: What becomes of each column.
        reader: Has read the rows.
        names: What links may be called.
        choice: What the user said.
    """

    def __init__(
        self,
        grid: Grid,
        register: type[Register],
        columns: Sequence[Column],
        reader: RowReader,
        names: Names,
        choice: SheetChoice,
    ) -> None:
        self._grid = grid
        self._register = register
        self._columns = columns
        self._reader = reader
        self._names = names
        self._choice = choice
        self._project = reader.default("project")

    def find(self, rows: Sequence[int], marked: Sequence[Reading]) -> tuple[TextMatch, ...]:
        """Return the texts of the given rows: those that do not fit first, then the most frequent.

        Args:
            rows: The rows that are records, from 0.
            marked: What a matrix was read as; nothing where the table is a list.
        """
        found: list[TextMatch] = []
        for column, declared, reader in self._reader.readers():
            found += self._of_column(column, declared, reader, rows)
        if marked:
            strange = {p.value: p.message for r in marked for p in r.problems if p.code == "choice"}
            found += [*self._across(rows), *self._marks(rows, strange)]
        found.sort(key=lambda m: (_ORDER[m.state], -m.count))
        return tuple(found)

    def _of_column(
        self, column: Column, declared: Field, reader: ColumnReader, rows: Sequence[int]
    ) -> Iterator[TextMatch]:
        listed = declared.kind.code in _LISTED
        instead = self._reader.fixes.alike(declared.name)
        if (
            not listed
            and not instead
            and reader.memo is not None
            and Invalid not in set(map(type, reader.memo.values()))
        ):
            return
        cells = self._cells(column.index, rows)
        counts, first = Counter(cells), dict(zip(reversed(cells), reversed(rows), strict=True))
        counts.pop(None, None)
        listed = listed and len(counts) <= _MOST
        met = reader.memo or {}
        texts: dict[str, TextMatch] = {}
        for key, number in counts.items():
            if not listed and not instead and type(met.get(key, _UNREAD)) not in (Invalid, object):
                continue
            row = first[key]
            value, text = reader.read(row), as_seen(self._grid.value(row, column.index))
            if text not in instead and (value is None or (not listed and not isinstance(value, Invalid))):
                continue
            known = texts.get(text)
            count = number + (known.count if known else 0)
            cell = known.cell if known else cell_address(row, column.index)
            texts[text] = self._match(declared, text, value, count, cell, fixed=text in instead)
        yield from texts.values()

    def _cells(self, index: int, rows: Sequence[int]) -> list[object]:
        """Return the cells of a column, a truth in brackets so that it is no number."""
        found = [row[index] if index < len(row) else None for row in map(self._grid.rows.__getitem__, rows)]
        return [(c,) if type(c) is bool else c for c in found] if bool in set(map(type, found)) else found

    def _match(self, declared: Field, text: str, value: Any, count: int, cell: str, *, fixed: bool) -> TextMatch:
        shown, why, name = "", None, declared.name
        if isinstance(value, Lookup):
            found = self._reader.naming.resolve(declared, value, self._project)
            if isinstance(found, Invalid):
                value = found
            else:
                value, shown = found.value, found.shown or found.text
        if isinstance(value, Invalid):
            why, value = value.message, None
        state = "unknown" if why else "fixed" if fixed else "new" if isinstance(value, NewLink) else "known"
        near = self._near(declared, text) if state in ("unknown", "new") else ()
        return TextMatch(name, text, count, state, value, shown, near, cell, why)

    def _near(self, declared: Field, text: str) -> tuple[str, ...]:
        """Return the words of a list, or the names of a register, that look most like a text."""
        if isinstance(declared.kind, Link):
            known = {fold(n): n for n in self._names.all(declared.kind.target).values() if n}
            if len(known) > _MOST:
                return ()
            return tuple(known[k] for k in difflib.get_close_matches(fold(text), known, _FEW, _NEAR))
        vocabulary = choices_of(declared.kind)
        if vocabulary is None:
            return ()
        near = difflib.get_close_matches(fold(text), vocabulary.spellings, _FEW * 2, _NEAR)
        codes = dict.fromkeys(vocabulary.spellings[n] for n in near)
        return tuple(codes)[:_FEW]

    def _across(self, rows: Sequence[int]) -> Iterator[TextMatch]:
        matrix = self._register.about.matrix
        assert matrix is not None  # noqa: S101 - asked of matrices only
        span = range(min(rows, default=0), max(rows, default=-1) + 1)
        kinds: Mapping[str, str] = self._choice.across
        for text, declared, value, count in names_across(
            self._register, self._columns, self._grid, span, self._reader, kinds
        ):
            fixed = text in self._reader.fixes.alike(declared.name)
            if isinstance(value, Invalid):
                yield TextMatch(declared.name, text, count, "unknown", why=value.message)
                continue
            new = isinstance(value, NewLink)
            shown = value.name if new else self._names.title(value) if isinstance(value, str) else ""
            state = "fixed" if fixed else "new" if new else "known"
            near = tuple(n for f in matrix.top for n in self._near(self._register.field(f), text)) if new else ()
            yield TextMatch(declared.name, text, count, state, value, shown, near[:_FEW])

    def _marks(self, rows: Sequence[int], strange: Mapping[str, Message]) -> Iterator[TextMatch]:
        """Yield the marks that do not say which part is meant."""
        matrix = self._register.about.matrix
        assert matrix is not None  # noqa: S101 - asked of matrices only
        declared = self._register.field(matrix.cell)
        instead = self._reader.fixes.alike(matrix.cell)
        counts: dict[str, tuple[int, str]] = {}
        for column in self._columns:
            for row in rows if column.field == matrix.cell else ():
                text = as_seen(self._grid.value(row, column.index))
                if text and (text in instead or text in strange):
                    count, first = counts.get(text, (0, cell_address(row, column.index)))
                    counts[text] = (count + 1, first)
        for text, (count, cell) in counts.items():
            value = declared.kind.read(instead[text]) if text in instead else None
            state = "fixed" if text in instead else "unknown"
            yield TextMatch(declared.name, text, count, state, value, "", (), cell, strange.get(text))
