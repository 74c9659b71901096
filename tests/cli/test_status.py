"""`dealerplan status` and `show`: their options and the shape of their JSON and CSV."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import AddPlan, refused, rows
from tests.conftest import Dealerplan

pytestmark = pytest.mark.usefixtures("first_quarter")

PLAN = "plan name store period as_of time_progress closed targets milestones counts".split()
TARGET = (
    "id name kind unit owner part_of goal actual expected attainment planned_progress progress_gap pace gap remaining "
    "required_per_month required_per_day pressure required_rest budget_left hits spans month mom yoy best_month status "
    "missing months"
).split()
MILESTONE = "id name due done_on owner status results".split()
STATUSES = "met on_track at_risk behind missed no_data too_few undecided".split()


def status(dealerplan: Dealerplan, *argv: str, **environ: str) -> list[dict[str, Any]]:
    plans: list[dict[str, Any]] = dealerplan("status", "--format", "json", *argv, **environ).json()["plans"]
    return plans


class TestJson:
    def test_has_every_key_of_the_contract(self, dealerplan: Dealerplan) -> None:
        answer = dealerplan("status", "--format", "json").json()
        assert answer["schema"] == "dealerplan.status/1"
        (plan,) = answer["plans"]
        assert set(PLAN) <= set(plan)
        assert plan["period"] == {"from": "2026-01", "to": "2026-12"}
        assert list(plan["counts"]) == STATUSES
        for target in plan["targets"]:
            assert set(TARGET) <= set(target)
            assert set(target["goal"]) == {"text", "op", "value", "high", "last_year", "each", "first"}
            assert set(target["month"]) == {"actual", "expected", "attainment"}
            assert [month["month"] for month in target["months"]] == ["2026-01", "2026-02", "2026-03"]
            assert all(set(month) == {"month", "actual", "expected"} for month in target["months"])
        for milestone in plan["milestones"]:
            assert set(MILESTONE) <= set(milestone)
        assert plan["milestones"][1]["results"][0]["id"] == "orders"

    def test_counts_add_up(self, dealerplan: Dealerplan) -> None:
        (plan,) = status(dealerplan)
        assert sum(plan["counts"].values()) == len(plan["targets"])

    def test_types(self, dealerplan: Dealerplan) -> None:
        (plan,) = status(dealerplan)
        for target in plan["targets"]:
            for key in ("id", "name", "kind", "status"):
                assert isinstance(target[key], str)
            for key in ("actual", "expected", "attainment", "gap", "remaining", "pressure", "mom", "yoy"):
                assert target[key] is None or isinstance(target[key], (int, float))
            assert isinstance(target["missing"], list)

    def test_numbers_are_plain_and_quotients_have_six_digits(self, dealerplan: Dealerplan) -> None:
        text = dealerplan("status", "--format", "json").out
        numbers = re.findall(r": (-?[0-9][^,\s}]*)", text)
        assert len(numbers) > 50
        for number in numbers:
            assert re.fullmatch(r"-?(0|[1-9]\d*)(\.\d*[1-9])?", number), number
            assert len(number.partition(".")[2]) <= 12, number
        assert '"attainment": 0.241667' in text

    def test_nothing_recorded(self, dealerplan: Dealerplan) -> None:
        (plan,) = status(dealerplan, "--db", "other.db")
        assert (plan["as_of"], plan["time_progress"]) == (None, 0)
        assert {one["status"] for one in plan["targets"]} == {"no_data", "undecided"}
        assert not Path("other.db").exists()

    @pytest.mark.parametrize("command", ["status", "show revenue", "due", "report", "history"])
    def test_an_emptied_book_is_said(self, first_quarter: Path, dealerplan: Dealerplan, command: str) -> None:
        (first_quarter / "dealerplan.db").write_bytes(b"")
        answer = dealerplan(*command.split())
        said = f"{first_quarter}/dealerplan.db is empty; if it ever was a book, bring back the last backup\n"
        assert (answer.code, answer.err) == (0, said)


class TestAsOf:
    def test_is_the_last_recorded_month(self, dealerplan: Dealerplan) -> None:
        assert status(dealerplan)[0]["as_of"] == "2026-03"

    def test_takes_in_no_later_month(self, dealerplan: Dealerplan) -> None:
        (plan,) = status(dealerplan, "--as-of", "2026-02")
        assert (plan["as_of"], plan["targets"][0]["actual"]) == ("2026-02", 940000)

    def test_a_month_without_actuals_is_missing(self, dealerplan: Dealerplan) -> None:
        (plan,) = status(dealerplan, "--as-of", "2026-04")
        assert plan["targets"][0]["missing"] == ["2026-04"]

    def test_last_years_actuals_do_not_count(self, dealerplan: Dealerplan) -> None:
        dealerplan("record", "2025-12", "intake=600")
        assert status(dealerplan)[0]["targets"][4]["spans"] == 3

    @pytest.mark.parametrize(
        ("month", "sentence"),
        [
            ("2027-01", "2027-01 is outside the period"),
            ("2025-12", "aftersales-2026: 2026"),
            ("March", "is not a month"),
            ("", "is not a month"),
        ],
    )
    def test_refusals(self, dealerplan: Dealerplan, month: str, sentence: str) -> None:
        for command in (["status"], ["show", "revenue"]):
            refused(dealerplan(*command, "--as-of", month), sentence)


class TestKnownAt:
    @pytest.fixture(autouse=True)
    def _corrected(self, first_quarter: Path, dealerplan: Dealerplan) -> None:
        assert first_quarter.is_dir()
        late = ("correct", "2026-03", "insurance_revenue=290000", "--why", "late invoices")
        assert dealerplan(*late, today="2026-04-20").code == 0

    def actual(self, dealerplan: Dealerplan, time: str) -> Any:
        return status(dealerplan, "--known-at", time)[0]["targets"][1]["actual"]

    @pytest.mark.parametrize(
        ("time", "actual"),
        [
            ("2026-04-07", None),
            ("2026-04-08", 520000),
            ("2026-04-19", 520000),
            ("2026-04-20", 620000),
            ("2026-04-08T00:00", None),
            ("2026-04-08T23:59", 520000),
            ("2026-04-08 23:59:59", 520000),
            ("2026-04-08T23:59:59.999999", 520000),
            ("2026-04-08T23:59Z", 520000),
            ("2026-04-06T23:59-11:00", None),
            ("2026-04-21T23:59+0800", 620000),
            ("9998-12-31", 620000),
        ],
    )
    def test_as_the_book_stood_then(self, dealerplan: Dealerplan, time: str, actual: int | None) -> None:
        if time == "2026-04-08T00:00" and "T00:00:" in dealerplan("history", "--format", "csv").out:
            pytest.skip("it is midnight")
        assert self.actual(dealerplan, time) == actual

    def test_the_time_that_history_gives_reproduces_what_was_known(self, dealerplan: Dealerplan) -> None:
        expected, known = {}, dealerplan("history", "insurance_revenue", "--format", "json").json()["revisions"]
        for one in known:
            expected[one["month"]] = one["value"]
            months = status(dealerplan, "--known-at", one["recorded_at"])[0]["targets"][1]["months"]
            assert {month["month"]: month["actual"] for month in months} == expected
        assert len(known) == 4

    def test_an_earlier_print_comes_out_again(self, dealerplan: Dealerplan) -> None:
        """Milestones are judged on that day: the expo, due on 30 April, is overdue in May only."""
        assert dealerplan("done", "org_chart", "--on", "2026-03-28", today="2026-04-20").code == 0
        status = ("status", "--fail-on", "missed")
        april, may = (dealerplan(*status, today=day) for day in ("2026-04-21", "2026-05-08"))
        assert (april.code, may.code) == (0, 1)
        assert dealerplan(*status, "--known-at", "2026-04-21", today="2026-05-08") == april
        assert dealerplan(*status, "--known-at", "9998-12-31", today="2026-05-08") == may

    @pytest.mark.parametrize(("day", "days_behind"), [("2026-04-20", 0), ("2026-04-19", 1), ("2026-04-18", 2)])
    def test_a_clock_that_goes_back_changes_no_earlier_print(
        self, dealerplan: Dealerplan, day: str, days_behind: int
    ) -> None:
        """The fixture's last entry is of 20 April."""
        before = dealerplan("status", "--known-at", "2026-04-20", today="2026-05-02")
        (*_, last) = dealerplan("history", "--format", "json").json()["revisions"]
        corrected = dealerplan("correct", "2026-03", "intake=900", "--why", "slow clock", today=day)
        assert corrected.err.count("warning: the clock says") == int(days_behind > 1)
        dealerplan("done", "org_chart", today=day)
        times = [one["recorded_at"] for one in dealerplan("history", "--format", "json").json()["revisions"]]
        assert times == sorted(times)
        assert times[-1] > last["recorded_at"]
        assert dealerplan("status", "--known-at", last["recorded_at"], today="2026-05-02") == before
        assert dealerplan("verify").code == 0

    def test_show_knows_it_too(self, dealerplan: Dealerplan) -> None:
        shown = dealerplan("show", "insurance", "--known-at", "2026-04-19", "--format", "json").json()
        assert shown["target"]["actual"] == 520000

    @pytest.mark.parametrize(
        "time",
        [
            "", "yesterday", "2026-04", "2026-02-30", "2026-04-08T25:00", "2026-04-08T18", "20260408", "1775600000",
            "2026-04-08T18:30+99:00", "2026-W15", "0001-01-01T00:00+14:00", "9999-12-31T23:59-11:00",
        ],
    )  # fmt: skip
    def test_refusals(self, dealerplan: Dealerplan, time: str) -> None:
        refused(dealerplan("status", "--known-at", time), "is not a time", "2026-04-08T18:30")


