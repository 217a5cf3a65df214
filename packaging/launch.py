"""Start the packaged program; the process that reads a spreadsheet starts here too, since there is no other Python."""

from __future__ import annotations

import sys


def main() -> int | None:
    """Run the reading process where it is asked for, else the program."""
    if sys.argv[1:] == ["--worker"]:
        from govdesk.sheet.worker import main as read

        return read()
    from govdesk.cli import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
