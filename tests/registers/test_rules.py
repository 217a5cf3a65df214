"""Each register's own rules, by name."""

from __future__ import annotations

from datetime import date

import pytest

from govdesk.i18n import LANGUAGES, language
from govdesk.registers import REGISTERS

EARLY, LATE, AHEAD = date(2026, 1, 1), date(2026, 2, 1), date(9000, 1, 1)

BROKEN = [
    ("project", {"start": LATE, "end": EARLY}, ("end", "order")),
    ("feedback", {"anonymous": True, "source": "someone"}, ("source", "anonymous")),
    ("feedback", {"status": "confirmed"}, ("status", "unanswered")),
    ("feedback", {"status": "confirmed", "reply": " "}, ("status", "unanswered")),
    ("feedback", {"status": "confirmed", "reply": "done"}, ("status", "nobody")),
    (
        "feedback",
        {"status": "confirmed", "reply": "done", "source": "a", "confirmed_by": "b"},
        ("status", "not_source"),
    ),
    (
        "feedback",
        {"status": "confirmed", "reply": "done", "owner": "b", "confirmed_by": "b"},
        ("status", "same_person"),
    ),
    ("feedback", {"status": "declined", "reply": ""}, ("status", "no_reason")),
    ("feedback", {"date": LATE, "replied": EARLY}, ("replied", "order")),
    ("checklist_item", {"owner": "someone", "verified_by": "someone"}, ("verified_by", "self_verified")),
    ("checklist_item", {"verified_by": "another"}, ("verified_by", "not_done")),
    ("checklist_item", {"status": "doing", "evidence": "照片", "verified_by": "another"}, ("verified_by", "not_done")),
    ("checklist_item", {"status": "done"}, ("status", "no_evidence")),
    ("checklist_item", {"done": date(9000, 1, 1)}, ("done", "future")),
    ("checklist_item", {"status": "done", "evidence": "  "}, ("status", "no_evidence")),
    ("relationship", {"person": "someone", "other": "someone"}, ("other", "self_tie")),
    ("commitment", {"made": LATE, "kept_on": EARLY}, ("kept_on", "order")),
    ("request", {"raised": LATE, "answered": EARLY}, ("answered", "order")),
    ("request", {"status": "rejected", "answer": " "}, ("status", "no_reason")),
    ("decision", {"raised": LATE, "decided": EARLY}, ("decided", "order")),
    ("decision", {"decided": AHEAD}, ("decided", "future")),
    ("decision", {"decided": LATE, "announced": EARLY}, ("announced", "order")),
    ("decision_step", {"submitted": LATE, "date": EARLY}, ("date", "order")),
    ("contribution", {"date": LATE, "acknowledged": EARLY}, ("acknowledged", "order")),
    ("milestone", {"actual": AHEAD}, ("actual", "future")),
    ("metric", {"baseline": 5.0, "target": 5.0}, ("target", "no_change")),
    ("metric", {"baseline": 0.0, "target": 0.0, "direction": "up"}, ("target", "no_change")),
    ("metric", {"baseline": 5.0, "target": 2.0, "direction": "up"}, ("direction", "wrong_way")),
    ("metric", {"baseline": 2.0, "target": 5.0, "direction": "down"}, ("direction", "wrong_way")),
    ("measurement", {"date": AHEAD}, ("date", "future")),
    ("training", {"planned": 10, "attended": 11}, ("attended", "too_many")),
    ("training", {"attended": 10, "assessed": 11}, ("assessed", "too_many")),
    ("training", {"assessed": 10, "passed": 11}, ("passed", "too_many")),
    ("training", {"attended": 10, "passed": 11}, ("passed", "too_many")),
    ("budget_stage", {"start": LATE, "end": EARLY}, ("end", "order")),
    ("pilot_site", {"start": LATE, "end": EARLY}, ("end", "order")),
    ("procedure", {"checked": AHEAD}, ("checked", "future")),
    ("review", {"period_start": LATE, "period_end": EARLY}, ("period_end", "order")),
    ("review", {"status": "held", "date": AHEAD}, ("status", "future")),
]
KEPT = [
    ("project", {"start": EARLY, "end": LATE}),
    ("project", {"start": EARLY, "end": EARLY}),
    ("project", {"end": EARLY}),
    ("feedback", {"anonymous": True}),
    ("feedback", {"anonymous": False, "source": "someone"}),
    ("feedback", {"status": "confirmed", "reply": "done", "source": "a", "confirmed_by": "a"}),
    ("feedback", {"status": "confirmed", "reply": "done", "owner": "a", "confirmed_by": "b"}),
    ("feedback", {"status": "declined", "reply": "no"}),
    ("feedback", {"status": "answered"}),
    ("feedback", {"date": EARLY, "replied": EARLY}),
    ("checklist_item", {"status": "done", "evidence": "照片", "owner": "someone", "verified_by": "another"}),
    ("checklist_item", {"status": "done", "evidence": "照片", "verified_by": "another"}),
    ("checklist_item", {"status": "done", "evidence": "照片"}),
    ("checklist_item", {"done": date.today()}),
    ("checklist_item", {}),
    ("relationship", {"person": "someone", "other": "another"}),
    ("commitment", {"made": EARLY, "kept_on": EARLY}),
    ("request", {"raised": EARLY, "answered": EARLY, "status": "rejected", "answer": "no"}),
    ("decision", {"raised": EARLY, "decided": EARLY, "announced": LATE}),
    ("decision", {"decided": date.today(), "due": AHEAD}),
    ("decision", {"status": "decided"}),
    ("decision_step", {"submitted": EARLY, "date": EARLY, "planned": AHEAD}),
    ("contribution", {"date": EARLY, "acknowledged": EARLY}),
    ("milestone", {"actual": date.today(), "planned": AHEAD, "forecast": AHEAD}),
    ("metric", {"baseline": 5.0, "target": 5.0, "direction": "hold"}),
    ("metric", {"baseline": 5.0, "target": 2.0, "direction": "down"}),
    ("metric", {"baseline": 5.0, "target": 2.0}),
    ("metric", {"baseline": 5.0}),
    ("metric", {"target": 0.0, "direction": "down"}),
    ("measurement", {"date": date.today()}),
    ("training", {"planned": 10, "attended": 10, "assessed": 10, "passed": 10}),
    ("training", {"planned": 0, "attended": 0}),
    ("training", {"passed": 3}),
    ("budget_stage", {"start": EARLY, "end": EARLY}),
    ("pilot_site", {"start": EARLY, "end": LATE}),
    ("procedure", {"checked": date.today(), "review": AHEAD}),
    ("review", {"period_start": EARLY, "period_end": EARLY, "status": "planned", "date": AHEAD}),
    ("review", {"status": "closed", "date": EARLY, "next": AHEAD}),
]


@pytest.mark.parametrize(("code", "values", "problem"), BROKEN)
def test_a_broken_rule_is_named_and_said(code, values, problem):
    ((name, invalid),) = REGISTERS[code].check(values)
    assert (name, invalid.code) == problem
    assert REGISTERS[code].field(name)
    assert all(language(lang).say(invalid.message) for lang in LANGUAGES)


@pytest.mark.parametrize(("code", "values"), KEPT)
def test_a_kept_rule_says_nothing(code, values):
    assert list(REGISTERS[code].check(values)) == []


def test_every_rule_is_tried():
    ruled = {code for code, register in REGISTERS.items() if "check" in vars(register)}
    assert ruled == {code for code, *_ in BROKEN}


def test_a_milestone_is_reached_once_its_day_is_written_down():
    turned = REGISTERS["milestone"].turned
    assert turned({"status": "open"}, {"actual": EARLY})["status"] == "reached"
    assert turned({"status": "reached", "actual": EARLY}, {"actual": None})["status"] == "open"
    assert turned({"status": "dropped", "actual": EARLY}, {"actual": None})["status"] == "dropped"
    assert turned({"status": "open"}, {"actual": EARLY, "status": "open"})["status"] == "open"
