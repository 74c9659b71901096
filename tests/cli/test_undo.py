"""`dealerplan undo`, and withdrawing notes, marks and results: by new entries, the history whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Answer, Dealerplan

WHY = ("--why", "wrong")


def figures(dealerplan: Dealerplan) -> Any:
    """All that a status says, but for what it was read from."""
    plan = dealerplan("status", "--format", "json").json()["plans"][0]
    return {key: value for key, value in plan.items() if key != "unkept"}


def actions(dealerplan: Dealerplan) -> list[Any]:
    found: list[Any] = dealerplan("report", "--format", "json").json()["plans"][0]["actions"]
    return found


COMMANDS = [
    ["record 2026-03 customers=1500"],
    ["record 2026-03 customers=1500 lectures=1"],
    ["correct 2026-03 intake=663 --why x"],
    ["correct 2026-03 intake= --why x"],
    ["done org_chart --on 2026-03-30"],
    ["done expo orders=43"],
    ["note revenue 2026-03 slow --action hurry"],
    ["close 2026-03 --allow-missing"],
    ["close 2025-12 --no-business --why rebuilding"],
    ["close 2026-03 --allow-missing", "reopen 2026-03 --why late"],
    ["note revenue 2026-03 slow --action hurry", "done revenue-2026-03 --on 2026-03-31"],
    ["note revenue 2026-03 slow --action hurry", "note revenue 2026-03 --withdraw --why no"],
    ["done expo orders=43", "done expo --withdraw"],
    ["done expo orders=43", "done expo orders --withdraw"],
]


class TestUndo:
    @pytest.mark.usefixtures("first_quarter")
    @pytest.mark.parametrize("lines", COMMANDS, ids=lambda lines: lines[-1])
    def test_each_kind_of_command_and_all_is_as_before(self, dealerplan: Dealerplan, lines: Sequence[str]) -> None:
        for line in lines[:-1]:
            assert dealerplan(*line.split()).code == 0, line
        before = figures(dealerplan), actions(dealerplan)
        assert dealerplan(*lines[-1].split()).code == 0
        assert (figures(dealerplan), actions(dealerplan)) != before or "2025" in lines[-1]
        assert dealerplan("undo", *WHY).code == 0
        assert (figures(dealerplan), actions(dealerplan)) == before
        assert dealerplan("verify").code == 0

    @pytest.mark.usefixtures("first_quarter")
    def test_one_after_the_other_back_to_the_beginning(self, dealerplan: Dealerplan) -> None:
        """An undo is not itself undone: the next takes the command before."""
        for line in ("done expo orders=43", "correct 2026-03 intake=663 --why x", "close 2026-03 --allow-missing"):
            assert dealerplan(*line.split()).code == 0
        told = [dealerplan("undo", *WHY).out.splitlines()[1] for _ in range(4)]
        assert told[:3] == [
            "2026-03: the closing is taken back",
            "2026-03 接车台次: 663 → 662",
            "世博之旅: the mark of 2026-04-08 is taken back",
        ]
        assert told[3] == "2026-03 保险理赔产值: 190,000 → nothing" or told[3].endswith("→ nothing")
        assert dealerplan("undo", *WHY).code == 0
        assert dealerplan("undo", *WHY).code == 0
        assert figures(dealerplan)["as_of"] is None
        refused(dealerplan("undo", *WHY), "li has written nothing that could be undone")
        assert dealerplan("verify").code == 0

    @pytest.mark.usefixtures("first_quarter")
    def test_the_history_keeps_both(self, dealerplan: Dealerplan) -> None:
        dealerplan("correct", "2026-03", "intake=663", "--why", "counted twice")
        dealerplan("undo", "--why", "it was right")
        rows = dealerplan("history", "intake", "--month", "2026-03", "--format", "json").json()["revisions"]
        assert [(row["revision"], row["value"], row["source"], row["why"]) for row in rows] == [
            (1, 662, "record", None),
            (2, 663, "correct", "counted twice"),
            (3, 662, "undo", "it was right"),
        ]

    @pytest.mark.usefixtures("first_quarter")
    def test_of_a_first_value_nothing_is_left(self, dealerplan: Dealerplan) -> None:
        dealerplan("record", "2026-03", "customers=1500")
        when, *told = dealerplan("undo", *WHY).out.splitlines()
        assert when.startswith("written 2026-04-08 ")
        assert told == ["2026-03 基盘客户数: 1,500 → nothing", "1 entry taken back"]
        rows = dealerplan("history", "customers", "--format", "json").json()["revisions"]
        assert [(row["value"], row["source"]) for row in rows] == [(1500, "record"), (None, "undo")]
        assert dealerplan("record", "2026-03", "customers=1501").code == 0

    @pytest.mark.usefixtures("first_quarter")
    def test_what_was_known_before_is_as_it_was(self, dealerplan: Dealerplan) -> None:
        dealerplan("correct", "2026-03", "intake=663", "--why", "x", today="2026-04-09")
        dealerplan("undo", *WHY, today="2026-04-10")
        then = dealerplan("status", "--known-at", "2026-04-09", "--format", "json").json()["plans"][0]
        assert next(one for one in then["targets"] if one["id"] == "monthly_intake")["actual"] == 663

    @pytest.mark.usefixtures("first_quarter")
    def test_only_ones_own(self, dealerplan: Dealerplan) -> None:
        dealerplan("record", "2026-03", "customers=1500", DEALERPLAN_USER="wang")
        assert dealerplan("undo", "--dry-run").out.splitlines()[1].endswith("→ nothing")
        refused(dealerplan("undo", *WHY, DEALERPLAN_USER="zhao"), "zhao has written nothing")
        assert "基盘客户数" in dealerplan("undo", *WHY, DEALERPLAN_USER="wang").out

    @pytest.mark.usefixtures("first_quarter")
    @pytest.mark.parametrize(
        ("mine", "theirs", "told"),
        [
            ("record 2026-03 customers=1500", "correct 2026-03 customers=1501 --why x", "recorded customers 2026-03"),
            ("done expo orders=43", "done expo orders=44 --why x", "milestone done aftersales-2026/expo"),
            ("note revenue 2026-03 slow --action go", "done revenue-2026-03", "action done aftersales-2026/revenue"),
            ("note revenue 2026-03 slow", "note revenue 2026-03 --withdraw --why x", "taken back"),
            ("close 2026-03 --allow-missing", "reopen 2026-03 --why x", "reopened 2026-03"),
        ],
    )
    def test_what_somebody_has_changed_since_stays(
        self, dealerplan: Dealerplan, mine: str, theirs: str, told: str
    ) -> None:
        assert dealerplan(*mine.split()).code == 0
        assert dealerplan(*theirs.split(), DEALERPLAN_USER="wang").code == 0
        before = figures(dealerplan)
        refused(dealerplan("undo", *WHY), f"wang has changed it since: {told}")
        assert figures(dealerplan) == before

    @pytest.mark.usefixtures("first_quarter")
    def test_a_reopening_with_values_on_it_stays(self, dealerplan: Dealerplan) -> None:
        dealerplan("close", "2026-03", "--allow-missing")
        dealerplan("reopen", "2026-03", "--why", "late")
        dealerplan("record", "2026-03", "customers=1500", DEALERPLAN_USER="wang")
        refused(dealerplan("undo", *WHY), "wang has changed it since: recorded customers 2026-03")

    @pytest.mark.usefixtures("first_quarter")
    def test_a_closed_month_stays(self, dealerplan: Dealerplan) -> None:
        dealerplan("record", "2026-03", "customers=1500")
        dealerplan("close", "2026-03", "--allow-missing", DEALERPLAN_USER="wang")
        refused(dealerplan("undo", *WHY), "2026-03 is closed", "dealerplan reopen 2026-03")

    @pytest.mark.usefixtures("first_quarter")
    def test_a_rehearsal_only_shows(self, dealerplan: Dealerplan) -> None:
        state = dealerplan("verify").out
        answer = dealerplan("undo", *WHY, "--dry-run")
        assert answer.out.splitlines()[-1] == "nothing was written (--dry-run)"
        assert dealerplan("verify").out == state

    @pytest.mark.usefixtures("first_quarter")
    def test_needs_a_reason(self, dealerplan: Dealerplan) -> None:
        refused(dealerplan("undo"), "an undo needs a reason")

    def test_of_several_stores_at_once(self, workspace: Path, dealerplan: Dealerplan) -> None:
        plan = (workspace / "plans" / "aftersales.yaml").read_text(encoding="utf-8")
        other = plan.replace("aftersales-2026", "sz").replace("fengxing-gz", "fengxing-sz")
        (workspace / "plans" / "sz.yaml").write_text(other, encoding="utf-8")
        (workspace / "f.csv").write_text("store,month,intake\nfengxing-gz,2026-03,640\nfengxing-sz,2026-03,700\n")
        assert dealerplan("record", "--from", "f.csv").code == 0
        assert dealerplan("undo", *WHY).out.splitlines()[-1] == "2 entries taken back"
        assert dealerplan("verify").code == 0

    @pytest.mark.usefixtures("first_quarter")
    def test_of_a_book_of_an_earlier_version(self, dealerplan: Dealerplan, first_quarter: Path) -> None:
        """Entries written at one time by one user are one command there."""
        import shutil

        from tests.book.test_migrations import ASSETS

        shutil.copy(ASSETS / "schema-2.db", first_quarter / "dealerplan.db")
        user = dealerplan("history", "--format", "json").json()["revisions"][-1]["by"]
        before = figures(dealerplan)
        assert dealerplan("undo", *WHY, DEALERPLAN_USER=user).code == 0
        assert figures(dealerplan) != before
        assert dealerplan("verify").code == 0


class TestWithdraw:
    @pytest.mark.usefixtures("first_quarter")
    def test_a_note_takes_its_action_along(self, dealerplan: Dealerplan) -> None:
        dealerplan("note", "revenue", "2026-03", "slow", "--action", "hurry")
        dealerplan("done", "revenue-2026-03")
        answer = dealerplan("note", "revenue", "2026-03", "--withdraw", *WHY)
        assert answer.out.splitlines() == [
            "售后总营业额, 2026-03: the note is taken back: slow",
            "revenue-2026-03: the mark of 2026-04-08 is taken back",
        ]
        report = dealerplan("report").out
        assert ("slow" in report, "hurry" in report) == (False, False)
        refused(dealerplan("done", "revenue-2026-03"), "there is no milestone or action")

    @pytest.mark.usefixtures("first_quarter")
    def test_of_several_notes_the_one_that_says_so(self, dealerplan: Dealerplan) -> None:
        for words in ("slow", "holidays"):
            dealerplan("note", "revenue", "2026-03", words, "--action", f"about {words}")
        refused(dealerplan("note", "revenue", "2026-03", "--withdraw", *WHY), "has 2 notes in 2026-03", '"slow"')
        refused(dealerplan("note", "revenue", "2026-03", "slw", "--withdraw", *WHY), "no such note", "slow")
        assert dealerplan("note", "revenue", "2026-03", "slow", "--withdraw", *WHY).code == 0
        found = [(one["id"], one["action"]) for one in actions(dealerplan)]
        assert found == [("revenue-2026-03-2", "about holidays")]  # whose number stays its own

    @pytest.mark.usefixtures("first_quarter")
    def test_a_milestone_and_one_of_its_results(self, dealerplan: Dealerplan) -> None:
        dealerplan("done", "expo", "orders=43", "visits=100")
        assert dealerplan("done", "expo", "visits", "--withdraw").code == 0
        mark = figures(dealerplan)["milestones"][1]
        assert [(one["id"], one["value"]) for one in mark["results"]] == [("orders", 43), ("visits", None)]
        assert dealerplan("done", "expo", "--withdraw").code == 0
        assert figures(dealerplan)["milestones"][1]["done_on"] is None
        assert dealerplan("history", "expo", "--format", "json").json()["revisions"][-1]["source"] == "withdraw"

    @pytest.mark.usefixtures("first_quarter")
    @pytest.mark.parametrize(
        ("line", "told"),
        [
            ("note revenue 2026-03 --withdraw --why x", "has no note in 2026-03"),
            ("note revenue 2026-03 --withdraw", "withdrawing a note needs a reason"),
            ("note revenue 2026-03 slow --why x", "--why goes with --withdraw"),
            ("done expo --withdraw", "is not marked as done"),
            ("done expo orders --withdraw", "is not marked as done"),
            ("done expox --withdraw", "there is no milestone or action expox"),
        ],
    )
    def test_what_is_not_there(self, dealerplan: Dealerplan, line: str, told: str) -> None:
        refused(dealerplan(*line.split()), told)


def refused(answer: Answer, *told: str) -> None:
    assert answer.code == 2
    assert all(one in answer.err for one in told), answer.err
