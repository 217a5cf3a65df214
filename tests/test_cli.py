"""The command line does the window's work: JSON as promised, one sentence and a code where it cannot, never a traceback."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from govdesk.cli import main
from govdesk.cli.parser import COMMANDS
from govdesk.errors import GovDeskError
from govdesk.i18n import language
from govdesk.registers import REGISTERS
from govdesk.store.edit import create
from govdesk.store.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
STAKEHOLDER = REGISTERS["stakeholder"]


class Shell:
    """Runs commands in the test's own process."""

    def __init__(self, capfd, folder):
        self._capfd = capfd
        self.ws = folder / "w.govdesk"
        self.folder = folder

    def __call__(self, command, *words):
        """Answer exit code, output and errors; the workspace stands in for `WS`."""
        self._capfd.readouterr()
        arguments = [str(self.ws) if w == "WS" else str(w) for w in (*command.split(), *words)]
        code = main(
            [*arguments, "--lang", "en"] if command.split()[0] in COMMANDS and "--lang" not in arguments else arguments
        )
        out, err = self._capfd.readouterr()
        assert "Traceback" not in err
        return code, out, err

    def json(self, command, *words):
        code, out, err = self(command, *words, "--json")
        assert (code, err) == (0, "")
        return json.loads(out)

    def refused(self, command, *words):
        """Answer the one sentence with which a command was refused."""
        code, out, err = self(command, *words)
        assert code == 2
        assert out == ""
        assert err.count("\n") == 1
        return err


@pytest.fixture
def shell(capfd, tmp_path, monkeypatch):
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    return Shell(capfd, tmp_path)


@pytest.fixture
def filled(shell):
    """A workspace with a project, a department and three people."""
    workspace = Workspace.create(shell.ws, REGISTERS, author="测试")
    project = create(workspace, "project", {"name": "甲项目", "code": "X-1"})
    department = create(workspace, "department", {"name": "信息部"})
    for name in ("王敏", "李雷", "韩梅"):
        create(workspace, "stakeholder", {"project": project, "name": name, "department": department, "power": 4})
    create(workspace, "risk", {"project": project, "title": "牵头不清", "status": "open"})
    workspace.close()
    return shell


