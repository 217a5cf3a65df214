"""A record's past: who changed what when, from which file and row, old value and new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout

from govdesk.fields.field import Field
from govdesk.fields.kinds import Link
from govdesk.i18n import N_, Message
from govdesk.ui.context import Context
from govdesk.ui.history_panel import IN_COPY, when_done
from govdesk.ui.text import button, label, say_tip

if TYPE_CHECKING:
    from govdesk.store.history import Revision

_FIRST = 6
_LINES = 5
_SHORT = 40


class Past(QFrame):
    """The list of a record's revisions, the newest first."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._revisions: list[Revision] = []
        self._register = ""
        self._all = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)

    def show_revisions(self, code: str, revisions: list[Revision]) -> None:
        """Show what happened to a record."""
        self._register, self._revisions, self._all = code, revisions, False
        self._fill()

    def _fill(self) -> None:
        while item := self._grid.takeAt(0):
            item.widget().deleteLater()
        say = self._context.language
        self._grid.addWidget(label(say.gettext(N_("History")), "strong"), 0, 0, 1, 2)
        place = 1
        for revision in self._revisions if self._all else self._revisions[:_FIRST]:
            place = self._entry(revision, place)
        rest = len(self._revisions) - _FIRST
        if rest > 0 and not self._all:
            more = button(say.ngettext("{count} earlier change", "{count} earlier changes", rest), "link")
            more.clicked.connect(self._show_all)
            self._grid.addWidget(more, place, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)

    def _show_all(self) -> None:
        self._all = True
        self._fill()

    def _entry(self, revision: Revision, place: int) -> int:
        done = revision.operation
        at = done.when()
        when = label(f"{at:%m-%d}", "muted")
        say_tip(when, when_done(self._context, done))
        self._grid.addWidget(when, place, 0, Qt.AlignmentFlag.AlignTop)
        for line in self._lines(revision):
            self._grid.addWidget(label(line, wrap=True), place, 1)
            place += 1
        about = [
            self._context.say(N_("that week")) if done.veiled else f"{at:%H:%M}",
            done.author,
            self._context.say(Message(IN_COPY, {"file": done.origin})) if done.origin else "",
            done.source or "",
            revision.origin,
        ]
        if done.kind != "do":
            about.append(self._context.say(N_("undone") if done.kind == "undo" else N_("done again")))
        self._grid.addWidget(label(" • ".join(a for a in about if a), "caption", wrap=True), place, 1)
        self._grid.setRowMinimumHeight(place + 1, 6)
        return place + 2

    def _lines(self, revision: Revision) -> list[str]:
        say, register = self._context.language, self._context.registers[self._register]
        if revision.action == "insert":
            return [say.gettext(N_("Created"))]
        if revision.action == "delete":
            return [say.gettext(N_("Deleted"))]
        lines = []
        for name, (old, new) in list(revision.changes.items())[:_LINES]:
            field = register.field(name)
            args = {
                "field": Message(field.label), "old": self._words(field, old, revision), "new": self._words(field, new, revision),
            }  # fmt: skip
            lines.append(say.say(Message(N_("{field}: {old} → {new}"), args)))
        rest = len(revision.changes) - _LINES
        if rest > 0:
            lines.append(say.ngettext("… and {count} more field", "… and {count} more fields", rest))
        return lines or [say.gettext(N_("Extra columns"))]

    def _words(self, field: Field, value: Any, revision: Revision) -> str:
        if value in (None, ""):
            return "—"
        if isinstance(field.kind, Link):
            text = revision.names.get(value, "—")
        else:
            text = field.kind.show(value, self._context.language)
        line = " ".join(text.split())
        return line if len(line) <= _SHORT else line[: _SHORT - 1] + "…"
