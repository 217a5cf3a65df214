"""Start GovDesk as `python -m govdesk`; once packaged, the process that reads a spreadsheet starts here too."""

from __future__ import annotations

import sys

from govdesk.cli import main

if __name__ == "__main__":
    sys.exit(main())
