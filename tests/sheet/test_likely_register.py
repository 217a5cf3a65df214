"""Which registers a table might be for, where none fits by itself."""

from __future__ import annotations

from govdesk.registers import REGISTERS
from govdesk.sheet.likely_register import likely_registers


def test_the_registers_that_know_most_headings_come_first():
    found = likely_registers(REGISTERS, ["风险描述", "概率", "影响", "天气"])
    assert found[0] == ("risk", 3)
    assert [n for _, n in found] == sorted((n for _, n in found), reverse=True)


def test_headings_that_nobody_knows_bring_no_register():
    assert likely_registers(REGISTERS, ["天气", "午饭"]) == []
