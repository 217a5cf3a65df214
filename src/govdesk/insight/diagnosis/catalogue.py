"""All rules of the diagnosis, in the order in which they are shown."""

from __future__ import annotations

from govdesk.insight.diagnosis.blame import BLAME
from govdesk.insight.diagnosis.expertise import EXPERTISE
from govdesk.insight.diagnosis.front_line import FRONT_LINE
from govdesk.insight.diagnosis.interests import INTERESTS
from govdesk.insight.diagnosis.landing import LANDING
from govdesk.insight.diagnosis.leadership import LEADERSHIP
from govdesk.insight.diagnosis.rule import Rule, Sign
from govdesk.insight.diagnosis.scaling import SCALING
from govdesk.insight.diagnosis.starting_point import STARTING_POINT
from govdesk.insight.diagnosis.structure import STRUCTURE
from govdesk.insight.diagnosis.support import SUPPORT
from govdesk.insight.diagnosis.surface import SURFACE

RULES: tuple[Rule, ...] = (
    LEADERSHIP,
    INTERESTS,
    FRONT_LINE,
    EXPERTISE,
    STRUCTURE,
    BLAME,
    *SURFACE,
    STARTING_POINT,
    *LANDING,
    *SCALING,
    *SUPPORT,
)

#: Each sign once, though several rules may rest on it.
SIGNS: tuple[Sign, ...] = tuple({one.code: one for rule in RULES for one in rule.signs}.values())


def rule_named(code: str) -> Rule:
    """Return the rule with a code."""
    return next(rule for rule in RULES if rule.code == code)


def sign_named(code: str) -> Sign:
    """Return the sign with a code."""
    return next(one for one in SIGNS if one.code == code)
