"""Which persons were erased from a workspace, remembered by id and nothing else.

`erasure` notes them down; `merge` sees that no copy of a colleague's brings them back.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from govdesk.store.setting import put_setting, settings_named

_NAME = "erased:"


def erased(session: Session) -> dict[tuple[str, str], str]:
    """Return what stands for each erased person, by register and id."""
    found = settings_named(session, _NAME)
    keys = {name: name.removeprefix(_NAME).partition(":") for name in found}
    return {(code, identity): found[name] for name, (code, _, identity) in keys.items()}


def remember(session: Session, code: str, identity: str, instead: str) -> None:
    """Note down that the person of a record was erased, and what stands in place of the name."""
    put_setting(session, f"{_NAME}{code}:{identity}", instead)
