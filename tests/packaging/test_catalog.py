"""The catalogue tool finds every marked text, keeps translations and names what is amiss."""

from __future__ import annotations

import ast
import gettext
import importlib.util
from pathlib import Path

import pytest

TOOL = Path(__file__).resolve().parents[2] / "packaging" / "catalog.py"
SOURCE = """
raise GovDeskError(Message(N_("Import {register}"), register=N_("Risk")))
label = language.ngettext("{count} row", "{count} rows", number)
word = language.pgettext("verb", "Open")
"""


@pytest.fixture
def catalog(tmp_path):
    """The tool, on a project of one module in a folder of its own."""
    spec = importlib.util.spec_from_file_location("catalog", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.ROOT = tmp_path
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "one.py").write_text(SOURCE, encoding="utf-8")
    module.update()
    return module


def translate(catalog, *, register="导入{register}"):
    words = {
        'msgid "Import {register}"\nmsgstr ""': f'msgid "Import {{register}}"\nmsgstr "{register}"',
        'msgid "Risk"\nmsgstr ""': 'msgid "Risk"\nmsgstr "风险"',
        'msgid "Open"\nmsgstr ""': 'msgid "Open"\nmsgstr "打开"',
        'msgstr[0] ""': 'msgstr[0] "{count} 行"',
    }
    path = catalog.po_path("zh_CN")
    text = path.read_text(encoding="utf-8")
    for empty, full in words.items():
        assert empty in text
        text = text.replace(empty, full)
    path.write_text(text, encoding="utf-8")


def test_marked_texts_are_found_and_english_is_filled_in(catalog):
    found = {m.id for m in catalog.extract() if m.id}
    assert found == {"Import {register}", "Risk", ("{count} row", "{count} rows"), "Open"}
    assert not [line for line in catalog.check() if line.startswith("en:")]
    assert len([line for line in catalog.check() if line.startswith("zh_CN: untranslated")]) == 4


def test_translations_outlive_an_update(catalog):
    translate(catalog)
    assert catalog.check() == []
    catalog.update()
    assert catalog.check() == []


def test_another_placeholder_is_named(catalog):
    translate(catalog, register="导入{registre}")
    assert catalog.check() == ["zh_CN: other placeholders than 'Import {register}': '导入{registre}'"]


def test_a_catalogue_behind_its_sources_is_named(catalog):
    translate(catalog)
    (catalog.ROOT / "src" / "one.py").write_text(SOURCE.replace('"Risk"', '"Hazard"'), encoding="utf-8")
    assert [line for line in catalog.check() if line.startswith("zh_CN")] == [
        "zh_CN: no longer in the sources, run update: 'Risk'",
        "zh_CN: not in the catalogue, run update: 'Hazard'",
    ]


def test_compiled_catalogues_speak(catalog):
    translate(catalog)
    assert len(catalog.compile_all()) == 2
    assert catalog.compile_all() == []
    with catalog.po_path("zh_CN").with_suffix(".mo").open("rb") as file:
        words = gettext.GNUTranslations(file)
    assert words.gettext("Risk") == "风险"
    assert words.ngettext("{count} row", "{count} rows", 5) == "{count} 行"
    assert words.pgettext("verb", "Open") == "打开"


def test_no_mark_hides_within_an_f_string():
    hidden = []
    for path in sorted((TOOL.parents[1] / "src").rglob("*.py")):
        for joined in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for call in ast.walk(joined) if isinstance(joined, ast.JoinedStr) else ():
                name = getattr(getattr(call, "func", None), "attr", getattr(getattr(call, "func", None), "id", ""))
                if name in ("N_", "gettext", "ngettext") and isinstance(call.args[0], ast.Constant):
                    hidden.append(f"{path.name}:{call.lineno}: {call.args[0].value}")
    assert hidden == []
