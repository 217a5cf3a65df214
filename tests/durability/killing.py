"""Kills a program that writes, again and again, and looks whether all that it acknowledged is there, and nothing half.

    python tests/durability/killing.py --kills 2000 [--cli]

The child tells the number of each edit once `write` has returned, and its negative before it is undone and done again; every
operation makes a project with two risks. It is forked from this process, which has nothing open then. After the kill the file is opened anew: the last number must be there, each project must have both of its risks, and `check`
must find the workspace sound.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from govdesk.registers import REGISTERS
from govdesk.store import history
from govdesk.store.check import check
from govdesk.store.query import Query, records, rows
from govdesk.store.workspace import Workspace
from govdesk.store.writing import insert_rows

ROOT = Path(__file__).resolve().parents[2]


def environment() -> dict[str, str]:
    """Return the surroundings of a child that knows the program."""
    return {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}


def found(path: Path) -> tuple[set[int], list[str]]:
    """Return the numbers of the projects that are there, and what is torn."""
    workspace = Workspace.open(path, REGISTERS)
    try:
        wrong = [f.code for f in check(workspace) if not f.ok]
        with workspace.read() as session:
            projects = list(records(session, REGISTERS, "project", rows(session, REGISTERS, Query("project"))))
            risks = records(session, REGISTERS, "risk", rows(session, REGISTERS, Query("risk")))
            of = [r.values["project"] for r in risks]
        wrong += [f"torn {p.values['name']}" for p in projects if of.count(p.id) != 2]
        return {int(p.values["name"][1:]) for p in projects}, wrong
    finally:
        workspace.close()


def write_on(path: Path, number: int, out: int) -> None:
    """Write one operation after the other and tell each once it is there, until somebody ends it."""
    workspace = Workspace.open(path, REGISTERS, author="x")
    os.write(out, b"ready\n")
    while True:
        number += 1
        with workspace.write("Three") as session:
            (project,) = insert_rows(session, REGISTERS["project"], [{"name": f"P{number}"}])
            insert_rows(session, REGISTERS["risk"], [{"project": project, "title": t * 300} for t in "ab"])
        os.write(out, b"%d\n" % number)
        if number % 7 == 0:
            os.write(out, b"%d\n" % -number)
            history.undo(workspace)
            history.redo(workspace)
            os.write(out, b"%d\n" % number)


def kill_store(path: Path, done: int, rnd: random.Random) -> tuple[int, list[str]]:
    """Let a child write, kill it some milliseconds after it began, and return the last number acknowledged and what is wrong."""
    heard, out = os.pipe()
    if not (child := os.fork()):
        try:
            write_on(path, done, out)
        finally:
            os._exit(1)
    os.close(out)
    with os.fdopen(heard) as told:
        assert told.readline() == "ready\n"
        end = time.monotonic() + rnd.uniform(0.0, 0.12)
        while time.monotonic() < end:
            pass
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines = told.read().split("\n")[:-1]
    last = int(lines[-1]) if lines else done
    there, wrong = found(path)
    wrong += [f"lost {n}" for n in range(1, last + 1 if last > 0 else -last) if n not in there]
    return max(there, default=0), wrong


def kill_cli(path: Path, number: int, rnd: random.Random) -> list[str]:
    """Kill the command line while it sets a field; what it acknowledged must be there."""
    command = [sys.executable, "-m", "govdesk", "set", str(path), "project", "1", f"purpose=told {number}"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment()
    ) as child:
        try:
            child.wait(timeout=rnd.uniform(0.3, 1.6))
        except subprocess.TimeoutExpired:
            child.kill()
        assert child.stdout is not None
        told = child.stdout.read()
    workspace = Workspace.open(path, REGISTERS)
    with workspace.read() as session:
        first = records(session, REGISTERS, "project", rows(session, REGISTERS, Query("project")))[0]
    sound = [f.code for f in check(workspace) if not f.ok]
    workspace.close()
    now = str(first.values["purpose"] or "")
    lost = bool(told.strip()) and now != f"told {number}"
    return [*sound, *([f"lost {number}"] if lost else []), *([] if now.startswith("told ") or not now else ["torn"])]


def run(kills: int, seed: int, *, cli: bool = False, say: bool = False) -> tuple[int, list[str]]:
    """Kill so many times; return how many edits were acknowledged and what went wrong."""
    rnd = random.Random(seed)
    wrong: list[str] = []
    done = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "w.govdesk"
        Workspace.create(path, REGISTERS).close()
        if cli:
            done, wrong = kill_store(path, 0, random.Random(1))
            while not done:
                done, wrong = kill_store(path, 0, rnd)
        for turn in range(kills):
            if cli:
                wrong += kill_cli(path, turn, rnd)
            else:
                done, more = kill_store(path, done, rnd)
                wrong += more
            if turn % 40 == 39 and not cli:
                path.unlink()
                Workspace.create(path, REGISTERS).close()
                done = 0
            if say and turn % 50 == 49:
                print(f"{turn + 1} kills, {len(wrong)} wrong", flush=True)
            if wrong:
                break
    return done, wrong


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--cli", action="store_true")
    options = parser.parse_args()
    print(f"seed {options.seed}")
    _, problems = run(options.kills, options.seed, cli=options.cli, say=True)
    print("0 lost, 0 torn" if not problems else "\n".join(problems))
    sys.exit(bool(problems))
