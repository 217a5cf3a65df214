"""The guide: the same in both languages, a page for every place, opened by F1 where the user is."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QPixmap, QShortcut, QTextDocument
from PySide6.QtWidgets import QApplication, QDialog

import govdesk.ui
from govdesk.registers import REGISTERS
from govdesk.store.query import Query
from govdesk.ui.context import View
from govdesk.ui.dialogs.backup_dialog import BackupDialog
from govdesk.ui.guide import GuideWindow
from govdesk.ui.guide_text import find_page, guide_folder, guide_pages
from govdesk.ui.page import PAGES
from govdesk.ui.pages.face import FACES

#: Dialogs that others are built on.
BASES = {"CarefulDialog", "JobDialog"}


def dialogs():
    for found in pkgutil.walk_packages(govdesk.ui.__path__, "govdesk.ui."):
        importlib.import_module(found.name)
    waiting, known = [QDialog], set()
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith("govdesk.ui."):
                known.add(kind.__name__)
    return known - BASES


def places(code):
    return {place for page in guide_pages(code) for place in page.places}


def test_both_languages_tell_of_the_same_places_on_the_same_pages():
    chinese, english = guide_pages("zh"), guide_pages("en")
    assert [p.code for p in chinese] == [p.code for p in english]
    assert [p.places for p in chinese] == [p.places for p in english]


@pytest.mark.parametrize("code", ["zh", "en"])
def test_every_register_face_page_tab_and_dialog_has_its_place(code):
    told = places(code)
    assert set(REGISTERS.shown()) <= told
    assert {page.code for page in PAGES} <= told
    assert {f"{page.code}/{tab.code}" for page in PAGES for tab in page.tabs if tab.code} <= told
    assert {f"{face.register}/{face.code}" for face in FACES} <= told
    assert dialogs() <= told


@pytest.mark.parametrize("code", ["zh", "en"])
def test_no_place_is_told_of_that_does_not_exist(code):
    faces = {f"{f.register}/{f.code}" for f in FACES}
    tabs = {f"{page.code}/{tab.code}" for page in PAGES for tab in page.tabs}
    areas = {register.about.area for register in REGISTERS.values()}
    known = set(REGISTERS) | {page.code for page in PAGES} | tabs | faces | areas | dialogs() | {"welcome"}
    assert places(code) <= known


@pytest.mark.parametrize("code", ["zh", "en"])
def test_links_and_pictures_lead_somewhere(code):
    names = {path.name for path in guide_folder(code).glob("*.md")}
    for page in guide_pages(code):
        for picture, target in re.findall(r"(!?)\[[^\]]+\]\(([^)]+)\)", page.text):
            if picture:
                assert (guide_folder(code) / "pictures" / target).is_file(), target
            else:
                assert target in names


def test_a_place_without_a_page_of_its_own_is_told_of_where_its_register_is():
    pages = guide_pages("en")
    assert find_page(pages, "stakeholder/nothing")[0].code == "stakeholder"
    assert find_page(pages, "nothing")[0] is pages[0]
    page, heading = find_page(pages, "feedback/board")
    assert (page.code, page.text.count("\n## ", 0, page.text.index("## Board") + 1) + 1) == ("feedback", heading)


def guide_of(parent):
    return [g for g in parent.findChildren(GuideWindow) if g.isVisible()]


def test_f1_opens_the_page_of_what_is_shown(window, context, wait_until):
    context.open_view(View("stakeholder", Query("stakeholder", context.project), "engagement"))
    window.commands["guide"].trigger()
    guide = guide_of(window)[0]
    assert guide.contents.currentItem().text() == "Stakeholders"
    assert guide.reader.toPlainText().startswith("Stakeholders\n")
    wait_until(lambda: guide.reader.verticalScrollBar().value() > 0, "the heading is scrolled to")
    context.open_view(View.of_page("diagnosis", context.project, "landing"))
    window.commands["guide"].trigger()
    wait_until(lambda: len(guide_of(window)) == 1)
    assert guide_of(window)[0].contents.currentItem().text() == "Diagnosis"
    guide_of(window)[0].close()


def test_f1_in_a_dialog_opens_the_page_of_that_dialog(window, context, monkeypatch, wait_until):
    window.dialogs.show_backups()
    dialog = window.findChild(BackupDialog)
    monkeypatch.setattr(QApplication, "activeWindow", lambda: dialog)
    monkeypatch.setattr(QApplication, "activeModalWidget", lambda: dialog)
    window.front_keys.serve()
    dialog.findChild(QShortcut, "F1").activated.emit()
    guide = guide_of(dialog)[0]
    assert guide.contents.currentItem().text() == "Your data are safe"
    guide.close()
    dialog.close()


def test_the_search_leaves_the_pages_that_have_the_words(window, context):
    guide = GuideWindow(context, window)
    guide.show_place("overview")
    guide.search.setText("Argon2 nothing of the kind")
    assert all(guide.contents.item(n).isHidden() for n in range(guide.contents.count()))
    assert not guide.nothing.isHidden()
    guide.search.setText("lasso")
    shown = [
        guide.contents.item(n).text() for n in range(guide.contents.count()) if not guide.contents.item(n).isHidden()
    ]
    assert shown == ["Stakeholders"]
    assert guide.reader.textCursor().selectedText() == "lasso"
    guide.close()


def test_a_link_leads_to_its_page_and_nothing_outside_is_loaded(window, context, tmp_path):
    guide = GuideWindow(context, window)
    guide.show_place("")
    guide.reader.anchorClicked.emit(QUrl("85-reports.md"))
    assert guide.contents.currentItem().text() == "Reports"
    outside = tmp_path / "secret.png"
    QPixmap(4, 4).save(str(outside))
    kind = QTextDocument.ResourceType.ImageResource.value
    assert guide.reader.loadResource(kind, QUrl.fromLocalFile(str(outside))).isNull()
    assert not guide.reader.loadResource(kind, QUrl("map.png")).isNull()
    guide.close()
