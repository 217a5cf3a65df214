"""The guide as it lies in `resources/help`: one Markdown file for each page and language, and which places each tells of.

The first line of a file is its title; a comment behind a heading names the places that it tells of, as `View.help` calls them:
`# Stakeholders <!-- stakeholder relationship -->`, `## Map <!-- stakeholder/map -->`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from govdesk.paths import resource

_HEADING = re.compile(r"^(#{1,2}) (.+?)(?: *<!-- *(.*?) *-->)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class GuidePage:
    """One page of the guide.

    Args:
        code: Its name, the same in every language.
        title: Its title.
        text: The page as Markdown, without the comments.
        places: The places it tells of, and by which of its headings (0 is the title).
    """

    code: str
    title: str
    text: str
    places: dict[str, int]


def guide_pages(language: str) -> tuple[GuidePage, ...]:
    """Return the pages of the guide in a language, in the order in which they are read."""
    return tuple(_page(path) for path in sorted(guide_folder(language).glob("*.md")))


def guide_folder(language: str) -> Path:
    """Return where the pages of a language lie, their pictures in a folder beside them."""
    return resource("help", language)


def find_page(pages: tuple[GuidePage, ...], place: str) -> tuple[GuidePage, int]:
    """Return the page and the heading that tell of a place, or of what it is a part of; the first page for none of them."""
    while place:
        for page in pages:
            if place in page.places:
                return page, page.places[place]
        place = place.rpartition("/")[0]
    return pages[0], 0


def _page(path: Path) -> GuidePage:
    source = path.read_text("utf-8")
    headings = list(_HEADING.finditer(source))
    places = {place: n for n, found in enumerate(headings) for place in (found[3] or "").split()}
    text = _HEADING.sub(r"\1 \2", source)
    return GuidePage(path.stem.partition("-")[2], headings[0][2], text, places)
