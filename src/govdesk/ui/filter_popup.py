"""The popups of the filter bar: which field to filter by, and which of its values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from govdesk.fields.field import Field
from govdesk.fields.kind import Invalid
from govdesk.fields.text import fold, pinyin
from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.editors import editor_for
from govdesk.ui.filter_words import EMPTY, OPERATORS, value_text
from govdesk.ui.text import button, label, line

if TYPE_CHECKING:
    from govdesk.store.query import Filter, Query

_VALUE = int(Qt.ItemDataRole.UserRole)
_PAUSE = 250
_ROW = 30
_LISTED = ("any_of", "none_of")
_BARE = ("empty", "filled", "yes", "no")


class Popup(QFrame):
    """A frame that opens beneath a widget and goes when one clicks elsewhere or presses Esc."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.context = context
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(10, 10, 10, 10)
        self.column.setSpacing(8)

    def open_under(self, widget: QWidget) -> None:
        """Show the popup beneath a widget, inside the screen."""
        self.adjustSize()
        area = widget.screen().availableGeometry()
        at = widget.mapToGlobal(QPoint(0, widget.height() + 4))
        x = min(at.x(), area.right() - self.width() - 4)
        y = at.y() if at.y() + self.height() <= area.bottom() else max(area.top(), area.bottom() - self.height())
        self.move(QPoint(x, y))
        self.show()


class FieldPicker(Popup):
    """The list of fields; typing narrows it.

    Signals:
        picked: Name of the field.
    """

    picked = Signal(str)

    def __init__(self, context: Context, fields: Sequence[Field], parent: QWidget) -> None:
        super().__init__(context, parent)
        say = context.language.gettext
        self.search = line(say(N_("Find a field…")))
        self.list = QListWidget()
        self.list.setProperty("role", "plain")
        self.list.setAccessibleName(say(N_("Fields")))
        for field in fields:
            item = QListWidgetItem(say(field.label))
            item.setData(_VALUE, field.name)
            item.setSizeHint(QSize(0, _ROW))
            self.list.addItem(item)
        self.column.addWidget(self.search)
        self.column.addWidget(self.list)
        self.setFixedSize(260, min(440, 68 + _ROW * max(3, len(fields))))
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self.list.itemActivated.connect(self._pick)
        self.list.itemClicked.connect(self._pick)
        self.search.setFocus()

    def _narrow(self, text: str) -> None:
        for row in range(self.list.count()):
            self.list.item(row).setHidden(not _matches(self.list.item(row).text(), text))
        self._first()

    def _first(self) -> None:
        shown = [r for r in range(self.list.count()) if not self.list.item(r).isHidden()]
        self.list.setCurrentRow(shown[0] if shown else -1)

    def eventFilter(self, watched: Any, event: Any) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.currentItem():
                self._pick(self.list.currentItem())
                return True
            if event.key() == Qt.Key.Key_Down:
                self.list.setFocus()
                if self.list.currentRow() < 0:
                    self._first()
                return True
        return False

    def _pick(self, item: QListWidgetItem) -> None:
        name = item.data(_VALUE)
        self.close()
        self.picked.emit(name)


