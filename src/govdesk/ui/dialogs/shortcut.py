"""The sheet of keyboard shortcuts: every command of the window and of the page that is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from govdesk.i18n import N_
from govdesk.ui.area import areas
from govdesk.ui.command import COMMANDS, Commands, keys_of
from govdesk.ui.context import Context
from govdesk.ui.page import PAGES
from govdesk.ui.text import button, label

_TABLE = N_("In a table")
_TABLE_KEYS = (
    (N_("New record"), "Ctrl+N"),
    (N_("Search in the table"), "Ctrl+F"),
    (N_("Edit the cell"), "F2"),
    (N_("Edit the field in all chosen rows"), "Ctrl+F2"),
    (N_("Cell below, cell above"), "Enter, Shift+Enter"),
    (N_("Next cell, cell before"), "Tab, Shift+Tab"),
    (N_("Copy, paste as a block"), "Ctrl+C, Ctrl+V"),
    (N_("Fill down"), "Ctrl+D"),
    (N_("Empty the cells"), "Del"),
    (N_("Delete the rows"), "Ctrl+Del"),
    (N_("Choose the whole row"), "Shift+Space"),
)


class ShortcutSheet(QDialog):
    """All shortcuts, by group, in two columns."""

    def __init__(self, context: Context, commands: Commands, window: QWidget) -> None:
        super().__init__(window)
        gettext = context.language.gettext
        self.setWindowTitle(gettext("Keyboard shortcuts"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(label(gettext("Keyboard shortcuts"), "title"))
        groups: dict[str, list[tuple[str, str]]] = {}
        for command in COMMANDS:
            groups.setdefault(gettext(command.group), []).append(
                (gettext(command.text), keys_of(commands[command.code]))
            )
        if context.is_open:
            goto = (gettext("Go to an area"), f"Alt+1 … Alt+{len(areas(context.registers))}")
            groups[gettext("View")].append(goto)
            groups[gettext("View")] += [(gettext(p.label), p.keys) for p in PAGES]
        groups[gettext(_TABLE)] = [(gettext(text), keys) for text, keys in _TABLE_KEYS]
        inside = QWidget()
        halves = QHBoxLayout(inside)
        halves.setContentsMargins(0, 0, 8, 0)
        halves.setSpacing(40)
        sides = [QVBoxLayout(), QVBoxLayout()]
        heights = [0, 0]
        for words, entries in groups.items():
            shorter = heights.index(min(heights))
            sides[shorter].addLayout(_group(words, entries))
            heights[shorter] += len(entries) + 2
        for side in sides:
            side.setSpacing(20)
            side.addStretch(1)
            halves.addLayout(side, 1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        column.addWidget(area, 1)
        shut = button(gettext("Close"), "primary")
        shut.clicked.connect(self.accept)
        column.addWidget(shut, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(820, min(640, window.height() - 40))


def _group(words: str, entries: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    grid.addWidget(label(words, "strong"), 0, 0)
    for number, (text, keys) in enumerate(entries, 1):
        grid.addWidget(label(text, wrap=True), number, 0)
        grid.addWidget(label(keys, "key"), number, 1, Qt.AlignmentFlag.AlignRight)
    return grid
