"""The margins of the responsibility matrix: headings across with their departments, what each carries, and the corners."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen

from govdesk.i18n import N_, Message
from govdesk.insight.ownership import Place
from govdesk.insight.ownership_check import Finding, Load
from govdesk.ui.context import Context
from govdesk.ui.icon import paint_icon
from govdesk.ui.pages.matrix_layout import Layout

_PAD = 8
_LINES = 3
_ICON = 14
_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_LOAD = Load(0, 0, 0)


@dataclass(slots=True)
class Scene:
    """What is painted besides the board: where the cursor is, what is chosen, what is found wrong."""

    cursor: tuple[int, int] = (0, 0)
    rows: range = range(1)
    columns: range = range(1)
    filled: tuple[range, range] | None = None
    lit: frozenset[Place] = frozenset()
    focused: bool = False
    by_line: Mapping[str, list[Finding]] = field(default_factory=dict)
    by_head: Mapping[str, list[Finding]] = field(default_factory=dict)
    loads: Mapping[str, Load] = field(default_factory=dict)


class MarginPainter:
    """Paints what stands around the cells, in one look."""

    def __init__(self, context: Context, font: QFont, bold: QFont, small: QFont) -> None:
        self._say = context.language
        self._theme = context.theme
        self._names: dict[tuple[str, int], list[str]] = {}
        self.font, self.bold, self.small = font, bold, small

    def across(self, painter: QPainter, layout: Layout, scene: Scene) -> None:
        """Paint the headings and the loads that are in sight, then the departments over their people."""
        columns = layout.visible_columns()
        for column in columns:
            self._head(painter, layout, scene, column)
            self._load(painter, layout, scene, column)
        if layout.band:
            for first, last in layout.units(columns):
                self._unit(painter, layout, first, last)
        for row in (-1, len(layout.rows)):
            if scene.cursor[0] == row and 0 <= scene.cursor[1] < len(layout.heads):
                self._cursor(painter, layout.rect(*scene.cursor), focused=scene.focused)

    def _cursor(self, painter: QPainter, rect: QRect, *, focused: bool) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.colour("accent" if focused else "border_strong"), 2))
        painter.drawRect(QRectF(rect).adjusted(1, 1, -2, -2))

    def _unit(self, painter: QPainter, layout: Layout, first: int, last: int) -> None:
        """Paint the name of a department over the columns of its people, as far as they are in sight."""
        theme = self._theme
        whole = layout.rect(-1, first).united(layout.rect(-1, last))
        whole.setHeight(layout.band)
        painter.fillRect(whole, theme.colour("surface_sunken"))
        painter.setPen(QPen(theme.colour("border")))
        painter.drawLine(whole.left(), whole.bottom(), whole.right(), whole.bottom())
        painter.drawLine(whole.right(), whole.top(), whole.right(), whole.bottom())
        seen = whole.intersected(QRect(layout.body.left(), 0, layout.body.width(), layout.band)).adjusted(5, 0, -5, 0)
        painter.setFont(self.small)
        painter.setPen(theme.colour("text_muted"))
        name = layout.board.units.get(layout.heads[first].unit) or self._said(N_("No department"))
        shown = QFontMetrics(self.small).elidedText(name, Qt.TextElideMode.ElideRight, seen.width())
        painter.drawText(seen, _CENTRE, shown)

    def _head(self, painter: QPainter, layout: Layout, scene: Scene, column: int) -> None:
        theme, head = self._theme, layout.heads[column]
        rect = layout.rect(-1, column)
        painter.fillRect(rect, theme.colour("accent_soft" if scene.cursor[1] == column else "header"))
        painter.setPen(QPen(theme.colour("border")))
        painter.drawLine(rect.right(), rect.top(), rect.right(), rect.bottom())
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        absent = any(f.code == "absent" for f in scene.by_head.get(head.id, ()))
        painter.setPen(theme.colour("act" if absent or head.left else "text"))
        painter.setFont(self.small)
        room = rect.adjusted(3, 2 + layout.band, -4, -2)
        if layout.has_people(column):
            box = layout.people_box(column)
            paint_icon(painter, "chevrons-left" if layout.opened(column) else "users", theme.colour("text_muted"), box)
            room.setBottom(box.top())
        shown = self._names.get((head.name, room.width()))
        if shown is None:
            shown = self._names[head.name, room.width()] = _lines(head.name, QFontMetrics(self.small), room.width())
        height = min(room.height() // len(shown), round(self.small.pixelSize() * 1.5))
        top = room.center().y() - height * len(shown) // 2 + 1
        for number, words in enumerate(shown):
            painter.drawText(QRect(room.left(), top + number * height, room.width(), height), _CENTRE, words)

    def _load(self, painter: QPainter, layout: Layout, scene: Scene, column: int) -> None:
        theme, head = self._theme, layout.heads[column]
        rect = layout.rect(len(layout.rows), column)
        painter.fillRect(rect, theme.colour("header"))
        painter.setPen(QPen(theme.colour("border")))
        painter.drawLine(rect.right(), rect.top(), rect.right(), rect.bottom())
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        load = scene.loads.get(head.id, _LOAD)
        wrong = {f.code for f in scene.by_head.get(head.id, ())}
        words = f"{load.accountable}A {load.responsible}R"
        painter.setFont(self.bold if "load" in wrong else self.small)
        painter.setPen(theme.colour("watch" if "load" in wrong else "text_muted"))
        under = ""
        if "absent" in wrong:
            under = self._said(N_("left out"))
        elif load.overdue:
            under = self._say.say(Message(N_("{count} late"), {"count": load.overdue}))
        half = rect.height() // 2 if under else rect.height()
        painter.drawText(QRect(rect.left(), rect.top() + (3 if under else 0), rect.width(), half), _CENTRE, words)
        if under:
            painter.setFont(self.small)
            painter.setPen(theme.colour("act"))
            painter.drawText(QRect(rect.left(), rect.top() + half - 3, rect.width(), half), _CENTRE, under)

    def _said(self, text: str) -> str:
        return self._say.gettext(text)

    def corners(self, painter: QPainter, layout: Layout) -> None:
        """Paint the four corners, which never scroll."""
        theme, last = self._theme, len(layout.rows)
        words = {
            (-1, -1): N_("Deliverable"),
            (-1, len(layout.heads)): N_("Check"),
            (last, -1): N_("Load"),
            (last, len(layout.heads)): "",
        }
        for at, text in words.items():
            rect = layout.rect(*at)
            painter.fillRect(rect, theme.colour("header"))
            painter.setPen(QPen(theme.colour("border")))
            painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
            painter.drawLine(rect.right(), rect.top(), rect.right(), rect.bottom())
            painter.drawLine(rect.left(), rect.top(), rect.left(), rect.bottom())
            painter.setFont(self.bold)
            painter.setPen(theme.colour("text_muted"))
            room = rect.adjusted(_PAD + 2, 0, -_PAD, 0)
            shown = QFontMetrics(self.bold).elidedText(self._said(text), Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, _LEFT, shown)


def _lines(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    """Return a name in up to three lines, broken between words, or in Chinese anywhere."""
    made: list[str] = []
    while text and len(made) < _LINES - 1 and metrics.horizontalAdvance(text) > width:
        cut = len(text)
        while cut > 1 and metrics.horizontalAdvance(text[:cut]) > width:
            cut -= 1
        space = text.rfind(" ", 0, cut + 1)
        if space <= 0 and text[:cut].isascii():
            space = text.find(" ")
            cut = len(text)
        cut = space if space > 0 else cut
        made.append(metrics.elidedText(text[:cut].strip(), Qt.TextElideMode.ElideRight, width))
        text = text[cut:].strip()
    return [*made, metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)] if text else made
