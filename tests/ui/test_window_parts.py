"""The small parts: settings, palette, icons, plain text, preferences, the sheet of shortcuts, about, mishaps, the start."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontMetrics, QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from govdesk import settings as settings_file
from govdesk.app import run
from govdesk.errors import GovDeskError
from govdesk.i18n import Message
from govdesk.paths import resource
from govdesk.registers import REGISTERS
from govdesk.settings import Settings
from govdesk.store.query import totals
from govdesk.store.workspace import Workspace
from govdesk.ui import mishap
from govdesk.ui.area import areas
from govdesk.ui.command import COMMANDS
from govdesk.ui.dialogs.about import About, notices
from govdesk.ui.dialogs.preferences import Preferences
from govdesk.ui.dialogs.shortcut import ShortcutSheet
from govdesk.ui.icon import icon
from govdesk.ui.text import message_box, tip
from govdesk.ui.theme import ENGAGEMENT, RESPONSIBILITY, Theme
from govdesk.ui.top_bar import SearchField

ROOT = Path(__file__).resolve().parents[2]


def luminance(colour: QColor) -> float:
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


PAIRS = [
    *(
        (ink, ground)
        for ink in ("text", "text_muted")
        for ground in ("window", "surface", "surface_sunken", "header", "selection", "hover")
    ),
    *((ink, ground) for ink in ("accent", "good", "watch", "act") for ground in ("surface", f"{ink}_soft")),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("surface", "text"),
    ("text", "watch_soft"),
]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_words_can_be_read_on_their_ground(ink, ground, dark):
    theme = Theme(dark)
    assert contrast(theme.colour(ink), theme.colour(ground)) >= 4.5


def test_marks_can_be_read_on_their_discs_and_badges():
    white = QColor("#FFFFFF")
    assert min(contrast(white, QColor(c)) for c in ENGAGEMENT.values()) >= 4.5
    pairs = [(QColor(g), QColor(i)) for badges in RESPONSIBILITY.values() for g, i in badges.values()]
    assert min(contrast(g, i) for g, i in pairs) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_the_focus_ring_is_seen(dark):
    theme = Theme(dark)
    assert contrast(theme.colour("accent"), theme.colour("surface")) >= 3
    assert contrast(theme.colour("accent"), theme.colour("window")) >= 3


def test_settings_come_back_as_they_were_saved():
    places = {"/a.govdesk": {"register": "risk"}}
    kept = Settings("en", "dark", "陈静", ("/a.govdesk",), "AAAA", 320, lock=5, places=places)
    settings_file.save(kept)
    assert settings_file.load() == kept


@pytest.mark.parametrize("text", ["", "{", "[]", '{"language": "fr", "recent": 7, "theme": 1}', "\x00\xff"])
def test_settings_that_make_no_sense_are_as_on_the_first_day(home, text):
    (home / "settings.json").write_text(text, encoding="utf-8")
    assert settings_file.load() == settings_file.load()
    assert settings_file.load().recent == ()
    assert settings_file.load().theme == "system"


def test_settings_that_cannot_be_kept_are_an_error_in_words(home, monkeypatch):
    (home / "file").write_text("")
    monkeypatch.setenv("GOVDESK_HOME", str(home / "file"))
    with pytest.raises(GovDeskError) as caught:
        settings_file.save(Settings())
    assert caught.value.code == "settings"


def test_the_newest_workspace_leads_and_the_list_stays_short():
    found = Settings()
    for number in range(12):
        found = found.opened(Path(f"/{number}.govdesk"))
    found = found.opened(Path("/7.govdesk"))
    assert found.recent[:2] == ("/7.govdesk", "/11.govdesk")
    assert len(found.recent) == 8
    assert found.without("/7.govdesk").recent[0] == "/11.govdesk"


def test_every_icon_that_is_named_exists():
    named = {c.icon for c in COMMANDS} | {a.icon for a in areas(REGISTERS)} | {r.about.icon for r in REGISTERS.values()}
    assert [n for n in named if not resource("icons", f"{n}.svg").is_file()] == []


def test_icons_take_the_colour_they_are_given(app):
    image = icon("search", QColor("#FF0000")).pixmap(32, 32).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    seen = {image.pixelColor(x, y).name() for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 200}
    assert seen == {"#ff0000"}


@pytest.mark.parametrize(("code", "narrow"), [("en", True), ("zh", False)])
def test_quotes_are_as_wide_as_the_language_has_them(app, context, look, code, narrow):
    look.wear(replace(context.settings, language=code))
    metrics = QFontMetrics(app.font())
    assert (metrics.horizontalAdvance("“") < metrics.horizontalAdvance("人") * 0.7) is narrow
    look.wear(context.settings)


def test_tooltips_and_message_boxes_show_markup_as_it_stands(app):
    assert "<img" not in tip("<img src=probe>")
    assert tip("plain") == "plain"
    box = message_box(None, "<b>x</b>", "<img src=probe>")
    assert {found.textFormat().name for found in box.findChildren(QLabel) if found.text()} == {"PlainText"}


def test_preferences_hold_at_once(window, context, wait_until):
    dialog = Preferences(context, window.apply, window)
    dialog.show()
    dialog.name.setText("李明")
    dialog.choices["dark"].click()
    assert context.theme.dark
    wait_until(dialog.choices["dark"].isChecked)
    assert dialog.name.text() == "李明"
    dialog.close()
    assert context.settings.author == "李明"
    assert context.workspace.author == "李明"
    assert settings_file.load().theme == "dark"
    window.apply(replace(context.settings, theme="light"))


def test_preferences_change_their_own_language(window, context, wait_until):
    dialog = Preferences(context, window.apply, window)
    dialog.show()
    dialog.choices["zh"].click()
    wait_until(lambda: dialog.windowTitle() == context.language.gettext("Settings"))
    assert context.language.code == "zh"
    dialog.choices["en"].click()
    wait_until(lambda: dialog.windowTitle() == "Settings")
    dialog.close()


def test_the_sheet_names_every_shortcut(window, context):
    sheet = ShortcutSheet(context, window.commands, window)
    shown = {found.text() for found in sheet.findChildren(QLabel)}
    assert {c.keys[0] for c in COMMANDS} <= shown
    assert {c.text for c in COMMANDS} <= shown


def test_about_shows_every_notice(window, context):
    about = About(context, window)
    assert about.files.count() == len(notices()) >= 3
    texts = set()
    for number in range(about.files.count()):
        about.files.setCurrentIndex(number)
        texts.add(about.text.toPlainText())
    assert len(texts) == about.files.count()
    assert all(texts)


def test_a_mishap_is_noted_without_the_words_of_a_record(home):
    try:
        raise ValueError("秘密的反馈")  # noqa: TRY301, RUF100 - the record's own words
    except ValueError as error:
        mishap.note(error)
        said = str(mishap.sentence(error))
    log = (home / "errors.log").read_text(encoding="utf-8")
    assert "ValueError" in log
    assert "test_window_parts.py" in log
    assert "秘密" not in log + said


def test_an_exception_in_a_slot_is_told(app, monkeypatch):
    told = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    mishap.watch(told.append)
    button = QPushButton()
    button.clicked.connect(lambda: 1 / 0)
    button.click()
    assert [type(e) for e in told] == [ZeroDivisionError]


def test_a_message_within_a_message_is_said(context):
    inner = Message("Import")
    assert context.say(Message("Undo: {operation}", {"operation": inner})) == "Undo: Import"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can be without a screen")
def test_without_a_screen_the_command_line_is_named(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(GovDeskError) as caught:
        run([])
    assert caught.value.code == "no_screen"
    assert "govdesk --help" in str(caught.value)


def start(home, *arguments):
    environment = os.environ | {
        "GOVDESK_HOME": str(home),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT / "src"),
    }
    command = [sys.executable, "-m", "govdesk", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)


def test_it_tells_when_the_first_rows_are_painted(home, workspace_file):
    done = start(home, workspace_file, "--exit-when-ready")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"\d+\.\d{3}\n", done.stdout)


def test_the_sample_is_made_as_the_window_makes_it(home, tmp_path):
    from govdesk.app import _make_sample

    _make_sample(tmp_path / "Sample.govdesk", "en")
    made = Workspace.open(tmp_path / "Sample.govdesk", REGISTERS)
    with made.read() as session:
        assert totals(session, REGISTERS, None)["project"] == 3
    made.close()


def test_a_bad_file_at_the_start_is_one_sentence(home, tmp_path):
    path = tmp_path / "notes.govdesk"
    path.write_text("not a workspace")
    done = start(home, path, "--exit-when-ready")
    assert done.returncode == 2
    assert "notes.govdesk" in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def said_by_program(home, script, *words):
    environment = os.environ | {
        "GOVDESK_HOME": str(home),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT / "src"),
    }
    command = [sys.executable, "-c", script, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=True).stdout


def test_nothing_heavy_is_loaded_before_the_first_rows(home, workspace_file):
    script = (
        "import sys; from govdesk import app; app._say_time = lambda: print(*sorted(sys.modules));"
        "app.run([sys.argv[1], '--exit-when-ready'])"
    )
    loaded = {name.partition(".")[0] for name in said_by_program(home, script, workspace_file).split()}
    assert "PySide6" in loaded
    assert not {"openpyxl", "python_calamine", "xlsxwriter", "matplotlib", "alembic", "pypinyin", "numpy"} & loaded


_WHEN_THE_CURTAIN_IS_PAINTED = """
import sys
from govdesk import app
def furnish(self):
    {work}
    self._window.close()
