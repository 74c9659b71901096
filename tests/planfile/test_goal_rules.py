"""Goals that do not go together, as figures."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dealerplan.app.templates import DEFAULT, packaged
from dealerplan.planfile.goal_rules import disagreements, spans_disagree
from dealerplan.words import Lang
from tests.planfile.reading import read
from tests.samples import NAMES


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_default_plan_asks_more_of_a_vehicle_than_of_all_together(lang: Lang) -> None:
    found = {one.target.id: one for one in disagreements(packaged(DEFAULT, lang))}
    assert [*found] == ["daily_intake", "avg_ticket"]
    ticket = found["avg_ticket"]
    assert (round(ticket.implied, 2), ticket.goal, ticket.held) == (Fraction("487.18"), Fraction(800), False)
    assert ticket.inputs == {"workshop_revenue": 3_800_000, "intake": 7800}
    assert (ticket.above, ticket.volume, ticket.needed) == ("workshop_revenue", Fraction(7800), Fraction(6_240_000))
    daily = found["daily_intake"]
    assert (daily.held, daily.above, daily.needed) == (True, None, None)


@pytest.mark.parametrize("name", [name for name in NAMES if name != DEFAULT])
def test_no_other_packaged_plan_asks_what_it_does_not_give(name: str) -> None:
    assert [one.target.id for one in disagreements(packaged(name, "zh")) if not one.held] == []


@pytest.mark.parametrize(
    ("month", "year", "disagree"),
    [
        (">= 100", ">= 1200", False),
        (">= 80", ">= 1200", False),  # a least month
        (">= 105", ">= 1200", False),
        (">= 106", ">= 1200", True),  # the year asks nothing of its own
        ("<= 120", "<= 1200", False),  # a most month
        ("<= 95", "<= 1200", False),
        ("<= 94", "<= 1200", True),
        (">= 100", "<= 1200", False),
        (">= 101", "<= 1200", True),  # no room
        ("<= 99", ">= 1200", True),
    ],
)
def test_goals_of_months_against_that_of_the_year(month: str, year: str, disagree: bool) -> None:
    plan = read(
        f'plan: p\nstore: s\nperiod: 2026\ntargets: {{a: {{goal: "{year}"}}, '
        f'm: {{formula: a, goal: "{month}", each: month}}}}\n'
    )
    assert [one.code for one in spans_disagree(plan)] == ["spans-disagree"] * disagree
