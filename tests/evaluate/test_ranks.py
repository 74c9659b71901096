"""The order of stores, and whose the shortfall is."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from dealerplan.evaluate.ranks import ranks, shares_of_short

VALUES = st.dictionaries(st.integers(), st.fractions(0, 2, max_denominator=3))
GAPS = st.lists(st.fractions(-100, 100, max_denominator=7))


def fractions(*values: int) -> list[Fraction]:
    return list(map(Fraction, values))


def test_equal_values_share_a_rank_and_stand_as_given() -> None:
    stores = dict(zip("abcd", fractions(7, 8, 9, 8), strict=True))
    assert list(ranks(stores).items()) == [("c", 1), ("b", 2), ("d", 2), ("a", 4)]
    assert list(ranks(stores, best="lowest").items()) == [("a", 1), ("b", 2), ("d", 2), ("c", 4)]


def test_the_worst_may_share_too() -> None:
    assert ranks(dict(zip("abc", fractions(0, 0, 0), strict=True))) == {"a": 1, "b": 1, "c": 1}
    assert ranks({}) == {}


@given(values=VALUES, data=st.data())
def test_ranks_do_not_hang_on_the_order_given(values: dict[int, Fraction], data: st.DataObject) -> None:
    mixed = dict(data.draw(st.permutations([*values.items()])))
    assert ranks(mixed) == ranks(values)


@given(values=VALUES)
def test_a_rank_is_one_more_than_how_many_are_better(values: dict[int, Fraction]) -> None:
    for key, rank in ranks(values).items():
        assert rank == 1 + sum(value > values[key] for value in values.values())
    for key, rank in ranks(values, best="lowest").items():
        assert rank == 1 + sum(value < values[key] for value in values.values())


def test_shares_are_of_the_gross_shortfall() -> None:
    """[G12]"""
    shares = shares_of_short(fractions(-50, -30, 60, -10))
    assert [round(float(one * 100), 1) for one in shares] == [55.6, 33.3, 0, 11.1]
    assert sum(shares) == 1


def test_where_nobody_is_short_nobody_has_a_share() -> None:
    assert shares_of_short(fractions(0, 5)) == [0, 0]
    assert shares_of_short([]) == []


@given(gaps=GAPS)
def test_shares_come_to_one_where_any_is_short(gaps: list[Fraction]) -> None:
    shares = shares_of_short(gaps)
    assert sum(shares) == (1 if any(gap < 0 for gap in gaps) else 0)
    assert all((share > 0) == (gap < 0) for gap, share in zip(gaps, shares, strict=True))
