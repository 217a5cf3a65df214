"""The first sheet of a workbook that is sent out: why, until when, to whom, how to fill it in, whom to ask.

Written by `package_book` in plain words, in one language or in two, one below the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from govdesk.i18n import N_, Language, Message
from govdesk.sheet.outgoing import readable
from govdesk.sheet.package import Burden

_A4 = 9
_INK, _MUTED, _LINE, _ACCENT = "#1F2733", "#5B6675", "#D5DBE5", "#2457C5"
_WIDTHS = (3, 18, 56, 9, 15)
_DAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
_STEPS = (
    N_("Each sheet holds only your own rows. Pale yellow cells are still empty: please fill them in."),
    N_("White cells are filled in already: please look whether they are right, and correct them where they are not."),
    N_("Grey cells only say which row it is. They are locked; what is wrong there, tell {author}."),
    N_("Where a cell shows an arrow, choose from its list. Dates are written as 2026-12-31."),
    N_("What you do not know stays empty: an empty cell deletes nothing."),
    N_(
        "For something new, use the empty rows at the end of the table. A row that is no longer yours can stay as it is."
    ),
    N_("To sort rows or to put some in between, first choose Review – Unprotect Sheet; there is no password."),
)


@dataclass(frozen=True, slots=True)
class CoverPart:
    """One sheet of the workbook as the cover names it: its name, its headings to fill in, its burden."""

    sheet: str
    headings: str
    burden: Burden


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover says.

    Args:
        recipient: To whom.
        author: From whom, and whom to ask.
        subject: The project, or what else it is about.
        until: Until when an answer is wanted.
        message: Why, in the sender's words; empty for the usual ones.
        head: The head of the history's chain when it went out.
        audience: For whom it is made, as English source text.
    """

    recipient: str
    author: str
    subject: str
    until: date | None
    message: str
    parts: tuple[CoverPart, ...]
    burden: Burden
    head: str = ""
    audience: str = ""


class CoverPage:
    """Writes the cover into a worksheet.

    Args:
        book: The XlsxWriter workbook.
        page: Its first worksheet.
        cover: What to say.
    """

    def __init__(self, book: Any, page: Any, cover: Cover) -> None:
        self._book = book
        self._page = page
        self._cover = cover
        self._row = 1
        self._looks: dict[str, Any] = {}

    def write(self, languages: Sequence[Language]) -> None:
        """Write all languages and arrange the page."""
        page = self._page
        for place, width in enumerate(_WIDTHS):
            page.set_column(place, place, width)
        for lang in languages:
            self._language(lang)
            self._row += 2
        page.hide_gridlines(2)
        page.set_portrait()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        page.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
        page.activate()

    def _language(self, lang: Language) -> None:
        cover = self._cover
        title = lang.say(Message(N_("Please fill in: {subject}"), {"subject": cover.subject}))
        self._merged(title, 30, bold=True, font_size=18, font_color=_INK)
        said = Message(
            N_("{rows} rows, {cells} cells still empty, about {minutes} minutes"),
            {"rows": cover.burden.rows, "cells": cover.burden.empty, "minutes": cover.burden.minutes},
        )
        self._merged(lang.say(said), 20, font_color=_MUTED)
        self._row += 1
        for label, text in self._facts(lang):
            self._fact(label, text)
        self._row += 1
        self._table(lang)
        self._row += 1
        self._heading(lang.gettext(N_("How to fill it in")))
        for number, step in enumerate(_STEPS, 1):
            text = lang.say(Message(step, {"author": cover.author} if "{" in step else {}))
            self._line(f"{number}", text)

    def _facts(self, lang: Language) -> Iterator[tuple[str, str]]:
        cover = self._cover
        made_for = f" · {lang.gettext(cover.audience)}" if cover.audience else ""
        yield lang.gettext(N_("For")), f"{cover.recipient}{made_for}"
        if cover.until is not None:
            day = lang.gettext(_DAYS[cover.until.weekday()])
            yield lang.gettext(N_("Please return by")), f"{cover.until.isoformat()} ({day})"
        usual = N_(
            "You know these matters best. With your answers the register is right, and nobody decides about them on old data."
        )
        yield lang.gettext(N_("Why we ask")), cover.message.strip() or lang.gettext(usual)
        back = N_("Save this file and send it back to {author}, by mail, chat or stick. Its name may change.")
        yield lang.gettext(N_("How to return it")), lang.say(Message(back, {"author": cover.author}))
        yield lang.gettext(N_("Questions to")), cover.author
        if cover.head:
            yield lang.gettext(N_("Seal of the history")), cover.head

    def _table(self, lang: Language) -> None:
        page = self._page
        head = self._look(bold=True, font_color="#FFFFFF", bg_color=_ACCENT, border=1, border_color=_ACCENT)
        right = self._look(
            bold=True, font_color="#FFFFFF", bg_color=_ACCENT, border=1, border_color=_ACCENT, align="right"
        )
        words = (N_("Sheet"), N_("Please fill in"), N_("Rows"), N_("Empty cells"))
        for place, word in enumerate(words, 1):
            page.write_string(self._row, place, lang.gettext(word), head if place < 3 else right)
        self._row += 1
        frame = {"border": 1, "border_color": _LINE, "valign": "top", "text_wrap": True, "font_color": _INK}
        for part in self._cover.parts:
            link = self._look(**{**frame, "font_color": _ACCENT, "underline": 1})
            target = part.sheet.replace("'", "''")
            page.write_url(self._row, 1, f"internal:'{target}'!B2", link, part.sheet)
            page.write_string(self._row, 2, readable(part.headings), self._look(**frame))
            page.write_number(self._row, 3, part.burden.rows, self._look(**frame))
            page.write_number(self._row, 4, part.burden.empty, self._look(**frame))
            page.set_row(self._row, _height(part.headings, _WIDTHS[2]))
            self._row += 1

    def _merged(self, text: str, height: int, **look: Any) -> None:
        self._page.merge_range(self._row, 1, self._row, 4, "", self._look(**look))
        self._page.write_string(self._row, 1, readable(text), self._look(**look))
        self._page.set_row(self._row, height)
        self._row += 1

    def _heading(self, text: str) -> None:
        self._page.write_string(self._row, 1, text, self._look(bold=True, font_color=_INK, font_size=12))
        self._row += 1

    def _fact(self, label: str, text: str) -> None:
        self._page.write_string(self._row, 1, label, self._look(font_color=_MUTED, valign="top"))
        self._wrapped(text)

    def _line(self, number: str, text: str) -> None:
        self._page.write_string(
            self._row, 1, number, self._look(font_color=_ACCENT, valign="top", align="right", indent=1)
        )
        self._wrapped(text)

    def _wrapped(self, text: str) -> None:
        look = self._look(font_color=_INK, text_wrap=True, valign="top")
        self._page.merge_range(self._row, 2, self._row, 4, "", look)
        self._page.write_string(self._row, 2, readable(text), look)
        self._page.set_row(self._row, _height(text, sum(_WIDTHS[2:])))
        self._row += 1

    def _look(self, **look: Any) -> Any:
        key = repr(sorted(look.items()))
        if key not in self._looks:
            self._looks[key] = self._book.add_format(look)
        return self._looks[key]


def _height(text: str, width: int) -> int:
    """Return how high a row must be, for merged cells do not grow by themselves."""
    lines = sum(max(1, -(-_wide(line) * 9 // (width * 10))) for line in text.split("\n"))
    return 16 * lines + 5


def _wide(text: str) -> int:
    return sum(2 if c > "\u2e80" else 1 for c in text)
