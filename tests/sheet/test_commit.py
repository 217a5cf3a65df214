"""A plan carried out: one operation, whole or not at all, and the way back."""

from __future__ import annotations

import datetime as dt
import itertools
import random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from govdesk.errors import Cancelled, GovDeskError
from govdesk.fields.kind import as_text
from govdesk.registers import REGISTERS
from govdesk.sheet.column import is_blank, is_nothing
from govdesk.sheet.grid import CellError
from govdesk.sheet.plan import NewLink, commit
from govdesk.store.history import operations, redo, revisions
from govdesk.store.standing import Hindrance

HEAD = ("编号", "风险描述", "分类", "概率", "影响", "残余影响", "责任人", "到期日", "状态", "备注", "楼层")
ROWS = (
    ("R-1", "停电", "技术", "高", 3, 1, "王敏", "2026-03-01", "开放", "急", 2),
    ("R-2", "断网", "技术", 2, "低", None, "李雷", dt.date(2026, 4, 1), "已关闭", None, None),
    ("R-3", "预算不足", None, None, None, None, "王敏", None, None, "甲\n乙", "三"),
)


def risks(desk, *rows, head=HEAD, **traits):
    return desk.grid(head, *rows, **{"name": "风险登记册", "file": "ERP风险登记册.xlsx", **traits})


# ---------------------------------------------------------------- one operation


def test_an_import_is_one_operation_with_file_sheet_and_row_in_the_history(desk):
    desk.take(risks(desk, *ROWS))
    with desk.workspace.read() as session:
        made, *others = operations(session)
        (first,) = revisions(session, REGISTERS, "risk", desk.records("risk")[1].id)
        (owner,) = revisions(session, REGISTERS, "stakeholder", desk.records("stakeholder")[0].id)
    assert not others
    assert (str(made.label), made.source, made.kind) == ("Import ERP风险登记册.xlsx", "ERP风险登记册.xlsx", "do")
    assert made.rows == 3 + 2 + 1
    assert (first.action, first.origin, first.operation.id) == ("insert", "风险登记册 · 3", made.id)
    assert owner.origin == "风险登记册 · 2"


def test_undo_takes_everything_back_and_redo_brings_it_again(desk):
    desk.add("project", {"name": "ERP"})
    desk.take(risks(desk, ("R-9", "停电", None, 1, 1, 1, "老王", None, "开放", "旧", None)))
    before = desk.state()
    desk.take(risks(desk, *ROWS))
    after = desk.state()
    assert after != before
    desk.undo()
    assert desk.state() == before
    redo(desk.workspace)
    assert desk.state() == after


def test_a_cancelled_import_leaves_nothing(desk):
    plan = desk.plan(risks(desk, *ROWS))
    before = desk.state()

    def stop(done, total, doing=None):
        raise Cancelled

    with pytest.raises(Cancelled):
        commit(desk.workspace, plan, progress=stop)
    assert desk.state() == before
    with desk.workspace.read() as session:
        assert operations(session) == []


def test_a_plan_without_anything_to_do_writes_nothing(desk):
    desk.take(risks(desk, *ROWS))
    plan = desk.plan(risks(desk, *ROWS))
    assert commit(desk.workspace, plan) is None
    with desk.workspace.read() as session:
        assert len(operations(session)) == 1


def test_a_workspace_open_for_reading_only_is_left_alone(desk):
    plan = desk.plan(risks(desk, *ROWS))
    desk.workspace.hindrance = Hindrance("asked")
    with pytest.raises(GovDeskError) as error:
        commit(desk.workspace, plan)
    assert error.value.code == "read_only"


# ---------------------------------------------------------------- what is written


def test_values_names_and_extra_columns_are_written(desk):
    desk.take(risks(desk, *ROWS))
    fields = (
        "reference",
        "title",
        "category",
        "probability",
        "impact",
        "residual_impact",
        "owner",
        "due",
        "status",
        "notes",
        "project",
    )
    assert desk.shown("risk", *fields) == [
        ("R-1", "停电", "技术", 4, 3, 1, "王敏", dt.date(2026, 3, 1), "open", "急", "ERP"),
        ("R-2", "断网", "技术", 2, 2, None, "李雷", dt.date(2026, 4, 1), "closed", None, "ERP"),
        ("R-3", "预算不足", None, None, None, None, "王敏", None, "open", "甲\n乙", "ERP"),
    ]
    assert [r.extra for r in desk.records("risk")] == [{"楼层": "2"}, {}, {"楼层": "三"}]


