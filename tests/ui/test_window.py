"""The window as a whole: open, look around, switch language and theme, undo, search, close."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import QEventLoop, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QKeyEvent, QPalette, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QMessageBox, QWidget

from govdesk import settings as settings_file
from govdesk.i18n import language
from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.query import Filter, Query
from govdesk.store.workspace import Workspace
from govdesk.ui.area import areas
from govdesk.ui.command import COMMANDS
from govdesk.ui.context import View
from govdesk.ui.page import PAGES


def counts(window):
    return {code: item.accessibleName() for code, item in window.shell.navigation._items.items()}


def test_it_opens_on_the_first_project_and_counts_its_records(window, context, wait_until):
    assert context.view.register == "stakeholder"
    assert context.view.query.project == context.project is not None
    wait_until(lambda: counts(window)["stakeholders"].endswith("2"))
    assert counts(window)["feedback"].endswith("1")
    assert counts(window)["organisation"].endswith("2")
    assert "门店数字化" in window.shell.top.project.text()
    assert window.windowTitle() == "门店数字化 – GovDesk"


def test_every_area_has_an_entry_and_opens_its_page(window, context):
    for area in areas(REGISTERS):
        window.shell.navigation._items[area.code].click()
        assert context.view.register == area.registers[0]
        assert window.shell.navigation._items[area.code].isChecked()
        assert window.shell.pages.currentWidget() is window.shell._pages[area.code]


def test_an_area_comes_back_as_it_was_left(window, context):
    left = View("stakeholder", Query("stakeholder", context.project, search="王"))
    context.open_view(left)
    window.shell.navigation._items["feedback"].click()
    window.shell.navigation._items["stakeholders"].click()
    assert context.view == left


def test_another_project_moves_the_view(window, context, wait_until):
    wait_until(lambda: len(window.shell.top.project.items.actions()) > 3)
    other = next(a for a in window.shell.top.project.items.actions() if "线上营销" in a.text())
    context.open_view(View("stakeholder", Query("stakeholder", context.project, filters=(Filter("power", "filled"),))))
    other.trigger()
    assert context.view.query.project == context.project is not None
    assert context.view.query.filters == (Filter("power", "filled"),)
    wait_until(lambda: counts(window)["stakeholders"].endswith("1"))
    wait_until(lambda: "线上营销" in window.shell.top.project.text())


def test_all_projects_are_one_choice(window, context, wait_until):
    wait_until(window.shell.top.project.items.actions)
    window.shell.top.project.items.actions()[0].trigger()
    assert context.project is None
    assert context.view.query.project is None
    wait_until(lambda: counts(window)["stakeholders"].endswith("3"))


def test_a_new_project_is_made_and_looked_at(window, context, answers, wait_until):
    answers.types = "新项目"
    window.shell.top.project_made.emit()
    wait_until(lambda: "新项目" in window.shell.top.project.text())
    assert context.view.query.project == context.project


def test_undo_and_redo_name_what_they_do(window, context, wait_until):
    with context.workspace.read() as session:
        person = session.connection().exec_driver_sql("SELECT id FROM stakeholder WHERE name = '王敏'").scalar_one()
    edit.change(context.workspace, "stakeholder", [person], {"title": "总监"})
    undo, redo = window.commands["undo"], window.commands["redo"]
    wait_until(lambda: "王敏" in undo.toolTip())
    assert "Ctrl+Z" in undo.toolTip()
    assert not redo.isEnabled()
    undo.trigger()
    wait_until(redo.isEnabled)
    assert "王敏" in redo.toolTip()
    with context.workspace.read() as session:
        title = "SELECT title FROM stakeholder WHERE name = '王敏'"
        assert session.connection().exec_driver_sql(title).scalar_one() is None
    redo.trigger()
    wait_until(lambda: not redo.isEnabled())
    with context.workspace.read() as session:
        assert session.connection().exec_driver_sql(title).scalar_one() == "总监"


def test_the_foot_says_when_it_was_saved(window, context, wait_until):
    assert window.shell.status._saved.text() == "All saved"
    edit.create(context.workspace, "department", {"name": "财务部"})
    wait_until(lambda: window.shell.status._saved.text().startswith("Saved "))
    assert "门店数字化.govdesk" in window.shell.status._file.text()


def test_the_language_changes_every_word_at_once(window, context, wait_until):
    view, old = context.view, window.shell
    context.select("stakeholder", "x" * 8)
    window.commands["language"].trigger()
    wait_until(lambda: window.shell is not old)
    chinese = language("zh")
    assert context.language.code == "zh"
    assert context.view == view
    assert context.selection == ("stakeholder", "x" * 8)
    assert window.commands["import"].text() == chinese.gettext("Import")
    areas_shown = [i.text() for i in window.shell.navigation._items.values()]
    assert areas_shown == [chinese.gettext(a.label) for a in (PAGES[0], *areas(REGISTERS), *PAGES[1:])]
    assert settings_file.load().language == "zh"
    box = QMessageBox()
    assert box.addButton(QMessageBox.StandardButton.Cancel).text() == "取消"
    old = window.shell
    window.commands["language"].trigger()
    wait_until(lambda: window.shell is not old)
    assert QMessageBox().addButton(QMessageBox.StandardButton.Cancel).text().replace("&", "") == "Cancel"


def test_the_theme_changes_at_once(window, context, app, wait_until):
    before = app.palette().color(QPalette.ColorRole.Window).lightness()
    old = window.shell
    window.apply(replace(context.settings, theme="dark"))
    wait_until(lambda: window.shell is not old)
    assert context.theme.dark
    assert app.palette().color(QPalette.ColorRole.Window).lightness() < 60 < before
    window.apply(replace(context.settings, theme="light"))


def test_the_search_finds_a_person_and_goes_there(window, context, wait_until):
    window.shell.open_search()
    panel = window.shell.search
    assert panel.isVisible()
    panel.line.setText("李国")
    wait_until(lambda: panel.list.count() == 2)
    assert panel.list.item(1).text() == "李国强"
    QApplication.sendEvent(
        panel.line, QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    )
    assert not panel.isVisible()
    assert window.shell.pages.isAncestorOf(QApplication.focusWidget())
    assert context.view.register == "stakeholder"
    with context.workspace.read() as session:
        wanted = session.connection().exec_driver_sql("SELECT id FROM stakeholder WHERE name = '李国强'").scalar_one()
    assert context.selection == ("stakeholder", wanted)


def test_the_heading_of_a_register_opens_all_that_fits(window, context, wait_until):
    window.shell.open_search()
    panel = window.shell.search
    panel.line.setText("扫码")
    wait_until(lambda: panel.list.count() == 2)
    QTest.keyClick(panel.line, Qt.Key.Key_Up)
    panel.go()
    assert context.view == View("feedback", Query("feedback", context.project, search="扫码"))


def test_nothing_found_is_said(window, wait_until):
    window.shell.open_search()
    panel = window.shell.search
    panel.line.setText("没有这样的词")
    wait_until(lambda: panel.words.text() == "Nothing found.")
    assert panel.words.isVisible()


def test_the_history_undoes_a_chosen_operation(window, context, wait_until):
    window.commands["history"].trigger()
    panel = window.shell.side._history
    wait_until(lambda: panel.list.count() == 6)
    assert "扫码登记信息太多" in panel.list.item(0).text()
    assert panel.list.currentRow() == 0
    panel.list.setCurrentRow(1)
    assert "周杰" in panel.list.item(1).text()
    panel.take_back.click()
    wait_until(lambda: panel.list.count() == 7)
    with context.workspace.read() as session:
        names = [r[0] for r in session.connection().exec_driver_sql("SELECT name FROM stakeholder ORDER BY row")]
    assert names == ["王敏", "李国强"]
    wait_until(lambda: panel.chosen() is not None and panel.chosen().state == "undone")
    assert not panel.take_back.isEnabled()
    window.commands["history"].trigger()
    assert not window.shell.side.shows_history


def test_a_new_record_is_shown_even_where_the_side_was_put_away(window, context, wait_until):
    window.commands["side"].trigger()
    assert not window.shell.side.isVisible()
    window.shell.pages.currentWidget().add()
    assert window.shell.side.isVisible()
    assert window.shell.side.currentWidget() is window.shell.side._inspector
    window.commands["history"].trigger()
    window.shell.pages.currentWidget().add()
    assert not window.shell.side.shows_history


def test_the_history_stays_while_the_same_record_is_chosen_again(window, context, wait_until):
    with context.workspace.read() as session:
        first, second = (
            session.connection().exec_driver_sql("SELECT id FROM stakeholder ORDER BY row LIMIT 2").scalars()
        )
    context.select("stakeholder", first)
    window.commands["history"].trigger()
    context.select("stakeholder", first)
    assert window.shell.side.shows_history
    context.select("stakeholder", second)
    assert not window.shell.side.shows_history


def test_what_cannot_be_undone_is_said(window, context, answers, wait_until):
    window.undoing.undo(1)
    wait_until(lambda: answers.said)
    assert "门店数字化" in answers.said[0]


def test_a_read_only_workspace_says_so_and_offers_no_writing(make_window, context, workspace_file):
    context.attach(Workspace.open(workspace_file, REGISTERS, read_only=True))
    window = make_window()
    assert any("reading only" in found.text() for found in window.shell.findChildren(QLabel) if found.isVisible())
    assert not window.commands["import"].isEnabled()
    assert not window.commands["undo"].isEnabled()
    assert window.commands["export"].isEnabled()


def test_every_command_has_words_an_icon_and_keys_of_its_own(window):
    keys = [k for c in COMMANDS for k in c.keys]
    assert len(keys) == len(set(keys))
    for command in COMMANDS:
        action = window.commands[command.code]
        assert action.text()
        assert action.shortcuts()
        assert not action.icon().isNull()


def test_every_control_has_a_name_for_a_screen_reader(window, wait_until):
    wait_until(lambda: window.shell.side._inspector is not None)
    parts = (window.shell.top, window.shell.navigation, window.shell.status)
    nameless = [b for part in parts for b in part.findChildren(QAbstractButton) if not (b.accessibleName() or b.text())]
    assert nameless == []


@pytest.mark.parametrize(("width", "narrow"), [(1366, False), (1093, True), (900, True)])
def test_it_fits_small_screens(window, width, narrow):
    window.resize(width, 614)
    assert window.width() == width
    assert (window.shell.navigation.width() < 100) is narrow
    top = window.shell.top
    assert all(
        part.geometry().right() <= top.width()
        for part in top.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    )


def test_the_keyboard_goes_round_all_parts(window, wait_until):
    wait_until(lambda: window.shell.side._inspector is not None)
    window.activateWindow()
    wait_until(window.isActiveWindow)
    parts = (window.shell.top, window.shell.navigation, window.shell.pages)
    seen = set()
    for _ in range(4):
        window.commands["part"].trigger()
        focused = QApplication.focusWidget()
        seen |= {p for p in parts if focused is not None and p.isAncestorOf(focused)}
    assert seen == set(parts)


def test_closing_keeps_where_the_user_was(window, context, wait_until):
    view = View("feedback", Query("feedback", context.project, search="扫码"))
    path = str(context.workspace.path)
    context.open_view(view)
    window.close()
    kept = settings_file.load()
    assert Query.load(kept.places[path]) == view.query
    assert kept.recent[0] == path
    assert kept.geometry
    assert not context.is_open


def test_a_kept_view_waits_behind_the_overview(make_window, context, workspace_file):
    context.attach(Workspace.open(workspace_file, REGISTERS))
    with context.workspace.read() as session:
        project = session.connection().exec_driver_sql("SELECT id FROM project WHERE number = 2").scalar_one()
    kept = Query("feedback", project, search="扫码")
    context.settings = replace(context.settings.opened(workspace_file), places={str(workspace_file): kept.dump()})
    window = make_window()
    assert context.project == project
    window.shell.navigation._items["feedback"].click()
    assert context.view == View("feedback", kept)


@pytest.mark.parametrize("kept", [{"register": "gone"}, {}, {"register": "feedback", "project": "gone"}, 7])
def test_a_kept_view_that_makes_no_sense_is_left_aside(make_window, context, workspace_file, kept):
    context.attach(Workspace.open(workspace_file, REGISTERS))
    context.settings = replace(context.settings.opened(workspace_file), places={str(workspace_file): kept})
    make_window()
    assert context.view.register == "stakeholder"


def drop(window, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(p)) for p in paths])
    event = QDropEvent(
        QPointF(QPoint(300, 300)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def test_a_dropped_workspace_opens(window, context, tmp_path, wait_until):
    other = tmp_path / "另一个.govdesk"
    Workspace.create(other, REGISTERS).close()
    drop(window, other)
    wait_until(lambda: context.workspace.path == other)
    wait_until(lambda: window.windowTitle().startswith("另一个"))


def test_a_dropped_picture_is_refused_in_words(window, context, answers, tmp_path, wait_until):
    QPixmap(4, 4).save(str(tmp_path / "photo.png"))
    drop(window, tmp_path / "photo.png")
    wait_until(lambda: answers.said)
    assert "photo.png" in answers.said[0]
    assert "Nothing was changed" in answers.said[0]


def test_dropped_spreadsheets_are_handed_to_the_import(window, context, tmp_path, monkeypatch, wait_until):
    from govdesk.ui.dialogs import import_dialog

    taken = []
    monkeypatch.setattr(import_dialog, "open_import", lambda context, paths: taken.extend(paths))
    drop(window, tmp_path / "a.xlsx", tmp_path / "b.CSV")
    wait_until(lambda: taken)
    assert [p.name for p in taken] == ["a.xlsx", "b.CSV"]


def test_a_dropped_folder_gives_its_spreadsheets(window, tmp_path, monkeypatch, wait_until):
    from govdesk.ui.dialogs import import_dialog

    taken = []
    monkeypatch.setattr(import_dialog, "open_import", lambda context, paths: taken.extend(paths))
    folder = tmp_path / "回收"
    folder.mkdir()
    for name in ("b.xlsx", "a.csv", "~$b.xlsx", "photo.png"):
        (folder / name).write_text("")
    drop(window, folder)
    wait_until(lambda: taken)
    assert [p.name for p in taken] == ["a.csv", "b.xlsx"]


def test_user_text_is_never_read_as_markup(window, context, answers, wait_until):
    answers.types = "<b>粗</b><img src=probe>"
    window.shell.top.project_made.emit()
    wait_until(lambda: "<b>" in window.shell.top.project.text())
    wait_until(lambda: "&lt;b&gt;" in window.commands["undo"].toolTip())
    labels = [found for found in window.findChildren(QLabel) if found.text()]
    assert labels
    assert {found.textFormat() for found in labels} == {Qt.TextFormat.PlainText}


def test_a_change_of_language_waits_until_an_open_menu_is_closed(window, wait_until):
    before, whole = window.shell, QEventLoop()
    kept = []

    def open_menu():
        menu = QMenu(window.shell)
        menu.addAction("x")
        QTimer.singleShot(0, window, window.commands["language"].trigger)
        menu.exec(QPoint(10, 10))
        kept.append(shiboken6.isValid(menu) and window.shell is before)
        whole.quit()

    QTimer.singleShot(0, window, open_menu)
    whole.exec()
    assert kept == [True]
    wait_until(lambda: window.shell is not before)


def test_a_very_long_project_name_makes_a_file_name_that_fits(window, answers, tmp_path):
    answers.types = "很长的名字" * 80
    answers.saves = None
    window.opening.new()
    assert answers.said == []


def test_what_is_clicked_late_finds_nothing_to_do_where_the_workspace_was_closed(window, context, wait_until):
    shell = window.shell
    context.attach(None)
    assert not shell.isEnabled()
    context.open_view(View("feedback", Query("feedback")))
    assert context.view is None
    wait_until(lambda: window.shell is not shell and window.shell.welcome is not None)
    assert window.shell.isEnabled()


def test_where_the_project_looked_at_is_deleted_all_projects_are_looked_at(window, context, wait_until):
    assert context.project is not None
    edit.remove(context.workspace, "project", [context.project])
    wait_until(lambda: context.project is None)
    assert context.view.query.project is None
