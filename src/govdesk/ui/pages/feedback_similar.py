"""Points out voices that say much the same as what is typed or chosen; a click shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from govdesk.ui.context import Context
from govdesk.ui.slot import giving
from govdesk.ui.text import button, label, say_tip, shorten

if TYPE_CHECKING:
    from govdesk.insight.similar_voice import Similar
    from govdesk.progress import Progress

_PAUSE = 250
_LONGEST = 60


class SimilarVoices(QWidget):
    """A line for each voice that is much the same; gone where there is none.

    Signals:
        found: The voices that are shown now.
    """

    found = Signal(object)

    def __init__(self, context: Context, words: str, most: int = 1) -> None:
        super().__init__()
        self._context = context
        self._turn = 0
        self._wanted = ("", "")
        self.shown: tuple[Similar, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._label = label(words, "caption")
        row.addWidget(self._label)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        row.addLayout(lines, 1)
        self.lines: list[QPushButton] = []
        for place in range(most):
            line = button("", "link")
            line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            line.setStyleSheet("text-align: left")
            line.clicked.connect(giving(self._open, place))
            self.lines.append(line)
            lines.addWidget(line)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._look)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def look(self, text: str, besides: str = "") -> None:
        """Look for voices like a text, once nothing more is typed for a moment."""
        self._turn += 1
        self._wanted = (text.strip(), besides)
        if self._wanted[0]:
            self._pause.start()
        else:
            self._pause.stop()
            self._show(self._turn, ())

    def _look(self) -> None:
        if not self._context.is_open:
            return
        workspace, registers, project = self._context.workspace, self._context.registers, self._context.project
        turn, (text, besides), most = self._turn, self._wanted, len(self.lines)

        def work(_progress: Progress) -> tuple[Similar, ...]:
            from govdesk.insight.similar_voice import similar  # noqa: PLC0415 - comes with the workspace

            with workspace.read() as session:
                return similar(session, registers, project, text, besides=besides, most=most)

        self._context.jobs.read(work, lambda found: self._show(turn, found), owner=self)

    def _show(self, turn: int, found: tuple[Similar, ...]) -> None:
        if turn != self._turn:
            return
        self.shown = found
        for place, line in enumerate(self.lines):
            one = found[place] if place < len(found) else None
            line.setVisible(one is not None)
            if one is not None:
                words = f"FB-{one.number:04d}  {one.statement}"
                line.setText(shorten(words, _LONGEST).replace("&", "&&"))
                line.setAccessibleName(f"{self._label.text()}: {words}")
                say_tip(line, one.statement)
        self.setVisible(bool(found))
        self.found.emit(found)

    def _open(self, place: int) -> None:
        if place < len(self.shown):
            self._context.select("feedback", self.shown[place].id)
