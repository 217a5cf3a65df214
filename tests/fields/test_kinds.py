from __future__ import annotations

import json
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govdesk.fields.kind import Context, Invalid, Lookup, as_text
from govdesk.fields.kinds import DAY, Choice, Date, Flag, Integer, Link, LongText, Scale, Serial, Tags, Text
from govdesk.fields.vocabulary import Term, Vocabulary
from govdesk.i18n import LANGUAGES, language
from govdesk.registers import REGISTERS
from govdesk.registers.ownership import RACI
from govdesk.registers.risk import RISK_STATUS
from govdesk.registers.vocabularies import DEGREE, ENGAGEMENT, LEVEL, SENTIMENT

NAN, INFINITE = float("nan"), float("inf")
FIELDS = [field for register in REGISTERS.values() for field in register.fields()]
ONE_TO_FIVE = Scale(vocabulary=DEGREE)
FOR_AND_AGAINST = Scale(-2, 2, vocabulary=SENTIMENT)
PERCENT = Context(percent=True)


def code_of(read):
    """Answer the code of what was refused, so that a table can name it."""
    assert isinstance(read, Invalid), read
    return read.code


@pytest.mark.parametrize(
    "kind",
    [Text(), LongText(), Tags(), Integer(), ONE_TO_FIVE, Date(), Choice(RACI), Flag(), Link("risk"), Serial("RSK")],
)
@pytest.mark.parametrize("blank", [None, "", " ", "\t\r\n", "\xa0", "\u3000", "\u200b", "\ufeff \u2060"])
def test_blank_is_blank(kind, blank):
    assert kind.read(blank) is None


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("field", FIELDS, ids=lambda f: f"{f.register}.{f.name}")
def test_nothing_is_shown_for_nothing(field, lang):
    assert field.kind.show(None, language(lang)) == ""
    assert field.kind.cell(None, language(lang)) is None


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("two\nlines", "two\nlines"),
        ("\u3000王敏\xa0", "王敏"),
        ("王\u200b敏", "王\u200b敏"),
        ("=SUM(A1)", "=SUM(A1)"),
        ("#N/A", "#N/A"),
        (3, "3"),
        (3.0, "3"),
        (-3.0, "-3"),
        (0.1 + 0.2, "0.3"),
        (13800138000.0, "13800138000"),
        (1e22, "1e+22"),
        (NAN, "NaN"),
        (INFINITE, "inf"),
        (True, "TRUE"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 9, 5), "2026-03-01 09:05:00"),
        (time(9, 5), "09:05:00"),
    ],
)
def test_text_is_what_a_person_sees_in_the_cell(cell, text):
    assert Text().read(cell) == text
    assert as_text(cell) == text


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ("a, b", "a, b"),
        ("一线，培训、ERP;门店；x\ny", "一线, 培训, ERP, 门店, x, y"),
        ("a, a , b,,", "a, b"),
        (",;，", None),
        ("a,\xad0", "a, 0"),
        (2026.0, "2026"),
    ],
)
def test_tags_are_split_by_any_comma(cell, tags):
    assert Tags().read(cell) == tags


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (7, 7), (7.0, 7), ("7", 7), ("7.0", 7), (" ７ ", 7), ("+7", 7), ("1,234", 1234), ("1,234,567.00", 1234567), (0, 0),
        ("−3", -3), ("-3", -3), (-3.0, -3),
    ],
)  # fmt: skip
def test_whole_numbers_are_read(cell, number):
    assert Integer(-10).read(cell) == number


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("seven", "number"), ("7.5", "number"), (7.5, "number"), ("7 days", "number"), ("1,2", "number"), ("12,34", "number"),
        ("7e3", "number"), (True, "number"), (NAN, "number"), (INFINITE, "number"), ("#DIV/0!", "number"), ("9" * 5000, "number"),
        (-1, "range"), (1_000_000_001, "range"), ("-1", "range"), (date(2026, 3, 1), "number"), ("--7", "number"),
    ],
)  # fmt: skip
def test_what_is_no_whole_number_is_refused(cell, code):
    assert code_of(Integer().read(cell)) == code


