"""Files that come along: packaged plans and pages of the docs, in the package or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

_IN_CHECKOUT = {"templates": "plans", "docs": "docs"}


def shipped(name: Literal["templates", "docs"]) -> Path:
    """The folder of that name."""
    package = Path(__file__).parents[1]
    packaged = package / name
    return packaged if packaged.is_dir() else package.parents[1] / _IN_CHECKOUT[name]
