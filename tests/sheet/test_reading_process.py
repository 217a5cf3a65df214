"""The reading process: however it dies, hangs or is cancelled, the program hears one plain word and goes on."""

from __future__ import annotations

import random
import sys
import time

import pytest
import xlsxwriter

from govdesk.errors import Cancelled, GovDeskError
from govdesk.sheet import child
from govdesk.sheet.reading import read_book
from govdesk.sheet.refusal import Refusal


def save(file, rows):
    with xlsxwriter.Workbook(file) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def fake(code):
    return [sys.executable, "-c", code]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import os; os.abort()", "reader_died"),
        ("import sys; sys.exit(3)", "reader_died"),
        ("import sys; sys.stdout.write('hello')", "reader_died"),
        ("import sys; sys.stdout.buffer.write(b'\\x04\\0\\0\\0zzzz')", "reader_died"),
        ("import sys; sys.stdout.buffer.write(b'\\xff\\xff\\xff\\xff')", "reader_died"),
        ("import sys; sys.stderr.write('memory allocation of 9 bytes failed'); sys.exit(1)", "memory"),
    ],
)
def test_a_reader_that_dies_is_only_a_refusal(tmp_path, code, expected):
    file = tmp_path / "a.xlsx"
    save(file, [[1]])
    with pytest.raises(GovDeskError) as caught:
        read_book(file, command=fake(code))
    assert caught.value.code == expected


def hanging(tmp_path):
    file = tmp_path / "a.xlsx"
    save(file, [[1]])
    return {"path": file, "kind": "zip", "password": None, "command": fake("import time; time.sleep(600)")}


def test_a_reader_that_hangs_is_stopped(tmp_path):
    options = hanging(tmp_path)
    with pytest.raises(Refusal, match="timeout"):
        list(child.converse(options.pop("path"), options.pop("kind"), progress=lambda *_: None, seconds=0.2, **options))


def test_cancelling_ends_the_reader_at_once(tmp_path, monkeypatch):
    started = []
    popen = child.subprocess.Popen

    def remember(*args, **options):
        started.append(popen(*args, **options))
        return started[-1]

    def cancel(_done, _total, _doing=None):
        raise Cancelled

    monkeypatch.setattr(child.subprocess, "Popen", remember)
    before = time.monotonic()
    with pytest.raises(Cancelled):
        read_book(hanging(tmp_path)["path"], progress=cancel, command=hanging(tmp_path)["command"])
    assert started[0].poll() is not None
    assert time.monotonic() - before < 60


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to a limit of address space")
def test_a_reader_cannot_take_more_memory_than_it_is_given(tmp_path):
    file = tmp_path / "a.xlsx"
    noise = random.Random(1)
    save(file, [[noise.randbytes(16_000).hex()] for _row in range(1_000)])
    with pytest.raises(Refusal, match="memory"):
        list(child.converse(file, "zip", password=None, progress=lambda *_: None, memory=40 * 2**20))


def test_the_packaged_program_starts_itself(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child.worker_command() == [sys.executable, "--worker"]


def test_nothing_in_the_current_folder_passes_for_a_module(tmp_path, monkeypatch):
    (tmp_path / "zipfile.py").write_text("raise SystemExit('taken in')", encoding="utf-8")
    save(tmp_path / "a.xlsx", [["x"]])
    monkeypatch.chdir(tmp_path)
    assert read_book(tmp_path / "a.xlsx").grids[0].rows == [("x",)]


def test_progress_is_told_up_to_the_end(tmp_path):
    save(tmp_path / "a.xlsx", [[n] for n in range(100)])
    heard = []
    read_book(tmp_path / "a.xlsx", progress=lambda done, total, doing=None: heard.append((done, total)))
    assert heard[-1][0] == heard[-1][1] > 0
