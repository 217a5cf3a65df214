"""Lets every write, sync, cut, rename and removal of each command fail once, and looks whether old or new is there, no mix.

    python tests/durability/fault.py [--every 1]

Each command of the command line is run under strace, which makes its Nth such call fail with EIO or ENOSPC, or kills it
there. Afterwards the workspace must hold what it held before or what the command makes of it, and be sound; a command that
failed must have said why in a sentence.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from govdesk.registers import REGISTERS
from govdesk.store import cipher, edit, history
from govdesk.store.backup import copy_to, is_whole
from govdesk.store.check import check
from govdesk.store.conversion import convert
from govdesk.store.query import Query, records, rows
from govdesk.store.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
CALLS = ("pwrite64", "write", "fsync", "fdatasync", "ftruncate", "rename", "unlink", "link")
FAULTS = ("error=EIO", "error=ENOSPC", "signal=KILL")
OLD = b"what stood there before"
#: What an unforeseen error is told as; no fault of a drive is unforeseen.
UNFORESEEN = "Something went wrong inside"


@dataclass(frozen=True)
class Command:
    """A command line, the workspace that it works on, and the files that it writes besides."""

    words: tuple[str, ...]
    target: str = "w.govdesk"
    out: tuple[str, ...] = ()


COMMANDS = {
    "save": Command(("set", "w.govdesk", "project", "1", "purpose=new")),
    "open": Command(("list", "w.govdesk", "project")),
    "undo": Command(("undo", "w.govdesk")),
    "redo": Command(("redo", "undone.govdesk"), "undone.govdesk"),
    "import": Command(("import", "w.govdesk", "risks.csv", "--register", "risk", "--project", "One")),
    "overwrite": Command(("import", "w.govdesk", "people.csv", "--register", "stakeholder", "--project", "One")),
    "merge": Command(("merge", "w.govdesk", "copy.govdesk", "--theirs")),
    "migrate": Command(("set", "old.govdesk", "project", "1", "purpose=new"), "old.govdesk"),
    "backup": Command(("backup", "w.govdesk")),
    "backup-to": Command(("backup", "w.govdesk", "out.govdesk"), out=("out.govdesk",)),
    "restore": Command(("restore", "w.govdesk", "copy.govdesk")),
    "export": Command(("export", "w.govdesk", "--register", "project", "out.xlsx"), out=("out.xlsx",)),
    "export-csv": Command(("export", "w.govdesk", "--register", "project", "out.csv"), out=("out.csv",)),
    "send": Command(("send", "w.govdesk", "sent", "--by", "stakeholder"), out=("sent",)),
    "export-person": Command(("export-person", "w.govdesk", "STK-0001", "out.json"), out=("out.json",)),
    "erase-person": Command(("erase-person", "w.govdesk", "STK-0001")),
    "encrypt": Command(("encrypt", "w.govdesk")),
    "decrypt": Command(("decrypt", "locked.govdesk"), "locked.govdesk"),
    "new": Command(("new", "fresh.govdesk"), out=("fresh.govdesk",)),
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
    """Make a workspace, one that has something undone, a locked one, an old one, a colleague's copy, sheets, files to be replaced."""
    workspace = Workspace.create(folder / "w.govdesk", REGISTERS, author="x")
    project = edit.create(workspace, "project", {"name": "One", "purpose": "old"})
    for n in range(12):
        edit.create(workspace, "stakeholder", {"project": project, "name": f"S{n}"})
    copy_to(workspace.path, folder / "copy.govdesk")
    edit.change(workspace, "project", [project], {"purpose": "mine"})
    copy_to(workspace.path, folder / "undone.govdesk")
    copy_to(workspace.path, folder / "locked.govdesk")
    workspace.close()
    undone = Workspace.open(folder / "undone.govdesk", REGISTERS)
    history.undo(undone)
    undone.close()
    convert(folder / "locked.govdesk", REGISTERS, None, cipher.new_key(PASSWORD))
    copy = Workspace.open(folder / "copy.govdesk", REGISTERS, author="y")
    edit.create(copy, "risk", {"project": project, "title": "theirs"})
    copy.close()
    golden = ROOT / "tests" / "store" / "golden" / "version_1.govdesk.gz"
    (folder / "old.govdesk").write_bytes(gzip.decompress(golden.read_bytes()))
    (folder / "risks.csv").write_text("Risk,Probability\nLate,3\nLost,4\n", "utf-8")
    people = "".join(f"S{n},Role {n}\n" for n in range(12))
    (folder / "people.csv").write_text(f"Name,Role in the project\n{people}", "utf-8")
    for name in ("out.xlsx", "out.csv", "out.json"):
        (folder / name).write_bytes(OLD)


def surroundings(home: Path) -> dict[str, str]:
    """Return the surroundings of a command."""
    path = f"{ROOT / 'src'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    known = {"PYTHONPATH": path, "GOVDESK_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    return {**os.environ, **known, "GOVDESK_NEW_PASSWORD": PASSWORD, "GOVDESK_PASSWORD": PASSWORD}


