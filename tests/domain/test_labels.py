"""What people see targets called."""

from __future__ import annotations

import pytest

from dealerplan.domain.plan import Plan
from dealerplan.planfile.load import load


def labels(name: str, members: str, split: str) -> dict[str, str]:
    text = (
        "plan: p\nstore: s\nperiod: 2026\n"
        f"measures: {{sold: {{unit: 台, members: {members}}}}}\n"
        f"targets: {{cars: {{name: {name}, formula: sold, goal: 30, split: {split}}}, "
        f"other: {{name: {name}, goal: 5}}}}"
    )
    plan = load(text.encode(), "p.yaml")
    assert isinstance(plan, Plan), [str(error.message) for error in plan]
    return {one.id: one.label for one in plan.targets}


@pytest.mark.parametrize(
    ("name", "between"), [("销量", "·"), ("Cars", " / "), ("2.0版", "·")],
)  # fmt: skip
def test_a_member_stands_behind_its_whole(name: str, between: str) -> None:
    found = labels(name, "{east: [a], west: []}", "{east: {goal: 18, split: {a: 18}}, west: 12}")
    assert found["cars.west"] == f"{name}{between}west"
    assert found["cars.east.a"] == f"{name}{between}east{between}a"
    assert (found["cars"], found["other"]) == (f"{name} (cars)", f"{name} (other)")


def test_below_its_whole_its_own_name_is_enough() -> None:
    text = (
        "plan: p\nstore: s\nperiod: 2026\nmeasures: {sold: {members: [城东, 城西]}, rest: {}}\ntargets:\n"
        "  all: {name: 总量, formula: sold + rest, goal: 50}\n"
        "  sold: {name: 销量, goal: 30, part_of: all, split: {城东: 18, 城西: 12}}\n"
    )
    plan = load(text.encode(), "p.yaml")
    assert isinstance(plan, Plan), [str(error.message) for error in plan]
    by_id = {one.id: one for one in plan.targets}
    assert by_id["sold.城东"].label_in(by_id["sold"]) == "城东"
    assert by_id["sold.城东"].label_in(by_id["all"]) == "销量·城东"
    assert by_id["sold"].label_in(by_id["all"]) == "销量"
