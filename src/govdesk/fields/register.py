"""The base of every register: the columns all share, and what is known of a register as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Index, Integer, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, declared_attr, mapped_column

from govdesk.fields import kinds
from govdesk.fields.field import Field, field
from govdesk.fields.kind import Invalid
from govdesk.fields.text import fold, pinyin
from govdesk.fields.veil import Veil
from govdesk.i18n import N_, Message


@dataclass(frozen=True, slots=True)
class Matrix:
    """How a register may also be laid out: one field down the side, one across the top, one in the cells.

    Args:
        side: The link that names each line.
        top: The links that a heading across may name, the usual one first.
        cell: The choice whose marks stand in the cells.
        leads: The marks of who answers for what stands at the side, the first that is held before the others.
    """

    side: str
    top: tuple[str, ...]
    cell: str
    leads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a register as a whole.

    Args:
        label: One record, as English source text.
        plural: Many records; also the name of the page.
        prefix: Starts the business number.
        area: Code of the area in the navigation.
        icon: Name of its icon.
        title: The field that stands for a record where one line must do.
        purpose: One line that says what the page tells.
        empty: What belongs here, said where there is nothing yet.
        aliases: What sheets and tabs that hold it are called.
        assumes: Values that follow from being called so (`issue log` → kind issue), by folded alias.
        number_aliases: Headings under which sheets carry a number of their own.
        matrix: How sheets lay it out across, if they do.
        ended: Name of the date field from which on a record no longer takes part, if it has one.
        hidden: Whether the program keeps it for itself: no page of its own, and no foreign sheet leads to it.
        folded: Whether it stays out of the way until it holds a record.
        since: The version of the file in which its table came.
    """

    label: str
    plural: str
    prefix: str
    area: str
    icon: str
    title: str
    purpose: str
    empty: str
    aliases: tuple[str, ...] = ()
    assumes: Mapping[str, Mapping[str, Any]] | None = None
    number_aliases: tuple[str, ...] = ()
    matrix: Matrix | None = None
    ended: str = ""
    hidden: bool = False
    folded: bool = False
    since: int = 1


_NUMBER_ALIASES = (
    "编号",
    "序号",
    "No.",
    "ID",
    "Nr",
    "Number",
    "Key",
    "Ref",
    "Reference",
    "Item",
    "Item No",
    "#",
    "No",
    "Nº",
    "S/N",
    "SN",
    "S.No",
    "Sr. No",
    "Sl. No",
    "Serial No",
    "Ref No",
    "Item #",
    "编码",
    "序",
    "项次",
    "行号",
    "编号/序号",
)


