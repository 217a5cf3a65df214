"""The part of a report that says what changed since the last one like it, register by register, with the records concerned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govdesk.i18n import N_, Message
from govdesk.insight.audience import of_people
from govdesk.insight.small_group import small
from govdesk.report.paper.document import Section, Sentence, Sentences

if TYPE_CHECKING:
    from govdesk.report.paper.desk import Desk


def since(desk: Desk) -> Section | None:
    """Return what changed since the last report; nothing where this is the first."""
    past = desk.since
    if past is None:
        return None
    say, lang = desk.wording.say, desk.wording.lang
    when = say(
        N_("The last report like this is of {day}; its seal was {seal}."),
        day=past.last.day,
        seal=past.last.head or "–",
    )
    said = [Sentence(when, tone="quiet")]
    if past.nothing:
        said.append(Sentence(say(N_("Nothing was changed since."))))
    for code, numbers in past.numbers.items():
        if not numbers and not past.removed.get(code):
            continue
        register, new = desk.registers[code], past.made.get(code, 0)
        if of_people(register) and any(map(small, (len(numbers), new, len(numbers) - new))):
            text = say(N_("{register}: a few, too few to be told."), register=Message(register.about.plural))
            said.append(Sentence(text, tone="quiet", fresh=True))
            continue
        text = say(
            N_("{register}: {new} new, {changed} changed, {gone} removed."), register=Message(register.about.plural),
            new=new, changed=len(numbers) - new, gone=past.removed.get(code, 0),
        )  # fmt: skip
        said.append(desk.tied(text, [(code, n) for n in sorted(numbers)]) if numbers else Sentence(text, fresh=True))
    note = say(N_("What changed since is marked “{mark}” throughout."), mark=lang.gettext(N_("new")))
    if not past.nothing:
        said.insert(1, Sentence(note, tone="quiet"))
    return Section("since", lang.gettext(N_("Since the last report")), (Sentences(tuple(said)),))
