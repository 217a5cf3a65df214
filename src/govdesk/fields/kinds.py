"""The kinds of value that the registers are built from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import types

from govdesk.fields.dates import Ambiguous, likely_day, read_date
from govdesk.fields.kind import NO_CONTEXT, Context, Invalid, Kind, Lookup, SheetFormat, as_text
from govdesk.fields.text import fold
from govdesk.i18n import N_, Language, Message

if TYPE_CHECKING:
    from govdesk.fields.vocabulary import Vocabulary

Text = Kind

_NUMBER = re.compile(r"[-+−]?(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(?:\.0+)?")
_STEP = re.compile(r"(-?\d)\s*(?:/\s*5|[分级星])?")
_STEP_AND_WORD = re.compile(r"([-−]?\d)\s*(?:[-–:.、]\s*(?=\D)|(?=\())?(\D.*)")
_FRACTION = re.compile(r"[\d.]+\s*/\s*[\d.]+")
_STARS = re.compile("[★☆⭐*\ufe0f]+")
DAY = "day"
_DAYS = re.compile(r"^(?:每|every\s+)|\s*(?:天|日|个?工作日|days?|d)(?:[/一]?次)?$")
#: How often, in words, and the days between.
_PERIODS = tuple(
    (re.compile(rf"(?:{words})(?:沟通|汇报|联系)?(?:[/一1]次|[/一1]?回)?"), days)
    for words, days in (
        (r"每[天日]|[日天]|daily|every day", 1),
        (r"每?(?:两|双|2)(?:周|个?星期)|biweekly|bi-weekly|fortnightly|every (?:two|2) weeks|every other week", 14),
        (r"每?个?(?:周|星期)|weekly|every week|once a week", 7),
        (r"每?半个?月", 15),
        (r"每?个?月度?|monthly|every month|once a month", 30),
        (r"每?(?:两|双|2)个?月|bimonthly|bi-monthly|every (?:two|2) months", 60),
        (r"每?个?季度?|quarterly|every quarter", 90),
        (r"每?半年度?|half-yearly|semi-annual(?:ly)?|every six months", 182),
        (r"每?年度?|yearly|annual(?:ly)?|every year", 365),
    )
)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%")


@dataclass(frozen=True, slots=True, eq=False)
class LongText(Kind):
    """Text of several lines."""

    code: ClassVar[str] = "long_text"
    operators: ClassVar[tuple[str, ...]] = ("contains", "empty", "filled")

    def sheet_format(self, lang: Language) -> SheetFormat:  # noqa: ARG002
        """Return a wide, wrapping text column."""
        return SheetFormat(width=36, wrap=True)


@dataclass(frozen=True, slots=True, eq=False)
class Tags(Kind):
    """Short words that group records, kept as one text with `, ` between them."""

    code: ClassVar[str] = "tags"

    def read(self, cell: object, context: Context = NO_CONTEXT) -> Any:  # noqa: ARG002
        """Return the tags joined in the order given, each once."""
        words = [as_text(w) for w in re.split(r"[,;、，；\n]+", as_text(cell))]
        return ", ".join(dict.fromkeys(w for w in words if w)) or None


@dataclass(frozen=True, slots=True, eq=False)
class Integer(Kind):
    """A whole number within bounds."""

    minimum: int = 0
    maximum: int = 1_000_000_000
    unit: str = ""
    code: ClassVar[str] = "integer"
    align: ClassVar[str] = "right"
    operators: ClassVar[tuple[str, ...]] = ("is", "at_least", "at_most", "empty", "filled")

    def sql(self) -> types.TypeEngine[Any]:
        """Return an integer column."""
        return types.Integer()

    def read(self, cell: object, context: Context = NO_CONTEXT) -> Any:  # noqa: ARG002
        """Return the number, or Invalid where it is none or out of bounds."""
        text = as_text(cell)
        if not text:
            return None
        bare = self._bare(fold(text))
        if not _NUMBER.fullmatch(bare):
            return Invalid("number", Message(N_("“{text}” is not a whole number."), {"text": text}))
        number = _whole(bare)
        if not self.minimum <= number <= self.maximum:
            why = N_("{text} is outside {low} to {high}.")
            return Invalid("range", Message(why, {"text": text, "low": self.minimum, "high": self.maximum}))
        return number

    def _bare(self, text: str) -> str:
        """Return a number without its unit; a period in words as its days."""
        if self.unit != DAY:
            return text
        for words, days in _PERIODS:
            if words.fullmatch(text):
                return str(days)
        return _DAYS.sub("", text)

    def cell(self, value: Any, lang: Language) -> object:  # noqa: ARG002
        """Return the number itself."""
        return value

    def sheet_format(self, lang: Language) -> SheetFormat:  # noqa: ARG002
        """Return a number column with its bounds."""
        return SheetFormat("0", minimum=self.minimum, maximum=self.maximum, width=10)


def _whole(text: str) -> int:
    return int(text.replace(",", "").replace("−", "-").split(".", maxsplit=1)[0])


@dataclass(frozen=True, slots=True, eq=False)
class Scale(Integer):
    """A judgement in steps, each with a word; numbers are stored, words, stars and percent are read."""

    minimum: int = 1
    maximum: int = 5
    vocabulary: Vocabulary | None = None
    code: ClassVar[str] = "scale"
    align: ClassVar[str] = "left"
    operators: ClassVar[tuple[str, ...]] = ("any_of", "at_least", "at_most", "empty", "filled")

    def read(self, cell: object, context: Context = NO_CONTEXT) -> Any:
        """Return the step, or Invalid where the cell names none."""
        text = as_text(cell)
        if not text:
            return None
        bare = fold(text)
        number = self._number(bare, cell, context)
        measured = isinstance(cell, int | float) or _FRACTION.fullmatch(bare)
        if number is None and self.vocabulary is not None and not measured and (code := self.vocabulary.match(text)):
            number = int(code)
        if number is None or not self.minimum <= number <= self.maximum:
            why = N_("“{text}” is no step from {low} to {high}.")
            return Invalid("scale", Message(why, {"text": text, "low": self.minimum, "high": self.maximum}))
        return number

    def _number(self, text: str, cell: object, context: Context) -> int | None:
        if context.percent and isinstance(cell, int | float):
            return self._of_share(cell)
        if _STARS.fullmatch(text):
            return self._of_stars(text)
        if _NUMBER.fullmatch(text):
            return _whole(text)
        if found := _PERCENT.fullmatch(text):
            return self._of_share(float(found[1]) / 100)
        if found := _STEP.fullmatch(text):
            return int(found[1])
        found = _STEP_AND_WORD.fullmatch(text)
        if not found or self.vocabulary is None:
            return None
        number = _whole(found[1])
        return number if self.vocabulary.match(found[2]) == str(number) else None

    def _of_stars(self, text: str) -> int | None:
        filled = len(text.translate({0xFE0F: None, ord("☆"): None})) or len(text)
        return min(filled, self.maximum) if self.minimum == 1 else None

    def _of_share(self, share: float) -> int | None:
        steps = self.maximum - self.minimum + 1
        return self.minimum + min(int(share * steps), steps - 1) if 0 <= share <= 1 else None

    def show(self, value: Any, lang: Language) -> str:  # noqa: ARG002
        """Return the step's number."""
        return "" if value is None else str(value)

    def word(self, value: int, lang: Language) -> str:
        """Return the step's word."""
        return self.vocabulary.label(str(value), lang) if self.vocabulary else str(value)


