"""What the rest of a rate N / D needs, or how much N it may have, at the mean D so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.formula import Name, Quotient, measures_of
from dealerplan.domain.formula_unit import unit_of
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month
from dealerplan.domain.unit import Unit
from dealerplan.evaluate.need import Ends, Need, NeedKind, Possible, never_had, reach, shared, step_of
from dealerplan.evaluate.target_context import ZERO, TargetContext


def rest_of_rate(context: TargetContext, goal: Goal, done: Sequence[Month], months: Sequence[Month]) -> Iterator[Need]:
    """Of a floor the rate that the rest needs, of a ceiling how much N it may have: whole steps of N, at the mean D."""
    parts = context.flows()
    if parts is None or parts.factor < 0 or not context.recorded or goal.value is None:
        return
    used, volume = (context.series.over(done, part) or ZERO if done else ZERO for part in (parts.above, parts.below))
    mean = (context.series.over(context.recorded, parts.below) or ZERO) / len(context.recorded)
    ahead = mean * len(months)
    if ahead <= 0:
        return
    measures = context.at.plan.measures
    decimals = max(measures[id].decimals for id in measures_of(parts.above))
    unit = unit_of(parts.above, measures)
    rest = _Rest(context, parts, used, volume, ahead, unit, decimals, months)
    ends = [rest.undone(end) for end in goal.ends()]
    amounts = [rest.amount(end) for end in ends]
    both = Ends(*amounts) if goal.is_range else Ends()
    for end, amount in zip(ends, amounts, strict=True):
        found = rest.allowed(end, amount, both) if end.is_ceiling else rest.needed(end, amount, both)
        yield from (need._replace(possible="no") if both.apart else need for need in found)


class _Rest(NamedTuple):
    """The months without an actual of a rate N / D, with `ahead` of D; `unit` and `decimals` are N's."""

    context: TargetContext
    parts: Quotient
    used: Fraction
    volume: Fraction
    ahead: Fraction
    unit: Unit | None
    decimals: int
    months: Sequence[Month]

    @property
    def step(self) -> Fraction:
        """The smallest step of N."""
        return step_of(self.decimals)

    def undone(self, end: Goal) -> Goal:
        """The goal of N / D, without the factor."""
        assert end.value is not None
        return end._replace(value=end.value / self.parts.factor)

    def amount(self, end: Goal) -> Fraction:
        """How much N just holds."""
        assert end.value is not None
        return reach(end, end.value * (self.volume + self.ahead) - self.used, self.step)

    def rate(self, amount: Fraction) -> Fraction:
        """So much N as the target's own rate."""
        return amount / self.ahead * self.parts.factor

    def need(self, kind: NeedKind, amount: Fraction, limit: Fraction | None) -> Need:
        """The rate of the rest; on print it stays short of one thing more, or of a range's other end."""
        target, months = self.context.target, self.months
        if not self.decimals:
            limit = amount + (self.step if kind == "need" else -self.step)
        need = Need(
            kind, self.rate(amount), target.unit, "rest", months[0], months[-1], len(months),
            limit=None if limit is None else self.rate(limit),
        )  # fmt: skip
        return need._replace(more_than_any_month=never_had(self.context, need, need.amount))

    def needed(self, end: Goal, amount: Fraction, both: Ends) -> Iterator[Need]:
        """Under a floor; nothing where any rest will do."""
        if amount > 0 or self.context.can_fall(self.parts.above):
            yield self.need("need", amount, both.most)._replace(possible=self.over(end, amount))

    def allowed(self, end: Goal, amount: Fraction, both: Ends) -> Iterator[Need]:
        """How much N the months may have, each and together, and as their rate."""
        number = len(self.months)
        possible = "yes" if amount >= 0 or self.context.can_fall(self.parts.above) else self.under(end)
        rate = self.need("allowance", amount, both.least)._replace(possible=possible)
        of = rate._replace(
            amount=amount, unit=self.unit, of=self.parts.above, used=self.used, limit=None
        )  # fmt: skip
        monthly = shared(end, amount / number, self.step)
        if monthly >= self.step and both.allow(monthly * number):
            yield of._replace(per="month", amount=monthly)
        yield from (of, rate)

    def under(self, end: Goal) -> Possible:
        """Whether enough volume still brings the rate under a ceiling: it comes near 0, and stays above it."""
        assert end.value is not None
        return "not_at_volume" if end.value > 0 else "no"

    def over(self, end: Goal, amount: Fraction) -> Possible:
        """Whether a part within its whole can still bring the rate over a floor, where the rest is the part's wholly.

        With enough volume it comes near 1, and never gets farther from it than it is.
        """
        assert end.value is not None
        if amount <= self.ahead or not _is_part(self.context):
            return "yes"
        if end.value < 1 or (self.volume and end.held_by(self.used / self.volume)):
            return "not_at_volume"
        return "no"


def _is_part(context: TargetContext) -> bool:
    """Whether N is one measure that can't be more than D."""
    measures, parts = context.at.plan.measures, context.flows()
    assert parts is not None
    part, whole = parts.above, parts.below
    if not isinstance(part, Name) or not isinstance(whole, Name):
        return False
    of = measures[part.id]
    while of.within and of.above_whole == "refuse":
        if of.within == whole.id:
            return True
        of = measures[of.within]
    return False
