"""The thresholds of the rules: as usual unless the workspace says otherwise; they travel with its file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from govdesk.insight.diagnosis.catalogue import SIGNS
from govdesk.insight.diagnosis.rule import Sign, Threshold
from govdesk.store.setting import read_setting, write_setting

if TYPE_CHECKING:
    from govdesk.store.workspace import Workspace

#: Under which name the workspace keeps the thresholds that were changed.
SETTING = "diagnosis_thresholds"


def usual_limits() -> dict[str, int]:
    """Return each threshold as it usually is, by sign and code."""
    return {f"{one.code}.{t.code}": t.usual for one in SIGNS for t in one.thresholds}


def limits(session: Session) -> dict[str, int]:
    """Return the thresholds that hold in a workspace; what is kept there and makes no sense is as usual."""
    return {**usual_limits(), **_load(read_setting(session, SETTING))}


def keep_limits(workspace: Workspace, chosen: Mapping[str, int]) -> None:
    """Keep thresholds in the workspace; those that are as usual are forgotten, so that a better usual one reaches them."""
    usual = usual_limits()
    kept = {name: value for name, value in _sound(chosen).items() if value != usual[name]}
    write_setting(workspace, SETTING, json.dumps(kept, sort_keys=True) if kept else "")


def _load(text: str) -> dict[str, int]:
    try:
        data = json.loads(text) if text else {}
    except ValueError:
        return {}
    return _sound(data) if isinstance(data, dict) else {}


def _sound(data: Mapping[str, object]) -> dict[str, int]:
    known = {f"{one.code}.{t.code}": t for one in SIGNS for t in one.thresholds}
    return {
        name: value
        for name, value in data.items()
        if name in known and type(value) is int and 0 <= value <= known[name].most
    }


def of_sign(one: Sign, chosen: Mapping[str, int]) -> tuple[tuple[Threshold, int], ...]:
    """Return the thresholds of a sign, each with what it is set to."""
    return tuple((t, chosen[f"{one.code}.{t.code}"]) for t in one.thresholds)
