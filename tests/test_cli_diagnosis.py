"""The command line tells the findings of the diagnosis: the document as promised, and words in both languages."""

from __future__ import annotations

import json

import pytest

from govdesk.cli import main


@pytest.fixture
def run(capfd, tmp_path):
    def shell(*words):
        capfd.readouterr()
        code = main([str(tmp_path / "w.govdesk") if w == "WS" else w for w in words])
        out, err = capfd.readouterr()
        assert (code, "Traceback" in err) == (0, False)
        return out

    return shell


@pytest.mark.parametrize(("lang", "name"), [("zh", "主导权之争"), ("en", "Who leads")])
def test_diagnose_tells_the_findings_with_the_numbers_of_their_records(run, lang, name):
    run("demo", "WS", "--lang", lang)
    found = json.loads(run("diagnose", "WS", "--json", "--lang", lang))["findings"]
    assert {tuple(f) for f in found} == {("project", "rule", "group", "level", "sentence", "evidence")}
    lead = next(f for f in found if (f["project"], f["rule"]) == ("PRJ-0001", "leadership"))
    assert (lead["group"], lead["level"]) == ("pits", "act")
    assert any(number.startswith("DLV-00") for number in lead["evidence"])
    one = json.loads(run("diagnose", "WS", "--project", "PRJ-0002", "--json", "--lang", lang))["findings"]
    assert {f["project"] for f in one} == {"PRJ-0002"}
    assert one == [f for f in found if f["project"] == "PRJ-0002"]
    assert name in run("diagnose", "WS", "--lang", lang)


def test_diagnose_of_an_empty_workspace_says_so(run):
    run("new", "WS")
    assert json.loads(run("diagnose", "WS", "--json")) == {"findings": []}
    assert "no project" in run("diagnose", "WS", "--lang", "en")
