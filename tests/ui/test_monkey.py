"""A monkey at the window for a minute in each language: nothing breaks, and what is shown is what the file holds."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

SECONDS = float(os.environ.get("GOVDESK_MONKEY_SECONDS", "60"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_random_clicks_and_keys_break_nothing(lang, home):
    """In a process of its own, so that a crash of it is a finding like any other, told with its stack."""
    seed = 20261122 if os.environ.get("CI") else random.randrange(1 << 30)
    command = [sys.executable, str(Path(__file__).with_name("monkey.py"))]
    found = subprocess.run(
        [*command, "--seconds", str(SECONDS), "--seed", str(seed), "--language", lang],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        timeout=SECONDS + 240,
        check=False,
    )
    print(found.stdout, found.stderr, sep="\n")
    assert found.returncode == 0
    assert found.stdout.rstrip().endswith("end")
    assert int(found.stdout.rpartition(" events: ")[0].split()[-1]) >= 300
