"""One target explained: what was promised, what was recorded, and how its status came about."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from fractions import Fraction

from dealerplan.domain.formula import CALENDAR_NAMES, quotient, written
from dealerplan.domain.formula_unit import unit_of
from dealerplan.domain.month import SPAN_WORDS, Month
from dealerplan.domain.plan import KIND_WORDS, Measure, OverTime, Revision, Target
from dealerplan.domain.shown import Amount, Percent, Scale, Scaled
from dealerplan.domain.unit import Unit
from dealerplan.evaluate import Scorecard, TargetCard
from dealerplan.evaluate.figures import MonthFigures, distance, less
from dealerplan.evaluate.status import Rule
from dealerplan.view.document import Block, Cell, Column, Document, Heading, Line, Said, Table
from dealerplan.view.drivers import drivers_said, planned_said
from dealerplan.view.figures import FIGURES, reads_backwards, share
from dealerplan.view.landing import landing_lines
from dealerplan.view.need_rows import need_rows
from dealerplan.view.notes import unjudged_spans
from dealerplan.view.standing import verdict_cell
from dealerplan.view.terms import (
    SIGNS,
    amount,
    counted,
    difference,
    goal_said,
    goal_text,
    joined,
    phasing_text,
    runs,
    shown,
)
from dealerplan.view.when import When, month_name, months_name
from dealerplan.words import Message, say


def show_document(card: Scorecard, of: TargetCard) -> Document:
    """Everything about one target."""
    plan = card.plan
    status = verdict_cell(of)
    blocks: list[Block] = [
        Heading(say("{name} ({id})", name=of.target.name, id=of.target.id)),
        Line(say("{plan}, {store}, {period}", plan=plan.name, store=plan.shop, period=plan.period.label)),
        *_promise(of),
        Heading(say("Status"), 2),
        Line(status.text, status.tone),
        Line(because(of, plan.measures)),
        *_drivers(of, plan.measures),
        *unjudged_spans([of]),
        *landing_lines(of),
        Heading(say("What goes in"), 2),
        _inputs(card, of),
    ]
    if card.as_of is not None:
        figures = list(_figures(of))
        heads = (
            Column("figure", say("Figure"), "fixed"),
            Column("value", say("Value")),
            Column("meaning", say("Meaning"), "words"),
        )
        if figures:
            blocks += [
                Heading(say("Figures as of {month}", month=month_name(card.as_of, with_year=True)), 2),
                Table(heads, figures),
            ]
        blocks += [Heading(say("Month by month"), 2), month_table(of, card.no_business)]
    return Document(blocks)


def _promise(of: TargetCard) -> Iterator[Line]:
    target = of.target
    yield Line(say("Goal: {goal}, as written: {text}", goal=goal_said(of.goal, of.target), text=of.goal.text))
    if target.months is not None:
        yield Line(say("Months: {months}", months=months_name(of.own, with_year=True)))
    if of.first is not None:
        yield Line(say("First goal: {text}", text=goal_text(of.first, target)))
    for revision in target.revisions:
        month, text, why = month_name(revision.start, with_year=True), _news(revision, of), revision.why or "-"
        yield Line(say("Revised from {month} to {text}: {why}", month=month, text=text, why=why))
    if of.first_formula is not None:
        yield Line(say("First formula: {formula}", formula=written(of.first_formula)))
    yield Line(say("Formula: {formula}, a {kind}", formula=written(target.formula), kind=KIND_WORDS[target.kind]))
    if target.owner:
        yield Line(say("Owner: {owner}", owner=target.owner))


def _news(revision: Revision, of: TargetCard) -> Message:
    """What a revision brings."""
    goal, formula, phasing = revision.goal, revision.formula, revision.phasing
    found = [goal_text(goal, of.target)] if goal is not None else []
    if formula is not None:
        found.append(say("the formula {formula}", formula=written(formula)))
    if phasing is not None:
        found.append(say("the phasing {phasing}", phasing=phasing_text(phasing, of.own)))
    return joined(found)


_TAKEN: dict[OverTime, Message] = {
    "sum": say("sum of {number} month", "sum of {number} months"),
    "last": say("the last of {number} month", "the last of {number} months"),
    "mean": say("mean of {number} month", "mean of {number} months"),
}


def _inputs(card: Scorecard, of: TargetCard) -> Table:
    """The measures of the formula: what they come to, how they are taken over the months, and what is counted."""
    heads = (
        Column("measure", say("Measure"), "words"),
        Column("value", say("Value")),
        Column("unit", say("Unit"), "fixed"),
        Column("over_time", say("Taken as"), "words"),
        Column("basis", say("What is counted"), "words"),
    )
    return Table(heads, [_input(card, of, name, value) for name, value in of.inputs])


def _input(card: Scorecard, of: TargetCard, name: str, value: Fraction | None) -> list[Cell]:
    number = sum(month not in card.no_business for month in of.recorded)
    if name in CALENDAR_NAMES:
        return [
            Cell(name),
            Cell(_or_none(value)),
            Cell("-"),
            Cell(say("of {number} month", "of {number} months", number=number)),
            Cell("-"),
        ]
    measure = card.plan.measures[name]
    taken = _TAKEN[measure.over_time].filled({"number": number})
    return [
        Cell(say("{name} ({id})", name=measure.name, id=name)),
        Cell(_or_none(value, measure.unit)),
        Cell(str(measure.unit or "-")),
        Cell(taken if number else "-"),
        Cell(measure.basis or "-"),
    ]


def _or_none(value: Fraction | None, unit: Unit | None = None) -> Said:
    return "-" if value is None else amount(value, unit)


_RULES: dict[Rule, Message] = {
    "undecided": say("The goal is still open."),
    "no_last_year": say("Last year is not recorded in {last_year}, which this compares with: record it, as any month."),
    "loss_last_year": say("Last year was 0 or below, so that a percentage of it means nothing: write the number."),
    "nothing_recorded": say("No month has every measure that the formula uses."),
    "divides_by_zero": say("The formula divides by zero over what is recorded."),
    "too_few": say("The rate's denominator is below the least volume {least}, too few to judge."),
    "held_at_end": say("All that counts is recorded and {actual} holds the goal {goal}."),
    "broken_at_end": say("All that counts is recorded and {actual} misses the goal {goal}."),
    "held_early": say("{actual} already holds the goal {goal} for the whole period."),
    "broken_early": say("{actual} already breaks the goal {goal} for the whole period."),
    "on_pace": say("{actual} keeps up with the {expected} planned to date."),
    "near_pace": say("{actual} is short of the {expected} planned to date, within the tolerance of {tolerance}."),
    "off_pace": say("{actual} is short of the {expected} planned to date by more than the tolerance of {tolerance}."),
    "in_allowance": say("{actual} stays within the {expected} allowed to date."),
    "near_allowance": say("{actual} is above the {expected} allowed to date, within the tolerance of {tolerance}."),
    "over_allowance": say(
        "{actual} is above the {expected} allowed to date by more than the tolerance of {tolerance}."
    ),
    "holds": say("{actual} satisfies {line}."),
    "near": say("{actual} does not satisfy {line}, but is off by at most {tolerance} of it."),
    "off": say("{actual} does not satisfy {line} and is off by more than {tolerance} of it."),
    "no_span": say("No {each} is wholly recorded yet."),
    "every_span": say("Every {each} recorded held the goal ({hits} of {spans})."),
    "last_span": say("The last {each} held the goal, an earlier one did not ({hits} of {spans})."),
    "not_last_span": say("The last {each} did not hold the goal ({hits} of {spans} did)."),
    "every_span_at_end": say("The period is over and every {each} held the goal ({hits} of {spans})."),
    "not_every_span_at_end": say("The period is over and not every {each} held the goal ({hits} of {spans} did)."),
}


def because(of: TargetCard, measures: Mapping[str, Measure]) -> Message:
    """The rule that gave a target its status, with its figures; `measures` are the plan's."""
    figures, target = of.figures, of.target
    if of.is_to_come and of.verdict.status == "no_data":
        return say("Its months begin with {month}.", month=month_name(of.own.first, with_year=True))
    line = goal_text(of.goal, target)
    judge = of.verdict.line if of.verdict.line is not None else figures.expected
    if target.start is not None and figures.expected is not None:
        sign = SIGNS[of.goal.op or ">="]
        line = say("{sign}{value}", sign=sign, value=_counted(of, figures.expected, figures.actual))
    fills = {
        "actual": _counted(of, figures.actual, judge),
        "expected": _counted(of, judge, figures.actual),
        "goal": goal_text(of.goal, target),
        "line": line,
        "tolerance": Percent(target.tolerance, places=2, trim=True),
        "least": "-" if target.min_volume is None else _volume(target, measures),
        "each": SPAN_WORDS[target.each] if target.each else "",
        "last_year": runs(of.last_year_lacks, with_year=True),
        "hits": figures.hits,
        "spans": figures.spans,
    }
    return _RULES[of.verdict.rule].filled(fills)