class TestFailOn:
    @pytest.mark.parametrize(("limit", "code"), [("at_risk", 1), ("behind", 1), ("missed", 1)])
    def test_an_overdue_milestone_fails(self, dealerplan: Dealerplan, limit: str, code: int) -> None:
        answer = dealerplan("status", "--fail-on", limit)
        assert (answer.code, answer.err) == (code, "")
        assert answer.out

    def test_fails_on_its_status_or_worse(self, dealerplan: Dealerplan, add_plan: AddPlan) -> None:
        store = "store: fengxing-gz"
        add_plan("good", store, "targets: {intake: {goal: '>= 1000'}}")
        add_plan("risky", store, "targets: {intake: {goal: '>= 8000'}}")
        add_plan("bad", store, "targets: {intake: {goal: '>= 80000'}}")
        add_plan("missed", store, "targets: {intake: {goal: '< 100'}}")
        codes = {
            plan: [dealerplan("status", plan, "--fail-on", limit).code for limit in ("missed", "behind", "at_risk")]
            for plan in ("good", "risky", "bad", "missed")
        }
        assert codes == {"good": [0, 0, 0], "risky": [0, 0, 1], "bad": [0, 1, 1], "missed": [1, 1, 1]}

    def test_prints_what_was_asked_for(self, dealerplan: Dealerplan) -> None:
        answer = dealerplan("status", "--fail-on", "behind", "--format", "json")
        assert answer.json()["plans"]

    @pytest.mark.parametrize("limit", ["", "met", "behnd", "BEHIND"])
    def test_refusals(self, dealerplan: Dealerplan, limit: str) -> None:
        refused(dealerplan("status", "--fail-on", limit), "--fail-on can't be")


