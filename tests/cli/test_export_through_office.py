"""What `export` writes comes back unchanged from a spreadsheet program, in every format that it saves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Dealerplan
from tests.render.programs import convert

PLAN = """
plan: p
store: east
period: 2026
measures:
  intake: {name: 接车台次, unit: 台}
  revenue: {name: 产值, unit: 元}
  big: {name: 集团产值, unit: 万元}
  oil: {name: 机油, unit: 升}
  score: {name: 满意度, unit: "%", over_time: last}
targets:
  intake: {goal: 8000}
  ticket: {name: 单车产值, formula: revenue / intake, goal: at least 700}
"""
MONTHS = {
    "2026-01": "intake=640 revenue=470000 big=58.6 oil=312.125 score=93.2%",
    "2026-02": "intake=1655 revenue=1471000.5 big=51.254 oil=1312.125 score=95%",
    "2026-03": "intake=1662 big=47",
}
COUNTS = "plan: p\nstore: east\nperiod: 2026\nmeasures: {intake: {unit: 台}}\ntargets: {intake: {goal: 1}}\n"
GERMAN = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>de-DE</value></prop></item></oor:items>
"""
KINDS = {
    "xlsx": "xlsx",
    "ods": "ods",
    "xls": "xls",
    "csv": "csv:Text - txt - csv (StarCalc):44,34,76",
    "German csv": "csv:Text - txt - csv (StarCalc):59,34,76",
}


def recorded(dealerplan: Dealerplan) -> list[tuple[str, str, str]]:
    """Every value in the book."""
    found = json.loads(dealerplan("history", "--format", "json").out)["revisions"]
    return sorted((one["month"], one["measure"], str(one["value"])) for one in found)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_exports_come_back(kind: str, workspace: Path, dealerplan: Dealerplan) -> None:
    (workspace / "plans" / "aftersales.yaml").write_text(PLAN, encoding="utf-8")
    for month, pairs in MONTHS.items():
        assert dealerplan("record", month, *pairs.split()).code == 0
    dealerplan("export", "--out", "year.xlsx", "--lang", "zh")
    for month in MONTHS:
        dealerplan("export", "--form", month, "--out", f"{month}.xlsx")
    office = workspace / "office"
    (office / "profile" / "user").mkdir(parents=True)
    if kind == "German csv":
        (office / "profile" / "user" / "registrymodifications.xcu").write_text(GERMAN)
    convert(KINDS[kind], office, sorted(workspace.glob("*.xlsx")))
    before = recorded(dealerplan)
    for files in (["year"], [*MONTHS]):
        (workspace / "dealerplan.db").unlink()
        for at, file in enumerate(files):
            begin = [] if at else ["--new-book"]
            answer = dealerplan("record", "--from", f"office/{file}.{KINDS[kind][:4].rstrip(':')}", *begin)
            assert answer.code == 0, answer.err
        assert recorded(dealerplan) == before


@pytest.mark.slow
def test_counts_alone_come_back_from_german_csv(workspace: Path, dealerplan: Dealerplan) -> None:
    """No number shows a decimal mark, so none has one of thousands."""
    (workspace / "plans" / "aftersales.yaml").write_text(COUNTS, encoding="utf-8")
    dealerplan("record", "2026-01", "intake=1640")
    dealerplan("export", "--out", "year.xlsx")
    office = workspace / "office"
    (office / "profile" / "user").mkdir(parents=True)
    (office / "profile" / "user" / "registrymodifications.xcu").write_text(GERMAN)
    convert(KINDS["German csv"], office, [workspace / "year.xlsx"])
    answer = dealerplan("record", "--from", "office/year.csv")
    assert "nothing changed" in answer.out, answer.err


def test_the_same_book_gives_the_same_bytes(
    workspace: Path, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    dealerplan("record", "2026-01", "intake=640")
    dealerplan("export", "--out", "a.xlsx")
    monkeypatch.setenv("DEALERPLAN_TODAY", "2026-12-24")
    dealerplan("export", "--out", "b.xlsx", "--year", "2026")
    assert (workspace / "a.xlsx").read_bytes() == (workspace / "b.xlsx").read_bytes()
