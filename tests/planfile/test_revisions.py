"""Revised formulas and phasings: how they are written, and what a plan asks for by them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dealerplan.domain.formula import written
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan, owners
from dealerplan.planfile.rules import findings
from tests.planfile.reading import HEAD, read, refuse, target

MEASURES = """\
measures:
  a: {unit: 台}
  b: {unit: 台}
  c: {unit: 台}
  s: {unit: 台, members: {x: {}, y: {}, z: {from: 2026-08}}}
  money: {unit: 元}
  big: {unit: 万元}
targets:
"""


def plan_of(text: str) -> Plan:
    return read(f"{HEAD}{MEASURES}  t: {{{text}}}\n")


def shares(phasing: object) -> str:
    """The months' shares from the first one that has any, in percent."""
    assert isinstance(phasing, tuple)
    assert sum(phasing) == 1
    return " ".join(f"{float(share * 100):g}" for share in phasing[6:])


@pytest.mark.parametrize(
    ("first", "phasing", "found"),
    [
        ("goal: 24", "{7-9: 60%, 10-12: 40%}", "20 20 20 13.3333 13.3333 13.3333"),
        ("goal: 24", "{Q3: 60%}", "20 20 20 13.3333 13.3333 13.3333"),
        ("goal: 24", "{7-9: 6}", "16.6667 16.6667 16.6667 16.6667 16.6667 16.6667"),  # 12 are left
        ("goal: 24, phasing: {1-6: 18}", "{7: 6}", "100 0 0 0 0 0"),
        ("goal: 365, phasing: open_days", "{7: 46}", "25 15 15 15 15 15"),  # 184 days are left
        ("goal: 24 .. 30", "{7-9: 6}", "16.6667 16.6667 16.6667 16.6667 16.6667 16.6667"),  # of the low end
        ("goal: -24", "{7-9: -12}", "33.3333 33.3333 33.3333 0 0 0"),
        ("goal: over last year", "{7-9: 100%}", "33.3333 33.3333 33.3333 0 0 0"),
    ],
)
def test_a_phasing_is_of_what_is_left(first: str, phasing: str, found: str) -> None:
    plan = plan_of(f"formula: a, {first}, revisions: [{{from: 2026-07, phasing: {phasing}}}]")
    assert shares(target(plan, "t").phasing_in(Month(2026, 7))) == found


def test_each_amount_rests_on_the_revisions_before_it() -> None:
    revisions = "{from: 2026-09, phasing: {9: 5, 12: 15}}, {from: 2026-07, goal: 36, phasing: {7-8: 4}}"
    plan = plan_of(f"formula: a, goal: 24, revisions: [{revisions}]")
    assert shares(target(plan, "t").phasing_in(Month(2026, 8))) == "8.33333 8.33333 20.8333 20.8333 20.8333 20.8333"
    assert shares(target(plan, "t").phasing_in(Month(2026, 9))) == "0 0 25 0 0 75"


def test_members_go_by_the_phasing_of_their_whole() -> None:
    split = "{x: {goal: 12, revisions: [{from: 2026-07, goal: 9, why: n}]}, y: 8, z: 4}"
    plan = plan_of(f"formula: s, goal: 24, split: {split}, revisions: [{{from: 2026-07, phasing: {{7: 20%}}, why: w}}]")
    (x,) = target(plan, "t.x").revisions
    assert (x.goal and x.goal.value, x.why, shares(x.phasing)) == (Fraction(9), "n", "20 16 16 16 16 16")
    (z,) = target(plan, "t.z").revisions  # in its own months, scaled
    assert (z.goal, z.why, z.phasing) == (None, "w", (Fraction(1, 5),) * 5)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("formula: money, goal: 9, revisions: [{from: 2026-07, formula: money + big}]",
         "money is in 元 and big in 万元: they can't be added so"),
        ("formula: s, goal: 9, split: {z: 3}, revisions: [{from: 2026-07, phasing: {7: 3}}]",
         "what is left of the goal by 2026-07 is not known here"),
        ("formula: a, goal: 9, revisions: [{from: 2026-07, phasing: {7: 3, 7-8: 2}}]", "2026-07 is phased twice"),
        ("formula: a, goal: 9, calendar: x, revisions: [{from: 2027-07, phasing: {7: 3}}]",
         "2027-07 is outside the period 2026"),
    ],
)  # fmt: skip
def test_refused(text: str, message: str) -> None:
    assert message in " ".join(refuse(f"{HEAD}{MEASURES}  t: {{{text}}}\n"))


REVISED = f"""{HEAD}{MEASURES}
  t: {{formula: a, goal: 24, owner: Li, revisions: [{{from: 2026-07, formula: a + b, why: two shops}}]}}
  u: {{formula: c, goal: 24, owner: Wu, revisions: [{{from: 2026-07, formula: a, why: moved}}]}}
"""


def test_what_is_due_is_what_the_formula_in_force_uses() -> None:
    plan = read(REVISED)
    due = [sorted(set(plan.due_in(Month(2026, month))) & {"a", "b", "c"}) for month in (6, 7)]
    assert due == [["a", "c"], ["a", "b"]]


def test_a_measure_serves_by_every_formula_there_was() -> None:
    plan = read(REVISED)
    assert [(id, owners([plan])[id]) for id in "abc"] == [("a", ("Li", "Wu")), ("b", ("Li",)), ("c", ("Wu",))]
    unused = {one.target for one in findings(plan) if one.code == "unused-measure"}
    assert unused.isdisjoint("abc")


def test_the_formula_in_force() -> None:
    found = target(read(REVISED), "t")
    assert [written(found.formula_in(month)) for month in (None, Month(2026, 6), Month(2026, 7))] == ["a", "a", "a + b"]
    assert found.at(Month(2026, 7)) == found._replace(formula=found.formula_in(Month(2026, 7)))


def test_goals_are_compared_by_the_formulas_at_the_periods_end() -> None:
    goals = "  one: {formula: a, goal: 100}\n  two: {formula: b, goal: 50}\n"
    rate = "  rate: {formula: a / b, goal: 2, revisions: [{from: 2026-07, formula: b / a, why: w}]}\n"
    codes = [(one.code, one.target) for one in findings(read(HEAD + MEASURES + goals + rate))]
    assert ("goals-disagree", "rate") in codes


def test_a_revision_without_a_reason_says_what_it_brings() -> None:
    lines = "  t: {formula: a, goal: 24, revisions: [{from: 2026-07, goal: 30, formula: b, phasing: even}]}\n"
    lines += "  w: {formula: s, goal: 9, split: {x: 9}, revisions: [{from: 2026-07, phasing: even}]}\n"
    found = [str(one.message) for one in findings(read(HEAD + MEASURES + lines)) if one.code == "no-reason"]
    assert found == [
        "t is revised from 2026-07 to 30台, the formula b, another phasing without a reason",
        "s is revised from 2026-07 to another phasing without a reason",
    ]
