"""Runs one command and turns whatever happens into an exit code and at most one sentence, never a traceback.

0: done · 1: our own fault, or a workspace that is not sound · 2: what was asked cannot be done · 130: stopped by Ctrl+C.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from govdesk.errors import GovDeskError
from govdesk.i18n import LANGUAGES, N_, Language, Message, language, system_language

_OURS, _THEIRS, _STOPPED, _NOBODY_READS = 1, 2, 130, 141


def run(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say and return the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments == ["--worker"]:
        from govdesk.sheet.worker import main as read  # noqa: PLC0415 - only the packaged reading process comes here

        return read()
    _let_streams_hold_every_character()
    lang = _language(arguments)
    try:
        code = _do(arguments, lang)
    except GovDeskError as error:
        if error.code == "output":
            _close_output()
        return _tell(lang, error.message, _THEIRS)
    except SystemExit as leave:
        return leave.code if isinstance(leave.code, int) else 0
    except KeyboardInterrupt:
        return _tell(lang, Message(N_("Stopped.")), _STOPPED)
    except BrokenPipeError:
        _close_output()
        return _NOBODY_READS
    except Exception as error:  # noqa: BLE001 - the last place where an error can become a sentence
        return _tell(lang, _unforeseen(error), _OURS)
    return code


def _do(arguments: list[str], lang: Language) -> int:
    from govdesk.cli.output import finish  # noqa: PLC0415 - as below
    from govdesk.cli.parser import parse  # noqa: PLC0415 - so that Ctrl+C finds its sentence even while this loads

    code = parse(arguments, lang)
    finish()
    return code


def _language(arguments: Sequence[str]) -> Language:
    """Return the language of what is said: the one asked for with `--lang`, else the system's."""
    asked = ""
    for place, word in enumerate(arguments):
        if word == "--lang":
            asked = asked or "".join(arguments[place + 1 : place + 2])
        elif word.startswith("--lang="):
            asked = asked or word.removeprefix("--lang=")
    return language(asked if asked in LANGUAGES else system_language())


def _let_streams_hold_every_character() -> None:
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def _tell(lang: Language, message: Message, code: int) -> int:
    with suppress(OSError, ValueError, AttributeError):
        sys.stdout.flush()
    with suppress(OSError, ValueError, AttributeError):
        print(lang.say(message), file=sys.stderr, flush=True)
    return code


def _unforeseen(error: Exception) -> Message:
    from govdesk.ui.mishap import note, sentence  # noqa: PLC0415 - needed once in a long while

    note(error)
    return sentence(error)


def _close_output() -> None:
    """Send what is still to be printed nowhere, so that Python does not stumble over it at the end."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
