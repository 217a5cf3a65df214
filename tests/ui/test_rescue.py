"""Where the open file's place fails, what was typed stays and a copy elsewhere takes it along; a shared place is pointed out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QPushButton

from govdesk.errors import GovDeskError
from govdesk.i18n import Message
from govdesk.registers import REGISTERS
from govdesk.store.shared_place import Shared
from govdesk.store.workspace import Workspace
from govdesk.ui import rescue, status_bar
from govdesk.ui.dialogs.notice import Notice
from govdesk.ui.draft import Drafts, Unfit
from govdesk.ui.status_bar import StatusBar
from govdesk.ui.writer import Writer


def stakeholder(context):
    from govdesk.store.query import Query, records, rows

    with context.workspace.read() as session:
        return records(session, REGISTERS, "stakeholder", rows(session, REGISTERS, Query("stakeholder")))[0]


def test_an_edit_to_a_file_that_is_gone_offers_a_copy_elsewhere_and_goes_on_there(
    window, context, answers, tmp_path, wait_until
):
    target = tmp_path / "elsewhere.govdesk"
    answers.saves = target
    context.workspace.path.unlink()
    refused = []
    assert not Writer.of(context).change("stakeholder", [stakeholder(context).id], {"title": "x"}, refused.append)
    assert refused
    wait_until(lambda: context.is_open and context.workspace.path == target.resolve(), "the copy is open")
    assert any("no longer where it was" in a for a in answers.asked)
    assert Writer.of(context).change("stakeholder", [stakeholder(context).id], {"title": "x"}, refused.append)
    assert stakeholder(context).values["title"] == "x"


def test_the_same_trouble_is_asked_about_once_until_something_is_saved(window, context, answers, wait_until):
    answers.confirms = False
    heard = []
    error = GovDeskError("“{file}” x", code="full", file=context.workspace.path.name)
    context.say_error(error)
    wait_until(lambda: len(answers.asked) == 1, "asked")
    context.say_error(error)
    assert len(answers.asked) == 1
    (notice,) = window.findChildren(Notice)
    assert notice.button.text() == "Save elsewhere…"
    assert Writer.of(context).change("stakeholder", [stakeholder(context).id], {"title": "y"}, heard.append)
    context.say_error(error)
    wait_until(lambda: len(answers.asked) == 2, "asked again")


def test_an_error_of_another_file_is_only_told(window, context, answers):
    context.say_error(GovDeskError("“{file}” x", code="full", file="other.govdesk"))
    assert answers.said == ["“other.govdesk” x"]
    assert answers.asked == []


def test_the_line_above_the_pages_says_who_has_it_open_and_leads_on(make_window, context, workspace_file, wait_until):
    holder = Workspace.open(workspace_file, REGISTERS, author="李强")
    context.attach(Workspace.open(workspace_file, REGISTERS, read_only=True))
    window = make_window()
    banner = window.shell.read_only
    assert context.workspace.hindrance.holder.user in banner.words.text()
    holder.close()
    next(b for b in banner.findChildren(QPushButton) if b.text() == "Try again").click()
    wait_until(lambda: context.is_open and not context.workspace.read_only, "open for editing")


def test_a_shared_place_is_pointed_out_once(window, context, monkeypatch, answers, wait_until):
    monkeypatch.setattr(rescue, "shared_place", lambda _: Shared("cloud", "Dropbox"))
    monkeypatch.setattr(rescue, "_SOON", 0)
    context.rescue._look_where()
    wait_until(lambda: window.findChildren(Notice), "pointed out")
    answers.confirms = False
    window.findChildren(Notice)[0].button.click()
    assert "Dropbox" in answers.asked[-1]
    context.rescue._look_where()
    assert list(context.settings.views["shared"]) == [str(context.workspace.path)]


def test_the_foot_says_this_computer_only_where_that_is_so(context, open_workspace, monkeypatch):
    assert StatusBar(context, None)._file.text().endswith("this computer only")
    monkeypatch.setattr(status_bar, "shared_place", lambda _: Shared("cloud", "Dropbox"))
    assert StatusBar(context, None)._file.text() == context.workspace.path.name


def test_a_cancelled_first_import_leaves_nothing_behind(make_window, context, tmp_path, home, wait_until):
    sheet = tmp_path / "risks.csv"
    sheet.write_text("Risk\nLate\n", "utf-8")
    window = make_window()
    window.opening.import_files([sheet])
    assert context.is_open
    dialog = window.opening._dialog
    wait_until(lambda: not dialog.work.is_busy, "read")
    dialog.reject()
    wait_until(lambda: not context.is_open, "closed")
    assert [p for p in Path(home).rglob("*") if "risks" in p.name] == []
    assert not list(Path(home).glob("backups/*"))
    assert context.settings.recent == ()


def test_the_foot_says_that_a_text_is_not_saved_until_it_is(window, context):
    drafts, foot = Drafts.of(context), window.findChild(StatusBar)
    drafts.keep("stakeholder", "x", "title", Unfit("half", Message("full")))
    assert foot._saved.text() == "1 text not saved"
    drafts.settle("stakeholder", "x", "title")
    assert foot._saved.text() == "All saved"
