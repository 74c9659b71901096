"""Which keys of a target go together, and with its formula; what doesn't fit is reported with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dealerplan.domain.formula import Formula, quotient
from dealerplan.domain.formula_unit import misfit
from dealerplan.domain.goal import WrittenGoal
from dealerplan.domain.month import MONTHS_IN, SPAN_WORDS, Each, Period
from dealerplan.domain.plan import KIND_WORDS, Kind
from dealerplan.planfile import units
from dealerplan.planfile.context import Context
from dealerplan.planfile.source import Path
from dealerplan.planfile.units import Measures
from dealerplan.words import say

if TYPE_CHECKING:
    from dealerplan.planfile.schema import SplitPart, TargetPart


def check_keys(context: Context, path: Path, part: TargetPart, months: Period | None) -> None:
    """Keys that go with no other, whatever the target's formula."""
    if part.phasing is not None and part.each:
        check_phasing(context, (*path, "phasing"), None, part.each)
    if part.each and months and len(months) % MONTHS_IN[part.each]:
        message = say(
            "the period {period} is not made of whole spans of a {each}",
            period=months.label, each=SPAN_WORDS[part.each],
        )  # fmt: skip
        context.trouble((*path, "each"), message, say("choose a shorter span"))


def check_phasing(context: Context, path: Path, kind: Kind | None, each: Each | None) -> bool:
    """Whether a target of a kind (None: any) may have the phasing at a path."""
    if each:
        message = say("each says already what every {each} owes", each=SPAN_WORDS[each])
        context.trouble(path, message, say("delete phasing, or each"), key=True)
    elif kind and kind != "flow":
        message = say("phasing is for a flow; this is a {kind}, whose goal holds at any time", kind=KIND_WORDS[kind])
        context.trouble(path, message, say("delete phasing"), key=True)
    return each is None and kind == "flow"


def check_kind(context: Context, path: Path, part: TargetPart, kind: Kind, formula: Formula) -> None:
    """Keys that say nothing for this kind of target are refused, with the reason."""
    if part.start is not None and (kind != "level" or part.each or part.goal.op == ".."):
        message = say("start is for a level without each or range; this is a {kind}", kind=KIND_WORDS[kind])
        if kind == "level":
            message = say("start goes with neither each nor a range")
        context.trouble((*path, "start"), message, say("a level is one measure with over_time: last"), key=True)
    if part.phasing is not None and not part.each:
        check_phasing(context, (*path, "phasing"), kind, None)
    if part.min_volume is not None and quotient(formula) is None:
        message = say("min_volume is for a rate N / D of two sums")
        context.trouble((*path, "min_volume"), message, say("write the formula as N / D, or delete it"), key=True)


def check_last_year(context: Context, path: Path, part: TargetPart | SplitPart) -> None:
    """Points more than last year are asked of shares alone, which this is not."""
    for place, goal in _written_goals(path, part):
        if goal.last_year and goal.last_year.points is not None:
            message = say("points more than last year are asked of percentages; this is none")
            context.trouble(place, message, say("write +15% on last year, or the number"))


def check_units(context: Context, path: Path, part: TargetPart, formula: Formula, measures: Measures) -> None:
    """A formula adds and divides what has one scale, and its target's own unit and goals are of it."""
    stated = context.unit((*path, "unit"), part.unit)
    if found := misfit(formula, measures):
        context.trouble((*path, "formula"), found.message, found.hint)
    elif stated is not None and (found := units.unit_misfit(stated, formula, measures)):
        context.trouble((*path, "unit"), found.message, found.hint)
    else:
        for place, goal in _written_goals(path, part):
            if found := units.percent_misfit(goal, formula, measures):
                context.trouble(place, found.message, found.hint)


def _written_goals(path: Path, part: TargetPart | SplitPart) -> Iterator[tuple[Path, WrittenGoal]]:
    """Every goal of a target with its place."""
    yield (*path, "goal"), part.goal
    for index, one in enumerate(part.revisions):
        if one.goal is not None:
            yield (*path, "revisions", index, "goal"), one.goal
    if part.stretch is not None:
        yield (*path, "stretch"), part.stretch
