"""A folder of returns: who answered is told, all of it is merged as one operation, and no answer outweighs another unseen."""

from __future__ import annotations

import datetime as dt
import shutil
from contextlib import contextmanager
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govdesk.i18n import language
from govdesk.registers import REGISTERS
from govdesk.sheet.collecting import collect, plan_returns, read_returns, take_in
from govdesk.sheet.package import usual, wanted
from govdesk.sheet.reading import read_book
from govdesk.sheet.sending import Sending, send
from govdesk.sheet.sent import sent_rounds
from govdesk.store.edit import change
from govdesk.store.history import undo


def send_risks(desk, **traits):
    return send(desk.workspace, Sending("owner", (usual(REGISTERS["risk"]),), desk.folder / "out", "zh", **traits))


def returned(desk, done, name, as_name=None):
    """Return the path of somebody's workbook in the folder of returns."""
    back = desk.folder / "back"
    back.mkdir(exist_ok=True)
    file = next(p.file for p in done.sent.packages if p.name == name)
    target = back / (as_name or file)
    shutil.copy(done.folder / file, target)
    return target


@contextmanager
def opened(path, sheet="风险"):
    book = openpyxl.load_workbook(path)
    yield book[sheet]
    book.save(path)


def fill(path, *cells):
    """Write (title, heading, value) into a returned workbook."""
    with opened(path) as page:
        headings = {c.value: c.column for c in page[1]}
        rows = {page.cell(r, headings["标题"]).value: r for r in range(2, page.max_row + 1)}
        for title, heading, value in cells:
            page.cell(rows[title], headings[heading]).value = value


def gathered(desk, **options):
    return collect(desk.workspace, desk.folder / "back", **options)


def taken(desk, **options):
    found = gathered(desk, **options)
    return found, take_in(desk.workspace, found)


def states(found):
    return {f.name: f.state for f in found.files}


def risks(desk):
    return {r.values["title"]: r.values for r in desk.records("risk")}


def codes(found):
    return [p.code for f in found.files for p in f.problems]


def test_what_is_filled_in_comes_back(filled):
    done = send_risks(filled)
    fill(returned(filled, done, "王敏"), ("接口不通", "应对措施", "双写一周"), ("接口不通", "状态", "应对中"))
    found, changes = taken(filled)
    assert risks(filled)["接口不通"]["action"] == "双写一周"
    assert risks(filled)["接口不通"]["status"] == "treating"
    assert {s.package.name: s.state for s in found.standings} == {"王敏": "answered", "李雷": "waiting"}
    undo(filled.workspace, changes.operation)
    assert risks(filled)["接口不通"]["action"] is None


def test_all_returns_are_one_operation(filled):
    done = send_risks(filled)
    fill(returned(filled, done, "王敏"), ("接口不通", "应对措施", "双写"))
    fill(returned(filled, done, "李雷"), ("门店没人", "应对措施", "轮岗"))
    before = filled.state()
    _, changes = taken(filled)
    assert (risks(filled)["接口不通"]["action"], risks(filled)["门店没人"]["action"]) == ("双写", "轮岗")
    undo(filled.workspace, changes.operation)
    assert filled.state() == before


def test_the_same_folder_again_changes_nothing(filled):
    done = send_risks(filled)
    path = returned(filled, done, "王敏")
    fill(path, ("接口不通", "应对措施", "双写"))
    with opened(path) as page:
        page.cell(4, 3).value = "新风险"
        page.cell(4, 8).value = "先看看"
    taken(filled)
    state = filled.state()
    found, changes = taken(filled)
    assert changes is None
    assert filled.state() == state
    assert [f.state for f in found.files] == ["taken"]


def test_a_later_edit_here_is_not_undone_by_the_same_return(filled):
    done = send_risks(filled)
    fill(returned(filled, done, "王敏"), ("接口不通", "应对措施", "双写"))
    taken(filled)
    identity = next(r.id for r in filled.records("risk") if r.values["title"] == "接口不通")
    change(filled.workspace, "risk", [identity], {"action": "改用批处理"})
    found, changes = taken(filled, settled="theirs")
    assert changes is None
    assert found.counts["conflict"] == 0
    assert risks(filled)["接口不通"]["action"] == "改用批处理"


