"""Where a voice was heard: date, department, channel and who said it, remembered from the last one; or nobody at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from govdesk.errors import GovDeskError
from govdesk.fields.kind import Invalid
from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.editors import Editor, editor_for
from govdesk.ui.icon import icon
from govdesk.ui.text import button, say_tip

_KEPT = "feedback-entry"
_FIELDS = {"date": 120, "department": 150, "channel": 110, "source": 130}
_HINTED = ("department", "source")


class EntryContext(QWidget):
    """A row of editors and the switch for anonymous.

    Signals:
        left: An editor was left by Enter.
    """

    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        register, say = context.registers["feedback"], context.say
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.editors: dict[str, Editor] = {}
        for name, width in _FIELDS.items():
            editor = self.editors[name] = editor_for(register.field(name), context)
            editor.setFixedWidth(width)
            words = say(register.field(name).label)
            say_tip(editor.typed, words)
            if name in _HINTED:
                editor.typed.setProperty("placeholderText", words)
            editor.taken.connect(self._taken)
            row.addWidget(editor)
        self.anonymous = button(say(N_("Anonymous")), "chip", icon("eye-off", context.theme.colour("text")))
        self.anonymous.setCheckable(True)
        say_tip(self.anonymous, say(N_("Keep no name, no hour and no day: only the week (Alt+A)")))
        self.anonymous.setShortcut("Alt+A")
        self.anonymous.toggled.connect(self._veil)
        row.addWidget(self.anonymous)
        row.addStretch(1)

    def _taken(self, way: str) -> None:
        if way in ("down", "fill"):
            self.left.emit()

    def _veil(self, veiled: bool) -> None:
        self.editors["source"].setEnabled(not veiled)
        if veiled:
            self.editors["source"].show_value(None)

    def clear(self) -> None:
        """Forget who spoke; the rest stays for the next voice."""
        self.editors["source"].show_value(None)
        self.anonymous.setChecked(False)

    def values(self) -> dict[str, Any]:
        """Return what is filled in.

        Raises:
            GovDeskError: `invalid` or `future`.
        """
        found: dict[str, Any] = {}
        for name, editor in self.editors.items():
            value = editor.value()
            if isinstance(value, Invalid):
                raise GovDeskError(value.message, code="invalid")
            found[name] = value
        found["date"] = found["date"] or date.today()
        if found["date"] > date.today():
            raise GovDeskError(N_("The date lies in the future. Nothing was kept yet; correct it."), code="future")
        found["anonymous"] = self.anonymous.isChecked()
        return found

    # ------------------------------------------------------------ what is remembered

    def show_remembered(self) -> None:
        """Show date, channel and department as they were last; a department that is gone is left blank."""
        from govdesk.store.query import find  # noqa: PLC0415 - the store comes with the workspace

        context = self._context
        kept = context.settings.views.get(self._key(), {})
        day, today, home = kept.get("date"), date.today(), kept.get("department")
        heard = date.fromisoformat(day) if day and kept.get("kept_on") == today.isoformat() else today
        if home:
            with context.workspace.read() as session:
                home = home if find(session, context.registers, "department", home) is not None else None
        self.editors["date"].show_value(heard)
        self.editors["channel"].show_value(kept.get("channel"))
        self.editors["department"].show_value(home, kept.get("department_name", "") if home else "")

    def remember(self, values: dict[str, Any]) -> None:
        """Keep where a voice was heard for the next one."""
        entry = {
            "date": values["date"].isoformat(), "kept_on": date.today().isoformat(), "channel": values["channel"],
            "department": values["department"], "department_name": self.editors["department"].text(),
        }  # fmt: skip
        settings = self._context.settings
        self._context.settings = replace(settings, views={**settings.views, self._key(): entry})

    def _key(self) -> str:
        return f"{self._context.workspace.id}/{_KEPT}"
