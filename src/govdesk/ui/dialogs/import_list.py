"""The files and sheets of an import at the left: what each would bring, and those with nothing to import, folded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.dialogs.import_message import LOCKED
from govdesk.ui.dialogs.import_plan import STATUSES
from govdesk.ui.dialogs.import_work import Source, is_useful
from govdesk.ui.icon import icon
from govdesk.ui.text import tip

if TYPE_CHECKING:
    from govdesk.sheet.plan_values import SheetPlan

_SOURCE, _KEY, _SECOND, _TONE = (Qt.ItemDataRole.UserRole + n for n in range(4))
_STATES = {
    "waiting": N_("Waiting"),
    "reading": N_("Being read…"),
    "planning": N_("Being worked out…"),
    "changed": N_("Being worked out…"),
    "failed": N_("Cannot be read"),
    "locked": N_("Waits for its password"),
}
_Index = QModelIndex | QPersistentModelIndex


class SheetList(QTreeWidget):
    """The files with their sheets.

    Signals:
        chosen: A `Source` and the key of one of its sheets; the key is empty for the file itself.
        ticked: A `Source`, a `SheetPlan`, and whether it is wanted.
        again: A `Source` that is to be read once more.
        dropped: A `Source` to take off the list.
    """

    chosen = Signal(object, str)
    ticked = Signal(object, object, bool)
    again = Signal(object)
    dropped = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._current: tuple[Source, str] | None = None
        self._unfolded: set[int] = set()
        self._alone = False
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setRootIsDecorated(True)
        self.setExpandsOnDoubleClick(True)
        self.setUniformRowHeights(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(context.language.gettext("Files and sheets"))
        self.setItemDelegate(_TwoLines(context, self))
        self.currentItemChanged.connect(self._choose)
        self.itemChanged.connect(self._tick)
        self.itemExpanded.connect(self._remember_fold)
        self.itemCollapsed.connect(self._remember_fold)

    def read_again(self) -> None:
        """Ask for the file that is looked at to be read once more."""
        if (item := self.currentItem()) is not None:
            self.again.emit(item.data(0, _SOURCE))

    def drop_file(self) -> None:
        """Ask for the file that is looked at to be taken off the list."""
        if (item := self.currentItem()) is not None:
            self.dropped.emit(item.data(0, _SOURCE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F5:
            self.read_again()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.drop_file()
        else:
            super().keyPressEvent(event)

    def show_sources(self, sources: list[Source], *, keep: tuple[Source, str] | None) -> None:
        """Show the files and stay on a sheet."""
        self._current = keep
        with QSignalBlocker(self):
            self.clear()
            self._alone = len(sources) == 1 and not any(map(is_useful, sources[0].sheets()))
            for source in sources:
                self._add_source(source)
            if (item := self._find(keep)) is not None:
                self.setCurrentItem(item)

    def _add_source(self, source: Source) -> None:
        gettext = self._context.language.gettext
        item = QTreeWidgetItem(self, [source.path.name])
        failed = source.state == "failed"
        sheets = source.sheets()
        useful = [s for s in sheets if is_useful(s)]
        locked = failed and source.code in LOCKED
        second = gettext(_STATES.get("locked" if locked else source.state, ""))
        if source.state == "ready":
            second = self._context.language.ngettext("{count} sheet to import", "{count} sheets to import", len(useful))
            second = second if useful else gettext("Nothing to import")
        theme = self._context.theme
        bad = failed and not locked
        self._fill(item, source, "", second, "act" if bad else "")
        colour = theme.colour("act" if bad else "accent" if locked else "text_muted")
        item.setIcon(0, icon("circle-x" if bad else "lock" if locked else "file-spreadsheet", colour))
        for sheet in useful:
            self._add_sheet(item, source, sheet)
        useless = [s for s in sheets if not is_useful(s)]
        if useless:
            words = gettext("Nothing to import: {count}").format(count=len(useless))
            fold = QTreeWidgetItem(item, [words])
            self._fill(fold, source, "-", "", "quiet")
            for sheet in useless:
                several = sum(s.sheet == sheet.sheet for s in sheets) > 1
                child = QTreeWidgetItem(fold, [self._named(sheet) if several else sheet.sheet])
                self._fill(child, source, sheet.choice.key, why_nothing(self._context, sheet), "quiet")
            fold.setExpanded(self._alone or id(source) in self._unfolded)
        item.setExpanded(True)

    def _add_sheet(self, item: QTreeWidgetItem, source: Source, sheet: SheetPlan) -> None:
        child = QTreeWidgetItem(item, [self._named(sheet) if sheet.choice.table else sheet.sheet])
        wrong = bool(sheet.counts["wrong"])
        tone = "" if not sheet.choice.include else "act" if wrong else ""
        self._fill(child, source, sheet.choice.key, sheet_words(self._context, sheet), tone)
        child.setFlags(child.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        child.setCheckState(0, Qt.CheckState.Checked if sheet.choice.include else Qt.CheckState.Unchecked)

    def _named(self, sheet: SheetPlan) -> str:
        words = self._context.language.gettext("{sheet}, table {number}")
        return words.format(sheet=sheet.sheet, number=sheet.choice.table + 1)

    def _fill(self, item: QTreeWidgetItem, source: Source, key: str, second: str, tone: str) -> None:
        item.setData(0, _SOURCE, source)
        item.setData(0, _KEY, key)
        item.setData(0, _SECOND, second)
        item.setData(0, _TONE, tone)
        item.setToolTip(0, tip(f"{item.text(0)}\n{second}" if second else item.text(0)))
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{item.text(0)}, {second}")

    def _find(self, wanted: tuple[Source, str] | None) -> QTreeWidgetItem | None:
        if wanted is None:
            return None
        waiting = [self.topLevelItem(i) for i in range(self.topLevelItemCount())]
        while waiting:
            item = waiting.pop(0)
            if item is None:
                continue
            if item.data(0, _SOURCE) is wanted[0] and item.data(0, _KEY) == wanted[1]:
                return item
            waiting += [item.child(i) for i in range(item.childCount())]
        return None

    def _choose(self, item: QTreeWidgetItem | None, before: QTreeWidgetItem | None) -> None:
        if item is None or item.data(0, _KEY) == "-":
            return
        self._current = item.data(0, _SOURCE), item.data(0, _KEY)
        self.chosen.emit(*self._current)

    def _tick(self, item: QTreeWidgetItem, column: int) -> None:
        source, key = item.data(0, _SOURCE), item.data(0, _KEY)
        sheet = next((s for s in source.sheets() if s.choice.key == key), None)
        if sheet is not None:
            self.ticked.emit(source, sheet, item.checkState(0) == Qt.CheckState.Checked)

    def _remember_fold(self, item: QTreeWidgetItem) -> None:
        if item.data(0, _KEY) == "-":
            one = {id(item.data(0, _SOURCE))}
            self._unfolded = self._unfolded | one if item.isExpanded() else self._unfolded - one


class _TwoLines(QStyledItemDelegate):
    """Paints a name and, smaller below it, what it would bring."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        text, whole.text = whole.text, ""
        style = self._style(option)
        theme = self._context.theme
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, whole, painter, option.widget)
        whole.text = text
        rect = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, whole, option.widget).adjusted(4, 0, -4, 0)
        second, tone = index.data(_SECOND) or "", index.data(_TONE)
        painter.save()
        font = QFont(option.font)
        font.setBold(not index.parent().isValid())
        painter.setFont(font)
        painter.setPen(theme.colour("text_muted" if tone == "quiet" else "text"))
        middle = rect.center().y()
        first = QRect(rect.left(), middle - 20, rect.width(), 20) if second else rect
        metrics = QFontMetrics(font)
        painter.drawText(
            first, Qt.AlignmentFlag.AlignVCenter, metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, rect.width())
        )
        if second:
            font.setBold(False)
            font.setPixelSize(theme.caption)
            painter.setFont(font)
            painter.setPen(theme.colour("act" if tone == "act" else "text_muted"))
            below = QRect(rect.left(), middle + 1, rect.width(), 18)
            shown = QFontMetrics(font).elidedText(second, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Leave room for both lines."""
        more = max(0, self._context.theme.text - 14) * 2
        return QSize(100, (48 if index.data(_SECOND) else 34) + more)

    @staticmethod
    def _style(option: QStyleOptionViewItem) -> QStyle:
        return option.widget.style() if option.widget is not None else QApplication.style()


def sheet_words(context: Context, sheet: SheetPlan) -> str:
    """Return what a sheet would bring: its register and how many rows of each status."""
    gettext = context.language.gettext
    words = [gettext(context.registers[sheet.register].about.plural)] if sheet.register else []
    if not sheet.choice.include:
        return " · ".join([*words, gettext("not wanted")])
    counts = sheet.counts
    order = sorted(STATUSES, key=lambda s: s not in ("wrong", "conflict"))
    words += [f"{gettext(STATUSES[s][0])} {counts[s]:,}" for s in order if counts[s]]
    return " · ".join(words)


def why_nothing(context: Context, sheet: SheetPlan) -> str:
    """Return why a sheet has nothing to import."""
    if sheet.notices and not (sheet.register and sheet.header_row):
        return context.say(sheet.notices[-1])
    if not sheet.header_row:
        return context.say(N_("No row of headings was found"))
    if sheet.register is None:
        return context.say(N_("No register fits its headings"))
    return context.say(N_("No filled row below its headings"))
