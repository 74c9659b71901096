"""What `was` means: every full id under which the book may hold something, nearest first."""

from __future__ import annotations

import pytest

from dealerplan.domain.plan import Plan
from tests.planfile.reading import HEAD, read, target


def _was(plan: Plan) -> dict[str, tuple[str, ...]]:
    return {id: measure.was for id, measure in plan.measures.items() if measure.was}


def _targets(plan: Plan) -> dict[str, tuple[str, ...]]:
    return {one.id: one.was for one in plan.targets if one.was}


def test_a_plan_says_one_id_or_several() -> None:
    assert read(f"{HEAD}was: sales-26").was == ("sales-26",)
    assert read(f"{HEAD}was: [sales-26, 2026, sales-26]").was == ("sales-26", "2026")
    assert read(f"{HEAD}was: []").was == read(HEAD).was == ()


@pytest.mark.parametrize(
    ("sold", "was"),
    [
        ("{members: {ost: {was: east}, west: {}}}", {"sold.ost": ("sold.east",)}),
        ("{was: sales, members: [ost]}", {"sold": ("sales",), "sold.ost": ("sales.ost",)}),
        (
            "{was: sales, members: {ost: {was: east}}}",
            {"sold": ("sales",), "sold.ost": ("sold.east", "sales.ost", "sales.east")},
        ),
        (
            "{members: {ost: {was: [east, o]}}}",
            {"sold.ost": ("sold.east", "sold.o")},
        ),
        (
            "{members: {ost: {was: east, members: {ann: {was: anna}, bob: {}}}}}",
            {
                "sold.ost": ("sold.east",),
                "sold.ost.ann": ("sold.ost.anna", "sold.east.ann", "sold.east.anna"),
                "sold.ost.bob": ("sold.east.bob",),
            },
        ),
    ],
)
def test_a_member_has_every_id_that_follows(sold: str, was: dict[str, tuple[str, ...]]) -> None:
    plan = read(f"{HEAD}measures: {{sold: {sold}}}\ntargets: {{all: {{formula: sold, goal: 9}}}}")
    assert _was(plan) == was


def test_a_split_goal_stands_under_the_new_name() -> None:
    plan = read(
        f"{HEAD}measures: {{sold: {{was: sales, members: {{ost: {{was: east, members: [ann]}}, west: {{}}}}}}}}\n"
        "targets: {all: {was: whole, formula: sold, goal: 9, split: {ost: {goal: 5, split: {ann: 5}}, west: 4}}}"
    )
    assert _targets(plan) == {
        "all": ("whole",),
        "all.ost": ("all.east", "whole.ost", "whole.east"),
        "all.ost.ann": ("all.east.ann", "whole.ost.ann", "whole.east.ann"),
        "all.west": ("whole.west",),
    }
    assert target(plan, "all.ost").goal.value == 5


@pytest.mark.parametrize(
    ("lines", "measures", "targets"),
    [  # what a target's line says of the measure that it declares, and the other way round
        ("targets: {cars: {was: autos, goal: 9}}", {"cars": ("autos",)}, {"cars": ("autos",)}),
        ("targets: {sold: {was: autos, formula: cars, goal: 9}}", {"cars": ("autos",)}, {"sold": ("autos",)}),
        (
            "targets: {each: {was: monthly, formula: cars, goal: 9, each: month}, cars: {was: autos, goal: 9}}",
            {"cars": ("autos",)},
            {"each": ("monthly",), "cars": ("autos",)},
        ),
        (
            "targets: {each: {was: monthly, formula: cars, goal: 9, each: month}, cars: {goal: 9}}",
            {},
            {"each": ("monthly",)},
        ),
        (  # what another measure is or was, it is not
            "measures: {vans: {was: trucks}}\ntargets: {sold: {was: [vans, trucks], formula: cars, goal: 9}}",
            {"vans": ("trucks",)},
            {"sold": ("vans", "trucks")},
        ),
        ("measures: {cars: {was: autos}}\ntargets: {cars: {goal: 9}}", {"cars": ("autos",)}, {"cars": ("autos",)}),
        ("measures: {cars: {was: a}}\ntargets: {cars: {was: b, goal: 9}}", {"cars": ("a",)}, {"cars": ("b",)}),
        ("measures: {cars: {was: a}}\ntargets: {all: {formula: cars, goal: 9}}", {"cars": ("a",)}, {}),
        (
            "measures: {cars: {was: a}}\ntargets: {cars: {goal: 9}, a: {goal: 1, formula: cars / 9}}",
            {"cars": ("a",)},
            {},
        ),
        (
            "measures: {cars: {was: a}}\ntargets: {cars: {goal: 9}, b: {was: a, goal: 1, formula: cars / 9}}",
            {"cars": ("a",)},
            {"b": ("a",)},
        ),
        ("measures: {cars: {}}\ntargets: {cars: {was: autos, goal: 9}}", {}, {"cars": ("autos",)}),
    ],
)
def test_a_target_and_the_measure_of_its_line_were_one(
    lines: str, measures: dict[str, tuple[str, ...]], targets: dict[str, tuple[str, ...]]
) -> None:
    plan = read(HEAD + lines)
    assert _was(plan) == measures
    assert _targets(plan) == targets


def test_a_result_was_one_of_its_milestone() -> None:
    (expo,) = read(
        f"{HEAD}milestones: {{expo: {{was: [show, fair], results: {{orders: {{goal: 4, was: deals}}}}}}}}"
    ).milestones
    assert expo.was == ("show", "fair")
    assert [(one.id, one.was) for one in expo.results] == [("orders", ("deals",))]


def test_a_thing_of_another_kind_may_have_the_old_id() -> None:
    targets, milestones = "{autos: {formula: cars, goal: 9}}", "{autos: {}}"
    plan = read(f"{HEAD}measures: {{cars: {{was: autos}}}}\ntargets: {targets}\nmilestones: {milestones}")
    assert _was(plan) == {"cars": ("autos",)}
