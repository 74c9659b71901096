# mypy: disable-error-code="comparison-overlap,unreachable"
"""What a group's section 9 made clear, point by point, each with an example; and what is said of a group besides."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from dealerplan.calendar import open_days
from dealerplan.domain.goal import Goal
from dealerplan.domain.group import GroupGoal, GroupTerms, Move, Store, StoreGoal
from dealerplan.domain.last_year import LastYear
from dealerplan.domain.month import Month, Period
from dealerplan.domain.month_end import CALENDAR
from dealerplan.domain.opening import there
from dealerplan.domain.plan import Delay, Measure, Milestone, Plan, Revision, Target
from dealerplan.evaluate.closing import after_closing
from dealerplan.evaluate.coverage import coverage_of, last_reported, roster_of
from dealerplan.evaluate.group_card import GroupCard
from dealerplan.evaluate.group_landing import group_landing
from dealerplan.evaluate.group_milestones import milestones_of
from dealerplan.evaluate.group_part import GroupPart
from dealerplan.evaluate.mix import Years, mix_of
from dealerplan.evaluate.regions import regions_of
from dealerplan.evaluate.roller import Roller
from dealerplan.evaluate.rollup import GroupTarget
from dealerplan.evaluate.standing import default_by, own_standings, standings_of
from dealerplan.evaluate.tally import Ahead, Reported, StoreTally, Sums
from dealerplan.evaluate.target_context import moment
from tests.evaluate.make_group import GivenGroup
from tests.evaluate.test_slow_group import group, store, target

ByMonth = dict[str, str]


def given(aim: Target, stores: list[Store], as_of: int, values: ByMonth, **more: Any) -> GivenGroup:
    of = group(aim, stores, as_of, values, more.pop("peers", ()))
    return GivenGroup(of.plan, of.stores, of.values, of.as_of, **more)


def told(aim: Target, stores: list[Store], as_of: int, values: ByMonth, **more: Any) -> tuple[GroupCard, GroupTarget]:
    card = given(aim, stores, as_of, values, **more).card()
    return card, card.targets[0]


# 9.5: opened and closed


@pytest.mark.parametrize(
    ("phasing", "days", "owed"),
    [
        (None, {"opened": "2026-05-20"}, "0 0 0 0 183406.11"),  # 12 of 31 days, and 7 months [G3]
        (None, {"closed": "2026-04-15"}, "291666.66 291666.67 291666.67 145833.33"),  # half of April
        ("open_days", {"closed": "2026-01-10"}, "95890.41"),  # 10 of the year's 365 days
        ("open_days", {"closed": "2026-02-28"}, "297260.27 268493.15"),
        ((Fraction(1, 2), *[Fraction(1, 22)] * 11), {"closed": "2026-01-10"}, "1750000"),  # as said by month
    ],
)
def test_what_opening_and_closing_months_owe(phasing: Any, days: dict[str, str], owed: str) -> None:
    one = store("s", "≥ 3500000", **days)
    amounts = list(map(Fraction, owed.split()))
    card = given(target("a", decimals=2, phasing=phasing), [one], 12, {}).card_of(one, Month(2026, len(amounts)))
    found = dict(card.targets[0].owing)
    assert [found.get(Month(2026, at), 0) for at in range(1, len(amounts) + 1)] == amounts


def test_a_month_that_ended_after_the_one_that_is_told() -> None:
    """As of January, looked at on a later day: February has ended, and one of two stores has reported it."""
    card = given(target("a", "≥ 12"), [A, B], 1, {"a a": "1 1", "b a": "1"}).card()
    assert card.later is None
    card = given(target("a", "≥ 12"), [A, B], 1, {"a a": "1 1", "b a": "1"}).card()
    card.day = date(2026, 3, 4)
    assert card.later is not None
    assert (card.later[0], card.later[1].due, card.later[1].reported) == (Month(2026, 2), 2, 1)
    card = given(target("a", "≥ 12"), [A, B], 12, {"a a": "1"}).card()
    card.day = date(2027, 3, 4)
    assert card.later is None  # no month of its period


def test_the_last_month_is_cut_once_it_has_come() -> None:
    """No month comes after it: until then the goal is whole, and nothing is spread."""
    one = store("s", "≥ 1200", closed="2026-12-15")
    of = given(target("a", decimals=2), [one], 12, {"s a": "100 " * 11 + "49"})
    before, after = (of.card_of(one, Month(2026, at)).targets[0] for at in (11, 12))
    assert (before.goal.value, dict(before.owing)[Month(2026, 11)]) == (1200, 100)
    assert (after.goal.value, after.verdict.status) == (Fraction("1148.38"), "met")
    assert of.card().targets[0].goals.first == 1200


@pytest.mark.parametrize(
    ("aim", "left"),
    [
        (target("a", "tbd"), None),
        (target("a", "0 .. 1200"), 600),
        (target("a", "≥ 0"), 0),
        (target("a", "tbd", revisions=(Revision(Month(2026, 3), None),)), None),
        (target("a", "≥ 1")._replace(goal=Goal("last year", ">=", last_year=LastYear(Fraction(1)))), None),
    ],
)
def test_goals_of_any_kind_close(aim: Target, left: int | None) -> None:
    one = store("s", closed="2026-06-30")
    goal = given(aim, [one], 8, {"s a": "1 1 1 1 1 1"}).card_of(one).targets[0].goal
    assert (goal.high if goal.is_range else goal.value) == left


def test_an_open_goal_closes_with_its_phasing() -> None:
    """What the months after the closing had of it goes: a rate of the same measure lands by the others."""
    one = store("s", None, closed="2026-04-20")._replace(goals={"t": StoreGoal(Goal("tbd"))})
    of = given(target("a", phasing="open_days"), [one], 8, {"s a": "1 2 3 4"})
    rate = target("a / n", "≥ 1")._replace(id="u")
    of = of._replace(plan=of.plan._replace(targets=(of.plan.targets[0], rate)))
    undecided, _ = of.card_of(one).targets
    assert undecided.verdict.status == "undecided"
    assert [len(found) for one in of.own(one).targets[:1] if isinstance(found := one.phasing, tuple)] == [12]
    (closed, _) = after_closing(moment(of.own(one), {}, open_days(of.plan.calendar), Month(2026, 8))).targets
    assert isinstance(closed.phasing, tuple)
    assert (len(closed.phasing), sum(closed.phasing)) == (4, 1)


def test_a_plan_of_a_store_closed_before_its_targets_has_none() -> None:
    plan = given(target("a", "≥ 12"), [A], 1, {}).plan
    plan = plan._replace(calendar=plan.calendar._replace(last_day=date(2025, 6, 30)))
    assert there(plan, open_days).targets == ()


def test_a_target_that_is_all_in_the_months_after_the_closing_goes() -> None:
    """As a plan of its own has it, which opens in the month of its closing day."""
    of = given(target("a", "≥ 12", months=Period.parse("2026-Q1")), [A], 6, {})
    plan = of.plan._replace(calendar=of.plan.calendar._replace(last_day=date(2025, 12, 31)))
    assert after_closing(moment(plan, {}, open_days(plan.calendar), Month(2026, 6))).targets == ()


def test_a_store_closed_before_the_period_has_no_targets() -> None:
    one = store("s", "≥ 12", closed="2025-06-30")
    assert given(target("a"), [one], 2, {}).card_of(one).targets == ()


# 9.6 to 9.9: who has reported


def reports(*months: tuple[Store, dict[int, Reported]]) -> list[StoreTally]:
    return [StoreTally(one, {}, reports={Month(2026, at): of for at, of in found.items()}) for one, found in months]


A, B, C = store("a", "≥ 1200"), store("b", "≥ 600"), store("c", "≥ 2400", opened="2026-03-01")


def test_coverage_of_a_month() -> None:
    found = coverage_of(
        reports(
            (A, {2: Reported(3, 3, False, True)}), (B, {2: Reported(3, 1, False)}), (C, {2: Reported(3, 3, True)}),
            (store("d"), {2: Reported(2, 2, True)}), (store("e"), {}),
        ),
        Month(2026, 2), CALENDAR,
    )  # fmt: skip
    assert (found.due, found.reported, found.on_time, found.late, found.closed_month) == (4, 2, 1, 1, 1)
    assert ([one.id for one in found.missing], [one.id for one, _ in found.partial]) == (["e"], ["b"])
    assert found.owed_share is None


@pytest.mark.parametrize(
    ("whole", "month"),
    [({1: 2, 2: 1}, 2), ({1: 1, 2: 0}, 1), ({2: 0}, None)],
)
def test_the_last_month_that_half_have_reported(whole: dict[int, int], month: int | None) -> None:
    stores = [A, B]
    rows = [{at: Reported(2, 2) for at, number in whole.items() if place < number} for place in (0, 1)]
    found = reports(*zip(stores, rows, strict=True))
    seen = last_reported(found, Period.parse("2026"), CALENDAR)
    assert seen == (None if month is None else Month(2026, month))


def test_else_the_last_month_with_anything() -> None:
    some = reports((A, {4: Reported(2, 1)}), (B, {}), (C, {}))
    assert last_reported(some, Period.parse("2026"), CALENDAR) == Month(2026, 4)


@pytest.mark.parametrize(
    ("opened", "month", "comparable"),
    [("2025-03-01", 3, 1), ("2025-03-01", 2, 0), ("2025-03-02", 3, 0), ("2025-03-02", 4, 1)],
)
def test_whole_months_open_include_the_month_itself(opened: str, month: int, comparable: int) -> None:
    found = given(target("a"), [store("s", opened=opened)], month, {}).card().roster
    assert (found.comparable, found.new) == (comparable, 1 - comparable)


def test_all_stores_of_the_table_are_of_one_kind() -> None:
    stores = [A, C, store("d", closed="2026-01-31"), store("e", opened="2026-06-01")]
    found = given(target("a"), stores, 3, {}).card().roster
    assert found == (4, 2, 1, 1, 1, 1)
    of = given(target("a"), stores, 3, {}).card().group
    assert roster_of(of, None, CALENDAR) == (4, 0, 0, 0, 0, 4)


# 9.10 to 9.14


def test_goals_are_of_all_stores_of_the_table() -> None:
    stores = [A, store("new", "≥ 70", opened="2026-11-01"), store("shut", "≥ 120", closed="2025-01-31"),
              store("open", "tbd"), store("none")]  # fmt: skip
    found = told(target("a", group_goal=GroupGoal(Goal.parse("≥ 1300"))), stores, 3, {"a a": "100 100 100"})[1]
    assert found.goals == (1270, 1390, 1300, 1, 1)
    assert found.attainment_of_group_goal == Fraction(300, 1300)
    assert found.ahead == Fraction(300, 1270) - Fraction(300, 1270)


def test_the_share_of_what_is_owed_is_0_where_nothing_is_recorded() -> None:
    card, found = told(target("a"), [A, B], 3, {})
    assert (found.owed_share, found.status, found.rolled.actual, found.gap_parts) == (0, "no_data", None, None)
    assert card.coverage is not None
    assert (card.coverage.owed_share, card.main and card.main.target.id) == (0, "t")


@pytest.mark.parametrize(
    ("now", "before", "all_stores", "comparable"),
    [
        ("1200", "1000", Fraction(1, 5), Fraction(1, 5)),
        ("-", "1000", None, None),  # silent: left out on both sides
        ("1200", "-", None, None),
    ],
)
def test_last_years_month_needs_this_years(now: str, before: str, all_stores: Any, comparable: Any) -> None:
    found = told(target("a"), [A], 1, {"a a": f"{before} | {now}"})[1].yoy
    assert found is not None
    assert found[:2] == (all_stores, comparable)


def test_what_was_recorded_before_the_opening_is_no_last_year() -> None:
    one = store("s", "≥ 1", opened="2025-02-01")
    found = told(target("a"), [one], 2, {"s a": "50 60 | 100 120"})[1].yoy
    assert found is not None
    assert found.all == Fraction(220, 60) - 1


def test_levels_change_by_a_fraction_and_rates_by_the_difference() -> None:
    level = told(target("stock"), [store("s", "≥ 1")], 1, {"s stock": "50 | 60"})[1].yoy
    rate = told(target("n / d", "≤ 1"), [store("s")], 1, {"s n": "1 | 3", "s d": "10 | 10"})[1].yoy
    assert level is not None
    assert rate is not None
    assert (level.all, rate.all) == (Fraction(1, 5), Fraction(2, 10))


def test_a_group_is_over_with_its_last_month_and_no_pair_missing() -> None:
    short = target("a", months=Period.parse("2026-Q1"))
    values = {"a a": "400 400 400", "b a": "200 200 200"}
    assert told(short, [A, B], 3, values)[1].status == "met"
    assert told(short, [A, B], 5, values)[1].status == "met"
    assert told(short, [A, B], 3, values | {"b a": "200 200 -"})[1].status == "on_track"


@pytest.mark.parametrize(
    ("aim", "values", "status"),
    [
        (target("stock", "≥ 5"), {"a stock": "4 " * 11 + "5"}, "met"),
        (target("stock", "≥ 5"), {"a stock": "5 " * 11 + "4"}, "missed"),
        (target("n / d", "≤ 0.1"), {"a n": "1 " * 12, "a d": "10 " * 12}, "met"),
        (target("n / d", "≤ 0.1"), {"a n": "2 " * 12, "a d": "10 " * 12}, "missed"),
    ],
)
def test_after_the_last_month_a_group_has_met_its_goal_or_missed_it(aim: Target, values: ByMonth, status: str) -> None:
    assert told(aim, [store("a")], 12, values)[1].status == status


def test_a_store_without_business_in_the_last_month_keeps_no_level_waiting() -> None:
    both = [store("a"), store("b")]
    values = {"a stock": "5 " * 12, "b stock": "5 " * 10}
    idle = frozenset({("b", Month(2026, 12))})
    assert told(target("stock", "≥ 5"), both, 12, values)[1].status == "on_track"
    assert told(target("stock", "≥ 5"), both, 12, values, idle=idle)[1].status == "met"


def test_a_store_is_not_behind_in_a_region_it_came_to_after_the_targets_months() -> None:
    aim = target("a", months=Period.parse("2026-Q1"))
    one = store("s", "≥ 30", facts={"region": "东"}, moves=(Move(Month(2026, 6), {"region": "西"}),))
    card, found = told(aim, [one], 12, {"s a": "1 1 1"})
    assert [(part.value, part.due, part.behind) for part in card.regions(found, "region")] == [
        ("西", 1, 0),
        ("东", 0, 0),
    ]


@pytest.mark.parametrize(("goal", "value", "status"), [("≥ -240", "-10", "on_track"), ("≤ -60", "-1", "behind")])
def test_a_goal_below_zero_is_not_settled_before_the_end(goal: str, value: str, status: str) -> None:
    assert told(target("a", goal), [store("a")], 1, {"a a": value})[1].status == status


def test_goals_of_two_directions_have_no_status() -> None:
    found = told(target("a"), [A, store("b", "≤ 1200")], 1, {"a a": "100", "b a": "100"})[1]
    assert (found.goal, found.status) == (None, None)


def test_other_formulas_need_one_goal() -> None:
    values = {"a n": "1", "a d": "10", "b n": "1", "b d": "10"}
    formula = target("1 - n / d")
    alike = told(formula, [store("a", "≥ 0.9"), store("b", "≥ 0.9")], 1, values)[1]
    apart = told(formula, [store("a", "≥ 0.9"), store("b", "≥ 0.8")], 1, values)[1]
    assert (alike.rolled.expected, alike.status) == (Fraction(9, 10), "on_track")
    assert (apart.rolled.actual, apart.rolled.expected, apart.status) == (Fraction(9, 10), None, None)
    assert default_by(apart, told(formula, [], 1, {})[0].plan) == "contribution"


@pytest.mark.parametrize(("least", "status"), [(21, "too_few"), (20, "on_track")])
def test_a_rate_of_too_few_has_no_status_in_the_group_either(least: int, status: str) -> None:
    rate = target("n / d", "≤ 0.2", min_volume=Fraction(least))
    found = told(rate, [store("a"), store("b")], 1, {"a n": "1", "a d": "10", "b n": "1", "b d": "10"})[1]
    assert (found.rolled.actual, found.status) == (Fraction(1, 10), status)


def test_goals_by_store_of_a_day_are_weighted_by_its_days() -> None:
    stores = [store("a", "≥ 20"), store("b", "≥ 40", opened="2026-01-22")]
    found = told(target("a / days"), stores, 1, {"a a": "620", "b a": "200"})[1]
    assert found.rolled.expected == Fraction(20 * 31 + 40 * 10, 41)
    assert [line.contribution for line in found.lines] == [0, -200]


def test_a_level_not_recorded_in_the_month_is_no_data() -> None:
    card, found = told(target("stock"), [store("a", "≥ 1"), store("b", "≥ 1")], 2, {"a stock": "5 5", "b stock": "5 -"})
    assert (found.counts["on_track"], found.counts["no_data"]) == (1, 1)
    assert [(one.id, month, value) for one, month, value in found.stale] == [("b", Month(2026, 1), 5)]
    assert [one.reason for one in card.standings(found)] == [None, "no_data"]


def test_a_score_without_its_weight_has_its_own_status() -> None:
    found = told(target("score", "≥ 90"), [store("a")], 1, {"a score": "95"})[1]
    assert (found.rolled.actual, found.status, found.counts["on_track"]) == (None, "no_data", 1)
    assert [months for _, months in found.missing] == [(Month(2026, 1),)]


# 9.15 and 9.16: whose the gap is


def test_who_overspends_is_short() -> None:
    stores = [store("a", "≤ 1200"), store("b", "≤ 1200")]
    card, found = told(target("a"), stores, 1, {"a a": "130", "b a": "90"})
    assert found.gap_parts == (-30, 1, 10, 1, 0)
    assert [one.among_all and one.among_all.rank for one in card.standings(found)] == [2, 1]


def test_a_range_is_ranked_by_how_far_it_is_off() -> None:
    stores = [store("a"), store("b"), store("c")]
    card, found = told(target("a", "120 .. 240"), stores, 1, {"a a": "5", "b a": "15", "c a": "21"})
    assert found.range == (1, 1, 1)
    assert [one.value for one in card.standings(found)] == [-5, 0, -1]
    rate = told(target("n / d", "0.1 .. 0.2", min_volume=Fraction(5)), [store("a"), store("b")], 1,
                {"a n": "5", "a d": "10", "b n": "1", "b d": "1"})[1]  # fmt: skip
    assert (rate.range, rate.rolled.gap) == ((0, 0, 1), Fraction(6, 11) - Fraction(1, 5))


def test_every_store_without_a_rank_has_its_reason() -> None:
    stores = [A, store("b", "tbd"), store("c"), store("d", "≥ 1", opened="2026-06-01"), store("e", "≥ 1"),
              store("f", "≥ 1", closed="2026-01-31"), store("g", "≥ 12", opened="2026-01-01"),
              store("h", "≥ 0")]  # fmt: skip
    values = {f"{id} a": "1 1 1" for id in "abcdfgh"}
    card, found = told(target("a"), stores, 3, values)
    reasons = [one.reason for one in card.standings(found)]
    assert reasons == [None, "undecided", "no_goal", "to_open", "no_data", "closed", "new", "nothing_owed"]


def test_spans_are_ranked_by_the_share_held() -> None:
    stores = [store("a"), store("b")]
    card, found = told(target("a", "≥ 1", each="month"), stores, 2, {"a a": "1 1", "b a": "0 1"})
    assert found.spans == (3, 4, 2, 2)
    assert [one.value for one in card.standings(found)] == [1, Fraction(1, 2)]
    assert found.status is None


@pytest.mark.parametrize(("goal", "best"), [("≥ 1200", Fraction(103, 100)), ("≤ 1200", Fraction(101, 100))])
def test_the_spread_of_peers(goal: str, best: Fraction) -> None:
    stores = [store(id, goal) for id in "abcde"]
    values = {f"{id} a": str(100 + at) for at, id in enumerate("abcde")}
    card, found = told(target("a"), stores, 1, values)
    month = Month(2026, 1)
    own = own_standings(found, card.plan, card.standings(found), month)
    assert own["a"].spread == (Fraction(102, 100), best, 5)
    few = standings_of(found, card.plan, stores[:4], month)
    assert own_standings(found, card.plan, few, month) == {}
    values["f a"] = "105"
    card, found = told(target("a"), [*stores, store("f", goal)], 1, values)
    even = own_standings(found, card.plan, card.standings(found), month)
    assert even["a"].spread.median == Fraction(1025, 1000)


# 9.17: chance


def test_an_alarm_is_beyond_chance() -> None:
    """[G13]"""
    stores = [store("few", "≤ 0.02"), store("many", "≤ 0.02"), store("rest", "≤ 0.02")]
    values = {"few n": "1", "few d": "20", "many n": "64", "many d": "2000", "rest n": "1935", "rest d": "97980"}
    of = given(target("n / d"), stores, 1, values)
    card = of.card()
    found = [one.chance for one in card.standings(card.targets[0])]
    assert [one and (one.side, one.level) for one in found] == [None, ("above", "alarm"), None]
    assert found[1] is not None
    assert round(found[1].p, 5) == 0.00025
    assert found[1].excess == 24


# 9.20: then and now


def test_a_fact_that_did_not_change_stays_whole() -> None:
    """A mean over months is one mean, though another fact has changed on the way."""
    one = store("s", "≥ 5", facts={"region": "东", "brand": "x"}, moves=(Move(Month(2026, 3), {"region": "西"}),))
    card, found = told(target("plain"), [one], 4, {"s plain": "2 4 6 8"})
    assert [(of.value, of.rolled.actual) for of in card.regions(found, "region")] == [("西", 7), ("东", 3)]
    assert [(of.value, of.rolled.actual) for of in card.regions(found, "brand")] == [("x", 5)]


def test_a_store_that_comes_back_is_one() -> None:
    moves = (Move(Month(2026, 2), {"region": "西"}), Move(Month(2026, 3), {"region": "东"}))
    one = store("s", "≥ 120", facts={"region": "东"}, moves=moves)
    card, found = told(target("a"), [one], 3, {"s a": "1 2 3"})
    regions = {of.value: of for of in card.regions(found, "region")}
    assert {value: of.rolled[:2] for value, of in regions.items()} == {"东": (4, 20), "西": (2, 10)}
    assert regions["东"].rolled.attainment == Fraction(4, 110)
    assert (regions["西"].due, regions["西"].status, regions["西"].behind) == (0, "behind", 0)


def test_by_todays_structure_peers_are_of_today() -> None:
    one = store("s", "≥ 12", facts={"brand": "x"}, moves=(Move(Month(2026, 6), {"brand": "y"}),))
    other = store("o", "≥ 12", facts={"brand": "y"})
    for structure, of in (("then", 1), ("now", 2)):
        card, found = told(
            target("a"), [one, other], 1, {"s a": "1", "o a": "1"}, peers=("brand",), structure=structure
        )
        place = card.standings(found)[0].among_peers
        assert place is not None
        assert place.of == of


# 9.24, landing, mix


def test_milestones_are_of_the_stores_open_on_their_date() -> None:
    plan = Plan("p", "p", "", Period.parse("2026"), milestones=(Milestone("audit", "audit", date(2026, 6, 30)),))
    stores = [store("a"), store("b"), store("c"), store("d", opened="2026-07-01"), store("e", closed="2026-06-29")]
    done = {"a": date(2026, 6, 1), "b": date(2026, 7, 2)}
    (found,) = milestones_of(plan, [(one, {"audit": done[one.id]} if one.id in done else {}) for one in stores],
                             date(2026, 7, 5))  # fmt: skip
    assert (found.done, found.done_late, [one.id for one in found.overdue], found.upcoming) == (1, 1, ["c"], 0)


def test_a_milestone_is_due_on_the_day_in_force() -> None:
    moved = Milestone("m", "m", date(2026, 9, 30), delays=(Delay(Month(2026, 8), date(2026, 10, 31)),))
    plan = Plan("p", "p", "", Period.parse("2026"), milestones=(moved,))
    told = [milestones_of(plan, [(store("a"), {})], date(2026, month, 15))[0] for month in (7, 8, 10, 11)]
    assert [(str(one.due), len(one.overdue)) for one in told] == [
        ("2026-09-30", 0), ("2026-10-31", 0), ("2026-10-31", 0), ("2026-10-31", 1),
    ]  # fmt: skip


def test_a_landing_is_the_sum_of_the_stores() -> None:
    of = given(target("a"), [A, B], 6, {"a a": "100 " * 6, "b a": "50 " * 6})
    card = of.card()
    found = card.landing(card.targets[0])
    own = [one.landing for store in (A, B) for one in of.card_of(store).targets]
    assert found is not None
    assert (found.mid, found.stores) == (sum(one.mid for one in own if one), 2)


@pytest.mark.parametrize(
    ("formula", "values", "goal"),
    [
        ("n / d", {"a n": "1 2 1 2 1 2", "a d": "9 8 9 8 9 8"}, "≤ 0.5"),
        ("n / d", {"a n": "1 2 1 2 1 2", "a d": "9 8 9 8 9 8"}, "0.1 .. 0.5"),
        ("a", {"a a": "9 8 9 8 9 8"}, "≥ 100"),
    ],
)
def test_a_landing_has_a_range_where_all_stores_have_one(formula: str, values: ByMonth, goal: str) -> None:
    years = {key: f"{row} {row} | {row}" for key, row in values.items()}
    years |= {key.replace("a ", "b ", 1): row for key, row in years.items()}
    of = given(target(formula, goal), [store("a"), store("b")], 6, years)
    card = of.card()
    found = card.landing(card.targets[0])
    assert found is not None
    assert found.low is None or found.low <= found.mid <= (found.high or 0)
    again = group_landing(card.targets[0], Roller(card.targets[0].target, of.plan))
    assert again == found


def test_a_level_lands_without_the_stores_closed_by_the_end() -> None:
    both = [store("a", "≥ 5"), store("b", "≥ 7", closed="2026-08-31")]
    for as_of in (6, 10, 12):
        values = {"a stock": "5 " * as_of, "b stock": "7 " * min(as_of, 8)}
        card, found = told(target("stock"), both, as_of, values)
        landing = card.landing(found)
        assert landing is not None
        assert (landing.mid, landing.stores) == (5, 1)
    assert found.rolled.actual == 5


def test_a_ratio_lands_where_both_sums_do() -> None:
    formula = target("n / d", "≤ 0.5")
    card, found = told(formula, [store("a"), store("b")], 6, {"a n": "1 1 1 1 1 1", "a d": "0 0 0 0 0 0"})
    assert card.landing(found) is None
    line = found.lines[0]
    broken = line._replace(tally=line.tally._replace(ahead=Ahead(None, Fraction(1), None, 0, None)))
    assert group_landing(found._replace(lines=[broken]), Roller(found.target, card.plan)) is None
    summed = told(target("a", "≥ 1"), [store("a")], 1, {"a a": "1"})[1]
    sure = summed.lines[0]._replace(
        tally=summed.lines[0].tally._replace(ahead=Ahead(Fraction(5), Fraction(5), Fraction(5), 1, None))
    )
    landed = group_landing(summed._replace(lines=[sure]), Roller(summed.target, card.plan))
    assert landed is not None
    assert (landed.mid, landed.chance) == (5, 1)


def test_a_mix_is_of_the_stores_that_compare() -> None:
    stores = [store("a"), store("b"), store("c")]
    card, found = told(target("n / d", "≤ 1"), stores, 1, {"a n": "1 | 1", "a d": "5 | 5"})
    assert card.mix(found) is None


def test_a_goal_that_is_not_known_adds_nothing() -> None:
    roller = Roller(target("a"), given(target("a"), [A], 1, {}).plan)
    assert roller.cases(Sums({}, Fraction(0), ()), Fraction(1)) is None
    ratio = Roller(target("n / d"), roller.group)
    assert ratio.cases(Sums({}, Fraction(0), (Fraction(1),)), Fraction(1)) is None


def test_what_has_no_landing() -> None:
    card, found = told(target("a", "≥ 1", each="month"), [store("a")], 2, {"a a": "1 1"})
    assert card.landing(found) is None
    card, found = told(target("a", "tbd"), [store("a")], 2, {"a a": "1 1"})
    assert card.landing(found) is None


def test_every_region_improves_and_the_group_worsens() -> None:
    """[G11]"""
    found = mix_of([Years(*map(Fraction, one)) for one in ((10, 1000, 4, 500), (60, 1000, 81, 1500))])
    assert found is not None
    assert (found.within, found.mix) == (Fraction(-5, 1000), Fraction(125, 10000))
    assert mix_of([]) is None
    stores = [store("a", facts={"region": "东"}), store("b", facts={"region": "西"})]
    values = {"a n": "10 | 4", "a d": "1000 | 500", "b n": "60 | 81", "b d": "1000 | 1500"}
    card, of = told(target("n / d", "≤ 1"), stores, 1, values)
    assert card.mix(of) == found
    assert card.mix(told(target("a"), stores, 1, {})[1]) is None
    assert told(target("n / d", "≤ 1"), stores[:1], 1, {"a n": "1 | 1", "a d": "5 | 5"})[0].mix(of) == found


def test_a_group_of_which_nothing_is_recorded() -> None:
    plan = Plan("p", "p", "", Period.parse("2026"), measures={"a": Measure("a", "a")}, targets=(target("a"),),
                group=GroupTerms("g", "stores.csv"))  # fmt: skip
    of = given(target("a"), [A], 1, {}).card().group
    card = GroupCard(plan, of, None, date(2026, 1, 5), "then", Month(2026, 1), [], [], {}, "v")
    assert (card.time_progress, card.coverage, card.main, card.facts_of) == (0, None, None, None)
    assert (card.standings(card.targets[0]), list(card.milestones)) == ([], [])
    assert card.targets[0].status == "no_data"


def test_time_that_has_passed_and_whose_facts_hold() -> None:
    card = given(target("a"), [A], 3, {}, structure="now", today=Month(2026, 5)).card()
    assert (card.time_progress, card.facts_of) == (Fraction(1, 4), Month(2026, 5))


def test_a_cell_of_no_use_and_what_people_see() -> None:
    assert (A.label, Store("s", "苏州1店").label) == ("a", "苏州1店")
    assert StoreGoal(Goal.parse("≥ 1")).later == ()


def test_a_part_of_a_group_has_the_places_of_the_whole() -> None:
    stores = [store("a"), store("b"), store("c")]
    card, found = told(target("a", "≥ 12"), stores, 1, {"a a": "3", "b a": "2", "c a": "1"})
    part = GroupPart(card, {"b"}, "b alone")
    (one,) = part.standings(part.targets[0])
    assert (one.store.id, one.among_all) == ("b", (2, 3))
    assert part.regions(part.targets[0], "region") == card.regions(found, "region")


def test_stores_that_are_elsewhere_now_are_not_due_in_a_region() -> None:
    stores = [store("a"), store("b")]
    card, found = told(target("a", "≥ 12"), stores, 1, {"a a": "3", "b a": "2"})
    gone = [card.tallies[0], card.tallies[1]._replace(here=False)]
    (one,) = regions_of(found.target, card.plan, gone, "region", Month(2026, 1), None)
    assert (one.due, one.rolled.actual) == (1, 5)


def test_before_anything_is_recorded_nobody_stands_anywhere() -> None:
    card, _ = told(target("a", "≥ 12"), [store("a")], 1, {})
    card.as_of = None
    assert card.own_standings == []
