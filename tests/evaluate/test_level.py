"""The figures and the status of a level (the contract's section 4)."""

from __future__ import annotations

import pytest

from tests.evaluate.tell import card_of, told

RISING = "formula: stock, goal: ≥ 1500, start: 1320"  # 15 a month


def test_a_level_is_its_last_recorded_month() -> None:
    card = card_of("formula: stock, goal: ≥ 1500", as_of="2026-04", stock="1400 1300 1350 -")
    assert told(card.figures, "actual expected gap") == "1350 1500 -150"
    assert told(card.figures, "attainment remaining") == "9/10 150"
    assert set(card.figures[3:6]) | set(card.figures[8:]) == {None}
    assert [month.expected for month in card.months] == [1500] * 4


def test_the_line_runs_from_the_period_s_beginning_to_the_last_month_s_end() -> None:
    card = card_of(RISING, as_of="2026-04", stock="1335 1350 1364 -")
    assert [month.expected for month in card.months] == [1335, 1350, 1365, 1380]
    assert told(card.figures, "expected gap") == "1365 -1"  # as of the last recorded month
    assert card_of(RISING, as_of="2026-01").figures.expected is None


def test_a_falling_line() -> None:
    card = card_of("formula: stock, goal: ≤ 60, start: 120", stock="116 111")
    assert told(card.figures, "expected gap remaining") == "110 1 0"
    assert card.verdict.status == "at_risk"


@pytest.mark.parametrize(
    ("target", "stock", "status", "rule"),
    [
        (RISING, "1335", "on_track", "holds"),
        (RISING, "1334.999999999", "at_risk", "near"),
        (RISING, "1308.3", "at_risk", "near"),  # 2% of the line
        (RISING, "1308.299999999", "behind", "off"),
        (RISING, "1600", "on_track", "holds"),  # no early end
        ("formula: stock, goal: over 1500, start: 1320", "1335", "at_risk", "near"),
        ("formula: stock, goal: ≥ 1500", "1500", "on_track", "holds"),
        ("formula: stock, goal: ≥ 1500", "1470", "at_risk", "near"),
        ("formula: stock, goal: ≥ 1500", "1469", "behind", "off"),
        ("formula: stock, goal: 100 .. 200", "98", "at_risk", "near"),
        ("formula: stock, goal: 100 .. 200", "205", "behind", "off"),
        ("formula: stock, goal: tbd", "205", "undecided", "undecided"),
        # at the end, which is its last month, gaps or not
        (RISING, "- " * 11 + "1500", "met", "held_at_end"),
        (RISING, "1500 " * 11 + "1499", "missed", "broken_at_end"),
        ("formula: stock, goal: 100 .. 200", "- " * 11 + "201", "missed", "broken_at_end"),
        (RISING, "1500 " * 11, "on_track", "holds"),
    ],
)
def test_status(target: str, stock: str, status: str, rule: str) -> None:
    assert card_of(target, stock=stock).verdict[:2] == (status, rule)


def test_a_range_of_a_level() -> None:
    figures = card_of("formula: stock, goal: 100 .. 200", stock="90").figures
    assert told(figures, "expected attainment gap") == "- - -10"


def test_a_line_to_a_goal_that_was_open_begins_at_the_start() -> None:
    card = card_of("formula: stock, goal: tbd, start: 1320, revisions: [{from: 2026-03, goal: ≥ 1560}]",
                   stock="1330 1330 1380")  # fmt: skip
    assert [month.expected for month in card.months] == [1340, 1360, 1380]


def test_a_line_to_a_revised_goal() -> None:
    target = RISING + ", revisions: [{from: 2026-03, goal: ≥ 1560}, {from: 2026-05, goal: 1000 .. 2000}]"
    card = card_of(target, stock="1330 1330 1380")
    assert [month.expected for month in card.months] == [1335, 1350, 1371]  # from 1350 on 21 a month
    assert card.figures.expected == 1371
    assert card.verdict.status == "on_track"
    assert card_of(target, as_of="2026-05", stock="1330 1330 1380").figures.expected is None
