"""The slow evaluator of groups says of a group of one store what the slow one of a store says ([G2])."""

from __future__ import annotations

from hypothesis import assume, given, settings

from dealerplan.calendar import open_days
from dealerplan.domain.group import GroupTerms, Store
from tests.evaluate.make import MEASURES, Given, cases, used
from tests.evaluate.slow import Slow
from tests.evaluate.slow_group import SlowGroup


@given(case=cases())
@settings(max_examples=200, deadline=None)
def test_a_group_of_one_store_has_its_figures(case: Given) -> None:
    assume(all(MEASURES[id].months is None for id in used(case.target)))
    plan = case.plan._replace(group=GroupTerms("g", "stores.csv"))
    slow = Slow(plan, case.target, case.actuals, open_days(plan.calendar), case.as_of)
    assume(case.as_of in slow.recorded)
    assert case.as_of is not None
    one = Store("s")
    values = {("s", id, month): value for (id, month), value in case.actuals.items()}
    group = SlowGroup(plan, [one], values, case.as_of, open_day=lambda day: day not in plan.calendar.closed)
    figures = group.targets["t"]
    alone, found = slow.answer(), figures.answer()
    assume(alone["status"] != "undecided")
    assert figures.status_of_store(one) == alone["status"]
    assert [month for _, month in figures.missing] == alone["missing"]
    for figure in (
        ("hits", "spans") if case.target.each else ("actual", "expected", "attainment", "pace", "gap", "status")
    ):
        assert found[figure] == alone[figure], figure
