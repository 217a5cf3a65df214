"""The page of reports: what stands in one, making it with one click, stopping, and the ones made before."""

from __future__ import annotations

import sys
import zipfile

import pytest
import shiboken6
from PySide6.QtCore import Qt

from govdesk.report.paper.made import reports_made
from govdesk.ui.pages.reports_body import ReportsBody
from govdesk.ui.pages.reports_form import PAGES


@pytest.fixture
def page(context, open_workspace, wait_until):
    made = ReportsBody(context)
    made.resize(1100, 700)
    made.show()
    made.show_project(None, "")
    wait_until(made.parts.count, "the outline")
    yield made
    if shiboken6.isValid(made):
        made.close()


def named(page, path):
    page.form.path.setText(str(path))
    page.form.path.textEdited.emit(str(path))


def codes(page):
    return [page.parts.item(n).data(Qt.ItemDataRole.UserRole) for n in range(page.parts.count())]


def past(page):
    return [page.past.item(row, 1).text() for row in range(page.past.rowCount())]


@pytest.mark.parametrize("ending", ["pptx", "docx", "pdf"])
def test_one_click_makes_a_report_and_remembers_it(page, context, tmp_path, wait_until, ending):
    page.form.choose(page.form.format, ending)
    named(page, tmp_path / f"r.{ending}")
    page.go.click()
    wait_until(lambda: past(page), "the list of reports")
    assert (tmp_path / f"r.{ending}").stat().st_size > 1000
    assert past(page) == [f"r.{ending}"]
    assert page.opened.isVisible()
    assert page.folder.isVisible()
    with context.workspace.read() as session:
        assert [(m.audience, m.language) for m in reports_made(session)] == [("sponsor", context.language.code)]


def test_what_has_no_records_is_said_before(page):
    assert codes(page)[0] == "glance"
    empty = [
        page.parts.item(n)
        for n in range(page.parts.count())
        if not page.parts.item(n).flags() & Qt.ItemFlag.ItemIsEnabled
    ]
    assert "milestones" in {i.data(Qt.ItemDataRole.UserRole) for i in empty}


def test_a_part_that_is_left_out_is_not_in_the_file(page, tmp_path, wait_until):
    item = page.parts.item(codes(page).index("risks"))
    title = item.text().partition(" — ")[0]
    page.form.choose(page.form.format, "docx")
    for name, state in (("with.docx", Qt.CheckState.Checked), ("without.docx", Qt.CheckState.Unchecked)):
        page.parts.item(codes(page).index("risks")).setCheckState(state)
        named(page, tmp_path / name)
        page.go.click()
        wait_until((tmp_path / name).exists, name)
        wait_until(lambda: page._job is None, "the end")
    there = [
        title in zipfile.ZipFile(tmp_path / n).read("word/document.xml").decode() for n in ("with.docx", "without.docx")
    ]
    assert there == [True, False]


def test_the_audience_decides_what_is_offered(page, wait_until):
    page.form.readers.choose("frontline")
    wait_until(lambda: "answered" in codes(page), "the outline for the front line")
    assert "patterns" not in codes(page)
    page.form.readers.choose("group")
    wait_until(lambda: "units" in codes(page), "the outline for the group")


def test_a_page_for_each_department_is_for_those_who_see_one(page, tmp_path, wait_until):
    page.form.choose(page.form.kind, PAGES)
    page.form.kind.buttonClicked.emit(page.form.kind.checkedButton())
    assert page.form.readers.audience.code == "lead"
    assert [b.isEnabled() for b in page.form.readers.group.buttons()] == [True, True, False, False]


def test_a_file_that_cannot_be_written_is_said_and_remembered_nowhere(page, context, tmp_path, wait_until):
    named(page, tmp_path / "nowhere" / "r.pdf")
    page.form.choose(page.form.format, "pdf")
    page.go.click()
    wait_until(lambda: "nowhere" in page.said.text(), "the reason")
    assert page.go.isEnabled()
    with context.workspace.read() as session:
        assert reports_made(session) == ()


def test_a_report_that_is_stopped_leaves_nothing(page, context, tmp_path, wait_until):
    named(page, tmp_path / "r.pptx")
    page.go.click()
    page.cancel.click()
    wait_until(lambda: page._job is None, "the end")
    assert not list(tmp_path.glob("*.pptx"))
    assert page.go.isEnabled()


def test_a_page_that_goes_while_its_report_is_made_is_not_called_any_more(
    page, context, tmp_path, wait_until, monkeypatch
):
    named(page, tmp_path / "r.pptx")
    page.go.click()
    ended, wrong = [], []
    page._job.ended.connect(lambda: ended.append(True))
    monkeypatch.setattr(sys, "excepthook", lambda *told: wrong.append(told))
    page._job.cancel()
    shiboken6.delete(page)
    wait_until(lambda: ended)
    assert wrong == []


def test_a_file_that_is_there_is_replaced_only_when_agreed(page, answers, tmp_path, wait_until):
    (tmp_path / "r.pptx").write_bytes(b"before")
    named(page, tmp_path / "r.pptx")
    answers.confirms = False
    page.go.click()
    assert (tmp_path / "r.pptx").read_bytes() == b"before"
    assert len(answers.asked) == 1


def test_the_suggested_name_says_for_whom_and_is_never_taken(page, tmp_path, wait_until):
    first = page.form.wish().path
    assert "Sponsor" in first.name
    page.form.readers.choose("lead")
    assert "lead" in page.form.wish().path.name
    assert not page.form.wish().path.exists()
