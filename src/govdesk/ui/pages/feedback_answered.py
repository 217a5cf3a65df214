"""You said, we did: what was said beside what was done, to copy into a chat or to print for the wall."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QPagedPaintDevice,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QStackedWidget, QTextEdit, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.ui.context import Context, View
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.font import window_font
from govdesk.ui.icon import icon
from govdesk.ui.pages.face import Face
from govdesk.ui.past_seal import sealed
from govdesk.ui.text import button
from govdesk.ui.theme import Theme

if TYPE_CHECKING:
    from govdesk.insight.answered import Answered
    from govdesk.progress import Progress
    from govdesk.store.query import Query

_PREVIEW = QSize(900, 640)
#: Size of the printed text and of its title, in points.
_PRINTED, _TITLE = 10.5, 16.0


class AnsweredFace(Face):
    """The list as a face of feedback."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._turn = 0
        self._found: Answered | None = None
        say, ink = context.say, context.theme.colour("text")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        column.addWidget(self._stack)
        self.text = QTextEdit()
        self.text.setReadOnly(True)
        self.text.setAcceptRichText(False)
        self.text.setAccessibleName(say(N_("You said, we did")))
        self.empty = EmptyState(context)
        self._stack.addWidget(self.text)
        self._stack.addWidget(self.empty)
        self._copy = button(say(N_("Copy the list")), "", icon("copy", ink))
        self._copy.clicked.connect(self.copy)
        self._print = button(say(N_("Preview and print…")), "", icon("printer", ink))
        self._print.clicked.connect(self.print_list)

    def toolbar(self) -> list[QWidget]:
        return [self._copy, self._print]

    def show_query(self, query: Query) -> None:
        self._turn += 1
        turn, workspace, registers = self._turn, self.context.workspace, self.context.registers

        def work(_progress: Progress) -> tuple[Answered, int]:
            from govdesk.insight.answered import answered  # noqa: PLC0415 - comes with the workspace
            from govdesk.store.query import Query, count  # noqa: PLC0415

            with workspace.read() as session:
                return answered(session, registers, query), count(session, registers, Query("feedback", query.project))

        self.context.jobs.read(work, lambda found: self._show(turn, *found), owner=self)

    def _show(self, turn: int, found: Answered, everybody: int) -> None:
        if turn != self._turn:
            return
        self._found = found
        say = self.context.say
        self.counted.emit(found.shown, everybody)
        for tool in (self._copy, self._print):
            tool.setEnabled(bool(found.shown))
        if found.shown:
            write_list(self.text.document(), self.context, found, self.context.theme)
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self._stack.setCurrentWidget(self.text)
            return
        if found.enough:
            words = say(N_("Answer a voice in the inbox, and it stands here beside what was done."))
            offer = (say(N_("Open the inbox")), "primary", "inbox", self._open_inbox)
            self.empty.show_state("corner-up-left", say(N_("Nothing was answered yet")), words, (offer,))
        else:
            words = say(N_("From ten answered voices on, the list can be shown without singling anybody out."))
            self.empty.show_state("eye-off", say(N_("Too few to be listed")), words, ())
        self._stack.setCurrentWidget(self.empty)

    def _open_inbox(self) -> None:
        from govdesk.store.query import Query  # noqa: PLC0415

        self.context.open_view(View("feedback", Query("feedback", self.context.project), "inbox"))

    def copy(self) -> None:
        """Put the list on the clipboard as plain text."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.context.notify(self.context.say(N_("The list is on the clipboard.")))

    def print_list(self) -> None:
        """Show the pages as they will be printed; from there they go to a printer or into a PDF file."""
        from PySide6.QtPrintSupport import QPrintPreviewDialog  # noqa: PLC0415 - seldom needed

        if self._found is None or not self._found.shown:
            return
        preview = QPrintPreviewDialog(self.window())
        # Its own printer: one of ours would be gone when this method ends, and the preview would go on painting on it.
        preview.printer().setDocName(self.context.say(N_("You said, we did")))
        preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        preview.setWindowTitle(self.context.say(N_("You said, we did")))
        preview.resize(_PREVIEW)
        preview.paintRequested.connect(self.paint_pages)
        preview.open()

    def paint_pages(self, printer: QPagedPaintDevice) -> None:
        """Paint the list onto the pages of a printer, dark on white whatever the theme, its title and day on top."""
        if self._found is None:
            return
        document = QTextDocument(self)
        font = window_font(self.context.theme.text, self.context.language.code)
        font.setPointSizeF(_PRINTED)
        document.setDefaultFont(font)
        write_list(document, self.context, self._found, Theme(), title=True)
        document.print_(printer)
        document.deleteLater()


def write_list(
    document: QTextDocument, context: Context, found: Answered, theme: Theme, *, title: bool = False
) -> None:
    """Write the list into a document, every word as it was typed.

    Args:
        document: Is emptied first.
        context: The language of the words around.
        found: The list.
        theme: The colours.
        title: Whether title and day stand on top, as on paper.
    """
    say = context.say
    document.clear()
    document.setDocumentMargin(16)
    cursor = QTextCursor(document)
    plain, strong, muted, large = (QTextCharFormat() for _ in range(4))
    plain.setForeground(theme.colour("text"))
    strong.setForeground(theme.colour("text"))
    strong.setFontWeight(700)
    muted.setForeground(theme.colour("text_muted"))
    large.setForeground(theme.colour("accent"))
    large.setFontWeight(700)
    far, near, inner = QTextBlockFormat(), QTextBlockFormat(), QTextBlockFormat()
    far.setTopMargin(14)
    near.setTopMargin(8)
    inner.setLeftMargin(20)
    first = True
    if title:
        head = QTextCharFormat(strong)
        head.setFontPointSize(_TITLE)
        cursor.insertText(say(N_("You said, we did")), head)
        cursor.insertText(f"   {date.today().isoformat()}   {sealed(context)}", muted)
        first = False
    for chapter in found.chapters:
        _line(cursor, far, first=first)
        first = False
        cursor.insertText(chapter.theme or say(N_("Other")), large)
        for pair in chapter.pairs:
            _line(cursor, near)
            cursor.insertText(say(N_("You said")) + "  ", muted)
            cursor.insertText(pair.said, plain)
            _line(cursor, inner)
            cursor.insertText(say(N_("We did")) + "  ", muted)
            cursor.insertText(pair.did, strong)
            if pair.confirmed:
                cursor.insertText("  ✓ " + say(N_("confirmed")), muted)
    if found.total > found.shown:
        _line(cursor, far)
        args = {"count": found.total - found.shown}
        cursor.insertText(say(Message(N_("{count} more are not listed here; filter to see them."), args)), muted)


def _line(cursor: QTextCursor, block: QTextBlockFormat, *, first: bool = False) -> None:
    if first:
        cursor.setBlockFormat(block)
    else:
        cursor.insertBlock(block)
