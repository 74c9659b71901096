"""What only the plan of a group may say, and what it has to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerplan.domain.goal import is_by_store
from dealerplan.domain.unit import Unit
from dealerplan.planfile.context import Context
from dealerplan.planfile.phases import is_of_goal
from dealerplan.planfile.source import Path
from dealerplan.words import meant, say

if TYPE_CHECKING:
    from dealerplan.domain.plan import Measure, Target
    from dealerplan.planfile.measures import Measures
    from dealerplan.planfile.schema import SplitPart, TargetPart
    from dealerplan.planfile.targets import Targets


def check_group(context: Context, measures: Measures, targets: Targets) -> None:
    """Report what a plan of one store can't say, and what does not go together in one of a group."""
    if not context.file.group:
        _of_one_store(context)
        return
    for key in ("store", "store_name", "opened", "closed", "facts", "moves"):
        if getattr(context.file, key):
            message = say("{key} is of one store, and group of many", key=key)
            context.trouble((key,), message, say("delete one of them: the table says it of each store"), key=True)
    for measure in measures.by_id.values():
        _check_over_stores(context, measure, measures)
    for id, part in context.file.targets.items():
        if (target := targets.by_id.get(id)) is not None:
            _check_target(context, ("targets", id), part, target)


def _of_one_store(context: Context) -> None:
    for key in ("stores", "comparable", "peers"):
        if getattr(context.file, key):
            context.trouble((key,), say("{key} is for a plan of a group", key=key), _GROUP, key=True)
    for id, part in context.file.targets.items():
        if (place := _by_store(("targets", id), part)) is not None:
            context.trouble(place, say("{key} is for a plan of a group", key="by store"), _GROUP)
        for key in ("group_goal", "buffer"):
            if getattr(part, key) is not None:
                place = ("targets", id, key)
                context.trouble(place, say("{key} is for a plan of a group", key=key), _GROUP, key=True)


_GROUP = say("write group: and stores: instead of store:")


def _by_store(path: Path, part: TargetPart | SplitPart) -> Path | None:
    """The last place where a target, or a part of its split, leaves something to a table."""
    for short, below in reversed(part.split.items()):
        if (found := _by_store((*path, "split", short), below)) is not None:
            return found
    if is_by_store(getattr(part, "start", None) or ""):
        return (*path, "start")
    return (*path, "goal") if part.goal.by_store else None


def _check_target(context: Context, path: Path, part: TargetPart, target: Target) -> None:
    _check_by_store(context, path, part, target.name)
    _check_phasing(context, path, part)
    if part.buffer is not None and part.group_goal is None:
        context.trouble((*path, "buffer"), say("buffer needs a group_goal"), say("write group_goal too"), key=True)
    if part.group_goal is None:
        return
    if target.kind == "rate" or target.each:
        message = say("group_goal is for sums and levels: the stores' goals make that of a rate, or for each span")
        context.trouble((*path, "group_goal"), message, say("delete it"), key=True)
    elif part.group_goal.last_year is not None or part.group_goal.undecided or part.group_goal.op == "..":
        context.trouble((*path, "group_goal"), say("group_goal is one number"), say("write the number"))


def _check_by_store(context: Context, path: Path, part: TargetPart | SplitPart, name: str) -> None:
    """The goals of the table stand there alone."""
    for index, one in enumerate(part.revisions):
        if part.goal.by_store and one.goal is not None:
            message = say("the goals of {name} stand in the table", name=name)
            hint = say("revise a store's goal there, in a row of its own with the month in the column from")
            context.trouble((*path, "revisions", index, "goal"), message, hint)
    if part.stretch is not None and part.goal.by_store:
        context.trouble((*path, "stretch"), say("stretch goes with no goal by store"), say("delete it"), key=True)
    if not part.goal.by_store and is_by_store(getattr(part, "start", None) or ""):
        message, hint = say("start by store goes with a goal by store"), say("write the number")
        context.trouble((*path, "start"), message, hint)
    for short, below in part.split.items():
        _check_by_store(context, (*path, "split", short), below, short)


def _check_phasing(context: Context, path: Path, part: TargetPart) -> None:
    """Amounts of a month are parts of one goal, and a store that opens in the period has another one."""
    if part.goal.undecided:
        return
    said = {path: part.phasing, **{(*path, "revisions", at): one.phasing for at, one in enumerate(part.revisions)}}
    for place, phasing in said.items():
        for span, share in phasing.items() if isinstance(phasing, dict) else ():
            if not is_of_goal(share):
                message = say("{text} is an amount, and the months of a group's stores go by percents", text=share)
                context.trouble((*place, "phasing", span), message, say("write the percent of the goal"))


def _check_over_stores(context: Context, measure: Measure, measures: Measures) -> None:
    """Scores of several stores are not added up; a mean is weighted by a measure that there is."""
    path: Path = ("measures", measure.id.split(".")[0])
    if measure.over_stores is not None and (weight := measure.over_stores.weight) is not None:
        if weight not in measures.by_id:
            hint = meant(weight, list(measures.by_id)) or say("declare it under measures")
            context.trouble((*path, "over_stores", "mean"), say("there is no measure {name}", name=weight), hint)
    elif measure.over_stores is None and measure.over_time != "sum" and is_score(measure.unit):
        message = say("{name} of several stores can't be added up", name=measure.name)
        hint = say("write over_stores: {example} with the measure that weighs it, or over_stores: mean",
                   example="{mean: surveys}")  # fmt: skip
        context.trouble(path, message, hint, key=True)


def is_score(unit: Unit | None) -> bool:
    """Whether values of a unit say how good something is, so that those of two stores have no sum."""
    return unit is not None and unit.kind in ("share", "score")
