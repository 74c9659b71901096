"""What a whole scorecard says: the as-of month, months, changes, the best month, nothing recorded."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dealerplan.domain.month import Month
from dealerplan.evaluate import last_recorded
from tests.evaluate.tell import card_of, plan_of, scorecard, told


def test_the_as_of_month_is_the_last_with_any_actual_of_the_plan() -> None:
    plan = plan_of("formula: a, goal: 12", period="2026-H1")
    actuals = {
        ("a", Month(2026, 2)): Fraction(1),
        ("sold.x", Month(2026, 3)): Fraction(1),  # a member, of a measure that no target uses
        ("other", Month(2026, 4)): Fraction(1),  # another plan's
        ("a", Month(2026, 7)): Fraction(1),
        ("a", Month(2025, 12)): Fraction(1),
    }
    assert last_recorded(plan, actuals) == Month(2026, 3)
    assert last_recorded(plan, {("a", Month(2026, 7)): Fraction(1)}) is None


def test_time_progress() -> None:
    plan = plan_of("formula: a, goal: 12", period="{from: 2025-11, to: 2026-10}")
    assert scorecard(plan, a="1 1 1").time_progress == Fraction(3, 12)
    assert scorecard(plan, a="1", as_of="2026-10").time_progress == 1


def test_nothing_recorded_at_all() -> None:
    card = scorecard(plan_of("formula: a, goal: 12"))
    assert card.as_of is None
    assert card.time_progress == 0
    assert card.counts["no_data"] == 1
    target = card.targets[0]
    assert (target.figures.actual, target.month, target.best_month) == (None,) * 3
    assert target.mom == target.yoy == (None,) * 3
    assert (target.missing, target.months) == ((), ())


@pytest.mark.parametrize("formula", ["a", "a / b", "stock"])
@pytest.mark.parametrize("each", ["", ", each: month"])
def test_nothing_recorded_is_no_data_or_undecided(formula: str, each: str) -> None:
    assert card_of(f"formula: {formula}, goal: ≥ 1{each}").verdict.status == "no_data"
    assert card_of(f"formula: {formula}, goal: tbd{each}").verdict.status == "undecided"
    assert card_of(f"formula: {formula}, goal: ≥ 1{each}", as_of="2026-03").verdict.status == "no_data"


def test_nothing_recorded_is_not_zero() -> None:
    zero, nothing = card_of("formula: a, goal: 12", a="0"), card_of("formula: a, goal: 12", as_of="2026-01")
    assert (told(zero.figures, "actual remaining"), zero.verdict.status) == ("0 12", "behind")
    assert (told(nothing.figures, "actual remaining"), nothing.verdict.status) == ("- -", "no_data")


def test_months_up_to_the_as_of_month() -> None:
    card = card_of("formula: a, goal: 24", as_of="2026-03", a="1 - 3 4")
    assert [told(month, "actual expected attainment") for month in card.months] == ["1 2 1/2", "- 2 -", "3 2 3/2"]
    assert card.month == card.months[-1]._replace(total=None, owed=None)


@pytest.mark.parametrize(
    ("formula", "values", "mom"),
    [
        ("a", {"a": "10 12"}, Fraction(1, 5)),
        ("a", {"a": "10 -"}, None),
        ("a", {"a": "- 12"}, None),
        ("a", {"a": "0 12"}, None),
        ("a", {"a": "10 0"}, Fraction(-1)),
        ("a / b", {"a": "1 3", "b": "10 20"}, Fraction(1, 2)),
        ("a / b", {"a": "1 3", "b": "0 20"}, None),
        ("stock", {"stock": "100 98"}, Fraction(-2, 100)),
        ("sold", {"sold_x": "1 2", "sold_y": "4 4"}, Fraction(1, 5)),
        ("sold", {"sold_x": "1 2", "sold_y": "- 4"}, None),
    ],
)
def test_month_on_month(formula: str, values: dict[str, str], mom: Fraction | None) -> None:
    assert card_of(f"formula: {formula}, goal: ≥ 1", as_of="2026-02", **values).mom.fraction == mom


def test_changes_reach_back_before_the_period() -> None:
    last_year = "8 " + "- " * 10 + "10"
    card = card_of("formula: a, goal: 1", a=last_year + " | 12")
    assert (card.mom.fraction, card.yoy.fraction) == (Fraction(2, 10), Fraction(4, 8))
    assert card.figures.actual == 12  # and count for nothing else
    assert card.missing == ()


@pytest.mark.parametrize(
    ("target", "best"),
    [
        ("formula: a, goal: ≥ 9", "2026-02"),  # the earliest on a tie
        ("formula: a, goal: under 9", "2026-01"),
        ("formula: a, goal: 1 .. 9", "2026-02"),  # a flow's range: its low end
        ("formula: a / b, goal: ≥ 9", "2026-04"),
        ("formula: a / b, goal: ≤ 9", "2026-01"),
        ("formula: a / b, goal: 2 .. 3", "2026-02"),  # nearest to the range
        ("formula: a, goal: 9, each: quarter", "2026-02"),
        ("formula: a, goal: tbd", None),  # while it is open, nobody knows its direction
    ],
)
def test_best_month(target: str, best: str | None) -> None:
    card = card_of(target, a="1 4 - 4 1", b="1 2 9 1 0")
    assert card.best_month == (best and Month.parse(best))


def test_counts_name_every_status() -> None:
    counts = scorecard(plan_of("formula: a, goal: 12"), a="1").counts
    assert counts == {
        "met": 0, "on_track": 1, "at_risk": 0, "behind": 0, "missed": 0, "no_data": 0, "too_few": 0, "undecided": 0,
    }  # fmt: skip


def test_changes_have_their_base_and_difference() -> None:
    card = card_of("formula: a, goal: 6", a="1 2 3")
    assert told(card.mom, "base difference fraction") == "2 1 1/2"
    assert told(card.yoy, "base difference fraction") == "- - -"


@pytest.mark.parametrize(
    ("target", "restated"),
    [
        ("formula: a, goal: 1200, revisions: [{from: 2026-03, goal: 2400}]", None),
        ("formula: a, goal: 3600, revisions: [{from: 2026-03, goal: 500}]", "2026-03"),
        ("formula: a, goal: tbd, revisions: [{from: 2026-03, goal: 1200}]", "2026-03"),
        ("formula: a, goal: 3600, revisions: [{from: 2026-01, goal: 500}]", None),
        ("formula: a, goal: 3600, revisions: [{from: 2026-05, goal: 500}]", None),
        ("formula: a / b, goal: 50%, revisions: [{from: 2026-03, goal: 40%}]", None),
    ],
)
def test_from_which_month_a_goal_is_spread_over_the_whole_period(target: str, restated: str | None) -> None:
    found = card_of(target, a="1 2 3 4", b="5 5 5 5").restated
    assert (str(found) if found else None) == restated


@pytest.mark.parametrize(
    ("target", "values", "lacks"),
    [
        ("formula: a, goal: over last year", "1 1 1 1 1 1 1 1 1 1 - - | 5 5", "2025-11 2025-12"),
        ("formula: stock, goal: over last year", "1 - 1 1 1 1 1 1 1 1 1 1 | 5 5", "2025-02"),
        ("formula: a, goal: over last year, each: quarter", "1 - 1 1 1 1 1 1 1 1 1 1 | 5 5 5 5", "2025-02"),
        ("formula: a, goal: over last year", "1 1 1 1 1 1 1 1 1 1 1 1 | 5 5", ""),
        ("formula: a, goal: 12", "5", ""),
    ],
)
def test_what_last_year_lacks(target: str, values: str, lacks: str) -> None:
    found = card_of(target, **{"stock" if "stock" in target else "a": values}).last_year_lacks
    assert " ".join(map(str, found)) == lacks


def test_cards_are_equal_by_what_they_tell() -> None:
    assert card_of("formula: a, goal: 12", a="1 1") == card_of("formula: a, goal: 12", a="1 1")
    assert card_of("formula: a, goal: 12", a="1 1") != card_of("formula: a, goal: 12", a="1 2")
