"""What stands at a place of the responsibility matrix, in words: for tooltips and for who hears the window read aloud."""

from __future__ import annotations

from govdesk.i18n import N_, Language, Message
from govdesk.ui.pages.matrix_layout import Layout, Spot
from govdesk.ui.pages.matrix_painter import Scene


def spot_words(lang: Language, layout: Layout, scene: Scene, spot: Spot) -> str:
    """Return the words for a place; empty where nothing stands."""
    head = layout.heads[spot.column] if 0 <= spot.column < len(layout.heads) else None
    line = layout.rows[spot.row].line if 0 <= spot.row < len(layout.rows) else None
    if line is not None and head is not None:
        cell = layout.board.cell(line.id, head.id)
        words = f"{line.name} · {head.name}: {'/'.join(cell.letters) or '–'}"
        if apart := cell.through - set(cell.held):
            text = N_("{letters} held by a person of the department")
            words += "\n" + lang.say(Message(text, {"letters": "/".join(sorted(apart))}))
        return words
    if line is not None:
        found = scene.by_line.get(line.id, []) if spot.column >= len(layout.heads) else []
        late = lang.gettext(N_("overdue")) if line.overdue else ""
        return "\n".join([f"{line.name} {late}".strip(), *(lang.say(f.text) for f in found)])
    if head is not None:
        return "\n".join([head.name, *(lang.say(f.text) for f in scene.by_head.get(head.id, []))])
    return ""