def sheet(path, *rows, title="干系人登记册"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


PEOPLE = [
    ("姓名", "部门", "权力", "态度"),
    ("赵云", "信息部", 5, "支持"),
    ("钱多", "财务部", "高", "中立"),
    ("孙尚", "财务部", 9, "反对"),
]


# ---------------------------------------------------------------- workspaces


def test_new_makes_an_empty_workspace_once(shell):
    told = shell.json("new WS")
    assert told["workspace"] == str(shell.ws)
    assert shell.json("list WS risk") == []
    assert "is there already" in shell.refused("new WS")
    assert "cannot be created" in shell.refused("new", shell.ws / "below" / "x.govdesk")


@pytest.mark.parametrize(("lang", "word"), [("zh", "青禾里"), ("en", "Qingheli")])
def test_demo_makes_the_sample_in_a_language(shell, lang, word):
    code, _, err = shell("demo WS", "--lang", lang)
    assert (code, err) == (0, "")
    names = [d["name"] for d in shell.json("list WS department")]
    assert len(names) >= 25
    assert word in " ".join(names)


@pytest.mark.parametrize(
    "command",
    ["list WS risk", "history WS", "check WS", "undo WS", "redo WS", "set WS risk 1 title=x", "export WS a.xlsx"],
)
def test_a_workspace_that_is_none_is_refused_and_left_alone(shell, command):
    assert "There is no file" in shell.refused(command)
    assert not shell.ws.exists()
    shell.ws.write_bytes(b"PK\x03\x04 a spreadsheet, say" * 20)
    before = shell.ws.read_bytes()
    assert "is not a GovDesk workspace" in shell.refused(command)
    assert shell.ws.read_bytes() == before


def test_check_is_0_only_where_the_workspace_is_sound(filled):
    assert filled.json("check WS")["sound"] is True
    import sqlite3

    connection = sqlite3.connect(filled.ws)
    connection.execute("UPDATE stakeholder SET power = 1")
    connection.commit()
    connection.close()
    code, out, err = filled("check WS", "--json")
    told = json.loads(out)
    assert code == 1
    assert [f["code"] for f in told["findings"] if not f["ok"]] == ["history.stakeholder"]
    assert "is not sound" in err


# ---------------------------------------------------------------- registers and records


def test_registers_tells_all_that_an_import_needs_to_know(shell):
    told = {r["code"]: r for r in shell.json("registers")}
    assert list(told) == list(REGISTERS)
    risk = told["risk"]
    assert (risk["prefix"], risk["area"], set(risk["labels"])) == ("RSK", "mitigation", {"zh", "en"})
    status = next(f for f in risk["fields"] if f["name"] == "status")
    assert status["kind"] == "choice"
    assert {"code", "labels"} == set(status["choices"][0])
    assert {f["name"] for f in told["stakeholder"]["fields"] if f["private"]} >= {"power", "engagement"}
    department = next(f for f in told["stakeholder"]["fields"] if f["name"] == "department")
    assert (department["kind"], department["target"], "所属部门" in department["aliases"]) == (
        "link",
        "department",
        True,
    )


def test_list_tells_codes_numbers_and_names(filled):
    one = filled.json("list WS 干系人")[0]
    assert (one["number"], one["name"], one["power"]) == ("STK-0001", "王敏", 4)
    assert (one["department"], one["department_name"], one["project"]) == ("DEP-0001", "信息部", "PRJ-0001")
    assert (one["key_user"], one["owner"], one["owner_name"], one["extra"]) == (None, None, None, {})
    assert filled.json("list WS risk")[0]["status"] == "open"
    assert len(filled.json("list WS stakeholder --project X-1")) == 3
    code, out, _ = filled("list WS stakeholder")
    assert code == 0
    assert [line.split()[:2] for line in out.splitlines()[1:]] == [
        ["STK-0001", "王敏"],
        ["STK-0002", "李雷"],
        ["STK-0003", "韩梅"],
    ]


def test_a_register_or_project_nobody_knows_is_answered_with_the_known_ones(filled):
    said = filled.refused("list WS colour")
    assert all(code in said for code in REGISTERS)
    assert "甲项目" in filled.refused("list WS risk --project 乙")
    assert "甲项目" in filled.refused("import WS x.xlsx --project 乙")
    assert "risk" in filled.refused("export WS x.xlsx --register colour")
    assert "risk" in filled.refused("import WS x.xlsx --register colour")


def test_set_reads_each_value_by_its_kind_and_finds_links_by_name(filled):
    told = filled.json(
        "set WS stakeholder STK-0001", "power=very high", "Engagement=抵触", "负责人=李雷", "key_user=是", "needs=a=b"
    )
    assert told["changed"] == ["engagement", "key_user", "needs", "owner", "power"]
    one = filled.json("list WS stakeholder")[0]
    assert (one["power"], one["engagement"], one["owner"], one["key_user"], one["needs"]) == (
        5,
        "resistant",
        "STK-0002",
        True,
        "a=b",
    )
    filled.json("set WS stakeholder 1", "owner=", "needs=")
    one = filled.json("list WS stakeholder")[0]
    assert (one["owner"], one["needs"]) == (None, None)
    assert filled.json("set WS stakeholder 王敏", "power=5")["operation"] is None
    assert "nothing was changed" in filled("set WS stakeholder 王敏", "power=5")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["stakeholder", "STK-0001", "power=9"], "Power: "),
        (["stakeholder", "STK-0001", "engagement=green"], "“green” is not in the list"),
        (["stakeholder", "STK-0001", "owner=谁"], "“谁” is not among the Stakeholders"),
        (["stakeholder", "STK-0001", "name="], "name is needed"),
        (["stakeholder", "STK-0001", "colour=1"], "no field “colour” to set. Known: "),
        (["stakeholder", "STK-0001", "number=STK-0009"], "no field “number” to set"),
        (["stakeholder", "STK-0001", "power"], "not of the form FIELD=VALUE"),
        (["stakeholder", "STK-0099", "power=1"], "Stakeholders: there is no “STK-0099”"),
        (["project", "1", "start=soon"], "“soon” is not a date"),
        (["project", "1", "start=2026-05-01", "end=2026-04-01"], "The end lies before the start"),
    ],
)
def test_set_refuses_what_does_not_fit_and_changes_nothing(filled, words, said):
    before = filled.json("history WS")
    assert said in filled.refused("set WS", *words)
    assert filled.json("history WS") == before


