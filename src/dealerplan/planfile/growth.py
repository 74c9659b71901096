"""Next year's goals: this year's in force at the end, grown by a factor, so that parts still add up to their wholes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.goal import Goal, is_further
from dealerplan.domain.month import MONTHS_IN, Period
from dealerplan.domain.number import exact
from dealerplan.domain.plan import Plan, Target
from dealerplan.domain.unit import factor
from dealerplan.planfile.parts import families

Months = Callable[[Target], Period | None]


def at_end(plan: Plan) -> Plan:
    """A plan with the goals, formulas and phasings in force at its end as its first and only ones."""
    last = plan.period.last
    targets = tuple(
        one._replace(goal=one.goal_in(last), formula=one.formula_in(last), phasing=one.phasing_in(last), revisions=())
        for one in plan.targets
    )
    return plan._replace(targets=targets)


def grown_goals(plan: Plan, months: Months, growth: Fraction) -> Mapping[str, Goal]:
    """The next goal of each target of a plan at its end; texts are those of the old goals.

    `growth` multiplies flows and levels with a floor above 0, ranges at both ends, and all parts of such a whole; the
    parts of a whole that stays, stay. What is in percent, open or against last year stays too. What grows is rounded up
    to its decimals; parts that add up go on to: each is rounded up as long as the rest is enough for those after it,
    the last one takes the rest. `months` are next year's of a target, None where it is not there any more: what it was
    to do is shared among the other parts by their goals.
    """
    return _Growth(plan, months, growth).goals()


def grown_stretch(target: Target, goal: Goal) -> Goal | None:
    """The stretch beside a target's next goal: it grows as that does, and stays further."""
    stretch, old, new = target.stretch, target.goal.value, goal.value
    if stretch is None or stretch.value is None or not old or new is None or new == old:
        return stretch
    step = Fraction(1, 10**target.decimals)
    found = stretch._replace(value=_up(stretch.value * new / old, step))
    return found if is_further(found, goal) else found._replace(value=new - step if goal.is_ceiling else new + step)


class _Family(NamedTuple):
    """A whole and its parts, in the whole's scale, that add up to it."""

    whole: Target
    parts: Sequence[Target]


class Share(NamedTuple):
    """What is asked of one of several, and how often that which is written down goes into it, with its decimals."""

    asked: Fraction
    times: Fraction = Fraction(1)
    decimals: int = 0

    @property
    def step(self) -> Fraction:
        """What its last decimal is of the whole."""
        return self.times * Fraction(1, 10**self.decimals)


class _Part(NamedTuple):
    """A part of a whole, and what it asks next year in the whole's scale."""

    target: Target
    share: Share

    @property
    def factor(self) -> Fraction:
        """How many times what its goal says it asks."""
        return self.share.asked / (_number(self.target) * self.share.times) if _number(self.target) else Fraction(1)


