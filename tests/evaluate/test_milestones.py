"""Milestones as of a day (the contract's section 4)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from dealerplan.domain.actual import Done
from dealerplan.domain.goal import Goal
from dealerplan.domain.plan import Milestone, ResultGoal
from dealerplan.evaluate.milestones import milestone_cards

EXPO = Milestone(
    "expo", "Expo", date(2026, 4, 30),
    results=(ResultGoal("orders", Goal.parse("≥ 40")), ResultGoal("visits", Goal.parse("tbd"))),
)  # fmt: skip


@pytest.mark.parametrize(
    ("done_on", "day", "status", "shown"),
    [
        (None, date(2026, 4, 30), "upcoming", None),
        (None, date(2026, 5, 1), "overdue", None),
        (date(2026, 4, 30), date(2026, 6, 30), "done", date(2026, 4, 30)),
        (date(2026, 5, 1), date(2026, 6, 30), "done_late", date(2026, 5, 1)),
        (date(2026, 4, 2), date(2026, 4, 2), "done", date(2026, 4, 2)),
        (date(2026, 4, 2), date(2026, 4, 1), "upcoming", None),  # not yet done on that day
        (date(2026, 5, 9), date(2026, 5, 8), "overdue", None),
    ],
)
def test_status(done_on: date | None, day: date, status: str, shown: date | None) -> None:
    done = {"expo": Done(done_on, {})} if done_on else {}
    (card,) = milestone_cards([EXPO], done, day)
    assert (card.milestone, card.status, card.done_on) == (EXPO, status, shown)


def test_what_was_noted_is_told_once_it_is_done() -> None:
    done = {"expo": Done(date(2026, 4, 2), {}, "rain")}
    notes = [milestone_cards([EXPO], done, date(2026, 4, day))[0].note for day in (1, 2)]
    assert notes == [None, "rain"]


@pytest.mark.parametrize(
    ("results", "held"),
    [
        ({"orders": Fraction(40), "visits": Fraction(7)}, (True, None)),
        ({"orders": Fraction(39)}, (False, None)),
        ({}, (None, None)),
    ],
)
def test_results_are_judged_when_it_is_done(results: dict[str, Fraction], held: tuple[bool | None, ...]) -> None:
    done = {"expo": Done(date(2026, 4, 2), results)}
    (card,) = milestone_cards([EXPO], done, date(2026, 4, 2))
    assert tuple(result.held for result in card.results) == held
    assert [result.value for result in card.results] == [results.get("orders"), results.get("visits")]
    (before,) = milestone_cards([EXPO], done, date(2026, 4, 1))
    assert [(result.id, result.value, result.held) for result in before.results] == [
        ("orders", None, None), ("visits", None, None),
    ]  # fmt: skip
