"""What becomes of a voice: deadlines in words, and who may confirm."""

from __future__ import annotations

import datetime as dt

import pytest

from govdesk.errors import GovDeskError
from govdesk.i18n import language
from govdesk.insight import answering

TODAY = dt.date(2026, 11, 22)
EN = language("en")


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [(-4, "4 days late", "act"), (-1, "1 day late", "act"), (0, "Due today", "watch"), (2, "2 days left", "watch"),
     (1, "1 day left", "watch"), (9, "9 days left", "quiet")],
)  # fmt: skip
def test_a_deadline_is_told_in_words_and_tone(days, words, tone):
    found = answering.deadline(TODAY + dt.timedelta(days=days), "new", TODAY)
    assert (EN.say(found.words), found.tone) == (words, tone)


def test_an_answered_voice_is_late_no_more():
    assert answering.deadline(TODAY - dt.timedelta(days=9), "answered", TODAY).tone == "good"
    assert answering.deadline(None, "new", TODAY) is None


@pytest.mark.parametrize(("days", "words", "tone"), [(1, "Waits 1 day", "quiet"), (8, "Waits 8 days", "watch")])
def test_an_answer_waits_for_its_confirmation_in_words(days, words, tone):
    found = answering.deadline(None, "answered", TODAY, TODAY - dt.timedelta(days=days))
    assert (str(found.words), found.tone) == (words, tone)


@pytest.mark.parametrize(
    ("values", "by", "code"),
    [
        ({"source": "a"}, "a", "unanswered"),
        ({"source": "a", "reply": "x"}, None, "nobody"),
        ({"source": "a", "reply": "x"}, "b", "not_source"),
        ({"owner": "b", "reply": "x"}, "b", "same_person"),
        ({"owner": "b", "anonymous": True, "reply": "x"}, "b", "same_person"),
    ],
)
def test_who_may_not_confirm_is_told_why(values, by, code):
    with pytest.raises(GovDeskError) as raised:
        answering.confirm(values, by)
    assert raised.value.code == code


@pytest.mark.parametrize(
    ("values", "by"), [({"source": "a", "reply": "x"}, "a"), ({"owner": "b", "anonymous": True, "reply": "x"}, "c")]
)
def test_the_source_or_a_second_person_confirms(values, by):
    assert answering.confirm(values, by) == {"status": "confirmed", "confirmed_by": by}


def test_moving_a_closed_voice_back_opens_it_again():
    moved = answering.move({"status": "confirmed", "reply": "x"}, "new", TODAY)
    assert moved == {"status": "new", "replied": None, "confirmed_by": None}


def test_moving_to_answered_needs_an_answer():
    with pytest.raises(GovDeskError):
        answering.move({"status": "new"}, "answered", TODAY)
    assert answering.move({"status": "new", "reply": "x"}, "answered", TODAY)["replied"] == TODAY
