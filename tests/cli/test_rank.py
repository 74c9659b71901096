"""`rank` lists a group's stores in the order of a target: movement, chance, who has no rank and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import SmallGroup, refused
from tests.conftest import Dealerplan

FLOW = "t: {name: T, formula: a, goal: by store}"
RATE = "t: {formula: n / d, goal: under 2%, min_volume: 5}"
FOUR = "store,t\ns1,1200\ns2,1200\ns3,2400\ns4,600\n"


def listed(dealerplan: Dealerplan, *words: str) -> list[dict[str, Any]]:
    answer = dealerplan("rank", "t", "--format", "json", *words).json()
    assert list(answer) == ["schema", "plan", "target", "as_of", "by", "structure", "of", "stores"]
    assert answer["schema"] == "dealerplan.rank/1"
    found: list[dict[str, Any]] = answer["stores"]
    return found


def order(found: list[dict[str, Any]], *keys: str) -> str:
    """`s1 1, s2 2`: each store with what keys have of it."""
    return ", ".join(" ".join([one["store"], *(str(one[key]) for key in keys or ("rank",))]) for one in found)


def test_equal_paces_share_a_rank_and_stand_in_the_order_of_the_table(
    small_group: SmallGroup, dealerplan: Dealerplan
) -> None:
    small_group(FOUR, FLOW, "s1 a: 100 90", "s2 a: 100 110", "s3 a: 200 180", "s4 a: 50 30")
    assert order(listed(dealerplan), "rank", "of", "moved") == "s2 1 4 0, s1 2 4 -1, s3 2 4 -1, s4 4 4 -3"


def test_movement_needs_a_rank_in_both_months(small_group: SmallGroup, dealerplan: Dealerplan) -> None:
    small_group(FOUR, FLOW, "s1 a: 100 90", "s2 a: - 110", "s3 a: 200 290", "s4 a: 50 30")
    assert order(listed(dealerplan), "rank", "moved") == "s3 1 0, s2 2 None, s1 3 -2, s4 4 -3"
    assert "new" in dealerplan("rank", "t").out
    assert order(listed(dealerplan, "--as-of", "2026-01"), "moved") == "s1 None, s3 None, s4 None, s2 None"


def test_by_contribution(small_group: SmallGroup, dealerplan: Dealerplan) -> None:
    small_group(FOUR, FLOW, "s1 a: 80", "s2 a: 100", "s3 a: 170", "s4 a: 20")
    assert order(listed(dealerplan)) == "s2 1, s3 2, s1 3, s4 4"
    assert order(listed(dealerplan, "--by", "contribution"), "rank", "contribution") == (
        "s2 1 0, s1 2 -20, s3 3 -30, s4 3 -30"
    )


def test_under_a_ceiling_the_lowest_pace_is_the_best(small_group: SmallGroup, dealerplan: Dealerplan) -> None:
    small_group(FOUR, "t: {formula: a, goal: at most by store}", "s1 a: 80", "s2 a: 130", "s3 a: 170", "s4 a: 20")
    assert order(listed(dealerplan)) == "s4 1, s1 2, s3 3, s2 4"


def test_a_rate_is_ranked_by_its_cases_and_flagged_beyond_chance(
    small_group: SmallGroup, dealerplan: Dealerplan
) -> None:
    """[G13]: 64 of 2,000 has odds of 0.025% at 2%, 1 of 20 is nothing to speak of."""
    table = "store,name\ns1,East\ns2,West\ns3,South\ns4,North\n"
    rows = ("s1 n: 64", "s1 d: 2000", "s2 n: 1", "s2 d: 20", "s3 n: 915", "s3 d: 46977", "s4 n: 0", "s4 d: 3")
    small_group(table, RATE, *rows)
    found = listed(dealerplan)
    assert order(found, "rank", "contribution") == "s3 1 -24.54, s2 2 0.6, s1 3 24, s4 None -0.06"
    assert found[2]["chance"] == {"p": found[2]["chance"]["p"], "side": "above", "excess": 24, "level": "alarm"}
    assert f"{found[2]['chance']['p']:.5f}" == "0.00025"
    assert [one["chance"] for one in found if one["store"] != "s1"] == [None] * 3
    assert found[3]["reason_not_ranked"] == "too_few"
    out = dealerplan("rank", "t", COLUMNS="100").out
    assert "  3  East     3.2%    2%         +24台  alarm +24台  !! behind" in out
    assert "at the group's rate of 2%; odds below 0.1% are an alarm" in out
    assert "min_volume" not in out
    refused(dealerplan("rank", "t", "--by", "pace"), "t can't be ranked by pace", "leave out --by")
    assert listed(dealerplan, "--by", "contribution") == found


def test_a_rank_in_a_rate_without_min_volume_decides_no_pay(small_group: SmallGroup, dealerplan: Dealerplan) -> None:
    small_group("store\ns1\n", "t: {formula: n / d, goal: under 2%}", "s1 n: 1", "s1 d: 20")
    assert "without min_volume says little of a small store: it should not decide pay" in dealerplan("rank", "t").out


def test_a_range_by_how_far_outside_and_spans_by_how_many_held(small_group: SmallGroup, dealerplan: Dealerplan) -> None:
    ranges = "t: {formula: a, goal: 1200 .. 1800}\nspans: {name: S, formula: d, goal: 1, each: month}"
    small_group("store\ns1\ns2\ns3\n", ranges, "s1 a: 90", "s2 a: 155", "s3 a: 120", "s1 d: 1", "s2 d: 0", "s3 d: 2")
    assert order(listed(dealerplan)) == "s3 1, s2 2, s1 3"
    assert "   3  s1       90元  100–150元    -10元  ! at risk" in dealerplan("rank", "t").out
    assert "   1  s3         100.0%  + on track" in dealerplan("rank", "spans").out
    refused(dealerplan("rank", "spans", "--by", "contribution"), "S can't be ranked by contribution")


TABLE = """\
store,name,region,opened,closed,t
ok,Ok,East,,,1200
closed,Closed,East,,2026-01-31,1200
later,Later,East,2026-06-01,,1200
none,None,East,,,
open,Open,East,,,tbd
silent,Silent,East,,,1200
new,New,West,2026-03-01,,1200
"""
RANKED = """\
T (t)
Sales, north, as of March 2026, stores where they were in each month
1 of 5 due stores ranked among all, by pace

