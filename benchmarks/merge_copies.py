"""Merging two copies of 50,000 rows, 5,000 edited on each side and 5,000 new, against reading both tables bare."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import measure
import risks
from govdesk.registers import REGISTERS
from govdesk.store import history
from govdesk.store.merge import plan_merge
from govdesk.store.merge_writing import write_merge
from govdesk.store.other import other_copy
from govdesk.store.workspace import Workspace
from govdesk.store.writing import update_row

ROWS, EDITED = 50_000, 5_000


def _edit(workspace: Workspace, name: str, first: int) -> None:
    with workspace.write("edit") as session:
        statement = "SELECT id FROM risk ORDER BY number LIMIT ? OFFSET ?"
        found = session.connection().exec_driver_sql(statement, (EDITED, first)).fetchall()
        for (identity,) in found:
            update_row(session, REGISTERS["risk"], identity, {name: 1})


def results() -> Iterator[measure.Result]:
    """Measure plan and writing together; each round is undone untimed."""
    with risks.workspace(ROWS) as workspace:
        path = workspace.path.with_name("copy.govdesk")
        shutil.copy(workspace.path, path)
        theirs = Workspace.open(path, REGISTERS)
        _edit(theirs, "impact", 0)
        risks.fill(theirs, EDITED)
        theirs.close()
        _edit(workspace, "probability", EDITED // 2)

        def limit() -> None:
            for file in (workspace.path, path):
                source = risks.plain(file)
                source.execute("SELECT * FROM risk").fetchall()
                source.close()

        def ours() -> None:
            with other_copy(workspace, path) as other:
                write_merge(workspace, other, plan_merge(workspace, other))

        def before_ours() -> None:
            with workspace.read() as session:
                done = history.undoable(session)
            if done is not None and done.copy:
                history.undo(workspace)

        yield measure.compare(
            f"merge of two copies of {ROWS:,} rows",
            "read both tables",
            limit=limit,
            ours=ours,
            before_ours=before_ours,
            target=6.0,
        )


if __name__ == "__main__":
    measure.tell(results())
