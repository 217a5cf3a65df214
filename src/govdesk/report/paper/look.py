"""How a report looks on every kind of paper: colours, signs beside the colours, fonts, and how records are named behind a sentence."""

from __future__ import annotations

from types import MappingProxyType

from govdesk.i18n import N_, Language
from govdesk.report.figures.style import Style
from govdesk.report.paper.document import Sentence, Tile

STYLE = Style()
INK = STYLE.text
#: Colours by tone; a sign always stands beside them, for colour alone is not enough.
COLOURS = MappingProxyType(
    {"act": STYLE.act, "watch": STYLE.watch, "good": STYLE.good, "quiet": STYLE.muted, "": STYLE.text}
)
SIGNS = MappingProxyType({"act": "▲", "watch": "◆", "good": "●", "quiet": "–", "": "•"})
#: What an office program writes Chinese and Latin letters with; it takes another where it has none of these.
FONTS = MappingProxyType({"zh": ("Microsoft YaHei", "Microsoft YaHei"), "en": ("Segoe UI", "Microsoft YaHei")})
LOCALES = MappingProxyType({"zh": "zh-CN", "en": "en-GB"})


def colour(tone: str) -> str:
    """Return the colour of a tone."""
    return COLOURS.get(tone, INK)


def sign(tone: str) -> str:
    """Return the sign of a tone."""
    return SIGNS.get(tone, SIGNS[""])


def behind(one: Sentence | Tile, lang: Language) -> str:
    """Return the records behind a sentence in words, such as `RSK-0001, RSK-0004 + 3`; empty where there are none."""
    if not one.refs:
        return ""
    more = f" + {one.more}" if isinstance(one, Sentence) and one.more else ""
    return lang.gettext(N_(", ")).join(one.refs) + more


def new_word(lang: Language) -> str:
    """Return the word that marks what changed since the last report."""
    return lang.gettext(N_("new"))


def em(text: str) -> float:
    """Return about how wide a text is, in heights of its letters."""
    return sum(1.0 if ord(c) > 0x2000 else 0.53 for c in text)  # noqa: PLR2004 - from here on signs are as wide as high


def lines_of(text: str, size: float, width: float) -> int:
    """Return about how many lines a text takes in a width."""
    return max(1, -int(-(em(text) * size) // max(1.0, width)))
