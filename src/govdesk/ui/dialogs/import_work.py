"""The import under way, without a widget: files are read, planned anew after each choice, and committed.

Stands between `sheet`, which reads and plans, and the import dialog, which shows and asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from sqlalchemy.orm import Session

from govdesk.fields.kind import Lookup
from govdesk.fields.kinds import Link
from govdesk.fields.register import Registers
from govdesk.i18n import N_, Message
from govdesk.progress import Progress
from govdesk.sheet.plan_values import EXTRA, NewLink
from govdesk.store.edit import resolve
from govdesk.store.query import find
from govdesk.ui.context import Context
from govdesk.ui.dialogs.notice import told
from govdesk.ui.jobs import Job

if TYPE_CHECKING:
    from govdesk.sheet.grid import Book, Grid
    from govdesk.sheet.plan_values import Column, ImportPlan, RowPlan, SheetChoice, SheetPlan
    from govdesk.store.workspace import Changes, Workspace

#: Milliseconds of quiet after a choice before the plan is made anew.
PAUSE = 200
#: A book as read, its plan, and the names of the records that links point to now.
Planned = tuple["Book", "ImportPlan", dict[str, str]]
#: The same, and the plans of all files beside each other.
Joined = tuple[Planned, list["ImportPlan"]]


@dataclass(slots=True, eq=False)
class Source:
    """One file of an import: what was read of it, what was chosen, what would happen alone and beside the other files."""

    path: Path
    state: str = "waiting"
    book: Book | None = None
    alone: ImportPlan | None = None
    plan: ImportPlan | None = None
    error: Message | None = None
    code: str = ""
    password: str | None = None
    project: str | NewLink | None = None
    current: str | None = None
    choices: dict[str, SheetChoice] = field(default_factory=dict)
    left_out: set[tuple[str, int]] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)

    def sheets(self) -> tuple[SheetPlan, ...]:
        """Return what was planned for each table of each sheet."""
        return self.plan.sheets if self.plan is not None else ()

    @property
    def agreed_project(self) -> str | NewLink | None:
        """Where the rows go by the plan that was shown: a project, or one to be made."""
        if self.plan is None or self.project is not None:
            return self.project
        return self.plan.project or (NewLink("project", self.plan.project_name) if self.plan.project_name else None)

    def grid(self, sheet: SheetPlan) -> Grid | None:
        """Return the cells of a sheet as they were read."""
        grids = self.book.grids if self.book is not None else ()
        return next((g for g in grids if g.name == sheet.sheet), None)

    def accepted(self, sheet: SheetPlan) -> int:
        """Count the rows of a sheet that would be written."""
        return sum(1 for _ in self.written(sheet)) if sheet.choice.include else 0

    def written(self, sheet: SheetPlan) -> Iterator[RowPlan]:
        """Yield the rows that an import would write."""
        for row in sheet.rows:
            if is_writable(row) and left_out_key(sheet, row) not in self.left_out:
                yield row


def left_out_key(sheet: SheetPlan, row: RowPlan) -> tuple[str, int]:
    """Return the name under which a row is left out."""
    return sheet.choice.key, row.place


def is_writable(row: RowPlan) -> bool:
    """Answer whether an import would write a row, unless it is left out."""
    return row.is_writable


def is_unsure(column: Column) -> bool:
    """Answer whether nobody has said yet what becomes of a column that holds something."""
    return column.how == "none" and column.field == EXTRA


def is_useful(sheet: SheetPlan) -> bool:
    """Answer whether a sheet holds anything that could come in."""
    return sheet.register is not None and bool(sheet.header_row) and bool(sheet.rows)


class ImportWork(QObject):
    """Reads and plans the files one after the other, and commits what was agreed on.

    Signals:
        moved: A `Source` stands elsewhere than before: read, planned, refused or taken off the list.
        progressed: Steps done, steps in all (0: not known), and a `Message` or None.
        committed: The `Changes` of each file, once all are in.
        stopped: A commit was cancelled or failed: a `Message`; nothing was written.
        forgot: A `Source` one of whose layouts was forgotten.
    """

    moved = Signal(object)
    progressed = Signal(int, int, object)
    committed = Signal(object)
    stopped = Signal(object)
    forgot = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.sources: list[Source] = []
        self._job: Job | None = None
        self._busy_with: Source | None = None
        self._changed: set[int] = set()
        self._commit: Job | None = None
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_busy(self) -> bool:
        """Whether something is being read or planned, or is about to be."""
        return self._job is not None or self._timer.isActive() or self._next() is not None

    @property
    def is_committing(self) -> bool:
        """Whether rows are being written."""
        return self._commit is not None

    def add(self, paths: list[Path]) -> None:
        """Take in more files; one that is there already is read anew."""
        for path in paths:
            known = next((s for s in self.sources if s.path == path), None)
            if known is not None:
                self.again(known)
                continue
            source = Source(path, current=self._context.project)
            self.sources.append(source)
            self.moved.emit(source)
        self._go_on()

    def again(self, source: Source, password: str | None = None) -> None:
        """Read a file anew."""
        source.state, source.error, source.book = "waiting", None, None
        source.plan, source.alone = None, None
        source.password = password
        self.moved.emit(source)
        self._go_on()

    def drop(self, source: Source) -> None:
        """Take a file off the list."""
        if self._busy_with is source:
            self.halt()
        if source not in self.sources:
            return
        self.sources.remove(source)
        if source.plan is not None and self.sources:
            # What the other files add to its rows is theirs now.
            self._plan_all()
        self.moved.emit(source)
        self._go_on()

    def choose(self, source: Source, choice: SheetChoice) -> None:
        """Take the user's choice for a sheet; the plan follows in a moment."""
        source.choices[choice.key] = choice
        self._plan_soon(source)

    def set_project(self, source: Source, project: str | NewLink | None) -> None:
        """Have the rows of a file go to a project, and with it those of other files that would each make a new one.

        Args:
            source: The file.
            project: The id of a project, one to be made, or None where the sheets are to say it.
        """
        for other in self.sources:
            lost = other.project is None and isinstance(other.agreed_project, NewLink)
            if other is source or (lost and project is not None):
                other.project = project
                self._plan_soon(other)

    def forget(self, source: Source, sheet: SheetPlan) -> None:
        """Forget what was agreed for a sheet's layout, and match its columns anew."""
        workspace, key = self._context.workspace, sheet.fingerprint

        def work(_: Progress) -> None:
            from govdesk.sheet.layout import forget  # noqa: PLC0415 - spreadsheets come when their work comes

            forget(workspace, key)

        def done(_: object) -> None:
            source.choices.pop(sheet.choice.key, None)
            self._plan_all()
            self._plan_soon(source)
            self.forgot.emit(source)

        self._context.jobs.write(work, done, owner=self, failed=self._refused)

    def halt(self) -> None:
        """Stop reading and planning."""
        self._timer.stop()
        if self._job is not None:
            self._job.mute()
            self._job.cancel()
        self._job, self._busy_with = None, None

    def commit(self) -> None:
        """Write what was agreed on as one operation: all files or none come in."""
        wanted = list(self.sources)
        workspace = self._context.workspace

        def work(progress: Progress) -> list[Changes]:
            return commit_all(workspace, wanted, progress)

        job = self._context.jobs.write(
            work, self._committed, label=Message(N_("Importing…")), owner=self, failed=self._refused
        )
        self._commit = job
        job.progressed.connect(self.progressed)
        job.ended.connect(self._commit_ended)

    def cancel_commit(self) -> None:
        """Stop the writing; nothing of it stays."""
        if self._commit is not None:
            self._commit.cancel()

    def _plan_soon(self, source: Source) -> None:
        source.state = "changed"
        if self._busy_with is source:
            self.halt()
        self.moved.emit(source)
        self._timer.start()

    def _next(self) -> Source | None:
        return next((s for s in self.sources if s.state in ("waiting", "changed")), None)

    def _go_on(self) -> None:
        source = self._next()
        if self._job is not None or source is None or self._timer.isActive():
            return
        source.state = "reading" if source.state == "waiting" else "planning"
        self._busy_with = source
        work = planning(self._context.workspace, self._context.registers, source, self.sources)
        self._job = self._context.jobs.read(work, self._planned, owner=self, failed=self._failed)
        self._job.progressed.connect(self.progressed)
        self.moved.emit(source)

    def _planned(self, answer: Joined) -> None:
        source = self._busy_with
        self._job, self._busy_with = None, None
        if source is not None:
            (source.book, source.alone, source.names), joined = answer
            by_path = {plan.path: plan for plan in joined}
            for other in self.sources:
                if other is source or other.plan is not None:
                    other.plan = by_path.get(other.path, other.alone)
            source.state = "ready"
            self.moved.emit(source)
        self._go_on()

    def _plan_all(self) -> None:
        for source in self.sources:
            if source.state == "ready":
                source.state = "changed"

    def _failed(self, error: Exception) -> None:
        source = self._busy_with
        self._job, self._busy_with = None, None
        if source is not None:
            source.state, source.error, source.code = "failed", told(error), getattr(error, "code", "error")
            self.moved.emit(source)
        self._go_on()

    def _commit_ended(self) -> None:
        job, self._commit = self._commit, None
        if job is not None and job.cancelled:
            self.stopped.emit(Message(N_("Stopped. Nothing was imported.")))

    def _committed(self, done: list[Changes]) -> None:
        self.committed.emit(done)

    def _refused(self, error: Exception) -> None:
        self.stopped.emit(told(error))
        if getattr(error, "code", "") == "stale":
            self._plan_all()
            self._go_on()


def planning(
    workspace: Workspace, registers: Registers, source: Source, sources: Sequence[Source]
) -> Callable[[Progress], Joined]:
    """Return the work that reads a file, unless that was done, plans its import and holds it against the other files."""
    path, book, password = source.path, source.book, source.password
    project, current = source.project, source.current
    choices = dict(source.choices)
    others = [(s is source, s.alone) for s in sources]

    def work(progress: Progress) -> Joined:
        from govdesk.sheet.plan import make_plan  # noqa: PLC0415 - spreadsheets come when their work comes
        from govdesk.sheet.plan_joining import join  # noqa: PLC0415
        from govdesk.sheet.reading import read_book  # noqa: PLC0415

        read = book if book is not None else read_book(path, password=password, progress=progress)
        with workspace.read() as session:
            known = _known(session, registers, project)
            plan = make_plan(
                session, registers, read, project=known, current=current, choices=choices, progress=progress
            )
            names = _old_names(session, registers, plan)
        plans = [plan if own else other for own, other in others if own or other is not None]
        return (read, plan, names), join(registers, [p for p in plans if p is not None])

    return work


def _known(session: Session, registers: Registers, project: str | NewLink | None) -> str | NewLink | None:
    """Return a project to be made as the one that bears its name already, where there is one."""
    if not isinstance(project, NewLink):
        return project
    return resolve(session, registers, Lookup(project.register, project.name), None) or project


