"""The command that sends registers out to be filled in."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from govdesk.cli.door import project_named, reading, register_named, writing
from govdesk.cli.output import Output
from govdesk.errors import GovDeskError
from govdesk.fields.kinds import Date
from govdesk.i18n import N_, Message
from govdesk.insight.audience import AUDIENCES, LEAD, Audience, fields_for
from govdesk.registers import REGISTERS

if TYPE_CHECKING:
    from govdesk.sheet.package import Wanted
    from govdesk.sheet.sending import Sending
    from govdesk.sheet.split import Split


def send_command(options: argparse.Namespace, out: Output) -> int:
    """Write a workbook for each recipient, or tell what it would ask of whom."""
    from govdesk.sheet.sending import send  # noqa: PLC0415 - spreadsheets load only where they are wanted
    from govdesk.sheet.split import split  # noqa: PLC0415

    with (reading if options.dry_run else writing)(options) as workspace:
        with workspace.read() as session:
            sending = _sending(session, options, out)
            shares = split(session, REGISTERS, sending.wants, sending.by, sending.project)
        _warn_private(sending, out)
        _say_burden(shares, out)
        if options.dry_run:
            out.document(_document(shares, {}))
            return 0
        done = send(workspace, sending)
    files = {p.recipients: p.file for p in done.sent.packages}
    out.document({"id": done.sent.id, "folder": str(options.folder), **_document(done.split, files)})
    args = {"count": len(files), "folder": str(options.folder)}
    out.say(
        Message(
            N_("Written: {count} workbooks, in {folder}. “govdesk collect” takes them in when they come back."), args
        )
    )
    return 0


def _sending(session: Session, options: argparse.Namespace, out: Output) -> Sending:
    from govdesk.sheet.sending import Sending  # noqa: PLC0415 - spreadsheets load only where they are wanted

    project = project_named(session, options.project) if options.project else None
    audience = AUDIENCES[options.audience or LEAD]
    if not audience.unit:
        text = N_(
            "Only those who have rows of their own fill them in, so nothing is sent to “{audience}”. Nothing was written."
        )
        raise GovDeskError(Message(text, {"audience": Message(audience.label)}), code="audience")
    wants = tuple(w for want in _wants(options, out) if (w := _narrowed(want, audience)).asked)
    lang, until = options.lang or out.lang.code, _day(options.until)
    return Sending(
        options.by, wants, options.folder, lang, until, options.message or "", project, audience=audience.code
    )


def _narrowed(want: Wanted, audience: Audience) -> Wanted:
    """Return what an audience may see of what is wanted; private fields stay as the sender named them."""
    register = REGISTERS[want.register]
    named = tuple(f.name for f in register.fields() if f.private)
    kept = {f.name for f in fields_for(audience, register, named)} | ({*named} if audience.named_private else set())
    asked, shown = (tuple(n for n in names if n in kept) for names in (want.asked, want.shown))
    return replace(want, asked=asked, shown=shown)


def _wants(options: argparse.Namespace, out: Output) -> list[Wanted]:
    """Return what is wanted of each register that was named, or of each that has such recipients."""
    from govdesk.sheet.package import fields_named, refuse_unasked, usual, wanted  # noqa: PLC0415
    from govdesk.sheet.split import can_be_split  # noqa: PLC0415

    able = can_be_split(REGISTERS, options.by)
    named = [register_named(name, out.lang).register_code() for name in options.register or ()]
    for code in named:
        if code not in able:
            _refuse_split(code, options.by, able, out)
    asked, shown = _words(options.fields), _words(options.shown)
    found, known = [], set()
    for code in dict.fromkeys(named or able):
        register = REGISTERS[code]
        if not asked:
            want = usual(register)
        else:
            names = fields_named(register, asked)
            known |= {word for word in asked if fields_named(register, [word])}
            refuse_unasked(register, names)
            want = wanted(register, names)
        if shown:
            beside = fields_named(register, shown)
            known |= {word for word in shown if fields_named(register, [word])}
            want = wanted(register, want.asked, (*want.shown, *beside))
        if want.asked:
            found.append(want)
        elif named:
            text = N_("{register} have none of the fields that are asked for. Nothing was written.")
            raise GovDeskError(text, code="nothing_asked", register=Message(register.about.plural))
    missing = [word for word in (*asked, *shown) if word not in known]
    if missing:
        text = N_("None of these registers has a field “{name}”. Nothing was written; see “govdesk registers”.")
        raise GovDeskError(text, code="unknown_field", name=missing[0])
    return found


def _refuse_split(code: str, by: str, able: list[str], out: Output) -> None:
    known = ", ".join(out.lang.gettext(REGISTERS[c].about.plural) for c in able)
    text = N_("{register} do not say to whom they would go. These do: {known}. Nothing was written.")
    register = Message(REGISTERS[code].about.plural)
    raise GovDeskError(text, code="no_recipient", register=register, known=known, by=by)


def _words(text: str | None) -> list[str]:
    return [w.strip() for w in (text or "").replace("，", ",").replace("、", ",").split(",") if w.strip()]


def _day(text: str | None) -> date | None:
    if not text:
        return None
    found = Date().read(text)
    if not isinstance(found, date):
        raise GovDeskError(Message(N_("{why} Nothing was written."), {"why": found.message}), code="invalid")
    return found


def _warn_private(sending: Sending, out: Output) -> None:
    for want in sending.wants:
        register = REGISTERS[want.register]
        found = [register.field(n).label for n in (*want.asked, *want.shown) if register.field(n).private]
        if found:
            names = ", ".join(out.lang.gettext(label) for label in found)
            text = N_("Private, and named by you: {fields} ({register}). They go out.")
            out.warn(Message(text, {"fields": names, "register": Message(register.about.plural)}))


def _say_burden(shares: Split, out: Output) -> None:
    headings = (N_("To"), N_("Rows"), N_("Cells asked"), N_("Still empty"), N_("Minutes"))
    rows = [
        (p.name, str(p.burden.rows), str(p.burden.cells), str(p.burden.empty), str(p.burden.minutes))
        for p in shares.packages
    ]
    out.table([out.lang.gettext(h) for h in headings], rows)
    for counts, text in (
        (shares.without, N_("{register}: {count} records have nobody to go to and stay.")),
        (shares.withheld, N_("{register}: {count} anonymous records stay, for going there they would tell who spoke.")),
    ):
        for code, count in counts.items():
            out.say(Message(text, {"register": Message(REGISTERS[code].about.plural), "count": count}))


def _document(shares: Split, files: dict[tuple[str, ...], str]) -> dict[str, Any]:
    packages = [
        {
            "recipient": p.name,
            "file": files.get(p.recipients),
            "rows": p.burden.rows,
            "cells": p.burden.cells,
            "empty": p.burden.empty,
            "minutes": p.burden.minutes,
            "sheets": [
                {"register": part.wanted.register, "rows": len(part.records), "fields": list(part.wanted.asked)}
                for part in p.parts
            ],
        }
        for p in shares.packages
    ]
    total = {key: sum(getattr(p.burden, key) for p in shares.packages) for key in ("rows", "cells", "empty", "minutes")}
    return {"packages": packages, "total": total, "without": dict(shares.without), "withheld": dict(shares.withheld)}
