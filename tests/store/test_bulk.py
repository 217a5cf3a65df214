"""Many rows at once leave the same history behind as each of them alone."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from govdesk.registers import REGISTERS
from govdesk.store.check import check
from govdesk.store.history import undo
from govdesk.store.writing import insert_rows


def rows(count):
    return [
        {"title": f'风险 "{n}"\n\\', "probability": n % 5 or None, "due": dt.date(2026, 1, 1 + n % 28), "notes": "\x01" if n % 7 == 0 else None}
        for n in range(count)
    ]  # fmt: skip


def made(workspace):
    with workspace.read() as session:
        found = session.connection().exec_driver_sql(
            "SELECT action, old, new, origin, operation FROM change WHERE register = 'risk' AND action = 'insert' ORDER BY id"
        )
        told = [(action, old, json.loads(new), origin, operation) for action, old, new, origin, operation in found]
    for _, _, new, *_ in told:
        for own in ("id", "number", "row", "project"):
            new.pop(own)
    return told


def test_the_history_of_many_rows_is_that_of_each_alone(workspace):
    with workspace.write("A project") as session:
        (home,) = insert_rows(session, REGISTERS["project"], [{"name": "ERP"}])
    data = [{**row, "project": home} for row in rows(150)]
    places = [f"Sheet · {n}" for n in range(150)]
    with workspace.write("All at once") as session:
        insert_rows(session, REGISTERS["risk"], data, origins=places)
    together = made(workspace)
    undo(workspace)
    with workspace.write("One by one") as session:
        for row, place in zip(data, places, strict=True):
            insert_rows(session, REGISTERS["risk"], [row], origins=[place])
    alone = made(workspace)[-150:]
    assert [t[:4] for t in together] == [t[:4] for t in alone]
    assert {t[4] for t in together} == {2}
    assert all(found.ok for found in check(workspace))


def test_rows_that_were_there_get_no_second_history(workspace):
    with workspace.write("A project") as session:
        (home,) = insert_rows(session, REGISTERS["project"], [{"name": "ERP"}])
    for _ in range(2):
        with workspace.write("Many") as session:
            insert_rows(session, REGISTERS["risk"], [{**row, "project": home} for row in rows(80)])
            insert_rows(session, REGISTERS["risk"], [{**row, "project": home} for row in rows(80)])
    assert len(made(workspace)) == 320


def test_triggers_are_awake_again_behind_many_rows(workspace):
    with workspace.write("All") as session:
        (home,) = insert_rows(session, REGISTERS["project"], [{"name": "ERP"}])
        insert_rows(session, REGISTERS["risk"], [{**row, "project": home} for row in rows(80)])
        insert_rows(session, REGISTERS["risk"], [{**row, "project": home} for row in rows(1)])
    assert len(made(workspace)) == 81


def test_many_rows_outside_an_operation_are_refused(workspace):
    with workspace.read() as session, pytest.raises((IntegrityError, OperationalError)):
        insert_rows(session, REGISTERS["department"], [{"name": f"{n}"} for n in range(80)])
