"""Texts that would be something else than text if anybody took them for it: markup, formulas, paths, SQL, placeholders."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from govdesk.fields.amount import Number
from govdesk.fields.kinds import Choice, Date, Link
from govdesk.fields.register import Register
from govdesk.registers import REGISTERS
from govdesk.store.person import text_fields
from govdesk.store.workspace import Workspace
from govdesk.store.writing import insert_rows

FORMULAS = (
    "=1+2",
    "+1+2",
    "-1+2",
    "@SUM(1)",
    "\t=1+2",
    "\r=1+2",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x")',
    " =1+2",
)


def probes(target: Path) -> list[str]:
    """Return the texts; what they would load is at `target`."""
    return [
        f'<img src="{target}">', f'<a href="file://{target}">x</a>', f"<style>*{{background:url({target})}}</style>",
        f"<table><tr><td background='{target}'>x</table>", "<b>bold</b><br>", "&lt;i&gt; &amp; & &x", "%n{x}%1%s%(x)s", "{0}", "{name}",
        "{", "{count:,}", "%", "../../etc/passwd", "\\\\server\\share\\x", f"file://{target}", "http://127.0.0.1:9/x.png",
        "'; DROP TABLE risk; --", '" OR 1=1', "$\\frac{$ $x^$ \\", "_x0041_", "\u202eevil\u202c", "👩‍👩‍👧‍👦🇨🇳", "a\x01b\x1f\x7f", "x" * 33_000,
        "\u0e01\u0e33" * 40, "NUL", "con", "~/.x", "#REF!", "\u200b\ufeff", *FORMULAS,
    ]  # fmt: skip


def fill(path: Path, target: Path) -> Workspace:
    """Make a workspace in which every text field of every register holds every probe once, and open it."""
    workspace = Workspace.create(path, REGISTERS, author=f'<img src="{target}">')
    texts = probes(target)
    first: dict[str, str] = {}
    with workspace.write(f'<img src="{target}"> {{0}}', source=f'<img src="{target}">') as session:
        for code, register in REGISTERS.items():
            rows = [_row(register, text, number, first) for number, text in enumerate(texts)]
            if code == "project":
                rows = rows[:1] + rows[1:]
            first[code] = insert_rows(session, register, rows)[0]
    return workspace


def _row(register: type[Register], text: str, number: int, first: dict[str, str]) -> dict[str, Any]:
    free = set(text_fields(register)) - {"extra"}
    found: dict[str, Any] = {"extra": '{"=1+2<b>{0}": "' + "@x<i>" + '"}'}
    for field in register.fields():
        if field.name in free:
            found[field.name] = (
                f"{text}{number}" if field.key and number % 2 and not text.startswith(("\t", "\r")) else text
            )
        elif isinstance(field.kind, Link) and field.kind.target in first:
            found[field.name] = first[field.kind.target]
        elif isinstance(field.kind, Choice):
            found[field.name] = field.kind.vocabulary.terms[number % len(field.kind.vocabulary.terms)].code
        elif isinstance(field.kind, Date):
            found[field.name] = date(2026, 11, 1)
        elif isinstance(field.kind, Number) and field.required:
            found[field.name] = 1.5
    return found
