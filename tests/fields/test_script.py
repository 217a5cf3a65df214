"""Traditional characters are compared as simplified ones."""

from __future__ import annotations

import pytest

from govdesk.fields.script import _PAIRS, simplified
from govdesk.registers import REGISTERS
from govdesk.sheet.lexicon import Lexicon


def test_what_is_simplified_or_no_chinese_stays():
    assert simplified("风险 Risk 1") == "风险 Risk 1"
    assert simplified("風險編號") == "风险编号"


def test_no_character_stands_for_two_and_none_for_itself():
    found = {}
    for traditional, plain in zip(_PAIRS[::2], _PAIRS[1::2], strict=True):
        assert traditional != plain
        assert found.setdefault(traditional, plain) == plain


@pytest.mark.parametrize(("heading", "field"), [("風險描述", "title"), ("類別", "category"), ("影響", "impact"),
                                                 ("應對措施", "action"), ("負責人", "owner"), ("狀態", "status")])  # fmt: skip
def test_a_traditional_heading_is_known(heading, field):
    assert Lexicon(REGISTERS["risk"]).match(heading).field == field


@pytest.mark.parametrize(("text", "code"), [("極高", 5), ("已關閉", "closed")])
def test_a_traditional_word_of_a_list_is_read(text, code):
    field = "impact" if code == 5 else "status"
    assert REGISTERS["risk"].field(field).kind.read(text) == code
