"""A store's own report tells its place among its peers, and names none of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.conftest import SmallGroup
from tests.conftest import Dealerplan

STORES = [f"s{at}" for at in range(1, 8)]
TABLE = "store,name,brand,t\n" + "".join(f"{id},Shop {id},{'Honda' if id < 's7' else 'VW'},1200\n" for id in STORES)
TARGETS = (
    "t: {name: T, formula: a, goal: by store}\n"
    "r: {name: R, formula: n / d, goal: under 2%, min_volume: 100}\n"
    "each: {name: E, formula: d, goal: at most 150, each: month}"
)


@pytest.fixture
def peers(small_group: SmallGroup) -> None:
    """Six stores of Honda, of paces from 101 to 106%, and one of VW; of rates two are too few."""
    rows = [f"{id} a: {100 + at}" for at, id in enumerate(STORES, 1)]
    rows += [f"{id} n: {at}" for at, id in enumerate(STORES, 1)]
    rows += [f"{id} d: {200 if at > 2 else 50}" for at, id in enumerate(STORES, 1)]
    small_group(TABLE, TARGETS, *rows, more="peers: [brand]")


def told(dealerplan: Dealerplan, *words: str) -> Any:
    return dealerplan("report", "--store", "s2", "--format", "json", *words).json()["plans"][0].get("standing")


@pytest.mark.usefixtures("peers")
def test_the_place_the_median_and_the_best_quarter(dealerplan: Dealerplan) -> None:
    pace, spans = told(dealerplan)  # of the rate are too few: s2 has no rank in it, and only four peers have one
    assert pace == {
        "target": "t", "rank": 5, "of": 6, "by": "pace", "value": 1.02, "median": 1.035, "best_quarter": 1.05,
    }  # fmt: skip
    assert (spans["target"], spans["rank"], spans["by"]) == ("each", 1, "spans")
    assert (spans["median"], spans["best_quarter"]) == (0, 1)  # more is better, though less is asked


@pytest.mark.usefixtures("peers")
def test_the_words(dealerplan: Dealerplan) -> None:
    out = dealerplan("report", "--store", "s2").out
    part = out[out.index("Among its peers") : out.index("Appendix")]
    assert "T        5/6     102.0%  103.5%             105.0%  Pace" in part
    assert "Shop" not in part.replace("Shop s2", "")
    zh = dealerplan("report", "--store", "s2", "--lang", "zh").out
    assert "在同类门店中\n\n指标  名次    本店    中位  前四分之一起  排名依据\n" in zh


@pytest.mark.usefixtures("peers")
def test_none_among_fewer_than_five_and_none_elsewhere(dealerplan: Dealerplan) -> None:
    assert "Among its peers" not in dealerplan("report", "--store", "s7").out
    assert dealerplan("report", "--store", "s7", "--format", "json").json()["plans"][0]["standing"] == []
    assert "Among its peers" not in dealerplan("status", "--store", "s2", "--all").out
    assert "standing" not in dealerplan("report", "--span", "month", "--format", "json").json()["plans"][0]


@pytest.mark.usefixtures("peers")
def test_the_same_report_can_be_made_again(dealerplan: Dealerplan) -> None:
    first = dealerplan("report", "--store", "s2").out
    command = next(line for line in first.splitlines() if line.startswith("dealerplan report"))
    assert "--store s2" in command
    dealerplan("correct", "2026-01", "a=500", "--store", "s1", "--why", "typed wrong", today="2026-04-10")
    words = command.split()[1:]
    again = dealerplan(*words, today="2026-04-12").out
    part = first[first.index("Among its peers") : first.index("Appendix")]
    assert part in again
    assert part not in dealerplan("report", "--store", "s2", today="2026-04-12").out


def test_an_owners_report_tells_of_what_is_theirs(small_group: SmallGroup, dealerplan: Dealerplan) -> None:
    targets = "t: {formula: a, goal: by store, owner: Li}\nr: {formula: n / d, goal: under 2%, owner: Wu}"
    rows = [f"{id} {measure}: 100" for id in STORES for measure in "and"]
    small_group(TABLE, targets, *rows)  # without peers all stores are
    assert [one["target"] for one in told(dealerplan)] == ["t", "r"]
    assert [one["target"] for one in told(dealerplan, "--owner", "Li")] == ["t"]
    assert "without min_volume says little" in dealerplan("report", "--store", "s2").out


@pytest.mark.usefixtures("first_quarter")
def test_a_plan_of_one_store_has_no_standing(dealerplan: Dealerplan) -> None:
    answer = dealerplan("report", "--store", "fengxing-gz", "--format", "json").json()
    assert "standing" not in answer["plans"][0]
