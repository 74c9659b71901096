"""The worked examples of a group's figures, by the slow evaluator and by the fast one that is held against it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from dealerplan.domain.formula import Vocabulary, parse
from dealerplan.domain.goal import Goal
from dealerplan.domain.group import ByStore, GroupGoal, GroupTerms, Move, NewGoal, OverStores, Store, StoreGoal
from dealerplan.domain.month import Month, Period
from dealerplan.domain.plan import Kind, Measure, Plan, Target
from tests.evaluate.make_group import GivenGroup
from tests.evaluate.slow_group import SlowGroup
from tests.evaluate.slow_parts import mix, shares_of_short
from tests.evaluate.tell_group import agree

MEASURES = {
    measure.id: measure
    for measure in (
        Measure("a", "a"),
        Measure("n", "n", within="d"),
        Measure("d", "d"),
        Measure("stock", "stock", over_time="last"),
        Measure("score", "score", over_time="mean", over_stores=OverStores("mean", "surveys")),
        Measure("plain", "plain", over_time="mean", over_stores=OverStores("mean")),
        Measure("surveys", "surveys"),
    )
}


def month(number: int, year: int = 2026) -> Month:
    return Month(year, number)


def target(formula: str, goal: str = "", **more: Any) -> Target:
    """By store where no goal is said."""
    read = parse(formula, Vocabulary({id: id for id in MEASURES}))
    kind: Kind = "flow" if formula == "a" else "level" if formula == "stock" else "rate"
    more = {"tolerance": Fraction(10 if kind == "flow" else 2, 100), "by_store": None if goal else ByStore()} | more
    return Target("t", "t", read, kind, Goal.parse(goal or "tbd"), **more)


def store(id: str, goal: str | StoreGoal | None = None, **more: Any) -> Store:
    """A store of the table; dates as people write them."""
    days: dict[str, Any] = {key: date.fromisoformat(more.pop(key)) for key in ("opened", "closed") if key in more}
    cell = StoreGoal(Goal.parse(goal)) if isinstance(goal, str) else goal
    return Store(id, goals={"t": cell} if cell else {}, **days, **more)


def group(
    target: Target,
    stores: Sequence[Store],
    as_of: int,
    values: dict[str, str],
    peers: tuple[Any, ...] = (),
    **more: Any,
) -> SlowGroup:
    """`values` are rows of months from January on by `store measure`, `-` for none, before a bar the year before."""
    found = {}
    for key, row in values.items():
        id, measure = key.split()
        before, bar, now = row.rpartition("|")
        for year, text in ((2025, before), (2026, now)):
            for number, value in enumerate(text.split() if bar or year == 2026 else [], 1):
                if value != "-":
                    found[id, measure, month(number, year)] = Fraction(value)
    terms = GroupTerms("g", "stores.csv", peers=peers)
    plan = Plan("p", "p", "", Period.parse("2026"), measures=MEASURES, targets=(target,), group=terms)
    return SlowGroup(plan, stores, found, month(as_of), **more)


def answer(*args: Any, **more: Any) -> Any:
    """What both evaluators say."""
    slow = group(*args, **more)
    today = Month.of(slow.today)
    agree(GivenGroup(slow.plan, slow.stores, slow.values, slow.as_of, slow.structure, today))
    return slow.answer()["targets"]["t"]


def percent(value: Fraction, digits: int = 2) -> float:
    return round(float(value * 100), digits)


def test_a_store_that_opens_owes_by_its_open_days() -> None:
    """[G3]"""
    new = store("s214", "≥ 3500000", opened="2026-05-20")
    figures = group(target("a", decimals=2), [new], 6, {}).targets["t"]
    owed = figures.owed(new)
    assert owed[month(4)] == 0
    assert owed[month(5)] == Fraction("183406.11")
    assert owed[month(5)] + owed[month(6)] == Fraction("657205.24")
    assert sum(owed.values()) == 3_500_000


def test_a_store_that_closes_stops_owing() -> None:
    stores = [store("s190", "≥ 1200", closed="2026-08-31"), store("other", "≥ 600")]
    values = {"s190 a": "100 " * 8}
    before = answer(target("a"), stores, 8, values)
    after = answer(target("a"), stores, 9, values)
    assert before["goal"]["stores"] == before["goal"]["first"] == after["goal"]["first"] == 1800
    assert after["goal"]["stores"] == 1400
    assert [found["stores"][0]["status"] for found in (before, after)] == ["on_track", "met"]
    assert after["stores"][0]["reason_not_ranked"] == "closed"
    assert after["counts"]["met"] == 0
    assert sum(after["counts"].values()) == 1


def test_a_store_that_closes_within_a_month_owes_its_open_days() -> None:
    shut = store("s", "≥ 1200", closed="2026-04-15")
    owed = group(target("a"), [shut], 6, {}).targets["t"].owed(shut)
    assert [owed[month(number)] for number in (3, 4, 5)] == [100, 50, 0]


def test_a_goal_of_the_plan_is_owed_for_the_open_months_alone() -> None:
    stores = [store("old"), store("new", opened="2026-07-01")]
    found = answer(target("a", "≥ 12"), stores, 7, {"old a": "1 1 1 1 1 1 1", "new a": "0 0 0 0 0 0 1"})
    assert found["goal"]["stores"] == 18
    assert [one["expected"] for one in found["stores"]] == [7, 1]


def test_days_are_summed_over_stores() -> None:
    """[G4]"""
    stores = [store("a"), store("b"), store("c", opened="2026-03-01")]
    values = {"a a": "1957 0 0", "b a": "2400 0 0", "c a": "- - 600"}
    figures = answer(target("a / days", "≥ 20"), stores, 3, values)
    assert figures["actual"] == Fraction(4957, 90 + 90 + 31)
    assert round(float(figures["actual"]), 2) == 23.49
    assert figures["expected"] == 20


ABC = [store("A", "≥ 1200"), store("B", "≥ 600"), store("C", "≥ 2400")]
ABC_VALUES = {"A a": "100 110 90", "B a": "50 - 40", "C a": "150 160 170"}


def test_a_flow_is_over_what_is_recorded() -> None:
    """[G5]"""
    found = answer(target("a"), ABC, 3, ABC_VALUES)
    assert (found["actual"], found["expected"], found["gap"]) == (870, 1000, -130)
    assert [(one["expected"], one["actual"], one["gap"]) for one in found["stores"]] == [
        (300, 300, 0),
        (100, 90, -10),
        (600, 480, -120),
    ]
    assert found["goal"]["stores"] == 4200
    assert (percent(found["pace"]), percent(found["attainment"])) == (87.0, 20.71)
    assert percent(found["owed_share"]) == 95.24
    assert found["missing"] == {"B": [month(2)]}
    assert found["status"] == "behind"
    assert found["gap_parts"] == {"short": -130, "stores_short": 2, "over": 0, "stores_over": 0, "level": 1}
    assert [one["rank"] for one in found["stores"]] == [1, 2, 3]


def test_against_what_is_asked_of_the_group() -> None:
    """[G6]"""
    found = answer(target("a", group_goal=GroupGoal(Goal.parse("≥ 4000"))), ABC, 3, ABC_VALUES)
    assert (percent(found["pace_of_group_goal"]), percent(found["attainment_of_group_goal"])) == (91.35, 21.75)


def test_a_rate_is_of_sums_and_its_goals_are_weighted_likewise() -> None:
    """[G7]"""
    stores = [store("A", "≤ 0.02"), store("B", "≤ 0.03"), store("C", "≤ 0.02")]
    values = {"A n": "12", "A d": "500", "B n": "39", "B d": "1500", "C n": "3", "C d": "200"}
    found = answer(target("n / d", by_store=ByStore("<=")), stores, 1, values)
    assert (found["actual"], found["expected"]) == (Fraction(54, 2200), Fraction(59, 2200))
    assert found["status"] == "on_track"
    assert [one["contribution"] for one in found["stores"]] == [2, -6, -1]
    assert [one["rank"] for one in found["stores"]] == [3, 1, 2]
    assert found["gap_parts"] == {"short": -2, "stores_short": 1, "over": 7, "stores_over": 2, "level": 0}


def test_too_few_of_a_store_count_in_the_group_and_have_no_rank() -> None:
    values = {"A n": "1", "A d": "20", "B n": "3", "B d": "180"}
    stores = [store("A", "≤ 0.02"), store("B", "≤ 0.02")]
    found = answer(target("n / d", by_store=ByStore("<="), min_volume=Fraction(150)), stores, 1, values)
    assert found["actual"] == Fraction(4, 200)
    assert [(one["status"], one["rank"], one["reason_not_ranked"]) for one in found["stores"]] == [
        ("too_few", None, "too_few"),
        ("on_track", 1, None),
    ]


@pytest.mark.parametrize(("measure", "mean"), [("plain", 91.07), ("score", 89.31)])
def test_scores_are_a_mean_over_stores(measure: str, mean: float) -> None:
    """[G8]"""
    scores = {f"{id} {measure}": value for id, value in zip("ABC", ("94.2", "88.0", "91.0"), strict=True)}
    surveys = {f"{id} surveys": value for id, value in zip("ABC", ("100", "400", "20"), strict=True)}
    found = answer(target(measure, "≥ 90"), [store("A"), store("B"), store("C")], 1, scores | surveys)
    assert round(float(found["actual"]), 2) == mean
    assert found["expected"] == 90


def test_a_score_without_its_weight_is_missing() -> None:
    found = answer(target("score", "≥ 90"), [store("A")], 1, {"A score": "91"})
    assert (found["actual"], found["status"], found["missing"]) == (None, "no_data", {"A": [month(1)]})


MOVED = store(
    "s033", "≥ 1200", facts={"region": "华东"}, moves=(Move(month(7), {"region": "华中"}),), opened="2015-06-01"
)


def owed_by_region(**more: Any) -> dict[str, Fraction]:
    found = answer(target("a"), [MOVED], 12, {"s033 a": "100 " * 12}, **more)
    return {one["value"]: one["expected"] for one in found["groups"] if one["expected"] is not None}


def test_a_store_that_moved_is_split_where_it_was_then_and_whole_where_it_is_now() -> None:
    """[G9]"""
    assert owed_by_region() == {"华东": 600, "华中": 600}
    assert owed_by_region(structure="now") == {"华中": 1200}
    assert owed_by_region(structure="now", today=date(2026, 6, 30)) == {"华东": 1200}


def test_last_year_is_told_of_all_and_of_what_compares() -> None:
    """[G10]"""
    stores = [store("A", "≥ 1"), store("B", "≥ 1", closed="2025-12-31"), store("C", "≥ 1", opened="2026-01-01")]
    found = answer(target("a"), stores, 1, {"A a": "1000 | 1200", "B a": "700 |", "C a": "900"})
    assert found["yoy"] == {"all": Fraction(2100, 1700) - 1, "comparable": Fraction(20, 100), "stores": 1}
    assert percent(found["yoy"]["all"], 1) == 23.5


@pytest.mark.parametrize("cell", ["tbd", "≥ 1", None])
def test_last_year_counts_what_a_closed_store_had_whatever_its_goal_is(cell: str | None) -> None:
    """9.11: not due any more, it is not silent."""
    stores = [store("A", "≥ 1"), store("B", cell, closed="2026-01-31")]
    found = answer(target("a"), stores, 2, {"A a": "10 10 | 10 20", "B a": "5 7 | -"})
    assert found["yoy"]["all"] == Fraction(30, 27) - 1


def test_last_year_has_a_store_that_closed_while_its_goal_was_open() -> None:
    undecided = StoreGoal(Goal.parse("≥ 1"), later=(NewGoal(month(1), Goal.parse("tbd")),))
    stores = [store("A", "≥ 1"), store("B", undecided, closed="2026-01-31")]
    found = answer(target("a"), stores, 2, {"A a": "1000 1000 | 1200 1200", "B a": "700 700 | 700 -"})
    assert found["yoy"]["all"] == Fraction(2400, 2700) - 1


def test_what_undecided_stores_had_does_not_keep_the_others_from_the_end() -> None:
    aim = target("a")._replace(by_store=ByStore("<="))
    stores = [store("A", "≤ 12"), store("B", "tbd")]
    assert answer(aim, stores, 2, {"A a": "10 10", "B a": "-5 1"})["status"] == "missed"


def test_a_mix_may_worsen_what_every_part_improves() -> None:
    """[G11]"""
    within, moved = mix([(10, 1000), (60, 1000)], [(4, 500), (81, 1500)])
    assert (percent(within), percent(moved)) == (-0.5, 1.25)


def test_shares_are_of_the_gross_shortfall() -> None:
    """[G12]"""
    stores = [store(id, "≥ 1200") for id in "ABCD"]
    found = answer(target("a"), stores, 1, {"A a": "50", "B a": "70", "C a": "160", "D a": "90"})
    assert [one["gap"] for one in found["stores"]] == [-50, -30, 60, -10]
    assert found["gap"] == -30
    assert [percent(one["share_of_short"], 1) for one in found["stores"]] == [55.6, 33.3, 0, 11.1]
    assert [percent(one, 1) for one in shares_of_short([Fraction(1), Fraction(-2)])] == [0, 100]


def test_levels_are_of_the_month_and_stale_ones_apart() -> None:
    stores = [store("A", StoreGoal(Goal.parse("≥ 240"), start=Fraction(120))), store("B", "≥ 100")]
    found = answer(
        target("stock", by_store=ByStore(starts=True)), stores, 3, {"A stock": "130 140 155", "B stock": "90 95 -"}
    )
    assert (found["actual"], found["expected"], found["attainment"]) == (155, 150, Fraction(155, 240))
    assert found["stale"] == [("B", month(2), 95)]
    assert [one["status"] for one in found["stores"]] == ["on_track", "no_data"]


def test_spans_count_where_the_store_was_open_all_along() -> None:
    stores = [store("A"), store("B"), store("C", opened="2026-02-01")]
    values = {"A a": "1 0 0 0 0 0", "B a": "0 0 0 1 0 0", "C a": "- 1 1 1 1 1"}
    found = answer(target("a", "≥ 1", each="quarter"), stores, 6, values)
    assert [found[key] for key in ("hits", "spans", "held", "counted")] == [3, 5, 2, 3]
    assert found["status"] == "by_store"


def test_undecided_and_without_are_counted_and_stand_on_neither_side() -> None:
    stores = [store("A", "≥ 1200"), store("B", "tbd"), store("C")]
    found = group(target("a"), stores, 1, {"A a": "100", "B a": "70", "C a": "80"}).answer()
    told = found["targets"]["t"]
    assert (told["actual"], told["expected"]) == (100, 100)
    assert told["goal"] == {"stores": 1200, "first": 1200, "group": None, "undecided": 1, "without": 1}
    assert told["counts"]["undecided"] == 1
    assert found["stores"] == {"total": 3, "due": 3, "comparable": 3, "new": 0, "closed": 0, "to_open": 0}
    assert found["coverage"]["reported"] == 3


def test_months_across_are_what_is_owed_and_a_later_goal_spreads_the_rest() -> None:
    across = {month(number): Fraction(number) for number in range(1, 13)}
    stores = [
        store("A", StoreGoal(Goal.parse("≥ 78"), months=across)),
        store("B", StoreGoal(Goal.parse("≥ 1200"), later=(NewGoal(month(7), Goal.parse("≥ 1800")),))),
    ]
    for as_of, owed, goal in ((6, 600, 1278), (7, 800, 1878)):
        found = answer(target("a"), stores, as_of, {"A a": "1 2 3 4 5 6 7", "B a": "100 " * 7})
        assert [one["expected"] for one in found["stores"]] == [as_of * (as_of + 1) // 2, owed]
        assert found["goal"]["stores"] == goal


def test_a_range_takes_the_worse_end_and_says_how_many_are_where() -> None:
    stores = [store("A"), store("B"), store("C")]
    found = answer(target("a", "120 .. 240"), stores, 1, {"A a": "5", "B a": "15", "C a": "30"})
    assert found["range"] == {"below": 1, "within": 1, "above": 1}
    assert (found["actual"], found["expected"], found["status"]) == (50, 30, "on_track")


def test_ranks_are_shared_and_among_peers() -> None:
    stores = [store(id, "≥ 120", facts={"brand": brand}) for id, brand in zip("ABCDE", "xxyyy", strict=True)]
    stores.append(store("N", "≥ 120", opened="2026-01-01", facts={"brand": "x"}))
    values = {f"{id} a": value for id, value in zip("ABCDEN", ("9", "8", "8", "7", "12", "20"), strict=True)}
    found = answer(target("a"), stores, 1, values, peers=("brand",))
    assert [one["rank"] for one in found["stores"]] == [2, 3, 3, 5, 1, None]
    assert [one["peers"] for one in found["stores"]] == [(1, 2), (2, 2), (2, 3), (3, 3), (1, 3), (None, 2)]
    assert found["stores"][-1]["reason_not_ranked"] == "new"


def test_coverage_tells_partial_from_missing() -> None:
    stores = [store("A", "≤ 1"), store("B", "≤ 1"), store("C", "≤ 1"), store("D", "≤ 1", opened="2026-06-01")]
    found = group(target("n / d"), stores, 1, {"A n": "1", "A d": "2", "B n": "1"}).coverage()
    assert found == {"due": 3, "reported": 1, "partial": 1, "missing": ["C"], "owed_share": None}
