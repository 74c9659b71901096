"""`show` of a group's target: its figures over what is recorded, who misses what, what each store adds."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests import made_group
from tests.cli.conftest import AddPlan, SmallGroup, refused
from tests.conftest import Dealerplan

G5 = "store,name,region,manager,t\nsa,A,East,Li,1200\nsb,B,West,Wu,600\nsc,C,East,He,2400\n"
FLOW = "t: {name: T, formula: a, goal: by store, group_goal: 4000}"
ROWS = ("sa a: 100 110 90", "sb a: 50 - 40", "sc a: 150 160 170")

TEXT = """\
T (t)
Sales, north, as of March 2026, stores where they were in each month
Formula: a, a flow

Status
!! behind
Stores: 1 on track, 1 at risk, 1 behind

Figures

Figure                Value  Meaning
--------------------------------------------------------------------------------
Goals               4,200元  sum of the stores' goals in force
Group's goal        4,000元  what the plan asks of all together
Actual                870元  sum of the months that are due and recorded
Owed                1,000元  what those months owe
Attained              20.7%  of the goals in force
Attained              21.8%  of the group's goal
Pace                  87.0%  actual / owed
Pace                  91.4%  as the group's goal owes it
Ahead           -3.1 points  attained, less what those months owe of the goals
                             in force
Gap                  -130元  actual - owed
Months counted          8/9  of all stores, of those due with a decided goal
Coverage              95.2%  of what all those months owe
Forecast            3,660元  from 3 stores

Missing

Store  Months
--------------------
B      February 2026

Stores, the worst first
The gap is -130元 of 2 stores on the wrong side and 0元 of 0 on the right one; 1
are even.

Store  Region  Actual   Owed  Contribution  Of all that is short  Status
----------------------------------------------------------------------------
C      East     480元  600元        -120元                 92.3%  !! behind
B      West      90元  100元         -10元                  7.7%  ! at risk
A      East     300元  300元           0元                     -  + on track
(not shown on this narrow screen: Manager)
"""


def test_the_worked_example(small_group: SmallGroup, dealerplan: Dealerplan) -> None:
    """[G5] and [G6]."""
    small_group(G5, FLOW, *ROWS)
    assert dealerplan("show", "t", COLUMNS="80").out == TEXT
    zh = dealerplan("show", "t", "--lang", "zh").out
    assert "完成率            20.7%  占现行目标" in zh
    assert "差额 = 2 家不利 -130元 与 0 家有利 0元；持平 1 家。" in zh


def test_json_is_as_the_groups_with_its_stores(small_group: SmallGroup, dealerplan: Dealerplan) -> None:
    small_group(G5, FLOW, *ROWS)
    found = dealerplan("show", "t", "--format", "json").json()
    assert list(found) == ["schema", "plan", "group", "as_of", "structure", "target"]
    assert [found["target"]] == dealerplan("group", "--stores", "--format", "json").json()["targets"]
    rows = dealerplan("show", "t", "--format", "csv").out.splitlines()
    assert rows[0].startswith("rank,of,")
    assert len(rows) == 4


def test_as_known_and_as_of(small_group: SmallGroup, dealerplan: Dealerplan) -> None:
    small_group(G5, FLOW, *ROWS)
    dealerplan("record", "2026-02", "a=60", "--store", "sb", today="2026-04-09")
    now, then = (
        dealerplan("show", "sales/t", "--format", "json", "--as-of", "2026-03", *words, today="2026-04-10").json()
        for words in ((), ("--known-at", "2026-04-05"))
    )
    assert (now["target"]["actual"], then["target"]["actual"]) == (930, 870)


def test_one_store_is_shown_as_ever(small_group: SmallGroup, dealerplan: Dealerplan) -> None:
    small_group(G5, FLOW, *ROWS)
    out = dealerplan("show", "t", "--store", "sb").out
    assert "Month by month" in out
    assert "Sales, B, 2026" in out


def test_without_a_target_the_groups_are_listed_once(
    small_group: SmallGroup, dealerplan: Dealerplan, add_plan: AddPlan
) -> None:
    small_group(G5, FLOW + "\neach: {formula: d, goal: 1, each: quarter}", *ROWS)
    add_plan("parts", "store: p", "targets: {sold: {goal: 5}}")
    assert dealerplan("show").out.startswith(
        """\
Sales

