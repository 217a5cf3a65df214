"""What a sheet is about, by its own words: the project that it belongs to, the list or team that its title names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from govdesk.fields.kind import Lookup, as_text
from govdesk.fields.text import fold
from govdesk.sheet.column import is_placeholder
from govdesk.sheet.grid import Grid
from govdesk.sheet.headings import SheetTable
from govdesk.sheet.lexicon import plain, register_words
from govdesk.sheet.plan_values import NewLink

if TYPE_CHECKING:
    from govdesk.fields.register import Registers
    from govdesk.sheet.identity import Names

_GENERIC = re.compile(
    r"(?:sheet|工作表|表|table|data|数据|export|导出|tabelle|feuil|新建|new|untitled|汇总|总表|明细|清单|列表|登记表|登记册|台账|"
    r"template|模板|范例|示例|example|sample|副本|copy|log|register|list|book|workbook|工作簿|"
    r"项目|系统|公司|集团|部门|任务|工作|矩阵|职责|分析|评估|project|program|programme|team|matrix|\d+|[\s()._-])+"
)
#: What file names carry beside their subject: versions, dates, copies.
_NOISE = re.compile(
    r"[(\[（【][^)\]）】]*[)\]）】]|\b(v|ver|version|rev)\s*\d+(\.\d+)*\b|\d{4}[-.年]?\d{0,2}[-.月]?\d{0,2}日?|\b(final|copy|draft|template|"
    r"log|register|list|example|sample|of|for|the)\b|最终版|终稿|初稿|定稿|副本|模板|范例|示例|台账|台帐|登记表|跟踪表|一览表|汇总表|管理表"
)
#: The place of a file in a row of files, as people put it before its name.
_PLACE = re.compile(r"0\d[\s._、)）-]*|\d{1,3}[\s._、)）-]+")
_EDGES = " -_:：—–|·,，、.&和与及的"
_PROJECT_LABELS = frozenset(
    ["项目名称", "项目", "project name", "project", "project title", "所属项目", "full project name", "项目全称"]
)
_LONGEST = 60


class Subject:
    """Finds the project of each table of one file.

    Args:
        session: A reading session.
        registers: Their words are no project's name.
        names: What projects are called.
        given: The project that the user named: an id, or one to be made.
        current: Id of the project that is open, taken where the sheet names none.
    """

    def __init__(
        self, session: Session, registers: Registers, names: Names, given: str | NewLink | None, current: str | None
    ) -> None:
        self._session = session
        self._names = names
        others = (r for code, r in registers.items() if code != "project")
        self._words = sorted({w for r in others for w in register_words(r)}, key=len, reverse=True)
        made = names.find(Lookup("project", given.name)) if isinstance(given, NewLink) else None
        self._given = made or given
        self._current = current
        self._new: str | None = None
        self.project: str | None = None
        self.project_name = ""

    def project_of(self, grid: Grid, table: SheetTable) -> tuple[Any, str]:
        """Return the project of a table, an id or one to be made, and its name."""
        value = self._given or self._named(grid, table)
        if isinstance(value, NewLink):
            self.project, self.project_name = None, value.name
        else:
            self.project, self.project_name = value, self._names.project_name(value)
        return value, self.project_name

    @property
    def is_given(self) -> bool:
        """Whether the user named the project."""
        return self._given is not None

    def told(self, project: str) -> tuple[str, str]:
        """Return a project that a table's own records stand in, and its name."""
        self.project, self.project_name = project, self._names.project_name(project)
        return self.project, self.project_name

    def settled(self) -> str | NewLink | None:
        """Return the project that needs no sheet to be known: given, open, or the only one there is."""
        known = self._names.all("project")
        return self._given or self._current or (next(iter(known)) if len(known) == 1 else None)

    def _named(self, grid: Grid, table: SheetTable) -> str | NewLink:
        name = named_project(grid, table)
        known = self._names.all("project")
        if name:
            return self._names.find(Lookup("project", name)) or NewLink("project", name)
        return self.settled() or self._in_words(grid, table, known) or self._before(grid) or self._made(grid, table)

    def _before(self, grid: Grid) -> str | None:
        """Return the project to which this sheet of a file of this name went last time."""
        statement = (
            "SELECT json_extract(c.new, '$.project') FROM change c JOIN operation o ON o.id = c.operation "
            "WHERE ((o.source = ? AND c.origin LIKE ?) OR c.origin LIKE ?) "
            "AND o.kind = 'do' AND o.state = 'done' AND c.action = 'insert' "
            "AND json_extract(c.new, '$.project') IS NOT NULL ORDER BY c.id DESC LIMIT 1"
        )
        found = (
            self._session.connection()
            .exec_driver_sql(statement, (grid.file, f"{grid.name} · %", f"{grid.file} · {grid.name} · %"))
            .scalar()
        )
        return found if found in self._names.all("project") else None

    def _in_words(self, grid: Grid, table: SheetTable, known: Mapping[str, str]) -> str | None:
        """Return the project whose name stands in the sheet's title, its name or the file's."""
        shown = [fold(t) for t in (table.title, grid.name, stem(grid))]
        fitting = [i for i, name in known.items() if len(name) > 1 and any(fold(name) in t for t in shown)]
        return max(fitting, key=lambda i: len(known[i])) if fitting else None

    def _made(self, grid: Grid, table: SheetTable) -> str | NewLink:
        own = self._subject(table.title) if table.title != grid.name else ""
        name = own or self._new or self._subject(stem(grid)) or self._subject(grid.name) or stem(grid).replace("_", " ")
        if not own:
            self._new = name
        return self._names.find(Lookup("project", name)) or NewLink("project", name)

    def _subject(self, text: str) -> str:
        """Return what is left of a title without the names of registers, versions and dates."""
        left = _NOISE.sub(" ", plain(text))
        for word in self._words:
            left = (
                re.sub(rf"(?<![a-z]){re.escape(word)}(?![a-z])", " ", left)
                if word.isascii()
                else left.replace(word, " ")
            )
        left = _NOISE.sub(" ", " ".join(left.split())).strip(_EDGES)
        if place := _PLACE.match(left):
            left = left[place.end() :]
        if len(left) < 2 or len(left) > _LONGEST or _GENERIC.fullmatch(left) or "," in left:
            return ""
        start = text.casefold().replace("_", " ").find(left)
        return text.replace("_", " ")[start : start + len(left)] if start >= 0 else left