def test_an_answer_that_was_undone_can_be_taken_again(filled):
    done = send_risks(filled)
    fill(returned(filled, done, "王敏"), ("接口不通", "应对措施", "双写"))
    _, changes = taken(filled)
    undo(filled.workspace, changes.operation)
    found, changes = taken(filled)
    assert changes is not None
    assert risks(filled)["接口不通"]["action"] == "双写"
    assert {s.package.name: s.state for s in found.standings}["王敏"] == "answered"


@pytest.mark.parametrize(("settled", "kept"), [("", "这里改的"), ("mine", "这里改的"), ("theirs", "他们改的")])
def test_a_cell_changed_on_both_sides_waits_for_the_user(filled, settled, kept):
    done = send_risks(filled)
    fill(returned(filled, done, "李雷"), ("门店没人", "应对措施", "他们改的"), ("门店没人", "状态", "应对中"))
    identity = next(r.id for r in filled.records("risk") if r.values["title"] == "门店没人")
    change(filled.workspace, "risk", [identity], {"action": "这里改的"})
    found, _ = taken(filled, settled=settled)
    assert risks(filled)["门店没人"]["action"] == kept
    assert risks(filled)["门店没人"]["status"] == "treating"
    assert found.counts["conflict"] == (not settled)


def test_files_that_are_no_answers_are_told_apart(filled, desk, tmp_path):
    done = send_risks(filled)
    path = returned(filled, done, "王敏")
    fill(path, ("接口不通", "应对措施", "双写"))
    back = path.parent
    shutil.copy(path, back / "王敏 (1).xlsx")
    (back / "~$王敏.xlsx").write_bytes(bytes([2]) + b"Wm" + bytes(162))
    (back / "说明.pdf").write_bytes(b"%PDF-1.4")
    (back / "坏.xlsx").write_bytes(b"PK\x03\x04 not whole")
    book = openpyxl.Workbook()
    book.active.append(["姓名", "电话"])
    book.active.append(["张三", "123"])
    book.save(back / "通讯录.xlsx")
    returned(filled, done, "李雷")
    found = states(gathered(filled))
    assert found["王敏 (1).xlsx"] == "answer"
    assert found[path.name] == "duplicate"
    assert (found["~$王敏.xlsx"], found["说明.pdf"], found["坏.xlsx"]) == ("open", "other", "unreadable")
    assert found["通讯录.xlsx"] == "foreign"
    assert found[next(p.file for p in done.sent.packages if p.name == "李雷")] == "unchanged"


def test_a_return_of_another_workspace_is_left_alone(filled, tmp_path):
    done = send_risks(filled)
    path = returned(filled, done, "王敏")
    with opened(path) as page:
        page["A1"].value = page["A1"].value.replace(filled.workspace.id, "somebody-else")
    assert list(states(gathered(filled)).values()) == ["elsewhere"]


def test_two_versions_of_one_workbook_join_where_they_do_not_differ(filled):
    done = send_risks(filled)
    first = returned(filled, done, "王敏")
    fill(first, ("接口不通", "应对措施", "双写"))
    second = first.with_name("王敏终稿.xlsx")
    shutil.copy(first, second)
    fill(second, ("数据不全", "应对措施", "观察"))
    found, _ = taken(filled)
    assert states(found) == {first.name: "earlier", second.name: "answer"}
    assert (risks(filled)["接口不通"]["action"], risks(filled)["数据不全"]["action"]) == ("双写", "观察")


@pytest.mark.parametrize("settled", ["", "theirs"])
def test_two_versions_that_differ_in_a_cell_are_never_settled_by_order(filled, settled):
    done = send_risks(filled)
    first = returned(filled, done, "王敏")
    second = returned(filled, done, "王敏", "王敏2.xlsx")
    fill(first, ("接口不通", "应对措施", "甲"), ("接口不通", "状态", "应对中"))
    fill(second, ("接口不通", "应对措施", "乙"))
    found, _ = taken(filled, settled=settled)
    assert risks(filled)["接口不通"]["action"] is None
    assert risks(filled)["接口不通"]["status"] == "treating"
    assert codes(found) == ["two_returns", "two_returns"]


