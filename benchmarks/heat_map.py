"""The feedback analysis over 100,000 voices, under the rule of small groups, against its grouping in raw SQL."""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import measure
import risks
from govdesk.registers import REGISTERS
from govdesk.registers.vocabularies import CAUSE
from govdesk.report.feedback_series import Memory, analyse
from govdesk.store import edit
from govdesk.store.query import Filter, Query
from govdesk.store.workspace import Workspace
from govdesk.store.writing import insert_rows

VOICES, DEPARTMENTS = 100_000, 30
_RAW = (
    "SELECT department, cause, count(*) FROM feedback GROUP BY department, cause",
    "SELECT strftime('%Y-%m', date), count(*) FROM feedback GROUP BY 1",
    "SELECT julianday(replied) - julianday(date) FROM feedback WHERE replied IS NOT NULL ORDER BY 1",
    "SELECT status, count(*) FROM feedback GROUP BY status",
)


def fill(workspace: Workspace) -> str:
    """Write the voices and return their project."""
    dice = random.Random(7)
    project = edit.create(workspace, "project", {"name": "门店数字化"})
    with workspace.write("departments") as session:
        names = [{"name": f"部门 {i}"} for i in range(DEPARTMENTS)]
        departments = insert_rows(session, REGISTERS["department"], names)
    causes = [term.code for term in CAUSE]
    day = dt.date(2026, 1, 1)
    rows = []
    for i in range(VOICES):
        heard = day + dt.timedelta(days=dice.randrange(300))
        done = dice.random() < 0.6
        rows.append({
            "project": project, "statement": f"声音 {i}", "date": heard, "department": dice.choice(departments),
            "cause": dice.choice(causes), "status": dice.choice(("answered", "confirmed")) if done else "new",
            "replied": heard + dt.timedelta(days=dice.randrange(30)) if done else None, "reply": "好" if done else None,
            "level": dice.choice(("frontline", "middle")),
        })  # fmt: skip
    with workspace.write("voices") as session:
        insert_rows(session, REGISTERS["feedback"], rows)
    return project


def results() -> Iterator[measure.Result]:
    """Measure the whole analysis, first and under a filter."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.create(Path(folder) / "voices.govdesk", REGISTERS, author="benchmark")
        project = fill(workspace)
        raw = risks.plain(workspace.path)
        filters = (Filter("level", "any_of", ("frontline",)),)
        for name, query in (
            ("analysis", Query("feedback", project)),
            ("analysis, filtered", Query("feedback", project, filters)),
        ):

            def ours(query: Query = query) -> None:
                with workspace.read() as session:
                    analyse(session, REGISTERS, query, Memory())

            yield measure.compare(
                f"{name}, {VOICES:,} voices",
                "its groupings in raw SQL",
                limit=lambda: [raw.execute(s).fetchall() for s in _RAW],
                ours=ours,
                target=1.5,
            )
        raw.close()
        workspace.close()


if __name__ == "__main__":
    measure.tell(results())
