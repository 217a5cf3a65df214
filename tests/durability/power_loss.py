"""Cuts the power at every moment of a session, on paper: what a disk would hold without the writes that were not synced.

    python tests/durability/power_loss.py --images 10000

A database whose every write, sync, cut and removal is noted runs the store's own operations. From the notes, images are
made of what the disk may hold at a moment: what was synced, and of what was not any part, in any order, the last write cut
anywhere at a sector. Each image is opened with the store's own settings; the operations acknowledged before the cut must be there, no
operation may be half there.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from govdesk.registers import REGISTERS
from govdesk.store import opening, schema
from govdesk.store.workspace import Workspace

_SECTOR = 512


@dataclass
class Log:
    """What happened to the files, in order: `(what, file, offset, bytes)`, and which operation was acknowledged when."""

    events: list[tuple[str, str, int, bytes]] = field(default_factory=list)


def recorded(start: Path, operations: int, seed: int) -> tuple[Log, list[int]]:  # noqa: C901 - one class for each kind of file
    """Run operations on a copy of the workspace in which everything is noted; return the notes and the acknowledgements."""
    import apsw

    log, rnd = Log(), random.Random(seed)

    class File(apsw.VFSFile):
        def __init__(self, vfs: str, name: Any, flags: list[int]) -> None:
            shown = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
            self._name = "journal" if shown.endswith("-journal") else "main"
            self._kept = "-journal" in shown or shown.endswith(".govdesk")
            super().__init__(vfs, name, flags)

        def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - the name that SQLite gives it
            if self._kept:
                log.events.append(("write", self._name, offset, bytes(data)))
            super().xWrite(data, offset)

        def xTruncate(self, size: int) -> None:  # noqa: N802 - the name that SQLite gives it
            if self._kept:
                log.events.append(("cut", self._name, size, b""))
            super().xTruncate(size)

        def xSync(self, flags: int) -> None:  # noqa: N802 - the name that SQLite gives it
            if self._kept:
                log.events.append(("sync", self._name, 0, b""))
            super().xSync(flags)

        def xDeviceCharacteristics(self) -> int:  # noqa: N802 - the name that SQLite gives it
            return 0

        def xSectorSize(self) -> int:  # noqa: N802 - the name that SQLite gives it
            return _SECTOR

    class System(apsw.VFS):
        def __init__(self) -> None:
            super().__init__("noting", "")

        def xOpen(self, name: Any, flags: list[int]) -> File:  # noqa: N802 - the name that SQLite gives it
            return File("", name, flags)

        def xDelete(self, name: str, syncdir: bool) -> None:  # noqa: N802 - the name that SQLite gives it
            log.events.append(("remove", "journal", int(syncdir), b""))
            super().xDelete(name, syncdir)

    system = System()
    connection = apsw.Connection(str(start), vfs="noting")
    try:
        settle(connection)
        acknowledged = []
        for number in range(1, operations + 1):
            write_one(connection, number, rnd)
            acknowledged.append(len(log.events))
        return log, acknowledged
    finally:
        connection.close()
        del system


def settle(connection: Any) -> None:
    """Give the connection the store's own settings and triggers."""

    class Plain:
        def execute(self, statement: str) -> None:
            list(connection.execute(statement))

    opening._settle(Plain())
    for statement in schema.triggers(REGISTERS):
        list(connection.execute(statement))


def write_one(connection: Any, number: int, rnd: random.Random) -> None:
    """Write one operation of the shape that the store writes: a row of history, a project, some risks."""
    text = f"{number}" * rnd.randrange(1, 2000)

    def run(statement: str, *values: Any) -> None:
        list(connection.execute(statement, values))

    run("BEGIN IMMEDIATE")
    run(
        "INSERT INTO operation (id, at, author, label, kind, state, rows, uid) VALUES (?, ?, 'x', ?, 'do', 'done', 3, ?)",
        number,
        "2026-01-01T00:00:00+00:00",
        '{"text":"Three"}',
        f"uid{number}",
    )
    run("INSERT INTO temp.current_operation (id, turns) VALUES (?, 0)", number)
    run("INSERT INTO project (id, number, name, purpose) VALUES (?, ?, ?, ?)", f"p{number}", number, f"P{number}", text)
    for n in (1, 2):
        run(
            "INSERT INTO risk (id, number, project, title) VALUES (?, ?, ?, ?)",
            f"r{number}-{n}",
            2 * number + n,
            f"p{number}",
            text[:400],
        )
    if number > 3:
        run("UPDATE project SET purpose = ? WHERE id = ?", text[::-1], f"p{number - 2}")
        run("UPDATE operation SET rows = 4 WHERE id = ?", number)
    run("DELETE FROM temp.current_operation")
    run("COMMIT")


