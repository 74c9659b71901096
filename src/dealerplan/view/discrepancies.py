"""What is not as it should be, a line each, with what to do: the answer to "is anything wrong?" above every table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealerplan.domain.plan import Plan
from dealerplan.evaluate import Scorecard
from dealerplan.evaluate.book_findings import unrecorded_said
from dealerplan.view.document import Line
from dealerplan.words import Message, say

MOST_TOLD = 3  # of one kind; `check` tells them all


def discrepancies(card: Scorecard, is_first: bool = True) -> Iterator[Line]:
    """The lines of a plan; what is of its store alone stands with the `is_first` of its plans."""
    plan, of = card.plan, card.discrepancies
    found = list(rewritten_lines(card))
    if own := [one for one in of.orphaned if is_first or one.id.startswith(f"{plan.id}/")]:
        from dealerplan.domain import orphans

        found += [*_few([orphans.said(one) for one in orphans.told(own)], plan)]
    if of.unrecorded:
        found.append(unrecorded_said(of.unrecorded))
    found += [one.message for one in (*of.units_changed, *of.units_apart, *of.levels)]
    if of.unkept is not None:
        found.append(unkept_said(plan, of.unkept, [one.message for one in of.unkept_changes]))
    yield from (Line(say("! {said}", said=one), "warning") for one in found)


def rewritten_lines(card: Scorecard) -> Iterator[Message]:
    """What was changed of closed months, with the line that mends it."""
    if card.discrepancies.rewritten:
        from dealerplan.domain import rewritten

        found = [rewritten.finding(one, card.plan).message for one in card.discrepancies.rewritten]
        yield from _few(found, card.plan)
    if card.discrepancies.unreadable:
        yield say("the plan as kept when months were closed can't be read by this version: {months}",
                  months=card.discrepancies.unreadable)  # fmt: skip


def unkept_said(plan: Plan, hash: str, changed: Sequence[Message]) -> Message:
    """That a plan's file is not as it was kept last, and how."""
    told = say("{file} is not as it was kept last (now {hash})", file=plan.path, hash=hash)
    if not changed:
        return say("{message}; what is written next keeps it", message=told)
    more = len(changed) - MOST_TOLD
    told = say("{message}: {changes}", message=told, changes=list(changed[:MOST_TOLD]))
    return say("{message} … and {number} more", message=told, number=more) if more > 0 else told


def _few(found: list[Message], plan: Plan) -> Iterator[Message]:
    yield from found[:MOST_TOLD]
    if (more := len(found) - MOST_TOLD) > 0:
        yield say("{number} more: dealerplan check {plan}", number=more, plan=plan.id)
