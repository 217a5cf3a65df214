"""Small worlds for the signs: a few records in an empty project, gone again when a sign has looked at them."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager

import pytest

from govdesk.insight.diagnosis.catalogue import sign_named
from govdesk.insight.diagnosis.diagnosing import read
from govdesk.insight.diagnosis.facts import Facts
from govdesk.insight.diagnosis.threshold import usual_limits
from govdesk.registers import REGISTERS
from govdesk.store.workspace import Workspace
from govdesk.store.writing import insert_rows, new_id

TODAY = dt.date(2026, 11, 22)


class Gone(Exception):  # noqa: N818 - it is no error
    """Takes a world back."""


def build(session, world):
    """Write a world and return its ids by name: `_` names a row, `@name` links to it, `project` rows change the home."""
    rows = {code: [dict(row) for row in found] for code, found in world.items()}
    home = {"name": "门店数字化", "_": "home", **next(iter(rows.pop("project", [])), {})}
    rows = {"project": [home], **rows}
    ids = {row["_"]: new_id() for found in rows.values() for row in found if "_" in row}
    for code in REGISTERS:
        made = []
        for row in rows.get(code, ()):
            values = {
                k: ids[v[1:]] if isinstance(v, str) and v.startswith("@") else v for k, v in row.items() if k != "_"
            }
            if REGISTERS[code].in_project:
                values.setdefault("project", ids["home"])
            made.append({"id": ids.get(row.get("_")) or new_id(), **values})
        insert_rows(session, REGISTERS[code], made)
    assert set(rows) <= set(REGISTERS)
    return ids


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    made = Workspace.create(tmp_path_factory.mktemp("world") / "w.govdesk", REGISTERS, author="陈静")
    yield made
    made.close()


@pytest.fixture
def world(place):
    """Open a world: yields the session and the ids of what is in it."""

    @contextmanager
    def opened(records):
        try:
            with place.write("world") as session:
                yield session, build(session, records)
                raise Gone
        except Gone:
            pass

    return opened


@pytest.fixture
def see(world):
    """Let one sign look at a world; answers its reading, and the names of the rows behind it."""

    def look(sign, records, **limits):
        with world(records) as (session, ids):
            chosen = {**usual_limits(), **{f"{sign}.{name}": value for name, value in limits.items()}}
            facts = Facts(session, REGISTERS, ids["home"], TODAY, chosen)
            reading = read(sign_named(sign), facts)
            found = set()
            for evidence in reading.evidence:
                table = REGISTERS[evidence.register].__table__
                kept = session.connection().execute(table.select().where(table.c.number.in_(evidence.numbers)))
                found |= {row.id for row in kept}
        return reading, {name for name, identity in ids.items() if identity in found}

    return look
