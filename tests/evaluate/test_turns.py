"""Where a flow's gap arose, what has been made up since, and what is needed beside the best month."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from dealerplan.domain.month import Month
from dealerplan.evaluate.turns import Best, Story, best_of, story_of
from tests.evaluate.make import WIDE, Given, cases
from tests.evaluate.tell import card_of
from tests.evaluate.test_drivers import demo


def story(target: str, as_of: str | None = None, **values: str) -> Story:
    found = story_of(card_of(target, as_of, **values))
    assert found is not None
    return found


def said(of: Story) -> str:
    """`Jan -1 | Feb -15 | +4 from Mar`: before, the worst, between, made up."""
    worst = "-" if of.worst is None else f"{of.worst.month.number}: {of.worst.gap}"
    made_up = f"{of.made_up_gap} from {of.made_up[0].month.number}" if of.made_up else "-"
    return " | ".join([_or_none(of.before), worst, _or_none(of.between), made_up])


def _or_none(value: Fraction | None) -> str:
    return "-" if value is None else str(value)


def test_the_demo_to_september() -> None:
    revenue = demo("zh").targets[0]
    found = story_of(revenue)
    assert found is not None
    assert said(found) == "-12800 | 2: -151000 | - | 40100 from 3"
    assert (found.gap, found.last, found.change) == tuple(map(Fraction, (-123_700, -159_600, 35_900)))
    best = best_of(revenue)
    assert best is not None
    assert (best.month, int(best.value), best.hard) == (Month(2026, 9), 535_900, True)
    assert (best.need.per, best.need.possible, best.need.months) == ("month", "yes", 3)
    assert best.monthly == Fraction("541233.34")
    assert best.beyond is not None
    assert round(best.beyond, 3) == Fraction("0.010")


@pytest.mark.parametrize(
    ("actuals", "told"),
    [
        ("10", "- | - | - | -"),
        ("12 9", "2 | 2: -1 | - | -"),
        ("9 6", "-1 | 2: -4 | - | -"),
        ("6 9", "- | 1: -4 | -1 | -"),
        ("6 12 9 11", "- | 1: -4 | - | 2 from 2"),  # the longest run that is above 0 together
        ("6 9 8 12 11", "- | 1: -4 | -1 | 1 from 3"),
        ("6 9 10 10", "- | 1: -4 | -1 | -"),
        ("6 6 11", "- | 1: -4 | -4 | 1 from 3"),  # of two alike the first
        ("10 - 4 - 13", "0 | 3: -6 | - | 3 from 5"),
    ],
)
def test_where_a_gap_arose_and_what_was_made_up(actuals: str, told: str) -> None:
    assert said(story("formula: a, goal: 120", a=actuals)) == told


def test_under_a_ceiling_the_worst_month_is_above_it() -> None:
    found = story("formula: a, goal: at most 120", a="9 14 8 11")
    assert said(found) == "-1 | 2: 4 | - | -1 from 3"


def test_the_gap_of_the_month_before() -> None:
    assert story("formula: a, goal: 120", a="9").last is None
    assert story("formula: a, goal: 120", a="9").change is None
    found = story("formula: a, goal: 120", a="9 8 11")
    assert (found.last, found.change) == (Fraction(-3), Fraction(1))
    late = story("formula: a, goal: 120", "2026-03", a="9 8 -")
    assert (late.last, late.change) == (Fraction(-3), Fraction(0))


@pytest.mark.parametrize(
    "target", ["formula: a, goal: tbd", "formula: a, goal: 9, each: month", "formula: stock, goal: 5"]
)
def test_other_targets_have_no_story(target: str) -> None:
    card = card_of(target, a="5 6", stock="3 3")
    assert story_of(card) is None
    assert best_of(card) is None


def test_nothing_recorded_is_no_story() -> None:
    assert story_of(card_of("formula: a, goal: 120")) is None
    assert best_of(card_of("formula: a, goal: 120")) is None


def best(target: str, **values: str) -> Best | None:
    return best_of(card_of(target, **values))


def test_what_is_needed_beside_the_best_month() -> None:
    found = best("formula: a, goal: 120", a="9 12 8")
    assert found is not None
    assert (found.monthly, found.value, found.hard, found.beyond) == (
        Fraction(11), Fraction(12), False, Fraction(-1, 12),
    )  # fmt: skip
    rest = best("formula: a, goal: 4", a="1 0 1 0 0 0 0 0 0")  # two lectures in three months
    assert rest is not None
    assert (rest.need.per, rest.monthly, rest.hard) == ("rest", Fraction(2, 3), False)
    season = best("formula: a, goal: 120, phasing: {12: 50%}", a="5 5 5")
    assert season is not None
    assert (season.need.seasonal, season.hard) == (False, True)
    none_yet = best("formula: a, goal: 120", a="0 0")
    assert none_yet is not None
    assert (none_yet.hard, none_yet.beyond) == (True, None)


def test_what_is_reached_or_capped_needs_nothing() -> None:
    assert best("formula: a, goal: 12", a="9 12") is None
    assert best("formula: a, goal: at most 120", a="9 12") is None


@given(cases(kinds=("flow",), wide=WIDE))
def test_the_months_gaps_add_up_to_the_gap(case: Given) -> None:
    card = case.first()
    found = story_of(card)
    if found is None:
        assert not card.target.adds_up or card.figures.gap is None
        return
    assert found.gap == card.figures.gap
    pieces = [found.before, found.worst and found.worst.gap, found.between, found.made_up_gap]
    assert found.worst is None or sum(one for one in pieces if one is not None) == found.gap
    good = -1 if card.goal.is_ceiling else 1
    assert found.made_up_gap * good > 0 or not found.made_up
    if found.worst is None:
        assert found.gap * good >= 0
