"""Mutates workspaces and workbooks at random and looks whether the program stays calm.

What must hold of each: no crash, no more than ten seconds, and nothing but sentences of our own. Run by night:

    python tests/fuzz.py --count 100000 --seed 1 [--kind workspace|workbook]

Each part of the files is tried in a process of its own, which leaves the file that broke it in the folder that is printed.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

#: Of the processor, and of the clock: other programs may want the processor too.
_SECONDS, _PATIENCE = 10, 180
_PART = 500
_TEXTS = (
    "", "\x00", "\ufeff", "\ud800", "=1+1", "x" * 40_000, "[" * 3_000, '{"a":' * 300, "null", "[]", "{}", "-1", "1e999",
    "9" * 400, "NaN", "2026-13-45", "\u202e", "'; DROP TABLE risk; --", "%s{file}{0}", "项目", "1899-12-31T00:00:00+00:00",
)  # fmt: skip
_VALUES: tuple[Any, ...] = (
    None, 0, -1, 1, 5, 2**31, 2**53, 2**63 - 1, -(2**63), 0.5, float("inf"), b"", b"\xff\xfe", b"\x00" * 50,
)  # fmt: skip
_BYTES = (b"\x00", b"\xff", b"\x80", b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"<", b"&", b"]]>", b"\x7f\xff\xff\xff")


class TooLong(BaseException):
    """Raised by the clock; no handler of the program catches it."""


@dataclass
class Tally:
    """What became of the files."""

    done: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def main() -> int:
    """Try files and tell what went wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=1000, help="files of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", choices=("workspace", "workbook"), action="append")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="govdesk-fuzz-"))
    tally = Tally()
    for kind in options.kind or ("workspace", "workbook"):
        tried = fuzz(kind, options.count, options.seed, folder, print)
        print(kind, dict(tried.done))
        tally.wrong += tried.wrong
    for told in tally.wrong:
        print(told)
    print(f"{len(tally.wrong)} wrong" + (f"; the files are in {folder}" if tally.wrong else ""))
    if not tally.wrong:
        shutil.rmtree(folder)
    return int(bool(tally.wrong))


def fuzz(kind: str, count: int, seed: int, folder: Path, told: Callable[[str], None]) -> Tally:
    """Try so many files of a kind, each part of them in a process of its own."""
    tally = Tally()
    seeds = folder / f"seeds-{kind}"
    if not seeds.exists():
        seeds.mkdir(parents=True)
        {"workspace": _workspaces, "workbook": _workbooks}[kind](seeds)
    context = multiprocessing.get_context("fork")
    for start in range(0, count, _PART):
        numbers = range(start, min(start + _PART, count))
        place = folder / f"{kind}-{start}"
        while numbers:
            place.mkdir(exist_ok=True)
            answers: Any = context.SimpleQueue()
            process = context.Process(target=_part, args=(kind, seed, numbers, seeds, place, answers))
            process.start()
            numbers = _listen(process, answers, kind, numbers, place, folder, tally)
        shutil.rmtree(place, ignore_errors=True)
        told(f"{kind}: {start + len(range(start, min(start + _PART, count)))} tried, {len(tally.wrong)} wrong")
    return tally


def _listen(process: Any, answers: Any, kind: str, numbers: range, place: Path, folder: Path, tally: Tally) -> range:
    """Take the answers of one process; return the numbers that it left behind when it died."""
    last = numbers.start - 1
    while process.is_alive() or not answers.empty():
        if answers.empty():
            process.join(0.05)
            continue
        number, outcome, detail = answers.get()
        last = number
        tally.done[outcome] += 1
        if detail:
            tally.wrong.append(f"{kind} {number}: {detail}")
    process.join()
    if last >= numbers.stop - 1:
        return range(0)
    tally.wrong.append(f"{kind} {last + 1}: the process died with {process.exitcode}")
    _keep(place, folder, kind, last + 1)
    return range(last + 2, numbers.stop)


def _keep(place: Path, folder: Path, kind: str, number: int) -> None:
    for path in place.glob(f"{number}.*"):
        shutil.copy(path, folder / f"{kind}-{path.name}")


def _part(kind: str, seed: int, numbers: range, seeds: Path, place: Path, answers: Any) -> None:
    os.environ["GOVDESK_HOME"] = str(place / "home")
    signal.signal(signal.SIGALRM, _alarm)
    signal.signal(signal.SIGPROF, _alarm)
    sys.stderr = io.StringIO()
    found = sorted(p for p in seeds.iterdir() if p.suffix != ".lock")
    make, tried = {"workspace": (_mutated_workspace, try_workspace), "workbook": (_mutated_workbook, try_workbook)}[
        kind
    ]
    for number in numbers:
        chance = random.Random(f"{seed} {kind} {number}")
        source = chance.choice(found)
        path = place / f"{number}{source.suffix}"
        try:
            make(source, path, chance)
        except (sqlite3.Error, UnicodeError):  # SQLite itself refuses what was to be spoilt
            answers.put((number, "not made", ""))
            continue
        outcome, detail = _outcome(tried, path)
        if detail:
            shutil.copy(path, place.parent / f"{kind}-{path.name}")
        answers.put((number, outcome, detail))
        for left in place.glob(f"*{number}*"):
            if left.is_file():
                left.unlink()
    answers.close()


