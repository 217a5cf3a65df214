"""The dialog in which an organisation says what the checks of the responsibility matrix hold to be too much."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QGridLayout, QSpinBox, QVBoxLayout, QWidget

from govdesk.i18n import N_
from govdesk.insight.ownership_check import SETTING, Rules
from govdesk.store.setting import write_setting
from govdesk.ui.context import Context
from govdesk.ui.text import button, label

_LINES = (
    ("consulted", N_("Too many are consulted: more C for one deliverable than"), "", 99),
    ("informed", N_("Too many are informed: more I for one deliverable than"), "", 99),
    ("share", N_("Too much with one: more of all A than"), " %", 100),
    ("least", N_("… but only from so many A on"), "", 999),
)


class RuleDialog(QDialog):
    """Four limits and whether one may do both; kept in the workspace, so that they hold for all who open it.

    Signals:
        kept: The rules, after they were written.
    """

    kept = Signal(object)

    def __init__(self, context: Context, rules: Rules, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        say = context.say
        self.setWindowTitle(say(N_("Checks of the matrix")))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        hint = N_("No A, several A and no R are always pointed out. The rest is for your organisation to say.")
        column.addWidget(label(say(hint), "muted", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        self.limits: dict[str, QSpinBox] = {}
        for row, (name, words, unit, most) in enumerate(_LINES):
            box = self.limits[name] = QSpinBox()
            box.setRange(0, most)
            box.setSuffix(unit)
            box.setAccessibleName(say(words))
            grid.addWidget(label(say(words)), row, 0)
            grid.addWidget(box, row, 1)
        column.addLayout(grid)
        self.alone = QCheckBox(say(N_("Nobody may hold both R and A in one deliverable")))
        column.addWidget(self.alone)
        buttons = QDialogButtonBox()
        self.keep_button = button(say(N_("Keep")), "primary")
        usual, away = button(say(N_("As usual")), "ghost"), button(say(N_("Cancel")))
        buttons.addButton(self.keep_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(away, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.addButton(usual, QDialogButtonBox.ButtonRole.ResetRole)
        self.keep_button.setEnabled(context.writable)
        self.keep_button.clicked.connect(lambda: self.keep())
        away.clicked.connect(self.reject)
        usual.clicked.connect(lambda: self.show_rules(Rules()))
        column.addWidget(buttons)
        self.show_rules(rules)

    def show_rules(self, rules: Rules) -> None:
        """Show these rules."""
        for name, box in self.limits.items():
            box.setValue(getattr(rules, name))
        self.alone.setChecked(rules.alone)

    def keep(self) -> None:
        """Write the rules into the workspace."""
        made = Rules(alone=self.alone.isChecked(), **{name: box.value() for name, box in self.limits.items()})
        workspace = self._context.workspace
        if self._context.edit(lambda: write_setting(workspace, SETTING, made.dump())):
            self.kept.emit(made)
            self.accept()
