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
    """Measure each typed text; the limit is the shortest LIKE scan with the same answer, names of owners included."""
    with risks.workspace(ROWS) as workspace:
        columns = [f.name for f in REGISTERS["risk"].fields() if f.searchable and f.kind.code != "serial"]
        owners = "SELECT id FROM stakeholder WHERE name LIKE :typed OR name_pinyin LIKE :typed"
        statement = (
            f"SELECT row FROM risk WHERE {' OR '.join(f'{c} LIKE :typed' for c in columns)} OR owner IN ({owners})"
        )
        raw = risks.plain(workspace.path)

        def scan(typed: str) -> list[tuple[int]]:
            return raw.execute(statement, {"typed": f"%{typed}%"}).fetchall()

        with workspace.read() as session:
            session.connection()
            for typed in TYPED:
                query = Query("risk", search=typed)
                assert set(rows(session, REGISTERS, query)) == {r[0] for r in scan(typed)}, typed
                yield measure.compare(
                    f"search of “{typed}” in {ROWS:,}",
                    "LIKE scan with the same answer",
                    limit=lambda typed=typed: scan(typed),
                    ours=lambda query=query: rows(session, REGISTERS, query),
                    target=1.5,
                )
        raw.close()


if __name__ == "__main__":
    measure.tell(results())
