"""Who has answered and who has not, and the files of the folder that are no answers: a table with the state in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableWidgetItem, QWidget

from govdesk.i18n import N_
from govdesk.sheet.collecting import STANDINGS
from govdesk.sheet.return_file import STATES
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.plain_table import PlainTable
from govdesk.ui.text import tip

if TYPE_CHECKING:
    from govdesk.sheet.collecting import Collected, Standing
    from govdesk.sheet.return_file import ReturnFile

_HEADINGS = (N_("From"), N_("State"), N_("Until"), N_("File"), N_("What it brings"))
_WIDTHS = (140, 200, 104, 250)
#: Tone and icon of each state.
_LOOKS = {
    "answered": ("good", "circle-check"), "late": ("watch", "circle-check"), "unchanged": ("watch", "circle-dashed"),
    "waiting": ("", "circle-dashed"), "overdue": ("act", "circle-alert"),
    "answer": ("good", "circle-check"), "taken": ("", "check"), "earlier": ("", "history"), "duplicate": ("", "copy"),
    "older": ("watch", "history"), "elsewhere": ("watch", "circle-x"), "foreign": ("watch", "circle-question-mark"),
    "open": ("watch", "lock"), "unreadable": ("act", "circle-x"), "other": ("", "file-text"),
}  # fmt: skip
_STATUSES = (
    ("new", N_("New")), ("changed", N_("Changed")), ("conflict", N_("Conflict")), ("wrong", N_("Wrong")),
)  # fmt: skip


class PeopleTable(PlainTable):
    """Recipients first, then the other files.

    Signals:
        looked_at: The path of the file in the current row, or None.
    """

    looked_at = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        gettext = context.language.gettext
        headings = [gettext(h) for h in _HEADINGS]
        super().__init__(gettext("Who has answered"), headings, widths=_WIDTHS, parent=parent)
        self._context = context
        self.setIconSize(QSize(16, 16))
        header = self.horizontalHeader()
        header.setSectionResizeMode(len(_WIDTHS), QHeaderView.ResizeMode.Stretch)
        self.currentItemChanged.connect(self._look)

    def show_collected(self, collected: Collected) -> None:
        """Show who stands where, and every file that is none of theirs."""
        rows = [*self._people(collected), *self._others(collected)]
        self.setRowCount(len(rows))
        for row, (state, path, texts) in enumerate(rows):
            tone, sign = _LOOKS[state]
            colour = self._context.theme.tone(tone)[0] if tone else self._context.theme.colour("text_muted")
            for column, text in enumerate(texts):
                item = self.write(row, column, text)
                item.setToolTip(tip(text))
                item.setData(Qt.ItemDataRole.UserRole, path)
                if column == 1:
                    item.setIcon(icon(sign, colour))
                    item.setForeground(colour)

    def _people(self, collected: Collected) -> Iterator[tuple[str, object, tuple[str, ...]]]:
        gettext = self._context.language.gettext
        for standing in collected.standings:
            files = [f for f in collected.files if f.package is not None and f.package.key == standing.package.key]
            first = files[0] if files else None
            until = standing.sent.until.isoformat() if standing.sent.until else ""
            names = gettext(", ").join(f.name for f in files) or self._before(standing)
            brings = " · ".join(filter(None, (self._brings(f) for f in files)))
            texts = (standing.package.name, gettext(STANDINGS[standing.state]), until, names, brings)
            yield standing.state, first.path if first else None, texts

    def _before(self, standing: Standing) -> str:
        if not standing.package.answers:
            return ""
        last = standing.package.answers[-1]
        text = self._context.language.gettext("taken in on {day}: {file}")
        return text.format(day=last.at[:10], file=last.file)

    def _others(self, collected: Collected) -> Iterator[tuple[str, object, tuple[str, ...]]]:
        known = {s.package.key for s in collected.standings}
        gettext = self._context.language.gettext
        for file in collected.files:
            if file.package is None or file.package.key not in known:
                why = self._context.say(file.why) if file.why is not None else self._brings(file)
                who = file.package.name if file.package is not None else "–"
                yield file.state, file.path, (who, gettext(STATES[file.state]), "", file.name, why)

    def _brings(self, file: ReturnFile) -> str:
        gettext = self._context.language.gettext
        if file.state not in ("answer", "older"):
            words = gettext(STATES[file.state])
            return f"{words}: {file.of}" if file.of else words
        counts = file.counts
        return " · ".join(f"{gettext(word)} {counts[s]:,}" for s, word in _STATUSES if counts.get(s))

    def _look(self, item: QTableWidgetItem | None, _: object) -> None:
        self.looked_at.emit(item.data(Qt.ItemDataRole.UserRole) if item is not None else None)
