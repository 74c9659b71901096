"""How the plan stands, in sentences with figures: done, where the gap arose, how the year will land, what it takes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from dealerplan.domain.shown import Percent
from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.figures import share
from dealerplan.evaluate.turns import Turn, gap_before, turns
from dealerplan.view.document import Line, Said
from dealerplan.view.figures import best_value, changed, to_date
from dealerplan.view.first_page.page import Page
from dealerplan.view.landing import landing_said
from dealerplan.view.needs import amount_said, find, is_over
from dealerplan.view.terms import STATUS, counted, difference, joined, shown
from dealerplan.view.when import When, month_name, months_name
from dealerplan.words import Message, say

ZERO = Fraction(0)


def result(page: Page, is_short: bool = False) -> Iterator[Line]:
    """Of the plan's main target; `is_short` leaves out what a screen has no room for."""
    card = page.main
    if page.card.as_of is None:
        return
    if card is None or card.goal.value is None:
        yield from _without_main(page)
        return
    tone = STATUS[card.verdict.status][2]
    if page.results and (told := _of_the_span(page, card)) is not None:
        yield Line(told)
    yield Line(_done(page, card), tone)
    if not is_short:
        yield Line(joined([*_story(card), _year_on_year(card)]))
    if page.is_over or is_over(card):
        return
    if (landing := landing_said(card)) is not None:
        yield Line(landing)
    if (takes := _takes(card)) is not None:
        yield Line(takes)


def _value(card: TargetCard, value: Fraction, *beside: Fraction | None) -> Said:
    return counted(shown(value, card.goal, card.target, *beside))


def _apart(card: TargetCard, value: Fraction) -> Said:
    """A difference without its sign, with its unit."""
    said = difference(abs(value), card.target)
    return counted(said._replace(signed=False))


def _done(page: Page, card: TargetCard) -> Message:
    """What there is of the goal, against the plan, and how the gap moved."""
    figures, goal = card.figures, card.goal
    months = months_name(page.to_date)
    if card.target.each:
        return say("{months}: {name} held {hits} of {spans}", months=months, name=card.target.label,
                   hits=figures.hits or 0, spans=figures.spans or 0)  # fmt: skip
    if figures.actual is None:
        return say("{months}: {name} not recorded", months=months, name=card.target.label)
    assert goal.value is not None
    fills: dict[str, object] = {
        "months": months, "name": card.target.label, "actual": _value(card, figures.actual, figures.expected),
        "goal": _value(card, goal.value),
        "share": _percent(figures.attainment), "planned": _percent(figures.planned_progress),
    }  # fmt: skip
    if card.target.kind != "flow" or figures.attainment is None:
        return joined([say("{months}: {name} {actual} (goal {goal})").filled(fills), *_gap(card)])
    if page.is_over:
        told = say("{name}: {actual}, {share} of the year's {goal}")
    elif goal.is_ceiling:
        told = say("{months}: {name} {actual}, {share} of the year's limit {goal} ({planned} planned)")
    else:
        told = say("{months}: {name} {actual}, {share} of the year's {goal} ({planned} planned)")
    return joined([told.filled(fills), *_gap(card)])


def _percent(value: Fraction | None) -> Said:
    return "-" if value is None else Percent(value, (Fraction(1),))


def _gap(card: TargetCard) -> Iterator[Message]:
    """How far from plan, and how that moved since the month before."""
    gap = card.figures.gap
    if gap is None:
        return
    is_good = (gap <= 0) if card.goal.is_ceiling else (gap >= 0)
    if not gap:
        yield say("on plan")
    elif gap < 0:
        yield _BELOW[is_good].filled({"gap": _apart(card, gap)})
    else:
        yield _ABOVE[is_good].filled({"gap": _apart(card, gap)})
    before = gap_before(card)
    if before is None or before == gap or (before < 0) is not (gap < 0) or not gap:
        return
    moved = abs(gap) - abs(before)
    told = say("{amount} less than a month before") if moved < 0 else say("{amount} more than a month before")
    yield told.filled({"amount": _apart(card, moved)})


_BELOW = {False: say("{gap} short of plan"), True: say("{gap} below plan")}
_ABOVE = {True: say("{gap} ahead of plan"), False: say("{gap} over plan")}


def _of_the_span(page: Page, card: TargetCard) -> Message | None:
    """What the quarter, half or year itself brought, where that is not all there is."""
    found = page.results.get(card.target.id)
    if (
        page.span.first == page.card.plan.period.first
        or found is None
        or found.actual is None
        or found.expected is None
    ):
        return None
    rate = share(found.actual, found.expected)
    told = say("{months}: {name} {actual} of {expected} planned ({rate})")
    clauses = [told.filled({
        "months": When(page.span), "name": card.target.label, "actual": _value(card, found.actual, found.expected),
        "expected": _value(card, found.expected, found.actual), "rate": _percent(rate),
    })]  # fmt: skip
    if found.base is not None and (against := changed(card, found.change)) is not None:
        clauses.append(say("{change} on last year", change=against))
    return joined(clauses)


def _story(card: TargetCard) -> Iterator[Message]:
    """Where a gap arose, month by month in groups that add up to it."""
    found = turns(card)
    if len(found) > 1:
        yield say("the gap: {groups}", groups=[_turn(card, one) for one in found])


def _turn(card: TargetCard, turn: Turn) -> Message:
    fills = {"months": When(turn.months), "amount": _apart(card, turn.gap)}
    if not turn.gap:
        return say("{months} on plan", months=When(turn.months))
    if turn.gap < 0:
        return say("{months} {amount} short").filled(fills)
    return say("{months} {amount} ahead").filled(fills)


def _year_on_year(card: TargetCard) -> Message:
    found = card.yoy_to_date
    change = changed(card, to_date(card))
    if found is None or change is None or found.base is None:
        return say("last year not recorded")
    told = say("{change} on last year ({base})", change=change, base=_value(card, found.base))
    if found.months == len(card.recorded):
        return told
    return say("{told}, over {number} month", "{told}, over {number} months", told=told, number=found.months)


def _takes(card: TargetCard) -> Message | None:
    """What the rest needs a month, against the best month so far."""
    if card.target.each or not card.needs:
        return None
    first = card.needs[0]
    if first.possible == "no":
        return say("the goal can't be reached any more, whatever the months to come bring")
    monthly = find(card, first, "month")
    if monthly is None or first.kind != "need" or monthly.amount <= 0:
        return None
    needs = say("needs {amount} a month from here", amount=amount_said(card, monthly, unit=True))
    best, month = best_value(card), card.best_month
    if best is None or month is None:
        return needs
    fills = {"value": _value(card, best), "month": month_name(month)}
    if not monthly.more_than_any_month:
        return joined([needs, say("its best month so far, {month}, had {value}").filled(fills)])
    beyond = share(monthly.amount - best, best)
    hard = say("hard, still possible")
    if beyond is None:
        return joined([needs, hard])
    more = say("{more} more than its best month, {month} with {value}")
    return joined([needs, more.filled({**fills, "more": _percent(beyond)}), hard])


def _without_main(page: Page) -> Iterator[Line]:
    """A plan without a goal that sums it up."""
    milestones = page.card.milestones
    if not page.card.targets and milestones:
        done = sum(one.done_on is not None for one in milestones)
        late = sum(one.status == "overdue" for one in milestones)
        told = say("{done} of {number} milestones done", done=done, number=len(milestones))
        yield Line(joined([told, say("{late} overdue", late=late)]) if late else told, "bad" if late else "plain")
    elif page.card.targets:
        yield Line(say("No target has a goal yet."))