class TestChoosingPlans:
    @pytest.fixture(autouse=True)
    def _plans(self, first_quarter: Path, add_plan: AddPlan) -> None:
        assert first_quarter.is_dir()
        add_plan("sales", "store: fengxing-sz", "targets: {intake: {goal: 5}}")
        add_plan("service", "store: fengxing-gz", "targets: {intake: {goal: 5}}", period="2026-H1")

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ([], ["aftersales-2026", "sales", "service"]),
            (["sales"], ["sales"]),
            (["service", "sales"], ["sales", "service"]),
            (["sales", "sales"], ["sales"]),
            (["aftersales-2026"], ["aftersales-2026"]),
            (["aftersales"], ["aftersales-2026"]),
            (["售后服务部年度计划"], ["aftersales-2026"]),
            (["aftersales.yaml"], ["aftersales-2026"]),
            (["plans/aftersales.yaml"], ["aftersales-2026"]),
            (["./plans/../plans/aftersales.yaml"], ["aftersales-2026"]),
            (["--store", "fengxing-sz"], ["sales"]),
            (["--store", "fengxing-gz"], ["aftersales-2026", "service"]),
            (["service", "--store", "fengxing-gz"], ["service"]),
        ],
    )
    def test_by_id_file_and_store(self, dealerplan: Dealerplan, words: list[str], found: list[str]) -> None:
        assert [plan["plan"] for plan in status(dealerplan, *words)] == found

    def test_by_a_path_from_elsewhere(
        self, dealerplan: Dealerplan, first_quarter: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = first_quarter / "plans" / "sales.yaml"
        assert [plan["plan"] for plan in status(dealerplan, str(file))] == ["sales"]
        monkeypatch.chdir(file.parent)
        assert [plan["plan"] for plan in status(dealerplan, "sales.yaml")] == ["sales"]
        monkeypatch.chdir(first_quarter.parent)
        assert [plan["plan"] for plan in status(dealerplan, "plans/sales.yaml", "--workspace", "workspace")] == [
            "sales"
        ]

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (["sals"], "did you mean sales?"),
            (["zzz"], "there are aftersales-2026, sales, service"),
            (["/elsewhere/sales.yaml"], "there is no plan /elsewhere/sales.yaml"),
            (["plans"], "there is no plan plans"),
            ([""], "there is no plan"),
            (["sales", "--store", "fengxing-gz"], "no plan is of the store fengxing-gz"),
            (["--store", "fengxing-s"], "did you mean fengxing-sz?"),
            (["--store", ""], "no plan is of the store"),
        ],
    )
    def test_refusals(self, dealerplan: Dealerplan, words: list[str], sentence: str) -> None:
        refused(dealerplan("status", *words), sentence)

    def test_a_broken_plan_beside_the_one_named_does_not_matter(
        self, dealerplan: Dealerplan, add_plan: AddPlan
    ) -> None:
        add_plan("broken", "store: [")
        assert [plan["plan"] for plan in status(dealerplan, "sales")] == ["sales"]
        assert dealerplan("check", "sales").code == 0
        for words in ([], ["broken"], ["sales", "broken"], ["sales", "zzz"]):
            refused(dealerplan("status", *words), "plans/broken.yaml:4:")

    def test_two_plans_of_one_id(self, dealerplan: Dealerplan, first_quarter: Path) -> None:
        (first_quarter / "plans" / "twin.yml").write_bytes((first_quarter / "plans" / "sales.yaml").read_bytes())
        refused(dealerplan("status"), "plans/twin.yml:1:1: the plan sales stands in plans/sales.yaml too")

    def test_hidden_files_are_no_plans(self, dealerplan: Dealerplan, first_quarter: Path) -> None:
        (first_quarter / "plans" / "._sales.yaml").write_bytes(b"\0\5\26\7")
        (first_quarter / "plans" / "notes.txt").write_text("not a plan")
        assert dealerplan("status").code == 0


