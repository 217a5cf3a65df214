"""Kinds of number with a fraction: figures, sums of money and shares, kept to the last digit in fixed places."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import types
from sqlalchemy.engine import Dialect

from govdesk.fields.kind import NO_CONTEXT, Context, Invalid, Kind, SheetFormat, as_text
from govdesk.fields.text import fold
from govdesk.i18n import N_, Language, Message

_PLACES = 4
_AMOUNT = re.compile(
    r"(?P<open>\()?(?P<sign>[-+−])?\s*(?:[¥$€£]|rmb|cny|usd|eur)?\s*"
    r"(?P<number>(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,15})?|\.\d{1,15})\s*"
    r"(?P<large>万亿|亿|千万|百万|万|千|million|billion|thousand|mn|bn|m|k)?\s*(?P<unit>[^\d\s,.()]{0,12})\)?"
)
_LARGE = {
    "千": 1e3, "k": 1e3, "thousand": 1e3, "万": 1e4, "百万": 1e6, "m": 1e6, "mn": 1e6, "million": 1e6, "千万": 1e7,
    "亿": 1e8, "bn": 1e9, "billion": 1e9, "万亿": 1e12,
}  # fmt: skip
#: Words behind a figure that say what is counted, and change nothing of it.
_UNITS = frozenset(
    [
        "元",
        "人",
        "人次",
        "次",
        "家",
        "个",
        "张",
        "份",
        "件",
        "项",
        "条",
        "台",
        "套",
        "户",
        "店",
        "天",
        "日",
        "小时",
        "分钟",
        "秒",
        "分",
        "周",
        "月",
        "年",
        "工时",
        "人天",
        "人月",
        "工作日",
        "单",
        "笔",
        "吨",
        "%",
        "‰",
        "day",
        "days",
        "hour",
        "hours",
        "h",
        "hrs",
        "min",
        "mins",
        "minute",
        "minutes",
        "week",
        "weeks",
        "month",
        "months",
        "year",
        "years",
        "people",
        "users",
        "pcs",
        "units",
        "yuan",
        "rmb",
        "cny",
        "usd",
        "eur",
    ]
)


class FixedPoint(types.TypeDecorator[float]):
    """A column that keeps a figure as a whole number of its smallest part, so that sums and copies stay exact.

    Args:
        places: Digits behind the point.
    """

    impl = types.Integer
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - as SQLAlchemy calls it
        """Return what stands in the file."""
        return scaled(value, self.places)

    def process_result_value(self, value: Any, dialect: Dialect) -> float | None:  # noqa: ARG002
        """Return the figure."""
        return unscaled(value, self.places)


def scaled(value: Any, places: int) -> Any:
    """Return a figure as a whole number of its smallest part."""
    return None if value is None else round(value * 10**places)


def unscaled(stored: Any, places: int) -> float | None:
    """Return the figure of a whole number of its smallest part."""
    return None if stored is None else stored / 10**places


def _written(value: float, places: int) -> str:
    text = f"{value:,.{places}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@dataclass(frozen=True, slots=True, eq=False)
class Number(Kind):
    """A figure with up to four places; the value is a float.

    Args:
        minimum: The least that is taken.
        maximum: The most; what is kept stays exact up to there.
    """

    minimum: float = -9e11
    maximum: float = 9e11
    code: ClassVar[str] = "number"
    align: ClassVar[str] = "right"
    operators: ClassVar[tuple[str, ...]] = ("at_least", "at_most", "is", "empty", "filled")
    places: ClassVar[int] = _PLACES

    def sql(self) -> types.TypeEngine[Any]:
        """Return a column of fixed places."""
        return FixedPoint(self.places)

    def read(self, cell: object, context: Context = NO_CONTEXT) -> Any:
        """Return the figure, or Invalid where the cell holds none or one out of bounds."""
        number = self._number(cell, context)
        if number is None or isinstance(number, Invalid):
            return number
        if not math.isfinite(number) or not self.minimum <= number <= self.maximum:
            low, high = (_written(bound, self.places) for bound in (self.minimum, self.maximum))
            why = N_("{text} is outside {low} to {high}.")
            return Invalid("range", Message(why, {"text": as_text(cell), "low": low, "high": high}))
        return unscaled(scaled(number, self.places), self.places)

    def _number(self, cell: object, context: Context) -> float | Invalid | None:
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return float(cell) * (100 if context.percent else 1)
        text = as_text(cell)
        if not text:
            return None
        found = _AMOUNT.fullmatch(fold(text))
        if not found or found["unit"] not in {"", *_UNITS}:
            return Invalid("number", Message(N_("“{text}” is not a number."), {"text": text}))
        number = float(found["number"].replace(",", "")) * _LARGE.get(found["large"] or "", 1)
        number = number / 10 if found["unit"] == "‰" else number
        return -number if found["open"] or (found["sign"] or "+") in "-−" else number

    def show(self, value: Any, lang: Language) -> str:  # noqa: ARG002
        """Return the figure with its thousands apart and no empty places."""
        return "" if value is None else _written(value, self.places)

    def load(self, stored: Any) -> Any:
        """Return the figure of what the journal's JSON holds."""
        return unscaled(stored, self.places)

    def dump(self, value: Any) -> Any:
        """Return the whole number that the column holds."""
        return scaled(value, self.places)

    def plain(self, value: Any) -> Any:
        """Return the figure itself."""
        return value

    def cell(self, value: Any, lang: Language) -> object:  # noqa: ARG002
        """Return the figure itself."""
        return value

    def sheet_format(self, lang: Language) -> SheetFormat:  # noqa: ARG002
        """Return a column of numbers as they come."""
        return SheetFormat("General", width=12)


@dataclass(frozen=True, slots=True, eq=False)
class Money(Number):
    """A sum of money, in the currency of the workspace, to the cent."""

    minimum: float = 0
    maximum: float = 9e12
    code: ClassVar[str] = "money"
    places: ClassVar[int] = 2

    def sheet_format(self, lang: Language) -> SheetFormat:  # noqa: ARG002
        """Return a column of sums."""
        return SheetFormat("#,##0.00", width=14)


@dataclass(frozen=True, slots=True, eq=False)
class Percent(Number):
    """A share in percent: 87.5 is 87.5 %."""

    minimum: float = 0
    maximum: float = 100
    code: ClassVar[str] = "percent"

    def show(self, value: Any, lang: Language) -> str:  # noqa: ARG002
        """Return the share with its sign."""
        return "" if value is None else f"{_written(value, self.places)}%"

    def cell(self, value: Any, lang: Language) -> object:  # noqa: ARG002
        """Return the share as spreadsheets keep it, a part of one."""
        return None if value is None else float(f"{value / 100:.15g}")

    def sheet_format(self, lang: Language) -> SheetFormat:  # noqa: ARG002
        """Return a column of shares."""
        return SheetFormat("0.0%", width=10)
