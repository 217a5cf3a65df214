"""What a gesture in the responsibility matrix would write: letters wanted per cell become records to make, change, delete."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from govdesk.i18n import N_, Message
from govdesk.insight.ownership import LETTERS, PERSON, Board, Cell, Place
from govdesk.registers.ownership import RACI

#: What a click makes of the letters that stand there.
_NEXT = {"": "R", "R": "A", "A": "C", "C": "I", "I": ""}
_SEPARATORS = str.maketrans(dict.fromkeys("/,，、;；+& \n\t|", " "))
Wanted = Mapping[Place, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written, all as one operation.

    Args:
        creates: Line, head and letter of each new record.
        changes: The new letter of records that stay.
        removes: Ids of records that go.
        wanted: The letters that the cells hold afterwards.
    """

    creates: tuple[tuple[str, str, str], ...]
    changes: Mapping[str, str]
    removes: tuple[str, ...]
    wanted: Wanted

    def __bool__(self) -> bool:
        return bool(self.creates or self.changes or self.removes)


def plan(board: Board, wanted: Wanted) -> Plan:
    """Return what leads from the board to the letters wanted; a record changes its letter rather than being replaced."""
    creates: list[tuple[str, str, str]] = []
    changes: dict[str, str] = {}
    removes: list[str] = []
    different: dict[Place, str] = {}
    for place, letters in wanted.items():
        cell = board.cell(*place)
        if set(letters) == set(cell.held):
            continue
        different[place] = letters
        gone = [i for x in LETTERS if x in cell.held and x not in letters for i in cell.held[x]]
        new = [x for x in LETTERS if x in letters and x not in cell.held]
        kept = min(len(gone), len(new))
        changes.update(zip(gone, new, strict=False))
        removes += gone[kept:]
        creates += [(*place, x) for x in new[kept:]]
    return Plan(tuple(creates), changes, tuple(removes), different)


def new_records(board: Board, made: Plan, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Return the values of the records that a plan makes, each under its id."""
    projects = {line.id: line.project for line in board.lines}
    kinds = {head.id: head.kind for head in board.heads}
    return [
        {"id": identity, "project": projects[line], "deliverable": line, kinds[head]: head, "role": letter}
        for identity, (line, head, letter) in zip(ids, made.creates, strict=True)
    ]


def settle(board: Board, made: Plan, ids: Sequence[str]) -> Board:
    """Return the board after a plan was written and its new records got these ids."""
    changed: dict[Place, dict[str, tuple[str, ...]]] = {}
    gone = set(made.removes)
    for place in made.wanted:
        held: dict[str, tuple[str, ...]] = {}
        for letter, records in board.cell(*place).held.items():
            for record in records:
                if record not in gone:
                    now = made.changes.get(record, letter)
                    held[now] = (*held.get(now, ()), record)
        changed[place] = held
    for (line, head, letter), record in zip(made.creates, ids, strict=True):
        held = changed[line, head]
        held[letter] = (*held.get(letter, ()), record)
    settled = board.with_cells({p: replace(board.cell(*p), held=held) for p, held in changed.items()})
    return _through(settled, changed)


def _through(board: Board, changed: Iterable[Place]) -> Board:
    """Return the board whose departments know what their people hold after a change of the people's own columns."""
    if board.by == PERSON:
        return board
    unit_of = {h.id: h.unit for h in board.heads if h.kind == PERSON}
    again = {(line, unit_of[head]) for line, head in changed if head in unit_of}
    if not again:
        return board
    made = {}
    for line, unit in again:
        through: dict[str, tuple[str, ...]] = {}
        for person, home in unit_of.items():
            for letter in board.cell(line, person).held if home == unit else ():
                through[letter] = (*through.get(letter, ()), person)
        made[line, unit] = replace(board.cell(line, unit), through=through)
    return board.with_cells(made)


def label(board: Board, made: Plan) -> Message:
    """Return what the operation is called in the history."""
    if len(made.wanted) != 1:
        return Message(N_("Responsibilities in {count} cells"), {"count": len(made.wanted)})
    (line, head), letters = next(iter(made.wanted.items()))
    args = {
        "record": next((one.name for one in board.lines if one.id == line), ""),
        "head": next((one.name for one in board.heads if one.id == head), ""),
        "letters": "/".join(x for x in LETTERS if x in letters),
    }
    text = N_("{head}: {letters} in {record}") if letters else N_("{head}: no part in {record}")
    return Message(text, args)


# ---------------------------------------------------------------- gestures


def toggled(board: Board, places: Iterable[Place], letter: str) -> Wanted:
    """Return the cells with a letter more, or without it where all of them hold it."""
    held = {p: board.cell(*p).letters for p in places}
    off = bool(held) and all(letter in letters for letters in held.values())
    return {p: letters.replace(letter, "") if off else _with(letters, letter) for p, letters in held.items()}


def cleared(places: Iterable[Place]) -> Wanted:
    """Return the cells with nothing in them."""
    return dict.fromkeys(places, "")


def cycled(cell: Cell) -> str:
    """Return what a click makes of a cell: nothing, R, A, C, I, and nothing again; several letters give way to nothing."""
    return _NEXT.get(cell.letters, "")


def _with(letters: str, letter: str) -> str:
    return "".join(x for x in LETTERS if x in letters or x == letter)


@dataclass(frozen=True, slots=True)
class Misfit:
    """A pasted cell that holds no letters, by its place in the block, counted from 1."""

    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a block would do: the cells it fits, those that it does not, and how far it sticks out."""

    wanted: Wanted
    misfits: tuple[Misfit, ...]
    beyond: int


def letters_of(text: str) -> str | None:
    """Return the letters that a pasted text means: `A/R`, `AR`, `Responsible`, `批准`; None where it is no role."""
    words = text.translate(_SEPARATORS).split()
    found: set[str] = set()
    for word in words:
        if set(word.upper()) <= set(LETTERS):
            found |= set(word.upper())
        elif code := RACI.match(word):
            found.add(code)
        elif whole := RACI.match(text):
            return whole
        else:
            return None
    return "".join(x for x in LETTERS if x in found)


def read_block(block: Sequence[Sequence[str]], target: Sequence[Sequence[Place | None]]) -> Pasted:
    """Lay a block of texts over cells.

    Args:
        block: The texts, row by row.
        target: The cells from the current one to the end of the matrix, row by row; None where no letter can stand.
    """
    wanted: dict[Place, str] = {}
    misfits: list[Misfit] = []
    beyond = 0
    for down, texts in enumerate(block):
        for across, text in enumerate(texts):
            place = target[down][across] if down < len(target) and across < len(target[down]) else None
            if place is None:
                beyond += bool(text.strip())
                continue
            letters = letters_of(text)
            if letters is None:
                misfits.append(Misfit(down + 1, across + 1, text))
            else:
                wanted[place] = letters
    return Pasted(wanted, tuple(misfits), beyond)


def tiled(board: Board, source: Sequence[Sequence[Place | None]], target: Sequence[Sequence[Place | None]]) -> Wanted:
    """Return the cells of a target with the letters of a source, which lies in it, repeated from there on."""
    wanted: dict[Place, str] = {}
    if not source or not source[0]:
        return wanted
    top, left = next(((d, r.index(source[0][0])) for d, r in enumerate(target) if source[0][0] in r), (0, 0))
    for down, places in enumerate(target):
        for across, place in enumerate(places):
            first = source[(down - top) % len(source)]
            origin = first[(across - left) % len(first)]
            if place is not None and origin is not None and place != origin:
                wanted[place] = board.cell(*origin).letters
    return wanted
