"""Every change that the returns would make, cell by cell, those in dispute first; a side is taken where two differ."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from govdesk.i18n import N_
from govdesk.sheet.plan_values import MINE, THEIRS
from govdesk.sheet.return_file import Missing
from govdesk.ui.context import Context
from govdesk.ui.dialogs.collect_work import Line
from govdesk.ui.icon import icon
from govdesk.ui.text import tip
from govdesk.ui.theme import ROW_HEIGHT

_HEADINGS = (N_("State"), N_("From"), N_("Record"), N_("Field"), N_("Here now"), N_("In the return"))
_WIDTHS = (160, 150, 190, 110, 210)
_LOOKS = {
    "doubt": (N_("To look at"), "watch", "circle-alert"),
    "conflict": (N_("Conflict"), "watch", "triangle-alert"),
    "wrong": (N_("Wrong"), "act", "circle-x"),
    "new": (N_("New"), "good", "plus"),
    "changed": (N_("Changed"), "accent", "pencil"),
}
ORDER = tuple(_LOOKS)
_SETTLED = {MINE: N_("Kept as here"), THEIRS: N_("Taken from the return")}
_NONE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


def word_of(kind: str) -> str:
    """Return what lines of a kind are called, as source text."""
    return _LOOKS[kind][0]


class LineModel(QAbstractTableModel):
    """The lines of one kind or all, of one file or all."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._all: list[Line] = []
        self._lines: list[Line] = []
        self.kind = ""
        self.file: object = None
        self._deleted: set[str] = set()

    def show_lines(self, lines: list[Line]) -> None:
        """Show other lines, under the same filter."""
        self._all = sorted(lines, key=lambda x: ORDER.index(x.kind))
        self.narrow(self.kind, self.file)

    def narrow(self, kind: str, file: object = None) -> None:
        """Show the lines of a kind and a file; an empty kind and None show all."""
        self.beginResetModel()
        self.kind, self.file = kind, file
        self._lines = [x for x in self._all if (not kind or x.kind == kind) and (file is None or x.file.path == file)]
        self.endResetModel()

    def line(self, row: int) -> Line:
        """Return the line of a row."""
        return self._lines[row]

    def deleted(self) -> list[Missing]:
        """Return the records gone from a sheet that the user wants deleted here too."""
        found = {x.record: x.missing for x in self._all if x.missing is not None and x.record in self._deleted}
        return list(found.values())

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        tickable = index.column() == 0 and self._lines[index.row()].missing is not None
        return flags | Qt.ItemFlag.ItemIsUserCheckable if tickable else flags

    def setData(self, index: _Index, value: Any, role: int = 0) -> bool:
        line = self._lines[index.row()]
        if role != Qt.ItemDataRole.CheckStateRole or line.missing is None:
            return False
        ticked = Qt.CheckState(value) == Qt.CheckState.Checked
        (self._deleted.add if ticked else self._deleted.discard)(line.record)
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, len(_HEADINGS) - 1))
        return True

    def rowCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._context.language.gettext(_HEADINGS[section])
        return None

    def data(self, index: _Index, role: int = 0) -> Any:
        line = self._lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = self._texts(line)[index.column()]
            return " ".join(text.split()) if role == Qt.ItemDataRole.DisplayRole else tip(text)
        if index.column() == 0 and role == Qt.ItemDataRole.CheckStateRole and line.missing is not None:
            return Qt.CheckState.Checked if line.record in self._deleted else Qt.CheckState.Unchecked
        _, tone, sign = _LOOKS[line.kind]
        if index.column() == 0 and role == Qt.ItemDataRole.DecorationRole:
            done = bool(line.settled)
            return icon("check" if done else sign, self._context.theme.tone("good" if done else tone)[0])
        if index.column() == 0 and role == Qt.ItemDataRole.ForegroundRole:
            return self._context.theme.tone("good" if line.settled else tone)[0]
        return None

    def _texts(self, line: Line) -> tuple[str, ...]:
        context = self._context
        gettext = context.language.gettext
        state = gettext(_SETTLED.get(line.settled) or _LOOKS[line.kind][0])
        if line.missing is not None:
            state = gettext(N_("Delete it here")) if line.record in self._deleted else gettext(N_("Gone"))
        who = line.file.package.name if line.file.package is not None else line.file.name
        field = ""
        if line.name and line.register:
            found = [f for f in context.registers[line.register].fields() if f.name == line.name]
            field = gettext(found[0].label) if found else line.name.partition(":")[2] or gettext("Whole row")
        new = line.new
        if line.why is not None and not (line.kind == "conflict" and line.new):
            new = f"{line.new} – {context.say(line.why)}" if line.new else context.say(line.why)
        return state, who, line.title, field, line.old, new


class LineTable(QTableView):
    """The lines; M keeps what is here, T takes the return's word, for all chosen rows.

    Signals:
        settled: Lines in dispute and the word for them.
        moved: Other rows are chosen.
        ticked: Other records are to be deleted.
    """

    settled = Signal(object, str)
    moved = Signal()
    ticked = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = LineModel(context, self)
        self.setModel(self.lines)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setProperty("role", "lines")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setAccessibleName(context.language.gettext("What would change"))
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(len(_WIDTHS), QHeaderView.ResizeMode.Stretch)
        self.selectionModel().selectionChanged.connect(lambda *_: self.moved.emit())
        self.lines.modelReset.connect(self.moved)
        self.lines.dataChanged.connect(lambda *_: self.ticked.emit())

    def disputed(self) -> list[Line]:
        """Return the chosen lines on which a side can be taken."""
        rows = sorted({i.row() for i in self.selectionModel().selectedRows()})
        return [x for r in rows if (x := self.lines.line(r)).kind == "conflict" and x.name and (x.old or x.new)]

    def settle(self, word: str) -> None:
        """Take a side for the chosen lines."""
        if found := self.disputed():
            self.settled.emit(found, word)

    def _tick(self) -> bool:
        """Turn the ticks of the chosen lines over, as the first of them stands; answer whether there is one."""
        rows = [i for i in self.selectionModel().selectedRows() if self.lines.line(i.row()).missing is not None]
        role = Qt.ItemDataRole.CheckStateRole
        if rows:
            on = self.lines.data(rows[0], role) == Qt.CheckState.Unchecked
            for index in rows:
                self.lines.setData(index, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked, role)
        return bool(rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers() and self._tick():
            return
        word = {int(Qt.Key.Key_M): MINE, int(Qt.Key.Key_T): THEIRS}.get(event.key())
        if word and not event.modifiers():
            self.settle(word)
            return
        super().keyPressEvent(event)
