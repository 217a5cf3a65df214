"""A file that is not read, by a code alone: the reading process knows no languages.

`sentence` holds the words for each code.
"""

from __future__ import annotations

from typing import Any


class Refusal(Exception):  # noqa: N818 - it is the file that is wrong, not the program
    """A file that is not read, with the code of the reason and the values for its sentence."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
