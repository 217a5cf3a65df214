"""Lets every write, sync, cut, rename and removal of each command fail once, and looks whether old or new is there, no mix.

    python tests/durability/fault.py [--every 1]

Each command of the command line is run under strace, which makes its Nth such call fail with EIO or ENOSPC, or kills it
there. Afterwards the workspace must hold what it held before or what the command makes of it, and be sound; a command that
failed must have said why in a sentence.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.backup import copy_to
from govdesk.store.check import check
from govdesk.store.query import Query, records, rows
from govdesk.store.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
CALLS = ("pwrite64", "write", "fsync", "fdatasync", "ftruncate", "rename", "unlink", "link")
FAULTS = ("error=EIO", "error=ENOSPC", "signal=KILL")
COMMANDS = {
    "save": ["set", "w.govdesk", "project", "1", "purpose=new"],
    "open": ["list", "w.govdesk", "project"],
    "undo": ["undo", "w.govdesk"],
    "import": ["import", "w.govdesk", "risks.csv", "--register", "risk", "--project", "One"],
    "merge": ["merge", "w.govdesk", "copy.govdesk", "--theirs"],
    "backup": ["backup", "w.govdesk", "out.govdesk"],
    "restore": ["restore", "w.govdesk", "copy.govdesk"],
    "export": ["export", "w.govdesk", "project", "out.xlsx"],
    "encrypt": ["encrypt", "w.govdesk"],
}
PASSWORD = "correct horse"


@dataclass(frozen=True)
class Case:
    """One command with one call that fails."""

    command: str
    call: str
    fault: str
    when: int


def prepare(folder: Path) -> None:
    """Make a workspace, a colleague's copy of it with an edit of theirs, and a sheet."""
    workspace = Workspace.create(folder / "w.govdesk", REGISTERS, author="x")
    project = edit.create(workspace, "project", {"name": "One", "purpose": "old"})
    for n in range(12):
        edit.create(workspace, "stakeholder", {"project": project, "name": f"S{n}"})
    copy_to(workspace.path, folder / "copy.govdesk")
    edit.change(workspace, "project", [project], {"purpose": "mine"})
    workspace.close()
    copy = Workspace.open(folder / "copy.govdesk", REGISTERS, author="y")
    edit.create(copy, "risk", {"project": project, "title": "theirs"})
    copy.close()
    (folder / "risks.csv").write_text("Risk,Probability\nLate,3\nLost,4\n", "utf-8")


def surroundings(home: Path) -> dict[str, str]:
    """Return the surroundings of a command."""
    path = f"{ROOT / 'src'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    known = {"PYTHONPATH": path, "GOVDESK_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    return {**os.environ, **known, "GOVDESK_NEW_PASSWORD": PASSWORD, "GOVDESK_PASSWORD": PASSWORD}


def told(path: Path) -> tuple[str, ...]:
    """Return what a workspace holds, once it is known to be sound."""
    from govdesk.store import cipher

    workspace = Workspace.open(path, REGISTERS, unlock=lambda salt: cipher.unlock(PASSWORD, salt))
    try:
        wrong = [f.code for f in check(workspace) if not f.ok]
        assert not wrong, wrong
        with workspace.read() as session:
            return tuple(
                f"{code} {sorted(str(r.values.get('purpose') or r.values.get('title') or r.values.get('name')) for r in found)}"
                for code in ("project", "stakeholder", "risk")
                for found in [records(session, REGISTERS, code, rows(session, REGISTERS, Query(code)))]
            )
    finally:
        workspace.close()


def run(folder: Path, command: str, inject: str = "", log: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, under strace where a call is to fail or all are to be counted."""
    words = [sys.executable, "-m", "govdesk", *COMMANDS[command]]
    if log is not None:
        words = [
            "strace",
            "-f",
            "-qq",
            "-o",
            str(log),
            "-e",
            f"trace={','.join(CALLS)}",
            *([f"-e{inject}"] if inject else []),
            *words,
        ]
    home = folder / "home"
    return subprocess.run(
        words, cwd=folder, env=surroundings(home), capture_output=True, text=True, timeout=120, check=False
    )


def cases(template: Path, command: str) -> Iterator[Case]:
    """Yield each call of a command with each way to fail."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "w"
        shutil.copytree(template, folder)
        log = Path(name) / "log"
        run(folder, command, log=log)
        lines = log.read_text("utf-8", "replace").splitlines()
    for call in CALLS:
        hits = sum(bool(re.match(rf"\d+\s+{call}\(", line)) for line in lines)
        for when in range(1, hits + 1):
            yield from (Case(command, call, fault, when) for fault in FAULTS)


def judge(template: Path, case: Case, states: tuple[tuple[str, ...], tuple[str, ...]]) -> list[str]:
    """Run one case; return what is wrong after it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "w"
        shutil.copytree(template, folder)
        done = run(folder, case.command, f"inject={case.call}:{case.fault}:when={case.when}", Path(name) / "log")
        wrong = []
        try:
            if told(folder / "w.govdesk") not in states:
                wrong.append(f"a mix: {told(folder / 'w.govdesk')}")
        except Exception as error:  # noqa: BLE001 - whatever it is, the file is not sound
            wrong.append(f"not sound: {error!r}")
        killed = done.returncode < 0 or done.returncode == 137
        if "Traceback" in done.stderr:
            wrong.append(f"no sentence: {done.stderr.strip().splitlines()[-1]}")
        elif done.returncode and not killed and not done.stderr.strip():
            wrong.append("silent")
        out = folder / "out.govdesk"
        if out.exists() and told(out) != states[0]:
            wrong.append("half a backup")
        return [f"{case}: {w}" for w in wrong]


def all_cases(
    template: Path, every: int, commands: tuple[str, ...] = tuple(COMMANDS)
) -> Iterator[tuple[Case, list[str]]]:
    """Yield every so many cases with what was wrong after each."""
    number = 0
    for command in commands:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "w"
            shutil.copytree(template, folder)
            before = told(folder / "w.govdesk")
            run(folder, command)
            after = told(folder / "w.govdesk")
        for case in cases(template, command):
            number += 1
            if number % every == 0:
                yield case, judge(template, case, (before, after))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--command", choices=COMMANDS)
    options = parser.parse_args()
    count, bad = 0, 0
    with tempfile.TemporaryDirectory() as place:
        start = Path(place) / "start"
        start.mkdir()
        prepare(start)
        for _, problems in all_cases(start, options.every, (options.command,) if options.command else tuple(COMMANDS)):
            count, bad = count + 1, bad + bool(problems)
            for problem in problems:
                print(problem, flush=True)
    print(f"{count} faults, {bad} wrong")
    sys.exit(bool(bad))
