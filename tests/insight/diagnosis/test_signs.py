"""Each sign over small worlds: one where it shows, one where it does not, one at the threshold, one without data."""

from __future__ import annotations

import datetime as dt

import pytest

from govdesk.i18n import language
from govdesk.insight.diagnosis.catalogue import SIGNS

TODAY = dt.date(2026, 11, 22)
KINDS = ("shows", "quiet", "edge", "empty")


def day(days):
    return TODAY + dt.timedelta(days=days)


def many(count, **values):
    return [dict(values) for _ in range(count)]


UNITS = [
    {"_": "it", "name": "信息技术部", "kind": "it"},
    {"_": "ops", "name": "营运部", "kind": "operations"},
    {"_": "fin", "name": "财务部", "kind": "finance"},
    {"_": "shop", "name": "龙湖路店", "kind": "frontline"},
    {"_": "hq", "name": "总部", "kind": "management"},
    {"_": "trn", "name": "培训中心", "kind": "training"},
]


def lines(*owners, **values):
    """Deliverables, each with the departments that are accountable: `lines("it", "", "it ops")`."""
    parts = [
        {"deliverable": f"@d{n}", "department": f"@{unit}", "role": "A"}
        for n, named in enumerate(owners)
        for unit in named.split()
    ]
    things = [{"_": f"d{n}", "name": f"交付物{n}", **values} for n in range(len(owners))]
    return {"department": UNITS, "deliverable": things, "responsibility": parts}


def with_parts(world, *parts):
    more = [{"deliverable": f"@{d}", "department": f"@{u}", "role": r} for d, u, r in (p.split() for p in parts)]
    return {**world, "responsibility": [*world.get("responsibility", []), *more]}


def voices(**causes):
    """Front-line voices by cause, ten in all where no more are named."""
    return {
        "department": UNITS,
        "feedback": [
            {"statement": "说", "level": "frontline", "cause": cause, "date": day(-1)}
            for cause, count in causes.items()
            for _ in range(count)
        ],
    }


def moods(against, content):
    rows = many(against, statement="说", level="frontline", sentiment=-1) + many(
        content, statement="说", level="frontline", sentiment=1
    )
    return {"feedback": rows}


def metric(kind="use", readings=((-1, 50.0),), **values):
    return {
        "metric": [{"_": "m", "name": "使用率", "kind": kind, "unit": "%", **values}],
        "measurement": [
            {"_": f"r{n}", "metric": "@m", "date": day(d), "value": v} for n, (d, v) in enumerate(readings)
        ],
    }


def requests(*rows):
    return {"department": UNITS, "request": [{"statement": "要", "_": f"q{n}", **row} for n, row in enumerate(rows)]}


def reviews(*rows, **more):
    return {
        "review": [
            {"_": f"v{n}", "title": "复盘", "date": day(-20), "status": "held", **r} for n, r in enumerate(rows)
        ],
        **more,
    }


PEOPLE = [
    {"_": f"p{n}", "name": f"人{n}", "department": "@shop", "level": "frontline", "gain": "少填表"} for n in range(10)
]


def people(*changed, base=10):
    rows = [dict(p) for p in PEOPLE[:base]]
    for n, values in enumerate(changed):
        rows[n].update(values)
    return {"department": UNITS, "stakeholder": rows}


def steps(*rows, made=-40):
    return {
        "review": [{"_": "v", "title": "复盘", "date": day(made), "status": "held"}],
        "checklist": [{"_": "c", "title": "行动", "review": "@v"}],
        "checklist_item": [{"_": f"s{n}", "checklist": "@c", "step": f"步{n}", **row} for n, row in enumerate(rows)],
    }


def decisions(*rows, **more):
    return {"decision": [{"_": f"e{n}", "question": f"问{n}", **row} for n, row in enumerate(rows)], **more}


def rows_of(code, title, *rows, **more):
    return {code: [{"_": f"x{n}", title: f"第{n}", **row} for n, row in enumerate(rows)], **more}


CRITERION = {"acceptance": "两天内到账"}
ANSWERED = {"feasibility": "feasible", "answer": "可以"}
GATE = {"gate": "使用率过半"}
TRAINED = {"module": "课", "audience": "店员"}
OWNED = {"owner": "@p0", "status": "published"}

