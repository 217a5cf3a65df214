"""An import of 5,000 and of 50,000 rows of 15 columns: read, checked, compared, written with its history.

Held against bare openpyxl, read-only, and executemany of the same rows; then against calamine and executemany.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import measure
import risks

HEADINGS = (
    "编号", "风险描述", "分类", "概率", "影响", "残余概率", "残余影响", "应对策略", "应对措施", "责任人", "提出日期", "截止日期", "状态", "备注", "楼层",
)  # fmt: skip
DEGREES, CATEGORIES = ("极低", "低", "中", "高", "极高"), ("技术", "数据", "组织", "外部")
STATUSES, RESPONSES = ("开放", "应对中", "观察", "已关闭"), ("规避", "减轻", "转移", "接受")


def results() -> Iterator[measure.Result]:
    """Measure both sizes."""
    with tempfile.TemporaryDirectory(prefix="govdesk-import-") as folder:
        for rows in (5_000, 50_000):
            path = Path(folder) / f"风险登记册{rows}.xlsx"
            write(path, rows)
            goal = f"import {rows:,} × {len(HEADINGS)}, checked, journalled"
            yield held(goal, "bare openpyxl + executemany", path, with_openpyxl, 1.3)
            yield held(goal, "calamine + executemany", path, with_calamine, 3)


def held(goal: str, name: str, path: Path, cells: Callable[[Path], list[tuple]], target: float) -> measure.Result:
    """Hold our import of a file against reading it in another way and putting its rows into a bare table."""
    opened: list = []

    def before_ours() -> None:
        close()
        scene = risks.workspace(0)
        opened.append((scene, scene.__enter__()))

    def close() -> None:
        while opened:
            opened.pop()[0].__exit__(None, None, None)

    result = measure.compare(
        goal,
        name,
        limit=lambda: insert(cells(path)),
        ours=lambda: bring_in(opened[0][1], path),
        before_ours=before_ours,
        target=target,
    )
    close()
    return result


def bring_in(workspace, path: Path) -> None:
    """Import a file as the window and the command line do."""
    from govdesk.registers import REGISTERS
    from govdesk.sheet.plan import commit, make_plan
    from govdesk.sheet.reading import read_book

    book = read_book(path)
    with workspace.read() as session:
        plan = make_plan(session, REGISTERS, book)
    assert plan.counts["wrong"] == 0
    assert commit(workspace, plan) is not None


def with_openpyxl(path: Path) -> list[tuple]:
    """Read the cells in openpyxl's fastest way."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, read_only=True)
        cells = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
        book.close()
    return cells


def with_calamine(path: Path) -> list[tuple]:
    """Read the cells by calamine, which keeps neither errors nor percent."""
    import python_calamine

    return python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1:]


def insert(cells: list[tuple]) -> None:
    """Put rows into a bare table of a new file."""
    with tempfile.TemporaryDirectory(prefix="govdesk-import-") as folder:
        connection = sqlite3.connect(Path(folder) / "bare.db")
        connection.execute(f"CREATE TABLE risk ({', '.join(f'c{i}' for i in range(len(HEADINGS)))})")
        connection.executemany(f"INSERT INTO risk VALUES ({', '.join('?' * len(HEADINGS))})", cells)
        connection.commit()
        connection.close()


def write(path: Path, count: int) -> None:
    """Write the spreadsheet, always the same."""
    import xlsxwriter

    chance = random.Random(1)
    people = risks.names(200)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    page = book.add_worksheet("风险登记册")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    page.write_row(0, 0, HEADINGS)
    for row in range(1, count + 1):
        first, second = chance.choices(risks.THINGS, k=2)
        page.write_row(
            row, 0, [row, f"{first}延迟导致{second}不完整，门店无法按期上线（{row}）", chance.choice(CATEGORIES)]
        )
        page.write_row(
            row, 3, [chance.choice(DEGREES), chance.randint(1, 5), chance.randint(1, 5), chance.choice(DEGREES)]
        )
        page.write_row(
            row, 7, [chance.choice(RESPONSES), f"与{second}负责人每周核对第 {row} 项", chance.choice(people)]
        )
        for column in (10, 11):
            page.write_datetime(row, column, datetime(2026, 1, 1) + timedelta(days=chance.randrange(300)), day)
        page.write_row(row, 12, [chance.choice(STATUSES), f"{first}评审纪要 {row}", chance.randint(1, 30)])
    book.close()


if __name__ == "__main__":
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    measure.tell(results())
