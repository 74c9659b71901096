"""The state of a plan in a few sentences: what is known, what is off track and by how much, what it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from itertools import islice

from dealerplan.domain.month import Period
from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.figures import Span
from dealerplan.evaluate.review import OFF_TRACK, Since
from dealerplan.evaluate.status import Status
from dealerplan.view.document import Block, Heading, Line
from dealerplan.view.report.facts import Report, runs
from dealerplan.view.report.needs import how_it_ended, what_it_takes
from dealerplan.view.status import counts_said, is_early
from dealerplan.view.terms import STATUS, difference, shown
from dealerplan.words import Message, say

NAMED: dict[Status, int] = {"missed": 10, "behind": 10, "at_risk": 5}  # targets that a sentence names
TAKES = 3  # of which it says what they take
MISSES = 3  # spans that did not hold, of which the last are named


def state(report: Report) -> Iterator[Block]:
    """What is not recorded, what is met or on track, what is not, and what it takes from here."""
    if report.card.as_of is None:
        return
    yield Heading(say("Where it stands"), 2)
    yield from _unrecorded(report)
    yield Line(_good(report))
    concerns = _concerns(report)
    if concerns:
        yield Line(say("Also: {parts}.", parts=concerns), "warning")
    off = report.off_track
    for status in OFF_TRACK:
        if of := [one for one in off if one.verdict.status == status]:
            yield Line(_named(report, status, of), STATUS[status][2])
    if not off and not concerns:
        yield Line(say("Nothing is at risk or behind."), "good")
    yield from _contradictions(report)
    yield from _ahead(report)


def _unrecorded(report: Report) -> Iterator[Line]:
    """That the last months are not recorded at all, or that others are not complete."""
    late = report.late
    if late and late[0] == report.card.plan.period.first:
        yield Line(say("Nothing is recorded up to {month}.", month=late[-1]), "bad")
    elif late:
        last = late[0].plus(-1)
        yield Line(say("Recorded up to {last}; not recorded: {months}.", last=last, months=runs(late)), "bad")
    if partly := [month for month in report.lacking if month not in late]:
        yield Line(say("Not complete: {months}.", months=runs(partly)), "warning")


def _good(report: Report) -> Message:
    counts = report.card.counts
    good: dict[Status, int] = {"met": counts["met"], "on_track": counts["on_track"]}
    decided = len(report.card.targets) - counts["undecided"]
    if not any(good.values()):
        return say("Targets with a goal: {decided}, none met or on track.", decided=decided)
    return say("Targets with a goal: {decided}, of which {counts}.", decided=decided, counts=counts_said(good))


def _concerns(report: Report) -> list[Message]:
    """What no status off track tells: targets that can't be judged, milestones and actions overdue, results missed."""
    card = report.card
    unknown = [one for one in card.targets if one.verdict.status == "no_data"]
    counts = (
        (say("targets without data"), sum(not is_early(one.target, len(one.months)) for one in unknown)),
        (say("targets with too few cases"), card.counts["too_few"]),
        (say("milestones overdue"), sum(one.status == "overdue" for one in card.milestones)),
        (say("milestones with results missed"), sum(map(report.fell_short, card.milestones))),
        (say("actions overdue"), sum(one.is_overdue(card.day) for one in report.actions)),
    )
    return [say("{what} {number}", what=what, number=number) for what, number in counts if number]


def _named(report: Report, status: Status, of: Sequence[TargetCard]) -> Message:
    """Targets of one status; parts stand with their whole where that has the same one."""
    ids = {one.target.id for one in of}
    wholes = [one for one in of if one.target.part_of not in ids]
    told = wholes[: NAMED[status]]
    parts = {one.target.id: _parts(one, of) for one in told}
    names = [_clause(report, one, parts[one.target.id]) for one in told]
    more = len(of) - len(told) - sum(map(len, parts.values()))
    fills = {"status": STATUS[status][1], "number": len(of), "names": names}
    if more:
        return say("{status} {number}: {names}, and {more} more.", **fills, more=more)
    return say("{status} {number}: {names}.", **fills)


