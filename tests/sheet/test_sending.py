"""What is sent out holds only a recipient's own rows and what was asked of them, and tells nothing that is private."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest

from govdesk.errors import GovDeskError
from govdesk.progress import silent
from govdesk.registers import REGISTERS
from govdesk.sheet.package import fields_named, usual, wanted
from govdesk.sheet.package_book import SPARE
from govdesk.sheet.sending import Sending, file_name, send
from govdesk.sheet.sent import sent_rounds
from govdesk.sheet.split import can_be_split, split, way_to


def sending(desk, by="owner", codes=("risk",), **traits):
    wants = tuple(usual(REGISTERS[c]) for c in codes)
    return Sending(by, traits.pop("wants", wants), desk.folder / "out", traits.pop("lang", "zh"), **traits)


def shares(desk, by, *codes):
    with desk.workspace.read() as session:
        return split(session, REGISTERS, [usual(REGISTERS[c]) for c in codes], by, None)


def page_of(done, name, sheet):
    file = next(p.file for p in done.sent.packages if p.name == name)
    return openpyxl.load_workbook(done.folder / file)[sheet]


def test_each_gets_only_their_own_rows(filled):
    found = shares(filled, "owner", "risk")
    titles = {p.name: [r.values["title"] for part in p.parts for r in part.records] for p in found.packages}
    assert titles == {"李雷": ["门店没人"], "王敏": ["接口不通", "数据不全"]}
    assert found.without == {"risk": 1}


def test_a_register_without_departments_goes_to_those_of_its_owners(filled):
    way = way_to(REGISTERS, REGISTERS["risk"], "department")
    assert (way.target, [f.name for f in way.steps]) == ("department", ["owner", "department"])
    assert [p.name for p in shares(filled, "department", "risk").packages] == ["信息部", "运营部"]


def test_ties_between_people_are_sent_to_nobody():
    assert not {"relationship"} & {
        c for by in ("department", "owner", "stakeholder") for c in can_be_split(REGISTERS, by)
    }


@pytest.mark.parametrize("by", ["department", "stakeholder"])
def test_an_anonymous_voice_never_goes_where_it_came_from(filled, by):
    found = shares(filled, by, "feedback")
    said = [r.values["statement"] for p in found.packages for part in p.parts for r in part.records]
    assert said == ["太慢"]
    assert found.withheld == {"feedback": 1}


def test_an_anonymous_voice_goes_to_who_answers_it_without_what_would_tell(filled):
    wants = (wanted(REGISTERS["feedback"], ["reply", "level"], ["number", "statement", "date", "department"]),)
    page = page_of(send(filled.workspace, sending(filled, wants=wants)), "李雷", "反馈")
    rows = {r[3].value: [c.value for c in r] for r in page.iter_rows(min_row=2) if r[3].value}
    voice = next(r for r in page.iter_rows(min_row=2) if "别说是我" in [c.value for c in r])
    shown = {page.cell(1, c.column).value: c for c in voice}
    assert [shown[h].value for h in ("日期", "部门", "层级")] == [None, None, None]
    assert shown["层级"].protection.locked
    assert any("信息部" in r for r in rows.values())


def test_nothing_private_goes_out_unless_it_is_named(filled):
    every = [f for code in REGISTERS for f in (*usual(REGISTERS[code]).asked, *usual(REGISTERS[code]).shown)]
    assert not {"power", "interest", "engagement", "notes", "contact", "concerns"} & set(every)
    page = page_of(send(filled.workspace, sending(filled, "stakeholder", ("stakeholder",))), "王敏", "干系人")
    cells = [str(c.value) for row in page.iter_rows() for c in row]
    assert not [c for c in cells if "脾气急" in c or c in ("权力", "备注")]
    named = wanted(REGISTERS["stakeholder"], fields_named(REGISTERS["stakeholder"], ["权力"]))
    page = page_of(send(filled.workspace, sending(filled, "stakeholder", wants=(named,))), "王敏", "干系人")
    assert [c.value for c in page[1]][-1] == "权力"


def test_what_is_asked_is_open_and_the_rest_locked(filled):
    page = page_of(send(filled.workspace, sending(filled)), "王敏", "风险")
    headings = [c.value for c in page[1]]
    assert headings[1:] == ["编号", "标题", "负责人", "下次复核", "概率", "影响", "应对措施", "到期日", "状态"]
    assert page.protection.sheet
    assert {h: page.cell(2, i).protection.locked for i, h in enumerate(headings, 1) if i > 1} == {
        h: h not in ("概率", "影响", "应对措施", "到期日", "状态") for h in headings[1:]
    }
    assert page.column_dimensions["A"].hidden
    assert page.max_row == 1 + 2 + SPARE


def test_nobody_is_asked_against_whom_a_checklist_is(filled):
    assert usual(REGISTERS["checklist"]).asked == ()


def test_a_department_among_the_rows_of_one_project_is_still_about_that_project(filled):
    done = send(filled.workspace, sending(filled, "department", ("department", "risk")))
    assert all("换代项目" in p.file for p in done.sent.packages)


def test_no_text_becomes_a_formula(filled):
    filled.add("risk", {"title": "=1+1", "owner": filled.wang, "project": filled.home, "action": "@SUM(1)"})
    page = page_of(send(filled.workspace, sending(filled)), "王敏", "风险")
    assert [(page.cell(4, c).value, page.cell(4, c).data_type) for c in (3, 8)] == [("=1+1", "s"), ("@SUM(1)", "s")]


def test_the_cover_says_why_until_when_to_whom_and_whom_to_ask(filled):
    done = send(filled.workspace, sending(filled, until=dt.date(2026, 12, 5), message="月底要上会"))
    page = page_of(done, "王敏", "填写说明")
    text = "\n".join(str(c.value) for row in page.iter_rows() for c in row if c.value is not None)
    for word in (
        "王敏",
        "2026-12-05",
        "月底要上会",
        "tester",
        "换代项目",
        "风险",
        "概率、影响、应对措施、到期日、状态",
    ):
        assert word in text


def test_both_languages_stand_on_one_cover(filled):
    page = page_of(send(filled.workspace, sending(filled, lang="both")), "王敏", "填写说明 Please read")
    text = "\n".join(str(c.value) for row in page.iter_rows() for c in row if c.value is not None)
    assert "怎么填" in text
    assert "How to fill it in" in text


def test_the_burden_counts_cells_and_minutes(filled):
    burden = {p.name: p.burden for p in shares(filled, "owner", "risk").packages}
    assert (burden["王敏"].rows, burden["王敏"].cells, burden["王敏"].empty) == (2, 10, 7)
    assert burden["王敏"].minutes > burden["李雷"].minutes > 0


def test_what_was_sent_is_kept(filled):
    done = send(filled.workspace, sending(filled, until=dt.date(2026, 12, 5)))
    with filled.workspace.read() as session:
        (kept,) = sent_rounds(session)
    assert kept == done.sent
    assert kept.until == dt.date(2026, 12, 5)
    assert {p.name: len(p.part("risk").records) for p in kept.packages} == {"王敏": 2, "李雷": 1}


def test_the_workbook_carries_who_it_is_in_two_places(filled):
    done = send(filled.workspace, sending(filled))
    package = next(p for p in done.sent.packages if p.name == "王敏")
    book = openpyxl.load_workbook(done.folder / package.file)
    mark = done.sent.operation
    assert book["风险"]["A1"].value == f"_govdesk:{filled.workspace.id}:risk:{mark}:{package.key}"
    assert {p.name: p.value for p in book.custom_doc_props.props}["govdesk.export"] == package.key


@pytest.mark.parametrize(
    ("name", "subject", "file"),
    [
        ("CON", "x", "CON_x.xlsx"),
        ('a/b\\c:*?"<>|', "..", "a-b-c_-.xlsx"),
        ("市场部 ", "换代", "市场部_换代.xlsx"),
        ("x" * 300, "y", f"{'x' * 60}_y.xlsx"),
    ],
)
def test_file_names_are_safe_everywhere(filled, name, subject, file):
    package = shares(filled, "owner", "risk").packages[0]
    from dataclasses import replace

    assert file_name(replace(package, name=name), subject, set()) == file


def test_a_file_that_is_there_is_never_overwritten(filled):
    first = send(filled.workspace, sending(filled))
    before = {p.name: p.read_bytes() for p in first.folder.iterdir()}
    second = send(filled.workspace, sending(filled))
    assert len(list(second.folder.iterdir())) == 2 * len(before)
    assert {n: (first.folder / n).read_bytes() for n in before} == before


def test_a_sending_that_is_stopped_leaves_nothing(filled):
    from govdesk.errors import Cancelled

    def stop(done, total, doing=None):
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        send(filled.workspace, sending(filled), stop)
    assert list((filled.folder / "out").iterdir()) == []
    with filled.workspace.read() as session:
        assert sent_rounds(session) == []


def test_nothing_to_send_is_said(filled):
    with pytest.raises(GovDeskError) as refused:
        send(filled.workspace, sending(filled, "owner", ("touchpoint",)), silent)
    assert refused.value.code == "nothing_to_send"
    assert not (filled.folder / "out").exists()


def test_a_deliverable_goes_to_who_is_accountable_for_it(filled):
    names = ("接口模块", "报表模块", "没人认的模块")
    first, second, _ = filled.add("deliverable", *({"name": n, "project": filled.home} for n in names))
    part = {"project": filled.home, "deliverable": first}
    filled.add(
        "responsibility",
        {**part, "person": filled.li, "department": filled.ops, "role": "R"},
        {**part, "person": filled.wang, "department": filled.it, "role": "A"},
        {**part, "deliverable": second, "person": filled.li, "department": filled.ops, "role": "R"},
        {**part, "deliverable": second, "person": filled.wang, "department": filled.it, "role": "I"},
    )
    for by, one, other in (
        ("owner", "王敏", "李雷"),
        ("stakeholder", "王敏", "李雷"),
        ("department", "信息部", "运营部"),
    ):
        asked = (usual(REGISTERS["deliverable"]),)
        done = send(filled.workspace, Sending(by, asked, filled.folder / by, "zh"))
        assert {p.name for p in done.sent.packages} == {one, other}, by
        titles = {c.value for row in page_of(done, one, "交付物").iter_rows() for c in row}
        assert "接口模块" in titles
        assert not {"报表模块", "没人认的模块"} & titles