def unlock(salt: bytes) -> cipher.Key:
    """Answer the key of every workspace here that has a password."""
    return cipher.unlock(PASSWORD, salt)


def told(path: Path) -> tuple[str, ...]:
    """Return what a workspace holds, once it is known to be sound; nothing where there is none."""
    if not path.exists():
        return ()
    workspace = Workspace.open(path, REGISTERS, unlock=unlock)
    try:
        wrong = [f.code for f in check(workspace) if not f.ok]
        assert not wrong, wrong
        with workspace.read() as session:
            return tuple(
                f"{code} {sorted(str([r.values.get(n) for n in ('purpose', 'title', 'name', 'role')]) for r in found)}"
                for code in ("project", "stakeholder", "risk")
                for found in [records(session, REGISTERS, code, rows(session, REGISTERS, Query(code)))]
            )
    finally:
        workspace.close()


def read_back(path: Path) -> None:
    """Read a file that a command wrote from end to end; raise where it is half a file."""
    match path.suffix:
        case ".xlsx":
            with zipfile.ZipFile(path) as book:
                assert book.testzip() is None
                assert "xl/workbook.xml" in book.namelist()
        case ".json":
            json.loads(path.read_text("utf-8"))
        case ".csv":
            assert path.read_text("utf-8-sig").endswith("\n")
        case ".govdesk":
            assert told(path)


def run(folder: Path, command: str, inject: str = "", log: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, under strace where a call is to fail or all are to be counted."""
    words = [sys.executable, "-m", "govdesk", *COMMANDS[command].words]
    if log is not None:
        watched = ["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={','.join(CALLS)}"]
        words = [*watched, *([f"-e{inject}"] if inject else []), *words]
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
        return [f"{case}: {w}" for w in (*_spoken(case, done), *_left(folder, case, done, states))]


def _is_killed(done: subprocess.CompletedProcess[str]) -> bool:
    return done.returncode < 0 or done.returncode == 137


def _spoken(case: Case, done: subprocess.CompletedProcess[str]) -> Iterator[str]:
    """Yield what is wrong with what the user was told."""
    if "Traceback" in done.stderr:
        yield f"no sentence: {done.stderr.strip().splitlines()[-1]}"
    elif UNFORESEEN in done.stderr:
        yield f"unforeseen: {done.stderr.strip()}"
    elif done.returncode and not _is_killed(done) and not done.stderr.strip() and case.call != "write":
        yield "silent"


def _left(
    folder: Path, case: Case, done: subprocess.CompletedProcess[str], states: tuple[tuple[str, ...], tuple[str, ...]]
) -> Iterator[str]:
    """Yield what is wrong with the files that are left."""
    command = COMMANDS[case.command]
    try:
        now = told(folder / command.target)
        if now not in states:
            yield f"a mix: {now}"
        elif done.returncode == 0 and now != states[1]:
            yield "said to be done, and not there"
    except Exception as error:  # noqa: BLE001 - whatever it is, the file is not sound
        yield f"not sound: {error!r}"
    written = [p for n in command.out for p in ([folder / n] if (folder / n).is_file() else (folder / n).glob("*.*"))]
    for path in (p for p in written if not p.name.startswith(".")):
        if path.suffix != ".govdesk" and path.read_bytes() == OLD:
            if done.returncode == 0:
                yield f"{path.name} is said to be written, and is not"
            continue
        try:
            read_back(path)
        except Exception as error:  # noqa: BLE001 - as above
            yield f"half a file: {path.name} {error!r}"
    for path in (folder / "home").glob("backups/*/[!.]*.govdesk"):
        if not any(is_whole(path, int(path.name.split("_")[2]), key) for key in (None, _key_of(path))):
            yield f"half a backup: {path.name}"
    if not _is_killed(done) and case.call != "unlink":
        yield from (f"left behind: {p.name}" for p in folder.rglob("*.part"))


def _key_of(path: Path) -> cipher.Key | None:
    with path.open("rb") as file:
        salt = cipher.salt_of(file.read(100))
    return None if salt is None else unlock(salt)


def all_cases(
    template: Path, every: int = 1, commands: tuple[str, ...] = tuple(COMMANDS), chosen: int = 0, seed: int = 0
) -> Iterator[tuple[Case, list[str]]]:
    """Yield cases with what was wrong after each.

    Args:
        template: The folder that `prepare` filled.
        every: Which part of them: each one, each second, …
        commands: Those whose calls fail.
        chosen: Instead, so many of each command's, at random.
        seed: What makes them random.
    """
    rnd = random.Random(seed)
    for command in commands:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "w"
            shutil.copytree(template, folder)
            before = told(folder / COMMANDS[command].target)
            shutil.rmtree(folder)
            shutil.copytree(template, folder)
            done = run(folder, command)
            assert done.returncode == 0, done.stderr
            after = told(folder / COMMANDS[command].target)
        found = list(cases(template, command))
        for case in rnd.sample(found, min(chosen, len(found))) if chosen else found[every - 1 :: every]:
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