class TestCsv:
    def test_status(self, dealerplan: Dealerplan) -> None:
        lines = list(csv.DictReader(io.StringIO(dealerplan("status", "--format", "csv").out)))
        revenue = next(line for line in lines if line["id"] == "revenue")
        expected = {
            "plan": "aftersales-2026", "store": "fengxing-gz", "as_of": "2026-03", "actual": "1450000",
            "attainment": "0.241667", "goal": "600万", "month_actual": "510000", "yoy": "", "status": "at_risk",
        }  # fmt: skip
        assert {key: revenue[key] for key in expected} == expected
        assert len(lines) == len(status(dealerplan)[0]["targets"])

    def test_show(self, dealerplan: Dealerplan) -> None:
        assert dealerplan("show", "monthly_intake", "--format", "csv").out.splitlines() == [
            "month,actual,expected",
            "2026-01,640,650",
            "2026-02,655,650",
            "2026-03,662,650",
        ]


class TestShow:
    @pytest.mark.parametrize("word", ["revenue", "aftersales-2026/revenue", "售后总营业额"])
    def test_is_named_by_id_name_or_plan_and_id(self, dealerplan: Dealerplan, word: str) -> None:
        shown = dealerplan("show", word, "--format", "json").json()
        assert (shown["schema"], shown["target"]["id"]) == ("dealerplan.show/1", "revenue")

    def test_as_text(self, dealerplan: Dealerplan) -> None:
        answer = dealerplan("show", "sales.城东")
        assert (answer.code, answer.err) == (0, "")
        assert "Figures as of March 2026" in answer.out

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (["revenu"], "did you mean revenue?"),
            (["售后营业额"], "did you mean 售后总营业额?"),
            (["zzz"], "there are 售后总营业额, 保险理赔产值"),
            (["revenue", "--format", "xml"], "--format can't be xml"),
        ],
    )
    def test_refusals(self, dealerplan: Dealerplan, words: list[str], sentence: str) -> None:
        refused(dealerplan("show", *words), sentence)

    def test_the_same_target_in_two_plans(self, dealerplan: Dealerplan, add_plan: AddPlan) -> None:
        add_plan("sales", "store: fengxing-gz", "targets: {revenue: {formula: intake, goal: 5}}")
        refused(dealerplan("show", "revenue"), "may mean aftersales-2026/revenue, sales/revenue")
        assert dealerplan("show", "sales/revenue").code == 0


