"""The small edits that table and form make: at once, as one operation each, with what goes wrong told to who asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from govdesk.errors import GovDeskError
from govdesk.fields.field import Field
from govdesk.fields.kind import Invalid, Lookup
from govdesk.fields.text import fold
from govdesk.i18n import N_, Message
from govdesk.ui.context import Context

Failed = Callable[[Message], None]
Done = Callable[[Any], None]
Values = Mapping[str, Any]
Changes = Mapping[str, Values]


class Writer(QObject):
    """Writes for the views of one context.

    While `holding` names a register, a change of it comes from someone typing into a view: the rows keep their places
    until the user sorts or filters, so that no row flies away under the hand.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._context = context
        self.holding = ""

    @classmethod
    def of(cls, context: Context) -> Writer:
        """Return the writer that belongs to a context."""
        return context.findChild(cls) or cls(context)

    def change(self, code: str, ids: Sequence[str], values: Mapping[str, Any], failed: Failed) -> bool:
        """Set fields of records; answer whether it went well or waits its turn."""
        from govdesk.store import edit  # noqa: PLC0415 - the store comes with the workspace

        workspace = self._context.workspace
        turning = self._turning(code, dict.fromkeys(ids, values))
        if turning and not self._agreed():
            return False
        return self._held("" if turning else code, lambda: edit.change(workspace, code, ids, values), failed)

    def _turning(self, code: str, changes: Changes) -> bool:
        """Answer whether a record turns nameless by a change, and goes on as another row."""
        from govdesk.store.query import find  # noqa: PLC0415

        context, veil = self._context, self._context.registers[code].veil
        turning = [i for i, values in changes.items() if veil is not None and veil.covers(values)]
        if veil is None or not turning:
            return False
        with context.workspace.read() as session:
            found = [find(session, context.registers, code, i) for i in turning]
        return any(r is not None and not veil.covers(r.values) for r in found)

    def _agreed(self) -> bool:
        """Ask before records turn nameless, which nothing takes back; answer whether to go on."""
        context, say = self._context, self._context.say
        detail = N_("Name, day, author, number and history are removed from the file. This cannot be undone.")
        yes = say(N_("Make anonymous"))
        return context.ask.confirm(say(N_("Make it anonymous for good?")), say(detail), yes=yes, danger=True)

    def change_many(
        self,
        code: str,
        block: tuple[Changes, Sequence[Values]],
        label: Message,
        failed: Failed,
        done: Done | None = None,
    ) -> bool:
        """Set and make several records as one operation: values by id, and values of new records."""
        from govdesk.store import edit  # noqa: PLC0415

        workspace, (changes, creates) = self._context.workspace, block
        if (turning := self._turning(code, changes)) and not self._agreed():
            return False
        work = partial(edit.change_many, workspace, code, changes, creates, label)
        if len(changes) + len(creates) > _MANY:
            return self._beside(work, failed, done, label)
        return self._held("" if creates or turning else code, work, failed, done)

    def create(self, code: str, values: Mapping[str, Any], done: Callable[[str], None], failed: Failed) -> bool:
        """Make a record and hand its id to `done`."""
        from govdesk.store import edit  # noqa: PLC0415

        workspace = self._context.workspace
        return self._held("", lambda: edit.create(workspace, code, values), failed, done)

    def remove(self, code: str, ids: Sequence[str], failed: Failed, done: Done | None = None) -> bool:
        """Delete records."""
        from govdesk.store import edit  # noqa: PLC0415

        work = partial(edit.remove, self._context.workspace, code, ids)
        if len(ids) > _MANY:
            return self._beside(work, failed, done, Message(N_("Deleting {count} records"), {"count": len(ids)}))
        return self._held("", work, failed, done)

    def _beside(self, work: Callable[[], Any], failed: Failed, done: Done | None, label: Message | None = None) -> bool:
        jobs = self._context.jobs
        jobs.write(lambda _progress: work(), done, label=label, owner=self, failed=lambda e: failed(sentence_of(e)))
        return True

    def _held(
        self, code: str, work: Callable[[], Any], failed: Failed, done: Callable[[Any], None] | None = None
    ) -> bool:
        if self._context.jobs.writing:
            self._context.jobs.write(
                lambda _progress: work(), done, owner=self, failed=lambda e: failed(sentence_of(e))
            )
            return True
        self.holding = code
        try:
            answer = work()
        except GovDeskError as error:
            failed(error.message)
            self._context.strands(error)
            return False
        finally:
            self.holding = ""
        if done is not None:
            done(answer)
        return True


#: The refusal of a name that no record bears.
NOBODY = N_("“{text}” is not in {register} yet.")
#: More rows than this are written beside the window.
_MANY = 300


def sentence_of(error: Exception) -> Message:
    """Return what went wrong, in words."""
    from govdesk.ui.mishap import sentence  # noqa: PLC0415 - most sessions never need it

    return error.message if isinstance(error, GovDeskError) else sentence(error)


def read_text(context: Context, field: Field, text: object, project: str | None) -> Any:
    """Return the value that a typed text means in a field, links resolved by name, or Invalid."""
    from govdesk.store import edit  # noqa: PLC0415

    value = field.kind.read(text)
    if not isinstance(value, Lookup):
        return value
    with context.workspace.read() as session:
        found = edit.resolve(session, context.registers, value, project)
        if found is not None:
            return found
        likely = edit.candidates(session, context.registers, value.target, value.text, project)
    several = sum(fold(c.title) == fold(value.text) for c in likely) > 1
    words = N_("Several entries in {register} are called “{text}”; pick one from the list.") if several else NOBODY
    args = {"register": Message(context.registers[value.target].about.plural), "text": value.text}
    return Invalid("several" if several else "unknown", Message(words, args))
