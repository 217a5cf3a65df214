"""Sends registers out: one workbook for each recipient into a folder, and a note of it in the workspace.

`split` says who gets which rows, `package_book` writes each workbook; what comes back goes through `collecting`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.errors import GovDeskError
from govdesk.fields.kinds import Link
from govdesk.i18n import N_, Message
from govdesk.insight.audience import AUDIENCES, LEAD
from govdesk.progress import Progress, silent
from govdesk.sheet.cover_sheet import Cover
from govdesk.sheet.outgoing import new_export
from govdesk.sheet.package import Package, Part, Wanted
from govdesk.sheet.package_book import PackageBook, columns_sent, sheet_names
from govdesk.sheet.sent import Sent, SentPackage, SentPart, keep_sent, now
from govdesk.sheet.split import Split, split, way_to
from govdesk.sheet.writing import whole_workbook
from govdesk.store.chain import head
from govdesk.store.history import latest
from govdesk.store.query import find, table_of
from govdesk.store.replacement import replace_file
from govdesk.store.setting import put_setting

if TYPE_CHECKING:
    from govdesk.fields.register import Registers
    from govdesk.store.workspace import Workspace

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200b-\u200f\ufeff\ud800-\udfff]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Sending:
    """What the sender chose.

    Args:
        by: `department`, `owner` or `stakeholder`.
        wants: What is wanted of each register.
        folder: Where the workbooks go.
        lang: `zh`, `en` or `both`.
        until: Until when an answer is wanted.
        message: Why, in the sender's words.
        project: Id of the only project, or None for all.
        only: Ids of the recipients wanted, or None for all.
        audience: For whom it is made; those who fill in rows of their own.
    """

    by: str
    wants: tuple[Wanted, ...]
    folder: Path
    lang: str
    until: date | None = None
    message: str = ""
    project: str | None = None
    only: frozenset[str] | None = None
    audience: str = LEAD


@dataclass(frozen=True, slots=True)
class Dispatch:
    """What was written: the round as it is noted down, and who got nothing."""

    sent: Sent
    folder: Path
    split: Split


def send(workspace: Workspace, sending: Sending, progress: Progress = silent) -> Dispatch:
    """Write a workbook for each recipient and note the round down; where it fails or is stopped, no file stays.

    Raises:
        GovDeskError: `read_only`; `nothing_to_send`; `no_folder`; what `replace_file` found.
        Cancelled: The user stopped it.
    """
    if workspace.read_only:
        text = N_(
            "“{file}” is open for reading only, so it cannot be noted down what was sent. Nothing was written; close it elsewhere first."
        )
        raise GovDeskError(text, code="read_only", file=workspace.path.name)
    made: list[Path] = []
    try:
        with workspace.read() as session:
            shares = split(session, workspace.registers, sending.wants, sending.by, sending.project)
            packages = [p for p in shares.packages if sending.only is None or sending.only & set(p.recipients)]
            if not packages:
                text = N_("There is nothing to send: no record has anybody to go to. Nothing was written.")
                raise GovDeskError(text, code="nothing_to_send")
            _make_folder(sending.folder)
            sent = _write_all(session, workspace, sending, packages, made, progress)
        with workspace.write(Message(N_("Sent out"))) as writing:
            keep_sent(writing, sent)
            put_setting(writing, "sent-folder", str(sending.folder))
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise
    return Dispatch(sent, sending.folder, shares)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        text = N_("The folder “{folder}” cannot be made ({reason}). Nothing was written; choose another.")
        reason = error.strerror or type(error).__name__
        raise GovDeskError(text, code="no_folder", folder=str(folder), reason=reason) from error


def _write_all(
    session: Session,
    workspace: Workspace,
    sending: Sending,
    packages: Sequence[Package],
    made: list[Path],
    progress: Progress,
) -> Sent:
    registers = workspace.registers
    last = latest(session)
    operation = last.uid if last else "0"
    seal = head(session)
    number = new_export()
    names = _shared_names(session, registers, packages)
    taken = {p.name.casefold() for p in sending.folder.iterdir()}
    noted = []
    for place, package in enumerate(packages, 1):
        progress(place - 1, len(packages), Message(N_("Writing the workbook for {name}"), {"name": package.name}))
        key = f"{number}-{place:02d}"
        subject = subject_of(session, registers, package, workspace.path.stem)
        path = sending.folder / file_name(package, subject, taken)
        label = AUDIENCES[sending.audience].label
        cover = Cover(
            package.name, workspace.author, subject, sending.until, sending.message, (), package.burden, seal, label
        )
        marks = (workspace.id, operation, key)
        book = PackageBook(registers, package, sending.lang, marks, cover, names)
        replace_file(path, book.write, partial(_whole, package))
        made.append(path)
        noted.append(_noted(registers, sending, package, key, path.name))
    progress(len(packages), len(packages))
    return Sent(
        number,
        now(),
        workspace.author,
        sending.by,
        sending.lang,
        operation,
        sending.until,
        sending.message,
        tuple(noted),
        sending.project,
    )


def _whole(package: Package, path: Path) -> bool:
    """Answer whether a workbook can be read back; how many rows each sheet has beside the cover is not counted."""
    return bool(package.parts) and whole_workbook(path, ())


def _noted(registers: Registers, sending: Sending, package: Package, key: str, file: str) -> SentPackage:
    names = sheet_names(registers, package, sending.lang)
    parts = tuple(_noted_part(registers, sending, p, n) for p, n in zip(package.parts, names, strict=True))
    return SentPackage(key, package.name, package.recipients, file, parts, package.burden.minutes)


def _noted_part(registers: Registers, sending: Sending, part: Part, name: str) -> SentPart:
    register = registers[part.wanted.register]
    way = way_to(registers, register, sending.by)
    own = way.steps[0].name if way is not None and way.matrix is None and len(way.steps) == 1 else ""
    columns = tuple(f.name for f in columns_sent(registers, part))
    ids = tuple(r.id for r in part.records)
    return SentPart(part.wanted.register, name, columns, part.wanted.asked, ids, own)


def subject_of(session: Session, registers: Registers, package: Package, otherwise: str) -> str:
    """Return what a workbook is about: the project of all its rows, else what is given, such as the workspace's name."""
    homes = {h for part in package.parts for r in part.records if (h := r.values.get("project"))}
    home = homes.pop() if len(homes) == 1 else None
    record = find(session, registers, "project", home) if home else None
    return record.title(registers["project"]) if record else otherwise


