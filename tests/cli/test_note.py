"""`dealerplan note` and the actions it opens: kept, printed, asked after, closed with `done`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from tests.cli.conftest import AddPlan, refused, rows
from tests.conftest import Dealerplan

ACTION = ("--action", "open a third lift", "--owner", "Wang", "--due", "2026-04-15")


@pytest.fixture
def book(first_quarter: Path) -> Path:
    return first_quarter / "dealerplan.db"


def plan_in(dealerplan: Dealerplan, *argv: str) -> dict[str, Any]:
    plans = dealerplan("report", "--format", "json", *argv).json()["plans"]
    found: dict[str, Any] = next(plan for plan in plans if plan["plan"] == "aftersales-2026")
    return found


def actions(dealerplan: Dealerplan, *argv: str) -> list[tuple[str, str | None, bool]]:
    return [(one["id"], one["done_on"], one["overdue"]) for one in plan_in(dealerplan, *argv)["actions"]]


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize("word", ["avg_ticket", "aftersales-2026/avg_ticket"])
def test_a_reason_is_kept_and_reported(dealerplan: Dealerplan, word: str) -> None:
    answer = dealerplan("note", word, "2026-03", "prices were cut in January")
    assert (answer.code, answer.out) == (0, "avg_ticket, 2026-03: noted\n")
    assert plan_in(dealerplan)["reasons"] == [
        {"target": "avg_ticket", "month": "2026-03", "why": "prices were cut in January"}
    ]
    assert "prices were cut in January" in dealerplan("report").out


@pytest.mark.usefixtures("book")
def test_a_target_behind_without_a_reason_is_named_until_it_has_one(dealerplan: Dealerplan) -> None:
    def asked() -> str:
        return " ".join(dealerplan("report").out.split()).partition("To explain ")[2].partition(" Changed")[0]

    assert asked().startswith("nobody named: 保险理赔产值 -30,000元, ")
    dealerplan("note", "insurance", "2026-03", "prices were cut in January")
    assert asked().startswith("nobody named: 车间维修及索赔产值 -20,000元, ")
    assert "保险" not in asked()


def test_an_equal_note_changes_nothing(dealerplan: Dealerplan, book: Path) -> None:
    dealerplan("note", "revenue", "2026-03", "holidays", *ACTION)
    before = rows(book)
    answer = dealerplan("note", "revenue", "2026-03", "holidays", *ACTION)
    assert (answer.code, answer.out) == (0, "售后总营业额, 2026-03: noted already; nothing changed\n")
    assert rows(book) == before


@pytest.mark.usefixtures("book")
def test_a_second_note_stands_beside_the_first_and_its_action_has_a_number(dealerplan: Dealerplan) -> None:
    first = dealerplan("note", "revenue", "2026-03", "holidays", *ACTION)
    second = dealerplan("note", "revenue", "2026-03", "a lift broke", "--action", "mend it")
    assert first.out.splitlines()[1] == "once it is done: dealerplan done revenue-2026-03"
    assert second.out.splitlines()[1] == "once it is done: dealerplan done revenue-2026-03-2"
    assert [one["why"] for one in plan_in(dealerplan)["reasons"]] == ["holidays", "a lift broke"]


class TestAnAction:
    @pytest.fixture(autouse=True)
    def _noted(self, dealerplan: Dealerplan, book: Path) -> None:
        assert book.exists()
        dealerplan("note", "revenue", "2026-02", "holidays", *ACTION, today="2026-03-05")
        for month in ("2026-04", "2026-05"):
            values = ["intake=660", "reworked=9", "insurance_revenue=190000", "workshop_revenue=320000"]
            assert dealerplan("record", month, *values, today="2026-06-05").code == 0

    def test_is_asked_after_until_it_is_done(self, dealerplan: Dealerplan) -> None:
        assert actions(dealerplan, "--as-of", "2026-03") == [("revenue-2026-02", None, False)]
        assert actions(dealerplan, "--as-of", "2026-04") == [("revenue-2026-02", None, True)]
        said = dealerplan("report", "--as-of", "2026-04").out
        assert "earlier months done?\n\n- 售后总营业额 February: open a third lift (Wang, 2026-04-15)" in said
        still = "actions open on 2026-04-30: aftersales-2026/revenue-2026-02; one that is done: dealerplan done"
        assert still in " ".join(said.split())
        answer = dealerplan("done", "revenue-2026-02", "--on", "2026-05-04", today="2026-06-05")
        assert (answer.code, answer.out) == (0, "open a third lift was done on 2026-05-04\n")
        assert actions(dealerplan, "--as-of", "2026-04") == [("revenue-2026-02", None, True)]  # not yet, then
        assert actions(dealerplan, "--as-of", "2026-05") == [("revenue-2026-02", "2026-05-04", False)]
        assert "were they done?" not in dealerplan("report", "--as-of", "2026-05").out

    def test_fits_on_80_columns_with_all_it_has(self, dealerplan: Dealerplan) -> None:
        action = ("--action", "a third lift is hired", "--owner", "Workshop manager", "--due", "2026-05-31")
        dealerplan("note", "revenue", "2026-03", "two lifts out of order for weeks", *action, today="2026-04-05")
        dealerplan("done", "revenue-2026-03", "--on", "2026-05-04", today="2026-06-05")
        lines = dealerplan("report", "--as-of", "2026-05", COLUMNS="80").out.splitlines()
        assert max(cell_len(line) for line in lines if not line.startswith("dealerplan report")) <= 80
        for word in ("Workshop", "manager", "2026-05-31", "2026-05-04"):
            assert any(word in line for line in lines)

    def test_is_not_asked_after_in_the_month_that_noted_it(self, dealerplan: Dealerplan) -> None:
        said = dealerplan("report", "--as-of", "2026-02").out
        assert "open a third lift" in said
        assert "were they done?" not in said

    def test_done_twice_changes_nothing_and_another_day_needs_a_reason(self, dealerplan: Dealerplan) -> None:
        dealerplan("done", "revenue-2026-02", "--on", "2026-04-04")
        again = dealerplan("done", "aftersales-2026/revenue-2026-02")
        assert again.out == "open a third lift was done on 2026-04-04 already; nothing changed\n"
        refused(dealerplan("done", "revenue-2026-02", "--on", "2026-04-05"), "was done on 2026-04-04", "say why")
        moved = dealerplan("done", "revenue-2026-02", "--on", "2026-04-05", "--why", "misread")
        assert moved.out == "open a third lift was done on 2026-04-05\n"

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (["revenue-2026-02", "orders=3"], "an action has no results"),
            (["revenue-2026-02", "--on", "2026-04-09"], "lies in the future"),
            (["revenue-2026-02", "--on", "2026-01-31"], "is before the month of the note, 2026-02"),
            (["revenue-2026-01"], "there is no milestone or action revenue-2026-01"),
            (["revenue-2026-2"], "did you mean revenue-2026-02?"),
        ],
    )
    def test_refusals(self, dealerplan: Dealerplan, words: list[str], sentence: str) -> None:
        refused(dealerplan("done", *words), sentence)

    def test_of_a_milestones_name_leaves_the_milestone_alone(self, dealerplan: Dealerplan, add_plan: AddPlan) -> None:
        add_plan("other", "store: fengxing-gz", "milestones: {revenue-2026-02: {name: Namesake}}")
        assert dealerplan("done", "other/revenue-2026-02").out == "Namesake was done on 2026-04-08\n"
        assert dealerplan("done", "aftersales-2026/revenue-2026-02").out == (
            "open a third lift was done on 2026-04-08\n"
        )


@pytest.mark.usefixtures("book")
def test_later_months_notes_are_not_in_a_report(dealerplan: Dealerplan) -> None:
    dealerplan("note", "revenue", "2026-04", "April's", "--action", "something")
    assert plan_in(dealerplan)["as_of"] == "2026-03"
    assert (plan_in(dealerplan)["reasons"], plan_in(dealerplan)["actions"]) == ([], [])


@pytest.mark.usefixtures("book")
def test_what_was_known_of_notes(dealerplan: Dealerplan) -> None:
    dealerplan("note", "revenue", "2026-03", "holidays", "--action", "a", today="2026-04-08")
    dealerplan("done", "revenue-2026-03", "--on", "2026-03-31", today="2026-04-10")
    assert actions(dealerplan, "--known-at", "2026-04-07") == []
    assert actions(dealerplan, "--known-at", "2026-04-08") == [("revenue-2026-03", None, False)]
    assert actions(dealerplan, "--known-at", "2026-04-10") == [("revenue-2026-03", "2026-03-31", False)]


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        (["revenue"], ["a note needs a target, a month and a reason"]),
        (["revenue", "2026-03"], ["a note needs a target, a month and a reason"]),
        (["reveneu", "2026-03", "x"], ["there is no target reveneu", "did you mean revenue?"]),
        (["revenue", "March", "x"], ["March is not a month"]),
        (["revenue", "2025-12", "x"], ["2025-12 is outside the period 2026"]),
        (["revenue", "2026-05", "x"], ["2026-05 lies in the future"]),
        (["revenue", "2026-03", " "], ["a note needs its reason"]),
        (["revenue", "2026-03", "x", "--owner", "Li"], ["belongs to an action", "say it with --action"]),
        (["revenue", "2026-03", "x", "--due", "2026-04-30"], ["belongs to an action"]),
        (["revenue", "2026-03", "x", "--action", ""], ["--action needs a value"]),
        (["revenue", "2026-03", "x", "--action", "y", "--due", "soon"], ["soon is not a day"]),
        (["revenue", "2025-12", "", "--owner", "Li"], ["outside the period", "needs its reason", "3 problems"]),
        (["revenue", "2026-03", "x", "--store", "nowhere"], ["no plan is of the store nowhere"]),
    ],
)
def test_refusals_write_nothing(dealerplan: Dealerplan, book: Path, words: list[str], sentences: list[str]) -> None:
    before = rows(book)
    refused(dealerplan("note", *words), *sentences)
    assert rows(book) == before


def test_a_note_that_nobody_wrote_is_a_damaged_book(dealerplan: Dealerplan, book: Path) -> None:
    import sqlite3
    from contextlib import closing

    dealerplan("note", "revenue", "2026-03", "holidays")
    with closing(sqlite3.connect(book)) as db, db:
        db.execute("DROP TRIGGER entry_stays")
        db.execute("UPDATE entry SET sealed = json_set(sealed, '$.what.month', 'x') WHERE sealed LIKE '%noted%'")
    refused(dealerplan("report"), "was changed", code=3)
    refused(dealerplan("done", "x"), "holds a value that dealerplan never wrote", code=3)
