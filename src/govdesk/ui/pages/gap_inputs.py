"""The figures of a funnel to type and to try: a line for the target, the value and each step; what is typed is kept at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from govdesk.fields.kind import Invalid
from govdesk.i18n import N_
from govdesk.insight.gap import Funnel, Range, Step
from govdesk.insight.gap_source import FUNNEL, STEP
from govdesk.insight.gap_word import amount, percent
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.pages.gap_slider import FigureSlider
from govdesk.ui.slot import giving
from govdesk.ui.text import label, line, tool

_NARROW = 90
_REMOVE = N_("Remove")
_HEADINGS = ("", N_("What if"), N_("Likely"), N_("Least"), N_("Most"), N_("In hand"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: where it stands in the funnel, whose record it is, and under which fields its figures are kept."""

    place: str
    register: str
    id: str
    likely: str
    low: str
    high: str
    in_hand: str = ""

    @property
    def shared(self) -> bool:
        """Whether the figure is a share in percent."""
        return self.register == STEP


class Inputs(QWidget):
    """The lines.

    Signals:
        tried: Place and figure while a slider is moved.
        kept: Register, id, and the value of each field that was typed.
        dropped: Id of a step that is taken away.
    """

    tried = Signal(str, float)
    kept = Signal(str, str, object)
    dropped = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._entries: tuple[Entry, ...] = ()
        self.sliders: dict[str, FigureSlider] = {}
        self.lines: dict[tuple[str, str], QLineEdit] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)

    def show_funnel(self, funnel: Funnel, tried: Funnel) -> None:
        """Show the kept figures in the lines, the tried ones on the sliders."""
        entries = _entries(funnel)
        if entries != self._entries or not self.sliders:
            self._build(entries, funnel)
        steps = {s.id: s for s in (*funnel.steps, *funnel.others)}
        for one in entries:
            kept, now = _figure(funnel, one.place), _figure(tried, one.place)
            slider = self.sliders[one.place]
            if not slider.hasFocus() or kept is None or now is None or slider.kept != kept:
                slider.show_figure(kept, now.likely if now else None, _ends(kept, shared=one.shared))
            for field, value in zip((one.likely, one.low, one.high), _bounds(kept), strict=True):
                self._show(one, field, self._say(one, value))
            if one.shared:
                self._show(one, one.in_hand, amount_text(steps[one.id].in_hand or None))
                self._show(one, "name", steps[one.id].name)

    def rest(self, tried: Funnel) -> None:
        """Put the sliders where the tried figures are."""
        for one in self._entries:
            slider, now = self.sliders[one.place], _figure(tried, one.place)
            slider.show_figure(slider.kept, now.likely if now else None, _ends(slider.kept, shared=one.shared))

    def mark(self, places: set[str]) -> None:
        """Mark the likely figures that keep the funnel from being solved."""
        for one in self._entries:
            _mark(self.lines[one.place, one.likely], invalid=one.place in places)

    # ------------------------------------------------------------ making the lines

    def _build(self, entries: tuple[Entry, ...], funnel: Funnel) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._entries, self.sliders, self.lines = entries, {}, {}
        say = self._context.say
        for column, words in enumerate(_HEADINGS):
            if words:
                self._grid.addWidget(label(say(words), "caption"), 0, column)
        for row, one in enumerate(entries, 1):
            self._add_line(row, one, other=one.place.isdigit() and int(one.place) >= len(funnel.steps))

    def _add_line(self, row: int, one: Entry, *, other: bool) -> None:
        say, gettext = self._context.say, self._context.language.gettext
        names = {"target": N_("Target"), "value": N_("Value of one")}
        name = say(names.get(one.place, N_("Other channel") if other else N_("Step")))
        if one.shared:
            typed = self._line(one, "name", name)
            typed.setMinimumWidth(130)
            self._grid.addWidget(typed, row, 0)
        else:
            self._grid.addWidget(label(name, "strong"), row, 0)
        slider = FigureSlider(self._context, name, lambda v: self._say(one, v))
        slider.tried.connect(lambda v: self.tried.emit(one.place, v))
        self.sliders[one.place] = slider
        self._grid.addWidget(slider, row, 1)
        fields = [one.likely, one.low, one.high, *([one.in_hand] if one.in_hand else [])]
        for column, field in enumerate(fields, 2):
            typed = self._line(one, field, f"{name}, {gettext(_HEADINGS[column])}")
            typed.setFixedWidth(_NARROW)
            typed.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(typed, row, column)
        if one.shared:
            away = tool(icon("x", self._context.theme.colour("text_muted")), f"{say(_REMOVE)}: {name}")
            away.clicked.connect(giving(self.dropped.emit, one.id))
            away.setEnabled(self._context.writable)
            self._grid.addWidget(away, row, 6)

    def _line(self, one: Entry, field: str, name: str) -> QLineEdit:
        made = line("", name)
        made.setEnabled(self._context.writable)
        made.editingFinished.connect(giving(self._keep, one, field, made))
        self.lines[one.place, field] = made
        return made

    def _show(self, one: Entry, field: str, text: str) -> None:
        typed = self.lines[one.place, field]
        if not (typed.hasFocus() and typed.isModified()) and not typed.property("wrong"):
            typed.setText(text)
            typed.setModified(False)

    def _keep(self, one: Entry, field: str, typed: QLineEdit) -> None:
        """Keep what was typed, or say what is wrong with it and leave it standing."""
        if not typed.isModified():
            return
        text = typed.text().strip()
        found: Any = text or None
        if field != "name":
            found = self._context.registers[one.register].field(field).kind.read(text)
        wrong = isinstance(found, Invalid)
        typed.setProperty("wrong", wrong)
        _mark(typed, invalid=wrong)
        if isinstance(found, Invalid):
            self._context.notify(self._context.say(found.message))
            return
        typed.setModified(False)
        self.kept.emit(one.register, one.id, {field: found})

    def _say(self, one: Entry, value: float | None) -> str:
        if value is None:
            return ""
        return percent(value) if one.shared else amount(value, self._context.language)


