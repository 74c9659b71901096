"""Which charts are drawn, and where."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dealerplan.domain.shown import Amount
from dealerplan.domain.unit import read_unit
from dealerplan.view.document import (
    Block,
    Cell,
    Chart,
    Charts,
    Column,
    Events,
    Heading,
    Line,
    Pictured,
    Series,
    Table,
    laid_out,
)
from dealerplan.words import say, text


def chart(points: str) -> Chart:
    known = [None if point == "-" else Amount(Fraction(point)) for point in points.split()]
    return Chart("t", [str(index) for index in range(len(known))], [Series("a", known, "actual")])


@pytest.mark.parametrize(
    ("points", "tells"),
    [("1 2", True), ("0 1", True), ("1 - 1", True), ("0 0 0", False), ("1", False), ("- 1 -", False), ("- -", False),
     ("", False)],
)  # fmt: skip
def test_a_chart_needs_two_points_and_one_that_is_not_0(points: str, tells: bool) -> None:
    assert chart(points).tells is tells


TABLE, OTHER = (Table([Column("actual", say("Actual"))], [[Cell(word)]]) for word in "ab")
CHART, EMPTY = chart("1 2"), chart("0 0")


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ([], []),
        ([TABLE], [TABLE]),
        ([TABLE, CHART], [Pictured(TABLE, CHART)]),
        ([TABLE, EMPTY, OTHER], [TABLE, OTHER]),
        ([TABLE, CHART, EMPTY], [Pictured(TABLE, CHART)]),
        ([TABLE, OTHER, CHART], [TABLE, Pictured(OTHER, CHART)]),
        ([TABLE, CHART, CHART], [TABLE, Charts([CHART, CHART])]),
        ([Line("a"), CHART, Heading("b")], [Line("a"), Charts([CHART]), Heading("b")]),
        ([EMPTY, TABLE], [TABLE]),
    ],
)  # fmt: skip
def test_a_chart_stands_beside_its_table(blocks: list[Block], expected: list[object]) -> None:
    assert list(laid_out(blocks)) == expected


@pytest.mark.parametrize(
    ("actual", "owed", "goal", "dots"),
    [
        ("1 0 2", "1 1 1", "4", "●●●○"),
        ("1 - -", "1 1 1", "-", "●○○"),
        ("3 3", "1 1", "4", "●●●●●●"),
        ("0 0", "0 1", "-", "○"),
    ],
)
def test_counts_of_a_few_are_dots_in_words(actual: str, owed: str, goal: str, dots: str) -> None:
    series = [one._replace(role=role) for role in ("actual", "owed", "goal")
              for one in chart({"actual": actual, "owed": owed, "goal": goal}[role]).series]  # fmt: skip
    blocks = list(laid_out([TABLE, Chart("讲堂", [], series, "dots"), EMPTY._replace(shape="dots")]))
    assert blocks[0] == TABLE
    assert [text(block.text, "zh") for block in blocks[1:] if isinstance(block, Line)] == [
        f"● 已完成，○ 待完成：讲堂 {dots}"
    ]


def test_dots_among_charts_follow_them_together() -> None:
    dots = CHART._replace(shape="dots")
    table, charts, line = laid_out([TABLE, CHART, dots, CHART, dots])
    assert (table, charts) == (TABLE, Charts([CHART, CHART]))
    assert isinstance(line, Line)
    assert text(line.text, "en") == "● done, ○ to come: t ●●●, t ●●●"


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ("to come", "● done, ○ to come: t ●○○"),
        ("over", "● done, ○ not done: t ●○○"),
        ("limited", "● had: t ● (limit 3)"),
    ],
)
def test_what_is_over_is_not_to_come_and_what_is_limited_is_not_done(events: Events, said: str) -> None:
    series = [chart("1 0").series[0], chart("3").series[0]._replace(role="goal")]
    (line,) = laid_out([Chart("t", [], series, "dots", events)])
    assert isinstance(line, Line)
    assert text(line.text, "en") == said


def test_months_of_one_year_go_by_their_numbers() -> None:
    labels = ["2026-09", "2026-10"]
    assert Chart("t", labels, []).short_labels == ["9", "10"]
    for others in (["2026-09", "2027-01"], ["2026-Q1"], ["a"]):
        assert Chart("t", others, []).short_labels == others


def test_a_landing_is_joined_where_nothing_is_known() -> None:
    series = Series("a", chart("- 1 - - 4").series[0].points, "landing")
    assert [point and point.value for point in series.joined.points] == [None, 1, 2, 3, 4]
    assert series._replace(role="actual").joined.points == series.points


def test_what_is_owed_is_told_by_the_legend() -> None:
    points = [Amount(Fraction(1)), Amount(Fraction(1900000), read_unit("元")), None]
    assert text(Series("应达", points, "owed").legend, "zh") == "应达：190万"
    monthly = [Amount(Fraction(3800000, 12), read_unit("元"))]
    assert text(Series("Plan", monthly, "owed").legend, "en") == "Plan: 316,667"
    assert text(Series("实际", points, "actual").legend, "zh") == "实际"
    assert text(Series("应达", [None], "owed").legend, "zh") == "应达"
