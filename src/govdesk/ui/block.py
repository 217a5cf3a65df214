"""What is done to a block of selected cells: copied, cut, pasted, cleared, filled down, its rows deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from govdesk.fields.field import Field
from govdesk.i18n import N_, Message
from govdesk.ui import clipboard
from govdesk.ui.context import Context
from govdesk.ui.paste import Block, Plan, summary
from govdesk.ui.removal import remove_records
from govdesk.ui.slot import giving
from govdesk.ui.table_model import TableModel
from govdesk.ui.writer import Writer

if TYPE_CHECKING:
    from govdesk.store.query import Record
    from govdesk.ui.table_view import TableView

_BESIDE = 2_000


class Blocks(QObject):
    """The operations on the selected cells of one table."""

    def __init__(self, view: TableView, model: TableModel, context: Context) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._context = context
        self._writer = Writer.of(context)

    # ------------------------------------------------------------ what is selected

    def _bounds(self) -> tuple[int, int, int, int] | None:
        """Return first row, last row, first column and last column of the selection."""
        spans = self._view.spans()
        index = self._view.currentIndex()
        if not spans:
            return (index.row(), index.row(), index.column(), index.column()) if index.isValid() else None
        return (
            min(s.top() for s in spans), max(s.bottom() for s in spans),
            min(s.left() for s in spans), max(s.right() for s in spans),
        )  # fmt: skip

    def _cells(self) -> list[tuple[int, list[Field]]]:
        """Return each row with a selected cell, and the selected fields in it."""
        columns = self._model.columns
        found: dict[int, list[Field]] = {}
        for span in self._view.spans():
            fields = columns[span.left() : span.right() + 1]
            for row in range(span.top(), span.bottom() + 1):
                found.setdefault(row, []).extend(fields)
        return sorted(found.items())

    def _with_records(self, first: int, last: int, then: Callable[[list[Record | None]], None]) -> None:
        """Hand on the records of some rows: at once, or once they have been read beside the window."""
        read = self._model.reader(first, last)
        if last - first < _BESIDE:
            then(read())
            return
        label = Message(N_("Reading {count} rows"), {"count": last - first + 1})
        self._context.jobs.read(lambda _progress: read(), then, label=label, owner=self)

    @property
    def _code(self) -> str:
        """The register that is shown; empty where nothing may be written."""
        return self._model.query.register if self._model.query is not None and self._context.writable else ""

    def _refuse(self, why: Message) -> None:
        self._context.ask.tell(self._context.say(why), kind="error")

    # ------------------------------------------------------------ copy, cut, paste

    def copy(self) -> None:
        """Put the selected block on the clipboard."""
        bounds = self._bounds()
        if bounds is None:
            return
        top, bottom, left, right = bounds
        fields, language = self._model.columns[left : right + 1], self._context.language
        ragged = len(self._view.spans()) > 1
        chosen = {row: {f.name for f in cells} for row, cells in self._cells()} if ragged else {}

        def done(records: list[Record | None]) -> None:
            rows = []
            for place, record in enumerate(records, top):
                if record is None or (ragged and place not in chosen):
                    continue
                rows.append([record.show(f, language) if not ragged or f.name in chosen[place] else "" for f in fields])
            QGuiApplication.clipboard().setText(clipboard.to_text(rows))
            self._context.notify(language.ngettext("{count} row copied", "{count} rows copied", len(rows)))

        self._with_records(top, bottom, done)

    def cut(self) -> None:
        """Copy the selected block and clear it."""
        self.copy()
        self.clear()

    def paste(self) -> None:
        """Check the block on the clipboard against the cells it falls on, ask about what does not fit, and write the rest."""
        bounds, text, code = self._bounds(), QGuiApplication.clipboard().text(), self._code
        if not text or not code:
            return
        rows = clipboard.to_rows(text)
        top, bottom, left, right = bounds or (0, -1, 0, 0)
        if len(rows) == 1 and len(rows[0]) == 1 and bounds:
            rows = [rows[0] * (right - left + 1)] * (bottom - top + 1)
        fields = self._model.columns[left : left + max(map(len, rows))]
        last = min(top + len(rows), self._model.rowCount()) - 1
        project, workspace, read = self._context.project, self._context.workspace, self._model.reader(top, last)

        def plan(_progress: Any = None) -> Block:
            records = read()
            with workspace.read() as session:
                return Plan(session, workspace.registers, code, project).read(rows, fields, records, adds=True)

        if len(rows) * len(fields) > _BESIDE:
            self._context.jobs.read(
                plan, lambda b: self._write(code, b), label=Message(N_("Checking what is pasted")), owner=self
            )
        else:
            self._write(code, plan())

    def _write(self, code: str, block: Block) -> None:
        say = self._context.language
        if block.misfits:
            question, detail = summary(block, say)
            if not block.cells:
                self._context.ask.tell(say.gettext(N_("Nothing was pasted: no cell fits.")), detail, kind="error")
                return
            if not self._context.ask.confirm(question, detail, yes=say.gettext(N_("Paste without them"))):
                return
        if not block.cells:
            self._context.notify(say.gettext(N_("Nothing to change: the cells hold that already.")))
            return
        plural = Message(self._context.registers[code].about.plural)
        count = len(block.changes) + len(block.creates)
        label = Message(N_("Paste {count} rows into {register}"), {"count": count, "register": plural})
        words = say.ngettext("{count} row pasted", "{count} rows pasted", count)
        done = giving(self._context.notify, words)
        self._writer.change_many(code, (block.changes, block.creates), label, self._refuse, done)

    # ------------------------------------------------------------ clear, fill, delete

    def clear(self) -> None:
        """Empty the selected cells; those that are needed stay."""
        cells, code = dict(self._cells()), self._code
        if not cells or not code:
            return
        top, bottom = min(cells), max(cells)

        def done(records: list[Record | None]) -> None:
            needed: set[str] = set()
            changes: dict[str, dict[str, Any]] = {}
            for place, record in enumerate(records, top):
                if record is None:
                    continue
                held = [f for f in cells.get(place, ()) if not f.system and record.values.get(f.name) is not None]
                needed.update(f.label for f in held if f.required)
                values = {f.name: None for f in held if not f.required}
                if values:
                    changes[record.id] = values
            self._apply(code, changes, N_("Clear {count} rows"))
            if needed:
                names = ", ".join(self._context.language.gettext(n) for n in sorted(needed))
                words = Message(N_("Kept, for every record needs it: {fields}"), {"fields": names})
                self._context.notify(self._context.say(words))

        self._with_records(top, bottom, done)

    def fill_down(self) -> None:
        """Give each selected cell the value of the uppermost selected one in its column."""
        bounds, code = self._bounds(), self._code
        if bounds is None or not code:
            return
        top, bottom, left, right = bounds
        if top == bottom and top > 0:
            top -= 1
        fields = [f for f in self._model.columns[left : right + 1] if not f.system]

        def done(records: list[Record | None]) -> None:
            first = records[0] if records else None
            changes: dict[str, dict[str, Any]] = {}
            for record in records[1:]:
                if record is None or first is None:
                    continue
                wanted = {f.name: first.values.get(f.name) for f in fields}
                different = {n: v for n, v in wanted.items() if record.values.get(n) != v}
                if different:
                    changes[record.id] = different
            self._apply(code, changes, N_("Fill down {count} rows"))

        self._with_records(top, bottom, done)

    def _apply(self, code: str, changes: dict[str, dict[str, Any]], words: str) -> None:
        if changes:
            self._writer.change_many(code, (changes, ()), Message(words, {"count": len(changes)}), self._refuse)

    def remove_rows(self) -> None:
        """Delete the records of the selected rows; undo brings them back."""
        rows, code = set(self._view.selected_rows()), self._code
        if not rows or not code:
            return
        top, bottom = min(rows), max(rows)

        def done(records: list[Record | None]) -> None:
            ids = [r.id for place, r in enumerate(records, top) if r is not None and place in rows]
            words = self._context.language.ngettext(
                "{count} record deleted. Ctrl+Z brings it back.",
                "{count} records deleted. Ctrl+Z brings them back.",
                len(ids),
            )
            remove_records(self._context, code, ids, giving(self._context.notify, words))

        self._with_records(top, bottom, done)
