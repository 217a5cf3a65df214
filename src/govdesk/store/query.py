"""A view as a value: which register, which rows, in which order; SQL does the filtering, sorting and counting."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, ColumnElement, Select, and_, case, func, literal, not_, null, or_, select
from sqlalchemy.orm import Session

from govdesk.fields.kinds import Choice, Link, Serial
from govdesk.store.shown import COMPARES, Hidden, hidden

if TYPE_CHECKING:
    from sqlalchemy import Table

    from govdesk.fields.field import Field
    from govdesk.fields.register import Register, Registers
    from govdesk.i18n import Language


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on one field; the operators are those of its kind."""

    field: str
    operator: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """One field to sort by."""

    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """The address of a view: register, project, filters, search and order."""

    register: str
    project: str | None = None
    filters: tuple[Filter, ...] = ()
    search: str = ""
    order: tuple[Order, ...] = ()

    def dump(self) -> dict[str, Any]:
        """Return the query as plain values for JSON."""
        return asdict(self)

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> Query:
        """Return the query that `dump` wrote."""
        filters = tuple(Filter(f["field"], f["operator"], tuple(f["values"])) for f in data.get("filters", ()))
        order = tuple(Order(**o) for o in data.get("order", ()))
        return cls(data["register"], data.get("project"), filters, data.get("search", ""), order)


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it is shown: its values by field, and the names of what its links point to.

    What is `hidden` would single out somebody who wants no name; it stands there as blank.
    """

    register: str
    row: int
    id: str
    number: int
    values: Mapping[str, Any]
    names: Mapping[str, str]
    extra: Mapping[str, str] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()

    def show(self, shown: Field, lang: Language) -> str:
        """Return one field as a person reads it."""
        if isinstance(shown.kind, Link):
            return self.names.get(shown.name, "")
        return shown.kind.show(self.values.get(shown.name), lang)

    def title(self, register: type[Register]) -> str:
        """Return the record in one line."""
        name = register.about.title
        found = self.names.get(name) or self.values.get(name)
        prefix = register.about.prefix
        return str(found) if found else f"{prefix}-{self.number:04d}"


@dataclass(frozen=True, slots=True)
class Distinct:
    """One value that occurs in a field, the name of its record where it is a link, and how often it does."""

    value: Any
    name: str
    count: int


def table_of(register: type[Register]) -> Table:
    """Return a register's table."""
    return register.__table__  # type: ignore[return-value]


def rows(session: Session, registers: Registers, query: Query, limit: int | None = None) -> array[int]:
    """Return the row keys of a view in its order (8 bytes each), or the first so many."""
    table = table_of(registers[query.register])
    statement = select(table.c.row).where(*_conditions(session, registers, query)).limit(limit)
    found: Any = session.connection().execute(_ordered(session, statement, registers, query)).cursor
    return array("q", chain.from_iterable(found))


def count(session: Session, registers: Registers, query: Query) -> int:
    """Return how many rows a view has."""
    table = table_of(registers[query.register])
    statement = select(func.count()).select_from(table).where(*_conditions(session, registers, query))
    return int(session.connection().execute(statement).scalar_one())


def holds_any(session: Session, registers: Registers, query: Query) -> bool:
    """Answer whether a view has a row."""
    table = table_of(registers[query.register])
    found = select(table.c.row).where(*_conditions(session, registers, query)).limit(1)
    return session.connection().execute(found).first() is not None


def totals(session: Session, registers: Registers, project: str | None) -> dict[str, int]:
    """Return the number of records of each register in a project, or in all."""
    return {code: count(session, registers, Query(code, project)) for code in registers}


_ALL_AT_ONCE = 30_000


def records(session: Session, registers: Registers, code: str, keys: Sequence[int]) -> list[Record]:
    """Return the records with these row keys, in their order; those that are gone are left out."""
    found: dict[int, Record] = {}
    for start in range(0, len(keys), _ALL_AT_ONCE):
        chunk = list(keys[start : start + _ALL_AT_ONCE])
        condition = table_of(registers[code]).c.row.in_(chunk)
        found |= {r.row: r for r in select_records(session, registers, code, condition)}
    return [found[k] for k in keys if k in found]


