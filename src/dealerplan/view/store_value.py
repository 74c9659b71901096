"""What stores are ranked by, in words: a share, cases, a distance."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from dealerplan.domain.formula_unit import unit_of
from dealerplan.domain.group import Fact
from dealerplan.domain.plan import Plan, Target
from dealerplan.domain.shown import Amount
from dealerplan.domain.unit import Unit
from dealerplan.evaluate.standing import Basis
from dealerplan.evaluate.tally import TargetTally, parts_of
from dealerplan.view.document import NONE, Cell, Said
from dealerplan.view.terms import counted, difference, ends, of_whole, shown
from dealerplan.words import Message, say

BASES: Mapping[Basis, Message] = {
    "pace": say("by pace"),
    "contribution": say("by contribution to the gap"),
    "gap": say("by the distance from the goal"),
    "spans": say("by the share of spans that held"),
    "distance": say("by how far outside the range"),
}

FACT_TITLES: Mapping[Fact, Message] = {
    "region": say("Region"),
    "brand": say("Brand"),
    "class": say("Class"),
    "manager": say("Manager"),
}

TITLES: Mapping[Basis, Message] = {
    "pace": say("Pace"),
    "contribution": say("Contribution"),
    "gap": say("Gap"),
    "spans": say("Spans held"),
    "distance": say("Outside"),
}


def value_said(value: Fraction, basis: Basis, target: Target, plan: Plan) -> Said:
    """A value that stores are ranked by, with its unit."""
    if basis in ("pace", "spans"):
        return of_whole(value)
    if parts_of(target, plan) is not None and basis != "gap":
        return cases_said(value, target, plan)
    return counted(difference(value, target))


def cases_said(value: Fraction, target: Target, plan: Plan) -> Said:
    """So many cases of N more (+) or fewer than at the goal, or at the group's rate."""
    return counted(Amount(value, unit_of_cases(target, plan), (Fraction(0),), signed=True))


def unit_of_cases(target: Target, plan: Plan) -> Unit | None:
    """What is counted above the line of N / D."""
    parts = parts_of(target, plan)
    return None if parts is None else unit_of(parts.above, plan.measures)


def actual_cell(of: TargetTally, target: Target) -> Cell:
    """What a store has, in a table."""
    if of.actual is None or of.each is not None:
        return NONE
    return Cell(counted(shown(of.actual, of.goal, target, of.expected)))


def owed_cell(of: TargetTally, target: Target) -> Cell:
    """What it is judged by: both ends of a range."""
    if of.expected is None or of.each is not None:
        return NONE
    if of.goal.is_range and of.whole is not None:
        asked = of.whole.owed if target.kind == "flow" else of.goals
        low, high = ends(*(counted(shown(one, of.goal, target)) for one in asked))
        return Cell(say("{low}–{high}", low=low, high=high))
    return Cell(counted(shown(of.expected, of.goal, target, of.actual)))
