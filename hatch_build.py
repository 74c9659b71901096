"""Compiles the catalogues of sentences before a wheel or an editable install takes them."""

from pathlib import Path
from runpy import run_path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledCatalogues(BuildHookInterface):
    """The `.mo` of each `.po` beside it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # hatchling's names
        """Compile them; pyproject.toml says what is shipped."""
        words = Path(self.root, "src/dealerplan/words")
        run_path(str(words / "po.py"))["compile_all"](words)