class Register(DeclarativeBase):
    """One register: a mapped table whose columns carry their fields."""

    about: ClassVar[About]
    #: Whether each record belongs to one project.
    in_project: ClassVar[bool] = False
    #: Fields whose change may bring others along, as `follow` says.
    leading: ClassVar[tuple[str, ...]] = ()
    #: How its nameless records are kept; None where it has none.
    veil: ClassVar[Veil | None] = None

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805 - SQLAlchemy hands the class
        """Name the table after the class in snake case."""
        return "".join(f"_{c.lower()}" if c.isupper() else c for c in cls.__name__).lstrip("_")

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805 - SQLAlchemy hands the class
        """Never give a row key twice, so that undoing a deletion finds its place free."""
        return ({"sqlite_autoincrement": True},)

    row: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-30)
    id: Mapped[str] = mapped_column(Text, unique=True, nullable=False, sort_order=-29)

    @declared_attr
    def number(cls) -> Mapped[int]:  # noqa: N805
        """Declare the business number."""
        aliases = (*_NUMBER_ALIASES, *cls.about.number_aliases)
        kind = kinds.Serial(cls.about.prefix)
        return field(kind, N_("No."), *aliases, order=-20, main=True, system=True, searchable=True, width=10)

    reference: Mapped[str | None] = field(
        kinds.Text(), N_("Own number"), "原编号", "外部编号", "Source ID", "External ID", order=80, searchable=True,
        help=N_("The number that the record has in your own spreadsheet."),
    )  # fmt: skip
    tags: Mapped[str | None] = field(
        kinds.Tags(), N_("Tags"), "标签", "标记", "Labels", "Keywords", "关键词", order=81, searchable=True
    )
    notes: Mapped[str | None] = field(
        kinds.LongText(), N_("Notes"), "备注", "说明", "评价", "批注", "Comments", "Comment", "Remarks", "Remark", "Note",
        "More Details", "Additional comments", "其他", "补充说明",
        "备注说明", "备注/说明", "其他说明", "注", "Notes/Comments", "Comments/Notes", "Remarks/Comments", "Additional notes",
        order=82, searchable=True, private=True, width=24,
    )  # fmt: skip
    extra: Mapped[str | None] = mapped_column(Text, sort_order=90)

    @classmethod
    def register_code(cls) -> str:
        """Return the register's name in the code and the database."""
        return cls.__tablename__

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        """Return the fields in order, each knowing its column; what an own field is called, the shared ones are not."""
        cached: tuple[Field, ...] | None = cls.__dict__.get("_fields")
        if cached is None:
            columns = cls.__table__.columns
            found = [c.info["field"].bound(cls.register_code(), c.name) for c in columns if "field" in c.info]
            shared = {name for base in cls.__mro__[1:] for name in vars(base)}
            own = {fold(s) for f in found if f.name not in shared for s in (f.label, *f.aliases)}
            cached = tuple(f.without(own) if f.name in shared else f for f in found)
            cls._fields = cached
        return cached

    @classmethod
    def field(cls, name: str) -> Field:
        """Return one field by its column name; KeyError where there is none."""
        for found in cls.fields():
            if found.name == name:
                return found
        raise KeyError(name)

    @classmethod
    def check(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, Invalid]]:  # noqa: ARG003
        """Yield what the register's own rules find wrong: a field's name and why."""
        yield from ()

    @classmethod
    def check_turn(cls, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Invalid]]:
        """Yield what its rules find wrong in turning what a record held into what it is to hold."""
        if cls.veil is not None and cls.veil.covers(old) and not cls.veil.covers(new):
            text = N_("What was said without a name stays so. Where the person wants to be named, write it down anew.")
            yield cls.veil.flag, Invalid("nameless", Message(text))

    @classmethod
    def is_nameless(cls, values: Mapping[str, Any]) -> bool:
        """Answer whether nobody may be told from a record of these values."""
        return cls.veil is not None and cls.veil.covers(values)

    @classmethod
    def turned(cls, old: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a record holds once some of its values are changed; what turns nameless loses its name."""
        veil = cls.veil
        hides = veil is not None and veil.covers(values) and not veil.covers(old)
        held = veil.wipe(old) if veil is not None and hides else old
        return {**held, **cls.follow(old, values), **values}

    @classmethod
    def follow(cls, old: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG003
        """Return what else changes when some values of a record do, and nobody says otherwise."""
        return {}

    @classmethod
    def derive(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of the columns that follow from the ones given."""
        found = {}
        for column in cls.__table__.columns:
            if "derived" in column.info:
                source, derive = column.info["derived"]
                if source in values:
                    found[column.name] = derive(values[source]) if values[source] else None
        return found


class ProjectRecord(Register):
    """A register whose records each belong to one project."""

    __abstract__ = True
    in_project: ClassVar[bool] = True

    project: Mapped[str | None] = field(
        kinds.Link("project", owner=True), N_("Project"), "项目", "项目名称", "所属项目", "Project Name", "Programme",
        order=-10, required=True, width=18,
    )  # fmt: skip

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805 - SQLAlchemy hands the class
        """Declare the index by which a project's records are read in the order of their numbers."""
        index = Index(f"ix_{cls.__tablename__}_project_number", "project", "number")
        return (index, *super().__table_args__)


def pinyin_of(source: str, order: int = 91) -> MappedColumn[Any]:
    """Declare the column by which names are sorted and found by their pinyin.

    Args:
        source: The column that holds the name.
        order: Place among the columns.
    """
    return mapped_column(Text, info={"derived": (source, pinyin)}, sort_order=order, index=True)


class Registers(Mapping[str, type[Register]]):
    """All registers by code, in the order of the navigation."""

    def __init__(self, *registers: type[Register]) -> None:
        self._by_code = {r.register_code(): r for r in registers}

    def __getitem__(self, code: str) -> type[Register]:
        return self._by_code[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_code)

    def __len__(self) -> int:
        return len(self._by_code)

    def shown(self) -> dict[str, type[Register]]:
        """Return the registers that people work with: all but those that the program keeps for itself."""
        return {code: register for code, register in self.items() if not register.about.hidden}

    def named(self, name: str) -> type[Register] | None:
        """Return the register that a code, label or alias means, in any language; a label outranks another's alias."""
        from govdesk.i18n import LANGUAGES, language  # noqa: PLC0415 - catalogues are opened only when asked

        wanted = fold(name)
        aliased = None
        for register in self.values():
            about = register.about
            words = [register.register_code(), about.label, about.plural]
            words += [language(c).gettext(w) for c in LANGUAGES for w in (about.label, about.plural)]
            if wanted in map(fold, words):
                return register
            if aliased is None and wanted in map(fold, about.aliases):
                aliased = register
        return aliased

    def links_to(self, code: str) -> Iterator[tuple[type[Register], Field]]:
        """Yield every field, with its register, that points into a register."""
        for register in self.values():
            for found in register.fields():
                if isinstance(found.kind, kinds.Link) and found.kind.target == code:
                    yield register, found
