"""One need or allowance, and how it is rounded to what can be had."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import Literal, NamedTuple

from dealerplan.domain.formula import Formula
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Target
from dealerplan.domain.unit import Unit
from dealerplan.evaluate.target_context import ZERO, TargetContext

NeedKind = Literal["need", "allowance"]
Per = Literal["month", "day", "rest"]
Possible = Literal["yes", "not_at_volume", "no"]
Direction = Literal["rise", "fall"]


class Need(NamedTuple):
    """What months without an actual need at least (`need`), or may have at most (`allowance`).

    `per` month or day: each of them; `rest`: all of them together, of a rate their rate; None, of a level: how far it
    has to (or may) `change`. A sum that can fall may need less than 0. `months` is how many of them lie in
    `first`..`last`. `of` is the N of a rate N / D where it is an amount of that, and `used` what N has had.
    `strict`: the amount itself does not do, anything beyond it does. A figure rounded on print stays short of `limit`.
    """

    kind: NeedKind
    amount: Fraction
    unit: Unit | None
    per: Per | None
    first: Month
    last: Month
    months: int
    possible: Possible = "yes"
    more_than_any_month: bool = False
    strict: bool = False
    of: Formula | None = None
    used: Fraction = ZERO
    change: Direction | None = None
    limit: Fraction | None = None

    @property
    def total(self) -> Fraction:
        """With what has been used: what the whole period may have."""
        return self.used + self.amount

    @property
    def seasonal(self) -> bool:
        """Whether it is what the plan's season makes of one month among several."""
        return self.per == "month" and self.first == self.last and self.months > 1


class Ends(NamedTuple):
    """The least and the most that months may have together: a need may not break a range's other end."""

    least: Fraction | None = None
    most: Fraction | None = None

    @property
    def apart(self) -> bool:
        """Whether no amount in whole steps lies between them."""
        return self.least is not None and self.most is not None and self.least > self.most

    def allow(self, amount: Fraction) -> bool:
        """Whether an amount breaks neither."""
        return (self.least is None or amount >= self.least) and (self.most is None or amount <= self.most)


def step_of(decimals: int) -> Fraction:
    """The smallest step of an amount: a thing, a cent."""
    return Fraction(1, 10**decimals)


def smallest(target: Target, *values: Fraction | None) -> Fraction | None:
    """The smallest step of a sum's or a level's amounts; None of shares, which have none.

    Nor has a score: a level of such a unit or of none, with `values` between its steps.
    """
    step = step_of(target.decimals)
    may_be_score = target.kind == "level" and (target.unit is None or target.unit.kind == "score")
    is_score = may_be_score and any(value % step for value in values if value)
    return None if target.as_percent or is_score else step


def reach(goal: Goal, bound: Fraction, step: Fraction | None) -> Fraction:
    """The amount nearest to a bound that holds it, in whole steps; without steps the bound itself."""
    if step is None:
        return bound
    match goal.op:
        case ">":
            return (floor(bound / step) + 1) * step
        case "<":
            return (ceil(bound / step) - 1) * step
        case "<=":
            return floor(bound / step) * step
        case _:
            return ceil(bound / step) * step


def shared(goal: Goal, amount: Fraction, step: Fraction | None) -> Fraction:
    """A share of an amount in whole steps, on the side that does."""
    if step is None:
        return amount
    return (floor if goal.is_ceiling else ceil)(amount / step) * step


def never_had(context: TargetContext, need: Need, amount: Fraction) -> bool:
    """Whether no month so far had as much as is needed; of allowances that is no matter."""
    own = [value for month in context.recorded if (value := context.series.own(month)) is not None]
    return need.kind == "need" and bool(own) and amount > max(own)
