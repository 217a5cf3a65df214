"""The choices of an export: which rows, which format, which language, which file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QCheckBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from govdesk.i18n import N_
from govdesk.store.query import Query
from govdesk.ui.context import Context
from govdesk.ui.dialogs.audience_choice import AudienceChoice
from govdesk.ui.dialogs.export_work import ALL, REGISTER, VIEW, ExportChoice, amounts, private_fields
from govdesk.ui.text import button, label, line

_FORMATS = (("xlsx", N_("Workbook (.xlsx)")), ("csv", N_("Text table (.csv)")))
_LANGUAGES = (("zh", N_("Chinese")), ("en", N_("English")), ("both", N_("Both")))


class ExportForm(QWidget):
    """What is asked before an export.

    Signals:
        named: Whether there is a name for the file.
        ready: Whether it is said whose rows go out, where that has to be said.
    """

    named = Signal(bool)
    ready = Signal(bool)

    def __init__(self, context: Context, query: Query, columns: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._query = query
        self._columns = columns
        self._amounts = amounts(context.workspace, context.registers, query)
        self._by_hand = False
        self._picked: Path | None = None
        gettext = context.language.gettext
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._scope = self._group(column, gettext("What goes out"), self._scopes())
        column.addSpacing(10)
        self.readers = AudienceChoice(context)
        self.readers.changed.connect(self._refresh)
        column.addWidget(self.readers)
        column.addSpacing(10)
        formats = [(code, gettext(words), "") for code, words in _FORMATS]
        self._format = self._group(column, gettext("Format"), formats, across=True)
        column.addSpacing(10)
        languages = [(code, gettext(words), "") for code, words in _LANGUAGES]
        self._language = self._group(column, gettext("Headings and words"), languages, across=True)
        column.addSpacing(10)
        self.private = QCheckBox(gettext("With private judgements"))
        self._private_words = label("", "caption", wrap=True)
        self._private_words.setIndent(26)
        column.addWidget(self.private)
        column.addWidget(self._private_words)
        column.addSpacing(10)
        column.addWidget(label(gettext("File"), "strong"))
        column.addLayout(self._target())
        self.choose(language=context.language.code)
        self.private.toggled.connect(self._refresh)
        for group in (self._scope, self._format, self._language):
            group.buttonClicked.connect(self._refresh)
        self._refresh()

    def choice(self) -> ExportChoice:
        """Return what is chosen now; the file's name ends as its format says."""
        typed = Path(self.path.text().strip()).expanduser()
        ending = f".{_code(self._format)}"
        if typed.name and typed.suffix.lower() != ending:
            typed = typed.with_name(typed.name + ending)
        return ExportChoice(
            _code(self._scope), self._query, self._columns, _code(self._language),
            self.private.isChecked() and self.readers.audience.named_private, typed, self.readers.audience.code,
            self.readers.unit,
        )  # fmt: skip

    def choose(self, *, scope: str = "", ending: str = "", language: str = "") -> None:
        """Choose what goes out, by code."""
        for group, wanted in ((self._scope, scope), (self._format, ending), (self._language, language)):
            for made in group.buttons():
                if wanted and made.property("code") == wanted:
                    made.click()

    def asks_to_replace(self) -> bool:
        """Answer whether the file is there already and nobody has agreed to replace it."""
        path = self.choice().path
        return path.exists() and path != self._picked

    def _scopes(self) -> list[tuple[str, str, str]]:
        lang = self._context.language
        about = self._context.registers[self._query.register].about
        view, whole, each = self._amounts
        rows = [lang.ngettext("{count} row", "{count} rows", n) for n in (view, whole, sum(each.values()))]
        shown = [lang.ngettext("{count} column", "{count} columns", len(self._columns))] if self._columns else []
        sheets = lang.ngettext("{count} sheet", "{count} sheets", len(each))
        name = lang.gettext(about.plural)
        return [
            (VIEW, lang.gettext("This view as it stands"), " · ".join([rows[0], *shown])),
            (REGISTER, lang.gettext("All of “{register}”").format(register=name), rows[1]),
            (ALL, lang.gettext("All registers, a sheet each"), f"{rows[2]} · {sheets}"),
        ]

    def _group(
        self, column: QVBoxLayout, title: str, options: list[tuple[str, str, str]], *, across: bool = False
    ) -> QButtonGroup:
        column.addWidget(label(title, "strong"))
        group = QButtonGroup(self)
        row: QBoxLayout = QHBoxLayout()
        row.setSpacing(24)
        for code, words, detail in options:
            made = QRadioButton(words.replace("&", "&&"))
            made.setProperty("code", code)
            made.setAccessibleName(f"{title}: {words} {detail}".strip())
            group.addButton(made)
            row.addWidget(made)
            if not across:
                row.addStretch(1)
                row.addWidget(label(detail, "muted"))
                column.addLayout(row)
                row = QHBoxLayout()
        if across:
            row.addStretch(1)
            column.addLayout(row)
        group.buttons()[0].setChecked(True)
        return group

    def _target(self) -> QHBoxLayout:
        gettext = self._context.language.gettext
        row = QHBoxLayout()
        row.setSpacing(8)
        self.path = line(name=gettext("File"))
        self.path.textEdited.connect(self._typed)
        pick = button(gettext("Choose…"))
        pick.clicked.connect(self._pick)
        row.addWidget(self.path, 1)
        row.addWidget(pick)
        return row

    def _refresh(self, *_: object) -> None:
        gettext = self._context.language.gettext
        whole = _code(self._scope) == ALL
        text_table = self._format.buttons()[1]
        text_table.setEnabled(not whole)
        text_table.setToolTip(gettext("A text table holds one register") if whole else "")
        if whole and text_table.isChecked():
            self._format.buttons()[0].setChecked(True)
        codes = list(self._amounts[2]) if whole else [self._query.register]
        found = private_fields(self.choice(), self._context.registers, codes)
        self.ready.emit(self.readers.complete)
        self.private.setVisible(bool(found))
        self._private_words.setVisible(bool(found))
        names = gettext(", ").join(gettext(f.label) for f in found)
        words = (
            gettext("These go out: {fields}.") if self.private.isChecked() else gettext("These stay here: {fields}.")
        )
        self._private_words.setText(words.format(fields=names))
        if self._by_hand:
            typed = Path(self.path.text().strip())
            if typed.suffix.lower() in (".xlsx", ".csv"):
                self.path.setText(str(typed.with_suffix(f".{_code(self._format)}")))
        else:
            self.path.setText(str(self._suggested()))

    def _suggested(self) -> Path:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = Path(documents) if documents and Path(documents).is_dir() else self._context.workspace.path.parent
        stem = self._context.workspace.path.stem
        if _code(self._scope) != ALL:
            stem = self._context.language.gettext(self._context.registers[self._query.register].about.plural)
        stem = f"{stem.replace('/', '-')} {date.today().isoformat()}"
        ending, number = _code(self._format), 1
        found = folder / f"{stem}.{ending}"
        while found.exists():
            number += 1
            found = folder / f"{stem} ({number}).{ending}"
        return found

    def _typed(self, text: str) -> None:
        self._by_hand = bool(text.strip())
        self.named.emit(self._by_hand)

    def _pick(self) -> None:
        gettext = self._context.language.gettext
        ending = _code(self._format)
        types = [(gettext(dict(_FORMATS)[ending]), (ending,))]
        path = self._context.ask.save_file(gettext("Export"), self.choice().path, types)
        if path is not None:
            self.path.setText(str(path))
            self._picked = self.choice().path
            self._typed(str(path))


def _code(group: QButtonGroup) -> str:
    return str(group.checkedButton().property("code"))
