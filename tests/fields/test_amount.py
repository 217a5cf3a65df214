"""Figures, sums and shares: what is read, what is refused, and that nothing is lost on the way into the file and back."""

from __future__ import annotations

from datetime import date

import pytest

from govdesk.fields.amount import Money, Number, Percent
from govdesk.fields.kind import Context
from govdesk.i18n import LANGUAGES, language
from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.query import Filter, Order, Query, records, rows
from govdesk.store.workspace import Workspace

NAN, INFINITY = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        (5, 5), (2.5, 2.5), ("2.5", 2.5), ("１，２００", 1200), ("1,500,000,000", 1.5e9), ("15亿", 1.5e9), ("15 亿元", 1.5e9),
        ("250万", 2.5e6), ("2.5 million", 2.5e6), ("1.5bn", 1.5e9), ("3k", 3000), ("¥1,200.50", 1200.5), ("￥3万", 30000),
        ("5天", 5), ("2 days", 2), ("-30", -30), ("−30", -30), ("(1,200)", -1200), ("30%", 30), (".5", 0.5), ("120人", 120),
        ("+7", 7), ("", None), (None, None), ("  ", None), (0.1 + 0.2, 0.3), ("5‰", 0.5),
    ],
)  # fmt: skip
def test_a_figure_is_read(cell, figure):
    assert Number().read(cell) == figure


@pytest.mark.parametrize(
    "cell",
    ["约5", "5-10", "5天2小时", "五", "abc", True, "1,50", "--5", "5月3日", date(2026, 3, 1), "1 200", "5 apples"],
)
def test_no_figure_is_guessed(cell):
    assert Number().read(cell).code == "number"


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (Number(), NAN),
        (Number(), INFINITY),
        (Number(), 1e13),
        (Money(), -1),
        (Money(), "100万亿"),
        (Percent(), 101),
        (Percent(), "-3%"),
    ],
)
def test_a_figure_out_of_bounds_is_refused_in_words(kind, cell):
    found = kind.read(cell)
    assert found.code == "range"
    assert all(language(lang).say(found.message) for lang in LANGUAGES)


@pytest.mark.parametrize(
    ("cell", "percent", "share"),
    [
        ("87%", False, 87),
        ("87.5 %", False, 87.5),
        (0.87, True, 87),
        (0.042, True, 4.2),
        (87, False, 87),
        (0.5, False, 0.5),
        ("４.２％", False, 4.2),
    ],
)
def test_a_share_is_read(cell, percent, share):
    assert Percent().read(cell, Context(percent=percent)) == share


def test_a_figure_in_a_column_of_percentages_is_read_as_it_is_seen():
    assert Number().read(0.3, Context(percent=True)) == 30


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (Number(), 1.5e9, "1,500,000,000"), (Number(), 2.25, "2.25"), (Number(), 0.0, "0"), (Number(), -0.00001, "0"), (Number(), 0.0001, "0.0001"),
        (Money(), 1200.5, "1,200.5"), (Percent(), 87.0, "87%"), (Percent(), 4.2, "4.2%"), (Percent(), None, ""), (Number(), None, ""),
    ],
)  # fmt: skip
def test_a_figure_is_shown(kind, value, shown):
    assert kind.show(value, language("zh")) == shown


def test_figures_are_kept_sorted_and_filtered_to_the_last_place(tmp_path):
    workspace = Workspace.create(tmp_path / "a.govdesk", REGISTERS)
    project = edit.create(workspace, "project", {"name": "报销提速"})
    figures = [0.1 + 0.2, 9e11, -9e11, 0.3, 123456789.1234, None]
    for n, figure in enumerate(figures):
        edit.create(workspace, "metric", {"project": project, "name": f"指标{n}", "target": Number().read(figure)})
    with workspace.read() as session:

        def targets(**query):
            keys = rows(session, REGISTERS, Query("metric", **query))
            return [r.values["target"] for r in records(session, REGISTERS, "metric", keys)]

        assert targets(order=(Order("target"),)) == [-9e11, 0.3, 0.3, 123456789.1234, 9e11, None]
        assert targets(filters=(Filter("target", "is", (0.3,)),)) == [0.3, 0.3]
        assert targets(filters=(Filter("target", "at_least", (1.0,)),)) == [9e11, 123456789.1234]
        stored = session.connection().exec_driver_sql("SELECT typeof(target) FROM metric WHERE target IS NOT NULL")
        assert {kind for (kind,) in stored} == {"integer"}
    workspace.close()
