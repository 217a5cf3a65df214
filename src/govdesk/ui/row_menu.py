"""The menu of the selected rows: each thing that the keys do, in words."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from govdesk.i18n import N_, Message
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.person_action import about_person
from govdesk.ui.slot import giving
from govdesk.ui.table_view import TableView
from govdesk.ui.text import action


class RowMenu(QMenu):
    """What can be done with the rows that are selected in a table."""

    def __init__(self, context: Context, table: TableView) -> None:
        super().__init__(table)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        say, ink, blocks = context.say, context.theme.colour("text"), table.blocks
        rows = len(table.selected_rows())
        many = Message(N_("Edit this field in {count} rows"), {"count": rows})
        gone = Message(N_("Delete {count} records"), {"count": rows})
        entries: tuple[tuple[Message | str, str, str, Any, bool], ...] = (
            (N_("Edit the cell"), "pencil", "F2", table.edit_current, True),
            (many, "list-checks", "Ctrl+F2", lambda: table.edit_current(all_selected=True), rows > 1),
            (N_("Copy"), "copy", "Ctrl+C", blocks.copy, True),
            (N_("Paste"), "clipboard-paste", "Ctrl+V", blocks.paste, True),
            (N_("Fill down"), "arrow-down", "Ctrl+D", blocks.fill_down, True),
            (N_("Clear the cells"), "x", "Delete", blocks.clear, True),
            (gone, "trash-2", "Ctrl+Delete", blocks.remove_rows, True),
        )
        for words, name, keys, act, offered in entries:
            if offered:
                made = action(say(words), self, icon(name, ink), keys)
                made.setEnabled(context.writable or name == "copy")
                made.triggered.connect(giving(act))
                self.addAction(made)
        code, identity = context.selection
        if rows == 1 and code:
            self.insertActions(self.actions()[-1], about_person(context, code, identity, self))


def open_row_menu(context: Context, table: TableView, at: QPoint) -> None:
    """Show the menu, if rows are selected."""
    if table.selected_rows():
        RowMenu(context, table).popup(at)
