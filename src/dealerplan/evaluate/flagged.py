"""Which stores chance does not explain in a target, and whether they are too many for single stores."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.plan import Plan
from dealerplan.evaluate.chance import Chance
from dealerplan.evaluate.rollup import GroupTarget, StoreLine
from dealerplan.evaluate.standing import chances_of
from dealerplan.evaluate.tally import ZERO

OUTSIDE = Fraction(2, 1000)
"""What share of stores chance alone puts beyond the alarms of both sides."""
MORE, LEAST = 5, 3
"""Many more than that, and so many at least, are no chance of single stores."""


class Flagged(NamedTuple):
    """A target's stores beyond chance, the largest excess first: the bad ones, and how many on both sides."""

    of: GroupTarget
    bad: Sequence[tuple[StoreLine, Chance]]
    outside: int
    judged: int

    @property
    def are_too_many(self) -> bool:
        """Whether far more stores are outside than chance puts there."""
        return self.outside >= LEAST and self.outside >= MORE * OUTSIDE * self.judged

    @property
    def top_by_rate(self) -> StoreLine | None:
        """The store with the worst rate, where chance explains it."""
        known = [line for line in self.of.lines if line.tally.actual is not None]
        sign = 1 if self.of.is_ceiling else -1
        top = max(known, key=lambda line: sign * (line.tally.actual or ZERO), default=None)
        return None if top is None or any(top is line for line, _ in self.bad) else top


def flagged(of: GroupTarget, group: Plan) -> Flagged | None:
    """The alarms of a target; None without any that is bad."""
    lines = {line.store.id: line for line in of.lines}
    alarms = {id: one for id, one in chances_of(of, group).items() if one.level == "alarm"}
    bad_side = "above" if of.is_ceiling else "below"
    bad = [(lines[id], one) for id, one in alarms.items() if one.side == bad_side]
    bad.sort(key=lambda pair: -abs(pair[1].excess))
    judged = sum(line.tally.whole is not None for line in of.lines)
    return Flagged(of, bad, len(alarms), judged) if bad else None
