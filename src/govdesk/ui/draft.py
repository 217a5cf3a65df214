"""What was typed and stands in no record yet: new records half filled in, and texts that do not fit their field.

The form and the table leave such texts here, so that choosing another record loses none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from govdesk.i18n import Message
from govdesk.ui.context import Context


@dataclass(frozen=True, slots=True)
class Unfit:
    """A text as it was typed, and why its field cannot take it."""

    text: str
    why: Message


class Drafts(QObject):
    """The drafts and the unfit texts of the open workspace.

    Signals:
        begun: Register code of a new record that is to be filled in now.
        changed: Register code in which a draft or an unfit text came or went.
    """

    begun = Signal(str)
    changed = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._new: dict[str, dict[str, Any]] = {}
        self._unfit: dict[tuple[str, str], dict[str, Unfit]] = {}
        context.workspace_changed.connect(self.clear)

    @classmethod
    def of(cls, context: Context) -> Drafts:
        """Return the drafts that belong to a context."""
        return context.findChild(cls) or cls(context)

    def begin(self, code: str, values: dict[str, Any]) -> None:
        """Start a new record, or go on with the one that was left unfinished."""
        self._new.setdefault(code, dict(values))
        self.begun.emit(code)
        self.changed.emit(code)

    def new(self, code: str) -> dict[str, Any] | None:
        """Return the values of a register's unfinished record, or None where there is none."""
        return self._new.get(code)

    def set_new(self, code: str, field: str, value: Any) -> None:
        """Give the unfinished record a value."""
        self._new.setdefault(code, {})[field] = value
        self.changed.emit(code)

    def discard(self, code: str) -> None:
        """Forget a register's unfinished record and the texts typed into it."""
        self._new.pop(code, None)
        self._unfit.pop((code, ""), None)
        self.changed.emit(code)

    def keep(self, code: str, record: str, field: str, unfit: Unfit) -> None:
        """Keep a text that does not fit; the record's id is empty for the unfinished one."""
        self._unfit.setdefault((code, record), {})[field] = unfit
        self.changed.emit(code)

    def unfit(self, code: str, record: str) -> dict[str, Unfit]:
        """Return a record's unfit texts by field."""
        return self._unfit.get((code, record), {})

    def settle(self, code: str, record: str, field: str) -> None:
        """Forget an unfit text, for the field holds a value again."""
        texts = self._unfit.get((code, record))
        if texts and texts.pop(field, None) is not None:
            if not texts:
                del self._unfit[code, record]
            self.changed.emit(code)

    @property
    def any_unfit(self) -> bool:
        """Whether any text waits to be mended."""
        return bool(self._unfit)

    def clear(self) -> None:
        """Forget everything."""
        self._new.clear()
        self._unfit.clear()
