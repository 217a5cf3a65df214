"""Blocks of cells as Excel and WPS exchange them: tab-separated, quoted where a cell holds a tab, a break or a quote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_FORMULA = tuple("=+-@")
_NUMBER = re.compile(r"[-+]?[\d.,]+%?")


def to_text(rows: Iterable[Sequence[str]]) -> str:
    """Return a block as text."""
    return "\n".join("\t".join(_quoted(_literal(cell)) for cell in row) for row in rows)


def to_rows(text: str) -> list[list[str]]:
    """Return the block that a text holds; a trailing line break adds no row."""
    rows: list[list[str]] = [[]]
    place, end = 0, len(text)
    while place <= end:
        if place < end and text[place] == '"':
            cell, place = _read_quoted(text, place)
        else:
            stop = min((p for p in (text.find(c, place) for c in "\t\r\n") if p >= 0), default=end)
            cell, place = text[place:stop], stop
        rows[-1].append(_plain(cell))
        if place >= end:
            break
        if text[place] == "\t":
            place += 1
            continue
        place += 2 if text[place : place + 2] == "\r\n" else 1
        if place >= end:
            break
        rows.append([])
    return rows


def _read_quoted(text: str, place: int) -> tuple[str, int]:
    """Read a cell that begins with a quote; a quote that never ends, or ends amid a word, was a plain character."""
    found = re.compile(r'"((?:[^"]|"")*)"(?=[\t\r\n]|$(?!\n))').match(text, place)
    if found is None:
        stop = min((p for p in (text.find(c, place) for c in "\t\r\n") if p >= 0), default=len(text))
        return text[place:stop], stop
    return found[1].replace('""', '"').replace("\r\n", "\n"), found.end()


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in '\t\n\r"') else cell


def _literal(cell: str) -> str:
    """Keep a text from becoming a formula where it is pasted."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell
