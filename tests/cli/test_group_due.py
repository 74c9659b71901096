"""`due` of a group: which stores have not reported a month, by region or manager."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import AddPlan, SmallGroup, refused
from tests.conftest import Dealerplan

TABLE = """\
store,name,region,manager,opened,closed,t
s1,One,East,Li,,,1200
s2,Two,West,Wu,,,1200
s3,Three,East,Wu,,,1200
s4,Four,West,Li,,,1200
gone,Gone,West,Li,,2026-02-28,1200
later,Later,West,Li,2026-05-01,,1200
"""
TARGETS = "t: {name: T, formula: a, goal: by store}\nr: {name: R, formula: n / d, goal: under 2%}"
REPORTING = "reporting: {on_time_until: 5}"


@pytest.fixture
def march(small_group: SmallGroup, dealerplan: Dealerplan) -> None:
    """On the eighth of April s1 was on time, s4 late, s2 lacks two measures, s3 all."""
    months = ("1 1 1", "1 1 1", "20 20 20")
    own = [f"s1 {measure}: {row}" for measure, row in zip("and", months, strict=True)]
    small_group(TABLE, TARGETS, *own, "s2 a: 1 1 1", today="2026-04-03", more=REPORTING)
    assert dealerplan("record", "2026-03", "a=1", "n=0", "d=9", "--store", "s4", today="2026-04-07").code == 0


BY_REGION = """\
Sales
north, March 2026: 2 of 4 stores have reported (50.0%), 1 not at all, 1 in part
On time until 2026-04-05: 1 on time, 1 late
Days late: 3

Region  Due  Reported  On time  Late  Nothing  In part  Still to report
-----------------------------------------------------------------------
East      2         1        1     0        1        0  Three
West      2         1        0     1        0        1  Two

Not reported

Region  Manager  Store  Id  Recorded  Missing
---------------------------------------------
East    Wu       Three  s3  nothing   all 3
West    Wu       Two    s2  1/3       N, D

Reported late: Four
"""
BY_MANAGER = """\
Sales
north，2026年3月：应报 4 家，已报 2 家（50.0%），未报 1 家，部分上报 1 家
按时截止 2026-04-05：按时 1 家，迟报 1 家
已逾期 3 天

负责人  应报  已报  按时  迟报  未报  部分  待报门店
------------------------------------------------------
Li         2     2     1     1     0     0  -
Wu         2     0     0     0     1     1  Three、Two

未报明细

负责人  区域  门店   编码  已登记  缺报
--------------------------------------------
Wu      West  Two    s2    1/3     N、D
Wu      East  Three  s3    无      全部 3 项

