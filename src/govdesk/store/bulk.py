"""Many rows into one table at once: their history is written in one step, while the triggers that would do it row by row rest.

`writing` comes here with whole rows; what it leaves behind in the journal is what the triggers would have written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from govdesk.store import schema

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

#: From how many rows on it is worth it.
_MANY = 64


def insert_all(connection: Connection, table: Table, names: Sequence[str], data: Sequence[Sequence[Any]]) -> None:
    """Insert rows whose origins are noted, with their history.

    Args:
        connection: The writing one.
        table: Where they go.
        names: The columns that are filled; the others are blank.
        data: The rows.
    """
    listed, marks = ", ".join(f'"{c}"' for c in names), ", ".join("?" * len(names))
    insert = f'INSERT INTO "{table.name}" ({listed}) VALUES ({marks})'  # noqa: S608 - own names
    if len(data) < _MANY or "row" in names or not _is_awake(connection):
        connection.exec_driver_sql(insert, list(data))
        return
    last = connection.exec_driver_sql(f'SELECT coalesce(max("row"), 0) FROM "{table.name}"').scalar_one()  # noqa: S608 - own names
    last = max(int(last), 0)
    connection.exec_driver_sql("UPDATE temp.current_operation SET turns = turns + 2")
    connection.exec_driver_sql(insert, list(data))
    connection.exec_driver_sql("UPDATE temp.current_operation SET turns = turns - 2")
    filled = [c.name for c in table.columns if c.name == "row" or c.name in names]
    connection.exec_driver_sql(schema.whole_history(table.name, filled), (last,))


def _is_awake(connection: Connection) -> bool:
    """Answer whether an operation is under way whose history the triggers write."""
    asked = "SELECT count(*) FROM temp.current_operation WHERE NOT turns"
    return bool(connection.exec_driver_sql(asked).scalar_one() == 1)