# ---------------------------------------------------------------- the timeline


def test_history_undo_and_redo(filled):
    filled("set WS stakeholder 1", "power=1")
    newest = filled.json("history WS")[0]
    assert set(newest) == {"id", "at", "author", "label", "source", "kind", "state", "rows"}
    assert (newest["label"], newest["kind"], newest["state"], newest["rows"]) == ("Power of 王敏 to 1", "do", "done", 1)
    assert filled.json("undo WS")["label"] == "Undo: Power of 王敏 to 1"
    assert filled.json("list WS stakeholder")[0]["power"] == 4
    assert [o["state"] for o in filled.json("history WS --limit 2")] == ["done", "undone"]
    assert filled("redo WS")[:2] == (0, "Done: Redo: Power of 王敏 to 1\n")
    assert filled.json("list WS stakeholder")[0]["power"] == 1
    assert "nothing to redo" in filled.refused("redo WS")


def test_reading_goes_on_while_the_window_holds_the_workspace(filled):
    held = Workspace.open(filled.ws, REGISTERS)
    try:
        assert len(filled.json("list WS stakeholder")) == 3
        assert filled.json("history WS")
        assert filled.json("check WS")["sound"]
        assert filled.json("export WS", filled.folder / "a.xlsx")
        assert filled.json("import WS", sheet(filled.folder / "p.xlsx", *PEOPLE), "--dry-run")
        assert "is in use by" in filled.refused("set WS stakeholder 1", "power=2")
        assert "is in use by" in filled.refused("undo WS")
    finally:
        held.close()


def test_a_backup_is_made_listed_and_put_back(filled):
    made = filled.json("backup WS")
    assert Path(made["backup"]).is_file()
    filled("set WS stakeholder 1", "power=1")
    (listed,) = filled.json("backup WS --list")["backups"]
    assert listed["file"] == made["backup"]
    assert set(listed) == {"number", "at", "reason", "operations", "bytes", "file"}
    back = filled.json("restore WS", "1")
    assert filled.json("list WS stakeholder")[0]["power"] == 4
    assert Path(back["aside"]).is_file()
    filled.ws.unlink()
    assert filled("restore WS")[0] == 0
    assert filled.json("check WS")["sound"]


def test_a_backup_goes_to_the_place_that_is_named(filled):
    assert filled("backup WS", filled.folder / "copy.govdesk")[0] == 0
    assert "is the workspace itself" in filled.refused("backup WS WS")
    assert "There are no backups" in filled("backup WS --list")[1]


def test_a_backup_nobody_knows_is_refused(filled):
    assert "No such backup" in filled.refused("restore WS")
    filled("backup WS")
    assert "No such backup" in filled.refused("restore WS 7")
    assert "not a GovDesk workspace" in filled.refused("restore WS", sheet(filled.folder / "p.xlsx", *PEOPLE))


