"""The risk matrix in numbers: how many risks stand in each cell, and each risk with its trail, for the clipboard and Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govdesk.i18n import N_, Language, Message
from govdesk.insight.exposure import LEVELS, STAGES, Exposure
from govdesk.ui.context import Context
from govdesk.ui.pages.risk_painter import STAGE_WORDS, Scene

if TYPE_CHECKING:
    from govdesk.sheet.numbers import NumberSheet


def counts(lang: Language, scene: Scene) -> list[tuple[str | int, ...]]:
    """Return how many risks stand in each cell at the stage that is shown, the highest probability first."""
    held = [risk.at(scene.stage) for risk in scene.risks]
    corner = " / ".join((lang.gettext(N_("Probability")), lang.gettext(N_("Impact"))))
    impacts = range(1, LEVELS + 1)
    rows = ((level, *(held.count((level, impact)) for impact in impacts)) for level in range(LEVELS, 0, -1))
    return [(corner, *impacts), *rows]


def sheets(context: Context, scene: Scene) -> list[NumberSheet]:
    """Return the counts, and below each risk's number its three scores with the names of their bands."""
    from govdesk.sheet.numbers import NumberSheet  # noqa: PLC0415 - with the export

    lang = context.language
    register = context.registers["risk"]
    names = ("number", "title", "owner", "review")
    head: list[Any] = [lang.gettext(register.field(n).label) for n in names]
    for stage in STAGES:
        word = lang.gettext(STAGE_WORDS[stage])
        head += [word, lang.say(Message(N_("{stage}: band"), {"stage": word}))]
    head.append(lang.gettext(N_("Steps done")))
    lines = [(*_line(lang, scene, risk, register.about.prefix),) for risk in scene.risks]
    title = lang.gettext(N_("Risk matrix"))
    return [
        NumberSheet(title, tuple(counts(lang, scene))),
        NumberSheet(lang.gettext(register.about.plural), (tuple(head), *lines)),
    ]


def _line(lang: Language, scene: Scene, risk: Exposure, prefix: str) -> list[Any]:
    found: list[Any] = [f"{prefix}-{risk.number:04d}", risk.title, risk.owner, risk.review]
    for stage in STAGES:
        point = risk.at(stage)
        score = point[0] * point[1] if point else None
        found += [score, lang.say(scene.bands.labels[scene.bands.of(point)]) if point else None]
    return [*found, f"{risk.done}/{risk.steps}" if risk.steps else None]
