"""The command that writes the steering report, or a page for each department, for one audience."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from govdesk.cli.door import department_named, project_named, reading, refuse_itself
from govdesk.cli.output import Output
from govdesk.cli.password import unlocking
from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.insight.audience import AUDIENCES, FRONTLINE, LEAD, SPONSOR, refuse_unit
from govdesk.registers import REGISTERS
from govdesk.settings import load
from govdesk.store.query import Order, Query, records, rows
from govdesk.store.workspace import Workspace

if TYPE_CHECKING:
    from govdesk.report.paper.document import Document
    from govdesk.report.paper.made import Made
    from govdesk.report.paper.steering import ReportOrder

_ALL = ("all", "全部", "*")


def report_command(options: argparse.Namespace, out: Output) -> int:
    """Write a report and remember it in the workspace, so that the next one tells what changed."""
    from govdesk.report.paper.writing import refuse_format, write_report  # noqa: PLC0415 - only where it is wanted

    refuse_format(options.file)
    refuse_itself(options.workspace, options.file)
    with reading(options) as workspace, workspace.read() as session:
        order = _order(session, options, out)
        made = order.made(session, options.file.name)
        document = _document(session, order, options)
    write_report(options.file, document)
    _tell(document, made, options, out, kept=_remember(options, made))
    return 0


def _remember(options: argparse.Namespace, made: Made) -> bool:
    from govdesk.report.paper.made import remember  # noqa: PLC0415 - as above

    try:
        workspace = Workspace.open(options.workspace, REGISTERS, author=load().author, unlock=unlocking(options))
    except GovDeskError:
        return False
    try:
        return remember(workspace, made)
    finally:
        workspace.close()


def _tell(document: Document, made: Made, options: argparse.Namespace, out: Output, *, kept: bool) -> None:
    out.document(
        {
            "file": str(options.file),
            "audience": made.audience,
            "language": made.language,
            "seal": made.head,
            "sections": [s.code for s in document.sections],
            "remembered": kept,
        }
    )
    args = {"file": str(options.file), "audience": Message(AUDIENCES[made.audience].label)}
    out.say(Message(N_("Written to {file}, for: {audience}."), args))
    if not kept:
        out.say(
            Message(
                N_(
                    "The workspace could not be written to, so the next report will not know of this one and will not mark what changed since."
                )
            )
        )


def _order(session: Session, options: argparse.Namespace, out: Output) -> ReportOrder:
    from govdesk.report.paper.steering import ReportOrder  # noqa: PLC0415 - as above

    project = project_named(session, options.project) if options.project else _only(session)
    unit = department_named(session, options.department) if options.department else ""
    usual = LEAD if unit or options.one_page else SPONSOR
    audience = options.audience or usual
    refuse_unit(AUDIENCES[audience], unit)
    if options.one_page and audience not in (LEAD, FRONTLINE):
        text = N_(
            "A page for each department shows its own rows: it is for the front line or the lead of a unit, not for “{audience}”. Nothing was written."
        )
        raise GovDeskError(Message(text, {"audience": Message(AUDIENCES[audience].label)}), code="audience")
    return ReportOrder(audience, options.lang or out.lang.code, project, unit)


def _only(session: Session) -> str | None:
    """Return the project where there is only one."""
    keys = rows(session, REGISTERS, Query("project"))
    return records(session, REGISTERS, "project", keys)[0].id if len(keys) == 1 else None


def _document(session: Session, order: ReportOrder, options: argparse.Namespace) -> Document:
    from govdesk.report.paper.department_page import build_pages  # noqa: PLC0415 - as above
    from govdesk.report.paper.steering import build  # noqa: PLC0415

    if not options.one_page:
        return build(session, REGISTERS, order)
    words = [w.strip() for w in options.one_page.replace("，", ",").replace("、", ",").split(",") if w.strip()]
    if [w.casefold() for w in words] in [[a] for a in _ALL]:
        keys = rows(session, REGISTERS, Query("department", order=(Order("number"),)))
        wanted = [r.id for r in records(session, REGISTERS, "department", keys)]
    else:
        wanted = [department_named(session, word) for word in words]
    if not wanted:
        text = N_("There is no department yet, so there is no page to write. Nothing was written.")
        raise GovDeskError(text, code="nothing")
    return build_pages(session, REGISTERS, order, wanted)
