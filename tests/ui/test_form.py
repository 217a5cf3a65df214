"""The form of every register fills, saves each edit as it is made, and never loses what was typed."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.store.query import find
from govdesk.ui.draft import Drafts
from govdesk.ui.inspector import Inspector

OTHER = {
    "text": "ein anderer Text", "long_text": "eins\nzwei", "tags": "x, y", "integer": 3, "scale": 2,
    "date": dt.date(2026, 9, 9), "flag": False, "number": 41.5, "money": 990.25, "percent": 12.5,
}  # fmt: skip


@pytest.fixture
def inspector(context, filled, app):
    made = Inspector(context)
    made.resize(320, 900)
    made.show()
    context.selected.connect(made.show_record)
    yield made
    made.close()
    made.deleteLater()


def record(context, code, identity):
    with context.workspace.read() as session:
        return find(session, REGISTERS, code, identity)


def form_of(inspector):
    return inspector._form


def type_into(row, text):
    """Type as a person does: the editor says it was edited, and then the user leaves it."""
    row.editor.show_text(text)
    row.editor.edited.emit()
    row.editor.taken.emit("")


@pytest.mark.parametrize("code", REGISTERS)
def test_every_field_is_shown_and_saved(context, filled, inspector, code):
    register = REGISTERS[code]
    identity = filled[code][1]
    inspector.show_record(code, identity)
    form = form_of(inspector)
    form.unfold()
    assert set(form.rows) == {f.name for f in register.fields() if not f.system}
    for name, row in form.rows.items():
        before = record(context, code, identity)
        assert row.editor.value() == before.values[name], name
        kind = register.field(name).kind
        if kind.code == "link":
            value = filled[kind.target][2] if not (kind.target == code and name == "parent") else None
        elif kind.code == "choice":
            value = next(iter(kind.vocabulary)).code
        else:
            value = OTHER[kind.code]
        named = (
            record(context, kind.target, value).title(REGISTERS[kind.target]) if kind.code == "link" and value else ""
        )
        row.editor.show_value(value, named)
        row.editor.edited.emit()
        row.editor.taken.emit("")
        now = record(context, code, identity).values[name]
        assert now == value or not row.error.isHidden(), name


def test_an_edit_is_one_operation_with_a_name(context, filled, inspector):
    inspector.show_record("stakeholder", filled["stakeholder"][0])
    type_into(form_of(inspector).rows["title"], "区域经理")
    with context.workspace.read() as session:
        assert "区域经理" in str(history.undoable(session).label)
    history.undo(context.workspace)
    assert (
        form_of(inspector).rows["title"].editor.text()
        == record(context, "stakeholder", filled["stakeholder"][0]).values["title"]
    )


def test_what_does_not_fit_is_said_beneath_and_kept_across_selection(context, filled, inspector):
    first, second = filled["risk"][:2]
    inspector.show_record("risk", first)
    row = form_of(inspector).rows["due"]
    row.editor.show_text("下下周")
    row.editor.edited.emit()
    inspector.show_record("risk", second)
    assert row.error.isHidden()
    assert row.editor.text() == "2026-06-01"
    inspector.show_record("risk", first)
    assert row.editor.text() == "下下周"
    assert "下下周" in row.error.text()
    assert row.editor.typed.property("invalid")
    assert record(context, "risk", first).values["due"] == dt.date(2026, 5, 12)
    type_into(row, "2026-12-24")
    assert row.error.isHidden()
    assert record(context, "risk", first).values["due"] == dt.date(2026, 12, 24)


def test_what_the_store_refuses_is_said_in_its_words(context, filled, inspector):
    identity = filled["risk"][0]
    inspector.show_record("risk", identity)
    row = form_of(inspector).rows["title"]
    type_into(row, "")
    assert row.error.text() == "Title is needed."
    assert record(context, "risk", identity).values["title"] == "标题 0"


def test_half_typed_text_is_saved_when_another_record_is_chosen(context, filled, inspector):
    first, second = filled["risk"][:2]
    inspector.show_record("risk", first)
    row = form_of(inspector).rows["title"]
    row.editor.show_text("half a sen")
    row.editor.edited.emit()
    inspector.show_record("risk", second)
    assert record(context, "risk", first).values["title"] == "half a sen"
    assert row.editor.text() == "标题 1"


def test_text_still_being_typed_survives_a_change_from_elsewhere(context, filled, inspector):
    identity = filled["risk"][0]
    inspector.show_record("risk", identity)
    row = form_of(inspector).rows["title"]
    row.editor.show_text("typing")
    row.editor.edited.emit()
    edit.change(context.workspace, "risk", [identity], {"status": "closed"})
    assert row.editor.text() == "typing"
    assert form_of(inspector).rows["status"].editor.value() == "closed"


def test_text_still_being_typed_is_written_after_a_while(context, filled, inspector, wait_until):
    identity = filled["risk"][0]
    inspector.show_record("risk", identity)
    row = form_of(inspector).rows["title"]
    assert 0 < row._late.interval() <= 10_000
    row._late.setInterval(10)
    row.editor.show_text("unfinished")
    row.editor.edited.emit()
    wait_until(lambda: record(context, "risk", identity).values["title"] == "unfinished")


def test_escape_takes_back_what_was_typed(context, filled, inspector):
    inspector.show_record("risk", filled["risk"][0])
    row = form_of(inspector).rows["title"]
    row.editor.show_text("nonsense")
    row.editor.edited.emit()
    QTest.keyClick(row.editor.typed, Qt.Key.Key_Escape)
    assert row.editor.text() == "标题 0"
    assert record(context, "risk", filled["risk"][0]).values["title"] == "标题 0"


def test_a_new_record_is_made_once_it_has_what_it_needs(context, filled, inspector):
    chosen = []
    context.selected.connect(lambda code, identity: chosen.append((code, identity)))
    drafts = Drafts.of(context)
    drafts.begin("feedback", {"project": filled["project"][0], "status": "new"})
    form = form_of(inspector)
    type_into(form.rows["theme"], "盘点")
    assert chosen == []
    assert "Statement" in inspector._note.text()
    inspector.show_record("feedback", filled["feedback"][0])
    assert drafts.new("feedback")["theme"] == "盘点"
    drafts.begin("feedback", {})
    assert form.rows["theme"].editor.text() == "盘点"
    type_into(form.rows["statement"], "理货拍照要录三遍")
    made = record(context, *chosen[-1])
    assert (made.values["theme"], made.values["statement"], made.values["status"]) == (
        "盘点",
        "理货拍照要录三遍",
        "new",
    )
    assert drafts.new("feedback") is None
    assert inspector._record.id == made.id


def test_a_draft_can_be_discarded(context, filled, inspector):
    drafts = Drafts.of(context)
    drafts.begin("risk", {"project": filled["project"][0]})
    type_into(form_of(inspector).rows["due"], "whenever")
    inspector._discard.click()
    assert drafts.new("risk") is None
    assert not drafts.any_unfit
    with context.workspace.read() as session:
        assert len(history.operations(session)) == 3 * len(REGISTERS)


def test_links_and_past_are_shown_and_open(context, filled, inspector, wait_until):
    context.settings = context.settings
    department = filled["department"][0]
    edit.change(context.workspace, "stakeholder", filled["stakeholder"][:2], {"department": department})
    edit.change(context.workspace, "department", [department], {"kind": "finance"})
    shown, opened = [], []
    inspector.shown.connect(lambda *what: shown.append(what))
    context.view_changed.connect(opened.append)
    inspector.show_record("department", department)
    wait_until(lambda: shown)
    texts = [w.text() for w in inspector._past.findChildren(QLabel)]
    assert any("Kind: Business → Finance" in t for t in texts)
    assert any("陈静" in t for t in texts)
    count = next(
        b for b in inspector._links.children() if getattr(b, "accessibleName", str)().startswith("Stakeholders")
    )
    assert count.accessibleName().endswith("2")
    count.click()
    assert opened[-1].register == "stakeholder"
    assert opened[-1].query.filters[0].values == (department,)


def test_extra_columns_are_shown_as_plain_text(context, filled, inspector):
    identity = filled["risk"][0]
    edit.change(context.workspace, "risk", [identity], {"extra": '{"会议": "<b>bold</b>"}'})
    inspector.show_record("risk", identity)
    labels = [w for w in inspector._extras.findChildren(QLabel) if "bold" in w.text()]
    assert labels[0].text() == "<b>bold</b>"
    assert labels[0].textFormat() == Qt.TextFormat.PlainText


def test_a_record_that_is_removed_leaves_the_panel_empty(context, filled, inspector):
    identity = filled["risk"][2]
    inspector.show_record("risk", identity)
    edit.remove(context.workspace, "risk", [identity])
    assert inspector.head.title.text() == "No record chosen"
