"""Erases a person for good: their record keeps its place and its links, and nothing of them is left in the file.

What the journal told is told anew without them, so that undo brings nothing back and `check` stays sound; then the file
is written anew, for no free page to hold it. Their ids are remembered, so that a merge cannot bring them back unnoticed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from govdesk.i18n import N_, Message
from govdesk.progress import Progress, silent
from govdesk.store.divergence import SAME
from govdesk.store.erased import remember
from govdesk.store.mention import cleared, dumped
from govdesk.store.person import BESIDE, Person, text_fields
from govdesk.store.query import table_of
from govdesk.store.veil import FINAL

if TYPE_CHECKING:
    from govdesk.fields.register import Register, Registers
    from govdesk.store.workspace import Changes, Workspace

#: The kind of the operation that erases; nothing takes it back.
KIND = "erase"
_ALWAYS = ("row", "id", "number")
Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased: how many places, and by which operation."""

    places: int
    changes: Changes


def erase(
    workspace: Workspace, person: Person, kept: Collection[Place] = frozenset(), *, progress: Progress = silent
) -> Erased:
    """Erase a person from a workspace, its history included, and write the file anew; nothing takes it back.

    Args:
        workspace: An open one.
        person: Who is meant.
        kept: Cells of other records whose text is to stay as it is, by register, record and field.
        progress: Told what is gone through.

    Raises:
        GovDeskError: `read_only`, or what the drive reported.
    """
    done: list[Changes] = []
    end = workspace.subscribe(done.append)
    try:
        label = Message(N_("A person was erased for good"))
        with workspace.write(label, kind=KIND) as session:
            places = scrub(session, workspace.registers, person, kept, progress)
            session.info["final"] = frozenset(workspace.registers)
    finally:
        end()
    workspace.author = person.words.replaced(workspace.author)
    workspace.write_anew()
    return Erased(places, done[0])


def scrub(
    session: Session, registers: Registers, person: Person, kept: Collection[Place] = frozenset(),
    progress: Progress = silent,
) -> int:  # fmt: skip
    """Take a person out of everything, as part of a write whose triggers rest; return in how many places.

    Args:
        session: A writing session.
        registers: All registers.
        person: Who is meant.
        kept: Cells whose text is to stay as it is.
        progress: Told what is gone through; may raise `Cancelled`.
    """
    asleep = session.connection().exec_driver_sql("UPDATE temp.current_operation SET turns = turns + 2").rowcount
    work = _Scrubbing(session, registers, person, frozenset(kept))
    steps = (work.records, work.texts, lambda: work.journal("change"), lambda: work.journal("brought"), work.beside)
    for number, step in enumerate(steps):
        progress(number, len(steps), Message(N_("Erasing")))
        step()
    for identity in person.ids:
        remember(session, person.register, identity, person.words.instead)
    if asleep:
        session.connection().exec_driver_sql("UPDATE temp.current_operation SET turns = turns - 2")
    return work.places


