"""Compile the catalogues before hatchling gathers the files; both a wheel and an editable installation pass here."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))
import catalog


class CatalogueHook(BuildHookInterface):
    """Turn each .po into its .mo."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile whatever is older than its source."""
        for compiled in catalog.compile_all():
            self.app.display_info(f"compiled {compiled}")
