"""Real spreadsheets, where they are at hand: their headers are found, and the second import changes nothing."""

from __future__ import annotations

import csv

import pytest

from govdesk.registers import REGISTERS
from govdesk.sheet.headings import find_tables
from govdesk.sheet.lexicon import lexicons
from govdesk.sheet.reading import read_book

ENOUGH = 0.95


@pytest.fixture(scope="module")
def books(samples):
    return {path.name: read_book(path) for path in sorted(samples.iterdir())}


@pytest.fixture(scope="module")
def wanted(samples):
    listed = samples.parent / "headers.tsv"
    if not listed.is_file():
        pytest.skip("no list of headers beside the real spreadsheets")
    with listed.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_the_headers_of_real_sheets_are_found(books, wanted):
    known = lexicons(REGISTERS)
    missed = []
    for row in wanted:
        grid = next(g for g in books[row["file"]].grids if g.name == row["sheet"])
        found = [(t.header_row + 1, t.header_rows) for t in find_tables(grid, known)]
        if (int(row["header_row"]), int(row["header_rows"])) not in found:
            missed.append((row["file"], row["sheet"], found))
    assert len(missed) <= len(wanted) * (1 - ENOUGH), missed


MAPPED = {
    "GreyZeng_干系人登记册.xlsx": (
        "stakeholder", "干系人登记册", 3, 1,
        {"姓名": "name", "职位": "title", "角色": "role", "联系信息": "contact", "需求": "needs", "期望": "expectations", "影响": "power"},
    ),
    "GreyZeng_风险登记册.xlsx": (
        "risk", "风险登记册", 3, 2,
        {
            "风险编号": "reference", "风险说明书": "title", "概率": "probability", "影响 范围": "impact", "影响 质量": "impact",
            "影响 进度": "impact", "影响 成本": "impact", "响应": "response", "修订后的概率": "residual_probability",
            "修订后的影响 范围": "residual_impact", "修订后的影响 成本": "residual_impact", "责任方": "owner", "行动": "action",
            "状态": "status", "说明": "notes",
        },
    ),
    "Oseniadam_RAID_Register_Log.xlsx": (
        "risk", "RAID Register", 3, 1,
        {
            "ID": "reference", "Category": "kind", "Description": "title", "Status": "status", "Owner": "owner",
            "Update Due": "review", "Impact": "impact", "More Details": "notes",
        },
    ),
    "truongpv85_Issue_Log.xlsx": ("risk", "Issue Log", 3, 1, {"Issue ID": "reference", "Description": "title"}),
    "PacktPublishing_RACI.xlsx": ("responsibility", "RACI", 1, 1, {"Name": "deliverable", "TPM": "role", "Business": "role"}),
}  # fmt: skip


@pytest.mark.parametrize("file", MAPPED)
def test_the_columns_of_a_real_sheet_go_where_they_belong(desk, books, file):
    register, name, row, rows, mapping = MAPPED[file]
    (sheet,) = [s for s in desk.plan(books[file].path).sheets if s.sheet == name]
    assert (sheet.register, sheet.header_row, sheet.header_rows) == (register, row, rows)
    assert mapping.items() <= sheet.mapping.items()
    assert {"等级", "修订后的等级"}.isdisjoint(sheet.mapping)


def test_every_real_file_again_changes_nothing(desk, books):
    brought = 0
    for book in books.values():
        brought += desk.take(book.path).counts["new"]
        again = desk.plan(book.path)
        counts = {k: v for k, v in again.counts.items() if k in ("new", "changed", "conflict")}
        assert counts == {"new": 0, "changed": 0, "conflict": 0}, book.name
    assert brought > 100


def test_every_problem_of_a_real_file_has_a_place_and_a_sentence(desk, books):
    for book in books.values():
        for sheet in desk.plan(book.path).sheets:
            for problem in sheet.problems:
                assert problem.cell[:1].isalpha()
                assert problem.cell[-1:].isdigit()
                assert str(problem.message).endswith((".", ")"))
