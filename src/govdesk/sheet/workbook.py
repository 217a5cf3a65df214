"""Writes registers as an .xlsx workbook that people like to fill in: tables, drop-downs, real dates, wide enough columns.

One face of `writing`; `outgoing` says what stands in the columns, `cell_markup` how a row is written.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from math import ceil
from typing import TYPE_CHECKING, Any, BinaryIO

from govdesk.errors import GovDeskError
from govdesk.fields.kind import SheetFormat
from govdesk.i18n import N_, Message
from govdesk.progress import Progress
from govdesk.sheet.address import column_letters
from govdesk.sheet.cell_markup import RowWriter, text_width
from govdesk.sheet.grid import MARK
from govdesk.sheet.numbers import NumberSheet, put_lines
from govdesk.sheet.outgoing import BOTH, Column, ExportSheet, columns_of, gathered, in_words, words_of
from govdesk.sheet.sheet_name import sheet_name

if TYPE_CHECKING:
    from govdesk.insight.audience import Audience
    from govdesk.store.query import Record

_ROWS = 1_048_575
_SPARE_ROWS = 1_000
_EVERY = 256
_LIST_TEXT = 255
_NARROWEST, _WIDEST = 9, 60
_PADDING = 3
#: What the arrow of the filter takes of a heading.
_BUTTON = 2
_A4 = 9
#: Characters that stand side by side on a page and can still be read.
_PAGE = 200
_SPILL = 0.15
_LISTS = "_govdesk_lists"
_HEADER = {
    "bold": True, "font_color": "#FFFFFF", "bg_color": "#2457C5", "border": 1, "border_color": "#1E4AA9", "valign": "vcenter",
    "text_wrap": True,
}  # fmt: skip
_CELL = {"valign": "top"}


@dataclass(slots=True)
class Workbook:
    """One workbook being written.

    Args:
        lang: `zh`, `en` or `both`.
        marks: What the hidden id column's header says of workspace, operation and export.
        progress: Told how many rows are done.
        total: How many rows will come.
    """

    lang: str
    marks: tuple[str, str, str]
    progress: Progress
    total: int
    cut: int = 0
    rows: list[int] = field(default_factory=list)
    #: The head of the history's chain, as it is printed.
    head: str = ""
    #: For whom it is made.
    audience: Audience | None = None
    _book: Any = None
    _names: set[str] = field(default_factory=lambda: {_LISTS})
    _lists: dict[tuple[str, ...], int] = field(default_factory=dict)
    _formats: dict[SheetFormat, Any] = field(default_factory=dict)

    def write(self, file: BinaryIO, sheets: Iterable[ExportSheet], numbers: Iterable[NumberSheet] = ()) -> None:
        """Write all sheets into an open file, then the tables of counts.

        Raises:
            GovDeskError: `too_many_rows`.
        """
        import xlsxwriter  # noqa: PLC0415 - loaded when the first workbook is written

        with tempfile.TemporaryDirectory(prefix="govdesk-") as folder:
            options = {
                "constant_memory": True, "tmpdir": folder, "strings_to_formulas": False, "strings_to_numbers": False,
                "strings_to_urls": False,
            }  # fmt: skip
            sink = _Sink(file)
            self._book = xlsxwriter.Workbook(sink, options)
            try:
                for sheet in sheets:
                    self._write_sheet(sheet)
                for table in numbers:
                    self._write_numbers(table)
                self._write_lists()
                self._set_properties()
                self._book.close()
            except xlsxwriter.exceptions.FileCreateError as error:
                raise error.args[0] from error
            finally:
                sink.closed = True
                _let_go(self._book)

    def _set_properties(self) -> None:
        set_marks(self._book, self.marks, self.head, self._made_for(), self.audience.code if self.audience else "")

    def _made_for(self) -> str:
        if self.audience is None:
            return ""
        words = Message(N_("For: {audience}"), {"audience": Message(self.audience.label)})
        return words_of(self.lang).say(words)

    def _write_numbers(self, table: NumberSheet) -> None:
        """Write a table of counts; it carries no mark, for it does not come back."""
        page = self._book.add_worksheet(sheet_name(table.name, self._names))
        page.constant_memory = False
        widths = put_lines(self._book, page, table.lines)
        self.rows.append(len(table.lines) - 1)
        self._print_set_up(page)
        page.print_area(0, 0, max(1, len(table.lines) - 1), len(widths) - 1)

    def _write_sheet(self, sheet: ExportSheet) -> None:
        records, extra = gathered(sheet)
        columns = columns_of(sheet, extra, self.lang)
        code = sheet.register.register_code()
        identity = Column(mark_of(code, self.marks), lambda record: record.id, SheetFormat(width=8))
        columns.insert(0, identity)
        name = sheet_name(sheet.title or in_words(sheet.register.about.plural, self.lang), self._names)
        page = self._book.add_worksheet(name)
        headings = [c.heading for c in columns]
        self._start_table(page, headings, code)
        header = self._book.add_format(_HEADER)
        page.set_row(0, 36 if self.lang == BOTH else 22)
        for place, heading in enumerate(headings):
            page.write_string(0, place, heading, header)
        formats = [self._format(c.format) for c in columns]
        widths = self._write_rows(page, columns, formats, records, name)
        count = self.rows[-1]
        _end_table(page, count, len(columns))
        for place, column in enumerate(columns):
            page.set_column(place, place, _width(column, widths[place]), formats[place])
            self._validate(page, place, column, count)
        page.set_column(0, 0, 8, formats[0], {"hidden": True})
        wide = sum(_width(c, w) for c, w in zip(columns[1:], widths[1:], strict=True))
        self._arrange(page, sheet, count, len(columns), wide)

    def _format(self, shown: SheetFormat) -> Any:
        key = SheetFormat(shown.number_format, wrap=shown.wrap)
        if key not in self._formats:
            look = {**_CELL, "num_format": shown.number_format, "text_wrap": shown.wrap}
            if shown.is_date:
                look["align"] = "left"
            self._formats[key] = self._book.add_format(look)
        return self._formats[key]

    def _start_table(self, page: Any, headings: Sequence[str], code: str) -> None:
        number = len(self.rows) + 1
        # XlsxWriter refuses tables while streaming only because it would write their cells itself; we write the cells.
        page.constant_memory = False
        style = {
            "name": f"govdesk_{code}_{number}",
            "style": "Table Style Light 1",
            "columns": [{"header": h} for h in headings],
        }
        page.add_table(0, 0, 1, len(headings) - 1, style)
        page.constant_memory = True

    def _write_rows(
        self, page: Any, columns: Sequence[Column], formats: Sequence[Any], records: Iterable[Record], name: str
    ) -> list[int]:
        cells = [c.cell for c in columns]
        wrapped = {place: int(_width(c, 0)) for place, c in enumerate(columns) if c.format.wrap}
        writer = RowWriter(page, [f._get_xf_index() for f in formats], wrapped)  # noqa: SLF001 - see RowWriter
        doing = Message(N_("Writing “{sheet}”"), {"sheet": name})
        done_before, count = sum(self.rows), 0
        for count, record in enumerate(records, 1):
            if count > _ROWS:
                text = N_(
                    "A sheet holds 1,048,575 rows at most, “{sheet}” has more. Nothing was written; filter the view first."
                )
                raise GovDeskError(text, code="too_many_rows", sheet=name)
            writer.row(count, [cell(record) for cell in cells])
            if count % _EVERY == 0:
                self.progress(done_before + count, self.total, doing)
        writer.end(max(count, 1), len(columns))
        self.cut += writer.cut
        self.rows.append(count)
        return writer.widths

    def _validate(self, page: Any, place: int, column: Column, count: int) -> None:
        rule: dict[str, Any] = {}
        shown, lang = column.format, words_of(self.lang)
        if shown.words:
            rule = {"validate": "list", "source": self._source(shown.words)}
            rule["error_message"] = lang.gettext(N_("Choose one of the words in the list."))
        elif shown.minimum is not None and shown.maximum is not None:
            rule = {"validate": "integer", "criteria": "between", "minimum": shown.minimum, "maximum": shown.maximum}
            bounds = {"low": shown.minimum, "high": shown.maximum}
            why = Message(N_("Write a whole number from {low} to {high}."), bounds)
            rule["error_message"] = lang.say(why)
        if column.field is not None and column.field.help:
            rule.setdefault("validate", "any")
            rule["input_title"] = column.heading[:32]
            rule["input_message"] = in_words(column.field.help, self.lang)[:_LIST_TEXT]
        if rule:
            page.data_validation(1, place, min(count + _SPARE_ROWS, _ROWS), place, rule)

    def _source(self, words: tuple[str, ...]) -> list[str] | str:
        if len(",".join(words)) <= _LIST_TEXT and not any('"' in w or "," in w or w.startswith("=") for w in words):
            return list(words)
        place = self._lists.setdefault(words, len(self._lists))
        letters = column_letters(place)
        return f"={_LISTS}!${letters}$1:${letters}${len(words)}"

    def _write_lists(self) -> None:
        if not self._lists:
            return
        page = self._book.add_worksheet(_LISTS)
        for row, words in enumerate(zip_longest(*self._lists)):
            for place, word in enumerate(words):
                if word is not None:
                    page.write_string(row, place, word)
        page.very_hidden()

    def _arrange(self, page: Any, sheet: ExportSheet, count: int, width: int, wide: float) -> None:
        leading = _leading(sheet)
        page.freeze_panes(1, 1 + leading)
        page.hide_gridlines(0)
        self._print_set_up(page)
        across = max(1, ceil(wide / _PAGE - _SPILL))
        page.fit_to_pages(across, 0)
        page.repeat_rows(0)
        if across > 1:
            page.repeat_columns(0, leading)
        page.print_area(0, 0, max(count, 1), width - 1)
        page.ignore_errors({"number_stored_as_text": f"A1:{column_letters(width - 1)}{max(count, 1) + 1}"})

    def _print_set_up(self, page: Any) -> None:
        page.set_landscape()
        page.set_paper(_A4)
        page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        page.set_header(f"&L&A&C{self._made_for()}&R{date.today().isoformat()}")
        page.set_footer(f"&L&8GovDesk {self.head}&C&P / &N")


def mark_of(code: str, marks: tuple[str, str, str]) -> str:
    """Return the heading of the hidden id column: workspace, register, operation, export."""
    workspace, operation, export = marks
    return f"{MARK}{workspace}:{code}:{operation}:{export}"


def set_marks(book: Any, marks: tuple[str, str, str], head: str = "", made_for: str = "", audience: str = "") -> None:
    """Write workspace, operation and export into the properties of a workbook; for people the head, and for whom it is."""
    book.set_properties({"title": "GovDesk", "comments": f"GovDesk {head}".strip(), "subject": made_for})
    if audience:
        book.set_custom_property("govdesk.audience", audience)
    if head:
        book.set_custom_property("govdesk.head", head)
    for name, value in zip(("workspace", "operation", "export"), marks, strict=True):
        book.set_custom_property(f"govdesk.{name}", value)


class _Sink:
    """The file as XlsxWriter sees it; once closed it swallows what an unfinished archive still wants to write."""

    def __init__(self, file: BinaryIO) -> None:
        self.closed = False
        self._file = file
        self._furthest = 0

    def write(self, data: bytes) -> int:
        return len(data) if self.closed else self._file.write(data)

    def seek(self, place: int, whence: int = 0) -> int:
        return self._at(self._furthest if self.closed else self._file.seek(place, whence))

    def tell(self) -> int:
        return self._at(self._furthest if self.closed else self._file.tell())

    def flush(self) -> None:
        if not self.closed:
            self._file.flush()

    def _at(self, place: int) -> int:
        self._furthest = max(self._furthest, place)
        return place


def _leading(sheet: ExportSheet) -> int:
    """Return how many first columns stay in view: up to the one that names the record, where it stands early."""
    names = [f.name for f in sheet.fields[:4]]
    title = sheet.register.about.title
    return names.index(title) + 1 if title in names else min(1, len(names))


def _end_table(page: Any, count: int, width: int) -> None:
    whole = f"A1:{column_letters(width - 1)}{max(count, 1) + 1}"
    page.tables[-1].update({"range": whole, "a_range": whole, "autofilter": whole})


def _width(column: Column, seen: int) -> float:
    heading = max(text_width(part) for part in _lines(column.heading)) + _BUTTON
    wanted = max(heading, column.format.width - _PADDING if column.format.wrap else min(seen, column.format.width * 2))
    return min(max(wanted + _PADDING, _NARROWEST), _WIDEST)


def _lines(heading: str) -> list[str]:
    zh_and_en = heading.split(" ", 1)
    return zh_and_en if not zh_and_en[0].isascii() else [heading]


def _let_go(book: Any) -> None:
    """Close the files that an unfinished workbook keeps its rows in."""
    for page in book.worksheets():
        if page.row_data_fh is not None and not page.row_data_fh.closed:
            page.row_data_fh.close()