def test_the_same_new_row_in_two_versions_is_one_record(filled):
    done = send_risks(filled)
    first = returned(filled, done, "王敏")
    with opened(first) as page:
        page.cell(4, 3).value = "新风险"
    second = first.with_name("b.xlsx")
    shutil.copy(first, second)
    fill(second, ("新风险", "应对措施", "先看看"))
    taken(filled)
    assert [r.values["action"] for r in filled.records("risk") if r.values["title"] == "新风险"] == ["先看看"]


def test_a_new_row_belongs_to_whom_the_workbook_was_sent(filled):
    done = send_risks(filled)
    with opened(returned(filled, done, "王敏")) as page:
        page.cell(4, 3).value = "新风险"
    taken(filled)
    new = risks(filled)["新风险"]
    assert (new["owner"], new["project"]) == (filled.wang, filled.home)


def test_a_row_that_is_gone_is_only_proposed_for_deletion(filled):
    done = send_risks(filled)
    with opened(returned(filled, done, "王敏")) as page:
        page.delete_rows(3)
    found, _ = taken(filled)
    assert [m.title for f in found.files for m in f.missing] == ["数据不全"]
    assert "数据不全" in risks(filled)


def test_nothing_is_missing_from_a_filtered_sheet(filled):
    done = send_risks(filled)
    with opened(returned(filled, done, "王敏")) as page:
        page.delete_rows(3)
        page.row_dimensions[2].hidden = True
    assert [f.missing for f in gathered(filled).files] == [()]


def swap(page, first, second, columns):
    for column in columns:
        one, other = page.cell(first, column).value, page.cell(second, column).value
        page.cell(first, column).value, page.cell(second, column).value = other, one


def test_a_sheet_sorted_without_its_hidden_column_is_realigned_and_told(filled):
    done = send_risks(filled)
    path = returned(filled, done, "王敏")
    with opened(path) as page:
        swap(page, 2, 3, range(2, page.max_column + 1))
    fill(path, ("接口不通", "应对措施", "双写"))
    found, _ = taken(filled)
    assert codes(found) == ["partly_sorted"]
    assert risks(filled)["接口不通"]["action"] == "双写"
    assert risks(filled)["数据不全"]["action"] is None


def test_numbers_sorted_alone_do_not_move_the_rows(filled):
    done = send_risks(filled)
    path = returned(filled, done, "王敏")
    with opened(path) as page:
        swap(page, 2, 3, [2])
    fill(path, ("接口不通", "应对措施", "双写"))
    found, _ = taken(filled)
    assert codes(found) == ["numbers_sorted"]
    assert risks(filled)["接口不通"]["action"] == "双写"


def test_columns_sorted_apart_are_refused_rather_than_guessed(filled):
    for n in range(4):
        filled.add("risk", {"title": f"风险{n}", "owner": filled.wang, "project": filled.home, "action": f"措施{n}"})
    done = send_risks(filled)
    path = returned(filled, done, "王敏")
    with opened(path) as page:
        page_rows = list(range(2, 8))
        for column in (2, 3):
            values = [page.cell(r, column).value for r in page_rows]
            for r, value in zip(page_rows, values[::-1], strict=True):
                page.cell(r, column).value = value
    before = filled.state()
    found, _ = taken(filled)
    assert set(codes(found)) == {"mixed_rows"}
    assert filled.state() == before


def test_a_changed_heading_is_known_by_its_place_and_asked_about(filled):
    done = send_risks(filled)
    path = returned(filled, done, "王敏")
    fill(path, ("接口不通", "应对措施", "双写"))
    with opened(path) as page:
        heading = next(c for c in page[1] if c.value == "应对措施")
        heading.value = "咱们打算怎么办"
    found, _ = taken(filled)
    assert codes(found) == ["renamed_heading"]
    assert risks(filled)["接口不通"]["action"] == "双写"


def test_a_deleted_column_is_not_supplied(filled):
    done = send_risks(filled)
    path = returned(filled, done, "王敏")
    fill(path, ("接口不通", "状态", "应对中"))
    with opened(path) as page:
        page.delete_cols(next(c.column for c in page[1] if c.value == "概率"))
    taken(filled)
    assert (risks(filled)["接口不通"]["probability"], risks(filled)["接口不通"]["status"]) == (3, "treating")


