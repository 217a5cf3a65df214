"""Asks for whom something is made, and, where that is one unit, for which."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from govdesk.i18n import N_
from govdesk.insight.audience import AUDIENCES, LEAD, Audience
from govdesk.store.query import Order, Query, records, rows
from govdesk.ui.context import Context
from govdesk.ui.text import label


class AudienceChoice(QWidget):
    """Four audiences side by side, what the chosen one gets, and its unit.

    Signals:
        changed: Another audience or unit was chosen.
    """

    changed = Signal()

    def __init__(self, context: Context, chosen: str = LEAD) -> None:
        super().__init__()
        self._context = context
        self._whole = N_("The whole project")
        self._each = False
        gettext = context.language.gettext
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        title = gettext(N_("For which readers"))
        column.addWidget(label(title, "strong"))
        row = QHBoxLayout()
        row.setSpacing(20)
        self.group = QButtonGroup(self)
        for audience in AUDIENCES.values():
            made = QRadioButton(gettext(audience.label))
            made.setProperty("code", audience.code)
            made.setAccessibleName(f"{title}: {gettext(audience.label)}. {gettext(audience.gets)}")
            self.group.addButton(made)
            made.setChecked(audience.code == chosen)
            row.addWidget(made)
        row.addStretch(1)
        column.addLayout(row)
        self._gets = label("", "caption", wrap=True)
        column.addWidget(self._gets)
        self._line = QWidget()
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(label(gettext(N_("Own rows of")), "muted"))
        self.units = QComboBox()
        self.units.setAccessibleName(gettext(N_("Own rows of")))
        line.addWidget(self.units, 1)
        column.addWidget(self._line)
        self._fill()
        self.group.buttonClicked.connect(self._choose)
        self.units.currentIndexChanged.connect(lambda _place: self.changed.emit())
        self._choose()

    @property
    def audience(self) -> Audience:
        """The audience chosen."""
        return AUDIENCES[str(self.group.checkedButton().property("code"))]

    @property
    def unit(self) -> str:
        """Id of the department whose own rows they are; empty for none."""
        return str(self.units.currentData() or "") if self.audience.unit else ""

    @property
    def complete(self) -> bool:
        """Whether it is said whose rows they are, where an audience sees nothing else."""
        return self.audience.unit != "must" or bool(self.unit)

    def choose(self, code: str, unit: str = "") -> None:
        """Choose an audience and a unit."""
        for made in self.group.buttons():
            if made.property("code") == code:
                made.setChecked(True)
        self._choose()
        self.units.setCurrentIndex(max(0, self.units.findData(unit)))

    def offer_each(self, *, on: bool) -> None:
        """Offer every department in turn, to those who look at one; or the whole project."""
        self._each, self._whole = on, N_("Every department") if on else N_("The whole project")
        for made in self.group.buttons():
            made.setEnabled(not on or bool(AUDIENCES[str(made.property("code"))].unit))
        self._choose()

    def _choose(self, *_: object) -> None:
        self._gets.setText(self._context.say(self.audience.gets))
        self._line.setVisible(bool(self.audience.unit))
        must = self.audience.unit == "must"
        none = N_("– choose a department –") if must and not self._each else self._whole
        self.units.setItemText(0, self._context.say(none))
        self.changed.emit()

    def _fill(self) -> None:
        self.units.addItem("", "")
        registers = self._context.registers
        with self._context.workspace.read() as session:
            keys = rows(session, registers, Query("department", order=(Order("number"),)))
            for record in records(session, registers, "department", keys):
                self.units.addItem(record.title(registers["department"]), record.id)
