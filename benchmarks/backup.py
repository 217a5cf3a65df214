"""A verified backup of some 100 MB, against copying the file and waiting until the drive has it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import measure
import risks
from govdesk.store.backup import copy_to

ROWS = 80_000


def results() -> Iterator[measure.Result]:
    """Measure a backup with its reopening, beside a bare copy."""
    with risks.workspace(ROWS) as workspace:
        path = workspace.path
        workspace.close()
        size = path.stat().st_size / 1e6
        copy, backup = path.with_name("copy.db"), path.with_name("backup.govdesk")

        def limit() -> None:
            shutil.copyfile(path, copy)
            with copy.open("r+b") as file:
                os.fsync(file.fileno())

        yield measure.compare(
            f"backup of {size:,.0f} MB, verified",
            "copy and fsync",
            limit=limit,
            ours=lambda: copy_to(path, backup),
            before_limit=lambda: copy.unlink(missing_ok=True),
            before_ours=lambda: backup.unlink(missing_ok=True),
            target=3.5,
        )


if __name__ == "__main__":
    measure.tell(results())
