"""Sorting and filtering 100,000 rows down to their keys, against raw SQL for the same question."""

from __future__ import annotations

from collections.abc import Iterator

import measure
import risks
from govdesk.registers import REGISTERS
from govdesk.store.query import Filter, Order, Query, rows

ROWS = 100_000


def results() -> Iterator[measure.Result]:
    """Measure views; the limit is the shortest SQL that answers the same, fetched into a list."""
    with risks.workspace(ROWS) as workspace:
        raw = risks.plain(workspace.path)
        project = raw.execute("SELECT id FROM project ORDER BY row LIMIT 1").fetchone()[0]
        owner = "LEFT JOIN stakeholder s ON s.id = r.owner"
        views = {
            "all by number": (Query("risk"), "SELECT row FROM risk ORDER BY number"),
            "all of a project": (
                Query("risk", project),
                f"SELECT row FROM risk WHERE project = '{project}' ORDER BY number",
            ),
            "sort by title": (
                Query("risk", order=(Order("title"),)),
                "SELECT row FROM risk ORDER BY title IS NULL, title, number",
            ),
            "sort by due, newest first": (
                Query("risk", order=(Order("due", descending=True),)),
                "SELECT row FROM risk ORDER BY due IS NULL, due DESC, number",
            ),
            "sort by owner’s pinyin": (
                Query("risk", order=(Order("owner"),)),
                f"SELECT r.row FROM risk r {owner} ORDER BY s.name_pinyin IS NULL, s.name_pinyin, r.number",
            ),
            "filter by status and due": (
                Query("risk", filters=(Filter("status", "any_of", ("open",)), Filter("due", "to", ("2026-06-30",)))),
                "SELECT row FROM risk WHERE status IN ('open') AND due <= '2026-06-30' ORDER BY number",
            ),
        }
        with workspace.read() as session:
            session.connection()
            for name, (query, statement) in views.items():
                assert list(rows(session, REGISTERS, query)) == [r[0] for r in raw.execute(statement)], name
                yield measure.compare(
                    f"{name}, {ROWS:,}",
                    "the same in raw SQL",
                    limit=lambda statement=statement: raw.execute(statement).fetchall(),
                    ours=lambda query=query: rows(session, REGISTERS, query),
                    target=1.5,
                )
        raw.close()


if __name__ == "__main__":
    measure.tell(results())
