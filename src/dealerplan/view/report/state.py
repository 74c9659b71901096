"""The state of a plan in a few sentences: what is known, what is off track and by how much, what it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from dealerplan.domain.month import Month
from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.review import OFF_TRACK, Since
from dealerplan.evaluate.status import Status
from dealerplan.view.document import Block, Heading, Line, Tone
from dealerplan.view.report.facts import Report
from dealerplan.view.report.needs import what_it_takes
from dealerplan.view.status import counts_said
from dealerplan.view.terms import MILESTONE, STATUS, and_more, counted, difference, first_few, joined, runs, shown
from dealerplan.words import Message, say

NAMED: dict[Status, int] = {"missed": 10, "behind": 10, "at_risk": 5}  # targets that a sentence names
FEW = 5  # targets on track, or measures not recorded, that are named
TAKES = 3  # of which it says what they take
MISSES = 3  # spans that did not hold, of which the last are named


def state(report: Report) -> Iterator[Block]:
    """What is not recorded, what is met or on track, what is not, and what it takes from here."""
    if report.card.as_of is None:
        return
    title = say("Where it stands")
    if len(report.review.span) > 1 and not report.from_the_start:
        title = say("{title} ({months})", title=title, months=report.to_date)
    yield Heading(title, 2)
    yield from _of_the_span(report)
    yield from _unrecorded(report)
    yield from _good(report)
    off = report.off_track
    for status in OFF_TRACK:
        if of := [one for one in off if one.verdict.status == status]:
            yield _line(status, len(of), _named(report, status, of))
    concerns = _concerns(report)
    if concerns:
        yield Line(say("Also: {parts}.", parts=concerns), "warning")
    decided = any(one.verdict.status != "undecided" for one in report.card.targets)
    overdue = any(one.status == "overdue" for one in report.card.milestones)
    if decided and not off and not concerns and not overdue and not _unjudged(report):
        yield Line(say("Nothing is at risk or behind."), "good")
    yield from _milestones(report)
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
    if partly := list(_partly(report, late)):
        yield Line(say("Not complete: {months}.", months=partly), "warning")


def _partly(report: Report, late: Sequence[Month]) -> Iterator[Message]:
    """Other months with the measures that they lack, months that lack the same ones together."""
    measures = report.card.plan.measures
    months: dict[tuple[str, ...], list[Month]] = {}
    for month, lacking in report.lacking.items():
        if month not in late:
            months.setdefault(tuple(id for id in measures if id in lacking), []).append(month)
    for ids, of in months.items():
        told = first_few([measures[id].name for id in ids], FEW)
        yield say("{months} ({names})", months=runs(of), names=and_more(told, len(ids) - len(told)))


def _good(report: Report) -> Iterator[Line]:
    """How many targets have which status, and the few that are met or on track."""
    decided = [one for one in report.card.targets if one.verdict.status != "undecided"]
    if not decided:
        yield from [Line(say("No target has a goal yet."))] if report.card.targets else []
        return
    counts, still_open = counts_said(decided), len(report.card.targets) - len(decided)
    if still_open:
        yield Line(say("Targets with a goal: {decided} ({counts}); without one yet: {still_open}.",
                       decided=len(decided), counts=counts, still_open=still_open))  # fmt: skip
    else:
        yield Line(say("Targets with a goal: {decided} ({counts}).", decided=len(decided), counts=counts))
    good: tuple[Status, ...] = ("met", "on_track")
    for status in good:
        names = [one.target.label for one in decided if one.verdict.status == status]
        if 0 < len(names) <= FEW:
            yield _line(status, len(names), names)


def _of_the_span(report: Report) -> Iterator[Line]:
    """What the first flow of a later quarter, half-year or year brought in it, since what follows is to date."""
    review = report.review
    flow = next((one for one in report.card.targets if one.target.adds_up), None)
    if not review.results or report.from_the_start or flow is None:
        return
    result = review.results[flow.target.id]
    if result.actual is None or result.expected is None or result.gap is None:
        return
    said = [
        counted(shown(value, flow.goal, flow.target, result.actual, result.expected))
        for value in (result.actual, result.expected)
    ]
    yield Line(say("{first}..{last} alone: {name} {actual} of {expected} owed ({gap}).",
                   first=review.months[0], last=review.months[-1], name=flow.target.label, actual=said[0],
                   expected=said[1], gap=counted(difference(result.gap, flow.target))))  # fmt: skip


def _milestones(report: Report) -> Iterator[Line]:
    """How many milestones there are, and how they stand."""
    milestones = report.card.milestones
    if not milestones:
        return
    counts = Counter(one.status for one in milestones)
    found = [(word, counts[status]) for status, (_, word, _) in MILESTONE.items() if counts[status]]
    parts = [say("{number} {status}", number=number, status=word) for word, number in found]
    tone: Tone = "warning" if counts["overdue"] else "plain"
    yield Line(say("Milestones: {number} ({parts}).", number=len(milestones), parts=parts), tone)


_LINES: dict[Status, Message] = {
    "met": say("Met ({number}): {names}."),
    "on_track": say("On track ({number}): {names}."),
    "at_risk": say("At risk ({number}): {names}."),
    "behind": say("Behind ({number}): {names}."),
    "missed": say("Missed ({number}): {names}."),
}


def _line(status: Status, number: int, names: Sequence[object]) -> Line:
    return Line(_LINES[status].filled({"number": number, "names": names}), STATUS[status][2])


def _unjudged(report: Report) -> bool:
    """Whether some target lacks what it takes to judge it."""
    return any(one.verdict.status in ("no_data", "too_few") and not one.is_not_due for one in report.card.targets)


def _concerns(report: Report) -> list[Message]:
    """What no target and no count of milestones tells: results missed, actions overdue."""
    card = report.card
    counts = (
        (say("milestones with results missed"), sum(map(report.fell_short, card.milestones))),
        (say("actions overdue"), sum(one.is_overdue(card.day) for one in report.actions)),
    )
    return [say("{what} ({number})", what=what, number=number) for what, number in counts if number]


def _named(report: Report, status: Status, of: Sequence[TargetCard]) -> Sequence[object]:
    """Targets of one status with their parts off track, which stand alone only where their whole has another status."""
    ids = {one.target.id for one in of}
    told = first_few([one for one in of if one.target.part_of not in ids], NAMED[status])
    parts = [_parts(one, report.off_track) for one in told]
    named = {one.target.id for one in (*told, *chain.from_iterable(parts))}
    names = [_clause(report, one, of_it) for one, of_it in zip(told, parts, strict=True)]
    return and_more(names, len(ids - named))


def _parts(whole: TargetCard, of: Sequence[TargetCard]) -> list[TargetCard]:
    """The parts of a whole, and theirs."""
    own = [one for one in of if one.target.part_of == whole.target.id]
    return [part for one in own for part in (one, *_parts(one, of))]


def _clause(report: Report, card: TargetCard, parts: Sequence[TargetCard]) -> Message:
    """A target with the amount it is off, since when, and its parts."""
    said = list(_said(report, card))
    if parts:
        said.append(say("of which {parts}", parts=[_part(one, card) for one in parts]))
    return say("{name} ({said})", name=card.target.label, said=joined(said))


def _said(report: Report, card: TargetCard) -> Iterator[Message]:
    if card.misses:
        yield missed_said(card)
        return
    off = _off(card)
    if off is not None:
        yield off
    since = report.review.since[card.target.id]
    is_one = card.verdict.status == "missed" or since.status == since.off_track
    yield say("since {month}", month=since.off_track) if is_one else since_said(card, since)


def _part(card: TargetCard, whole: TargetCard) -> Message:
    name = card.target.label.removeprefix(f"{whole.target.name}.")
    return say("{name} {said}", name=name, said=_off(card) or "-")


def _off(card: TargetCard) -> Message | None:
    """How far a target is off what it owed, or off its goal."""
    if card.figures.gap is None:
        return None
    return say("gap {amount}", amount=counted(difference(card.figures.gap, card.target)))


def missed_said(card: TargetCard) -> Message:
    """The spans that did not hold, the last few by name with their values."""
    which = [
        say("{span} with {value}", span=span.period.months,
            value=counted(shown(span.actual, span.goal, card.target)))
        for span in card.misses[-MISSES:] if span.actual is not None
    ]  # fmt: skip
    if len(card.misses) > MISSES:
        return say("missed in {number} of {spans}, the last {which}", number=len(card.misses),
                   spans=card.figures.spans, which=which)  # fmt: skip
    return say("missed in {which}", which=which)


def since_said(card: TargetCard, since: Since) -> Message:
    """The status of a target off track, and since when; what is missed was not so before the end."""
    status, first = STATUS[card.verdict.status][1], since.off_track
    paced = card.target.kind == "flow" or card.target.start is not None
    off = say("off track since {first}", first=first) if paced else say("off its goal since {first}", first=first)
    if card.verdict.status == "missed":
        return say("{status}, {said}", status=status, said=off)
    if since.status == first:
        return say("{status} since {month}", status=status, month=first)
    return say("{said}, {status} since {month}", said=off, status=status, month=since.status)


def _contradictions(report: Report) -> Iterator[Line]:
    """Goals off track that the plan's own goals contradict."""
    off = {one.target.id for one in report.off_track}
    for finding in report.findings:
        if finding.target in off:
            yield Line(say("The plan contradicts itself: {message}.", message=finding.message), "warning")


def _ahead(report: Report) -> Iterator[Line]:
    """What the first few targets off track, else of all, take from here."""
    if report.is_over:
        return
    told = ((one.target.label, what_it_takes(one)) for one in report.off_track or report.card.targets)
    clauses = [say("{name} {said}", name=name, said=said) for name, said in islice((x for x in told if x[1]), TAKES)]
    if clauses:
        yield Line(say("From here on: {what}.", what=joined(clauses)))