class FilterPopup(Popup):
    """The filter of one field: an operator, and values to tick or to type.

    Signals:
        changed: The field's filters as they are now, an empty tuple for none.
    """

    changed = Signal(str, object)

    def __init__(self, context: Context, query: Query, field: Field, parent: QWidget) -> None:
        super().__init__(context, parent)
        self._query = query
        self.field = field
        self._now = [f for f in query.filters if f.field == field.name]
        say = context.language.gettext
        self.column.addWidget(label(say(field.label), "strong"))
        self.operator = QComboBox()
        self.operator.setAccessibleName(say(N_("Condition")))
        for code in _operators(field):
            self.operator.addItem(say(OPERATORS[code]), code)
        self.operator.setCurrentIndex(max(0, self.operator.findData(self._now[0].operator if self._now else None)))
        self.operator.activated.connect(self._show_face)
        self.column.addWidget(self.operator)
        self.operator.setVisible(self.operator.count() > 1)
        self._face = QWidget()
        self.column.addWidget(self._face, 1)
        self._clear = button(say(N_("Remove this filter")), "link")
        self._clear.clicked.connect(self._remove)
        self.column.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignLeft)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._tell)
        self.setFixedWidth(300)
        self.values: QTreeWidget | None = None
        self.search: QLineEdit | None = None
        self._typed: list[tuple[str, Any]] = []
        self._show_face()

    @property
    def chosen_operator(self) -> str:
        """The operator that is chosen."""
        return str(self.operator.currentData())

    def _show_face(self) -> None:
        """Build what the operator needs: a list to tick, a line to type, two dates, or nothing."""
        self.column.removeWidget(self._face)
        self._face.hide()
        self._face.deleteLater()
        self._face = QWidget()
        inner = QVBoxLayout(self._face)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(6)
        self.values, self.search, self._typed = None, None, []
        operator = self.chosen_operator
        if operator in _LISTED:
            self._build_list(inner)
        elif operator == "from":
            self._build_typed(inner, ("from", "to"))
        elif operator not in _BARE:
            self._build_typed(inner, (operator,))
        self.column.insertWidget(2, self._face, 1)
        self.adjustSize()
        if operator in _BARE and self.isVisible():
            self._tell()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        first = self.search or (self._typed[0][1] if self._typed else self.operator)
        first.setFocus()
        if self.chosen_operator in _BARE and not self._now:
            self._tell()

    # ------------------------------------------------------------ values to tick

    def _build_list(self, inner: QVBoxLayout) -> None:
        from govdesk.store.query import distinct  # noqa: PLC0415 - the store comes with the workspace

        context = self.context
        with context.workspace.read() as session:
            found = distinct(session, context.registers, self._query, self.field.name)
        ticked = {v for f in self._now if f.operator in _LISTED for v in f.values}
        entries = [(d.value, value_text(context, self.field, d.value, d.name), d.count) for d in found]
        entries += [
            (v, value_text(context, self.field, v), 0) for v in ticked - {d.value for d in found} if v is not None
        ]
        self.search = line(context.say(N_("Find a value…")))
        self.search.setVisible(len(entries) > 7)
        self.search.textChanged.connect(self._narrow)
        inner.addWidget(self.search)
        self.values = tree = QTreeWidget()
        tree.setProperty("role", "plain")
        tree.setColumnCount(2)
        tree.setHeaderHidden(True)
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setAccessibleName(context.language.gettext(self.field.label))
        tree.header().setStretchLastSection(False)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        for value, words, count in [*entries, (None, context.say(EMPTY), -1)]:
            item = QTreeWidgetItem([words, f"{count:,}" if count >= 0 else ""])
            item.setData(0, _VALUE, value)
            item.setCheckState(0, Qt.CheckState.Checked if value in ticked else Qt.CheckState.Unchecked)
            item.setSizeHint(0, QSize(0, _ROW))
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setForeground(1, context.theme.colour("text_muted"))
            tree.addTopLevelItem(item)
        tree.setCurrentIndex(tree.model().index(0, 0))
        tree.itemChanged.connect(lambda *_: self._pause.start())
        tree.itemActivated.connect(_turn)
        tree.setFixedHeight(min(10 * _ROW, _ROW * tree.topLevelItemCount()) + 4)
        inner.addWidget(tree)

    def _narrow(self, text: str) -> None:
        if self.values is not None:
            for place in range(self.values.topLevelItemCount()):
                item = self.values.topLevelItem(place)
                item.setHidden(not _matches(item.text(0), text))

    # ------------------------------------------------------------ values to type

    def _build_typed(self, inner: QVBoxLayout, operators: Sequence[str]) -> None:
        say = self.context.language.gettext
        known = {f.operator: f.values[0] for f in self._now if f.values}
        for operator in operators:
            if len(operators) > 1:
                inner.addWidget(label(say(OPERATORS[operator]), "muted"))
            if self.field.kind.code in ("text", "long_text", "tags", "serial", "link"):
                typed: Any = line(say(N_("Type here…")), say(self.field.label))
                typed.setText(value_text(self.context, self.field, known[operator]) if operator in known else "")
                typed.textChanged.connect(lambda *_: self._pause.start())
            else:
                typed = editor_for(self.field, self.context)
                typed.show_value(self.field.kind.load(known[operator]) if operator in known else None)
                typed.edited.connect(self._pause.start)
            if isinstance(typed, QLineEdit):
                typed.returnPressed.connect(self.close)
            inner.addWidget(typed)
            self._typed.append((operator, typed))

    def _typed_filters(self) -> list[Filter]:
        from govdesk.store.query import Filter  # noqa: PLC0415

        found = []
        for operator, typed in self._typed:
            if isinstance(typed, QLineEdit):
                value: Any = typed.text().strip()
                if operator == "is":
                    value = self.field.kind.read(value)
            else:
                value = typed.value()
                typed.mark(invalid=isinstance(value, Invalid))
            if value not in (None, "") and not isinstance(value, Invalid):
                stored = value.isoformat() if isinstance(value, date) else value
                found.append(Filter(self.field.name, operator, (stored,)))
        return found

    # ------------------------------------------------------------ what came of it

    def filters(self) -> list[Filter]:
        """Return the field's filters as they are ticked and typed now."""
        from govdesk.store.query import Filter  # noqa: PLC0415

        operator = self.chosen_operator
        if operator in _BARE:
            return [Filter(self.field.name, operator)]
        if self.values is None:
            return self._typed_filters()
        items = [self.values.topLevelItem(i) for i in range(self.values.topLevelItemCount())]
        ticked = tuple(i.data(0, _VALUE) for i in items if i.checkState(0) == Qt.CheckState.Checked)
        return [Filter(self.field.name, operator, ticked)] if ticked else []

    def _tell(self) -> None:
        self.changed.emit(self.field.name, tuple(self.filters()))

    def _remove(self) -> None:
        self._pause.stop()
        self.changed.emit(self.field.name, ())
        self.close()

    def closeEvent(self, event: Any) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self._tell()
        super().closeEvent(event)


def _operators(field: Field) -> list[str]:
    """Return the operators to offer; the end of a span is typed beside its beginning."""
    return [o for o in field.kind.operators if o != "to"]


def _turn(item: QTreeWidgetItem) -> None:
    on = item.checkState(0) == Qt.CheckState.Checked
    item.setCheckState(0, Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)


def _matches(text: str, typed: str) -> bool:
    wanted = fold(typed)
    return wanted in fold(text) or wanted.replace(" ", "") in pinyin(text).replace(" ", "")
