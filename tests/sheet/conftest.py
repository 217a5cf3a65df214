"""A desk to import at: sheets made in the test, a fresh workspace, and a look at what came of them."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from govdesk.i18n import language
from govdesk.registers import REGISTERS
from govdesk.sheet.grid import Book, Grid, Range
from govdesk.sheet.plan import SheetChoice, commit, make_plan
from govdesk.sheet.reading import read_book
from govdesk.store.history import undo
from govdesk.store.query import select_records
from govdesk.store.workspace import Workspace


def box(address):
    """Return the range that a spreadsheet calls `A2:C9`."""
    corners = []
    for corner in address.split(":"):
        letters = corner.rstrip("0123456789")
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        corners += [int(corner[len(letters) :]) - 1, column - 1]
    return Range(*corners)


class Desk:
    """One workspace and the sheets that are laid on it."""

    def __init__(self, folder):
        self.folder = folder
        self.workspace = Workspace.create(folder / "ws.govdesk", REGISTERS, author="tester")

    @staticmethod
    def grid(*rows, name="Sheet1", file="book.xlsx", merges=(), **traits):
        """Return a sheet; rows are cut after their last filled cell, as the reading cuts them."""
        cut = []
        for row in rows:
            cells = list(row)
            while cells and cells[-1] is None:
                cells.pop()
            cut.append(tuple(cells))
        return Grid(file, name, cut, merges=tuple(map(box, merges)), **traits)

    @staticmethod
    def book(*grids):
        """Return a file of sheets, or read the file that a path names."""
        if len(grids) == 1 and isinstance(grids[0], str | os.PathLike):
            return read_book(Path(grids[0]))
        file = grids[0].file
        return Book(Path(file), file, "xlsx", grids)

    def plan(self, *grids, **options):
        """Return what an import of a file or of sheets would do."""
        choices = options.pop("choices", {})
        with self.workspace.read() as session:
            return make_plan(session, REGISTERS, self.book(*grids), choices=choices, **options)

    def only(self, *grids, **options):
        """Return the plan of the only sheet."""
        (sheet,) = self.plan(*grids, **options).sheets
        return sheet

    def take(self, *grids, left_out=frozenset(), **options):
        """Import a file or sheets and return the plan that was carried out."""
        plan = self.plan(*grids, **options)
        commit(self.workspace, plan, left_out=left_out)
        return plan

    def add(self, code, *values):
        """Put records in by hand and return their ids."""
        from govdesk.store.writing import insert_rows

        with self.workspace.write("Made by hand") as session:
            return insert_rows(session, REGISTERS[code], values)

    def project(self, name="ERP"):
        """Make a project and return its id."""
        return self.add("project", {"name": name})[0]

    def records(self, code):
        """Return all records of a register."""
        with self.workspace.read() as session:
            return sorted(select_records(session, REGISTERS, code), key=lambda r: r.number)

    def shown(self, code, *fields):
        """Return the given fields of all records: links by name, the rest as stored."""
        return [tuple(r.names.get(f, r.values[f]) for f in fields) for r in self.records(code)]

    def state(self):
        """Return every record of every register, to be compared before and after."""
        return {code: [(r.id, r.values, r.extra) for r in self.records(code)] for code in REGISTERS}

    def undo(self):
        """Take the last operation back."""
        return undo(self.workspace)


@pytest.fixture
def desk(tmp_path):
    found = Desk(tmp_path)
    yield found
    found.workspace.close()


def said(problem, code="en"):
    """Return a problem's sentence in a language."""
    return language(code).say(problem.message)


def again(desk, *grids, **options):
    """Return the counts of a second import after the first, where nothing may be new, changed or in conflict."""
    desk.take(*grids, **options)
    counts = desk.plan(*grids, **options).counts
    return {k: v for k, v in counts.items() if k != "same"}


@pytest.fixture
def choice():
    return SheetChoice


@pytest.fixture(scope="module")
def desk_in():
    """Return what lays a filled desk into a folder, for tests that share one."""
    return lambda folder: fill_desk(Desk(folder))


@pytest.fixture
def filled(desk):
    """Return a desk with two departments, their people, four risks and two voices."""
    return fill_desk(desk)


def fill_desk(desk):
    """Put two departments, their people, four risks and two voices on a desk."""
    desk.home = desk.project("换代项目")
    desk.it, desk.ops = desk.add("department", {"name": "信息部"}, {"name": "运营部"})
    desk.wang, desk.li = desk.add(
        "stakeholder",
        {"name": "王敏", "department": desk.it, "project": desk.home, "power": 5, "notes": "脾气急"},
        {"name": "李雷", "department": desk.ops, "project": desk.home, "power": 2},
    )
    desk.add(
        "risk",
        {"title": "接口不通", "owner": desk.wang, "project": desk.home, "status": "open", "probability": 3},
        {"title": "数据不全", "owner": desk.wang, "project": desk.home},
        {"title": "门店没人", "owner": desk.li, "project": desk.home, "action": "招人"},
        {"title": "没人管", "project": desk.home},
    )
    desk.add(
        "feedback",
        {"statement": "太慢", "department": desk.it, "project": desk.home, "source": desk.wang, "owner": desk.li},
        {
            "statement": "别说是我",
            "department": desk.it,
            "project": desk.home,
            "anonymous": True,
            "owner": desk.li,
            "level": "frontline",
            "date": dt.date(2026, 11, 16),
        },
    )
    return desk