迟报：Four
"""


@pytest.mark.usefixtures("march")
def test_the_text(dealerplan: Dealerplan) -> None:
    assert dealerplan("due").out == BY_REGION  # the last month that ended
    assert dealerplan("due", "2026-03", "--by", "manager", "--lang", "zh").out == BY_MANAGER


@pytest.mark.usefixtures("march")
def test_json_and_a_row_a_store_for_a_mail_merge(dealerplan: Dealerplan) -> None:
    two = {"store": "s2", "region": "West", "manager": "Wu", "measures": ["n", "d"], "days_late": 3}
    three = {"store": "s3", "region": "East", "manager": "Wu", "measures": ["a", "n", "d"], "days_late": 3}
    assert dealerplan("due", "--format", "json").json() == {
        "plan": "sales", "group": "north", "month": "2026-03", "due": 4, "reported": 2, "on_time": 1, "late": 1,
        "partial": 1, "missing": [three, two],
    }  # fmt: skip
    assert dealerplan("due", "--by", "manager", "--format", "csv").out == (
        "store,name,region,manager,month,measures,days_late,plan\n"
        "s2,Two,West,Wu,2026-03,N; D,3,sales\n"
        "s3,Three,East,Wu,2026-03,A; N; D,3,sales\n"
    )


@pytest.mark.usefixtures("march")
def test_only_stores_open_in_the_month_are_asked(dealerplan: Dealerplan) -> None:
    def silent(month: str) -> list[str]:
        found: list[dict[str, Any]] = dealerplan("due", month, "--format", "json").json()["missing"]
        return [one["store"] for one in found]

    assert silent("2026-02") == ["s3", "s2", "s4", "gone"]
    assert silent("2026-05") == ["s1", "s3", "s2", "s4", "later"]


def test_before_any_store_opens_none_is_due(small_group: SmallGroup, dealerplan: Dealerplan) -> None:
    small_group("store,opened,t\ns1,2026-02-01,1200\n", TARGETS, "s1 a: - 1")
    assert "north, January 2026: no store is due" in dealerplan("due", "2026-01").out
    answer = dealerplan("due", "2026-02", "--format", "json").json()
    assert (answer["on_time"], answer["late"]) == (None, None)  # no day is set


@pytest.mark.usefixtures("march")
def test_before_the_period_there_is_no_month_to_ask(dealerplan: Dealerplan) -> None:
    refused(dealerplan("due", today="2026-01-08"), "2025-12 is outside the period", "the plans: sales: 2026")


@pytest.mark.usefixtures("march")
def test_when_it_fails(dealerplan: Dealerplan) -> None:
    assert dealerplan("due", "--fail-on", "missing", today="2026-04-04").code == 1
    assert dealerplan("due", "--fail-on", "late", today="2026-04-04").code == 0
    assert dealerplan("due", "--fail-on", "late").code == 1


@pytest.mark.usefixtures("march")
def test_one_store_and_one_owner_as_ever(dealerplan: Dealerplan) -> None:
    out = dealerplan("due", "--store", "s2").out
    assert "Two, March 2026: 2 of 3 not recorded" in out
    plans = dealerplan("due", "--store", "s2", "--format", "json").json()["plans"]
    assert [one["measure"] for one in plans[0]["missing"]] == ["n", "d"]
    found = dealerplan("due", "--owner", "Li", "--format", "json").json()["plans"]
    assert [one["store"] for one in found] == ["s1", "s4"]


@pytest.mark.usefixtures("march")
def test_beside_plans_of_one_store(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan("parts", "store: p", "targets: {sold: {goal: 5}}")
    out = dealerplan("due").out
    assert "north, March 2026: 2 of 4 stores have reported" in out
    assert "p, March 2026: none of 1 recorded" in out or "p, March 2026: 1 of 1 not recorded" in out
    refused(dealerplan("due", "--format", "csv"), "some plans are of a group, others of one store: parts")
    assert dealerplan("due", "2026-03", "sales", "--format", "json").json()["group"] == "north"
    assert dealerplan("due", "2026-03", "parts", "--format", "json").json()["plans"][0]["plan"] == "parts"


@pytest.mark.usefixtures("march")
def test_several_groups(dealerplan: Dealerplan) -> None:
    other = Path("plans/sales.yaml").read_text(encoding="utf-8").replace("plan: sales", "plan: service")
    Path("plans/service.yaml").write_text(other.replace("name: Sales", "name: Service"), encoding="utf-8")
    refused(dealerplan("due", "--format", "json"), "the plans are of several groups: sales, service")
    assert dealerplan("due").out.count("2 of 4 stores have reported") == 2
    assert len(dealerplan("due", "--format", "csv").out.splitlines()) == 5
    refused(dealerplan("due", "--by", "brand"), "--by can't be brand", "choose region, manager")


def test_stores_left_out_of_a_list_are_counted_as_stores(small_group: SmallGroup, dealerplan: Dealerplan) -> None:
    table = "".join(["store,name,region,t\n", *(f"s{at},S{at},East,1\n" for at in range(1, 21)), "w,W,West,1\n"])
    small_group(table, "t: {formula: a, goal: by store}", "s1 a: 1")
    assert "S12、另 8 家" in dealerplan("due", "2026-03", "--lang", "zh").out
