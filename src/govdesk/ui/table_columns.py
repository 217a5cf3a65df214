"""The columns of a table: how wide they are, and that the model, not the header, holds their order."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QHeaderView, QTableView, QWidget

from govdesk.fields.field import Field
from govdesk.fields.kinds import Choice
from govdesk.ui.context import Context
from govdesk.ui.table_model import TableModel
from govdesk.ui.theme import HEADER_HEIGHT

_WIDE = 24
#: Room beside a word for a badge's mark and edges, and the width beyond which a word is shortened.
_BADGE = 40
_WIDEST_WORD = 150


class TableColumns(QObject):
    """Looks after the header of one table.

    Signals:
        moved: Names of the fields in their new order.
        sort_asked: A column's field name, and whether it joins the order that is there.
    """

    moved = Signal(list)
    sort_asked = Signal(str, bool)

    def __init__(self, view: QTableView, model: TableModel, context: Context) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._context = context
        self._widths: dict[str, int] = {}
        header = view.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setFixedHeight(HEADER_HEIGHT + 2)
        header.setMinimumSectionSize(48)
        header.sectionClicked.connect(self._clicked)
        header.sectionMoved.connect(self._section_moved)
        header.sectionResized.connect(self._section_resized)

    @property
    def _header(self) -> QHeaderView:
        return self._view.horizontalHeader()

    @property
    def widths(self) -> dict[str, int]:
        """Widths that the user gave to columns, by field name."""
        return dict(self._widths)

    def set_widths(self, widths: dict[str, int]) -> None:
        """Take up the widths that the user gave to columns before."""
        self._widths = {n: w for n, w in widths.items() if isinstance(w, int) and w > 0}

    def fit(self) -> None:
        """Give each column the width of its field, or the one that the user gave it; the room left over is shared."""
        unit = self._view.fontMetrics().horizontalAdvance("0")
        fields = self._model.columns
        widths = [self._widths.get(f.name) or self._natural(f, unit) for f in fields]
        spare = self._view.viewport().width() - sum(widths)
        growing = [i for i, f in enumerate(fields) if f.name not in self._widths and f.width >= _WIDE]
        if spare > 0 and growing:
            for place in growing:
                widths[place] += spare // len(growing)
        self._header.blockSignals(True)
        for place, width in enumerate(widths):
            self._header.resizeSection(place, width)
        self._header.blockSignals(False)
        self._view.updateGeometries()
        self._view.viewport().update()

    def _natural(self, field: Field, unit: int) -> int:
        label = self._context.language.gettext(field.label)
        needed = [field.width * unit + 16, self._header.fontMetrics().horizontalAdvance(f"{label} ↑ ") + 22]
        for term in field.kind.vocabulary if isinstance(field.kind, Choice) else ():
            room = self._view.fontMetrics().horizontalAdvance(self._context.language.gettext(term.label)) + _BADGE
            needed.append(min(room, _WIDEST_WORD))
        return max(needed)

    def _section_resized(self, place: int, _old: int, new: int) -> None:
        if 0 <= place < len(self._model.columns) and QWidget.mouseGrabber() is not None:
            self._widths[self._model.columns[place].name] = new

    def _section_moved(self, logical: int, old: int, new: int) -> None:
        """Put the section back and tell the new order, so that a block of columns is what it looks like."""
        self._header.blockSignals(True)
        self._header.moveSection(new, old)
        self._header.blockSignals(False)
        names = [f.name for f in self._model.columns]
        names.insert(new, names.pop(old))
        self.moved.emit(names)

    def _clicked(self, place: int) -> None:
        joins = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.sort_asked.emit(self._model.columns[place].name, joins)
