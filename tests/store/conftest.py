"""A workspace to write into, and a small world of records that link to each other."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path):
    opened = Workspace.create(tmp_path / "test.govdesk", REGISTERS, author="Wang Min")
    yield opened
    opened.close()


@pytest.fixture
def world(workspace):
    """A project with departments, people, deliverables, a risk and a checklist."""
    made = SimpleNamespace(workspace=workspace)
    make = lambda code, **values: edit.create(workspace, code, values)  # noqa: E731 - shorter than its name
    made.project = make("project", name="新零售")
    made.head_office = make("department", name="总部")
    made.finance = make("department", name="财务部", parent=made.head_office)
    made.wang = make("stakeholder", project=made.project, name="王敏", department=made.finance)
    made.li = make("stakeholder", project=made.project, name="李强", owner=made.wang)
    made.module = make("deliverable", project=made.project, name="报销模块")
    made.part = make("responsibility", project=made.project, deliverable=made.module, person=made.wang, role="A")
    made.risk = make("risk", project=made.project, title="数据不全", owner=made.li)
    made.checklist = make("checklist", project=made.project, title="数据清理", risk=made.risk)
    made.step = make("checklist_item", project=made.project, checklist=made.checklist, step="核对", owner=made.li)
    made.voice = make("feedback", project=made.project, statement="太慢", source=made.li, risk=made.risk)
    return made


def _dump(workspace):
    with workspace.read() as session:
        connection = session.connection()
        return {
            code: sorted(tuple(r) for r in connection.exec_driver_sql(f'SELECT * FROM "{code}"'))
            for code in workspace.registers
        }


@pytest.fixture
def dump():
    """Answer every column of every record of a workspace."""
    return _dump


def _operations(workspace):
    from govdesk.store import history

    with workspace.read() as session:
        return history.operations(session)


@pytest.fixture
def timeline():
    """Answer the operations of a workspace, newest first."""
    return _operations
