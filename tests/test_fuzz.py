"""A thousand mutated workspaces and a thousand mutated workbooks: no crash, no hang, no sentence but ours."""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path

import pytest

COUNT = int(os.environ.get("GOVDESK_FUZZ_COUNT", "1000"))


@pytest.mark.skipif(sys.platform == "win32", reason="the clock of the fuzz needs alarms and forks")
@pytest.mark.parametrize("kind", ["workspace", "workbook"])
def test_mutated_files_break_nothing(tmp_path, kind):
    path = Path(__file__).with_name("fuzz.py")
    sys.modules.setdefault("fuzz", module := type(sys)("fuzz"))
    module.__dict__.update(runpy.run_path(str(path), run_name="fuzz"))
    tally = module.fuzz(kind, COUNT, 20261122, tmp_path, print)
    assert tally.wrong == []
    assert sum(tally.done.values()) == COUNT
    assert tally.done["read"] + tally.done["opened"] + tally.done["opened, and told"] > COUNT // 20
