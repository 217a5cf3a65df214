"""Persons erased on one side of a merge, erased from what the merge wrote: part of the same write, after its history.

`merge` has left their records nameless already; here go the texts and the past that came along, or stood here before.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from govdesk.i18n import language
from govdesk.store.erased import erased
from govdesk.store.erasure import scrub
from govdesk.store.mention import Words, words_of
from govdesk.store.person import person_of

if TYPE_CHECKING:
    from govdesk.fields.register import Registers


def erase_merged(session: Session, other: Session, registers: Registers) -> None:
    """Erase here whoever was erased in either of two copies and is known by name in the other.

    Args:
        session: The writing session of the merge; the history of the other is in it.
        other: A session of the snapshot that was merged.
        registers: All registers.
    """
    for (code, identity), instead in (erased(session) | erased(other)).items():
        if code not in registers:
            continue
        sides = [person_of(s, registers, code, [identity], language("en")) for s in (session, other)]
        told = [w for side in sides for w in side.words.told if w != instead]
        if told:
            others = {w for side in sides for w in side.words.others}
            words: Words = words_of(told, others, instead)
            scrub(session, registers, replace(sides[0], words=words))
            session.info["final"] = frozenset(registers)
