"""Icons that Qt takes over are painted as what they are."""

from __future__ import annotations

import gc

from PySide6.QtGui import QColor, QIcon

from govdesk.ui.icon import icon


def painted(found):
    return found.pixmap(16, 16).toImage()


def test_an_icon_that_qt_makes_its_own_stays_what_it_was(app):
    first = icon("plus", QColor("red"))
    own = QIcon(first)
    own.setIsMask(True)
    gc.collect()
    others = [icon("x", QColor("blue")) for _ in range(20)]
    assert painted(own) == painted(first)
    assert painted(own) != painted(others[0])
