"""What a user waits for at the store: opening 50 MB, an edit of one field, a new record; against fixed seconds."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import measure
import risks
from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.workspace import Workspace

ROWS = 40_000


def results() -> Iterator[measure.Result]:
    """Measure opening, editing and creating in a workspace of some 50 MB."""
    with risks.workspace(ROWS) as workspace:
        size = workspace.path.stat().st_size / 1e6
        raw = risks.plain(workspace.path)
        project, risk = raw.execute("SELECT project, id FROM risk ORDER BY row LIMIT 1").fetchone()
        raw.close()
        steps = itertools.cycle((1, 2, 3))
        yield measure.bound(
            f"edit of one field, {size:,.0f} MB",
            "seconds",
            0.05,
            lambda: edit.change(workspace, "risk", [risk], {"probability": next(steps)}),
        )
        yield measure.bound(
            f"a new record, {size:,.0f} MB",
            "seconds",
            0.05,
            lambda: edit.create(workspace, "risk", {"project": project, "title": "x"}),
        )
        workspace.close()
        yield measure.bound(
            f"open and look through {size:,.0f} MB",
            "seconds",
            1.0,
            lambda: Workspace.open(workspace.path, REGISTERS).close(),
        )


if __name__ == "__main__":
    measure.tell(results())