def test_a_copied_row_becomes_a_record_of_its_own(filled):
    done = send_risks(filled)
    with opened(returned(filled, done, "王敏")) as page:
        for column in range(1, page.max_column + 1):
            page.cell(4, column).value = page.cell(2, column).value
        page.cell(4, 3).value = "抄来改的"
    taken(filled)
    assert {"接口不通", "抄来改的"} <= risks(filled).keys()
    assert len(filled.records("risk")) == 5


def test_ids_that_were_edited_fall_back_to_the_numbers(filled):
    done = send_risks(filled)
    path = returned(filled, done, "王敏")
    fill(path, ("接口不通", "应对措施", "双写"))
    with opened(path) as page:
        page["A2"].value = "x"
        page["A3"].value = None
    taken(filled)
    assert risks(filled)["接口不通"]["action"] == "双写"
    assert len(filled.records("risk")) == 4


def test_a_sheet_copied_to_a_new_book_without_its_hidden_column_is_known_by_its_numbers(filled):
    done = send_risks(filled)
    path = returned(filled, done, "王敏")
    fill(path, ("接口不通", "应对措施", "双写"))
    rows = [[c.value for c in row][1:] for row in openpyxl.load_workbook(path)["风险"].iter_rows()]
    path.unlink()
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path.with_name("新表.xlsx"))
    found, _ = taken(filled)
    assert [(f.state, f.package.name) for f in found.files] == [("answer", "王敏")]
    assert risks(filled)["接口不通"]["action"] == "双写"


def test_who_is_late_is_told(filled):
    done = send_risks(filled, until=dt.date(2026, 12, 5))
    fill(returned(filled, done, "王敏"), ("接口不通", "应对措施", "双写"))
    read = read_returns(filled.folder / "back")
    with filled.workspace.read() as session:
        found = plan_returns(
            session, REGISTERS, filled.workspace.id, filled.folder / "back", read, today=dt.date(2026, 12, 6)
        )
    assert {s.package.name: s.state for s in found.standings} == {"王敏": "late", "李雷": "overdue"}


def test_an_answer_to_an_earlier_round_is_told(filled):
    first = send_risks(filled)
    send_risks(filled)
    path = returned(filled, first, "王敏")
    fill(path, ("接口不通", "应对措施", "双写"))
    found, _ = taken(filled)
    assert states(found) == {path.name: "older"}
    assert risks(filled)["接口不通"]["action"] == "双写"


def test_who_answered_is_kept_in_the_workspace(filled):
    done = send_risks(filled)
    path = returned(filled, done, "王敏")
    fill(path, ("接口不通", "应对措施", "双写"))
    taken(filled)
    path.unlink()
    found = gathered(filled)
    assert {s.package.name: s.state for s in found.standings} == {"王敏": "answered", "李雷": "waiting"}
    with filled.workspace.read() as session:
        answers = {p.name: len(p.answers) for p in sent_rounds(session)[0].packages}
    assert answers == {"王敏": 1, "李雷": 0}


def test_a_newer_version_of_an_answer_follows_the_older(filled):
    done = send_risks(filled)
    path = returned(filled, done, "王敏")
    fill(path, ("接口不通", "应对措施", "双写"))
    taken(filled)
    fill(path, ("接口不通", "应对措施", "双写两周"))
    found, _ = taken(filled)
    assert found.counts["conflict"] == 0
    assert risks(filled)["接口不通"]["action"] == "双写两周"


def edited(book, path, cells):
    """Return a book as read under another name, with (title, heading, value) written into it."""
    (grid,) = [g for g in book.grids if g.name == "风险"]
    rows = [list(r) for r in grid.rows]
    place = {text: i for i, text in enumerate(rows[0])}
    for title, heading, value in cells:
        row = next(r for r in rows[1:] if len(r) > 2 and r[place["标题"]] == title)
        row += [None] * (place[heading] + 1 - len(row))
        row[place[heading]] = value
    whole = replace(grid, file=path.name, rows=[tuple(r) for r in rows])
    return replace(book, path=path, name=path.name, grids=(whole,))


CELLS = [
    (name, title, field, value)
    for name, titles in (("王敏", ("接口不通", "数据不全")), ("李雷", ("门店没人",)))
    for title in titles
    for field, values in (("应对措施", ("甲", "乙")), ("概率", (1, 5)), ("状态", ("应对中", "关闭")))
    for value in values
]
EDITS = st.lists(st.lists(st.sampled_from(CELLS), max_size=4), min_size=2, max_size=3)


