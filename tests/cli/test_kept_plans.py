"""The book keeps the plan: versions in words, the plan of then, promises of closed months that were changed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import refused
from tests.conftest import Dealerplan

FILE = Path("plans/aftersales.yaml")


def edit(old: str, new: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    FILE.write_text(text.replace(old, new), encoding="utf-8")


def plan_of(dealerplan: Dealerplan, *options: str, today: str = "2026-04-10") -> Any:
    return dealerplan("status", *options, "--format", "json", today=today).json()["plans"][0]


def goal(plan: Any, id: str = "revenue") -> Any:
    return next(one for one in plan["targets"] if one["id"] == id)["goal"]["value"]


@pytest.fixture
def closed(first_quarter: Path, dealerplan: Dealerplan) -> Path:
    """January closed on 6 February, by this very plan."""
    assert dealerplan("close", "2026-01", "--allow-missing", today="2026-04-08").code == 0
    return first_quarter


class TestVersions:
    @pytest.mark.usefixtures("closed")
    def test_in_words(self, dealerplan: Dealerplan) -> None:
        edit("goal: 600万}", "goal: 580万}")
        edit("revenue:      {name: 售后总营业额,", "revenue:      {name: 售后总营业额, owner: 王五,")
        dealerplan("done", "org_chart", today="2026-04-09", DEALERPLAN_USER="wang")
        found = dealerplan("history", "--plan", "aftersales-2026", "--format", "json").json()
        assert found["schema"] == "dealerplan.plans/1"
        first, second = found["versions"]
        assert (first["by"], first["closed"], second["by"], second["closed"]) == ("li", [], "wang", ["2026-01"])
        assert [(one["target"], one["what"], one["was"], one["now"]) for one in second["changes"]] == [
            ("revenue", "goal", "600万", "580万"),
            ("revenue", "owner", None, "王五"),
        ]
        told = dealerplan("history", "--plan", "aftersales-2026").out
        assert "goal of 售后总营业额 600万 → 580万" in told
        assert "的目标 600万 → 580万" in dealerplan("history", "--plan", "aftersales-2026", "--lang", "zh").out

    @pytest.mark.usefixtures("first_quarter")
    def test_one_where_nothing_changed(self, dealerplan: Dealerplan) -> None:
        versions = dealerplan("history", "--plan", "aftersales-2026", "--format", "json").json()["versions"]
        assert [one["changes"][0]["what"] for one in versions] == ["first"]

    @pytest.mark.usefixtures("workspace")
    def test_before_anything_was_written(self, dealerplan: Dealerplan) -> None:
        assert "Not kept yet" in dealerplan("history", "--plan", "aftersales-2026").out
        refused(dealerplan("history", "--plan", "none"), "there is no plan none")

    @pytest.mark.usefixtures("closed")
    def test_of_a_plan_whose_file_is_lost(self, dealerplan: Dealerplan) -> None:
        FILE.unlink()
        assert dealerplan("history", "--plan", "aftersales-2026", "--format", "json").json()["versions"]

    @pytest.mark.usefixtures("closed")
    def test_what_changes_nothing_keeps_nothing(self, dealerplan: Dealerplan) -> None:
        state = dealerplan("verify").out
        edit("goal: 600万}", "goal: 580万}")
        for line in ("status", "report", "check", "record 2026-03 intake=662", "undo --why x --dry-run"):
            dealerplan(*line.split())
        assert dealerplan("verify").out == state


class TestPlanOfThen:
    @pytest.mark.usefixtures("closed")
    @pytest.mark.parametrize("lost", ["edited", "broken", "lost"])
    def test_a_status_known_then_is_by_the_plan_of_then(self, dealerplan: Dealerplan, lost: str) -> None:
        before = plan_of(dealerplan, today="2026-04-08")
        if lost == "edited":
            edit("goal: 600万}", "goal: 580万}")
        elif lost == "broken":
            FILE.write_text("plan: [", encoding="utf-8")
        else:
            FILE.unlink()
        then = dealerplan("status", "--known-at", "2026-04-08", "--format", "json", today="2026-04-10")
        assert {**then.json()["plans"][0], "unkept": None} == {**before, "unkept": None}
        assert then.err == ""

    @pytest.mark.usefixtures("closed")
    def test_or_by_the_file_of_today(self, dealerplan: Dealerplan) -> None:
        edit("goal: 600万}", "goal: 580万}")
        assert goal(plan_of(dealerplan, "--known-at", "2026-04-08")) == 6_000_000
        assert goal(plan_of(dealerplan, "--known-at", "2026-04-08", "--plan-now")) == 5_800_000
        refused(dealerplan("status", "--plan-now"), "--plan-now goes with --known-at")

    @pytest.mark.usefixtures("first_quarter")
    def test_before_any_plan_was_kept_the_file_is_taken_and_that_is_said(self, dealerplan: Dealerplan) -> None:
        answer = dealerplan("status", "--known-at", "2026-01-01", "--format", "json")
        assert goal(answer.json()["plans"][0]) == 6_000_000
        assert answer.err == "aftersales-2026: not kept by then, so the file of today is taken\n"

    @pytest.mark.usefixtures("closed")
    def test_a_reports_last_line_makes_it_again_whatever_becomes_of_the_file(self, dealerplan: Dealerplan) -> None:
        first = dealerplan("report", today="2026-04-09").out
        edit("goal: 600万}", "goal: 580万}")
        dealerplan("correct", "2026-03", "intake=663", "--why", "x", today="2026-04-10")
        assert dealerplan("report", today="2026-04-10").out != first
        assert again(dealerplan, first) == first
        FILE.unlink()
        assert again(dealerplan, first) == first

    @pytest.mark.usefixtures("closed")
    def test_of_a_plan_not_kept_yet_once_something_was_written_with_it(self, dealerplan: Dealerplan) -> None:
        edit("goal: 600万}", "goal: 580万}")
        first = dealerplan("report", today="2026-04-09").out
        assert "which the book had not kept by then" in " ".join(first.split())
        assert "is not as it was kept last" in dealerplan("status").out
        assert again(dealerplan, first) == first  # the file is there still
        dealerplan("correct", "2026-03", "intake=663", "--why", "x", today="2026-04-10")
        edit("goal: 580万}", "goal: 560万}")
        assert again(dealerplan, first) == first

    @pytest.mark.usefixtures("closed")
    def test_of_a_version_that_nobody_kept_it_is_said(self, dealerplan: Dealerplan) -> None:
        edit("goal: 600万}", "goal: 580万}")
        options = options_of(dealerplan("report", today="2026-04-09").out)
        edit("goal: 580万}", "goal: 560万}")
        refused(dealerplan("report", *options), "no version", "is kept, and no file is it", code=2)

    @pytest.mark.usefixtures("first_quarter")
    def test_a_closed_month_names_the_owners_of_then(self, dealerplan: Dealerplan) -> None:
        edit("goal: under 2%, owner: 车间主管,", "goal: under 2%, owner: 张三,")
        dealerplan("close", "2026-01", "--allow-missing")
        edit("owner: 张三", "owner: 李四")
        owners = {
            month: next(
                one["owner"]
                for one in dealerplan("report", "--as-of", month, "--format", "json").json()["plans"][0]["targets"]
                if one["id"] == "rework_rate"
            )
            for month in ("2026-01", "2026-02")
        }
        assert owners == {"2026-01": "张三", "2026-02": "李四"}


def options_of(report: str) -> list[str]:
    return report.partition("\ndealerplan report ")[2].split()


def again(dealerplan: Dealerplan, report: str) -> str:
    answer = dealerplan("report", *options_of(report), today="2026-12-24")
    assert answer.code == 0, answer.err
    return answer.out


class TestRewritten:
    @pytest.mark.usefixtures("closed")
    def test_a_goal_changed_after_the_close_is_told_until_a_revision_says_it(self, dealerplan: Dealerplan) -> None:
        edit("goal: 600万}", "goal: 580万}")
        found = plan_of(dealerplan)["rewritten"]
        assert found == [{"target": "revenue", "what": "goal", "was": "600万", "now": "580万", "month": "2026-01"}]
        for answer in (dealerplan("status"), dealerplan("report")):
            assert "was 600万 when 2026-01 was closed, and is 580万" in " ".join(answer.out.split())
        findings = dealerplan("check", "--format", "json").json()["findings"]
        (message,) = [one["message"] for one in findings if one["code"] == "rewritten"]
        line = re.search(r"revisions: \[\{.*\}\]", message)
        assert line is not None
        edit("goal: 580万}", f"goal: 580万, {line[0]}}}")
        assert plan_of(dealerplan)["rewritten"] == []

    @pytest.mark.usefixtures("closed")
    def test_writing_again_does_not_bless_it(self, dealerplan: Dealerplan) -> None:
        """It is compared with the plan kept when the month was closed, at the earliest of its closings."""
        edit("goal: 600万}", "goal: 580万}")
        dealerplan("record", "2026-03", "customers=1500")
        dealerplan("reopen", "2026-01", "--why", "late")
        assert plan_of(dealerplan)["rewritten"] == []  # no month is closed
        dealerplan("close", "2026-01", "--allow-missing")
        assert [one["was"] for one in plan_of(dealerplan)["rewritten"]] == ["600万"]

    @pytest.mark.usefixtures("closed")
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("goal: 600万}", "goal: 6000000}"),
            ("goal: 600万}", "goal: at least 600万}"),
            ("goal: 600万}", "goal: 600万, owner: 王五}"),
            ("goal: 600万}", "goal: 600万, revisions: [{from: 2026-04, goal: 580万, why: 总公司}]}"),
            ("name: 售后总营业额", "name: 售后营收"),
            ("goal: tbd}", "goal: tbd}\n  extra: {formula: intake, goal: 7800}"),
        ],
    )
    def test_what_rewrites_nothing(self, dealerplan: Dealerplan, old: str, new: str) -> None:
        edit(old, new)
        assert plan_of(dealerplan)["rewritten"] == []

    @pytest.mark.usefixtures("closed")
    def test_of_open_months_nothing_is_said(self, dealerplan: Dealerplan) -> None:
        dealerplan("reopen", "2026-01", "--why", "late")
        edit("goal: 600万}", "goal: 580万}")
        assert plan_of(dealerplan)["rewritten"] == []


class TestPlanAndBook:
    @pytest.mark.usefixtures("first_quarter")
    def test_a_renamed_measure_is_orphaned_until_its_line_says_so(self, dealerplan: Dealerplan) -> None:
        text = FILE.read_text(encoding="utf-8")
        FILE.write_text(text.replace("intake", "cars"), encoding="utf-8")
        assert plan_of(dealerplan)["orphaned"] == [{"kind": "measure", "id": "intake", "like": "cars"}]
        assert "was: intake" in dealerplan("status").out
        assert [one["code"] for one in dealerplan("check", "--format", "json").json()["findings"]].count(
            "orphaned"
        ) == 1
        edit("  cars:            {name: 接车台次,", "  cars:            {was: intake, name: 接车台次,")
        assert plan_of(dealerplan)["orphaned"] == []

    @pytest.mark.usefixtures("first_quarter")
    def test_a_month_that_nobody_recorded(self, dealerplan: Dealerplan) -> None:
        assert plan_of(dealerplan, today="2026-05-09")["unrecorded"] == []
        assert plan_of(dealerplan, today="2026-05-10")["unrecorded"] == ["2026-04"]
        told = "nothing recorded for 2026-04, 2026-05: dealerplan record 2026-04"
        assert told in dealerplan("status", today="2026-06-10").out
        assert told in dealerplan("check", today="2026-06-10").out

    @pytest.mark.usefixtures("first_quarter")
    def test_a_plan_id_that_vanished(self, dealerplan: Dealerplan) -> None:
        dealerplan("done", "org_chart")
        edit("plan: aftersales-2026", "plan: service-2026")
        kinds = [(one["kind"], one["id"], one["like"]) for one in plan_of(dealerplan)["orphaned"]]
        assert ("plan", "aftersales-2026", "service-2026") in kinds
        assert ("milestone", "aftersales-2026/org_chart", None) in kinds
        edit("plan: service-2026", "plan: service-2026\nwas: aftersales-2026")
        assert plan_of(dealerplan)["orphaned"] == []
        assert plan_of(dealerplan)["milestones"][0]["done_on"] == "2026-04-08"

    @pytest.mark.usefixtures("first_quarter")
    def test_where_the_book_cannot_be_read_the_plan_is_checked(self, dealerplan: Dealerplan) -> None:
        Path("dealerplan.db").write_bytes(b"no book" * 1000)
        answer = dealerplan("check")
        assert answer.code == 1
        assert "goal-undecided" in answer.out
        assert "not looked for, since the book can't be read: rewritten, orphaned" in answer.err


class TestRenaming:
    """What the book holds under an old id counts, everywhere."""

    @pytest.mark.usefixtures("closed")
    def test_all_at_once_and_every_figure_is_equal(self, dealerplan: Dealerplan) -> None:
        for line in ("done expo orders=43", "note revenue 2026-03 slow --action hurry", "record 2026-03 sold.城东=9"):
            assert dealerplan(*line.split()).code == 0, line
        before = figures(dealerplan)
        renamed = {
            "plan: aftersales-2026": "plan: as26\nwas: aftersales-2026",
            "intake:            {": "cars:            {was: intake, ",
            "intake": "cars",
            "was: cars": "was: intake",
            "members: [城东, 城西]": "members: {东店: {was: 城东}, 城西: {}}",
            "{城东: 18": "{东店: 18",
            "  revenue:      {": "  turnover:     {was: revenue, ",
            "part_of: revenue": "part_of: turnover",
            "  expo:      {": "  fair:      {was: expo, ",
            "orders: ≥ 40": "sales: {was: orders, goal: ≥ 40}",
        }
        text = FILE.read_text(encoding="utf-8").replace("monthly_intake", "monthly").replace("daily_intake", "daily")
        for old, new in renamed.items():
            text = text.replace(old, new)
        text = text.replace("monthly:", "monthly: {was: monthly_intake,").replace("intake, {", "intake, ")
        FILE.write_text(text.replace("daily:", "daily: {was: daily_intake,").replace(", {", ", "), encoding="utf-8")
        assert figures(dealerplan) == before
        assert plan_of(dealerplan)["rewritten"] == plan_of(dealerplan)["orphaned"] == []
        assert (
            dealerplan("history", "cars", "--format", "json").json()
            == dealerplan("history", "intake", "--format", "json").json()
        )
        assert dealerplan("correct", "2026-03", "cars=663", "--why", "x").out.splitlines()[0].endswith("663, was 662")
        assert dealerplan("correct", "2026-03", "intake=664", "--why", "x").code == 0
        assert dealerplan("done", "revenue-2026-03").out == "hurry was done on 2026-04-08\n"
        assert "already" in dealerplan("done", "turnover-2026-03").out
        assert dealerplan("show", "revenue").code == 0

    @pytest.mark.usefixtures("first_quarter")
    def test_last_years_plan_may_keep_the_old_id(self, dealerplan: Dealerplan) -> None:
        text = FILE.read_text(encoding="utf-8")
        Path("plans/last.yaml").write_text(
            "plan: last\nstore: fengxing-gz\nperiod: 2025\nmeasures: {intake: {name: 接车台次, unit: 台}}\n"
            "targets: {monthly: {formula: intake, goal: 7000}}\n", encoding="utf-8"
        )  # fmt: skip
        FILE.write_text(
            re.sub(r"\bintake\b", "cars", text).replace("cars:            {", "cars:            {was: intake, "),
            encoding="utf-8",
        )
        assert dealerplan("record", "2025-12", "接车台次=500").code == 0
        last = dealerplan("status", "last", "--format", "json").json()["plans"][0]
        assert last["targets"][0]["actual"] == 500
        assert dealerplan("due", "2025-12", "--format", "json").json()["plans"][0]["missing"] == []


def figures(dealerplan: Dealerplan) -> list[Any]:
    """The figures of every target and milestone, in order, without ids and names."""
    plan = plan_of(dealerplan)
    keys = (
        "actual",
        "expected",
        "attainment",
        "gap",
        "remaining",
        "status",
        "missing",
        "months",
        "yoy",
        "hits",
        "spans",
    )
    done = [(one["done_on"], [result["value"] for result in one["results"]]) for one in plan["milestones"]]
    return [plan["as_of"], plan["closed"], [[one[key] for key in keys] for one in plan["targets"]], done]


class TestSharedBooks:
    """A book that others share shows nothing of their plans."""

    PLAN = "plan: sales\nstore: {store}\nperiod: 2026\nname: Sales of {store}\ntargets: {{sold: {{goal: {goal}}}}}\n"

    @pytest.fixture
    def shops(self, tmp_path: Path, dealerplan: Dealerplan) -> dict[str, tuple[str, ...]]:
        options: dict[str, tuple[str, ...]] = {}
        for store, goal in (("a", 120), ("b", 999)):
            folder = tmp_path / store
            (folder / "plans").mkdir(parents=True)
            (folder / "plans" / "p.yaml").write_text(self.PLAN.format(store=store, goal=goal), encoding="utf-8")
            options[store] = ("--workspace", str(folder), "--db", str(tmp_path / "book.db"))
            assert dealerplan("record", "2026-01", "sold=7", "--new-book", *options[store]).code == 0
        return options

    def test_a_plan_of_then_is_the_stores_own(
        self, shops: dict[str, tuple[str, ...]], dealerplan: Dealerplan, tmp_path: Path
    ) -> None:
        then = dealerplan("status", "--known-at", "2026-04-08", "--format", "json", *shops["a"])
        assert [(one["store"], goal(one, "sold")) for one in then.json()["plans"]] == [("a", 120)]
        (tmp_path / "a" / "plans" / "p.yaml").unlink()
        refused(dealerplan("status", "--known-at", "2026-04-08", *shops["a"]), "choose one with --store")
        then = dealerplan("status", "--known-at", "2026-04-08", "--store", "a", "--format", "json", *shops["a"])
        assert [one["store"] for one in then.json()["plans"]] == ["a"]

    def test_nor_do_its_versions(self, shops: dict[str, tuple[str, ...]], dealerplan: Dealerplan) -> None:
        versions = dealerplan("history", "--plan", "sales", "--format", "json", *shops["b"]).json()["versions"]
        assert len(versions) == 1
        text = dealerplan("history", "--plan", "sales", "--version", versions[0]["version"], *shops["b"]).out
        assert text == self.PLAN.format(store="b", goal=999)


class TestARenamedPlanThen:
    @pytest.mark.usefixtures("first_quarter")
    def test_stands_there_once(self, dealerplan: Dealerplan) -> None:
        edit("plan: aftersales-2026", "plan: service-2026\nwas: aftersales-2026")
        dealerplan("done", "org_chart", today="2026-04-09")
        for day, id in (("2026-04-08", "aftersales-2026"), ("2026-04-09", "service-2026")):
            plans = dealerplan("status", "--known-at", day, "--format", "json", today="2026-05-01").json()["plans"]
            assert [one["plan"] for one in plans] == [id]
        named = dealerplan("status", "service-2026", "--known-at", "2026-04-08", "--format", "json").json()["plans"]
        assert [one["plan"] for one in named] == ["aftersales-2026"]

    @pytest.mark.usefixtures("closed")
    def test_a_version_that_cannot_be_read_is_told_as_such(
        self, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from dealerplan.app import kept

        hash = dealerplan("history", "--plan", "aftersales-2026", "--format", "json").json()["versions"][0]["version"]
        edit("goal: 600万}", "goal: 580万}")
        monkeypatch.setattr(kept, "read_kept", lambda *_: None)
        then = dealerplan("status", "--known-at", "2026-04-08")
        assert "kept in a way that can't be read now, so the file of today is taken" in then.err
        refused(dealerplan("status", "--plan-hash", hash), "is kept, but this dealerplan can't read it")
        assert "can't be read by this version: 2026-01" in dealerplan("status").out
