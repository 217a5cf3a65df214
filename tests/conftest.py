"""What every test stands on: no screen, a home of its own, catalogues as the sources have them, repeatable examples."""

from __future__ import annotations

import os
import runpy
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("long", deadline=None, max_examples=10_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))


def pytest_configure() -> None:
    runpy.run_path(str(ROOT / "packaging" / "catalog.py"))["compile_all"]()


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch):
    """Settings and workspaces of the program under test, away from the user's own."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("GOVDESK_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def samples():
    """The folder of real spreadsheets, which are not the project's to hand on."""
    folder = Path(os.environ.get("GOVDESK_SAMPLES", ROOT / "samples" / "real"))
    if not folder.is_dir():
        pytest.skip("no real spreadsheets here; GOVDESK_SAMPLES names their folder")
    return folder