def _volume(target: Target, measures: Mapping[str, Measure]) -> Said:
    """The least volume with the unit of the rate's denominator."""
    parts = quotient(target.formula)
    unit = unit_of(parts.below, measures) if parts else None
    return counted(Amount(target.min_volume or Fraction(0), unit))


def _drivers(of: TargetCard, measures: Mapping[str, Measure]) -> Iterator[Line]:
    said = drivers_said(of, measures)
    if said is not None:
        yield Line(say("Volume and price: {drivers}", drivers=said))
        if of.drivers is not None and (planned := planned_said(of.drivers)) is not None:
            yield Line(planned, "quiet")


def _value(of: TargetCard, value: Fraction | None, *beside: Fraction | None) -> Said:
    return "-" if value is None else shown(value, of.goal, of.target, *beside)


def _counted(of: TargetCard, value: Fraction | None, *beside: Fraction | None) -> Said:
    return "-" if value is None else counted(shown(value, of.goal, of.target, *beside))


def _figures(of: TargetCard) -> Iterator[list[Cell]]:
    """Each figure that has something to show, with its meaning in words; then what is needed."""
    for one in FIGURES:
        said = one.said(of)
        if said is not None:
            yield [Cell(one.title), Cell(said), Cell(one.meaning(of))]
    for need in of.needs:
        yield from need_rows(of, need)


