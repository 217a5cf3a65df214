"""What a view shows, taken along: as a picture on the clipboard, a PNG or an SVG file, or as numbers in a workbook.

The view hands over a painter, a callable that paints itself into a given size, and answers its numbers as tables;
`picture_button` offers both in one menu. Files are written beside the window, whole or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QPoint, QRect, QRectF, QSize, QStandardPaths, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QSizePolicy, QWidget

from govdesk.i18n import N_, Message
from govdesk.ui.context import Context
from govdesk.ui.font import window_font
from govdesk.ui.icon import icon
from govdesk.ui.menu_button import MenuButton
from govdesk.ui.past_seal import seal_of, sealed
from govdesk.ui.slot import giving
from govdesk.ui.text import action

if TYPE_CHECKING:
    from govdesk.sheet.numbers import NumberSheet

#: Paints a picture into the size given; the ground is laid already.
Paint = Callable[[QPainter, QSize], None]
#: A widget that shows the picture, or what paints it.
Source = QWidget | Paint
#: Answers the tables of a view as they stand, in the window's language.
Numbers = Callable[[], Sequence["NumberSheet"]]

#: What each button is called through which something of a view leaves the program.
TAKES_ALONG = "takes-along"
_SIZE = QSize(1280, 800)
_SCALE = 2.0
_MARGIN = 20
#: What no XML file may hold and Qt writes all the same.
_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_FORBIDDEN = '\\/:*?"<>|'
_TYPES = {"png": N_("PNG picture"), "svg": N_("SVG picture"), "xlsx": N_("Workbook")}


@dataclass(frozen=True, slots=True)
class Sight:
    """What a view gives away of itself.

    Args:
        source: The widget to picture, or what paints it.
        name: What it shows, in the window's language: the title of the picture and the name of the file.
        size: Answers how large the picture is; a painter's is 1280 × 800 unless said.
        numbers: Answers its tables; None where it has no numbers of its own.
        note: Answers the line under the title, such as how many are shown; None leaves title and line out.
        private: Whether judgements of persons can be seen in it, so that it should not be handed on.
    """

    source: Source
    name: str
    size: Callable[[], QSize] | None = None
    numbers: Numbers | None = None
    note: Callable[[], str] | None = None
    private: bool = False


def picture_button(
    context: Context,
    source: Source,
    name: str,
    size: Callable[[], QSize] | None = None,
    *,
    numbers: Numbers | None = None,
    note: Callable[[], str] | None = None,
    private: bool = False,
) -> MenuButton:
    """Return a button whose menu copies the picture, saves it as PNG or SVG, or brings the numbers to Excel.

    The arguments are those of `Sight`.
    """
    say, theme = context.say, context.theme
    sight = Sight(source, name, size, numbers, note, private)
    made = MenuButton("", icon("download", theme.colour("text")))
    made.setObjectName(TAKES_ALONG)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    made.say(say(N_("Picture, numbers") if numbers is not None else N_("Picture")))
    whole = N_("Take this view along: as a picture, or its numbers to Excel")
    made.setAccessibleName(say(whole if numbers is not None else N_("Save or copy a picture of this view")))
    made.setToolTip(made.accessibleName())

    def offer(text: str, symbol: str, work: Callable[[], object]) -> None:
        entry = action(say(text), made, icon(symbol, theme.colour("text")))
        entry.triggered.connect(giving(work))
        made.items.addAction(entry)

    offer(N_("Copy the picture"), "copy", partial(copy_picture, context, sight))
    offer(N_("Save as PNG…"), "save", partial(save_picture, context, sight, "png"))
    offer(N_("Save as SVG…"), "save", partial(save_picture, context, sight, "svg"))
    if numbers is not None:
        made.items.addSeparator()
        offer(N_("Numbers to Excel…"), "file-spreadsheet", partial(save_numbers, context, name, numbers, private))
    return made


def copy_picture(context: Context, sight: Sight) -> None:
    """Put the picture on the clipboard, as an image and as SVG."""
    data = QMimeData()
    source, room = titled(context, sight)
    data.setImageData(picture(context, source, room))
    data.setData("image/svg+xml", vector(context, source, room, sight.name))
    QGuiApplication.clipboard().setMimeData(data)
    context.notify(_told(context, N_("The picture is on the clipboard."), sight.private))


def save_picture(context: Context, sight: Sight, ending: str) -> None:
    """Ask where the picture goes, and write it there beside the window."""
    path = asked_path(context, N_("Save the picture"), sight.name, ending)
    if path is None:
        return
    source, room = titled(context, sight)
    made = picture(context, source, room) if ending == "png" else vector(context, source, room, sight.name)

    def work(_progress: object) -> None:
        from govdesk.store.replacement import replace_file  # noqa: PLC0415 - when something is written

        data = _png(made) if isinstance(made, QImage) else made
        replace_file(path, partial(_put, data), lambda there: there.read_bytes() == data)

    write_beside(context, path, work, private=sight.private)


def save_numbers(context: Context, name: str, numbers: Numbers, private: bool = False) -> None:
    """Ask where the numbers go, and write them to a workbook there beside the window.

    Args:
        context: The window's shared state.
        name: What they tell, in the window's language; the file is named after it.
        numbers: Answers the tables; asked once the user has named the file.
        private: Whether they hold judgements of persons.
    """
    sheets = tuple(numbers())
    if not any(len(s.lines) > 1 for s in sheets):
        context.notify(context.say(N_("There are no numbers here yet, so there is nothing to save.")))
        return
    path = asked_path(context, N_("Save the numbers"), name, "xlsx")
    if path is None:
        return
    seal = seal_of(context)

    def work(_progress: object) -> None:
        from govdesk.sheet.numbers import write_numbers  # noqa: PLC0415 - when something is written

        write_numbers(path, sheets, seal)

    write_beside(context, path, work, private=private)


def picture(context: Context, source: Source, size: QSize | None = None, scale: float = _SCALE) -> QImage:
    """Return the picture as an image, sharper than the screen."""
    room = _room(source, size)
    image = QImage(room * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.setText("Description", sealed(context))
    painter = QPainter(image)
    _paint(context, source, painter, room)
    painter.end()
    return image


def vector(context: Context, source: Source, size: QSize | None = None, title: str = "GovDesk") -> bytes:
    """Return the picture as SVG, so that it stays sharp at any size."""
    room = _room(source, size)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    maker = QSvgGenerator()
    maker.setOutputDevice(buffer)
    maker.setResolution(96)
    maker.setSize(room)
    maker.setViewBox(QRect(0, 0, room.width(), room.height()))
    maker.setTitle(title)
    maker.setDescription(sealed(context))
    painter = QPainter(maker)
    _paint(context, source, painter, room)
    painter.end()
    return _NO_XML.sub(b"", bytes(buffer.data().data()))


def _room(source: Source, size: QSize | None) -> QSize:
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


def titled(context: Context, sight: Sight) -> tuple[Source, QSize]:
    """Return what paints a view with its title and note above it, and how large that is."""
    room = _room(sight.source, sight.size() if sight.size is not None else None)
    if sight.note is None:
        return sight.source, room
    high, note, source = context.theme.title + context.theme.text + 36, sight.note(), sight.source

    def paint(painter: QPainter, size: QSize) -> None:
        _paint_head(context, sight.name, note, painter, size.width())
        painter.save()
        if isinstance(source, QWidget):
            source.render(painter, QPoint(0, high))
        else:
            painter.translate(0, high)
            source(painter, size - QSize(0, high))
        painter.restore()

    return paint, room + QSize(0, high)


def _paint_head(context: Context, name: str, note: str, painter: QPainter, width: int) -> None:
    """Paint what a picture shows, of which day it is and from which history, so that it still tells so on a slide."""
    theme, top = context.theme, 14
    under = " · ".join(t for t in (note, date.today().isoformat(), sealed(context)) if t)
    for text, size, tone, bold in ((name, theme.title, "text", True), (under, theme.text, "text_muted", False)):
        font = window_font(size)
        font.setBold(bold)
        painter.setFont(font)
        painter.setPen(theme.colour(tone))
        box = QRectF(_MARGIN, top, width - 2 * _MARGIN, size + 10)
        cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)
        top += size + 8


def asked_path(context: Context, title: str, name: str, ending: str) -> Path | None:
    """Ask where a file goes; the documents' folder is suggested."""
    safe = "".join("_" if c in _FORBIDDEN or ord(c) < 32 else c for c in name).strip() or "GovDesk"
    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())
    folder = documents if documents.is_dir() else Path.home()
    types = ((context.say(_TYPES[ending]), (ending,)),)
    return context.ask.save_file(context.say(title), folder / f"{safe} {date.today().isoformat()}.{ending}", types)


def write_beside(context: Context, path: Path, work: Callable[[object], None], *, private: bool) -> None:
    """Write a file beside the window, and say where it is; what went wrong is said too."""

    def done(_answer: object) -> None:
        context.notify(_told(context, Message(N_("Saved: {path}"), {"path": str(path)}), private))

    label = Message(N_("Writing {file}"), {"file": path.name})
    context.jobs.read(work, done, label=label, owner=context, failed=context.say_error)


def _told(context: Context, message: Message | str, private: bool) -> str:
    words = context.say(message)
    if not private:
        return words
    return " ".join((words, context.say(N_("It shows judgements of persons: keep it to yourself."))))


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _put(data: bytes, file: BinaryIO) -> None:
    file.write(data)