#: Sign, kind of world, expected level, world, and the names of the rows that speak for it, where that matters.
WORLDS = [
    # ---------------------------------------------------------------- who leads
    ("leadership.accountable", "shows", "act", lines("it", "", "", "it ops"), {"d1", "d2", "d3"}),
    ("leadership.accountable", "shows", "watch", lines("it", "it", "it", ""), {"d3"}),
    ("leadership.accountable", "quiet", "none", lines("it", "ops", "fin"), {"d0", "d1", "d2"}),
    ("leadership.accountable", "edge", "act", lines(*["it"] * 9, "", "", ""), None),
    ("leadership.accountable", "edge", "watch", lines(*["it"] * 9, "", ""), None),
    ("leadership.accountable", "empty", "insufficient", {"deliverable": [{"name": "一"}]}, set()),
    ("leadership.concentrated", "shows", "act", lines(*["it"] * 8, "ops", "fin"), None),
    ("leadership.concentrated", "quiet", "none", lines("it", "it", "ops", "ops", "fin", "fin"), None),
    ("leadership.concentrated", "quiet", "none", lines("it", "it", "it", "it"), None),
    ("leadership.concentrated", "edge", "watch", lines("it", "it", "it", "ops", "ops", "fin"), {"d0", "d1", "d2"}),
    ("leadership.concentrated", "empty", "insufficient", {}, set()),
    (
        "leadership.affected",
        "shows",
        "watch",
        with_parts(
            {
                **lines("it"),
                **people({}, base=1),
                "change_impact": [{"change": "收货", "department": "@it"}, {"change": "收货", "department": "@ops"}],
            },
            "d0 ops C",
        ),
        {"shop"},
    ),
    ("leadership.affected", "quiet", "none", with_parts({**lines("it"), **people({}, base=1)}, "d0 shop C"), {"shop"}),
    (
        "leadership.affected",
        "quiet",
        "none",
        {**lines("it"), **people({"department": "@hq"}, {"department": "@it"}, base=2)},
        None,
    ),
    (
        "leadership.affected",
        "edge",
        "act",
        {
            **lines("it"),
            **people({}, {"department": "@fin"}, {"department": "@it"}, {"department": "@ops"}, base=4),
            "responsibility": [{"deliverable": "@d0", "department": f"@{u}", "role": "C"} for u in ("it", "ops")],
        },
        {"shop", "fin"},
    ),
    ("leadership.affected", "empty", "insufficient", lines("it"), set()),
    ("leadership.integration", "shows", "act", lines("ops", "ops", "ops", integration=True), {"d0", "d1", "d2"}),
    (
        "leadership.integration",
        "shows",
        "watch",
        with_parts(lines("ops", "ops", "ops", kind="interface"), "d0 it R", "d1 it R", "d2 it C"),
        {"d2"},
    ),
    ("leadership.integration", "quiet", "none", with_parts(lines("ops", integration=True), "d0 it R"), {"d0"}),
    ("leadership.integration", "quiet", "none", lines("ops", "fin"), None),
    (
        "leadership.integration",
        "edge",
        "act",
        with_parts(lines(*["ops"] * 4, integration=True), "d0 it R", "d1 it R"),
        {"d2", "d3"},
    ),
    (
        "leadership.integration",
        "empty",
        "insufficient",
        {
            "department": [{"_": "x", "name": "某部"}],
            "deliverable": [{"_": "d", "name": "一", "integration": True}],
            "responsibility": [{"deliverable": "@d", "department": "@x", "role": "A"}],
        },
        set(),
    ),
    ("leadership.operating", "shows", "act", requests({"department": "@fin"}, {"department": "@trn"}), {"q0", "q1"}),
    ("leadership.operating", "quiet", "none", requests({"department": "@ops"}, {"department": "@fin"}), {"q0"}),
    ("leadership.operating", "edge", "none", requests({"department": "@shop"}, *many(4, department="@fin")), None),
    ("leadership.operating", "edge", "watch", requests({"department": "@shop"}, *many(5, department="@fin")), None),
    ("leadership.operating", "empty", "insufficient", requests({}), set()),
    # ---------------------------------------------------------------- interests and credit
    ("interests.criterion", "shows", "act", requests({}, {"acceptance": "  "}, CRITERION), {"q0", "q1"}),
    ("interests.criterion", "quiet", "none", requests(CRITERION, {**CRITERION}, {"status": "rejected"}), {"q0", "q1"}),
    ("interests.criterion", "edge", "watch", requests({}, *many(4, **CRITERION)), {"q0"}),
    ("interests.criterion", "edge", "act", requests({}, CRITERION), {"q0"}),
    ("interests.criterion", "edge", "none", requests({}, *many(5, **CRITERION)), None),
    ("interests.criterion", "empty", "insufficient", {}, set()),
    ("interests.unanswered", "shows", "act", requests(*many(2, reply_due=day(-1)), ANSWERED), {"q0", "q1"}),
    ("interests.unanswered", "shows", "watch", requests({}), {"q0"}),
    ("interests.unanswered", "quiet", "none", requests({"reply_due": TODAY}, {"raised": day(-13)}, ANSWERED), None),
    ("interests.unanswered", "edge", "watch", requests({"raised": day(-14)}, *many(4, **ANSWERED)), {"q0"}),
    ("interests.unanswered", "empty", "insufficient", {}, set()),
    (
        "interests.claimed",
        "shows",
        "act",
        rows_of(
            "contribution",
            "outcome",
            {"department": "@it"},
            {"department": "@ops"},
            {"department": "@fin"},
            department=UNITS,
        ),
        {"x0", "x1", "x2"},
    ),
    (
        "interests.claimed",
        "quiet",
        "none",
        rows_of(
            "contribution",
            "contribution",
            {"outcome": "报销快了", "department": "@it"},
            {"outcome": " 报销快了", "department": "@ops"},
            department=UNITS,
        ),
        None,
    ),
    (
        "interests.claimed",
        "quiet",
        "none",
        rows_of("contribution", "outcome", {"department": "@it"}, {"department": "@it"}, department=UNITS),
        None,
    ),
    (
        "interests.claimed",
        "edge",
        "watch",
        {
            "department": UNITS,
            "contribution": [
                *({"outcome": f"共{n}", "department": f"@{u}"} for n in range(2) for u in ("it", "ops")),
                {"_": "mine", "outcome": "独", "department": "@it"},
            ],
        },
        {"mine"},
    ),
    ("interests.claimed", "empty", "insufficient", rows_of("contribution", "outcome", {}), set()),
    (
        "interests.unacknowledged",
        "shows",
        "act",
        rows_of("contribution", "outcome", {}, {}, {"acknowledged": TODAY}),
        {"x0", "x1"},
    ),
    ("interests.unacknowledged", "quiet", "none", rows_of("contribution", "outcome", {"acknowledged": TODAY}), {"x0"}),
    (
        "interests.unacknowledged",
        "edge",
        "watch",
        rows_of("contribution", "outcome", *many(3), *many(7, acknowledged=TODAY)),
        {"x0", "x1", "x2"},
    ),
    ("interests.unacknowledged", "empty", "insufficient", {}, set()),
    (
        "interests.conflict",
        "shows",
        "watch",
        {
            "department": [{"name": "甲", "head": "@a"}, {"name": "乙", "head": "@b"}],
            "stakeholder": [{"_": "a", "name": "甲"}, {"_": "b", "name": "乙"}],
            "relationship": [
                {"_": "t", "person": "@a", "other": "@b", "kind": "conflict"},
                {"_": "u", "person": "@b", "other": "@a", "kind": "conflict"},
            ],
        },
        {"t", "u"},
    ),
    (
        "interests.conflict",
        "quiet",
        "none",
        {
            "department": [{"name": "甲", "head": "@a"}],
            "stakeholder": [{"_": "a", "name": "甲"}, {"_": "b", "name": "乙"}],
            "relationship": [{"person": "@a", "other": "@b", "kind": "conflict"}],
        },
        set(),
    ),
    (
        "interests.conflict",
        "edge",
        "act",
        {
            "department": [{"name": n, "head": f"@{n}"} for n in "abc"],
            "stakeholder": [{"_": n, "name": n} for n in "abc"],
            "relationship": [
                {"person": "@a", "other": "@b", "kind": "conflict"},
                {"person": "@a", "other": "@c", "kind": "conflict"},
            ],
        },
        None,
    ),
    ("interests.conflict", "empty", "insufficient", {}, set()),
    # ---------------------------------------------------------------- the front line
    ("front_line.resistance", "shows", "act", voices(habit=8, no_benefit=8, fear=8), None),
    ("front_line.resistance", "quiet", "none", voices(fear=10, skill=10, burden=5), None),
    ("front_line.resistance", "edge", "watch", voices(burden=6, fear=14), None),
    ("front_line.resistance", "edge", "act", voices(burden=10, fear=10), None),
    ("front_line.resistance", "empty", "insufficient", voices(burden=4), set()),
    ("front_line.gain", "shows", "act", people(*many(6, gain=None)), {f"p{n}" for n in range(6)}),
    (
        "front_line.gain",
        "quiet",
        "none",
        people({"gain": None, "left": day(-1)}, {"gain": None, "level": "middle"}),
        None,
    ),
    ("front_line.gain", "edge", "watch", people(*many(2, gain=" ")), {"p0", "p1"}),
    ("front_line.gain", "edge", "act", people(*many(5, gain=None)), None),
    ("front_line.gain", "empty", "insufficient", people({"level": "middle"}, base=1), set()),
    (
        "front_line.overdue",
        "shows",
        "act",
        {
            "feedback": many(5, statement="说", level="frontline", due=day(-1))
            + many(30, statement="说", level="frontline")
        },
        None,
    ),
    (
        "front_line.overdue",
        "quiet",
        "none",
        {
            "feedback": [
                {"statement": "说", "level": "frontline", "due": TODAY, "date": day(-40)},
                {"statement": "说", "level": "frontline", "due": day(-9), "status": "answered", "reply": "好"},
                {"statement": "说", "level": "middle", "due": day(-9)},
            ]
        },
        None,
    ),
    (
        "front_line.overdue",
        "edge",
        "watch",
        {
            "department": UNITS,
            "feedback": [
                {"_": "late", "statement": "说", "department": "@shop", "date": day(-15)},
                *many(9, statement="说", department="@shop", date=day(-14)),
            ],
        },
        {"late"},
    ),
    ("front_line.overdue", "empty", "insufficient", {"feedback": [{"statement": "说"}]}, set()),
    ("front_line.use", "shows", "act", metric(target=70.0, readings=((-1, 38.0), (-30, 65.0))), {"m", "r0"}),
    ("front_line.use", "quiet", "none", metric(target=50.0, readings=((-3, 55.0),)), {"m", "r0"}),
    ("front_line.use", "edge", "none", metric(target=50.0, readings=((-3, 50.0),)), None),
    ("front_line.use", "edge", "watch", metric(target=50.0, readings=((-3, 30.0),)), None),
    ("front_line.use", "edge", "watch", metric(target=50.0, readings=((-9, 10.0), (5, 50.0), (-3, 40.0))), {"m", "r2"}),
    ("front_line.use", "empty", "insufficient", metric(target=None), set()),
    ("front_line.use", "empty", "insufficient", metric(target=0.0), set()),
    # ---------------------------------------------------------------- missing expertise
    ("expertise.plan", "shows", "act", rows_of("skill_need", "skill", *many(2, needed=2)), {"x0", "x1"}),
    (
        "expertise.plan",
        "quiet",
        "none",
        rows_of("skill_need", "skill", {"needed": 2, "plan": "train"}, {"needed": 1, "in_house": 1}),
        None,
    ),
    (
        "expertise.plan",
        "edge",
        "watch",
        rows_of("skill_need", "skill", {"needed": 2, "in_house": 1}, *many(2, needed=1, in_house=1)),
        {"x0"},
    ),
    ("expertise.plan", "empty", "insufficient", {}, set()),
    (
        "expertise.single",
        "shows",
        "act",
        rows_of("skill_need", "skill", *many(3, critical=True, in_house=1), *many(3, in_house=4)),
        {"x0", "x1", "x2"},
    ),
    (
        "expertise.single",
        "quiet",
        "none",
        rows_of("skill_need", "skill", {"needed": 1, "in_house": 1}, {"critical": True, "in_house": 2}),
        None,
    ),
    (
        "expertise.single",
        "edge",
        "watch",
        rows_of("skill_need", "skill", {"needed": 2, "in_house": 1}, {"in_house": 3}),
        {"x0"},
    ),
    ("expertise.single", "empty", "insufficient", {}, set()),
    (
        "expertise.cost",
        "shows",
        "act",
        rows_of("skill_need", "skill", *many(2, cost=50000.0, approval="asked")),
        {"x0", "x1"},
    ),
    (
        "expertise.cost",
        "quiet",
        "none",
        rows_of("skill_need", "skill", {"cost": 9.0, "approval": "approved"}, {"cost": 0.0}),
        {"x0"},
    ),
    (
        "expertise.cost",
        "edge",
        "watch",
        rows_of("skill_need", "skill", {"cost": 9.0}, {"cost": 9.0, "approval": "approved"}),
        {"x0"},
    ),
    ("expertise.cost", "empty", "insufficient", {}, set()),
    # ---------------------------------------------------------------- team structure
    (
        "structure.unfilled",
        "shows",
        "act",
        rows_of("skill_need", "skill", *many(3, kind="role", needed=1, in_house=0)),
        None,
    ),
    (
        "structure.unfilled",
        "quiet",
        "none",
        rows_of("skill_need", "skill", {"kind": "role", "needed": 1, "in_house": 1}, {"needed": 3}),
        {"x0"},
    ),
    (
        "structure.unfilled",
        "edge",
        "watch",
        rows_of("skill_need", "skill", {"kind": "role", "needed": 1}, *many(2, kind="role", needed=1, in_house=1)),
        {"x0"},
    ),
    ("structure.unfilled", "empty", "insufficient", rows_of("skill_need", "skill", {"needed": 3}), set()),
    ("structure.leaving", "shows", "act", people(*many(3, key_user=True, left=day(5))), {"p0", "p1", "p2"}),
    ("structure.leaving", "quiet", "none", people({"left": day(5)}, {"key_user": True, "left": day(61)}), {"p1"}),
    ("structure.leaving", "edge", "watch", {**people({"left": day(60)}), "project": [{"sponsor": "@p0"}]}, {"p0"}),
    ("structure.leaving", "empty", "insufficient", {}, set()),
    ("structure.background", "shows", "act", people(*many(10, role="成员", department="@it")), None),
    (
        "structure.background",
        "quiet",
        "none",
        people(
            *many(3, role="成员", department="@it"), *many(3, role="成员", department="@ops"), *many(4, role="成员")
        ),
        None,
    ),
    (
        "structure.background",
        "edge",
        "watch",
        people(*many(6, role="成员", department="@it"), *many(2, role="成员"), base=8),
        None,
    ),
    ("structure.background", "empty", "insufficient", people(*many(4, role="成员")), set()),
    ("structure.key_users", "shows", "act", people(base=2), {"shop"}),
    ("structure.key_users", "quiet", "none", people({"key_user": True}), {"p0"}),
    (
        "structure.key_users",
        "edge",
        "act",
        {
            "department": [*UNITS, *({"_": f"s{n}", "name": f"店{n}", "kind": "frontline"} for n in range(4))],
            "stakeholder": [{"name": f"人{n}", "department": f"@s{n}", "key_user": n > 0} for n in range(4)]
            + [{"name": "外", "department": "@shop"}],
        },
        {"s0", "shop"},
    ),
    ("structure.key_users", "empty", "insufficient", people({"department": "@it"}, base=1), set()),
    # ---------------------------------------------------------------- blame
    (
        "blame.unreviewed",
        "shows",
        "act",
        rows_of("risk", "title", *many(3, status="occurred"), *many(3)),
        {"x0", "x1", "x2"},
    ),
    ("blame.unreviewed", "shows", "watch", {"milestone": [{"_": "m", "name": "上线", "planned": day(-30)}]}, {"m"}),
    (
        "blame.unreviewed",
        "quiet",
        "none",
        reviews({"risk": "@x0"}, **rows_of("risk", "title", {"status": "occurred"})),
        {"x0"},
    ),
    (
        "blame.unreviewed",
        "quiet",
        "none",
        reviews({"period_start": day(-90), "period_end": day(-1)}, milestone=[{"name": "上线", "planned": day(-30)}]),
        None,
    ),
    ("blame.unreviewed", "quiet", "none", {"milestone": [{"name": "上线", "planned": day(-14)}]}, None),
    (
        "blame.unreviewed",
        "edge",
        "watch",
        reviews(
            {"milestone": "@n"},
            {"milestone": "@o", "status": "planned"},
            {"milestone": "@p"},
            milestone=[
                {"_": "n", "name": "一", "planned": day(-50), "actual": day(-20)},
                {"_": "o", "name": "二", "planned": day(-50), "actual": day(-35)},
                {"_": "p", "name": "三", "planned": day(-50)},
            ],
        ),
        {"o"},
    ),
    ("blame.unreviewed", "empty", "insufficient", {}, set()),
    ("blame.agreed", "shows", "act", reviews({}, {}), {"v0", "v1"}),
    (
        "blame.agreed",
        "quiet",
        "none",
        reviews({}, department=UNITS, agreement=[{"review": "@v0", "department": "@it", "answer": "agreed"}]),
        {"v0"},
    ),
    (
        "blame.agreed",
        "edge",
        "watch",
        reviews(
            {},
            {},
            department=UNITS,
            agreement=[
                {"review": "@v0", "department": "@it", "answer": "agreed"},
                {"review": "@v1", "department": "@it", "answer": "agreed"},
                {"review": "@v1", "department": "@ops", "answer": "partly"},
            ],
        ),
        {"v1"},
    ),
    ("blame.agreed", "empty", "insufficient", reviews({"status": "planned"}), set()),
    ("blame.decisions", "shows", "act", decisions({}, {"owner": "@p0", "status": "decided"}, **people()), {"e0", "e1"}),
    (
        "blame.decisions",
        "quiet",
        "none",
        decisions({"owner": "@p0", "status": "decided", "rationale": "省时"}, {"owner": "@p0"}, **people()),
        None,
    ),
    ("blame.decisions", "edge", "act", decisions({}, {"owner": "@p0"}, **people()), {"e0"}),
    ("blame.decisions", "edge", "none", decisions({}, *many(6, owner="@p0"), **people()), None),
    ("blame.decisions", "empty", "insufficient", {}, set()),
    ("blame.actions", "shows", "act", steps({"due": day(-1)}, {"due": day(-1)}, {"due": day(9)}), {"s0", "s1"}),
    ("blame.actions", "quiet", "none", steps({"due": TODAY}, {"due": day(-5), "status": "not_applicable"}), None),
    ("blame.actions", "quiet", "none", steps({}, made=-30), None),
    ("blame.actions", "edge", "watch", steps({}, *many(2, due=day(9)), made=-31), {"s0"}),
    ("blame.actions", "empty", "insufficient", {}, set()),
]

