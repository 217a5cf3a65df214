"""What the faces of the delivery area have in common: painted rows, a picture with its numbers, a teaching emptiness."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from govdesk.i18n import N_
from govdesk.progress import Progress
from govdesk.store.query import Query, count
from govdesk.ui.context import Context, View
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.pages.face import Face
from govdesk.ui.pages.row_canvas import Row, RowCanvas
from govdesk.ui.picture import picture_button
from govdesk.ui.text import frame, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from govdesk.sheet.numbers import NumberSheet


class RowFace(Face):
    """Reads its records beside the window and paints a row for each.

    Attributes:
        register: Code of the register that it shows.
        name: What it is called, as English source text.
        private: Whether judgements of persons can be seen in it.
    """

    register: ClassVar[str] = ""
    name: ClassVar[str] = ""
    private: ClassVar[bool] = False
    head_height = 0

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._query = Query(self.register)
        self._asked = 0
        say = context.say
        self.canvas = RowCanvas(context, self, say(self.name))
        self.canvas.chosen.connect(context.select)
        self.canvas.opened.connect(self.open_row)
        context.selected.connect(self.canvas.show_chosen)
        self.note = label("", "muted", wrap=True)
        self.empty = EmptyState(context)
        card = frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(8, 8, 8, 8)
        inside.setSpacing(4)
        inside.addWidget(self.note)
        inside.addWidget(self.canvas, 1)
        self.inside = inside
        self._stack = QStackedWidget()
        self._stack.addWidget(card)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.picture = picture_button(
            context,
            self.canvas.paint_all,
            say(self.name),
            self.canvas.whole_size,
            numbers=self._sheets,
            private=self.private,
        )

    def toolbar(self) -> list[QWidget]:
        """Return the picture."""
        return [self.picture]

    def fetch(self, session: Session, query: Query) -> Sequence[Row]:
        """Return a row for each record of a query; runs on another thread."""
        raise NotImplementedError

    def lines(self) -> list[tuple[str | float | None, ...]]:
        """Return the numbers as the lines of a sheet, the headings first."""
        raise NotImplementedError

    def remark(self, rows: Sequence[Row]) -> str:
        """Return what is said above the rows, in the window's language; empty for nothing."""
        return ""

    def paint_head(self, painter: QPainter, room: QRect) -> None:
        """Paint what stands above the rows."""

    def paint_row(self, painter: QPainter, room: QRect, row: Row) -> None:
        """Paint one row."""
        raise NotImplementedError

    def open_row(self, row: Row, _at: int) -> None:
        """Show the record among the rows of its table."""
        self.context.open_view(View(self.register, self._query))
        self.context.select(*row.key)

    def show_query(self, query: Query) -> None:
        """Fetch the records of a query and show them."""
        self._query = query
        self._asked += 1
        asked, workspace, registers = self._asked, self.context.workspace, self.context.registers

        def work(_progress: Progress) -> tuple[Sequence[Row], int, int]:
            with workspace.read() as session:
                rows = self.fetch(session, query)
                shown = count(session, registers, query)
                return rows, shown, count(session, registers, Query(query.register, query.project))

        self.context.jobs.read(work, lambda found: self._take(asked, *found), owner=self)

    def _take(self, asked: int, rows: Sequence[Row], shown: int, total: int) -> None:
        if asked != self._asked:
            return
        self.counted.emit(shown, total)
        self.canvas.show_rows(rows)
        remark = self.remark(rows)
        self.note.setText(remark)
        self.note.setVisible(bool(remark))
        self._stack.setCurrentIndex(0 if rows else 1)
        if not rows:
            self._teach(hidden=total > 0 and shown < total)

    def _teach(self, *, hidden: bool) -> None:
        say, about = self.context.say, self.context.registers[self.register].about
        if hidden:
            words = say(N_("Every row is still there; the filters only hide them."))
            self.empty.show_state("search", say(N_("No matching rows")), words, ())
            return
        offers = [(say(N_("Add the first one")), "primary", "plus", self.adding.emit)] if self.context.writable else []
        self.empty.show_state(about.icon, say(self.name), say(about.empty), offers)

    def _sheets(self) -> list[NumberSheet]:
        from govdesk.sheet.numbers import NumberSheet  # noqa: PLC0415 - only when asked for

        return [NumberSheet(self.context.say(self.name), tuple(self.lines()))]

    # ------------------------------------------------------------ what the painters share

    def pen(self, painter: QPainter, colour: str = "text", *, small: bool = False, bold: bool = False) -> None:
        """Take a colour of the palette and a size of type."""
        theme, font = self.context.theme, QFont(painter.font())
        font.setPixelSize(theme.caption if small else theme.text)
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(theme.colour(colour))

    def colour(self, name: str) -> QColor:
        """Return a colour of the palette."""
        return self.context.theme.colour(name)
