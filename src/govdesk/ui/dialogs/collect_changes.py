"""What the returns would change, filtered by kind, with the two sides to take where something is in dispute."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from govdesk.sheet.plan_values import MINE, THEIRS
from govdesk.ui.context import Context
from govdesk.ui.dialogs.collect_lines import ORDER, LineTable, word_of
from govdesk.ui.dialogs.collect_work import Line
from govdesk.ui.slot import giving
from govdesk.ui.text import button, label, shorten

#: Letters of a value that are told below the table.
_LONG = 160


class ChangePane(QWidget):
    """The lines with their filter.

    Signals:
        settled: Lines in dispute, and `mine` or `theirs` for them.
    """

    settled = Signal(object, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._lines: list[Line] = []
        self._busy = False
        gettext = context.language.gettext
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.chips: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        for kind in ("", *ORDER):
            made = button("", "chip")
            made.setCheckable(True)
            made.clicked.connect(giving(self.filter, kind))
            group.addButton(made)
            self.chips[kind] = made
            row.addWidget(made)
        row.addStretch(1)
        self.mine = button(gettext("Keep as here"), tip=gettext("For the chosen rows (M)"))
        self.theirs = button(gettext("Take the return’s"), tip=gettext("For the chosen rows (T)"))
        self.all_theirs = button(gettext("All from the returns"))
        self.table = LineTable(context)
        for made, word in ((self.mine, MINE), (self.theirs, THEIRS)):
            made.clicked.connect(giving(self.table.settle, word))
            row.addWidget(made)
        self.all_theirs.clicked.connect(self._all_theirs)
        row.addWidget(self.all_theirs)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        self._detail = label("", "caption", wrap=True)
        self._detail.setMinimumHeight(36)
        self._detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._detail)
        self.table.settled.connect(self.settled)
        self.table.moved.connect(self._offer)
        self._offer()

    def show_lines(self, lines: list[Line]) -> None:
        """Show other lines, under the same filter."""
        self._lines = lines
        self.table.lines.show_lines(lines)
        counts = Counter(x.kind for x in lines)
        gettext = self._context.language.gettext
        for kind, made in self.chips.items():
            word = gettext(word_of(kind)) if kind else gettext("All")
            count = counts[kind] if kind else len(lines)
            made.setText(f"{word} {count:,}")
            made.setAccessibleName(made.text())
            made.setEnabled(bool(count))
            made.setChecked(kind == self.table.lines.kind)
        self._offer()

    def filter(self, kind: str) -> None:
        """Show the lines of one kind; an empty text shows all."""
        self.table.lines.narrow(kind, self.table.lines.file)

    def look_at(self, path: object) -> None:
        """Show the lines of one file; None shows those of all."""
        self.table.lines.narrow(self.table.lines.kind, path)

    def set_busy(self, busy: bool) -> None:
        """Offer no side while something is being worked out."""
        self._busy = busy
        self._offer()

    def _all_theirs(self) -> None:
        self.settled.emit([x for x in self._lines if x.kind == "conflict" and x.name and not x.between], THEIRS)

    def _tell(self) -> None:
        """Say the current line in full: what was sent, what stands here, what came back, and why it is in question."""
        index = self.table.currentIndex()
        line = self.table.lines.line(index.row()) if index.isValid() else None
        gettext = self._context.language.gettext
        parts = []
        if line is not None:
            if line.kind == "conflict" and line.name and not line.between:
                parts.append(gettext("Sent: “{text}”").format(text=shorten(line.base, _LONG)))
            if line.old or line.new:
                parts.append(gettext("Here now: “{text}”").format(text=shorten(line.old, _LONG)))
                parts.append(gettext("In the return: “{text}”").format(text=shorten(line.new, _LONG)))
            if line.why is not None:
                parts.append(self._context.say(line.why))
            parts.append(line.file.name)
        self._detail.setText(" · ".join(parts))

    def _offer(self) -> None:
        self._tell()
        idle, disputed = not self._busy, self.table.disputed()
        self.theirs.setEnabled(idle and bool(disputed))
        self.mine.setEnabled(idle and any(not x.between for x in disputed))
        self.all_theirs.setEnabled(
            idle and any(x.kind == "conflict" and x.name and not x.between and not x.settled for x in self._lines)
        )
