"""The commands that take spreadsheets in and give them out."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from govdesk.cli.consent import agreed_to, overwriting_document, overwritten, realigned, say_realigned
from govdesk.cli.door import department_named, project_named, reading, refuse_itself, register_named, writing
from govdesk.cli.output import Output
from govdesk.errors import GovDeskError
from govdesk.fields.text import fold
from govdesk.i18n import N_, Message
from govdesk.insight.audience import AUDIENCES, LEAD, Audience, fields_for, refuse_private
from govdesk.registers import REGISTERS
from govdesk.store.workspace import Workspace

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.fields.register import Register
    from govdesk.sheet.commit import LeftOut
    from govdesk.sheet.grid import Book
    from govdesk.sheet.plan import ImportPlan, SheetPlan

_PROBLEMS = 20
#: No sheet has more tables than this.
_TABLES = 50
_COUNTS = N_("{new} new, {changed} changed, {same} the same, {conflict} in conflict, {wrong} wrong")


def import_command(options: argparse.Namespace, out: Output) -> int:
    """Bring spreadsheets in, or tell what that would do.

    All files are read before the first is imported, so that a file that cannot be read stops everything.
    """
    from govdesk.sheet.reading import read_book  # noqa: PLC0415 - spreadsheets load only where they are wanted

    register = register_named(options.register, out.lang).register_code() if options.register else None
    with (reading if options.dry_run else writing)(options) as workspace:
        with workspace.read() as session:
            project = project_named(session, options.project) if options.project else None
        books = [read_book(path) for path in options.files]
        for book in books:
            _require_sheet(book, options.sheet)
        told: list[dict[str, Any]] = []
        much: list[dict[str, object]] = []
        nothing: GovDeskError | None = None
        for book in books:
            plan = _plan(workspace, book, project, register, options)
            told += [_sheet_document(s, out) for s in plan.sheets]
            _say_plan(plan, out)
            waiting = frozenset() if options.realign else realigned(plan)
            say_realigned(len(waiting), out)
            found = overwritten(workspace, [plan], [waiting], out)
            much += overwriting_document(found)
            if not any(s.register for s in plan.sheets):
                nothing = nothing or _nothing_fits(book, plan)
            elif not options.dry_run:
                _carry_out(workspace, plan, waiting, out, agreed=agreed_to(found, out))
    out.document({"sheets": told, "overwritten": much})
    if nothing is not None:
        raise nothing
    return 0


def _require_sheet(book: Book, name: str | None) -> None:
    names = [g.name for g in book.grids]
    if name is not None and fold(name) not in map(fold, names):
        text = N_("“{file}” has no sheet “{sheet}”. It has: {known}. Nothing was imported.")
        raise GovDeskError(text, code="unknown_sheet", file=book.name, sheet=name, known=", ".join(names))


def _plan(
    workspace: Workspace, book: Book, project: str | None, register: str | None, options: argparse.Namespace
) -> ImportPlan:
    from govdesk.sheet.plan import SheetChoice, make_plan  # noqa: PLC0415 - spreadsheets load only where they are wanted

    said = [SheetChoice(g.name, n, clear=frozenset("*")) for g in book.grids for n in range(_TABLES) if options.clear]
    choices = {c.key: c for c in said}
    with workspace.read() as session:
        return make_plan(
            session, REGISTERS, book, project=project, register=register, sheet=options.sheet, choices=choices
        )


def _carry_out(workspace: Workspace, plan: ImportPlan, left_out: LeftOut, out: Output, *, agreed: bool) -> None:
    from govdesk.sheet.plan import commit  # noqa: PLC0415 - spreadsheets load only where they are wanted

    if not agreed:
        out.say(Message(N_("{file}: nothing was imported."), {"file": plan.path.name}))
        return
    changes = commit(workspace, plan, left_out=left_out)
    if changes is None:
        out.say(Message(N_("{file}: nothing to change."), {"file": plan.path.name}))
    else:
        out.say(Message(N_("{file}: imported. “govdesk undo” takes it back as a whole."), {"file": plan.path.name}))


def _nothing_fits(book: Book, plan: ImportPlan) -> GovDeskError:
    if any(s.header_row for s in plan.sheets):
        text = N_("No register fits what “{file}” holds, and nothing of it was imported. Name one with --register.")
    else:
        text = N_(
            "No header was found in “{file}”, and nothing of it was imported. Give the table a row with the names of its columns."
        )
    return GovDeskError(text, code="no_header", file=book.name)


def _sheet_document(sheet: SheetPlan, out: Output) -> dict[str, Any]:
    return {
        "file": sheet.file,
        "sheet": sheet.sheet,
        "register": sheet.register,
        "header_row": sheet.header_row or None,
        "header_rows": sheet.header_rows,
        "mapping": dict(sheet.mapping),
        "unmatched": list(sheet.unmatched),
        "counts": dict(sheet.counts),
        "problems": [
            {"code": p.code, "cell": p.cell, "message": out.lang.say(p.message)}
            for p in (*sheet.doubts, *sheet.problems)
        ],
    }


def _say_plan(plan: ImportPlan, out: Output) -> None:
    for sheet in plan.sheets:
        register = Message(REGISTERS[sheet.register].about.plural) if sheet.register else Message(N_("no register"))
        args = {
            "file": sheet.file,
            "sheet": sheet.sheet,
            "register": register,
            "counts": Message(_COUNTS, sheet.counts),
        }
        out.say(Message(N_("{file} · {sheet} → {register}: {counts}"), args))
        if sheet.unmatched:
            out.add(Message(N_("Columns that match no field: {names}"), {"names": ", ".join(sheet.unmatched)}))
        for notice in sheet.notices:
            out.add(notice)
        problems = sheet.problems
        for problem in problems[:_PROBLEMS]:
            out.add(problem.message, f"{problem.cell}: ")
        if len(problems) > _PROBLEMS:
            out.add(Message(N_("… and {count} more"), {"count": len(problems) - _PROBLEMS}))


def export_command(options: argparse.Namespace, out: Output) -> int:
    """Write registers to a spreadsheet, for one audience."""
    from govdesk.sheet.audience_sheet import leaving  # noqa: PLC0415 - spreadsheets load only where they are wanted
    from govdesk.sheet.writing import export  # noqa: PLC0415
    from govdesk.store.chain import head  # noqa: PLC0415
    from govdesk.store.history import latest  # noqa: PLC0415
    from govdesk.store.query import Query, count  # noqa: PLC0415

    named = [register_named(name, out.lang).register_code() for name in options.register or ()]
    audience = AUDIENCES[options.audience or LEAD]
    refuse_itself(options.workspace, options.file)
    with ExitStack() as stack:
        workspace = stack.enter_context(reading(options))
        session = stack.enter_context(workspace.read())
        project = project_named(session, options.project) if options.project else None
        unit = department_named(session, options.department) if options.department else ""
        codes = list(dict.fromkeys(named)) or list(REGISTERS)
        fields = {code: _leaving(REGISTERS[code], audience, options.private or "") for code in codes}
        queries = [Query(code, project) for code in codes]
        filled = [q for q in queries if named or count(session, REGISTERS, q)] or queries
        last = latest(session)
        lang = options.lang or out.lang.code
        seal = head(session)
        going = leaving(session, REGISTERS, filled, fields, audience, unit, lang)
        done = export(
            options.file, going.sheets, language=lang, workspace_id=workspace.id, operation=last.uid if last else "",
            head=seal, audience=audience, numbers=going.numbers,
        )  # fmt: skip
    for notice in done.notices:
        out.say(notice)
    told = [{"register": code, "rows": count} for code, count in zip(going.codes, done.rows, strict=False)]
    stayed = {
        code: [f for f in REGISTERS[code].fields() if f.private and f not in fields[code]] for code in going.codes
    }
    out.document(
        {
            "file": str(options.file),
            "audience": audience.code,
            "seal": seal,
            "sheets": told,
            "compared": [q.register for q in filled if q.register not in going.codes] if going.numbers else [],
            "left_out": {c: [f.name for f in s] for c, s in stayed.items() if s},
        }
    )
    args = {"file": str(options.file), "rows": sum(done.rows[: len(going.sheets)]), "sheets": len(done.rows)}
    out.say(Message(N_("Written to {file}. Records: {rows}, sheets: {sheets}."), args))
    label, gets = Message(audience.label), Message(audience.gets)
    out.say(Message(N_("Made for: {audience}. {gets}."), {"audience": label, "gets": gets}))
    if names := ", ".join(dict.fromkeys(f.name for left in stayed.values() for f in left)):
        text = N_("Private, and so not in it: {fields}. “--private” takes those along that it names.")
        out.say(Message(text, {"fields": names}))
    return 0


def _leaving(register: type[Register], audience: Audience, named: str) -> list[Field]:
    """Return the fields that leave the program for an audience: of the private ones, those that are named."""
    from govdesk.sheet.package import fields_named  # noqa: PLC0415 - as above

    words = [w.strip() for w in named.replace("，", ",").replace("、", ",").split(",") if w.strip()]
    known = {w for w in words if any(fields_named(r, [w]) for r in REGISTERS.values())}
    if unknown := [w for w in words if w not in known]:
        text = N_("No register has a field “{name}”. Nothing was written; see “govdesk registers”.")
        raise GovDeskError(text, code="unknown_field", name=unknown[0])
    refuse_private(audience, words)
    return fields_for(audience, register, tuple(fields_named(register, words)))
