"""What was revised: goals, dates and formulas, with what they were at first."""

from __future__ import annotations

from collections.abc import Iterator

from dealerplan.view.document import Block, Heading, Items, Line
from dealerplan.view.notes import first_formulas, first_goals, stretches, unjudged_spans
from dealerplan.view.report.facts import Report
from dealerplan.view.revisions import revised
from dealerplan.view.terms import goal_text
from dealerplan.view.when import month_name
from dealerplan.words import say


def revised_goals(report: Report) -> Iterator[Block]:
    """What is to be known of single goals, and of a span longer than a month what was revised in it."""
    review = report.review
    lines = [*unjudged_spans(report.card.targets), *_first(report)]
    if review.each != "month" and review.months:
        lines += revised(report.card, review.months[0], review.months[-1])
    if lines:
        yield Heading(say("Revised goals and dates"), 2)
        yield Items(lines)


def _first(report: Report) -> Iterator[Line]:
    """What revised goals were at first; of rates and levels, by which one the whole period is measured."""
    yield from first_goals([one for one in report.card.targets if one.target.kind == "flow" or one.target.each])
    yield from first_formulas(report.card)
    yield from stretches(report.card.targets)
    for one in report.card.targets:
        if one.first is None or one.target.kind == "flow" or one.target.each:
            continue
        start = max(revision.start for revision in one.target.revisions if one.goal is revision.goal)
        told = _ON_ITS_LINE if one.target.start is not None else _BY_THE_NEW
        fills = {"name": one.target.label, "month": month_name(start), "goal": goal_text(one.goal, one.target)}
        yield Line(told.filled(fills | {"first": goal_text(one.first, one.target)}), "quiet")


_BY_THE_NEW = say("{name}: the whole period is measured by {goal}, in force from {month}; the first goal was {first}")
_ON_ITS_LINE = say(
    "{name}: from {month} the line runs to {goal}, the months before keep theirs to the first goal {first}"
)
