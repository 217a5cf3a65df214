"""The popup in which columns are shown, hidden and put in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from govdesk.fields.field import Field
from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.filter_popup import Popup
from govdesk.ui.text import button, label

_ROW = 28
_NAME = int(Qt.ItemDataRole.UserRole)


class ColumnChooser(Popup):
    """A list of the fields: a tick shows one, dragging or Alt and an arrow key moves it.

    Signals:
        chosen: Names of the fields to show, in order.
        reset: The columns shall be as on the first day.
    """

    chosen = Signal(list)
    reset = Signal()

    def __init__(self, context: Context, fields: Sequence[Field], shown: Sequence[str], parent: QWidget) -> None:
        super().__init__(context, parent)
        say = context.language.gettext
        self.column.addWidget(label(say(N_("Columns")), "strong"))
        self.list = QListWidget()
        self.list.setProperty("role", "plain")
        self.list.setAccessibleName(say(N_("Columns")))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        by_name = {f.name: f for f in fields}
        for name in [*shown, *(f.name for f in fields if f.name not in shown)]:
            item = QListWidgetItem(say(by_name[name].label))
            item.setData(_NAME, name)
            item.setSizeHint(QSize(0, _ROW))
            item.setCheckState(Qt.CheckState.Checked if name in shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.column.addWidget(self.list)
        self.column.addWidget(label(say(N_("Drag to reorder, or Alt+↑ and Alt+↓")), "caption", wrap=True))
        back = button(say(N_("As at the start")), "link")
        back.clicked.connect(self._reset)
        self.column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFixedSize(280, min(480, 140 + _ROW * len(fields)))
        self._pause = QTimer(self, singleShot=True, interval=0)
        self._pause.timeout.connect(self._tell)
        self.list.itemChanged.connect(lambda _: self._pause.start())
        self.list.model().rowsMoved.connect(lambda *_: self._pause.start())
        self.list.installEventFilter(self)
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def names(self) -> list[str]:
        """Return the ticked fields in order."""
        items = [self.list.item(r) for r in range(self.list.count())]
        return [i.data(_NAME) for i in items if i.checkState() == Qt.CheckState.Checked]

    def _tell(self) -> None:
        if self.names():
            self.chosen.emit(self.names())

    def _reset(self) -> None:
        self._pause.stop()
        self.close()
        self.reset.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self._move(step)
                return True
        return False

    def _move(self, step: int) -> None:
        row = self.list.currentRow()
        if 0 <= row + step < self.list.count():
            item: Any = self.list.takeItem(row)
            self.list.insertItem(row + step, item)
            self.list.setCurrentRow(row + step)
            self._pause.start()
