"""Milestones: from the file's shape to what is meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from dealerplan.domain.goal import Goal
from dealerplan.domain.plan import Delay, Milestone, ResultGoal
from dealerplan.planfile.context import Context
from dealerplan.planfile.earlier import distinct
from dealerplan.planfile.goals import line_to_write
from dealerplan.planfile.inferred import first_of_loops
from dealerplan.planfile.source import Path, Source
from dealerplan.planfile.units import within_misfit
from dealerplan.words import meant, say

if TYPE_CHECKING:
    from dealerplan.planfile.schema import DelayPart, MilestonePart


def milestones(context: Context) -> Iterator[Milestone]:
    """A file's milestones."""
    context.units_unsure = False
    context.check_earlier(("milestones",), {id: part.was for id, part in context.file.milestones.items()})
    for id, part in context.file.milestones.items():
        path: Path = ("milestones", id)
        yield Milestone(
            id=id,
            name=part.name or id,
            due=part.due or context.file.period.last.last_day,
            owner=part.owner,
            support=tuple(part.support),
            results=_results(id, part, context),
            delays=_delays(path, part.revisions, context.source),
            line=context.line(path),
            was=distinct(part.was),
        )


def refuse_loops(source: Source, within: Mapping[str, str | None], path: Path) -> None:
    """Report things that lie within each other, in a ring."""
    for id in first_of_loops(within):
        message = say("{name} is within itself", name=id)
        source.report_at((*path, id, "within"), message, say("name the whole that it is a part of"))


def _results(id: str, part: MilestonePart, context: Context) -> tuple[ResultGoal, ...]:
    path: Path = ("milestones", id, "results")
    context.check_earlier(path, {key: one.was for key, one in part.results.items()})
    results = []
    for key, one in part.results.items():
        unit = context.unit((*path, key, "unit"), one.unit)
        place = (*path, key, "goal")
        line = partial(line_to_write, one.goal.text, place, key, unit)
        goal = context.sure(place, partial(one.goal.in_unit, unit), line) or Goal(one.goal.text)
        was = distinct(one.was)
        results.append(ResultGoal(key, goal, one.name or key, unit, one.within, one.above_whole, was))
    for result in results:
        if result.goal.last_year:
            message = say("a result has no last year")
            context.trouble((*path, result.id, "goal"), message, say("write the number, or tbd"))
        if result.within is not None and result.within not in part.results:
            others = [other.id for other in results if other is not result]
            message = say("{milestone} has no result {name}", milestone=id, name=result.within)
            context.trouble((*path, result.id, "within"), message, meant(result.within, others))
        whole = next((other for other in results if other.id == result.within), None)
        if whole and (found := within_misfit(result.unit, whole.unit, whole.name)):
            context.trouble((*path, result.id, "within"), found.message, found.hint)
    refuse_loops(context.source, {result.id: result.within for result in results}, path)
    return tuple(results)


def _delays(path: Path, parts: Sequence[DelayPart], source: Source) -> tuple[Delay, ...]:
    delays = [Delay(part.start, part.due, part.why) for part in parts]
    for index, delay in enumerate(delays):
        if any(delay.start == earlier.start for earlier in delays[:index]):
            message = say("two revisions begin in {month}", month=delay.start)
            source.report_at((*path, "revisions", index, "from"), message, say("keep one of them"))
    return tuple(sorted(delays, key=lambda delay: delay.start))
