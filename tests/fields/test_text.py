from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdesk.fields.text import clean, fold, pinyin


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Risk  ID", "risk id"),
        ("ＲＩＳＫ　ＩＤ", "risk id"),
        ("编号 ID", "编号id"),
        ("联系 方式", "联系方式"),
        ("权力（1-5）", "权力(1-5)"),
        ("\u200b负\u200d责人\ufeff", "负责人"),
        ("\xa0Owner\u3000", "owner"),
        ("line\nbreak", "line break"),
        ("\N{LEFT-TO-RIGHT MARK}Owner", "OWNER"),
        ("STRASSE", "straße"),
    ],
)
def test_two_spellings_fold_to_one(one, other):
    assert fold(one) == fold(other)


def test_different_words_stay_different():
    assert fold("高") != fold("中")
    assert fold("no te") != fold("note")


TYPED = st.text(st.sampled_from("aZ ßé09-(（）高中Ａｂ１ \t\n\xa0\u3000\u200b\ufeff：:，½ﬁ"))


@given(TYPED)
def test_what_is_folded_is_folded_for_good(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" \xa0\u3000two\u3000words\t\r\n", "two\u3000words"),
        ("\u200b\ufeff高\u200d", "高"),
        ("\u2003wide\u2003", "wide"),
        ("in\u200bside", "in\u200bside"),
        ("nul\x00 inside", "nul inside"),
        ("half \ud83d a character", "half  a character"),
        ("\ud83d\ude00", "😀"),
        ("👍🏽 مرحبا", "👍🏽 مرحبا"),
        ("", ""),
    ],
)
def test_text_is_kept_as_typed_but_for_its_edges(typed, kept):
    assert clean(typed) == kept


@given(st.text(st.characters()))
def test_cleaned_text_can_be_stored_and_is_clean(text):
    kept = clean(text)
    assert clean(kept) == kept
    assert "\x00" not in kept.encode("utf-8").decode("utf-8")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("王敏", "wangmin|wm"),
        ("重庆分公司", "chongqingfengongsi|cqfgs"),
        ("厦门店", "xiamendian|xmd"),
        ("会计部", "kuaijibu|kjb"),
        ("曾国强", "zengguoqiang|zgq"),
        ("单伟", "shanwei|sw"),
        ("Zhang Wei", "zhang wei|zw"),
        ("ERP系统", "erpxitong|erpxt"),
        ("厦门 Xiamen 店", "xiamenxiamendian|xmxd"),
        ("张\u200b伟", "zhangwei|zw"),
        ("2期推广", "2qituiguang|2qtg"),
        (" ", "|"),
        ("\u200b", "|"),
    ],
)
def test_a_name_is_found_by_its_pinyin_and_initials(name, key):
    assert pinyin(name) == key


@given(st.text())
def test_any_name_has_a_key(name):
    assert "|" in pinyin(name)
