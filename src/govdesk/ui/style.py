"""The style sheet: what each role of a widget looks like, made from a theme.

Roles (`widget.setProperty("role", …)`): on buttons `primary`, `ghost` (no frame until touched), `chip` (with `checked`),
`danger`, `link`, `picker` (with a menu); on labels `title`, `heading`, `strong`, `muted`,
`caption`, `error`, `watch`, `key`; on frames `card`, `bar`, `foot`, `side`, `panel`, `sheet`, `banner`, `popup`, `drop`, `line`; on a splitter `gap`.
"""

from __future__ import annotations

from string import Template

from govdesk.paths import resource
from govdesk.ui.theme import CARD_RADIUS, CONTROL_HEIGHT, HEADER_HEIGHT, RADIUS, Theme

_SHEET = Template("""
QWidget { font-size: ${px}px; color: $text; }
QToolTip { background: $surface; color: $text; border: 1px solid $border; padding: 4px 8px; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${title_px}px; font-weight: 700; }
QLabel[role="heading"] { font-size: ${heading_px}px; font-weight: 700; }
QLabel[role="strong"] { font-weight: 700; }
QLabel[role="muted"] { color: $text_muted; }
QLabel[role="caption"] { color: $text_muted; font-size: ${caption_px}px; }
QLabel[role="error"] { color: $act; }
QLabel[role="watch"] { color: $watch; }
QLabel[role="key"] { color: $text_muted; background: $surface; border: 1px solid $border; border-radius: 4px;
    padding: 1px 6px; font-size: ${caption_px}px; }

QFrame[role="bar"] { background: $surface; border: 0; border-bottom: 1px solid $border; }
QFrame[role="foot"] { background: $surface; border: 0; border-top: 1px solid $border; }
QFrame[role="side"] { background: $surface; border: 0; border-right: 1px solid $border; }
QFrame[role="panel"] { background: $surface; border: 0; border-left: 1px solid $border; }
QFrame[role="sheet"] { background: $surface; border: 0; }
QFrame[role="card"] { background: $surface; border: 1px solid $border; border-radius: ${card}px; }
QFrame[role="banner"] { background: $watch_soft; border: 0; border-bottom: 1px solid $border; }
QFrame[role="toast"] { background: $text; border: 0; border-radius: ${card}px; }
QFrame[role="toast"] QLabel { color: $surface; }
QFrame[role="popup"] { background: $surface; border: 1px solid $border_strong; border-radius: ${card}px; }
QFrame[role="line"] { background: $border; border: 0; }
QFrame[role="drop"] { background: $accent_soft; border: 2px dashed $accent; border-radius: ${card}px; }

QPushButton, QToolButton { background: $surface; border: 1px solid $border; border-radius: ${radius}px;
    padding: 0 12px; min-height: ${control}px; }
QToolButton { padding: 0 6px; min-width: 18px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed, QToolButton:checked { background: $accent_soft; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 0 11px; }
QToolButton:focus { padding: 0 5px; }
QPushButton:disabled, QToolButton:disabled { color: $border_strong; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: none; width: 0; }
QPushButton[role="primary"], QPushButton:default { background: $accent; border-color: $accent; color: $on_accent; font-weight: 600; }
QPushButton[role="primary"]:hover, QPushButton:default:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="primary"]:focus, QPushButton:default:focus { border: 2px solid $text; }
QPushButton[role="primary"]:disabled { background: $surface_sunken; border-color: $border; color: $border_strong; }
QPushButton[role="danger"] { color: $act; border-color: $act; }
QPushButton[role="danger"]:hover { background: $act_soft; }
QPushButton[role="ghost"], QToolButton[role="ghost"] { background: transparent; border-color: transparent; }
QPushButton[role="ghost"]:hover, QToolButton[role="ghost"]:hover { background: $hover; }
QPushButton[role="ghost"]:focus, QToolButton[role="ghost"]:focus { border: 2px solid $accent; }
QPushButton[role="brand"] { background: transparent; border-color: transparent; font-weight: 700; font-size: ${heading_px}px;
    text-align: left; padding: 0 6px; }
QPushButton[role="brand"]:hover { background: $hover; }
QPushButton[role="brand"]:focus { border: 2px solid $accent; padding: 0 5px; }
QPushButton[role="picker"] { text-align: left; padding: 0 10px; }
QPushButton[role="picker"]:focus { padding: 0 9px; }
QPushButton[role="field"] { text-align: left; background: $surface_sunken; color: $text_muted; padding: 0 10px; }
QPushButton[role="field"]:hover { border-color: $border_strong; }
QPushButton[role="field"]:focus { padding: 0 9px; }
QPushButton[role="link"] { background: transparent; border-color: transparent; color: $accent; text-align: left; padding: 0 4px;
    min-height: 20px; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border: 2px solid $accent; padding: 0 3px; }
QPushButton[role="chip"] { border-radius: ${pill}px; padding: 0 12px; min-height: ${chip}px; }
QPushButton[role="chip"]:checked { background: $accent_soft; border-color: $accent_soft; color: $accent; }
QPushButton[role="chip"]:focus { border: 2px solid $accent; padding: 0 11px; }

QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QSpinBox, QDateEdit { background: $surface; border: 1px solid $border;
    border-radius: ${radius}px; padding: 0 8px; min-height: ${control}px; selection-background-color: $accent;
    selection-color: $on_accent; placeholder-text-color: $text_muted; }
QTextEdit, QPlainTextEdit { padding: 4px 6px; }
QLineEdit:hover, QTextEdit:hover, QPlainTextEdit:hover, QComboBox:hover { border-color: $border_strong; }
QLineEdit:focus, QTextEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus {
    border: 2px solid $accent; padding: 0 7px; }
QTextEdit:focus, QPlainTextEdit:focus { padding: 3px 5px; }
QLineEdit QToolButton { min-height: 0; min-width: 0; padding: 0; border: 0; background: transparent; }
QLineEdit[role="bare"], QLineEdit[role="bare"]:focus { border: 0; padding: 0; background: transparent; }
QLineEdit[invalid="true"], QComboBox[invalid="true"] { border-color: $act; background: $act_soft; }
QLineEdit > QToolButton { background: transparent; border: 0; padding: 0; min-width: 0; min-height: 0; }
QLineEdit[role="search"] { background: $surface_sunken; }
QLineEdit:disabled, QComboBox:disabled, QTextEdit:disabled, QPlainTextEdit:disabled { background: $surface_sunken; color: $text_muted; }
QSpinBox { padding: 0 6px; }
QSpinBox::up-button, QSpinBox::down-button { width: 0; border: 0; }
QComboBox::drop-down { border: 0; width: 24px; }
QComboBox::down-arrow { image: url("$arrow"); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $border; outline: 0; padding: 4px; }

QMenu { background: $surface; border: 1px solid $border; border-radius: ${radius}px; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; min-width: 140px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $border_strong; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QMenu::indicator { width: 14px; height: 14px; padding-left: 8px; }

QTabBar { background: transparent; border: 0; qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; border: 0; border-bottom: 2px solid transparent; padding: 6px 0 7px 0; margin: 0 18px 0 0; color: $text_muted; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; font-weight: 600; }
QTabBar::tab:disabled { color: $border_strong; }
QTabBar::tab:focus { color: $accent; background: $accent_soft; }

QAbstractItemView { background: $surface; alternate-background-color: $header; border: 1px solid $border; border-radius: ${card}px;
    gridline-color: $border; selection-background-color: $selection; selection-color: $text; outline: 0; }
QAbstractItemView:focus { border-color: $accent; }
QTableView::item, QListView::item, QTreeView::item { border: 0; }
QTableWidget::item { border: 0; padding: 0 5px; }
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected { background: $selection; color: $text; }
QListView[role="plain"], QTreeView[role="plain"] { border: 0; border-radius: 0; background: transparent; }
QHeaderView { background: transparent; border: 0; }
QHeaderView::section { background: $header; color: $text_muted; border: 0; border-bottom: 1px solid $border; padding: 0 8px;
    min-height: ${header}px; font-weight: 600; }
QHeaderView::section:horizontal:first { border-top-left-radius: ${inner}px; }
QHeaderView::section:horizontal:last { border-top-right-radius: ${inner}px; }
QHeaderView::section:horizontal:only-one { border-top-left-radius: ${inner}px; border-top-right-radius: ${inner}px; }
QTableView[role="lines"]::item { padding: 0 5px; }
QTableCornerButton::section { background: $header; border: 0; border-bottom: 1px solid $border; }

QScrollArea, QScrollArea > #qt_scrollarea_viewport, QScrollArea > #qt_scrollarea_viewport > QWidget {
    background: transparent; border: 0; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QScrollBar { background: transparent; border: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $border; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $border_strong; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $border; }
QSplitter[role="gap"]::handle { background: transparent; }

QSlider::groove:horizontal { height: 4px; background: $border; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { width: 12px; height: 12px; margin: -6px 0; background: $surface; border: 2px solid $accent;
    border-radius: 8px; }
QSlider::handle:horizontal:hover { background: $accent_soft; }

QProgressBar { background: $surface_sunken; border: 0; border-radius: 4px; max-height: 8px; min-height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QCheckBox, QRadioButton { spacing: 8px; min-height: 24px; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator { width: 14px; height: 14px; background: $surface;
    border: 1px solid $border_strong; border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { background: $accent; border-color: $accent; image: url("$check"); }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid $accent; background: $on_accent; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: $accent; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $border; background: $surface_sunken; }
QCheckBox:focus, QRadioButton:focus { color: $accent; text-decoration: underline; }
QDialog, QMessageBox { background: $surface; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QCalendarWidget QWidget { alternate-background-color: $surface_sunken; }
QCalendarWidget QToolButton { border-color: transparent; }
""")


def style_sheet(theme: Theme) -> str:
    """Return the style sheet of a theme."""
    look = "dark" if theme.dark else "light"
    arrow, check = resource("icons", f"chevron-down-{look}.svg"), resource("icons", f"check-{look}.svg")
    names = ("window", "surface", "surface_sunken", "border", "border_strong", "text", "text_muted", "accent", "accent_hover",
             "on_accent", "accent_soft", "good", "good_soft", "watch", "watch_soft", "act", "act_soft", "selection", "header",
             "hover")  # fmt: skip
    return _SHEET.substitute(
        {n: theme.hex(n) for n in names},
        px=theme.text,
        title_px=theme.title,
        heading_px=theme.heading,
        caption_px=theme.caption,
        radius=RADIUS,
        card=CARD_RADIUS,
        inner=CARD_RADIUS - 1,
        control=CONTROL_HEIGHT - 2,
        chip=26 - 2,
        pill=13,
        header=HEADER_HEIGHT,
        arrow=arrow.as_posix(),
        check=check.as_posix(),
    )