def _outcome(tried: Callable[[Path], str], path: Path) -> tuple[str, str]:
    begun = time.monotonic()
    signal.setitimer(signal.ITIMER_PROF, _SECONDS)
    signal.alarm(_PATIENCE)
    kept = path.read_bytes()
    try:
        outcome, detail = tried(path), ""
    except TooLong:
        outcome, detail = "hang", f"more than {_SECONDS} s: {traceback.format_exc()[-1500:]}"
    except BaseException:  # noqa: BLE001 - whatever it is, it is what is looked for
        outcome, detail = "wrong", traceback.format_exc()[-2500:]
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
    if detail:
        path.write_bytes(kept)
        detail = f"{time.monotonic() - begun:.1f} s {detail}"
    return outcome, detail


def _alarm(*_: object) -> None:
    raise TooLong


# ---------------------------------------------------------------- workspaces


def _workspaces(folder: Path) -> None:
    from govdesk.registers import REGISTERS
    from govdesk.store import edit, history
    from govdesk.store.sample import make_sample
    from govdesk.store.workspace import Workspace

    small = Workspace.create(folder / "small.govdesk", REGISTERS, author="王敏")
    project = edit.create(small, "project", {"name": "One"})
    for title in ("a", "b"):
        edit.create(small, "risk", {"project": project, "title": title})
    person = edit.create(small, "stakeholder", {"project": project, "name": "李强"})
    edit.create(small, "feedback", {"project": project, "statement": "slow", "anonymous": True})
    edit.create(small, "feedback", {"project": project, "statement": "good", "source": person})
    history.undo(small)
    small.close()
    make_sample(folder / "sample.govdesk", REGISTERS, "zh", date(2026, 11, 22), author="陈静").close()
    for path in folder.glob("*.lock*"):
        path.unlink()


def _mutated_workspace(source: Path, path: Path, chance: random.Random) -> None:
    shutil.copy(source, path)
    way = chance.choice((_bytes, _bytes, _pages, _header, _cells, _cells, _cells, _schema))
    try:
        way(path, chance)
    except sqlite3.Error:
        _bytes(path, chance)


