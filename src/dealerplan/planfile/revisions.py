"""Revised formulas and phasings of a target: what they may be, and what is left of its goal to hand out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from dealerplan import calendar
from dealerplan.domain.formula import Formula, measures_of, quotient
from dealerplan.domain.formula_unit import is_share, misfit, unit_of
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month, Period
from dealerplan.domain.owed import InForce, owed_by_month
from dealerplan.domain.plan import KIND_WORDS, Measure, Phasing, Target, leaves, shape
from dealerplan.errors import Invalid
from dealerplan.planfile import units
from dealerplan.planfile.context import Context
from dealerplan.planfile.fit import check_phasing
from dealerplan.planfile.inferred import kind_of
from dealerplan.planfile.measures import Measures
from dealerplan.planfile.phases import Known, Place, month_shares
from dealerplan.planfile.source import Path
from dealerplan.words import Message, say

if TYPE_CHECKING:
    from dealerplan.planfile.schema import RevisionPart, TargetPart

ById = Mapping[str, Measure]
Parse = Callable[[str, Path], Formula | None]


def revise(context: Context, path: Path, part: TargetPart, target: Target, measured: Measures, parse: Parse) -> Target:
    """The target with its revised formulas and phasings, each of which rests on those before it."""
    first = target
    for index, one in sorted(enumerate(part.revisions), key=lambda pair: pair[1].start):
        place = (*path, "revisions", index)
        phasing = _phasing(context, place, one, target, measured.by_id)
        formula = parse(one.formula, (*place, "formula")) if one.formula else None
        used = (*measures_of(formula or first.formula), *measures_of(first.formula))
        if formula and measured.unsure.isdisjoint(used):
            _check_formula(context, (*place, "formula"), formula, first, part, measured.by_id)
        revisions = [
            known._replace(formula=formula, phasing=phasing) if known.start == one.start else known
            for known in target.revisions
        ]
        target = target._replace(revisions=tuple(revisions))
    return target


def _check_formula(
    context: Context, path: Path, revised: Formula, first: Target, part: TargetPart, measures: ById
) -> None:
    """A revised formula has the kind and the unit of the first one."""
    found = misfit(revised, measures) or _other_kind(revised, first, bool(part.split), measures)
    if found is not None:
        context.trouble(path, found.message, found.hint)


def _other_kind(revised: Formula, first: Target, is_split: bool, measures: ById) -> Invalid | None:
    """In what a formula is another than the target's first one, or can't be judged as it is."""
    own = say("give the new formula to a target of its own: until ends this one, from begins that")
    kind, unit, was = kind_of(revised, measures), unit_of(revised, measures), unit_of(first.formula, measures)
    if is_split:
        return Invalid(say("the parts of a split go by its formula, which stays as it is"), own)
    if kind != first.kind:
        message = say("the revised formula is a {kind}, the first a {other}",
                      kind=KIND_WORDS[kind], other=KIND_WORDS[first.kind])  # fmt: skip
        return Invalid(message, own)
    if unit != was or is_share(revised, measures) != is_share(first.formula, measures):
        units_of = [_unit_said(formula, measures) for formula in (revised, first.formula)]
        message = say("the revised formula is in {unit}, the first in {other}", unit=units_of[0], other=units_of[1])
        return Invalid(message, own)
    if first.unit is not None and (found := units.unit_misfit(first.unit, revised, measures)):
        return found
    volumes = [quotient(formula) for formula in (first.formula, revised)]
    below = [unit_of(one.below, measures) if one else None for one in volumes]
    if first.min_volume is not None and (volumes[1] is None or below[0] != below[1]):
        return Invalid(say("min_volume is of the first formula's D, and the revised one has none like it"), own)
    return None


def _unit_said(formula: Formula, measures: ById) -> object:
    """The unit of a formula's values, in words where it has none."""
    if is_share(formula, measures):
        return say("shares")
    return unit_of(formula, measures) or say("a unit without a name")


def _phasing(context: Context, path: Path, part: RevisionPart, target: Target, measures: ById) -> Phasing | None:
    """What a revision at a path says of the months from it on: shares and amounts of what is left of the goal then."""
    months, said, place = target.months or context.file.period, part.phasing, (*path, "phasing")
    if said is None or part.start not in months or not check_phasing(context, place, target.kind, target.each):
        return None
    if isinstance(said, str):
        return "open_days" if said == "open_days" else "even"

    def report(span: str, of: Place, message: Message, hint: Message | None) -> None:
        below = () if of == "whole" else (span,)
        context.trouble((*place, *below), message, hint, key=of != "share")

    rest = _rest(target, part.start, months, context, measures)
    goal, refused = (Goal(""), rest) if isinstance(rest, Invalid) else (Goal("", value=rest), None)
    is_rest = part.start > months.first
    known = Known(Period(part.start, months.last), context.file.period, goal, target.unit, refused, is_rest)
    shares = month_shares(said, known, report)
    return (*[Fraction(0)] * part.start.since(months.first), *shares) if isinstance(shares, tuple) else shares


def _rest(target: Target, start: Month, months: Period, context: Context, measures: ById) -> Fraction | Invalid:
    """What is left of the goal in force from a month on; or why amounts can't be read as parts of it."""
    percents = say("write percents of what the months from there owe")
    weights = [_weights(phasing, months, context) for phasing in target.phasings]
    part_time = any(measures[leaf].months for id in measures_of(target.formula) for leaf in leaves(measures, id))
    goal, by_number = target.goal_in(start), not any(one.last_year for one in target.goals)
    if goal.value is None and goal.last_year is None:
        return Invalid(say("an amount needs a decided goal"), say("write percents while the goal is open"))
    first, *revised = weights
    if goal.value is None or first is None or None in revised or part_time or not by_number:
        return Invalid(say("what is left of the goal by {month} is not known here", month=start), percents)
    steps = [InForce(months.first, target.goal)]
    later = iter(revised)
    for one in target.revisions:
        if one.start < start and (one.goal or one.phasing):
            steps.append(InForce(one.start, one.goal or steps[-1].goal, next(later) if one.phasing else None))
    owed = owed_by_month(tuple(months), steps, first, target.decimals)
    left = goal.value - owed.over(month for month in months if month < start)
    if not left or left * goal.value < 0:
        return Invalid(say("the whole goal is owed before {month}: nothing is left for amounts", month=start), percents)
    return left


def _weights(phasing: Phasing | None, months: Period, context: Context) -> Sequence[Fraction | int] | None:
    """The weights of the months; None where the parts of a split say them."""
    if not calendar.knows(context.calendar.country):
        return None
    return shape(phasing or "even", tuple(months), calendar.open_days(context.calendar))
