"""The first page: three ways in, and the workspaces opened before."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from govdesk.ui.command import Commands, keys_of
from govdesk.ui.context import Context
from govdesk.ui.icon import icon, paint_icon, program_icon
from govdesk.ui.slot import giving
from govdesk.ui.text import button, label, say_tip, tool
from govdesk.ui.theme import CARD_RADIUS

_WIDTH = 880


class WayIn(QAbstractButton):
    """A card that is a button: an icon, what it does, and a sentence about it."""

    def __init__(self, context: Context, icon_name: str, title: str, words: str, *, dashed: bool = False) -> None:
        super().__init__()
        self._theme = context.theme
        self._icon = icon_name
        self._dashed = dashed
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 72, 20, 20)
        column.setSpacing(6)
        for text, role in ((title, "strong"), (words, "muted")):
            made = label(text, role, wrap=True)
            made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(made)
        column.addStretch(1)

    def sizeHint(self) -> QSize:
        return self.layout().sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.underMouse() or self.isDown()
        width = 2 if self.hasFocus() or self._dashed else 1
        pen = QPen(theme.colour("accent" if self.hasFocus() or self._dashed or lit else "border"), width)
        if self._dashed and not self.hasFocus():
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.colour("accent_soft" if lit or self._dashed else "surface"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), CARD_RADIUS, CARD_RADIUS)
        paint_icon(painter, self._icon, theme.colour("accent"), QRect(20, 24, 32, 32))
        painter.end()


class RecentItem(QAbstractButton):
    """One workspace opened before: its name, its folder, when it was last written."""

    def __init__(self, context: Context, path: Path) -> None:
        super().__init__()
        self._theme = context.theme
        self.setText(path.stem)
        self.setAccessibleName(path.stem)
        say_tip(self, str(path))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(48)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(12)
        mark = QLabel()
        mark.setPixmap(icon("database", context.theme.colour("text_muted")).pixmap(QSize(20, 20)))
        row.addWidget(mark)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(label(path.stem))
        folder = label("", "caption")
        folder.setText(folder.fontMetrics().elidedText(str(path.parent), Qt.TextElideMode.ElideMiddle, 440))
        names.addWidget(folder)
        names.addStretch(1)
        row.addLayout(names, 1)
        row.addWidget(label(f"{datetime.fromtimestamp(path.stat().st_mtime).astimezone():%Y-%m-%d %H:%M}", "caption"))

    def sizeHint(self) -> QSize:
        return QSize(400, 48)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focus = self.hasFocus()
        painter.setPen(QPen(self._theme.colour("accent"), 2) if focus else Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("hover") if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 6, 6)
        painter.end()


class Welcome(QScrollArea):
    """The page that is there while no workspace is open.

    Signals:
        import_asked: The user wants to choose a spreadsheet.
        recent_chosen: Path of the workspace to open again.
        recent_dropped: Path of the workspace to forget.
    """

    import_asked = Signal()
    recent_chosen = Signal(str)
    recent_dropped = Signal(str)

    def __init__(self, context: Context, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._commands = commands
        self.setWidgetResizable(True)
        inside = QWidget()
        inside.setObjectName("welcome")
        outer = QHBoxLayout(inside)
        middle = QWidget()
        middle.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(middle)
        column.setSpacing(0)
        outer.addStretch(1)
        outer.addWidget(middle, 100)
        outer.addStretch(1)
        column.addStretch(2)
        column.addLayout(self._head())
        column.addSpacing(24)
        column.addLayout(self._ways())
        column.addSpacing(24)
        self._recent(column, [Path(p) for p in context.settings.recent if Path(p).is_file()])
        column.addStretch(3)
        self.setWidget(inside)

    def _head(self) -> QHBoxLayout:
        gettext = self._context.language.gettext
        row = QHBoxLayout()
        row.setSpacing(16)
        mark = QLabel()
        mark.setPixmap(program_icon().pixmap(QSize(56, 56)))
        row.addWidget(mark)
        names = QVBoxLayout()
        names.setSpacing(4)
        names.addWidget(label(gettext("Welcome to GovDesk"), "title"))
        words = gettext(
            "The people side of a project in one place: who has a stake, who owns what, what people say, what is done about it."
        )
        names.addWidget(label(words, "muted", wrap=True))
        row.addLayout(names, 1)
        return row

    def _ways(self) -> QHBoxLayout:
        gettext = self._context.language.gettext
        row = QHBoxLayout()
        row.setSpacing(16)
        drop = WayIn(
            self._context, "file-spreadsheet", gettext("Drop a spreadsheet here"),
            gettext("Or click to choose one. Your own layout is read as it is; you see what is understood before anything is kept."),
            dashed=True,
        )  # fmt: skip
        empty = WayIn(
            self._context,
            "file-plus",
            gettext("Start empty"),
            gettext("Name a project, then type or paste what you know. One register is enough to begin."),
        )
        sample = WayIn(
            self._context,
            "sparkles",
            gettext("Open the sample"),
            gettext(
                "Two made-up projects with people, owners, voices and risks to look around in. Change what you like."
            ),
        )
        drop.clicked.connect(self.import_asked)
        empty.clicked.connect(self._commands["new"].trigger)
        sample.clicked.connect(self._commands["sample"].trigger)
        for card in (drop, empty, sample):
            card.setMinimumHeight(196)
            row.addWidget(card, 1)
        self.first = drop
        return row

    def _recent(self, column: QVBoxLayout, paths: list[Path]) -> None:
        gettext = self._context.language.gettext
        head = QHBoxLayout()
        if paths:
            head.addWidget(label(gettext("Recent workspaces"), "strong"))
        head.addStretch(1)
        command = self._commands["open"]
        another = button(command.text(), "link", tip=f"{command.text()} ({keys_of(command)})")
        another.clicked.connect(command.trigger)
        head.addWidget(another)
        column.addLayout(head)
        column.addSpacing(4)
        for path in paths[:5]:
            row = QHBoxLayout()
            row.setSpacing(0)
            item = RecentItem(self._context, path)
            item.clicked.connect(giving(self.recent_chosen.emit, str(path)))
            row.addWidget(item, 1)
            forget = tool(
                icon("x", self._context.theme.colour("text_muted")),
                gettext("Take “{name}” off this list; the file stays").format(name=path.stem),
            )
            forget.clicked.connect(giving(self.recent_dropped.emit, str(path)))
            row.addWidget(forget)
            column.addLayout(row)