app._Beginning._furnish = furnish
print(app.run([sys.argv[1]]))
"""


def test_the_window_is_painted_before_the_database_library_is_loaded(home, workspace_file):
    script = _WHEN_THE_CURTAIN_IS_PAINTED.format(work="print(*sorted(sys.modules))")
    loaded, code = said_by_program(home, script, workspace_file).splitlines()
    assert "govdesk.ui.window" in loaded.split()
    assert not {"sqlalchemy", "govdesk.fields.register", "govdesk.ui.shell"} & set(loaded.split())
    assert code == "0"


def test_a_window_closed_before_it_is_furnished_ends_the_program(home, workspace_file):
    script = (
        "import sys; from govdesk import app; b = app._Beginning._furnish;"
        "app._Beginning._furnish = lambda self: (self._window.close(), b(self));"
        "print(app.run([sys.argv[1]]), 'sqlalchemy' in sys.modules)"
    )
    assert said_by_program(home, script, workspace_file).split() == ["0", "False"]


def test_sources_are_not_read_while_modules_load(home, workspace_file):
    script = (
        "import sys, linecache; from govdesk import app; app._say_time = lambda: print(*linecache.cache);"
        "app.run([sys.argv[1], '--exit-when-ready'])"
    )
    assert "sqlalchemy/orm" not in said_by_program(home, script, workspace_file).replace("\\", "/")


def test_fcitx_is_reached_through_ibus(monkeypatch):
    from govdesk.app import _choose_input_method

    monkeypatch.setenv("QT_IM_MODULE", "fcitx5")
    _choose_input_method()
    assert os.environ["QT_IM_MODULE"] == "ibus"
    monkeypatch.setenv("QT_IM_MODULE", "compose")
    _choose_input_method()
    assert os.environ["QT_IM_MODULE"] == "compose"


def test_an_error_that_nobody_foresaw_is_noted_and_told(context, answers, home):
    context.say_error(KeyError("秘密"))
    assert "KeyError" in answers.said[0]
    assert "秘密" not in (home / "errors.log").read_text(encoding="utf-8")


def test_the_words_of_the_search_make_room_for_its_key(window):
    field = window.findChild(SearchField)
    for width in (1000, 1200, 2000):
        window.resize(width, 700)
        QApplication.processEvents()
        taken = field.fontMetrics().horizontalAdvance(field.text()) + field.key.width()
        assert taken < field.width() - 24
    assert field.text().strip() == "Search people, feedback, risks, checklists…"
