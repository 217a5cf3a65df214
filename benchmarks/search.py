"""Search of one to four characters over 100,000 rows, against a LIKE scan of the same columns."""

from __future__ import annotations

from collections.abc import Iterator

import measure
import risks
from govdesk.registers import REGISTERS
from govdesk.store.query import Query, rows

ROWS = 100_000
TYPED = ("款", "培训", "延迟导", "门店不完", "x", "ma", "zgq", "late")


def results() -> Iterator[measure.Result]:
    """Measure each typed text; the limit looks into the searchable columns and nowhere else."""
    with risks.workspace(ROWS) as workspace:
        columns = [f.name for f in REGISTERS["risk"].fields() if f.searchable and f.kind.code != "serial"]
        statement = f"SELECT row FROM risk WHERE {' OR '.join(f'{c} LIKE ?' for c in columns)}"
        raw = risks.plain(workspace.path)
        with workspace.read() as session:
            session.connection()
            for typed in TYPED:
                yield measure.compare(
                    f"search of “{typed}” in {ROWS:,}",
                    "LIKE scan of the searchable columns",
                    limit=lambda typed=typed: raw.execute(statement, [f"%{typed}%"] * len(columns)).fetchall(),
                    ours=lambda typed=typed: rows(session, REGISTERS, Query("risk", search=typed)),
                    target=1.5,
                )
        raw.close()


if __name__ == "__main__":
    measure.tell(results())
