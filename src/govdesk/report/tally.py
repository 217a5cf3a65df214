"""Counts by columns: values become numbers, and the members of each group a mask of bits, found at once by numpy.

The rule of small groups compares groups by their members; a hundred thousand voices are told apart in a moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.int64]
    Chosen = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Coded:
    """A column: its distinct values, and for each row the place of its value among them."""

    values: tuple[Any, ...]
    codes: Codes

    def through(self, other: Sequence[int]) -> Codes:
        """Return for each row what stands for its value in a list beside the distinct ones."""
        import numpy as np  # noqa: PLC0415 - loaded with the first analysis

        return np.array(other, dtype=np.int64)[self.codes] if other else self.codes


def coded(column: Sequence[Any]) -> Coded:
    """Return a column as numbers."""
    import numpy as np  # noqa: PLC0415 - loaded with the first analysis

    place = {value: i for i, value in enumerate(dict.fromkeys(column))}
    return Coded(tuple(place), np.fromiter(map(place.__getitem__, column), dtype=np.int64, count=len(column)))


def mask(chosen: Chosen) -> int:
    """Return a number with the bits set of the rows that are chosen."""
    import numpy as np  # noqa: PLC0415 - loaded with the first analysis

    return int.from_bytes(np.packbits(chosen, bitorder="little").tobytes(), "little")


def chosen(members: int, size: int) -> Chosen:
    """Return for each of so many rows whether its bit is set."""
    import numpy as np  # noqa: PLC0415 - loaded with the first analysis

    whole = np.frombuffer(members.to_bytes((size + 7) // 8, "little"), dtype=np.uint8)
    return np.unpackbits(whole, bitorder="little", count=size).astype(np.bool_)


def masks(codes: Codes) -> dict[int, int]:
    """Return the members of each code, those below zero left aside."""
    import numpy as np  # noqa: PLC0415 - loaded with the first analysis

    return {int(code): mask(codes == code) for code in np.unique(codes) if code >= 0}
