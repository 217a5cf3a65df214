"""A pasted block checked as an import would be: what fits, what does not and why; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from govdesk.fields.field import Field
from govdesk.fields.kind import Invalid, Lookup
from govdesk.fields.register import Registers
from govdesk.i18n import N_, Language, Message
from govdesk.ui.writer import NOBODY

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from govdesk.store.query import Record

_LISTED = 12


@dataclass(frozen=True, slots=True)
class Misfit:
    """One cell of the block that cannot be written, by its place in the block, counted from 1."""

    row: int
    field: Field
    text: str
    why: Message


@dataclass(slots=True)
class Block:
    """What a paste would do: values for records that are there, values for new ones, and the cells that do not fit."""

    changes: dict[str, dict[str, Any]] = field(default_factory=dict)
    creates: list[dict[str, Any]] = field(default_factory=list)
    misfits: list[Misfit] = field(default_factory=list)

    @property
    def cells(self) -> int:
        """How many cells would be written."""
        return sum(len(v) for v in self.changes.values()) + len(self.creates)


class Plan:
    """Reads a block against the rows and columns it is pasted over."""

    def __init__(self, session: Session, registers: Registers, code: str, project: str | None) -> None:
        self._session = session
        self._registers = registers
        self._register = registers[code]
        self._project = project
        self._known: dict[tuple[str, str], str | None] = {}

    def read(
        self, rows: Sequence[Sequence[str]], fields: Sequence[Field], records: Sequence[Record | None], *, adds: bool
    ) -> Block:
        """Return the plan of a block.

        Args:
            rows: The texts, row by row.
            fields: The columns they fall on, from the first.
            records: The records they fall on; rows beyond them are new.
            adds: Whether rows beyond the last become new records.
        """
        block = Block()
        for number, texts in enumerate(rows):
            if number >= len(records):
                if adds and any(t.strip() for t in texts):
                    self._create(block, number, texts, fields)
                continue
            record = records[number]
            if record is not None:
                self._change(block, number, texts, fields, record)
        return block

    def _change(self, block: Block, number: int, texts: Sequence[str], fields: Sequence[Field], record: Record) -> None:
        from govdesk.store.edit import validate  # noqa: PLC0415 - the store comes with the workspace

        project = record.values.get("project") or self._project
        values = dict(self._values(block, number, texts, fields, project, record))
        if not values:
            return
        for name, invalid in validate(self._session, self._registers, record.register, values, record.id):
            if name in values:
                del values[name]
            else:
                name = next(iter(values), name)  # noqa: PLW2901 - the rule names a field that was not pasted
                values.clear()
            self._misfit(block, number, fields, texts, name, invalid)
        if values:
            block.changes[record.id] = values

    def _create(self, block: Block, number: int, texts: Sequence[str], fields: Sequence[Field]) -> None:
        from govdesk.store.edit import validate  # noqa: PLC0415

        values = {f.name: f.default for f in self._register.fields() if f.default is not None}
        if self._register.in_project:
            values["project"] = self._project
        values |= dict(self._values(block, number, texts, fields, self._project, None))
        code = self._register.register_code()
        for name, invalid in validate(self._session, self._registers, code, values):
            self._misfit(block, number, fields, texts, name, invalid)
            if self._register.field(name).required:
                return
            values.pop(name, None)
        block.creates.append(values)

    def _values(
        self,
        block: Block,
        number: int,
        texts: Sequence[str],
        fields: Sequence[Field],
        project: str | None,
        record: Record | None,
    ) -> Iterator[tuple[str, Any]]:
        for declared, text in zip(fields, texts, strict=False):
            if record is None and not text.strip():
                continue
            if declared.system:
                if record is not None and text.strip() and declared.kind.read(text) != record.values.get(declared.name):
                    why = Message(N_("{field} is given by the program."), {"field": Message(declared.label)})
                    block.misfits.append(Misfit(number + 1, declared, text, why))
                continue
            if record is not None and text and text == record.names.get(declared.name):
                continue
            value = self._value(declared, text, project)
            if isinstance(value, Invalid):
                block.misfits.append(Misfit(number + 1, declared, text, value.message))
            elif record is None or value != record.values.get(declared.name):
                yield declared.name, value

    def _value(self, declared: Field, text: str, project: str | None) -> Any:
        from govdesk.store.edit import resolve  # noqa: PLC0415

        value = declared.kind.read(text)
        if not isinstance(value, Lookup):
            return value
        known = (value.target, value.text)
        if known not in self._known:
            self._known[known] = resolve(self._session, self._registers, value, project)
        if self._known[known] is None:
            words = {"text": value.text, "register": Message(self._registers[value.target].about.plural)}
            return Invalid("unknown", Message(NOBODY, words))
        return self._known[known]

    def _misfit(
        self, block: Block, number: int, fields: Sequence[Field], texts: Sequence[str], name: str, invalid: Invalid
    ) -> None:
        place = next((i for i, f in enumerate(fields) if f.name == name), -1)
        text = texts[place] if 0 <= place < len(texts) else ""
        block.misfits.append(Misfit(number + 1, self._register.field(name), text, invalid.message))


def summary(block: Block, lang: Language) -> tuple[str, str]:
    """Return the question to ask about a block with misfits, and the lines that say what and why."""
    count = len(block.misfits)
    question = lang.ngettext(
        "{count} cell does not fit. Paste the rest without it?",
        "{count} cells do not fit. Paste the rest without them?",
        count,
    )
    line = N_("Row {row}, {field}: {why}")
    said = [
        lang.say(Message(line, {"row": m.row, "field": Message(m.field.label), "why": m.why}))
        for m in block.misfits[:_LISTED]
    ]
    if count > _LISTED:
        said.append(lang.ngettext("… and {count} more", "… and {count} more", count - _LISTED))
    return question, "\n".join(said)
