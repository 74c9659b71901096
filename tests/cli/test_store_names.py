"""Files of actuals may name a group's stores as people do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import refused
from tests.conftest import Answer, Dealerplan

PLAN = "plan: g\ngroup: yt\nstores: s.csv\nperiod: 2026\ntargets: {sold: {goal: by store}}\n"
ROWS = "门店,名称,sold\ns1,苏州1店,600\ns2,苏州2店,600\ns3,目标,600\ns4,同名,600\ns5,同名,600\n"


@pytest.fixture(autouse=True)
def group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workspace of a group."""
    monkeypatch.chdir(tmp_path)
    Path("plans").mkdir()
    Path("plans/g.yaml").write_text(PLAN, encoding="utf-8")
    Path("plans/s.csv").write_text(ROWS, encoding="utf-8")


def record(dealerplan: Dealerplan, text: str, *options: str) -> Answer:
    Path("a.csv").write_text(text, encoding="utf-8")
    return dealerplan("record", "--from", "a.csv", *options)


def test_rows_columns_and_titles(dealerplan: Dealerplan) -> None:
    assert "s1: 2026-01 sold: 64" in record(dealerplan, "2026年1月,\n门店,sold\n苏州1店,64\ns2,60\n").out
    assert "s2: 2026-02 sold: 65" in record(dealerplan, "2026年2月,,\n项目,苏州1店,苏州2店\nsold,64,65\n").out
    assert "2026-03 sold: 66" in record(dealerplan, "苏州1店（s1）2026年3月,\n项目,实际\nsold,66\n").out


def test_another_store_than_the_chosen_one(dealerplan: Dealerplan) -> None:
    text = "苏州2店 2026年1月,\n项目,实际\nsold,64\n"
    refused(record(dealerplan, text, "--store", "s1"), "this is of the store 苏州2店, and --store chose s1")
    assert record(dealerplan, text, "--store", "s2").code == 0


def test_names_that_say_no_store(dealerplan: Dealerplan) -> None:
    refused(record(dealerplan, "2026年1月,\n门店,sold\n同名,64\n"), "there is no store 同名", "there are s1, s2")
    refused(record(dealerplan, "2026年1月,\n门店,sold\n苏州3店,64\n"), "there is no store 苏州3店")
    refused(record(dealerplan, "2026年1月,\n项目,目标\nsold,64\n", "--store", "s3"))
