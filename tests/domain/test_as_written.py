"""Values of a plan as its file says them."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

import pytest
import yaml

from dealerplan.domain import as_written
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month, Period
from tests.planfile.reading import HEAD, read


@pytest.mark.parametrize("text", ["plain", 'li: "a" #', "a\\b", "bell\a", "line\nline", "\u2028", "😀"])
def test_a_text_is_read_back_as_it_is(text: str) -> None:
    assert yaml.safe_load(as_written.quoted(text)) == text
    assert yaml.safe_load(as_written.word(text)) == text


@pytest.mark.parametrize(
    ("goal", "full"),
    [
        ("600万", ">= 6000000 元"),
        ("over 5", "> 5"),
        ("90 .. 95", "90 .. 95"),
        ("tbd", "tbd"),
        ("+5% on last year", "+5% on last year"),
    ],
)
def test_a_goal_in_full(goal: str, full: str) -> None:
    [target] = read(HEAD + f"targets: {{a: {{goal: {goal}}}}}").targets
    assert as_written.goal_in_full(target.goal, None) == full.removesuffix(" 元")


@pytest.mark.parametrize("rule", ["even", "open_days"])
def test_a_rule_from_a_month_is_the_rule(rule: Literal["even", "open_days"]) -> None:
    assert as_written.revised_phasing(rule, tuple(Period(Month(2026, 1), Month(2026, 12))), Month(2026, 7)) == rule


def test_members_with_their_names_months_and_members() -> None:
    text = '{x: {from: 2026-06, name: "East", members: [p, q]}, y: {}}'
    plan = read(HEAD + f"measures: {{b: {{members: {text}}}}}")
    assert as_written.members(plan.measures, "b") == text


def test_shares_that_no_goal_makes_numbers_of() -> None:
    thirds = (Fraction(1, 3), Fraction(1, 6), Fraction(1, 2))
    own = tuple(Period(Month(2026, 1), Month(2026, 3)))
    assert as_written.phasing(thirds, own, Goal("tbd"), None) is None
    assert as_written.shares(thirds, own) == "{2026-01: 100/3%, 2026-02: 50/3%, 2026-03: 50%}"


@pytest.mark.parametrize(
    "text",
    [
        '{from: 2026-02, goal: "4", formula: "b - c", phasing: {2-11: 80%, 12: 20%}, why: "less"}',
        '{from: 2026-02, goal: "4"}',
        '{from: 2026-02, formula: "b - c"}',
        "{from: 2026-02, phasing: open_days}",
    ],
)
def test_a_revision_as_it_was_written(text: str) -> None:
    [target] = read(
        HEAD + f"measures: {{b: {{}}, c: {{}}}}\ntargets: {{a: {{goal: 5, formula: b, revisions: [{text}]}}}}"
    ).targets
    said = as_written.revision(target.revisions[0], tuple(Period(Month(2026, 1), Month(2026, 12))))
    assert as_written.mapping(said) == text
