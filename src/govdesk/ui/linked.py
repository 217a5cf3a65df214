"""What a record hangs together with: the records that it points to, and how many point to it; each can be opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from govdesk.fields.kinds import Link
from govdesk.i18n import N_
from govdesk.ui.context import Context, View
from govdesk.ui.icon import icon
from govdesk.ui.slot import giving
from govdesk.ui.text import button, label

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from govdesk.store.query import Record


@dataclass(frozen=True, slots=True)
class Pointing:
    """How many records of a register point to one record by one field."""

    register: str
    field: str
    count: int


def pointing_to(session: Session, context: Context, code: str, identity: str) -> list[Pointing]:
    """Return who points to a record, and how often."""
    from govdesk.store.query import Filter, Query, count  # noqa: PLC0415 - the store comes with the workspace

    found = []
    for register, field in context.registers.links_to(code):
        source = register.register_code()
        amount = count(session, context.registers, Query(source, filters=(Filter(field.name, "any_of", (identity,)),)))
        if amount:
            found.append(Pointing(source, field.name, amount))
    return found


def open_record(context: Context, code: str, identity: str) -> None:
    """Show a record in its register and select it."""
    from govdesk.store.query import Query, find  # noqa: PLC0415

    with context.workspace.read() as session:
        found = find(session, context.registers, code, identity)
    if found is not None:
        context.open_view(View(code, Query(code, found.values.get("project") or context.project)))
        context.select(code, identity)


class LinkedRecords(QFrame):
    """The list of linked records."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def show_links(self, record: Record, pointing: list[Pointing]) -> None:
        """Show both ways: out of the record, and into it with counts."""
        while item := self._column.takeAt(0):
            item.widget().deleteLater()
        say = self._context.language.gettext
        self._column.addWidget(label(say(N_("Linked records")), "strong"))
        before = self._column.count()
        for field in self._context.registers[record.register].fields():
            kind, value = field.kind, record.values.get(field.name)
            if isinstance(kind, Link) and value and field.name != "project":
                name = record.names.get(field.name, "")
                self._entry(
                    self._context.registers[kind.target].about.icon, f"{say(field.label)}  {name}"
                ).clicked.connect(giving(open_record, self._context, kind.target, value))
        for one in pointing:
            register = self._context.registers[one.register]
            words = f"{say(register.about.plural)} • {say(register.field(one.field).label)}  {one.count:,}"
            self._entry(register.about.icon, words).clicked.connect(giving(self._open, one, record))
        if self._column.count() == before:
            self._column.addWidget(label(say(N_("None yet.")), "muted"))

    def _entry(self, picture: str, words: str) -> QPushButton:
        made = button(words, "link", icon(picture, self._context.theme.colour("text_muted")))
        made.setText(made.fontMetrics().elidedText(made.text(), Qt.TextElideMode.ElideRight, 250))
        made.setAccessibleName(words)
        self._column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _open(self, one: Pointing, record: Record) -> None:
        from govdesk.store.query import Filter, Query  # noqa: PLC0415

        chosen = Filter(one.field, "any_of", (record.id,))
        self._context.open_view(View(one.register, Query(one.register, self._context.project, (chosen,))))
