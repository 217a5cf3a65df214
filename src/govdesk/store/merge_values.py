"""What merging a colleague's copy would do, as values: `merge` makes them, the window shows them, `merge_writing` writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from govdesk.i18n import Message
from govdesk.store.divergence import WHOLE, Cells

MINE, THEIRS = "mine", "theirs"
#: Why two copies disagree, by code.
BOTH, REMOVED_HERE, REMOVED_THERE, USED_HERE, USED_THERE = (
    "both",
    "removed_here",
    "removed_there",
    "used_here",
    "used_there",
)


@dataclass(frozen=True, slots=True)
class MergeConflict:
    """A cell that both copies changed, or a record that one removed and the other still works with.

    Args:
        register: Code of its register.
        record: Its id.
        name: The field, `EXTRA` with a heading, or `WHOLE`.
        title: The record in one line.
        reason: `both`, `removed_here`, `removed_there`, `used_here` or `used_there`.
        base: What the cell held when the copies were one; None where nobody can tell.
        mine: What it holds here, as the file holds it.
        theirs: What it holds there.
        author: Who changed it here last.
        at: When that was, in ISO form.
        their_author: The same of the other copy.
        their_at: The same of the other copy.
        settled: `MINE`, `THEIRS`, or empty while it is open.
    """

    register: str
    record: str
    name: str
    title: str
    reason: str
    base: Any
    mine: Any
    theirs: Any
    author: str = ""
    at: str = ""
    their_author: str = ""
    their_at: str = ""
    settled: str = ""


@dataclass(frozen=True, slots=True)
class Twin:
    """Two records made apart that are the same by their key: proposed as one.

    Args:
        register: Code of their register.
        title: What both are called.
        mine: Id of ours.
        theirs: Id of theirs.
        apart: Whether the user said that they are two.
    """

    register: str
    title: str
    mine: str
    theirs: str
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Settling:
    """What the user said to a merge.

    Args:
        sides: `MINE` or `THEIRS` by record id and name of a conflict; (id, `WHOLE`) is a record, ("", name) a column.
        otherwise: The same for all conflicts not named; empty leaves them open.
        apart: Ids of their records that are no twins of ours.
    """

    sides: Mapping[tuple[str, str], str] = field(default_factory=dict)
    otherwise: str = ""
    apart: frozenset[str] = frozenset()

    def of(self, record: str, name: str) -> str:
        """Return how a conflict was settled, or an empty text."""
        keys = ((record, name), (record, WHOLE), ("", name), ("", WHOLE))
        return next((self.sides[k] for k in keys if k in self.sides), self.otherwise)


@dataclass(frozen=True, slots=True)
class RegisterMerge:
    """What becomes of one register.

    Args:
        register: Its code.
        here: How many records it holds now.
        new: Records to insert, cell by cell.
        changed: Old and new value of the cells that become another, by record.
        removed: Records to delete.
    """

    register: str
    here: int
    new: tuple[Cells, ...] = ()
    changed: Mapping[str, Mapping[str, tuple[Any, Any]]] = field(default_factory=dict)
    removed: tuple[str, ...] = ()

    @property
    def lost(self) -> int:
        """How many records lose something: a value that another takes the place of, or all."""
        overwritten = sum(any(old is not None for old, _ in cells.values()) for cells in self.changed.values())
        return overwritten + len(self.removed)


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What a merge would do.

    Args:
        file: Name of the colleague's file.
        registers: What becomes of each register that becomes another.
        conflicts: Where both disagree, settled or not.
        twins: Records made on both sides that are the same.
        renumbered: Title, old and new number of records whose number both sides gave.
        notices: What the user should know beside.
        operations: How many operations of theirs come into the history.
        settlements: Register, record, field, kept and refused value, as they are noted.
        last: The last operation here when the plan was made.
        shared: The last operation here before anything that the other copy does not know of.
        names: What the records are called that disputed links point to, by id.
        is_nothing: Whether the other copy knows nothing that is not here already.
    """

    file: str
    registers: tuple[RegisterMerge, ...] = ()
    conflicts: tuple[MergeConflict, ...] = ()
    twins: tuple[Twin, ...] = ()
    renumbered: tuple[tuple[str, str, str], ...] = ()
    notices: tuple[Message, ...] = ()
    operations: int = 0
    settlements: tuple[tuple[str, str, str, str, str], ...] = ()
    last: int = 0
    shared: int = 0
    names: Mapping[str, str] = field(default_factory=dict)
    is_nothing: bool = False

    @property
    def open(self) -> int:
        """How many conflicts wait to be settled."""
        return sum(not c.settled for c in self.conflicts)

    @property
    def counts(self) -> dict[str, int]:
        """How many records are new, changed and removed, and how many conflicts there are."""
        return {
            "new": sum(len(r.new) for r in self.registers),
            "changed": sum(len(r.changed) for r in self.registers),
            "removed": sum(len(r.removed) for r in self.registers),
            "conflicts": len(self.conflicts),
        }

    @property
    def lost(self) -> tuple[int, int]:
        """How many records here would lose something, and how many there are in the registers concerned."""
        return sum(r.lost for r in self.registers), sum(r.here for r in self.registers)

    @property
    def is_large(self) -> bool:
        """Whether it would overwrite or delete so much that the user is asked first: over a tenth."""
        lost, here = self.lost
        return lost * 10 > here
