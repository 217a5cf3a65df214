"""Undo of an import of 50,000 rows, against the raw DELETE of the same rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import measure
import risks
from govdesk.store import history

ROWS = 50_000


def results() -> Iterator[measure.Result]:
    """Measure undo; each round brings the rows back untimed."""
    with risks.workspace(0) as workspace:
        risks.fill(workspace, ROWS)
        copy = workspace.path.with_name("copy.db")
        raw: list[sqlite3.Connection] = []

        def before_limit() -> None:
            before_ours()
            while raw:
                raw.pop().close()
            copy.unlink(missing_ok=True)
            source = risks.plain(workspace.path)
            source.execute("VACUUM INTO ?", (str(copy),))
            source.close()
            raw.append(risks.plain(copy))

        def limit() -> None:
            raw[0].execute("BEGIN IMMEDIATE")
            raw[0].execute("PRAGMA defer_foreign_keys=ON")
            for code in ("risk", "stakeholder", "department", "project"):
                raw[0].execute(f"DELETE FROM {code} WHERE row > 0")
            raw[0].execute("COMMIT")

        def before_ours() -> None:
            with workspace.read() as session:
                undone = history.redoable(session)
            if undone is not None:
                history.redo(workspace)

        def ours() -> None:
            history.undo(workspace)

        yield measure.compare(
            f"undo of an import of {ROWS:,} rows",
            "raw DELETE of the same rows",
            limit=limit,
            ours=ours,
            before_limit=before_limit,
            before_ours=before_ours,
            target=4,
        )
        raw[0].close()


if __name__ == "__main__":
    measure.tell(results())
