"""Snapshots: what the diagnosis said on a day, kept so that a trend can be shown."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy.orm import Mapped

from govdesk.fields import amount, kinds
from govdesk.fields.field import field
from govdesk.fields.register import About, ProjectRecord
from govdesk.fields.vocabulary import Term, Vocabulary
from govdesk.i18n import N_

FINDING_LEVEL = Vocabulary(
    N_("Level of a finding"),
    Term("none", N_("No sign"), "未见", "None", tone="good"),
    Term("watch", N_("Watch"), "关注", tone="watch"),
    Term("act", N_("Act"), "需应对", "应对", tone="act"),
    Term("insufficient", N_("Not enough data"), "数据不足", "Insufficient", tone="quiet"),
)


class Snapshot(ProjectRecord):
    """What one rule said on one day."""

    about: ClassVar[About] = About(
        N_("Diagnosis snapshot"), N_("Diagnosis snapshots"), "SNP", "diagnosis", "camera", "rule",
        purpose=N_("What the diagnosis said on a day"),
        empty=N_("A snapshot keeps what each rule of the diagnosis said on a day, so that the trend shows."),
        hidden=True, since=3,
    )  # fmt: skip

    rule: Mapped[str | None] = field(
        kinds.Text(), N_("Rule"), required=True, key=True, searchable=True, main=True, width=20
    )
    date: Mapped[dt.date | None] = field(kinds.Date(), N_("Date"), required=True, key=True, main=True, width=11)
    group: Mapped[str | None] = field(kinds.Text(), N_("Group"), main=True, width=14)
    level: Mapped[str | None] = field(kinds.Choice(FINDING_LEVEL), N_("Level of a finding"), main=True, width=12)
    evidence: Mapped[int | None] = field(kinds.Integer(), N_("Records behind it"), main=True, width=9)
    value: Mapped[float | None] = field(amount.Number(), N_("Figure"), main=True, width=10)
    sentence: Mapped[str | None] = field(kinds.LongText(), N_("Sentence"), width=30)