def merged(desk, done, edits):
    """Take in all returns at once, and again; return what the risks hold then."""
    folder = desk.folder / "back"
    books = {}
    for number, cells in enumerate(edits):
        for package in done.sent.packages:
            own = [c[1:] for c in cells if c[0] == package.name]
            if own:
                path = folder / f"{number}-{package.name}.xlsx"
                books[path] = edited(desk.originals[package.name], path, own)

    def again():
        with desk.workspace.read() as session:
            found = plan_returns(session, REGISTERS, desk.workspace.id, folder, ([], books))
        return take_in(desk.workspace, found)

    changes = again()
    state = {t: (v["action"], v["probability"], v["status"]) for t, v in risks(desk).items()}
    assert again() is None
    assert {t: (v["action"], v["probability"], v["status"]) for t, v in risks(desk).items()} == state
    if changes is not None:
        undo(desk.workspace, changes.operation)
    return state


def test_the_order_of_returns_does_not_matter_and_merging_again_changes_nothing(filled):
    done = send_risks(filled)
    filled.originals = {p.name: read_book(done.folder / p.file) for p in done.sent.packages}

    @settings(max_examples=40)
    @given(EDITS)
    def holds(edits):
        assert merged(filled, done, edits) == merged(filled, done, edits[::-1])

    holds()


def test_a_returned_workbook_under_another_name_moves_no_row_to_another_project(filled):
    filled.project("甲项目")
    filled.project("乙项目")
    done = send_risks(filled)
    path = returned(filled, done, "王敏", "王敏.xlsx")
    fill(path, ("接口不通", "应对措施", "双写一周"))
    found = gathered(filled)
    assert [set(r.changes) for s in found.plans[0].sheets for r in s.rows if r.changes] == [{"action"}]
    assert found.plans[0].links == ()


def test_rows_copied_to_a_new_book_are_known_among_several_projects(filled):
    filled.project("甲项目")
    filled.project("乙项目")
    done = send_risks(filled)
    path = returned(filled, done, "王敏", "王敏.xlsx")
    fill(path, ("接口不通", "应对措施", "双写一周"))
    old = openpyxl.load_workbook(path)["风险"]
    book = openpyxl.Workbook()
    for row in old.iter_rows(min_col=2, max_row=3, values_only=True):
        book.active.append(row)
    book.save(path)
    found = gathered(filled)
    assert states(found) == {"王敏.xlsx": "answer"}
    assert [set(r.changes) for s in found.plans[0].sheets for r in s.rows if r.changes] == [{"action"}]


def emptying(filled, *cells):
    done = send_risks(filled)
    fill(returned(filled, done, "王敏"), *cells)
    return done


def test_a_cell_left_blank_says_nothing_but_is_told(filled):
    emptying(filled, ("接口不通", "概率", None), ("接口不通", "应对措施", "双写"))
    found, _ = taken(filled)
    assert risks(filled)["接口不通"]["probability"] == 3
    assert [(p.code, p.cell, p.field) for p in found.files[0].doubts] == [("emptied", "F2", "probability")]
    assert "概率" in language("zh").say(found.files[0].doubts[0].message)
    assert "1" in language("en").say(found.files[0].doubts[0].message)


def test_a_return_that_only_empties_a_cell_did_not_come_back_unchanged(filled):
    emptying(filled, ("接口不通", "概率", None))
    assert list(states(gathered(filled)).values()) == ["answer"]


def test_a_blank_cell_empties_its_field_where_the_user_says_so(filled):
    emptying(filled, ("接口不通", "概率", None))
    found, changes = taken(filled, clear=True)
    assert risks(filled)["接口不通"]["probability"] is None
    assert found.files[0].doubts == ()
    undo(filled.workspace, changes.operation)
    assert risks(filled)["接口不通"]["probability"] == 3


