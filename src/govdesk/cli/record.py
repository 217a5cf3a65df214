"""The commands about records: which registers there are, what they hold, and a change to one record."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.cli.door import project_named, reading, register_named, writing
from govdesk.cli.output import Output
from govdesk.errors import GovDeskError
from govdesk.fields.kind import Invalid, Lookup
from govdesk.fields.kinds import Link, Serial, choices_of
from govdesk.fields.text import fold
from govdesk.i18n import LANGUAGES, N_, Message, language
from govdesk.registers import REGISTERS
from govdesk.store.edit import change, resolve
from govdesk.store.query import Query, Record, find, records, rows, table_of
from govdesk.store.workspace import Workspace

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.fields.register import Register


def registers_command(options: argparse.Namespace, out: Output) -> int:  # noqa: ARG001 - all commands are called alike
    """Tell which registers and fields there are."""
    out.document([_register_document(r) for r in REGISTERS.values()])
    headings = [out.lang.gettext(h) for h in (N_("Register"), N_("Name"), N_("No."), N_("Fields"))]
    lines = [
        (
            code,
            out.lang.gettext(r.about.plural),
            f"{r.about.prefix}-0001",
            ", ".join(f.name for f in r.fields() if f.main and not f.system),
        )
        for code, r in REGISTERS.items()
    ]
    out.table(headings, lines)
    return 0


def _labels(text: str) -> dict[str, str]:
    return {code: language(code).gettext(text) for code in LANGUAGES}


def _register_document(register: type[Register]) -> dict[str, Any]:
    return {
        "code": register.register_code(),
        "labels": _labels(register.about.label),
        "prefix": register.about.prefix,
        "area": register.about.area,
        "fields": [_field_document(f) for f in register.fields()],
    }


def _field_document(field: Field) -> dict[str, Any]:
    vocabulary = choices_of(field.kind)
    choices = [{"code": t.code, "labels": _labels(t.label)} for t in vocabulary] if vocabulary else []
    target = {"target": field.kind.target} if isinstance(field.kind, Link) else {}
    return {
        "name": field.name,
        "labels": _labels(field.label),
        "kind": field.kind.code,
        **target,
        "required": field.required,
        "key": field.key,
        "private": field.private,
        "choices": choices,
        "aliases": list(field.aliases),
    }


def list_command(options: argparse.Namespace, out: Output) -> int:
    """Show the records of a register."""
    register = register_named(options.register, out.lang)
    code = register.register_code()
    with reading(options) as workspace, workspace.read() as session:
        project = project_named(session, options.project) if options.project else None
        found = records(session, REGISTERS, code, rows(session, REGISTERS, Query(code, project)))
        if out.as_json:
            numbers = _Numbers(session)
            out.document([_record_document(register, r, numbers) for r in found])
            return 0
    shown = [f for f in register.fields() if f.main]
    out.table([out.lang.gettext(f.label) for f in shown], [[r.show(f, out.lang) for f in shown] for r in found])
    return 0


class _Numbers:
    """The business numbers of linked records, each register read once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, dict[str, str]] = {}

    def of(self, target: str, identity: str) -> str:
        if target not in self._known:
            table = table_of(REGISTERS[target])
            show = Serial(REGISTERS[target].about.prefix).show
            pairs = self._session.connection().execute(select(table.c.id, table.c.number))
            self._known[target] = {i: show(n, language("en")) for i, n in pairs}
        return self._known[target].get(identity, identity)


def _record_document(register: type[Register], record: Record, numbers: _Numbers) -> dict[str, Any]:
    found: dict[str, Any] = {"id": record.id}
    for field in register.fields():
        value = record.values.get(field.name)
        if isinstance(field.kind, Link):
            found[field.name] = numbers.of(field.kind.target, value) if value else None
            found[f"{field.name}_name"] = record.names.get(field.name)
        elif isinstance(field.kind, Serial):
            found[field.name] = field.kind.show(value, language("en"))
        else:
            found[field.name] = field.kind.plain(value)
    return {**found, "extra": dict(record.extra)}


def set_command(options: argparse.Namespace, out: Output) -> int:
    """Change fields of one record."""
    register = register_named(options.register, out.lang)
    texts = dict(_split(word, register) for word in options.values)
    with writing(options) as workspace:
        record = _record_named(workspace, register, options.number)
        values = _values(workspace, register, record, texts)
        changed = {n: v for n, v in values.items() if v != record.values.get(n)}
        changes = change(workspace, register.register_code(), [record.id], changed) if changed else None
    number = register.field("number").kind.show(record.number, out.lang)
    out.document({"number": number, "operation": changes.operation if changes else None, "changed": sorted(changed)})
    if changes:
        out.say(Message(N_("{number}: {operation}"), {"number": number, "operation": changes.label}))
    else:
        out.say(Message(N_("{number} holds this already; nothing was changed."), {"number": number}))
    return 0


def _split(word: str, register: type[Register]) -> tuple[str, str]:
    name, sign, text = word.partition("=")
    if not sign:
        text = N_("“{word}” is not of the form FIELD=VALUE. Nothing was changed.")
        raise GovDeskError(text, code="usage", word=word)
    wanted = fold(name)
    fields = [f for f in register.fields() if not f.system]
    for spelt in (_own_names, lambda f: f.aliases):
        for field in fields:
            if wanted in map(fold, spelt(field)):
                return field.name, text
    known = ", ".join(f.name for f in fields)
    args = {"register": Message(register.about.plural), "name": name, "known": known}
    raise GovDeskError(
        Message(N_("{register} have no field “{name}” to set. Known: {known}."), args), code="unknown_field"
    )


def _own_names(field: Field) -> tuple[str, ...]:
    return (field.name, field.label, *_labels(field.label).values())


def _record_named(workspace: Workspace, register: type[Register], text: str) -> Record:
    code = register.register_code()
    number = f"{register.about.prefix}-{int(text):04d}" if text.isascii() and text.isdigit() else text
    with workspace.read() as session:
        identity = resolve(session, REGISTERS, Lookup(code, number), None)
        record = find(session, REGISTERS, code, identity) if identity else None
    if record is None:
        text = N_("{register}: there is no “{number}”. Nothing was changed.")
        raise GovDeskError(text, code="unknown_record", register=Message(register.about.plural), number=number)
    return record


def _values(workspace: Workspace, register: type[Register], record: Record, texts: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    project = record.id if register.register_code() == "project" else record.values.get("project")
    with workspace.read() as session:
        for name, text in texts.items():
            field = register.field(name)
            value = field.kind.read(text)
            if isinstance(value, Lookup):
                value = resolve(session, REGISTERS, value, project) or _unknown_name(value)
            if isinstance(value, Invalid):
                args = {"field": Message(field.label), "why": value.message}
                raise GovDeskError(Message(N_("{field}: {why} Nothing was changed."), args), code="invalid")
            found[name] = value
    return found


def _unknown_name(lookup: Lookup) -> Invalid:
    args = {"name": lookup.text, "register": Message(REGISTERS[lookup.target].about.plural)}
    return Invalid("unknown_name", Message(N_("“{name}” is not among the {register}."), args))
