"""What a goal may be, and when a value holds it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealerplan.domain.goal import Goal, Op, WrittenGoal
from dealerplan.domain.last_year import LastYear
from dealerplan.domain.unit import read_unit
from dealerplan.errors import Invalid
from tests.domain.texts import near


@pytest.mark.parametrize(
    ("text", "op", "value"),
    [
        ("600万", ">=", 6_000_000),
        (">= 93%", ">=", Fraction(93, 100)),
        (">=93%", ">=", Fraction(93, 100)),
        ("≥ 93%", ">=", Fraction(93, 100)),
        ("≧93", ">=", 93),
        ("> 5", ">", 5),
        ("<= 5", "<=", 5),
        ("≤ 5", "<=", 5),
        ("≦5", "<=", 5),
        ("< 5", "<", 5),
        ("＞＝ ５", ">=", 5),
        ("at least 220万", ">=", 2_200_000),
        ("At Least 5", ">=", 5),
        ("at  least  5", ">=", 5),
        ("no less than 5", ">=", 5),
        ("over 5", ">", 5),
        ("more than 5", ">", 5),
        ("above 5", ">", 5),
        ("at most 5", "<=", 5),
        ("no more than 5", "<=", 5),
        ("under 2%", "<", Fraction(1, 50)),
        ("less than 5", "<", 5),
        ("below 5", "<", 5),
        ("不少于 4", ">=", 4),
        ("不低于4", ">=", 4),
        ("不小于4", ">=", 4),
        ("至少4", ">=", 4),
        ("达到 4", ">=", 4),
        ("超过4", ">", 4),
        ("高于4", ">", 4),
        ("大于4", ">", 4),
        ("不超过4", "<=", 4),
        ("不高于4", "<=", 4),
        ("不大于4", "<=", 4),
        ("不多于4", "<=", 4),
        ("至多4", "<=", 4),
        ("低于2‰", "<", Fraction(2, 1000)),
        ("少于4", "<", 4),
        ("小于4", "<", 4),
        ("650以上", ">=", 650),
        ("93% 以上", ">=", Fraction(93, 100)),
        ("2% 以下", "<=", Fraction(1, 50)),
        ("93及以上", ">=", 93),
        ("2%及以下", "<=", Fraction(1, 50)),
        ("大于等于 93", ">=", 93),
        ("小于等于2%", "<=", Fraction(1, 50)),
        ("最多 5", "<=", 5),
        ("-5", ">=", -5),
        ("> -5", ">", -5),
        ("0", ">=", 0),
    ],
)
def test_reads(text: str, op: Op, value: Fraction) -> None:
    assert Goal.parse(text) == Goal(text, op, Fraction(value))


@pytest.mark.parametrize("text", ["tbd", "TBD", " tbd ", "待定"])
def test_undecided(text: str) -> None:
    goal = Goal.parse(text)
    assert goal == Goal(text.strip())
    assert goal.undecided
    assert not goal.is_range
    assert not goal.is_ceiling
    assert not goal.last_year


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("90% .. 95%", Fraction(9, 10), Fraction(19, 20)),
        ("90%..95%", Fraction(9, 10), Fraction(19, 20)),
        ("5 .. 5", 5, 5),
        ("-5 .. 5", -5, 5),
        ("９０％．．９５％", Fraction(9, 10), Fraction(19, 20)),
        ("0.5..1.5", Fraction(1, 2), Fraction(3, 2)),
        ("90%～95%", Fraction(9, 10), Fraction(19, 20)),
        ("90% 至 95%", Fraction(9, 10), Fraction(19, 20)),
        ("5到6", 5, 6),
        ("0 .. 5万", 0, 50000),
        ("500000 .. 60万", 500000, 600000),
        ("0.2 .. 24%", Fraction(1, 5), Fraction(6, 25)),
    ],
)
def test_ranges(text: str, low: Fraction, high: Fraction) -> None:
    goal = Goal.parse(text)
    assert (goal.op, goal.value, goal.high) == ("..", low, high)
    assert goal.is_range
    assert goal.ends() == (Goal(text, ">=", Fraction(low)), Goal(text, "<=", Fraction(high)))


@pytest.mark.parametrize(
    ("text", "op"),
    [
        ("over last year", ">"),
        ("last year", ">="),
        ("低于去年", "<"),
        ("不低于 去年同期", ">="),
        ("≤ 上年", "<="),
        ("上年同期以上", ">="),
    ],
)
def test_against_last_year(text: str, op: Op) -> None:
    goal = Goal.parse(text)
    assert goal == Goal(text, op, last_year=LastYear(Fraction(1)))
    assert not goal.undecided
    known = goal.against(Fraction(100))
    assert known == Goal(text, op, Fraction(100), last_year=LastYear(Fraction(1)))
    assert goal.against(None) == goal


@pytest.mark.parametrize(
    ("text", "op", "of_200"),
    [
        ("+15% on last year", ">=", 230), ("110% of last year", ">=", 220), ("at most 80% of last year", "<=", 160),
        ("同比增长15%", ">=", 230), ("比去年增长15%", ">=", 230), ("较上年同期提高 15%", ">=", 230),
        ("同比+15%", ">=", 230),
        ("去年的110%", ">=", 220), ("去年同期的1.1倍", ">=", 220), ("1.1 times last year", ">=", 220),
        ("同比下降20%", "<=", 160), ("-20% on last year", "<=", 160), ("20% less than last year", "<=", 160),
        ("15% more than last year", ">=", 230), ("over 15% on last year", ">", 230),
        ("at most +5% on last year", "<=", 210),
        ("同比增长不少于15%", ">=", 230), ("同比增长15%以上", ">=", 230), ("不超过去年的110%", "<=", 220),
        # a fall in words turns a direction round, a minus does not
        ("同比下降20%以上", "<=", 160), ("同比下降不超过5%", ">=", 190),
        ("at least 20% less than last year", "<=", 160),
        ("at most -20% on last year", "<=", 160), ("at least -5% on last year", ">=", 190),
    ],
)  # fmt: skip
def test_growth_over_last_year(text: str, op: Op, of_200: int) -> None:
    goal = Goal.parse(text)
    assert (goal.op, goal.value, goal.percent) == (op, None, False)
    assert goal.against(Fraction(200)).value == of_200
    assert goal.against(Fraction(0)).value is None
    assert goal.against(Fraction(-200)).value is None  # a share of a loss means nothing


@pytest.mark.parametrize(
    ("text", "op", "of_a_half"),
    [
        ("+2pp on last year", ">=", "0.52"), ("+2 points on last year", ">=", "0.52"), ("提高2个百分点", ">=", "0.52"),
        ("同比提高 2 个百分点", ">=", "0.52"), ("下降1.5个百分点", "<=", "0.485"), ("-1pp on last year", "<=", "0.49"),
        ("at least +2 percentage points on last year", ">=", "0.52"),
    ],
)  # fmt: skip
def test_points_more_than_last_year(text: str, op: Op, of_a_half: str) -> None:
    goal = Goal.parse(text)
    assert (goal.op, goal.percent) == (op, False)
    assert goal.against(Fraction(1, 2)).value == Fraction(of_a_half)
    assert goal.against(Fraction(0)).value == Fraction(of_a_half) - Fraction(1, 2)


@pytest.mark.parametrize("text", ["同比增长15", "同比增长2倍", "去年的3个百分点", "+15% on last month", "同比"])
def test_what_is_no_goal_against_last_year(text: str) -> None:
    with pytest.raises(Invalid):
        Goal.parse(text)


def test_only_goals_against_last_year_take_its_value() -> None:
    goal = Goal.parse("5")
    assert goal.against(Fraction(100)) is goal


@pytest.mark.parametrize(
    ("bare", "op"), [(">=", ">="), ("<=", "<="), ("<", "<"), (">", ">")]
)  # what a child's bare number means under its parent's direction
def test_bare_number(bare: Op, op: Op) -> None:
    assert Goal.parse("5", bare).op == op
    assert Goal.parse("under 5", bare).op == "<"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "the goal is empty", "write a number"),
        ("  ", "the goal is empty", "write a number"),
        ("as many as possible", "is not a goal", "write a number such as"),
        ("= 5", "is not a goal", "write a number such as"),
        ("=> 5", "is not a goal", "write a number such as"),
        (">= > 5", "is not a goal", "write a number such as"),
        ("at least at most 5", "is not a goal", "write a number such as"),
        ("以上 5", "is not a goal", "write a number such as"),
        ("nan", "is not a goal", "write a number such as"),
        ("1e9", "is not a goal", "write the number out"),
        ("650台", "names a unit", "write 650, or declare it: unit: 台"),
        ("90%-95%", "is not a goal", "write 90% .. 95%"),
        ("90-95", "is not a goal", "write 90 .. 95"),
        ("95-90", "is not a goal", "write the low end first"),
        ("at least", "at least has no number", "write the goal like"),
        ("以上", "以上 has no number", "write the goal like"),
        ("90% ..", "90% .. has no number", "write the goal like"),
        (".. 95%", ".. 95% has no number", "write the goal like"),
        ("95% .. 90%", "begins above its end", "write the low end first"),
        ("90 .. 95%", "begins above its end", "write 90% .. 95%"),
        ("220 .. 250万", "may begin at 220 or at 220万", "write 万 at both ends"),
        ("95% .. 90%", "begins above its end", "write the low end first, and % at both ends"),
        ("1 .. 2 .. 3", "is not a goal", "write a number such as"),
        ("不少于 650 以上", "says its direction twice", "keep one of them"),
        ("> " + "9" * 25, "has more than 24 digits", "delete"),
    ],
)
def test_refuses(text: str, message: str, hint: str) -> None:
    with pytest.raises(Invalid) as caught:
        Goal.parse(text)
    assert message in str(caught.value.message)
    assert str(caught.value.hint).startswith(hint)


@given(near("600万", ">= 93%", "under 2%", "不少于 4", "90% .. 95%", "650以上", "over last year", "tbd"))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_goal_or_invalid(text: str) -> None:
    try:
        goal = Goal.parse(text)
    except Invalid:
        return
    assert goal.text == text.strip()
    assert goal.undecided == (goal.op is None)
    assert (goal.high is not None) == goal.is_range


@pytest.mark.parametrize(
    ("text", "below", "at", "above"),
    [
        (">= 5", False, True, True),
        ("> 5", False, False, True),
        ("<= 5", True, True, False),
        ("< 5", True, False, False),
        ("5 .. 5", False, True, False),
    ],
)
def test_held_by(text: str, below: bool, at: bool, above: bool) -> None:
    goal, hair = Goal.parse(text), Fraction(1, 10**15)
    assert [goal.held_by(5 - hair), goal.held_by(Fraction(5)), goal.held_by(5 + hair)] == [below, at, above]


def test_held_by_a_line_on_the_way() -> None:
    assert Goal.parse(">= 100").held_by(Fraction(25), line=Fraction(25))
    assert not Goal.parse("> 100").held_by(Fraction(25), line=Fraction(25))
    assert Goal.parse("<= 100").held_by(Fraction(25), line=Fraction(25))


def test_what_is_not_known_is_not_held() -> None:
    for text in ("tbd", "over last year"):
        goal = Goal.parse(text)
        with pytest.raises(ValueError, match="unknown"):
            goal.held_by(Fraction(5))
        with pytest.raises(ValueError, match="unknown"):
            goal.distance(Fraction(5))


@pytest.mark.parametrize(
    ("text", "actual", "distance"),
    [
        (">= 5", 3, -2),
        (">= 5", 8, 3),
        ("< 5", 8, 3),
        ("90 .. 95", 88, -2),
        ("90 .. 95", 90, 0),
        ("90 .. 95", 93, 0),
        ("90 .. 95", 95, 0),
        ("90 .. 95", 99, 4),
    ],
)
def test_distance(text: str, actual: int, distance: int) -> None:
    assert Goal.parse(text).distance(Fraction(actual)) == distance


@given(st.fractions(), st.fractions(), st.fractions())
def test_a_range_is_held_where_its_distance_is_0(low: Fraction, high: Fraction, actual: Fraction) -> None:
    goal = Goal("range", "..", min(low, high), max(low, high))
    assert goal.held_by(actual) == (goal.distance(actual) == 0)
    assert goal.held_by(actual) == all(end.held_by(actual) for end in goal.ends())


@pytest.mark.parametrize(
    ("text", "percent", "ceiling"),
    [("93%", True, False), ("２‰", True, False), ("5", False, False), ("< 2%", True, True), ("<= 5", False, True)],
)
def test_properties(text: str, percent: bool, ceiling: bool) -> None:
    goal = Goal.parse(text)
    assert (goal.percent, goal.is_ceiling) == (percent, ceiling)
    assert goal.ends() == (goal,)


@pytest.mark.parametrize(
    ("text", "op", "value"),
    [
        ("2%以内", "<=", "0.02"), ("控制在2%以内", "<=", "0.02"), ("控制在 2%", "<=", "0.02"),
        ("within 2%", "<=", "0.02"),
        ("控制在90%以上", ">=", "0.9"), ("不得低于93%", ">=", "0.93"), ("不得超过2%", "<=", "0.02"),
        ("突破1200万", ">=", "12000000"), ("力争1200万", ">=", "12000000"), ("确保完成1200万", ">=", "12000000"),
        ("完成1200万", ">=", "12000000"), ("力争超过5", ">", "5"), ("up to 4k", "<=", "4000"), ("max 4k", "<=", "4000"),
        ("Maximum of 4k", "<=", "4000"), ("min 4k", ">=", "4000"), ("minimum 4k", ">=", "4000"),
        ("4k max", "<=", "4000"),
        ("not less than 4k", ">=", "4000"), ("not more than 4k", "<=", "4000"), ("4k or less", "<=", "4000"),
        ("4k or more", ">=", "4000"), ("(120,000)", ">=", "-120000"), ("at least (120k)", ">=", "-120000"),
    ],
)  # fmt: skip
def test_words_that_everybody_reads_alike(text: str, op: Op, value: str) -> None:
    goal = Goal.parse(text)
    assert (goal.op, goal.value) == (op, Fraction(value))


@pytest.mark.parametrize("text", ["between 1m and 2m", "1m to 2m", "from 1m to 2m", "1m .. 2m"])
def test_ranges_in_words(text: str) -> None:
    goal = Goal.parse(text)
    assert goal.is_range
    assert (goal.value, goal.high) == (Fraction(10**6), Fraction(2 * 10**6))


@pytest.mark.parametrize(
    ("text", "op", "factor"),
    [
        ("比去年多15%", ">=", "1.15"), ("比去年少15%", "<=", "0.85"), ("+15% YoY", ">=", "1.15"),
        ("-5% yoy", "<=", "0.95"),
        ("up 15% on last year", ">=", "1.15"), ("down 5% yoy", "<=", "0.95"), ("15% growth year-on-year", ">=", "1.15"),
        ("同比增长不低于-5%", ">=", "0.95"), ("at least -5% on last year", ">=", "0.95"),
        ("up to 110% of last year", "<=", "1.1"),
    ],
)  # fmt: skip
def test_more_ways_to_speak_of_last_year(text: str, op: Op, factor: str) -> None:
    goal = Goal.parse(text)
    assert goal.last_year is not None
    assert (goal.op, goal.last_year.factor) == (op, Fraction(factor))


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("同比增长-5%", "write at least -5% on last year or at most -5% on last year"),
        ("提高-2个百分点", "write at least -2个百分点 on last year or at most -2个百分点 on last year"),
        ("同比下降-5%", "write -5% on last year or +5% on last year"),
        ("within 2% of last year", "write +2% on last year or -2% on last year"),
        ("up 5%", "write +5% on last year"),
        ("down 5 percent", "write -5% on last year"),
        ("5% growth", "write +5% on last year"),
        ("same as last year", "write at least last year"),
        ("much more than last year or so", "write +15% on last year, 110% of last year, or +2pp on last year"),
    ],
)
def test_a_growth_that_may_mean_two_things_is_asked(text: str, hint: str) -> None:
    with pytest.raises(Invalid) as caught:
        Goal.parse(text)
    assert str(caught.value.hint) == hint


def test_a_loss_in_parentheses_at_one_end_of_a_range_is_no_scale() -> None:
    goal = WrittenGoal.read("-9 .. (5)").in_unit(read_unit("USD"))
    assert [end.value for end in goal.ends()] == [-9, -5]
