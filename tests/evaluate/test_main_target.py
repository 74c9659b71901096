"""Which target a plan is about."""

from __future__ import annotations

import pytest

from dealerplan.domain.plan import Plan
from dealerplan.evaluate.main_target import main_target
from dealerplan.planfile.load import load
from tests.evaluate.tell import scorecard

HEAD = "plan: p\nstore: s\nperiod: 2026\nmeasures:\n  a: {members: [x, y]}\n  b: {}\n  gain: {unit: 元}\ntargets:\n"


def main_of(targets: str) -> str | None:
    plan = load((HEAD + targets).encode(), "p.yaml")
    assert isinstance(plan, Plan), [str(error.message) for error in plan]
    found = main_target(scorecard(plan))
    return found.target.id if found else None


@pytest.mark.parametrize(
    ("targets", "main"),
    [
        ("  b: {goal: 5}\n  gain: {goal: 5, main: true}\n", "gain"),
        ("  b: {goal: 5}\n  gain: {goal: tbd, main: true}\n", "gain"),
        ("  b: {goal: 5}\n  a: {goal: 5, part_of: b}\n  gain: {goal: 3}\n", "b"),
        # parts of parts count: `a` has two, `b` has `a` and these
        ("  a: {goal: 5, part_of: b, split: {x: 2, y: 3}}\n  b: {goal: 9}\n", "b"),
        # of as many parts, the first
        ("  g: {formula: b, goal: 5}\n  b: {goal: 6}\n  a: {goal: 5, part_of: b}\n  gain: {goal: 5, part_of: g}", "g"),
        # a whole without a goal is passed over
        ("  b: {goal: tbd}\n  a: {goal: 5, part_of: b}\n", "a"),
        ("  b: {goal: 5}\n  gain: {goal: 5}\n", "gain"),
        ("  b: {goal: 5}\n  gain: {goal: tbd}\n", "b"),
        ("  b: {goal: tbd}\n", None),
    ],
)  # fmt: skip
def test_the_target_that_a_plan_is_about(targets: str, main: str | None) -> None:
    assert main_of(targets) == main
