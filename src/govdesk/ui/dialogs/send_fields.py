"""What is asked: the registers that can be sent to these recipients, their fields to tick, the private ones apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from govdesk.sheet.package import may_be_asked, usual, wanted
from govdesk.sheet.split import can_be_split
from govdesk.store.query import Query, count
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.text import tip

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.sheet.package import Wanted

_CODE = Qt.ItemDataRole.UserRole
_NAME = Qt.ItemDataRole.UserRole + 1
_ON, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class FieldTree(QTreeWidget):
    """Registers with their fields.

    Signals:
        chosen: Something was ticked or unticked.
    """

    chosen = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._ticked: dict[str, set[str]] = {}
        self._wanted: set[str] = set()
        self.setHeaderHidden(True)
        self.setIndentation(18)
        self.setUniformRowHeights(True)
        self.setAccessibleName(context.language.gettext("What is asked for"))
        self.itemChanged.connect(self._change)

    def show_recipients(self, by: str, first: str) -> None:
        """Show the registers whose records lead to such recipients.

        Args:
            by: `department`, `owner` or `stakeholder`.
            first: The register that is ticked at first, where it can be sent so and nothing is ticked yet.
        """
        able = can_be_split(self._context.registers, by)
        if not self._wanted & set(able):
            self._wanted = {first} if first in able else set(able[:1])
        counts = self._counts(able)
        with QSignalBlocker(self):
            self.clear()
            for code in sorted(able, key=lambda c: not counts[c]):
                self._add(code, counts[code])
        self.chosen.emit()

    def wants(self) -> tuple[Wanted, ...]:
        """Return what is ticked."""
        found = []
        for item in self._tops():
            code = item.data(0, _CODE)
            names = [i.data(0, _NAME) for i in _fields(item) if i.checkState(0) == _ON]
            if item.checkState(0) != _OFF and names:
                found.append(wanted(self._context.registers[code], names))
        return tuple(found)

    def private(self) -> list[Field]:
        """Return the private fields that are ticked."""
        registers = self._context.registers
        return [f for w in self.wants() for n in w.asked if (f := registers[w.register].field(n)).private]

    def tick(self, code: str, name: str = "", *, on: bool = True) -> None:
        """Tick a register or one of its fields."""
        for item in self._tops():
            if item.data(0, _CODE) == code:
                parts = [item] if not name else [i for i in _fields(item) if i.data(0, _NAME) == name]
                for part in parts:
                    part.setCheckState(0, _ON if on else _OFF)

    def _counts(self, codes: list[str]) -> dict[str, int]:
        context = self._context
        with context.workspace.read() as session:
            return {c: count(session, context.registers, Query(c, context.project)) for c in codes}

    def _add(self, code: str, rows: int) -> None:
        lang = self._context.language
        register = self._context.registers[code]
        words = lang.ngettext("{count} row", "{count} rows", rows)
        item = QTreeWidgetItem(self, [f"{lang.gettext(register.about.plural)} · {words}"])
        item.setData(0, _CODE, code)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setDisabled(not rows)
        wanted_now = code in self._wanted and bool(rows)
        item.setCheckState(0, _ON if wanted_now else _OFF)
        ticked = self._ticked.setdefault(code, set(usual(register).asked))
        fields = [f for f in register.fields() if may_be_asked(f)]
        for field in sorted((f for f in fields if not f.private), key=lambda f: not f.asked):
            self._field(item, field, ticked)
        private = [f for f in fields if f.private]
        if private:
            apart = QTreeWidgetItem(item, [lang.gettext("Private: goes out only if you tick it")])
            apart.setIcon(0, icon("lock", self._context.theme.colour("watch")))
            apart.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            for field in private:
                self._field(apart, field, ticked)
        item.setExpanded(wanted_now)

    def _field(self, parent: QTreeWidgetItem, field: Field, ticked: set[str]) -> None:
        gettext = self._context.language.gettext
        child = QTreeWidgetItem(parent, [gettext(field.label)])
        child.setData(0, _NAME, field.name)
        child.setFlags(child.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        child.setCheckState(0, _ON if field.name in ticked else _OFF)
        if field.help:
            child.setToolTip(0, tip(gettext(field.help)))

    def _change(self, item: QTreeWidgetItem, column: int) -> None:
        top = item
        while (above := top.parent()) is not None:
            top = above
        code = top.data(0, _CODE)
        with QSignalBlocker(self):
            if item is top:
                on = item.checkState(0) == _ON
                (self._wanted.add if on else self._wanted.discard)(code)
                item.setExpanded(on)
            else:
                self._ticked[code] = {i.data(0, _NAME) for i in _fields(top) if i.checkState(0) == _ON}
                if item.checkState(0) == _ON and top.checkState(0) == _OFF:
                    top.setCheckState(0, _ON)
                    self._wanted.add(code)
        self.viewport().update()
        self.chosen.emit()

    def _tops(self) -> Iterator[QTreeWidgetItem]:
        found = (self.topLevelItem(i) for i in range(self.topLevelItemCount()))
        return (i for i in found if i is not None)


def _fields(item: QTreeWidgetItem) -> Iterator[QTreeWidgetItem]:
    for child in (item.child(i) for i in range(item.childCount())):
        if child is None:
            continue
        if child.data(0, _NAME):
            yield child
        else:
            yield from (f for i in range(child.childCount()) if (f := child.child(i)) is not None)