def find(session: Session, registers: Registers, code: str, identity: str) -> Record | None:
    """Return the record with this id, or None."""
    condition = table_of(registers[code]).c.id == identity
    return next(select_records(session, registers, code, condition), None)


def select_records(
    session: Session, registers: Registers, code: str, condition: ColumnElement[bool] | None = None
) -> Iterator[Record]:
    """Yield the records under a condition, with the names of their links."""
    register = registers[code]
    table = table_of(register)
    fields = register.fields()
    columns: list[ColumnElement[Any]] = [table.c.row, table.c.id, table.c.extra, *(table.c[f.name] for f in fields)]
    source: Any = table
    linked = []
    for shown in fields:
        if isinstance(shown.kind, Link) and shown.kind.target in registers:
            target, title = _target(registers, shown)
            source = source.outerjoin(target, target.c.id == table.c[shown.name])
            columns.append(title.label(f"name_{shown.name}"))
            linked.append(shown.name)
    statement = select(*columns).select_from(source)
    if condition is not None:
        statement = statement.where(condition)
    first, width = 3, len(fields)
    names = [f.name for f in fields]
    away = hidden(session, register)
    for found in session.connection().execute(statement):
        values = dict(zip(names, found[first : first + width], strict=True))
        links = {k: v for k, v in zip(linked, found[first + width :], strict=True) if v is not None}
        extra = json.loads(found[2]) if found[2] else {}
        blank = away.names(found[0]) if found[0] < 0 else ()
        for name in blank if not session.info.get(COMPARES) else ():
            values[name] = None
            links.pop(name, None)
        yield Record(code, found[0], found[1], values["number"] or 0, values, links, extra, blank)


def _target(registers: Registers, shown: Field) -> tuple[Any, Column[Any]]:
    kind = shown.kind
    assert isinstance(kind, Link)  # noqa: S101 - the caller asked
    target = registers[kind.target]
    alias = _aliased(table_of(target), f"link_{shown.name}")
    return alias, alias.c[target.about.title]


@cache
def _aliased(table: Table, name: str) -> Any:
    """Return a table under another name, made once: setting up its columns takes as long as reading a page."""
    return table.alias(name)


def distinct(session: Session, registers: Registers, query: Query, name: str, limit: int = 200) -> list[Distinct]:
    """Return the values of a field under the query's other filters, most frequent first."""
    register = registers[query.register]
    shown = register.field(name)
    table = table_of(register)
    others = Query(query.register, query.project, tuple(f for f in query.filters if f.field != name), query.search)
    column = table.c[name]
    blank = hidden(session, register).condition(table.c.row, name)
    open_ = [] if blank is None else [not_(blank)]
    source: Any = table
    title: ColumnElement[Any] = literal("")
    if isinstance(shown.kind, Link):
        target, title = _target(registers, shown)
        source = table.outerjoin(target, target.c.id == column)
    amount = func.count().label("amount")
    statement = (
        select(column, title, amount)
        .select_from(source)
        .where(*_conditions(session, registers, others), column.is_not(None), *open_)
        .group_by(column)
        .order_by(amount.desc(), column)
        .limit(limit)
    )
    return [Distinct(v, n or "", c) for v, n, c in session.connection().execute(statement)]


def _conditions(session: Session, registers: Registers, query: Query) -> list[ColumnElement[bool]]:
    register = registers[query.register]
    table = table_of(register)
    found: list[ColumnElement[bool]] = []
    if query.project and register.in_project:
        found.append(table.c.project == query.project)
    away = hidden(session, register)
    for wanted in query.filters:
        condition = _condition(table.c[wanted.field], register.field(wanted.field), wanted)
        blank = away.condition(table.c.row, wanted.field)
        if blank is not None:
            kept = and_(condition, not_(blank))
            condition = or_(kept, blank) if _takes_blanks(wanted) else kept
        found.append(condition)
    found += [_matches(registers, register, word, away) for word in query.search.split()]
    return found


def _takes_blanks(wanted: Filter) -> bool:
    """Answer whether a filter lets through what is blank."""
    match wanted.operator:
        case "empty" | "no":
            return True
        case "any_of":
            return None in wanted.values
        case "none_of":
            return None not in wanted.values
    return False


