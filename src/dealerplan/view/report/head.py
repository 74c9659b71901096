"""How a report begins: whose it is, and the state of the plan in three sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from itertools import islice

from dealerplan.domain.month import Each, Period
from dealerplan.domain.shown import Percent
from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.review import Since
from dealerplan.evaluate.status import Status
from dealerplan.view.document import Block, Heading, Line
from dealerplan.view.report.facts import Report
from dealerplan.view.report.needs import how_it_ended, what_it_takes
from dealerplan.view.status import counts_said
from dealerplan.view.terms import STATUS
from dealerplan.words import Message, say

NAMED = 5  # targets off track that a sentence names
TAKES = 3  # of which it says what they take

_TITLES: dict[Each, Message] = {
    "month": say("Monthly report"),
    "quarter": say("Quarterly report"),
    "half": say("Half-year report"),
    "year": say("Annual report"),
}


def head(report: Report) -> Iterator[Block]:
    """The plan's name, whose it is, and what time is reported."""
    plan, card = report.card.plan, report.card
    yield Heading(plan.name)
    facts = [say("Store: {store}", store=plan.store)]
    if plan.department:
        facts.append(say("Department: {department}", department=plan.department))
    if plan.owner:
        facts.append(say("Owner: {owner}", owner=plan.owner))
    yield Line(say("{facts}", facts=facts))
    if card.as_of is None:
        yield Line(say("{store}, {period}: nothing recorded yet", store=plan.store, period=plan.period.label))
        return
    yield Line(say(
        "{title} {period}, as of {month}, time progress {progress}",
        title=_TITLES[report.review.each], period=_label(report.review.span), month=card.as_of,
        progress=Percent(card.time_progress),
    ))  # fmt: skip


def _label(span: Period) -> Message | str:
    """A span as people write it, with its months where it has several."""
    if len(span) == 1 or span.label == f"{span.first}..{span.last}":
        return span.label
    return say("{period} ({first}..{last})", period=span.label, first=span.first, last=span.last)


def state(report: Report) -> Iterator[Block]:
    """What is met or on track, what is not and since when, and what it takes from here."""
    if report.card.as_of is None:
        return
    off = report.off_track
    yield Heading(say("Where it stands"), 2)
    yield Line(_good(report))
    yield Line(_off(report, off), STATUS[off[0].verdict.status][2] if off else "good")
    if takes := _clauses(lambda one: what_it_takes(one, report.card.plan), off or report.card.targets):
        yield Line(say("From here on: {what}.", what=takes))
    elif ended := _clauses(how_it_ended, off):
        yield Line(say("At the end: {what}.", what=ended))


def _good(report: Report) -> Message:
    counts = report.card.counts
    good: dict[Status, int] = {"met": counts["met"], "on_track": counts["on_track"]}
    decided = len(report.card.targets) - counts["undecided"]
    number = sum(good.values())
    if not number:
        return say("Targets with a goal: {decided}. Met or on track: none.", decided=decided)
    return say(
        "Targets with a goal: {decided}. Met or on track: {number} ({counts}).",
        decided=decided, number=number, counts=counts_said(good),
    )  # fmt: skip


def _off(report: Report, off: Sequence[TargetCard]) -> Message:
    if not off:
        return say("Nothing is at risk or behind.")
    since = report.review.since
    names = [
        say("{name} ({said})", name=one.target.name, said=since_said(one, since[one.target.id])) for one in off[:NAMED]
    ]
    if len(off) > NAMED:
        return say("Off track: {names}, and {number} more.", names=names, number=len(off) - NAMED)
    return say("Off track: {names}.", names=names)


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


def _clauses(tell: Callable[[TargetCard], Message | None], cards: Sequence[TargetCard]) -> Message | None:
    """What there is to tell of the first few targets that have something."""
    clauses = list(islice(filter(None, map(tell, cards)), TAKES))
    return reduce(lambda one, other: say("{one}; {other}", one=one, other=other), clauses) if clauses else None