def _shared_names(session: Session, registers: Registers, packages: Sequence[Package]) -> dict[str, list[str]]:
    """Return the names that links may be given, of registers that all projects share: no list of people goes out."""
    wanted = {
        f.kind.target
        for package in packages
        for part in package.parts
        for f in registers[part.wanted.register].fields()
        if isinstance(f.kind, Link) and f.name in (*part.wanted.asked, *part.wanted.shown)
    }
    found = {}
    for target in wanted:
        register = registers[target]
        if not register.in_project and target != "project":
            title = table_of(register).c[register.about.title]
            names = session.connection().execute(select(title).where(title.is_not(None)).order_by(title)).scalars()
            found[target] = list(dict.fromkeys(map(str, names)))
    return found


def file_name(package: Package, subject: str, taken: set[str]) -> str:
    """Return a name that every system takes for a recipient's workbook, and remember it among those taken."""
    who = " ".join(part for part in (package.name, package.hint) if part)
    stem = f"{_safe(who)}_{_safe(subject)}"
    if _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    name, number = f"{stem}.xlsx", 2
    while name.casefold() in taken:
        name, number = f"{stem} {number}.xlsx", number + 1
    taken.add(name.casefold())
    return name


def _safe(text: str) -> str:
    bare = " ".join(_FORBIDDEN.sub("-", text).split()).strip(" .-")
    cut = bare.encode("utf-8")[: _LONGEST * 2].decode("utf-8", "ignore")[:_LONGEST].rstrip(" .")
    return cut or "-"
