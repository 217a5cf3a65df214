"""A dialog whose one great step is never taken by an Enter that was meant for something else."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog


class CarefulDialog(QDialog):
    """A dialog in which Enter acts on what has the keyboard, and on nothing else."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            return
        super().keyPressEvent(event)