class _Growth:
    def __init__(self, plan: Plan, months: Months, growth: Fraction) -> None:
        self.plan, self.months, self.growth = plan, months, growth
        self.targets = {target.id: target for target in plan.targets}
        adding = [_Family(whole, parts) for whole, parts in families(plan) if self._adds_up(whole, parts)]
        self.family_of = {part.id: family for family in adding for part in family.parts}
        self.found: dict[str, Goal] = {}
        self.factors: dict[str, Fraction] = {}

    def goals(self) -> Mapping[str, Goal]:
        """The goals by id."""
        return {target.id: self._find(target) for target in self.plan.targets}

    def _find(self, target: Target) -> Goal:
        if target.id not in self.found:
            if target.id in self.family_of:
                self._share_out(self.family_of[target.id])
            self.found.setdefault(target.id, self._alone(target))
        return self.found[target.id]

    def _alone(self, target: Target) -> Goal:
        goal, step = target.goal, Fraction(1, 10**target.decimals)
        if self.growth == 1 or not self._grows(target):
            return goal
        low, high = (None if end is None else _up(end * self.growth, step) for end in (goal.value, goal.high))
        return goal._replace(value=low, high=high)

    def _grows(self, target: Target) -> bool:
        """Whether growth is asked of a target: of itself, or of the whole that its goal is a part of."""
        goal, share = target.goal, target.unit.share if target.unit else None
        if target.kind == "rate" or goal.value is None or goal.percent or share is not None:
            return False
        if target.id in self.family_of:
            return self._grows(self.targets[self.family_of[target.id].whole.id])
        return not goal.is_ceiling and goal.value >= 0

    def _factor(self, target: Target) -> Fraction:
        """What its goal was multiplied by, before it was rounded."""
        return self.factors.get(target.id, self.growth if self._grows(target) else Fraction(1))

    def _adds_up(self, whole: Target, parts: Sequence[Target]) -> bool:
        """Whether the decided parts come to their whole, or leave something to those that are open."""
        ends, decided = self._asked(whole, self.plan.months_of(whole)), list(filter(_is_number, parts))
        total = self._total(decided)
        return bool(ends) and total <= ends[-1] and (len(decided) < len(parts) or total >= ends[0])

    def _total(self, parts: Sequence[Target]) -> Fraction:
        return sum((self._asked(part, self.plan.months_of(part))[0] for part in parts), Fraction(0))

    def _asked(self, target: Target, months: Period, goal: Goal | None = None) -> list[Fraction]:
        """What both ends of a goal ask of its months; nothing while it is open."""
        return [end.value * _spans(target, months) for end in (goal or target.goal).ends() if end.value is not None]

    def _share_out(self, family: _Family) -> None:
        """Find the goals of parts that add up."""
        whole, decided = self.targets[family.whole.id], list(filter(_is_number, family.parts))
        goal, months = self._find(whole), self.months(whole)
        parts = [part for one in decided if (part := self._part(whole, self.targets[one.id])) is not None]
        if months is None or not parts:
            return
        is_complete = len(decided) == len(family.parts)
        if is_complete:
            then = Fraction(_spans(whole, months), _spans(whole, self.plan.months_of(whole)))
            parts = _asking(parts, self._total(decided) * self._factor(whole) * then)
        if goal == whole.goal and all(part.factor == 1 for part in parts):
            return
        ends = self._asked(whole, months, goal)
        shares = apportioned([part.share for part in parts], ends[0] if is_complete else None, ends[-1])
        for part, asked in zip(parts, shares, strict=True):
            value, old = asked / part.share.times, part.target.goal
            self.factors[part.target.id] = part.factor
            self.found[part.target.id] = old._replace(value=value, high=None if old.high is None else value)

    def _part(self, whole: Target, part: Target) -> _Part | None:
        """A part as it is next year; None where it is not there."""
        months = self.months(part)
        if months is None:
            return None
        scale = factor(part.unit, whole.unit) if part.unit and whole.unit else None
        times: Fraction = (scale or Fraction(1)) * _spans(part, months)
        return _Part(part, Share(_number(part) * self._factor(whole) * times, times, part.decimals))


def _asking(parts: list[_Part], due: Fraction) -> list[_Part]:
    """Parts that ask together what is due: where some are gone, or there for longer, the others take it over."""
    found = sum((part.share.asked for part in parts), Fraction(0))
    if found in (0, due):
        return parts
    return [part._replace(share=part.share._replace(asked=part.share.asked * due / found)) for part in parts]


def apportioned(shares: Sequence[Share], least: Fraction | None, most: Fraction) -> list[Fraction]:
    """What each gets: rounded up while the rest is enough for those after it; the last one takes the rest.

    Together it is at most `most`, and not less than `least` where one is given and a decimal can say it.
    """
    floors = [share.asked // share.step * share.step for share in shares]
    left, after = most, sum(floors, Fraction(0))
    found: list[Fraction] = []
    for share, floor in zip(shares, floors, strict=True):
        up, after = _up(share.asked, share.step), after - floor
        found.append(up if left - up >= after else floor)
        left -= found[-1]
    off = Fraction(0) if least is None else max(least - sum(found), Fraction(0))
    takers = [at for at, share in enumerate(shares) if exact((found[at] + off) / share.times) is not None]
    if takers:
        found[takers[-1]] += off
    return found


def _is_number(target: Target) -> bool:
    """Whether its goal is decided, and one number."""
    goal = target.goal
    return goal.value is not None and goal.high in (None, goal.value)


def _number(target: Target) -> Fraction:
    value = target.goal.value
    assert value is not None  # of a decided goal
    return value


def _spans(target: Target, months: Period) -> int:
    """How often a goal is asked in some months: once, or with each in every span."""
    return len(months) // MONTHS_IN[target.each] if target.each and target.kind == "flow" else 1


def _up(value: Fraction, step: Fraction) -> Fraction:
    """The next multiple of a step."""
    steps = -(-value // step)
    return steps * step
