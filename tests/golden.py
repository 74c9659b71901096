"""Golden files: exact expected output beside the test. `UPDATE_GOLDEN=1 pytest` writes them anew; read the diff."""

from __future__ import annotations

import os
from pathlib import Path


def check_golden(file: Path, text: str) -> None:
    """Compare text with a golden file."""
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert file.exists(), f"no golden file {file.name}: run with UPDATE_GOLDEN=1 and read it"
    assert text == file.read_text(encoding="utf-8")
