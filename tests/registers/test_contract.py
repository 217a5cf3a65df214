"""What holds for every register, whatever it declares: nobody writes these tests again for a new one."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from govdesk.fields.amount import Number
from govdesk.fields.kinds import Choice, Date, Flag, Integer, Link, Scale, Serial
from govdesk.fields.text import fold
from govdesk.i18n import LANGUAGES, language
from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.store.check import check
from govdesk.store.query import Filter, Order, Query, count, distinct, find, records, rows
from govdesk.store.workspace import Workspace
from govdesk.store.writing import insert_rows, new_id, update_row

CODES = tuple(REGISTERS)
FIELDS = [field for register in REGISTERS.values() for field in register.fields()]


def named(field):
    return f"{field.register}.{field.name}"


each_register = pytest.mark.parametrize("code", CODES)
each_field = pytest.mark.parametrize("field", FIELDS, ids=named)
each_language = pytest.mark.parametrize("lang", LANGUAGES)


# ---------------------------------------------------------------- words


@each_language
@each_register
def test_headings_are_unique(code, lang):
    headings = [fold(language(lang).gettext(f.label)) for f in REGISTERS[code].fields()]
    assert sorted(set(headings)) == sorted(headings)


@each_register
def test_no_heading_is_claimed_by_two_fields(code):
    claims = {}
    for field in REGISTERS[code].fields():
        labels = [language(lang).gettext(field.label) for lang in LANGUAGES]
        for spelling in (field.label, *labels, *field.aliases):
            claims.setdefault(fold(spelling), set()).add(field.name)
    assert {heading: names for heading, names in claims.items() if len(names) > 1} == {}


def test_no_two_registers_are_called_the_same():
    claims = {}
    for code, register in REGISTERS.items():
        about = register.about
        for lang in LANGUAGES:
            for word in (about.label, about.plural):
                claims.setdefault((lang, fold(language(lang).gettext(word))), set()).add(code)
    assert {word: codes for word, codes in claims.items() if len(codes) > 1} == {}
    prefixes = [r.about.prefix for r in REGISTERS.values()]
    assert len(set(prefixes)) == len(prefixes)


@each_language
@each_register
def test_a_register_is_found_by_each_of_its_names(code, lang):
    about = REGISTERS[code].about
    labels = [say(label) for say in (str, language(lang).gettext) for label in (about.label, about.plural)]
    others = {r.about.label for r in REGISTERS.values()} - {about.label}
    for name in (code, *labels, *(a for a in about.aliases if a not in others)):
        assert REGISTERS.named(f" {name.upper()}\u200b") is REGISTERS[code], name
    assert REGISTERS.named("nobody knows this") is None


@each_register
def test_what_a_register_tells_of_itself_fits_its_fields(code):
    register = REGISTERS[code]
    about = register.about
    names = {f.name for f in register.fields()}
    assert about.title in names
    assert register.field(about.title).required
    assert all(about.purpose and about.empty and about.icon and about.area and about.prefix.isupper() for _ in "x")
    assert [f.name for f in register.fields() if f.key], "two records must be told apart by something"
    assert {f.name for f in register.fields() if f.main} > {about.title}
    for alias, assumed in (about.assumes or {}).items():
        assert REGISTERS.named(alias) is register
        assert alias == fold(alias)
        assert all(register.field(name).kind.read(value) == value for name, value in assumed.items())
    with pytest.raises(KeyError):
        register.field("nothing")


@each_field
def test_a_field_knows_its_place_and_its_kind(field):
    register = REGISTERS[field.register]
    column = register.__table__.columns[field.name]
    assert register.field(field.name) is field
    assert field.label
    assert field.width > 0
    assert column.nullable
    assert not field.sorts_by or field.sorts_by in register.__table__.columns
    assert not field.prose or register.field(field.prose)
    assert not field.required or field.main or field.name == "project"
    if field.default is not None:
        assert field.kind.read(field.kind.show(field.default, language("en"))) == field.default
    if isinstance(field.kind, Link):
        assert field.kind.target in REGISTERS
        assert (field.register, field.name) in {
            (r.register_code(), f.name) for r, f in REGISTERS.links_to(field.kind.target)
        }
        assert not field.kind.tree or field.kind.target == field.register


# ---------------------------------------------------------------- records


def value_of(field, turn):
    """Answer a value for a field, another one for each turn; None for a link."""
    kind = field.kind
    match kind:
        case Choice():
            return kind.vocabulary.terms[turn % len(kind.vocabulary.terms)].code
        case Scale() | Integer():
            return kind.minimum + turn % (min(kind.maximum, 50) - kind.minimum + 1)
        case Number():
            return turn + len(field.name) * 0.25
        case Date():
            return date(2026, 3, 1 + turn)
        case Flag():
            veil = REGISTERS[field.register].veil
            return turn % 2 == 0 and (veil is None or field.name != veil.flag)
        case Link() | Serial():
            return None
    words = (f"{field.label} “{turn}” 100%_", f"第{turn}项　王敏\n's", f"=1+{turn}", f"重庆{turn}👍")
    return kind.read(words[turn % len(words)])


@cache
def owned(code):
    """Answer the registers whose records are part of this one's."""
    return {r.register_code() for r, f in REGISTERS.links_to(code) if f.kind.owner}


