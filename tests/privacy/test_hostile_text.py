"""Hostile text in every field is shown and written as the text that it is: no markup, no formula, no file is opened."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QtMsgType, qInstallMessageHandler

from govdesk.cli import main
from govdesk.registers import REGISTERS
from govdesk.sheet.numbers import NumberSheet, write_numbers
from govdesk.store.check import check
from govdesk.store.person import text_fields

HERE = Path(__file__).parent
#: How a tooltip begins whose text was escaped.
OURS = "<p style='white-space:pre-wrap'>"


def _load(name):
    import importlib.util

    found = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


probe = _load("probe")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    target = folder / "probe.png"
    target.write_bytes(b"\x89PNG")
    made = probe.fill(folder / "ws.govdesk", target)
    assert [f.code for f in check(made) if not f.ok] == []
    made.close()
    return made.path, target


def test_every_screen_shows_it_as_text_and_opens_no_file_and_no_network(hostile, tmp_path):
    path, target = hostile
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    log = tmp_path / "log"
    copy = tmp_path / "ws.govdesk"
    shutil.copy(path, copy)
    env = {**os.environ, "GOVDESK_HOME": str(tmp_path / "home"), "QT_QPA_PLATFORM": "offscreen"}
    watch = [shutil.which("strace"), "-f", "-q", "-s", "400", "-e", "trace=%file,socket,connect", "-o", str(log)]
    out = tmp_path / "deep" / "out"
    out.mkdir(parents=True)
    done = subprocess.run(
        [*watch, sys.executable, HERE / "walk.py", copy, out], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    made = [p for p in (tmp_path / "deep").rglob("*") if p.is_file()]
    assert {p.suffix for p in made} == {".png", ".svg", ".xlsx", ".pdf"}
    assert {p.parent for p in made} == {out}
    assert [p.name for p in made if p.suffix == ".xlsx" and formulas(p)] == []
    drawn = [ET.parse(p) for p in made if p.suffix == ".svg"]
    inside = re.compile(r"(data:image/png|#)")
    links = [v for t in drawn for e in t.iter() for k, v in e.items() if k.endswith("href")]
    assert [v for v in links if not inside.match(v)] == []
    assert "Traceback" not in done.stderr
    lines = log.read_text("utf-8", "replace").splitlines()
    opened = [x for x in lines if target.name in x and "execve" not in x and str(out) not in x]
    assert opened == []
    assert set(re.findall(r"(?:socket\(|sa_family=)(AF_\w+)", log.read_text("utf-8", "replace"))) <= {"AF_UNIX"}
    assert not (tmp_path / "home" / "errors.log").exists(), (tmp_path / "home" / "errors.log").read_text()


def test_no_label_takes_it_for_markup(hostile, tmp_path, monkeypatch):
    path, target = hostile
    monkeypatch.setenv("GOVDESK_HOME", str(tmp_path / "home"))
    copy = tmp_path / "ws.govdesk"
    shutil.copy(path, copy)
    walk = _load("walk")
    wrong: list[str] = []

    def look_at(widget, where):
        shown = [x.text() for x in walk.rich(widget) if not x.text().startswith(OURS)]
        wrong.extend(f"{where}: {t[:60]}" for t in shown if "<" in t or target.name in t)

    heard = qInstallMessageHandler(
        lambda kind, _where, text: wrong.append(text) if kind == QtMsgType.QtFatalMsg else None
    )
    try:
        walk.session(copy, look_at)
    finally:
        qInstallMessageHandler(heard)
    assert wrong == []


def formulas(path):
    """Return the cells of a workbook that hold a formula."""
    found = []
    with zipfile.ZipFile(path) as book:
        for part in book.namelist():
            if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", part):
                found += re.findall(r"<c [^>]*>\s*<f[ >].{0,80}", book.read(part).decode())
            if part.endswith(".rels"):
                found += re.findall(r'TargetMode="External"', book.read(part).decode())
    return found


@pytest.fixture
def ours(hostile, tmp_path, monkeypatch):
    monkeypatch.setenv("GOVDESK_HOME", str(tmp_path / "home"))
    copy = tmp_path / "ws.govdesk"
    shutil.copy(hostile[0], copy)
    return copy


PRIVATE = "power,interest,engagement,desired,concerns,notes,contact"


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_no_text_becomes_a_formula_in_a_workbook(ours, tmp_path, lang):
    assert main(["export", str(ours), str(tmp_path / "x.xlsx"), "--lang", lang, "--private", PRIVATE]) == 0
    assert formulas(tmp_path / "x.xlsx") == []
    text = b"".join(
        zipfile.ZipFile(tmp_path / "x.xlsx").read(n) for n in zipfile.ZipFile(tmp_path / "x.xlsx").namelist()
    )
    assert b"=1+2" in text


@pytest.mark.parametrize("code", list(REGISTERS))
def test_no_text_becomes_a_formula_in_a_csv_file(ours, tmp_path, code):
    path = tmp_path / "x.csv"
    assert main(["export", str(ours), str(path), "--register", code, "--private", PRIVATE, "--lang", "en"]) == 0
    csv.field_size_limit(1 << 20)
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [c for row in csv.reader(file) for c in row]
    assert [
        c for c in cells if c.lstrip(" ")[:1] in ("=", "@", "\t", "\r") or re.match(r" *[+-](?![\d.,]+%?$)", c)
    ] == []
    assert any("1+2" in c for c in cells)


@pytest.mark.parametrize("by", ["department", "owner", "stakeholder"])
def test_what_is_sent_out_holds_no_formula_and_stays_in_its_folder(ours, tmp_path, by):
    out = tmp_path / "deep" / "out"
    assert main(["send", str(ours), str(out), "--by", by, "--message", "=1+2<b>{0}"]) == 0
    made = sorted(p for p in (tmp_path / "deep").rglob("*") if p.is_file())
    assert made
    assert {p.parent for p in made} == {out}
    own = ("<f>COUNTA", "<f>COUNTIF", "<f>SUM", "<f>IF")
    assert [f for p in made for f in formulas(p) if not any(o in f for o in own)] == []


def test_what_is_kept_about_a_person_and_the_numbers_of_a_figure_hold_none(ours, tmp_path):
    assert main(["export-person", str(ours), "STK-0001", str(tmp_path / "p.xlsx")]) == 0
    assert main(["export-person", str(ours), "STK-0001", str(tmp_path / "p.json")]) == 0
    lines = tuple((text[:30_000],) for text in probe.probes(tmp_path))
    write_numbers(tmp_path / "n.xlsx", [NumberSheet("=1+2[]:*?/\\", (("=x",), *lines))])
    assert formulas(tmp_path / "p.xlsx") == formulas(tmp_path / "n.xlsx") == []


def test_the_command_line_prints_it_and_nothing_else(ours, capsys):
    for words in (["history"], ["check"], *(["list", code] for code in REGISTERS)):
        for how in ([], ["--json"]):
            assert main([words[0], str(ours), *words[1:], *how]) == 0
    said = capsys.readouterr()
    assert "\x1b" not in said.out
    assert said.err == ""


def test_no_text_reaches_sql_as_anything_but_a_value(ours):
    from govdesk.store import edit
    from govdesk.store.query import Filter, Query, count
    from govdesk.store.workspace import Workspace

    opened = Workspace.open(ours, REGISTERS)
    try:
        with opened.read() as session:
            for code, register in REGISTERS.items():
                for text in probe.probes(Path("probe")):
                    assert count(session, REGISTERS, Query(code, search=text[:200])) >= 0
                    for name in set(text_fields(register)) - {"extra"}:
                        count(session, REGISTERS, Query(code, None, (Filter(name, "contains", (text[:200],)),)))
        project = edit.create(opened, "project", {"name": "'); DROP TABLE risk; --"})
        assert project
        assert [f.code for f in check(opened) if not f.ok] == []
    finally:
        opened.close()