@pytest.mark.parametrize(
    ("cell", "step"),
    [
        (3, 3), (3.0, 3), ("3", 3), ("３", 3), ("3.0", 3), ("\u200b3\xa0", 3),
        ("4/5", 4), ("4 / 5", 4), ("４／５", 4), ("4分", 4), ("4 分", 4), ("4级", 4), ("4星", 4),
        ("极低", 1), ("低", 2), ("中", 3), ("高", 4), ("极高", 5), ("较高", 4), ("非常高", 5), ("很低", 1), ("中等", 3), ("一般", 3),
        ("VL", 1), ("L", 2), ("M", 3), ("H", 4), ("VH", 5), ("h", 4), ("Ｈ", 4), ("Med", 3), ("MEDIUM", 3), ("very high", 5),
        ("Very  High", 5), ("Almost certain", 5), ("Unlikely", 2), ("Rare", 1), ("几乎确定", 5), ("罕见", 1), ("重大", 4),
        ("高 (High)", 4), ("高（High）", 4), ("高 High", 4), ("High/高", 4), ("High - 高", 4), ("High 高", 4), ("3-中", 3),
        ("3 - Medium", 3), ("4. High", 4), ("4：高", 4), ("4（高）", 4), ("4 高", 4), ("5 (whatever)", 5), ("Medium (1 week)", 3),
        ("High risk", 4),
        ("★", 1), ("★★★", 3), ("★★★☆☆", 3), ("★★★★★", 5), ("☆☆☆", 3), ("☆☆☆☆☆☆", 5), ("⭐⭐", 2), ("⭐️⭐️", 2), ("****", 4),
        ("0%", 1), ("10%", 1), ("20%", 2), ("50%", 3), ("79.9%", 4), ("80%", 5), ("100%", 5), ("５０％", 3), ("50 %", 3),
    ],
)  # fmt: skip
def test_a_judgement_in_every_spelling(cell, step):
    assert ONE_TO_FIVE.read(cell) == step


@pytest.mark.parametrize(
    "cell",
    [
        0, 6, -1, 2.5, "2.5", "1-5", "1~5", "4/10", "8/10", "10/10", "120%", "-5%", "3-高", "5 - Low", "not high", "不高", "3 weeks", "3个月",
        "2026-4", "high low", "高/低", "unknown", "?", "#N/A", NAN, INFINITE, True, date(2026, 3, 1), "9" * 5000, "Ⅲ-", "1,2",
    ],
)  # fmt: skip
def test_no_judgement_is_invented(cell):
    assert code_of(ONE_TO_FIVE.read(cell)) == "scale"


@pytest.mark.parametrize(
    ("cell", "step"),
    [(0.0, 1), (0, 1), (0.1, 1), (0.5, 3), (0.8, 5), (1, 5), (1.0, 5), ("50%", 3), ("4", 4), ("高", 4)],
)
def test_a_share_is_a_step_in_a_column_of_percent(cell, step):
    assert ONE_TO_FIVE.read(cell, PERCENT) == step


@pytest.mark.parametrize("cell", [1.2, -0.1, 5, NAN])
def test_a_share_beyond_the_whole_is_refused(cell):
    assert code_of(ONE_TO_FIVE.read(cell, PERCENT)) == "scale"


@pytest.mark.parametrize(
    ("cell", "step"),
    [
        (-2, -2), ("-2", -2), ("−1", -1), (0, 0), ("0", 0), ("+1", 1), (2.0, 2), ("反对", -1), ("强烈支持", 2), ("Against", -1),
        ("neutral", 0), ("-1 反对", -1), ("-1（反对）", -1), ("1: 支持", 1),
    ],
)  # fmt: skip
def test_for_and_against(cell, step):
    assert FOR_AND_AGAINST.read(cell) == step


@pytest.mark.parametrize("cell", [3, -3, "1 反对", "***", "★★"])
def test_no_side_is_invented(cell):
    assert code_of(FOR_AND_AGAINST.read(cell)) == "scale"


def test_a_step_has_a_word():
    assert ONE_TO_FIVE.word(4, language("en")) == "High"
    assert Scale().word(4, language("en")) == "4"