def test_a_name_is_made_once_for_all_rows_and_sheets(desk):
    people = desk.grid(["姓名", "部门", "职务"], ["王敏", "信息部", "经理"], name="干系人", file="ERP.xlsx")
    tasks = desk.grid(
        ["检查项", "责任部门", "责任人"],
        ["核对", "信息部", "王 敏"],
        ["打印", "信息部", "韩梅"],
        name="检查清单",
        file="ERP.xlsx",
    )
    plan = desk.take(risks(desk, *ROWS, file="ERP.xlsx"), people, tasks)
    assert sorted(r.values["name"] for r in desk.records("stakeholder")) == ["李雷", "王敏", "韩梅"]
    assert [r.values["name"] for r in desk.records("department")] == ["信息部"]
    assert {n.name for n in plan.links if n.register == "stakeholder"} == {"李雷", "韩梅"}
    (wang,) = [r for r in desk.records("stakeholder") if r.values["name"] == "王敏"]
    assert wang.values["title"] == "经理"


def test_a_sponsor_of_a_new_project_belongs_to_it(desk):
    desk.take(
        desk.grid(
            ["项目名称", "发起人", "开始日期"],
            ["ERP", "王总", "2026-01-01"],
            ["CRM", "李总", "2026-02-01"],
            name="项目清单",
        )
    )
    assert desk.shown("project", "name", "sponsor") == [("ERP", "王总"), ("CRM", "李总")]
    assert desk.shown("stakeholder", "name", "project") == [("王总", "ERP"), ("李总", "CRM")]


def test_wrong_rows_stay_out_and_the_others_come_in(desk):
    plan = desk.take(
        risks(desk, ROWS[0], ("R-4", "地震", None, "很大概", 1, 1, "王敏", "下下周", "开放", None, None), ROWS[1])
    )
    assert plan.counts["wrong"] == 1
    assert [r.values["title"] for r in desk.records("risk")] == ["停电", "断网"]


def test_what_cannot_be_read_may_be_kept_beside(desk, choice):
    odd = ("R-4", "地震", None, "很大概", 1, 1, "王敏", "下下周", "开放", CellError("#N/A"), "四")
    without_title = ("R-5", None, None, "很大概", 1, 1, "王敏", None, "开放", None, None)
    keep = choice("风险登记册", keep_unreadable=True)
    choices = {keep.key: keep}
    plan = desk.take(risks(desk, odd, without_title), choices=choices)
    assert [r.status for r in plan.sheets[0].rows] == ["new", "wrong"]
    (record,) = desk.records("risk")
    assert record.extra == {"楼层": "四", "概率": "很大概", "到期日": "下下周", "备注": "#N/A"}
    assert (record.values["probability"], record.values["due"]) == (None, None)
    assert [r.status for r in desk.only(risks(desk, odd, without_title), choices=choices).rows] == ["same", "wrong"]


def test_rows_left_out_stay_out_with_the_names_that_only_they_bring(desk):
    desk.take(risks(desk, *ROWS), left_out=frozenset({("风险登记册#0", 3)}))
    assert [r.values["title"] for r in desk.records("risk")] == ["停电", "预算不足"]
    assert [r.values["name"] for r in desk.records("stakeholder")] == ["王敏"]


def test_a_sheet_not_included_stays_out(desk, choice):
    no = choice("风险登记册", include=False)
    plan = desk.take(risks(desk, *ROWS), choices={no.key: no})
    assert (plan.counts["new"], desk.records("risk"), desk.records("project")) == (0, [], [])


def test_a_change_names_old_and_new_and_blank_means_not_supplied(desk):
    desk.take(risks(desk, *ROWS))
    edited = ("R-1", "停电", None, "极高", None, 1, "韩梅", None, "已关闭", None, "9")
    plan = desk.take(risks(desk, edited))
    (row,) = plan.sheets[0].rows
    assert row.status == "changed"
    assert row.changes.keys() == {"probability", "owner", "status"}
    assert row.changes["probability"] == (4, 5)
    first = desk.records("risk")[0]
    assert first.names["owner"] == "韩梅"
    assert (first.values["probability"], first.values["status"], first.values["category"], first.values["notes"]) == (
        5,
        "closed",
        "技术",
        "急",
    )
    assert first.extra == {"楼层": "9"}


