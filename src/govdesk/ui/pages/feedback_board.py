"""The board of feedback: cards by status, dragged by mouse or moved by Alt and an arrow, each move one operation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.ui.context import Context, View
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.pages.face import Face
from govdesk.ui.pages.feedback_answer import AnswerBox
from govdesk.ui.pages.feedback_columns import BoardLayout, Lane
from govdesk.ui.picture import picture_button

if TYPE_CHECKING:
    from govdesk.progress import Progress
    from govdesk.sheet.numbers import Cell, NumberSheet
    from govdesk.store.query import Query, Record

_SHOWN = 60
_TOLD = ("status", "number", "date", "department", "statement", "cause", "due", "owner", "reply")
_DAYS = ("date", "due")
_OVER = ("confirmed", "declined")


class BoardCanvas(QWidget):
    """The painted board.

    Signals:
        chosen: Id of the record that was chosen.
        moved: A record, and the status that it is to have.
        more: The status whose other records are asked for.
    """

    chosen = Signal(str)
    moved = Signal(object, str)
    more = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.board = BoardLayout(context, ())
        self.selected = ""
        self._held: Record | None = None
        self._from = QPoint()
        self._at: QPoint | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(context.say(N_("Feedback board")))

    def show_lanes(self, lanes: tuple[Lane, ...]) -> None:
        """Show other cards; a card that is being dragged is let go."""
        self.board = BoardLayout(self._context, lanes)
        self._held = self._at = None
        self.setMinimumSize(self.board.smallest(), self.board.height())
        self.update()

    def select(self, identity: str) -> None:
        """Mark a card."""
        self.selected = identity
        place = self.board.find(identity)
        if place is not None:
            lane = self.board.lanes[place[0]]
            self.setAccessibleDescription(f"{lane.word}: {lane.records[place[1]].values.get('statement') or ''}")
        self.update()

    def card_rect(self, identity: str) -> QRect:
        """Return where a record's card stands."""
        place = self.board.find(identity)
        return self.board.card(*place, self.width()) if place else QRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        over = self._lane_under(self._at) if self._at is not None else -1
        self.board.paint(painter, self.width(), self.height(), event.rect(), self.selected, over)
        if self._held is not None and self._at is not None:
            card = self.card_rect(self._held.id).translated(self._at - self._from)
            painter.setOpacity(0.9)
            self.board.paint_card(painter, self._held, card, chosen=True)
        painter.end()

    def _lane_under(self, at: QPoint) -> int:
        return self.board.lane_at(at, self.width(), self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        place = self.board.card_at(at, self.width())
        if place is None:
            return
        lane = self.board.lanes[place[0]]
        if place[1] >= len(lane.records):
            self.more.emit(lane.status)
            return
        self._held, self._from = lane.records[place[1]], at
        self.chosen.emit(self._held.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        far = (at - self._from).manhattanLength() >= QApplication.startDragDistance()
        if self._held is not None and self._context.writable and (far or self._at is not None):
            self._at = at
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, at = self._held, self._at
        self._held = self._at = None
        self.update()
        if held is None or at is None:
            return
        lane = self._lane_under(at)
        if lane < 0 or not self.rect().contains(at):
            self._context.notify(self._context.say(N_("Dropped outside the columns; nothing was changed.")))
        else:
            self._move(held, lane)

    def _move(self, record: Record, lane: int) -> None:
        status = self.board.lanes[lane].status
        if status != (record.values.get("status") or "new"):
            self.moved.emit(record, status)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        place = self.board.find(self.selected)
        if key == Qt.Key.Key_Escape and self._held is not None:
            self._held = self._at = None
            self.update()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            across = (key == Qt.Key.Key_Right) - (key == Qt.Key.Key_Left)
            down = (key == Qt.Key.Key_Down) - (key == Qt.Key.Key_Up)
            if place is not None and across and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                lane = place[0] + across
                if self._context.writable and 0 <= lane < len(self.board.lanes):
                    self._move(self.board.lanes[place[0]].records[place[1]], lane)
            else:
                self._step(place, across, down)
        else:
            super().keyPressEvent(event)

    def _step(self, place: tuple[int, int] | None, across: int, down: int) -> None:
        """Choose the card beside, past columns without cards."""
        filled = [i for i, lane in enumerate(self.board.lanes) if lane.records]
        if not filled:
            return
        if place is None:
            self.chosen.emit(self.board.lanes[filled[0]].records[0].id)
            return
        column = min(max(0, filled.index(place[0]) + across), len(filled) - 1)
        records = self.board.lanes[filled[column]].records
        self.chosen.emit(records[min(max(0, place[1] + down), len(records) - 1)].id)


class BoardFace(Face):
    """The board as a face of feedback."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._query: Query | None = None
        self._turn = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.canvas = BoardCanvas(context)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self.canvas)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._scroll)
        self.empty = EmptyState(context)
        self._stack.addWidget(self.empty)
        column.addWidget(self._stack, 1)
        self.answer = AnswerBox(context)
        column.addWidget(self.answer)
        self.canvas.chosen.connect(lambda identity: context.select("feedback", identity))
        self.canvas.moved.connect(self.move_to)
        self.canvas.more.connect(self._open_lane)
        context.selected.connect(self._select)
        self._picture = picture_button(
            context,
            self._paint,
            context.say(N_("Feedback board")),
            lambda: QSize(1280, self.canvas.board.height()),
            numbers=self.sheets,
        )

    def toolbar(self) -> list[QWidget]:
        return [self._picture]

    def _paint(self, painter: QPainter, size: QSize) -> None:
        whole = QRect(0, 0, size.width(), size.height())
        self.canvas.board.paint(painter, size.width(), size.height(), whole, "", -1)

    def show_query(self, query: Query) -> None:
        self._query = query
        self._turn += 1
        turn, workspace, registers = self._turn, self.context.workspace, self.context.registers
        say = self.context.say

        def work(_progress: Progress) -> tuple[tuple[Lane, ...], int]:
            from govdesk.registers.feedback import FEEDBACK_STATUS  # noqa: PLC0415 - comes with the workspace
            from govdesk.store.query import Filter, Order, Query, count, records, rows  # noqa: PLC0415

            lanes = []
            with workspace.read() as session:
                for term in FEEDBACK_STATUS:
                    wanted = (term.code, None) if term.code == "new" else (term.code,)
                    filters = (*query.filters, Filter("status", "any_of", wanted))
                    order = query.order or (Order("due"), Order("date"))
                    keys = rows(session, registers, replace(query, filters=filters, order=order))
                    found = records(session, registers, "feedback", keys[:_SHOWN])
                    lanes.append(Lane(term.code, say(term.label), len(keys), tuple(found), tuple(keys)))
                return tuple(lanes), count(session, registers, Query("feedback", query.project))

        def show(found: tuple[tuple[Lane, ...], int]) -> None:
            if turn == self._turn:
                self.canvas.show_lanes(found[0])
                self._follow()
                self.counted.emit(sum(lane.count for lane in found[0]), found[1])
                self._select(*self.context.selection)
                self._say_empty(any(lane.count for lane in found[0]), found[1])

        self.context.jobs.read(work, show, owner=self)

    def _say_empty(self, shows: bool, total: int) -> None:
        say = self.context.say
        self._stack.setCurrentWidget(self._scroll if shows else self.empty)
        if shows:
            return
        if total:
            words = say(N_("Every row is still there; the filters only hide them."))
            self.empty.show_state("search", say(N_("No voice fits the filters")), words, ())
            return
        words = say(N_("Each voice becomes a card here; drag it from heard to answered to confirmed."))
        offer = (say(N_("Write down a voice")), "primary", "message-square-plus", self._write_down)
        self.empty.show_state(
            "inbox", say(N_("No voice was heard yet")), words, (offer,) if self.context.writable else ()
        )

    def _write_down(self) -> None:
        from govdesk.ui.pages.voice import write_down_voice  # noqa: PLC0415 - with the first voice

        write_down_voice(self.context, self.window())

    def _select(self, code: str, identity: str) -> None:
        self.canvas.select(identity if code == "feedback" else "")
        if self.answer.record is not None and self.answer.record.id != identity:
            self.answer.show_record(None)
        if identity and self.isVisible() and not (card := self.canvas.card_rect(identity)).isNull():
            self._scroll.ensureVisible(card.center().x(), card.center().y(), card.width() // 2, card.height())

    def _open_lane(self, status: str) -> None:
        from govdesk.store.query import Filter  # noqa: PLC0415

        if self._query is not None:
            filters = (*self._query.filters, Filter("status", "any_of", (status,)))
            self.context.open_view(View("feedback", replace(self._query, filters=filters)))

    def _follow(self) -> None:
        """Show below the board how the voice stands now that was to be confirmed; once it is, nothing is left to do."""
        asked = self.answer.record
        place = None if asked is None else self.canvas.board.find(asked.id)
        lane = None if place is None else self.canvas.board.lanes[place[0]]
        over = lane is None or lane.status in _OVER
        self.answer.show_record(None if over or lane is None or place is None else lane.records[place[1]])

    def _lead(self, record: Record, why: GovDeskError) -> None:
        """Show below the board what a confirmation still needs, ready to be given."""
        self.context.select("feedback", record.id)
        self.answer.show_record(record)
        self.answer.ask_for(why)

    def sheets(self) -> list[NumberSheet]:
        """Return the cards as they stand, one in a row; of nameless voices no more than their rows show."""
        from govdesk.sheet.numbers import NumberSheet  # noqa: PLC0415 - when something is taken along
        from govdesk.store.query import records  # noqa: PLC0415

        registers, lang = self.context.registers, self.context.language
        status, *fields = (registers["feedback"].field(n) for n in _TOLD)
        lines: list[tuple[Cell, ...]] = [tuple(lang.gettext(f.label) for f in (status, *fields))]
        with self.context.workspace.read() as session:
            for lane in self.canvas.board.lanes:
                for one in records(session, registers, "feedback", lane.keys):
                    cells = (one.values.get(f.name) if f.name in _DAYS else one.show(f, lang) or None for f in fields)
                    lines.append((lane.word, *cells))
        return [NumberSheet(self.context.say(N_("Feedback board")), tuple(lines))]

    def move_to(self, record: Record, status: str) -> None:
        """Put a voice into another status; what the rules forbid is said, and nothing moves."""
        from govdesk.insight import answering  # noqa: PLC0415
        from govdesk.registers.feedback import FEEDBACK_STATUS  # noqa: PLC0415
        from govdesk.store import edit  # noqa: PLC0415

        values, workspace = dict(record.values), self.context.workspace
        try:
            if status in ("answered", "declined") and not values.get("reply"):
                say = self.context.say
                asked = (
                    N_("What is the answer?")
                    if status == "answered"
                    else N_("Why is it declined? The person will read this.")
                )
                reply = self.context.ask.text(say(asked))
                if reply is None:
                    return
                values["reply"] = reply
            changed = answering.move(values, status, date.today())
        except GovDeskError as error:
            if status == "confirmed":
                self._lead(record, error)
            else:
                self.context.say_error(error)
            return
        args = {"record": f"FB-{record.number:04d}", "status": Message(FEEDBACK_STATUS[status].label)}
        label = Message(N_("{record} to {status}"), args)
        self.context.edit(lambda: edit.change_many(workspace, "feedback", {record.id: changed}, label=label))
