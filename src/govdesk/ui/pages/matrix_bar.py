"""The bar below the matrix: explains one finding, steps to the next, and offers what mends it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from govdesk.i18n import N_, Message
from govdesk.insight.ownership import Board, Place
from govdesk.insight.ownership_check import Finding
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.slot import giving
from govdesk.ui.text import button, label, tool

_OFFERED = 3


class MatrixBar(QFrame):
    """One finding in words.

    Signals:
        shown: The finding that is explained now; None when the bar was closed.
        mend_asked: Letters wanted per cell that mend it, and what that is called.
        rows_asked: The finding whose records shall be opened as rows.
    """

    shown = Signal(object)
    mend_asked = Signal(object, object)
    rows_asked = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._findings: list[Finding] = []
        self._place = 0
        self.setProperty("role", "card")
        theme, say = context.theme, context.say
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 8)
        column.setSpacing(4)
        row = QHBoxLayout()
        column.addLayout(row)
        self._mark = QLabel()
        self.text = label("", wrap=True)
        self._offers = QHBoxLayout()
        self._offers.setSpacing(8)
        self._count = label("", "muted")
        row.addWidget(self._mark)
        row.addWidget(self.text, 1)
        row.addWidget(self._count)
        column.addLayout(self._offers)
        ink = theme.colour("text_muted")
        for name, words, act in (
            ("chevron-left", N_("Previous warning"), lambda: self.step(-1)),
            ("chevron-right", N_("Next warning"), lambda: self.step(1)),
            ("x", N_("Close the explanation"), self.leave),
        ):
            made = tool(icon(name, ink), say(words))
            made.clicked.connect(giving(act))
            row.addWidget(made)
        self.hide()

    def open(self, findings: Sequence[Finding], place: int, board: Board) -> None:
        """Explain one of the findings."""
        self._findings, self._place, self._board = list(findings), place % max(1, len(findings)), board
        if not findings:
            self.leave()
            return
        found = self._findings[self._place]
        ink = self._context.theme.colour(found.tone)
        self._mark.setPixmap(icon("triangle-alert", ink).pixmap(QSize(18, 18)))
        self.text.setText(self._context.say(found.text))
        self._count.setText(f"{self._place + 1} / {len(self._findings)}")
        while item := self._offers.takeAt(0):
            if item.widget() is not None:
                item.widget().deleteLater()
        for made in self._buttons(found):
            self._offers.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
        self._offers.addStretch(1)
        self.show()
        self.shown.emit(found)

    def refresh(self, findings: Sequence[Finding], board: Board) -> None:
        """Keep explaining what is still wrong; what was mended gives way to the next."""
        if self.isHidden():
            return
        now = self._findings[self._place]
        same = next(
            (n for n, f in enumerate(findings) if (f.code, f.line, f.head) == (now.code, now.line, now.head)), None
        )
        if same is None:
            self._findings = list(findings)
            self.leave()
        elif list(findings) != self._findings:
            self.open(findings, same, board)

    def step(self, way: int) -> None:
        """Go to the next or the previous finding."""
        if self._findings:
            self.open(self._findings, self._place + way, self._board)

    def leave(self) -> None:
        """Close the bar."""
        self.hide()
        self.shown.emit(None)

    def _buttons(self, found: Finding) -> list[QPushButton]:
        say, made = self._context.say, []
        if found.code == "several_a" and self._context.writable:
            heads = {h.id: h.name for h in self._board.heads}
            holders = [p for p in found.places if "A" in self._board.cell(*p).held]
            for kept in holders[:_OFFERED]:
                words = Message(N_("Keep {name}"), {"name": heads.get(kept[1], "")})
                one = button(say(words))
                one.clicked.connect(giving(self.mend_asked.emit, self._kept(holders, kept), self._title(found, words)))
                made.append(one)
        rows = button(say(N_("Open as rows")), "link")
        rows.clicked.connect(giving(self.rows_asked.emit, found))
        return [*made, rows]

    def _title(self, found: Finding, words: Message) -> Message:
        line = next((x.name for x in self._board.lines if x.id == found.line), "")
        return Message(N_("{record}: {what}"), {"record": line, "what": words})

    def _kept(self, holders: Sequence[Place], kept: Place) -> dict[Place, str]:
        """Return the letters that leave A with one; the others are consulted where they hold nothing else."""
        wanted = {}
        for place in holders:
            if place != kept:
                rest = self._board.cell(*place).letters.replace("A", "")
                wanted[place] = rest or "C"
        return wanted