# ---------------------------------------------------------------- the same file again


def same_again(desk, *grids, **options):
    counts = desk.plan(*grids, **options).counts
    return {k: counts[k] for k in ("new", "changed", "conflict")} == {"new": 0, "changed": 0, "conflict": 0}


def test_rows_alike_in_their_title_find_their_own_records_in_any_order(desk):
    rows = [("1", "停电", c, p, i, None, o, None, "开放", n, None) for c, p, i, o, n in [
        ("技术", 1, 1, "王敏", "a"), ("技术", 2, 1, "王敏", "b"), ("数据", 2, 1, "李雷", "c"), (None, 2, None, "李雷", "c"), (None, 2, None, "李雷", "c"),
    ]]  # fmt: skip
    desk.take(risks(desk, *rows))
    assert len(desk.records("risk")) == 5
    for seed in range(12):
        random.Random(seed).shuffle(rows)
        assert same_again(desk, risks(desk, *rows)), rows


def test_a_row_that_leaves_a_default_blank_does_not_take_the_record_of_a_namesake(desk):
    whole = ("1", "停电", "技术", 1, 1, None, "王敏", "2026-03-01", "已关闭", "a", "2")
    blank = (*whole[:8], None, *whole[9:])
    desk.take(risks(desk, whole, blank))
    assert [r.values["status"] for r in desk.records("risk")] == ["closed", "open"]
    assert same_again(desk, risks(desk, blank, whole))


def test_rows_under_one_foreign_number_that_is_ours_too_find_their_own_records(desk, fresh):
    project = fresh()
    rows = [
        ("RSK-0001", "停电", c, p, 1, None, None, None, None, n, None)
        for c, p, n in (("技术", 1, "a"), ("外部", 4, "b"))
    ]
    rows.append((None, "停电", "数据", 2, 1, None, None, None, None, "c", None))
    desk.take(risks(desk, *rows[::-1]), register="risk", project=project)
    assert desk.shown("risk", "reference") == [(None,), ("RSK-0001",), ("RSK-0001",)]
    for mixed in itertools.permutations(rows):
        assert same_again(desk, risks(desk, *mixed), register="risk", project=project), mixed


def test_a_foreign_number_kept_beside_stays_there_when_the_import_itself_gives_it_to_somebody(desk, fresh, choice):
    rows = [
        (None, "停电", None, 1, 1, None, "STK-0001", None, "开放", None, None),
        (None, "断网", None, 1, 1, None, "王敏", None, "开放", None, None),
    ]
    kept = choice("风险登记册", keep_unreadable=True)
    traits = {"register": "risk", "project": fresh(), "choices": {kept.key: kept}}
    desk.take(risks(desk, *rows), **traits)
    assert [r.number for r in desk.records("stakeholder")] == [1]
    assert desk.records("risk")[0].extra == {"责任人": "STK-0001"}
    assert same_again(desk, risks(desk, *rows), **traits)


def test_numbers_of_another_workspace_do_not_bind_rows_to_our_records(desk):
    desk.take(risks(desk, ("x", "停电", "技术", 1, 1, None, "王敏", None, "开放", None, None)))
    sheet = desk.only(risks(desk, ("RSK-0001", "供应商破产", "外部", 5, 5, None, "李雷", None, "已关闭", None, None)))
    assert [r.status for r in sheet.rows] == ["new"]
    assert sheet.rows[0].values["reference"] == "RSK-0001"


