"""Deletes records for the views; where others hold on to them it says so with counts, and offers the way on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from govdesk.fields.kind import Lookup
from govdesk.i18n import N_, Message
from govdesk.ui.context import Context, View
from govdesk.ui.writer import Writer

if TYPE_CHECKING:
    from govdesk.store.succession import Held


def remove_records(context: Context, code: str, ids: Sequence[str], done: Callable[[Any], None]) -> None:
    """Delete records, or let the user hand over or look at what holds on to them."""
    from govdesk.store.succession import held  # noqa: PLC0415 - the store comes with the workspace

    with context.workspace.read() as session:
        found = held(session, context.registers, code, ids)
    if not found:
        Writer.of(context).remove(code, ids, lambda why: context.ask.tell(context.say(why), kind="error"), done)
        return
    _ask(context, code, ids, found, done)


def _ask(context: Context, code: str, ids: Sequence[str], found: Sequence[Held], done: Callable[[Any], None]) -> None:
    say = context.say
    counts: dict[str, int] = {}
    for one in found:
        counts[one.register] = counts.get(one.register, 0) + len(one.ids)
    what = " • ".join(
        say(Message(N_("{register}: {count}"), {"register": Message(context.registers[r].about.plural), "count": n}))
        for r, n in counts.items()
    )
    question = say(N_("This cannot be deleted yet: other records cannot be without it."))
    detail = say(
        Message(N_("{what}\nNothing was deleted. Another can take them over, or look at them first."), {"what": what})
    )
    direct = all(_points(context, one, code) for one in found)
    offers = ([say(N_("Give them to another…"))] if direct else []) + [say(N_("Open them as rows"))]
    chosen = context.ask.choose(question, offers, detail)
    if chosen is None:
        return
    if direct and chosen == 0:
        _give(context, code, ids, done)
    else:
        _open(context, found[0], code, ids)


def _points(context: Context, one: Held, code: str) -> bool:
    return getattr(context.registers[one.register].field(one.field).kind, "target", "") == code


def _give(context: Context, code: str, ids: Sequence[str], done: Callable[[Any], None]) -> None:
    from govdesk.store.edit import resolve  # noqa: PLC0415
    from govdesk.store.succession import hand_over  # noqa: PLC0415

    say = context.say
    about = context.registers[code].about
    words = Message(N_("{register}: who takes over?"), {"register": Message(about.label)})
    name = context.ask.text(say(words), "", say(N_("Its name or its number.")))
    if not name:
        return
    with context.workspace.read() as session:
        heir = resolve(session, context.registers, Lookup(code, name), context.project)
    if heir is None:
        text = N_("“{text}” is no single entry in {register}; nothing was deleted.")
        context.ask.tell(say(Message(text, {"text": name, "register": Message(about.plural)})), kind="error")
        return
    context.edit(lambda: hand_over(context.workspace, code, ids, heir), done)


def _open(context: Context, one: Held, code: str, ids: Sequence[str]) -> None:
    from govdesk.store.query import Filter, Query, select_records, table_of  # noqa: PLC0415

    if _points(context, one, code):
        chosen = Filter(one.field, "any_of", tuple(ids))
    else:
        with context.workspace.read() as session:
            table = table_of(context.registers[one.register])
            numbers = [
                r.number for r in select_records(session, context.registers, one.register, table.c.id.in_(one.ids))
            ]
        chosen = Filter("number", "any_of", tuple(numbers))
    context.open_view(View(one.register, Query(one.register, None, (chosen,))))
