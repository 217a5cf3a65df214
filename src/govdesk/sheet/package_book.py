"""Writes the workbook of one recipient: a cover, then a sheet for each register with only their rows.

What is asked stands open and yellow while empty; what only tells one row from another is grey and locked.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from govdesk.fields.kinds import Link
from govdesk.i18n import LANGUAGES, N_, Language, Message, language
from govdesk.sheet.address import column_letters
from govdesk.sheet.cell_markup import text_width
from govdesk.sheet.cover_sheet import Cover, CoverPage, CoverPart
from govdesk.sheet.outgoing import BOTH, Column, ExportSheet, columns_of, in_words, readable, words_of
from govdesk.sheet.package import Package, Part, burden_of
from govdesk.sheet.sheet_name import sheet_name
from govdesk.sheet.workbook import mark_of, set_marks

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.fields.register import Registers

#: Empty rows at the end of each table, for what is new.
SPARE = 5
_LISTS = "_govdesk_lists"
_LIST_TEXT = 255
_LONGEST = 32_000
_NARROWEST, _WIDEST = 9, 44
_TALLEST = 200
_A4 = 9
_FIRST_DAY = date(1900, 3, 1)
_LINE = "#D5DBE5"
_HEAD = {"bold": True, "font_color": "#FFFFFF", "border": 1, "valign": "vcenter", "text_wrap": True}
_ASKED_HEAD = {**_HEAD, "bg_color": "#2457C5", "border_color": "#1E4AA9"}
_SHOWN_HEAD = {**_HEAD, "bg_color": "#6B7686", "border_color": "#59636F"}
_SHOWN = {"bg_color": "#F1F3F6", "font_color": "#4A5361", "locked": True}
_OPEN = {"locked": False, "font_color": "#1F2733"}
_EMPTY = {"bg_color": "#FFF6D6"}
_PROTECTION = {
    "sort": True, "autofilter": True, "format_cells": True, "format_columns": True, "format_rows": True, "insert_rows": True,
    "delete_rows": True, "objects": True, "scenarios": True,
}  # fmt: skip


@dataclass(slots=True)
class PackageBook:
    """One workbook for one recipient.

    Args:
        registers: All registers.
        package: What goes into it.
        lang: `zh`, `en` or `both`.
        marks: Workspace, operation and export, so that it is known when it comes back.
        about: What the cover says beside the burden.
        names: What may be chosen for links into registers that all projects share, by register.
    """

    registers: Registers
    package: Package
    lang: str
    marks: tuple[str, str, str]
    about: Cover
    names: Mapping[str, Sequence[str]]

    def write(self, file: BinaryIO) -> None:
        """Write the whole workbook into an open file."""
        import xlsxwriter  # noqa: PLC0415 - loaded when the first workbook is written

        options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
        whole = io.BytesIO()
        book = xlsxwriter.Workbook(whole, {**options, "in_memory": True})
        taken = {_LISTS}
        cover = book.add_worksheet(sheet_name(in_words(N_("Please read"), self.lang), taken))
        lists = _Lists(book)
        parts = []
        for part in self.package.parts:
            name = self.sheet_name(part, taken)
            page = _Page(self, book, book.add_worksheet(name), lists, part)
            page.write()
            parts.append(CoverPart(name, page.asked_words(), burden_of(self.registers, [part])))
        words = [language(c) for c in LANGUAGES] if self.lang == BOTH else [language(self.lang)]
        about = self.about
        said = Cover(
            about.recipient, about.author, about.subject, about.until, about.message, tuple(parts), self.package.burden,
            about.head, about.audience,
        )  # fmt: skip
        CoverPage(book, cover, said).write(words)
        lists.write()
        set_marks(book, self.marks, self.about.head)
        book.close()
        file.write(whole.getbuffer())

    def sheet_name(self, part: Part, taken: set[str]) -> str:
        """Return what the sheet of a register is called."""
        return sheet_name(in_words(self.registers[part.wanted.register].about.plural, self.lang), taken)


def sheet_names(registers: Registers, package: Package, lang: str) -> list[str]:
    """Return what the sheets of a package are called, in the order of its parts."""
    taken = {_LISTS}
    sheet_name(in_words(N_("Please read"), lang), taken)
    return [sheet_name(in_words(registers[p.wanted.register].about.plural, lang), taken) for p in package.parts]


def columns_sent(registers: Registers, part: Part) -> tuple[Field, ...]:
    """Return the fields of a part's sheet from left to right: what is shown first, what is asked behind it."""
    register = registers[part.wanted.register]
    shown = [f for f in register.fields() if f.name in part.wanted.shown]
    homes = {r.values.get("project") for r in part.records} if register.in_project else set()
    if len(homes) > 1:
        shown.insert(min(1, len(shown)), register.field("project"))
    return (*shown, *(register.field(n) for n in part.wanted.asked))


