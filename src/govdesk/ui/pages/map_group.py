"""What the colours of the stakeholder map stand for: engagement, or the department, the level or the project of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from govdesk.fields.kinds import Choice
from govdesk.i18n import N_
from govdesk.insight.standing import Standing
from govdesk.ui.context import Context
from govdesk.ui.pages.disc import levels, mark_of
from govdesk.ui.theme import ENGAGEMENT

#: By what people can be grouped, and its word; the first is what the map shows unless asked otherwise.
GROUPINGS = {
    "engagement": N_("By engagement"),
    "department": N_("By department"),
    "level": N_("By level"),
    "project": N_("By project"),
}
#: Colours of groups, the largest group first; white marks on them measure at least 4.5:1.
_COLOURS = ("#2457C5", "#B84A00", "#00735A", "#8E3A80", "#8A6D00", "#1F75AD", "#A3244B", "#3F5A2A")
_REST = "#5A6675"


@dataclass(frozen=True, slots=True)
class Group:
    """One entry of the legend.

    Args:
        key: What those in it have in common; empty where they lack it.
        word: Its name in the window's language.
        mark: The sign on their discs.
        ground: The colour of their discs; empty for a bare disc.
    """

    key: str
    word: str
    mark: str
    ground: str


class Grouping:
    """Puts people into the groups of the legend.

    Args:
        context: Gives words and marks.
        by: A key of `GROUPINGS`.
        people: Who is on the map.
    """

    def __init__(self, context: Context, by: str = "engagement", people: Sequence[Standing] = ()) -> None:
        self.by = by
        self._key = _keys(context, by)
        self.groups = _engagement(context) if by == "engagement" else self._largest(context, people)
        self._order = {g.key: n for n, g in enumerate(self.groups)}
        #: The groups that the legend tells of: whoever lacks the word is told of where there is somebody.
        self.shown = tuple(g for g in self.groups if g.key or any(not self._key(p) for p in people))

    def group(self, one: Standing) -> Group:
        """Return the group that somebody belongs to."""
        return self.groups[self.place(one)]

    def place(self, one: Standing) -> int:
        """Return which group somebody belongs to; what has no colour of its own is in the last."""
        return self._order.get(self._key(one), len(self.groups) - 1)

    def _largest(self, context: Context, people: Sequence[Standing]) -> tuple[Group, ...]:
        sizes = Counter(self._key(p) for p in people)
        named = sorted((k for k in sizes if k), key=lambda k: (-sizes[k], k))
        shown, rest = named[: len(_COLOURS)], named[len(_COLOURS) :]
        if rest:
            shown = shown[:-1]
        found = [Group(k, k, str(n), colour) for n, (k, colour) in enumerate(zip(shown, _COLOURS, strict=False), 1)]
        if rest:
            found.append(Group("\0", context.say(N_("Others")), "…", _REST))
        if sizes[""] or not found:
            lacking = Group("", context.say(N_("Not filled in")), "?", "")
            found.insert(len(found) - 1, lacking) if rest else found.append(lacking)
        return tuple(found)


def _engagement(context: Context) -> tuple[Group, ...]:
    found = [Group(c, word, mark_of(context, c), ENGAGEMENT[c]) for c, word in levels(context)]
    return (*found, Group("", context.say(N_("Not judged yet")), "?", ""))


def _keys(context: Context, by: str) -> Callable[[Standing], str]:
    if by == "level":
        kind = context.registers["stakeholder"].field("level").kind
        assert isinstance(kind, Choice)  # noqa: S101 - declared so
        words = {t.code: context.language.gettext(t.label) for t in kind.vocabulary}
        return lambda one: words.get(one.level or "", "")
    if by == "department":
        return lambda one: one.department
    if by == "project":
        return lambda one: one.project
    return lambda one: one.engagement or ""
