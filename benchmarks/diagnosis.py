"""The diagnosis of 100,000 voices and 5,000 of each other register, against the very SQL that it asks, run raw."""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import event

import measure
import risks
from govdesk.fields.kinds import Choice, Link
from govdesk.insight.diagnosis.diagnosing import diagnose
from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.workspace import Workspace
from govdesk.store.writing import insert_rows, new_id

VOICES, OTHERS = 100_000, 5_000
TODAY = dt.date(2026, 11, 22)


def fill(workspace: Workspace) -> str:
    """Write the registers, each field filled as its kind allows, and return the project."""
    dice = random.Random(11)
    project = edit.create(
        workspace, "project", {"name": "门店数字化", "stage": "scaling", "start": dt.date(2025, 1, 1)}
    )
    counts = {code: VOICES if code == "feedback" else OTHERS for code in REGISTERS if code != "project"}
    ids = {code: [new_id() for _ in range(count)] for code, count in counts.items()}
    ids["project"] = [project]
    tables = []
    for code, count in counts.items():
        register = REGISTERS[code]
        fields = [
            f for f in register.fields() if not f.system and f.name not in ("tags", "notes", "reference", "project")
        ]
        rows = []
        for n in range(count):
            row: dict[str, Any] = {"id": ids[code][n]}
            if register.in_project:
                row["project"] = project
            for field in fields:
                if (value := _value(field, n, ids, dice)) is not None:
                    row[field.name] = value
            if code == "feedback":
                row["anonymous"] = False
            rows.append(row)
        tables.append((register, rows))
    with workspace.write("Scene") as session:
        for register, rows in tables:
            insert_rows(session, register, rows, as_is=True)
    return project


def _value(field: Any, n: int, ids: dict[str, list[str]], dice: random.Random) -> Any:
    kind = field.kind
    if not field.required and dice.random() < 0.2:
        return None
    if isinstance(kind, Link):
        return None if kind.tree and n % 7 else dice.choice(ids[kind.target])
    if isinstance(kind, Choice):
        return dice.choice([t.code for t in kind.vocabulary])
    made = {
        "date": lambda: TODAY + dt.timedelta(days=dice.randrange(-300, 60)),
        "flag": lambda: dice.random() < 0.4,
        "scale": lambda: dice.randrange(1, 3),
        "integer": lambda: dice.randrange(1, 30),
        "number": lambda: float(dice.randrange(1, 100)),
        "money": lambda: float(dice.randrange(1, 100_000)),
        "percent": lambda: float(dice.randrange(50, 100)),
        "text": lambda: f"{field.name} {n}",
        "long_text": lambda: f"{field.name} {n}",
    }
    return made[kind.code]() if kind.code in made else None


def results() -> Iterator[measure.Result]:
    """Measure one diagnosis of the project."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.create(Path(folder) / "diagnosis.govdesk", REGISTERS, author="benchmark")
        project = fill(workspace)
        asked: list[tuple[str, Any]] = []

        def ours() -> None:
            with workspace.read() as session:
                diagnose(session, REGISTERS, project, TODAY)

        with workspace.read() as session:
            engine = session.connection().engine

            def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
                asked.append((statement, parameters))

            event.listen(engine, "before_cursor_execute", note)
            diagnose(session, REGISTERS, project, TODAY)
            event.remove(engine, "before_cursor_execute", note)
        raw = risks.plain(workspace.path)

        def limit() -> None:
            for statement, parameters in asked:
                raw.execute(statement, parameters).fetchall()

        yield measure.compare(
            f"diagnosis, {VOICES:,} voices, {OTHERS:,} of each",
            f"its {len(asked)} statements run raw",
            limit=limit,
            ours=ours,
            target=1.5,
        )
        raw.close()
        workspace.close()


if __name__ == "__main__":
    measure.tell(results())
