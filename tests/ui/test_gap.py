"""The gap calculator on its tab: what is typed is kept, what is tried is not, and both can be taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from govdesk.insight.gap_source import funnels
from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.ui.context import View
from govdesk.ui.picture import picture


def held(context):
    with context.workspace.read() as session:
        return funnels(session, REGISTERS, None)


@pytest.fixture
def body(window, context, wait_until):
    """The calculator of a project with the known case."""
    project = context.project
    values = {"name": "年度目标", "unit": "元", "target": 1.5e9, "value": 2.5e6, "project": project}
    made = edit.create(context.workspace, "funnel", values)
    step = {"funnel": made, "place": 1, "name": "潜在客户", "likely": 4.2, "in_hand": 11_000, "project": project}
    edit.create(context.workspace, "funnel_step", step)
    context.open_view(View.of_page("diagnosis", project, "gap"))
    found = window.shell._pages["diagnosis"].body("gap")
    wait_until(found.answer.tiles[0][1].text)
    return found


def figures(body):
    return [value.text() for card, value, _ in body.answer.tiles if not card.isHidden()]


def type_into(typed, text):
    typed.setFocus()
    typed.selectAll()
    QTest.keyClicks(typed, text)
    QTest.keyClick(typed, Qt.Key.Key_Return)


def test_the_known_case_is_shown(body):
    assert figures(body) == ["14,285", "11,000", "3,285"]
    assert "about 3,300 short" in body.answer.verdict.text()
    assert "1.5 billion" in body.answer.working.text()
    assert "5.45%" in body.answer.working.text()
    assert "missing 3,285" in body.chart.accessibleDescription()


def test_what_is_typed_is_kept_at_once_and_can_be_undone(body, context, wait_until):
    type_into(body.inputs.lines["0", "in_hand"], "12000")
    wait_until(lambda: figures(body)[1] == "12,000")
    assert held(context)[0].steps[0].in_hand == 12_000
    history.undo(context.workspace)
    wait_until(lambda: figures(body)[1] == "11,000")


def test_large_sums_are_read_as_people_write_them(body, context, wait_until):
    body.inputs.lines["target", "target"].setText("20亿")
    body.inputs.lines["target", "target"].setModified(True)
    body.inputs.lines["target", "target"].editingFinished.emit()
    wait_until(lambda: figures(body)[0] == "19,047")
    assert held(context)[0].target.likely == 2e9


def test_a_slider_tries_and_keeps_nothing(body, context, wait_until):
    slider = body.inputs.sliders["0"]
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 12, slider.height() // 2))
    assert "Enough" in body.answer.verdict.text()
    assert held(context)[0].steps[0].conversion.likely == 4.2
    assert body.keep.isVisible()
    body.back.click()
    assert figures(body)[0] == "14,285"
    assert slider.value == pytest.approx(4.2)
    assert not body.keep.isVisible()


def test_a_slider_moves_by_keys_and_is_kept_as_one_operation(body, context, wait_until):
    for place in ("target", "0"):
        slider = body.inputs.sliders[place]
        slider.setFocus()
        QTest.keyClick(slider, Qt.Key.Key_PageUp)
    assert slider.accessibleDescription() == "4.62%"
    body.keep.click()
    wait_until(lambda: held(context)[0].steps[0].conversion.likely == pytest.approx(4.62))
    assert held(context)[0].target.likely == pytest.approx(1.65e9)
    history.undo(context.workspace)
    wait_until(lambda: figures(body)[0] == "14,285")
    assert held(context)[0].target.likely == 1.5e9


@pytest.mark.parametrize(("text", "words"), [("0", "converts 0%"), ("", "has no conversion")])
def test_what_has_no_answer_is_said_in_words(body, wait_until, text, words):
    typed = body.inputs.lines["0", "likely"]
    typed.setText(text)
    typed.setModified(True)
    typed.editingFinished.emit()
    wait_until(lambda: words in body.answer.verdict.text())
    assert figures(body) == []
    assert typed.property("invalid")


@pytest.mark.parametrize("text", ["120%", "many", "-3"])
def test_what_is_no_share_is_refused_in_words_and_left_standing(body, context, text):
    said = []
    context.noticed.connect(said.append)
    typed = body.inputs.lines["0", "likely"]
    typed.setText(text)
    typed.setModified(True)
    typed.editingFinished.emit()
    assert len(said) == 1
    assert typed.text() == text
    assert typed.property("invalid")
    assert held(context)[0].steps[0].conversion.likely == 4.2


def test_another_channel_and_its_range(body, context, wait_until):
    body.other.click()
    wait_until(lambda: len(held(context)[0].others) == 1)
    other = held(context)[0].others[0].id
    edit.change(context.workspace, "funnel_step", [other], {"low": 5, "likely": 10, "high": 20})
    wait_until(lambda: len(figures(body)) == 4)
    assert figures(body)[3] == "32,857"
    assert body.answer.tiles[3][2].text() == "16,428 – 65,714"
    assert "33,000" in body.answer.working.text()


def test_steps_come_and_go(body, context, wait_until):
    body.step.click()
    wait_until(lambda: len(held(context)[0].steps) == 2)
    wait_until(lambda: ("1", "likely") in body.inputs.lines)
    body.step.click()
    wait_until(lambda: [s.name for s in held(context)[0].steps] == ["潜在客户", "Next step", "Next step 2"])
    body.inputs.dropped.emit(held(context)[0].steps[1].id)
    wait_until(lambda: len(held(context)[0].steps) == 2)


def test_a_calculation_is_made_chosen_and_taken_away(body, context, wait_until):
    body.new.click()
    wait_until(lambda: len(held(context)) == 2)
    wait_until(lambda: body.chooser.count() == 2 and body.funnel.name == "New calculation")
    assert "target is empty" in body.answer.verdict.text()
    body.away.click()
    wait_until(lambda: body.chooser.count() == 1)
    assert [f.name for f in held(context)] == ["年度目标"]
    body.away.click()
    wait_until(lambda: body._stack.currentWidget() is body.empty)
    history.undo(context.workspace)
    wait_until(lambda: figures(body) == ["14,285", "11,000", "3,285"])


def test_the_picture_and_the_numbers_go_along(body, context):
    assert not picture(context, body._paint).isNull()
    cells = [cell for sheet in body._sheets() for line in sheet.lines for cell in line]
    assert {1.5e9, "4.2%", 14285.7, 3285.7} <= set(cells)
