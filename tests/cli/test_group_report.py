"""`report` of a whole group: what its screen says, to hand in; and `--known-at` of a group."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import SmallGroup, refused
from tests.conftest import Dealerplan

TABLE = "store,name,region,manager,t\nsa,A,East,Li,1200\nsb,B,West,Wu,600\nsc,C,East,He,2400\n"
FLOW = "t: {formula: a, goal: by store, group_goal: 4000}"
ROWS = ("sa a: 100 110 90", "sb a: 50 - 40", "sc a: 150 160 170")
KNOWN = "the group's book as it stood then, by its plan and table of today\n"


@pytest.fixture(autouse=True)
def made(small_group: SmallGroup) -> None:
    """Three stores, as of March."""
    small_group(TABLE, FLOW, *ROWS)


def test_it_is_the_groups_screen_without_commands(dealerplan: Dealerplan) -> None:
    screen, report = (dealerplan(command, "--as-of", "2026-03", COLUMNS="100").out for command in ("group", "report"))
    assert "Next  dealerplan" in screen
    assert report.rstrip() == screen[: screen.index("Next  dealerplan")].rstrip()


def test_in_every_format_and_again_on_a_later_day(dealerplan: Dealerplan) -> None:
    first = dealerplan("report", "--format", "all", "--out", "r/", today="2026-04-10")
    names = [f"r/sales-2026-03-month.{ending}" for ending in ("txt", "md", "html", "xlsx", "docx", "json")]
    assert first.out.splitlines() == [f"{name}: written" for name in names]
    again = dealerplan("report", "--format", "all", "--out", "r/", today="2026-04-20")
    assert again.out.splitlines() == [f"{name}: as it was" for name in names]
    assert Path(names[1]).read_text(encoding="utf-8").startswith("# Sales\n")
    Path(names[0]).write_text("mine", encoding="utf-8")
    refused(dealerplan("report", "--out", names[0]), f"{names[0]} is there already, and is different")
    assert dealerplan("report", "--out", names[0], "--force").out == f"{names[0]}: written\n"


def test_stores_have_reports_of_their_own_where_they_are_told_apart(dealerplan: Dealerplan) -> None:
    assert dealerplan("report", "--out", "{store}.txt").out == "sa.txt: written\nsb.txt: written\nsc.txt: written\n"
    glance = dealerplan("report", "--span", "quarter").out
    assert "3 plans at a glance" in glance
    assert "Sales (A)" in glance
    assert dealerplan("report", "--store", "sa").out.startswith("Sales: ")


def test_a_stores_report_stands_beside_the_groups(dealerplan: Dealerplan) -> None:
    for words in ((), ("--store", "sa"), ("--store", "sb", "--tasks")):
        assert dealerplan("report", "--format", "html", "--out", "r/", *words).code == 0
    names = sorted(path.name for path in Path("r").iterdir())
    assert names == ["sales-2026-03-month.html", "sales-sa-2026-03-month.html", "sales-sb-2026-03-tasks.html"]
    assert dealerplan("report", "--span", "quarter", "--out", "q/").out == "q/sales-2026-03-quarter.txt: written\n"


def test_alarms_look_at_the_stores(dealerplan: Dealerplan) -> None:
    assert dealerplan("report", "--fail-on", "behind").code == 1
    assert dealerplan("report", "--fail-on", "missed").code == 0
    assert dealerplan("report", "--quiet-unless", "missed").out == ""


def test_not_in_sentences(dealerplan: Dealerplan) -> None:
    refused(dealerplan("report", "--format", "brief"), "a group's report is not written as brief")


def test_as_known_then_by_the_plan_of_today(dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-02", "a=60", "--store", "sb", today="2026-04-09")
    for command in ("status", "group", "report"):
        then = dealerplan(command, "--known-at", "2026-04-08", today="2026-04-10")
        assert "1 month of a store is not in" in then.out
        assert then.err == KNOWN
        assert "is not in" not in dealerplan(command, today="2026-04-10").out
    assert "A   2026" in dealerplan("status", "--known-at", "2026-01-01", "--store", "sa").out
    refused(dealerplan("status", "--known-at", "2026-04-08", "--as-of", "2030-01"), "2030-01 is outside the period")
