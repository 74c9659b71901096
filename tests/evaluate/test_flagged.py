"""Stores beyond chance: whom to look at first, and when they are too many for single stores."""

from __future__ import annotations

from collections.abc import Mapping

from dealerplan.domain.group import ByStore
from dealerplan.evaluate.flagged import Flagged, flagged
from tests.evaluate.make_group import GivenGroup
from tests.evaluate.test_slow_group import group, store, target


def found(cases: Mapping[str, tuple[int, int]], goal: str = "≤ 0.02") -> Flagged | None:
    """The stores beyond chance, each of n of d cases."""
    values = {
        f"{id} {measure}": str(one) for id, both in cases.items() for measure, one in zip("nd", both, strict=True)
    }
    stores = [store(id, goal) for id in cases]
    of = group(target("n / d", by_store=ByStore("<=" if goal[0] == "≤" else ">=")), stores, 1, values)
    card = GivenGroup(of.plan, of.stores, of.values, of.as_of).card()
    return flagged(card.targets[0], card.plan)


USUAL = {f"u{number}": (20, 1000) for number in range(20)}


def test_the_largest_excess_comes_first() -> None:
    of = found({**USUAL, "a": (80, 1000), "b": (200, 4000), "few": (1, 2)})
    assert of is not None
    assert [line.store.id for line, _ in of.bad] == ["b", "a"]
    assert (of.outside, of.judged, of.are_too_many) == (2, 23, False)
    assert of.top_by_rate is not None
    assert of.top_by_rate.store.id == "few"


def test_the_worst_by_rate_is_named_once() -> None:
    of = found({**USUAL, "a": (80, 1000)})
    assert of is not None
    assert of.top_by_rate is None


def test_many_beyond_chance_are_no_single_stores() -> None:
    of = found({**USUAL, "a": (80, 1000), "b": (80, 1000), "c": (0, 4000)})
    assert of is not None
    assert (len(of.bad), of.outside, of.are_too_many) == (2, 3, True)


def test_what_is_good_is_not_flagged() -> None:
    assert found({**USUAL, "c": (0, 4000)}) is None
    assert found(USUAL) is None


def test_over_a_floor_too_few_are_bad() -> None:
    of = found({**USUAL, "c": (0, 4000)}, "≥ 0.02")
    assert of is not None
    assert [line.store.id for line, _ in of.bad] == ["c"]
