"""A bounded number of what the scripts beside it do by the thousand: kills, power cuts, calls that fail."""

from __future__ import annotations

import os
import random
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CI = bool(os.environ.get("CI"))


def script(name):
    return runpy.run_path(str(HERE / f"{name}.py"))


@pytest.mark.skipif(sys.platform == "win32", reason="a kill there is no kill -9")
def test_no_acknowledged_edit_is_lost_and_no_operation_torn_by_a_kill():
    seed = random.randrange(1 << 30)
    print("seed", seed)
    _, wrong = script("killing")["run"](200 if CI else 6, seed)
    assert wrong == []


@pytest.mark.skipif(sys.platform == "win32", reason="a kill there is no kill -9")
def test_no_acknowledged_command_is_lost_by_a_kill():
    _, wrong = script("killing")["run"](20 if CI else 2, random.randrange(1 << 30), cli=True)
    assert wrong == []


def test_no_image_that_a_power_cut_may_leave_is_torn_or_lacks_what_was_acknowledged():
    pytest.importorskip("apsw")
    seed = random.randrange(1 << 30)
    print("seed", seed)
    assert script("power_loss")["run"](1000, seed) == []


def test_images_are_judged_harmful_where_nothing_is_synced(monkeypatch):
    pytest.importorskip("apsw")
    made = script("power_loss")
    real = made["settle"]

    def careless(connection):
        real(connection)
        list(connection.execute("PRAGMA synchronous=OFF"))

    monkeypatch.setitem(made["recorded"].__globals__, "settle", careless)
    try:
        wrong = made["run"](300, 1)
    except Exception as error:  # noqa: BLE001 - a file that cannot even be read is found too
        wrong = [repr(error)]
    assert wrong


@pytest.fixture(scope="module")
def strace():
    """Skip where calls cannot be made to fail."""
    if not shutil.which("strace"):
        pytest.skip("no strace here")
    if subprocess.run(["strace", "-qq", "true"], capture_output=True, check=False).returncode:
        pytest.skip("strace is not allowed here")


@pytest.fixture(scope="module")
def faults(tmp_path_factory):
    """The script, and the folder that its commands work on."""
    made = script("fault")
    template = tmp_path_factory.mktemp("fault")
    made["prepare"](template)
    return made, template


@pytest.mark.parametrize("command", script("fault")["COMMANDS"])
def test_a_call_that_fails_leaves_old_or_new_and_is_told(strace, faults, command):
    made, template = faults
    seed = random.randrange(1 << 30)
    print("seed", seed)
    done = list(made["all_cases"](template, 1, (command,), 6 if CI else 2, seed))
    assert done
    assert [problem for _, wrong in done for problem in wrong] == []
