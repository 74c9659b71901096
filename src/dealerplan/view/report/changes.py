"""What changed since the month before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from dealerplan.domain.plan import Measure
from dealerplan.domain.shown import Hits
from dealerplan.evaluate import Scorecard, TargetCard
from dealerplan.evaluate.milestones import MilestoneCard
from dealerplan.view.document import NONE, Block, Cell, Column, Heading, Items, Line, Said, Table
from dealerplan.view.milestones import fell_short
from dealerplan.view.report.facts import Correction, Report
from dealerplan.view.revisions import revised
from dealerplan.view.standing import is_trivial, moved, verdict_cell
from dealerplan.view.terms import amount, of_whole, shown
from dealerplan.view.when import month_name
from dealerplan.words import say


def changes(report: Report) -> Iterator[Block]:
    """Statuses that moved, milestones done, goals and dates revised, values corrected; the first month has the last."""
    before, card = report.review.before, report.card
    if card.as_of is None:
        return
    if before is not None and report.review.each == "month" and card.targets:
        yield Heading(say("What changed since {month}", month=month_name(card.as_of.plus(-1))), 2)
        yield from _since(before, card, revised(card, card.as_of, card.as_of))
    elif report.corrections:
        yield Heading(say("Corrected figures"), 2)
    if report.corrections:
        yield _corrections(report)


def _since(before: Scorecard, card: Scorecard, revisions: Iterable[Line]) -> Iterator[Block]:
    pairs = [pair for pair in moved(before, card) if not is_trivial(*pair)]
    if pairs:
        yield _moved_table(pairs)
        yield Line(
            say("Reached: a flow's attainment, of a goal for each span how many held it, otherwise the value itself."),
            "quiet",
        )
    else:
        yield Line(say("No status moved."))
    happened = [*_done(before.day, card), *revisions]
    if happened:
        yield Items(happened)


def _moved_table(pairs: list[tuple[TargetCard, TargetCard]]) -> Table:
    columns = (
        Column("target", say("Target"), "words"),
        Column("status_before", say("Status before"), "fixed"),
        Column("status_now", say("Status now"), "fixed"),
        Column("reached_before", say("Reached before"), rank=1),
        Column("reached_now", say("Reached now")),
    )
    rows = [
        [
            Cell(new.target.label),
            verdict_cell(old),
            verdict_cell(new),
            reached(old),
            reached(new),
        ]
        for old, new in pairs
    ]
    return Table(columns, rows)


def reached(card: TargetCard) -> Cell:
    """How far a target has come: a flow's attainment, the spans that held, else its value."""
    figures = card.figures
    if card.target.each:
        return Cell(Hits(figures.hits or 0, figures.spans or 0))
    if card.target.kind == "flow" and figures.attainment is not None:
        return Cell(of_whole(figures.attainment))
    return NONE if figures.actual is None else Cell(shown(figures.actual, card.goal, card.target, figures.expected))


def _done(day: date, card: Scorecard) -> Iterator[Line]:
    """Milestones done after a day."""
    for one in card.milestones:
        if one.done_on is not None and one.done_on > day:
            yield _done_line(one, one.done_on)


def _done_line(one: MilestoneCard, day: date) -> Line:
    """A milestone done, and what is not as it was to be."""
    flaws = [say("late")] * (one.status == "done_late") + [say("results missed")] * fell_short(one)
    done = say("{name} was done on {day}", name=one.milestone.label, day=day)
    return Line(say("{name} ({said})", name=done, said=flaws), "warning") if flaws else Line(done, "good")


def _corrections(report: Report) -> Table:
    columns = (
        Column("month", say("Month"), "fixed"),
        Column("corrected", say("Corrected"), "words"),
        Column("before", say("Before")),
        Column("now", say("Now")),
        Column("why", say("Why"), "words"),
    )
    return Table(columns, [_correction(report, one) for one in report.corrections])


def _correction(report: Report, one: Correction) -> list[Cell]:
    measure = report.card.plan.measures[one.measure]
    before, now = _recorded(one.before, one.now, measure), _recorded(one.now, one.before, measure)
    return [Cell(str(one.month)), Cell(measure.name), Cell(before), Cell(now), Cell(one.why or "-")]


def _recorded(value: Fraction | None, other: Fraction | None, measure: Measure) -> Said:
    """A recorded value, apart from the other one beside it."""
    return "-" if value is None else amount(value, measure.unit, () if other is None else (other,))