def test_a_password_is_given_asked_for_and_taken_away(filled, monkeypatch):
    secret, other = filled.folder / "secret.txt", filled.folder / "other.txt"
    secret.write_text("correct horse\n", "utf-8")
    other.write_text("another horse\n", "utf-8")
    assert filled.json("encrypt WS --new-password-file", secret) == {
        "workspace": str(filled.ws),
        "password": True,
        "left": [],
    }
    assert "has a password" in filled.refused("list WS stakeholder")
    assert "not the password" in filled.refused("list WS stakeholder --password-file", other)
    assert len(filled.json("list WS stakeholder --password-file", secret)) == 3
    monkeypatch.setenv("GOVDESK_PASSWORD", "correct horse")
    filled("set WS stakeholder 1", "power=1")
    assert filled.json("check WS")["sound"]
    assert filled("encrypt WS --new-password-file", other)[0] == 0
    assert "not the password" in filled.refused("undo WS")
    assert filled("decrypt WS --password-file", other)[0] == 0
    assert filled.json("undo WS")["label"] == "Undo: Power of 王敏 to 1"
    assert "has no password" in filled.refused("decrypt WS")
    assert "cannot be read" in filled.refused("encrypt WS --new-password-file", filled.folder / "none.txt")
    secret.write_text("short", "utf-8")
    assert "at least 8" in filled.refused("encrypt WS --new-password-file", secret)


# ---------------------------------------------------------------- spreadsheets


def test_import_tells_header_mapping_counts_and_problems(filled):
    path = sheet(filled.folder / "p.xlsx", ("登记册",), (), *PEOPLE)
    told = filled.json("import WS", path, "--dry-run")
    assert list(told) == ["sheets", "overwritten"]
    one = told["sheets"][0]
    assert list(one) == [
        "file",
        "sheet",
        "register",
        "header_row",
        "header_rows",
        "mapping",
        "unmatched",
        "counts",
        "problems",
    ]
    assert (one["file"], one["sheet"], one["register"]) == ("p.xlsx", "干系人登记册", "stakeholder")
    assert (one["header_row"], one["header_rows"]) == (3, 1)
    assert one["mapping"] == {"姓名": "name", "部门": "department", "权力": "power", "态度": "engagement"}
    assert one["counts"] == {"new": 2, "changed": 0, "same": 0, "conflict": 0, "wrong": 1}
    assert [set(p) for p in one["problems"]] == [{"code", "cell", "message"}]
    assert one["problems"][0]["cell"] == "C6"
    assert len(filled.json("list WS stakeholder")) == 3
    assert filled.json("import WS", path) == told
    people = filled.json("list WS stakeholder")
    assert [(p["name"], p["power"], p["engagement"], p["department_name"]) for p in people[3:]] == [
        ("赵云", 5, "supportive", "信息部"), ("钱多", 4, "neutral", "财务部"),
    ]  # fmt: skip
    assert filled.json("import WS", path)["sheets"][0]["counts"] == {
        "new": 0,
        "changed": 0,
        "same": 2,
        "conflict": 0,
        "wrong": 1,
    }
    filled("undo WS")
    assert len(filled.json("list WS stakeholder")) == 3


def test_import_goes_to_the_project_named(filled):
    filled("set WS project 1", "code=X-1")
    workspace = Workspace.open(filled.ws, REGISTERS)
    create(workspace, "project", {"name": "乙项目", "code": "Y-2"})
    workspace.close()
    for name in ("乙项目", "y-2", "PRJ-0002"):
        filled.json("import WS", sheet(filled.folder / "p.xlsx", *PEOPLE), "--project", name)
        assert {p["project"] for p in filled.json("list WS stakeholder")[3:]} == {"PRJ-0002"}
    assert len(filled.json("list WS project")) == 2


def test_import_reads_every_file_before_it_writes_the_first(filled):
    good, bad = sheet(filled.folder / "p.xlsx", *PEOPLE), filled.folder / "bad.xlsx"
    bad.write_bytes(b"PK\x03\x04nothing")
    before = filled.json("history WS")
    assert "bad.xlsx" in filled.refused("import WS", good, bad)
    assert filled.json("history WS") == before
    assert "干系人登记册" in filled.refused("import WS", good, "--sheet", "Nope")


