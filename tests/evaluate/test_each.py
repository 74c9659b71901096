"""Goals of each month, quarter, half or year (the contract's section 4)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.evaluate.tell import card_of, told


@pytest.mark.parametrize(
    ("each", "a", "hits", "spans", "actual", "status", "rule"),
    [
        ("month", "10 9 10", 2, 3, 10, "at_risk", "last_span"),
        ("month", "10 10 9", 2, 3, 9, "behind", "not_last_span"),
        ("month", "10 10 10", 3, 3, 10, "on_track", "every_span"),
        ("month", "9 - 10", 1, 2, 10, "at_risk", "last_span"),  # a month missing does not count
        ("month", "10 " * 12, 12, 12, 10, "met", "every_span_at_end"),
        ("month", "10 " * 11 + "9", 11, 12, 9, "missed", "not_every_span_at_end"),
        ("month", "9 " + "10 " * 11, 11, 12, 10, "missed", "not_every_span_at_end"),
        ("month", "10 " * 5 + "- " + "10 " * 6, 11, 11, 10, "on_track", "every_span"),
        ("quarter", "9 9", 0, 0, None, "no_data", "no_span"),
        ("quarter", "9 - 9 1 1", 0, 0, None, "no_data", "no_span"),
        ("quarter", "4 4 4 9 9", 1, 1, 12, "on_track", "every_span"),
        ("quarter", "3 3 3 9 - 9 3 3 4", 1, 2, 10, "at_risk", "last_span"),
        ("half", "1 1 1 1 1 1", 0, 1, 6, "behind", "not_last_span"),
        ("half", "2 " * 12, 2, 2, 12, "met", "every_span_at_end"),
        ("year", "1 " * 11, 0, 0, None, "no_data", "no_span"),
        ("year", "1 " * 12, 1, 1, 12, "met", "every_span_at_end"),
    ],
)
def test_spans_of_a_flow(each: str, a: str, hits: int, spans: int, actual: int | None, status: str, rule: str) -> None:
    card = card_of(f"formula: a, goal: ≥ 10, each: {each}", a=a)
    assert (card.figures.hits, card.figures.spans, card.figures.actual) == (hits, spans, actual)
    assert card.verdict[:2] == (status, rule)


def test_figures_are_the_last_counted_span_s() -> None:
    card = card_of("formula: a, goal: ≥ 10, each: quarter", a="4 4 4 3 3 3 1 1")
    figures = card.figures
    assert told(figures, "actual expected attainment gap") == "9 10 9/10 -1"
    assert set(figures[3:6]) | set(figures[7:13]) == {None}  # nothing about the rest of the period
    assert card.month is not None
    assert told(card.month, "actual expected") == "1 3"  # the month's own, of 3 3 4
    assert card.mom.fraction == 0


def test_a_rate_is_computed_over_its_span() -> None:
    card = card_of("formula: a / b, goal: ≤ 50%, each: quarter", a="9 1 1", b="10 10 10")
    assert (card.figures.actual, card.verdict.status) == (Fraction(11, 30), "on_track")


def test_a_span_that_divides_by_zero_does_not_count() -> None:
    card = card_of("formula: a / b, goal: ≤ 50%, each: month", a="9 1 1", b="10 10 0")
    assert (card.figures.spans, card.figures.actual, card.verdict.status) == (2, Fraction(1, 10), "at_risk")
    assert [span.period.label for span in card.unjudged] == ["2026-03"]
    alone = card_of("formula: a / b, goal: ≤ 50%, each: month", a="1", b="0")
    assert alone.verdict[:2] == ("no_data", "divides_by_zero")


def test_too_few_in_the_last_span() -> None:
    target = "formula: a / b, goal: ≤ 50%, each: month, min_volume: 10"
    assert card_of(target, a="1 1", b="10 9").verdict[:2] == ("too_few", "too_few")
    assert card_of(target, a="1 1", b="9 10").verdict.status == "on_track"


def test_a_level_of_each_quarter_is_its_last_month_s() -> None:
    card = card_of("formula: stock, goal: ≥ 10, each: quarter", stock="1 1 10 1 1 9")
    assert told(card.figures, "hits spans actual") == "1 2 9"


@pytest.mark.parametrize(
    ("target", "expected", "attainment", "gap", "status"),
    [
        ("formula: a, goal: 8 .. 10, each: month", 8, Fraction(12, 8), 4, "behind"),  # a flow: against the low end
        ("formula: a / b, goal: 8 .. 10, each: month", None, None, 2, "behind"),
        ("formula: a / b, goal: 8 .. 12, each: month", None, None, 0, "on_track"),
        ("formula: a, goal: tbd, each: month", None, None, None, "undecided"),
    ],
)
def test_ranges(target: str, expected: int | None, attainment: Fraction | None, gap: int | None, status: str) -> None:
    card = card_of(target, a="12", b="1")
    assert (card.figures.expected, card.figures.attainment, card.figures.gap) == (expected, attainment, gap)
    assert card.verdict.status == status


def test_a_span_keeps_the_goal_that_it_was_judged_by() -> None:
    target = "formula: a, goal: ≥ 10, each: month, revisions: [{from: 2026-02, goal: ≥ 5}, {from: 2026-04, goal: ≥ 9}]"
    card = card_of(target, a="10 5 5")
    assert told(card.figures, "hits spans expected") == "3 3 5"
    assert card_of(target, as_of="2026-04", a="10 5 5").figures.expected == 5  # March's, the last that counts


def test_spans_of_an_open_goal_do_not_count() -> None:
    target = "formula: a, goal: tbd, each: month, revisions: [{from: 2026-03, goal: ≥ 5}]"
    card = card_of(target, a="1 1 5")
    assert (card.figures.hits, card.figures.spans, card.verdict.status) == (1, 1, "on_track")
    assert card.unjudged == []


def test_the_last_span_is_shown_while_the_goal_is_open() -> None:
    assert told(card_of("formula: a, goal: tbd, each: month", a="1 5").figures, "hits spans actual") == "0 0 5"


def test_the_goal_stands_before_the_first_span() -> None:
    figures = card_of("formula: a, goal: ≥ 10, each: quarter", a="4").figures
    assert told(figures, "hits spans expected") == "0 0 10"
    assert (figures.actual, figures.gap) == (None, None)