@pytest.mark.parametrize(
    ("vocabulary", "cell", "code"),
    [
        (RACI, "R", "R"), (RACI, "r", "R"), (RACI, "Ａ", "A"), (RACI, "A - Accountable", "A"), (RACI, "负责 (A)", "A"),
        (RACI, "知情", "I"), (RACI, "Consulted", "C"), (RACI, "R Responsible", "R"), (RACI, "执行/R", "R"),
        (RISK_STATUS, "已关闭", "closed"), (RISK_STATUS, "closed", "closed"), (RISK_STATUS, "CLOSED 已关闭", "closed"),
        (RISK_STATUS, "已关闭/Closed", "closed"), (RISK_STATUS, "In  Progress", "treating"), (RISK_STATUS, "进行中 In progress", "treating"),
        (RISK_STATUS, "处理中（80%）", "treating"), (RISK_STATUS, "not started", "open"), (RISK_STATUS, "Closed.", "closed"),
        (ENGAGEMENT, "中立型", "neutral"), (ENGAGEMENT, "支持型 (Supportive)", "supportive"), (ENGAGEMENT, "领导型", "leading"),
        (LEVEL, "高层\u200b", "executive"), (LEVEL, "\u3000一线\xa0", "frontline"), (LEVEL, "middle", "middle"),
    ],
)  # fmt: skip
def test_a_term_in_every_spelling(vocabulary, cell, code):
    assert Choice(vocabulary).read(cell) == code


@pytest.mark.parametrize(
    ("vocabulary", "cell"),
    [
        (RACI, "A/R"), (RACI, "RA"), (RACI, "负责"), (RACI, "X"), (RISK_STATUS, "not closed"), (RISK_STATUS, "not yet resolved"),
        (RISK_STATUS, "open/closed"), (RISK_STATUS, "we closed it last week after all"), (RISK_STATUS, "partially resolved"),
        (RISK_STATUS, "#REF!"), (RISK_STATUS, NAN), (RISK_STATUS, 3), (RISK_STATUS, True), (RISK_STATUS, "x" * 100_000),
    ],
)  # fmt: skip
def test_no_term_is_invented(vocabulary, cell):
    assert code_of(Choice(vocabulary).read(cell)) == "choice"


@pytest.mark.parametrize(
    "cell",
    [
        True,
        1,
        1.0,
        "Y",
        "yes",
        "YES",
        "true",
        "TRUE",
        "T",
        "1",
        "x",
        "X",
        "是",
        "有",
        "对",
        "√",
        "✓",
        "✔",
        "☑",
        "●",
        " ✓\u200b",
    ],
)
def test_yes_in_every_spelling(cell):
    assert Flag().read(cell) is True


@pytest.mark.parametrize(
    "cell", [False, 0, 0.0, "N", "no", "False", "F", "0", "否", "无", "×", "✗", "✘", "☐", "○", "没有", "-", "\u3000否"]
)
def test_no_in_every_spelling(cell):
    assert Flag().read(cell) is False


@pytest.mark.parametrize("cell", ["maybe", "Y/N", 2, 0.5, NAN, "#N/A", "是否", date(2026, 3, 1)])
def test_neither_yes_nor_no(cell):
    assert code_of(Flag().read(cell)) == "flag"


@pytest.mark.parametrize(
    ("cell", "days"),
    [(7, 7), ("2", 2), ("7天", 7), ("每 10 天", 10), ("14 days", 14), ("每周", 7), ("每周一次", 7), ("双周", 14), ("每2周", 14), ("Weekly", 7),
     ("Bi-weekly", 14), ("每月1次", 30), ("月度", 30), ("monthly", 30), ("每季度", 90), ("半年", 182), ("Every day", 1), ("每年", 365)],
)  # fmt: skip
def test_a_period_is_read_in_days(cell, days):
    assert Integer(1, 366, DAY).read(cell) == days


@pytest.mark.parametrize("cell", ["按需", "weeks", "7 weeks", "每", "周一", "2026-03-01", "400天"])
def test_no_period_is_guessed(cell):
    assert code_of(Integer(1, 366, DAY).read(cell)) in ("number", "range")
    assert code_of(Integer(1, 366).read("7天")) == "number"


