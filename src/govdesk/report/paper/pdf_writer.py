"""Puts a report into a PDF: the value goes as data to a template of ours, and what is said there is never read as markup.

Typst sets the lines, Chinese by its own rules, and embeds the font that comes with the program; it reads nothing else of the
machine and writes no file.
"""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from govdesk.i18n import N_, Language, Message, language
from govdesk.paths import resource
from govdesk.progress import Progress, silent
from govdesk.report.figures.drawing import save
from govdesk.report.figures.style import Style
from govdesk.report.paper.document import Block, Document, Figure, Grid, Row, Sentence, Sentences, Tiles
from govdesk.report.paper.look import COLOURS, STYLE, behind, new_word, sign
from govdesk.report.paper.slide_shape import EDGE, PANEL

_FIGURE = 640
_FONTS = ("Noto Sans CJK SC",)


def write_pdf(document: Document, file: BinaryIO, progress: Progress = silent) -> None:
    """Write a report into an open file."""
    import typst  # noqa: PLC0415 - loaded when the first PDF is written

    pictures: dict[str, bytes] = {}
    style = Style(language=document.language)
    for place, series in enumerate(document.figures):
        words = Message(N_("Drawing: {figure}"), {"figure": series.title})
        progress(place, len(document.figures) + 1, words)
        pictures[f"figure{place}.svg"] = save(series, style, _FIGURE, "svg")
    progress(len(document.figures), len(document.figures) + 1, Message(N_("Setting the pages")))
    parts = {
        "main.typ": resource("paper", "report.typ").read_bytes(),
        "report.json": json.dumps(_data(document), ensure_ascii=False).encode(),
        **pictures,
    }
    compiled: Any = typst.compile  # its types know nothing of several files in memory
    made = compiled(parts, font_paths=[resource("fonts")], ignore_system_fonts=True, format="pdf")
    file.write(made)


def _data(document: Document) -> dict[str, Any]:
    lang = language(document.language)
    figures = iter(range(len(document.figures)))
    return {
        "title": _set(document.title), "subject": _set(document.subject), "lang": document.language,
        "region": "cn" if document.language == "zh" else "gb", "audience": document.audience, "head": document.head,
        "lines": [_set(line) for line in document.lines], "foot": _set(document.foot), "fonts": list(_FONTS),
        "colours": dict(COLOURS), "accent": STYLE.accent, "panel": PANEL, "edge": EDGE, "fresh": new_word(lang),
        "sections": [
            {"title": _set(s.title), "alone": s.alone and n > 0, "blocks": [_block(b, lang, figures) for b in s.blocks]}
            for n, s in enumerate(document.sections)
        ],
    }  # fmt: skip


def _block(block: Block, lang: Language, figures: Any) -> dict[str, Any]:
    match block:
        case Sentences():
            items = [
                {"text": _set(i.text), "refs": _refs(i, lang), "tone": i.tone, "sign": sign(i.tone), "fresh": i.fresh}
                for i in block.items
            ]
            return {"kind": "sentences", "title": _set(block.title), "items": items}
        case Tiles():
            tiles = [
                {
                    "label": _set(t.label), "value": _set(f"{sign(t.tone)} {t.value}" if t.tone else t.value),
                    "note": _set(" · ".join(w for w in (t.note, behind(t, lang)) if w)), "tone": t.tone, "fresh": t.fresh,
                }
                for t in block.items
            ]  # fmt: skip
            return {"kind": "tiles", "items": tiles}
        case Grid():
            more = lang.ngettext("… and {count} more", "… and {count} more", block.more) if block.more > 0 else ""
            rows = [_row(row) for row in block.rows]
            headings, widths = [_set(h) for h in block.headings], list(block.widths)
            return {
                "kind": "grid",
                "title": _set(block.title),
                "headings": headings,
                "widths": widths,
                "rows": rows,
                "more": more,
            }
        case Figure():
            words = f"{lang.say(block.series.title)}. {block.series.caption(lang)}"
            return {"kind": "figure", "file": f"figure{next(figures)}.svg", "alt": _set(words)}


def _refs(one: Sentence, lang: Language) -> dict[str, Any]:
    more = f" + {one.more}" if one.more else ""
    return {"list": list(one.refs), "between": lang.gettext(N_(", ")), "more": more}


def _row(row: Row) -> list[dict[str, Any]]:
    made = []
    for place, cell in enumerate(row.cells):
        words = f"{sign(cell.tone)} {cell.text}" if cell.tone not in ("", "quiet") else cell.text
        made.append({"text": _set(words), "tone": cell.tone, "fresh": place == 0 and row.fresh})
    return made


def _set(text: str) -> str:
    """Return a text as it can be set: an empty box for each character that our font does not have."""
    if text.isascii():
        return text
    from govdesk.report.figures.canvas import drawable  # noqa: PLC0415 - knows the letters of our fonts; loads matplotlib

    return drawable(text)
