"""The rows of a planned sheet: what is new, what would change from what to what, what does not fit and why.

Shown by `import_sheet`; the rows are values of `sheet.plan`, painted as they come into sight.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from govdesk.fields.field import Field
from govdesk.fields.kinds import Link
from govdesk.i18n import N_
from govdesk.sheet.plan_values import EXTRA, LEFT_OUT
from govdesk.ui.context import Context
from govdesk.ui.dialogs.import_work import Source, is_writable, left_out_key
from govdesk.ui.text import tip

if TYPE_CHECKING:
    from govdesk.sheet.plan_values import Problem, RowPlan, SheetPlan

#: Word, tone and icon of each status, in the order of the totals.
STATUSES = {
    "new": (N_("New"), "good", "plus"),
    "changed": (N_("Changed"), "accent", "pencil"),
    "same": (N_("Same"), "", "check"),
    "conflict": (N_("Conflict"), "watch", "triangle-alert"),
    "wrong": (N_("Wrong"), "act", "circle-x"),
}
STATUS_ROLE = Qt.ItemDataRole.UserRole
CHANGE_ROLE = Qt.ItemDataRole.UserRole + 1
PROBLEM_ROLE = Qt.ItemDataRole.UserRole + 2
OUT_ROLE = Qt.ItemDataRole.UserRole + 3
CONFLICT_ROLE = Qt.ItemDataRole.UserRole + 4
ROW, STATUS, NEWS = 0, 1, 2
_CUT = 240
# Asked for each cell of a selection, so they are put together once.
_PLAIN = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
_TICKED = _PLAIN | Qt.ItemFlag.ItemIsUserCheckable
_LOOKED_AT = 2000
_NONE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class PlanModel(QAbstractTableModel):
    """The planned rows of one sheet, those of one status or all.

    Columns: place in the sheet with a box to leave the row out, status, what happens, then the mapped fields and the
    extra columns.

    Signals:
        chosen: Rows were left out or taken back in.
    """

    chosen = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._source: Source | None = None
        self._sheet: SheetPlan | None = None
        self._rows: tuple[RowPlan, ...] = ()
        self._fields: list[Field] = []
        self._extra: list[str] = []
        self._old_names: dict[str, str] = {}
        self._alike: Counter[tuple[str | None, str]] = Counter()
        self._near: dict[tuple[str, str], tuple[str, ...]] = {}

    def show_sheet(self, source: Source, sheet: SheetPlan, status: str = "") -> None:
        """Show a sheet's rows, or only those of a status."""
        self.beginResetModel()
        self._source, self._sheet = source, sheet
        self._rows = tuple(r for r in sheet.rows if r.status == status) if status else sheet.rows
        self._fields = self._shown_fields(sheet)
        self._extra = [c.heading for c in sheet.columns if c.field == EXTRA]
        self._alike = Counter((p.field, p.value) for r in sheet.rows for p in r.problems)
        self._near = {(t.field, t.text): t.suggestions for t in sheet.texts if t.suggestions}
        self.endResetModel()

    def name_old(self, names: dict[str, str]) -> None:
        """Take the names of the records that changed links point to now."""
        self._old_names = names
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, self.columnCount() - 1))

    @property
    def has_news(self) -> bool:
        """Whether any row has something to say beyond its values."""
        counts = self._sheet.counts if self._sheet is not None else {}
        return any(counts.get(s) for s in ("changed", "conflict", "wrong"))

    @property
    def is_matrix(self) -> bool:
        """Whether a row of the sheet holds several records."""
        return self._sheet is not None and self._sheet.shape == "matrix"

    def alike(self, problem: Problem) -> int:
        """Count the cells that do not fit in the same way."""
        return self._alike[problem.field, problem.value] if problem.code != "rule" else 1

    def near(self, problem: Problem) -> list[str]:
        """Return the texts that fit and are much like what stands in a cell."""
        return list(self._near.get((problem.field or "", problem.value), ()))

    def named(self, name: str) -> Field | None:
        """Return a field of the sheet's register."""
        return next((f for f in self.fields() if f.name == name), None)

    def changing(self) -> set[str]:
        """Return the names of the fields that the first rows change or that are in conflict there."""
        return {name for row in self._rows[:_LOOKED_AT] for name in (*row.changes, *row.conflicts)}

    def busy(self) -> set[str]:
        """Return the names of the fields that change, are in conflict, or do not fit in the first rows."""
        return self.changing() | {str(p.field) for row in self._rows[:_LOOKED_AT] for p in row.problems}

    def row(self, index: _Index) -> RowPlan:
        """Return the planned row behind an index."""
        return self._rows[index.row()]

    def fields(self) -> tuple[Field, ...]:
        """Return all fields of the sheet's register."""
        code = self._sheet.register if self._sheet is not None else None
        return self._context.registers[code].fields() if code is not None else ()

    def field(self, section: int) -> Field | None:
        """Return the field that a column shows."""
        place = section - NEWS - 1
        return self._fields[place] if 0 <= place < len(self._fields) else None

    def show_value(self, shown: Field, row: RowPlan, value: Any, *, old: bool = False) -> str:
        """Return a value of a row as a person reads it."""
        if value is None:
            return ""
        if isinstance(shown.kind, Link):
            name = self._old_names.get(value) if old and isinstance(value, str) else row.names.get(shown.name)
            return name or str(getattr(value, "name", ""))
        text = shown.kind.show(value, self._context.language)
        return text[:_CUT] + "…" if len(text) > _CUT else text

    def rowCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else NEWS + 1 + len(self._fields) + len(self._extra)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return (
                int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
                if role == Qt.ItemDataRole.TextAlignmentRole
                else None
            )
        gettext = self._context.language.gettext
        if section <= NEWS:
            return (gettext("Row"), gettext("Status"), gettext("What happens"))[section]
        shown = self.field(section)
        return gettext(shown.label) if shown is not None else self._extra[section - NEWS - 1 - len(self._fields)]

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _TICKED if index.column() == ROW and is_writable(self.row(index)) else _PLAIN

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self._datum(self.row(index), index.column(), role) if index.isValid() else None

    def _datum(self, row: RowPlan, column: int, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(row, column)
        if role == Qt.ItemDataRole.CheckStateRole:
            return self._check(row) if column == ROW and is_writable(row) else None
        if role == OUT_ROLE:
            return self._is_out(row)
        if role == STATUS_ROLE:
            return row.status if column == STATUS else None
        if role in (CHANGE_ROLE, CONFLICT_ROLE):
            return self._change(row, column) if role == CHANGE_ROLE else self._conflict(row, column)
        if role == PROBLEM_ROLE:
            return self._problem(row, column) is not None
        if role == Qt.ItemDataRole.ToolTipRole:
            problem = self._problem(row, column)
            return tip(problem_words(self._context, problem) if problem is not None else self._text(row, column))
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != ROW:
            return False
        self.leave_out([index.row()], Qt.CheckState(value) != Qt.CheckState.Checked)
        return True

    def leave_out(self, places: list[int], out: bool) -> None:
        """Leave rows out of the import, or take them back in."""
        if self._source is None or self._sheet is None:
            return
        keys = {left_out_key(self._sheet, self._rows[p]) for p in places if is_writable(self._rows[p])}
        self._source.left_out = self._source.left_out | keys if out else self._source.left_out - keys
        if places:
            self.dataChanged.emit(self.index(min(places), 0), self.index(max(places), self.columnCount() - 1))
            self.chosen.emit()

    def is_out(self, place: int) -> bool:
        """Answer whether a row is left out."""
        return self._is_out(self._rows[place])

    def _shown_fields(self, sheet: SheetPlan) -> list[Field]:
        if sheet.register is None:
            return []
        register = self._context.registers[sheet.register]
        title = register.about.title
        mapped = [c.field for c in sheet.columns if c.field not in (LEFT_OUT, EXTRA)]
        held = dict.fromkeys(n for r in sheet.rows[:50] for n in r.values if n != "project")
        filled = mapped if sheet.shape == "list" else list(held)
        names = dict.fromkeys([n for n in filled if n == title] + filled)
        known = {f.name: f for f in register.fields()}
        return [known[n] for n in names if n in known]

    def can_leave(self, place: int) -> bool:
        """Answer whether a row would be written, so that it can be left out."""
        return is_writable(self._rows[place])

    def _is_out(self, row: RowPlan) -> bool:
        if self._source is None or self._sheet is None:
            return False
        return left_out_key(self._sheet, row) in self._source.left_out

    def _check(self, row: RowPlan) -> Qt.CheckState:
        return Qt.CheckState.Unchecked if self._is_out(row) else Qt.CheckState.Checked

    def _text(self, row: RowPlan, column: int) -> str:
        if column == ROW:
            return str(row.place)
        if column == STATUS:
            return self._context.language.gettext(STATUSES[row.status][0])
        if column == NEWS:
            return news_of(self._context, self, row)
        shown = self.field(column)
        if shown is None:
            return row.extra.get(self._extra[column - NEWS - 1 - len(self._fields)], "")
        problem = self._problem(row, column)
        if problem is not None and problem.value:
            return problem.value
        if shown.system:
            return row.names.get(shown.name, "")
        return self.show_value(shown, row, row.values.get(shown.name)).replace("\n", " ")

    def _change(self, row: RowPlan, column: int) -> tuple[str, str] | None:
        shown = self.field(column)
        if shown is None or shown.name not in row.changes:
            return None
        old, new = row.changes[shown.name]
        before, after = self.show_value(shown, row, old, old=True), self.show_value(shown, row, new)
        return before.replace("\n", " "), after.replace("\n", " ")

    def _conflict(self, row: RowPlan, column: int) -> tuple[str, str, str] | None:
        """Return what a disputed cell holds here and in the sheet, and which of them was taken."""
        shown = self.field(column)
        if shown is None or shown.name not in row.conflicts:
            return None
        found = row.conflicts[shown.name]
        mine, theirs = self.show_value(shown, row, found.mine, old=True), self.show_value(shown, row, found.theirs)
        return mine.replace("\n", " "), theirs.replace("\n", " "), row.settled.get(shown.name, "")

    def _problem(self, row: RowPlan, column: int) -> Problem | None:
        shown = self.field(column)
        if shown is None or shown.name in row.conflicts:
            return None
        return next((p for p in row.problems if p.field == shown.name), None)


def news_of(context: Context, model: PlanModel, row: RowPlan) -> str:
    """Return what happens to a row, in words."""
    known = {f.name: f for f in model.fields()}
    words = [problem_words(context, p) for p in row.problems if p.field not in row.conflicts]
    for name, found in row.conflicts.items():
        if shown := known.get(name):
            mine = model.show_value(shown, row, found.mine, old=True) or "—"
            theirs = model.show_value(shown, row, found.theirs) or "—"
            words.append(f"{context.language.gettext(shown.label)}: {mine} | {theirs}")
    if row.problems and not words:
        words = [problem_words(context, p) for p in row.problems]
    if row.problems:
        return "; ".join(words).replace("\n", " ")
    for name, (old, new) in row.changes.items():
        shown = known.get(name)
        if shown is None:
            words.append(context.language.gettext("Extra columns"))
            continue
        before = model.show_value(shown, row, old, old=True) or "—"
        after = model.show_value(shown, row, new) or "—"
        words.append(f"{context.language.gettext(shown.label)}: {before} → {after}")
    return "; ".join(words).replace("\n", " ")


def problem_words(context: Context, problem: Problem) -> str:
    """Return where a problem is, why, and what would help."""
    text = context.say(problem.message)
    if problem.cell:
        text = context.language.gettext("{cell}: {why}").format(cell=problem.cell, why=text)
    if problem.suggestion:
        text += " " + context.language.gettext("Did you mean “{suggestion}”?").format(suggestion=problem.suggestion)
    return text
