"""One target explained: what was promised, what was recorded, and how its status came about."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from dealerplan.domain.formula import CALENDAR_NAMES, measures_of, names, written
from dealerplan.domain.plan import Target
from dealerplan.evaluate import Scorecard, TargetCard
from dealerplan.evaluate.status import Rule
from dealerplan.view.document import Block, Cell, Column, Document, Heading, Line, Table
from dealerplan.view.numbers import percent, points, quantity
from dealerplan.view.terms import EACH, KIND, STATUS, goal_text, value_text
from dealerplan.words import Lang, Message, say


def show_document(card: Scorecard, of: TargetCard, lang: Lang) -> Document:
    """Everything about one target."""
    blocks: list[Block] = [
        Heading(say("{name} ({id})", name=of.target.name, id=of.target.id)),
        Line(
            say(
                "{plan}, {store}, {period}",
                plan=card.plan.name,
                store=card.plan.store,
                period=card.plan.period.label,
            )
        ),
        *_promise(card, of, lang),
        Heading(say("Status"), 2),
        Line(
            say("{sign} {word}", sign=STATUS[of.verdict.status][0], word=STATUS[of.verdict.status][1]),
            STATUS[of.verdict.status][2],
        ),
        Line(_because(of, lang)),
    ]
    figures = list(_figures(of, lang))
    if figures:
        columns = (
            Column(say("Figure"), "fixed"),
            Column(say("Value")),
            Column(say("Meaning"), "words"),
        )
        blocks += [Heading(say("Figures as of {month}", month=card.as_of), 2), Table(columns, figures)]
    if of.months:
        blocks += [Heading(say("Month by month"), 2), _months(of, lang)]
    return Document(blocks)


def _promise(card: Scorecard, of: TargetCard, lang: Lang) -> Iterator[Line]:
    target = of.target
    yield Line(say("Goal: {goal}, as written: {text}", goal=_goal(of, lang), text=of.goal.text))
    if of.first is not None:
        yield Line(say("First goal: {text}", text=of.first.text))
    for revision in target.revisions:
        why = revision.why or "-"
        yield Line(
            say(
                "Revised from {month} to {text}: {why}",
                month=revision.start,
                text=revision.goal.text,
                why=why,
            )
        )
    yield Line(say("Formula: {formula}, a {kind}", formula=written(target.formula), kind=KIND[target.kind]))
    for id in measures_of(target.formula):
        measure = card.plan.measures[id]
        unit, basis = measure.unit or "-", measure.basis or "-"
        yield Line(
            say(
                "{id}: {name}, unit {unit}, counted: {basis}",
                id=id,
                name=measure.name,
                unit=unit,
                basis=basis,
            )
        )
    for id in dict.fromkeys(names(target.formula)):
        if id in CALENDAR_NAMES:
            yield Line(say("{id}: of the months recorded", id=id))
    if target.owner:
        yield Line(say("Owner: {owner}", owner=target.owner))


def _goal(of: TargetCard, lang: Lang) -> str | Message:
    goal = goal_text(of.goal, of.target, lang)
    return say("{goal} {each}", goal=goal, each=EACH[of.target.each]) if of.target.each else goal


_RULES: dict[Rule, Message] = {
    "undecided": say("The goal is still open."),
    "nothing_recorded": say("No month has every measure that the formula uses."),
    "divides_by_zero": say("The formula divides by zero over the months recorded."),
    "too_few": say("The rate's denominator is below the least volume {least}, too few to judge."),
    "held_at_end": say("All that counts is recorded and {actual} holds the goal {goal}."),
    "broken_at_end": say("All that counts is recorded and {actual} does not hold the goal {goal}."),
    "held_early": say("{actual} already holds the goal {goal} for the whole period."),
    "broken_early": say("{actual} already breaks the goal {goal} for the whole period."),
    "on_pace": say("{actual} keeps up with the {expected} owed by the months recorded."),
    "near_pace": say(
        "{actual} is off the {expected} owed by the months recorded, within the tolerance of {tolerance}."
    ),
    "off_pace": say(
        "{actual} is off the {expected} owed by the months recorded by more than the tolerance of {tolerance}."
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

_SPAN = {
    "month": say("month"),
    "quarter": say("quarter"),
    "half": say("half-year"),
    "year": say("year"),
}


def _because(of: TargetCard, lang: Lang) -> Message:
    figures, target = of.figures, of.target
    line: str | Message = goal_text(of.goal, target, lang)
    if target.start is not None and figures.expected is not None:
        line = f"{of.goal.op} {_value(of, figures.expected, lang)}"
    fills = {
        "actual": _value(of, figures.actual, lang),
        "expected": _value(of, figures.expected, lang),
        "goal": goal_text(of.goal, target, lang),
        "line": line,
        "tolerance": percent(target.tolerance, places=2).replace(".00%", "%"),
        "least": "-" if target.min_volume is None else quantity(target.min_volume, lang),
        "each": _SPAN.get(target.each or "", ""),
        "hits": figures.hits,
        "spans": figures.spans,
    }
    return Message(_RULES[of.verdict.rule].template, fills)


def _value(of: TargetCard, value: Fraction | None, lang: Lang) -> str:
    return "-" if value is None else value_text(value, of.goal, of.target, lang)


def _figures(of: TargetCard, lang: Lang) -> Iterator[list[Cell]]:
    """Each figure that has a value, with its meaning in words."""
    figures, target = of.figures, of.target
    money = target.decimals > 0

    def amount(value: Fraction) -> str:
        return value_text(value, of.goal, target, lang)

    def rough(value: Fraction) -> str:
        return quantity(value, lang, money)

    def share(value: Fraction) -> str:
        return percent(value, [Fraction(1)])

    rows = (
        (say("Actual"), figures.actual, amount, _actual_means(target)),
        (say("Owed"), figures.expected, amount, _expected_means(target)),
        (say("Attained"), figures.attainment, share, say("actual / goal")),
        (say("Planned progress"), figures.planned_progress, share, say("owed by all months so far / goal")),
        (say("Ahead"), figures.progress_gap, points, say("attained - planned progress, in percentage points")),
        (say("Pace"), figures.pace, share, say("actual / owed")),
        (say("Gap"), figures.gap, amount, say("actual - owed") if target.kind != "rate" else say("actual - goal")),
        (say("Remaining"), figures.remaining, amount, say("goal - actual, never below 0")),
        (say("Needed a month"), figures.required_per_month, rough, say("remaining / months not recorded yet")),
        (say("Needed a day"), figures.required_per_day, rough, say("remaining / open days of those months")),
        (say("Pressure"), figures.pressure, share, say("remaining / what those months owe: above 100% is over plan")),
        (say("Needed of the rest"), figures.required_rest, amount,
         say("the rate of the months to come that ends exactly on the goal, at the mean volume so far")),
        (say("Budget left"), figures.budget_left, rough,
         say("how much the months to come may still have, at the mean volume so far")),
        (say("Month on month"), of.mom, _signed, say("this month's own value against the month before")),
        (say("Year on year"), of.yoy, _signed, say("this month's own value against the same month a year before")),
    )  # fmt: skip
    for name, value, shown, meaning in rows:
        if value is not None:
            yield [Cell(name), Cell(shown(value)), Cell(meaning)]
    if of.best_month is not None:
        yield [
            Cell(say("Best month")),
            Cell(str(of.best_month)),
            Cell(say("the best own value in the goal's direction")),
        ]


def _signed(value: Fraction) -> str:
    return ("+" if value > 0 else "") + percent(value, [Fraction(0)])


def _actual_means(target: Target) -> Message:
    if target.each:
        return say("the last whole span's own value")
    meanings = {
        "flow": say("sum over the months recorded"),
        "rate": say("the formula over the months recorded"),
        "level": say("the last recorded month's value"),
    }
    return meanings[target.kind]


def _expected_means(target: Target) -> Message:
    if target.each:
        return say("the goal of that span")
    if target.kind == "flow":
        return say("what the months recorded owed")
    return say("the line from the start to the goal") if target.start is not None else say("the goal")


def _months(of: TargetCard, lang: Lang) -> Table:
    columns = (
        Column(say("Month"), "fixed"),
        Column(say("Actual")),
        Column(say("Owed")),
        Column(say("Of owed")),
        Column(say("Cumulative"), rank=1),
        Column(say("Cumulative owed"), rank=1),
    )
    rows, actual, owed = [], Fraction(0), Fraction(0)
    flow = of.target.kind == "flow" and not of.target.each
    for month in of.months:
        actual += month.actual or 0
        owed += month.expected or 0
        rows.append([
            Cell(str(month.month)),
            Cell(_value(of, month.actual, lang)),
            Cell(_value(of, month.expected, lang)),
            Cell("-" if month.attainment is None else percent(month.attainment, [Fraction(1)])),
            Cell(_value(of, actual, lang) if flow else "-"),
            Cell(_value(of, owed, lang) if flow else "-"),
        ])  # fmt: skip
    shown = columns if flow else columns[:4]
    return Table(shown, [row[: len(shown)] for row in rows])
