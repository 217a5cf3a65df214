"""Panning, dragging and reading the stakeholder map at 500 and 2,000 discs, against the same discs and words drawn raw."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

import measure
from govdesk import settings
from govdesk.insight.standing import Standing
from govdesk.registers import REGISTERS
from govdesk.ui.ask import QtAsk
from govdesk.ui.context import Context
from govdesk.ui.font import bring_fonts, window_font
from govdesk.ui.look import Look
from govdesk.ui.pages.map_canvas import MapCanvas
from govdesk.ui.theme import ENGAGEMENT

SIZE = QSize(1000, 640)
FRAMES = 10


def people(amount: int) -> list[Standing]:
    """Return people spread over the whole map."""
    levels = list(ENGAGEMENT)
    return [
        Standing(
            str(n), n, f"干系人{n:04d}", power=1 + n % 5, interest=1 + n // 5 % 5, engagement=levels[n % 5],
            desired=levels[(n + n // 7) % 5], ties=n % 9,
        )
        for n in range(amount)
    ]  # fmt: skip


def raw(amount: int, pixmap: QPixmap) -> None:
    """Draw as many discs, each with its mark, and as many names, frame after frame."""
    font = window_font(13)
    boxes = [QRectF(n * 37 % 980, n * 91 % 620, 20, 20) for n in range(amount)]
    for frame in range(FRAMES):
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(pixmap.rect(), Qt.GlobalColor.white)
        painter.setFont(font)
        for n, box in enumerate(boxes):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor("#1F75AD"))
            painter.drawEllipse(box.translated(frame, 0))
            painter.setPen(Qt.GlobalColor.black)
            painter.drawText(box.topRight() + QPointF(frame + 4, 15), f"干系人{n:04d}")
        painter.end()


def pan(canvas: MapCanvas, pixmap: QPixmap) -> None:
    """Shift the map and paint it, frame after frame."""
    for frame in range(FRAMES):
        canvas.frame = canvas.frame.moved(QPointF(-300 - frame, -200), canvas.frame.zoom)
        canvas.render(pixmap)


def drag(canvas: MapCanvas, pixmap: QPixmap) -> None:
    """Take a disc across the map and paint it, frame after frame."""
    canvas._held = canvas.scene.people[0].id  # noqa: SLF001 - as the mouse would
    for frame in range(FRAMES):
        canvas._drag = QPointF(100 + frame * 10, 200)  # noqa: SLF001
        canvas.render(pixmap)
    canvas._held, canvas._drag = "", None  # noqa: SLF001


def results() -> Iterator[measure.Result]:
    """Measure panning and dragging, whole and zoomed in so far that each disc stands alone."""
    app = QApplication.instance() or QApplication(["govdesk"])
    bring_fonts()
    chosen = replace(settings.load(), language="zh", theme="light")
    context = Context(REGISTERS, chosen, Look(app).wear(chosen), QtAsk(str))
    for amount in (500, 2000):
        canvas = MapCanvas(context)
        canvas.resize(SIZE)
        canvas.show_people(people(amount), {})
        pixmap = QPixmap(SIZE)
        for zoom in (1.0, 6.0):
            canvas.whole()
            canvas.zoom(zoom)
            for name, work in (("pan", pan), ("drag", drag)):
                yield measure.compare(
                    f"map: {name}, {amount:,} discs, zoom {zoom:g}",
                    "the same discs and names drawn raw",
                    limit=lambda amount=amount, pixmap=pixmap: raw(amount, pixmap),
                    ours=lambda work=work, canvas=canvas, pixmap=pixmap: work(canvas, pixmap),
                    target=1.5,
                )
    context.jobs.close()


if __name__ == "__main__":
    measure.tell(results())
