"""`show` tells a flow's gap by volume and price."""

from __future__ import annotations

import pytest

from tests.cli.conftest import AddPlan
from tests.conftest import Dealerplan

TARGETS = (
    "targets: {n: {goal: 120万, unit: 元}, d: {goal: 1200, unit: 台, name: 接车}, r: {formula: n / d, goal: 5000}}"
)


@pytest.mark.parametrize(
    ("figures", "zh", "en"),
    [
        ("n=8万 d=90", "量价分解：接车少 10台（-1.00万元）、r低 111.1元/台（-1.00万元）",
         "Volume and price: 接车 10台 fewer (-10,000元), r 111.1元/台 lower (-10,000元)"),
        ("n=121万 d=110", "量价分解：接车多 10台（+1.00万元）、r高 1万元/台（+110.00万元）",
         "Volume and price: 接车 10台 more (+10,000元), r 10,000元/台 higher (+1,100,000元)"),
        ("n=12万 d=100", "量价分解：r高 200元/台（+2.00万元）",
         "Volume and price: r 200元/台 higher (+20,000元)"),
    ],
)  # fmt: skip
def test_a_line_of_show(figures: str, zh: str, en: str, dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan("p", "store: x", TARGETS)
    assert dealerplan("record", "2026-01", *figures.split(), "--sure", "--store", "x").code == 0
    for lang, line in (("zh", zh), ("en", en)):
        assert line in dealerplan("show", "p/n", "--lang", lang).out.splitlines()
        assert line not in dealerplan("show", "p/d", "--lang", lang).out.splitlines()


def test_a_volume_that_is_a_sum_goes_by_its_target(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    rate = "r: {formula: n / (a + b), goal: 5}"
    targets = f"targets: {{n: {{goal: 1200}}, v: {{formula: a + b, goal: 120, name: Jobs}}, {rate}}}"
    add_plan("p", "store: x", "measures: {a: {}, b: {}}", targets)
    assert dealerplan("record", "2026-01", "n=90", "a=5", "b=4", "--store", "x").code == 0
    assert "Volume and price: Jobs 1 fewer (-10)\n" in dealerplan("show", "p/n").out


def test_in_json(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan("p", "store: x", TARGETS)
    assert dealerplan("record", "2026-01", "n=8万", "d=90", "--store", "x").code == 0
    told = dealerplan("show", "p/n", "--format", "json").json()["target"]
    assert told["drivers"] == {
        "gap": -20000, "volume": {"target": "d", "gap": -10, "amount": -10000},
        "price": {"target": "r", "gap": -111.111111, "amount": -10000},
    }  # fmt: skip
    targets = dealerplan("status", "p", "--format", "json").json()["plans"][0]["targets"]
    assert [one["drivers"] for one in targets] == [told["drivers"], None, None]
