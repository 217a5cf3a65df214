"""Puts what a report says into words: translated, in one line, without anything that a file could take for more than text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from govdesk.i18n import N_, Language, Message

#: What no XML can hold, what turns the direction of writing, and single halves of characters.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LONGEST = 160


def plain(text: object, longest: int = _LONGEST) -> str:
    """Return a user's text in one line as it may stand in any file, cut where it is longer than a sentence."""
    line = " ".join(_FORBIDDEN.sub("", str(text or "")).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Wording:
    """The language of a report, and the names that do not stand in it.

    Args:
        lang: The language.
        unnamed: Matches the names of people, where nobody is to be named; None where they may be.
    """

    lang: Language
    unnamed: re.Pattern[str] | None = None

    def say(self, text: str, /, **args: Any) -> str:
        """Return a sentence of ours with its values in it; values are messages, or texts of the user."""
        values = {k: plain(v) if isinstance(v, str) else v for k, v in args.items()}
        return self.message(Message(text, values))

    def message(self, message: Message | str) -> str:
        """Return a message as it stands in the report."""
        return self.masked(plain(self.lang.say(message), 4 * _LONGEST))

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Return words for a number."""
        return self.lang.ngettext(one, many, number)

    def user(self, text: object, longest: int = _LONGEST) -> str:
        """Return a text of the user's."""
        return self.masked(plain(text, longest))

    def masked(self, text: str) -> str:
        """Return a text without the names of people, where nobody is to be named."""
        if self.unnamed is None:
            return text
        return self.unnamed.sub(self.lang.gettext(N_("(name left out)")), text)

    def joined(self, parts: Iterable[str]) -> str:
        """Return parts as a list in words."""
        return self.lang.gettext(N_(", ")).join(parts)


def names_pattern(names: Iterable[str], kept: Iterable[str] = ()) -> re.Pattern[str] | None:
    """Return what finds the names of people in a text, the longest first; single letters find too much and are passed over.

    Args:
        names: As they stand in the register.
        kept: Names that are no person's, such as those of departments.
    """
    known = {plain(n) for n in kept}
    found = sorted({n for n in map(plain, names) if len(n) > 1 and n not in known}, key=len, reverse=True)
    if not found:
        return None
    return re.compile("|".join(rf"\b{re.escape(n)}\b" if n.isascii() else re.escape(n) for n in found), re.IGNORECASE)
