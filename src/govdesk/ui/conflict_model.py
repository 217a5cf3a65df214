"""Conflicts as a table holds them: one line per cell that both sides changed, and which side was chosen."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.text import tip

RECORD, FIELD, BASE, MINE, THEIRS, WHO = range(6)
SIDE_ROLE = Qt.ItemDataRole.UserRole
Key = tuple[Hashable, str]
_NONE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Dispute:
    """One conflict in the words of the window.

    Args:
        row: What its record, or its row of a sheet, is called by who asks.
        name: What its field is called by who asks.
        record: The record in one line.
        field: The field's label.
        base: What the cell held at first.
        mine: What it holds here.
        theirs: What the other side says.
        author: Who changed it here last.
        at: When that was.
        their_author: Who changed it on the other side, if anybody knows.
        their_at: When that was.
        settled: `mine`, `theirs`, or empty while it is open.
    """

    row: Hashable
    name: str
    record: str
    field: str
    base: str
    mine: str
    theirs: str
    author: str = ""
    at: datetime | None = None
    their_author: str = ""
    their_at: datetime | None = None
    settled: str = ""

    @property
    def key(self) -> Key:
        """The name under which it is settled."""
        return self.row, self.name


class ConflictModel(QAbstractTableModel):
    """The conflicts, with the side chosen for each.

    Args:
        context: The window's context.
        headings: What the columns of the old value, of ours and of theirs are called, as source texts.
    """

    def __init__(self, context: Context, headings: tuple[str, str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._headings = (N_("Record"), N_("Field"), *headings, N_("Who, when"))
        self._disputes: list[Dispute] = []

    def show_conflicts(self, disputes: Sequence[Dispute]) -> None:
        """Show these conflicts; where they are the same as before, only what was chosen changes."""
        if [d.key for d in disputes] == [d.key for d in self._disputes]:
            self._disputes = list(disputes)
            if disputes:
                self.dataChanged.emit(self.index(0, 0), self.index(len(disputes) - 1, WHO))
            return
        self.beginResetModel()
        self._disputes = list(disputes)
        self.endResetModel()

    @property
    def disputes(self) -> Sequence[Dispute]:
        """The conflicts, in order."""
        return self._disputes

    def settle(self, places: Iterable[int], side: str) -> dict[Key, str]:
        """Choose a side for some of the lines, or none; return what became another."""
        found: dict[Key, str] = {}
        for place in places:
            dispute = self._disputes[place]
            if dispute.settled != side:
                self._disputes[place] = replace(dispute, settled=side)
                found[dispute.key] = side
                self.dataChanged.emit(self.index(place, 0), self.index(place, WHO))
        return found

    def rowCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._disputes)

    def columnCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else WHO + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._context.language.gettext(self._headings[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        dispute = self._disputes[index.row()]
        if role == SIDE_ROLE:
            return dispute.settled
        text = self._text(dispute, index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(dispute, index.column(), text)
        return tip(text) if role == Qt.ItemDataRole.ToolTipRole and text else None

    def _text(self, dispute: Dispute, column: int) -> str:
        if column == WHO:
            when = f"{dispute.at.astimezone():%m-%d %H:%M}" if dispute.at is not None else ""
            return " • ".join(filter(None, (dispute.author, when)))
        value = (dispute.record, dispute.field, dispute.base, dispute.mine, dispute.theirs)[column]
        return value or ("—" if column in (BASE, MINE, THEIRS) else "")

    def _spoken(self, dispute: Dispute, column: int, text: str) -> str:
        side = {MINE: "mine", THEIRS: "theirs"}.get(column)
        if side is None or dispute.settled != side:
            return text
        return self._context.language.gettext("{value}, chosen").format(value=text)

    @staticmethod
    def said_by(author: str, at: datetime | None) -> str:
        """Return who made a change, and when, in one line."""
        when = f"{at.astimezone():%Y-%m-%d %H:%M}" if at is not None else ""
        return " • ".join(filter(None, (author, when)))