class _Page:
    """One register's sheet."""

    def __init__(self, book: PackageBook, xlsx: Any, page: Any, lists: _Lists, part: Part) -> None:
        self._book = book
        self._xlsx = xlsx
        self._page = page
        self._lists = lists
        self._part = part
        self._register = book.registers[part.wanted.register]
        self._fields = columns_sent(book.registers, part)
        sheet = ExportSheet(self._register, "", self._fields, part.records, ())
        self._columns: list[Column] = columns_of(sheet, (), book.lang)
        self._asked = set(part.wanted.asked)
        self._lang: Language = words_of(book.lang)
        self._count = len(part.records)
        self._last = self._count + SPARE
        #: How many lines each row must show; a program that opens the file does not count them itself.
        self._tall = [1] * self._last

    def asked_words(self) -> str:
        """Return the headings that are asked for, in a row."""
        between = "、" if self._lang.code == "zh" else ", "
        return between.join(c.heading for c in self._columns if c.field is not None and c.field.name in self._asked)

    def write(self) -> None:
        page, columns = self._page, self._columns
        mark = mark_of(self._register.register_code(), self._book.marks)
        headings = [mark, *(c.heading for c in columns)]
        looks = [self._xlsx.add_format(_ASKED_HEAD if self._is_asked(c) else _SHOWN_HEAD) for c in columns]
        heads = [self._xlsx.add_format(_SHOWN_HEAD), *looks]
        titles = [{"header": h, "header_format": look} for h, look in zip(headings, heads, strict=True)]
        name = f"govdesk_{self._register.register_code()}"
        page.add_table(0, 0, self._last, len(columns), {"name": name, "style": None, "columns": titles})
        self._identities()
        for place, column in enumerate(columns, 1):
            width = self._cells(place, column)
            page.set_column(place, place, width)
            self._grow(column, width)
            self._validate(place, column)
        page.set_column(0, 0, 8, None, {"hidden": True})
        for row, lines in enumerate(self._tall, 1):
            page.set_row(row, min(15 * lines + 6, _TALLEST))
        self._arrange()

    def _is_asked(self, column: Column) -> bool:
        return column.field is not None and column.field.name in self._asked

    def _identities(self) -> None:
        locked = self._xlsx.add_format({"locked": True, "num_format": "@"})
        for row, record in enumerate(self._part.records, 1):
            self._page.write_string(row, 0, record.id, locked)

    def _cells(self, place: int, column: Column) -> float:
        """Write one column and return how wide it should be."""
        field = column.field
        assert field is not None  # noqa: S101 - no extra columns go out here
        asked = self._is_asked(column)
        base = {
            "num_format": column.format.number_format,
            "text_wrap": True,
            "valign": "top",
            "border": 1,
            "border_color": _LINE,
        }
        if column.format.is_date or column.format.number_format == "0":
            base["align"] = "left"
        open_, shut = self._xlsx.add_format({**base, **_OPEN}), self._xlsx.add_format({**base, **_SHOWN})
        seen = max((text_width(part) for part in _lines(column.heading)), default=0) + 4
        for row, record in enumerate(self._part.records, 1):
            silent = field.tells_who and self._register.is_nameless(record.values)
            value = None if silent else column.cell(record)
            self._cell(row, place, value, open_ if asked and not silent else shut)
            seen = max(seen, min(text_width(str(value)), _wanted(column)) + 2 if value is not None else 0)
        spare = shut if field.system else open_
        for row in range(self._count + 1, self._last + 1):
            self._page.write_blank(row, place, None, spare)
        if asked and self._count:
            rule = {"type": "blanks", "format": self._xlsx.add_format(_EMPTY)}
            self._page.conditional_format(1, place, self._count, place, rule)
        return float(min(max(seen, _NARROWEST, _wanted(column) if asked else 0), _WIDEST))

    def _grow(self, column: Column, width: float) -> None:
        """Have each row show the whole of its texts, and leave room where a longer one is asked for."""
        room = 2 if self._is_asked(column) and column.format.wrap else 1
        for row, record in enumerate(self._part.records):
            value = column.cell(record)
            lines = str(value).split("\n") if isinstance(value, str) else []
            needed = sum(max(1, -(-text_width(line) // max(int(width) - 1, 1))) for line in lines)
            self._tall[row] = max(self._tall[row], needed, room)

    def _cell(self, row: int, place: int, value: Any, look: Any) -> None:
        if value is None or value == "":
            self._page.write_blank(row, place, None, look)
        elif isinstance(value, date) and value >= _FIRST_DAY:
            self._page.write_datetime(row, place, datetime(value.year, value.month, value.day), look)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            self._page.write_number(row, place, value, look)
        else:
            text = readable(str(value))
            self._page.write_string(row, place, text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…", look)

    def _validate(self, place: int, column: Column) -> None:
        field, shown = column.field, column.format
        assert field is not None  # noqa: S101 - the same
        rule: dict[str, Any] = {}
        if shown.words:
            rule = {"validate": "list", "source": self._lists.source(shown.words)}
            rule["error_message"] = self._lang.gettext(N_("Choose one of the words in the list."))
        elif shown.minimum is not None and shown.maximum is not None:
            rule = {"validate": "integer", "criteria": "between", "minimum": shown.minimum, "maximum": shown.maximum}
            why = Message(
                N_("Write a whole number from {low} to {high}."), {"low": shown.minimum, "high": shown.maximum}
            )
            rule["error_message"] = self._lang.say(why)
        elif column.format.is_date:
            rule = {"validate": "date", "criteria": ">", "value": date(1900, 1, 1)}
            rule["error_message"] = self._lang.gettext(N_("Write a date, such as 2026-12-31."))
        elif isinstance(field.kind, Link) and (names := self._book.names.get(field.kind.target)):
            rule = {"validate": "list", "source": self._lists.source(tuple(names)), "error_type": "warning"}
            rule["error_message"] = self._lang.gettext(N_("This name is not in the list. Keep it all the same?"))
        if field.help and self._is_asked(column):
            rule.setdefault("validate", "any")
            rule["input_title"] = column.heading[:32]
            rule["input_message"] = in_words(field.help, self._book.lang)[:_LIST_TEXT]
        first = 1 if self._is_asked(column) else self._count + 1
        if rule and not field.system:
            self._page.data_validation(first, place, self._last, place, rule)

    def _arrange(self) -> None:
        page, width = self._page, len(self._columns)
        page.set_row(0, 36 if self._book.lang == BOTH else 26)
        leading = next((i for i, f in enumerate(self._fields, 1) if f.name == self._register.about.title), 1)
        page.freeze_panes(1, 1 + (leading if leading < 4 else 1))
        page.hide_gridlines(1)
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        page.set_header("&L&A&R" + date.today().isoformat())
        page.set_footer("&C&P / &N")
        page.print_area(0, 0, self._last, width)
        page.ignore_errors({"number_stored_as_text": f"A1:{column_letters(width)}{self._last + 1}"})
        page.protect("", dict(_PROTECTION))


class _Lists:
    """The words of long drop-downs, on a hidden sheet."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._places: dict[tuple[str, ...], int] = {}

    def source(self, words: tuple[str, ...]) -> list[str] | str:
        """Return where the words of a drop-down stand."""
        if len(",".join(words)) <= _LIST_TEXT and not any('"' in w or "," in w or w.startswith("=") for w in words):
            return list(words)
        place = self._places.setdefault(words, len(self._places))
        letters = column_letters(place)
        return f"={_LISTS}!${letters}$1:${letters}${len(words)}"

    def write(self) -> None:
        """Write the sheet, if any list needs it."""
        if not self._places:
            return
        page = self._book.add_worksheet(_LISTS)
        for words, place in self._places.items():
            for row, word in enumerate(words):
                page.write_string(row, place, readable(word))
        page.very_hidden()


def _wanted(column: Column) -> int:
    return column.format.width if column.format.wrap else column.format.width * 2


def _lines(heading: str) -> list[str]:
    zh_and_en = heading.split(" ", 1)
    return zh_and_en if not zh_and_en[0].isascii() else [heading]
