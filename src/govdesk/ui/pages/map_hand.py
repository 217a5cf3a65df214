"""What is dragged on the stakeholder map becomes one undoable operation, with the reason that was given."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QPoint

from govdesk.i18n import N_, Message
from govdesk.insight.standing import Standing
from govdesk.store import edit
from govdesk.ui.context import Context
from govdesk.ui.pages.map_canvas import MapCanvas
from govdesk.ui.pages.reason_bar import ReasonBar


class MapHand(QObject):
    """Takes what the canvas reports as moved, asks why, and writes it."""

    def __init__(self, context: Context, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._context = context
        self._canvas = canvas
        #: Everybody of the view, on the map or beside it.
        self.people: Mapping[str, Standing] = {}
        self.reason = ReasonBar(context, canvas)
        canvas.moved.connect(self._moved)
        canvas.person_dropped.connect(lambda who, across, up, near: self._moved(who, across, up, near, False))
        canvas.dropped_outside.connect(self._outside)
        canvas.refused.connect(self._refuse)

    def _moved(self, who: str, interest: int, power: int, near: QPoint, by_key: bool) -> None:
        one = self.people.get(who)
        if one is None or (one.interest, one.power) == (interest, power):
            return
        if by_key:
            self._write(one, interest, power, "")
            return
        words = self._canvas.painter.move_words(one, (interest, power))
        self.reason.ask(words, near, lambda why: self._write(one, interest, power, why), self._leave)
        self._canvas.ghost = (one, (interest, power))
        self._canvas.update()

    def _leave(self) -> None:
        self._canvas.ghost = None
        self._canvas.update()

    def _write(self, one: Standing, interest: int, power: int, reason: str) -> None:
        self._leave()
        workspace = self._context.workspace
        values = {n: v for n, v in (("power", power), ("interest", interest)) if getattr(one, n) != v}
        if len(values) == 1:
            self._context.edit(lambda: edit.change(workspace, "stakeholder", [one.id], values, reason))
            return
        args = {"record": one.name, "power": power, "interest": interest, "reason": reason}
        text = (
            N_("{record} to power {power}, interest {interest} ({reason})")
            if reason
            else N_("{record} to power {power}, interest {interest}")
        )
        label = Message(text, args)
        self._context.edit(lambda: edit.change_many(workspace, "stakeholder", {one.id: values}, label=label))

    def _outside(self) -> None:
        self._context.notify(self._context.say(N_("Outside the map there is no judgement: nothing was changed.")))

    def _refuse(self) -> None:
        if not self._context.writable:
            text = N_("This workspace is open for reading only: nothing was changed.")
        else:
            text = N_("This is the past, and it stays as it was. Take the slider back to today to reassess.")
        self._context.notify(self._context.say(text))
