"""The scene of the store's benchmarks: a workspace with many risks, and plain connections to it beside ours."""

from __future__ import annotations

import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from govdesk.registers import REGISTERS
from govdesk.store import opening
from govdesk.store.workspace import Workspace
from govdesk.store.writing import insert_rows

SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红"
THINGS = (
    "需求",
    "接口",
    "数据",
    "培训",
    "流程",
    "权限",
    "报表",
    "库存",
    "考勤",
    "预算",
    "合同",
    "门店",
    "审批",
    "迁移",
    "测试",
    "上线",
)


@contextmanager
def workspace(count: int) -> Iterator[Workspace]:
    """Open a new workspace with so many risks, 500 people and 16 departments, and remove it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="govdesk-benchmark-"))
    opened = Workspace.create(folder / "risks.govdesk", REGISTERS)
    try:
        if count:
            fill(opened, count)
        yield opened
    finally:
        opened.close()
        shutil.rmtree(folder)


def fill(opened: Workspace, count: int) -> None:
    """Write the scene as one operation."""
    with opened.write("Scene") as session:
        project, other = insert_rows(session, REGISTERS["project"], [{"name": "新零售"}, {"name": "营销转型"}])
        departments = insert_rows(session, REGISTERS["department"], [{"name": f"{t}部"} for t in THINGS])
        people = [
            {"project": project, "name": name, "department": departments[i % 16]} for i, name in enumerate(names(500))
        ]
        persons = insert_rows(session, REGISTERS["stakeholder"], people)
        insert_rows(session, REGISTERS["risk"], list(rows(count, (project, other), persons)))


def names(count: int) -> list[str]:
    """Return so many names, always the same."""
    chance = random.Random(1)
    return [chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2)))) for _ in range(count)]


def rows(count: int, projects: tuple[str, str], persons: list[str]) -> Iterator[dict[str, Any]]:
    """Yield so many risks with fifteen filled fields, always the same."""
    chance = random.Random(2)
    for number in range(count):
        first, second, third = chance.choices(THINGS, k=3)
        yield {
            "project": projects[chance.random() < 0.2],
            "title": f"{first}延迟导致{second}不完整，{third}无法按期完成（{number}）",
            "cause": f"{second}口径不一致 vendor {chance.randrange(90)} late",
            "effect": f"{third}返工，一线抵触",
            "category": first,
            "kind": chance.choice(("risk", "issue")),
            "probability": chance.randrange(1, 6),
            "impact": chance.randrange(1, 6),
            "response": chance.choice(("avoid", "mitigate", "accept")),
            "action": f"与{second}负责人每周核对，mitigation plan {chance.randrange(900)}",
            "owner": chance.choice(persons),
            "due": date(2026, 1, 1) + timedelta(days=chance.randrange(700)),
            "raised": date(2025, 1, 1) + timedelta(days=chance.randrange(365)),
            "status": chance.choice(("open", "treating", "watching", "closed")),
            "notes": f"{third}评审纪要",
        }


def plain(path: Path) -> sqlite3.Connection:
    """Open a connection with the store's own settings, but without its triggers and its SQL."""
    return opening.connect(path, {}, read_only=False)
