"""Remembers how each register was looked at last: its filters, order, columns and widths, in the settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from govdesk.fields.field import Field
from govdesk.fields.register import Register
from govdesk.ui.context import Context

if TYPE_CHECKING:
    from govdesk.store.query import Query

_KEPT = 80


class ViewMemory:
    """Reads and writes the `views` of the settings, an entry for each register of each workspace."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def _entry(self, code: str) -> dict[str, Any]:
        found = self._context.settings.views.get(self._key(code))
        return found if isinstance(found, dict) else {}

    def _key(self, code: str) -> str:
        return f"{self._context.workspace.id}/{code}"

    def _keep(self, code: str, **values: Any) -> None:
        settings = self._context.settings
        entry = {**self._entry(code), **values}
        views = {k: v for k, v in settings.views.items() if k != self._key(code)}
        views[self._key(code)] = entry
        self._context.settings = replace(settings, views=dict(list(views.items())[-_KEPT:]))

    def query(self, code: str) -> Query:
        """Return a register's last query, in the project that is looked at now."""
        from govdesk.store.query import Query  # noqa: PLC0415 - the store comes with the workspace

        project = self._context.project if self._context.registers[code].in_project else None
        plain = Query(code, project)
        try:
            kept = Query.load(self._entry(code)["query"])
        except (KeyError, TypeError, AttributeError):
            return plain
        names = {f.name for f in self._context.registers[code].fields()}
        named = {f.field for f in kept.filters} | {o.field for o in kept.order}
        return replace(kept, project=project) if kept.register == code and named <= names else plain

    def keep_query(self, query: Query) -> None:
        """Remember a query."""
        self._keep(query.register, query=query.dump())

    def columns(self, register: type[Register]) -> list[Field]:
        """Return the fields that were shown last, or the main ones."""
        by_name = {f.name: f for f in register.fields()}
        kept = self._entry(register.register_code()).get("columns")
        found = [by_name[n] for n in kept if n in by_name] if isinstance(kept, list) else []
        return found or self.first_columns(register)

    def first_columns(self, register: type[Register]) -> list[Field]:
        """Return the fields that are shown on the first day."""
        return [f for f in register.fields() if f.main]

    def widths(self, code: str) -> dict[str, int]:
        """Return the widths that the user gave to columns."""
        kept = self._entry(code).get("widths")
        return {n: w for n, w in kept.items() if isinstance(w, int)} if isinstance(kept, dict) else {}

    def keep_columns(self, code: str, columns: Sequence[str], widths: dict[str, int]) -> None:
        """Remember which columns are shown, and how wide."""
        self._keep(code, columns=list(columns), widths=widths)