CELLS = {
    "编号": st.sampled_from([None, "R-1", "R-2", 1, 2, "RSK-0001"]),
    "风险描述": st.sampled_from(["停电", "断网", "供应商延期", "停 电", "Fire", None]),
    "分类": st.sampled_from([None, "技术", "=1+1", "n/a", "-", "请选择", " 外部 ", "it's <b>"]),
    "概率": st.sampled_from([None, 1, "高", "H", 9, "不知道", True, CellError("#N/A")]),
    "影响": st.sampled_from([None, 5, "低", 2.0, 2.5]),
    "残余影响": st.sampled_from([None, 1, "无"]),
    "责任人": st.sampled_from([None, "王敏", "张三、李四", "王 敏", "STK-0001", "STK-0099", "x" * 200, "无"]),
    "到期日": st.sampled_from(
        [None, "2026-03-01", dt.date(2026, 3, 1), dt.datetime(2026, 3, 1, 8), 46113, "下下周", "3/4/26", "待定"]
    ),
    "状态": st.sampled_from([None, "开放", "Closed", "没谱"]),
    "备注": st.sampled_from([None, "a\nb", "\u3000x\u00a0", "合计", "长" * 300, 3.0, dt.date(2026, 1, 1)]),
    "楼层": st.sampled_from([None, "2", 3, "  ", dt.date(2026, 1, 1)]),
}
SHEETS = st.lists(st.tuples(*CELLS.values()), min_size=1, max_size=8)
CHEAP = settings(
    max_examples=30,
    phases=(
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ),  # to shrink an import takes minutes and makes it little smaller
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def fresh(desk):
    """Answer a project of its own for each example."""
    count = itertools.count()
    return lambda: NewLink("project", f"P{next(count)}")


def risks_of(desk, project):
    return [r for r in desk.records("risk") if r.names["project"] == project.name]


@CHEAP
@given(SHEETS, st.randoms(use_true_random=False), st.booleans())
def test_any_sheet_again_changes_nothing_whatever_the_order_of_its_rows(desk, fresh, choice, rows, mix, keep):
    project = fresh()
    kept = choice("风险登记册", keep_unreadable=keep)
    choices = {kept.key: kept}
    mixed = list(rows)
    mix.shuffle(mixed)
    first = desk.take(risks(desk, *rows), register="risk", project=project, choices=choices)
    again = desk.plan(risks(desk, *mixed), register="risk", project=project, choices=choices)
    assert [r for s in again.sheets for r in s.rows if r.status not in ("same", "wrong")] == []
    assert len(risks_of(desk, project)) == first.counts["new"]


def is_told(plan, row, index, cell):
    """Answer whether a filled cell turns up: as a value, beside, as a problem, in a column or row named as left out."""
    column = next((c for c in plan.columns if c.index == index), None)
    if column is None or column.field == "" or is_blank(cell) or is_nothing(cell):
        return True
    found = [r for r in plan.rows if r.place == row + 1]
    if not found:
        return any(str(row + 1) in spans(str(n)) for n in plan.notices)
    place = f"{'ABCDEFGHIJKLMNOP'[index]}{row + 1}"
    return all(
        column.heading in r.extra
        or column.heading in r.unreadable
        or _stored(column) in r.values
        or any(p.cell == place for p in r.problems)
        for r in found
    )


def _stored(column):
    return "reference" if column.field == "number" else column.field


def spans(notice):
    found = set()
    for part in notice.rpartition("rows ")[2].strip(".").split(", "):
        first, _, last = part.partition("–")
        if first.isdecimal():
            found |= {str(i) for i in range(int(first), int(last or first) + 1)}
    return found


@CHEAP
@given(SHEETS)
def test_no_filled_cell_is_dropped_unseen(desk, fresh, rows):
    project = fresh()
    grid = risks(desk, *rows)
    for plan in desk.plan(grid, register="risk", project=project).sheets:
        texts = ("reference", "title", "category", "notes")
        for row, cells in enumerate(grid.rows[1:], 1):
            numbers_only = all(c is None or i == 0 or str(c).isdecimal() for i, c in enumerate(cells))
            for index, cell in enumerate(cells):
                assert numbers_only or is_told(plan, row, index, cell), (row, index, cell, plan.notices)
        for found in plan.rows:
            for column in plan.columns:
                cell = grid.value(found.place - 1, column.index)
                if column.field in texts and column.field in found.values and not is_blank(cell):
                    assert found.values[column.field] == as_text(cell)


@CHEAP
@given(SHEETS)
def test_wrong_rows_are_never_written_and_undo_restores_exactly(desk, fresh, rows):
    project = fresh()
    before = desk.state()
    plan = desk.take(risks(desk, *rows), register="risk", project=project)
    assert len(risks_of(desk, project)) == plan.counts["new"]
    if plan.counts["new"]:
        desk.undo()
    assert desk.state() == before
