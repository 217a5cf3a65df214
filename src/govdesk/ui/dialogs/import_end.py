"""How an import ends: what it would overwrite is counted before, and what came in is shown after, with a way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from govdesk.fields.kind import Lookup
from govdesk.i18n import N_, Message
from govdesk.progress import Progress
from govdesk.store.edit import resolve
from govdesk.store.history import first_touched, undo
from govdesk.store.query import Query
from govdesk.ui.context import Context, View
from govdesk.ui.dialogs.import_work import Source
from govdesk.ui.dialogs.notice import Notice
from govdesk.ui.table_view import TableView

if TYPE_CHECKING:
    from govdesk.sheet.plan_values import RowPlan, SheetPlan
    from govdesk.store.workspace import Changes


def agreed_to_overwrite(
    context: Context, written: list[tuple[str, RowPlan]], removed: Sequence[tuple[str, str]] = ()
) -> bool:
    """Ask before more than a tenth of a register is written over; a backup is made by then in any case."""
    from govdesk.sheet.overwriting import large_overwriting  # noqa: PLC0415 - only at the end

    gettext = context.language.gettext
    detail = gettext("A backup is made first, and the whole import can be undone in one step.")
    for found in large_overwriting(context.workspace, written, removed):
        question = " ".join((context.say(found.words(context.workspace)), gettext("Go on?")))
        if not context.ask.confirm(question, detail, yes=gettext("Change them")):
            return False
    return True


def after_import(context: Context, sources: list[Source], done: list[Changes], window: QWidget | None) -> None:
    """Show the register that most rows went to, and say what came in, with a way to take it back."""
    brought = [(s.accepted(p), s, p) for s in sources for p in s.sheets()]
    rows = sum(n for n, _, _ in brought)
    if not done or not rows:
        return
    _, source, sheet = max(brought, key=lambda b: b[0])
    code = str(sheet.register)
    context.open_view(View(code, Query(code, _project(context, source, sheet))))
    with context.workspace.read() as session:
        identity = first_touched(session, done[0].operation, code)
    if identity:
        context.select(code, identity)
    if window is not None:
        QTimer.singleShot(0, window, lambda: _look_at_rows(window))
    lang = context.language
    names = [s.path.name for s in sources if any(s.accepted(p) for p in s.sheets())]
    what = lang.ngettext("{count} row", "{count} rows", rows)
    if len(names) == 1:
        text = lang.gettext("Imported {rows} from “{file}”").format(rows=what, file=names[0])
    else:
        text = lang.gettext("Imported {rows} from {files} files").format(rows=what, files=len(names))
    if window is None:
        context.notify(text)
        return
    Notice(window, text, lang.gettext("Undo"), lambda: _take_back(context, done))


def _look_at_rows(window: QWidget) -> None:
    """Give the keyboard to the table that shows the rows."""
    table = next((t for t in window.findChildren(TableView) if t.parentWidget().isVisible()), None)
    if table is not None:
        table.setFocus(Qt.FocusReason.OtherFocusReason)


def _project(context: Context, source: Source, sheet: SheetPlan) -> str | None:
    """Return the project that a sheet's rows went to, now that it exists; None where they went to several."""
    plan = source.plan
    register = context.registers[str(sheet.register)]
    if plan is None or not register.in_project or any(c.field == "project" for c in sheet.columns):
        return None
    if plan.project is not None or not plan.project_name:
        return plan.project
    with context.workspace.read() as session:
        return resolve(session, context.registers, Lookup("project", plan.project_name), None)


def _take_back(context: Context, done: list[Changes]) -> None:
    workspace = context.workspace

    def work(_: Progress) -> Changes:
        return [undo(workspace, changes.operation) for changes in reversed(done)][-1]

    def told(changes: Changes) -> None:
        context.notify(context.say(changes.label))

    context.jobs.write(work, told, label=Message(N_("Undoing…")), failed=context.say_error)
