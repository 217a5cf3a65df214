"""The choices of a sending: to whom, what, until when, why, in which language, into which folder."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPlainTextEdit, QRadioButton, QVBoxLayout, QWidget

from govdesk.fields.kinds import Date
from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.dialogs.send_fields import FieldTree
from govdesk.ui.opening import last_folder
from govdesk.ui.text import button, label, line, set_role

if TYPE_CHECKING:
    from govdesk.sheet.sending import Sending

_BY = (("department", N_("Department")), ("owner", N_("Owner")), ("stakeholder", N_("Stakeholder")))
_LANGUAGES = (("zh", N_("Chinese")), ("en", N_("English")), ("both", N_("Both")))
_DAYS = 7


class SendForm(QWidget):
    """What is asked before a sending.

    Signals:
        chosen: What goes to whom is another.
        worded: Only the words, the day or the folder are others.
    """

    chosen = Signal()
    worded = Signal()

    def __init__(self, context: Context, first: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._first = first
        gettext = context.language.gettext
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label(gettext("One workbook for each"), "strong"))
        self._by = self._choices(column, gettext("One workbook for each"), _BY)
        column.addSpacing(4)
        column.addWidget(label(gettext("What is asked for"), "strong"))
        self.fields = FieldTree(context)
        column.addWidget(self.fields, 1)
        self._private = label("", "error", wrap=True)
        self._private.hide()
        column.addWidget(self._private)
        column.addSpacing(4)
        days = QHBoxLayout()
        days.setSpacing(8)
        days.addWidget(label(gettext("Answer by"), "strong"))
        self.until = line(gettext("year-month-day"), gettext("Answer by"))
        self.until.setText((date.today() + timedelta(days=_DAYS)).isoformat())
        days.addWidget(self.until, 1)
        column.addLayout(days)
        self._wrong_day = label("", "error", wrap=True)
        self._wrong_day.hide()
        column.addWidget(self._wrong_day)
        self.message = QPlainTextEdit()
        self.message.setPlaceholderText(gettext("Why you ask, for the cover. Empty: a friendly word that explains it."))
        self.message.setAccessibleName(gettext("Why we ask"))
        self.message.setTabChangesFocus(True)
        self.message.setFixedHeight(54)
        column.addWidget(self.message)
        self._language = self._choices(column, gettext("Headings and words"), _LANGUAGES)
        for made in self._language.buttons():
            made.setChecked(made.property("code") == context.language.code)
        self._by.buttonClicked.connect(self._regroup)
        self.fields.chosen.connect(self._ticked)
        self.until.textChanged.connect(self._check_day)
        self._regroup()

    def by(self) -> str:
        """Return whose rows a workbook holds."""
        return _code(self._by)

    def choose(self, by: str) -> None:
        """Choose whose rows a workbook holds."""
        next(b for b in self._by.buttons() if b.property("code") == by).click()

    def day(self) -> date | None:
        """Return until when an answer is wanted."""
        found = Date().read(self.until.text())
        return found if isinstance(found, date) else None

    def is_sound(self) -> bool:
        """Answer whether the day is one, or none is wanted."""
        return not self.until.text().strip() or self.day() is not None

    def sending(self, folder: Path, only: frozenset[str] | None = None) -> Sending:
        """Return what is chosen now."""
        from govdesk.sheet.sending import Sending  # noqa: PLC0415 - spreadsheets come when their work comes

        return Sending(
            self.by(),
            self.fields.wants(),
            folder,
            _code(self._language),
            self.day(),
            self.message.toPlainText(),
            self._context.project,
            only,
        )

    def _choices(self, column: QVBoxLayout, name: str, options: tuple[tuple[str, str], ...]) -> QButtonGroup:
        gettext = self._context.language.gettext
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(20)
        for code, words in options:
            made = QRadioButton(gettext(words))
            made.setProperty("code", code)
            made.setAccessibleName(f"{name}: {gettext(words)}")
            group.addButton(made)
            row.addWidget(made)
        row.addStretch(1)
        column.addLayout(row)
        group.buttons()[0].setChecked(True)
        return group

    def _regroup(self, *_: object) -> None:
        self.fields.show_recipients(self.by(), self._first)

    def _ticked(self) -> None:
        gettext = self._context.language.gettext
        names = gettext(", ").join(gettext(f.label) for f in self.fields.private())
        text = gettext("Private judgements go out with it: {fields}. Whoever gets the file can read them.")
        self._private.setText(text.format(fields=names))
        self._private.setVisible(bool(names))
        self.chosen.emit()

    def _check_day(self) -> None:
        sound = self.is_sound()
        self.until.setProperty("invalid", not sound)
        set_role(self.until, str(self.until.property("role") or ""))
        found, day = Date().read(self.until.text()), self.day()
        words = "" if sound else self._context.say(getattr(found, "message", ""))
        if day is not None and day < date.today():
            words = self._context.language.gettext("This day has passed: everybody would be late at once.")
        set_role(self._wrong_day, "watch" if sound else "error")
        self._wrong_day.setText(words)
        self._wrong_day.setVisible(bool(words))
        self.worded.emit()


class FolderLine(QWidget):
    """The folder that the workbooks go to, typed or chosen.

    Signals:
        named: The folder is another.
    """

    named = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        gettext = context.language.gettext
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label(gettext("Folder"), "strong"))
        self.path = line(name=gettext("Folder"))
        self.path.setText(str(last_folder(context) / self._name()))
        self.path.textChanged.connect(self.named)
        pick = button(gettext("Choose…"))
        pick.clicked.connect(self._pick)
        row.addWidget(self.path, 1)
        row.addWidget(pick)

    def folder(self) -> Path | None:
        """Return the folder, or None where none is named."""
        text = self.path.text().strip()
        return Path(text).expanduser() if text else None

    def _name(self) -> str:
        return self._context.language.gettext("To fill in {day}").format(day=date.today().isoformat())

    def _pick(self) -> None:
        found = self._context.ask.folder(
            self._context.language.gettext("Folder for the workbooks"), last_folder(self._context)
        )
        if found is not None:
            self.path.setText(str(found))


def _code(group: QButtonGroup) -> str:
    return str(group.checkedButton().property("code"))