def month_table(of: TargetCard, idle: Container[Month] = (), scale: Scale | None = None) -> Table:
    """A target month by month: its own values and, of a flow, the running totals of the months recorded; `idle` are
    those without business. All in one `scale`, or each figure in full."""
    columns = (
        Column("month", say("Month"), "fixed"),
        Column("actual", say("Actual")),
        Column("expected", say("Month's plan")),
        Column("attainment", say("% of plan"), rank=4),
        Column("cumulative", say("To date"), rank=1),
        Column("cumulative_expected", say("Target to date"), rank=2),
        Column("gap", say("Gap")),
    )
    adds_up = of.target.adds_up

    def value(one: Fraction | None, beside: Fraction | None) -> Cell:
        return Cell(_value(of, one, beside) if scale is None or one is None else Scaled(one, scale))

    def apart(one: Fraction | None) -> Cell:
        if scale is None or one is None or scale.percent:
            return Cell(_difference(of, one))
        return Cell(Scaled(one, scale, signed=True))

    rows = [
        [
            Cell(say("{month} (no business)", month=_named(of, month)) if month.month in idle else _named(of, month)),
            value(month.actual, month.expected),
            value(month.expected, month.actual),
            Cell("-" if month.attainment is None or reads_backwards(of) else share(of, month.attainment)),
            value(month.total, month.owed),
            value(month.owed, month.total),
            apart(less(month.total, month.owed) if adds_up else _off(of, month)),
        ]
        for month in of.months
    ]
    table = Table(columns, rows)
    told = table.ids(lambda cell: cell.text != "-")
    running = () if adds_up else ("cumulative", "cumulative_expected")
    return table.only({"month", "actual", *told}.difference(running))


def _named(of: TargetCard, month: MonthFigures) -> When:
    return month_name(month.month, with_year=of.own.first.year != of.own.last.year)


def _off(of: TargetCard, month: MonthFigures) -> Fraction | None:
    """How far a month's own value is from what it should be, or from the nearer end of a range."""
    goal = of.target.goal_in(month.month)
    return distance(goal, month.actual) if goal.is_range else less(month.actual, month.expected)


def _difference(of: TargetCard, value: Fraction | None) -> Said:
    return "-" if value is None else difference(value, of.target)
