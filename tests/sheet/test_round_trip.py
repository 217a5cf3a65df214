"""A workspace that goes out as a workbook and comes back: only what was edited in it is a change."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest

from govdesk.fields.amount import Number
from govdesk.fields.kinds import Choice, Date, Flag, Integer, Link, Scale
from govdesk.registers import REGISTERS
from govdesk.sheet.outgoing import of_query
from govdesk.sheet.writing import export
from govdesk.store.edit import change, remove
from govdesk.store.history import operations
from govdesk.store.query import Query

SAME = {"new": 0, "changed": 0, "conflict": 0, "wrong": 0}


@pytest.fixture
def out(desk):
    """Send registers out as they are now and return the file."""

    def out(*codes, lang="zh", name="出.xlsx", fields=None):
        path = desk.folder / name
        with desk.workspace.read() as session:
            chosen = {c: [REGISTERS[c].field(f) for f in fields] if fields else None for c in codes}
            sheets = [of_query(session, REGISTERS, Query(c), fields=f) for c, f in chosen.items()]
            last = operations(session, limit=1)
            export(path, sheets, language=lang, workspace_id=desk.workspace.id, operation=last[0].uid if last else "")
        return path

    return out


@pytest.fixture
def risks(desk):
    """Five risks with everything that makes a way back hard; their ids."""
    project = desk.project("ERP")
    one, two = desk.add("stakeholder", *[{"name": n, "project": project} for n in ("王敏", "Ann Lee")])
    return desk.add(
        "risk",
        {
            "project": project,
            "title": "停电",
            "probability": 3,
            "owner": one,
            "status": "open",
            "extra": '{"责任方": "外包", "楼层": "2"}',
        },
        {
            "project": project,
            "title": "断网",
            "impact": 5,
            "due": dt.date(2026, 3, 1),
            "reference": "R-2",
            "response": "avoid",
        },
        {
            "project": project,
            "title": "=1+1",
            "notes": " a\r\nb\u00a0",
            "tags": "甲, 乙",
            "owner": two,
            "action": "x" * 40_000,
        },
        {
            "project": project,
            "title": "断网",
            "impact": 1,
            "kind": "issue",
            "cause": "-5 @x\x07",
            "extra": '{"备注": "旁"}',
        },
        {
            "project": project,
            "title": "第五条：供应商在上线前一个月破产",
            "probability": 1,
            "residual_impact": 2,
            "trigger": "n/a",
        },
    )


def counts(desk, path, **options):
    found = desk.plan(path, **options).counts
    return {k: v for k, v in found.items() if k != "same"}


def edited(path, edit, save_as="改.xlsx"):
    """Edit a workbook as a person would and save it."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    edit(page)
    target = path.with_name(save_as)
    book.save(target)
    return target


def column(page, heading):
    return next(c.column for c in page[1] if c.value == heading)


def put(page, row, heading, value):
    page.cell(row, column(page, heading)).value = value


def changes(desk, path):
    """Return what each row that is not the same would do."""
    return [
        (r.place, r.status, dict(r.changes), dict(r.extra))
        for s in desk.plan(path).sheets
        for r in s.rows
        if r.status != "same"
    ]


# ---------------------------------------------------------------- nothing edited


@pytest.mark.parametrize("name", ["出.xlsx", "出.csv"])
@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_what_goes_out_comes_back_the_same(desk, out, risks, lang, name):
    before = desk.state()
    path = out("risk", lang=lang, name=name)
    assert counts(desk, path) == SAME
    desk.take(path)
    assert desk.state() == before


def everything(register):
    """Return one value for every field that holds its own."""
    found = {}
    for field in register.fields():
        kind = field.kind
        if field.system or isinstance(kind, Link):
            continue
        if isinstance(kind, Choice):
            found[field.name] = kind.vocabulary.terms[-1].code
        elif isinstance(kind, Flag):
            found[field.name] = False
        elif isinstance(kind, Date):
            found[field.name] = dt.date(2026, 3, 1)
        elif isinstance(kind, Scale | Integer):
            found[field.name] = kind.minimum
        elif isinstance(kind, Number):
            found[field.name] = 12.25
        else:
            found[field.name] = f"{field.name} 文"
    return found


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_every_field_of_every_register_comes_back_the_same(desk, out, lang):
    made = {}
    for code, register in REGISTERS.items():
        links = {
            f.name: made[f.kind.target]
            for f in register.fields()
            if isinstance(f.kind, Link) and f.kind.target in made and f.name != "verified_by"
        }
        values = {**everything(register), **links}
        if code == "feedback":
            del values["anonymous"]
        if code == "relationship":
            values["other"] = desk.add("stakeholder", {"name": "另一位", "project": links["project"]})[0]
        made[code] = desk.add(code, values)[0]
    path = out(*REGISTERS, lang=lang)
    plan = desk.plan(path)
    assert [(s.register, s.counts["same"]) for s in plan.sheets] == [
        (code, 1 + (code == "stakeholder")) for code in REGISTERS
    ]
    assert [s.unmatched for s in plan.sheets] == [[]] * len(REGISTERS)


