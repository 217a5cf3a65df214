"""The head of the inspector: number and register, the title, badges, and the menu of what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from govdesk.fields.kinds import Choice
from govdesk.i18n import N_, Message
from govdesk.ui.badge import Badges
from govdesk.ui.context import Context
from govdesk.ui.flow import FlowLayout
from govdesk.ui.icon import icon
from govdesk.ui.person_action import about_person
from govdesk.ui.removal import remove_records
from govdesk.ui.slot import giving
from govdesk.ui.text import action, label, say_tip, tool

if TYPE_CHECKING:
    from govdesk.fields.vocabulary import Vocabulary
    from govdesk.store.query import Record

_BADGES = 3
_LONGEST = 90


class RecordHead(QWidget):
    """Names the record that is shown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._record: Record | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        line = QHBoxLayout()
        line.setSpacing(8)
        self._caption = label("", "muted")
        line.addWidget(self._caption, 1)
        self._menu = tool(
            icon("ellipsis", context.theme.colour("text")), context.say(N_("What can be done with this record"))
        )
        self._menu.clicked.connect(self._open_menu)
        line.addWidget(self._menu)
        column.addLayout(line)
        self.title = label("", "heading", wrap=True)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.title)
        self._badges = QWidget()
        self._badge_line = FlowLayout(self._badges, 6)
        column.addWidget(self._badges)

    def show_words(self, caption: str, title: str) -> None:
        """Show words where no record is."""
        self._record = None
        self._caption.setText(caption)
        self.title.setText(title)
        self._menu.hide()
        self._badges.hide()

    def show_record(self, record: Record) -> None:
        """Name a record."""
        self._record = record
        register, language = self._context.registers[record.register], self._context.language
        number = register.field("number").kind.show(record.number, language)
        self._caption.setText(f"{number} • {self._context.say(register.about.label)}")
        words = " ".join(record.show(register.field(register.about.title), language).split()) or number
        self.title.setText(words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…")
        self._menu.show()
        self._show_badges(record)

    def _show_badges(self, record: Record) -> None:
        while item := self._badge_line.takeAt(0):
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        language, made = self._context.language, 0
        last: tuple[Vocabulary, str] | None = None
        badges = Badges(self._context, self.fontMetrics(), self.devicePixelRatioF())
        for field in self._context.registers[record.register].fields():
            value = record.values.get(field.name)
            if not isinstance(field.kind, Choice) or value is None or not field.main or made == _BADGES:
                continue
            pair = (field.kind.vocabulary, value)
            picture = badges.paint_term(*pair) if pair != last else None
            if picture is not None:
                if last is not None and last[0] is field.kind.vocabulary:
                    self._badge_line.addWidget(label("→", "muted"))
                last = pair
                shown = QLabel()
                shown.setPixmap(picture)
                words = f"{language.gettext(field.label)}: {field.kind.show(value, language)}"
                shown.setAccessibleName(words)
                say_tip(shown, words)
                self._badge_line.addWidget(shown)
                made += 1
        self._badges.setVisible(made > 0)

    def _open_menu(self) -> None:
        record, say, theme = self._record, self._context.say, self._context.theme
        if record is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = action(say(N_("Copy the number")), menu, icon("copy", theme.colour("text")))
        copy.triggered.connect(self._copy_number)
        delete = action(say(N_("Delete this record")), menu, icon("trash-2", theme.colour("act")), "Ctrl+Delete")
        delete.setEnabled(self._context.writable)
        delete.triggered.connect(lambda: self._delete(record))
        menu.addActions([copy, *about_person(self._context, record.register, record.id, menu), delete])
        menu.popup(self._menu.mapToGlobal(self._menu.rect().bottomLeft()))

    def _copy_number(self) -> None:
        QGuiApplication.clipboard().setText(self._caption.text().split(" • ")[0])

    def _delete(self, record: Record) -> None:
        context = self._context
        title = record.title(context.registers[record.register])
        words = context.say(Message(N_("{record} deleted. Ctrl+Z brings it back."), {"record": title}))
        remove_records(context, record.register, [record.id], giving(context.notify, words))
