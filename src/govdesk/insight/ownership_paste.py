"""A block copied from a spreadsheet together with its headings, laid over the responsibility matrix by their names.

Deliverables stand down the side and departments or people across the top, in any order and among other columns. A block in
which no name is known is none of this module's business: it goes where the cursor stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from govdesk.fields.text import fold
from govdesk.i18n import N_, Message
from govdesk.insight.ownership import Board
from govdesk.insight.ownership_plan import Misfit, Pasted, letters_of

_TOP, _SIDE = 6, 5


@dataclass(frozen=True, slots=True)
class Named:
    """A block as its headings place it.

    Args:
        pasted: The cells it fills, and what in it is no role.
        unknown: What was left out and why: names that the matrix does not have, or that two of it share.
        lines: How many deliverables it names.
        heads: How many departments or people it names.
    """

    pasted: Pasted
    unknown: tuple[Message, ...]
    lines: int
    heads: int


class _Names:
    """What the lines or the heads of a matrix are called, the ones that share a name in their order."""

    def __init__(self, named: Sequence[tuple[str, str, str]]) -> None:
        self._ids: dict[str, list[str]] = {}
        for identity, name, number in named:
            self._ids.setdefault(fold(name), []).append(identity)
            if number:
                self._ids.setdefault(fold(number), []).append(identity)

    def __contains__(self, text: str) -> bool:
        return bool(text.strip()) and fold(text) in self._ids

    def place(self, texts: Sequence[str]) -> tuple[dict[int, str], list[str]]:
        """Return the id that each text means, by its place, and the texts that may mean several.

        Namesakes are told apart by their order where the block has as many of them as the matrix.
        """
        found: dict[int, str] = {}
        unclear: list[str] = []
        often: dict[str, list[int]] = {}
        for place, text in enumerate(texts):
            if text in self:
                often.setdefault(fold(text), []).append(place)
        for name, places in often.items():
            ids = self._ids[name]
            if len(ids) == len(places):
                found.update(zip(places, ids, strict=True))
            elif len(ids) == 1:
                found.update(dict.fromkeys(places, ids[0]))
            else:
                unclear.append(texts[places[0]])
        return found, unclear


def read_named(block: Sequence[Sequence[str]], board: Board, prefix: str) -> Named | None:
    """Return a block as its headings place it; None where it has no heading row and no column of names.

    Args:
        block: The texts, row by row.
        board: The whole matrix, with every line and every head that could be meant.
        prefix: What the numbers of deliverables begin with.
    """
    wide = max(map(len, block), default=0)
    rows = [[*row, *[""] * (wide - len(row))] for row in block]
    across = _Names([(h.id, h.name, "") for h in board.heads])
    down = _Names([(x.id, x.name, f"{prefix}-{x.number:04d}") for x in board.lines])
    top = _best(len(rows[:_TOP]), lambda n: sum(text in across for text in rows[n]))
    side = _best(min(wide, _SIDE), lambda n: sum(row[n] in down for row in rows))
    if top is None or side is None:
        return None
    heads, several = across.place(rows[top])
    lines, shared = down.place([row[side] for row in rows])
    lines = {place: identity for place, identity in lines.items() if place > top}
    wanted: dict[tuple[str, str], str] = {}
    misfits: list[Misfit] = []
    for down_, line in lines.items():
        for across_, head in heads.items():
            text = rows[down_][across_]
            letters = letters_of(text)
            if letters is None:
                misfits.append(Misfit(down_ + 1, across_ + 1, text))
            else:
                wanted[line, head] = letters
    unknown = [*_several(several), *_several(shared)]
    unknown += _strange_heads(rows, (top, side), heads, several)
    unknown += _strange_lines(rows, (top, side), heads, (lines, shared))
    return Named(Pasted(wanted, tuple(misfits), 0), tuple(unknown), len(lines), len(heads))


def _best(count: int, score: Callable[[int], int]) -> int | None:
    """Return the place with the highest score, the first of equals; None where all are nought."""
    found = [(score(n), -n) for n in range(count)]
    most = max(found, default=(0, 0))
    return -most[1] if most[0] else None


def _several(names: Sequence[str]) -> list[Message]:
    text = N_("“{name}” is the name of several; write its number too, as the matrix shows it.")
    return [Message(text, {"name": name}) for name in names]


def _strange_heads(
    rows: Sequence[Sequence[str]], corner: tuple[int, int], heads: Mapping[int, str], several: Sequence[str]
) -> list[Message]:
    """Return the columns of letters under a heading that is none of the matrix."""
    top, side = corner
    found = []
    for place, text in enumerate(rows[top]):
        letters = sum(bool(letters_of(row[place])) for row in rows[top + 1 :])
        if place > side and place not in heads and text not in several and letters:
            words = N_("“{name}” is no column of the matrix: {count} cells left out.")
            found.append(Message(words, {"name": text or f"#{place + 1}", "count": letters}))
    return found


def _strange_lines(
    rows: Sequence[Sequence[str]],
    corner: tuple[int, int],
    heads: Mapping[int, str],
    known: tuple[Mapping[int, str], Sequence[str]],
) -> list[Message]:
    """Return the rows of letters beside a name that is none of the matrix."""
    (top, side), (lines, shared) = corner, known
    found = []
    for place in range(top + 1, len(rows)):
        letters, text = sum(bool(letters_of(rows[place][n])) for n in heads), rows[place][side]
        if place not in lines and text not in shared and text.strip() and letters:
            words = N_("“{name}” is no deliverable of the matrix: {count} cells left out.")
            found.append(Message(words, {"name": text, "count": letters}))
    return found
