"""Takes a voice further: a risk is made of what was said, and the voice is linked to it, as one operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.store.edit import validate
from govdesk.store.writing import insert_rows, new_id, update_row

if TYPE_CHECKING:
    from govdesk.store.query import Record
    from govdesk.store.workspace import Workspace

#: The pit that a cause of resistance points to.
_PITFALLS = {"habit": "front_line", "burden": "front_line", "no_benefit": "front_line", "skill": "expertise"}
_LONGEST = 80


def raise_risk(workspace: Workspace, voice: Record) -> str:
    """Make an open risk of a voice, link the voice to it, and return the risk's id.

    Raises:
        GovDeskError: `invalid`.
    """
    registers, values = workspace.registers, risk_of(voice.values)
    label = Message(N_("Risk from {record}"), {"record": f"FB-{voice.number:04d}"})
    with workspace.write(label) as session:
        for _, problem in validate(session, registers, "risk", values):
            raise GovDeskError(problem.message, code="invalid")
        identity = insert_rows(session, registers["risk"], [values])[0]
        update_row(session, registers["feedback"], voice.id, {"risk": identity})
    return identity


def risk_of(voice: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the risk that a voice speaks of; how likely and how bad it is stays for a person to say."""
    said = " ".join(str(voice.get("statement") or "").split())
    title = said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"
    return {
        "id": new_id(), "project": voice.get("project"), "kind": "risk", "status": "open", "title": title,
        "cause": said if title != said else None, "category": voice.get("theme"),
        "pitfall": _PITFALLS.get(str(voice.get("cause"))), "owner": voice.get("owner"),
    }  # fmt: skip