Rank  Store  Region  Actual   Owed    Pace  Moved  Status
-------------------------------------------------------------
   1  Ok     East     330元  300元  110.0%      0  + on track

Not ranked: 6

Store   Region  Reason
--------------------------------------------------
Closed  East    closed
Later   East    not open yet
None    East    no goal
Open    East    goal undecided
Silent  East    nothing recorded
New     West    open for fewer than 2 whole months
"""
IN_CHINESE = """\
T（t）
Sales，north，截至 2026年3月，门店按当月归属
应报 5 家，1 家全集团排名，按进度比

名次  门店  区域   完成   应达  进度比  较上月  状态
------------------------------------------------------
   1  Ok    East  330元  300元  110.0%       0  + 正常

未排名：6 家

门店    区域  原因
-------------------------------
Closed  East  已停业
Later   East  尚未开业
None    East  无目标
Open    East  目标待定
Silent  East  尚无登记
New     West  开业未满 2 个整月
"""


def test_who_has_no_rank_stands_below_with_the_reason(small_group: SmallGroup, dealerplan: Dealerplan) -> None:
    small_group(TABLE, FLOW, "ok a: 110 110 110", "closed a: 90", "open a: 1", "new a: - - 90")
    assert dealerplan("rank", "t", "--as-of", "2026-03").out == RANKED
    assert dealerplan("rank", "t", "--as-of", "2026-03", "--lang", "zh").out == IN_CHINESE
    rows = dealerplan("rank", "t", "--as-of", "2026-03", "--format", "csv").out.splitlines()
    assert rows[0].startswith("rank,of,peers_rank,peers_of,store,name,region,brand,class,manager,actual,")
    assert rows[1].startswith("1,1,1,1,ok,Ok,East,,,,330,300,30,30,0,0,")
    assert rows[2].endswith(",closed")


PEERS = (
    "store,brand,class,t\n" + "".join(f"s{at},Honda,A,1200\n" for at in range(1, 6)) + "t1,VW,A,1200\nt2,VW,A,1200\n"
)
OF_PEERS = [f"s{at} a: {100 - at}" for at in range(1, 6)] + ["t1 a: 120", "t2 a: 50"]


def test_peers_are_ranked_among_each_other(small_group: SmallGroup, dealerplan: Dealerplan) -> None:
    small_group(PEERS, FLOW, *OF_PEERS, more="peers: [brand, class]")
    found = listed(dealerplan, "--peers")
    assert order(found) == "s1 2, s2 3, s3 4, s4 5, s5 6, t1 1, t2 7"  # among all
    assert [tuple(one["peers"].values()) for one in found] == [(at, 5) for at in range(1, 6)] + [(1, 2), (2, 2)]
    out = dealerplan("rank", "t", "--peers").out
    assert "7 of 7 due stores ranked among their peers, by pace" in out
    assert "Honda A\n\nRank  Store  Actual" in out
    assert "VW A\nFewer than 5 peers: no fair rank.\n" in out


def test_who_became_another_stores_peer_has_not_moved(small_group: SmallGroup, dealerplan: Dealerplan) -> None:
    table = "store,brand,from,t\ns1,Honda,,1200\ns1,VW,2026-02,\ns2,Honda,,1200\ns3,VW,,1200\n"
    small_group(table, FLOW, "s1 a: 90 90", "s2 a: 100 70", "s3 a: 120 120", more="peers: [brand]")
    assert order(listed(dealerplan, "--peers"), "moved") == "s3 0, s1 None, s2 0"
    assert order(listed(dealerplan, "--peers", "--structure", "now"), "moved") == "s3 0, s1 0, s2 0"
    assert order(listed(dealerplan, "--all"), "moved") == "s3 0, s1 1, s2 -1"


def test_without_any_actual_nobody_is_ranked(small_group: SmallGroup, dealerplan: Dealerplan) -> None:
    small_group(FOUR, FLOW, "s1 a: 1")
    Path("dealerplan.db").unlink()
    out = dealerplan("rank", "t").out
    assert "Sales, north: nothing is recorded" in out
    assert "No store is ranked." in out
    assert listed(dealerplan) == []


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        (("nothing",), ("there is no target nothing",)),
        (("tt",), ("there is no target tt", "did you mean")),
        (("t", "nothing"), ("there is no plan nothing", "there are sales")),
        (("t", "--peers"), ("sales does not say which stores are peers", "peers: [brand, class]")),
        (("t", "--peers", "--all"), ("--peers and --all exclude each other",)),
        (("t", "--by", "value"), ("--by can't be value", "choose pace, contribution")),
        (("t", "--structure", "x"), ("--structure can't be x",)),
        (("t", "--as-of", "2025-12"), ("2025-12 is outside the period 2026",)),
        ((), ("TARGET is missing",)),
    ],
)
def test_what_it_refuses(
    words: tuple[str, ...], sentences: tuple[str, ...], small_group: SmallGroup, dealerplan: Dealerplan
) -> None:
    small_group(FOUR, "t: {formula: a, goal: by store}", "s1 a: 1")
    refused(dealerplan("rank", *words), *sentences)


@pytest.mark.usefixtures("workspace")
def test_a_plan_of_one_store_has_no_ranks(dealerplan: Dealerplan) -> None:
    refused(dealerplan("rank", "intake"), "is of one store", "group: and stores: instead of store:")
