"""Pictures of what a view paints, put on the clipboard or saved as PNG or SVG; a view offers them through one button.

The view hands over a painter: a callable that paints itself into a given size. It paints the same lines on the screen,
into a file and onto the clipboard.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.ui.context import Context
from govdesk.ui.font import window_font
from govdesk.ui.icon import icon
from govdesk.ui.menu_button import MenuButton
from govdesk.ui.slot import giving
from govdesk.ui.text import action

#: Paints a picture into the size given; the ground is laid already.
Paint = Callable[[QPainter, QSize], None]
#: A widget that shows the picture, or what paints it.
Source = QWidget | Paint

_SIZE = QSize(1280, 800)
_SCALE = 2.0
_FORBIDDEN = '\\/:*?"<>|'


def picture_button(context: Context, source: Source, name: str, size: Callable[[], QSize] | None = None) -> MenuButton:
    """Return a button whose menu copies the picture, or saves it as PNG or SVG.

    Args:
        context: The window's shared state.
        source: The widget to picture, or what paints it.
        name: What the picture shows, in the window's language; the file is named after it.
        size: Answers how large the picture is; a painter's is 1280 × 800 unless said.
    """
    say, theme = context.say, context.theme
    made = MenuButton("", icon("download", theme.colour("text")))
    made.say(say(N_("Picture")))
    made.setAccessibleName(say(N_("Save or copy a picture of this view")))

    def offer(text: str, symbol: str, work: Callable[[], object]) -> None:
        entry = action(say(text), made, icon(symbol, theme.colour("text")))
        entry.triggered.connect(giving(work))
        made.items.addAction(entry)

    def room() -> QSize | None:
        return size() if size is not None else None

    offer(N_("Copy the picture"), "copy", lambda: copy_picture(context, source, room()))
    offer(N_("Save as PNG…"), "save", lambda: save_picture(context, source, name, "png", room()))
    offer(N_("Save as SVG…"), "save", lambda: save_picture(context, source, name, "svg", room()))
    return made


def offer_picture(context: Context, source: Source, name: str, size: QSize | None = None) -> None:
    """Ask whether the picture goes to the clipboard, a PNG or an SVG file, and bring it there."""
    say = context.say
    options = (say(N_("Copy the picture")), say(N_("Save as PNG…")), say(N_("Save as SVG…")))
    chosen = context.ask.choose(say(N_("Where should the picture go?")), options)
    if chosen == 0:
        copy_picture(context, source, size)
    elif chosen is not None:
        save_picture(context, source, name, ("png", "svg")[chosen - 1], size)


def copy_picture(context: Context, source: Source, size: QSize | None = None) -> None:
    """Put the picture on the clipboard, as an image and as SVG."""
    data = QMimeData()
    data.setImageData(picture(context, source, size))
    data.setData("image/svg+xml", vector(context, source, size))
    QGuiApplication.clipboard().setMimeData(data)
    context.notify(context.say(N_("The picture is on the clipboard.")))


def save_picture(context: Context, source: Source, name: str, ending: str, size: QSize | None = None) -> Path | None:
    """Ask where the picture goes and write it there whole; None where the user turned away or it could not be written."""
    say = context.say
    safe = "".join("_" if c in _FORBIDDEN or ord(c) < 32 else c for c in name).strip() or "GovDesk"
    suggested = Path.home() / f"{safe} {date.today().isoformat()}.{ending}"
    types = ((say(N_("PNG picture") if ending == "png" else N_("SVG picture")), (ending,)),)
    path = context.ask.save_file(say(N_("Save the picture")), suggested, types)
    if path is None:
        return None
    try:
        _replace(path, _png(picture(context, source, size)) if ending == "png" else vector(context, source, size))
    except OSError:
        text = N_("The picture could not be written to {path}. Nothing was changed there; choose another folder.")
        context.say_error(GovDeskError(Message(text, {"path": str(path)}), code="unwritable"))
        return None
    context.notify(say(Message(N_("Saved: {path}"), {"path": str(path)})))
    return path


def picture(context: Context, source: Source, size: QSize | None = None, scale: float = _SCALE) -> QImage:
    """Return the picture as an image, sharper than the screen."""
    room = size_of(source, size)
    image = QImage(room * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    painter = QPainter(image)
    _paint(context, source, painter, room)
    painter.end()
    return image


def vector(context: Context, source: Source, size: QSize | None = None) -> bytes:
    """Return the picture as SVG, so that it stays sharp at any size."""
    room = size_of(source, size)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    maker = QSvgGenerator()
    maker.setOutputDevice(buffer)
    maker.setResolution(96)
    maker.setSize(room)
    maker.setViewBox(QRect(0, 0, room.width(), room.height()))
    maker.setTitle("GovDesk")
    painter = QPainter(maker)
    _paint(context, source, painter, room)
    painter.end()
    return bytes(buffer.data().data())


def size_of(source: Source, size: QSize | None = None) -> QSize:
    """Return how large the picture is to be: as asked, as large as its widget, or the usual size."""
    if size is not None:
        return size
    return source.size() if isinstance(source, QWidget) else _SIZE


def _paint(context: Context, source: Source, painter: QPainter, room: QSize) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(window_font(context.theme.text))
    painter.fillRect(QRect(0, 0, room.width(), room.height()), context.theme.colour("surface"))
    if isinstance(source, QWidget):
        source.render(painter, QPoint(0, 0))
    else:
        source(painter, room)


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _replace(path: Path, data: bytes) -> None:
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_bytes(data)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
