"""Edits one cell of the mitigation plan where it stands, with the editor that table and form use for the same field."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from govdesk.fields.kind import Invalid
from govdesk.i18n import N_, Message
from govdesk.insight.worklist import Step
from govdesk.ui.context import Context
from govdesk.ui.editors import Editor, editor_for
from govdesk.ui.text import tip
from govdesk.ui.writer import Writer

_CODE = "checklist_item"
_NARROWEST, _SPREAD = 150, 110


class PlanEdit(QObject):
    """Holds the one editor that is open.

    Signals:
        left: The editor was closed; where to go next: empty, `down`, `up`, `next` or `previous`.
    """

    left = Signal(str)

    def __init__(self, context: Context, room: QWidget) -> None:
        super().__init__(room)
        self._context = context
        self._room = room
        self._step: Step | None = None
        self.editor: Editor | None = None

    def open(self, step: Step, project: str, name: str, place: QRect, typed: QKeyEvent | None = None) -> None:
        """Show the editor of a step's field over its cell; a key that was pressed there is typed into it."""
        context = self._context
        if not context.writable:
            context.notify(context.say(N_("This workspace is open for reading only; nothing was changed.")))
            return
        self.leave()
        field = context.registers[_CODE].field(name)
        made = self.editor = editor_for(field, context, in_table=True)
        self._step, made.project = step, project or context.project
        value, shown = _held(step, name)
        made.show_value(value, shown)
        made.setParent(self._room)
        place = QRect(place.topLeft(), place.size())
        place.setWidth(max(place.width(), _NARROWEST))
        if made.spreads:
            place.setHeight(_SPREAD)
        place.moveRight(min(place.right(), self._room.width() - 2))
        place.moveBottom(min(place.bottom(), max(self._room.height() - 2, place.height())))
        made.setGeometry(place)
        made.taken.connect(self._taken)
        made.given_up.connect(self._give_up)
        made.show()
        made.setFocus()
        made.begin_typing(replace=True)
        if typed is not None:
            QApplication.sendEvent(made.typed, typed)

    def leave(self) -> None:
        """Close the editor, keeping what was typed where it fits."""
        if self.editor is not None:
            self._taken("")

    def _taken(self, way: str) -> None:
        editor, step = self.editor, self._step
        if editor is None or step is None:
            return
        why = self._write(editor, step)
        if why is not None and way:
            editor.mark(invalid=True)
            at = editor.mapToGlobal(QPoint(0, editor.height()))
            QToolTip.showText(at, tip(self._context.say(why)), editor)
            return
        if why is not None:
            self._context.notify(self._context.say(why))
        self._close(way)

    def _write(self, editor: Editor, step: Step) -> Message | None:
        """Write what stands in the editor; answer why not."""
        name, value = editor.field.name, editor.value()
        if isinstance(value, Invalid):
            return value.message
        if value == _held(step, name)[0]:
            return None
        why: list[Message] = []
        Writer.of(self._context).change(_CODE, [step.id], {name: value}, why.append)
        return why[0] if why else None

    def _give_up(self) -> None:
        self._close("")

    def _close(self, way: str) -> None:
        editor, self.editor, self._step = self.editor, None, None
        if editor is not None:
            editor.hide()
            editor.deleteLater()
            self.left.emit(way)


def _held(step: Step, name: str) -> tuple[Any, str]:
    """Return what a step holds in a field, and for a person the name."""
    if name == "owner":
        return step.owner or None, step.owner_name
    if name == "verified_by":
        return step.verifier or None, step.verifier_name
    value = {"step": step.text, "due": step.due, "evidence": step.evidence}[name]
    return value or None, ""
