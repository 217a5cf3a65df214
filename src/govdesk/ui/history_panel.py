"""The timeline of everything that was done, at the side: by name, who and when, with undo of a chosen one."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from govdesk.i18n import N_, Message
from govdesk.progress import Progress
from govdesk.store.history import Operation
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.past_seal import fill_seal, seal_line
from govdesk.ui.text import button, label, say_tip, tool
from govdesk.ui.theme import RADIUS

_PAGE = 100
#: Said of what a merge brought in.
IN_COPY = N_("in the copy {file}")
_DATA = Qt.ItemDataRole.UserRole


class HistoryPanel(QFrame):
    """The list of operations.

    Signals:
        undo_asked: Number of the operation to take back.
        closed: The user is done with it.
    """

    undo_asked = Signal(int)
    closed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._last: int | None = None
        self._asking = False
        gettext = context.language.gettext
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(label(gettext("History"), "heading"))
        head.addStretch(1)
        shut = tool(icon("x", context.theme.colour("text_muted")), gettext("Close the history"))
        shut.clicked.connect(self.closed)
        head.addWidget(shut)
        column.addLayout(head)
        column.addWidget(label(gettext("Everything that was done, the newest first."), "muted", wrap=True))
        self.list = QListWidget()
        self.list.setProperty("role", "plain")
        self.list.setAccessibleName(gettext("History"))
        self.list.setItemDelegate(_OperationPainter(context, self.list))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.verticalScrollBar().valueChanged.connect(self._near_end)
        self.list.currentItemChanged.connect(self._offer)
        column.addWidget(self.list, 1)
        self.take_back = button(gettext("Undo this one"), "", icon("undo-2", context.theme.colour("text")))
        self.take_back.clicked.connect(self._undo)
        column.addWidget(self.take_back)
        self.seal = seal_line(context)
        column.addWidget(self.seal)
        self._offer()
        context.bridge.changed.connect(self.reload)

    def reload(self) -> None:
        """Read the newest operations again."""
        self._last = None
        if self.isVisible():
            self._ask()

    def showEvent(self, event: object) -> None:
        self._last = None
        self._ask()

    def chosen(self) -> Operation | None:
        """Return the operation that is marked."""
        item = self.list.currentItem()
        return cast(Operation, item.data(_DATA)) if item is not None else None

    def _ask(self) -> None:
        workspace, before = self._context.workspace, self._last
        self._asking = True

        def work(progress: Progress) -> list[Operation]:
            from govdesk.store.history import operations  # noqa: PLC0415 - after the first paint

            with workspace.read() as session:
                return operations(session, _PAGE, before)

        if before is None:
            fill_seal(self._context, self.seal, self)
        self._context.jobs.read(work, self._extend if before is not None else self._fill, owner=self)

    def _fill(self, found: list[Operation]) -> None:
        marked = self.chosen()
        self.list.clear()
        self._extend(found)
        for row in range(self.list.count()):
            if marked is not None and cast(Operation, self.list.item(row).data(_DATA)).id == marked.id:
                self.list.setCurrentRow(row)
        if marked is None:
            self.list.setCurrentRow(0)
        self._offer()

    def _extend(self, found: list[Operation]) -> None:
        self._asking = False
        for operation in found:
            item = QListWidgetItem(self._context.say(operation.label))
            item.setData(_DATA, operation)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, "\n".join((item.text(), *caption(self._context, operation)))
            )
            self.list.addItem(item)
        self._last = found[-1].id if len(found) == _PAGE else -1

    def _near_end(self, value: int) -> None:
        if not self._asking and self._last not in (None, -1) and value > self.list.verticalScrollBar().maximum() - 200:
            self._ask()

    def _offer(self) -> None:
        one = self.chosen()
        able = one is not None and one.kind == "do" and one.state == "done" and self._context.writable
        self.take_back.setEnabled(able)
        gettext = self._context.language.gettext
        say_tip(self.take_back, "" if able else gettext("Choose an operation above that is still in force."))

    def _undo(self) -> None:
        one = self.chosen()
        if one is not None:
            self.undo_asked.emit(one.id)


def caption(context: Context, operation: Operation) -> tuple[str, ...]:
    """Return when, who and how much in one line, and in another the file that it came from."""
    rows = context.language.ngettext("{count} row", "{count} rows", operation.rows)
    when = when_done(context, operation)
    first = " • ".join(filter(None, (when, operation.author, rows)))
    copy = context.say(Message(IN_COPY, {"file": operation.origin})) if operation.origin else ""
    second = " • ".join(filter(None, (copy, operation.source)))
    return (first, second) if second else (first,)


def when_done(context: Context, operation: Operation) -> str:
    """Return when an operation was done; no more than its week where it touched nameless records."""
    if operation.veiled:
        return context.say(Message(N_("Week of {day}"), {"day": f"{operation.when():%Y-%m-%d}"}))
    return f"{operation.when():%Y-%m-%d %H:%M}"


class _OperationPainter(QStyledItemDelegate):
    """Paints an operation: its name in up to two lines, below it who and when; what is undone is struck through."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context

    def _fonts(self, option: QStyleOptionViewItem, operation: Operation) -> tuple[QFont, QFont]:
        theme = self._context.theme
        name, small = QFont(option.font), QFont(option.font)
        name.setPixelSize(theme.text)
        name.setStrikeOut(operation.state in ("undone", "dropped") and operation.kind == "do")
        small.setPixelSize(theme.caption)
        return name, small

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        operation = cast(Operation, index.data(_DATA))
        name, small = self._fonts(option, operation)
        width = cast(QListWidget, self.parent()).viewport().width() - 20
        metrics = QFontMetrics(name)
        box = metrics.boundingRect(QRect(0, 0, width, 1000), _WRAP, index.data())
        high = min(box.height(), 2 * metrics.lineSpacing())
        return QSize(width, high + len(caption(self._context, operation)) * QFontMetrics(small).lineSpacing() + 18)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        operation = cast(Operation, index.data(_DATA))
        theme = self._context.theme
        name, small = self._fonts(option, operation)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft" if option.state & QStyle.StateFlag.State_Selected else "hover"))
            painter.drawRoundedRect(option.rect.adjusted(0, 1, 0, -1), RADIUS, RADIUS)
        room = option.rect.adjusted(10, 8, -10, -8)
        under = len(caption(self._context, operation)) * QFontMetrics(small).lineSpacing()
        painter.setFont(name)
        quiet = operation.state != "done" or operation.kind != "do"
        painter.setPen(theme.colour("text_muted" if quiet else "text"))
        painter.drawText(room.adjusted(0, 0, 0, -under), _WRAP, index.data())
        painter.setFont(small)
        painter.setPen(theme.colour("text_muted"))
        metrics = painter.fontMetrics()
        top = room.bottom() - under + 2
        for text in caption(self._context, operation):
            place = QRect(room.left(), top, room.width(), metrics.lineSpacing())
            painter.drawText(place, 0, metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room.width()))
            top += metrics.lineSpacing()
        painter.restore()


_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