def test_a_second_language_of_the_reader_makes_no_difference(desk, out, risks):
    for lang in ("zh", "en", "both"):
        assert counts(desk, out("risk", lang=lang, name=f"{lang}.xlsx")) == SAME


def test_extra_columns_come_back_as_extra_even_under_a_fields_other_name(desk, out, risks):
    path = out("risk")
    (sheet,) = desk.plan(path).sheets
    assert {c.heading: c.field for c in sheet.columns}["责任方"] == "extra"
    assert changes(desk, edited(path, lambda page: put(page, 2, "责任方", "内包"))) == [
        (2, "changed", {}, {"责任方": "内包"})
    ]


def test_a_part_of_the_fields_comes_back_the_same(desk, out, risks):
    assert counts(desk, out("risk", fields=["number", "title", "impact", "owner"])) == SAME


def test_two_people_of_one_name_stay_who_they_are(desk, out):
    project = desk.project()
    first, second = desk.add("stakeholder", *[{"name": "王敏", "project": project}] * 2)
    desk.add("risk", *[{"title": t, "project": project, "owner": o} for t, o in [("停电", first), ("断网", second)]])
    assert counts(desk, out("risk")) == SAME


def test_records_of_several_projects_come_back_to_their_own(desk, out):
    for name in ("ERP", "CRM"):
        project = desk.project(name)
        (owner,) = desk.add("stakeholder", {"name": "王敏", "project": project})
        desk.add("risk", {"title": "停电", "project": project, "owner": owner})
    before = desk.state()
    desk.take(out("stakeholder", "risk"))
    assert desk.state() == before


# ---------------------------------------------------------------- edits


def test_three_edits_are_three_changes(desk, out, risks):
    def edit(page):
        put(page, 2, "概率", 5)
        put(page, 3, "到期日", dt.datetime(2026, 4, 1))
        put(page, 6, "负责人", "新人")

    path = edited(out("risk"), edit)
    found = changes(desk, path)
    assert [(place, status, {k: old for k, (old, _) in c.items()}) for place, status, c, _ in found] == [
        (2, "changed", {"probability": 3}),
        (3, "changed", {"due": dt.date(2026, 3, 1)}),
        (6, "changed", {"owner": None}),
    ]
    desk.take(path)
    assert [r.values["probability"] for r in desk.records("risk")] == [5, None, None, None, 1]
    assert desk.records("risk")[4].names["owner"] == "新人"
    assert changes(desk, path) == []


def test_what_changed_here_and_not_in_the_sheet_is_not_overwritten(desk, out, risks):
    path = out("risk")
    change(desk.workspace, "risk", [risks[0]], {"probability": 1, "notes": "here"})
    change(desk.workspace, "risk", [risks[0]], {"probability": 2})
    change(desk.workspace, "risk", [risks[1]], {"extra": '{"新": "1"}'})
    assert counts(desk, path) == SAME
    path = edited(path, lambda page: put(page, 2, "类别", "技术"))
    ((place, status, found, _),) = changes(desk, path)
    assert (place, status, found) == (2, "changed", {"category": (None, "技术")})


def test_the_same_cell_changed_on_both_sides_is_a_conflict(desk, out, risks):
    path = edited(out("risk"), lambda page: put(page, 2, "概率", 5))
    change(desk.workspace, "risk", [risks[0]], {"probability": 1})
    (row,) = [r for r in desk.plan(path).sheets[0].rows if r.status != "same"]
    assert (row.status, row.changes) == ("conflict", {})
    found = row.conflicts["probability"]
    assert (found.base, found.mine, found.theirs, found.author) == (3, 1, 5, "tester")
    (problem,) = row.problems
    assert problem.code == "conflict"
    assert problem.cell.endswith("2")
    desk.take(path)
    assert desk.records("risk")[0].values["probability"] == 1


def test_the_same_change_on_both_sides_is_none(desk, out, risks):
    path = edited(out("risk"), lambda page: put(page, 2, "概率", 5))
    change(desk.workspace, "risk", [risks[0]], {"probability": 5})
    assert counts(desk, path) == SAME


