"""What is wrong with a responsibility matrix: findings per deliverable and per head, by rules that an organisation sets.

A finding names the cells to look at; it is computed from the board alone, after each key.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass

from govdesk.i18n import N_, Message
from govdesk.insight.ownership import DEPARTMENT, LETTERS, PERSON, Board, Cell, Head, Line, Place

#: Under which name the workspace keeps the rules.
SETTING = "responsibility_rules"


@dataclass(frozen=True, slots=True)
class Rules:
    """What an organisation holds to be too much.

    Args:
        consulted: More C than this for one deliverable is too many.
        informed: More I than this is too many.
        alone: Whether nobody may hold both R and A in one deliverable.
        share: A head with more than this percentage of all A is overloaded …
        least: … where it holds at least so many.
    """

    consulted: int = 5
    informed: int = 8
    alone: bool = False
    share: int = 40
    least: int = 5

    def dump(self) -> str:
        """Return the rules as JSON, for the settings of the workspace."""
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, text: str) -> Rules:
        """Return the rules that `dump` wrote; what is missing or makes no sense is as usual."""
        try:
            data = json.loads(text)
        except ValueError:
            return cls()
        if not isinstance(data, dict):
            return cls()
        usual = asdict(cls())
        return cls(**{n: data[n] if type(data.get(n)) is type(v) and data[n] >= 0 else v for n, v in usual.items()})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and the cells to look at.

    Args:
        code: `no_a`, `several_a`, `no_r`, `many_c`, `many_i`, `same`, `gone`, `load`, `absent` or `carried`.
        tone: `act` or `watch`.
        short: The words for a margin.
        text: The sentence that explains it.
        line: Id of the deliverable, or empty.
        head: Id of the department or person, or empty.
        places: The cells concerned.
    """

    code: str
    tone: str
    short: Message
    text: Message
    line: str = ""
    head: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """What one head carries over all lines shown."""

    accountable: int
    responsible: int
    overdue: int


@dataclass(frozen=True, slots=True)
class _Holder:
    """Who holds a letter, and in which cell that shows."""

    id: str
    name: str
    place: Place
    left: bool = False


def _holders(board: Board, line: Line) -> dict[str, list[_Holder]]:
    """Return who holds each letter of a line; a person who stands beside the own department counts once."""
    found: dict[str, list[_Holder]] = {x: [] for x in LETTERS}
    for head in board.heads:
        cell = board.cells.get((line.id, head.id))
        if cell is None or (head.kind == PERSON and board.by == DEPARTMENT):
            continue
        for letter in LETTERS:
            if letter in cell.held:
                found[letter].append(_Holder(head.id, head.name, (line.id, head.id), head.left))
            for person in dict.fromkeys(cell.through.get(letter, ())):
                known = board.people.get(person)
                name = known.name if known else "?"
                found[letter].append(_Holder(person, name, (line.id, head.id), bool(known and known.left)))
    return found


def line_findings(board: Board, line: Line, rules: Rules | None = None) -> list[Finding]:
    """Return what is wrong in one line, the worst first."""
    rules = rules or Rules()
    held = _holders(board, line)
    apart = {x: board.elsewhere.get(line.id, "").count(x) for x in LETTERS}
    count = {x: len(held[x]) + apart[x] for x in LETTERS}
    found = [*_accountable(line, held["A"], apart["A"])]
    if not count["R"]:
        text = N_("Nobody is responsible for doing “{record}”. Give at least one department the R.")
        tone = "watch" if count["A"] else "act"
        found.append(Finding("no_r", tone, Message(N_("no R")), Message(text, {"record": line.name}), line.id))
    found += _too_many(line, held, count, rules)
    found += _one_of_both(line, held, rules)
    gone = {h.id: h for x in LETTERS for h in held[x] if h.left}
    if gone:
        text = N_("{names} has left and still holds a letter in “{record}”. Give it to another.")
        said = Message(text, {"record": line.name, "names": ", ".join(h.name for h in gone.values())})
        places = tuple(h.place for h in gone.values())
        found.append(Finding("gone", "act", Message(N_("has left")), said, line.id, places=places))
    return found


def _accountable(line: Line, holders: list[_Holder], apart: int) -> Iterator[Finding]:
    count, args = len(holders) + apart, {"record": line.name, "more": apart}
    if not count:
        text = N_("Nobody is accountable for “{record}”. Give one department the A.")
        yield Finding("no_a", "act", Message(N_("no A")), Message(text, args), line.id)
    elif count > 1:
        names = ", ".join(h.name for h in holders) or "…"
        text = (
            N_(
                "{names} and {more} more that are not shown hold A in “{record}”. One decides; the others are consulted."
            )
            if apart
            else N_("{names} all hold A in “{record}”. One of them decides; the others are consulted.")
        )
        short = Message(N_("{count} A"), {"count": count})
        places = tuple(dict.fromkeys(h.place for h in holders))
        yield Finding("several_a", "act", short, Message(text, {**args, "names": names}), line.id, places=places)