def _condition(column: Column[Any], shown: Field, wanted: Filter) -> ColumnElement[bool]:
    values = [_value(shown, v) for v in wanted.values]
    named = [v for v in values if v is not None]
    one = values[0] if values else None
    text = shown.kind.code in ("text", "long_text", "tags")
    blank = or_(column.is_(None), column == "") if text else column.is_(None)
    conditions: dict[str, Callable[[], ColumnElement[bool]]] = {
        "empty": lambda: blank,
        "filled": lambda: not_(blank),
        "any_of": lambda: or_(column.in_(named), *([blank] if None in values else [])),
        "none_of": lambda: (
            and_(column.not_in(named), not_(blank)) if None in values else or_(column.not_in(named), blank)
        ),
        "contains": lambda: like(column, str(one or "")),
        "from": lambda: column >= one,
        "at_least": lambda: column >= one,
        "to": lambda: column <= one,
        "at_most": lambda: column <= one,
        "yes": lambda: column.is_(True),
        "no": lambda: or_(column.is_(False), column.is_(None)),
        "is": lambda: column == one,
    }
    if wanted.operator not in conditions:
        message = f"unknown filter operator {wanted.operator!r}"
        raise ValueError(message)
    return conditions[wanted.operator]()


def _value(shown: Field, value: Any) -> Any:
    if shown.kind.code == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    if isinstance(shown.kind, Serial) and isinstance(value, str):
        read = shown.kind.read(value)
        return read if isinstance(read, int) else -1
    return value


def like(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    """Return the condition that a column contains a text, any case."""
    plain = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return column.like(f"%{plain}%", escape="\\")


def _matches(registers: Registers, register: type[Register], word: str, away: Hidden) -> ColumnElement[bool]:
    table = table_of(register)
    parts: list[ColumnElement[bool]] = []
    for shown in register.fields():
        column = table.c[shown.name]
        if isinstance(shown.kind, Serial):
            number = shown.kind.read(word)
            parts += [column == number] if isinstance(number, int) else []
        elif isinstance(shown.kind, Link):
            target = registers[shown.kind.target]
            if shown.main and shown.name != "project":
                named = column.in_(select(table_of(target).c.id).where(_title_matches(target, word)))
                blank = away.condition(table.c.row, shown.name)
                parts.append(named if blank is None else and_(named, not_(blank)))
        elif shown.searchable:
            parts.append(like(column, word))
    if _could_be_pinyin(word):
        parts += [like(c, word.lower()) for c in table.c if "derived" in c.info]
    return or_(*parts)


def _could_be_pinyin(word: str) -> bool:
    return word.isascii() and word.isalnum()


def _title_matches(register: type[Register], word: str) -> ColumnElement[bool]:
    table = table_of(register)
    found = [like(table.c[register.about.title], word)]
    if _could_be_pinyin(word):
        found += [like(c, word.lower()) for c in table.c if "derived" in c.info]
    return or_(*found)


def _ordered(session: Session, statement: Select[Any], registers: Registers, query: Query) -> Select[Any]:
    register = registers[query.register]
    table = table_of(register)
    source: Any = table
    away = hidden(session, register)
    keys: list[ColumnElement[Any]] = []
    for order in query.order:
        shown = register.field(order.field)
        key: ColumnElement[Any] = table.c[shown.sorts_by or shown.name]
        if isinstance(shown.kind, Link):
            target_register = registers[shown.kind.target]
            target, title = _target(registers, shown)
            source = source.outerjoin(target, target.c.id == table.c[shown.name])
            key = target.c[target_register.field(title.name).sorts_by or title.name]
        elif isinstance(shown.kind, Choice):
            places = {t.code: i for i, t in enumerate(shown.kind.vocabulary)}
            key = case(places, value=key, else_=None)
        if (blank := away.condition(table.c.row, shown.name)) is not None:
            key = case((blank, null()), else_=key)
        keys += [key.is_(None), key.desc() if order.descending else key.asc()]
    if not any(o.field == "number" for o in query.order):
        keys.append(table.c.number)
    return statement.select_from(source).order_by(*keys)
