"""The welcome page and the ways in: empty, sample, spreadsheet, recent, and what goes wrong there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QAbstractButton

from govdesk import settings as settings_file
from govdesk.app import _open
from govdesk.errors import GovDeskError
from govdesk.registers import REGISTERS
from govdesk.store.workspace import Workspace


def press(window, words):
    buttons = {b.text(): b for b in window.shell.welcome.findChildren(QAbstractButton)}
    buttons[words].click()


def test_without_a_workspace_there_are_three_ways_in(make_window):
    window = make_window()
    assert window.shell.welcome.isVisible()
    shown = [b.text() for b in window.shell.welcome.findChildren(QAbstractButton) if b.isVisible()]
    assert shown[:3] == ["Drop a spreadsheet here", "Start empty", "Open the sample"]
    assert shown[3:] == ["Open a workspace…"]
    assert not window.shell.top.search.isVisible()
    assert not window.commands["import"].isEnabled()


def test_starting_empty_asks_for_a_name_and_a_place(make_window, context, answers, tmp_path, wait_until):
    answers.types, answers.saves = "数字化培训", tmp_path / "培训.govdesk"
    window = make_window()
    press(window, "Start empty")
    wait_until(lambda: window.shell.welcome is None)
    wait_until(lambda: "数字化培训" in window.shell.top.project.text())
    assert answers.saves.is_file()
    assert len(answers.asked) == 2
    assert context.project is not None
    assert settings_file.load().recent == (str(answers.saves),)


def test_turning_away_leaves_everything_as_it_was(make_window, context, answers, tmp_path):
    answers.types, answers.saves = "数字化培训", None
    window = make_window()
    press(window, "Start empty")
    assert not context.is_open
    answers.types = None
    press(window, "Start empty")
    assert not context.is_open
    assert list(tmp_path.iterdir()) == []


def test_the_sample_is_made_once(make_window, context, home, wait_until):
    window = make_window()
    press(window, "Open the sample")
    wait_until(lambda: context.is_open and window.shell.welcome is None)
    assert context.workspace.path.parent == home
    context.attach(None)
    wait_until(lambda: window.shell.welcome is not None)
    window.commands["sample"].trigger()
    wait_until(lambda: context.is_open)


def test_a_spreadsheet_gets_a_workspace_of_its_own(make_window, context, answers, home, tmp_path, monkeypatch):
    from govdesk.ui.dialogs import import_dialog

    taken = []
    monkeypatch.setattr(
        import_dialog, "open_import", lambda context, paths: taken.append((context.workspace.path, paths))
    )
    answers.opens = [tmp_path / "干系人登记册.xlsx"]
    window = make_window()
    press(window, "Drop a spreadsheet here")
    assert taken == [(home / "干系人登记册.govdesk", answers.opens)]
    context.attach(None)
    window.opening.import_files(answers.opens)
    assert taken[1][0] == home / "干系人登记册 2.govdesk"


def test_an_import_that_nobody_goes_through_with_leaves_no_workspace(
    make_window, context, answers, home, tmp_path, wait_until
):
    path = tmp_path / "干系人登记册.csv"
    path.write_text("姓名,权力\n陈静,3\n", "utf-8")
    window = make_window()
    window.opening.import_files([path])
    assert (home / "干系人登记册.govdesk").exists()
    wait_until(lambda: not window.opening._dialog.work.is_busy)
    window.opening._dialog.reject()
    assert not context.is_open
    assert list(home.glob("*.govdesk")) == []
    assert context.settings.recent == ()
    wait_until(lambda: window.shell.welcome is not None)
    window.opening.import_files([path])
    dialog = window.opening._dialog
    wait_until(lambda: not dialog.work.is_busy)
    dialog.foot.go.click()
    wait_until(lambda: context.selection[0] == "stakeholder", "the import")
    assert [p.name for p in home.glob("*.govdesk")] == ["干系人登记册.govdesk"]


def test_a_recent_workspace_opens_again_and_can_be_forgotten(make_window, context, workspace_file, wait_until):
    context.settings = context.settings.opened(workspace_file)
    window = make_window()
    press(window, "门店数字化")
    wait_until(lambda: window.shell.welcome is None)
    window.commands["close"].trigger()
    wait_until(lambda: window.shell.welcome is not None)
    window.opening.forget(str(workspace_file))
    assert settings_file.load().recent == ()
    assert workspace_file.is_file()


def test_a_recent_workspace_that_is_gone_is_not_offered(make_window, context, tmp_path):
    context.settings = replace(context.settings, recent=(str(tmp_path / "gone.govdesk"),))
    window = make_window()
    assert "gone" not in [b.text() for b in window.shell.welcome.findChildren(QAbstractButton)]


def test_a_file_that_is_no_workspace_is_refused_in_words(make_window, context, answers, tmp_path):
    path = tmp_path / "notes.govdesk"
    path.write_text("not a workspace")
    window = make_window()
    assert not window.opening.open_path(path)
    assert "notes.govdesk" in answers.said[0]
    assert window.shell.welcome is not None
    assert path.read_text() == "not a workspace"


def test_a_workspace_in_use_is_offered_for_reading(make_window, context, answers, workspace_file, wait_until):
    holder = Workspace.open(workspace_file, REGISTERS)
    window = make_window()
    try:
        assert window.opening.open_path(workspace_file)
        assert "in use" in answers.asked[0]
        assert context.workspace.read_only
        context.attach(None)
        answers.confirms = False
        assert not window.opening.open_path(workspace_file)
    finally:
        context.attach(None)
        holder.close()


def test_keys_pressed_while_a_workspace_comes_in_find_no_half_made_window(make_window, context, workspace_file):
    window = make_window()
    assert window.shell.welcome is not None
    context.attach(Workspace.open(workspace_file, REGISTERS))
    window.shell.toggle_side()
    window.shell.show_history()
    window.resize(1000, 700)
    assert window.shell.welcome is not None


def test_a_workspace_named_on_the_command_line_that_is_in_use_is_offered_too(context, workspace_file, tmp_path):
    holder = Workspace.open(workspace_file, REGISTERS)
    context.attach(None)
    try:
        assert _open(context, workspace_file, named=True).code == "in_use"
        with pytest.raises(GovDeskError):
            _open(context, workspace_file, named=True, offering=False)
        with pytest.raises(GovDeskError):
            _open(context, tmp_path / "none.govdesk", named=True)
    finally:
        holder.close()