def _parts(whole: TargetCard, of: Sequence[TargetCard]) -> list[TargetCard]:
    """The parts of a whole, and theirs."""
    own = [one for one in of if one.target.part_of == whole.target.id]
    return [part for one in own for part in (one, *_parts(one, of))]


def _clause(report: Report, card: TargetCard, parts: Sequence[TargetCard]) -> Message:
    """A target with the amount it is off, since when, and its parts."""
    said = list(_said(report, card))
    if parts:
        said.append(say("of which {parts}", parts=[_part(one, card) for one in parts]))
    return say("{name} ({said})", name=card.target.name, said=_joined(said))


def _said(report: Report, card: TargetCard) -> Iterator[Message]:
    if misses := report.review.misses.get(card.target.id):
        yield missed_said(card, misses)
        return
    off = _off(card)
    if off is not None:
        yield off
    since = report.review.since[card.target.id]
    if card.verdict.status != "missed" and since.status != since.off_track:
        yield say("since {month}, off track since {first}", month=since.status, first=since.off_track)
    else:
        yield say("since {month}", month=since.off_track)


def _part(card: TargetCard, whole: TargetCard) -> Message:
    name = card.target.name.removeprefix(f"{whole.target.name}.")
    return say("{name} {said}", name=name, said=_off(card) or "-")


def _off(card: TargetCard) -> Message | None:
    """How far a target is off what it owed, or off its goal."""
    if card.figures.gap is None:
        return None
    return say("gap {amount}", amount=difference(card.figures.gap, card.goal, card.target))


def missed_said(card: TargetCard, misses: Sequence[Span]) -> Message:
    """The spans that did not hold, the last few by name with their values."""
    which = [
        say("{span} with {value}", span=Period(span.months[0], span.months[-1]).label,
            value=shown(span.actual, span.goal, card.target))
        for span in misses[-MISSES:] if span.actual is not None
    ]  # fmt: skip
    if len(misses) > MISSES:
        return say("missed in {number} of {spans}, the last {which}", number=len(misses),
                   spans=card.figures.spans, which=which)  # fmt: skip
    return say("missed in {which}", which=which)


def since_said(card: TargetCard, since: Since) -> Message:
    """The status of a target off track, and since when; what is missed was not so before the end."""
    status = STATUS[card.verdict.status][1]
    if card.verdict.status == "missed":
        return say("{status}, off track since {first}", status=status, first=since.off_track)
    if since.status == since.off_track:
        return say("{status} since {month}", status=status, month=since.status)
    return say(
        "{status} since {month}, off track since {first}", status=status, month=since.status, first=since.off_track
    )


def _contradictions(report: Report) -> Iterator[Line]:
    """Goals off track that the plan's own goals contradict."""
    off = {one.target.id for one in report.off_track}
    for finding in report.findings:
        if finding.target in off:
            yield Line(say("The plan contradicts itself: {message}.", message=finding.message), "warning")


def _ahead(report: Report) -> Iterator[Line]:
    """What the targets off track, else all, take from here; at the end, how they ended."""
    off, plan = report.off_track, report.card.plan
    if not report.is_over and (takes := _clauses(lambda one: what_it_takes(one, plan), off or report.card.targets)):
        yield Line(say("From here on: {what}.", what=takes))
    elif report.is_over and (ended := _clauses(how_it_ended, [one for one in off if one.verdict.status == "missed"])):
        yield Line(say("At the end: {what}.", what=ended))


def _clauses(tell: Callable[[TargetCard], Message | None], cards: Sequence[TargetCard]) -> Message | None:
    """What there is to tell of the first few targets that have something."""
    told = ((one.target.name, tell(one)) for one in cards)
    clauses = [say("{name} {said}", name=name, said=said) for name, said in islice((x for x in told if x[1]), TAKES)]
    return _joined(clauses) if clauses else None


def _joined(clauses: Sequence[Message]) -> Message:
    return reduce(lambda one, other: say("{one}; {other}", one=one, other=other), clauses)
