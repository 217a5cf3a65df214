"""Take the pictures of the guide: the sample's views as they are painted, in both languages.

Usage: python packaging/picture.py [NAME…]    resources/help/<language>/pictures/<name>.png
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["GOVDESK_HOME"] = tempfile.mkdtemp()
os.environ["HOME"] = "/home/govdesk"

import shiboken6
from PIL import Image
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from govdesk import settings as settings_file
from govdesk.paths import resource
from govdesk.registers import REGISTERS
from govdesk.store.query import Order, Query, records, rows
from govdesk.store.sample import make_sample
from govdesk.ui.ask import QtAsk
from govdesk.ui.context import Context, View
from govdesk.ui.font import bring_fonts
from govdesk.ui.look import Look
from govdesk.ui.window import Window

#: Each picture: the page (or the register and its face) that it shows.
PAGES = {"overview": ("overview", ""), "diagnosis": ("diagnosis", "pits"), "reports": ("reports", "")}
FACES = {
    "map": ("stakeholder", "map"),
    "network": ("relationship", "network"),
    "analysis": ("feedback", "analysis"),
    "matrix": ("deliverable", "matrix"),
    "feedback": ("feedback", "inbox"),
    "risk": ("risk", "matrix"),
    "delivery": ("metric", "line"),
}
#: Pictures of dialogs: what opens them.
DIALOGS = ("import", "send")
_WAIT, _QUIET, _LONGEST = 120, 6, 120
_COLOURS = 128
_SIZE = (1280, 720)


def main(names: list[str]) -> None:
    """Take the named pictures, or all."""
    app = QApplication.instance() or QApplication(["govdesk"])
    bring_fonts()
    for code in ("zh", "en"):
        _take(app, code, names or [*PAGES, *FACES, *DIALOGS])


def _take(app: QApplication, code: str, names: list[str]) -> None:
    folder = resource("help", code, "pictures")
    folder.mkdir(exist_ok=True)
    home = Path(tempfile.mkdtemp())
    settings = replace(
        settings_file.load(), language=code, theme="light", inspector=0, author="陈静" if code == "zh" else "Chen Jing"
    )
    look = Look(app)
    context = Context(REGISTERS, settings, look.wear(settings), QtAsk(str))
    name = "门店数字化" if code == "zh" else "Digital stores"
    context.attach(make_sample(home / f"{name}.govdesk", REGISTERS, code, date.today(), author=settings.author))
    window = Window(look, settings)
    window.furnish(context, _make_sample)
    window.showNormal()
    window.resize(*_SIZE)
    for picture in names:
        taken = _dialog(window, picture, home) if picture in DIALOGS else _view(window, picture)
        _keep(taken, folder / f"{picture}.png")
        print(folder / f"{picture}.png")
    window.close()
    shiboken6.delete(window)
    context.jobs.close()


def _make_sample(path: Path, code: str) -> None:
    make_sample(path, REGISTERS, code, date.today()).close()


def _view(window: Window, picture: str) -> QWidget:
    context = window.context
    with context.workspace.read() as session:
        keys = rows(session, REGISTERS, Query("project", order=(Order("number"),)))
        first = records(session, REGISTERS, "project", keys[:1])[0].id
    if picture in PAGES:
        page, tab = PAGES[picture]
        context.open_view(View.of_page(page, first, tab))
    else:
        register, face = FACES[picture]
        context.open_view(View(register, Query(register, first), face))
    _settle(window)
    return window


def _dialog(window: Window, picture: str, home: Path) -> QWidget:
    start: dict[str, Callable[[], object]] = {
        "import": lambda: window.opening.take([_spreadsheet(window, home)]),
        "send": window.opening.send,
    }
    start[picture]()
    _settle(window)
    found = QApplication.activeModalWidget()
    assert found is not None, picture
    found.resize(1120, 660)
    _settle(window)
    QTimer.singleShot(0, found.close)
    return found


def _spreadsheet(window: Window, home: Path) -> Path:
    from openpyxl import Workbook

    chinese = window.context.language.code == "zh"
    book = Workbook()
    sheet = book.active
    sheet.title = "干系人" if chinese else "Stakeholders"
    lines = _CHINESE if chinese else _ENGLISH
    for line in lines:
        sheet.append(line)
    path = home / ("干系人登记册.xlsx" if chinese else "Stakeholder register.xlsx")
    book.save(path)
    return path


_CHINESE = (
    ("门店数字化项目干系人登记册",),
    ("序号", "姓名", "部门", "职务", "权力", "关注度", "目前态度", "期望态度", "关注点", "备用电话"),
    (1, "王敏", "门店运营部", "区域经理", "高", "高", "中立", "支持", "排班时间", "8001"),
    (2, "李国强", "信息技术部", "架构师", "中", "高", "支持", "支持", "接口", "8002"),
    (3, "周杰", "财务部", "会计", "高", "低", "抵触", "中立", "月末结账", "8003"),
)
_ENGLISH = (
    ("Digital stores: stakeholder register",),
    (
        "No.",
        "Name",
        "Department",
        "Title",
        "Power",
        "Interest",
        "Current attitude",
        "Desired attitude",
        "Concerns",
        "Extension",
    ),
    (1, "Min Wang", "Store operations", "Area manager", "High", "High", "Neutral", "Supportive", "Rosters", "8001"),
    (2, "Guoqiang Li", "IT", "Architect", "Medium", "High", "Supportive", "Supportive", "Interfaces", "8002"),
    (3, "Jie Zhou", "Finance", "Accountant", "High", "Low", "Resistant", "Neutral", "Month end", "8003"),
)


def _settle(window: Window) -> None:
    """Let the window work until nothing has been under way for a while."""
    quiet = 0
    for _ in range(_LONGEST):
        loop = QEventLoop()
        QTimer.singleShot(_WAIT, loop.quit)
        loop.exec()
        quiet = 0 if window.context.jobs.busy else quiet + 1
        if quiet >= _QUIET:
            return
    raise SystemExit("The window does not come to rest")


def _keep(widget: QWidget, path: Path) -> None:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    raw = Image.frombytes(
        "RGB", (image.width(), image.height()), bytes(image.constBits()), "raw", "RGB", image.bytesPerLine()
    )
    raw.quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1:])
