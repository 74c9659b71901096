"""Findings about goals that do not go together: a rate's with those of its measures, each span's with the period's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from dealerplan import calendar
from dealerplan.domain.finding import Finding
from dealerplan.domain.formula import Name, names, quotient, value_of, written
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import EACH_WORDS, Month
from dealerplan.domain.plan import Plan, Target
from dealerplan.domain.shown import Amount, Percent
from dealerplan.planfile.formula_rules import goal_impossible
from dealerplan.planfile.parts import amount_of, at_end, found, total_of
from dealerplan.words import Message, say

DISAGREEMENT = Fraction(5, 100)


class Disagreement(NamedTuple):
    """A rate's goal, and what its formula comes to by the plan's own goals: `inputs` are those of the whole period.

    `held`: it holds the goal all the same. Else, of a rate N / D where N is one measure that would have to be more:
    `above` is that measure, `volume` what D comes to, and `needed` what the goal asks N to be.
    """

    target: Target
    goal: Fraction
    implied: Fraction
    inputs: Mapping[str, Fraction]
    held: bool
    above: str | None = None
    volume: Fraction | None = None
    needed: Fraction | None = None


def goals_disagree(plan: Plan) -> Iterator[Finding]:
    """A rate's goal is more than 5% off what the plan's own goals for its measures come to."""
    return (_told(plan, one) for one in disagreements(plan))


def goals_out_of_reach(plan: Plan, as_of: Month | None = None) -> Iterator[Finding]:
    """Goals in force at a month that are not held where the plan's own are met to the letter, or never can be."""
    plan = _by(plan, as_of or plan.period.first.plus(-1))
    yield from (_told(plan, one) for one in disagreements(plan) if not one.held)
    yield from goal_impossible(plan)


def _by(plan: Plan, month: Month) -> Plan:
    """A plan without the revisions that begin after a month."""
    targets = tuple(
        one._replace(revisions=tuple(revision for revision in one.revisions if revision.start <= month))
        if one.revisions else one
        for one in plan.targets
    )  # fmt: skip
    return plan._replace(targets=targets)


def disagreements(plan: Plan) -> Iterator[Disagreement]:
    """What goals_disagree finds, as figures."""
    given = {**_given_totals(plan), **_calendar(plan)}
    for target in at_end(plan):
        goal = target.goal_in(plan.period.last)
        used = tuple(dict.fromkeys(names(target.formula)))
        if target.kind != "rate" or goal.value is None or not all(id in given for id in used):
            continue
        inputs = {id: given[id] for id in used}
        implied = value_of(target.formula, inputs) if target.months is None else None
        if implied is None:
            continue
        nearest = implied - goal.distance(implied)
        if abs(implied - nearest) > DISAGREEMENT * abs(nearest):
            yield _asked(Disagreement(target, nearest, implied, inputs, goal.held_by(implied)), goal)


def _asked(of: Disagreement, goal: Goal) -> Disagreement:
    """With what the goal asks of the rate's N, where it is one measure that would have to be more."""
    parts = quotient(of.target.formula)
    if parts is None or not isinstance(parts.above, Name) or parts.factor < 0 or goal.is_ceiling or of.held:
        return of
    volume = value_of(parts.below, of.inputs)
    assert volume is not None  # a weighted sum has a value
    return of._replace(above=parts.above.id, volume=volume, needed=of.goal / parts.factor * volume)


def _told(plan: Plan, of: Disagreement) -> Finding:
    def amount(id: str, value: Fraction) -> Amount:
        return Amount(value, plan.measures[id].unit if id in plan.measures else None, named=True)

    if of.above is not None and of.needed is not None and of.volume is not None:
        return found("goals-disagree", plan, of.target, _mismatch(plan, of, amount))
    target, goal, named = of.target, of.goal, {id: measure.name for id, measure in plan.measures.items()}
    off = say("{percent} off the goal of {goal}", percent=Percent(abs(of.implied - goal) / abs(goal)),
              goal=amount_of(goal, target)) if goal else say("not the goal of 0")  # fmt: skip
    message = say(
        "{name}: {formula} comes to {implied} by the plan's own goals ({inputs}), {off}",
        name=target.label, formula=written(target.formula, named), implied=amount_of(of.implied, target),
        inputs=[say("{name} {value}", name=named.get(id, id), value=amount(id, value))
                for id, value in of.inputs.items()], off=off,
    )  # fmt: skip
    return found("goals-disagree", plan, target, message)


