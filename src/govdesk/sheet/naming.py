"""What a name in a cell stands for: a known record, one that it will make, or several names in one text.

`rows` and `matrix` ask here for each name once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from govdesk.fields.kind import Invalid, Lookup
from govdesk.fields.kinds import Link
from govdesk.fields.text import fold
from govdesk.i18n import N_, Message
from govdesk.sheet.plan_values import NewLink

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.fields.register import Register
    from govdesk.sheet.identity import Names

_SEVERAL = re.compile(r"\s*[、,，;；\n]\s*")
#: Two or more Chinese names with a slash or spaces between them.
_CHINESE_NAMES = re.compile(
    r"{0}(?:(?:\s*[/／]\s*|\s+){0})+".format(r"[\u4e00-\u9fff]{1,3}[^\W\d_a-zA-Z部组处科室心店司局厂队院办]")
)
_APART = re.compile(r"[/／\s]+")
#: How much longer than “anonymous” a text may be that says so (`anonymous user`).
_LONGER = 6
_LONGEST_NAME, _LONGEST_TITLE = 60, 500


@dataclass(frozen=True, slots=True)
class Named:
    """What a name in a link's column stands for: the record, what it is called, and the whole text where it names several."""

    value: Any
    shown: str
    text: str = ""


class NameReader:
    """Finds the records that the names in one table stand for.

    Args:
        names: What links may be called.
        register: What the table holds.
    """

    def __init__(self, names: Names, register: type[Register]) -> None:
        self._names = names
        self._register = register

    def resolve(self, declared: Field, lookup: Lookup, project: Any) -> Named | Invalid:
        """Return the record that a name means or will make; of several names, the first.

        Args:
            declared: The link.
            lookup: The name.
            project: Whose names come first: an id, or a project that will be made.
        """
        identity = self._names.find(lookup, project)
        if identity:
            return Named(identity, self._names.title(identity))
        parts = parts_of(lookup.text)
        if len(parts) > 1 and not _is_part_of(declared):
            first = self.one(declared, Lookup(lookup.target, parts[0]), project)
            return replace(first, text=lookup.text) if isinstance(first, Named) else first
        return self.one(declared, lookup, project)

    def one(self, declared: Field, lookup: Lookup, project: Any) -> Named | Invalid:
        """Return the record that one name means or will make."""
        identity = self._names.find(lookup, project)
        if identity:
            return Named(identity, self._names.title(identity))
        kind, text = declared.kind, lookup.text
        if project is None and self._names.in_project(lookup.target) and self._register.register_code() != "project":
            # Nobody can say to which project a new record would belong; its name stays beside.
            return Named(None, "", text)
        if isinstance(kind, Link) and kind.creates and not self._names.is_number(lookup):
            if len(text) <= (_LONGEST_TITLE if _is_part_of(declared) else _LONGEST_NAME):
                return Named(NewLink(lookup.target, text), text)
            why = N_("“{text}…” is too long for a name. Shorten it, or keep the column as an extra one.")
            return Invalid("long_name", Message(why, {"text": text[:_LONGEST_NAME]}))
        label = Message(self._names.label(lookup.target))
        why = N_("There is no {register} called “{text}”.")
        return Invalid("unknown_link", Message(why, {"text": text[:_LONGEST_NAME], "register": label}))


def parts_of(text: str) -> list[str]:
    """Return the names in a text that holds several."""
    if len(text) > _LONGEST_NAME * 2:
        return [text]
    between = _APART if _CHINESE_NAMES.fullmatch(text) else _SEVERAL
    return [p for p in between.split(text) if p]


def keeps_no_name(register: type[Register], declared: Field, text: str) -> bool:
    """Answer whether a text stands where a name would and says that there is to be none: `匿名`."""
    flag = register.field(declared.unnamed)
    bare = fold(text).strip("()[]")
    return any(
        bare.startswith(fold(word)) and len(bare) < len(fold(word)) + _LONGER for word in (flag.label, *flag.aliases)
    )


def _is_part_of(declared: Field) -> bool:
    """Answer whether the linked record is what this one is a part of, so that its title may be a sentence."""
    return isinstance(declared.kind, Link) and declared.kind.owner