def image(log: Log, start: bytes, moment: int, rnd: random.Random) -> dict[str, bytes]:
    """Return the files as a disk may hold them where the power went after so many events."""
    files = {"main": bytearray(start), "journal": None}
    waiting: dict[str, list[tuple[str, int, bytes]]] = {"main": [], "journal": []}
    durable: dict[str, Any] = {"main": bytearray(start), "journal": None}
    del files
    removed = False
    for what, name, place, data in log.events[:moment]:
        if what == "sync":
            durable[name] = _applied(durable[name], waiting[name])
            waiting[name] = []
            removed = removed and name != "journal"
        elif what == "remove":
            waiting["journal"] = []
            if place:
                durable["journal"], removed = None, False
            else:
                removed = True
        else:
            waiting[name].append((what, place, data))
    for name, left in waiting.items():
        chosen = [w for w in left if rnd.random() < 0.5]
        if rnd.random() < 0.5:
            rnd.shuffle(chosen)
        if chosen and chosen[-1][0] == "write" and rnd.random() < 0.5:
            what, place, data = chosen[-1]
            chosen[-1] = (what, place, data[: rnd.randrange(len(data) // _SECTOR + 1) * _SECTOR])
        if chosen or durable[name] is not None:
            durable[name] = _applied(durable[name], chosen)
    if removed and rnd.random() < 0.5:
        durable["journal"] = None
    return {name: bytes(kept) for name, kept in durable.items() if kept is not None}


def _applied(kept: bytearray | None, events: list[tuple[str, int, bytes]]) -> bytearray | None:
    if kept is None and not events:
        return None
    made = bytearray(kept or b"")
    for what, place, data in events:
        if what == "cut":
            del made[place:]
        else:
            made.extend(bytes(max(0, place + len(data) - len(made))))
            made[place : place + len(data)] = data
    return made


def judged(folder: Path, files: dict[str, bytes], least: int) -> Iterator[str]:
    """Yield what is wrong with an image: operations lost that were acknowledged, or half there."""
    path = folder / "w.govdesk"
    journal = path.with_name("w.govdesk-journal")
    path.write_bytes(files["main"])
    journal.unlink(missing_ok=True)
    if "journal" in files:
        journal.write_bytes(files["journal"])
    with closing(opening.connect(path, {}, read_only=False)) as connection:

        def ask(statement: str) -> list[Any]:
            return connection.execute(statement).fetchall()

        there = [int(name[1:]) for (name,) in ask("SELECT name FROM project ORDER BY number")]
        if there != list(range(1, len(there) + 1)) or len(there) < least:
            yield f"lost: {least} acknowledged, {there} there"
        counts = "(SELECT count(*) FROM risk WHERE project = p.id), (SELECT count(*) FROM operation WHERE uid = 'uid' || p.number)"
        yield from (f"torn: {n}" for n, *found in ask(f"SELECT number, {counts} FROM project p") if found != [2, 1])
        reversed_ = "SELECT number FROM project WHERE number BETWEEN 2 AND ? - 2 AND substr(purpose, -1) <> substr(number + 2, 1, 1)"
        yield from (f"torn: edit of {n}" for (n,) in connection.execute(reversed_, (len(there),)))
        if ask("PRAGMA quick_check(1)") != [("ok",)]:
            yield "damaged"


def run(images: int, seed: int, *, say: bool = False) -> list[str]:
    """Judge so many images; return what is wrong."""
    rnd, wrong = random.Random(seed), []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = folder / "noted.govdesk"
        Workspace.create(start, REGISTERS).close()
        before = start.read_bytes()
        log, acknowledged = recorded(start, 40, seed)
        for turn in range(images):
            moment = rnd.randrange(len(log.events) + 1)
            least = sum(a <= moment for a in acknowledged)
            wrong += [f"event {moment}: {w}" for w in judged(folder, image(log, before, moment, rnd), least)]
            if say and turn % 500 == 499:
                print(f"{turn + 1} images, {len(wrong)} wrong", flush=True)
            if wrong:
                break
    return wrong


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    options = parser.parse_args()
    print(f"seed {options.seed}")
    problems = run(options.images, options.seed, say=True)
    print("0 torn, 0 lost" if not problems else "\n".join(problems))
    sys.exit(bool(problems))
