"""A spreadsheet held against a workspace: which rows are new, changed, same, in conflict or wrong; nothing is written.

`reading` gives the Book; the import page shows the plan; `commit` carries it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from govdesk.fields.kind import Lookup, as_text
from govdesk.fields.kinds import Link
from govdesk.i18n import N_, Message
from govdesk.progress import Progress, silent
from govdesk.sheet.address import cell_address
from govdesk.sheet.alignment import align
from govdesk.sheet.column import is_blank
from govdesk.sheet.commit import commit
from govdesk.sheet.compare import Comparer
from govdesk.sheet.expected import NOTHING, Expected
from govdesk.sheet.fix import NO_FIXES, Replacements
from govdesk.sheet.grid import Book, Grid
from govdesk.sheet.headings import SheetTable, find_tables
from govdesk.sheet.home import home_of
from govdesk.sheet.identity import Names, RecordsOf, known_extras
from govdesk.sheet.layout import remembered
from govdesk.sheet.lexicon import lexicons, names_register, plain
from govdesk.sheet.mapping import fingerprint, looks_sent_out, map_columns
from govdesk.sheet.matrix import matrix_columns, read_matrix
from govdesk.sheet.pane import find_all
from govdesk.sheet.plan_joining import links_of
from govdesk.sheet.plan_texts import TextFinder
from govdesk.sheet.plan_values import (
    LEFT_OUT,
    Column,
    ImportPlan,
    NewLink,
    Problem,
    RowPlan,
    SheetChoice,
    SheetPlan,
    TextMatch,
)
from govdesk.sheet.renamed import recognised
from govdesk.sheet.rows import Reading, RowReader
from govdesk.sheet.step import with_words
from govdesk.sheet.subject import Subject, title_of
from govdesk.store.shown import COMPARES
from govdesk.sweeping import unswept

if TYPE_CHECKING:
    from govdesk.fields.register import Register, Registers

__all__ = ["Column", "ImportPlan", "NewLink", "Problem", "RowPlan", "SheetChoice", "SheetPlan", "commit", "make_plan"]

_EVERY = 500
_TOLD = 8
#: The most cells in a row of signatures: three labels, three names.
_SIGNED = 6
#: Sheets that an export adds for itself.
_OWN_SHEETS = "_govdesk"
_LEGEND = re.compile(
    r"(填表|填写|使用)?(说明|注释?|备注|图例|提示|要求|制表人?|审核人?|批准人?|notes?|legend|key|remarks?|prepared by|approved by|source|hint|tip)"
    r"\s*\d*\s*[:：].*|(copyright|©|\(c\)|版权所有|第\s*\d+\s*页|page \d+|以下空白|\(?以上).*",
    re.IGNORECASE | re.DOTALL,
)


@unswept()
def make_plan(
    session: Session,
    registers: Registers,
    book: Book,
    *,
    project: str | NewLink | None = None,
    current: str | None = None,
    register: str | None = None,
    sheet: str | None = None,
    choices: Mapping[str, SheetChoice] | None = None,
    expected: Mapping[str, Expected] | None = None,
    records: RecordsOf | None = None,
    progress: Progress = silent,
) -> ImportPlan:
    """Return what importing a book would do.

    Args:
        session: A reading session.
        registers: All registers.
        book: The spreadsheet as read.
        project: Where rows go that no project column sends elsewhere: an id, or a project to be made. None leaves it to
            the sheet: the project that it names, `current`, the only one there is, else one made from its title.
        current: Id of the project that is open.
        register: Code of the register that every table is for, or None to find out.
        sheet: Name of the only sheet to look at, or None for all.
        choices: What the user said, by `SheetChoice.key`.
        expected: What is known of sheets that were sent out, by register.
        records: The records of the workspace, where several files are planned from one state of it.
        progress: Told how far the planning has come; may raise `Cancelled`.
    """
    session.info[COMPARES] = True
    planner = _Planner(session, registers, register, project, current, expected or {}, records)
    plans: list[SheetPlan] = []
    grids = [g for g in book.grids if not g.name.startswith(_OWN_SHEETS)]
    grids = [g for g in grids if sheet is None or plain(g.name) == plain(sheet)]
    for number, grid in enumerate(grids):
        progress(number, len(grids), Message(N_("Comparing {sheet}"), {"sheet": grid.name}))
        plans += planner.plan(grid, choices or {}, progress)
    subject = planner.subject
    found = ImportPlan(book.path, tuple(plans), (), subject.project, subject.project_name, last_operation(session))
    return replace(found, links=links_of(registers, [found]))


class _Planner:
    def __init__(
        self,
        session: Session,
        registers: Registers,
        register: str | None,
        project: str | NewLink | None,
        current: str | None,
        expected: Mapping[str, Expected],
        records: RecordsOf | None,
    ) -> None:
        self._session = session
        self._expected = expected
        self._forced = register
        self._records = records or RecordsOf(session, registers)
        self._records.release()
        self._names = Names(session, registers)
        self._all = lexicons(registers)
        self._lexicons = {register: self._all[register]} if register else self._all
        self.subject = Subject(session, registers, self._names, project, current)

    def plan(self, grid: Grid, choices: Mapping[str, SheetChoice], progress: Progress) -> Iterator[SheetPlan]:
        """Yield the plan of each table of a sheet."""
        grid = with_words(grid, self._lexicons)
        first = choices.get(f"{grid.name}#0")
        row = first.header_row - 1 if first and first.header_row else None
        tables = find_all(grid, self._lexicons, header_row=row, header_rows=first.header_rows if first else None)
        for number, (pane, table) in enumerate(tables):
            choice = choices.get(f"{grid.name}#{number}", SheetChoice(grid.name, number))
            yield self._table(pane, table, choice, progress)
        if not tables:
            yield self._without_header(grid, first or SheetChoice(grid.name))

    def _without_header(self, grid: Grid, choice: SheetChoice) -> SheetPlan:
        empty = not any(grid.rows)
        text = (
            N_("This sheet is empty.")
            if empty
            else N_("No header was found in this sheet. Click the row that names the columns.")
        )
        return SheetPlan(grid.file, grid.name, self._forced, 0, 0, (), (), choice, (*grid.notices, Message(text)))

    def _table(self, grid: Grid, table: SheetTable, choice: SheetChoice, progress: Progress) -> SheetPlan:
        code = choice.register or self._forced or table.register
        place = (table.header_row + 1, table.header_rows)
        if code is None:
            columns = tuple(Column(h.column, h.text, LEFT_OUT) for h in table.headings)
            notice = Message(N_("No register fits this table. Choose one to bring it in."))
            return SheetPlan(grid.file, grid.name, None, *place, columns, (), choice, (*grid.notices, notice))
        if code != table.register:
            table = self._matched_to(grid, table, code)
        lexicon = self._all[code]
        key = fingerprint(code, table.headings)
        layout = remembered(self._session, key)
        choice = layout.taken_over(choice)
        agreed = layout.columns
        extras = known_extras(self._session, lexicon.register)
        sent_out = table.ours or looks_sent_out(grid, table, lexicon, extras)
        if not sent_out:
            extras = frozenset()
        columns = map_columns(grid, table, lexicon, choice, agreed, extras)
        doubts: list[Problem] = []
        layout_sent = self._expected.get(code, NOTHING).columns
        if table.ours or layout_sent:
            find = partial(self._records.by_identity, lexicon.register)
            columns, doubts = recognised(grid, table, lexicon.register, columns, layout_sent, extras, find)
        if table.matrix:
            columns = matrix_columns(grid, table, lexicon.register, columns)
        notices = list(grid.notices)
        told = (notices, doubts)
        rows, texts = self._rows(grid, table, lexicon.register, columns, choice, told, progress, sent_out=sent_out)
        shape = "matrix" if table.matrix else "list"
        home = None if lexicon.register.in_project else self.subject.settled()
        return SheetPlan(
            grid.file, grid.name, code, *place, columns, tuple(rows), choice, tuple(notices), shape, key, home,
            table.last_row + 1, texts, layout.used, tuple(doubts),
        )  # fmt: skip

    def _matched_to(self, grid: Grid, table: SheetTable, code: str) -> SheetTable:
        only = {code: self._all[code]}
        return find_tables(grid, only, header_row=table.header_row, header_rows=table.header_rows)[0]

    def _rows(
        self,
        grid: Grid,
        table: SheetTable,
        register: type[Register],
        columns: tuple[Column, ...],
        choice: SheetChoice,
        told: tuple[list[Message], list[Problem]],
        progress: Progress,
        *,
        sent_out: bool,
    ) -> tuple[list[RowPlan], tuple[TextMatch, ...]]:
        notices, doubts = told
        expected = self._expected.get(register.register_code(), NOTHING)
        matrix = register.about.matrix if table.matrix else None
        shown = [c for c in columns if matrix is None or c.field != matrix.cell]
        defaults = {**expected.defaults, **self._defaults(grid, table, register, columns, sent_out=sent_out)}
        home = None if register.in_project else self.subject.settled()
        reader = RowReader(
            grid, table, register, shown, self._names, day_first=choice.day_first, defaults=defaults, home=home,
            fixes=Replacements(choice.fixes) if choice.fixes else NO_FIXES, clear=choice.clear,
        )  # fmt: skip
        across = (grid, table, register, columns, reader, choice.across)
        readings = read_matrix(*across) if table.matrix else reader.read()
        held = (expected.base, expected.operation)
        comparer = Comparer(self._session, self._records, self._names, register, columns, choice, *held)
        comparer.sent_out = sent_out
        comparer.default_project = self.subject.settled() if table.ours and register.in_project else None
        kept = self._kept(grid, table, register, readings, reader.beside, progress)
        doubts += align(self._records, register, kept, comparer.sides.was) if table.ours else []
        rows = []
        for number, reading in enumerate(comparer.in_order(kept) if table.ours else kept):
            if not number % _EVERY:
                progress(reading.row, table.last_row, Message(N_("Comparing {sheet}"), {"sheet": grid.name}))
            rows.append(comparer.compare(reading))
        rows.sort(key=lambda r: r.place)
        notices += _left_out(grid, table, reader.beside)
        notices += [d.message for d in doubts]
        notices += _moved(comparer)
        finder = TextFinder(grid, register, columns, reader, self._names, choice)
        return rows, finder.find(sorted({r.row for r in kept}), kept if table.matrix else ())

    def _kept(
        self,
        grid: Grid,
        table: SheetTable,
        register: type[Register],
        readings: Iterator[Reading],
        beside: list[int],
        progress: Progress,
    ) -> list[Reading]:
        """Return the rows that are records; those that only look like a legend are noted as left out."""
        needed = {f.name for f in register.fields() if f.required and f.name != "project"}
        doing = Message(N_("Reading {sheet}"), {"sheet": grid.name})
        kept: list[Reading] = []
        last = 0
        for reading in readings:
            if not len(kept) % _EVERY:
                progress(reading.row, table.last_row, doing)
            if _is_legend(grid, reading, needed, apart=bool(last) and reading.row - last > 1):
                beside.append(reading.row)
                continue
            last = reading.row
            kept.append(reading)
        return kept

    def _defaults(
        self,
        grid: Grid,
        table: SheetTable,
        register: type[Register],
        columns: tuple[Column, ...],
        *,
        sent_out: bool,
    ) -> dict[str, tuple[Any, str]]:
        """Return the values, with the names shown, that hold for every row: project, subject, what a title implies."""
        if table.ours:
            named = any(c.field == "project" for c in columns)
            if named or not register.in_project:
                return {}
            home = home_of(self._records, grid, table, register, columns)
            return {"project": self.subject.told(home) if home else self.subject.project_of(grid, table)}
        mapped = {c.field for c in columns}
        found: dict[str, tuple[Any, str]] = {}
        alias = table.alias or names_register(register, table.title) or names_register(register, grid.name) or ""
        for name, values in (register.about.assumes or {}).items():
            if plain(name) == alias:
                found.update({k: (v, "") for k, v in values.items()})
        if register.in_project:
            home = home_of(self._records, grid, table, register, columns) if sent_out else None
            free = home and not self.subject.is_given
            found["project"] = self.subject.told(str(home)) if free else self.subject.project_of(grid, table)
        matrix = register.about.matrix
        for declared in register.fields():
            open_ = declared.from_title and declared.name not in mapped and not table.matrix
            if open_ and isinstance(declared.kind, Link) and not (matrix and mapped & set(matrix.top)):
                text = title_of(grid, table, alias, whole=matrix is None)
                if text:
                    project = found["project"][0] if register.in_project else None
                    identity = self._names.find(Lookup(declared.kind.target, text), project)
                    found[declared.name] = (identity or NewLink(declared.kind.target, text), text)
        return found


def last_operation(session: Session) -> int:
    """Return a number that is another after each operation, veiled ones too; 0 where there is none."""
    return int(session.connection().exec_driver_sql("SELECT coalesce(sum(id), 0) FROM operation").scalar() or 0)


def _is_legend(grid: Grid, reading: Reading, needed: AbstractSet[str], *, apart: bool) -> bool:
    """Answer whether a row stands below the table or within it without being a record: a remark, a signature, a key."""
    lacks = not reading.values.keys() >= needed
    row = grid.rows[reading.row]
    if not lacks and len(row) - row.count(None) > _SIGNED:
        return False
    cells = [c for c in row if c is not None]
    if not cells or reading.identity or (not lacks and len(cells) > _SIGNED):
        return False
    labels = sum(isinstance(c, str) and c.rstrip().endswith((":", "：")) for c in cells)
    signed = labels > 1 and isinstance(cells[0], str) and cells[0].rstrip().endswith((":", "："))
    if signed and labels * 2 >= len(cells):
        return True
    if lacks and (labels * 2 >= len(cells) or len(cells) <= 1 + apart):
        return True
    return len(cells) <= 2 and isinstance(cells[0], str) and _LEGEND.fullmatch(as_text(cells[0])) is not None


def _left_out(grid: Grid, table: SheetTable, beside: list[int]) -> Iterator[Message]:
    """Yield what was not taken for records, so that nothing is dropped unseen."""
    last = max(table.last_row, table.first_row - 1)
    below = [r for r in range(last + 1, table.end + 1) if any(c is not None for c in grid.rows[r])]
    rows = sorted({*beside, *below})
    if rows:
        text = N_("Left out, for they hold no record of their own (titles, totals, notes, bare numbers): {rows}.")
        yield Message(text, {"rows": _spans(rows)})
    named = {h.column for h in table.headings}
    if named and not table.ours:
        first, end = min(named), max(named) + 1
        cells = (
            (r, c)
            for r in range(table.first_row, table.last_row + 1)
            for c in (*range(first), *range(end, len(grid.rows[r])))
            if c not in named and not is_blank(grid.value(r, c))
        )
        if strays := list(cells):
            text = N_("Cells beside the table, under no heading, left out: {count}, the first is {cell}.")
            yield Message(text, {"count": len(strays), "cell": cell_address(*strays[0])})


def _spans(rows: Sequence[int]) -> Message:
    """Return rows, counted from 0, as people write them: `row 8`, `rows 5, 8–12`."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and spans[-1][1] == row:
            spans[-1][1] = row + 1
        else:
            spans.append([row + 1, row + 1])
    told = [str(a) if a == b else f"{a}–{b}" for a, b in spans]
    shown = ", ".join(told[:_TOLD]) + (" …" if len(told) > _TOLD else "")
    return Message(N_("row {rows}") if len(rows) == 1 else N_("rows {rows}"), {"rows": shown})


def _moved(comparer: Comparer) -> Iterator[Message]:
    if comparer.moved:
        text = N_(
            "The sheet was sorted without its hidden column. {count} rows were matched by their visible number instead."
        )
        yield Message(text, {"count": comparer.moved})
    if comparer.copied:
        text = N_("Copied rows become records of their own: {rows}.")
        yield Message(text, {"rows": _spans([p - 1 for p in sorted(comparer.copied)])})
