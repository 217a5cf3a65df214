"""The search over everything (Ctrl+K): type, see what every register holds, go there with the keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QFocusEvent, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from govdesk.progress import Progress
from govdesk.ui.context import Context, View
from govdesk.ui.icon import icon, paint_icon
from govdesk.ui.jobs import Job
from govdesk.ui.text import ICON, frame, label, line
from govdesk.ui.theme import RADIUS, Theme

_EACH = 5
_PAUSE = 120
_DATA = Qt.ItemDataRole.UserRole
_AWAY = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the answer: a record, or, with an empty id, the whole of a register that fits."""

    register: str
    id: str
    title: str
    hint: str
    icon: str


class SearchPanel(QFrame):
    """A line and a list over the window, in place of the search field.

    Signals:
        gone: The user went to what was found.
    """

    gone = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self._before: QWidget | None = None
        self.setProperty("role", "popup")
        gettext = context.language.gettext
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        self.line = line(gettext("Search people, feedback, risks, checklists…"), gettext("Search everything"), "bare")
        mark = QLabel()
        mark.setPixmap(icon("search", context.theme.colour("accent")).pixmap(ICON))
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 8, 0)
        head.setSpacing(8)
        head.addWidget(mark)
        head.addWidget(self.line)
        head.addWidget(label("Esc", "key"))
        column.addLayout(head)
        column.addWidget(frame("line"))
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setProperty("role", "plain")
        self.list.setAccessibleName(gettext("What was found"))
        self.list.setItemDelegate(_HitPainter(context.theme, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.words = label("", "muted", wrap=True)
        self.words.setContentsMargins(8, 4, 8, 6)
        for part in (self.words, self.list):
            column.addWidget(part)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.search)
        self.line.textChanged.connect(self._pause.start)
        self.line.returnPressed.connect(self.go)
        self.list.itemClicked.connect(self.go)
        self.list.currentItemChanged.connect(self._announce)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(32)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        self.hide()

    def open_over(self, place: QRect) -> None:
        """Show the panel over a part of the window and wait for words."""
        self._before = QApplication.focusWidget()
        self.place(place)
        self.line.selectAll()
        self._show([])
        self.show()
        self.raise_()
        self.line.setFocus()
        if self.line.text():
            self.search()

    def place(self, place: QRect) -> None:
        """Lie over this part of the window, as wide as it, or wider where it is narrow."""
        width = max(place.width(), min(620, self.parentWidget().width() - 32))
        left = min(max(8, place.center().x() - width // 2), self.parentWidget().width() - width - 8)
        self.move(left, max(4, place.top() - 8))
        self.setFixedWidth(width)

    def search(self) -> None:
        """Ask every register for the words typed."""
        text = self.line.text().strip()
        if self._job is not None:
            self._job.cancel()
            self._job.mute()
            self._job = None
        if not text:
            self._show([])
            return
        context = self._context
        workspace, registers, project, lang = context.workspace, context.registers, context.project, context.language

        def work(progress: Progress) -> list[Hit]:
            from govdesk.store.query import Query, records, rows  # noqa: PLC0415 - after the first paint

            hits: list[Hit] = []
            with workspace.read() as session:
                for done, (code, register) in enumerate(registers.shown().items()):
                    progress(done, len(registers))
                    keys = rows(session, registers, Query(code, project if register.in_project else None, search=text))
                    if not keys:
                        continue
                    hits.append(
                        Hit(code, "", lang.gettext(register.about.plural), f"{len(keys):,}", register.about.icon)
                    )
                    number = register.field("number")
                    hits += [
                        Hit(code, r.id, r.title(register), r.show(number, lang), register.about.icon)
                        for r in records(session, registers, code, keys[:_EACH])
                    ]
            return hits

        self._job = context.jobs.read(work, self._show, owner=self)

    def go(self) -> None:
        """Go to the line that is marked."""
        item = self.list.currentItem()
        if item is None:
            return
        hit = cast(Hit, item.data(_DATA))
        text = self.line.text().strip()
        self.hide()
        from govdesk.store.query import Query  # noqa: PLC0415 - after the first paint

        project = self._context.project if self._context.registers[hit.register].in_project else None
        self._context.open_view(View(hit.register, Query(hit.register, project, search="" if hit.id else text)))
        if hit.id:
            self._context.select(hit.register, hit.id)
        self.gone.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and watched is self.line:
            return self._key(cast(QKeyEvent, event))
        if event.type() == QEvent.Type.FocusOut and watched is self.line and cast(QFocusEvent, event).reason() in _AWAY:
            self.hide()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}.get(
            Qt.Key(event.key())
        )
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            if self._before is not None and shiboken6.isValid(self._before):
                self._before.setFocus()
            return True
        if step is None or not self.list.count():
            return False
        self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
        return True

    def _announce(self, item: QListWidgetItem | None) -> None:
        if item is not None and self.line.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.line, item.text()))

    def _show(self, hits: list[Hit]) -> None:
        self._job = None
        gettext = self._context.language.gettext
        self.list.clear()
        for hit in hits:
            item = QListWidgetItem(hit.title if hit.id else f"{hit.title} ({hit.hint})")
            item.setData(_DATA, hit)
            self.list.addItem(item)
        first = next((n for n, hit in enumerate(hits) if hit.id), -1)
        self.list.setCurrentRow(first)
        typed = bool(self.line.text().strip())
        self.words.setText(
            gettext("Nothing found.")
            if typed
            else gettext("Names, numbers, words, pinyin initials: whatever you remember.")
        )
        self.words.setVisible(not hits)
        self.list.setVisible(bool(hits))
        room = self.parentWidget().height() - self.y() - 80
        high = sum(self.list.sizeHintForRow(n) for n in range(self.list.count()))
        self.list.setFixedHeight(min(high + 2, max(room, 120)))
        self.adjustSize()


class _HitPainter(QStyledItemDelegate):
    """Paints a register as a heading and a record as icon, title and number."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, 34 if cast(Hit, index.data(_DATA)).id else 30)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        hit = cast(Hit, index.data(_DATA))
        theme = self._theme
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        lit = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or lit:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(option.rect, RADIUS, RADIUS)
        font = QFont(option.font)
        font.setPixelSize(theme.text if hit.id else theme.caption)
        font.setBold(not hit.id)
        painter.setFont(font)
        room = option.rect.adjusted(8, 0, -8, 0)
        if hit.id:
            paint_icon(painter, hit.icon, theme.colour("text_muted"), QRect(room.left(), room.center().y() - 7, 16, 16))
            room.setLeft(room.left() + 26)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.colour("accent" if chosen else "text_muted"))
        right = painter.fontMetrics().horizontalAdvance(hit.hint) + 12
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | middle, hit.hint)
        painter.setPen(theme.colour("text" if hit.id else "text_muted"))
        words = painter.fontMetrics().elidedText(
            hit.title.replace("\n", " "), Qt.TextElideMode.ElideRight, room.width() - right
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | middle, words)
        painter.restore()
