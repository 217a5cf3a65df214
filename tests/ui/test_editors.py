"""Each kind's editor gives back the value that it was shown, in form and table, in both languages."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import QDate, QModelIndex, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget

from govdesk.fields.kind import Invalid
from govdesk.registers import REGISTERS
from govdesk.ui.editors import editor_for

FIELDS = [(code, f.name) for code, r in REGISTERS.items() for f in r.fields() if not f.system]


@pytest.fixture
def edit_field(context, filled):
    made = []

    def make(code, name, **how):
        editor = editor_for(REGISTERS[code].field(name), context, **how)
        editor.resize(240, 32)
        editor.show()
        made.append(editor)
        return editor

    yield make
    for editor in made:
        editor.close()
        editor.deleteLater()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("in_table", [True, False])
def test_every_editor_gives_back_what_it_was_shown(context, filled, edit_field, lang, in_table):
    context.settings = replace(context.settings, language=lang)
    for code, name in FIELDS:
        editor = edit_field(code, name, in_table=in_table)
        for turn in range(3):
            record = find(context, code, filled[code][turn])
            value = record.values[name]
            editor.show_value(value, record.names.get(name, ""))
            assert editor.value() == value, (code, name)
        editor.show_value(None)
        assert editor.value() is None, (code, name)
        assert editor.typed.accessibleName() == context.language.gettext(REGISTERS[code].field(name).label)


def find(context, code, identity):
    from govdesk.store.query import find as find_record

    with context.workspace.read() as session:
        return find_record(session, REGISTERS, code, identity)


@pytest.mark.parametrize(
    ("code", "name", "text", "value"),
    [
        ("risk", "due", "2026年3月5日", dt.date(2026, 3, 5)),
        ("risk", "due", "5 Mar 2026", dt.date(2026, 3, 5)),
        ("stakeholder", "cadence", "14", 14),
        ("risk", "tags", "a，b;a", "a, b"),
        ("risk", "title", "  因为…  ", "因为…"),
        ("risk", "cause", "一\n二", "一\n二"),
        ("risk", "probability", "极高", 5),
        ("risk", "status", "关闭", "closed"),
        ("feedback", "anonymous", "是", True),
    ],
)
def test_typed_text_is_read_by_the_kind(edit_field, code, name, text, value):
    editor = edit_field(code, name)
    editor.show_text(text)
    assert editor.value() == value


@pytest.mark.parametrize(
    ("code", "name", "text"), [("risk", "due", "soon"), ("stakeholder", "cadence", "often"), ("risk", "owner", "?!")]
)
def test_what_cannot_be_read_is_invalid_and_stays(edit_field, code, name, text):
    editor = edit_field(code, name)
    editor.show_text(text)
    assert isinstance(editor.value(), Invalid)
    assert editor.text() == text


@pytest.mark.parametrize(
    ("lang", "keys", "code"), [("en", "tr", "treating"), ("zh", "gc", "watching"), ("zh", "cl", "closed")]
)
def test_a_choice_is_found_by_first_letters_or_pinyin(context, edit_field, lang, keys, code):
    context.settings = replace(context.settings, language=lang)
    editor = edit_field("risk", "status")
    QTest.keyClicks(editor.typed, keys)
    assert editor.value() == code
    QTest.keyClick(editor.typed, Qt.Key.Key_Delete)
    assert editor.value() is None


def test_a_scale_is_clicked_and_typed(edit_field):
    editor = edit_field("risk", "probability")
    taken = []
    editor.taken.connect(taken.append)
    bar = editor.typed._bar(3).center().toPoint()
    QTest.mouseClick(editor.typed, Qt.MouseButton.LeftButton, pos=bar)
    assert editor.value() == 4
    assert taken == [""]
    QTest.keyClick(editor.typed, Qt.Key.Key_2)
    assert editor.value() == 2
    QTest.keyClick(editor.typed, Qt.Key.Key_Right)
    assert editor.value() == 3
    QTest.mouseClick(editor.typed, Qt.MouseButton.LeftButton, pos=editor.typed._bar(2).center().toPoint())
    assert editor.value() is None


def test_a_balance_counts_its_steps_from_one(edit_field):
    editor = edit_field("feedback", "sentiment")
    QTest.keyClick(editor.typed, Qt.Key.Key_1)
    assert editor.value() == -2


def test_the_calendar_picks_a_day(edit_field):
    editor = edit_field("risk", "due")
    editor.show_text("2026-11-20")
    taken = []
    editor.taken.connect(taken.append)
    editor.open_calendar()
    calendar = QApplication.activePopupWidget().findChild(QCalendarWidget)
    assert calendar.selectedDate() == QDate(2026, 11, 20)
    calendar.activated.emit(QDate(2026, 11, 23))
    assert editor.value() == dt.date(2026, 11, 23)
    assert taken == [""]


def test_days_of_other_months_stand_back_in_the_calendar(edit_field):
    editor = edit_field("risk", "due")
    editor.show_text("2026-11-20")
    editor.open_calendar()
    calendar = QApplication.activePopupWidget().findChild(QCalendarWidget)

    def ink(day):
        image = QImage(40, 30, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFF)
        painter = QPainter(image)
        calendar.paintCell(painter, QRect(0, 0, 40, 30), day)
        painter.end()
        return min(image.pixelColor(x, y).lightness() for x in range(40) for y in range(30))

    assert ink(QDate(2026, 11, 11)) + 40 < ink(QDate(2026, 12, 1))


@pytest.fixture
def people(context, filled):
    from govdesk.store import edit

    names = ("王敏", "李国强", "汪明")
    return {
        n: edit.create(context.workspace, "stakeholder", {"name": n, "project": filled["project"][0]}) for n in names
    }


@pytest.mark.parametrize(("typed", "found"), [("王", {"王敏"}), ("wm", {"王敏", "汪明"}), ("lgq", {"李国强"})])
def test_a_link_suggests_while_typing(edit_field, people, typed, found):
    editor = edit_field("risk", "owner")
    editor.typed.setText(typed)
    editor.suggest()
    model = editor._completer.model()
    names = [model.index(r, 0).data().split("   ")[0] for r in range(model.rowCount())]
    assert {n for n in names if n in people} == found
    editor._completer.popup().hide()


def test_a_link_takes_the_one_that_is_picked(edit_field, people):
    editor = edit_field("risk", "owner")
    editor.typed.setText("lgq")
    editor.suggest()
    editor._completer.activated[QModelIndex].emit(editor._completer.completionModel().index(0, 0))
    assert editor.value() == people["李国强"]
    assert editor.text() == "李国强"


def test_a_name_that_two_bear_is_not_guessed(context, edit_field, people, filled):
    from govdesk.store import edit

    edit.create(context.workspace, "stakeholder", {"name": "王敏", "project": filled["project"][0], "title": "店长"})
    editor = edit_field("risk", "owner")
    editor.show_text("王敏")
    found = editor.value()
    assert isinstance(found, Invalid)
    assert found.code == "several"


def test_a_name_that_nobody_bears_can_be_added(context, edit_field, people, filled):
    editor = edit_field("risk", "owner")
    editor.project = filled["project"][0]
    editor.typed.setText("赵新")
    editor.suggest()
    model = editor._completer.completionModel()
    last = model.index(model.rowCount() - 1, 0)
    assert "赵新" in last.data()
    editor._completer.activated[QModelIndex].emit(last)
    made = find(context, "stakeholder", editor.value())
    assert made.values["name"] == "赵新"
    assert made.values["project"] == filled["project"][0]


def test_long_text_takes_line_breaks_and_grows(edit_field):
    editor = edit_field("risk", "cause")
    before = editor.typed.height()
    editor.typed.setFocus()
    for word in "abcd":
        QTest.keyClicks(editor.typed, word)
        QTest.keyClick(editor.typed, Qt.Key.Key_Return)
    assert editor.value() == "a\nb\nc\nd"
    assert editor.typed.height() > before


def test_in_a_table_enter_ends_long_text_and_alt_enter_breaks_the_line(edit_field):
    editor = edit_field("risk", "cause", in_table=True)
    taken = []
    editor.taken.connect(taken.append)
    QTest.keyClicks(editor.typed, "a")
    QTest.keyClick(editor.typed, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    QTest.keyClicks(editor.typed, "b")
    assert taken == []
    QTest.keyClick(editor.typed, Qt.Key.Key_Return)
    assert taken == ["down"]
    assert editor.value() == "a\nb"


@pytest.mark.parametrize("name", ["power", "needs", "name", "level"])
def test_what_cannot_be_edited_looks_so(context, edit_field, name):
    editor = edit_field("stakeholder", name)
    editor.resize(240, 80)
    editor.setEnabled(False)
    shot = editor.typed.grab().toImage()
    low = shot.pixelColor(shot.width() * 3 // 4, shot.height() - 5)
    assert low == context.theme.colour("surface_sunken")
