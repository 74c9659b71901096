"""Milestones: from the file's shape to what is meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from dealerplan.domain.goal import Goal, WrittenGoal
from dealerplan.domain.plan import Delay, Milestone, ResultGoal
from dealerplan.errors import Invalid
from dealerplan.planfile.inferred import first_of_loops
from dealerplan.planfile.source import Path, Source
from dealerplan.words import meant, say

if TYPE_CHECKING:
    from dealerplan.planfile.schema import DelayPart, MilestonePart, PlanFile


def milestones(file: PlanFile, source: Source) -> Iterator[Milestone]:
    """A file's milestones; reports what is wrong with them to `source`."""
    for id, part in file.milestones.items():
        path: Path = ("milestones", id)
        yield Milestone(
            id=id,
            name=part.name or id,
            due=part.due or file.period.last.last_day,
            owner=part.owner,
            support=tuple(part.support),
            results=_results(id, part, source),
            delays=_delays(path, part.revisions, source),
            line=source.mark(path, key=True).line,
        )


def refuse_loops(source: Source, within: Mapping[str, str | None], path: Path) -> None:
    """Report things that lie within each other, in a ring."""
    for id in first_of_loops(within):
        message = say("{name} is within itself", name=id)
        source.report_at((*path, id, "within"), message, say("name the whole that it is a part of"))


def _results(id: str, part: MilestonePart, source: Source) -> tuple[ResultGoal, ...]:
    path: Path = ("milestones", id, "results")
    results = []
    for key, one in part.results.items():
        goal = _goal((*path, key, "goal"), one.goal, source)
        results.append(ResultGoal(key, goal, one.name or key, one.unit, one.within, one.above_whole))
    for result in results:
        if result.goal.last_year:
            message = say("a result has no last year")
            source.report_at((*path, result.id, "goal"), message, say("write the number, or tbd"))
        if result.within is not None and result.within not in part.results:
            others = [other.id for other in results if other is not result]
            message = say("{milestone} has no result {name}", milestone=id, name=result.within)
            source.report_at((*path, result.id, "within"), message, meant(result.within, others))
    refuse_loops(source, {result.id: result.within for result in results}, path)
    return tuple(results)


def _goal(path: Path, written: WrittenGoal, source: Source) -> Goal:
    """What a result's goal means; where it has none, that is reported and it stays open."""
    try:
        return written.meant()
    except Invalid as error:
        source.report_at(path, error.message, error.hint, offset=error.offset)
        return Goal(written.text)


def _delays(path: Path, parts: Sequence[DelayPart], source: Source) -> tuple[Delay, ...]:
    delays = [Delay(part.start, part.due, part.why) for part in parts]
    for index, delay in enumerate(delays):
        if any(delay.start == earlier.start for earlier in delays[:index]):
            message = say("two revisions begin in {month}", month=delay.start)
            source.report_at((*path, "revisions", index, "from"), message, say("keep one of them"))
    return tuple(sorted(delays, key=lambda delay: delay.start))