def test_a_blank_cell_that_was_filled_here_meanwhile_is_disputed_where_blanks_count(filled):
    emptying(filled, ("接口不通", "概率", None))
    identity = next(r.id for r in filled.records("risk") if r.values["title"] == "接口不通")
    change(filled.workspace, "risk", [identity], {"probability": 5})
    found = gathered(filled, clear=True)
    (row,) = [r for f in found.files for s in f.plan.sheets for r in s.rows if r.conflicts]
    assert (
        row.conflicts["probability"].base,
        row.conflicts["probability"].mine,
        row.conflicts["probability"].theirs,
    ) == (3, 5, None)


def test_blank_cells_that_went_out_blank_are_no_matter(filled):
    done = send_risks(filled)
    identity = next(r.id for r in filled.records("risk") if r.values["title"] == "接口不通")
    change(filled.workspace, "risk", [identity], {"action": "双写"})
    fill(returned(filled, done, "王敏"), ("接口不通", "状态", "应对中"))
    for clear in (False, True):
        found = gathered(filled, clear=clear)
        assert found.files[0].doubts == ()
        assert [n for f in found.files for s in f.plan.sheets for r in s.rows for n in r.changes] == ["status"]


def test_a_sheet_that_lost_its_hidden_column_among_others_is_taken_all_the_same(filled):
    filled.add("checklist", {"title": "上线检查", "project": filled.home, "owner": filled.wang})
    filled.add(
        "checklist_item",
        {
            "checklist": filled.records("checklist")[0].id,
            "step": "核对主数据",
            "owner": filled.wang,
            "project": filled.home,
        },
    )
    wants = (usual(REGISTERS["risk"]), usual(REGISTERS["checklist_item"]))
    done = send(filled.workspace, Sending("owner", wants, filled.folder / "out", "zh"))
    path = returned(filled, done, "王敏")
    fill(path, ("接口不通", "应对措施", "双写"))
    with opened(path) as page:
        page.delete_cols(1)
    found, _ = taken(filled)
    assert [f.state for f in found.files] == ["answer"]
    assert risks(filled)["接口不通"]["action"] == "双写"
    assert {s.sheet for s in found.files[0].plan.sheets} == {"风险", "检查项"}
    assert gathered(filled).counts == {"new": 0, "changed": 0, "same": 3, "conflict": 0, "wrong": 0}


def test_a_row_copied_whole_after_it_was_edited_says_the_same_twice(filled):
    path = returned(filled, send_risks(filled), "王敏")
    fill(path, ("接口不通", "应对措施", "双写"))
    with opened(path) as page:
        for column in range(1, page.max_column + 1):
            page.cell(5, column).value = page.cell(2, column).value
    found, _ = taken(filled)
    assert (found.counts["conflict"], codes(found)) == (0, [])
    assert risks(filled)["接口不通"]["action"] == "双写"
    with opened(path) as page:
        page.cell(5, [c.value for c in page[1]].index("应对措施") + 1).value = "改用批处理"
    assert codes(gathered(filled)) == ["duplicate"]


def test_an_answer_to_a_nameless_voice_is_no_dispute_over_what_was_said_weeks_before(filled, monkeypatch):
    from govdesk.store import veil

    voice = next(r.id for r in filled.records("feedback") if r.values["statement"] == "别说是我")
    with monkeypatch.context() as earlier:
        earlier.setattr(veil, "monday", lambda day: day - dt.timedelta(days=day.weekday() + 21))
        change(filled.workspace, "feedback", [voice], {"reply": "先等等"})
        change(filled.workspace, "feedback", [voice], {"reply": "下月解决"})
    # Something with an author and a time, by which the sheet knows when it went out.
    change(filled.workspace, "risk", [filled.records("risk")[0].id], {"notes": "x"})
    wants = (wanted(REGISTERS["feedback"], ["reply"], ["number", "statement"]),)
    done = send(filled.workspace, Sending("owner", wants, filled.folder / "out", "zh"))
    path = returned(filled, done, "李雷")
    with opened(path, "反馈") as page:
        headings = [c.value for c in page[1]]
        row = next(
            r for r in range(2, page.max_row + 1) if page.cell(r, headings.index("内容") + 1).value == "别说是我"
        )
        page.cell(row, headings.index("答复") + 1).value = "先等等"
    found, _ = taken(filled)
    assert codes(found) == []
    assert (
        next(r.values["reply"] for r in filled.records("feedback") if r.values["statement"] == "别说是我") == "先等等"
    )
