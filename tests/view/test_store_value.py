"""What stores are ranked by, in words: what is counted above the line of N / D, and so in which unit."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dealerplan.domain.plan import Plan
from dealerplan.view.store_value import value_said
from dealerplan.words import text
from tests.planfile.reading import read

GROUP = """\
plan: p
group: g
stores: stores.csv
period: 2026
measures:
  intake: {unit: 台}
  reworked: {unit: 台, within: intake}
  parts: {unit: 元}
  labour: {unit: 元}
  csi: {unit: 分, over_time: mean, over_stores: {mean: intake}}
targets:
  t: {formula: %s, goal: 5, unit: %s}
"""


def of_a_group(formula: str, unit: str) -> Plan:
    return read(GROUP % (formula, unit))


@pytest.mark.parametrize(
    ("formula", "unit", "said"),
    [
        ("reworked / intake", '"%"', "-100台"),
        ("intake / open_days", "台/天", "-100台"),
        ("(parts + labour) / intake", "元/台", "-100元"),
        ("parts / days", "元/天", "-100元"),
        ("intake", "台", "-100台"),
    ],
)
def test_a_contribution_is_counted_in_what_is_above_the_line(formula: str, unit: str, said: str) -> None:
    plan = of_a_group(formula, unit)
    assert text(value_said(Fraction(-100), "contribution", plan.targets[0], plan), "zh") == said


@pytest.mark.parametrize(("formula", "unit"), [("csi / intake", "分/台"), ("1 - reworked / intake", '"%"')])
def test_what_has_no_cases_is_told_as_a_distance(formula: str, unit: str) -> None:
    plan = of_a_group(formula, unit)
    (target,) = plan.targets
    both = [text(value_said(Fraction(-1, 2), basis, target, plan), "zh") for basis in ("contribution", "gap")]
    assert both[0] == both[1]