WORLDS += [
    # ---------------------------------------------------------------- surface causes
    (
        "requirements.feasibility",
        "shows",
        "act",
        requests({"status": "doing"}, {"status": "accepted", **ANSWERED}),
        {"q0"},
    ),
    ("requirements.feasibility", "quiet", "none", requests({"status": "doing", **ANSWERED}, {}), None),
    ("requirements.feasibility", "edge", "act", requests(*many(2, status="doing"), *many(3, **ANSWERED)), {"q0", "q1"}),
    ("requirements.feasibility", "empty", "insufficient", {}, set()),
    ("participation.letters", "shows", "act", lines("it", "it", "it"), {"d0", "d1", "d2"}),
    ("participation.letters", "quiet", "none", lines("ops", "it"), None),
    ("participation.letters", "edge", "none", lines("ops", "fin", "it", "it", "it"), None),
    ("participation.letters", "edge", "watch", lines("ops", *["it"] * 4), None),
    ("participation.letters", "empty", "insufficient", {}, set()),
    ("change.often", "shows", "act", requests({"times_changed": 3}, {"times_changed": 1}), {"q0"}),
    ("change.often", "quiet", "none", requests({"times_changed": 1}, {}), None),
    ("change.often", "edge", "watch", requests({"times_changed": 2}, *many(4)), {"q0"}),
    ("change.often", "empty", "insufficient", {}, set()),
    (
        "management.late",
        "shows",
        "act",
        rows_of("milestone", "name", {"planned": day(-1)}, {"planned": day(9)}),
        {"x0"},
    ),
    (
        "management.late",
        "quiet",
        "none",
        rows_of("milestone", "name", {"planned": TODAY}, {"planned": day(-9), "actual": day(-9)}),
        None,
    ),
    (
        "management.late",
        "edge",
        "watch",
        rows_of("milestone", "name", {"planned": day(5), "forecast": day(6)}, *many(4, planned=day(5))),
        {"x0"},
    ),
    ("management.late", "empty", "insufficient", rows_of("milestone", "name", {}), set()),
    ("management.money", "shows", "act", rows_of("budget_stage", "name", {"approved": 100.0, "spent": 120.0}), {"x0"}),
    ("management.money", "shows", "act", rows_of("budget_stage", "name", {"approved": 0.0, "spent": 1.0}), {"x0"}),
    (
        "management.money",
        "quiet",
        "none",
        rows_of("budget_stage", "name", {"approved": 100.0, "spent": 100.0}, {"approved": 0.0, "spent": 0.0}),
        None,
    ),
    (
        "management.money",
        "edge",
        "watch",
        rows_of("budget_stage", "name", {"approved": 1000.0, "spent": 1001.0}),
        {"x0"},
    ),
    ("management.money", "edge", "act", rows_of("budget_stage", "name", {"approved": 100.0, "spent": 110.0}), {"x0"}),
    ("management.money", "empty", "insufficient", rows_of("budget_stage", "name", {"approved": 100.0}), set()),
    ("technology.fit", "shows", "act", voices(poor_fit=10, fear=10), None),
    ("technology.fit", "quiet", "none", voices(fear=20), None),
    ("technology.fit", "edge", "watch", voices(integration=5, fear=15), None),
    ("technology.fit", "empty", "insufficient", {"feedback": [{"statement": "说"}]}, set()),
    ("training.coverage", "shows", "act", rows_of("training", "module", {"planned": 20, "attended": 5}), {"x0"}),
    (
        "training.coverage",
        "quiet",
        "none",
        rows_of("training", "module", {"planned": 20, "attended": 20}, {"planned": 9, "date": day(3)}),
        {"x0"},
    ),
    ("training.coverage", "edge", "none", rows_of("training", "module", {"planned": 20, "attended": 18}), None),
    ("training.coverage", "edge", "watch", rows_of("training", "module", {"planned": 20, "attended": 14}), None),
    ("training.coverage", "empty", "insufficient", rows_of("training", "module", {"planned": 0}), set()),
    ("training.skill", "shows", "act", voices(skill=10, fear=10), None),
    ("training.skill", "quiet", "none", voices(fear=20), None),
    ("training.skill", "edge", "watch", voices(skill=6, fear=34), None),
    ("training.skill", "empty", "insufficient", {}, set()),
    (
        "training.roles",
        "shows",
        "act",
        rows_of("change_impact", "change", {"department": "@shop", "size": 4}, department=UNITS),
        {"x0"},
    ),
    (
        "training.roles",
        "quiet",
        "none",
        rows_of(
            "change_impact",
            "change",
            {"department": "@shop"},
            {"department": "@it", "size": 1},
            department=UNITS,
            training=[{**TRAINED, "department": "@shop"}],
        ),
        {"x0"},
    ),
    (
        "training.roles",
        "quiet",
        "none",
        rows_of("change_impact", "change", {"department": "@shop"}, department=UNITS, training=[TRAINED]),
        None,
    ),
    (
        "training.roles",
        "edge",
        "watch",
        rows_of(
            "change_impact",
            "change",
            {"department": "@it"},
            *many(4, department="@shop"),
            department=UNITS,
            training=[{**TRAINED, "department": "@shop"}],
        ),
        {"x0"},
    ),
    ("training.roles", "empty", "insufficient", {}, set()),
    # ---------------------------------------------------------------- the starting point
    ("starting_point.purpose", "shows", "act", lines("it", "it", purpose="control"), {"d0", "d1"}),
    ("starting_point.purpose", "quiet", "none", lines("it", purpose="assist"), {"d0"}),
    (
        "starting_point.purpose",
        "edge",
        "watch",
        rows_of("deliverable", "name", *many(3, purpose="control"), *many(7, purpose="assist"), {}),
        {"x0", "x1", "x2"},
    ),
    (
        "starting_point.purpose",
        "edge",
        "act",
        rows_of("deliverable", "name", {"purpose": "penalise"}, {"purpose": "inform"}),
        {"x0"},
    ),
    ("starting_point.purpose", "empty", "insufficient", lines("it"), set()),
    ("starting_point.penalise", "shows", "act", lines("it", "it", purpose="penalise"), {"d0", "d1"}),
    ("starting_point.penalise", "quiet", "none", lines("it", purpose="control"), {"d0"}),
    (
        "starting_point.penalise",
        "edge",
        "watch",
        rows_of("deliverable", "name", {"purpose": "penalise"}, *many(9, purpose="assist")),
        {"x0"},
    ),
    ("starting_point.penalise", "empty", "insufficient", {}, set()),
    ("starting_point.privacy", "shows", "act", voices(privacy=10, fear=10), None),
    ("starting_point.privacy", "quiet", "none", voices(fear=20), None),
    ("starting_point.privacy", "edge", "watch", voices(burden=5, fear=15), None),
    ("starting_point.privacy", "empty", "insufficient", {}, set()),
    ("starting_point.participation", "shows", "act", requests({"department": "@it"}), {"q0"}),
    ("starting_point.participation", "quiet", "none", requests({"level": "frontline"}, {"department": "@it"}), {"q0"}),
    (
        "starting_point.participation",
        "edge",
        "none",
        requests({"department": "@shop"}, *many(4, department="@it")),
        None,
    ),
    (
        "starting_point.participation",
        "edge",
        "watch",
        requests({"department": "@shop"}, *many(5, department="@it")),
        None,
    ),
    ("starting_point.participation", "empty", "insufficient", requests({}), set()),
    ("starting_point.announced", "shows", "act", decisions({"status": "decided"}), {"e0"}),
    ("starting_point.announced", "quiet", "none", decisions({"status": "decided", "announced": TODAY}, {}), {"e0"}),
    (
        "starting_point.announced",
        "edge",
        "watch",
        decisions(*many(3, status="decided"), *many(7, status="decided", announced_to="门店")),
        None,
    ),
    ("starting_point.announced", "empty", "insufficient", decisions({}), set()),
    ("answered.share", "shows", "act", {"feedback": [{"_": "late", "statement": "说", "due": day(-1)}]}, {"late"}),
    ("answered.share", "quiet", "none", {"feedback": [{"statement": "说", "due": day(1)}]}, None),
    (
        "answered.share",
        "edge",
        "none",
        {
            "feedback": [
                {"_": "late", "statement": "说", "due": day(-1)},
                *many(9, statement="说", status="answered", reply="好"),
            ]
        },
        None,
    ),
    (
        "answered.share",
        "edge",
        "watch",
        {"feedback": [*many(3, statement="说", due=day(-1)), *many(7, statement="说", status="declined", reply="不")]},
        None,
    ),
    ("answered.share", "empty", "insufficient", {}, set()),
    # ---------------------------------------------------------------- landing checks
    ("goals.complete", "shows", "act", rows_of("metric", "name", {"target": 2.0}), {"x0"}),
    ("goals.complete", "shows", "act", rows_of("metric", "name", {"baseline": 5.0, "target": 5.0}), {"x0"}),
    (
        "goals.complete",
        "quiet",
        "none",
        rows_of(
            "metric", "name", {"baseline": 5.0, "target": 2.0}, {"baseline": 0.0, "target": 0.0, "direction": "hold"}
        ),
        None,
    ),
    (
        "goals.complete",
        "edge",
        "watch",
        rows_of("metric", "name", {"target": 2.0}, *many(4, baseline=5.0, target=2.0)),
        {"x0"},
    ),
    ("goals.complete", "empty", "insufficient", {}, set()),
    ("goals.measured", "shows", "act", metric(target=70.0, readings=((-93, 1.0),)), {"m"}),
    ("goals.measured", "quiet", "none", metric(target=70.0, readings=((-5, 1.0),)), {"m"}),
    ("goals.measured", "edge", "none", metric(target=70.0, readings=((-92, 1.0), (3, 2.0))), None),
    ("goals.measured", "empty", "insufficient", metric(target=None), set()),
    (
        "commitments.kept",
        "shows",
        "act",
        rows_of("commitment", "promise", *many(3, due=day(-1)), *many(9, status="kept")),
        {"x0", "x1", "x2"},
    ),
    (
        "commitments.kept",
        "quiet",
        "none",
        rows_of(
            "commitment",
            "promise",
            {"due": TODAY},
            {"status": "kept", "due": day(-9)},
            {"status": "withdrawn", "due": day(-9)},
        ),
        None,
    ),
    (
        "commitments.kept",
        "edge",
        "watch",
        rows_of("commitment", "promise", {"status": "broken"}, *many(2, status="kept")),
        {"x0"},
    ),
    ("commitments.kept", "empty", "insufficient", {}, set()),
    ("waves.cut", "shows", "act", lines("it", "it"), {"d0", "d1"}),
    ("waves.cut", "shows", "act", lines("it", "it", wave="一"), {"d0", "d1"}),
    ("waves.cut", "quiet", "none", rows_of("deliverable", "name", {"wave": "一"}, {"wave": "二"}), {"x0", "x1"}),
    (
        "waves.cut",
        "edge",
        "watch",
        rows_of("deliverable", "name", {}, *many(2, wave="一"), *many(2, wave="二")),
        {"x0"},
    ),
    ("waves.cut", "empty", "insufficient", {}, set()),
    ("waves.pilot", "shows", "act", {"project": [{"stage": "scaling"}]}, {"home"}),
    (
        "waves.pilot",
        "quiet",
        "none",
        {"project": [{"stage": "scaling"}], "pilot_site": [{"_": "s", "name": "店", "status": "chosen"}]},
        {"s"},
    ),
    ("waves.pilot", "edge", "watch", {"project": [{"stage": "pilot"}], "pilot_site": [{"name": "店"}]}, {"home"}),
    ("waves.pilot", "empty", "insufficient", {"project": [{"stage": "preparing"}]}, set()),
    ("budget.gates", "shows", "act", rows_of("budget_stage", "name", {}, GATE, {}), {"x0", "x2"}),
    ("budget.gates", "quiet", "none", rows_of("budget_stage", "name", GATE), {"x0"}),
    ("budget.gates", "edge", "watch", rows_of("budget_stage", "name", {}, GATE), {"x0"}),
    ("budget.gates", "empty", "insufficient", {}, set()),
    (
        "budget.passed",
        "shows",
        "act",
        rows_of("budget_stage", "name", {"place": 1}, *({"place": n, "spent": 5.0} for n in (2, 3))),
        {"x1", "x2"},
    ),
    (
        "budget.passed",
        "quiet",
        "none",
        rows_of("budget_stage", "name", {"place": 2, "spent": 5.0}, {"place": 1, "spent": 5.0, "outcome": "passed"}),
        None,
    ),
    ("budget.passed", "edge", "watch", rows_of("budget_stage", "name", {"spent": 5.0}), {"x0"}),
    ("budget.passed", "empty", "insufficient", {}, set()),
    (
        "data_readiness.complete",
        "shows",
        "act",
        {"pilot_site": [{"_": "s", "name": "店", "status": "chosen", "completeness": 60.0}]},
        {"s"},
    ),
    ("data_readiness.complete", "shows", "act", metric(kind="data", readings=((-1, 60.0),)), {"m"}),
    (
        "data_readiness.complete",
        "quiet",
        "none",
        {"pilot_site": [{"_": "s", "name": "店", "status": "chosen", "completeness": 87.0}]},
        {"s"},
    ),
    ("data_readiness.complete", "edge", "none", metric(kind="data", readings=((-1, 85.0),)), {"m"}),
    ("data_readiness.complete", "edge", "watch", metric(kind="data", readings=((-1, 84.9),)), {"m"}),
    ("data_readiness.complete", "empty", "insufficient", {"pilot_site": [{"name": "店", "completeness": 60.0}]}, set()),
    ("role_training.assessed", "shows", "act", rows_of("training", "module", {"attended": 9}), {"x0"}),
    (
        "role_training.assessed",
        "quiet",
        "none",
        rows_of("training", "module", {"attended": 9, "assessed": 9}, {}),
        {"x0"},
    ),
    (
        "role_training.assessed",
        "edge",
        "watch",
        rows_of("training", "module", {"attended": 9}, *many(4, attended=9, assessed=9)),
        {"x0"},
    ),
    ("role_training.assessed", "empty", "insufficient", rows_of("training", "module", {}), set()),
    ("role_training.passed", "shows", "act", rows_of("training", "module", {"assessed": 10, "passed": 3}), {"x0"}),
    ("role_training.passed", "quiet", "none", rows_of("training", "module", {"assessed": 10, "passed": 10}), {"x0"}),
    ("role_training.passed", "edge", "none", rows_of("training", "module", {"assessed": 10, "passed": 8}), {"x0"}),
    ("role_training.passed", "empty", "insufficient", rows_of("training", "module", {"assessed": 0}), set()),
    ("review.held", "shows", "act", reviews({"date": day(-200)}), {"v0"}),
    ("review.held", "quiet", "none", reviews({"date": day(-92)}, {"date": day(9)}), {"v0"}),
    ("review.held", "edge", "watch", reviews({"date": day(-93)}), {"v0"}),
    ("review.held", "edge", "watch", {"project": [{"start": day(-100)}]}, {"home"}),
    ("review.held", "quiet", "none", {"project": [{"start": day(30)}]}, {"home"}),
    ("review.held", "empty", "insufficient", {}, set()),
    ("know_how.procedures", "shows", "act", rows_of("procedure", "title", {}, {"status": "published"}), {"x0", "x1"}),
    (
        "know_how.procedures",
        "quiet",
        "none",
        rows_of("procedure", "title", OWNED, {"status": "retired"}, **people()),
        {"x0"},
    ),
    ("know_how.procedures", "edge", "watch", rows_of("procedure", "title", {}, OWNED, **people()), {"x0"}),
    ("know_how.procedures", "empty", "insufficient", {}, set()),
    ("know_how.lessons", "shows", "act", reviews({}), {"v0"}),
    ("know_how.lessons", "quiet", "none", reviews({}, lesson=[{"title": "学", "review": "@v0"}]), {"v0"}),
    ("know_how.lessons", "edge", "watch", reviews({}, {}, lesson=[{"title": "学", "review": "@v0"}]), {"v1"}),
    ("know_how.lessons", "empty", "insufficient", {}, set()),
    # ---------------------------------------------------------------- from pilot to scale
    (
        "safe_pilot.place",
        "shows",
        "act",
        rows_of("pilot_site", "name", *many(2, status="chosen", headquarters=True)),
        {"x0", "x1"},
    ),
    (
        "safe_pilot.place",
        "quiet",
        "none",
        rows_of("pilot_site", "name", {"status": "running", "completeness": 85.0}, {"headquarters": True}),
        {"x0"},
    ),
    (
        "safe_pilot.place",
        "edge",
        "watch",
        rows_of(
            "pilot_site",
            "name",
            {"status": "running", "completeness": 84.99},
            {"status": "running", "completeness": 90.0},
        ),
        {"x0"},
    ),
    (
        "safe_pilot.place",
        "edge",
        "watch",
        rows_of("pilot_site", "name", {"status": "chosen", "department": "@hq"}, department=UNITS),
        {"x0"},
    ),
    ("safe_pilot.place", "empty", "insufficient", rows_of("pilot_site", "name", {"headquarters": True}), set()),
    (
        "safe_pilot.climate",
        "shows",
        "act",
        rows_of("pilot_site", "name", *many(2, status="chosen", political_risk=5)),
        {"x0", "x1"},
    ),
    (
        "safe_pilot.climate",
        "quiet",
        "none",
        rows_of("pilot_site", "name", {"status": "chosen", "political_risk": 3, "willingness": 3}),
        {"x0"},
    ),
    (
        "safe_pilot.climate",
        "edge",
        "watch",
        rows_of(
            "pilot_site", "name", {"status": "chosen", "willingness": 2}, {"status": "chosen", "political_risk": 3}
        ),
        {"x0"},
    ),
    ("safe_pilot.climate", "empty", "insufficient", rows_of("pilot_site", "name", {"status": "chosen"}), set()),
    ("procedures.followed", "shows", "act", rows_of("procedure", "title", {"compliance": 60.0}), {"x0"}),
    ("procedures.followed", "quiet", "none", rows_of("procedure", "title", {"compliance": 92.0}), {"x0"}),
    ("procedures.followed", "edge", "none", rows_of("procedure", "title", {"compliance": 90.0}), {"x0"}),
    ("procedures.followed", "edge", "watch", rows_of("procedure", "title", {"compliance": 75.0}), {"x0"}),
    ("procedures.followed", "empty", "insufficient", rows_of("procedure", "title", {}), set()),
    (
        "comparison.shown",
        "shows",
        "act",
        rows_of("benchmark", "organisation", {"measure": "用", "theirs": 9.0}),
        {"x0"},
    ),
    (
        "comparison.shown",
        "quiet",
        "none",
        rows_of("benchmark", "organisation", {"measure": "用", "theirs": 9.0, "shown_to": "店长"}),
        {"x0"},
    ),
    (
        "comparison.shown",
        "edge",
        "watch",
        rows_of(
            "benchmark",
            "organisation",
            {"measure": "用", "theirs": 9.0},
            {"measure": "用", "theirs": 9.0, "shown_on": TODAY},
        ),
        {"x0"},
    ),
    ("comparison.shown", "empty", "insufficient", rows_of("benchmark", "organisation", {"measure": "用"}), set()),
    ("gains.changes", "shows", "act", rows_of("change_impact", "change", {}), {"x0"}),
    ("gains.changes", "quiet", "none", rows_of("change_impact", "change", {"gain": "少跑"}, {"size": 0}), {"x0"}),
    ("gains.changes", "edge", "watch", rows_of("change_impact", "change", {}, *many(4, gain="少跑")), {"x0"}),
    ("gains.changes", "empty", "insufficient", {}, set()),
    ("gains.levels", "shows", "act", people({"gain": None}, {"gain": None, "level": "middle"}, base=2), {"p0", "p1"}),
    ("gains.levels", "quiet", "none", people({"gain": None}, {"level": "middle"}), None),
    ("gains.levels", "edge", "watch", people({}, {"gain": None, "level": "middle"}, base=2), {"p1"}),
    ("gains.levels", "empty", "insufficient", people({"level": "expert"}, base=1), set()),
    (
        "decision_path.stuck",
        "shows",
        "watch",
        decisions(
            {}, decision_step=[{"_": "t", "decision": "@e0", "place": 1, "body": "办公会", "submitted": day(-60)}]
        ),
        {"e0", "t"},
    ),
    (
        "decision_path.stuck",
        "quiet",
        "none",
        decisions(
            {},
            {"status": "decided"},
            decision_step=[
                {"decision": "@e0", "place": 1, "body": "部门", "planned": day(-60), "outcome": "passed"},
                {"decision": "@e1", "place": 1, "body": "部门", "planned": day(-60)},
            ],
        ),
        {"e0"},
    ),
    (
        "decision_path.stuck",
        "edge",
        "watch",
        decisions(
            {},
            {},
            {},
            decision_step=[
                {"_": "t", "decision": "@e0", "place": 1, "body": "委员会", "planned": day(-31)},
                {"decision": "@e1", "place": 1, "body": "委员会", "planned": day(-30)},
            ],
        ),
        {"e0", "t"},
    ),
    ("decision_path.stuck", "empty", "insufficient", decisions({}), set()),
    (
        "decision_path.circle",
        "shows",
        "act",
        decisions({"depends_on": "@e1"}, {"depends_on": "@e2"}, {"depends_on": "@e0"}, {"depends_on": "@e0"}),
        {"e0", "e1", "e2"},
    ),
    ("decision_path.circle", "quiet", "none", decisions({"depends_on": "@e1"}, {}), {"e0", "e1"}),
    ("decision_path.circle", "edge", "watch", decisions({"depends_on": "@e0"}), {"e0"}),
    ("decision_path.circle", "empty", "insufficient", {}, set()),
    # ---------------------------------------------------------------- support
    ("top_down.sponsor", "shows", "act", {**people({"left": TODAY}), "project": [{"sponsor": "@p0"}]}, {"home", "p0"}),
    ("top_down.sponsor", "quiet", "none", {**people(), "project": [{"sponsor": "@p0"}]}, {"home"}),
    ("top_down.sponsor", "edge", "none", {**people({"left": day(1)}), "project": [{"sponsor": "@p0"}]}, {"home"}),
    ("top_down.sponsor", "empty", "watch", {}, {"home"}),
    ("top_down.decisions", "shows", "act", decisions({"due": day(-1)}), {"e0"}),
    ("top_down.decisions", "quiet", "none", decisions({"due": TODAY}, {"due": day(-9), "status": "decided"}), None),
    ("top_down.decisions", "edge", "watch", decisions({"due": day(-1)}, *many(3)), {"e0"}),
    ("top_down.decisions", "empty", "insufficient", {}, set()),
    ("bottom_up.sentiment", "shows", "act", moods(15, 5), None),
    ("bottom_up.sentiment", "quiet", "none", moods(5, 15), None),
    ("bottom_up.sentiment", "edge", "watch", moods(8, 12), None),
    ("bottom_up.sentiment", "empty", "insufficient", moods(2, 2), set()),
    (
        "bottom_up.time",
        "shows",
        "act",
        metric(kind="time", baseline=5.0, target=2.0, readings=((-1, 5.5),)),
        {"m", "r0"},
    ),
    (
        "bottom_up.time",
        "quiet",
        "none",
        metric(kind="time", baseline=5.0, target=2.0, readings=((-1, 2.0),)),
        {"m", "r0"},
    ),
    ("bottom_up.time", "edge", "none", metric(kind="time", baseline=4.0, target=2.0, readings=((-1, 3.0),)), None),
    (
        "bottom_up.time",
        "edge",
        "watch",
        metric(kind="time", baseline=4.0, target=2.0, readings=((-1, 3.5),)),
        {"m", "r0"},
    ),
    ("bottom_up.time", "empty", "insufficient", metric(kind="time", baseline=2.0, target=2.0), set()),
]


@pytest.mark.parametrize(
    ("sign", "kind", "level", "records", "behind"), WORLDS, ids=[f"{w[0]}-{w[1]}-{n}" for n, w in enumerate(WORLDS)]
)
def test_a_sign_says_what_a_small_world_shows(see, sign, kind, level, records, behind):
    reading, found = see(sign, records)
    assert reading.level == level, language("en").say(reading.sentence)
    if behind is not None:
        assert found == behind
    for code in ("zh", "en"):
        lang = language(code)
        said = lang.say(reading.sentence)
        assert "{" not in said
        if level == "insufficient":
            assert reading.missing
            assert all(lang.say(m.words) for m in reading.missing)
        else:
            assert said
        assert (reading.step is not None) == (level in ("watch", "act"))
        if reading.step is not None:
            assert "{" not in lang.say(reading.step)


def test_each_sign_is_tried_where_it_shows_where_not_at_its_threshold_and_without_data():
    tried = {one.code: {w[1] for w in WORLDS if w[0] == one.code} for one in SIGNS}
    assert {code: set(KINDS) - kinds for code, kinds in tried.items() if kinds != set(KINDS)} == {}
