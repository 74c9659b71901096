"""What follows from a plan's words without being written: kinds, units, decimals, directions, members."""

from __future__ import annotations

from collections.abc import Mapping

from dealerplan.domain import formula as formulas
from dealerplan.domain.formula import Formula
from dealerplan.domain.goal import Goal
from dealerplan.domain.plan import Kind, Measure

CURRENCIES = frozenset("CNY RMB HKD TWD MOP USD EUR GBP JPY KRW SGD AUD CAD CHF THB VND MYR IDR INR RUB".split())
MONEY_DECIMALS = 2


def member_of(measure: Measure, short: str) -> Measure:
    """The measure of one member."""
    name, *aliases = (f"{word}.{short}" for word in (measure.name, *measure.aliases))
    id = f"{measure.id}.{short}"
    return measure._replace(id=id, name=name, aliases=tuple(aliases), within=None, members=())


def first_of_loops(above: Mapping[str, str | None]) -> list[str]:
    """The first of each ring of things that lie within each other."""
    order = {id: number for number, id in enumerate(above)}
    done: set[str] = set()
    found = []
    for start in above:
        chain: dict[str, None] = {}
        here: str | None = start
        while here in order and here not in done:
            done.add(here)
            chain[here] = None
            here = above[here]
        if here in chain:
            ring = list(chain)[list(chain).index(here) :]
            found.append(min(ring, key=order.__getitem__))
    return found


def decimals_by_unit(unit: str | None) -> int:
    """Owed amounts of money are rounded down to cents, of anything else to whole ones."""
    money = unit is not None and (unit.endswith("元") or unit.upper() in CURRENCIES)
    return MONEY_DECIMALS if money else 0


def kind_of(formula: Formula, measures: Mapping[str, Measure]) -> Kind:
    """A flow is a weighted sum of sums, a level one last value, a rate everything else."""
    weights = formulas.weights(formula)
    if weights and all(measures[id].over_time == "sum" for id in weights):
        return "flow"
    if isinstance(formula, formulas.Name) and measures[formula.id].over_time == "last":
        return "level"
    return "rate"


def unit_of(formula: Formula, measures: Mapping[str, Measure]) -> str | None:
    """The unit of a formula's value: one of a sum's measures, or N's over D's where they differ."""
    parts = formulas.quotient(formula)
    if parts is None:
        simple = formulas.weights(formula) is not None
        units = {measures[id].unit for id in formulas.measures_of(formula)}
        return units.pop() if simple and len(units) == 1 else None
    above, below = (unit_of(part, measures) for part in (parts.above, parts.below))
    return f"{above}/{below}" if above and below and above != below else None


def like_by_like(formula: Formula, measures: Mapping[str, Measure]) -> bool:
    """Whether it divides two sums of the same unit."""
    parts = formulas.quotient(formula)
    if parts is None:
        return False
    above, below = (unit_of(part, measures) for part in (parts.above, parts.below))
    return parts.factor == 1 and above is not None and above == below


def directed(goal: Goal, whole: Goal) -> Goal:
    """A bare number under a goal with a direction takes that direction."""
    bare = whole.op if whole.op in ("<=", "<", ">") else ">="
    return Goal.parse(goal.text, bare)