def named_project(grid: Grid, table: SheetTable) -> str:
    """Return the project that a label above the table names, or nothing."""
    for row in range(table.header_row):
        cells = grid.rows[row]
        for index, cell in enumerate(cells):
            if not isinstance(cell, str):
                continue
            label, _, rest = cell.replace("：", ":").partition(":")
            if plain(label) not in _PROJECT_LABELS:
                continue
            after = next((c for c in cells[index + 1 :] if c is not None), None)
            text = rest.strip() or (as_text(after) if ":" in cell.replace("：", ":") or index + 1 < len(cells) else "")
            if text and not _is_label(text) and not is_placeholder(text) and len(text) <= _LONGEST * 2:
                return text
    return ""


def _is_label(text: str) -> bool:
    """Answer whether a text is itself the label of another value (`准备日期：`)."""
    return text.rstrip().endswith((":", "：")) or plain(text) in (
        "准备日期",
        "日期",
        "编制人",
        "项目经理",
        "date",
        "date prepared",
        "version",
        "版本",
    )


def stem(grid: Grid) -> str:
    """Return the name of a sheet's file without its ending."""
    return " ".join(grid.file.rsplit(".", 1)[0].split())


def title_of(grid: Grid, table: SheetTable, alias: str, *, whole: bool) -> str:
    """Return what a sheet's title, its name or its file's says, without the register's own name unless it is wanted whole."""
    for text in (table.title, grid.name, stem(grid)):
        bare = plain(text)
        rest = bare.replace(alias, "").strip(" -_:：") if alias else bare
        if rest and not _GENERIC.fullmatch(bare):
            if whole:
                return " ".join(text.split())
            start = bare.find(rest)
            return text.strip()[start : start + len(rest)].strip() or rest
    return stem(grid) if whole else ""