class _Scrubbing:
    def __init__(self, session: Session, registers: Registers, person: Person, kept: frozenset[Place]) -> None:
        self._connection = session.connection()
        self._registers = registers
        self._person = person
        self._kept = kept
        self._ids = json.dumps(person.ids)
        self.places = 0

    def records(self) -> None:
        """Leave of their own records the place, the number, the project and a word in place of the name."""
        register = self._registers[self._person.register]
        blank = {c.name: None for c in table_of(register).columns if c.name not in self._structure(register)}
        values = blank | self._label(register)
        sets = ", ".join(f'"{n}" = ?' for n in values)
        statement = f'UPDATE "{self._person.register}" SET {sets} WHERE id IN (SELECT value FROM json_each(?))'  # noqa: S608 - own names
        self.places += self._connection.exec_driver_sql(statement, (*values.values(), self._ids)).rowcount

    def texts(self) -> None:
        """Replace the mentions in the texts of all other records."""
        for code, register in self._registers.items():
            names = text_fields(register)
            listed = ", ".join(f'"{n}"' for n in names)
            found = self._connection.exec_driver_sql(f'SELECT id, {listed} FROM "{code}"').fetchall()  # noqa: S608 - own names
            for identity, *texts in found:
                held = {n: t for n, t in zip(names, texts, strict=True) if t is not None}
                swept = self._swept(code, str(identity), held)
                if swept != held:
                    self._write(register, str(identity), {n: v for n, v in swept.items() if v != held.get(n)})

    def _write(self, register: type[Register], identity: str, values: dict[str, Any]) -> None:
        self.places += len(values)
        values = {**values, **register.derive(values)}
        sets = ", ".join(f'"{n}" = ?' for n in values)
        statement = f'UPDATE "{register.register_code()}" SET {sets} WHERE id = ?'  # noqa: S608 - own names
        self._connection.exec_driver_sql(statement, (*values.values(), identity))

    def journal(self, journal: str) -> None:
        """Tell anew what the journal told, without the person."""
        statement = f"SELECT id, register, record, action, old, new FROM {journal}"  # noqa: S608 - own names
        changed, gone = [], []
        for key, code, record, action, old, new in self._connection.exec_driver_sql(statement):
            if code not in self._registers:
                continue
            own = code == self._person.register and record in self._person.ids
            pair = tuple(self._told(code, record, text, action, own=own) for text in (old, new))
            if own and action == "update" and not any(pair):
                gone.append(key)
            elif pair != (old, new):
                changed.append((*pair, key))
        self.places += len(changed) + len(gone)
        if changed:
            self._connection.exec_driver_sql(f"UPDATE {journal} SET old = ?, new = ? WHERE id = ?", changed)  # noqa: S608
        self._blank_operations(journal)
        if gone:
            self._connection.exec_driver_sql(
                f"DELETE FROM {journal} WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608 - own names
                (json.dumps(gone),),
            )
        self._empty_operations()

    def _told(self, code: str, record: str, text: str | None, action: str, *, own: bool) -> str | None:
        if not text:
            return text
        if not own:
            if self._person.words.swept(text) == text:
                return text
            held = json.loads(text)
            return dumped(self._swept(code, record, held))
        held = json.loads(text)
        register = self._registers[code]
        left = {n: v for n, v in held.items() if n in self._structure(register)}
        if action != "update":
            left |= self._label(register)
            left = {n: left[n] for n in (c.name for c in table_of(register).columns) if left.get(n) is not None}
        return dumped(left) if left else None

    def _swept(self, code: str, record: str, held: dict[str, Any]) -> dict[str, Any]:
        """Return the values of a record without mentions, but for those that are to stay."""
        register, free = self._registers[code], set(text_fields(self._registers[code]))
        own = code == self._person.register and record in self._person.ids
        swept = dict(held)
        for name, text in held.items():
            if name in free and isinstance(text, str) and not own and (code, record, name) not in self._kept:
                swept[name] = self._person.words.replaced(text)
        derived = register.derive({n: v for n, v in swept.items() if v != held[n]})
        return swept | {n: v for n, v in derived.items() if n in swept}

    def _structure(self, register: type[Register]) -> set[str]:
        """Return the columns that say nothing of a person: place, number, and what they must belong to."""
        return {*_ALWAYS, *(f.name for f in register.fields() if f.required and f.name != register.about.title)}

    def _label(self, register: type[Register]) -> dict[str, Any]:
        named = {register.about.title: self._person.words.instead}
        return {**named, **register.derive(named)}

    def _blank_operations(self, journal: str) -> None:
        """Take from the words of operations on their own record what value was written and why."""
        touched = (
            f"SELECT id, label FROM operation WHERE id IN (SELECT operation FROM {journal} "  # noqa: S608 - own names
            "WHERE register = ? AND record IN (SELECT value FROM json_each(?)))"
        )
        found = self._connection.exec_driver_sql(touched, (self._person.register, self._ids)).fetchall()
        plain = [(_plain(Message.load(label)).dump(), number) for number, label in found]
        if plain:
            self._connection.exec_driver_sql("UPDATE operation SET label = ? WHERE id = ?", plain)

    def _empty_operations(self) -> None:
        """Count the rows of operations anew; one of which nothing is left keeps its bare place in the history.

        It stays, for a copy that knows it under its uid would else bring it back.
        """
        counted = "(SELECT count(*) FROM change WHERE operation = operation.id)"
        miscounted = f"rows <> {counted} AND state <> 'brought'"
        emptied = f"{miscounted} AND {counted} = 0 AND kind = 'do' AND copy IS NULL"
        bare = "UPDATE operation SET author = '', label = ?, source = NULL, kind = ? WHERE "
        label = Message(N_("Removed from the history")).dump()
        self._connection.exec_driver_sql(bare + emptied, (label, FINAL))
        self._connection.exec_driver_sql(f"UPDATE operation SET rows = {counted} WHERE {miscounted}")  # noqa: S608

    def beside(self) -> None:
        """Replace the mentions in all that is no record: authors, labels, origins, settlements, layouts, settings."""
        gone = "DELETE FROM settlement WHERE register = ? AND record IN (SELECT value FROM json_each(?)) AND field <> ?"
        self._connection.exec_driver_sql(gone, (self._person.register, self._ids, SAME))
        for identity in self._person.ids:
            self._connection.exec_driver_sql("DELETE FROM draft WHERE instr(place, ?)", (identity,))
        for table, key, columns in BESIDE:
            for name in columns:
                data = list(self._column(table, key, name))
                self.places += len(data)
                if data:
                    self._connection.exec_driver_sql(f"UPDATE {table} SET {name} = ? WHERE {key} = ?", data)  # noqa: S608

    def _column(self, table: str, key: str, name: str) -> Iterator[tuple[str, Any]]:
        statement = f"SELECT {key}, {name} FROM {table} WHERE {name} IS NOT NULL"  # noqa: S608 - own names
        for place, text in self._connection.exec_driver_sql(statement).fetchall():
            swept = self._person.words.swept(str(text))
            if table == "setting" and any(i in swept for i in self._person.ids):
                swept = self._without_answers(swept)
            if swept != text:
                yield swept, place

    def _without_answers(self, text: str) -> str:
        try:
            plain = json.loads(text)
        except ValueError:
            return text
        left = cleared(plain, self._person.ids)
        return text if left == plain else dumped(left)


def _plain(label: Message) -> Message:
    """Return an operation's words without the value that was written and the reason."""
    args = {k: _plain(v) if isinstance(v, Message) else v for k, v in label.args.items()}
    if "value" in args or "reason" in args:
        return Message(N_("Edit of {record}"), {"record": args.get("record", "")})
    return Message(label.source, args)
