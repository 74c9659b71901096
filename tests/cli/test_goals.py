"""`dealerplan goals`: the goals of a group's stores as they stand, and their table to fill in."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from dealerplan.app.workspace import read_workspace
from dealerplan.domain.group import Store
from tests.cli.conftest import refused
from tests.conftest import Dealerplan

PLAN = """\
plan: p
name: 集团计划
group: yuntong
stores: stores.csv
period: 2026
targets:
  revenue: {name: 营业额, unit: 元, goal: by store, group_goal: 3000}
  intake:  {name: 接车台次, unit: 台, goal: by store}
  rework:  {name: 返修台次, unit: 台, goal: at most 5}
"""
STORES = """\
门店,名称,区域,开业,停业,自,原因,营业额,接车台次
s1,苏州1店,华东,,,,,1200,12
s2,,华北,,2026-03-31,,,1200,待定
s3,襄阳1店,华东,,,,,600,
s3,,华中,,,2026-07,加任务,700,
"""


@pytest.fixture
def group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "group"
    (folder / "plans").mkdir(parents=True)
    (folder / "plans" / "p.yaml").write_text(PLAN, encoding="utf-8")
    (folder / "plans" / "stores.csv").write_text(STORES, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def stores(folder: Path) -> list[Store]:
    head = read_workspace(folder).heads[0]
    found = read_workspace(folder).source.group(head)
    assert found is not None
    return [store._replace(row=0) for store in found[1].stores]


@pytest.mark.usefixtures("workspace")
def test_of_one_store_it_says_that_there_is_no_group(dealerplan: Dealerplan) -> None:
    refused(dealerplan("goals"), "is of one store")


@pytest.mark.usefixtures("group")
class TestAsTheyStand:
    """In force in a month, today's by default: later rows count from their month, a closed store what it owed."""

    @pytest.mark.parametrize(
        ("words", "closed", "third"),
        [
            ((), 300, 600),  # today is in April: s2 has closed in March, and owes 3 months of 12
            (("--as-of", "2026-02"), 1200, 600),
            (("--as-of", "2026-08"), 300, 700),
        ],
    )
    def test_sums(self, words: tuple[str, ...], closed: int, third: int, dealerplan: Dealerplan) -> None:
        told = dealerplan("goals", *words, "--format", "json").json()
        total = 1200 + closed + third
        assert told["targets"][0]["goal"] == {
            "stores": total, "first": 3000, "group": 3000, "above_group": total - 3000, "undecided": 0, "without": 0,
        }  # fmt: skip
        assert [one["goals"]["revenue"]["value"] for one in told["stores"]] == [1200, closed, third]

    def test_undecided_and_without_are_two_things(self, dealerplan: Dealerplan) -> None:
        told = dealerplan("goals", "--format", "json").json()
        intake = told["targets"][1]["goal"]
        assert (intake["stores"], intake["undecided"], intake["without"]) == (12, 1, 1)
        assert [one["goals"]["intake"] and one["goals"]["intake"]["value"] for one in told["stores"]] == [
            12,
            None,
            None,
        ]
        assert [one["goals"]["intake"] is None for one in told["stores"]] == [False, False, True]

    def test_csv_has_a_row_a_store(self, dealerplan: Dealerplan) -> None:
        rows = list(csv.DictReader(io.StringIO(dealerplan("goals", "--as-of", "2026-08", "--format", "csv").out)))
        assert [row["store"] for row in rows] == ["s1", "s2", "s3"]
        assert [row["region"] for row in rows] == ["华东", "华北", "华中"]
        assert [row["intake"] for row in rows] == ["12", "tbd", ""]
        assert rows[1]["closed"] == "2026-03-31"

    @pytest.mark.parametrize(("lang", "told"), [("en", "More than asked"), ("zh", "合计减集团目标")])
    def test_on_screen(self, lang: str, told: str, dealerplan: Dealerplan) -> None:
        answer = dealerplan("goals", "--lang", lang, COLUMNS="120")
        assert (answer.code, answer.err) == (0, "")
        assert told in answer.out
        assert "-900" in answer.out  # 2,100 in force, 3,000 asked
        assert "苏州1店" in answer.out

    def test_before_and_after_the_period_its_nearest_month(self, dealerplan: Dealerplan) -> None:
        for today, month in (("2025-11-20", "2026-01"), ("2027-02-01", "2026-12")):
            assert dealerplan("goals", "--format", "json", today=today).json()["as_of"] == month

    def test_a_month_outside_the_period(self, dealerplan: Dealerplan) -> None:
        refused(dealerplan("goals", "--as-of", "2027-01"), "2027-01 is outside the period 2026")


class TestForm:
    """The file is the table: what is there is kept, and read again it has the very same stores."""

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_in_place_of_the_table(self, kind: str, lang: str, group: Path, dealerplan: Dealerplan) -> None:
        before = stores(group)
        assert dealerplan("goals", "--form", f"form.{kind}", "--lang", lang).code == 0
        plan = group / "plans" / "p.yaml"
        plan.write_text(PLAN.replace("stores.csv", f"new.{kind}"), encoding="utf-8")
        Path(f"form.{kind}").rename(group / "plans" / f"new.{kind}")
        assert stores(group) == before

    def test_before_there_is_a_table(self, group: Path, dealerplan: Dealerplan) -> None:
        (group / "plans" / "stores.csv").unlink()
        assert dealerplan("goals", "--form", "plans/stores.csv").code == 0
        heads = (group / "plans" / "stores.csv").read_text(encoding="utf-8-sig")
        assert heads.split(",")[:3] == ["store", "store name", "region"]
        assert heads.endswith(",opening date,closing date,effective from,reason,营业额,接车台次\n")

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (("--form", "plans/stores.csv"), "plans/stores.csv is there already"),
            (("--form", "form.ods"), "form.ods ends neither in .csv nor in .xlsx"),
            (("--form", "form.csv", "--as-of", "2026-03"), "--form writes the whole table"),
        ],
    )
    def test_refused(self, words: tuple[str, ...], sentence: str, group: Path, dealerplan: Dealerplan) -> None:
        refused(dealerplan("goals", *words), sentence)
        assert (group / "plans" / "stores.csv").read_text(encoding="utf-8") == STORES

    def test_a_table_with_mistakes_is_mended_first(self, group: Path, dealerplan: Dealerplan) -> None:
        (group / "plans" / "stores.csv").write_text("门店,营业额,接车台次\ns1,x,1\n", encoding="utf-8")
        refused(dealerplan("goals", "--form", "form.csv"), "stores.csv")
        assert not Path("form.csv").exists()

    def test_csv_has_no_sheet(self, group: Path, dealerplan: Dealerplan) -> None:
        (group / "plans" / "p.yaml").write_text(
            PLAN.replace("stores: stores.csv", "stores: {file: new.xlsx, sheet: 售后}"), encoding="utf-8"
        )
        refused(dealerplan("goals", "--form", "form.csv"), "the plan names the sheet 售后, and CSV has none")
        assert dealerplan("goals", "--form", "plans/new.xlsx").code == 0
