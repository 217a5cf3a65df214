"""The one place where words become widgets: always plain text, so that nothing a user typed is read as markup."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QIcon
from PySide6.QtGui import Qt as QtText
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QMessageBox, QPushButton, QSizePolicy, QToolButton, QWidget

ICON = QSize(16, 16)
_LONG = 60


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Make a label that shows the text as it stands.

    Args:
        text: The words.
        role: `title`, `heading`, `strong`, `muted`, `caption`, `error`, `key`, or empty.
        wrap: Whether it breaks into lines.
    """
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if role == "key":
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def button(text: str, role: str = "", icon: QIcon | None = None, tip: str = "") -> QPushButton:
    """Make a button with words on it: `primary`, `ghost`, `chip`, `danger`, `link`, or the plain one."""
    made = QPushButton(beside_icon(text) if icon is not None else _literal(text))
    if role:
        made.setProperty("role", role)
    if icon is not None:
        made.setIcon(icon)
        made.setIconSize(ICON)
    made.setAccessibleName(text)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    say_tip(made, tip)
    return made


def beside_icon(text: str) -> str:
    """Return a button's words with a little room between them and its icon."""
    return f" {_literal(text)}"


def tool(icon: QIcon, name: str, role: str = "ghost") -> QToolButton:
    """Make a button with an icon alone; its name is its tooltip and what a screen reader says."""
    made = QToolButton()
    made.setIcon(icon)
    made.setIconSize(QSize(18, 18))
    made.setProperty("role", role)
    made.setAccessibleName(name)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    say_tip(made, name)
    return made


def line(placeholder: str = "", name: str = "", role: str = "") -> QLineEdit:
    """Make a line to type into."""
    made = QLineEdit()
    made.setPlaceholderText(placeholder)
    made.setAccessibleName(name or placeholder)
    if role:
        made.setProperty("role", role)
    return made


def frame(role: str) -> QFrame:
    """Make a frame: `bar`, `foot`, `side`, `panel`, `card`, `banner`, `drop`, or `line` one pixel high."""
    made = QFrame()
    made.setProperty("role", role)
    if role == "line":
        made.setFixedHeight(1)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made


def tip(text: str) -> str:
    """Return a tooltip's text; tooltips have no switch for plain text, so what looks like markup is escaped."""
    return (
        f"<p style='white-space:pre-wrap'>{escape(text)}</p>"
        if QtText.mightBeRichText(text) or len(text) > _LONG
        else text
    )


def say_tip(widget: QWidget | QAction, text: str) -> None:
    """Give a widget or an action its tooltip."""
    widget.setToolTip(tip(text))
    if isinstance(widget, QWidget):
        widget.setAccessibleDescription(text)


def action(text: str, parent: QWidget, icon: QIcon | None = None, shortcut: str = "") -> QAction:
    """Make an action with words, and a shortcut such as `Ctrl+I`."""
    made = QAction(_literal(text), parent)
    if icon is not None:
        made.setIcon(icon)
    if shortcut:
        made.setShortcut(shortcut)
    return made


def message_box(parent: QWidget | None, text: str, detail: str = "") -> QMessageBox:
    """Make a message box that shows its texts as they stand."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle("GovDesk")
    box.setText(text)
    if detail:
        box.setInformativeText(detail)
    for found in box.findChildren(QLabel):
        found.setTextFormat(Qt.TextFormat.PlainText)
    return box


def shorten(text: str, longest: int) -> str:
    """Return a text in one line, cut where it is longer than so many letters."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget another role and let it look so at once."""
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _literal(text: str) -> str:
    return text.replace("&", "&&")
