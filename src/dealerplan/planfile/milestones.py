"""Milestones: from the file's shape to what is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from dealerplan.domain.goal import Goal
from dealerplan.domain.plan import Delay, Milestone, ResultGoal
from dealerplan.domain.unit import Unit, read_unit
from dealerplan.errors import Invalid
from dealerplan.planfile.goals import line_to_write
from dealerplan.planfile.inferred import first_of_loops
from dealerplan.planfile.source import Path, Source
from dealerplan.planfile.units import within_misfit
from dealerplan.words import Message, meant, say

if TYPE_CHECKING:
    from dealerplan.planfile.schema import DelayPart, MilestonePart, PlanFile

T = TypeVar("T")


def milestones(file: PlanFile, source: Source, currency: Unit | None) -> Iterator[Milestone]:
    """A file's milestones; reports what is wrong with them to `source`."""
    for id, part in file.milestones.items():
        path: Path = ("milestones", id)
        yield Milestone(
            id=id,
            name=part.name or id,
            due=part.due or file.period.last.last_day,
            owner=part.owner,
            support=tuple(part.support),
            results=_results(id, part, source, currency),
            delays=_delays(path, part.revisions, source),
            line=source.mark(path, key=True).line,
        )


def refuse_loops(source: Source, within: Mapping[str, str | None], path: Path) -> None:
    """Report things that lie within each other, in a ring."""
    for id in first_of_loops(within):
        message = say("{name} is within itself", name=id)
        source.report_at((*path, id, "within"), message, say("name the whole that it is a part of"))


def _results(id: str, part: MilestonePart, source: Source, currency: Unit | None) -> tuple[ResultGoal, ...]:
    path: Path = ("milestones", id, "results")
    results = []
    for key, one in part.results.items():
        unit = _sure((*path, key, "unit"), partial(_unit, one.unit, currency), source)
        place = (*path, key, "goal")
        line = partial(line_to_write, one.goal.text, place, key, unit)
        goal = _sure(place, partial(one.goal.in_unit, unit), source, line) or Goal(one.goal.text)
        results.append(ResultGoal(key, goal, one.name or key, unit, one.within, one.above_whole))
    for result in results:
        if result.goal.last_year:
            message = say("a result has no last year")
            source.report_at((*path, result.id, "goal"), message, say("write the number, or tbd"))
        if result.within is not None and result.within not in part.results:
            others = [other.id for other in results if other is not result]
            message = say("{milestone} has no result {name}", milestone=id, name=result.within)
            source.report_at((*path, result.id, "within"), message, meant(result.within, others))
        whole = next((other for other in results if other.id == result.within), None)
        if whole and (found := within_misfit(result.unit, whole.unit, whole.name)):
            source.report_at((*path, result.id, "within"), found.message, found.hint)
    refuse_loops(source, {result.id: result.within for result in results}, path)
    return tuple(results)


def _unit(written: str | None, currency: Unit | None) -> Unit | None:
    return None if written is None else read_unit(written, currency)


def _sure(
    path: Path, read: Callable[[], T], source: Source, hint: Callable[[], Message | None] | None = None
) -> T | None:
    """What is read, or None where it can't be, which is reported."""
    try:
        return read()
    except Invalid as error:
        source.report_at(path, error.message, (hint and hint()) or error.hint, offset=error.offset)
        return None


def _delays(path: Path, parts: Sequence[DelayPart], source: Source) -> tuple[Delay, ...]:
    delays = [Delay(part.start, part.due, part.why) for part in parts]
    for index, delay in enumerate(delays):
        if any(delay.start == earlier.start for earlier in delays[:index]):
            message = say("two revisions begin in {month}", month=delay.start)
            source.report_at((*path, "revisions", index, "from"), message, say("keep one of them"))
    return tuple(sorted(delays, key=lambda delay: delay.start))
