"""The head of the inspector: what its badges say of the record."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.query import find
from govdesk.ui.record_head import RecordHead


@pytest.mark.parametrize(
    ("now", "hoped", "said"),
    [
        ("resistant", "supportive", ["Engagement: Resistant", "→", "Desired engagement: Supportive"]),
        ("supportive", "supportive", ["Engagement: Supportive"]),
        (None, "supportive", ["Desired engagement: Supportive"]),
    ],
)
def test_where_one_stands_leads_to_where_one_should(context, open_workspace, app, now, hoped, said):
    project = edit.create(open_workspace, "project", {"name": "门店"})
    values = {"name": "何嘉", "project": project, "engagement": now, "desired": hoped}
    made = edit.create(open_workspace, "stakeholder", {n: v for n, v in values.items() if v})
    with open_workspace.read() as session:
        record = find(session, REGISTERS, "stakeholder", made)
    head = RecordHead(context)
    head.show_record(record)
    items = [head._badge_line.itemAt(n).widget() for n in range(head._badge_line.count())]
    assert [w.text() or w.accessibleName() for w in items if isinstance(w, QLabel)] == said
    head.deleteLater()
