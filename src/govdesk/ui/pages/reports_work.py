"""The work behind the page of reports: what a report would hold, making it, and which ones were made before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from govdesk.i18n import N_, Language, Message
from govdesk.progress import Progress
from govdesk.report.paper.made import Made, remember, reports_made
from govdesk.store.query import Order, Query, records, rows
from govdesk.ui.pages.reports_form import PAGES, Wish

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from govdesk.fields.register import Registers
    from govdesk.report.paper.document import Document, Section
    from govdesk.report.paper.steering import ReportOrder
    from govdesk.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Part:
    """One part that a report would have: its code, its heading, and how much stands in it."""

    code: str
    title: str
    amount: str
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """What a report would hold, and the reports made before."""

    parts: tuple[Part, ...]
    made: tuple[Made, ...]
    subject: str
    seal: str


def outlining(
    workspace: Workspace, registers: Registers, wish: Wish, project: str | None, lang: Language
) -> Callable[[Progress], Outline]:
    """Return the work that tells what a report would hold."""

    def work(progress: Progress) -> Outline:
        with workspace.read() as session:
            document = _document(session, registers, wish, project, None, progress)
            made = reports_made(session)
        parts = tuple(_part(s, lang) for s in document.sections)
        return Outline((*parts, *_empty(wish, parts, lang)), made, document.subject, document.head)

    return work


def making(
    workspace: Workspace, registers: Registers, wish: Wish, project: str | None, parts: frozenset[str] | None
) -> Callable[[Progress], tuple[Path, Made]]:
    """Return the work that writes a report; what comes back is remembered by `keeping`."""

    def work(progress: Progress) -> tuple[Path, Made]:
        from govdesk.report.paper.writing import write_report  # noqa: PLC0415 - its libraries come with the first report

        with workspace.read() as session:
            document = _document(session, registers, wish, project, parts, progress)
            made = _order(wish, project, parts).made(session, wish.path.name)
        write_report(wish.path, document, progress)
        return wish.path, made

    return work


def keeping(workspace: Workspace, made: Made) -> Callable[[Progress], bool]:
    """Return the work that remembers a report in the workspace."""
    return lambda _progress: remember(workspace, made)


def _order(wish: Wish, project: str | None, parts: frozenset[str] | None) -> ReportOrder:
    from govdesk.report.paper.steering import ReportOrder  # noqa: PLC0415 - as above

    return ReportOrder(wish.audience, wish.language, project, wish.unit, parts)


def _document(
    session: Session,
    registers: Registers,
    wish: Wish,
    project: str | None,
    parts: frozenset[str] | None,
    progress: Progress,
) -> Document:
    from govdesk.report.paper.department_page import build_pages  # noqa: PLC0415 - as above
    from govdesk.report.paper.steering import build  # noqa: PLC0415

    if wish.kind != PAGES:
        return build(session, registers, _order(wish, project, parts), progress)
    wanted = [wish.unit] if wish.unit else _departments(session, registers)
    return build_pages(session, registers, _order(wish, project, None), wanted, progress)


def _departments(session: Session, registers: Registers) -> list[str]:
    keys = rows(session, registers, Query("department", order=(Order("number"),)))
    return [r.id for r in records(session, registers, "department", keys)]


def _part(section: Section, lang: Language) -> Part:
    from govdesk.report.paper.document import Figure, Grid, Sentences  # noqa: PLC0415 - as above

    said = sum(len(b.items) for b in section.blocks if isinstance(b, Sentences))
    listed = sum(len(b.rows) for b in section.blocks if isinstance(b, Grid))
    drawn = sum(isinstance(b, Figure) for b in section.blocks)
    words = [lang.ngettext("{count} sentence", "{count} sentences", said)] if said else []
    words += [lang.ngettext("{count} row", "{count} rows", listed)] if listed else []
    words += [lang.ngettext("{count} chart", "{count} charts", drawn)] if drawn else []
    return Part(section.code, section.title, " · ".join(words))


def _empty(wish: Wish, parts: Sequence[Part], lang: Language) -> list[Part]:
    """Return the parts that the audience would get if there were records for them."""
    from govdesk.insight.audience import AUDIENCES  # noqa: PLC0415 - as above
    from govdesk.report.paper.steering import OPTIONAL, PARTS  # noqa: PLC0415

    if wish.kind == PAGES:
        return []
    there = {p.code for p in parts}
    none = lang.say(Message(N_("no records yet")))
    return [
        Part(c, lang.gettext(PARTS[c][0]), none, empty=True)
        for c in AUDIENCES[wish.audience].pages
        if c not in there | OPTIONAL
    ]
