"""Understands the arguments and hands them to the command that they name, loading nothing else."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from govdesk import __version__
from govdesk.cli.argument import Argument, Parser
from govdesk.cli.output import Output
from govdesk.errors import GovDeskError
from govdesk.i18n import LANGUAGES, N_, Language, Message
from govdesk.insight.audience import AUDIENCES

#: Whose rows a workbook may hold that is sent out.
BY = ("department", "owner", "stakeholder")

_JSON: Argument = (("--json",), {"action": "store_true", "help": N_("print one JSON document")})
_LANG: Argument = (("--lang",), {"choices": LANGUAGES, "help": N_("language of what is printed")})
_WS: Argument = (("workspace",), {"metavar": "WORKSPACE", "type": Path, "help": N_("the workspace file")})
_PASSWORD: Argument = (
    ("--password-file",),
    {"metavar": "FILE", "type": Path, "help": N_("where the workspace's password stands, if it has one")},
)
_PERSON: Argument = (("person",), {"metavar": "PERSON", "help": N_("a name as it stands in the register, or a number")})
_DRY: Argument = (("--dry-run",), {"action": "store_true", "help": N_("only tell what would be done")})
_REALIGN: Argument = (
    ("--realign",),
    {"action": "store_true", "help": N_("take the rows of a partly sorted sheet by what is to be seen of them")},
)
_DELETE: Argument = (
    ("--delete-missing",),
    {"action": "store_true", "help": N_("delete the records whose rows are gone from the returns")},
)
_CLEAR: Argument = (
    ("--clear",),
    {"action": "store_true", "help": N_("let a blank cell empty its field; without it a blank cell says nothing")},
)
_PROJECT: Argument = (("--project",), {"metavar": "P", "help": N_("a project's name, code or number")})
_AUDIENCE: Argument = (
    ("--audience",),
    {
        "choices": tuple(AUDIENCES),
        "help": N_(
            "for whom: frontline (own rows), lead (own unit or project), group (units compared), sponsor (to decide on)"
        ),
    },
)
_DEPARTMENT: Argument = (
    ("--department",),
    {"metavar": "D", "help": N_("whose own rows, for the front line or the lead of a unit")},
)


@dataclass(frozen=True, slots=True)
class Command:
    """One command: what it does, where it stands, and what it takes."""

    help: str
    module: str
    arguments: tuple[Argument, ...]


COMMANDS = {
    "new": Command(N_("make an empty workspace"), "file", (_WS, _JSON, _LANG)),
    "demo": Command(
        N_("make the sample workspace"),
        "file",
        (_WS, _JSON, (("--lang",), {"choices": LANGUAGES, "help": N_("language of the sample")})),
    ),
    "registers": Command(N_("tell which registers and fields there are"), "record", (_JSON, _LANG)),
    "import": Command(
        N_("bring spreadsheets in"),
        "exchange",
        (
            _WS,
            (("files",), {"metavar": "FILE", "nargs": "+", "type": Path, "help": N_("xlsx, xls, ods or csv")}),
            (("--register",), {"metavar": "R", "help": N_("the register that the sheets hold")}),
            (("--sheet",), {"metavar": "S", "help": N_("the only sheet to take")}),
            _PROJECT,
            _DRY,
            _REALIGN,
            _CLEAR,
            _JSON,
            _LANG,
        ),
    ),
    "export": Command(
        N_("write registers to a spreadsheet"),
        "exchange",
        (
            _WS,
            (("file",), {"metavar": "FILE", "type": Path, "help": N_("ends in .xlsx or .csv")}),
            (("--register",), {"metavar": "R", "action": "append", "help": N_("a register; all where none is named")}),
            (
                ("--private",),
                {"metavar": "F,…", "help": N_("the private fields that go out too; none unless named here")},
            ),
            _PROJECT,
            _AUDIENCE,
            _DEPARTMENT,
            (("--lang",), {"choices": (*LANGUAGES, "both"), "help": N_("language of the sheets")}),
            _JSON,
        ),
    ),
    "report": Command(
        N_("write the steering report, or a page for each department"),
        "report",
        (
            _WS,
            (("file",), {"metavar": "FILE", "type": Path, "help": N_("ends in .pptx, .docx or .pdf")}),
            _PROJECT,
            _AUDIENCE,
            _DEPARTMENT,
            (
                ("--one-page",),
                {
                    "metavar": "D,…",
                    "help": N_("instead of the report, one page for each of these departments; “all” for every one"),
                },
            ),
            (("--lang",), {"choices": LANGUAGES, "help": N_("language of the report")}),
            _JSON,
        ),
    ),
    "send": Command(
        N_("send registers out to be filled in, a workbook each"),
        "dispatch",
        (
            _WS,
            (("folder",), {"metavar": "DIR", "type": Path, "help": N_("where the workbooks go")}),
            (("--by",), {"choices": BY, "required": True, "help": N_("whose rows a workbook holds")}),
            (
                ("--register",),
                {"metavar": "R", "action": "append", "help": N_("a register; all that fit where none is named")},
            ),
            (("--fields",), {"metavar": "F,…", "help": N_("the fields asked for; private ones go only if named here")}),
            (("--with",), {"metavar": "F,…", "dest": "shown", "help": N_("fields to show beside them, locked")}),
            _PROJECT,
            _AUDIENCE,
            (("--until",), {"metavar": "DATE", "help": N_("until when an answer is wanted")}),
            (("--message",), {"metavar": "TEXT", "help": N_("why, in your words, for the cover")}),
            (("--dry-run",), {"action": "store_true", "help": N_("only tell what would be asked of whom")}),
            (("--lang",), {"choices": (*LANGUAGES, "both"), "help": N_("language of the sheets")}),
            _JSON,
        ),
    ),
    "collect": Command(
        N_("take a folder of returns in: see who answered, merge all"),
        "returns",
        (
            _WS,
            (("folder",), {"metavar": "DIR", "type": Path, "help": N_("where the returned files lie")}),
            _DRY,
            _REALIGN,
            _DELETE,
            _CLEAR,
            (("--theirs",), {"action": "store_true", "help": N_("where both sides changed a cell, take the return's")}),
            (("--mine",), {"action": "store_true", "help": N_("where both sides changed a cell, keep the one here")}),
            _JSON,
            _LANG,
        ),
    ),
    "merge": Command(
        N_("merge a colleague's copy of the workspace"),
        "merging",
        (
            _WS,
            (("other",), {"metavar": "OTHER_WS", "type": Path, "help": N_("the colleague's copy; it is only read")}),
            _DRY,
            (
                ("--theirs",),
                {"action": "store_true", "help": N_("where both sides changed a cell, take the other copy's")},
            ),
            (("--mine",), {"action": "store_true", "help": N_("where both sides changed a cell, keep the one here")}),
            _JSON,
            _LANG,
        ),
    ),
    "list": Command(
        N_("show the records of a register"),
        "record",
        (_WS, (("register",), {"metavar": "REGISTER", "help": N_("the register")}), _PROJECT, _JSON, _LANG),
    ),
    "diagnose": Command(
        N_("tell which known ways to fail a project is walking into, with the records that show it"),
        "diagnosis",
        (_WS, _PROJECT, _JSON, _LANG),
    ),
    "set": Command(
        N_("change fields of one record"),
        "record",
        (
            _WS,
            (("register",), {"metavar": "REGISTER", "help": N_("the register")}),
            (("number",), {"metavar": "NUMBER", "help": N_("the record's number, such as RSK-0012")}),
            (("values",), {"metavar": "FIELD=VALUE", "nargs": "+", "help": N_("a new value; nothing after = clears")}),
            _JSON,
            _LANG,
        ),
    ),
    "history": Command(
        N_("show what was done, newest first"),
        "timeline",
        (
            _WS,
            (("--limit",), {"metavar": "N", "type": int, "default": 200, "help": N_("how many at most")}),
            _JSON,
            _LANG,
        ),
    ),
    "undo": Command(
        N_("take back the last operation"),
        "timeline",
        (
            _WS,
            (("operation",), {"metavar": "NO", "nargs": "?", "type": int, "help": N_("its number in the history")}),
            _JSON,
            _LANG,
        ),
    ),
    "redo": Command(N_("do again what was undone last"), "timeline", (_WS, _JSON, _LANG)),
    "backup": Command(
        N_("make a backup, or list them"),
        "backup",
        (
            _WS,
            (("file",), {"metavar": "FILE", "nargs": "?", "type": Path, "help": N_("a copy at this place instead")}),
            (("--list",), {"action": "store_true", "help": N_("only tell which backups there are")}),
            _JSON,
            _LANG,
        ),
    ),
    "restore": Command(
        N_("put a backup in the place of a workspace"),
        "backup",
        (
            _WS,
            (
                ("backup",),
                {
                    "metavar": "BACKUP",
                    "nargs": "?",
                    "help": N_("a backup's number or file; the newest one if left out"),
                },
            ),
            _JSON,
            _LANG,
        ),
    ),
    "encrypt": Command(
        N_("give a workspace a password, or another one"),
        "password",
        (
            _WS,
            (
                ("--new-password-file",),
                {"metavar": "FILE", "type": Path, "help": N_("where the new password stands; else it is typed")},
            ),
            _JSON,
            _LANG,
        ),
    ),
    "decrypt": Command(N_("take the password of a workspace away"), "password", (_WS, _JSON, _LANG)),
    "export-person": Command(
        N_("write down everything that is kept about a person"),
        "person",
        (
            _WS,
            _PERSON,
            (("file",), {"metavar": "FILE", "type": Path, "help": N_("ends in .xlsx or .json")}),
            _JSON,
            _LANG,
        ),
    ),
    "erase-person": Command(
        N_("erase a person for good, from the backups too"),
        "person",
        (
            _WS,
            _PERSON,
            (
                ("--keep",),
                {
                    "metavar": "NO.FIELD",
                    "action": "append",
                    "help": N_("a text that stays as it is, such as RSK-0003.title"),
                },
            ),
            (
                ("--delete-unreadable",),
                {"action": "store_true", "help": N_("delete the backups that cannot be opened to erase in them")},
            ),
            _DRY,
            _JSON,
            _LANG,
        ),
    ),
    "check": Command(
        N_("look whether a workspace is sound"),
        "file",
        (
            _WS,
            (("--seal",), {"metavar": "SEAL", "help": N_("a seal printed in an export: tell whether it stood here")}),
            _JSON,
            _LANG,
        ),
    ),
}


def parse(arguments: Sequence[str], lang: Language) -> int:
    """Do what the arguments say.

    Raises:
        GovDeskError: `usage`, or whatever the command cannot do.
    """
    first, rest = _first_word(arguments)
    if first in COMMANDS:
        options = _command_parser(first, lang).parse_args(rest)
        out = Output(lang, as_json=options.json)
        options.warn = out.warn
        module = import_module(f"govdesk.cli.{COMMANDS[first].module}")
        name = f"{first.replace('-', '_')}_command"
        work: Callable[[argparse.Namespace, Output], int] = getattr(module, name)
        return work(options, out)
    if "-h" in arguments or "--help" in arguments:
        print(_help(lang))
        return 0
    if "--version" in arguments:
        print(f"GovDesk {__version__}")
        return 0
    return _open_window(first, arguments, lang)


def _first_word(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """Return the first argument that is no option, and the others."""
    skip = False
    for place, word in enumerate(arguments):
        if skip or word.startswith("-"):
            skip = word == "--lang" and not skip
            continue
        return word, [*arguments[:place], *arguments[place + 1 :]]
    return "", list(arguments)


def _open_window(word: str, arguments: Sequence[str], lang: Language) -> int:
    if word and not word.lower().endswith(".govdesk") and not Path(word).exists():
        text = N_("“{word}” is neither a command nor a workspace. See “govdesk --help”.")
        raise GovDeskError(text, code="usage", word=word)
    parser = Parser("govdesk", lang)
    parser.take((_WS[0], {**_WS[1], "nargs": "?"}))
    parser.take((("--exit-when-ready",), {"action": "store_true", "help": argparse.SUPPRESS}), _LANG)
    options = parser.parse_args(list(arguments))
    path: Path | None = options.workspace
    words = [*([str(path)] if path is not None else []), *(["--exit-when-ready"] if options.exit_when_ready else [])]
    try:
        from govdesk.app import run  # noqa: PLC0415 - Qt loads only where the window is wanted

        return run(words)
    except ImportError as error:
        text = N_(
            "The window cannot be opened here ({reason}). The same work is done on the command line: see “govdesk --help”."
        )
        raise GovDeskError(text, code="no_window", reason=str(error)) from error


def _command_parser(name: str, lang: Language) -> Parser:
    command = COMMANDS[name]
    parser = Parser(f"govdesk {name}", lang, command.help)
    parser.take(*command.arguments)
    if _WS in command.arguments:
        parser.take(_PASSWORD)
    return parser


def _help(lang: Language) -> str:
    lines = [
        lang.gettext(N_("GovDesk keeps the registers of internal projects in one offline file.")),
        "",
        "  govdesk [WORKSPACE]  " + lang.gettext(N_("open the window")),
        *(f"  govdesk {line}" for line in _aligned((n, lang.gettext(c.help)) for n, c in COMMANDS.items())),
        "",
        lang.say(
            Message(N_("“govdesk COMMAND --help” tells what a command takes; --lang zh or en chooses the words."))
        ),
    ]
    return "\n".join(lines)


def _aligned(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{name:<14}  {text}" for name, text in pairs]
