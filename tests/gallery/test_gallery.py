"""Every mistake in a plan file and the exact words that it gets: a folder each, with `plan.yaml` and `expected.en`.

A folder with an `expected.zh` is checked in Chinese too; `UPDATE_GOLDEN=zh pytest tests/gallery` writes them all.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conftest import Dealerplan
from tests.golden import check_golden

FOLDERS = sorted(file.parent for file in Path(__file__).parent.glob("*/plan.yaml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.name))
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_mistake(folder: Path, lang: str, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch) -> None:
    golden = folder / f"expected.{lang}"
    if lang == "zh" and not golden.exists() and os.environ.get("UPDATE_GOLDEN") != "zh":
        return
    monkeypatch.chdir(folder)
    answer = dealerplan("check", "plan.yaml", "--lang", lang)
    assert (answer.code, answer.out) == (2, "")
    check_golden(golden, answer.err)


def test_every_message_says_what_to_do() -> None:
    for folder in FOLDERS:
        lines = (folder / "expected.en").read_text(encoding="utf-8").splitlines()
        problems = [line for line in lines if line.startswith("plan.yaml:")]
        assert problems, folder.name
        assert len(problems) == sum(line.startswith("  hint: ") for line in lines), folder.name


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.name))
def test_order_of_lines(folder: Path) -> None:
    lines = (folder / "expected.en").read_text(encoding="utf-8").splitlines()
    marks = [tuple(map(int, line.split(":")[1:3])) for line in lines if line.startswith("plan.yaml:")]
    assert marks == sorted(marks)