def amount_text(value: float | None) -> str:
    """Return a number as it is typed, with its thousands apart."""
    return "" if value is None else f"{value:,.4f}".rstrip("0").rstrip(".")


def _entries(funnel: Funnel) -> tuple[Entry, ...]:
    own = [Entry(n, FUNNEL, funnel.id, n, f"{n}_low", f"{n}_high") for n in ("target", "value")]
    steps: list[Step] = [*funnel.steps, *funnel.others]
    return (*own, *(Entry(str(n), STEP, s.id, "likely", "low", "high", "in_hand") for n, s in enumerate(steps)))


def _figure(funnel: Funnel, place: str) -> Range | None:
    if place in ("target", "value"):
        return funnel.target if place == "target" else funnel.value
    both = (*funnel.steps, *funnel.others)
    return both[int(place)].conversion if int(place) < len(both) else None


def _bounds(kept: Range | None) -> tuple[float | None, float | None, float | None]:
    """Return likely, least and most as they are shown: bounds only where they differ from the likely figure."""
    if kept is None:
        return None, None, None
    low = kept.low if kept.low != kept.likely else None
    return kept.likely, low, kept.high if kept.high != kept.likely else None


def _ends(kept: Range | None, *, shared: bool) -> tuple[float, float]:
    """Return between which figures a slider moves: from nothing to twice the likely one, or all of a hundred."""
    if kept is None:
        return 0.0, 1.0
    most = max(2 * kept.likely, 1.2 * kept.high)
    return 0.0, min(100.0, most) if shared else most


def _mark(typed: QLineEdit, *, invalid: bool) -> None:
    if bool(typed.property("invalid")) != invalid:
        typed.setProperty("invalid", invalid)
        typed.style().unpolish(typed)
        typed.style().polish(typed)
