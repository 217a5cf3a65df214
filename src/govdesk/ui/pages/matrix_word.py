"""What stands at a place of the responsibility matrix, in words: for tooltips and for who hears the window read aloud."""

from __future__ import annotations

from collections.abc import Iterator

from govdesk.i18n import N_, Language, Message
from govdesk.ui.pages.matrix_layout import Layout, Spot
from govdesk.ui.pages.matrix_margin import Scene


def spot_words(lang: Language, layout: Layout, scene: Scene, spot: Spot) -> str:
    """Return the words for a place; empty where nothing stands."""
    head = layout.heads[spot.column] if 0 <= spot.column < len(layout.heads) else None
    line = layout.rows[spot.row].line if 0 <= spot.row < len(layout.rows) else None
    if line is not None and head is not None:
        cell = layout.board.cell(line.id, head.id)
        words = f"{line.name} · {head.name}: {'/'.join(cell.letters) or '–'}"
        if apart := set(cell.through) - set(cell.held):
            text = N_("{letters} held by a person of the department")
            words += "\n" + lang.say(Message(text, {"letters": "/".join(sorted(apart))}))
            who = dict.fromkeys(i for x in sorted(apart) for i in cell.through[x])
            words += ": " + ", ".join(layout.board.people[i].name for i in who if i in layout.board.people)
        return words
    if line is not None:
        found = scene.by_line.get(line.id, []) if spot.column >= len(layout.heads) else []
        late = lang.gettext(N_("overdue")) if line.overdue else ""
        return "\n".join([f"{line.name} {late}".strip(), *(lang.say(f.text) for f in found)])
    if head is not None:
        return "\n".join(
            [*_head(lang, layout, scene, spot), *(lang.say(f.text) for f in scene.by_head.get(head.id, []))]
        )
    return ""


def _head(lang: Language, layout: Layout, scene: Scene, spot: Spot) -> Iterator[str]:
    """Yield what a heading or a load says: the name, what it carries, and that its people can stand beside it."""
    head = layout.heads[spot.column]
    left = lang.gettext(N_("has left"))
    yield f"{head.name} ({left})" if head.left else head.name
    if spot.row >= len(layout.rows) and head.id in scene.loads:
        load = scene.loads[head.id]
        text = N_("accountable for {a}, responsible for {r}, overdue {late}")
        yield lang.say(Message(text, {"a": load.accountable, "r": load.responsible, "late": load.overdue}))
    elif spot.row < 0 and layout.has_people(spot.column):
        text = N_("Enter hides its people.") if layout.opened(spot.column) else N_("Enter shows its people beside it.")
        yield lang.gettext(text)
