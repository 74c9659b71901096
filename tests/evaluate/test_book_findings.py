"""What a plan and its actuals show together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest

from dealerplan.domain.actual import Actuals
from dealerplan.domain.month import Month
from dealerplan.domain.outline import outline_of
from dealerplan.domain.plan import Plan
from dealerplan.domain.unit import read_unit
from dealerplan.evaluate.book_findings import (
    InUnit,
    looks_like_a_level,
    recorded_otherwise,
    unit_changed,
    units_apart,
    unrecorded,
)
from dealerplan.words import text
from tests.planfile.reading import HEAD, read


def of(measure: str, values: Sequence[int]) -> Actuals:
    return {(measure, Month(2026, number)): Fraction(value) for number, value in enumerate(values, 1)}


STOCK = [270, 280, 285, 290]


@pytest.mark.parametrize(
    ("target", "values", "found"),
    [
        ("{goal: at most 280}", STOCK, True),
        ("{goal: 280}", STOCK, True),
        ("{goal: 280}", STOCK[:3], False),
        ("{goal: 280}", [270, 280, 285, 298], False),  # above 1.1 of the smallest
        ("{goal: 280}", [270, 280, 285, 297], True),
        ("{goal: 1125}", STOCK, True),  # 281.25 × 12 = 3 × 1125
        ("{goal: 1126}", STOCK, False),
        ("{goal: 280, each: month}", STOCK, False),
        ("{goal: 280, formula: s}", STOCK, False),
        ("{goal: tbd}", STOCK, False),
        ("{goal: 0}", STOCK, False),
        ("{goal: 1}", [0, 0, 0, 0], False),
    ],
)
def test_a_sum_that_looks_like_a_level(target: str, values: list[int], found: bool) -> None:
    plan = read(HEAD + f"measures: {{s: {{over_time: last}}}}\ntargets: {{stock: {target}}}")
    actuals = of("s" if "formula" in target else "stock", values)
    assert [one.code for one in looks_like_a_level(plan, actuals)] == ["looks-like-a-level"] * found


def test_the_line_is_that_of_the_measure() -> None:
    plan = read(HEAD + "targets: {stock: {goal: at most 280, unit: 台, name: 库存}}")
    [one] = looks_like_a_level(plan, of("stock", STOCK))
    assert text(one.message, "zh") == (
        "“库存”按月累加，但已录 4 个月都在 270 至 290 之间，目标为 at most 280；"
        "如为库存一类的时点数，请在数据项 stock 下写：over_time: last"
    )
    mended = read(HEAD + "measures: {stock: {over_time: last}}\ntargets: {stock: {goal: at most 280}}")
    assert list(looks_like_a_level(mended, of("stock", STOCK))) == []


def test_a_sum_of_members_may_look_like_a_level_too() -> None:
    plan = read(HEAD + "measures: {stock: {members: [new, used]}}\ntargets: {stock: {goal: at most 280}}")
    assert [*looks_like_a_level(plan, of("stock.new", STOCK))] == []
    both = {**of("stock.new", STOCK), **of("stock.used", [1, 1, 1, 1])}
    assert [one.target for one in looks_like_a_level(plan, both)] == ["stock"]


@pytest.mark.parametrize(
    ("recorded", "idle", "today", "found"),
    [
        ([1, 2], [], date(2026, 4, 9), []),
        ([1, 2], [], date(2026, 4, 10), [3]),
        ([2, 4], [], date(2026, 6, 10), [3, 5]),
        ([2, 4], [3], date(2026, 6, 10), [5]),
        ([], [], date(2026, 6, 10), []),
        ([11], [], date(2027, 6, 1), [12]),
    ],
)
def test_months_that_nobody_recorded(recorded: list[int], idle: list[int], today: date, found: list[int]) -> None:
    plan = read(HEAD + "targets: {a: {goal: 1}, b: {goal: 1}}")
    actuals = {("a", Month(2026, number)): Fraction(1) for number in recorded}
    months = {Month(2026, number) for number in idle}
    assert [month.number for month in unrecorded(plan, actuals, months, today)] == found


def test_a_plan_says_the_day() -> None:
    plan = read(HEAD + "reporting: {on_time_until: 5}\ntargets: {a: {goal: 1, until: 2026-03}}")
    actuals = of("a", [1])
    assert unrecorded(plan, actuals, (), date(2026, 3, 4)) == []
    assert unrecorded(plan, actuals, (), date(2026, 3, 5)) == [Month(2026, 2)]
    assert unrecorded(plan, actuals, (), date(2026, 12, 31)) == [Month(2026, 2), Month(2026, 3)]


def test_what_another_plan_or_year_has_is_none_of_this_plan() -> None:
    plan = read(HEAD + "targets: {a: {goal: 1}}")
    elsewhere = {("z", Month(2026, 1)): Fraction(1), ("a", Month(2025, 1)): Fraction(1)}
    assert unrecorded(plan, elsewhere, (), date(2026, 6, 10)) == []


def of_unit(unit: str, id: str = "p") -> Plan:
    declared = f"{{unit: {unit}}}" if unit else "{}"
    return read(HEAD + f"measures: {{revenue: {declared}}}\ntargets: {{revenue: {{goal: tbd}}}}")._replace(id=id)


@pytest.mark.parametrize(
    ("was", "now", "command"),
    [
        ("元", "万元", "revenue=58.6 "), ("万元", "元", "revenue=5860000000 "), ("元", "USD", "revenue=… "),
        ("元", "RMB", None), ("台", "单", None), ("元", "", None),
    ],
)  # fmt: skip
def test_values_recorded_in_another_unit(was: str, now: str, command: str | None) -> None:
    values = [InUnit("revenue", Month(2026, month), Fraction(586_000), read_unit(was)) for month in (2, 1)]
    plan = of_unit(now)
    found = unit_changed(plan, recorded_otherwise(plan, values))
    assert [one.code for one in found] == ["unit-changed"] * (command is not None)
    if command is not None:
        assert f"2026-01, 2026-02 were recorded in {was}" in text(found[0].message, "en")
        assert f"dealerplan correct 2026-01 {command}--why" in text(found[0].message, "en")


@pytest.mark.parametrize(("one", "other", "apart"), [("元", "万元", True), ("元", "RMB", False), ("元", "", False)])
def test_units_of_two_plans(one: str, other: str, apart: bool) -> None:
    first, second = of_unit(one), of_unit(other, "q")
    both = [outline_of(first), outline_of(second)]
    for plan in (first, second):
        assert [found.code for found in units_apart(plan, both)] == ["measure-conflict"] * apart


def test_months_that_are_many_are_counted() -> None:
    plan = read(
        HEAD.replace("period: 2026", "period: {from: 2026-01, to: 2027-12}") + "targets: {a: {goal: 1, unit: 万元}}"
    )
    (found,) = recorded_otherwise(plan, [InUnit("a", month, Fraction(5), read_unit("元")) for month in plan.period])
    assert "2026-12 … and 12 more" in text(found.said(), "en")
