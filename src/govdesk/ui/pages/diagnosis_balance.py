"""The starting point as a bar from helping to policing: each part opens the deliverables that it is made of."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.diagnosis.finding import Balance, Evidence, Finding
from govdesk.registers.ownership import PURPOSE
from govdesk.ui.context import Context
from govdesk.ui.pages.diagnosis_tile import Clamped
from govdesk.ui.text import button, frame, label, say_tip

_HEIGHT = 28
_LEFT, _RIGHT = Qt.Key.Key_Left, Qt.Key.Key_Right
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
#: Ground of each part, the same in both themes; white words on them measure at least 4.5:1.
_GROUNDS = {"assist": "#00735A", "inform": "#1F6FA5", "control": "#8A6500", "penalise": "#B3261E"}


class BalanceBar(QWidget):
    """The bar; arrow keys move along its parts, Enter opens one.

    Signals:
        opened: The `Evidence` of a part.
    """

    opened = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._parts: tuple[tuple[str, Evidence], ...] = ()
        self._at = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)

    def show_balance(self, balance: Balance) -> None:
        """Show another balance."""
        self._parts = tuple((code, rows) for code, rows in balance.parts if rows.count)
        self._at = 0
        self.setEnabled(bool(self._parts))
        told = ", ".join(self.words(n) for n in range(len(self._parts)))
        name = self._context.say(N_("Starting point"))
        self.setAccessibleName(f"{name}: {told}" if told else name)
        self.update()

    def words(self, place: int) -> str:
        """Return what a part says: what for, which share, how many."""
        code, rows = self._parts[place]
        return f"{self._name(code)} {self._share(rows):.0f}% ({rows.count:,})"

    def _name(self, code: str) -> str:
        return self._context.say(PURPOSE[code].label)

    def _share(self, rows: Evidence) -> float:
        return 100 * rows.count / sum(e.count for _, e in self._parts)

    def _boxes(self) -> list[QRectF]:
        left, boxes = 0.0, []
        for _, rows in self._parts:
            width = self._share(rows) / 100 * self.width()
            boxes.append(QRectF(left, 0, width, self.height()))
            left += width
        return boxes

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._context.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), 6, 6)
        painter.setClipPath(shape)
        painter.fillRect(self.rect(), theme.colour("surface_sunken"))
        bold = painter.font()
        bold.setWeight(bold.Weight.DemiBold)
        painter.setFont(bold)
        for box, (code, rows) in zip(self._boxes(), self._parts, strict=True):
            painter.fillRect(box, QColor(_GROUNDS[code]))
            painter.setPen(QColor("#FFFFFF"))
            words = f"{self._name(code)} {self._share(rows):.0f}%"
            room = box.adjusted(8, 0, -4, 0)
            if painter.fontMetrics().horizontalAdvance(words) > room.width():
                words, room = f"{self._share(rows):.0f}%", box.adjusted(3, 0, -1, 0)
            if painter.fontMetrics().horizontalAdvance(words) <= room.width():
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        if self.hasFocus() and self._parts:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for width, colour in ((5, "surface"), (2, "accent")):
                painter.setPen(QPen(theme.colour(colour), width))
                painter.drawRoundedRect(self._boxes()[self._at].adjusted(1, 1, -1, -1), 5, 5)
        painter.end()

    def _place(self, x: float) -> int:
        return next((n for n, box in enumerate(self._boxes()) if box.left() <= x < box.right()), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._place(event.position().x())
        say_tip(self, self.words(place) if place >= 0 else "")
        self.setCursor(Qt.CursorShape.PointingHandCursor if place >= 0 else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._place(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and place >= 0:
            self._at = place
            self.opened.emit(self._parts[place][1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (_LEFT, _RIGHT) and self._parts:
            step = 1 if event.key() == _RIGHT else -1
            self._at = min(max(self._at + step, 0), len(self._parts) - 1)
            self.setAccessibleDescription(self.words(self._at))
            self.update()
        elif event.key() in _ENTER and self._parts:
            self.opened.emit(self._parts[self._at][1])
        else:
            super().keyPressEvent(event)


class BalanceCard(QWidget):
    """The bar with its heading, what it is made of, and the sentence why.

    Signals:
        rows_asked: The `Evidence` to open.
        detail_asked: The rule behind it is wanted.
    """

    rows_asked = Signal(object)
    detail_asked = Signal()

    def __init__(self, context: Context, *, linked: bool = True) -> None:
        super().__init__()
        self._context = context
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = frame("card")
        outer.addWidget(card)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        title = label(context.say(N_("Starting point: does it help people or police them?")), "strong")
        title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head.addWidget(title, 1)
        self.made_of = label("", "caption")
        head.addWidget(self.made_of)
        column.addLayout(head)
        self.bar = BalanceBar(context)
        self.bar.opened.connect(self.rows_asked)
        column.addWidget(self.bar)
        self.words = Clamped(context, 3 if linked else 2, "text_muted")
        column.addWidget(self.words)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        self.unknown = button("", "link")
        self.unknown.clicked.connect(self._open_unknown)
        foot.addWidget(self.unknown)
        foot.addStretch(1)
        more = button(context.say(N_("Signs and rule ›")), "link")
        more.clicked.connect(self.detail_asked)
        more.setVisible(linked)
        foot.addWidget(more)
        column.addLayout(foot)
        if linked:
            column.addStretch(1)
        self._balance: Balance | None = None

    def show_balance(self, balance: Balance, finding: Finding) -> None:
        """Show another balance and what is said of it."""
        say, self._balance = self._context.say, balance
        voices = "–" if balance.voices is None else f"{balance.voices:,}"
        args = {"deliverables": balance.known, "voices": voices}
        self.made_of.setText(say(Message(N_("Deliverables: {deliverables} · voices: {voices}"), args)))
        self.bar.show_balance(balance)
        words = (
            say(finding.sentence)
            if balance.known
            else say(N_("No deliverable says yet what it is for: to assist, to inform, to control or to penalise."))
        )
        self.words.show_words(words)
        count = balance.unknown.count
        self.unknown.setText(say(Message(N_("Without a purpose: {count} ›"), {"count": count})))
        self.unknown.setVisible(count > 0)

    def _open_unknown(self) -> None:
        if self._balance is not None:
            self.rows_asked.emit(self._balance.unknown)
