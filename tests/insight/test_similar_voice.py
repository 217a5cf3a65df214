"""Which voices say much the same, in Chinese and in English, and that few words alone are not enough."""

from __future__ import annotations

import pytest

from govdesk.insight.similar_voice import similar
from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.create(tmp_path / "a.govdesk", REGISTERS, author="陈静")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("said", "asked", "alike"),
    [
        ("扫码登记信息太多，顾客排队时没法用", "扫码登记要填的信息太多了", True),
        ("扫码登记信息太多", "扫码登记　信息太多！！", True),
        ("The till is slow", "till is too slow at peak", True),
        ("排行榜每周公布，大家觉得是在盯人", "扫码登记信息太多", False),
        ("We have our own client list", "Headquarters posts once a week", False),
        ("网络慢", "网络慢", False),
        ("", "网络很慢很慢", False),
    ],
)
def test_what_is_alike(workspace, said, asked, alike):
    project = edit.create(workspace, "project", {"name": "门店"})
    with workspace.write("a voice") as session:
        from govdesk.store.writing import insert_rows

        insert_rows(session, REGISTERS["feedback"], [{"project": project, "statement": said}])
    with workspace.read() as session:
        found = similar(session, REGISTERS, project, asked)
        assert bool(found) is alike
        assert all(similar(session, REGISTERS, project, asked, besides=f.id) == () for f in found)


def test_the_likest_first_and_only_of_the_project(workspace):
    first, second = (edit.create(workspace, "project", {"name": n}) for n in ("门店", "总部"))
    for project, text in (
        (first, "高峰期网络很慢"),
        (first, "高峰期收银网络很慢，顾客在等"),
        (second, "高峰期网络很慢"),
    ):
        edit.create(workspace, "feedback", {"project": project, "statement": text})
    with workspace.read() as session:
        found = similar(session, REGISTERS, first, "高峰期网络很慢")
        assert [f.statement for f in found] == ["高峰期网络很慢", "高峰期收银网络很慢，顾客在等"]
        assert found[0].likeness == 1
        assert len(similar(session, REGISTERS, None, "高峰期网络很慢")) == 3