def _bytes(path: Path, chance: random.Random) -> None:
    whole = bytearray(path.read_bytes())
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        at = chance.randrange(max(len(whole), 1))
        match chance.randrange(5):
            case 0:
                whole[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                told = chance.choice(_BYTES)
                whole[at : at + len(told)] = told
            case 2:
                other = chance.randrange(max(len(whole), 1))
                size = chance.choice((1, 16, 512))
                whole[at : at + size] = whole[other : other + size]
            case 3 if chance.random() < 0.2:
                del whole[at:]
            case _:
                whole[at : at + 1] = bytes([whole[at] ^ (1 << chance.randrange(8))]) if at < len(whole) else b""
    path.write_bytes(whole)


def _pages(path: Path, chance: random.Random) -> None:
    whole = bytearray(path.read_bytes())
    count = len(whole) // 4096
    for _ in range(chance.choice((1, 2, 4))):
        one, two = chance.randrange(1, count), chance.randrange(1, count)
        kept = bytes(whole[one * 4096 : one * 4096 + 4096])
        whole[one * 4096 : one * 4096 + 4096] = chance.choice(
            (bytes(4096), whole[two * 4096 : two * 4096 + 4096], chance.randbytes(4096), kept[::-1])
        )
    path.write_bytes(whole)


def _header(path: Path, chance: random.Random) -> None:
    whole = bytearray(path.read_bytes())
    for _ in range(chance.choice((1, 1, 3))):
        at = chance.randrange(16, 108)
        whole[at] = chance.choice((0, 1, 2, 255, chance.randrange(256)))
    path.write_bytes(whole)


def _cells(path: Path, chance: random.Random) -> None:
    """Write odd values where the schema lets them in."""
    connection = sqlite3.connect(path)
    tables = [r[0] for r in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for _ in range(chance.choice((1, 1, 2, 5))):
        table = chance.choice([*tables, "operation", "change", "link", "setting"])
        columns = [r[1] for r in connection.execute(f"PRAGMA table_info({table})")]
        where = chance.choice(("", "", "WHERE rowid = (SELECT min(rowid) FROM {0})", "WHERE rowid % 2"))
        value = chance.choice([*_TEXTS, *_VALUES])
        try:
            if chance.random() < 0.1:
                connection.execute(f"DELETE FROM {table} {where.format(table)}")
            else:
                value = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
                cast = "CAST(? AS TEXT)" if isinstance(value, bytes) and chance.random() < 0.8 else "?"
                name = chance.choice(columns)
                connection.execute(f'UPDATE {table} SET "{name}" = {cast} {where.format(table)}', (value,))
        except sqlite3.IntegrityError:
            continue
    connection.commit()
    connection.close()


def _schema(path: Path, chance: random.Random) -> None:
    """Change a word of the schema's own text."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA writable_schema=ON")
    name, told = chance.choice(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql NOT NULL").fetchall())
    words = told.split(" ")
    at = chance.randrange(len(words))
    odd = (
        "",
        "CHECK",
        "(",
        ")",
        "GENERATED ALWAYS AS (1)",
        "WITHOUT ROWID",
        "x",
        "--",
        "/*",
        "'",
        "\x00",
        "TEXT",
        "NULL",
    )
    words[at] = chance.choice(odd) if chance.random() < 0.7 else words[at] + chance.choice(odd)
    match chance.randrange(4):
        case 0:
            connection.execute("UPDATE sqlite_master SET rootpage = ? WHERE name = ?", (chance.randrange(-1, 99), name))
        case 1:
            connection.execute("UPDATE sqlite_master SET type = ? WHERE name = ?", (chance.choice(_TEXTS[:9]), name))
        case _:
            connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (" ".join(words), name))
    connection.commit()
    connection.close()


def try_workspace(path: Path) -> str:
    """Open a workspace and use it: look at it, read every register, its history; write, undo, back it up."""
    from govdesk.errors import GovDeskError
    from govdesk.registers import REGISTERS
    from govdesk.store.workspace import Workspace

    try:
        opened = Workspace.open(path, REGISTERS, author="x", unlock=_no_key)
    except GovDeskError as error:
        _said(error)
        return f"refused: {error.code}"
    told = "opened"
    try:
        for use in _uses(opened):
            try:
                use()
            except GovDeskError as error:
                _said(error)
                told = "opened, and told"
    finally:
        opened.close()
    return told


def _uses(opened: Any) -> Sequence[Callable[[], object]]:
    from govdesk.i18n import language
    from govdesk.registers import REGISTERS
    from govdesk.store import edit, history
    from govdesk.store.check import check
    from govdesk.store.query import Query, records, rows

    lang = language("zh")

    def look() -> None:
        for finding in check(opened):
            lang.say(finding.message)

    def read() -> None:
        with opened.read() as session:
            for code, register in REGISTERS.items():
                for record in records(session, REGISTERS, code, rows(session, REGISTERS, Query(code))[:40]):
                    for shown in register.fields():
                        record.show(shown, lang)

    def past() -> None:
        with opened.read() as session:
            for operation in history.operations(session):
                lang.say(operation.label)
            some = session.connection().exec_driver_sql("SELECT register, record FROM change LIMIT 8").fetchall()
            for code, record in some:
                if code in REGISTERS:
                    history.revisions(session, REGISTERS, code, record)

    return (
        look,
        read,
        past,
        lambda: edit.create(opened, "project", {"name": "Another"}),
        lambda: history.undo(opened),
        lambda: history.undo(opened),
        lambda: history.redo(opened),
    )


def _no_key(_salt: bytes) -> Any:
    from govdesk.errors import GovDeskError

    raise GovDeskError("It has a password.", code="password")


def _said(error: Any) -> None:
    from govdesk.i18n import language

    for code in ("zh", "en"):
        assert language(code).say(error.message)


# ---------------------------------------------------------------- workbooks


def _workbooks(folder: Path) -> None:
    import openpyxl
    import xlsxwriter

    with xlsxwriter.Workbook(folder / "plain.xlsx") as book:
        page = book.add_worksheet("风险登记册")
        page.write_row(0, 0, ("编号", "风险描述", "概率", "影响", "截止日期", "状态"))
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for row in range(1, 12):
            page.write_row(row, 0, (row, f"停电 {row}", "高", 3, None, "开放"))
            page.write_datetime(row, 4, date(2026, 5, row), day)  # type: ignore[arg-type]
        page.merge_range("A14:C15", "x")
        page.write_formula("D14", "=SUM(D2:D12)")
        page.write_comment("A1", "x")
        book.add_worksheet("空")
    made = openpyxl.Workbook()
    for row in (("姓名", "部门", "权力"), ("王敏", "财务部", 0.5), ("李强", None, True)):
        made.active.append(row)
    made.save(folder / "other.xlsx")
    (folder / "table.csv").write_text('姓名,部门,权力\n王敏,财务部,5\n"李,强","a\nb",高\n', "utf-8-sig")
    (folder / "table.txt").write_bytes("姓名\t部门\n王敏\t财务部\n".encode("gb18030"))
    with zipfile.ZipFile(folder / "sheet.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        cell = '<table:table-cell office:value-type="{}" office:value="{}"><text:p>{}</text:p></table:table-cell>'
        cells = "".join(
            f"<table:table-row>{cell.format('string', '', f'x{n}')}{cell.format('float', n, n)}</table:table-row>"
            for n in range(9)
        )
        names = " ".join(
            f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
            for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
        )
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet>'
            f'<table:table table:name="S">{cells}</table:table></office:spreadsheet></office:body></office:document-content>',
        )


def _mutated_workbook(source: Path, path: Path, chance: random.Random) -> None:
    shutil.copy(source, path)
    if source.suffix in (".csv", ".txt") or chance.random() < 0.25:
        _bytes(path, chance)
        return
    with zipfile.ZipFile(source) as archive:
        parts = {i.filename: archive.read(i) for i in archive.infolist()}
    for _ in range(chance.choice((1, 1, 2, 4))):
        name = chance.choice(list(parts))
        match chance.randrange(6):
            case 0:
                parts.pop(name)
                if not parts:
                    break
            case 1:
                parts[name] = parts[chance.choice(list(parts))]
            case 2:
                parts[chance.choice(("../x", "xl/" + name, "a" * 300, "xl/worksheets/sheet9.xml", name.upper()))] = (
                    parts[name]
                )
            case _:
                parts[name] = _markup(parts[name], chance)
    with zipfile.ZipFile(path, "w", chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def _markup(data: bytes, chance: random.Random) -> bytes:
    """Change markup as a broken or wicked program would: numbers, names, nesting, entities."""
    whole = data
    for _ in range(chance.choice((1, 1, 3))):
        pieces = whole.split(b'"')
        at = chance.randrange(len(pieces))
        match chance.randrange(5):
            case 0:
                pieces[at] = chance.choice(
                    (
                        b"",
                        b"-1",
                        b"999999999999",
                        b"A1:XFD1048576",
                        b"XFD1048577",
                        b"ZZZZ99",
                        b"1e308",
                        b"nan",
                        b"&x;",
                        b"s" * 9,
                    )
                )
                whole = b'"'.join(pieces)
            case 1:
                cut = chance.randrange(len(whole) + 1)
                whole = (
                    whole[:cut]
                    + chance.choice((b"<a>", b"</a>", b"<a/>", b"&#0;", b"&#x110000;", b"<!--", b"<![CDATA["))
                    + whole[cut:]
                )
            case 2:
                whole = (
                    b'<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]>' + whole
                    if chance.random() < 0.2
                    else whole[: chance.randrange(len(whole) + 1)]
                )
            case 3:
                one, two = sorted((chance.randrange(len(whole) + 1), chance.randrange(len(whole) + 1)))
                whole = whole[:two] + whole[one:two][:5000] * chance.choice((1, 20)) + whole[two:]
            case _:
                whole = whole.replace(b"sheet", chance.choice((b"sheeT", b"../sheet", b"")), 1)
    return whole


def try_workbook(path: Path) -> str:
    """Read a workbook as the reading process does, and plan what was read."""
    from govdesk.errors import GovDeskError
    from govdesk.sheet import worker
    from govdesk.sheet.inspection import inspect
    from govdesk.sheet.reading import _Assembly
    from govdesk.sheet.refusal import Refusal
    from govdesk.sheet.sentence import refused

    assembly = _Assembly(path.name)
    try:
        worker._read(path, inspect(path), None, assembly.take)
    except Refusal as refusal:
        error = refused(path.name, refusal.code, refusal.values)
        _said(error)
        return f"refused: {error.code}"
    except GovDeskError as error:
        _said(error)
        return f"refused: {error.code}"
    except MemoryError:
        return "refused: memory"
    _plan(path, assembly)
    return "read"


_DESK: list[Any] = []


def _plan(path: Path, assembly: Any) -> None:
    from govdesk.errors import GovDeskError
    from govdesk.registers import REGISTERS
    from govdesk.sheet.grid import Book
    from govdesk.sheet.plan import make_plan
    from govdesk.store.workspace import Workspace

    if not _DESK:
        _DESK.append(Workspace.create(path.parent / "desk" / "desk.govdesk", REGISTERS))
    book = Book(path, path.name, assembly.kind, tuple(assembly.grids), assembly.properties)
    with _DESK[0].read() as session:
        try:
            make_plan(session, REGISTERS, book)
        except GovDeskError as error:
            _said(error)


if __name__ == "__main__":
    sys.exit(main())
