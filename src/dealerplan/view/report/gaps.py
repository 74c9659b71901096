"""The widest gaps month by month with their reasons; and every target's months with a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil

from dealerplan.domain.month import MONTHS_IN, Month
from dealerplan.domain.shown import Amount, Percent, Scaled
from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.figures import MonthFigures
from dealerplan.view.document import (
    NONE,
    Block,
    Cell,
    Chart,
    Column,
    Events,
    Heading,
    Items,
    Line,
    Series,
    Shape,
    Table,
)
from dealerplan.view.report.facts import Report
from dealerplan.view.report.needs import what_it_takes
from dealerplan.view.report.since import missed_said, since_said
from dealerplan.view.scale import scale_of_months
from dealerplan.view.show import because, month_table
from dealerplan.view.terms import STATUS, amount, counted, shown
from dealerplan.view.tree import named
from dealerplan.view.when import month_name, short_month
from dealerplan.words import Message, say

FEW = 12  # events of a period that stand as dots
MONTHLY, LONGER = 3, 5  # gaps that a month's report shows, and a longer span's


def widest(report: Report) -> list[TargetCard]:
    """The targets whose gaps are shown."""
    return report.off_track[: MONTHLY if report.review.each == "month" else LONGER]


def gaps(report: Report) -> Iterator[Block]:
    """The worst targets: since when, why by the rules and why by people, what it takes, month by month."""
    shown = widest(report)
    if shown:
        yield Heading(say("The widest gaps"), 2)
    for card in shown:
        yield _heading(card)
        yield from _explained(report, card)
        yield from _months(report, card, report.review.running.get(card.target.id, ()))


def _heading(card: TargetCard) -> Heading:
    """A target's name, with the unit of all that follows."""
    scale = scale_of_months(card)
    named = scale.unit is not None and not scale.percent
    return Heading(say("{name} ({unit})", name=card.target.label, unit=scale) if named else card.target.label, 3)


def _explained(report: Report, card: TargetCard) -> Iterator[Block]:
    _, word, tone = STATUS[card.verdict.status]
    if card.misses:
        said = missed_said(card)
        yield Line(said if card.verdict.status == "missed" else say("{status}, {said}", status=word, said=said), tone)
    else:
        yield Line(since_said(report.review.turns[card.target.id], report.page.has_years), tone)
    yield Line(because(card, report.card.plan.measures))
    if card.target.kind == "rate" and not card.target.each:
        yield Line(say("From {inputs}.", inputs=list(_inputs(report, card))))
    takes = None if report.is_over else what_it_takes(card)
    if takes is not None:
        yield Line(say("From here on: {what}.", what=takes))
    named = report.page.has_years
    if reasons := report.reasons(card.target.id):
        told = say("{month}: {why}")
        yield Items([Line(told.filled({"month": month_name(one.month, named), "why": one.why})) for one in reasons])
    elif earlier := report.earlier_reasons(card.target.id):
        told = say("last reason, {month}: {why}")
        yield Items([Line(told.filled({"month": month_name(one.month, named), "why": one.why})) for one in earlier])


def _inputs(report: Report, card: TargetCard) -> Iterator[Message]:
    """What the measures of a rate come to over the months recorded."""
    for id, value in card.inputs:
        measure = report.card.plan.measures.get(id)
        if value is not None:
            told = counted(amount(value, measure.unit if measure else None))
            yield say("{name} {value}", name=measure.name if measure else id, value=told)


def _months(report: Report, card: TargetCard, running: Sequence[Fraction | None] = ()) -> Iterator[Block]:
    """Month by month; a rate also over all months up to each one."""
    table = month_table(card, report.card.no_business, scale_of_months(card))
    if running:
        columns = (*table.columns, Column("cumulative", say("To date"), rank=1))
        table = Table(columns, [[*row, _scaled(card, at)] for row, at in zip(table.rows, running, strict=True)])
    yield table
    picture = chart(card, report.page.has_ended)
    if picture is not None:
        yield picture


