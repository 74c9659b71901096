# mypy: disable-error-code="comparison-overlap,unreachable"
"""The figures of a group: those of the slow evaluator, and the laws that hold between a group and its stores."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, event, given, settings

from dealerplan.app.tally_text import Told, read, written
from dealerplan.calendar import open_days
from dealerplan.domain.goal import Goal
from dealerplan.domain.group import FACTS, Move, Store, StoreGoal
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Revision, Target
from dealerplan.evaluate import evaluate
from dealerplan.evaluate.only import only, only_comparable, values_of
from dealerplan.evaluate.regions import regions_of
from dealerplan.evaluate.rollup import roll_up
from dealerplan.evaluate.tally import StoreTally
from tests.evaluate.make_group import GivenGroup, as_of_day, groups
from tests.evaluate.tell_group import agree
from tests.evaluate.test_slow_group import group as slow_group
from tests.evaluate.test_slow_group import store, target


@given(of=groups())
@settings(max_examples=150, deadline=None)
def test_every_figure_of_a_group_agrees_with_the_slow_one(of: GivenGroup) -> None:
    for one in agree(of).targets:
        event(f"{one.target.kind}, {one.status}")


@given(of=groups(least=1, most=1, targets=1))
@settings(max_examples=100, deadline=None)
def test_a_group_of_one_store_has_its_figures(of: GivenGroup) -> None:
    """[G2] of targets recorded in the as-of month, and weighed."""
    (one,) = of.stores
    card = next(iter(of.card_of(one).targets), None)
    assume(card is not None and one.is_due(of.as_of, of.plan.month_end))
    assert card is not None
    (told,) = of.card().targets
    tally = of.tally_of(one).targets["t"]
    assume(tally.goals and (card.target.each or of.as_of in card.recorded) and tally.missing == card.missing)
    assume(told.rolled.actual is not None or card.target.each or card.figures.actual is None)
    if card.target.each:
        assert told.spans is not None
        assert (told.spans.hits, told.spans.spans) == (card.figures.hits, card.figures.spans)
    else:
        for figure in ("actual", "expected", "attainment", "pace", "gap"):
            assert getattr(told.rolled, figure) == getattr(card.figures, figure), figure
        assert told.status == card.verdict.status
    assert [months for _, months in told.missing] == ([card.missing] if card.missing else [])


@given(of=groups(least=2, most=4))
@settings(max_examples=40, deadline=None)
def test_the_order_of_stores_changes_nothing(of: GivenGroup) -> None:
    turned = of._replace(stores=list(reversed(of.stores)))
    for one, other in zip(of.card().targets, turned.card().targets, strict=True):
        same = ("goals", "rolled", "yoy", "status", "counts", "gap_parts", "range", "spans", "owed_share", "planned")
        assert [getattr(one, figure) for figure in same] == [getattr(other, figure) for figure in same]
        assert list(one.lines) == list(reversed(other.lines))


@given(of=groups(most=2))
@settings(max_examples=60, deadline=None)
def test_a_store_open_all_along_has_the_figures_of_a_plan_of_its_own(of: GivenGroup) -> None:
    """[G1] by a plan made by hand."""
    one = of.stores[0]._replace(opened=None, closed=None)
    by_hand = tuple(
        _by_hand(aim, one.goals.get(aim.id), tuple(of.plan.months_of(aim)))
        for aim in of.plan.targets
        if aim.by_store is None or aim.id in one.goals
    )
    plan = of.plan._replace(store=one.id, group=None, targets=by_hand)
    values, idle = of.of(one)
    alone = evaluate(plan, values, {}, open_days(plan.calendar), as_of_day(of.as_of), of.as_of, idle)
    for card, other in zip(of.card_of(one).targets, alone.targets, strict=True):
        assert card.figures == other.figures
        assert (card.verdict, card.missing, card.months) == (other.verdict, other.missing, other.months)


def _by_hand(aim: Target, cell: StoreGoal | None, months: tuple[Month, ...]) -> Target:
    if aim.by_store is None or cell is None:
        return aim
    total = cell.goal.value
    across = tuple(cell.months.get(month, 0) / total for month in months) if cell.months and total else None
    return aim._replace(
        goal=cell.goal,
        start=cell.start,
        phasing=across or aim.phasing,
        revisions=tuple(Revision(one.start, one.goal) for one in cell.later),
        by_store=None,
    )


@given(of=groups(most=3))
@settings(max_examples=60, deadline=None)
def test_what_a_store_tells_is_read_as_it_was_written(of: GivenGroup) -> None:
    for one in of.stores:
        tally = of.tally_of(one)
        goals = {id: told._replace(goal=_plain(told.goal, told.goals)) for id, told in tally.targets.items()}
        told = Told(goals, of.reports_of(one), {"m": as_of_day(of.as_of)}, tally.gone)
        assert read(written(told)) == told


def _plain(goal: Goal, ends: tuple[Fraction, ...]) -> Goal:
    """A goal without what only its own plan asks of it."""
    return Goal(goal.text, goal.op, ends[0] if ends else None, ends[1] if len(ends) > 1 else None)


@pytest.mark.parametrize("line", ["[]", "[1, 2, 3, 4]", "{}", "[[], [], {}]"])
def test_what_is_no_line_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read(line)


# a part of the group


@given(of=groups(each=False))
@settings(max_examples=100, deadline=None)
def test_the_stores_of_a_region_have_its_figures(of: GivenGroup) -> None:
    """By either structure."""
    card = of.card()
    today = of.today if of.structure == "now" else None
    for fact, values in values_of(of.stores).items():
        by_aim = {aim.id: regions_of(aim, of.plan, card.tallies, fact, of.as_of, today)
                  for aim in of.plan.targets}  # fmt: skip
        for value in values:
            part = only(card.tallies, fact, value, of.as_of, today)
            for aim in of.plan.targets:
                regions = by_aim[aim.id]
                region = next((one for one in regions if one.value == value), None)
                told = roll_up(aim, of.plan, part, of.as_of)
                if region is not None:
                    assert (told.rolled, told.status) == (region.rolled, region.status)
                    again = regions_of(aim, of.plan, part, fact, of.as_of, today)
                    assert [one for one in again if one.value == value] == [region]


@given(of=groups(kinds=("flow",), each=False, targets=1))
@settings(max_examples=60, deadline=None)
def test_regions_add_up_to_the_group(of: GivenGroup) -> None:
    card = of.card()
    for aim in card.targets:
        if aim.target.kind == "flow":
            for fact in FACTS:
                regions = card.regions(aim, fact)
                for figure in ("actual", "expected", "gap"):
                    parts = [getattr(one.rolled, figure) or 0 for one in regions]
                    assert sum(parts) == (getattr(aim.rolled, figure) or 0) or (aim.goal and aim.goal.is_range)


MOVED = Store("s033", facts={"region": "东"}, goals={"t": StoreGoal(Goal.parse("≥ 1200"))},
              moves=(Move(Month(2026, 7), {"region": "中"}),))  # fmt: skip


def moved(structure: str = "then") -> tuple[GivenGroup, list[StoreTally]]:
    """A store that moved in July, as of September, and what is of 东."""
    of = slow_group(target("a"), [MOVED, store("other", "≥ 120")], 9, {"s033 a": "90 " * 9})
    given = GivenGroup(of.plan, of.stores, of.values, of.as_of)
    card = given.card()
    today = Month(2026, 9) if structure == "now" else None
    return given, only(card.tallies, "region", "东", given.as_of, today)


def test_a_store_that_left_counts_with_its_months_there() -> None:
    given, part = moved()
    told = roll_up(given.target, given.plan, part, given.as_of)
    assert (told.rolled.actual, told.rolled.expected, told.goals.stores, told.goals.first) == (540, 600, 600, 600)
    assert (told.goals.without, sum(told.counts.values())) == (0, 0)
    assert [one.here for one in part] == [False]
    assert told.lines[0].contribution == -60


def test_by_todays_structure_it_is_gone() -> None:
    assert moved("now")[1] == []


def test_comparable_stores_have_long_been_open() -> None:
    of = slow_group(
        target("a"),
        [store("old", "≥ 12"), store("new", "≥ 12", opened="2026-01-01"), store("shut", "≥ 12", closed="2026-02-01")],
        3,
        {},
    )
    card = GivenGroup(of.plan, of.stores, of.values, of.as_of).card()
    part = only_comparable(card.tallies, of.as_of, 13, of.plan.month_end)
    assert [one.store.id for one in part] == ["old"]
    assert only_comparable(part, None, 13, of.plan.month_end) == []


def test_what_stores_are_of_is_known_in_the_order_of_the_table() -> None:
    assert values_of([MOVED, store("x")]) == {"region": ["东", "中"], "brand": [], "class": [], "manager": []}
