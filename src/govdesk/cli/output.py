"""What a command says: sentences and tables in the user's language, or one JSON document."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Sequence
from typing import Any

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Language, Message

_WIDEST = 40


class Output:
    """Standard output in one language.

    Args:
        lang: The language of the words.
        as_json: Whether a document is wanted instead of words.
    """

    def __init__(self, lang: Language, *, as_json: bool = False) -> None:
        self.lang = lang
        self.as_json = as_json

    def say(self, message: Message | str) -> None:
        """Print a sentence, unless a document is wanted; a plain text is in the user's language already."""
        if not self.as_json:
            _print(message if isinstance(message, str) else self.lang.say(message))

    def add(self, message: Message, before: str = "") -> None:
        """Print a sentence that belongs to the one before it."""
        self.say(f"  {before}{self.lang.say(message)}")

    def warn(self, message: Message) -> None:
        """Print a sentence to standard error."""
        print(self.lang.say(message), file=sys.stderr)

    def document(self, data: Any) -> None:
        """Print the document, if one is wanted."""
        if self.as_json:
            utf = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "").startswith("utf")
            _print(json.dumps(data, ensure_ascii=not utf, indent=2))

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Print a table whose columns line up, Chinese or not, unless a document is wanted."""
        if self.as_json:
            return
        lines = [[_cut(" ".join(cell.split())) for cell in row] for row in (headings, *rows)]
        widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
        for line in lines:
            cells = (cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
            _print("  ".join(cells).rstrip())


def _print(text: str, *, flush: bool = False) -> None:
    try:
        print(text, end="" if flush else "\n", flush=flush)
    except BrokenPipeError:
        raise
    except OSError as error:
        text = N_("What was to be printed could not be written ({reason}).")
        raise GovDeskError(text, code="output", reason=error.strerror or type(error).__name__) from error


def finish() -> None:
    """Have everything printed leave the process.

    Raises:
        GovDeskError: `output`.
    """
    if sys.stdout is not None:
        _print("", flush=True)


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def _cut(text: str) -> str:
    text = "".join(c if c.isprintable() else "\ufffd" for c in text)
    if _width(text) <= _WIDEST:
        return text
    while _width(text) >= _WIDEST:
        text = text[:-1]
    return text + "…"
