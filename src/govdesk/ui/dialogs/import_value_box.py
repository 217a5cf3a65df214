"""Chooses what a text of a sheet means for a field: a word of its list, a record, or a text of one's own.

Used where values are matched (`import_values`) and where one cell is mended (`import_detail`).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from govdesk.fields.field import Field
from govdesk.fields.kind import Invalid, Lookup
from govdesk.fields.kinds import Link, choices_of
from govdesk.ui.context import Context

_OFFERED = 300
#: What stands behind an item that is no text of the sheet: nothing of it, or a new record of some register.
BLANK, NEW = "\0blank", "\0new:"


class ValueBox(QComboBox):
    """A box with what a field can hold.

    Signals:
        taken: The text that is to stand there instead; `BLANK` for nothing, `NEW` and a field for a new record.
    """

    taken = Signal(str)

    def __init__(self, context: Context, shown: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.shown = shown
        self._filled = False
        closed = choices_of(shown.kind) is not None or shown.kind.code == "flag"
        self.setEditable(not closed)
        self.setMaxVisibleItems(14)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        if self.isEditable():
            self.completer().setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            self.completer().setFilterMode(Qt.MatchFlag.MatchContains)
            self.lineEdit().returnPressed.connect(self._typed)
        self.activated.connect(self._chosen)

    def offer(
        self,
        text: str,
        suggestions: Sequence[str],
        kinds: Sequence[tuple[str, str]] = (),
        *,
        records: bool = True,
    ) -> None:
        """Fill the box: what is near first, then what there is, then the ways out.

        Args:
            text: What stands in the box before anything is chosen.
            suggestions: Texts that fit and are near.
            kinds: Links of which a new record can be made, as field and words.
            records: Whether the known records are listed for a link.
        """
        gettext = self._context.language.gettext
        self.clear()
        listed: list[tuple[str, str]] = [(self.words(s), s) for s in suggestions]
        for name, words in kinds:
            listed.append((words, f"{NEW}{name}"))
        for words, value in listed:
            self.addItem(words, value)
        if listed:
            self.insertSeparator(self.count())
        near = set(suggestions)
        for words, value in self._known(records=records):
            if value not in near:
                self.addItem(words, value)
        if not self.shown.required:
            self.insertSeparator(self.count())
            self.addItem(gettext("Leave blank"), BLANK)
        self.setCurrentIndex(-1)
        if self.isEditable():
            self.lineEdit().setText(text)
            self.lineEdit().setPlaceholderText(gettext("What is meant"))
        else:
            self.setPlaceholderText(gettext("Choose…"))

    def words(self, text: str) -> str:
        """Return a text that fits as a person reads it."""
        return in_words(self._context, self.shown, text)

    def text(self) -> str:
        """Return what is to stand there: the item chosen, else what was typed."""
        data = self.currentData()
        if self.isEditable():
            typed = self.currentText().strip()
            match = self.findText(typed, Qt.MatchFlag.MatchExactly)
            return str(self.itemData(match)) if match >= 0 and self.itemData(match) else typed
        return str(data) if data is not None else ""

    def open_list(self) -> None:
        """Open the list at its first item, without having chosen it."""
        self.showPopup()
        self.view().setCurrentIndex(self.model().index(0, self.modelColumn()))

    def _known(self, *, records: bool) -> list[tuple[str, str]]:
        kind, lang = self.shown.kind, self._context.language
        vocabulary = choices_of(kind)
        if vocabulary is not None:
            return [(self.words(t.code), t.code) for t in vocabulary]
        if kind.code == "flag":
            return [(kind.show(True, lang), "yes"), (kind.show(False, lang), "no")]
        if isinstance(kind, Link) and records:
            return [(name, name) for name in known_names(self._context, kind.target)]
        return []

    def _chosen(self, place: int) -> None:
        data = self.itemData(place)
        if data is not None:
            self.taken.emit(str(data))

    def _typed(self) -> None:
        if text := self.text():
            self.taken.emit(text)


def known_names(context: Context, target: str) -> list[str]:
    """Return the names of the first records of a register."""
    from govdesk.store.edit import candidates  # noqa: PLC0415 - the store's edits come when their work comes

    with context.workspace.read() as session:
        found = candidates(session, context.registers, target, "", None, limit=_OFFERED)
    return [c.title for c in found if c.title]


def in_words(context: Context, shown: Field, text: str) -> str:
    """Return a text that a field takes as a person reads it."""
    value = shown.kind.read(text)
    if value is None or isinstance(value, Invalid | Lookup):
        return text
    return shown_value(context, shown, value)


def shown_value(context: Context, shown: Field, value: object) -> str:
    """Return a value as a person reads it, a step of a scale with its word."""
    text = shown.kind.show(value, context.language)
    word = getattr(shown.kind, "word", None)
    if word is not None and choices_of(shown.kind) is not None and isinstance(value, int):
        return f"{text} · {word(value, context.language)}"
    return text
