"""Words for people: source text is English, each language has its own catalogue, and several may be open at once."""

from __future__ import annotations

import gettext
import json
import locale
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from govdesk.paths import resource

LANGUAGES = ("zh", "en")
_CATALOGUES = {"zh": "zh_CN", "en": "en"}


def N_(text: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark a text for the catalogues without translating it here."""
    return text


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence for a person, kept as source text and values until a language is known.

    Args:
        source: The English text, with `{name}` for each value.
        args: Values by name. A value that is itself a Message, or a `Term`-like object with a `label`, is
            translated when the sentence is.
    """

    source: str
    args: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return language("en").say(self)

    def dump(self) -> str:
        """Write the message as JSON, for the journal."""
        return json.dumps(self._plain(), ensure_ascii=False, separators=(",", ":"))

    def _plain(self) -> dict[str, Any]:
        args = {k: v._plain() if isinstance(v, Message) else v for k, v in self.args.items()}  # noqa: SLF001 - same class
        return {"text": self.source, **({"args": args} if args else {})}

    @classmethod
    def load(cls, text: str) -> Message:
        """Read a message back from the JSON that `dump` wrote; any other text stands for itself."""
        try:
            found = cls._of(json.loads(text))
        except (LookupError, ValueError, TypeError, AttributeError, RecursionError):
            return cls(text)
        return found if found._is_complete() else cls(text)  # noqa: SLF001 - same class

    @classmethod
    def _of(cls, data: Any) -> Message:
        inner = data.get("args", {}) if isinstance(data, dict) else {}
        args = {k: cls._of(v) if isinstance(v, dict) and "text" in v else v for k, v in inner.items()}
        return cls(str(data["text"]), args)

    def _is_complete(self) -> bool:
        """Answer whether every value that the text names is there, so that it can be said."""
        try:
            language("en").say(self)
        except (LookupError, ValueError, TypeError, AttributeError):
            return False
        return True


class Language:
    """One language's catalogue: looks up words and says messages."""

    def __init__(self, code: str) -> None:
        self.code = code
        folder = resource("locale")
        self._catalogue = gettext.translation("govdesk", str(folder), [_CATALOGUES[code]], fallback=True)

    def gettext(self, text: str) -> str:
        """Return the text in this language; an empty text stays empty."""
        return self._catalogue.gettext(text) if text else ""

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return the text in this language for a count, with `{count}` filled in, thousands separated."""
        return self._catalogue.ngettext(one, many, count).format(count=f"{count:,}")

    def say(self, message: Message | str) -> str:
        """Return the sentence in this language with its values filled in."""
        if isinstance(message, str):
            return self.gettext(message)
        text = self.gettext(message.source)
        if not message.args:
            return text
        return text.format(**{k: self.say(v) if isinstance(v, Message) else v for k, v in message.args.items()})


@cache
def language(code: str) -> Language:
    """Return the language with this code, `zh` or `en`."""
    return Language(code)


def system_language() -> str:
    """Answer `zh` where the system speaks Chinese, else `en`."""
    names = [os.environ.get(k, "") for k in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG")]
    names.append(locale.getlocale()[0] or "")
    first = next((n for n in names if n and n.split(".")[0] not in ("C", "POSIX")), "")
    return "zh" if first.lower().startswith(("zh", "chinese")) else "en"
