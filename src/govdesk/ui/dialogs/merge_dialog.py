"""The merge of a colleague's copy: what would come, where both disagree, one button, and undo."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from govdesk.i18n import N_
from govdesk.store.merge_values import MergePlan, Settling
from govdesk.ui.conflict_list import ConflictList
from govdesk.ui.context import Context
from govdesk.ui.dialogs.job_dialog import JobDialog
from govdesk.ui.dialogs.merge_work import Merged, disputes, lines, merging, planning, warning
from govdesk.ui.dialogs.notice import Notice, main_window
from govdesk.ui.text import button, frame, label

_SIZE = QSize(1040, 640)
_WIDTH = 640
#: The share of the room that the conflicts take where there are any.
_ALL = 1000
_LEAST = QSize(480, 220)
_MARGIN = 60
_HIGH = 150


def open_merge(context: Context, path: Path) -> MergeDialog:
    """Show what merging a copy would do, over the window, and return at once."""
    dialog = MergeDialog(context, path, main_window())
    dialog.open()
    return dialog


class MergeDialog(JobDialog):
    """Reads the copy, shows what it would bring, and merges it."""

    def __init__(self, context: Context, path: Path, parent: QWidget | None = None) -> None:
        gettext = context.language.gettext
        super().__init__(context, gettext("Merge a colleague's copy"), parent)
        self._path = path
        self._plan: MergePlan | None = None
        self._sides: dict[tuple[str, str], str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(gettext("Merge “{file}”").format(file=path.name), "title", wrap=True))
        words = gettext("Their file is only read and stays as it is. What each side changed by itself comes together.")
        column.addWidget(label(words, "muted", wrap=True))
        self._banner = frame("banner")
        inside = QHBoxLayout(self._banner)
        inside.setContentsMargins(12, 8, 12, 8)
        self._warning = label("", "strong", wrap=True)
        inside.addWidget(self._warning)
        self._banner.hide()
        column.addWidget(self._banner)
        column.addWidget(self._told())
        self.conflicts = ConflictList(context, (N_("Before"), N_("Here"), N_("In their copy")))
        self.conflicts.settled.connect(self._settle)
        self.conflicts.hide()
        column.addWidget(self.conflicts, _ALL)
        column.addStretch(1)
        column.addWidget(self._bar)
        column.addLayout(self._foot())
        self._fit(QSize(_WIDTH, _LEAST.height()))
        self._ask()

    @property
    def plan(self) -> MergePlan | None:
        """What would be done, once it is known."""
        return self._plan

    def _told(self) -> QWidget:
        self._list = QWidget()
        self._lines = QVBoxLayout(self._list)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(4)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setWidget(self._list)
        self._scroll.setAccessibleName(self._context.language.gettext("What the merge does"))
        self._scroll.hide()
        return self._scroll

    def _foot(self) -> QHBoxLayout:
        gettext = self._context.language.gettext
        row = QHBoxLayout()
        row.setSpacing(8)
        self.go = button(gettext("Merge"), "primary")
        self.go.setMinimumWidth(120)
        self.go.setAutoDefault(True)
        self.go.clicked.connect(self._merge)
        row.addWidget(self._text, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.go)
        return row

    def _settling(self) -> Settling:
        apart = frozenset(box.property("twin") for box in self._boxes() if not box.isChecked())
        return Settling({k: side for k, side in self._sides.items() if side}, apart=apart)

    def _boxes(self) -> list[QCheckBox]:
        return self._list.findChildren(QCheckBox)

    def _ask(self) -> None:
        self._start()
        work = planning(self._context.workspace, self._path, self._settling())
        self._watch(self._context.jobs.beside(work, self._show, owner=self, failed=self._failed))

    def _start(self) -> None:
        self.go.setEnabled(False)
        self._list.setEnabled(False)
        self._wait(self._context.language.gettext("Reading the copy…"))

    def _rest(self, *, stopped: bool) -> None:
        self._list.setEnabled(True)
        if not stopped:
            return
        if self._plan is None:
            self.reject()
            return
        self.go.setEnabled(True)
        self._say(self._context.language.gettext("Stopped. Nothing was merged."))

    def _failed(self, error: Exception) -> None:
        super()._failed(error)
        self.cancel.setText(self._context.language.gettext("Close"))

    def _show(self, plan: MergePlan) -> None:
        self._plan = plan
        context = self._context
        gettext = context.language.gettext
        self._fill(plan)
        large = warning(plan)
        self._banner.setVisible(large is not None)
        self._warning.setText(context.say(large) if large is not None else "")
        self.conflicts.setVisible(bool(plan.conflicts))
        self.conflicts.show_conflicts(disputes(context.registers, plan, context.language))
        able = not plan.is_nothing or any(c.settled for c in plan.conflicts)
        self.go.setEnabled(able)
        if not able:
            self._say(
                gettext("Nothing changes until a conflict is settled.")
                if plan.conflicts
                else gettext("There is nothing to merge: all that is in the copy is here already.")
            )
        elif plan.open:
            self._say(gettext("Conflicts left open keep what is here and are asked again next time."))
        self._fit(_SIZE if plan.conflicts else QSize(_WIDTH, self.sizeHint().height()))
        (self.conflicts.table if plan.conflicts else self.go if able else self.cancel).setFocus()

    def _fill(self, plan: MergePlan) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.setParent(None)
                old.deleteLater()
        gettext = self._context.language.gettext
        for text in lines(self._context.registers, plan, self._context.language):
            self._lines.addWidget(label(text, wrap=True))
        for twin in plan.twins:
            box = QCheckBox(gettext("“{record}” was made in both copies: make them one").format(record=twin.title))
            box.setProperty("twin", twin.theirs)
            box.setChecked(not twin.apart)
            box.toggled.connect(self._ask)
            self._lines.addWidget(box)
        self._lines.addStretch(1)
        self._scroll.setVisible(self._lines.count() > 1)
        high = self._list.sizeHint().height() + 4
        self._scroll.setFixedHeight(min(high, _HIGH) if plan.conflicts else min(high, _HIGH + 60))

    def _settle(self, chosen: dict[tuple[str, str], str]) -> None:
        self._sides.update(chosen)
        if self._job is None and self._plan is not None:
            settled = any(d.settled for d in self.conflicts.disputes)
            self.go.setEnabled(settled or not self._plan.is_nothing)
            all_ = all(d.settled for d in self.conflicts.disputes)
            text = "" if all_ else N_("Conflicts left open keep what is here and are asked again next time.")
            self._say(self._context.language.gettext(text))

    def _merge(self) -> None:
        if self._plan is None or self._job is not None:
            return
        gettext = self._context.language.gettext
        large = warning(self._plan)
        detail = gettext("A backup is made first, and one undo takes all of it back.")
        if large is not None and not self._context.ask.confirm(self._context.say(large), detail, yes=gettext("Merge")):
            return
        self._start()
        work = merging(self._context.workspace, self._path, self._settling(), self._plan)
        self._watch(self._context.jobs.write(work, self._done, owner=self, failed=self._broken))

    def _broken(self, error: Exception) -> None:
        self.go.setEnabled(True)
        self._failed(error)

    def _done(self, merged: Merged) -> None:
        gettext = self._context.language.gettext
        if merged.is_other:
            self._show(merged.plan)
            self._say(gettext("One of the copies was changed meanwhile. Look at it once more, then merge."))
            return
        window = main_window()
        self.accept()
        if window is not None and merged.changes is not None:
            number, context = merged.changes.operation, self._context
            counts = merged.plan.counts
            text = gettext("Merged: {new} new, {changed} changed, {removed} removed").format(**counts)
            Notice(window, text, gettext("Undo"), lambda: context.edit(lambda: _undo(context, number)))

    def _fit(self, wanted: QSize) -> None:
        over = self.parentWidget()
        room = over.size() - QSize(_MARGIN, _MARGIN) if over is not None else wanted
        size = wanted.boundedTo(room).expandedTo(_LEAST)
        self.resize(size)
        if over is not None and self.isVisible():
            self.move(over.geometry().center() - QPoint(size.width() // 2, size.height() // 2))


def _undo(context: Context, number: int) -> object:
    from govdesk.store.history import undo  # noqa: PLC0415 - needed once

    return undo(context.workspace, number)
