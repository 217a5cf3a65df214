"""You said, we did: the list names nobody, and is not shown where it would single somebody out."""

from __future__ import annotations

import weakref

import pytest
from PySide6 import QtPrintSupport
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog

from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.query import Query
from govdesk.store.writing import insert_rows
from govdesk.ui.context import View
from govdesk.ui.pages.feedback_answered import AnsweredFace


@pytest.fixture
def show(window, context, open_workspace, wait_until):
    def make(count):
        source = edit.create(open_workspace, "stakeholder", {"name": "张伟", "project": context.project})
        one = {
            "project": context.project,
            "theme": "网络",
            "reply": "<b>已换</b>",
            "status": "confirmed",
            "source": source,
        }
        with open_workspace.write("voices") as session:
            insert_rows(session, REGISTERS["feedback"], [{**one, "statement": f"网络慢 {i}"} for i in range(count)])
        told = []
        context.counted.connect(lambda *counts: told.append(counts))
        context.open_view(View("feedback", Query("feedback", context.project), "answered"))
        found = window.findChild(AnsweredFace)
        wait_until(lambda: told)
        return found

    return make


def test_what_was_said_stands_beside_what_was_done(show):
    text = show(12).text.toPlainText()
    assert text.startswith("网络\n")
    assert "You said  网络慢 3" in text
    assert "We did  <b>已换</b>" in text
    assert "张伟" not in text


def test_the_list_is_copied_as_plain_text(show):
    found = show(12)
    found._copy.click()
    assert QGuiApplication.clipboard().text() == found.text.toPlainText()


def test_the_pages_are_shown_before_they_are_printed(show, window, tmp_path):
    found = show(120)
    found._print.click()
    preview = window.findChild(QPrintPreviewDialog)
    assert preview.isVisible()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "list.pdf"))
    found.paint_pages(printer)
    written = (tmp_path / "list.pdf").read_bytes()
    assert written.startswith(b"%PDF")
    assert 2 <= written.count(b"/Type /Page\n") <= 8
    preview.close()


def test_the_preview_paints_on_a_printer_that_lives_as_long_as_itself(show, window, monkeypatch):
    made = []

    class Watched(QPrinter):
        def __init__(self, *args):
            super().__init__(*args)
            made.append(weakref.ref(self))

    monkeypatch.setattr(QtPrintSupport, "QPrinter", Watched)
    found = show(12)
    found._print.click()
    preview = window.findChild(QPrintPreviewDialog)
    assert [printer() for printer in made if printer() is None] == []
    assert preview.printer().docName() == "You said, we did"
    preview.close()


def test_too_few_are_not_listed(show):
    found = show(9)
    assert found._stack.currentWidget() is found.empty
    assert "Too few" in found.empty._title.text()
    assert not found._copy.isEnabled()


def test_nothing_answered_yet_says_what_to_do(show):
    found = show(0)
    assert "inbox" in found.empty._words.text()