def _too_many(
    line: Line, held: Mapping[str, list[_Holder]], count: Mapping[str, int], rules: Rules
) -> Iterator[Finding]:
    for letter, limit, code, text in (
        (
            "C",
            rules.consulted,
            "many_c",
            N_("{count} are consulted about “{record}”, more than {limit}. Inform some instead."),
        ),
        (
            "I",
            rules.informed,
            "many_i",
            N_("{count} are informed about “{record}”, more than {limit}. Leave some out."),
        ),
    ):
        if count[letter] > limit:
            short = Message(N_("{count} {letter}"), {"count": count[letter], "letter": letter})
            said = Message(text, {"record": line.name, "count": count[letter], "limit": limit})
            yield Finding(code, "watch", short, said, line.id, places=tuple(h.place for h in held[letter]))


def _one_of_both(line: Line, held: Mapping[str, list[_Holder]], rules: Rules) -> Iterator[Finding]:
    doing = {h.id for h in held["R"]}
    both = [h for h in held["A"] if rules.alone and h.id in doing]
    if both:
        text = N_("{names} holds A and R in “{record}”; here one may not do both.")
        said = Message(text, {"record": line.name, "names": ", ".join(h.name for h in both)})
        yield Finding(
            "same", "watch", Message(N_("A and R in one")), said, line.id, places=tuple(h.place for h in both)
        )


def loads(board: Board, heads: Collection[str] | None = None) -> dict[str, Load]:
    """Return what each head carries; a department carries what its people hold too.

    Args:
        board: The matrix.
        heads: Ids of the heads wanted; None for all.
    """
    late = {line.id for line in board.lines if line.overdue}
    count = {h.id: [0, 0, 0] for h in board.heads if heads is None or h.id in heads}
    places = board.cells if heads is None else ((line.id, h) for line in board.lines for h in count)
    for line, head in places:
        cell = board.cells.get((line, head))
        if cell is not None and head in count:
            a, r = _carries(cell, "A"), _carries(cell, "R")
            sums = count[head]
            sums[0] += a
            sums[1] += r
            sums[2] += line in late and (a or r)
    return {head: Load(*numbers) for head, numbers in count.items()}


def _carries(cell: Cell, letter: str) -> bool:
    return letter in cell.held or letter in cell.through


def head_findings(board: Board, rules: Rules | None = None, carried: Mapping[str, Load] | None = None) -> list[Finding]:
    """Return what is wrong across the top: who carries too much, and who is affected but has no part.

    Args:
        board: The matrix.
        rules: What is too much.
        carried: The loads, where they are known already.
    """
    rules, carried = rules or Rules(), carried or loads(board)
    counted = [h for h in board.heads if h.kind == board.by]
    total = sum(carried[h.id].accountable for h in counted)
    taking = {head for _, head in board.cells}
    found = []
    for head in counted:
        load = carried[head.id]
        if load.accountable >= rules.least and load.accountable * 100 > rules.share * total:
            found.append(_overloaded(board, head, load.accountable, total))
        if board.by == DEPARTMENT and board.lines and head.affected and head.id not in taking:
            text = (
                N_("{name} is a front-line unit that is affected, yet it holds no letter anywhere.")
                if head.front
                else N_("{name} is affected, yet it holds no letter anywhere. Inform it at least.")
            )
            tone, said = "act" if head.front else "watch", Message(text, {"name": head.name})
            found.append(Finding("absent", tone, Message(N_("left out")), said, head=head.id))
    return found


def carried(board: Board, head: Head, load: Load) -> Finding:
    """Return what a head carries as a finding that opens its cells: those that are overdue, or all where none is."""
    late = {line.id for line in board.lines if line.overdue}
    places = [
        (line.id, head.id)
        for line in board.lines
        if any(_carries(board.cell(line.id, head.id), letter) for letter in "AR")
    ]
    overdue = [place for place in places if place[0] in late]
    text = (
        N_("{name} is accountable for {a} and responsible for {r} deliverables; {late} of them are overdue.")
        if overdue
        else N_("{name} is accountable for {a} and responsible for {r} deliverables; none is overdue.")
    )
    args = {"name": head.name, "a": load.accountable, "r": load.responsible, "late": load.overdue}
    tone, short = "act" if overdue else "watch", Message(N_("Load"))
    return Finding("carried", tone, short, Message(text, args), head=head.id, places=tuple(overdue or places))


def _overloaded(board: Board, head: Head, count: int, total: int) -> Finding:
    text = N_("{name} is accountable for {count} of {total} deliverables. Can another decide some of them?")
    places = tuple(p for p, c in board.cells.items() if p[1] == head.id and _carries(c, "A"))
    short = Message(N_("{count} A"), {"count": count})
    said = Message(text, {"name": head.name, "count": count, "total": total})
    return Finding("load", "watch", short, said, head=head.id, places=places)
