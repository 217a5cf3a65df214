"""A department's page as a face: the chosen one shown, the project's own figures, and nothing where there is none."""

from __future__ import annotations

import pytest

from govdesk.store import edit
from govdesk.store.query import Query
from govdesk.ui.context import View


@pytest.fixture
def face(window, context):
    def show():
        context.open_view(View("department", Query("department"), "sheet"))
        return window.shell.pages.currentWidget().faces._shown

    return show


def test_the_chosen_department_is_shown_and_followed(face, context):
    one, other = (edit.create(context.workspace, "department", {"name": n}) for n in ("信息部", "营运部"))
    found = face()
    assert found.view.units.currentData() == one
    context.select("department", other)
    assert found.view.units.currentText() == "营运部"
    assert found.view.preview.paper._sheet.name == "营运部"
    assert found.view.units in found.toolbar()
    found.view.preview.grab()


def test_no_department_yet_teaches(face):
    found = face()
    assert found._stack.currentWidget() is found.empty


def test_the_page_is_previewed_as_it_is_printed(face, context, window):
    from PySide6.QtPrintSupport import QPrintPreviewDialog

    edit.create(context.workspace, "department", {"name": "信息部"})
    found = face()
    found.view.print()
    dialog = window.findChild(QPrintPreviewDialog)
    assert dialog is not None
    dialog.grab()
    dialog.close()
