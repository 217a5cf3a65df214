"""Pictures, their numbers, printed pages and reports hold no private text, and tell from which history they were made."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from govdesk.cli import main
from govdesk.store.chain import head
from govdesk.store.workspace import Workspace

HERE = Path(__file__).parent


def _load(name):
    found = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


private = _load("test_private_fields")
planted = private.path
WORD, whole = private.WORD, private.whole


@pytest.fixture
def walk():
    return _load("walk")


def seal(path):
    opened = Workspace.open(path, private.REGISTERS, read_only=True)
    with opened.read() as session:
        found = head(session)
    opened.close()
    return found


def test_no_picture_number_or_page_of_the_window_holds_a_private_text(planted, tmp_path, walk, monkeypatch):
    """Words that a file keeps as strokes are looked for where they are drawn."""
    from govdesk.report.figures.canvas import Canvas
    from govdesk.ui.pages.department_paper import DepartmentPaper
    from govdesk.ui.pages.feedback_answered import AnsweredFace

    drawn = []
    write, line, pages = Canvas.write, DepartmentPaper._text, AnsweredFace.paint_pages
    monkeypatch.setattr(
        Canvas, "write", lambda s, x, y, words, **how: (drawn.append(words), write(s, x, y, words, **how))
    )
    monkeypatch.setattr(
        DepartmentPaper, "_text", lambda s, text, *rest, **how: (drawn.append(text), line(s, text, *rest, **how))
    )
    monkeypatch.setattr(
        AnsweredFace, "paint_pages", lambda s, printer: (drawn.append(s.text.toPlainText()), pages(s, printer))
    )
    out = tmp_path / "out"
    out.mkdir()
    walk.session(planted, out=out)
    made = [p for p in out.iterdir() if p.suffix in (".svg", ".xlsx")]
    assert {p.suffix for p in out.iterdir()} >= {".png", ".svg", ".xlsx", ".pdf"}
    assert len(made) > 30
    assert {p.suffix for p in made if "stakeholder name" in whole(p)} == {".svg", ".xlsx"}
    assert [p.name for p in made if WORD in whole(p)] == []
    assert any("department name" in d for d in drawn)
    assert [d for d in drawn if WORD in d] == []
    mark = seal(planted)
    assert [p.name for p in made if mark not in whole(p)] == []
    pictures = [p for p in out.iterdir() if p.suffix == ".png"]
    assert [p.name for p in pictures if mark not in QImage(str(p)).text("Description")] == []


@pytest.mark.parametrize("audience", ["frontline", "lead", "group", "sponsor"])
@pytest.mark.parametrize("ending", ["pptx", "docx"])
def test_no_report_holds_a_private_text(planted, tmp_path, audience, ending):
    target = tmp_path / f"r.{ending}"
    words = ["report", str(planted), str(target), "--audience", audience, "--lang", "zh"]
    if audience == "frontline":
        words += ["--department", "department name"]
    assert main(words) == 0
    assert WORD not in whole(target)
    assert seal(planted) in re.sub(r"<[^>]*>", "", whole(target))


def test_what_is_written_without_a_place_for_the_seal_tells_it_beside(planted, tmp_path, capsys):
    assert main(["export", str(planted), str(tmp_path / "x.csv"), "--register", "risk", "--lang", "en"]) == 0
    assert seal(planted) in capsys.readouterr().out
    assert main(["export", str(planted), str(tmp_path / "x.csv"), "--register", "risk", "--json"]) == 0
    assert f'"seal": "{seal(planted)}"' in capsys.readouterr().out
