"""A spreadsheet held against a workspace: which rows are new, changed, same, in conflict or wrong; nothing is written.

`reading` gives the Book; the import page shows the plan; `commit` carries it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from govdesk.fields.kind import Lookup, as_text
from govdesk.fields.kinds import Link
from govdesk.i18n import N_, Message
from govdesk.progress import Progress, silent
from govdesk.sheet.commit import commit
from govdesk.sheet.compare import Comparer
from govdesk.sheet.grid import Book, Grid
from govdesk.sheet.headings import SheetTable, find_tables
from govdesk.sheet.identity import Names, RecordsOf
from govdesk.sheet.lexicon import Lexicon, lexicons, names_register, plain
from govdesk.sheet.mapping import fingerprint, map_columns, remembered
from govdesk.sheet.matrix import matrix_columns, read_matrix
from govdesk.sheet.plan_values import (
    Column,
    ImportPlan,
    NewLink,
    Problem,
    RowPlan,
    SheetChoice,
    SheetPlan,
)
from govdesk.sheet.rows import Reading, RowReader

if TYPE_CHECKING:
    from govdesk.fields.register import Register, Registers

__all__ = ["Column", "ImportPlan", "NewLink", "Problem", "RowPlan", "SheetChoice", "SheetPlan", "commit", "make_plan"]

_GENERIC = re.compile(r"(sheet|工作表|表|table|data|export|tabelle|feuil)\s*\d*", re.IGNORECASE)
_PROJECT_LABELS = {"项目名称", "项目", "project name", "project", "project title", "所属项目"}


def make_plan(
    session: Session,
    registers: Registers,
    book: Book,
    *,
    project: str | NewLink | None = None,
    register: str | None = None,
    sheet: str | None = None,
    choices: Mapping[str, SheetChoice] | None = None,
    progress: Progress = silent,
) -> ImportPlan:
    """Return what importing a book would do.

    Args:
        session: A reading session.
        registers: All registers.
        book: The spreadsheet as read.
        project: Id of the project that rows go to where no column says otherwise, or the one to be made for them.
        register: Code of the register that every table is for, or None to find out.
        sheet: Name of the only sheet to look at, or None for all.
        choices: What the user said, by `SheetChoice.key`.
        progress: Told how far the planning has come; may raise `Cancelled`.
    """
    planner = _Planner(session, registers, book, project, register)
    plans: list[SheetPlan] = []
    grids = [g for g in book.grids if sheet is None or plain(g.name) == plain(sheet)]
    for number, grid in enumerate(grids):
        progress(number, len(grids), Message(N_("Comparing {sheet}"), {"sheet": grid.name}))
        plans += planner.plan(grid, choices or {}, progress)
    return ImportPlan(book.path, tuple(plans), _links(registers, plans), planner.project, planner.project_name)


def _links(registers: Registers, plans: list[SheetPlan]) -> tuple[NewLink, ...]:
    """Return the records that links make, without those that a row of the same file makes anyway."""
    made = {
        NewLink(p.register, str(r.values.get(registers[p.register].about.title)))
        for p in plans
        if p.register and p.choice.include
        for r in p.rows
        if r.status == "new"
    }
    wanted = {
        v: None
        for p in plans
        if p.choice.include
        for r in p.rows
        if r.status in ("new", "changed")
        for v in (*r.values.values(), *(new for _, new in r.changes.values()))
        if isinstance(v, NewLink) and v not in made
    }
    return tuple(wanted)


class _Planner:
    def __init__(
        self, session: Session, registers: Registers, book: Book, project: str | NewLink | None, register: str | None
    ) -> None:
        self._session = session
        self._registers = registers
        self._book = book
        self._forced = register
        self._records = RecordsOf(session, registers)
        self._names = Names(session, registers, project if isinstance(project, str) else None)
        if isinstance(project, NewLink):
            project = self._names.find(Lookup(project.register, project.name)) or project
        self._given = project
        known = lexicons(registers)
        self._lexicons = {register: known[register]} if register else known
        self._all = known
        self.project = project if isinstance(project, str) else None
        self.project_name = project.name if isinstance(project, NewLink) else ""
        if self.project:
            self.project_name = self._names.project_name(self.project)

    def plan(self, grid: Grid, choices: Mapping[str, SheetChoice], progress: Progress) -> Iterator[SheetPlan]:
        """Yield the plan of each table of a sheet."""
        first = choices.get(f"{grid.name}#0")
        row = first.header_row - 1 if first and first.header_row else None
        tables = find_tables(grid, self._lexicons, header_row=row, header_rows=first.header_rows if first else None)
        for number, table in enumerate(tables):
            choice = choices.get(f"{grid.name}#{number}", SheetChoice(grid.name, number))
            yield self._table(grid, table, choice, progress)
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
        if code is None:
            columns = tuple(Column(h.column, h.text, "") for h in table.headings)
            notice = Message(N_("No register fits this table. Choose one to bring it in."))
            return SheetPlan(
                grid.file,
                grid.name,
                None,
                table.header_row + 1,
                table.header_rows,
                columns,
                (),
                choice,
                (*grid.notices, notice),
            )
        if code != table.register:
            table = self._matched_to(grid, table, code)
        lexicon = self._all[code]
        key = fingerprint(code, table.headings)
        agreed = remembered(self._session, key) if choice.mapping is None else {}
        columns = map_columns(grid, table, lexicon, choice, agreed)
        if table.matrix:
            columns = matrix_columns(grid, table, lexicon.register, columns)
        notices = list(grid.notices)
        rows = tuple(self._rows(grid, table, lexicon, columns, choice, notices, progress))
        shape = "matrix" if table.matrix else "list"
        return SheetPlan(
            grid.file,
            grid.name,
            code,
            table.header_row + 1,
            table.header_rows,
            columns,
            rows,
            choice,
            tuple(notices),
            shape,
            key,
        )

    def _matched_to(self, grid: Grid, table: SheetTable, code: str) -> SheetTable:
        only = {code: self._all[code]}
        found = find_tables(grid, only, header_row=table.header_row, header_rows=table.header_rows)
        return found[0] if found else table

    def _rows(
        self,
        grid: Grid,
        table: SheetTable,
        lexicon: Lexicon,
        columns: tuple[Column, ...],
        choice: SheetChoice,
        notices: list[Message],
        progress: Progress,
    ) -> Iterator[RowPlan]:
        register = lexicon.register
        span = range(table.first_row, table.last_row + 1)
        reader = RowReader(grid, register, columns, span, self._names, day_first=choice.day_first)
        readings = read_matrix(grid, table, register, columns, reader) if table.matrix else reader.read()
        defaults = self._defaults(grid, table, register, columns, reader)
        comparer = Comparer(self._session, self._records, register, columns, choice)
        left_out = last = 0
        for reading in readings:
            if not last % 500:
                progress(reading.row - span.start, len(span), Message(N_("Comparing {sheet}"), {"sheet": grid.name}))
            for name, (value, shown) in defaults.items():
                if reading.values.get(name) is None:
                    reading.values[name] = value
                    if shown:
                        reading.names[name] = shown
            if _is_legend(grid, reading, register, last):
                left_out += 1
                continue
            last = reading.row
            yield comparer.compare(reading)
        if left_out:
            notices.append(
                Message(N_("{count} rows below the table look like a legend and were left out."), {"count": left_out})
            )

    def _defaults(
        self, grid: Grid, table: SheetTable, register: type[Register], columns: tuple[Column, ...], reader: RowReader
    ) -> dict[str, tuple[Any, str]]:
        """Return the values, with the names shown, that hold for every row: project, subject, what a title implies."""
        mapped = {c.field for c in columns}
        found: dict[str, tuple[Any, str]] = {}
        alias = table.alias or names_register(register, table.title) or names_register(register, grid.name) or ""
        for name, values in (register.about.assumes or {}).items():
            if plain(name) == alias:
                found.update({k: (v, "") for k, v in values.items()})
        if register.in_project:
            found["project"] = self._project_of(grid, table)
        for declared in register.fields():
            open_ = declared.from_title and declared.name not in mapped and not table.matrix
            matrix = register.about.matrix
            if open_ and not (matrix and mapped & set(matrix.top)):
                subject = _subject(grid, table, alias, whole=matrix is None)
                if subject and isinstance(declared.kind, Link):
                    value = reader.resolve(declared, Lookup(declared.kind.target, subject))
                    found[declared.name] = (value, subject)
        return found

    def _project_of(self, grid: Grid, table: SheetTable) -> tuple[Any, str]:
        if self._given:
            return self._given, self.project_name
        named = _named_project(grid, table)
        if not named and (only := self._names.only("project")):
            self.project, self.project_name = only, self._names.project_name(only)
            return only, self.project_name
        name = named or _subject(grid, table, table.alias or "", whole=False) or _stem(grid)
        identity = self._names.find(Lookup("project", name))
        self.project, self.project_name = identity, name
        return (identity or NewLink("project", name)), name


def _named_project(grid: Grid, table: SheetTable) -> str:
    for row in range(table.header_row):
        cells = grid.rows[row]
        for index, cell in enumerate(cells):
            if not isinstance(cell, str):
                continue
            label, _, rest = cell.replace("：", ":").partition(":")
            if plain(label) not in _PROJECT_LABELS:
                continue
            after = next((c for c in cells[index + 1 :] if c is not None), None)
            text = rest.strip() or as_text(after)
            if text and not text.rstrip().endswith((":", "：")) and plain(text) not in ("准备日期", "date"):
                return text
    return ""


def _stem(grid: Grid) -> str:
    return " ".join(grid.file.rsplit(".", 1)[0].split())


def _subject(grid: Grid, table: SheetTable, alias: str, *, whole: bool) -> str:
    """Return what a sheet is about: its title, its name or the file's, without the register's own name."""
    for text in (table.title, grid.name, _stem(grid)):
        bare = plain(text)
        rest = bare.replace(alias, "").strip(" -_:：") if alias else bare
        if rest and not _GENERIC.fullmatch(bare):
            if whole:
                return " ".join(text.split())
            start = bare.find(rest)
            return text.strip()[start : start + len(rest)].strip() or rest
    return _stem(grid) if whole else ""


def _is_legend(grid: Grid, reading: Reading, register: type[Register], last: int) -> bool:
    """Answer whether a row stands apart below the table and lacks what every record has."""
    filled = sum(c is not None for c in grid.rows[reading.row])
    apart = last and reading.row - last > 1
    if reading.identity or filled > 1 + bool(apart):
        return False
    return any(f.name not in reading.values for f in register.fields() if f.required and f.name != "project")