def full_rows(world, code, turns):
    """Answer rows of a register with a value in every field that can have one."""
    return [
        {
            f.name: world[f.kind.target] if isinstance(f.kind, Link) else value_of(f, turn)
            for f in REGISTERS[code].fields()
            if f.name != "number"
        }
        for turn in turns
    ]


@pytest.fixture
def world(tmp_path):
    """A workspace with one full record of each register, and their ids by register."""
    workspace = Workspace.create(tmp_path / "test.govdesk", REGISTERS)
    ids = {code: new_id() for code in CODES}
    with workspace.write("One of each") as session:
        for code in CODES:
            (row,) = full_rows(ids, code, [0])
            insert_rows(session, REGISTERS[code], [{**row, "id": ids[code]}])
    yield workspace, ids
    workspace.close()


def dump(workspace):
    with workspace.read() as session:
        return {c: sorted(map(tuple, session.connection().exec_driver_sql(f'SELECT * FROM "{c}"'))) for c in CODES}


def names_of(register):
    return {f.name for f in register.fields()}


@each_register
def test_a_record_holds_what_it_was_given(world, code):
    workspace, ids = world
    (given,) = full_rows(ids, code, [0])
    with workspace.read() as session:
        found = find(session, REGISTERS, code, ids[code])
    assert {name: found.values[name] for name in given} == given
    assert found.number == 1
    for field in REGISTERS[code].fields():
        if isinstance(field.kind, Link) and field.name in given:
            title = REGISTERS[field.kind.target].field(REGISTERS[field.kind.target].about.title)
            assert isinstance(title.kind, Link) or found.show(field, language("zh"))


@each_register
def test_insert_edit_delete_then_undo_restores_the_table(world, code):
    workspace, ids = world
    register = REGISTERS[code]
    states = [dump(workspace)]
    with workspace.write("Insert") as session:
        made = insert_rows(
            session, register, full_rows(ids, code, range(1, 6)), origins=[f"file · {n}" for n in range(5)]
        )
    states.append(dump(workspace))
    for turn, field in enumerate(register.fields(), 6):
        if not field.system and not isinstance(field.kind, Link):
            with workspace.write("Edit") as session:
                update_row(session, register, made[0], {field.name: value_of(field, turn)})
                update_row(session, register, made[1], {field.name: value_of(field, turn + 1)})
    states.append(dump(workspace))
    cleared = {f.name: None for f in register.fields() if not f.required and not f.system}
    edit.change(workspace, code, made[1:3], cleared)
    states.append(dump(workspace))
    edit.remove(workspace, code, made)
    assert dump(workspace) == states[0]
    assert all(f.ok for f in check(workspace))

    def undo_to(state):
        for _ in range(100):
            if dump(workspace) == state:
                return
            history.undo(workspace)
        raise AssertionError("the state was never reached")

    for state in states[::-1]:
        history.undo(workspace)
        undo_to(state)
    for _ in range(100):
        with workspace.read() as session:
            if history.redoable(session) is None:
                break
        history.redo(workspace)
    with workspace.read() as session:
        assert find(session, REGISTERS, code, made[0]) is None
    assert all(f.ok for f in check(workspace))


@each_register
def test_history_tells_every_field(world, code):
    workspace, ids = world
    register = REGISTERS[code]
    changed = {f.name: value_of(f, 1) for f in register.fields() if not f.system and not isinstance(f.kind, Link)}
    changed = {name: value for name, value in changed.items() if not (code == "project" and name in ("start", "end"))}
    edit.change(workspace, code, [ids[code]], changed)
    with workspace.read() as session:
        last, first = history.revisions(session, REGISTERS, code, ids[code])
    (before,) = full_rows(ids, code, [0])
    assert last.changes == {name: (before[name], value) for name, value in changed.items() if before[name] != value}
    assert {name: new for name, (_, new) in first.changes.items()} == {**before, "number": 1}