def test_a_link_is_a_name_to_look_up():
    assert Link("department").read(" 财务部\xa0") == Lookup("department", "财务部")
    assert Link("department").read(7.0) == Lookup("department", "7")


@pytest.mark.parametrize(
    ("cell", "number"), [("RSK-0012", 12), ("rsk-0012", 12), ("ＲＳＫ－００１２", 12), ("RSK-123456", 123456)]
)
def test_a_business_number_is_read(cell, number):
    assert Serial("RSK").read(cell) == number


@pytest.mark.parametrize("cell", ["RSK-12", "STK-0012", "12", 12, "RSK-", "RSK0012", "RSK-0012x", NAN])
def test_no_business_number_is_invented(cell):
    assert code_of(Serial("RSK").read(cell)) == "number"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("field", [f for f in FIELDS if f.kind.code != "link"], ids=lambda f: f"{f.register}.{f.name}")
def test_what_is_shown_is_read_back(field, lang, values_of):
    @settings(max_examples=min(settings().max_examples, 30))
    @given(values_of(field.kind))
    def check(value):
        assert field.kind.read(field.kind.show(value, language(lang))) == value
        percent = field.kind.sheet_format(language(lang)).number_format.endswith("%")
        assert field.kind.read(field.kind.cell(value, language(lang)), Context(percent=percent)) == value
        assert field.kind.load(json.loads(json.dumps(field.kind.dump(value)))) == value

    check()


CELLS = st.one_of(
    st.none(),
    st.text(st.characters()),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
)


@pytest.mark.parametrize("kind", {repr(type(f.kind)): f.kind for f in FIELDS}.values(), ids=lambda k: k.code)
def test_any_cell_gives_a_value_or_says_why(kind):
    @given(CELLS, st.sampled_from([Context(), Context(day_first=True), PERCENT]))
    def check(cell, context):
        read = kind.read(cell, context)
        if isinstance(read, Invalid):
            assert read.code
            assert all(language(lang).say(read.message) for lang in LANGUAGES)
        elif read is not None and not isinstance(read, Lookup):
            assert kind.read(kind.show(read, language("en"))) == read

    check()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("field", FIELDS, ids=lambda f: f"{f.register}.{f.name}")
def test_the_words_offered_in_a_sheet_are_read_back(field, lang):
    offered = field.kind.sheet_format(language(lang))
    read = [field.kind.read(word) for word in offered.words]
    assert not [value for value in read if isinstance(value, Invalid)]
    assert len(set(read)) == len(offered.words)
    assert offered.width > 0


def vocabularies():
    """Answer every vocabulary that a field of a register uses, once."""
    found = {id(v): v for f in FIELDS if (v := getattr(f.kind, "vocabulary", None)) is not None}
    return sorted(found.values(), key=lambda v: v.name)


@pytest.mark.parametrize("vocabulary", vocabularies(), ids=lambda v: v.name)
def test_no_spelling_is_claimed_by_two_terms(vocabulary):
    from govdesk.fields.text import fold

    claims = {}
    for term in vocabulary:
        labels = [language(lang).gettext(term.label) for lang in LANGUAGES]
        for spelling in (term.code, term.label, *labels, *term.aliases):
            claims.setdefault(fold(spelling), set()).add(term.code)
    assert {spelling: codes for spelling, codes in claims.items() if len(codes) > 1} == {}


@pytest.mark.parametrize("vocabulary", vocabularies(), ids=lambda v: v.name)
def test_every_spelling_reads_to_its_term(vocabulary):
    for term in vocabulary:
        labels = [language(lang).gettext(term.label) for lang in LANGUAGES]
        for spelling in (term.code, term.label, *labels, *term.aliases):
            assert vocabulary.match(spelling) == term.code
            assert vocabulary.match(f" {spelling.upper()}\u200b") == term.code


def test_an_unknown_code_stands_for_itself():
    words = Vocabulary("Words", Term("one", "One"))
    assert words.label("two", language("en")) == "two"
    assert "one" in words
    assert "two" not in words
    assert words["one"].label == "One"
