"""One cell that two sides changed: what it held, what it holds here and who wrote that, what the sheet says; one is taken.

Part of `import_detail`; how it was settled becomes part of the `SheetChoice`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QRadioButton, QVBoxLayout, QWidget

from govdesk.sheet.plan_values import EXTRA_CELL, MINE, THEIRS, WHOLE
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.slot import giving
from govdesk.ui.text import action, button, label, shorten

if TYPE_CHECKING:
    from govdesk.sheet.plan_values import Conflict, RowPlan
    from govdesk.ui.dialogs.import_plan import PlanModel

_LONGEST = 120


class ConflictBox(QWidget):
    """A disputed cell, settled by choosing a side: here, or for the row, the column, the whole table.

    Signals:
        settled: Place, field and side as `SheetChoice.settled` keeps them; no side takes the word back.
    """

    settled = Signal(int, str, str)

    def __init__(self, context: Context, model: PlanModel, row: RowPlan, name: str) -> None:
        super().__init__()
        self._context = context
        self._place, self._name = row.place, name
        self._side = row.settled.get(name, "")
        conflict = row.conflicts[name]
        gettext, lang = context.language.gettext, context.language
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        shown = model.named(name)
        words = gettext(shown.label) if shown is not None else name.removeprefix(EXTRA_CELL)
        head = QHBoxLayout()
        head.addWidget(label(gettext("The whole record") if name == WHOLE else words, "strong"), 1)
        more = button("", "ghost", icon=icon("ellipsis", context.theme.colour("text_muted")))
        more.setText("")
        more.setAccessibleName(gettext("Settle more at once"))
        more.setMenu(self._menu())
        head.addWidget(more)
        column.addLayout(head)
        mine, theirs, base = self._texts(model, row, conflict)
        column.addWidget(label(gettext("It was: {value}").format(value=base), "caption", wrap=True))
        self._group = QButtonGroup(self)
        who = ", ".join(w for w in (conflict.author, f"{conflict.at:%Y-%m-%d %H:%M}" if conflict.at else "") if w)
        kept = gettext("Here: {value}").format(value=mine)
        self.mine = self._choice(MINE, f"{kept} ({who})" if who else kept)
        self.theirs = self._choice(THEIRS, gettext("Sheet: {value}").format(value=theirs))
        column.addWidget(self.mine)
        column.addWidget(self.theirs)
        self.setAccessibleName(", ".join((words, lang.gettext("in conflict"))))

    def _texts(self, model: PlanModel, row: RowPlan, conflict: Conflict) -> tuple[str, str, str]:
        gettext = self._context.language.gettext
        if self._name == WHOLE:
            return gettext("removed"), self._whole(model, row, conflict.theirs), gettext("in the workspace")
        shown = model.named(self._name)
        values = (conflict.mine, conflict.theirs, conflict.base)
        if shown is None:
            texts = [str(v or "") for v in values]
        else:
            texts = [model.show_value(shown, row, v, old=n != 1) for n, v in enumerate(values)]
        mine, theirs, base = (shorten(t, _LONGEST) or gettext("(empty)") for t in texts)
        return mine, theirs, base

    def _whole(self, model: PlanModel, row: RowPlan, theirs: Any) -> str:
        parts = []
        for name, value in dict(theirs or {}).items():
            shown = model.named(name)
            text = model.show_value(shown, row, value) if shown is not None else str(value)
            label_ = self._context.language.gettext(shown.label) if shown is not None else name.removeprefix(EXTRA_CELL)
            parts.append(f"{label_}: {text}")
        return shorten("; ".join(parts), _LONGEST)

    def _choice(self, side: str, text: str) -> QRadioButton:
        made = QRadioButton(text.replace("&", "&&"))
        made.setAccessibleName(text)
        made.setToolTip("")
        made.setChecked(self._side == side)
        self._group.addButton(made)
        made.clicked.connect(giving(self.settled.emit, self._place, self._name, side))
        return made

    def _menu(self) -> QMenu:
        gettext = self._context.language.gettext
        menu = QMenu(self)
        for words, place, name in (
            (gettext("This row"), self._place, WHOLE),
            (gettext("This column"), 0, self._name),
            (gettext("All conflicts of the table"), 0, WHOLE),
        ):
            for side, end in ((MINE, gettext("keep what is here")), (THEIRS, gettext("take the sheet’s"))):
                made = action(f"{words}: {end}", menu)
                made.triggered.connect(giving(self.settled.emit, place, name, side))
                menu.addAction(made)
            menu.addSeparator()
        if self._side:
            made = action(gettext("Leave it open again"), menu)
            made.triggered.connect(giving(self.settled.emit, self._place, self._name, ""))
            menu.addAction(made)
        return menu


def settled(choice_settled: dict[tuple[int, str], str], place: int, name: str, side: str) -> dict[tuple[int, str], str]:
    """Return how conflicts are settled after one word more; a wider word ends the narrower ones within it.

    Args:
        choice_settled: How they are settled so far.
        place: A row, 0 for all.
        name: A field, `WHOLE` for all.
        side: `MINE`, `THEIRS`, or nothing to take the words for this cell back.
    """

    def within(key: tuple[int, str]) -> bool:
        return place in (0, key[0]) and name in (WHOLE, key[1])

    def around(key: tuple[int, str]) -> bool:
        return key[0] in (0, place) and key[1] in (WHOLE, name)

    kept = {k: v for k, v in choice_settled.items() if not within(k) and not (not side and around(k))}
    return {**kept, (place, name): side} if side else kept
