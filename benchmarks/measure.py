"""The method of every benchmark: ours and its limit measured in turns, medians compared, told as one line of a table."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

REPEATS = int(os.environ.get("GOVDESK_REPEATS") or 7)

#: Work that is timed, or that answers its own measure (seconds told by a child, bytes) as a float.
Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Result:
    """One goal: what was measured, the limit beside it, and how far apart they may lie."""

    goal: str
    limit_name: str
    limit: float
    ours: float
    target: float
    unit: str = "s"
    repeats: int = REPEATS

    @property
    def ratio(self) -> float:
        """Return how many times the limit ours takes."""
        return self.ours / self.limit if self.limit else float("inf")

    @property
    def met(self) -> bool:
        """Answer whether ours keeps to the target."""
        return self.ratio <= self.target


def compare(
    goal: str,
    limit_name: str,
    *,
    limit: Work,
    ours: Work,
    target: float,
    before_limit: Work | None = None,
    before_ours: Work | None = None,
    unit: str = "s",
    repeats: int = REPEATS,
    warm: int = 1,
) -> Result:
    """Measure limit and ours in turns, A B A B, and compare their medians.

    Args:
        goal: What is measured, as in the table of goals.
        limit_name: What it is held against.
        limit: The work beside which ours is measured.
        ours: The program's own work.
        target: The largest ratio that keeps to the goal.
        before_limit: Sets the scene of each limit, untimed.
        before_ours: Sets the scene of each of ours, untimed.
        unit: What the figures are; seconds unless the work answers its own measure.
        repeats: Measured rounds.
        warm: Rounds thrown away first.
    """
    figures: tuple[list[float], list[float]] = ([], [])
    for _ in range(warm + repeats):
        for kept, before, work in zip(figures, (before_limit, before_ours), (limit, ours), strict=True):
            if before is not None:
                before()
            kept.append(once(work))
    of_limit, of_ours = (statistics.median(f[warm:]) for f in figures)
    return Result(goal, limit_name, of_limit, of_ours, target, unit, repeats)


def bound(
    goal: str, limit_name: str, limit: float, work: Work, *, before: Work | None = None, repeats: int = REPEATS
) -> Result:
    """Measure work against a fixed number of seconds; the target is 1."""
    figures = []
    for _ in range(repeats + 1):
        if before is not None:
            before()
        figures.append(once(work))
    return Result(goal, limit_name, limit, statistics.median(figures[1:]), 1.0, "s", repeats)


def once(work: Work) -> float:
    """Return the seconds that work takes, or the measure that it answers itself."""
    start = time.perf_counter()
    told = work()
    took = time.perf_counter() - start
    return told if isinstance(told, float) else took


def child(*command: str) -> float:
    """Run a command and return the number on its last line, such as the seconds it measured inside itself."""
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


HEAD = ("goal", "limit", "ours", "ratio", "target", "", "against")
_ROW = "{:<46} {:>12} {:>12} {:>7} {:>7}  {:<5} {}"


def line(result: Result) -> str:
    """Return a result as one line of the table."""
    figures = (f"{v:,.4g} {result.unit}" for v in (result.limit, result.ours))
    verdict = "met" if result.met else "MISS"
    return _ROW.format(result.goal, *figures, f"{result.ratio:.2f}", f"≤ {result.target:g}", verdict, result.limit_name)


def head() -> str:
    """Return the table's heading."""
    return _ROW.format(*HEAD)


def tell(results: Iterable[Result]) -> None:
    """Print results as they come: a table, or with `--json` one JSON object a line for `benchmarks/run`."""
    as_json = "--json" in sys.argv
    if not as_json:
        print(head())
    for result in results:
        print(json.dumps(asdict(result)) if as_json else line(result), flush=True)
