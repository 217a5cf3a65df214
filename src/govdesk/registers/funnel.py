"""Funnels: the inputs of a gap calculation, kept with the project."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from govdesk.fields import amount, kinds
from govdesk.fields.field import field
from govdesk.fields.register import About, ProjectRecord
from govdesk.fields.vocabulary import Term, Vocabulary
from govdesk.i18n import N_

FUNNEL_CHANNEL = Vocabulary(
    N_("Channel of a funnel"),
    Term("main", N_("Main channel"), "主渠道", "Main"),
    Term("alternative", N_("Other channel"), "替代渠道", "Alternative"),
)


class Funnel(ProjectRecord):
    """One gap calculation."""

    about: ClassVar[About] = About(
        N_("Gap calculation"), N_("Gap calculations"), "FNL", "diagnosis", "funnel", "name",
        purpose=N_("How many are needed to reach a target, and how many are missing"),
        empty=N_("A gap calculation counts back from a target through the steps of a funnel to what is needed at its start."),
        aliases=("缺口测算", "漏斗", "Funnel"),
        hidden=True, since=3,
    )  # fmt: skip

    name: Mapped[str | None] = field(
        kinds.Text(), N_("Name"), required=True, key=True, searchable=True, main=True, width=26
    )
    unit: Mapped[str | None] = field(kinds.Text(), N_("Measured in"), main=True, width=8)
    target: Mapped[float | None] = field(amount.Number(), N_("Target"), main=True, width=14)
    target_low: Mapped[float | None] = field(amount.Number(), N_("Lowest target"), width=14)
    target_high: Mapped[float | None] = field(amount.Number(), N_("Highest target"), width=14)
    value: Mapped[float | None] = field(amount.Number(), N_("Value of one"), main=True, width=14)
    value_low: Mapped[float | None] = field(amount.Number(), N_("Lowest value of one"), width=14)
    value_high: Mapped[float | None] = field(amount.Number(), N_("Highest value of one"), width=14)
    alternative: Mapped[str | None] = field(kinds.Text(), N_("Name of the other channel"), width=20)
    metric: Mapped[str | None] = field(kinds.Link("metric", creates=False), N_("Metric"), width=20)


class FunnelStep(ProjectRecord):
    """One step of a funnel."""

    about: ClassVar[About] = About(
        N_("Funnel step"), N_("Funnel steps"), "FST", "diagnosis", "funnel", "name",
        purpose=N_("The steps of a gap calculation"),
        empty=N_("A step says how many of a hundred go on to the next."),
        hidden=True, since=3,
    )  # fmt: skip

    funnel: Mapped[str | None] = field(
        kinds.Link("funnel", owner=True), N_("Gap calculation"), required=True, key=True, main=True, width=26
    )
    place: Mapped[int | None] = field(kinds.Integer(1, 99), N_("Order"), key=True, main=True, width=7)
    name: Mapped[str | None] = field(
        kinds.Text(), N_("Name"), required=True, key=True, searchable=True, main=True, width=22
    )
    channel: Mapped[str | None] = field(
        kinds.Choice(FUNNEL_CHANNEL), N_("Channel of a funnel"), default="main", main=True, width=12
    )
    low: Mapped[float | None] = field(amount.Percent(), N_("Goes on at least"), main=True, width=9)
    likely: Mapped[float | None] = field(amount.Percent(), N_("Goes on most likely"), main=True, width=9)
    high: Mapped[float | None] = field(amount.Percent(), N_("Goes on at most"), main=True, width=9)
    in_hand: Mapped[float | None] = field(amount.Number(), N_("In hand"), main=True, width=10)
