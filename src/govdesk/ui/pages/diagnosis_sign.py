"""One sign of a rule in its detail: what it shows, its rule in words, its thresholds to set, its records to open."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.diagnosis.catalogue import sign_named
from govdesk.insight.diagnosis.finding import Reading, listed
from govdesk.insight.diagnosis.rule import UNIT_NAMES, Sign, Threshold
from govdesk.insight.diagnosis.threshold import of_sign
from govdesk.ui.context import Context
from govdesk.ui.flow import FlowLayout
from govdesk.ui.pages.diagnosis_tile import LevelMark
from govdesk.ui.pages.diagnosis_word import of_register
from govdesk.ui.slot import giving
from govdesk.ui.text import button, frame, label, say_tip


class ThresholdBox(QWidget):
    """One threshold: its name, its number, its unit, and the way back to the usual one.

    Signals:
        chosen: Full name of the threshold, and its new value.
    """

    chosen = Signal(str, int)

    def __init__(self, context: Context, one: Sign, threshold: Threshold, value: int) -> None:
        super().__init__()
        self._name, self._value = f"{one.code}.{threshold.code}", value
        say = context.say
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(label(say(threshold.label), "muted"))
        self.box = QSpinBox()
        self.box.setRange(0, threshold.most)
        self.box.setValue(value)
        self.box.setFixedWidth(64)
        self.box.setEnabled(context.writable)
        self.box.setKeyboardTracking(False)
        unit = say(UNIT_NAMES[threshold.unit])
        self.box.setAccessibleName(f"{say(threshold.label)} ({unit}): {say(one.rule)}")
        why = say(threshold.why)
        say_tip(self.box, why)
        self.box.editingFinished.connect(self._take)
        row.addWidget(self.box)
        row.addWidget(label(unit, "muted"))
        if value != threshold.usual:
            back = button(say(Message(N_("usual: {value}"), {"value": threshold.usual})), "link")
            back.setEnabled(context.writable)
            back.clicked.connect(giving(self.chosen.emit, self._name, threshold.usual))
            row.addWidget(back)

    def _take(self) -> None:
        if self.box.value() != self._value:
            self._value = self.box.value()
            self.chosen.emit(self._name, self._value)


class SignBlock(QFrame):
    """One sign.

    Signals:
        rows_asked: The `Evidence` to open.
        missing_asked: Code of a register of which something is missing.
        threshold_chosen: Full name of a threshold, and its new value.
    """

    rows_asked = Signal(object)
    missing_asked = Signal(str)
    threshold_chosen = Signal(str, int)

    def __init__(self, context: Context, rule: str, reading: Reading, limits: Mapping[str, int]) -> None:
        super().__init__()
        self._context = context
        self.reading = reading
        self.boxes: list[ThresholdBox] = []
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(6)
        one = sign_named(reading.sign)
        column.addLayout(self._head(rule, reading))
        rows = self._rows(reading)
        if rows is not None:
            column.addWidget(rows)
        args = {t.code: value for t, value in of_sign(one, limits)}
        column.addWidget(
            label(context.say(Message(N_("Rule: {rule}"), {"rule": Message(one.rule, args)})), "muted", wrap=True)
        )
        if one.thresholds:
            column.addWidget(self._thresholds(one, limits))
            reasons = dict.fromkeys(t.why for t in one.thresholds)
            column.addWidget(label(" ".join(context.say(why) for why in reasons), "caption", wrap=True))
        if reading.private:
            text = N_("Rests on a judgement of people: it stays here and goes into no report.")
            column.addWidget(label(context.say(text), "caption", wrap=True))

    def _head(self, rule: str, reading: Reading) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(10)
        mark = LevelMark(self._context)
        mark.show_level(reading.level, rule)
        words = self._context.say(reading.sentence)
        if reading.level == "insufficient":
            args = {"missing": listed(m.words for m in reading.missing)}
            words = self._context.say(Message(N_("Cannot be judged; missing: {missing}"), args))
        sentence = label(words, "strong", wrap=True)
        head.addWidget(sentence, 1)
        head.addWidget(mark)
        return head

    def _rows(self, reading: Reading) -> QWidget | None:
        links = [(of_register(self._context, e), giving(self.rows_asked.emit, e)) for e in reading.evidence]
        if reading.level == "insufficient":
            known = {m.register: m for m in reading.missing if m.register in self._context.registers}
            links += [
                (
                    self._context.say(Message(self._context.registers[code].about.plural)),
                    giving(self.missing_asked.emit, code),
                )
                for code in known
            ]
        if not links:
            return None
        holder = QWidget()
        flow = FlowLayout(holder, 12)
        for words, act in links:
            made = button(f"{words} ›", "link")
            made.clicked.connect(act)
            flow.addWidget(made)
        return holder

    def _thresholds(self, one: Sign, limits: Mapping[str, int]) -> QWidget:
        holder = frame("bare")
        flow = FlowLayout(holder, 10)
        for threshold, value in of_sign(one, limits):
            made = ThresholdBox(self._context, one, threshold, value)
            made.chosen.connect(self.threshold_chosen)
            self.boxes.append(made)
            flow.addWidget(made)
        return holder
