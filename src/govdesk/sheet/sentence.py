"""What the user is told of a spreadsheet: why it was not read, and what to know before trusting it.

`reading` looks up the codes that come from `inspection` and from the reading process.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message

SENTENCES = {
    "missing": N_("“{file}” is no longer there. Nothing was imported. Check whether it was moved or renamed."),
    "folder": N_("“{file}” is a folder. Nothing was imported. Choose the spreadsheets inside it."),
    "empty": N_("“{file}” is empty: it holds 0 bytes. Nothing was imported. Ask for the file to be sent again."),
    "permission": N_(
        "“{file}” cannot be opened: you have no permission to read it. Nothing was imported. "
        "Copy it to a folder of your own and try again."
    ),
    "locked": N_("“{file}” is in use by another program. Nothing was imported. Close it there and try again."),
    "folder_gone": N_(
        "“{file}” cannot be reached: the folder “{folder}” is gone. Nothing was imported. "
        "If it is on a stick or a network drive, connect that again; otherwise check whether it was moved or renamed."
    ),
    "unplugged": N_(
        "The drive of “{file}” does not answer, as when a stick was pulled out or a network went away ({reason}). "
        "Nothing was imported. Connect it again, then try once more."
    ),
    "unreadable": N_(
        "“{file}” could not be read ({reason}). Nothing was imported. Copy it to another folder and try again."
    ),
    "too_large": N_(
        "“{file}” is too large: {size} MB, and the limit is {limit} MB. Nothing was imported. "
        "Remove pictures or split it into several files."
    ),
    "owner_file": N_(
        "“{file}” is only a marker: “{original}” is open in another program, by {owner}. Nothing was imported. "
        "Choose “{original}” instead."
    ),
    "owner_file_unnamed": N_(
        "“{file}” is only a marker: “{original}” is open in another program. Nothing was imported. "
        "Choose “{original}” instead."
    ),
    "encrypted": N_(
        "“{file}” is password-protected. Nothing was imported. "
        "Type its password, or save it without one in Excel or WPS, then import it again."
    ),
    "wrong_password": N_(
        "The password does not open “{file}”. Nothing was imported. Check the password and try again."
    ),
    "truncated": N_(
        "“{file}” ends too early, as after an interrupted download or copy. Nothing was imported. "
        "Copy it once more, or ask for it to be sent again."
    ),
    "corrupt": N_(
        "“{file}” is damaged or incomplete. Nothing was imported. "
        "Open it in Excel or WPS, which may repair it, save it anew, or ask for it to be sent again."
    ),
    "old_excel": N_(
        "“{file}” was written by a version of Excel from before 1995. Nothing was imported. "
        "Open it in Excel or LibreOffice, save it as .xlsx, then import that file."
    ),
    "html": N_(
        "“{file}” is called a spreadsheet but holds a web page. Nothing was imported. "
        "Open it in Excel or WPS, save it as .xlsx, then import that file."
    ),
    "unknown_lock": N_(
        "“{file}” is password-protected in a way that GovDesk cannot open, even with the right password. "
        "Nothing was imported. Save it without a password in LibreOffice, or as .xlsx, then import that file."
    ),
    "xml": N_(
        "“{file}” is called a spreadsheet but holds XML text. Nothing was imported. "
        "Open it in Excel or WPS, save it as .xlsx, then import that file."
    ),
    "bomb": N_(
        "“{file}” would unpack to far more than its size allows, as only a damaged or malicious file does. "
        "Nothing was imported. Do not use it before its sender has confirmed it."
    ),
    "parts": N_(
        "“{file}” consists of too many parts ({count}, and the limit is {limit}). Nothing was imported. "
        "Copy the sheets that you need into a new workbook."
    ),
    "dtd": N_(
        "“{file}” holds XML definitions that no spreadsheet program writes. Nothing was imported. "
        "Do not use it before its sender has confirmed it."
    ),
    "outside_grid": N_(
        "“{file}” is damaged: it names a cell, {cell}, that lies outside the grid of a sheet. Nothing was imported. "
        "Open it in Excel or WPS and save it anew."
    ),
    "no_sheets": N_("“{file}” holds no sheet with cells. Nothing was imported. Choose another file."),
    "unknown": N_(
        "“{file}” is not a spreadsheet that can be read here. Nothing was imported. "
        "Choose an .xlsx, .xls, .ods or .csv file."
    ),
    "too_many_rows": N_(
        "Sheet “{sheet}” of “{file}” has more than {limit} rows. Nothing was imported. Split it into several files."
    ),
    "too_many_columns": N_(
        "Sheet “{sheet}” of “{file}” has more than {limit} columns. Nothing was imported. "
        "Delete the columns that are not needed."
    ),
    "too_many_cells": N_(
        "“{file}” has more than {limit} filled cells. Nothing was imported. Split it into several files."
    ),
    "timeout": N_(
        "Reading “{file}” took longer than {seconds} seconds and was stopped. Nothing was imported. "
        "Copy the sheets that you need into a new workbook."
    ),
    "memory": N_(
        "“{file}” needs more memory than a spreadsheet of its size should, perhaps because of a cell far away from the "
        "others. Nothing was imported. Copy the cells that you need into a new workbook."
    ),
    "reader_died": N_(
        "“{file}” could not be read: it is damaged in a way that stopped the reader. Nothing was imported. "
        "Open it in Excel or WPS, save it as .xlsx, then import that file."
    ),
}

NOTICES = {
    "hidden_sheet": N_("This sheet is hidden in the file."),
    "pictures": N_("Pictures inside cells, left out: {count}, the first in {cell}."),
    "uncached": N_(
        "Formulas without a result: {count}, the first in {cell}. "
        "Open the file in Excel or WPS, recalculate it and save it."
    ),
    "strays": N_("Cells far outside the table, left out: {count}, the first is {cell}."),
    "open_quote": N_("A quotation mark is never closed, so quotation marks were read as plain characters."),
    "errors_lost": N_("In this file format, cells that show an error cannot be told from empty ones."),
}


def hidden_parts(rows: int, columns: int) -> Message | None:
    """Tell how much of a sheet is hidden in its file; None where nothing is."""
    of_rows = Message(N_("1 row") if rows == 1 else N_("{count} rows"), {"count": f"{rows:,}"})
    of_columns = Message(N_("1 column") if columns == 1 else N_("{count} columns"), {"count": f"{columns:,}"})
    if rows and columns:
        return Message(
            N_("Hidden in the file but shown here: {rows}, {columns}."), {"rows": of_rows, "columns": of_columns}
        )
    parts = of_rows if rows else of_columns
    return Message(N_("Hidden in the file but shown here: {parts}."), {"parts": parts}) if rows or columns else None


def refused(file: str, code: str, values: Mapping[str, Any]) -> GovDeskError:
    """Make the error that tells the user why this file was not read."""
    shown = {k: f"{v:,}" if isinstance(v, int) else v for k, v in values.items()}
    return GovDeskError(Message(SENTENCES[code], {"file": file, **shown}), code=code)
