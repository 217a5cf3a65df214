"""Takes back what was sent out: a folder of returns is read, held against each other and the workspace, and merged.

`sent` knows who was asked; `plan` tells what each file would change; here the files meet, and all become one operation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.progress import Progress, silent
from govdesk.sheet.answered import without_old_news
from govdesk.sheet.commit import commit
from govdesk.sheet.emptied import emptied
from govdesk.sheet.expected import expected_of
from govdesk.sheet.identity import RecordsOf
from govdesk.sheet.meeting import meet
from govdesk.sheet.missing import missing_rows
from govdesk.sheet.plan import last_operation, make_plan
from govdesk.sheet.plan_values import WHOLE, ImportPlan, SheetChoice, SheetPlan
from govdesk.sheet.reading import read_book
from govdesk.sheet.return_file import (
    SPREADSHEETS,
    TAKEN,
    Missing,
    ReturnFile,
    digest,
    files_in,
    is_owner_file,
    marks_of,
    package_of,
)
from govdesk.sheet.sent import Answer, Sent, SentPackage, in_force, keep_sent, now, sent_rounds
from govdesk.sheet.unasked import unasked

if TYPE_CHECKING:
    from govdesk.fields.register import Registers
    from govdesk.sheet.grid import Book, Grid
    from govdesk.store.workspace import Changes, Workspace

#: Where a recipient stands.
STANDINGS = {
    "answered": N_("Has answered"),
    "late": N_("Answered late"),
    "unchanged": N_("Came back unchanged"),
    "waiting": N_("Not answered yet"),
    "overdue": N_("Overdue"),
}
Books = dict[Path, "Book"]
#: Rows that the user left out, by file, as sheet key and place.
LeftOutOf = Mapping[Path, frozenset[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one recipient of a round stands: in words by `STANDINGS`, with the files that came back."""

    sent: Sent
    package: SentPackage
    state: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Collected:
    """A folder of returns as it was understood; nothing of it is written yet.

    Args:
        files: All its files.
        standings: Who has answered and who has not.
        plans: What the files that count would do, each against the others.
        operation: The last operation of the workspace that it was held against.
    """

    folder: Path
    files: tuple[ReturnFile, ...]
    standings: tuple[Standing, ...]
    operation: int

    @property
    def plans(self) -> list[ImportPlan]:
        """The plans of the files that are taken in."""
        return [f.plan for f in self.files if f.plan is not None]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of all files are new, changed, same, in conflict and wrong."""
        found: dict[str, int] = {}
        for plan in self.plans:
            for status, count in plan.counts.items():
                found[status] = found.get(status, 0) + count
        return found


def read_returns(folder: Path, progress: Progress = silent) -> tuple[list[ReturnFile], Books]:
    """Read the files of a folder: those that cannot count are told at once, the others come as books.

    Raises:
        GovDeskError: `no_folder`, `too_many_files`.
        Cancelled: The user stopped it.
    """
    paths = files_in(folder)
    told: list[ReturnFile] = []
    books: Books = {}
    seen: dict[bytes, Path] = {}
    for number, path in enumerate(paths):
        progress(number, len(paths), Message(N_("Reading “{file}”"), {"file": path.name}))
        if is_owner_file(path):
            told.append(_refused(path, "open"))
            continue
        if path.suffix.lower() not in SPREADSHEETS:
            told.append(ReturnFile(path, "other"))
            continue
        try:
            known = seen.setdefault(digest(path), path)
        except OSError as error:
            why = Message(N_("It cannot be opened ({reason})."), {"reason": error.strerror or type(error).__name__})
            told.append(ReturnFile(path, "unreadable", why))
            continue
        if known != path:
            told.append(ReturnFile(path, "duplicate", of=known.name))
            continue
        try:
            books[path] = read_book(path)
        except GovDeskError as error:
            told.append(ReturnFile(path, "unreadable", error.message))
    return told, books


def _refused(path: Path, state: str) -> ReturnFile:
    try:
        read_book(path)
    except GovDeskError as error:
        return ReturnFile(path, state, error.message)
    return ReturnFile(path, "other")


def plan_returns(
    session: Session,
    registers: Registers,
    workspace_id: str,
    folder: Path,
    read: tuple[Sequence[ReturnFile], Books],
    *,
    choices: Mapping[Path, Mapping[str, SheetChoice]] | None = None,
    chosen: Mapping[tuple[str, str, str], Path] | None = None,
    settled: str = "",
    clear: bool = False,
    left_out: frozenset[Path] = frozenset(),
    today: date | None = None,
    progress: Progress = silent,
) -> Collected:
    """Return what a folder of returns would do.

    Args:
        session: A reading session.
        registers: All registers.
        workspace_id: Whose returns count.
        folder: Where they lie.
        read: What `read_returns` found.
        choices: What the user said of single sheets, by file and `SheetChoice.key`.
        chosen: Which file's word is taken where several differ, by register, record and field.
        settled: `mine` or `theirs`: how every conflict is settled.
        clear: Whether a cell that was asked for and is blank empties its field.
        left_out: Files that the user does not want.
        today: The day that lateness is counted from.
        progress: Told how far it has come; may raise `Cancelled`.
    """
    told, books = read
    rounds = in_force(session, sent_rounds(session))
    files: list[ReturnFile] = [f for f in told if f.path not in left_out]
    wanted = {p: b for p, b in books.items() if p not in left_out}
    records = RecordsOf(session, registers)
    for number, (path, book) in enumerate(wanted.items()):
        progress(number, len(wanted), Message(N_("Comparing “{file}”"), {"file": path.name}))
        said = dict((choices or {}).get(path, {}))
        files.append(_planned(session, records, registers, workspace_id, rounds, book, said, settled, clear=clear))
    files = meet(registers, files, chosen or {})
    files.sort(key=lambda f: (f.package is None, f.package.name if f.package else "", f.name.casefold()))
    standings = _standings(rounds, files, today or date.today())
    return Collected(folder, tuple(files), tuple(standings), last_operation(session))


def collect(
    workspace: Workspace, folder: Path, *, settled: str = "", clear: bool = False, progress: Progress = silent
) -> Collected:
    """Read a folder of returns and return what it would do.

    Raises:
        GovDeskError: `no_folder`, `too_many_files`.
        Cancelled: The user stopped it.
    """
    read = read_returns(folder, progress)
    with workspace.read() as session:
        return plan_returns(
            session, workspace.registers, workspace.id, folder, read, settled=settled, clear=clear, progress=progress
        )


def _planned(
    session: Session,
    records: RecordsOf,
    registers: Registers,
    workspace_id: str,
    rounds: Sequence[Sent],
    book: Book,
    choices: dict[str, SheetChoice],
    settled: str,
    *,
    clear: bool,
) -> ReturnFile:
    """Return one file with what it is and what it would do."""
    marks = marks_of(book)
    if marks.workspace and marks.workspace != workspace_id:
        why = N_("It was sent from another workspace; open that one to take it in.")
        return ReturnFile(book.path, "elsewhere", Message(why))
    package = package_of(rounds, marks.export) if marks.workspace else None
    sent, what = package or (None, None)
    operation = marks.operation
    expected = expected_of(session, registers, operation, what)
    own = _own_sheets(book, what)
    choices = {**_alike(own, settled, what if clear else None), **choices}
    plan = make_plan(session, registers, own, choices=choices, expected=expected, records=records)
    if not marks.workspace:
        plan = replace(plan, sheets=tuple(s for s in plan.sheets if _holds_our_numbers(s)))
        if not plan.sheets:
            return ReturnFile(book.path, "foreign", Message(N_("Nothing in it says that it was sent from here.")))
        found = _by_rows(rounds, plan)
        sent, what = found or (None, None)
        if what is not None and sent is not None:
            expected = expected_of(session, registers, sent.operation, what)
            choices = {**_alike(own, settled, what if clear else None), **choices}
            again = make_plan(session, registers, own, choices=choices, expected=expected, records=records)
            plan = replace(again, sheets=tuple(s for s in again.sheets if _holds_our_numbers(s)))
    else:
        plan = replace(plan, sheets=tuple(s for s in plan.sheets if s.register))
    plan = without_old_news(registers, plan, what) if what is not None else plan
    doubts = tuple(d for s in plan.included() for d in s.doubts)
    if what is not None:
        doubts += (*unasked(registers, plan, what), *emptied(session, registers, records, plan, what, expected))
    missing = tuple(missing_rows(records, registers, book, marks, what, plan)) if what else ()
    state = "older" if sent is not None and what is not None and _is_older(rounds, sent, what) else "answer"
    return ReturnFile(book.path, state, None, sent, what, "", plan, doubts, missing)


def _alike(book: Book, settled: str, clears: SentPackage | None) -> dict[str, SheetChoice]:
    """Return what holds for every sheet alike: how conflicts are settled, and which blank cells empty their fields."""
    fields = frozenset(name for part in clears.parts for name in part.asked) if clears is not None else frozenset()
    said = {(0, WHOLE): settled} if settled else {}
    return {c.key: c for g in book.grids for c in [SheetChoice(g.name, settled=said, clear=fields)]}


def _own_sheets(book: Book, package: SentPackage | None) -> Book:
    """Return a file without the sheets that the program wrote for itself: the cover, the lists.

    A sheet whose hidden column was deleted is known by its name.
    """
    names = {part.sheet for part in package.parts} if package is not None else set()
    own = [g for g in book.grids if g.name in names or _marked(g)]
    return replace(book, grids=tuple(own)) if own else book


def _marked(grid: Grid) -> bool:
    return any(isinstance(c, str) and c.strip().startswith("_govdesk:") for row in grid.rows[:60] for c in row)


def _holds_our_numbers(sheet: SheetPlan) -> bool:
    known = [r for r in sheet.rows if r.id]
    return sheet.register is not None and any(c.field == "number" for c in sheet.columns) and bool(known)


def _by_rows(rounds: Sequence[Sent], plan: ImportPlan) -> tuple[Sent, SentPackage] | None:
    """Return the workbook that most rows of an unmarked file were sent in, the newest of several."""
    ids = {r.id for s in plan.included() for r in s.rows if r.id}
    best, most = None, 0
    for sent in rounds:
        for package in sent.packages:
            shared = len(ids & {i for part in package.parts for i in part.records})
            if shared > most and shared * 2 > len(ids):
                best, most = (sent, package), shared
    return best


def _is_older(rounds: Sequence[Sent], sent: Sent, package: SentPackage) -> bool:
    """Answer whether the same people were asked for the same register again since."""
    later = rounds[: next((i for i, s in enumerate(rounds) if s.id == sent.id), 0)]
    registers = {p.register for p in package.parts}
    return any(
        p.recipients == package.recipients and registers & {q.register for q in p.parts}
        for s in later
        for p in s.packages
    )


def _standings(rounds: Sequence[Sent], files: Sequence[ReturnFile], today: date) -> list[Standing]:
    """Return where each recipient stands, of the rounds that files answer, or else of the newest round."""
    touched = {f.sent.id for f in files if f.sent is not None}
    shown = [s for s in rounds if s.id in touched] or list(rounds[:1])
    found = []
    for sent, package in ((s, p) for s in shown for p in s.packages):
        answer = package.answers[-1] if package.answers else None
        own = [f for f in files if f.package is not None and f.package.key == package.key]
        late = sent.until is not None and today > sent.until
        if answer is not None:
            in_time = sent.until is None or answer.at[:10] <= sent.until.isoformat()
            state = "answered" if in_time else "late"
        elif any(f.state in TAKEN for f in own):
            state = "late" if late else "answered"
        elif own:
            state = "unchanged"
        else:
            state = "overdue" if late else "waiting"
        found.append(Standing(sent, package, state, tuple(f.name for f in own)))
    return found


def take_in(
    workspace: Workspace,
    collected: Collected,
    *,
    left_out: LeftOutOf | None = None,
    removed: Sequence[Missing] = (),
    progress: Progress = silent,
) -> Changes | None:
    """Merge all that was collected as one operation, and note who has answered; None where nothing changed.

    Args:
        workspace: Where to.
        collected: What `plan_returns` found.
        left_out: Rows that the user left out, by file, as sheet key and place.
        removed: Those no longer in a sheet that the user wants deleted.
        progress: Told how far it has come; may raise `Cancelled`, which leaves nothing.

    Raises:
        GovDeskError: `stale` where the workspace was changed since.
    """
    files = [f for f in collected.files if f.plan is not None]
    plans = [f.plan for f in files if f.plan is not None]
    out = [(left_out or {}).get(f.path, frozenset()) for f in files]
    label = Message(
        N_("Collect {count} returns from “{folder}”"), {"count": len(files), "folder": collected.folder.name}
    )

    def note(session: Session, operation: int) -> None:
        _note_answers(session, workspace.registers, collected.files, left_out or {}, operation)

    gone = [(m.register, m.id) for m in removed]
    return commit(workspace, plans, left_out=out, progress=progress, label=label, beside=note, removed=gone)


def _note_answers(
    session: Session, registers: Registers, files: Sequence[ReturnFile], left_out: LeftOutOf, operation: int
) -> None:
    rounds: dict[str, Sent] = {s.id: s for s in sent_rounds(session)}
    changed = set()
    for file in files:
        if file.sent is None or file.package is None or file.state not in TAKEN:
            continue
        out = left_out.get(file.path, frozenset())
        taken = _taken(registers, file, out)
        known = rounds[file.sent.id]
        package = next(p for p in known.packages if p.key == file.package.key)
        if taken or not package.answers:
            wrote = file.plan is not None and any(
                r.is_writable and (s.choice.key, r.place) not in out for s in file.plan.included() for r in s.rows
            )
            answer = Answer(now(), file.name, operation if wrote else 0, taken)
            rounds[known.id] = known.answered(package.key, answer)
            changed.add(known.id)
    for identity in changed:
        keep_sent(session, rounds[identity])


def _taken(
    registers: Registers, file: ReturnFile, left_out: frozenset[tuple[str, int]]
) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the cells that are written from a file, as JSON holds them; links to records yet to be made are left out."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for sheet in file.plan.included() if file.plan is not None else ():
        kinds = {f.name: f.kind for f in registers[str(sheet.register)].fields()}
        for row in sheet.rows:
            cells = {n: kinds[n].dump(v) for n, (_, v) in row.changes.items() if n in kinds and _is_plain(v)}
            if row.id and cells and row.is_writable and (sheet.choice.key, row.place) not in left_out:
                found.setdefault(str(sheet.register), {}).setdefault(row.id, {}).update(cells)
    return found


def _is_plain(value: Any) -> bool:
    return not hasattr(value, "register")
