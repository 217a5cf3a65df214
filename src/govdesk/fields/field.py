"""A field: one column of a register with the words, the kind and the habits that every face of it needs."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import MappedColumn, mapped_column

from govdesk.fields.kinds import Link, Serial
from govdesk.fields.text import fold

if TYPE_CHECKING:
    from govdesk.fields.kind import Kind


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """What is known of one column.

    Args:
        label: Its name on screen, as English source text.
        kind: What it can hold.
        aliases: What real spreadsheets call it, in any language.
        required: Whether a record without it is refused.
        key: Whether it takes part in telling two records apart.
        searchable: Whether the search looks into it.
        private: Whether it is a judgement that must not leave in a file meant for others.
        main: Whether table and form show it without being asked.
        system: Whether the program alone writes it.
        default: What a new record holds, or None.
        help: One sentence for tooltips and for the input message in a workbook.
        width: Column width on screen in average characters.
        prose: Name of the field that takes a column of this name where it holds sentences instead.
        unnamed: Name of the flag that is set where a column of names says that none is kept (`anonymous`).
        from_title: Whether the title of a sheet stands for it where no column does.
        sorts_by: Name of the column that orders it, where that is another.
        recipients: As whose work a record is sent out to be filled in, by what stands here: `department`, `owner`,
            `stakeholder`; on the title, the record is sent to itself.
        asked: Whether those to whom a record is sent out are asked for it, unless the sender chooses otherwise.
        tells_person: Whether it alone tells a person, as a name or a telephone number; what erases a person looks for it.
        tells_who: Whether it says something of the one who spoke, and so stays at home where nobody may be told.
        since: The version of the file in which its column came, where that is not the register's own.
        name: Column name; set by the register.
        register: Code of the register; set by the register.
    """

    label: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    required: bool = False
    key: bool = False
    searchable: bool = False
    private: bool = False
    main: bool = False
    system: bool = False
    default: Any = None
    help: str = ""
    width: int = 14
    prose: str = ""
    unnamed: str = ""
    from_title: bool = False
    sorts_by: str = ""
    recipients: tuple[str, ...] = ()
    asked: bool = False
    tells_who: bool = False
    tells_person: bool = False
    since: int = 1
    name: str = ""
    register: str = ""

    def bound(self, register: str, name: str) -> Field:
        """Return the field knowing where it stands."""
        return replace(self, register=register, name=name)

    def without(self, spellings: AbstractSet[str]) -> Field:
        """Return the field without the aliases that fold to one of these spellings."""
        return replace(self, aliases=tuple(a for a in self.aliases if fold(a) not in spellings))


def field(kind: Kind, label: str, *aliases: str, order: int = 0, **traits: Any) -> MappedColumn[Any]:
    """Declare a column of a register.

    Args:
        kind: What it can hold.
        label: English source text, marked with `N_`.
        aliases: What spreadsheets call it.
        order: Place among the columns; own fields stand at 0.
        traits: Any other argument of `Field`.
    """
    declared = Field(label, kind, aliases, **traits)
    key = [ForeignKey(f"{kind.target}.id")] if isinstance(kind, Link) else []
    return mapped_column(
        kind.sql(),
        *key,
        info={"field": declared},
        nullable=True,
        sort_order=order,
        index=isinstance(kind, Link | Serial) or None,
    )
