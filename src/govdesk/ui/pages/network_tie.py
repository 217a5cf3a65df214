"""A tie drawn on the network becomes a relationship: its kind is chosen from a menu, and it is one undoable operation."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu

from govdesk.i18n import N_, Message
from govdesk.insight.network import Tie
from govdesk.store import edit
from govdesk.store.query import find
from govdesk.ui.context import Context
from govdesk.ui.pages.network_canvas import NetworkCanvas
from govdesk.ui.pages.network_painter import TONES, paint_line
from govdesk.ui.slot import giving
from govdesk.ui.text import action

#: A tie of each kind as a sentence.
SENTENCES = {
    "reports_to": N_("{person} reports to {other}"),
    "influences": N_("{person} influences {other}"),
    "allied": N_("{person} is allied with {other}"),
    "conflict": N_("{person} is in conflict with {other}"),
}
_MUTUAL = ("allied", "conflict")
_SIGN = QSize(40, 16)


class TieHand(QObject):
    """Asks of what kind a tie is that was drawn, and writes it."""

    def __init__(self, context: Context, canvas: NetworkCanvas) -> None:
        super().__init__(canvas)
        self._context = context
        self._canvas = canvas
        #: The ties that are there already, shown or not.
        self.ties: Sequence[Tie] = ()
        self.menu: QMenu | None = None
        canvas.tie_drawn.connect(self.ask)
        canvas.tie_lost.connect(self._lost)

    def ask(self, person: str, other: str, near: QPoint) -> None:
        """Offer the kinds of tie between two people, each as the sentence that it makes."""
        menu = QMenu(self._canvas)
        names = {"person": self._canvas.name_of(person), "other": self._canvas.name_of(other)}
        for code, sentence in SENTENCES.items():
            words = self._context.say(Message(sentence, names))
            entry = action(words, menu, self._sign(code))
            entry.triggered.connect(giving(self.draw, person, code, other))
            menu.addAction(entry)
        menu.setActiveAction(menu.actions()[0])
        menu.aboutToHide.connect(menu.deleteLater)
        self.menu = menu
        menu.popup(self._canvas.mapToGlobal(near + QPoint(12, 12)))

    def _sign(self, kind: str) -> QIcon:
        ratio = self._canvas.devicePixelRatioF()
        made = QPixmap(_SIGN * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = _SIGN.height() / 2
        colour = self._context.theme.colour(TONES[kind])
        paint_line(painter, QPointF(3, middle), QPointF(_SIGN.width() - 4, middle), kind, colour, 1.6)
        painter.end()
        return QIcon(made)

    def draw(self, person: str, kind: str, other: str) -> None:
        """Write the tie, unless it is there already."""
        ends = [(person, other), (other, person)] if kind in _MUTUAL else [(person, other)]
        known = next((t for t in self.ties if t.kind == kind and (t.person, t.other) in ends), None)
        if known is not None:
            self._context.notify(self._context.say(N_("There is such a tie already; it is chosen now.")))
            self._context.select("relationship", known.id)
            return
        workspace, registers = self._context.workspace, self._context.registers
        names = {"person": self._canvas.name_of(person), "other": self._canvas.name_of(other)}
        label = Message(N_("New tie: {words}"), {"words": Message(SENTENCES[kind], names)})

        def work() -> str:
            with workspace.read() as session:
                record = find(session, registers, "stakeholder", person)
            project = record.values["project"] if record is not None else None
            values = {"project": project, "person": person, "kind": kind, "other": other}
            return edit.create(workspace, "relationship", values, label)

        self._context.edit(work, lambda made: self._context.select("relationship", made))

    def _lost(self) -> None:
        self._context.notify(self._context.say(N_("A tie needs a person at each end: nothing was changed.")))
