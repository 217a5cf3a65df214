"""What is done to a block of selected cells: copied, cut, pasted, cleared, filled down, its rows deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from govdesk.fields.field import Field
from govdesk.i18n import N_, Message
from govdesk.ui import clipboard
from govdesk.ui.context import Context
from govdesk.ui.paste import Block, Plan, summary
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

    def _records(self, first: int, last: int) -> list[Record | None]:
        return self._model.records(first, last)

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
        chosen = {row: {f.name for f in fields_} for row, fields_ in self._cells()} if self._is_ragged() else None
        rows = []
        for place, record in enumerate(self._records(top, bottom), top):
            if record is None or (chosen is not None and place not in chosen):
                continue
            wanted = chosen[place] if chosen is not None else None
            rows.append([record.show(f, language) if wanted is None or f.name in wanted else "" for f in fields])
        QGuiApplication.clipboard().setText(clipboard.to_text(rows))
        self._context.notify(self._context.language.ngettext("{count} row copied", "{count} rows copied", len(rows)))

    def _is_ragged(self) -> bool:
        return len(self._view.spans()) > 1

    def cut(self) -> None:
        """Copy the selected block and clear it."""
        self.copy()
        self.clear()

    def paste(self) -> None:
        """Check the block on the clipboard against the cells it falls on, ask about what does not fit, and write the rest."""
        bounds, text = self._bounds(), QGuiApplication.clipboard().text()
        if not text or not self._context.writable or self._model.query is None:
            return
        rows = clipboard.to_rows(text)
        top, bottom, left, right = bounds or (0, -1, 0, 0)
        if len(rows) == 1 and len(rows[0]) == 1 and bounds:
            rows = [rows[0] * (right - left + 1)] * (bottom - top + 1)
        fields = self._model.columns[left : left + max(map(len, rows))]
        last = min(top + len(rows), self._model.rowCount()) - 1
        code, project, workspace = self._model.query.register, self._context.project, self._context.workspace
        records = self._records(top, last) if last >= top else []

        def plan(_progress: Any = None) -> Block:
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
        if self._writer.change_many(code, block.changes, block.creates, label, self._refuse):
            self._context.notify(say.ngettext("{count} row pasted", "{count} rows pasted", count))

    # ------------------------------------------------------------ clear, fill, delete

    def clear(self) -> None:
        """Empty the selected cells; those that are needed stay."""
        if not self._context.writable or self._model.query is None:
            return
        cells = self._cells()
        if not cells:
            return
        needed: set[str] = set()
        changes: dict[str, dict[str, Any]] = {}
        records = dict(
            zip(range(cells[0][0], cells[-1][0] + 1), self._records(cells[0][0], cells[-1][0]), strict=False)
        )
        for row, fields in cells:
            record = records.get(row)
            if record is None:
                continue
            held = [f for f in fields if not f.system and record.values.get(f.name) is not None]
            needed.update(f.label for f in held if f.required)
            values = {f.name: None for f in held if not f.required}
            if values:
                changes[record.id] = values
        self._apply(changes, Message(N_("Clear {count} rows"), {"count": len(changes)}))
        if needed:
            names = ", ".join(self._context.language.gettext(n) for n in sorted(needed))
            self._context.notify(
                self._context.say(Message(N_("Kept, for every record needs it: {fields}"), {"fields": names}))
            )

    def fill_down(self) -> None:
        """Give each selected cell the value of the uppermost selected one in its column."""
        bounds = self._bounds()
        if bounds is None or not self._context.writable or self._model.query is None:
            return
        top, bottom, left, right = bounds
        if top == bottom and top > 0:
            top -= 1
        records = self._records(top, bottom)
        first = records[0] if records else None
        if first is None:
            return
        fields = [f for f in self._model.columns[left : right + 1] if not f.system]
        changes: dict[str, dict[str, Any]] = {}
        for record in records[1:]:
            if record is None:
                continue
            different = {
                f.name: first.values.get(f.name)
                for f in fields
                if record.values.get(f.name) != first.values.get(f.name)
            }
            if different:
                changes[record.id] = different
        self._apply(changes, Message(N_("Fill down {count} rows"), {"count": len(changes)}))

    def _apply(self, changes: dict[str, dict[str, Any]], label: Message) -> None:
        if changes and self._model.query is not None:
            self._writer.change_many(self._model.query.register, changes, (), label, self._refuse)

    def remove_rows(self) -> None:
        """Delete the records of the selected rows; undo brings them back."""
        ids = self._view.selected_ids()
        if not ids or not self._context.writable or self._model.query is None:
            return
        code = self._model.query.register
        if self._writer.remove(code, ids, self._refuse):
            text = self._context.language.ngettext(
                "{count} record deleted. Ctrl+Z brings it back.",
                "{count} records deleted. Ctrl+Z brings them back.",
                len(ids),
            )
            self._context.notify(text)
