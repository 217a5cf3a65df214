"""Headings as people write them, and the field that each means; what would change the meaning never falls to another field."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from govdesk.i18n import LANGUAGES, language
from govdesk.registers import REGISTERS
from govdesk.sheet.lexicon import in_both, lexicons, names_register, plain

KNOWN = lexicons(REGISTERS)


def means(register, heading):
    hit = KNOWN[register].match(heading)
    return hit.field if hit else None


STAKEHOLDER = {
    "姓名": "name",
    "姓名/Name": "name",
    "姓名\nName": "name",
    "姓 名": "name",
    "*姓名（必填）": "name",
    "姓名 *": "name",
    "Name*:": "name",
    "①姓名": "name",
    "1、姓名": "name",
    "编号 ID": "number",
    "编号ID": "number",
    "Nº": "number",
    "职务 Title*": "title",
    "当前态度 Attitude": "engagement",
    "期望态度 Desired": "desired",
    "影响力 Power (1-5)": "power",
    "影响力（1～5）": "power",
    "Power 1 to 5": "power",
    "Level of influence": "power",
    "邮箱 Email": "contact",
    "备注（Notes）": "notes",
    "沟通频率（天/次）": "cadence",
    "\u3000姓\u00a0名\u200b：": "name",
}
RISK = {
    "残余影响": "residual_impact",
    "残余影响 Impact": "residual_impact",
    "Residual impact (1-5)": "residual_impact",
    "residual_I_1to5": "residual_impact",
    "影响（残余）": "residual_impact",
    "影响\n（修订后）": "residual_impact",
    "Impact (target)": "residual_impact",
    "Impact - residual": "residual_impact",
    "影响程度1-5": "impact",
    "Likelihood_1_5": "probability",
    "概率 P(1-5)": "probability",
    "Due / Deadline": "due",
    "风险描述（原因→事件→后果）": "title",
    "Risk\nDescription": "title",
    "固有概率": "inherent_probability",
}
NOTHING = {
    "risk": [
        "Residual 影响",
        "处置前影响",
        "影响（处置前）",
        "Post-treatment\nimpact",
        "Net impact",
        "Financial\nImpact",
        "Cost/Impact",
        "残余风险值",
        "Previous probability",
        "风险等级（概率×影响）",
        "",
        "：",
    ],
    "stakeholder": ["IT部门", "姓名/职务", "Residual 影响", "目标 权力"],
}


@pytest.mark.parametrize(("heading", "field"), STAKEHOLDER.items())
def test_a_heading_of_stakeholders_is_known(heading, field):
    assert means("stakeholder", heading) == field


@pytest.mark.parametrize(("heading", "field"), RISK.items())
def test_a_heading_of_risks_is_known(heading, field):
    assert means("risk", heading) == field


@pytest.mark.parametrize(("register", "heading"), [(r, h) for r, all_ in NOTHING.items() for h in all_])
def test_a_heading_that_may_mean_something_else_is_not_taken(register, heading):
    assert means(register, heading) is None


@pytest.mark.parametrize("code", REGISTERS)
def test_every_alias_and_label_finds_its_field(code):
    register = REGISTERS[code]
    for field in register.fields():
        labels = [language(c).gettext(field.label) for c in LANGUAGES]
        assert [means(code, text) for text in labels] == [field.name] * 2
        assert {a: means(code, a) for a in field.aliases if means(code, a) != field.name} == {}
    for words in ([f.label for f in register.fields()], [in_both(f) for f in register.fields()]):
        assert list(map(KNOWN[code].labels(words).get, map(plain, words))) == [f.name for f in register.fields()]


@given(
    st.sampled_from(["残余", "剩余", "目标", "Residual ", "Target ", "net ", "Revised "]),
    st.sampled_from(["影响", "Impact", "概率"]),
)
def test_a_modifier_never_falls_to_the_field_itself(modifier, base):
    shapes = (
        f"{modifier}{base}",
        f"{base}（{modifier}）",
        f"{base} - {modifier}",
        f"{modifier}/{base}",
        f"{modifier}\n{base}",
    )
    assert not {"impact", "probability"} & {means("risk", s) for s in shapes}


@given(
    st.sampled_from(sorted(STAKEHOLDER)),
    st.sampled_from(["{}", " {} ", "{}:", "{}：", "{}*", "\n{}", "3. {}", "{}（必填）"]),
)
def test_what_stands_around_a_heading_changes_nothing(heading, shape):
    assume(not heading[0].isdigit() or not shape[0].isdigit())
    assert means("stakeholder", shape.format(heading)) == STAKEHOLDER[heading]


@given(st.text(max_size=60))
def test_any_text_is_answered(heading):
    for lexicon in KNOWN.values():
        hit = lexicon.match(heading)
        assert hit is None or hit.field in {f.name for f in lexicon.register.fields()}


@pytest.mark.parametrize(
    ("heading", "right"),
    [("IT部门", "department"), ("Stakeholder's name", "name"), ("处置前影响", "impact"), ("Prob.", "probability"), ("姓名/职务", "name")],
)  # fmt: skip
def test_a_suggestion_holds_the_right_field(heading, right):
    code = "risk" if right in ("impact", "probability") else "stakeholder"
    suggested = KNOWN[code].suggest(heading)
    assert right in suggested
    assert len(suggested) <= 3


@pytest.mark.parametrize(
    ("code", "title", "alias"),
    [
        ("risk", "ERP项目风险登记册", "风险登记册"),
        ("risk", "RAID Register: Risks, Assumptions", "raid register"),
        ("responsibility", "TPM RACI", "raci"),
        ("responsibility", "graciousness", None),
        ("stakeholder", "干系人登记册 2026", "干系人登记册"),
        ("checklist_item", "Go-live checklist", "checklist"),
    ],
)
def test_a_title_names_a_register(code, title, alias):
    assert names_register(REGISTERS[code], title) == alias
