"""The inbox: quick entry above, the voices that wait below, those due first at the top, and the answer to the chosen one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QTimer
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QStyleOptionViewItem, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.ui.badge import Badges
from govdesk.ui.context import Context
from govdesk.ui.delegate import CellDelegate
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.icon import icon, paint_icon
from govdesk.ui.pages.face import Face
from govdesk.ui.pages.feedback_answer import AnswerBox
from govdesk.ui.pages.feedback_entry import QuickEntry
from govdesk.ui.pages.feedback_groups import InboxGroups
from govdesk.ui.pages.voice import write_down_voice
from govdesk.ui.row_menu import open_row_menu
from govdesk.ui.table_model import TableModel
from govdesk.ui.table_view import TableView
from govdesk.ui.text import button, say_tip

if TYPE_CHECKING:
    from govdesk.store.query import Query, Record

_NAMES = ("number", "date", "department", "statement", "cause", "sentiment", "due", "status")
#: How wide the columns are; what is said takes the rest.
_WIDTHS = {"zh": (98, 62, 96, 140, 98, 104, 116, 80), "en": (98, 74, 108, 140, 96, 96, 108, 92)}
#: Columns left out where there is no room, the first one first.
_SPARE = ("cause", "sentiment", "date")
#: The height that entry, table and answer take together, and that table and answer take below a folded entry.
_ROOM_FOR_ALL, _ROOM_FOR_TWO = 560, 430
#: What the table's frame and scroll bar take of the width.
_EDGE = 22
_PAD = 8
_ICON = 16


class InboxDelegate(CellDelegate):
    """Paints deadlines in colour and words, and of anonymous voices no more than may be seen."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        shown = self._model.shown(index.row())
        name = self._model.columns[index.column()].name
        record = shown.record
        veiled = record is not None and bool(record.values.get("anonymous")) and name in ("date", "department")
        if record is None or not (veiled or name in ("due", "date")):
            super().paint(painter, option, index)
            return
        kept, shown.texts = shown.texts, [""] * len(self._model.columns)
        super().paint(painter, option, index)
        shown.texts = kept
        if name == "due":
            self._deadline(painter, option.rect, record)
        elif not veiled:
            self._day(painter, option.rect, record.values.get("date"))
        else:
            self._veiled(painter, option.rect, record, name)

    def _deadline(self, painter: QPainter, rect: QRect, record: Record) -> None:
        from govdesk.insight.answering import deadline  # noqa: PLC0415 - comes with the workspace

        values = record.values
        found = deadline(values.get("due"), values.get("status"), date.today(), values.get("replied"))
        if found is None:
            return
        words = self._context.say(found.words)
        key = ("deadline", words, found.tone)
        picture = self._badges._once(key, lambda: Badges.word(self._badges, words, found.tone))  # noqa: SLF001 - kept like its own
        if picture is not None:
            height = int(picture.height() / self._ratio)
            painter.drawPixmap(rect.x() + _PAD, rect.y() + (rect.height() - 1 - height) // 2, picture)

    def _day(self, painter: QPainter, rect: QRect, day: date | None) -> None:
        """Write the day, with its year where that is another one."""
        if day is not None:
            words = f"{day:%m-%d}" if day.year == date.today().year else f"{day:%Y-%m}"
            painter.setPen(self._text)
            painter.drawText(rect.x() + _PAD, rect.y() + rect.height() // 2 + self._ascent, words)

    def _veiled(self, painter: QPainter, rect: QRect, record: Record, name: str) -> None:
        left, day = rect.x() + _PAD, record.values.get("date")
        painter.setPen(self._muted)
        if name == "department":
            box = QRect(left, rect.y() + (rect.height() - _ICON) // 2, _ICON, _ICON)
            paint_icon(painter, "eye-off", self._muted, box)
            left, text = left + _ICON + 4, self._context.say(N_("Anonymous"))
        else:
            week = {"week": day.isocalendar().week} if day else {}
            text = self._context.say(Message(N_("Week {week}"), week)) if day else ""
        painter.drawText(left, rect.y() + rect.height() // 2 + self._ascent, self._shorten(text, rect.right() - left))


class InboxFace(Face):
    """The voices that wait for an answer."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.entry = QuickEntry(context)
        self.entry.setVisible(context.writable)
        self.entry.kept.connect(lambda identity: context.select("feedback", identity))
        column.addWidget(self.entry)
        self.groups = InboxGroups(context)
        self.groups.chosen.connect(self._again_show)
        self._rest = QWidget()
        rest = QVBoxLayout(self._rest)
        rest.setContentsMargins(0, 0, 0, 0)
        rest.setSpacing(10)
        rest.addWidget(self.groups)
        column.addWidget(self._rest, 1)
        self.model = TableModel(context, self)
        self.table = TableView(context, self.model)
        self.table.setAccessibleName(context.say(N_("Inbox")))
        self._dress()
        self._stack = QStackedWidget()
        self.empty = EmptyState(context)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        rest.addWidget(self._stack, 1)
        self.answer = AnswerBox(context)
        column.addWidget(self.answer)
        column.addStretch(0)
        self._query: Query | None = None
        self._tool = button(
            context.say(N_("Quick entry")), "", icon("message-square-plus", context.theme.colour("text"))
        )
        say_tip(self._tool, "Ctrl+Shift+N")
        self._tool.clicked.connect(lambda: write_down_voice(context, self.window()))
        self.entry.opened.connect(self._make_room)
        self._again = QTimer(self, singleShot=True, interval=0)
        self._again.timeout.connect(self._show_answer)
        self.model.loaded.connect(self._loaded)
        self.model.refused.connect(lambda why: context.notify(context.say(why)))
        self.table.chosen.connect(self._chosen)
        self.table.columns.sort_asked.connect(self._sort)
        self.table.menu_asked.connect(lambda at: open_row_menu(context, self.table, at))
        context.selected.connect(self._show_answer_soon)

    def _show_answer_soon(self) -> None:
        self._again.start()

    def _dress(self) -> None:
        delegate = InboxDelegate(self.model, self.context, self.table)
        delegate.selected_ids = self.table.selected_ids
        delegate.moved.connect(self.table.keys.go)
        self.table.delegate = delegate
        self.table.setItemDelegate(delegate)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()
        self._fit()
        self.table.columns.fit()

    def _make_room(self) -> None:
        """Keep on a low screen what is being done: the entry while it is written, else the answer to the chosen voice."""
        answering, writing = self.answer.record is not None, self.entry.is_open
        self.answer.setVisible(answering and not (writing and self.height() < _ROOM_FOR_ALL))
        self.entry.setVisible(self.context.writable and (writing or not answering or self.height() >= _ROOM_FOR_TWO))
        self._rest.setVisible(not writing or self.height() >= _ROOM_FOR_TWO)

    def _columns(self) -> list[str]:
        """Return the columns that fit beside what is said; of those that wait to be confirmed the status is known."""
        widths = dict(zip(_NAMES, _WIDTHS[self.context.language.code], strict=True))
        found = [n for n in _NAMES if n != "status" or not self.groups.answered]
        for spare in _SPARE:
            if sum(widths[n] for n in found) > self.width() - _EDGE:
                found.remove(spare)
        return found

    def _fit(self) -> None:
        widths, shown = dict(zip(_NAMES, _WIDTHS[self.context.language.code], strict=True)), self._columns()
        if self.model.query is not None and [c.name for c in self.model.columns] != shown:
            self.model.show_columns([self.context.registers["feedback"].field(n) for n in shown])
        rest = sum(widths[n] for n in shown) - widths["statement"]
        widths["statement"] = max(widths["statement"], self.width() - rest - _EDGE)
        self.table.columns.set_widths(widths)

    def toolbar(self) -> list[QWidget]:
        return [self._tool] if self.context.writable else []

    def show_query(self, query: Query) -> None:
        from govdesk.insight.answering import inbox  # noqa: PLC0415 - comes with the workspace

        if self._query is None or self._query.project != query.project or self.model.query is None:
            self.entry.fetch_themes()
        self._query = query
        register = self.context.registers["feedback"]
        self.groups.show_query(query)
        wanted = inbox(query, answered=self.groups.answered)
        if self.model.query != wanted:
            self.model.show_query(wanted, [register.field(n) for n in self._columns()])
        self._again.start()

    def _again_show(self) -> None:
        if self._query is not None:
            self.table.forget_chosen()
            self.show_query(self._query)
            self._fit()
            self.table.columns.fit()

    def _loaded(self, shown: int, total: int) -> None:
        self.counted.emit(shown, total)
        if shown:
            self._stack.setCurrentWidget(self.table)
        else:
            self._say_empty(total)
            self._stack.setCurrentWidget(self.empty)
        self._again.start()

    def _say_empty(self, total: int) -> None:
        say = self.context.say
        if total and self.groups.answered:
            words = say(N_("Answered voices stay here until the one who spoke, or a second person, has confirmed."))
            self.empty.show_state("badge-check", say(N_("No answer waits to be confirmed")), words, ())
            return
        if total:
            words = say(N_("New ones appear here, those due first at the top. Answered ones stay under Feedback."))
            self.empty.show_state("inbox", say(N_("No voice is waiting")), words, ())
            return
        words = say(N_("Write down the first one above: what was said, then number keys for what lies behind it."))
        self.empty.show_state("inbox", say(N_("No voice was heard yet")), words, ())

    def _chosen(self, identity: str) -> None:
        if self.isVisible():
            self.entry.fold()
            self.context.select("feedback" if identity else "", identity)

    def _sort(self, name: str, joins: bool) -> None:
        from dataclasses import replace  # noqa: PLC0415

        from govdesk.store.query import Order  # noqa: PLC0415

        if self._query is not None:
            now = next((o for o in self._query.order if o.field == name), None)
            turned = () if now and now.descending else (Order(name, descending=now is not None),)
            others = tuple(o for o in self._query.order if o.field != name) if joins else ()
            self.asked.emit(replace(self._query, order=(*others, *turned)))

    def _show_answer(self) -> None:
        """Show the answer to the record that is chosen, wherever it was chosen."""
        from govdesk.store.query import find  # noqa: PLC0415

        if not self.context.is_open:
            return
        code, identity = self.context.selection
        record: Any = None
        if code == "feedback" and identity:
            with self.context.workspace.read() as session:
                record = find(session, self.context.registers, code, identity)
            self.table.choose(identity)
        self.answer.show_record(record)
        self._make_room()