def accepted(plan: ImportPlan) -> ImportPlan:
    """Return a plan as agreed on: what nobody decided is from now on the user's choice, and so remembered."""

    def agreed(sheet: SheetPlan) -> SheetPlan:
        columns = tuple(replace(c, how="user") if is_unsure(c) else c for c in sheet.columns)
        return replace(sheet, columns=columns)

    return replace(plan, sheets=tuple(agreed(s) for s in plan.sheets))


def _old_names(session: Session, registers: Registers, plan: ImportPlan) -> dict[str, str]:
    """Return the names of the records that links point to now and would no longer."""
    wanted: dict[str, set[str]] = {}
    for sheet in plan.included():
        links = {f.name: f.kind.target for f in registers[str(sheet.register)].fields() if isinstance(f.kind, Link)}
        for row in sheet.rows:
            for name in links.keys() & row.changes.keys():
                wanted.setdefault(links[name], set()).add(row.changes[name][0])
            for name in links.keys() & row.conflicts.keys():
                found = row.conflicts[name]
                wanted.setdefault(links[name], set()).update(v for v in (found.mine, found.base) if isinstance(v, str))
    return {
        record.id: record.title(registers[target])
        for target, ids in wanted.items()
        for record in (find(session, registers, target, i) for i in ids if i)
        if record is not None
    }


def commit_all(workspace: Workspace, sources: Sequence[Source], progress: Progress) -> list[Changes]:
    """Write the plans of all files as one operation; nothing where one fails or is stopped."""
    from govdesk.sheet.plan import commit  # noqa: PLC0415 - spreadsheets come when their work comes

    plans = [accepted(s.plan) for s in sources if s.plan is not None]
    left_out = [frozenset(s.left_out) for s in sources if s.plan is not None]
    changes = commit(workspace, plans, left_out=left_out, progress=progress)
    return [changes] if changes is not None else []
