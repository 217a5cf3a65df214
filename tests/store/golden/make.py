"""Makes the golden file of the present version, once, before it is released: what every later version must be able to lift.

    python tests/store/golden/make.py

Writes `version_N.govdesk.gz` beside itself, and refuses where it is there already.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from datetime import date
from pathlib import Path

from govdesk.fields.kinds import Choice, Link
from govdesk.registers import REGISTERS
from govdesk.store import edit, history, schema
from govdesk.store.backup import copy_to
from govdesk.store.merge import plan_merge
from govdesk.store.merge_writing import write_merge
from govdesk.store.other import other_copy
from govdesk.store.setting import write_setting
from govdesk.store.workspace import Workspace
from govdesk.store.writing import insert_rows

HERE = Path(__file__).parent


def some_values(code: str, first: dict[str, str], second: dict[str, str]) -> dict[str, object]:
    """Return a value for every field of a register that one can be made up for."""
    values: dict[str, object] = {}
    linked: set[str] = set()
    for field in REGISTERS[code].fields():
        if isinstance(field.kind, Link):
            target = field.kind.target
            known = second if target in linked else first
            if target in known and target != code:
                values[field.name] = known[target]
                linked.add(target)
        elif isinstance(field.kind, Choice):
            values[field.name] = field.kind.vocabulary.terms[0].code
        elif field.kind.code == "date" and field.required:
            values[field.name] = date(2026, 11, 2)
        elif field.kind.code in ("text", "long_text"):
            values[field.name] = f"{code} {field.name} 甲"
    return values


def fill(workspace: Workspace, folder: Path) -> None:
    """Write whatever a history can hold: edits, an undo, a removal, a nameless voice, a merge with a conflict."""
    first: dict[str, str] = {}
    second: dict[str, str] = {}
    with workspace.write("All registers", source="人员.xlsx") as session:
        for code, register in REGISTERS.items():
            (first[code],) = insert_rows(session, register, [some_values(code, first, second)])
            if code in ("stakeholder", "department"):
                values = {**some_values(code, first, second), "name": "又一个"}
                (second[code],) = insert_rows(session, register, [values])
    edit.change(workspace, "risk", [first["risk"]], {"title": "换了标题", "probability": 4})
    edit.create(workspace, "risk", {"project": first["project"], "title": "又一条"})
    history.undo(workspace)
    gone = edit.create(workspace, "risk", {"project": first["project"], "title": "要删的"})
    edit.remove(workspace, "risk", [gone])
    edit.create(workspace, "feedback", {"project": first["project"], "statement": "太慢了", "anonymous": True})
    copy = folder / "copy.govdesk"
    copy_to(workspace.path, copy)
    other = Workspace.open(copy, REGISTERS, author="同事")
    edit.change(other, "risk", [first["risk"]], {"title": "同事的标题"})
    edit.create(other, "risk", {"project": first["project"], "title": "同事的风险"})
    other.close()
    edit.change(workspace, "risk", [first["risk"]], {"title": "我的标题"})
    with other_copy(workspace, copy) as theirs:
        write_merge(workspace, theirs, plan_merge(workspace, theirs))
    write_setting(workspace, "golden", "值")
    edit.create(workspace, "risk", {"project": first["project"], "title": "撤销的"})
    history.undo(workspace)
    if schema.VERSION > 1:
        from govdesk.store.draft import keep_drafts

        keep_drafts(workspace, {("risk", ""): {"values": {"title": "没写完"}, "texts": {}}})


def main() -> int:
    """Make the file."""
    target = HERE / f"version_{schema.VERSION}.govdesk.gz"
    if target.exists():
        print(f"{target.name} is there already")
        return 1
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "golden.govdesk"
        workspace = Workspace.create(path, REGISTERS, author="王敏")
        fill(workspace, Path(name))
        workspace.close()
        target.write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
    print(f"{target} {target.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
