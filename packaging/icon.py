"""Gather the line icons out of Lucide, and draw the program's own icon in the sizes that each system wants.

Usage: python packaging/icon.py lines FOLDER    FOLDER holds the SVG files of npm's lucide-static
       python packaging/icon.py program         resources/icons/govdesk.svg → .png, .ico, .icns
"""

from __future__ import annotations

import os
import shutil
import struct
import sys
from pathlib import Path

ICONS = Path(__file__).resolve().parents[1] / "resources" / "icons"
NAMES = """
    arrow-down arrow-left arrow-right arrow-up arrow-up-down badge-check bell book-open building-2 calendar check
    chevron-down chevron-left chevron-right chevron-up chevrons-down chevrons-left chevrons-right chevrons-up
    chevrons-up-down circle circle-alert circle-check circle-dashed circle-dot circle-question-mark circle-x
    clipboard-list clipboard-paste clock columns-3 copy corner-up-left database download ellipsis ellipsis-vertical
    external-link eye eye-off file-chart-column file-plus file-spreadsheet file-text flag folder folder-kanban
    folder-open funnel funnel-plus funnel-x git-pull-request-arrow grip-vertical handshake hash history hourglass
    inbox info keyboard languages layers layout-dashboard lightbulb link list list-checks list-filter loader-circle lock
    log-out mail map message-square-plus message-square-text minus monitor moon network package panel-left panel-right
    pencil play plus printer redo-2 refresh-cw rotate-ccw save search send settings shield-alert shield-check
    sparkles square square-check square-check-big star stethoscope sun table-2 tag target trash-2 trending-up triangle-alert undo-2
    unlink upload user user-plus users workflow x
""".split()  # noqa: SIM905 - a list of names reads best as words


def gather(folder: Path) -> None:
    """Take the chosen icons over, as they are."""
    for name in NAMES:
        shutil.copyfile(folder / f"{name}.svg", ICONS / f"{name}.svg")
    print(f"{len(NAMES)} icons")


def draw(size: int) -> bytes:
    """Render the program's icon as PNG."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(ICONS / "govdesk.svg")).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data())


def ico(sizes: list[int]) -> bytes:
    """Put PNG images into Windows's icon format: a table of 16 bytes each, then the images."""
    images = [draw(size) for size in sizes]
    offset = 6 + 16 * len(images)
    table, body = struct.pack("<HHH", 0, 1, len(images)), b""
    for size, image in zip(sizes, images, strict=True):
        table += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(image), offset + len(body))
        body += image
    return table + body


def icns(kinds: dict[bytes, int]) -> bytes:
    """Put PNG images into macOS's icon format: kind, length and image, one after the other."""
    body = b"".join(
        kind + struct.pack(">I", 8 + len(image)) + image for kind, image in ((k, draw(s)) for k, s in kinds.items())
    )
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def program() -> None:
    """Write the program's icon for Linux, Windows and macOS."""
    (ICONS / "govdesk.png").write_bytes(draw(256))
    (ICONS / "govdesk.ico").write_bytes(ico([16, 24, 32, 48, 64, 128, 256]))
    (ICONS / "govdesk.icns").write_bytes(icns({b"icp5": 32, b"ic07": 128, b"ic08": 256, b"ic09": 512}))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["lines", folder]:
            gather(Path(folder))
        case ["program"]:
            program()
        case _:
            sys.exit(__doc__)
