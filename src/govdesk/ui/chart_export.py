"""Takes one figure along: onto the clipboard, as PNG or SVG, or its numbers as a workbook, made beside the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage

from govdesk.i18n import N_, Message
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.menu_button import MenuButton
from govdesk.ui.past_seal import seal_of
from govdesk.ui.picture import TAKES_ALONG, asked_path, save_numbers, write_beside
from govdesk.ui.slot import giving
from govdesk.ui.text import action, say_tip

if TYPE_CHECKING:
    from govdesk.progress import Progress
    from govdesk.report.series import Series
    from govdesk.sheet.numbers import NumberSheet
    from govdesk.ui.chart_view import ChartView

_WIDTH = 960


def export_button(context: Context, view: ChartView) -> MenuButton:
    """Return the button in the corner of a figure; its menu offers picture and numbers."""
    say, ink = context.say, context.theme.colour("text_muted")
    made = MenuButton("ghost", icon("download", ink))
    made.setObjectName(TAKES_ALONG)
    made.setParent(view)
    made.setAccessibleName(say(N_("Take this figure along: as a picture, or its numbers to Excel")))
    say_tip(made, made.accessibleName())
    made.setFixedSize(32, 28)

    def offer(words: str, symbol: str, work: Callable[[], object]) -> None:
        entry = action(say(words), made, icon(symbol, context.theme.colour("text")))
        entry.triggered.connect(giving(work))
        made.items.addAction(entry)

    offer(N_("Copy the picture"), "copy", lambda: copy_figure(context, view))
    offer(N_("Save as PNG…"), "save", lambda: save_figure(context, view, "png"))
    offer(N_("Save as SVG…"), "save", lambda: save_figure(context, view, "svg"))
    made.items.addSeparator()
    offer(N_("Numbers to Excel…"), "file-spreadsheet", lambda: _numbers_of(context, view))
    return made


def copy_figure(context: Context, view: ChartView) -> None:
    """Put a figure on the clipboard, as an image and as SVG."""
    series, style = view.series, view.style_now
    if series is None:
        return

    seal = seal_of(context)

    def work(_progress: Progress) -> tuple[bytes, bytes]:
        from govdesk.report.figures.drawing import save  # noqa: PLC0415 - loads matplotlib

        return save(series, style, _WIDTH, "png", seal), save(series, style, _WIDTH, "svg", seal)

    def done(made: tuple[bytes, bytes]) -> None:
        data = QMimeData()
        data.setImageData(QImage.fromData(made[0]))
        data.setData("image/svg+xml", made[1])
        QGuiApplication.clipboard().setMimeData(data)
        context.notify(context.say(N_("The picture is on the clipboard.")))

    context.jobs.draw(work, done, label=Message(N_("Drawing the figures")))


def save_figure(context: Context, view: ChartView, ending: str) -> None:
    """Ask where a figure goes and write it there whole."""
    series, style = view.series, view.style_now
    path = asked_path(context, N_("Save the picture"), context.say(series.title), ending) if series else None
    if series is None or path is None:
        return
    seal = seal_of(context)

    def work(_progress: object) -> None:
        from govdesk.report.figures.drawing import save  # noqa: PLC0415 - loads matplotlib
        from govdesk.store.replacement import replace_file  # noqa: PLC0415 - when something is written

        made = save(series, style, _WIDTH, ending, seal)
        replace_file(path, lambda file: _put(file, made), lambda written: written.read_bytes() == made)

    write_beside(context, path, work, private=False)


def save_series(context: Context, name: str, series: Sequence[Series]) -> None:
    """Ask where the numbers of some figures go and write them to a workbook, a sheet for each, hidden ones hidden."""

    def numbers() -> list[NumberSheet]:
        from govdesk.sheet.numbers import NumberSheet  # noqa: PLC0415 - when something is written

        return [NumberSheet(context.say(one.title), one.table(context.language)) for one in series]

    save_numbers(context, name, numbers)


def _numbers_of(context: Context, view: ChartView) -> None:
    if view.series is not None:
        save_series(context, context.say(view.series.title), (view.series,))


def _put(file: BinaryIO, made: bytes) -> None:
    file.write(made)
