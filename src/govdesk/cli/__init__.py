"""The command line: the same work as in the window, without a screen and without Qt."""

from __future__ import annotations

from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say and return the exit code.

    Args:
        argv: The arguments without the program's name; None takes the process's own.
    """
    from govdesk.cli.entry import run  # noqa: PLC0415 - the package itself stays empty

    return run(argv)
