"""Saves the sheet of an import once more with its problem cells marked, beside the file, and says where it went.

Asked for on the page of planned rows; `sheet.marking` does the work, beside the window.
"""

from __future__ import annotations

from pathlib import Path

from govdesk.i18n import N_, Message
from govdesk.progress import Progress
from govdesk.ui.context import Context
from govdesk.ui.dialogs.import_work import Source


def ask_marks(context: Context, source: Source) -> None:
    """Ask where the marked sheet goes, and write it there."""
    book, plan = source.book, source.plan
    if book is None or plan is None:
        return
    from govdesk.sheet.marking import marked_suffix, save_marked  # noqa: PLC0415 - spreadsheets come when their work comes

    gettext, lang = context.language.gettext, context.language
    ending = marked_suffix(book)
    name = gettext("{name} – marked").format(name=source.path.stem)
    path = context.ask.save_file(
        gettext("Save with marks"),
        _free(source.path.with_name(f"{name}{ending}")),
        [(gettext("Spreadsheets"), (ending[1:],))],
    )
    if path is None:
        return
    password = source.password

    def work(progress: Progress) -> int:
        return save_marked(path, book, plan, language=lang, password=password, progress=progress)

    def done(count: int) -> None:
        what = lang.ngettext("{count} cell", "{count} cells", count)
        context.notify(gettext("{cells} marked in “{file}”").format(cells=what, file=path.name))

    context.jobs.write(work, done, label=Message(N_("Saving {file}"), {"file": path.name}), failed=context.say_error)


def _free(path: Path) -> Path:
    found, number = path, 1
    while found.exists():
        number += 1
        found = path.with_stem(f"{path.stem} {number}")
    return found