@dataclass(frozen=True, slots=True, eq=False)
class Date(Kind):
    """A day."""

    code: ClassVar[str] = "date"
    operators: ClassVar[tuple[str, ...]] = ("from", "to", "is", "empty", "filled")

    def sql(self) -> types.TypeEngine[Any]:
        """Return a date column, ISO text in SQLite."""
        return types.Date()

    def read(self, cell: object, context: Context = NO_CONTEXT) -> Any:
        """Return the day, or Invalid where the cell is none or could be two."""
        text = as_text(cell)
        if not text:
            return None
        try:
            day = read_date(cell, day_first=context.day_first)
        except Ambiguous:
            why = N_("“{text}” could be day-month or month-day; say which for this column.")
            return Invalid("date_order", Message(why, {"text": text}))
        if day is None:
            if near := likely_day(text):
                why = N_("“{text}” names no single day.")
                return Invalid("date", Message(why, {"text": text}), near.isoformat())
            return Invalid("date", Message(N_("“{text}” is not a date."), {"text": text}))
        if not 1900 <= day.year < 9999:  # noqa: PLR2004 - what a sheet can hold and means
            return Invalid("date_range", Message(N_("The year of {text} cannot be right."), {"text": text}))
        return day

    def show(self, value: Any, lang: Language) -> str:  # noqa: ARG002
        """Return the day as 2026-11-03."""
        return value.isoformat() if value is not None else ""

    def load(self, stored: Any) -> Any:
        """Return the day of its ISO text."""
        return date.fromisoformat(stored) if isinstance(stored, str) else stored

    def dump(self, value: Any) -> Any:
        """Return the ISO text of the day."""
        return value.isoformat() if value is not None else None

    def cell(self, value: Any, lang: Language) -> object:  # noqa: ARG002
        """Return the day itself."""
        return value

    def sheet_format(self, lang: Language) -> SheetFormat:  # noqa: ARG002
        """Return a date column."""
        return SheetFormat("yyyy-mm-dd", width=12, is_date=True)


