"""Finds what a command names: the workspace, a register, a project; says which ones there are where it is unknown."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from govdesk.cli.password import unlocking
from govdesk.errors import GovDeskError
from govdesk.fields.kind import Lookup
from govdesk.fields.text import fold
from govdesk.i18n import N_, Language, Message
from govdesk.registers import REGISTERS
from govdesk.settings import load
from govdesk.store.edit import resolve
from govdesk.store.query import select_records
from govdesk.store.workspace import Workspace

if TYPE_CHECKING:
    from govdesk.fields.register import Register

_NAMED = 12


@contextmanager
def reading(options: argparse.Namespace, *, warn: bool = True) -> Iterator[Workspace]:
    """Open the workspace that a command names for reading, even while the window has it open.

    Args:
        options: What was said.
        warn: Whether to say what makes one doubt the file.
    """
    workspace = Workspace.open(options.workspace, REGISTERS, read_only=True, unlock=unlocking(options))
    if warn:
        _warn(workspace, options)
    try:
        yield workspace
    finally:
        workspace.close()


@contextmanager
def writing(options: argparse.Namespace) -> Iterator[Workspace]:
    """Open the workspace that a command names for writing."""
    workspace = Workspace.open(options.workspace, REGISTERS, author=load().author, unlock=unlocking(options))
    _warn(workspace, options)
    try:
        yield workspace
    finally:
        workspace.close()


def _warn(workspace: Workspace, options: argparse.Namespace) -> None:
    for doubt in workspace.doubts:
        options.warn(doubt.message)


def register_named(name: str, lang: Language) -> type[Register]:
    """Return the register that a code, label or alias means.

    Raises:
        GovDeskError: `unknown_register`, naming the known ones.
    """
    found = REGISTERS.named(name)
    if found is None:
        known = ", ".join(f"{code} ({lang.gettext(r.about.plural)})" for code, r in REGISTERS.items())
        text = N_("There is no register “{name}”. Known: {known}.")
        raise GovDeskError(text, code="unknown_register", name=name, known=known)
    return found


def project_named(session: Session, name: str) -> str:
    """Return the id of the project that a name, code or number means.

    Raises:
        GovDeskError: `unknown_project`, naming the known ones.
    """
    if found := resolve(session, REGISTERS, Lookup("project", name), None):
        return found
    projects = list(select_records(session, REGISTERS, "project"))
    for project in projects:
        if fold(str(project.values.get("code") or "")) == fold(name):
            return project.id
    names = [p.title(REGISTERS["project"]) for p in projects]
    known = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    text = (
        N_("There is no project “{name}”. Known: {known}.")
        if names
        else N_("There is no project “{name}”, nor any other yet.")
    )
    raise GovDeskError(Message(text, {"name": name, "known": known}), code="unknown_project")


def department_named(session: Session, name: str) -> str:
    """Return the id of the department that a name or number means.

    Raises:
        GovDeskError: `unknown_department`, naming the known ones.
    """
    if found := resolve(session, REGISTERS, Lookup("department", name), None):
        return found
    names = [d.title(REGISTERS["department"]) for d in select_records(session, REGISTERS, "department")]
    known = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    text = (
        N_("There is no department “{name}”. Known: {known}.")
        if names
        else N_("There is no department “{name}”, nor any other yet.")
    )
    raise GovDeskError(Message(text, {"name": name, "known": known}), code="unknown_department")


def refuse_itself(workspace: Path, file: Path) -> None:
    """Refuse to write over the workspace itself.

    Raises:
        GovDeskError: `itself`.
    """
    if file.exists() and workspace.exists() and file.samefile(workspace):
        text = N_("“{file}” is the workspace itself. Nothing was written; choose another name.")
        raise GovDeskError(text, code="itself", file=file.name)