Target                      Goal  Status     Command
-----------------------------------------------------------------
T       by store, in all 4,200元  !! behind  dealerplan show t
D              ≥1台 each quarter  by store   dealerplan show each
"""
    )
    assert "dealerplan show sold" in dealerplan("show").out
    found = dealerplan("show", "--format", "json").json()["targets"]
    assert [(one["plan"], one["store"], one["id"], one["goal"]["text"]) for one in found] == [
        ("sales", None, "t", "by store"),
        ("sales", None, "each", "1"),
        ("parts", "p", "sold", "5"),
    ]
    assert dealerplan("show", "--format", "csv").out.splitlines()[1] == "sales,,t,T,by store,behind,"
    assert "Month by month" not in dealerplan("show", "sold").out
    assert "sold (sold)" in dealerplan("show", "sold").out.lower()


@pytest.mark.parametrize(
    ("target", "rows", "said"),
    [
        (
            "t: {formula: n / d, goal: under 2%}",
            ("sa n: 10", "sa d: 400", "sb n: 1", "sb d: 60", "sc n: 0", "sc d: 40"),
            ["Actual                  2.2%  over the months that are due and recorded",
             "Owed                      2%  what the stores' goals come to",
             "A      East    Li         2.5%    2%          +2台"],
        ),
        (
            "t: {formula: d, goal: 1, each: month}",
            ("sa d: 1 0", "sb d: 1 1"),
            ["Each store is judged alone.", "Spans held    3/4  of all stores' spans that count",
             "Last span     1/2  stores that held it", "A      East    Li              1/2"],
        ),
        (
            "t: {formula: a, goal: 1200 .. 1800}",
            ("sa a: 90", "sb a: 120", "sc a: 180"),
            ["Ranges            1 / 1 / 1  stores below, within and above theirs", "–"],
        ),
        (
            "t: {formula: a, goal: tbd}",
            ("sa a: 90",),
            ["Undecided      3  stores whose goal is open; they count on neither side", ". undecided"],
        ),
    ],
)  # fmt: skip
def test_targets_of_other_kinds(
    target: str, rows: tuple[str, ...], said: list[str], small_group: SmallGroup, dealerplan: Dealerplan
) -> None:
    small_group(G5.replace(",t\n", "\n").replace(",1200", "").replace(",600", "").replace(",2400", ""), target, *rows)
    out = dealerplan("show", "t").out
    for words in said:
        assert words in out


def test_goals_of_two_kinds_have_no_status_together(small_group: SmallGroup, dealerplan: Dealerplan) -> None:
    table = "store,t\nsa,1200\nsb,900 .. 1200\nsc,\n"
    small_group(table, "t: {formula: a, goal: by store, owner: Li}", "sa a: 100", "sb a: 90")
    out = dealerplan("show", "t").out
    assert "The stores' goals differ in kind" in out
    assert "Owner: Li" in out
    assert "Without goal" in out


def test_last_year_the_forecast_and_levels_of_earlier_months(workspace: Path, dealerplan: Dealerplan) -> None:
    """Of the made group of 24 stores, which has both years."""
    shutil.rmtree(workspace / "plans")
    made_group.write(workspace)
    for file in ("early", "late"):
        assert dealerplan("record", "--from", f"{file}.csv", "--ignore-rest", today="2026-04-05").code == 0
    out = dealerplan("show", "revenue", "--as-of", "2026-03").out
    assert re.search(r"Year on year +[+-]\d+\.\d%  to date, all stores", out)
    assert re.search(r"Comparable +[+-]\d+\.\d%  to date, \d+ comparable stores", out)
    assert re.search(r"Forecast .* from \d+ stores", out)
    assert re.search(r"First goals .* sum of the stores' first goals", out)
    out = dealerplan("show", "rework_rate", "--as-of", "2026-03", "--lang", "zh").out
    assert re.search(r"区域内部 +[+-]\d\.\d+ 个百分点", out)
    assert re.search(r"区域结构 +[+-]\d\.\d+ 个百分点", out)
    assert "Last values of earlier months, not counted" in dealerplan("show", "customers", "--as-of", "2026-03").out


def test_nothing_is_recorded(small_group: SmallGroup, dealerplan: Dealerplan) -> None:
    small_group(G5, FLOW, "sa a: 1")
    Path("dealerplan.db").unlink()
    assert "Sales, north: nothing is recorded" in dealerplan("show", "t").out


def test_unknown_targets(small_group: SmallGroup, dealerplan: Dealerplan) -> None:
    small_group(G5, FLOW, *ROWS)
    refused(dealerplan("show", "tt"), "there is no target tt", "did you mean")
    refused(dealerplan("show", "t", "--store", "x"), "no plan is of the store x")