def test_looking_writes_nothing(dealerplan: Dealerplan, first_quarter: Path) -> None:
    before = rows(first_quarter / "dealerplan.db")
    for words in (["status"], ["show", "revenue"], ["history"], ["check"]):
        assert dealerplan(*words).code in (0, 1)
    assert rows(first_quarter / "dealerplan.db") == before
    assert sorted(one.name for one in first_quarter.iterdir()) == ["dealerplan.db", "plans"]


def test_a_footnote_goes_with_its_column(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan(
        "p",
        "store: s",
        "measures: {a: {name: 'a measure of quite some length', unit: 台}}",
        "targets: {a: {goal: 12000}}",
    )
    dealerplan("record", "2026-01", "a=5", "--store", "s")
    note = "Needed with !"
    assert note in dealerplan("status", "p").out
    narrow = dealerplan("status", "p", COLUMNS="60").out
    assert "not shown on this narrow screen" in narrow
    assert note not in narrow


def test_what_a_need_is_of_stands_in_csv_too(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan("p", "store: s", "measures: {a: {}, b: {}, c: {over_time: last}}",
             "targets: {a_rate: {formula: a / b, goal: at most 5%}, c: {goal: 20}}")  # fmt: skip
    dealerplan("record", "2026-01", "a=5", "b=1000", "c=9", "--store", "s")
    rate, level = csv.DictReader(dealerplan("status", "p", "--format", "csv").out.splitlines())
    names = ("of", "strict", "change", "more_than_any_month")
    assert [rate[f"need_{name}"] for name in names] == ["a", "False", "", "False"]
    assert [level[f"need_{name}"] for name in names] == ["", "False", "rise", "False"]


def test_the_least_volume_has_the_unit_of_the_denominator(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan("p", "store: s", "measures: {a: {unit: 元}, b: {unit: 台}}",
             "targets: {r: {formula: a / b, goal: 800, min_volume: 50}}")  # fmt: skip
    dealerplan("record", "2026-01", "a=5000", "b=10", "--store", "s")
    assert "below the least volume 50台, too few" in dealerplan("show", "r").out
    dealerplan("record", "2026-02", "a=5000", "b=50", "--store", "s")
    assert "166.7元/台 does not satisfy ≥800元/台" in dealerplan("show", "r").out


def test_a_stretch_is_held_or_missed_at_the_end(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan("p", "store: s", "targets: {a: {goal: 10, stretch: 30}, loss: {goal: -100, unit: 元, stretch: -20}}",
             period="2026-Q1")  # fmt: skip
    for month, value in (("2026-01", 5), ("2026-02", 5), ("2026-03", 5)):
        assert "≥30, missed" not in dealerplan("show", "a").out
        dealerplan("record", month, f"a={value}", "loss=-30", "--store", "s")
    assert "≥30, missed" in dealerplan("show", "a").out
    loss = " ".join(dealerplan("show", "loss", "--lang", "zh").out.split())
    assert "挑战目标 ≥-20元，未达成 高于目标的挑战目标" in loss
    assert "及其完成率" not in loss


def test_a_change_through_0_is_no_percentage(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan("p", "store: s", "targets: {profit: {goal: -100, unit: 万元}}")
    dealerplan("record", "2025-01", "profit=6", "--store", "s")
    dealerplan("record", "2026-01", "profit=-70.75", "--store", "s", "--sure")
    shown = dealerplan("show", "profit", "--lang", "zh").out
    assert "-76.75万元" in shown
    assert "1,279" not in shown
    assert "还可亏" in shown
    status = dealerplan("status", "p", "--format", "json").json()["plans"][0]["targets"][0]
    assert status["yoy_to_date"]["change"] < -1


def test_a_range_says_how_far_each_month_is_from_its_nearer_end(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan("p", "store: s", "targets: {r: {formula: a / b, goal: 90% .. 95%}}", "measures: {a: {}, b: {}}")
    for month, value in (("2026-01", 88), ("2026-02", 93), ("2026-03", 97)):
        dealerplan("record", month, f"a={value}", "b=100", "--store", "s")
    table = dealerplan("show", "r").out.split("Month by month")[1]
    assert table.split()[:3] == ["Month", "Actual", "Gap"]
    assert [" ".join(line.split()) for line in table.splitlines()[-3:]] == [
        "January 88% -2.00 points", "February 93% 0.00 points", "March 97% +2.00 points",
    ]  # fmt: skip


def test_points_on_last_year_in_words(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan("p", "store: s", "measures: {a: {unit: 台}, b: {unit: 台}}",
             "targets: {r: {formula: a / b, goal: 比去年降低2个百分点}}")  # fmt: skip
    for number in range(1, 13):
        dealerplan("record", f"2025-{number:02d}", "a=10", "b=100", "--store", "s")
    dealerplan("record", "2026-01", "a=9", "b=100", "--store", "s")
    assert "≤8%，较上年下降 2 个百分点" in dealerplan("show", "r", "--lang", "zh").out


def test_an_open_first_goal_is_said_in_chinese(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan("p", "store: s", "targets: {a: {goal: tbd, revisions: [{from: 2026-01, goal: 5}]}}")
    dealerplan("record", "2026-01", "a=9", "--store", "s")
    assert "原目标：待定" in dealerplan("show", "a", "--lang", "zh").out
