"""Writes what is done to a gap calculation into the workspace, each deed as one operation that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from govdesk.i18n import N_, Message
from govdesk.insight.gap import Funnel
from govdesk.insight.gap_source import FUNNEL, STEP, kept
from govdesk.store import edit
from govdesk.store.query import find
from govdesk.store.writing import new_id
from govdesk.ui.context import Context

_LAST = 99


class GapKeeping:
    """The writing hand of the gap calculator.

    Args:
        context: The window's state.
        refused: Called where something could not be kept, so that the page shows what stands there.
    """

    def __init__(self, context: Context, refused: Callable[[], object]) -> None:
        self._context = context
        self._refused = refused

    def add(self, project: str) -> str:
        """Make a calculation with one step and return its id."""
        say, made = self._context.say, new_id()
        name = say(N_("New calculation"))
        step = {"funnel": made, "place": 1, "name": say(N_("Prospects")), "channel": "main", "project": project}
        both: list[tuple[str, dict[str, Any]]] = [
            (FUNNEL, {"id": made, "name": name, "project": project}),
            (STEP, step),
        ]
        words = Message(N_("New: {register} {record}"), {"register": Message(N_("Gap calculation")), "record": name})
        self._edit(lambda: edit.create_all(self._context.workspace, both, words))
        return made

    def add_step(self, funnel: Funnel, channel: str) -> None:
        """Put a step behind the last of a channel."""
        held = funnel.steps if channel == "main" else funnel.others
        name = N_("Next step") if held else N_("Leads") if channel == "alternative" else N_("Prospects")
        values = {"funnel": funnel.id, "place": min(_LAST, len(held) + 1), "channel": channel}
        values |= {"name": _free(self._context.say(name), funnel), "project": self._project_of(funnel)}
        self._edit(lambda: edit.create(self._context.workspace, STEP, values))

    def drop_step(self, identity: str) -> None:
        """Take a step away."""
        self._edit(lambda: edit.remove(self._context.workspace, STEP, [identity]))

    def remove(self, funnel: Funnel) -> None:
        """Take a calculation away, with its steps."""
        self._edit(lambda: edit.remove(self._context.workspace, FUNNEL, [funnel.id]))

    def keep(self, register: str, identity: str, values: dict[str, Any]) -> None:
        """Keep what was typed."""
        self._edit(lambda: edit.change(self._context.workspace, register, [identity], values))

    def keep_tried(self, now: Funnel, tried: Funnel) -> bool:
        """Keep the figures of the sliders, all of them as one operation."""
        words = Message(N_("What-if figures of {record}"), {"record": now.name})
        return self._edit(lambda: edit.change_each(self._context.workspace, kept(now, tried), words))

    def _edit(self, work: Callable[[], object]) -> bool:
        went = self._context.edit(work)
        if not went:
            self._refused()
        return went

    def _project_of(self, funnel: Funnel) -> str | None:
        with self._context.workspace.read() as session:
            found = find(session, self._context.registers, FUNNEL, funnel.id)
        return found.values["project"] if found is not None else None


def _free(name: str, funnel: Funnel) -> str:
    """Return a name that no step has yet."""
    taken = {s.name for s in (*funnel.steps, *funnel.others)}
    return next(n for n in (name, *(f"{name} {k}" for k in range(2, len(taken) + 3))) if n not in taken)
