"""The tables that came with version 3 of the file, as they were then; `migrate` gives them to an older one.

What a register declares today may be more: that is another version's step. These words stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.operations import Operations

#: Each table's own columns: text, unless a kind follows behind a colon, or the table that it leads to behind `>`.
_TABLES = {
    "commitment": "who>stakeholder kind promise towards>department made:date due:date status kept_on:date evidence",
    "request": (
        "statement department>department raised_by>stakeholder level deliverable>deliverable acceptance "
        "priority:integer raised:date reply_due:date feasibility answer answered:date answered_by>stakeholder "
        "status times_changed:integer owner>stakeholder decision>decision"
    ),
    "decision": (
        "question department>department owner>stakeholder raised:date due:date options outcome rationale "
        "decided_by>stakeholder decided:date status announced:date announced_to depends_on>decision "
        "deliverable>deliverable risk>risk"
    ),
    "decision_step": (
        "decision>decision place:integer body kind department>department person>stakeholder planned:date "
        "submitted:date date:date outcome reason"
    ),
    "contribution": (
        "outcome department>department part contribution evidence deliverable>deliverable metric>metric "
        "date:date acknowledged_by>stakeholder acknowledged:date"
    ),
    "milestone": (
        "name kind planned:date forecast:date actual:date status department>department owner>stakeholder "
        "deliverable>deliverable criterion reason"
    ),
    "metric": (
        "name kind unit direction baseline:integer baseline_on:date target:integer due:date "
        "department>department deliverable>deliverable owner>stakeholder source headline:boolean "
        "cadence:integer"
    ),
    "measurement": "metric>metric date:date value:integer department>department people:integer source",
    "change_impact": (
        "change department>department level role headcount:integer today tomorrow size:integer "
        "minutes:integer gain action owner>stakeholder due:date status deliverable>deliverable"
    ),
    "training": (
        "module audience department>department level date:date trainer planned:integer attended:integer "
        "assessed:integer passed:integer deliverable>deliverable owner>stakeholder"
    ),
    "skill_need": (
        "skill kind department>department needed:integer in_house:integer critical:boolean holder>stakeholder "
        "plan action cost:integer approval due:date owner>stakeholder status"
    ),
    "budget_stage": (
        "name place:integer planned:integer approved:integer spent:integer gate outcome gate_due:date "
        "gate_date:date start:date end:date decision>decision owner>stakeholder"
    ),
    "pilot_site": (
        "name department>department headquarters:boolean political_risk:integer completeness:integer "
        "willingness:integer lead>stakeholder readiness:integer typical:integer headcount:integer status "
        "start:date end:date use:integer result outcome"
    ),
    "procedure": (
        "title department>department owner>stakeholder deliverable>deliverable status version published:date "
        "kept_at compliance:integer checked:date review:date"
    ),
    "benchmark": (
        "organisation kind sister>project measure metric>metric unit direction theirs:integer ours:integer "
        "date:date source shown_to shown_on:date"
    ),
    "review": (
        "title kind date:date period_start:date period_end:date scope happened went_well causes risk>risk "
        "milestone>milestone owner>stakeholder status next:date"
    ),
    "agreement": "review>review department>department answer date:date person>stakeholder remark",
    "lesson": (
        "title kind pitfall situation insight advice review>review deliverable>deliverable "
        "department>department owner>stakeholder date:date kept_at reused reused_in>project"
    ),
    "snapshot": "rule date:date group level evidence:integer value:integer sentence",
    "funnel": (
        "name unit target:integer target_low:integer target_high:integer value:integer value_low:integer "
        "value_high:integer alternative metric>metric"
    ),
    "funnel_step": "funnel>funnel place:integer name channel low:integer likely:integer high:integer in_hand:integer",
}


def add_tables(operations: Operations) -> None:
    """Make the tables of version 3, and let a checklist say from which review it comes."""
    for name, words in _TABLES.items():
        for statement in _statements(name, words):
            operations.execute(statement)
    operations.execute("ALTER TABLE checklist ADD COLUMN review TEXT REFERENCES review (id)")
    operations.execute("CREATE INDEX ix_checklist_review ON checklist (review)")


def _statements(name: str, words: str) -> list[str]:
    columns = ['"row" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT', "id TEXT NOT NULL", "number INTEGER"]
    keys = ["UNIQUE (id)"]
    indexed = ["number"]
    for word in ("project>project", *words.split(), "reference", "tags", "notes", "extra"):
        column, _, target = word.partition(">")
        column, _, kind = column.partition(":")
        columns.append(f'"{column}" {kind.upper() or "TEXT"}')
        if target:
            keys.append(f'FOREIGN KEY("{column}") REFERENCES {target} (id)')
            indexed.append(column)
    made = [f"CREATE INDEX ix_{name}_{column} ON {name} ({column})" for column in indexed]
    made.append(f"CREATE INDEX ix_{name}_project_number ON {name} (project, number)")
    return [f"CREATE TABLE {name} ({', '.join((*columns, *keys))})", *made]
