"""The parts of a gap as they are printed add up, whatever they are."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from dealerplan.domain.number import nearest
from dealerplan.view.group.gap_list import rounded

STEP = Fraction(1000)
SHORT = st.integers(-10_000_000, -1).map(Fraction)


@given(st.lists(SHORT, max_size=5), SHORT | st.just(Fraction(0)), st.integers(0, 10_000_000).map(Fraction))
def test_parts_make_the_whole(own: list[Fraction], rest: Fraction, over: Fraction) -> None:
    gaps, left, more = rounded(own, rest, over, STEP)
    assert sum(gaps, left + more) == nearest(sum(own, rest + over) / STEP) * STEP
    assert all(abs(one - told) < STEP for one, told in zip(own, gaps, strict=True))


def test_stores_are_rounded_to_their_nearest() -> None:
    """As they are told in other places: -285,668 is -286 thousand."""
    own = [Fraction(one) for one in (-285668, -254994, -246907, -244954, -185114)]
    gaps, left, more = rounded(own, Fraction(-703715), Fraction(278997), STEP)
    assert [int(one / STEP) for one in (*gaps, left, more)] == [-286, -255, -247, -245, -185, -703, 279]
