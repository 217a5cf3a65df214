"""A new register is one file and one line: here is the file, and the line, and all that follows from them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

DECLARATION = '''
"""Milestones: the dated events of a project."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy.orm import Mapped

from govdesk.fields import kinds
from govdesk.fields.field import field
from govdesk.fields.register import About, ProjectRecord, pinyin_of
from govdesk.i18n import N_
from govdesk.registers.vocabularies import DEGREE


class SampleMilestone(ProjectRecord):
    """A dated event."""

    about: ClassVar[About] = About(
        N_("Sample milestone"), N_("Sample milestones"), "SMP", "delivery", "flag", "name",
        purpose="Which dates hold", empty="A milestone is a dated event.", aliases=("里程碑样例",),
    )

    name: Mapped[str | None] = field(kinds.Text(), N_("Name"), "名称", required=True, key=True, searchable=True, main=True, sorts_by="name_pinyin")
    owner: Mapped[str | None] = field(kinds.Link("stakeholder"), N_("Owner"), "负责人", main=True)
    part_of: Mapped[str | None] = field(kinds.Link("sample_milestone", tree=True), N_("Part of"))
    planned: Mapped[dt.date | None] = field(kinds.Date(), N_("Planned"), "计划", main=True)
    weight: Mapped[int | None] = field(kinds.Scale(vocabulary=DEGREE), N_("Weight"), default=3)
    name_pinyin: Mapped[str | None] = pinyin_of("name")
'''

USE = """
import datetime as dt
import sys
from pathlib import Path

from declaration import SampleMilestone
from govdesk.errors import GovDeskError
from govdesk.fields.register import Registers
from govdesk.i18n import language
from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.store.check import check
from govdesk.store.query import Filter, Order, Query, count, distinct, find, records, rows
from govdesk.store.workspace import Workspace

everything = Registers(*REGISTERS.values(), SampleMilestone)
CODE = "sample_milestone"
assert everything.named("里程碑样例") is SampleMilestone
workspace = Workspace.create(Path(sys.argv[1]) / "new.govdesk", everything)
project = edit.create(workspace, "project", {"name": "P"})
person = edit.create(workspace, "stakeholder", {"project": project, "name": "王敏"})
day = SampleMilestone.field("planned").kind.read("2026年3月1日")
one = edit.create(workspace, CODE, {"project": project, "name": "重庆试点", "owner": person, "planned": day})
two = edit.create(workspace, CODE, {"project": project, "name": "安徽推广", "part_of": one})


def titles(**options):
    query = Query(CODE, project, **options)
    with workspace.read() as session:
        return [r.title(SampleMilestone) for r in records(session, everything, CODE, rows(session, everything, query))]


assert titles(search="cq") == titles(search="wm") == ["重庆试点"]
assert titles(order=(Order("name"),)) == ["安徽推广", "重庆试点"]
assert titles(filters=(Filter("planned", "from", (dt.date(2026, 1, 1),)),)) == ["重庆试点"]
assert titles(filters=(Filter("weight", "any_of", (3,)),)) == ["重庆试点", "安徽推广"]
with workspace.read() as session:
    assert find(session, everything, CODE, one).show(SampleMilestone.field("number"), language("en")) == "SMP-0001"
    assert [d.name for d in distinct(session, everything, Query(CODE), "owner")] == ["王敏"]
try:
    edit.change(workspace, CODE, [one], {"part_of": two})
except GovDeskError as error:
    assert error.code == "invalid"
else:
    raise AssertionError("a circle was allowed")
edit.change(workspace, CODE, [one], {"planned": None, "weight": 5})
with workspace.read() as session:
    assert history.revisions(session, everything, CODE, one)[0].changes == {"planned": (day, None), "weight": (3, 5)}
edit.remove(workspace, CODE, [one])
for _ in range(6):
    history.undo(workspace)
with workspace.read() as session:
    assert count(session, everything, Query(CODE)) == 0
for _ in range(5):
    history.redo(workspace)
workspace.close()
workspace = Workspace.open(workspace.path, everything)
assert titles() == ["重庆试点", "安徽推广"]
assert all(f.ok for f in check(workspace))
workspace.close()
try:
    Workspace.open(workspace.path, REGISTERS)
except GovDeskError as error:
    print(error.code)
"""


def test_one_file_and_one_line_are_enough(tmp_path):
    (tmp_path / "declaration.py").write_text(DECLARATION, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(tmp_path)])}
    done = subprocess.run(
        [sys.executable, "-c", USE, str(tmp_path)], capture_output=True, text=True, env=environment, check=False
    )
    assert done.stderr == ""
    assert done.stdout == "foreign\n"