# ---------------------------------------------------------------- views


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A workspace with some twenty records of each register, every fourth with only what it needs."""
    workspace = Workspace.create(tmp_path_factory.mktemp("many") / "test.govdesk", REGISTERS)
    ids = {code: new_id() for code in CODES}
    with workspace.write("Many") as session:
        for code in CODES:
            (first,) = full_rows(ids, code, [0])
            poor = [
                {f.name: row[f.name] for f in REGISTERS[code].fields() if f.required}
                for row in full_rows(ids, code, range(1, 5))
            ]
            insert_rows(
                session, REGISTERS[code], [{**first, "id": ids[code]}, *full_rows(ids, code, range(1, 16)), *poor]
            )
    yield workspace
    workspace.close()


def all_records(session, code):
    return records(session, REGISTERS, code, rows(session, REGISTERS, Query(code)))


def holds(field, operator, wanted, value):
    """Answer whether a value fulfils a filter, by the plain meaning of its words."""
    blank = value in (None, "")
    match operator:
        case "empty" | "filled":
            return blank == (operator == "empty")
        case "any_of":
            return value in wanted
        case "none_of":
            return value not in wanted
        case "contains":
            return not blank and wanted[0].casefold() in value.casefold()
        case "is":
            return value == wanted[0]
        case "from" | "at_least":
            return not blank and value >= wanted[0]
        case "to" | "at_most":
            return not blank and value <= wanted[0]
        case "yes" | "no":
            return bool(value) == (operator == "yes")
    raise AssertionError(operator)


@each_field
def test_every_operator_of_its_kind_filters(many, field):
    with many.read() as session:
        everything = all_records(session, field.register)
        values = [r.values[field.name] for r in everything if r.values[field.name] not in (None, "")]
        for operator in field.kind.operators:
            wanted = {"any_of": tuple(values[:2]), "none_of": tuple(values[:2]), "contains": (str(values[0])[:4],)}.get(
                operator, (values[0],)
            )
            query = Query(field.register, filters=(Filter(field.name, operator, wanted),))
            found = {r.id for r in records(session, REGISTERS, field.register, rows(session, REGISTERS, query))}
            assert found == {r.id for r in everything if holds(field, operator, wanted, r.values[field.name])}, operator
            assert count(session, REGISTERS, query) == len(found)
            veil = REGISTERS[field.register].veil
            if operator not in ("empty", "no", "none_of") and (veil is None or field.name != veil.flag):
                assert found, operator


@each_field
def test_every_field_sorts_both_ways_with_blanks_last(many, field):
    with many.read() as session:
        for descending in (False, True):
            query = Query(field.register, order=(Order(field.name, descending),))
            keys = rows(session, REGISTERS, query)
            assert len(set(keys)) == len(all_records(session, field.register))
            values = [r.values[field.name] for r in records(session, REGISTERS, field.register, keys)]
            filled = [v for v in values if v is not None]
            assert values == filled + [None] * (len(values) - len(filled))
            if not field.sorts_by and not isinstance(field.kind, Link | Choice):
                assert filled == sorted(filled, reverse=descending)
            elif isinstance(field.kind, Choice):
                places = [t.code for t in field.kind.vocabulary]
                assert filled == sorted(filled, key=places.index, reverse=descending)


@each_field
def test_the_values_of_every_field_are_counted(many, field):
    with many.read() as session:
        told = {d.value: d.count for d in distinct(session, REGISTERS, Query(field.register), field.name)}
        values = [
            r.values[field.name] for r in all_records(session, field.register) if r.values[field.name] is not None
        ]
        assert told == {value: values.count(value) for value in values}


@pytest.mark.parametrize("field", [f for f in FIELDS if f.searchable], ids=named)
def test_search_finds_by_every_searchable_field(many, field):
    with many.read() as session:
        for record in all_records(session, field.register)[:6]:
            shown = record.show(field, language("en"))
            if not shown:
                continue
            words = " ".join(w for w in shown.split() if w)
            found = records(
                session, REGISTERS, field.register, rows(session, REGISTERS, Query(field.register, search=words))
            )
            assert record.id in {r.id for r in found}


@pytest.mark.parametrize("field", [f for f in FIELDS if f.sorts_by], ids=named)
def test_search_finds_by_pinyin_and_its_initials(world, field):
    workspace, ids = world
    edit.change(workspace, field.register, [ids[field.register]], {field.name: "重庆分公司"})
    with workspace.read() as session:
        for typed in ("cqfgs", "CQ", "chongqing", "重庆"):
            assert count(session, REGISTERS, Query(field.register, search=typed)) == 1
        assert count(session, REGISTERS, Query(field.register, search="zqfgs")) == 0


@pytest.mark.parametrize(
    "field", [f for f in FIELDS if isinstance(f.kind, Link) and f.main and f.name != "project"], ids=named
)
def test_search_finds_by_the_name_of_what_a_link_points_to(world, field):
    workspace, ids = world
    target = REGISTERS[field.kind.target]
    title = target.field(target.about.title)
    if isinstance(title.kind, Link):
        pytest.skip("its title is itself a link")
    edit.change(workspace, field.kind.target, [ids[field.kind.target]], {title.name: "unmistakable"})
    with workspace.read() as session:
        assert count(session, REGISTERS, Query(field.register, search="mistakab")) == 1


# ---------------------------------------------------------------- deleting


@each_register
def test_deleting_takes_the_parts_along_and_undo_brings_all_back(world, code):
    workspace, ids = world
    before = dump(workspace)
    needed = [
        register.register_code()
        for register, link in REGISTERS.links_to(code)
        if (link.required or link.key) and not link.kind.owner and register.register_code() != code
    ]
    for other in needed:
        edit.remove(workspace, other, [ids[other]])
    edit.remove(workspace, code, [ids[code]])
    after = dump(workspace)
    assert not after[code]
    assert not any(after[part] for part in owned(code))
    assert all(f.ok for f in check(workspace))
    for _ in range(len(needed) + 1):
        history.undo(workspace)
    assert dump(workspace) == before