def test_a_sheet_without_a_header_is_refused_in_words(filled):
    path = sheet(filled.folder / "n.xlsx", (1, 2), (3, 4), title="S")
    before = filled.json("history WS")
    code, _, err = filled("import WS", path)
    assert code == 2
    assert "n.xlsx" in err
    assert filled.json("history WS") == before


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_what_is_exported_comes_back_without_a_change(shell, lang):
    assert shell("demo WS")[0] == 0
    path = shell.folder / "out.xlsx"
    written = shell.json("export WS", path, "--lang", lang)
    found = [s["register"] for s in written["sheets"]]
    assert [code for code in found if not REGISTERS[code].about.hidden] == list(REGISTERS.shown())
    told = shell.json("import WS", path)["sheets"]
    assert {s["register"]: s["counts"] for s in told} == {
        s["register"]: {"new": 0, "changed": 0, "same": s["rows"], "conflict": 0, "wrong": 0} for s in written["sheets"]
    }
    assert [s["problems"] for s in told] == [[]] * len(told)


@pytest.mark.parametrize("code", list(REGISTERS))
def test_a_csv_file_comes_back_without_a_change(shell, code):
    assert shell("demo WS")[0] == 0
    path = shell.folder / f"{code}.csv"
    rows = shell.json("export WS", path, "--register", code)["sheets"][0]["rows"]
    counts = shell.json("import WS", path, "--register", code)["sheets"][0]["counts"]
    assert counts == {"new": 0, "changed": 0, "same": rows, "conflict": 0, "wrong": 0}


def test_only_the_edits_of_an_exported_sheet_are_changes(filled):
    path = filled.folder / "out.xlsx"
    filled.json("export WS", path, "--register", "stakeholder", "--private", "power")
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    places = {c.value: c.column for c in page[1]}
    page.cell(3, places[STAKEHOLDER.field("power").label]).value = 1
    page.cell(2, places[STAKEHOLDER.field("name").label]).value = "王小敏"
    book.save(path)
    assert filled.json("import WS", path)["sheets"][0]["counts"] == {
        "new": 0,
        "changed": 2,
        "same": 1,
        "conflict": 0,
        "wrong": 0,
    }
    assert [(p["name"], p["power"]) for p in filled.json("list WS stakeholder")] == [
        ("王小敏", 4),
        ("李雷", 1),
        ("韩梅", 4),
    ]


def test_export_takes_the_registers_named_and_leaves_out_the_empty_ones(filled):
    path = filled.folder / "out.xlsx"
    assert filled.json("export WS", path, "--register", "risk", "--register", "干系人")["sheets"] == [
        {"register": "risk", "rows": 1}, {"register": "stakeholder", "rows": 3},
    ]  # fmt: skip
    assert [s["register"] for s in filled.json("export WS", path)["sheets"]] == [
        "project",
        "department",
        "stakeholder",
        "risk",
    ]
    told = filled.json("export WS", filled.folder / "r.csv", "--register", "risk")
    with Path(told["file"]).open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 2


def test_export_never_overwrites_the_workspace(filled):
    before = filled.ws.read_bytes()
    assert "the workspace itself" in filled.refused("export WS WS")
    assert "end it in .xlsx or .csv" in filled.refused("export WS", filled.folder / "a.pdf")
    assert filled.ws.read_bytes() == before


# ---------------------------------------------------------------- words, errors, streams


def test_help_is_there_in_both_languages(shell):
    for lang in ("zh", "en"):
        code, out, _ = shell("--help --lang", lang)
        assert code == 0
        assert all(f"govdesk {name} " in out for name in COMMANDS)
        for command in COMMANDS.values():
            assert language(lang).gettext(command.help) in out
    for name in COMMANDS:
        code, out, err = shell(f"{name} --help")
        assert (code, err) == (0, "")
        assert language("en").gettext(COMMANDS[name].help) in " ".join(out.split())
    assert shell("--version")[1].startswith("GovDesk ")


