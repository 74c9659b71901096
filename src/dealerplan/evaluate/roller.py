"""How a target's values of several stores become one: like with like, over P alone (group.md, section 2)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dealerplan.domain.formula import names
from dealerplan.domain.number import summed
from dealerplan.domain.plan import Plan, Target
from dealerplan.evaluate.figures import less
from dealerplan.evaluate.tally import Inputs, Sums, formula_value, how_of, over_stores, parts_of, weighers


class Roller:
    """How a target's values of several stores become one."""

    def __init__(self, target: Target, group: Plan) -> None:
        self.target, self.group = target, group
        self.how = how_of(target, group)
        self.weighers = weighers(target, group)
        self.parts = parts_of(target, group)

    def value(self, inputs: Sequence[Inputs]) -> Fraction | None:
        """The formula over what its names come to in all stores; None without any."""
        if not inputs:
            return None
        found = {name: self._name(name, inputs) for name in dict.fromkeys(names(self.target.formula))}
        return formula_value(self.target.formula, {name: one for name, one in found.items() if one is not None})

    def _name(self, name: str, inputs: Sequence[Inputs]) -> Fraction | None:
        """A name's values of several stores: their sum, or their mean."""
        some = [one for one in inputs if name in one]
        total = summed(one[name] for one in some)
        if over_stores(self.group, name).how == "sum":
            return total
        weigher = self.weighers.get(name)
        if weigher is None:
            return total / len(some) if some else None
        weight = summed(one[weigher] for one in some)
        return summed(one[name] * one[weigher] for one in some) / weight if weight else None

    def expected(self, parts: Sequence[Sums], end: int = 0) -> Fraction | None:
        """What the goals of P's months come to, by the low (0) or high (1) end of ranges; None where stores' goals
        differ and no one figure can be owed."""
        owed = [part.owed[end] for part in parts if len(part.owed) > end]
        if not owed or len(owed) < len(parts):
            return None
        if self.how == "sum":
            return summed(owed)
        weight = summed(part.weight for part in parts)
        if len(set(owed)) == 1:
            return owed[0]
        if self.how == "other" or not weight:
            return None
        return summed(part.weight * one for part, one in zip(parts, owed, strict=True)) / weight

    def cases(self, part: Sums, actual: Fraction | None) -> Fraction | None:
        """What a store adds to the gap: its own gap of sums, N less the goal's share of D of a ratio, else None."""
        if not part.owed:
            return None
        if (parts := self.parts) is not None:
            above = formula_value(parts.above, part.inputs)
            if above is None or not parts.factor:
                return None
            owed = [end * part.weight for end in part.owed]
            return above - nearest(above * parts.factor, owed) / parts.factor
        return less(actual, nearest(actual, part.owed)) if self.how == "sum" and actual is not None else None


def nearest(value: Fraction, owed: Sequence[Fraction]) -> Fraction:
    """What is owed; of a range the nearer end, or the value itself inside it."""
    low, high = owed[0], owed[-1]
    return low if value < low or len(owed) == 1 else min(value, high)
