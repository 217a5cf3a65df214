"""The store against a plain dictionary: whatever is written, undone and redone in any order, both hold the same."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from govdesk.errors import GovDeskError
from govdesk.registers import REGISTERS
from govdesk.sheet.plan import commit, make_plan
from govdesk.sheet.reading import read_book
from govdesk.store import edit, history
from govdesk.store.backup import copy_to
from govdesk.store.check import check
from govdesk.store.merge import plan_merge
from govdesk.store.merge_writing import write_merge
from govdesk.store.other import other_copy
from govdesk.store.query import Query, records, rows
from govdesk.store.workspace import Workspace

NAMES = ("name", "kind", "parent", "notes", "head")
TEXTS = st.text(min_size=1, max_size=20).map(REGISTERS["department"].field("notes").kind.read).filter(bool)
DEPARTMENT = st.fixed_dictionaries(
    {"name": TEXTS}, optional={"kind": st.sampled_from(["it", "finance", None]), "notes": st.none() | TEXTS}
)
RISK = st.fixed_dictionaries(
    {},
    optional={
        "title": TEXTS,
        "probability": st.none() | st.integers(1, 5),
        "due": st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    },
)


class Store(RuleBasedStateMachine):
    """Departments in a tree and risks of one project, beside two dictionaries and two stacks of their copies."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.workspace = Workspace.create(self.folder / "w.govdesk", REGISTERS)
        self.project = edit.create(self.workspace, "project", {"name": "P"})
        self.model = {"department": {}, "risk": {}}
        self.done, self.undone = [], []
        self.taken = 0

    def teardown(self):
        assert [f.code for f in check(self.workspace) if not f.ok] == []
        self.workspace.close()
        shutil.rmtree(self.folder)

    def copy(self):
        return {code: {i: dict(values) for i, values in kept.items()} for code, kept in self.model.items()}

    def remember(self, before):
        if self.model != before:
            self.done.append(before)
            self.undone.clear()

    @initialize(values=DEPARTMENT)
    def begin(self, values):
        self.create_department(values)

    @rule(values=DEPARTMENT)
    def create_department(self, values):
        before = self.copy()
        made = edit.create(self.workspace, "department", values)
        self.model["department"][made] = {"kind": None, "notes": None, "parent": None, **values}
        self.remember(before)

    @rule(values=RISK, title=TEXTS)
    def create_risk(self, values, title):
        before = self.copy()
        made = edit.create(self.workspace, "risk", {"project": self.project, "title": title, **values})
        self.model["risk"][made] = {"probability": None, "due": None, "title": title, **values}
        self.remember(before)

    @precondition(lambda self: self.model["risk"])
    @rule(data=st.data(), values=RISK)
    def change_risks(self, data, values):
        chosen = data.draw(st.lists(st.sampled_from(sorted(self.model["risk"])), min_size=1, max_size=3, unique=True))
        before = self.copy()
        edit.change(self.workspace, "risk", chosen, values)
        for identity in chosen:
            self.model["risk"][identity].update(values)
        self.remember(before)

    @precondition(lambda self: self.model["department"])
    @rule(data=st.data())
    def move_department(self, data):
        identity = data.draw(st.sampled_from(sorted(self.model["department"])))
        parent = data.draw(st.none() | st.sampled_from(sorted(self.model["department"])))
        before = self.copy()
        above = parent
        while above and above != identity:
            above = self.model["department"][above]["parent"]
        if above == identity:
            with pytest.raises(GovDeskError, match="below itself"):
                edit.change(self.workspace, "department", [identity], {"parent": parent})
        else:
            edit.change(self.workspace, "department", [identity], {"parent": parent})
            self.model["department"][identity]["parent"] = parent
        self.remember(before)

    @precondition(lambda self: any(self.model.values()))
    @rule(data=st.data())
    def remove(self, data):
        code = data.draw(st.sampled_from([c for c, kept in self.model.items() if kept]))
        chosen = data.draw(st.lists(st.sampled_from(sorted(self.model[code])), min_size=1, max_size=3, unique=True))
        before = self.copy()
        edit.remove(self.workspace, code, chosen)
        for identity in chosen:
            del self.model[code][identity]
        for values in self.model["department"].values():
            values["parent"] = None if values["parent"] in chosen else values["parent"]
        self.remember(before)

    @rule(values=st.lists(st.none() | st.integers(1, 5), min_size=1, max_size=3))
    def take_in_a_sheet(self, values):
        before = self.copy()
        self.taken += 1
        titles = [f"Sheet {self.taken} row {n}" for n in range(len(values))]
        path = self.folder / f"{self.taken}.csv"
        lines = [f"{t},{v or ''}" for t, v in zip(titles, values, strict=True)]
        path.write_text("\n".join(["Risk,Probability", *lines]), "utf-8")
        with self.workspace.read() as session:
            plan = make_plan(session, REGISTERS, read_book(path), project=self.project, register="risk")
        commit(self.workspace, plan)
        with self.workspace.read() as session:
            found = records(session, REGISTERS, "risk", rows(session, REGISTERS, Query("risk")))
        for title, value in zip(titles, values, strict=True):
            (identity,) = [r.id for r in found if r.values["title"] == title]
            self.model["risk"][identity] = {"probability": value, "due": None, "title": title}
        self.remember(before)

    @rule(data=st.data(), values=RISK, title=TEXTS)
    def merge_a_copy(self, data, values, title):
        before = self.copy()
        path = self.folder / "copy.govdesk"
        copy_to(self.workspace.path, path)
        theirs = Workspace.open(path, REGISTERS, author="L")
        made = edit.create(theirs, "risk", {"project": self.project, "title": title})
        self.model["risk"][made] = {"probability": None, "due": None, "title": title}
        chosen = data.draw(st.none() | st.sampled_from(sorted(self.model["risk"])))
        if chosen is not None:
            edit.change(theirs, "risk", [chosen], values)
            self.model["risk"][chosen].update(values)
        theirs.close()
        with other_copy(self.workspace, path) as other:
            write_merge(self.workspace, other, plan_merge(self.workspace, other))
        path.unlink()
        self.remember(before)

    @rule()
    def fail(self):
        def half():
            with self.workspace.write("Half") as session:
                session.connection().exec_driver_sql("DELETE FROM risk")
                session.connection().exec_driver_sql("UPDATE department SET notes = 'x'")
                raise ZeroDivisionError

        try:
            half()
        except ZeroDivisionError:
            return

    @precondition(lambda self: self.done)
    @rule()
    def undo(self):
        self.undone.append(self.copy())
        history.undo(self.workspace)
        self.model = self.done.pop()

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self):
        self.done.append(self.copy())
        history.redo(self.workspace)
        self.model = self.undone.pop()

    @precondition(lambda self: not self.undone)
    @rule()
    def redo_nothing(self):
        with pytest.raises(GovDeskError, match="nothing to redo"):
            history.redo(self.workspace)

    @rule()
    def reopen(self):
        self.workspace.close()
        self.workspace = Workspace.open(self.workspace.path, REGISTERS)

    @invariant()
    def both_hold_the_same(self):
        with self.workspace.read() as session:
            for code, kept in self.model.items():
                found = records(session, REGISTERS, code, rows(session, REGISTERS, Query(code)))
                shown = {
                    r.id: {name: r.values[name] for name in kept.get(r.id, {"id": 0})} for r in found if r.id in kept
                }
                assert {r.id for r in found} == set(kept)
                assert shown == kept
                numbers = [r.number for r in found]
                assert len(set(numbers)) == len(numbers)


def test_a_hundred_and_fifty_steps_are_taken_back_and_done_again_across_restarts(tmp_path, dump):
    path = tmp_path / "w.govdesk"
    workspace = Workspace.create(path, REGISTERS)
    seen = [dump(workspace)]
    made = edit.create(workspace, "project", {"name": "0"})
    seen.append(dump(workspace))
    for n in range(1, 150):
        edit.change(workspace, "project", [made], {"name": str(n)})
        seen.append(dump(workspace))

    def restart(turn):
        nonlocal workspace
        if turn % 37 == 0:
            workspace.close()
            workspace = Workspace.open(path, REGISTERS)

    for turn, wanted in enumerate(reversed(seen[:-1])):
        restart(turn)
        history.undo(workspace)
        assert dump(workspace) == wanted
    for turn, wanted in enumerate(seen[1:]):
        restart(turn)
        history.redo(workspace)
        assert dump(workspace) == wanted
    workspace.close()


EXAMPLES = 50 if os.environ.get("CI") else 15
LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
Store.TestCase.settings = settings(
    max_examples=settings().max_examples if LONG else EXAMPLES, stateful_step_count=20, deadline=None
)
TestStore = Store.TestCase