@pytest.mark.parametrize(
    "words",
    [
        "list",
        "list WS",
        "lst WS",
        "export WS a.xlsx --lang fr",
        "set WS risk 1",
        "history WS --limit x",
        "list WS risk --huh",
    ],
)
def test_what_is_not_understood_is_said_in_one_sentence(filled, words):
    assert "govdesk" in filled.refused(words)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("list --lang zh", "缺少 WORKSPACE, REGISTER"),
        ("list WS risk --huh --lang zh", "不认识 --huh"),
        ("history WS --limit x --lang zh", "--limit 要填整数"),
        ("history WS --lang zh --limit", "--limit 后面"),
        ("export WS a.xlsx --lang fr", "--lang 不能填 'fr'"),
        ("list WS risk --json=1 --lang zh", "--json 后面"),
    ],
)
def test_what_is_not_understood_is_said_in_chinese_too(filled, monkeypatch, words, said):
    monkeypatch.setattr("govdesk.cli.entry.system_language", lambda: "zh")
    assert said in filled.refused(words)


def test_an_error_of_our_own_is_one_sentence_and_a_log_without_what_it_held(shell, monkeypatch, home):
    def boom(*args, **options):
        raise RuntimeError("SECRET")

    monkeypatch.setattr(Workspace, "create", boom)
    code, out, err = shell("new WS")
    assert (code, out, err.count("\n")) == (1, "", 1)
    log = (home / "errors.log").read_text("utf-8")
    assert str(home / "errors.log") in err
    assert "RuntimeError" in log
    assert "SECRET" not in err + log


def test_ctrl_c_is_no_error(shell, monkeypatch):
    # A background job of the shell starts with the signal ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    monkeypatch.setattr(Workspace, "create", lambda *a, **o: signal.raise_signal(signal.SIGINT))
    code, _, err = shell("new WS")
    signal.signal(signal.SIGINT, before)
    assert (code, err) == (130, "Stopped.\n")


def test_the_window_is_handed_the_workspace_and_its_refusals_are_told(shell, monkeypatch):
    import govdesk.app

    asked = []
    monkeypatch.setattr(govdesk.app, "run", lambda words: asked.append(list(words)) or 0)
    shell.ws.touch()
    assert shell("WS --exit-when-ready")[0] == 0
    assert shell("--lang en")[0] == 0
    assert asked == [[str(shell.ws), "--exit-when-ready"], []]

    def refuse(_words):
        raise GovDeskError("There is no screen here.")

    monkeypatch.setattr(govdesk.app, "run", refuse)
    assert shell.refused("WS") == "There is no screen here.\n"

    def lack(_words):
        raise ImportError("libEGL.so.1: cannot open shared object file")

    monkeypatch.setattr(govdesk.app, "run", lack)
    assert "(libEGL.so.1: " in shell.refused("WS")


def started(*words, **options):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **options.pop("environment", {})}
    command = [sys.executable, "-m", "govdesk", *map(str, words)]
    return subprocess.run(command, capture_output=True, env=environment, timeout=120, check=False, **options)


def test_a_terminal_that_knows_no_chinese_gets_escapes_not_a_traceback(filled):
    plain = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    done = started("list", filled.ws, "stakeholder", environment=plain)
    assert (done.returncode, done.stderr) == (0, b"")
    assert rb"\u738b\u654f" in done.stdout
    done = started("list", filled.ws, "stakeholder", "--json", environment=plain)
    assert json.loads(done.stdout)[0]["name"] == "王敏"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break in another way there")
