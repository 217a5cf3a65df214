"""Everything that a workspace keeps about one person, or by them: found for a list, an export, and before it is erased.

A person is meant by name, in every project at once, or by business number. `erasure` takes what is found here away.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text as TextColumn
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.errors import GovDeskError
from govdesk.fields.kinds import Choice, Date, Link, Serial
from govdesk.fields.text import fold
from govdesk.i18n import N_, Language, Message
from govdesk.store.mention import Words, words_of
from govdesk.store.query import Record, select_records, table_of

if TYPE_CHECKING:
    from govdesk.fields.register import Register, Registers

ERASED = N_("Erased person {number}")
#: What is found, in the order of a list.
RECORD, LINK, MENTION, HISTORY, AUTHOR, SENT, OTHER = "record", "link", "mention", "history", "author", "sent", "other"
KINDS = {
    RECORD: N_("Their own record"),
    LINK: N_("Linked to them"),
    MENTION: N_("Named in a text"),
    HISTORY: N_("History of their record"),
    AUTHOR: N_("Work that they did"),
    SENT: N_("Sheets sent to them"),
    OTHER: N_("Kept beside the records"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Who is meant.

    Args:
        register: The register that the records of persons stand in.
        ids: Their records, one for each project, those included that are only left in the history.
        name: What they are called.
        words: What tells them.
    """

    register: str
    ids: tuple[str, ...]
    name: str
    words: Words


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing that is kept about a person, or by them.

    Args:
        kind: A key of `KINDS`.
        register: Code of the register, where it stands in one.
        record: Id of the record.
        number: Its business number as it is shown.
        title: The record in one line.
        field: Name of the field.
        text: What stands there.
        at: When, for what the history tells, as ISO text.
        author: Who did it.
    """

    kind: str
    register: str = ""
    record: str = ""
    number: str = ""
    title: str = ""
    field: str = ""
    text: str = ""
    at: str = ""
    author: str = ""

    @property
    def place(self) -> tuple[str, str, str]:
        """The cell that it stands in."""
        return self.register, self.record, self.field


def is_of_persons(register: type[Register]) -> bool:
    """Answer whether a register holds persons."""
    return any(f.tells_person for f in register.fields())


def find_person(session: Session, registers: Registers, text: str, lang: Language) -> Person:
    """Return the person that a name or a business number means, living in a register or in the history alone.

    What stands in place of the name once it is erased is in a language.

    Raises:
        GovDeskError: `unknown_person`.
    """
    for code, register in registers.items():
        if not is_of_persons(register):
            continue
        number = Serial(register.about.prefix).read(text)
        title, table = register.about.title, table_of(register)
        held = session.connection().execute(select(table.c.id, table.c.number, table.c[title])).all()
        ids = [str(i) for i, n, _ in held if n == number] if isinstance(number, int) else []
        ids = ids or [str(i) for i, _, t in held if t and fold(str(t)) == fold(text)]
        ids += [i for i, t in _once_called(session, code, title) if i not in ids and fold(t) == fold(text)]
        if ids:
            return person_of(session, registers, code, ids, lang)
    text_ = N_("Nobody here is called “{name}”. Give the name as it stands in the register, or the number.")
    raise GovDeskError(text_, code="unknown_person", name=text)


def person_named_by(session: Session, registers: Registers, code: str, identity: str, lang: Language) -> Person:
    """Return the person of a record, with the records of the same name in other projects."""
    table, title = table_of(registers[code]), registers[code].about.title
    name = session.connection().execute(select(table.c[title]).where(table.c.id == identity)).scalar()
    held = session.connection().execute(select(table.c.id, table.c[title])).all()
    same = [str(i) for i, t in held if i != identity and t and name and fold(str(t)) == fold(str(name))]
    return person_of(session, registers, code, [identity, *same], lang)


def _once_called(session: Session, code: str, title: str) -> Iterator[tuple[str, str]]:
    """Yield the records that are no longer there, with the names that the history knows."""
    for journal in ("change", "brought"):
        statement = (
            f"SELECT DISTINCT record, json_extract(old, '$.' || ?1) FROM {journal} "  # noqa: S608 - own names
            f"WHERE register = ?2 AND action = 'delete' AND record NOT IN (SELECT id FROM \"{code}\")"
        )
        for record, name in session.connection().exec_driver_sql(statement, (title, code)):
            if name:
                yield str(record), str(name)


def person_of(session: Session, registers: Registers, code: str, ids: Iterable[str], lang: Language) -> Person:
    """Return the person whose records these are; what stands in place of the name is in a language."""
    register, known = registers[code], tuple(dict.fromkeys(ids))
    values = list(dict.fromkeys(_told(session, register, known)))
    table = table_of(register)
    titles = select(table.c[register.about.title]).where(table.c.id.not_in(known))
    others = {str(t) for (t,) in session.connection().execute(titles) if t}
    name = values[0] if values else ""
    instead = lang.say(Message(ERASED, {"number": _number(session, register, known)}))
    return Person(code, known, name, words_of(values, others, instead))


def _told(session: Session, register: type[Register], ids: tuple[str, ...]) -> Iterator[str]:
    """Yield what stands, or ever stood, in the fields that tell a person; the name first."""
    names = sorted((f.name for f in register.fields() if f.tells_person), key=lambda n: n != register.about.title)
    table, connection = table_of(register), session.connection()
    for name in names:
        for (value,) in connection.execute(select(table.c[name]).where(table.c.id.in_(ids))):
            if value:
                yield str(value)
    for journal in ("change", "brought"):
        statement = f"SELECT old, new FROM {journal} WHERE register = ? AND record IN (SELECT value FROM json_each(?)) ORDER BY id DESC"  # noqa: S608 - own names
        for pair in connection.exec_driver_sql(statement, (register.register_code(), json.dumps(ids))):
            held = [json.loads(p) for p in pair if p]
            yield from (str(h[n]) for n in names for h in held if h.get(n))


def _number(session: Session, register: type[Register], ids: tuple[str, ...]) -> int:
    table = table_of(register)
    found = session.connection().execute(select(table.c.number).where(table.c.id == ids[0])).scalar()
    if found is None:
        told = "SELECT json_extract(old, '$.number') FROM change WHERE record = ? AND action = 'delete'"
        found = session.connection().exec_driver_sql(told, (ids[0],)).scalar()
    return int(found or 0)


def text_fields(register: type[Register]) -> list[str]:
    """Return the columns in which anything may be written, the extra columns among them."""
    found = []
    for column in register.__table__.columns:
        field = column.info.get("field")
        free = field is not None and not isinstance(field.kind, Link | Choice | Date)
        if isinstance(column.type, TextColumn) and (free or column.name == "extra"):
            found.append(column.name)
    return found


def traces(session: Session, registers: Registers, person: Person, lang: Language) -> list[Trace]:
    """Return everything that is kept about a person, or by them, in words of a language."""
    return [
        *_records(session, registers, person, lang),
        *_links(session, registers, person),
        *_mentions(session, registers, person),
        *_history(session, registers, person, lang),
        *_beside(session, person),
    ]


def _records(session: Session, registers: Registers, person: Person, lang: Language) -> Iterator[Trace]:
    register = registers[person.register]
    for record in select_records(session, registers, person.register, table_of(register).c.id.in_(person.ids)):
        for field in register.fields():
            if shown := record.show(field, lang):
                yield _of(register, record, RECORD, field.name, shown)
        for heading, text in record.extra.items():
            yield _of(register, record, RECORD, "extra", f"{heading}: {text}")


def _of(register: type[Register], record: Record, kind: str, field: str, text: str) -> Trace:
    number = f"{register.about.prefix}-{record.number:04d}"
    return Trace(kind, record.register, record.id, number, record.title(register), field, text)


def _links(session: Session, registers: Registers, person: Person) -> Iterator[Trace]:
    for register, field in registers.links_to(person.register):
        column = table_of(register).c[field.name]
        for record in select_records(session, registers, register.register_code(), column.in_(person.ids)):
            if record.id not in person.ids:
                yield _of(register, record, LINK, field.name, record.title(register))


def _mentions(session: Session, registers: Registers, person: Person) -> Iterator[Trace]:
    for code, register in registers.items():
        names, table = text_fields(register), table_of(register)
        columns = ", ".join(f'"{n}"' for n in names)
        hits: dict[str, list[tuple[str, str]]] = {}
        for identity, *texts in session.connection().exec_driver_sql(f'SELECT id, {columns} FROM "{code}"'):  # noqa: S608 - own names
            if code == person.register and identity in person.ids:
                continue
            found = [(n, t) for n, t in zip(names, texts, strict=True) if t and person.words.found(str(t))]
            if found:
                hits[str(identity)] = found
        for start in range(0, len(hits), 500):
            some = list(hits)[start : start + 500]
            for record in select_records(session, registers, code, table.c.id.in_(some)):
                for name, text in hits[record.id]:
                    yield _of(register, record, MENTION, name, person.words.around(text))


def _history(session: Session, registers: Registers, person: Person, lang: Language) -> Iterator[Trace]:
    names = [*(f.name for f in registers[person.register].fields()), "extra"]
    for journal in ("change", "brought"):
        statement = (
            f"SELECT c.record, c.old, c.new, o.at, o.author FROM {journal} c JOIN operation o ON o.id = c.operation "  # noqa: S608 - own names
            "WHERE c.register = ? AND c.record IN (SELECT value FROM json_each(?)) ORDER BY c.id"
        )
        values = (person.register, json.dumps(person.ids))
        for record, old, new, at, author in session.connection().exec_driver_sql(statement, values):
            before, after = (json.loads(p) if p else {} for p in (old, new))
            for name in (n for n in names if n in before or n in after):
                text = f"{_plain(before.get(name))} → {_plain(after.get(name))}"
                yield Trace(HISTORY, person.register, str(record), "", "", name, text, at, author)
    for label, at, author in session.connection().exec_driver_sql(
        "SELECT label, at, author FROM operation ORDER BY id"
    ):
        if person.words.found(author):
            yield Trace(AUTHOR, text=lang.say(Message.load(label)), at=at, author=author)


def _plain(value: Any) -> str:
    return "–" if value is None else str(value)


#: Where texts stand that belong to no record: the table, its key, and the columns; of settings and layouts, JSON.
BESIDE = (
    ("operation", "id", ("author", "label", "source", "copy")),
    ("change", "id", ("origin",)),
    ("brought", "id", ("origin",)),
    ("settlement", "id", ("kept", "refused")),
    ("layout", "fingerprint", ("mapping",)),
    ("setting", "name", ("value",)),
    ("draft", "rowid", ("author", "place", "content")),
)


def _beside(session: Session, person: Person) -> Iterator[Trace]:
    for table, key, columns in BESIDE[3:]:
        for name, *texts in session.connection().exec_driver_sql(f"SELECT {key}, {', '.join(columns)} FROM {table}"):  # noqa: S608 - own names
            for text in texts:
                if text and (person.words.swept(str(text)) != text or any(i in str(text) for i in person.ids)):
                    kind = SENT if str(name).startswith("sent:") else OTHER
                    yield Trace(kind, field=table, title=str(name), text=person.words.around(str(text)))
