"""What was sent out, kept in the workspace: to whom, when, until when, which rows and fields, and who has answered.

`sending` notes it down, `collecting` holds the files that come back against it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from govdesk.store.setting import put_setting, settings_named

_PREFIX = "sent:"


@dataclass(frozen=True, slots=True)
class SentPart:
    """The rows of one register in one workbook.

    Args:
        register: Code of the register.
        sheet: Name of the sheet.
        columns: Names of its fields from left to right, behind the hidden id.
        asked: Those among them that were asked for.
        records: Ids of its rows.
        recipient: The field that names the recipient in each row, if one does.
    """

    register: str
    sheet: str
    columns: tuple[str, ...]
    asked: tuple[str, ...]
    records: tuple[str, ...]
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """That a workbook came back: when it was taken in, as which file, by which operation (0: it changed nothing).

    Args:
        taken: The cells that were taken from it, by register, record and field, as JSON holds them.
    """

    at: str
    file: str
    operation: int = 0
    taken: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SentPackage:
    """One workbook that went out.

    Args:
        key: What its hidden columns call it.
        name: To whom.
        recipients: Ids of the records that stand for them.
        file: Its name as it was sent.
        minutes: What it was thought to take.
        answers: Each time that it came back and was taken in.
    """

    key: str
    name: str
    recipients: tuple[str, ...]
    file: str
    parts: tuple[SentPart, ...]
    minutes: int = 0
    answers: tuple[Answer, ...] = ()

    def part(self, register: str) -> SentPart | None:
        """Return what went out of a register."""
        return next((p for p in self.parts if p.register == register), None)


@dataclass(frozen=True, slots=True)
class Sent:
    """One round of sending out.

    Args:
        id: What starts the keys of its workbooks.
        at: When, in UTC, as ISO text.
        author: Who sent it.
        by: `department`, `owner` or `stakeholder`.
        operation: The last operation that the workbooks know of, as their hidden columns name it.
        until: Until when an answer is wanted, or None.
    """

    id: str
    at: str
    author: str
    by: str
    lang: str
    operation: str
    until: date | None
    message: str
    packages: tuple[SentPackage, ...]
    project: str | None = None

    def dump(self) -> str:
        """Write it as JSON."""
        data = asdict(self)
        data["until"] = self.until.isoformat() if self.until else None
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def load(cls, text: str) -> Sent:
        """Read what `dump` wrote."""
        data = json.loads(text)
        until = data.pop("until")
        packages = tuple(_package(p) for p in data.pop("packages"))
        return cls(**data, until=date.fromisoformat(until) if until else None, packages=packages)

    def answered(self, key: str, answer: Answer) -> Sent:
        """Return the round with one more answer to one of its workbooks."""
        packages = (replace(p, answers=(*p.answers, answer)) if p.key == key else p for p in self.packages)
        return replace(self, packages=tuple(packages))


def _package(data: dict[str, Any]) -> SentPackage:
    parts = tuple(_part(p) for p in data.pop("parts"))
    answers = tuple(Answer(**a) for a in data.pop("answers", ()))
    return SentPackage(**{**data, "recipients": tuple(data["recipients"])}, parts=parts, answers=answers)


def _part(data: dict[str, Any]) -> SentPart:
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
    return SentPart(**values)


def keep_sent(session: Session, sent: Sent) -> None:
    """Note a round down in the workspace, in place of what was noted of it before."""
    put_setting(session, _PREFIX + sent.id, sent.dump())


def sent_rounds(session: Session) -> list[Sent]:
    """Return every round that was sent out, the newest first."""
    found = [Sent.load(text) for text in settings_named(session, _PREFIX).values()]
    return sorted(found, key=lambda s: (s.at, s.id), reverse=True)


def in_force(session: Session, rounds: Sequence[Sent]) -> list[Sent]:
    """Return the rounds without the answers whose operation was undone since."""
    numbers = {a.operation for s in rounds for p in s.packages for a in p.answers if a.operation}
    undone = set()
    if numbers:
        marks = ", ".join(map(str, sorted(numbers)))
        statement = f"SELECT id FROM operation WHERE state = 'done' AND id IN ({marks})"  # noqa: S608 - own numbers
        undone = numbers - {int(i) for (i,) in session.connection().exec_driver_sql(statement)}
    if not undone:
        return list(rounds)
    return [replace(s, packages=tuple(_without(p, undone) for p in s.packages)) for s in rounds]


def _without(package: SentPackage, operations: AbstractSet[int]) -> SentPackage:
    return replace(package, answers=tuple(a for a in package.answers if a.operation not in operations))


def now() -> str:
    """Return the present moment as it is noted down."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