def _scaled(card: TargetCard, value: Fraction | None) -> Cell:
    return NONE if value is None else Cell(Scaled(value, scale_of_months(card)))


def every_month(report: Report) -> Iterator[Block]:
    """Every target's months in one table, and pictures of those that have none above, for formats with room for it."""
    told = {card.target.id for card in widest(report)}
    rows = [one for one in named(report.card.targets) if any(month.actual is not None for month in one[0].months)]
    if rows:
        yield Heading(say("Month by month"), 2)
        yield _by_month(rows)
        yield from filter(None, (chart(card, report.page.has_ended) for card, _ in rows if card.target.id not in told))


def _by_month(rows: Sequence[tuple[TargetCard, Cell]]) -> Table:
    """A row a target, a column a month; what does not hold its plan stands out."""
    months = sorted({one.month for card, _ in rows for one in card.months})
    with_year = len(months) > MONTHS_IN["year"]
    columns = (
        Column("target", say("Target"), "words"),
        Column("unit", say("Unit"), "fixed"),
        *(Column(str(month), say("{month}", month=short_month(month, with_year))) for month in months),
    )
    return Table(columns, [[name, *_month_cells(card, months)] for card, name in rows])


def _month_cells(card: TargetCard, months: Sequence[Month]) -> Iterator[Cell]:
    scale, own = scale_of_months(card), {one.month: one for one in card.months}
    yield Cell(scale)
    for month in months:
        found = own.get(month)
        if found is None or found.actual is None:
            yield NONE
        else:
            yield Cell(Scaled(found.actual, scale), "warning" if _misses(card, found) else "plain")


def _misses(card: TargetCard, month: MonthFigures) -> bool:
    """Whether a month does not hold what it was to bring, also where the goal of the period is not known yet."""
    goal, line = card.goal, month.expected
    if line is None or month.actual is None or goal.undecided:
        return False
    known = goal if goal.value is not None else goal._replace(value=line)
    return not known.held_by(month.actual, line)


def chart(card: TargetCard, has_ended: bool) -> Chart | None:
    """A flow's months over what they owed, counts of a few as dots, anything else's values; None without two months."""
    months = [month for month in card.months if month.actual is not None]
    if len(months) < 2 or all(month.expected is None for month in card.months):
        return None
    actual = [month.actual for month in card.months]
    owed = [None if card.target.each not in (None, "month") else month.expected for month in card.months]
    series = [
        Series(say("Actual"), _points(card, actual, owed), "actual"),
        Series(say("Plan"), _points(card, owed, actual), "owed"),
        Series(say("Last year"), _points(card, card.year_before, owed), "last_year"),
    ]
    if card.target.adds_up and _is_few(card):
        goal = Series(say("Goal"), _points(card, [_asked(card)], [None]), "goal")
        events: Events = "limited" if card.goal.is_ceiling else "over" if has_ended else "to come"
        return Chart(card.target.label, [], [*series, goal], "dots", events)
    shape: Shape = "months" if card.target.adds_up or card.target.each else "lines"
    return Chart(card.target.label, [str(month.month) for month in card.months], series, shape)


def _asked(card: TargetCard) -> Fraction | None:
    """So many events at least, or at most."""
    goal = card.goal
    return Fraction(ceil(goal.value) - 1) if goal.value is not None and goal.op == "<" else goal.value


def _is_few(card: TargetCard) -> bool:
    """Whether it counts events of which one sees at a glance how many there are."""
    goal, counted = card.goal.value, [month.actual for month in card.months if month.actual is not None]
    return goal is not None and 0 < goal <= FEW and all(one.denominator == 1 and one >= 0 for one in counted)


def _points(
    card: TargetCard, values: Sequence[Fraction | None], others: Sequence[Fraction | None]
) -> list[Amount | Percent | None]:
    return [
        None if value is None else shown(value, card.goal, card.target, other)
        for value, other in zip(values, others, strict=True)
    ]
