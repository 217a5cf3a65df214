"""The risk matrix under the hand: choose a risk or a cell, drag a disc to reassess it, do the same by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QListWidget, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.exposure import LEVELS, STAGES, Bands, Exposure, Point
from govdesk.ui.context import Context
from govdesk.ui.pages.risk_layout import Grid, Heap, Placed
from govdesk.ui.pages.risk_painter import MatrixPainter, Scene, card_lines, heap_lines, paint_card

_ARROWS = {
    Qt.Key.Key_Up: (1, 0), Qt.Key.Key_Down: (-1, 0), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Left: (0, -1),
}  # fmt: skip
#: Some desktops keep Alt and the mouse for moving windows, so Shift does the same.
_ASIDE = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
_STAGE_KEYS = {str(n): stage for n, stage in enumerate(STAGES, 1)}
_CONTROL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class RiskCanvas(QWidget):
    """Five by five cells with the risks in them.

    Signals:
        chosen: Id of the risk that was chosen.
        cell_chosen: The cell that was chosen.
        reassessed: Id of a risk, the stage that it is reassessed at, the cell, and where on the widget that is;
            no place where it was done by a key.
        missed: A disc was dropped outside the grid.
        stage_asked: The stage at which the discs shall stand.
    """

    chosen = Signal(str)
    cell_chosen = Signal(object)
    reassessed = Signal(str, str, object, object)
    missed = Signal()
    stage_asked = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.scene = Scene()
        self._pressed: tuple[str, QPointF, str] | None = None
        self._touched: Exposure | Heap | None = None
        self._grid = Grid(QSizeF(self.size()))
        self._placed: list[Placed] = []
        self._heaps: list[Heap] = []
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(360, 256)
        self.setAcceptDrops(context.writable)
        self.setAccessibleName(context.say(N_("Risk matrix")))

    def show_risks(self, risks: Sequence[Exposure], bands: Bands) -> None:
        """Show these risks."""
        self._touched = None
        self.scene = replace(self.scene, risks=tuple(risks), bands=bands, dragged=None)
        self._arrange()

    def show_stage(self, stage: str) -> None:
        """Let the discs stand where their risks are at a stage."""
        risk = self.risk(self.scene.chosen)
        cell = (risk.at(stage) if risk else None) or self.scene.cell
        self.scene = replace(self.scene, stage=stage, cell=cell, dragged=None)
        self._arrange()

    def show_chosen(self, identity: str) -> None:
        """Mark a risk as chosen, and stand in its cell."""
        risk = self.risk(identity)
        cell = (risk.at(self.scene.stage) if risk is not None else None) or self.scene.cell
        self.scene = replace(self.scene, chosen=identity, cell=cell)
        self._arrange()

    def risk(self, identity: str) -> Exposure | None:
        """Return a risk by its id."""
        return next((r for r in self.scene.risks if r.id == identity), None)

    def held(self, point: Point) -> list[Exposure]:
        """Return the risks of a cell."""
        return [r for r in self.scene.risks if r.at(self.scene.stage) == point]

    def paint_picture(self, painter: QPainter, size: QSize) -> None:
        """Paint the matrix as a picture, without card and cursor."""
        MatrixPainter(self._context, painter, size, replace(self.scene, cell=None, dragged=None)).paint()

    def _arrange(self) -> None:
        self._grid = Grid(QSizeF(self.size()))
        self._placed, self._heaps = self._grid.place(self.scene.risks, self.scene.stage, self.scene.chosen)
        self._describe()
        self.update()

    def _describe(self) -> None:
        """Tell a screen reader what stands where the keyboard is."""
        if self.scene.cell is None:
            return
        point = self.scene.cell
        words = Message(
            N_("Probability {probability}, impact {impact}: {count}"),
            {"probability": point[0], "impact": point[1], "count": len(self.held(point))},
        )
        risk = self.risk(self.scene.chosen)
        self.setAccessibleDescription(". ".join((self._context.say(words), *([risk.title] if risk else ()))))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        MatrixPainter(self._context, painter, self.size(), replace(self.scene, focused=self.hasFocus())).paint()
        self._card(painter)
        painter.end()

    def _card(self, painter: QPainter) -> None:
        """Paint the card of what the mouse is over."""
        touched, theme = self._touched, self._context.theme
        if touched is None or self.scene.dragged is not None:
            return
        if isinstance(touched, Heap):
            paint_card(painter, theme, heap_lines(self._context, touched), touched.box.center(), QRectF(self.rect()))
            return
        at = next((p.box.center() for p in self._placed if p.risk.id == touched.id), None)
        if at is not None and touched.id != self.scene.chosen:
            lines = card_lines(self._context, self.scene.bands, touched)
            paint_card(painter, theme, lines, at, QRectF(self.rect()))

    def resizeEvent(self, event: QEvent) -> None:
        self._arrange()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.scene.cell is None:
            stage = self.scene.stage
            first = next((p for r in self.scene.risks if (p := r.at(stage))), (LEVELS, LEVELS))
            self.scene = replace(self.scene, cell=first)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    # ------------------------------------------------------------ the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        point = self._grid.point(at)
        if event.button() != Qt.MouseButton.LeftButton or point is None:
            return
        end = self._end_below(at)
        if end is not None:
            self._pressed = (self.scene.chosen, at, end)
            return
        self.scene = replace(self.scene, cell=point)
        risk = self._below(at)
        if risk is not None:
            self._pressed = (risk.id, at, "")
            self.chosen.emit(risk.id)
        self.cell_chosen.emit(point)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._pressed is not None:
            far = (at - self._pressed[1]).manhattanLength() >= QApplication.startDragDistance()
            if (far or self.scene.dragged) and self._context.writable:
                cell = self._grid.point(at)
                self.scene = replace(self.scene, dragged=(self._pressed[0], at, self._stage(event)), cell=cell)
                self.update()
            return
        touched = self._below(at) or next((h for h in self._heaps if h.box.contains(at)), None)
        grabs = isinstance(touched, Exposure) or self._end_below(at) is not None
        self.setCursor(Qt.CursorShape.OpenHandCursor if grabs else Qt.CursorShape.ArrowCursor)
        if touched is not self._touched:
            self._touched = touched
            self.update()

    def _stage(self, event: QMouseEvent) -> str:
        """Return which stage a drag sets: that of the trail's end which is held, the residual with Alt, or the one shown."""
        held = self._pressed[2] if self._pressed is not None else ""
        return held or ("residual" if event.modifiers() & _ASIDE else self.scene.stage)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragged, stage = self.scene.dragged, self._stage(event)
        self._pressed = None
        if dragged is None:
            return
        self.scene = replace(self.scene, dragged=None)
        point = self._grid.point(event.position())
        if point is None:
            risk = self.risk(dragged[0])
            self.scene = replace(self.scene, cell=risk.at(self.scene.stage) if risk else None)
            self.missed.emit()
        else:
            self._reassess(dragged[0], stage, point, event.position())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._touched = None
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if isinstance(event.source(), QListWidget):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        source = event.source()
        if isinstance(source, QListWidget) and source.currentItem() is not None:
            event.acceptProposedAction()
            self.rate(source.currentItem().data(Qt.ItemDataRole.UserRole), event.position())

    def rate(self, identity: str, at: QPointF) -> None:
        """Give a risk from the list beside its place, where it was dropped."""
        point = self._grid.point(at)
        if point is None:
            self.missed.emit()
        else:
            self._reassess(identity, self.scene.stage, point, at)

    def _below(self, at: QPointF) -> Exposure | None:
        return next((p.risk for p in reversed(self._placed) if p.box.contains(at)), None)

    def _end_below(self, at: QPointF) -> str | None:
        """Return the stage whose end of the chosen risk's trail is under the mouse."""
        risk = self.risk(self.scene.chosen)
        ends = self._grid.ends(risk, self.scene.stage) if risk is not None else []
        return next((stage for stage, box in ends if box.contains(at)), None)

    def _reassess(self, identity: str, stage: str, point: Point, at: QPointF | None) -> None:
        risk = self.risk(identity)
        if risk is not None and risk.at(stage) != point:
            self.reassessed.emit(identity, stage, point, at)

    # ------------------------------------------------------------ the keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _ARROWS.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self.scene.dragged is not None:
            self._pressed = None
            self.scene = replace(self.scene, dragged=None)
            self.update()
        elif step is not None and event.modifiers() & (_CONTROL | _ALT):
            self._push(step, "residual" if event.modifiers() & _ALT else self.scene.stage)
        elif step is not None:
            self._move(step)
        elif event.text() in _STAGE_KEYS:
            self.stage_asked.emit(_STAGE_KEYS[event.text()])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._next(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def _move(self, step: Point) -> None:
        cell = self.scene.cell or (LEVELS, LEVELS)
        cell = (_within(cell[0] + step[0]), _within(cell[1] + step[1]))
        self.scene = replace(self.scene, cell=cell)
        self._describe()
        self.cell_chosen.emit(cell)
        self.update()

    def _next(self, step: int) -> None:
        """Choose the next risk of the cell."""
        held = [r.id for r in self.held(self.scene.cell)] if self.scene.cell else []
        if held:
            at = held.index(self.scene.chosen) + step if self.scene.chosen in held else 0
            self.chosen.emit(held[at % len(held)])

    def _push(self, step: Point, stage: str) -> None:
        """Move the chosen risk one step at a stage; one that has no place there is not given any."""
        risk = self.risk(self.scene.chosen)
        start = risk.start(stage) if risk is not None else None
        if start is not None:
            point = (_within(start[0] + step[0]), _within(start[1] + step[1]))
            self._reassess(self.scene.chosen, stage, point, None)


def _within(level: int) -> int:
    return max(1, min(level, LEVELS))
