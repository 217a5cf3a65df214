"""What GovDesk tracks: one line for each register, in the order of the navigation."""

from __future__ import annotations

from govdesk.fields.register import Registers
from govdesk.registers.benchmark import Benchmark
from govdesk.registers.budget_stage import BudgetStage
from govdesk.registers.change_impact import ChangeImpact
from govdesk.registers.checklist import Checklist, ChecklistItem
from govdesk.registers.commitment import Commitment
from govdesk.registers.contribution import Contribution
from govdesk.registers.decision import Decision, DecisionStep
from govdesk.registers.feedback import Feedback
from govdesk.registers.funnel import Funnel, FunnelStep
from govdesk.registers.lesson import Lesson
from govdesk.registers.metric import Measurement, Metric
from govdesk.registers.milestone import Milestone
from govdesk.registers.organisation import Department, Project
from govdesk.registers.ownership import Deliverable, Responsibility
from govdesk.registers.pilot_site import PilotSite
from govdesk.registers.procedure import Procedure
from govdesk.registers.relationship import Relationship, Touchpoint
from govdesk.registers.request import Request
from govdesk.registers.review import Agreement, Review
from govdesk.registers.risk import Risk
from govdesk.registers.skill_need import SkillNeed
from govdesk.registers.snapshot import Snapshot
from govdesk.registers.stakeholder import Stakeholder
from govdesk.registers.training import Training

REGISTERS = Registers(
    Project,
    Department,
    Stakeholder,
    Relationship,
    Touchpoint,
    Commitment,
    Deliverable,
    Responsibility,
    Request,
    Decision,
    DecisionStep,
    Contribution,
    Feedback,
    Risk,
    Checklist,
    ChecklistItem,
    Milestone,
    Metric,
    Measurement,
    ChangeImpact,
    Training,
    SkillNeed,
    BudgetStage,
    PilotSite,
    Procedure,
    Benchmark,
    Review,
    Agreement,
    Lesson,
    Snapshot,
    Funnel,
    FunnelStep,
)
