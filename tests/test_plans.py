"""The packaged plans: each loads, takes its sample months, and runs through record, done, status and show."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from dealerplan.app.templates import GROUP
from tests.conftest import Dealerplan
from tests.samples import NAMES, PLANS, TODAY, fill


@pytest.fixture
def filled(dealerplan: Dealerplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Make a workspace of a template with its sample months, and go there."""

    def make(name: str) -> dict[str, Any]:
        monkeypatch.chdir(fill(dealerplan, tmp_path / name, name))
        plan: dict[str, Any] = dealerplan("status", "--format", "json", today=TODAY).json()["plans"][0]
        return plan

    return make


def test_the_collection_is_whole() -> None:
    assert sorted(file.stem for file in (PLANS / "zh").glob("*.yaml")) == sorted([*NAMES, GROUP])


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_runs(name: str, filled: Any, dealerplan: Dealerplan) -> None:
    plan = filled(name)
    assert plan["plan"] == name
    assert plan["as_of"] is not None
    assert plan["counts"]["no_data"] == 0
    for lang in ("en", "zh"):
        for words in (["status"], *(["show", target["id"]] for target in plan["targets"])):
            answer = dealerplan(*words, "--lang", lang, today=TODAY, COLUMNS="80")
            assert (answer.code, answer.err) == (0, "")


@pytest.mark.parametrize("name", NAMES)
def test_every_promise_can_be_read_by_its_owner(name: str, filled: Any) -> None:
    plan = filled(name)
    for one in [*plan["targets"], *plan["milestones"]]:
        assert one["owner"], one["id"]
        assert any("\u4e00" <= char <= "\u9fff" for char in one["name"]), one["id"]


@pytest.mark.parametrize("name", NAMES)
def test_check_raises_no_false_alarm(name: str, dealerplan: Dealerplan) -> None:
    """What the sources left open is undecided; only the after-sales plan contradicts itself."""
    shutil.copy(PLANS / "zh" / f"{name}.yaml", "plan.yaml")
    found = dealerplan("check", "plan.yaml", "--format", "json").json()["findings"]
    disagreeing = {one["target"] for one in found if one["code"] != "goal-undecided"}
    assert disagreeing == ({"daily_intake", "avg_ticket"} if name == "aftersales" else set())


def test_the_after_sales_goals_contradict_each_other(dealerplan: Dealerplan) -> None:
    shutil.copy(PLANS / "zh" / "aftersales.yaml", "plan.yaml")
    found = dealerplan("check", "plan.yaml", "--lang", "zh").out
    assert "维修平均单车产值 800元/台 与 车间维修及索赔产值 380万元 不匹配：7,800台只合 487.2元/台" in found
    assert "要 800元/台，车间维修及索赔产值须 624万元" in found


def test_the_volume_brand_owes_by_season(filled: Any, dealerplan: Dealerplan) -> None:
    filled("volume-brand")
    status = dealerplan("status", "--as-of", "2026-12", "--format", "json", today=TODAY).json()
    sales = next(one for one in status["plans"][0]["targets"] if one["id"] == "sales")
    owed = [month["expected"] for month in sales["months"]]
    assert (sum(owed[:2]), sum(owed[:5]), sum(owed)) == (4333, 12333, 30000)


def test_first_visits_above_visits_are_warned_of(filled: Any, dealerplan: Dealerplan) -> None:
    filled("marketing")
    answer = dealerplan("done", "spring_reward", "first_visits=105", "--why", "recounted", today=TODAY)
    assert answer.code == 0
    assert answer.err == "warning: first_visits 105 is above visits 63, of which it is a part\n"


def test_market_share_is_held_against_last_year(filled: Any) -> None:
    plan = filled("sales-team")
    share = next(one for one in plan["targets"] if one["id"] == "market_share")
    assert share["goal"]["text"] == "高于去年"
    assert share["goal"]["value"] == pytest.approx(1030 / 13137)  # the whole of 2025 together
    assert share["actual"] == pytest.approx((96 + 64 + 103) / (1150 + 802 + 1190))
    assert share["status"] == "on_track"


def test_costs_are_held_against_the_whole_last_year(filled: Any) -> None:
    plan = filled("regional-sales")
    overhead = next(one for one in plan["targets"] if one["id"] == "overhead")
    assert (overhead["goal"]["op"], overhead["goal"]["value"]) == ("<", 4977000)
    regions = {one["id"]: one["part_of"] for one in plan["targets"] if one["part_of"]}
    assert regions["revenue.华东.一号业务员"] == "revenue.华东"


def test_net_growth_is_a_flow_of_two_measures(filled: Any) -> None:
    plan = filled("second-half")
    net = next(one for one in plan["targets"] if one["id"] == "net")
    assert (net["kind"], net["goal"]["value"], net["actual"]) == ("flow", 272430, 138300)
    assert plan["period"] == {"from": "2026-07", "to": "2026-12"}


def test_training_needs_count_by_half_years(filled: Any) -> None:
    plan = filled("customer-care")
    needs = next(one for one in plan["targets"] if one["id"] == "training_needs")
    assert needs["goal"]["each"] == "half"


def test_all_templates_are_listed_with_a_line_each(dealerplan: Dealerplan) -> None:
    lines = dealerplan("init", "--list").out.splitlines()
    assert sorted(line.split()[0] for line in lines) == sorted([*NAMES, GROUP])
