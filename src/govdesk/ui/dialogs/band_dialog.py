"""The dialog that names the four bands of the risk matrix and says from which score each begins; kept in the workspace."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QSpinBox, QVBoxLayout, QWidget

from govdesk.i18n import N_
from govdesk.insight.exposure import LEVELS, SETTING, Bands
from govdesk.store.setting import write_setting
from govdesk.ui.context import Context
from govdesk.ui.text import button, label, line


class BandDialog(QDialog):
    """Four names and four first scores.

    Signals:
        kept: Other bands were written.
    """

    kept = Signal()

    def __init__(self, context: Context, bands: Bands, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._before = bands
        say = context.say
        self.setWindowTitle(say(N_("Bands of the matrix")))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.addWidget(
            label(
                say(N_("A score is probability times impact, 1 to 25. Each band begins at its first score.")),
                "muted",
                wrap=True,
            )
        )
        grid = QGridLayout()
        column.addLayout(grid)
        self.names, self.starts = [], []
        for place, (text, start) in enumerate(zip(bands.labels, bands.starts, strict=True)):
            name = line(name=say(N_("Name of the band")))
            name.setText(say(text))
            first = QSpinBox()
            first.setRange(1, LEVELS**2)
            first.setValue(start)
            first.setEnabled(bool(place))
            first.setAccessibleName(say(N_("First score")))
            grid.addWidget(name, place, 0)
            grid.addWidget(label(say(N_("from")), "muted"), place, 1)
            grid.addWidget(first, place, 2)
            self.names.append(name)
            self.starts.append(first)
        self.problem = label("", "error", wrap=True)
        column.addWidget(self.problem)
        box = QDialogButtonBox()
        self.usual = button(say(N_("The usual bands")), "link")
        self.usual.clicked.connect(lambda: self._write(Bands()))
        box.addButton(self.usual, QDialogButtonBox.ButtonRole.ResetRole)
        keep = button(say(N_("Keep")), "primary")
        keep.setEnabled(context.writable)
        keep.clicked.connect(self.keep)
        box.addButton(keep, QDialogButtonBox.ButtonRole.ApplyRole)
        away = button(say(N_("Cancel")))
        away.clicked.connect(self.reject)
        box.addButton(away, QDialogButtonBox.ButtonRole.RejectRole)
        column.addWidget(box)
        self.resize(400, 260)

    def keep(self) -> None:
        """Write the bands, or say why they make no sense."""
        say = self._context.say
        typed = [n.text().strip() for n in self.names]
        before = self._before.labels
        labels = tuple(b if t == say(b) else t for t, b in zip(typed, before, strict=True))
        found = Bands(tuple(s.value() for s in self.starts), labels)
        if not found.sound:
            self.problem.setText(say(N_("Each band needs a name and must begin above the one before it.")))
            return
        self._write(found)

    def _write(self, bands: Bands) -> None:
        if self._context.edit(lambda: write_setting(self._context.workspace, SETTING, bands.dump())):
            self.kept.emit()
            self.accept()
