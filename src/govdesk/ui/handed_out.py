"""Who has what of the workspace, as far as it knows itself: the sheets that were sent out, and the copies that came back."""

from __future__ import annotations

from govdesk.i18n import N_, Message
from govdesk.ui.context import Context

_NAMED = 6


def handed_out(context: Context) -> list[str]:
    """Return what is known of who holds parts of the open workspace, a sentence each."""
    from govdesk.sheet.sent import sent_rounds  # noqa: PLC0415 - seldom

    with context.workspace.read() as session:
        rounds = sent_rounds(session)
        statement = "SELECT DISTINCT copy FROM operation WHERE copy IS NOT NULL AND copy <> '' ORDER BY id DESC"
        copies = [str(c) for (c,) in session.connection().exec_driver_sql(statement)]
    say, between = context.say, context.language.gettext(", ")
    names = [f"{p.name} ({r.at[:10]})" for r in rounds for p in r.packages]
    told = []
    for found, text in (
        (names, N_("Sheets went out to {names}.")),
        (copies, N_("Whole copies were merged from {names}; who gave them to you has all of it.")),
    ):
        if found:
            listed = between.join(found[:_NAMED])
            more = Message(N_("{names} and {count} more"), {"names": listed, "count": len(found) - _NAMED})
            told.append(say(Message(text, {"names": say(more) if len(found) > _NAMED else listed})))
    return told or [
        say(N_("As far as this workspace knows, nobody else has any of it: no sheet was sent, no copy merged."))
    ]
