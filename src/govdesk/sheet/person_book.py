"""Writes down for a person everything that is kept about them: a workbook that anybody can read, or one JSON document.

`store/person` finds it; it is not read back.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Language, Message
from govdesk.sheet.numbers import NumberSheet, write_numbers
from govdesk.store.person import KINDS, Person, Trace
from govdesk.store.replacement import replace_file

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

_HEADINGS = (N_("Register"), N_("No."), N_("Record"), N_("Field"), N_("What stands there"), N_("When"), N_("Who"))


def write_person(path: Path, registers: Registers, person: Person, found: Sequence[Trace], lang: Language) -> None:
    """Write what is kept about a person to a file.

    Args:
        path: Ends in .xlsx or .json.
        registers: All registers.
        person: Who it is about.
        found: What is kept.
        lang: The language of the words.

    Raises:
        GovDeskError: `ending`, or what `replace_file` found.
    """
    match path.suffix.lower():
        case ".xlsx":
            write_numbers(path, [_first(person, found, lang), *_sheets(registers, found, lang)])
        case ".json":
            data = json.dumps(document(person, found), ensure_ascii=False, indent=2).encode()
            replace_file(path, lambda file: _put(file, data), lambda made: made.read_bytes() == data)
        case _:
            text = N_("“{file}” ends neither in .xlsx nor in .json. Nothing was written; choose another name.")
            raise GovDeskError(text, code="ending", file=path.name)


def _put(file: Any, data: bytes) -> None:
    file.write(data)


def document(person: Person, found: Sequence[Trace]) -> dict[str, Any]:
    """Return what is kept about a person as plain values."""
    return {
        "person": person.name,
        "register": person.register,
        "records": list(person.ids),
        "looked_for": list(person.words.told),
        "found": [{k: v for k, v in asdict(t).items() if v} for t in found],
    }


def _first(person: Person, found: Sequence[Trace], lang: Language) -> NumberSheet:
    said: list[tuple[str | int, ...]] = [(lang.gettext(N_("What is kept about {name}")).format(name=person.name), "")]
    said.append((lang.gettext(N_("Written on")), date.today().isoformat()))
    said.append((lang.gettext(N_("Looked for")), lang.gettext(", ").join(person.words.told)))
    for kind, words in KINDS.items():
        said.append((lang.gettext(words), sum(t.kind == kind for t in found)))
    note = N_("It holds judgements of this person, and names of others beside them: hand it to this person alone.")
    said.append((lang.gettext(note), ""))
    return NumberSheet(lang.gettext(N_("Overview")), tuple(said))


def _sheets(registers: Registers, found: Sequence[Trace], lang: Language) -> list[NumberSheet]:
    headings = tuple(lang.gettext(h) for h in _HEADINGS)
    made = []
    for kind, words in KINDS.items():
        rows = [_row(registers, t, lang) for t in found if t.kind == kind]
        if rows:
            made.append(NumberSheet(lang.gettext(words), (headings, *rows)))
    return made


def _row(registers: Registers, trace: Trace, lang: Language) -> tuple[str, ...]:
    register = lang.gettext(registers[trace.register].about.plural) if trace.register in registers else ""
    return (
        register,
        trace.number,
        trace.title,
        field_words(registers, trace, lang),
        trace.text,
        trace.at[:16],
        trace.author,
    )


def field_words(registers: Registers, trace: Trace, lang: Language) -> str:
    """Return what the field is called in which something stands."""
    if trace.register not in registers:
        return ""
    fields = {f.name: f.label for f in registers[trace.register].fields()}
    return lang.say(Message(fields.get(trace.field, N_("Extra columns"))))
