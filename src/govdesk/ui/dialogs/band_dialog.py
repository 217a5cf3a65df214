"""The dialog that names the bands of the risk matrix and says from which score each begins; kept in the workspace."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from govdesk.i18n import N_
from govdesk.insight.exposure import FEWEST, LEVELS, MOST, SETTING, Bands
from govdesk.store.setting import write_setting
from govdesk.ui.context import Context
from govdesk.ui.text import button, label, line


class BandDialog(QDialog):
    """How many bands, and for each a name and a first score.

    Signals:
        kept: Other bands were written.
    """

    kept = Signal()

    def __init__(self, context: Context, bands: Bands, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._shown = bands
        say = context.say
        self.setWindowTitle(say(N_("Bands of the matrix")))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        hint = N_("A score is probability times impact, 1 to 25. Each band begins at its first score.")
        column.addWidget(label(say(hint), "muted", wrap=True))
        many = QHBoxLayout()
        self.count = QSpinBox()
        self.count.setRange(FEWEST, MOST)
        self.count.setAccessibleName(say(N_("Number of bands")))
        many.addWidget(label(say(N_("Number of bands"))))
        many.addWidget(self.count)
        many.addStretch(1)
        column.addLayout(many)
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        column.addLayout(grid)
        self.names, self.starts, self._between = [], [], []
        for place in range(MOST):
            name, word, first = line(name=say(N_("Name of the band"))), label(say(N_("from")), "muted"), QSpinBox()
            first.setRange(1, LEVELS**2)
            first.setEnabled(bool(place))
            first.setAccessibleName(say(N_("First score")))
            for at, one in enumerate((name, word, first)):
                grid.addWidget(one, place, at)
            self.names.append(name)
            self.starts.append(first)
            self._between.append(word)
        self.problem = label("", "error", wrap=True)
        column.addWidget(self.problem)
        column.addWidget(self._buttons())
        self.show_bands(bands)
        self.count.valueChanged.connect(lambda count: self.show_bands(self.typed().resized(count)))
        self.resize(420, 300)

    def _buttons(self) -> QDialogButtonBox:
        say, box = self._context.say, QDialogButtonBox()
        self.usual = button(say(N_("The usual bands")), "link")
        self.usual.clicked.connect(lambda: self.show_bands(Bands()))
        box.addButton(self.usual, QDialogButtonBox.ButtonRole.ResetRole)
        keep = button(say(N_("Keep")), "primary")
        keep.setEnabled(self._context.writable)
        keep.clicked.connect(self.keep)
        box.addButton(keep, QDialogButtonBox.ButtonRole.ApplyRole)
        away = button(say(N_("Cancel")))
        away.clicked.connect(self.reject)
        box.addButton(away, QDialogButtonBox.ButtonRole.RejectRole)
        return box

    def show_bands(self, bands: Bands) -> None:
        """Show these bands, a line for each."""
        self._shown = bands
        self.count.blockSignals(True)
        self.count.setValue(len(bands.starts))
        self.count.blockSignals(False)
        for place, (name, word, first) in enumerate(zip(self.names, self._between, self.starts, strict=True)):
            there = place < len(bands.starts)
            for one in (name, word, first):
                one.setVisible(there)
            if there:
                name.setText(self._context.say(bands.labels[place]))
                first.setValue(bands.starts[place])
        self.problem.setText("")

    def typed(self) -> Bands:
        """Return the bands as they stand in the dialog; names that were left alone stay source texts."""
        before = self._shown.labels
        texts = [n.text().strip() for n in self.names[: len(before)]]
        labels = tuple(b if t == self._context.say(b) else t for t, b in zip(texts, before, strict=True))
        return Bands(tuple(s.value() for s in self.starts[: len(before)]), labels)

    def keep(self) -> None:
        """Write the bands, or say why they make no sense."""
        found = self.typed()
        if not found.sound:
            words = N_("Each band needs a name and must begin above the one before it.")
            self.problem.setText(self._context.say(words))
            return
        if self._context.edit(lambda: write_setting(self._context.workspace, SETTING, found.dump())):
            self.kept.emit()
            self.accept()