@dataclass(frozen=True, slots=True, eq=False)
class Choice(Kind):
    """One term of a vocabulary; the code is stored."""

    vocabulary: Vocabulary
    code: ClassVar[str] = "choice"
    operators: ClassVar[tuple[str, ...]] = ("any_of", "none_of", "empty", "filled")

    def read(self, cell: object, context: Context = NO_CONTEXT) -> Any:  # noqa: ARG002
        """Return the term's code, or Invalid where no term is called so."""
        text = as_text(cell)
        if not text:
            return None
        code = self.vocabulary.match(text)
        if code is None:
            why = N_("“{text}” is not in the list “{list}”.")
            return Invalid("choice", Message(why, {"text": text, "list": Message(self.vocabulary.name)}))
        return code

    def show(self, value: Any, lang: Language) -> str:
        """Return the term's word."""
        return "" if value is None else self.vocabulary.label(value, lang)

    def sheet_format(self, lang: Language) -> SheetFormat:
        """Return a column with the terms as drop-down."""
        words = tuple(lang.gettext(t.label) for t in self.vocabulary)
        return SheetFormat(words=words, width=max(10, *(2 + sum(1 + (c > "⺀") for c in w) for w in words)))


_YES = {"y", "yes", "true", "t", "1", "x", "是", "有", "对", "√", "✓", "✔", "☑", "●"}
_NO = {"n", "no", "false", "f", "0", "否", "无", "×", "✗", "✘", "✕", "☐", "○", "不", "没有", "-"}


@dataclass(frozen=True, slots=True, eq=False)
class Flag(Kind):
    """Yes or no."""

    code: ClassVar[str] = "flag"
    operators: ClassVar[tuple[str, ...]] = ("yes", "no")

    def sql(self) -> types.TypeEngine[Any]:
        """Return a boolean column, 0 or 1 in SQLite."""
        return types.Boolean()

    def read(self, cell: object, context: Context = NO_CONTEXT) -> Any:  # noqa: ARG002
        """Return True or False, or Invalid where the cell says neither."""
        text = as_text(cell)
        if not text:
            return None
        bare = fold(text)
        if bare in _YES:
            return True
        if bare in _NO:
            return False
        return Invalid("flag", Message(N_("“{text}” is neither yes nor no."), {"text": text}))

    def show(self, value: Any, lang: Language) -> str:
        """Return yes or no."""
        return "" if value is None else lang.gettext(N_("Yes") if value else N_("No"))

    def load(self, stored: Any) -> Any:
        """Return the truth of 0 or 1."""
        return None if stored is None else bool(stored)

    def dump(self, value: Any) -> Any:
        """Return 0 or 1."""
        return None if value is None else int(value)

    def plain(self, value: Any) -> Any:
        """Return true or false."""
        return value

    def sheet_format(self, lang: Language) -> SheetFormat:
        """Return a column with yes and no as drop-down."""
        return SheetFormat(words=(self.show(True, lang), self.show(False, lang)), width=8)


@dataclass(frozen=True, slots=True, eq=False)
class Link(Kind):
    """Another record, by its id; people write its name.

    Args:
        target: The code of the register that it points into.
        owner: Whether this record is part of the other and goes with it.
        creates: Whether a name that nobody knows makes a new record there on import.
        tree: Whether it builds a tree, so that no record may stand below itself.
    """

    target: str
    owner: bool = False
    creates: bool = True
    tree: bool = False
    code: ClassVar[str] = "link"
    operators: ClassVar[tuple[str, ...]] = ("any_of", "none_of", "empty", "filled")

    def read(self, cell: object, context: Context = NO_CONTEXT) -> Any:  # noqa: ARG002
        """Return the name to look up."""
        text = as_text(cell)
        return Lookup(self.target, text) if text else None

    def sheet_format(self, lang: Language) -> SheetFormat:  # noqa: ARG002
        """Return a column of names."""
        return SheetFormat(width=18)


@dataclass(frozen=True, slots=True, eq=False)
class Serial(Kind):
    """The visible business number of a record, such as RSK-0012; only its digits are stored."""

    prefix: str
    code: ClassVar[str] = "serial"
    operators: ClassVar[tuple[str, ...]] = ("is",)

    def sql(self) -> types.TypeEngine[Any]:
        """Return an integer column."""
        return types.Integer()

    def read(self, cell: object, context: Context = NO_CONTEXT) -> Any:  # noqa: ARG002
        """Return the digits of a number written as `show` writes it, or Invalid."""
        text = as_text(cell)
        if not text:
            return None
        found = re.fullmatch(rf"{self.prefix}-(\d{{4,9}})", fold(text), re.IGNORECASE)
        if not found:
            why = N_("“{text}” is no number of this register ({example}).")
            return Invalid("number", Message(why, {"text": text, "example": f"{self.prefix}-0001"}))
        return int(found[1])

    def show(self, value: Any, lang: Language) -> str:  # noqa: ARG002
        """Return the number with its prefix."""
        return "" if value is None else f"{self.prefix}-{value:04d}"

    def sheet_format(self, lang: Language) -> SheetFormat:  # noqa: ARG002
        """Return a narrow column."""
        return SheetFormat(width=11)


def choices_of(kind: Kind) -> Vocabulary | None:
    """Return the vocabulary behind a kind, if it has one."""
    return getattr(kind, "vocabulary", None)
