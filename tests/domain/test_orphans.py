"""What the book holds that no plan names."""

from __future__ import annotations

import pytest

from dealerplan.domain.orphans import Held, Orphan, orphaned, said
from dealerplan.domain.outline import outline_of
from dealerplan.words import text
from tests.planfile.reading import HEAD, read

PLAN = read(
    HEAD
    + "measures: {repairs: {members: [east, west]}, cars: {}}\n"
    + "targets: {revenue: {goal: 1}, load: {formula: repairs / cars, goal: 2}}\nmilestones: {course: {}, fair: {}}\n"
)
ALL = ("repairs.east", "repairs.west", "cars", "revenue")


@pytest.mark.parametrize(
    ("held", "found"),
    [
        (Held(ALL), []),
        (Held((*ALL, "stock")), [Orphan("measure", "stock", None)]),
        (Held((*ALL, "stock", "stock.east")), [Orphan("measure", "stock", None)]),
        (Held(("repairs.east", "repairs.west", "car", "revenue")), [Orphan("measure", "car", "cars")]),
        (Held(("repairs.east", "repairs.west", "vehicles", "revenue")), [Orphan("measure", "vehicles", "cars")]),
        (Held(("repairs.est", "repairs.west", "cars", "revenue")), [Orphan("member", "repairs.est", "repairs.east")]),
        (Held((*ALL, "repairs.north")), [Orphan("member", "repairs.north", None)]),
        (
            Held(ALL, milestones=[("sales-2026", "school"), ("sales-2026", "fair")]),
            [Orphan("milestone", "sales-2026/school", "course")],
        ),
        (Held(ALL, milestones=[("sales-2026", "course")]), []),
        (
            Held(ALL, actions=[("sales-2026", "revenu-2026-03-2")], notes=[("sales-2026", "load")]),
            [Orphan("action", "sales-2026/revenu", "revenue")],
        ),
        (Held(ALL, actions=[("sales-2026", "revenue-2026-03")]), []),
        (
            Held(ALL, notes=[("sale-2026", "revenue")]),
            [Orphan("action", "sale-2026/revenue"), Orphan("plan", "sale-2026", "sales-2026")],
        ),
        (
            Held(ALL, notes=[("sale-2026", "revenue"), ("sales-2026", "revenue")]),
            [Orphan("action", "sale-2026/revenue"), Orphan("plan", "sale-2026", None)],
        ),
    ],
)
def test_what_nothing_is_called(held: Held, found: list[Orphan]) -> None:
    assert orphaned(held, [outline_of(PLAN)]) == found


def test_earlier_ids_are_known() -> None:
    cars = PLAN.measures["cars"]._replace(was=("vehicles",))
    renamed = PLAN._replace(measures={**PLAN.measures, "cars": cars}, was=("old",))
    assert orphaned(Held((*ALL, "vehicles"), notes=[("old", "load")]), [outline_of(renamed)]) == []


def test_the_line_to_write() -> None:
    [one] = orphaned(Held(("repairs.est", "repairs.west", "cars", "revenue")), [outline_of(PLAN)])
    assert one.line == "was: est"
    assert (
        text(said(one), "zh")
        == "台账里有成员 repairs.est，但没有计划写到它；如已改名为 repairs.east，请在该处写：was: est"
    )


def test_without_a_likely_one_no_line_is_said() -> None:
    [one] = orphaned(Held((*ALL, "stock")), [outline_of(PLAN)])
    assert text(said(one), "zh") == "台账里有数据项 stock，但没有计划写到它"
