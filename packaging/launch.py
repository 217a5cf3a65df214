"""Start the packaged program; a child process that reads a spreadsheet passes here too."""

from __future__ import annotations

import multiprocessing
import sys

from govdesk.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
