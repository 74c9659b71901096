"""Milestones: overdue, due soon, done meanwhile, and how many more there are."""

from __future__ import annotations

from collections.abc import Iterator

from dealerplan.domain.month import Month
from dealerplan.evaluate.milestones import MilestoneCard
from dealerplan.view.document import NONE, Block, Heading, Items, Line, Tone
from dealerplan.view.milestones import brought, fell_short, milestone_table
from dealerplan.view.report.activities import activities
from dealerplan.view.report.facts import Report
from dealerplan.words import say

STANDING = ("milestone", "due", "done_on", "owner", "status")  # results stand below the table


def milestones(report: Report) -> Iterator[Block]:
    """What is overdue, due this month or next, or was done in the months reported; the rest in a sentence."""
    card = report.card
    if report.review.each != "month":
        yield from activities(report)
        return
    if not card.milestones:
        return
    now = Month.of(card.day)
    told = [one for one in card.milestones if _concerns(report, one, now)]
    yield Heading(say("Milestones as of {day}", day=card.day), 2)
    if told:
        yield milestone_table(told, now, report.page.has_ended).only(STANDING)
        if lines := [line for one in told for line in _brought(one)]:
            yield Items(lines)
    yield from _rest([one for one in card.milestones if one not in told], bool(told))


def _concerns(report: Report, one: MilestoneCard, now: Month) -> bool:
    if one.done_on is not None:
        return report.was_done(one)
    return one.status == "overdue" or Month.of(one.due) <= now.plus(1)


def _brought(one: MilestoneCard) -> Iterator[Line]:
    """What a milestone brought, or is to bring."""
    said = brought(one)
    if said != NONE:
        tone: Tone = "warning" if fell_short(one) else "plain"
        yield Line(say("{name}: {said}", name=one.milestone.label, said=said.text), tone)


def _rest(rest: list[MilestoneCard], told: bool) -> Iterator[Line]:
    done = [one for one in rest if one.done_on is not None]
    ahead = sorted((one for one in rest if one.done_on is None), key=lambda one: one.due)
    if not told:
        yield Line(say("None is overdue or due by the end of next month."))
    if done:
        yield Line(say("Done earlier: {number}.", number=len(done)), "quiet")
    if ahead:
        names, day = [one.milestone.label for one in ahead if one.due == ahead[0].due], ahead[0].due
        yield Line(say("Still to come: {number}, next on {day}: {names}.", number=len(ahead), day=day, names=names))
