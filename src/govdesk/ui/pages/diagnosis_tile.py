"""A tile of the diagnosis: what a rule is called, its level as icon and word, the sentence why, its records, its trend."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.diagnosis.catalogue import rule_named
from govdesk.insight.diagnosis.finding import Finding
from govdesk.insight.diagnosis.snapshot import Trend
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.pages.diagnosis_word import (
    LEVEL_ICONS,
    LEVEL_TONES,
    level_word,
    records_word,
    rule_title,
    trend_told,
    trend_word,
)
from govdesk.ui.text import button, label, say_tip
from govdesk.ui.theme import CARD_RADIUS

_STRIPE = 4
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Clamped(QWidget):
    """Words in at most so many lines; what does not fit ends in dots and stands in the tooltip."""

    def __init__(self, context: Context, lines: int, colour: str = "text", *, fixed: bool = True) -> None:
        super().__init__()
        self._context = context
        self._lines = lines
        self._colour = colour
        self._text = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(not fixed)
        self.setSizePolicy(policy)

    def show_words(self, text: str, colour: str = "") -> None:
        """Show other words, in another colour of the theme where one is named."""
        self._text, self._colour = text, colour or self._colour
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the words."""
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(120, self._lines * self.fontMetrics().lineSpacing() + 2)

    def heightForWidth(self, width: int) -> int:
        bounds = self.fontMetrics().boundingRect(0, 0, max(width, 1), 10_000, Qt.TextFlag.TextWordWrap, self._text)
        spacing = self.fontMetrics().lineSpacing()
        return min(max(1, round(bounds.height() / spacing)), self._lines) * spacing + 2

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._context.theme.colour(self._colour))
        metrics, width = self.fontMetrics(), self.width()
        layout = QTextLayout(self._text, self.font())
        layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
        layout.beginLayout()
        at, cut = 0, False
        for number in range(self._lines):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            start, top = line.textStart(), at + metrics.ascent()
            if number == self._lines - 1 and start + line.textLength() < len(self._text):
                rest = metrics.elidedText(self._text[start:], Qt.TextElideMode.ElideRight, width)
                painter.drawText(QPointF(0, top), rest)
                cut = True
            else:
                painter.drawText(QPointF(0, top), self._text[start : start + line.textLength()])
            at += metrics.lineSpacing()
        layout.endLayout()
        painter.end()
        say_tip(self, self._text if cut else "")


class LevelMark(QWidget):
    """A level as icon and word, in its colour."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        self._picture, self._word = QLabel(), label("", "strong")
        row.addWidget(self._picture)
        row.addWidget(self._word)

    def show_level(self, level: str, rule: str = "") -> None:
        """Show another level, in the words of a rule."""
        ink = self._context.theme.tone(LEVEL_TONES[level])[0]
        self._picture.setPixmap(icon(LEVEL_ICONS[level], ink).pixmap(QSize(18, 18)))
        self._word.setText(level_word(self._context, level, rule))
        self._word.setStyleSheet(f"color: {ink.name()}")


class FindingTile(QFrame):
    """One finding.

    Signals:
        opened: Code of the rule whose detail is asked for.
        rows_asked: The `Finding` whose records are asked for, or whose missing register.
    """

    opened = Signal(str)
    rows_asked = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.finding: Finding | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 10, 14, 8)
        column.setSpacing(4)
        head = QHBoxLayout()
        self.title, self.mark = label("", "strong"), LevelMark(context)
        head.addWidget(self.title, 1)
        head.addWidget(self.mark)
        column.addLayout(head)
        self.words = Clamped(context, 3)
        self.words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column.addWidget(self.words)
        foot = QHBoxLayout()
        self.rows, self.trend = button("", "link"), label("", "caption")
        self.rows.setStyleSheet("padding: 0")
        foot.setContentsMargins(0, 0, 0, 0)
        self.rows.clicked.connect(lambda: self.rows_asked.emit(self.finding))
        foot.addWidget(self.rows)
        foot.addStretch(1)
        foot.addWidget(self.trend)
        column.addLayout(foot)

    def show_finding(self, finding: Finding, trend: Trend | None) -> None:
        """Show another finding."""
        context, self.finding = self._context, finding
        title, unjudged = rule_title(context, finding.rule), finding.level == "insufficient"
        words = context.say(rule_named(finding.rule).why if unjudged else finding.sentence)
        self.title.setText(title)
        self.mark.show_level(finding.level, finding.rule)
        self.words.show_words(words, "text_muted" if unjudged else "text")
        say_tip(self, context.say(finding.sentence))
        if unjudged and finding.missing:
            more = f" +{len(finding.missing) - 1}" if len(finding.missing) > 1 else ""
            missing = Message(N_("Missing: {missing}"), {"missing": finding.missing[0].words})
            told = f"{context.say(missing)}{more} ›"
        else:
            told = f"{records_word(context, finding.count)} ›"
        self.rows.setText(told.replace("&", "&&"))
        self.rows.setVisible(finding.count > 0 or bool(finding.missing))
        self.rows.setAccessibleName(f"{title}: {told}")
        self.trend.setText(trend_word(context, trend))
        say_tip(self.trend, trend_told(context, trend))
        self.setAccessibleName(f"{title}: {level_word(context, finding.level, finding.rule)}")
        self.setAccessibleDescription(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._context.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(box, CARD_RADIUS, CARD_RADIUS)
        painter.fillPath(shape, theme.colour("surface"))
        if self.finding is not None:
            painter.setClipPath(shape)
            ink = theme.tone(LEVEL_TONES[self.finding.level])[0]
            painter.fillRect(QRectF(0, 0, _STRIPE, self.height()), ink)
            painter.setClipping(False)
        edge = "accent" if self.hasFocus() else "border_strong" if self.underMouse() else "border"
        painter.setPen(QPen(theme.colour(edge), 2 if self.hasFocus() else 1))
        painter.drawPath(shape)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.finding is not None:
            self.opened.emit(self.finding.rule)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and inside and self.finding is not None:
            self.opened.emit(self.finding.rule)
