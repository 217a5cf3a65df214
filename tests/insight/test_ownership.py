"""The responsibility matrix as values: what is read, what each rule finds, and what it does not."""

from __future__ import annotations

import datetime as dt

import pytest

from govdesk.i18n import LANGUAGES, language
from govdesk.insight.ownership import PERSON, Board, Cell, Head, Line, read_board
from govdesk.insight.ownership_check import Rules, head_findings, line_findings, loads
from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.query import Query
from govdesk.store.workspace import Workspace

LINE = Line("d", 1, "Stock interface", "p")


def board(line="", *, heads="abcdefghij", elsewhere="", line_of=LINE):
    """Make a board of one line; `line` lists the letters of the heads in order, by commas."""
    cells = {
        ("d", h): Cell({x: (f"{h}{x}",) for x in letters})
        for h, letters in zip(heads, line.split(","), strict=False)
        if letters
    }
    made = tuple(Head(h, f"Unit {h}") for h in heads)
    return Board("department", (line_of,), made, cells, {"d": elsewhere} if elsewhere else {})


def codes(found):
    return [f.code for f in found]


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("A,R", []),
        ("AR", []),
        ("A,R,C,C,C,C,C", []),
        ("A,R,C,C,C,C,C,C", ["many_c"]),
        ("AR,I,I,I,I,I,I,I,I", []),
        ("AR,I,I,I,I,I,I,I,I,I", ["many_i"]),
        ("R", ["no_a"]),
        ("A", ["no_r"]),
        ("A,A,R", ["several_a"]),
        ("", ["no_a", "no_r"]),
        ("C,I", ["no_a", "no_r"]),
    ],
)
def test_a_line_is_judged_at_and_beyond_each_threshold(letters, expected):
    assert codes(line_findings(board(letters), LINE)) == expected


def test_a_finding_names_its_cells_and_speaks_both_languages():
    found = line_findings(board("A,R,A"), LINE)[0]
    assert found.places == (("d", "a"), ("d", "c"))
    for code in LANGUAGES:
        words = language(code).say(found.text)
        assert "Stock interface" in words
        assert "Unit a" in words
    assert language("en").say(found.short) == "2 A"


def test_r_and_a_in_one_are_found_only_where_the_organisation_forbids_it():
    assert codes(line_findings(board("AR"), LINE, Rules(alone=True))) == ["same"]
    assert codes(line_findings(board("A,R"), LINE, Rules(alone=True))) == []


def test_letters_outside_the_view_count():
    assert codes(line_findings(board("R", elsewhere="A"), LINE)) == []
    found = line_findings(board("A,R", elsewhere="A"), LINE)
    assert codes(found) == ["several_a"]
    assert "1 more" in str(found[0].text)


def test_a_letter_that_a_person_of_the_department_holds_counts_once():
    base = board("R")
    through = Board(base.by, base.lines, base.heads, {("d", "a"): Cell({"R": ("x",)}, {"A": ("w",)})})
    assert codes(line_findings(through, LINE)) == []


def test_two_people_of_one_department_are_two():
    base = board()
    cells = {("d", "a"): Cell({}, {"A": ("w", "l"), "R": ("w",)})}
    people = {i: Head(i, n, unit="a", kind=PERSON, left=i == "l") for i, n in (("w", "Wang"), ("l", "Li"))}
    both = Board(base.by, base.lines, base.heads, cells, people=people)
    assert codes(line_findings(both, LINE)) == ["several_a", "gone"]
    assert line_findings(both, LINE)[0].text.args["names"] == "Wang, Li"
    assert codes(line_findings(both, LINE, Rules(alone=True))) == ["several_a", "same", "gone"]
    beside = Board(
        base.by, base.lines, (*base.heads, people["w"]), {**cells, ("d", "w"): Cell({"A": ("x",)})}, people=people
    )
    assert line_findings(beside, LINE)[0].text.args["names"] == "Wang, Li"
    assert loads(beside)["a"].accountable == loads(beside)["w"].accountable == 1
    assert codes(head_findings(beside, Rules(least=1, share=40))) == ["load"]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("", Rules()), ("[]", Rules()), ("{", Rules()), ('{"consulted": 2, "alone": true}', Rules(consulted=2, alone=True)),
        ('{"consulted": -1, "informed": "x", "alone": 1, "share": true}', Rules()),
        (Rules(1, 2, True, 3, 4).dump(), Rules(1, 2, True, 3, 4)),
    ],
)  # fmt: skip
def test_rules_are_kept_and_read_back(text, rules):
    assert Rules.load(text) == rules


def test_load_counts_what_is_overdue():
    late = Line("d", 1, "Late", "p", overdue=True)
    found = loads(board("AR,R,C", line_of=late))
    assert (found["a"].accountable, found["a"].responsible, found["a"].overdue) == (1, 1, 1)
    assert found["b"].overdue == 1
    assert found["c"].overdue == 0
    assert loads(board("A"))["a"].overdue == 0
    some = loads(board("AR,R,C", line_of=late), {"b"})
    assert some == {"b": found["b"]}


def wide(counts):
    """Make a board where each head is accountable for so many lines."""
    lines, cells = [], {}
    for head, many in counts.items():
        for _ in range(many):
            line = f"d{len(lines)}"
            lines.append(Line(line, len(lines), line, "p"))
            cells[line, head] = Cell({"A": (line,)})
    return Board("department", tuple(lines), tuple(Head(h, h) for h in counts), cells)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"a": 5, "b": 7}, ["a", "b"]),
        ({"a": 4, "b": 1}, []),
        ({"a": 5, "b": 1}, ["a"]),
        ({"a": 6, "b": 3, "c": 3, "d": 3}, []),
        ({"a": 7, "b": 3, "c": 3, "d": 3}, ["a"]),
    ],
)
def test_a_head_carries_too_much_beyond_the_share(counts, expected):
    found = [f for f in head_findings(wide(counts)) if f.code == "load"]
    assert [f.head for f in found] == expected
    assert all(len(f.places) == counts[f.head] for f in found)


