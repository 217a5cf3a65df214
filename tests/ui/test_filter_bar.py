"""Filters are chips: shown, changed, added and taken away, with counts beside the values."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidget

from govdesk.registers import REGISTERS
from govdesk.store.query import Filter, Query, count
from govdesk.ui.filter_bar import FilterBar
from govdesk.ui.filter_popup import FieldPicker, FilterPopup


@pytest.fixture
def bar(context, filled, app):
    made = FilterBar(context)
    made.resize(900, 40)
    made.show()
    asked = []

    def follow(query):
        asked.append(query)
        made.show_query(query, REGISTERS[query.register])

    made.changed.connect(follow)
    made.asked = asked
    made.show_query(Query("risk"), REGISTERS["risk"])
    yield made
    made.close()
    made.deleteLater()


def shown(context, query):
    with context.workspace.read() as session:
        return count(session, REGISTERS, query)


def entries(popup):
    tree = popup.findChild(QTreeWidget)
    return {tree.topLevelItem(i).text(0): tree.topLevelItem(i) for i in range(tree.topLevelItemCount())}


@pytest.mark.parametrize(
    ("filters", "lang", "words"),
    [
        ((Filter("status", "any_of", ("open", "treating")),), "en", "Status: Open, Being treated"),
        (
            (Filter("status", "any_of", ("open", "treating", "closed", "watching")),),
            "en",
            "Status: Open, Being treated, Closed +1",
        ),
        ((Filter("probability", "at_least", (4,)),), "en", "Probability: at least 4 High"),
        (
            (Filter("due", "from", ("2026-01-01",)), Filter("due", "to", ("2026-02-01",))),
            "en",
            "Due: from 2026-01-01 to 2026-02-01",
        ),
        ((Filter("title", "contains", ("扫码",)),), "en", "Title: contains “扫码”"),
        ((Filter("owner", "empty"),), "en", "Owner: empty"),
    ],
)
def test_a_chip_says_its_filter(context, bar, filters, lang, words):
    context.settings = replace(context.settings, language=lang)
    bar.show_query(Query("risk", filters=filters), REGISTERS["risk"])
    assert bar.chips[filters[0].field].accessibleName() == words


def test_chips_and_search_have_their_middles_on_one_line(bar, wait_until):
    chip = next(iter(bar.chips.values()))
    wait_until(lambda: chip.height() > 0 and chip.isVisible(), "the chips")

    def middle(widget):
        return widget.mapTo(bar, widget.rect().center()).y()

    assert abs(middle(chip) - middle(bar.search)) <= 1


def test_values_are_listed_with_counts_and_ticking_filters(context, bar, wait_until):
    bar.open_filter("status")
    items = entries(bar.popup)
    assert items["Open"].text(1) == "1"
    items["Open"].setCheckState(0, Qt.CheckState.Checked)
    items["Watching"].setCheckState(0, Qt.CheckState.Checked)
    wait_until(lambda: bar.asked)
    assert set(bar.asked[-1].filters[0].values) == {"open", "watching"}
    assert shown(context, bar.asked[-1]) == 2
    bar.popup.close()


def test_a_popup_that_closes_tells_what_was_ticked_last(bar):
    bar.open_filter("status")
    entries(bar.popup)["Open"].setCheckState(0, Qt.CheckState.Checked)
    bar.popup.close()
    assert bar.asked[-1].filters == (Filter("status", "any_of", ("open",)),)


def test_links_are_listed_by_name(context, filled, bar):
    from govdesk.store import edit

    edit.change(context.workspace, "risk", filled["risk"][:2], {"owner": filled["stakeholder"][1]})
    bar.open_filter("owner")
    items = entries(bar.popup)
    assert items["标题 1"].text(1) == "2"
    items["(empty)"].setCheckState(0, Qt.CheckState.Checked)
    bar.popup.close()
    assert shown(context, bar.asked[-1]) == 1


def test_typing_narrows_the_values_also_by_pinyin(bar):
    bar.open_filter("pitfall")
    popup = bar.popup
    popup._narrow("wholeads")
    assert [t for t, i in entries(popup).items() if not i.isHidden()] == ["Who leads"]
    popup.close()


def test_a_span_of_days_has_two_ends(context, bar):
    bar.open_filter("due")
    popup = bar.popup
    assert isinstance(popup, FilterPopup)
    (_, first), (_, last) = popup._typed
    first.show_text("2026-05-01")
    last.show_text("2026-06-30")
    popup._tell()
    assert bar.asked[-1].filters == (Filter("due", "from", ("2026-05-01",)), Filter("due", "to", ("2026-06-30",)))
    assert shown(context, bar.asked[-1]) == 2
    popup.close()


@pytest.mark.parametrize("code", REGISTERS)
def test_every_field_can_be_filtered_by_each_of_its_operators(context, filled, bar, code):
    bar.show_query(Query(code), REGISTERS[code])
    for field in REGISTERS[code].fields():
        bar.open_filter(field.name)
        popup = bar.popup
        for place in range(popup.operator.count()):
            popup.operator.setCurrentIndex(place)
            popup._show_face()
            assert popup.values is not None or popup._typed or popup.chosen_operator in ("empty", "filled", "yes", "no")
            for one in popup.filters():
                assert shown(context, Query(code, filters=(one,))) <= 3
        popup.close()


def test_a_span_of_days_is_opened_again_as_it_was_left(bar):
    bar.show_query(Query("risk", filters=(Filter("due", "to", ("2026-11-22",)),)), REGISTERS["risk"])
    bar.open_filter("due")
    popup = bar.findChildren(FilterPopup)[-1]
    assert [typed.text() for _, typed in popup._typed] == ["", "2026-11-22"]
    popup.close()


def test_a_field_is_picked_by_typing(bar):
    bar._pick_field(bar.columns)
    picker = bar.popup
    assert isinstance(picker, FieldPicker)
    QTest.keyClicks(picker.search, "Plan")
    QTest.keyClick(picker.search, Qt.Key.Key_Return)
    assert isinstance(bar.popup, FilterPopup)
    assert bar.popup.field.name == "contingency"
    bar.popup.close()


def test_search_waits_for_a_pause_and_enter_does_not(bar, wait_until):
    QTest.keyClicks(bar.search, "ab")
    assert bar.asked == []
    wait_until(lambda: bar.asked)
    assert bar.asked[-1].search == "ab"
    bar.search.setText("")
    assert bar.asked[-1].search == ""
    QTest.keyClicks(bar.search, "c")
    QTest.keyClick(bar.search, Qt.Key.Key_Return)
    assert bar.asked[-1].search == "c"


def test_clear_takes_all_away(bar):
    bar.show_query(Query("risk", filters=(Filter("status", "any_of", ("open",)),), search="x"), REGISTERS["risk"])
    assert not bar.clear_all.isHidden()
    bar.clear_all.click()
    assert bar.asked[-1] == Query("risk")
    assert bar.clear_all.isHidden()


def test_the_count_says_how_many_of_how_many(bar):
    bar.show_count(17, 62)
    assert bar.count.text() == "17 of 62"
    bar.show_count(1500, 1500)
    assert bar.count.text() == "1,500 rows"
