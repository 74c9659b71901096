"""Whether a store's rate is beyond chance."""

from __future__ import annotations

from fractions import Fraction
from math import comb, isclose
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerplan.evaluate.chance import Chance, chance_of


def exactly(least: int, of: int, rate: Fraction) -> Fraction:
    """P(X >= least), with nothing left out."""
    return sum((comb(of, one) * rate**one * (1 - rate) ** (of - one) for one in range(least, of + 1)), Fraction(0))


def odds(above: int, below: int, rate: Fraction) -> Fraction:
    if above > below * rate:
        return exactly(above, below, rate)
    return exactly(below - above, below, 1 - rate)


def said_of(found: Chance | None) -> tuple[object, ...] | None:
    return found and (found.side, found.excess, found.level)


def test_one_of_twenty_tops_a_league_table_by_chance() -> None:
    """[G13]"""
    assert round(float(odds(1, 20, Fraction(2, 100))), 3) == 0.332
    assert chance_of(1, 20, 2, 100) is None


def test_sixty_four_of_two_thousand_are_beyond_it() -> None:
    """[G13]"""
    found = chance_of(64, 2000, 2, 100)
    assert found is not None
    assert f"{found.p:.2g}" == "0.00025"
    assert said_of(found) == ("above", 24, "alarm")
    assert isclose(found.p, exactly(64, 2000, Fraction(2, 100)), rel_tol=1e-9)


@pytest.mark.parametrize(
    ("above", "said"),
    [
        (0, ("below", -10, "alarm")),
        (3, ("below", -7, "look")),
        (4, None),
        (10, None),
        (17, None),
        (18, ("above", 8, "look")),
        (21, ("above", 11, "look")),
        (22, ("above", 12, "alarm")),
    ],
)
def test_of_a_thousand_at_one_percent(above: int, said: tuple[str, int, str] | None) -> None:
    found = chance_of(above, 1000, 1, 100)
    assert said_of(found) == said


@pytest.mark.parametrize(
    ("above", "below", "total_above", "total_below"),
    [
        (Fraction(1, 2), 20, 2, 100),
        (1, Fraction(41, 2), 2, 100),
        (-1, 20, 2, 100),
        (21, 20, 2, 100),
        (0, 0, 2, 100),
        (5, 20, 0, 100),
        (5, 20, 100, 100),
        (5, 20, 0, 0),
    ],
)
def test_of_what_is_no_number_of_cases_nothing_is_said(
    above: Fraction | int, below: Fraction | int, total_above: int, total_below: int
) -> None:
    assert chance_of(above, below, total_above, total_below) is None


def test_odds_too_small_for_a_float_are_zero() -> None:
    assert chance_of(2000, 2000, 1, 100) == Chance(0.0, "above", Fraction(1980), "alarm")


@given(data=st.data(), below=st.integers(1, 80), total=st.integers(2, 10_000))
def test_it_says_what_the_exact_sum_says(data: st.DataObject, below: int, total: int) -> None:
    above = data.draw(st.integers(0, below))
    total_above = data.draw(st.integers(1, total - 1))
    exact = odds(above, below, Fraction(total_above, total))
    found = chance_of(above, below, total_above, total)
    assert (found is None) == (exact >= Fraction(25, 1000))
    if found:
        assert isclose(found.p, exact, rel_tol=1e-9)
        assert found.level == ("alarm" if exact < Fraction(1, 1000) else "look")
        assert found.excess == above - below * Fraction(total_above, total)


@pytest.mark.parametrize("below", [1_000, 10_000, 30_000])
@pytest.mark.parametrize("per_mille", [1, 20, 500])
@pytest.mark.parametrize("sigmas", [3, 5, 8])
def test_it_is_right_to_nine_digits_of_many_cases(below: int, per_mille: int, sigmas: int) -> None:
    """The exact sum in whole numbers, from where it starts to where no digit of it changes."""
    mean, rest = below * per_mille / 1000, 1 - per_mille / 1000
    above = int(mean + sigmas * (mean * rest) ** 0.5) + 1
    digits = 10**60
    whole = comb(below, above) * per_mille**above * (1000 - per_mille) ** (below - above)
    term = whole * digits**2 // 1000**below
    exact = 0
    for one in range(above, below + 1):
        if not term:
            break
        exact += term
        term = term * (below - one) * per_mille // ((one + 1) * (1000 - per_mille))
    found = chance_of(above, below, per_mille, 1000)
    assert found is not None
    assert isclose(found.p, Fraction(exact, digits**2), rel_tol=1e-9)


def test_it_is_quick_for_a_thousand_stores() -> None:
    start = process_time()
    for store in range(1000):
        chance_of(20 + store % 60, 2000, 2, 100)
    assert process_time() - start < 0.5
