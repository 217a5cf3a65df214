"""Quick entry: one line for what was said, number keys for what lies behind it, Enter to keep it.

It stands above the inbox and takes the focus from anywhere in the window by Ctrl+Shift+N.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from govdesk.errors import GovDeskError
from govdesk.fields.kinds import Choice, Scale
from govdesk.i18n import N_, Message
from govdesk.ui.context import Context
from govdesk.ui.draft import Drafts
from govdesk.ui.icon import icon
from govdesk.ui.pages.feedback_context import EntryContext
from govdesk.ui.pages.feedback_similar import SimilarVoices
from govdesk.ui.pages.feedback_strip import KEYS, Strip
from govdesk.ui.text import button, frame, label, line

_THEMES = 8
#: Where the line is kept, and after how many milliseconds at most.
_PLACE, _LATE = "line", 5_000
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class QuickEntry(QWidget):
    """The bar that takes down one voice.

    Signals:
        kept: Id of the voice that was kept.
        left: Escape was pressed where nothing was written.
        opened: Whether there is more to fill in than the line now.
    """

    kept = Signal(str)
    left = Signal()
    opened = Signal(bool)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._composing = False
        self._context = context
        self._register = context.registers["feedback"]
        say = context.say
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = frame("card")
        outer.addWidget(card)
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        head = QHBoxLayout()
        self.text = line(say(N_("What was said, in one line…")), say(N_("What was said")), "bare")
        self.text.installEventFilter(self)
        self.text.textChanged.connect(self._unfold)
        head.addWidget(self.text, 1)
        head.addWidget(label("Ctrl+Shift+N", "key"))
        self.keep = button(say(N_("Keep")), "primary", icon("check", context.theme.colour("on_accent")))
        self.keep.clicked.connect(self.save)
        head.addWidget(self.keep)
        column.addLayout(head)
        self.similar = SimilarVoices(context, say(N_("Heard before:")))
        self.text.textChanged.connect(self._look_for_similar)
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        column.addWidget(self.similar)
        self._details = QWidget()
        column.addWidget(self._details)
        self._build_details()
        self.setTabOrder(self.text, self.strips["theme"])
        self.where.show_remembered()
        self._drafts = Drafts.of(context)
        self._late = QTimer(self, singleShot=True, interval=_LATE)
        self._late.timeout.connect(self._put_by)
        self._drafts.closing.connect(self._put_by)
        self._take_up()
        self.text.textChanged.connect(lambda _: self._late.isActive() or self._late.start())
        self._unfold()

    def _take_up(self) -> None:
        """Show what was being written down when the program ended."""
        kept = self._drafts.adopt("feedback", _PLACE).get("values", {})
        self.text.setText(str(kept.get("statement", "")))
        for name, strip in self.strips.items():
            if kept.get(name) is not None:
                strip.show_value(kept[name])
        if kept:
            self.anonymous.setChecked(bool(kept.get("anonymous")))

    def _put_by(self) -> None:
        """Keep what is being written down, lest the program end before it is a voice."""
        self._late.stop()
        text = self.text.text().strip()
        kept: dict[str, Any] = {"statement": text, "anonymous": self.anonymous.isChecked()}
        kept |= {name: strip.value for name, strip in self.strips.items() if strip.value is not None}
        self._drafts.set_line("feedback", _PLACE, {"values": kept} if text else {})

    def _build_details(self) -> None:
        column = QVBoxLayout(self._details)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        say = self._context.say
        self.strips: dict[str, Strip] = {}
        for name in ("theme", "cause", "sentiment"):
            words = N_("Cause") if name == "cause" else self._register.field(name).label
            strip = self.strips[name] = Strip(self._context, say(words))
            strip.picked.connect(self._next)
            strip.taken.connect(self.save)
            column.addWidget(strip)
        self.where = EntryContext(self._context)
        self.where.left.connect(self.text.setFocus)
        self.editors, self.anonymous = self.where.editors, self.where.anonymous
        column.addWidget(self.where)
        self.strips["cause"].offer(self._terms("cause"))
        self.strips["sentiment"].offer(self._terms("sentiment"))

    def _terms(self, name: str) -> list[tuple[Any, str]]:
        kind, gettext = self._register.field(name).kind, self._context.language.gettext
        if isinstance(kind, Scale):
            steps = range(kind.minimum, kind.maximum + 1)
            return [(step, kind.word(step, self._context.language)) for step in steps]
        assert isinstance(kind, Choice)  # noqa: S101 - the other kind that has words
        return [(t.code, gettext(t.label)) for t in kind.vocabulary][: len(KEYS)]

    # ------------------------------------------------------------ what is offered

    def _look_for_similar(self, text: str) -> None:
        self.problem.hide()
        self.similar.look(text)

    def fetch_themes(self) -> None:
        """Offer the themes that are used most in the project."""
        from govdesk.store.query import Query, distinct  # noqa: PLC0415 - the store comes with the workspace

        context = self._context
        with context.workspace.read() as session:
            found = distinct(session, context.registers, Query("feedback", context.project), "theme", _THEMES + 1)
        self.show_themes([str(one.value) for one in found])

    def show_themes(self, themes: list[str]) -> None:
        """Offer the themes that are used most."""
        strip = self.strips["theme"]
        strip.offer([(t, t) for t in themes[:_THEMES]])

    def begin(self) -> None:
        """Take the focus for a new voice."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._unfold()

    # ------------------------------------------------------------ keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._open(wanted=True)
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _digit(event):
            event.accept()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if self._composing:
            return False
        if event.key() in _ENTER:
            self.save()
            return True
        if event.key() == Qt.Key.Key_Escape:
            if not self.text.text():
                self.left.emit()
            self.clear()
            return True
        return bool(digit := _digit(event)) and self._pick(digit)

    def _pick(self, digit: str) -> bool:
        strip = next((s for s in self.strips.values() if s.isVisible() and s.value is None), None)
        if strip is not None and (place := KEYS.find(digit)) >= 0:
            strip.blockSignals(True)
            strip.pick_key(KEYS[place])
            strip.blockSignals(False)
        return True

    def _next(self) -> None:
        strips = [s for s in self.strips.values() if s.isVisible()]
        here = next((i for i, s in enumerate(strips) if s is self.sender()), len(strips))
        strips[min(here + 1, len(strips) - 1)].setFocus(Qt.FocusReason.TabFocusReason)

    def _unfold(self, *_: object) -> None:
        self._open(wanted=bool(self.text.text()) or self.text.hasFocus())

    def _open(self, *, wanted: bool) -> None:
        if wanted == self._details.isHidden():
            self._details.setVisible(wanted)
            self.opened.emit(wanted)

    @property
    def is_open(self) -> bool:
        """Whether there is more to fill in than the line."""
        return not self._details.isHidden()

    def fold(self) -> None:
        """Show the line alone, unless something is being written down."""
        inside = self.isAncestorOf(self.window().focusWidget() or self.window())
        self._open(wanted=bool(self.text.text()) or inside)

    # ------------------------------------------------------------ keeping it

    def clear(self) -> None:
        """Empty the line and what was picked for it."""
        self._drafts.set_line("feedback", _PLACE, {})
        self.text.clear()
        for strip in self.strips.values():
            strip.show_value(None)
        self.where.clear()

    def save(self) -> None:
        """Keep the voice and be ready for the next; what cannot be kept stays, with the reason."""
        if not self._context.is_open:
            return
        from govdesk.store import edit  # noqa: PLC0415 - the store comes with the workspace

        try:
            values = self._values()
        except GovDeskError as error:
            self._say_problem(self._context.say(error.message))
            return
        self._say_problem("")
        workspace = self._context.workspace

        def kept(identity: str) -> None:
            self.where.remember(values)
            self._drafts.set_line("feedback", _PLACE, {})
            if self.text.text().strip() == values["statement"]:
                self.clear()
            self.text.setFocus()
            self.kept.emit(identity)

        self._context.edit(lambda: edit.create(workspace, "feedback", values), kept)

    def _say_problem(self, words: str) -> None:
        """Say why a voice could not be kept, beside it and in passing."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        if words:
            self._context.notify(words)

    def _values(self) -> dict[str, Any]:
        from govdesk.insight.answering import due_after, heard_on  # noqa: PLC0415 - when there is something to keep

        if not self.text.text().strip():
            raise GovDeskError(N_("Write down what was said first."), code="empty")
        values: dict[str, Any] = {"statement": self.text.text().strip(), "status": "new"}
        values |= {name: strip.value for name, strip in self.strips.items()}
        values |= self.where.values()
        values["due"] = due_after(heard_on(values["date"], anonymous=values["anonymous"]))
        values["project"] = self._context.project or self._only_project()
        return values

    def _only_project(self) -> str:
        from govdesk.ui.project import projects  # noqa: PLC0415

        with self._context.workspace.read() as session:
            found = projects(session, self._context.registers, self._context.language)
        if len(found) != 1:
            message = Message(N_("Choose first which project this is about (Ctrl+P); the line stays."))
            raise GovDeskError(message, code="project")
        return found[0].id


def _digit(event: QKeyEvent) -> str:
    """Return the digit of Alt and a number key, or an empty text."""
    digit = chr(event.key()) if Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9 else ""
    return digit if event.modifiers() & Qt.KeyboardModifier.AltModifier else ""
