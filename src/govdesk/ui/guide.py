"""The guide: a window beside the program's own that opens at the page which tells of what is on the screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QFont, QPixmap, QResizeEvent, QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QVBoxLayout, QWidget

from govdesk.ui.context import Context
from govdesk.ui.guide_text import GuidePage, find_page, guide_folder, guide_pages
from govdesk.ui.icon import program_icon
from govdesk.ui.text import frame, label, line
from govdesk.ui.theme import Theme

_CONTENTS = 248
_MARGIN = 28
_LINE_HEIGHT = 150.0
_PICTURE = "\N{OBJECT REPLACEMENT CHARACTER}"
_GAPS = {0: 10, 1: 14, 2: 26, 3: 18}
#: Milliseconds after which a window that was made wider takes its pictures anew.
_SETTLED = 120


class GuideWindow(QWidget):
    """Contents with a search at the left, the page at the right.

    Args:
        context: Whose language and theme it wears.
        over: The window in front, which the guide must not be shut out by.
    """

    def __init__(self, context: Context, over: QWidget) -> None:
        super().__init__(over, Qt.WindowType.Window)
        gettext = context.language.gettext
        self.setWindowTitle(gettext("Guide"))
        self.setWindowIcon(program_icon())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._pages = guide_pages(context.settings.language)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        side = frame("side")
        side.setFixedWidth(_CONTENTS)
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 14, 12, 12)
        column.setSpacing(10)
        column.addWidget(label(gettext("Guide"), "heading"))
        self.search = line(gettext("Search the guide"), role="search")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        column.addWidget(self.search)
        self.contents = QListWidget()
        self.contents.setProperty("role", "plain")
        self.contents.setAccessibleName(gettext("Contents"))
        for page in self._pages:
            item = QListWidgetItem(page.title)
            item.setData(Qt.ItemDataRole.UserRole, page.code)
            item.setSizeHint(QSize(0, 32))
            self.contents.addItem(item)
        self.contents.currentRowChanged.connect(self._choose)
        column.addWidget(self.contents, 1)
        self.nothing = label(gettext("Nothing in the guide has these words."), "muted", wrap=True)
        self.nothing.hide()
        column.addWidget(self.nothing)
        row.addWidget(side)
        self.reader = GuideReader(context.theme, guide_folder(context.settings.language))
        self.reader.setAccessibleName(gettext("Page of the guide"))
        self.reader.followed.connect(self._follow)
        row.addWidget(self.reader, 1)
        room = self.screen().availableGeometry()
        self.resize(min(980, room.width() - 80), min(680, room.height() - 60))

    def show_place(self, place: str) -> None:
        """Show what tells of a place such as `stakeholder/map`."""
        self.search.clear()
        page, heading = find_page(self._pages, place)
        self.contents.setCurrentRow(self._pages.index(page))
        self.reader.show_page(page, heading)
        self.reader.setFocus()

    def _choose(self, row: int) -> None:
        if row >= 0:
            self.reader.show_page(self._pages[row], 0)
            self.reader.find_words(self.search.text())

    def _narrow(self, text: str) -> None:
        wanted = text.casefold().split()
        shown = [all(w in page.text.casefold() for w in wanted) for page in self._pages]
        for row, found in enumerate(shown):
            self.contents.item(row).setHidden(not found)
        self.nothing.setVisible(not any(shown))
        if any(shown) and not shown[self.contents.currentRow()]:
            self.contents.setCurrentRow(shown.index(True))
        self.reader.find_words(text)

    def _follow(self, code: str) -> None:
        rows = [n for n, page in enumerate(self._pages) if page.code == code]
        if rows:
            self.search.clear()
            self.contents.setCurrentRow(rows[0])


class GuideReader(QTextBrowser):
    """Shows one page, its pictures as wide as there is room.

    Signals:
        followed: Code of the page that a link leads to.
    """

    followed = Signal(str)

    def __init__(self, theme: Theme, folder: Path) -> None:
        super().__init__()
        self._theme = theme
        self._folder = folder
        self._page: GuidePage | None = None
        self._heading = 0
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.anchorClicked.connect(self._go)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.document().setDocumentMargin(_MARGIN)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED)
        self._settling.timeout.connect(self._fit)

    def show_page(self, page: GuidePage, heading: int) -> None:
        """Show a page from one of its headings on."""
        self._page, self._heading = page, heading
        self.document().clear()
        self.document().setMarkdown(page.text)
        self._dress()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        QTimer.singleShot(0, self, self._scroll)

    def find_words(self, text: str) -> None:
        """Mark the first place that has these words."""
        if text.strip():
            self.moveCursor(QTextCursor.MoveOperation.Start)
            self.find(text.strip())

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Return a picture of the guide at the width of the page; nothing else is ever loaded."""
        path = self._folder / "pictures" / QUrl(name).fileName()
        picture = QPixmap(str(path)) if path.is_file() else QPixmap()
        room = self.viewport().width() - 2 * _MARGIN
        ratio = self.devicePixelRatioF()
        if picture.isNull() or room <= 0:
            return picture
        wide = min(int(room * ratio), picture.width())
        fitted = picture.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
        fitted.setDevicePixelRatio(ratio)
        return fitted

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._settling.start()

    def _fit(self) -> None:
        if self._page is not None:
            part = self.verticalScrollBar().value() / max(1, self.verticalScrollBar().maximum())
            self.document().clear()
            self.document().setMarkdown(self._page.text)
            self._dress()
            self.verticalScrollBar().setValue(round(part * self.verticalScrollBar().maximum()))

    def _dress(self) -> None:
        block = self.document().begin()
        while block.isValid():
            self._dress_block(block)
            block = block.next()

    def _dress_block(self, block: QTextBlock) -> None:
        level = block.blockFormat().headingLevel()
        cursor = QTextCursor(block)
        shape = QTextBlockFormat()
        if block.text() != _PICTURE:
            shape.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        shape.setTopMargin(_GAPS.get(level, 10) if block.textList() is None else 2)
        shape.setBottomMargin(4 if block.textList() is None else 2)
        cursor.mergeBlockFormat(shape)
        if level:
            look = QTextCharFormat()
            font = QFont(self.font())
            font.setPixelSize({1: self._theme.title + 2, 2: self._theme.heading}.get(level, self._theme.text))
            font.setWeight(QFont.Weight.Bold)
            look.setFont(font)
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            cursor.mergeCharFormat(look)

    def _scroll(self) -> None:
        block, number = self.document().begin(), -1
        while block.isValid():
            number += block.blockFormat().headingLevel() in (1, 2)
            if number == self._heading:
                top = self.document().documentLayout().blockBoundingRect(block).top()
                self.verticalScrollBar().setValue(int(top) - 12 if number else 0)
                return
            block = block.next()

    def _go(self, url: QUrl) -> None:
        self.followed.emit(url.fileName().removesuffix(".md").partition("-")[2])
