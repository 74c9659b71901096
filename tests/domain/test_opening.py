"""Plans of one store that says when it opens or closes."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dealerplan.planfile.load import load

HEAD = "plan: p\nstore: s\nperiod: 2026\nopened: 2026-05-20\n"


@pytest.mark.parametrize(
    ("target", "shares"),
    [
        ("goal: 1200", [Fraction(12, 229), *[Fraction(31, 229)] * 7]),
        ("goal: 1200, phasing: {Q1: 50%, 5: 10%}", [Fraction(2, 9), *[Fraction(1, 9)] * 7]),
        ("goal: +10% on last year", None),
        ("goal: +10% on last year, phasing: {Q1: 50%, 5: 10%}", [Fraction(2, 9), *[Fraction(1, 9)] * 7]),
    ],
)
def test_the_months_from_the_opening_on_share_the_goal(target: str, shares: list[Fraction] | None) -> None:
    """[G3] Evenly, the first month by its days; shares of months before are dropped, the rest scaled (B.8 stands)."""
    plan = load(f"{HEAD}targets: {{a: {{{target}}}}}\n".encode(), "p.yaml")
    assert not isinstance(plan, list)
    (one,) = plan.targets
    assert str(one.months and one.months.first) == "2026-05"
    assert one.phasing == (None if shares is None else tuple(shares))
