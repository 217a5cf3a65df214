"""The part of a report on risks: how many are open, where they stand in the matrix, and the gravest by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govdesk.i18n import N_, Message
from govdesk.insight.exposure import LEVELS, SETTING, Bands, Exposure, exposures
from govdesk.registers.vocabularies import DEGREE
from govdesk.report.paper.document import Cell, Figure, Grid, Row, Section, Sentences
from govdesk.report.series import Line, Series
from govdesk.store.query import Filter, Query
from govdesk.store.setting import read_setting

if TYPE_CHECKING:
    from govdesk.report.paper.desk import Desk

_MOST = 7
_TONES = ("", "", "watch", "act", "act")


def open_risks(desk: Desk) -> tuple[Exposure, ...]:
    """Return the risks of the project that are not closed, the gravest first, those without a rating last."""
    query = Query("risk", desk.project, (Filter("status", "none_of", ("closed",)),))
    found = exposures(desk.session, desk.registers, query)
    return tuple(sorted(found, key=lambda e: (-(e.current[0] * e.current[1]) if e.current else 1, e.number)))


def bands_of(desk: Desk) -> Bands:
    """Return the bands of the workspace."""
    return Bands.load(read_setting(desk.session, SETTING))


def risks(desk: Desk) -> Section | None:
    """Return the open risks."""
    found = open_risks(desk)
    if not found:
        return None
    bands, say, lang = bands_of(desk), desk.wording.say, desk.wording.lang
    top = len(bands.starts) - 1
    worst = [e for e in found if e.current and bands.of(e.current) == top]
    placed = [e for e in found if e.current]
    happened = [e for e in found if e.status == "occurred"]
    said = [
        desk.tied(
            desk.wording.ngettext("{count} risk is open.", "{count} risks are open.", len(found)), _numbers(found)
        )
    ]
    if worst:
        text = say(N_("{count} of them are rated “{band}”."), count=len(worst), band=Message(bands.labels[top]))
        said.append(desk.tied(text, _numbers(worst), "act"))
    if happened:
        said.append(
            desk.tied(
                desk.wording.ngettext("{count} has already happened.", "{count} have already happened.", len(happened)),
                _numbers(happened),
                "act",
            )
        )
    if len(placed) < len(found):
        unrated = [e for e in found if not e.current]
        text = desk.wording.ngettext(
            "{count} has no rating yet and stands in no matrix.",
            "{count} have no rating yet and stand in no matrix.",
            len(unrated),
        )
        said.append(desk.tied(text, _numbers(unrated), "watch"))
    names = [N_("Risk"), N_("Rating"), *([N_("Owner")] if desk.audience.persons else []), N_("Steps done")]
    rows = tuple(_row(desk, e, bands) for e in found[:_MOST])
    widths = (44, 14, 12, 10) if desk.audience.persons else (52, 14, 10)
    grid = Grid(tuple(map(lang.gettext, names)), rows, widths, more=max(0, len(found) - _MOST))
    figure = (Figure(matrix(desk, placed, bands)),) if placed else ()
    return Section("risks", lang.gettext(N_("Risks")), (Sentences(tuple(said)), *figure, grid))


def _numbers(found: list[Exposure] | tuple[Exposure, ...]) -> list[tuple[str, int]]:
    return [("risk", e.number) for e in found]


def _row(desk: Desk, one: Exposure, bands: Bands) -> Row:
    lang = desk.wording.lang
    rating, tone = lang.gettext(N_("not rated")), "quiet"
    if one.current:
        band = bands.of(one.current)
        place = len(_TONES) - 1 - (len(bands.starts) - 1 - band)
        rating = f"{one.current[0] * one.current[1]} · {lang.gettext(bands.labels[band])}"
        tone = _TONES[max(0, place)]
    owner = [Cell(desk.wording.user(one.owner) or "–")] if desk.audience.persons else []
    steps = f"{one.done}/{one.steps}" if one.steps else "–"
    name = f"{desk.ref('risk', one.number)} {desk.wording.user(one.title, 60)}"
    fresh = desk.since is not None and desk.since.has("risk", one.number)
    return Row((Cell(name), Cell(rating, tone), *owner, Cell(steps)), fresh)


def matrix(desk: Desk, placed: list[Exposure], bands: Bands) -> Series:
    """Return how many risks stand in each cell of the matrix, the highest probability on top, each cell with its band."""
    lines, tones = [], []
    for probability in range(LEVELS, 0, -1):
        counts = [sum(e.current == (probability, impact) for e in placed) for impact in range(1, LEVELS + 1)]
        shares = [bands.of((probability, i)) / (len(bands.starts) - 1) for i in range(1, LEVELS + 1)]
        lines.append(Line(Message(DEGREE[str(probability)].label), tuple(counts)))
        tones.append(tuple(shares))
    columns = tuple(Message(DEGREE[str(i)].label) for i in range(1, LEVELS + 1))
    note = Message(N_("probability upward, impact to the right"))
    return Series(
        "matrix", Message(N_("Open risks by probability and impact")), Message(N_("Risks")), len(placed), desk.day, columns,
        tuple(lines), note=note, grades=tuple(tones),
    )  # fmt: skip
