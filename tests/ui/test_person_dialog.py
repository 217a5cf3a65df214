"""What is kept about a person, in the window: listed, written to a file, erased once it was asked."""

from __future__ import annotations

import json

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.query import find
from govdesk.ui.dialogs.person_dialog import open_person
from govdesk.ui.person_action import about_person

NAME = "欧阳植词<b>"


@pytest.fixture
def person(window, context):
    with context.workspace.read() as session:
        project = session.connection().exec_driver_sql("SELECT id FROM project").scalar()
    made = edit.create(context.workspace, "stakeholder", {"project": project, "name": NAME, "concerns": "怕"})
    edit.create(context.workspace, "risk", {"project": project, "title": f"{NAME}要走", "owner": made})
    edit.create(context.workspace, "risk", {"project": project, "title": f"{NAME}留下"})
    return made


@pytest.fixture
def dialog(context, person, wait_until):
    shown = open_person(context, "stakeholder", person)
    wait_until(shown.table.rowCount)
    yield shown
    if shiboken6.isValid(shown):
        shown.reject()


def held(context, code, identity):
    with context.workspace.read() as session:
        return find(session, REGISTERS, code, identity)


def test_the_texts_that_name_them_stand_first_with_a_tick(dialog):
    rows = [dialog.table.item(r, 0) for r in range(dialog.table.rowCount())]
    ticked = [i for i in rows if i.data(Qt.ItemDataRole.CheckStateRole) is not None]
    assert ticked == rows[:2]
    assert NAME in dialog.findChildren(type(dialog._title))[0].text()


def test_the_list_goes_to_a_file(dialog, answers, tmp_path, wait_until):
    answers.saves = tmp_path / "p.json"
    dialog.save.click()
    wait_until(answers.saves.exists)
    wait_until(dialog.save.isEnabled)
    assert json.loads(answers.saves.read_text("utf-8"))["person"] == NAME


def test_nothing_goes_without_a_yes(dialog, context, answers, person):
    answers.confirms = False
    dialog.erase.click()
    assert held(context, "stakeholder", person).values["name"] == NAME
    assert any(NAME in a for a in answers.asked)


def test_erasing_leaves_what_was_unticked(dialog, context, person, wait_until):
    dialog.table.item(0, 0).setCheckState(Qt.CheckState.Unchecked)
    stays = dialog.table.kept()
    assert len(stays) == 1
    dialog.erase.click()
    wait_until(lambda: held(context, "stakeholder", person).values["name"] != NAME)
    wait_until(lambda: not context.jobs.writing)
    with context.workspace.read() as session:
        titles = [
            r[0]
            for r in session.connection().exec_driver_sql(
                "SELECT title FROM risk WHERE title LIKE '%要走' OR title LIKE '%留下'"
            )
        ]
    assert sorted(NAME in t for t in titles) == [False, True]


def test_the_menu_of_another_register_does_not_offer_it(context, window, person):
    menu = QMenu()
    assert about_person(context, "risk", "x", menu) == []
    assert len(about_person(context, "stakeholder", person, menu)) == 1
