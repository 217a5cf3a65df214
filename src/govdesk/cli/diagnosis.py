"""The command that tells where projects are heading: the findings of the diagnosis, with the numbers of their records."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from govdesk.cli.door import project_named, reading
from govdesk.cli.output import Output
from govdesk.fields.kinds import Serial
from govdesk.i18n import N_, Message, language
from govdesk.insight.diagnosis.catalogue import rule_named
from govdesk.insight.diagnosis.diagnosing import diagnose_all
from govdesk.insight.diagnosis.finding import LEVEL_NAMES, Finding
from govdesk.registers import REGISTERS
from govdesk.store.query import table_of

if TYPE_CHECKING:
    from govdesk.insight.diagnosis.finding import Diagnosis


def diagnose_command(options: argparse.Namespace, out: Output) -> int:
    """Tell which failure patterns one project shows, or each."""
    with reading(options) as workspace, workspace.read() as session:
        project = project_named(session, options.project) if options.project else None
        found = diagnose_all(session, REGISTERS, date.today(), project)
        table = table_of(REGISTERS["project"])
        known = session.connection().execute(select(table.c.id, table.c.number, table.c.name))
        names = {identity: (_number("project", number), name or "") for identity, number, name in known}
    out.document({"findings": [_document(f, names[f.project][0], out) for d in found for f in d.findings]})
    if not found:
        out.say(Message(N_("There is no project in this workspace yet, so there is nothing to diagnose.")))
    for diagnosis in found:
        _say(diagnosis, " ".join(names[diagnosis.project]), out)
    return 0


def _number(code: str, number: int) -> str:
    return Serial(REGISTERS[code].about.prefix).show(number, language("en"))


def _document(finding: Finding, project: str, out: Output) -> dict[str, Any]:
    return {
        "project": project,
        "rule": finding.rule,
        "group": finding.group,
        "level": finding.level,
        "sentence": out.lang.say(finding.sentence),
        "evidence": [_number(e.register, n) for e in finding.evidence for n in e.numbers],
    }


def _say(diagnosis: Diagnosis, name: str, out: Output) -> None:
    out.say(name)
    order = sorted(diagnosis.findings, key=lambda f: ("act", "watch", "none", "insufficient").index(f.level))
    for finding in order:
        args = {
            "level": out.lang.gettext(LEVEL_NAMES[finding.level]),
            "rule": out.lang.gettext(rule_named(finding.rule).name),
            "why": finding.sentence,
            "count": finding.count,
        }
        out.add(Message(N_("{level} · {rule}: {why} (records: {count})"), args))
