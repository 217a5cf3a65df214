"""The rules of the house that no other tool holds: sizes, names, comments, what loads, what is translated and noticed."""

from __future__ import annotations

import ast
import io
import re
import runpy
import subprocess
import sys
import tokenize
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
FILE_LINES, CLASS_LINES, FUNCTION_LINES, COMMENT_SHARE = 400, 250, 60, 0.03
BANNED_NAMES = {"utils", "util", "common", "helpers", "helper", "manager", "base", "misc"}


# Build tools are in the lock too, for the editable installation; the program does not carry them.
BUILD = {"babel", "editables", "hatchling", "packaging", "pathspec", "pluggy", "tomlkit", "trove-classifiers"}
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
LOCKED = set(re.findall(r"^([a-z0-9-]+)==", LOCK, re.MULTILINE)) - BUILD


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def short(path):
    return str(path.relative_to(ROOT))


def too_long(tree):
    """Answer the classes and functions of a module that have outgrown the house."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            limit = FUNCTION_LINES
        elif isinstance(node, ast.ClassDef):
            limit = CLASS_LINES
        else:
            continue
        lines = node.end_lineno - node.lineno + 1
        if lines > limit:
            yield f"{node.name}: {lines} lines"


def comment_lines(text):
    """Count the lines that hold a comment, a tool's marks left aside."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    comments = [t for t in tokens if t.type == tokenize.COMMENT]
    return sum(not re.match(r"#\s*(noqa|type:|fmt:|pragma)", t.string) for t in comments)


def loaded_by(code):
    """Answer the top-level modules that a fresh interpreter holds after running the code."""
    script = f"{code}\nimport sys\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT / "src", timeout=120
    )
    return set(done.stdout.split())


def import_all(*packages):
    """Write code that imports every module of the packages."""
    modules = [
        ".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")
        for package in packages
        for path in sorted((ROOT / "src" / "govdesk" / package).rglob("*.py"))
    ]
    assert modules, packages
    return "\n".join(f"import {module}" for module in modules)


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_a_module_is_small_and_says_what_it_is(path):
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert text.count("\n") < FILE_LINES
    assert list(too_long(tree)) == []
    assert ast.get_docstring(tree), "a module opens with one sentence that a newcomer could repeat"
    assert not BANNED_NAMES & set(path.relative_to(ROOT).with_suffix("").parts)


def test_the_sizes_are_measured():
    long = "def f():\n" + "    x = 1\n" * FUNCTION_LINES + "class C:\n" + "    y = 1\n" * CLASS_LINES
    assert list(too_long(ast.parse(long))) == ["f: 61 lines", "C: 251 lines"]
    assert comment_lines("x = 1  # why\n# noqa: E1\ny = '# none'\n") == 1


def test_comments_are_few():
    texts = [path.read_text(encoding="utf-8") for path in SOURCES]
    lines = sum(text.count("\n") for text in texts)
    assert sum(map(comment_lines, texts)) < COMMENT_SHARE * lines


def test_packages_re_export_nothing():
    exports = [
        short(path)
        for path in SOURCES
        if path.name == "__init__.py" and path.parent.name != "registers"
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("govdesk")
    ]
    assert exports == []


@pytest.mark.parametrize("package", ["fields", "registers", "store", "sheet", "insight", "report"])
def test_nothing_below_the_window_loads_qt(package):
    assert not {"PySide6", "shiboken6"} & loaded_by(import_all(package))


@pytest.mark.parametrize("package", ["fields", "registers", "store", "sheet", "insight", "report"])
def test_heavy_libraries_wait_until_their_work_comes(package):
    heavy = {"openpyxl", "python_calamine", "xlsxwriter", "olefile", "alembic", "pypinyin", "numpy", "matplotlib"}
    assert not heavy & loaded_by(import_all(package))


def test_the_command_line_starts_without_qt_and_without_spreadsheets():
    loaded = loaded_by(import_all("cli"))
    assert not {"PySide6", "openpyxl", "python_calamine", "xlsxwriter", "alembic"} & loaded


def test_every_text_is_translated():
    catalog = runpy.run_path(str(ROOT / "packaging" / "catalog.py"))
    assert catalog["check"]() == []


def test_every_library_that_the_code_imports_is_declared_and_locked():
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    tops = {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"govdesk"}
    owners = packages_distributions()
    imported = {canonical(owner) for top in tops for owner in owners.get(top, [f"not installed: {top}"])}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {canonical(re.split(r"[=<>]", line)[0]) for line in project["dependencies"]}
    assert imported - declared - {"shiboken6"} == set()
    assert declared - imported == set()
    assert declared <= LOCKED


def test_every_bundled_library_is_noticed():
    notice = (ROOT / "resources" / "notices" / "THIRD-PARTY.md").read_text(encoding="utf-8").lower()
    assert {name for name in LOCKED if not re.search(rf"\b{name}\b", notice)} == set()
    assert "pyside6-essentials" in LOCKED


def test_every_icon_that_the_code_names_is_there():
    place = {"icon": 0, "_icon": 0, "Command": 2, "About": 4}
    named = set()
    for path in SOURCES:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                index = place.get(getattr(call.func, "attr", "") or getattr(call.func, "id", ""), len(call.args))
                named |= {a.value for a in call.args[index : index + 1] if isinstance(a, ast.Constant) and a.value}
    there = {path.stem for path in (ROOT / "resources" / "icons").glob("*.svg")}
    assert {"list-checks", "undo-2"} <= named
    assert named - there == set()


#: What outlives the pages of a window, by the names it goes by there.
LASTING = r"(?:context|bridge|jobs|job|_job|drafts|styleHints\(\)|inputMethod\(\)|clipboard\(\))"
LOOSE = re.compile(rf"\b{LASTING}\.(?:[a-z_]+\.)?[a-z_]+\.connect\(\s*(?:lambda|partial|giving)\b")


def test_what_outlives_a_page_is_not_tied_to_it_by_a_loose_function():
    """Qt unties a method of an object with the object; a lambda or a partial is called on what is gone."""
    assert LOOSE.search("self._job.ended.connect(partial(self._ended, job))")
    assert LOOSE.search("context.bridge.changed.connect(lambda _: self.show())")
    assert not LOOSE.search("context.bridge.changed.connect(self._follow)")
    found = [short(p) for p in SOURCES if "ui" in p.parts and LOOSE.search(p.read_text(encoding="utf-8"))]
    assert found == []
