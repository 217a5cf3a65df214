"""The commands that give a person what is kept about them, and that erase them for good."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

from govdesk.cli.door import reading, writing
from govdesk.cli.output import Output
from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.registers import REGISTERS
from govdesk.settings import load, save
from govdesk.store.erasure import Place, erase
from govdesk.store.erasure_elsewhere import Elsewhere, delete_left, erase_elsewhere, erase_in_settings, set_aside
from govdesk.store.person import KINDS, MENTION, Person, Trace, find_person, traces
from govdesk.store.workspace import Workspace

_SHOWN = 40


def export_person_command(options: argparse.Namespace, out: Output) -> int:
    """Write everything that is kept about a person to a file."""
    from govdesk.sheet.person_book import document, write_person  # noqa: PLC0415 - only this command writes a sheet

    with reading(options) as workspace:
        person, found = _kept(workspace, options.person, out)
    write_person(options.file, REGISTERS, person, found, out.lang)
    args = {"count": len(found), "name": person.name, "file": str(options.file)}
    out.say(Message(N_("{count} things are kept about {name}; they are written down in {file}."), args))
    out.document({"file": str(options.file), **document(person, found)})
    return 0


def erase_person_command(options: argparse.Namespace, out: Output) -> int:
    """Erase a person for good, or tell what would go."""
    with (reading if options.dry_run else writing)(options) as workspace:
        person, found = _kept(workspace, options.person, out)
        kept = _places(options.keep or (), found)
        _say(person, found, kept, out)
        if options.dry_run:
            out.say(Message(N_("Nothing was written: this only told what would be done.")))
            left = [str(p) for p in set_aside(workspace)]
            out.document({**_document(person, found, kept), "erased": False, "left": left})
            return 0
        if not _agreed(person, out):
            out.say(Message(N_("Nothing was erased.")))
            return 0
        done = erase(workspace, person, kept)
        elsewhere = erase_elsewhere(workspace, person, kept)
    stay = delete_left(elsewhere.left) if options.delete_unreadable else elsewhere.left
    left = [str(p) for p in stay]
    settings = load()
    if (fewer := erase_in_settings(settings, person.words)) != settings:
        save(fewer)
    _tell(elsewhere, left, out)
    out.document(
        {
            **_document(person, found, kept),
            "erased": True,
            "places": done.places,
            "now": person.words.instead,
            "backups": [str(p) for p in elsewhere.anew],
            "left": left,
        }
    )
    return 0


def _kept(workspace: Workspace, name: str, out: Output) -> tuple[Person, list[Trace]]:
    with workspace.read() as session:
        person = find_person(session, REGISTERS, name, out.lang)
        return person, traces(session, REGISTERS, person, out.lang)


def _places(words: Sequence[str], found: Sequence[Trace]) -> frozenset[Place]:
    """Return the cells that are to stay.

    Raises:
        GovDeskError: `unknown_place`.
    """
    known = {f"{t.number}.{t.field}".casefold(): t.place for t in found if t.kind == MENTION}
    for word in words:
        if word.casefold() not in known:
            text = N_("“{place}” is none of the texts that name this person. Nothing was erased; see --dry-run.")
            raise GovDeskError(text, code="unknown_place", place=word)
    return frozenset(known[w.casefold()] for w in words)


def _say(person: Person, found: Sequence[Trace], kept: frozenset[Place], out: Output) -> None:
    out.say(Message(N_("What is kept about {name}"), {"name": person.name}))
    counts = Counter(t.kind for t in found)
    for kind, words in KINDS.items():
        out.add(Message(N_("{what}: {count}"), {"what": Message(words), "count": counts[kind]}))
    mentions = [t for t in found if t.kind == MENTION]
    for one in mentions[:_SHOWN]:
        mark = "=" if one.place in kept else "✎"
        out.say(f"  {mark} {one.number}.{one.field}: {one.text}")
    if len(mentions) > _SHOWN:
        out.add(Message(N_("… and {count} more"), {"count": len(mentions) - _SHOWN}))


def _agreed(person: Person, out: Output) -> bool:
    """Ask, where somebody sits there to answer: nothing takes it back."""
    if out.as_json or not (sys.stdin and sys.stdin.isatty()):
        return True
    text = N_("{name} is erased for good, here and in the backups; nothing brings it back. Go on? (y/n)")
    print(out.lang.say(Message(text, {"name": person.name})), end=" ", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in ("y", "yes", "是")


def _tell(elsewhere: Elsewhere, left: Sequence[str], out: Output) -> None:
    text = N_("Erased. The file and {count} backups were written anew; nothing of it is left in them.")
    out.say(Message(text, {"count": len(elsewhere.anew)}))
    for path in left:
        out.warn(Message(N_("This file could not be written anew and may still hold it: {file}."), {"file": path}))
    out.say(Message(N_("Copies that others have, sheets that were sent, and files that you exported are not touched.")))


def _document(person: Person, found: Sequence[Trace], kept: frozenset[Place]) -> dict[str, Any]:
    mentions = [
        {"place": f"{t.number}.{t.field}", "register": t.register, "text": t.text, "kept": t.place in kept}
        for t in found
        if t.kind == MENTION
    ]
    return {
        "person": person.name,
        "records": list(person.ids),
        "looked_for": list(person.words.told),
        "counts": dict(Counter(t.kind for t in found)),
        "mentions": mentions,
    }
