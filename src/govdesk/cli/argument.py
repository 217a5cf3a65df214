"""Reads the arguments of one command in the user's language, and says in words what it cannot understand."""

from __future__ import annotations

import argparse
import re
from typing import Any, NoReturn

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Language, Message

Argument = tuple[tuple[str, ...], dict[str, Any]]

#: What argparse says, and the same in words that can be translated.
_PROBLEMS = (
    (r"the following arguments are required: (?P<names>.+)", N_("{names} is missing")),
    (r"unrecognized arguments: (?P<names>.+)", N_("{names} is not known here")),
    (r"argument (?P<name>\S+): expected (?:one|at least one) argument", N_("{name} needs a value behind it")),
    (r"argument (?P<name>\S+): invalid int value: (?P<value>.+)", N_("{name} takes a whole number, not {value}")),
    (
        r"argument (?P<name>\S+): invalid choice: (?P<value>.+) \(choose from (?P<known>.+)\)",
        N_("{name} does not take {value}, but one of {known}"),
    ),
    (
        r"argument (?P<name>\S+): ignored explicit argument (?P<value>.+)",
        N_("{name} takes no value, not {value} either"),
    ),
)


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks the user's language and raises instead of leaving."""

    def __init__(self, name: str, lang: Language, about: str = "") -> None:
        super().__init__(prog=name, description=lang.gettext(about), add_help=False, allow_abbrev=False)
        self._lang = lang
        self._group = self.add_argument_group(lang.gettext(N_("What it takes")))
        self._group.add_argument("-h", "--help", action="help", help=lang.gettext(N_("show this help")))

    def take(self, *arguments: Argument) -> None:
        """Add arguments, their help translated."""
        for names, traits in arguments:
            words = traits["help"] if traits["help"] == argparse.SUPPRESS else self._lang.gettext(traits["help"])
            self._group.add_argument(*names, **{**traits, "help": words})

    def format_help(self) -> str:
        """Return the help in the user's language."""
        return super().format_help().replace("usage:", self._lang.gettext(N_("How to write it:")), 1)

    def error(self, message: str) -> NoReturn:
        """Refuse what cannot be understood."""
        text = N_("This was not understood: {problem}. See “{command} --help”.")
        raise GovDeskError(Message(text, {"problem": _in_words(message), "command": self.prog}), code="usage")


def _in_words(problem: str) -> Message | str:
    """Return what argparse found wrong as a sentence that can be translated; what it words otherwise stays as it is."""
    for pattern, text in _PROBLEMS:
        if found := re.fullmatch(pattern, problem):
            return Message(text, found.groupdict())
    return problem