def test_a_reader_that_leaves_early_is_no_error(filled):
    read, write = os.pipe()
    os.close(read)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "govdesk", "registers", "--json"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, env=environment, timeout=120, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_output_that_cannot_be_written_is_said(filled):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "LANG": "en_GB.UTF-8"}
    for words in (["registers", "--json"], ["list", str(filled.ws), "risk"]):
        with Path("/dev/full").open("w") as full:
            command = [sys.executable, "-m", "govdesk", *words]
            done = subprocess.run(
                command, stdout=full, stderr=subprocess.PIPE, env=environment, timeout=120, check=False
            )
        assert done.returncode == 2
        assert done.stderr.decode() == "What was to be printed could not be written (No space left on device).\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize("room", [1000, 3000, 6000, 9000])
def test_a_full_disk_is_one_sentence_and_leaves_the_old_file(filled, room):
    path = filled.folder / "out.xlsx"
    path.write_bytes(b"old")
    script = (
        "import resource, signal, sys\nfrom govdesk.cli import main\n"
        f"signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nresource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))\n"
        f"sys.exit(main(['export', {str(filled.ws)!r}, {str(path)!r}]))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "LANG": "en_GB.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, env=environment, timeout=120, check=False
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith("“out.xlsx” could not be written")
    assert done.stderr.count(b"\n") == 1
    assert path.read_bytes() == b"old"
    assert not [p for p in filled.folder.iterdir() if p.suffix == ".part"]


def test_the_command_line_loads_no_qt_whatever_it_does(filled):
    script = (
        "import sys\nfrom govdesk.cli import main\n"
        f"code = main(['list', {str(filled.ws)!r}, 'risk', '--json'])\n"
        "heavy = {'PySide6', 'openpyxl', 'xlsxwriter', 'python_calamine', 'alembic', 'numpy'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def two_copies(shell):
    """Make two copies of one workspace, edited apart: one cell on both sides, one on each."""
    shell("new WS")
    with_copy = shell.folder / "b.govdesk"
    workspace = Workspace.open(shell.ws, REGISTERS, author="A")
    project = create(workspace, "project", {"name": "P"})
    for title in "abcdefghijkl":
        create(workspace, "risk", {"project": project, "title": title})
    workspace.close()
    with_copy.write_bytes(shell.ws.read_bytes())
    shell("set WS risk RSK-0001 impact=2")
    shell("set WS risk RSK-0002 probability=2")
    shell("set", with_copy, "risk", "RSK-0001", "impact=5")
    shell("set", with_copy, "risk", "RSK-0002", "impact=5")
    return with_copy


def test_merge_takes_what_nobody_disputes_and_tells_of_the_rest(shell):
    other = two_copies(shell)
    bytes_before = other.read_bytes()
    dry = shell.json("merge WS", other, "--dry-run")
    assert (dry["operation"], dry["counts"]) == (
        None,
        {"new": 0, "changed": 1, "removed": 0, "conflicts": 1, "open": 1},
    )
    done = shell.json("merge WS", other)
    assert done["operation"] is not None
    (conflict,) = done["conflicts"]
    assert (conflict["field"], conflict["mine"], conflict["theirs"], conflict["settled"]) == ("impact", 2, 5, None)
    again = shell.json("merge WS", other)
    assert (again["operation"], again["counts"]["changed"], again["counts"]["open"]) == (None, 0, 1)
    taken = shell.json("merge WS", other, "--theirs")
    assert taken["conflicts"][0]["settled"] == "theirs"
    assert {r["impact"] for r in shell.json("list WS risk")[:2]} == {5}
    code, out, _ = shell("merge WS", other)
    assert (code, "nothing to merge" in out) == (0, True)
    assert other.read_bytes() == bytes_before


def test_merge_refuses_what_is_no_copy_of_this_workspace(shell):
    two_copies(shell)
    shell("new", shell.folder / "x.govdesk")
    assert "not a copy of this workspace" in shell.refused("merge WS", shell.folder / "x.govdesk")
    assert "no file" in shell.refused("merge WS", shell.folder / "none.govdesk")
    assert "is open" in shell.refused("merge WS WS")
    assert "--mine and --theirs" in shell.refused("merge WS", shell.folder / "b.govdesk", "--mine", "--theirs")