def test_the_affected_without_a_part_are_named_the_front_line_first_in_weight():
    heads = (Head("a", "Shop", front=True, affected=True), Head("b", "HR", affected=True), Head("c", "Legal"))
    found = head_findings(Board("department", (LINE,), heads, {}))
    assert [(f.head, f.tone) for f in found] == [("a", "act"), ("b", "watch")]
    part = {("d", h.id): Cell({"I": (h.id,)}) for h in heads}
    assert head_findings(Board("department", (LINE,), heads, part)) == []


# ---------------------------------------------------------------- reading


@pytest.fixture
def world(tmp_path):
    opened = Workspace.create(tmp_path / "w.govdesk", REGISTERS, author="陈静")

    def make(code, **values):
        return edit.create(opened, code, values)

    opened.made = made = {}
    made["p"] = make("project", name="新零售")
    made["it"] = make("department", name="信息部", kind="it")
    made["shop"] = make("department", name="门店", kind="frontline")
    made["legal"] = make("department", name="法务部")
    made["wang"] = make("stakeholder", project=made["p"], name="王敏", department=made["shop"])
    made["second"] = make("deliverable", project=made["p"], name="接口", wave="第二批", due=dt.date(2026, 5, 1))
    made["first"] = make(
        "deliverable", project=made["p"], name="盘点", wave="第二批", status="done", due=dt.date(2026, 5, 1)
    )
    made["other"] = make("deliverable", project=made["p"], name="会员", wave="第三批")
    made["loose"] = make("deliverable", project=made["p"], name="归档")
    for line, link, who, role in (
        ("second", "department", "it", "A"),
        ("second", "person", "wang", "R"),
        ("first", "department", "it", "R"),
    ):
        make("responsibility", project=made["p"], deliverable=made[line], role=role, **{link: made[who]})
    yield opened
    opened.close()


def read(world, by="department", today=dt.date(2026, 5, 2), **how):
    with world.read() as session:
        return read_board(session, REGISTERS, Query("deliverable", world.made["p"]), by, today=today, **how)


def test_the_board_is_read_by_department(world):
    found, made = read(world), world.made
    assert [x.name for x in found.lines] == ["接口", "盘点", "会员", "归档"]
    assert [x.overdue for x in found.lines] == [True, False, False, False]
    assert [h.name for h in found.heads] == ["信息部", "门店"]
    assert [(h.front, h.affected) for h in found.heads] == [(False, False), (True, True)]
    assert found.cell(made["second"], made["it"]).letters == "A"
    assert found.cell(made["second"], made["shop"]).through == {"R": (made["wang"],)}
    assert codes(line_findings(found, found.lines[0])) == []


def test_what_is_due_today_is_not_overdue(world):
    assert not any(line.overdue for line in read(world, today=dt.date(2026, 5, 1)).lines)


def test_everyone_can_be_shown(world):
    assert [h.name for h in read(world, everyone=True).heads] == ["信息部", "门店", "法务部"]


def test_the_board_is_read_by_person(world):
    found, made = read(world, "person"), world.made
    assert [h.name for h in found.heads] == ["王敏"]
    assert found.cell(made["second"], made["wang"]).letters == "R"
    assert found.elsewhere[made["second"]] == "A"
    assert codes(line_findings(found, found.lines[1])) == ["no_a"]


def test_two_who_share_a_name_are_told_apart(world):
    for _ in range(2):
        edit.create(world, "stakeholder", {"project": world.made["p"], "name": "李强"})
    edit.create(world, "department", {"name": "门店"})
    assert [h.name for h in read(world, "person", everyone=True).heads] == ["王敏", "李强 STK-0002", "李强 STK-0003"]
    assert "门店 DEP-0002" in [h.name for h in read(world).heads]


def test_people_stand_beside_their_department_on_demand(world):
    made = world.made
    plain = read(world)
    assert made["wang"] not in {h.id for h in plain.heads}
    found = read(world, opened=(made["shop"],))
    assert [h.name for h in found.heads] == ["信息部", "门店", "王敏"]
    assert found.cell(made["second"], made["wang"]).letters == "R"
    assert [codes(line_findings(found, x)) for x in found.lines] == [
        codes(line_findings(plain, x)) for x in plain.lines
    ]


def test_people_stand_in_the_order_of_their_departments(world):
    made = world.made
    for name, unit in (("李四", "it"), ("无门", None)):
        values = {"department": made[unit]} if unit else {}
        made[name] = edit.create(world, "stakeholder", {"project": made["p"], "name": name, **values})
    assert [h.name for h in read(world, by="person", everyone=True).heads] == ["李四", "王敏", "无门"]


def test_who_left_stands_there_only_while_holding_a_letter(world):
    made = world.made
    gone = edit.create(
        world,
        "stakeholder",
        {"project": made["p"], "name": "旧人", "department": made["legal"], "left": dt.date(2026, 5, 2)},
    )
    edit.change(world, "stakeholder", [made["wang"]], {"left": dt.date(2026, 5, 2)})
    found = read(world, by="person", everyone=True)
    assert [(h.name, h.left) for h in found.heads] == [("王敏", True)]
    assert gone not in {h.id for h in read(world, opened=(made["legal"],)).heads}
    assert "法务部" not in [h.name for h in read(world).heads]
    lines = read(world).lines
    assert codes(line_findings(read(world), lines[0])) == ["gone"]
    assert codes(line_findings(read(world, today=dt.date(2026, 5, 1)), lines[0])) == []
