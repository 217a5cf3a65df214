"""Each register's own rules, by name."""

from __future__ import annotations

from datetime import date

import pytest

from govdesk.i18n import LANGUAGES, language
from govdesk.registers import REGISTERS

EARLY, LATE = date(2026, 1, 1), date(2026, 2, 1)

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