def _mismatch(plan: Plan, of: Disagreement, amount: Callable[[str, Fraction], Amount]) -> Message:
    """Of a rate N / D where N would have to be more: what both goals ask, and what each makes of the other."""
    parts = quotient(of.target.formula)
    assert parts is not None
    assert of.above is not None
    assert of.needed is not None
    assert of.volume is not None
    below = parts.below.id if isinstance(parts.below, Name) else ""
    return say(
        "{rate} {goal} and {measure} {given} do not match: over {volume} that is {implied}; for {goal} {measure} "
        "would have to be {needed}",
        rate=of.target.label, goal=amount_of(of.goal, of.target), measure=plan.measures[of.above].name,
        given=amount(of.above, of.inputs[of.above]), volume=amount(below, of.volume),
        implied=amount_of(of.implied, of.target), needed=amount(of.above, of.needed),
    )  # fmt: skip


def _given_totals(plan: Plan) -> dict[str, Fraction]:
    """What the plan itself asks of a measure over the whole period: by a target on it alone, or on each span of it."""
    whole: dict[str, Fraction] = {}
    by_span: dict[str, Fraction] = {}
    for target in at_end(plan):
        goal = target.goal_in(plan.period.last)
        if target.kind != "flow" or not isinstance(target.formula, Name) or goal.value is None or goal.is_range:
            continue
        if target.months is not None:  # it asks nothing of the other months
            continue
        if target.each is None:
            whole.setdefault(target.formula.id, goal.value)
        elif (total := _sum_of_spans(plan, target)) is not None:
            by_span.setdefault(target.formula.id, total)
    return by_span | whole


def _sum_of_spans(plan: Plan, target: Target) -> Fraction | None:
    """What a goal for each span asks of the whole period; None while it is open for one of them."""
    assert target.each is not None
    return total_of([target.goal_in(span.last) for span in plan.months_of(target).spans(target.each)])


def _calendar(plan: Plan) -> dict[str, Fraction]:
    open_days = calendar.open_days(plan.calendar)
    return {
        "open_days": Fraction(sum(map(open_days, plan.period))),
        "days": Fraction(sum(map(plan.calendar.days, plan.period))),
        "months": Fraction(len(plan.period)),
    }


def spans_disagree(plan: Plan) -> Iterator[Finding]:
    """A goal for each month (quarter, half) and one for the whole period ask different totals of the same formula."""
    for one in at_end(plan):
        for other in at_end(plan):
            if one.each is None or other.each is not None or one.formula != other.formula or one.kind != "flow":
                continue
            if one.months != other.months:
                continue
            total, goal = _sum_of_spans(plan, one), other.goal_in(plan.period.last)
            if total is not None and goal.value is not None and _disagree(one.goal, total, goal):
                message = say(
                    "{one} asks {total} over the period ({goal} {each}), {other} asks {whole}",
                    one=one.label, total=amount_of(total, one), goal=one.goal.text, each=EACH_WORDS[one.each],
                    other=other.label, whole=goal.text,
                )  # fmt: skip
                yield found("spans-disagree", plan, one, message)


def _disagree(each: Goal, total: Fraction, whole: Goal) -> bool:
    """Whether the spans alone bring more than 5% beyond what the whole asks, which is then no goal of its own; or a
    floor and a ceiling leave no room. A least month below the mean one is no contradiction."""
    assert whole.value is not None
    if each.is_range or whole.is_range:
        return False
    if each.is_ceiling == whole.is_ceiling:
        beyond = whole.value - total if each.is_ceiling else total - whole.value
        return beyond > DISAGREEMENT * abs(whole.value)
    return total < whole.value if each.is_ceiling else total > whole.value
