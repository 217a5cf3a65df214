"""The responsibility matrix in numbers and words: the tables that go to Excel, and what stands below a picture's title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from govdesk.i18n import N_, Language, Message
from govdesk.insight.ownership import LETTERS, Board, Place
from govdesk.insight.ownership_check import Finding, Load

if TYPE_CHECKING:
    from govdesk.sheet.numbers import NumberSheet


def table(lang: Language, board: Board, *, people: bool = False) -> list[tuple[str, ...]]:
    """Return the letters with their headings: wave, deliverable, then a column for each head.

    Args:
        lang: In which language the headings are.
        board: The matrix.
        people: Whether letters that people of a department hold stand there too, in brackets.
    """
    say = lang.gettext
    head = (say(N_("Wave")), say(N_("Deliverable")), *(h.name for h in board.heads))
    lines = [
        (x.wave, x.name, *(_letters(board, (x.id, h.id), people=people) for h in board.heads)) for x in board.lines
    ]
    return [head, *lines]


def _letters(board: Board, place: Place, *, people: bool) -> str:
    cell = board.cell(*place)
    apart = [f"({x})" for x in LETTERS if people and x in cell.through and x not in cell.held]
    return "/".join([*cell.letters, *apart])


def sheets(lang: Language, board: Board, findings: Sequence[Finding], loads: Mapping[str, Load]) -> list[NumberSheet]:
    """Return the matrix, what each carries, and what is wrong, as tables."""
    from govdesk.sheet.numbers import NumberSheet  # noqa: PLC0415 - with the export

    say = lang.gettext
    heads = {h.id: h.name for h in board.heads}
    lines = {x.id: x.name for x in board.lines}
    carried: list[tuple[Any, ...]] = [
        (say(N_("Name")), "A", "R", say(N_("Overdue"))),
        *((h.name, loads[h.id].accountable, loads[h.id].responsible, loads[h.id].overdue) for h in board.heads),
    ]
    wrong = [
        (say(N_("Deliverable")), say(N_("Department or person")), say(N_("Check")), say(N_("Explanation"))),
        *((lines.get(f.line, ""), heads.get(f.head, ""), lang.say(f.short), lang.say(f.text)) for f in findings),
    ]
    return [
        NumberSheet(say(N_("Who owns what")), tuple(table(lang, board, people=True))),
        NumberSheet(say(N_("Load")), tuple(carried)),
        NumberSheet(say(N_("Warnings")), tuple(wrong)),
    ]


def note(lang: Language, board: Board, findings: Sequence[Finding]) -> str:
    """Return how large the matrix is and how much in it wants a look."""
    args = {"lines": len(board.lines), "heads": len(board.heads), "count": len(findings)}
    return lang.say(Message(N_("{lines} deliverables × {heads} columns, {count} warnings"), args))
