"""What GovDesk tracks: one line for each register, in the order of the navigation."""

from __future__ import annotations

from govdesk.fields.register import Registers
from govdesk.registers.checklist import Checklist, ChecklistItem
from govdesk.registers.feedback import Feedback
from govdesk.registers.organisation import Department, Project
from govdesk.registers.ownership import Deliverable, Responsibility
from govdesk.registers.relationship import Relationship, Touchpoint
from govdesk.registers.risk import Risk
from govdesk.registers.stakeholder import Stakeholder

REGISTERS = Registers(
    Project,
    Department,
    Stakeholder,
    Relationship,
    Touchpoint,
    Deliverable,
    Responsibility,
    Feedback,
    Risk,
    Checklist,
    ChecklistItem,
)