def test_a_row_removed_from_the_sheet_is_not_removed_here(desk, out, risks):
    path = edited(out("risk"), lambda page: page.delete_rows(3))
    assert desk.plan(path).counts["same"] == 4
    desk.take(path)
    assert len(desk.records("risk")) == 5


def test_a_record_removed_here_does_not_come_back_unless_it_was_edited(desk, out, risks):
    path = out("risk")
    remove(desk.workspace, "risk", [risks[0]])
    assert counts(desk, path) == SAME
    ((place, status, _, _),) = changes(desk, edited(path, lambda page: put(page, 2, "概率", 5)))
    assert (place, status) == (2, "conflict")


def test_a_new_row_at_the_end_is_new(desk, out, risks):
    def edit(page):
        put(page, 7, "标题", "第六条")

    path = edited(out("risk", fields=["number", "title", "project", "impact"]), edit)
    assert [c[:2] for c in changes(desk, path)] == [(7, "new")]
    desk.take(path)
    assert desk.shown("risk", "title", "project")[-1] == ("第六条", "ERP")


# ---------------------------------------------------------------- rows that lose their ids


def rows_of(page):
    return [[c.value for c in row] for row in page.iter_rows(min_row=2)]


def put_rows(page, rows, first=1):
    for number, row in enumerate(rows, 2):
        for place, value in enumerate(row, first):
            page.cell(number, place).value = value
            if isinstance(value, str):
                page.cell(number, place).data_type = "s"


def test_a_sheet_sorted_as_a_whole_is_the_same(desk, out, risks):
    path = edited(out("risk"), lambda page: put_rows(page, rows_of(page)[::-1]))
    assert counts(desk, path) == SAME


def test_a_sheet_sorted_without_its_hidden_column_is_matched_by_number_and_told(desk, out, risks):
    path = edited(out("risk"), lambda page: put_rows(page, [r[1:] for r in rows_of(page)][::-1], 2))
    plan = desk.plan(path)
    assert plan.counts["same"] == 5
    assert "partly sorted: 4 rows" in str(plan.sheets[0].notices[-1])


def test_a_sheet_without_its_hidden_column_is_matched_by_number(desk, out, risks):
    assert counts(desk, edited(out("risk"), lambda page: page.delete_cols(1))) == SAME


def test_a_blank_id_is_matched_by_number_or_by_what_it_says(desk, out, risks):
    def edit(page):
        page.cell(2, 1).value = None
        page.cell(3, 1).value = page.cell(3, 2).value = None

    assert counts(desk, edited(out("risk"), edit)) == SAME


@pytest.mark.parametrize("above", [False, True], ids=["below", "above"])
def test_a_copied_row_becomes_a_record_of_its_own_and_its_source_stays(desk, out, risks, above):
    def edit(page):
        rows = rows_of(page)
        copy = list(rows[0])
        title = next(c.column for c in page[1] if rows[0][c.column - 1] == "停电") - 1
        copy[title] = "停电（二期）"
        rows.insert(0 if above else 5, copy)
        put_rows(page, rows)

    path = edited(out("risk"), edit)
    plan = desk.plan(path)
    place = 2 if above else 7
    assert [(r.place, r.status) for r in plan.sheets[0].rows if r.status != "same"] == [(place, "new")]
    assert f"row {place}." in str(plan.sheets[0].notices[-1])
    desk.take(path)
    added = desk.records("risk")[-1]
    assert (added.values["title"], added.number, added.values["reference"]) == ("停电（二期）", 6, None)
    assert {k: v for k, v in desk.plan(path).counts.items() if k in ("new", "changed")} == {"new": 0, "changed": 0}


def test_a_row_copied_and_edited_elsewhere_than_in_its_title_is_asked(desk, out, risks):
    def edit(page):
        put_rows(page, [*rows_of(page), rows_of(page)[0]])
        put(page, 7, "概率", 1)

    (row,) = [r for r in desk.plan(edited(out("risk"), edit)).sheets[0].rows if r.status != "same"]
    assert (row.place, row.status, row.problems[0].code) == (7, "conflict", "duplicate")


def test_a_sheet_of_another_workspace_binds_nothing_by_its_ids(desk, out, risks, tmp_path):
    path = out("risk")
    (tmp_path / "other").mkdir()
    other = type(desk)(tmp_path / "other")
    try:
        plan = other.plan(path)
        assert (plan.counts["new"], plan.links[0].name) == (5, "ERP")
        other.take(path)
        assert other.plan(path).counts["same"] == 5
        assert len(other.records("risk")) == 5
    finally:
        other.workspace.close()
