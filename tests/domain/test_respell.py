"""Numbers and goals keep the way in which people wrote them, where that is exact."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dealerplan.domain.goal import Goal, Op, WrittenGoal, is_further
from dealerplan.domain.respell import goal_as, number_as
from dealerplan.domain.unit import read_unit
from dealerplan.errors import Invalid


@pytest.mark.parametrize(
    ("unit", "text", "value", "written"),
    [
        ("元", "600万", "6480000", "648万"),
        ("元", "6,000,000", "6480000", "6,480,000"),
        ("元", "1.2亿", "129600000", "1.296亿"),
        ("元", "333万", "3596400.37", "3596400.37"),  # not a hair of 万
        ("元", "6000000元", "6480000", "6480000元"),
        ("万元", "600万元", "648", "648万元"),
        ("万元", "6,000,000元", "648", "6,480,000元"),
        ("usd", "$1.2m", "1296000", "$1.296m"),
        ("%", "93%", "0.95", "95%"),
        ("台", "６４０台", "692", "692台"),
        ("台", "0", "5", "5"),
        ("台", "(1,200)", "-1296", "(1,296)"),
        ("台", "-12", "-13", "-13"),
        ("台", "12", "-13", "-13"),
    ],
)
def test_numbers(unit: str, text: str, value: str, written: str) -> None:
    assert number_as(text, Fraction(value), read_unit(unit)) == written


@pytest.mark.parametrize(
    ("unit", "text", "values", "bare", "written"),
    [
        ("元", "at least 220万", ("2376000",), ">=", "at least 237.6万"),
        ("台", "不少于 4", ("5",), ">=", "不少于 5"),
        ("台", "640", ("692",), ">=", "692"),
        ("台", "640", ("692",), "<=", "692"),
        ("元", "30万 以上", ("324000",), ">=", "32.4万 以上"),
        ("台", "90 .. 95", ("98", "103"), ">=", "98 .. 103"),
        ("台", "between 5 and 15", ("6", "16"), ">=", "between 6 and 16"),
        ("台", "5 至 5", ("6", "6"), ">=", "6 至 6"),
    ],
)
def test_goals(unit: str, text: str, values: tuple[str, ...], bare: Op, written: str) -> None:
    own = read_unit(unit)
    goal = WrittenGoal.read(text).in_unit(own, bare)
    value, high = Fraction(values[0]), Fraction(values[1]) if len(values) > 1 else None
    assert goal_as(text, goal._replace(value=value, high=high), own, bare) == written


@pytest.mark.parametrize(
    ("text", "was", "bare", "written"),
    [
        ("640", "<=", ">=", "<= 640"),  # a bare number takes another direction at another place
        ("tbd", ">=", "<=", "tbd"),
        ("去年", "<", ">=", "< 去年"),
        ("at most 5", ">=", ">=", "at most 5"),
    ],
)
def test_a_direction_that_would_be_another_is_said(text: str, was: Op, bare: Op, written: str) -> None:
    assert goal_as(text, WrittenGoal.read(text).in_unit(None, was), None, bare) == written


def test_a_number_without_a_way_of_its_own() -> None:
    assert number_as("", Fraction("0.95"), read_unit("%")) == "95%"
    with pytest.raises(Invalid):
        number_as("5", Fraction(10**400), None)


def test_one_number_becomes_a_range() -> None:
    for text in ("5", "tbd"):
        assert goal_as(text, Goal("", "..", Fraction(6), Fraction(7)), None) == "6 .. 7"


@pytest.mark.parametrize("goal", [Goal("", ">=", Fraction(5), Fraction(6)), Goal("")])
def test_what_can_t_be_written_is_a_fault_of_ours(goal: Goal) -> None:
    with pytest.raises(AssertionError):
        goal_as("5", goal, None)


def test_points_more_than_last_year_are_further() -> None:
    one, more = (Goal.parse(f"+{points}pp on last year") for points in (1, 2))
    assert is_further(more, one)
    assert not is_further(one, more)
