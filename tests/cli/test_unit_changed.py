"""A measure whose unit two plans have apart, or one has changed: its figures are in doubt, and told to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import refused
from tests.conftest import Dealerplan

PLAN = (
    "plan: {}\nstore: east\nperiod: 2026\nmeasures: {{rev: {{name: 产值, unit: {}}}}}\n"
    "targets: {{rev: {{goal: 600万元}}}}\n"
)
TODAY = "2026-04-05"


@pytest.fixture
def east(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workspace with one plan in 元."""
    monkeypatch.chdir(tmp_path)
    Path("plans").mkdir()
    write("p", "元")


def write(id: str, unit: str) -> None:
    Path(f"plans/{id}.yaml").write_text(PLAN.format(id, unit), encoding="utf-8")


@pytest.mark.usefixtures("east")
def test_two_plans_with_two_units(dealerplan: Dealerplan) -> None:
    write("q", "万元")
    wrong = "产值 (rev) is in 元 in plans/p.yaml, and in 万元 in plans/q.yaml"
    refused(dealerplan("record", "2026-01", "rev=58.6万元", today=TODAY), wrong, "declare it alike")
    Path("a.csv").write_text("项目,2026-01\n产值,58.6万元\n", encoding="utf-8")
    refused(dealerplan("record", "--from", "a.csv", today=TODAY), wrong)
    told = dealerplan("status", today=TODAY).out
    assert "! 产值 is in 元 here and in 万元 in plans/q.yaml" in told
    assert "! 产值 is in 万元 here and in 元 in plans/p.yaml" in told
    write("q", "RMB")
    assert dealerplan("record", "2026-01", "rev=58.6万元", today=TODAY).code == 0


@pytest.mark.usefixtures("east")
def test_a_unit_that_was_changed(dealerplan: Dealerplan) -> None:
    for month in ("2026-01", "2026-02"):
        assert dealerplan("record", month, "rev=58.6万元", today=TODAY).code == 0
    write("p", "万元")
    for line in ("status", "report", "check"):
        told = dealerplan(line, today=TODAY).out
        assert "产值 is in 万元 now, and its values of 2026-01, 2026-02 were recorded in 元" in told
    refused(dealerplan("record", "2026-03", "rev=58.6", "--sure", today=TODAY), "were recorded in 元")
    assert "录入时的单位是“元”" in dealerplan("check", "--lang", "zh", today=TODAY).out
    for month in ("2026-01", "2026-02"):
        answer = dealerplan("correct", month, "rev=58.6", "--why", "unit", "--sure", today=TODAY)
        assert answer.code == 0, answer.err
    assert "were recorded" not in dealerplan("status", today=TODAY).out
    assert dealerplan("record", "2026-03", "rev=58.6", today=TODAY).code == 0
