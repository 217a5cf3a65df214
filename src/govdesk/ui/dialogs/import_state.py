"""What a sheet still needs and what is hidden in it, in words beside its columns.

Shown by `import_columns_page`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from govdesk.ui.context import Context
from govdesk.ui.dialogs.import_work import is_unsure

if TYPE_CHECKING:
    from govdesk.fields.register import Register
    from govdesk.sheet.grid import Grid
    from govdesk.sheet.plan_values import SheetPlan


def lacking(sheet: SheetPlan, register: type[Register] | None) -> list[str]:
    """Return the needed fields that no column gives and that rows lack."""
    if register is None:
        return []
    taken = {c.field for c in sheet.columns}
    needed = [f.name for f in register.fields() if f.required and f.name not in taken]
    first = next((r for r in sheet.rows if r.status != "same"), None)
    if first is None:
        return [] if sheet.rows else [n for n in needed if n != "project"]
    return [n for n in needed if first.id is None and first.values.get(n) is None]


def in_words(
    context: Context, sheet: SheetPlan, register: type[Register] | None, missing: Sequence[str]
) -> tuple[str, str]:
    """Return what is to be done about the columns of a sheet, and the role of a label that says it."""
    lang = context.language
    if not sheet.header_row:
        return lang.gettext("No row of headings was found by itself. Point at the row that names the columns."), "muted"
    if register is None:
        return lang.gettext("No register fits these headings by itself. Choose one above the table."), "muted"
    if missing:
        names = [lang.gettext(f.label) for f in register.fields() if f.name in missing]
        words = lang.gettext("Still needed, and no column gives it: {fields}.")
        return words.format(fields=lang.gettext(", ").join(names)), "error"
    unsure = sum(map(is_unsure, sheet.columns))
    if unsure:
        words = lang.ngettext(
            "{count} column matches no field. Drag its heading to one, or leave it beside the record.",
            "{count} columns match no field. Drag their headings to one, or leave them beside the record.",
            unsure,
        )
        return words, "muted"
    return lang.gettext("Every column has its place. Drag a heading to change it."), "muted"


def hidden_parts(context: Context, grid: Grid | None) -> str:
    """Return what the file hides of a sheet, in words."""
    lang, parts = context.language, []
    if grid is not None and grid.hidden:
        parts.append(lang.gettext("The sheet is hidden in the file"))
    if grid is not None and grid.hidden_rows:
        parts.append(lang.ngettext("{count} hidden row", "{count} hidden rows", len(grid.hidden_rows)))
    if grid is not None and grid.hidden_columns:
        parts.append(lang.ngettext("{count} hidden column", "{count} hidden columns", len(grid.hidden_columns)))
    return " · ".join(parts)
