"""The commands about what was done: history, undo, redo."""

from __future__ import annotations

import argparse

from govdesk.cli.door import reading, writing
from govdesk.cli.output import Output
from govdesk.i18n import N_, Message
from govdesk.store.history import Operation, operations, redo, undo
from govdesk.store.workspace import Changes

_STATES = {
    "done": N_("in force"),
    "undone": N_("undone"),
    "dropped": N_("undone for good"),
    "brought": N_("from a copy"),
}


def history_command(options: argparse.Namespace, out: Output) -> int:
    """Show the operations, newest first."""
    with reading(options) as workspace, workspace.read() as session:
        found = operations(session, limit=max(options.limit, 0))
    out.document([_document(o, out) for o in found])
    headings = (N_("No."), N_("When"), N_("Who"), N_("What"), N_("From"), N_("State"), N_("Rows"))
    rows = [
        (
            str(o.id),
            o.when().strftime("%Y-%m-%d" if o.veiled else "%Y-%m-%d %H:%M"),
            o.author,
            out.lang.say(o.label),
            o.origin or o.source or "",
            out.lang.gettext(_STATES.get(o.state, o.state)),
            str(o.rows),
        )
        for o in found
    ]
    out.table([out.lang.gettext(h) for h in headings], rows)
    return 0


def _document(operation: Operation, out: Output) -> dict[str, object]:
    return {
        "id": operation.id,
        "at": operation.at.date().isoformat() if operation.veiled else operation.at.isoformat(),
        "author": operation.author,
        "label": out.lang.say(operation.label),
        "source": operation.origin or operation.source,
        "kind": operation.kind,
        "state": operation.state,
        "rows": operation.rows,
    }


def undo_command(options: argparse.Namespace, out: Output) -> int:
    """Take back the last operation, or the one that is named."""
    with writing(options) as workspace:
        return _told(undo(workspace, options.operation), out)


def redo_command(options: argparse.Namespace, out: Output) -> int:
    """Do again what was undone last."""
    with writing(options) as workspace:
        return _told(redo(workspace), out)


def _told(changes: Changes, out: Output) -> int:
    out.say(Message(N_("Done: {operation}"), {"operation": changes.label}))
    label = out.lang.say(changes.label)
    out.document({"operation": changes.operation, "label": label, "registers": sorted(changes.registers)})
    return 0
