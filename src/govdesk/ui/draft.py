"""What was typed and stands in no record yet: new records half filled in, texts that do not fit their field, quick lines.

The form, the table and the entry lines leave it here, so that choosing another record loses none of it; `store/draft`
keeps it in the workspace, so that a crash loses ten seconds of it at most.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.ui.context import Context
from govdesk.ui.slot import giving

if TYPE_CHECKING:
    from govdesk.store.draft import Place
    from govdesk.store.workspace import Workspace
    from govdesk.ui.editors import Editor

#: Milliseconds after which what was typed is kept in the workspace; the form hands it over after eight seconds at most.
_PAUSE = 700
#: Milliseconds between two tries where it could not be kept.
_AGAIN = 5_000
#: Milliseconds after which the text of an open cell is kept.
_TYPED = 5_000
#: Where the text of an open cell is kept, with the record's id and the field's name.
CELL = "cell"
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HALF = N_("This was still being typed when the program ended. Finish it, or press Escape to drop it.")


@dataclass(frozen=True, slots=True)
class Unfit:
    """A text as it was typed, and why its field cannot take it."""

    text: str
    why: Message


class Drafts(QObject):
    """The drafts, the unfit texts and the half-written lines of the open workspace.

    Signals:
        begun: Register code of a new record that is to be filled in now.
        changed: Register code in which a draft or an unfit text came or went.
        closing: The workspace is about to be closed; whoever holds typed text hands it over now.
    """

    begun = Signal(str)
    changed = Signal(str)
    closing = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._context = context
        self._new: dict[str, dict[str, Any]] = {}
        self._unfit: dict[tuple[str, str], dict[str, Unfit]] = {}
        self._lines: dict[Place, dict[str, Any]] = {}
        self._left: set[Place] = set()
        self._late: set[Place] = set()
        self._of = ""
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self.write)
        context.workspace_changed.connect(self.load)
        context.workspace_closing.connect(self._close)
        self.load()

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
        self._moved(code, "")

    def discard(self, code: str) -> None:
        """Forget a register's unfinished record and the texts typed into it."""
        self._new.pop(code, None)
        self._unfit.pop((code, ""), None)
        self._moved(code, "")

    def keep(self, code: str, record: str, field: str, unfit: Unfit) -> None:
        """Keep a text that does not fit; the record's id is empty for the unfinished one."""
        self._unfit.setdefault((code, record), {})[field] = unfit
        self._moved(code, record)

    def unfit(self, code: str, record: str) -> dict[str, Unfit]:
        """Return a record's unfit texts by field."""
        return self._unfit.get((code, record), {})

    def settle(self, code: str, record: str, field: str) -> None:
        """Forget an unfit text, for the field holds a value again."""
        texts = self._unfit.get((code, record))
        if texts and texts.pop(field, None) is not None:
            if not texts:
                del self._unfit[code, record]
            self._moved(code, record)

    @property
    def any_unfit(self) -> bool:
        """Whether any text waits to be mended."""
        return bool(self._unfit)

    @property
    def unsaved(self) -> int:
        """How many texts stand on the screen and in no record, because they do not fit or could not be written."""
        return sum(map(len, self._unfit.values()))

    def line(self, code: str, place: str) -> dict[str, Any]:
        """Return what stands half written in a line of a page; nothing where it is empty."""
        return self._lines.get((code, place), {})

    def adopt(self, code: str, place: str) -> dict[str, Any]:
        """Return what was left in a line last time, to the first that asks."""
        if (code, place) not in self._left:
            return {}
        self._left.discard((code, place))
        return self.line(code, place)

    def set_line(self, code: str, place: str, content: dict[str, Any]) -> None:
        """Keep what stands in a line, values that JSON holds; nothing forgets it."""
        if content == self.line(code, place):
            return
        if content:
            self._lines[code, place] = content
        else:
            self._lines.pop((code, place), None)
        self._note((code, place))

    # ------------------------------------------------------------ in the workspace

    def write(self) -> None:
        """Keep in the workspace what changed since, behind the write that is running."""
        context = self._context
        if not self._late or not context.writable:
            self._late.clear()
            return
        workspace, wanted = context.workspace, self._wanted()
        if context.jobs.writing:
            context.jobs.write(
                lambda _progress: _write(workspace, wanted), owner=self, failed=lambda _: self._retry(wanted)
            )
        else:
            try:
                _write(workspace, wanted)
            except GovDeskError:
                self._retry(wanted)

    def load(self) -> None:
        """Take up what the open workspace keeps; a copy of the one that was open goes on with what stands here."""
        context = self._context
        if not context.is_open:
            return
        if context.workspace.id == self._of and (self._new or self._unfit or self._lines):
            self._late.update(self._places())
            self._timer.start()
            return
        self._of = context.workspace.id
        self.clear()
        if context.workspace.read_only:
            return
        from govdesk.store.draft import drafts  # noqa: PLC0415 - the store comes with the workspace

        for kept in drafts(context.workspace):
            self._take(*kept.place, kept.content)

    def clear(self) -> None:
        """Forget everything; what the workspace keeps stays there."""
        self._new.clear()
        self._unfit.clear()
        self._lines.clear()
        self._left.clear()
        self._late.clear()

    def kept(self) -> list[tuple[str, str]]:
        """Return where something stands unfinished: register code and record, which is empty for a new one."""
        ids = ((code, _ID.search(place)) for code, place in self._places())
        return list(dict.fromkeys((code, found.group() if found else "") for code, found in ids))

    def _places(self) -> list[Place]:
        return [*((c, "") for c in self._new), *self._unfit, *self._lines]

    def _moved(self, code: str, place: str) -> None:
        self._note((code, place))
        self.changed.emit(code)

    def _note(self, place: Place) -> None:
        self._late.add(place)
        if not self._timer.isActive():
            self._timer.start(_PAUSE)

    def _wanted(self) -> dict[Place, Mapping[str, Any] | None]:
        late, self._late = self._late, set()
        return {place: self._content(*place) for place in late}

    def _content(self, code: str, place: str) -> Mapping[str, Any] | None:
        if (code, place) in self._lines:
            return self._lines[code, place]
        if code not in self._context.registers:
            return None
        register = self._context.registers[code]
        kinds = {f.name: f.kind for f in register.fields()}
        values = {} if place else self._new.get(code)
        texts = {name: {"text": u.text, "why": u.why.dump()} for name, u in self.unfit(code, place).items()}
        if values is None or not (texts or not place):
            return None
        return {"values": {n: kinds[n].dump(v) for n, v in values.items() if n in kinds}, "texts": texts}

    def _take(self, code: str, place: str, content: Mapping[str, Any]) -> None:
        """Take up one entry that the workspace keeps."""
        fields = {f.name: f.kind for f in self._context.registers[code].fields()}
        values, texts = content.get("values"), content.get("texts")
        if place.startswith(f"{CELL}:"):
            _, record, name = (*place.split(":"), "", "")[:3]
            if name not in fields or not isinstance(content.get("text"), str):
                return
            self._unfit.setdefault((code, record), {})[name] = Unfit(content["text"], Message(_HALF))
            self._late |= {(code, place), (code, record)}
            self._timer.start()
        elif not isinstance(texts, dict):
            self._lines[code, place] = dict(content)
            self._left.add((code, place))
        else:
            if not place and isinstance(values, dict):
                self._new[code] = {n: fields[n].load(v) for n, v in values.items() if n in fields}
            found = {n: Unfit(t["text"], Message.load(t["why"])) for n, t in texts.items() if n in fields}
            if found:
                self._unfit[code, place] = found

    def _retry(self, wanted: Mapping[Place, object]) -> None:
        self._late.update(wanted)
        self._timer.start(_AGAIN)

    def _close(self, workspace: Workspace) -> None:
        self.closing.emit()
        if workspace.read_only or not self._late:
            return
        try:
            _write(workspace, self._wanted())
        except GovDeskError as error:
            self._context.say_error(error)


class KeepingCell(QTimer):
    """Keeps what is typed into an open cell, and forgets it when the editor is gone.

    Args:
        drafts: Where.
        cell: Register, record and field.
        editor: The cell's editor.
    """

    def __init__(self, drafts: Drafts, cell: tuple[str, str, str], editor: Editor) -> None:
        super().__init__(editor, singleShot=True, interval=_TYPED)
        self._drafts = drafts
        self._editor = editor
        self._place = (cell[0], f"{CELL}:{cell[1]}:{cell[2]}")
        self.timeout.connect(self._keep)
        editor.destroyed.connect(giving(drafts.set_line, *self._place, {}))

    def begin(self) -> None:
        """Keep what stands there in a few seconds."""
        if not self.isActive():
            self.start()

    def _keep(self) -> None:
        self._drafts.set_line(*self._place, {"text": self._editor.text()})


def _write(workspace: Workspace, wanted: Mapping[Place, Mapping[str, Any] | None]) -> None:
    from govdesk.store.draft import keep_drafts  # noqa: PLC0415 - the store comes with the workspace

    keep_drafts(workspace, wanted)
