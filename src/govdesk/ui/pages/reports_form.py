"""What is asked before a report is made: which one, for whom, in which language and format, and where it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from govdesk.i18n import N_
from govdesk.insight.audience import LEAD, SPONSOR
from govdesk.ui.context import Context
from govdesk.ui.dialogs.audience_choice import AudienceChoice
from govdesk.ui.text import button, label, line

STEERING, PAGES = "steering", "pages"
_KINDS = ((STEERING, N_("Report on the project")), (PAGES, N_("A page for each department")))
_LANGUAGES = (("zh", N_("Chinese")), ("en", N_("English")))
_FORMATS = (("pptx", N_("Slides (.pptx)")), ("docx", N_("Document (.docx)")), ("pdf", N_("PDF (.pdf)")))
_FORBIDDEN = '\\/:*?"<>|'


@dataclass(frozen=True, slots=True)
class Wish:
    """What report is wanted, and where it goes."""

    kind: str
    audience: str
    unit: str
    language: str
    path: Path


class ReportForm(QWidget):
    """The choices of a report.

    Signals:
        changed: Something else is wanted.
        named: The file has another name.
    """

    changed = Signal()
    named = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._by_hand = False
        self._subject = ""
        gettext = context.language.gettext
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.kind = self._group(column, gettext(N_("Which report")), _KINDS)
        self.readers = AudienceChoice(context, SPONSOR)
        column.addWidget(self.readers)
        column.addSpacing(8)
        self.language = self._group(column, gettext(N_("Language of the report")), _LANGUAGES)
        self.format = self._group(column, gettext("Format"), _FORMATS)
        column.addWidget(label(gettext("File"), "strong"))
        row = QHBoxLayout()
        row.setSpacing(8)
        self.path = line(name=gettext("File"))
        pick = button(gettext("Choose…"))
        row.addWidget(self.path, 1)
        row.addWidget(pick)
        column.addLayout(row)
        self.choose(self.language, context.language.code)
        pick.clicked.connect(self._pick)
        self.path.textEdited.connect(self._typed)
        self.kind.buttonClicked.connect(self._turn)
        for group in (self.language, self.format):
            group.buttonClicked.connect(self._again)
        self.readers.changed.connect(self._again)
        self.suggest()

    def wish(self) -> Wish:
        """Return what is chosen now."""
        typed = Path(self.path.text().strip()).expanduser()
        ending = f".{code_of(self.format)}"
        if typed.name and typed.suffix.lower() != ending:
            typed = typed.with_name(typed.name + ending)
        readers = self.readers
        return Wish(code_of(self.kind), readers.audience.code, readers.unit, code_of(self.language), typed)

    @property
    def complete(self) -> bool:
        """Whether a report can be made of it."""
        pages = code_of(self.kind) == PAGES
        return bool(self.path.text().strip()) and (not pages or bool(self.readers.audience.unit))

    def name_subject(self, subject: str) -> None:
        """Take the name of the project for that of the file."""
        self._subject = subject
        self.suggest()

    def choose(self, group: QButtonGroup, code: str) -> None:
        """Choose an option of a group by its code."""
        for made in group.buttons():
            if made.property("code") == code:
                made.setChecked(True)

    def suggest(self) -> None:
        """Suggest a file that is not there yet, unless the user named one."""
        if self._by_hand:
            return
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = Path(documents) if documents and Path(documents).is_dir() else self._context.workspace.path.parent
        gettext = self._context.language.gettext
        what = gettext(N_("Department pages")) if code_of(self.kind) == PAGES else gettext(N_("Report"))
        words = (self._subject or self._context.workspace.path.stem, what, gettext(self.readers.audience.label))
        stem = " ".join((*words, date.today().isoformat()))
        stem = "".join("-" if c in _FORBIDDEN or ord(c) < 32 else c for c in stem)[:120].strip(" .")
        ending, number = code_of(self.format), 1
        found = folder / f"{stem}.{ending}"
        while found.exists():
            number += 1
            found = folder / f"{stem} ({number}).{ending}"
        self.path.setText(str(found))

    def forget_name(self) -> None:
        """Suggest a name again, once a file is made."""
        self._by_hand = False
        self.suggest()

    def _group(self, column: QVBoxLayout, title: str, options: tuple[tuple[str, str], ...]) -> QButtonGroup:
        column.addWidget(label(title, "strong"))
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(20)
        for code, words in options:
            made = QRadioButton(self._context.say(words).replace("&", "&&"))
            made.setProperty("code", code)
            made.setAccessibleName(f"{title}: {self._context.say(words)}")
            group.addButton(made)
            row.addWidget(made)
        row.addStretch(1)
        group.buttons()[0].setChecked(True)
        column.addLayout(row)
        column.addSpacing(8)
        return group

    def _turn(self, *_: object) -> None:
        """Offer whom the other kind of report is for."""
        self.readers.offer_each(on=code_of(self.kind) == PAGES)
        if code_of(self.kind) == PAGES and not self.readers.audience.unit:
            self.readers.choose(LEAD)
        elif code_of(self.kind) == STEERING and self.readers.audience.code == LEAD:
            self.readers.choose(SPONSOR)
        self._again()

    def _again(self, *_: object) -> None:
        if self._by_hand:
            typed = Path(self.path.text().strip())
            if typed.suffix.lower() in (".pptx", ".docx", ".pdf"):
                self.path.setText(str(typed.with_suffix(f".{code_of(self.format)}")))
        else:
            self.suggest()
        self.changed.emit()

    def _typed(self, text: str) -> None:
        self._by_hand = bool(text.strip())
        self.named.emit()

    def _pick(self) -> None:
        ending = code_of(self.format)
        types = ((self._context.say(dict(_FORMATS)[ending]), (ending,)),)
        path = self._context.ask.save_file(self._context.say(N_("Save the report")), self.wish().path, types)
        if path is not None:
            self.path.setText(str(path))
            self._typed(str(path))


def code_of(group: QButtonGroup) -> str:
    """Return the code of what is chosen."""
    return str(group.checkedButton().property("code"))
