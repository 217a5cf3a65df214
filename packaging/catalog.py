"""Keep the catalogues: `update` them from the sources, `check` that nothing is left untranslated, `compile` .po to .mo.

Usage: python packaging/catalog.py update|check|compile
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("zh_CN", "en")
KEYWORDS = {
    "N_": None,
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "Message": None,
    "GovDeskError": None,
}
_HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: GovDesk\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
_PLACEHOLDER = re.compile(r"\{(\w*)[^{}]*\}")
Key = tuple[str, ...]


def po_path(language: str) -> Path:
    """Return where the catalogue of a language lies."""
    return ROOT / "resources" / "locale" / language / "LC_MESSAGES" / "govdesk.po"


def extract() -> Catalog:
    """Gather every marked text of the sources, with the files that hold it."""
    catalog = Catalog()
    found = extract_from_dir(str(ROOT / "src"), [("**.py", "python")], keywords=KEYWORDS)
    for file, _line, text, _comments, context in sorted(found, key=lambda row: (row[0], row[1])):
        if text:
            catalog.add(text, locations=[(f"src/{Path(file).as_posix()}", None)], context=context)
    return catalog


def read(language: str) -> Catalog:
    """Read a language's catalogue; one that is not there yet is empty."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update() -> None:
    """Bring both catalogues up to date: new texts come in, gone ones go, translations stay."""
    template = extract()
    for language in LANGUAGES:
        catalog = Catalog(locale=language, fuzzy=False)
        known = {_key(m): m for m in read(language) if m.id}
        for message in template:
            if not message.id:
                continue
            old = known.get(_key(message))
            text = _own_text(message, catalog) if language == "en" else old.string if old and not old.fuzzy else None
            catalog.add(message.id, text, locations=message.locations, context=message.context)
        _write(language, catalog)
        print(f"{language}: {len(catalog)} texts, {sum(not _is_translated(m) for m in catalog if m.id)} untranslated")


def check() -> list[str]:
    """Answer what is wrong with the catalogues, a sentence each."""
    template = {_key(m): m for m in extract() if m.id}
    problems = []
    for language in LANGUAGES:
        catalog = read(language)
        messages = {_key(m): m for m in catalog if m.id}
        problems += [
            f"{language}: not in the catalogue, run update: {k[0]!r}" for k in template.keys() - messages.keys()
        ]
        problems += [
            f"{language}: no longer in the sources, run update: {k[0]!r}" for k in messages.keys() - template.keys()
        ]
        problems += [f"{language}: obsolete: {key!r}" for key in catalog.obsolete]
        for key, message in messages.items():
            if message.fuzzy:
                problems.append(f"{language}: fuzzy: {key[0]!r}")
            elif not _is_translated(message):
                problems.append(f"{language}: untranslated: {key[0]!r}")
            else:
                problems += [f"{language}: other placeholders than {key[0]!r}: {t!r}" for t in _misplaced(message)]
    return sorted(problems)


def compile_all() -> list[Path]:
    """Write the .mo beside each .po that is newer, and answer what was written."""
    written = []
    for language in LANGUAGES:
        path = po_path(language)
        compiled = path.with_suffix(".mo")
        if not path.exists() or (compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime):
            continue
        new = compiled.with_suffix(".mo.new")
        with new.open("wb") as file:
            write_mo(file, read(language))
        new.replace(compiled)
        written.append(compiled)
    return written


def _key(message: Message) -> Key:
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    return (*ids, message.context or "")


def _own_text(message: Message, catalog: Catalog) -> str | tuple[str, ...]:
    if not isinstance(message.id, tuple):
        return message.id
    return (message.id[0], *[message.id[1]] * (catalog.num_plurals - 1))


def _strings(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string or "",)


def _is_translated(message: Message) -> bool:
    return all(text and text.strip() for text in _strings(message))


def _misplaced(message: Message) -> list[str]:
    """Answer the translations whose placeholders are not those of the source (its plural, where it has one)."""
    source = message.id[-1] if isinstance(message.id, tuple) else message.id
    wanted, may_lack = set(_PLACEHOLDER.findall(source)), {"count"} if isinstance(message.id, tuple) else set()
    found = [(text, set(_PLACEHOLDER.findall(text))) for text in _strings(message)]
    return [text for text, names in found if not (wanted - may_lack <= names <= wanted)]


def _write(language: str, catalog: Catalog) -> None:
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(_HEADER.format(language=language, plurals=catalog.plural_forms).encode())
        write_po(file, catalog, width=120, omit_header=True, include_lineno=False)


def main(arguments: list[str]) -> int:
    """Do one of the three and answer the exit code."""
    match arguments:
        case ["update"]:
            update()
        case ["compile"]:
            for path in compile_all():
                print(path.relative_to(ROOT))
        case ["check"]:
            problems = check()
            print(*problems, sep="\n")
            print(f"catalogues: {len(problems)} problems" if problems else "catalogues: complete")
            return 1 if problems else 0
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
