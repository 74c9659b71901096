"""A workspace of the packaged group with its sample year."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Dealerplan

TODAY = "2026-10-08"


def make_group(dealerplan: Dealerplan, folder: Path, lang: str = "zh") -> Path:
    """Make it in a folder: 24 stores, actuals from 2025-01 to 2026-09."""
    at = ("--workspace", str(folder))
    assert dealerplan("init", str(folder), "--template", "group", "--lang", lang, today=TODAY).code == 0
    answer = dealerplan("record", "--from", str(folder / "sample-actuals.csv"), *at, today=TODAY)
    assert answer.code == 0, answer.err
    return folder
