"""Where a flow's gap arose, what has been made up since, and what is needed beside the best month."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from dealerplan.domain.month import Month
from dealerplan.evaluate.turns import Best, Gaps, Story, best_of, story_of, total
from tests.evaluate.make import WIDE, Given, cases
from tests.evaluate.tell import card_of
from tests.evaluate.test_drivers import demo


def story(target: str, as_of: str | None = None, **values: str) -> Story:
    found = story_of(card_of(target, as_of, **values))
    assert found is not None
    return found


def said(of: Story) -> str:
    """`2: -15 | 1: -1 | 3-9: 4`: the worst month, those before, those after it, those that made something up."""
    return " | ".join(f"{'-'.join(str(m) for m in _ends(part))}: {total(part)}" for part in of.groups)


def _ends(part: Gaps) -> list[int]:
    return list(dict.fromkeys((part[0].month.number, part[-1].month.number)))


def test_the_demo_to_september() -> None:
    revenue = demo("zh").targets[0]
    found = story_of(revenue)
    assert found is not None
    assert said(found) == "2: -151000 | 1: -12800 | 3-9: 40100"
    assert (total(found.gaps), found.last) == (Fraction(-123_700), Fraction(-159_600))
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
        ("10", ""),
        ("12 9", "2: -1 | 1: 2"),
        ("9 6", "2: -4 | 1: -1"),
        ("6 9", "1: -4 | 2: -1"),
        ("6 12 9 11", "1: -4 | 2-4: 2"),  # the longest run that is above 0 together
        ("6 9 8 12 11", "1: -4 | 2: -1 | 3-5: 1"),
        ("6 9 10 10", "1: -4 | 2-4: -1"),
        ("6 6 11", "1: -4 | 2: -4 | 3: 1"),  # of two alike the first
        ("10 - 4 - 13", "3: -6 | 1: 0 | 5: 3"),
    ],
)
def test_where_a_gap_arose_and_what_was_made_up(actuals: str, told: str) -> None:
    assert said(story("formula: a, goal: 120", a=actuals)) == told


def test_under_a_ceiling_the_worst_month_is_above_it() -> None:
    found = story("formula: a, goal: at most 120", a="9 14 8 11")
    assert said(found) == "2: 4 | 1: -1 | 3-4: -1"


def test_the_gap_of_the_month_before() -> None:
    assert story("formula: a, goal: 120", a="9").last is None
    found = story("formula: a, goal: 120", a="9 8 11")
    assert found.last == Fraction(-3)
    late = story("formula: a, goal: 120", "2026-03", a="9 8 -")
    assert late.last == Fraction(-3)


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
    assert total(found.gaps) == card.figures.gap
    assert not found.groups or sorted(one for part in found.groups for one in part) == list(found.gaps)
    good = -1 if card.goal.is_ceiling else 1
    if not found.groups:
        assert total(found.gaps) * good >= 0
    else:
        (worst,) = found.groups[0]
        assert worst.gap * good == min(one.gap * good for one in found.gaps) < 0
