"""How the plan stands, in sentences with figures: done, where the gap arose, how the year will land, what it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce

from dealerplan.domain.month import MONTHS_IN, Period
from dealerplan.domain.shown import InSum, Percent
from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.figures import share
from dealerplan.evaluate.turns import MonthGap, best_of, story_of, total
from dealerplan.view.document import Line, Said
from dealerplan.view.figures import changed, to_date, year_on_year
from dealerplan.view.first_page.page import Page
from dealerplan.view.landing import landing_in_short, landing_said
from dealerplan.view.needs import KEEPING, amount_said, find, is_over
from dealerplan.view.terms import STATUS, counted, difference, goal_text, joined, number_of, of_whole, runs, shown
from dealerplan.view.when import When, month_name, months_name
from dealerplan.words import Message, say, say_as

ZERO = Fraction(0)


def result(page: Page) -> Iterator[Line]:
    """Of the plan's main target."""
    card = page.main
    if page.card.as_of is None and page.card.targets:
        return
    if card is None or card.goal.value is None:
        yield from _without_main(page)
        return
    if page.results and (told := _of_the_span(page, card)) is not None:
        yield Line(told)
    yield Line(_done(page, card), STATUS[card.verdict.status][2])
    if not card.is_not_due:
        story = list(_story(page, card))
        yield Line(joined([*story, _year_on_year(card, begins=not story)]))
    if not (page.is_over or is_over(card)):
        yield from map(Line, filter(None, (landing_said(card), _takes(page, card))))


def short_result(page: Page) -> Iterator[Line]:
    """The same in three lines of a screen."""
    card = page.main
    if page.card.as_of is None and page.card.targets:
        return
    if card is None or card.goal.value is None:
        yield from _without_main(page)
        return
    sign, word, tone = STATUS[card.verdict.status]
    told = [_done_in_short(card), say("{sign} {word}", sign=sign, word=word)]
    owner = page.card.plan.owner_of(card.target)
    yield Line(_beside([*told, *([owner] if owner else [])]), tone)
    landing = None if page.is_over or is_over(card) else landing_in_short(card)
    if clauses := [*_gap(page, card), *([landing] if landing is not None else [])]:
        yield Line(say("  {said}", said=joined(clauses)))
    if not (page.is_over or is_over(card)) and (takes := _takes(page, card)) is not None:
        yield Line(say("  {said}", said=takes))


def _beside(said: Sequence[object]) -> Message:
    return reduce(lambda one, other: say("{one}  {other}", one=one, other=other), said[1:], say("{one}", one=said[0]))


def _done_in_short(card: TargetCard) -> Message:
    """`售后总营业额 437.63 / 600万元  72.9%（计划 75.0%）`."""
    figures, name, goal = card.figures, card.target.label, card.goal
    if card.is_not_due:
        return say("{name} not due yet", name=name)
    if card.target.each:
        return say("{name} {hits}/{spans}", name=name, hits=figures.hits or 0, spans=figures.spans or 0)
    if figures.actual is None or goal.value is None:
        return say("{name} not recorded", name=name)
    actual = shown(figures.actual, goal, card.target, figures.expected)
    if card.target.kind != "flow" or figures.attainment is None or goal.is_range:
        return say("{name} {actual} ({goal})", name=name, actual=counted(actual), goal=goal_text(goal, card.target))
    return say(
        "{name} {actual} / {goal}  {share} ({planned} planned)",
        name=name, actual=actual, goal=_value(card, goal.value),
        share=_percent(figures.attainment), planned=_percent(_planned(card)),
    )  # fmt: skip


def _value(card: TargetCard, value: Fraction, *beside: Fraction | None) -> Said:
    return counted(shown(value, card.goal, card.target, *beside))


def _apart(card: TargetCard, value: Fraction) -> Said:
    """A difference without its sign, with its unit."""
    said = difference(abs(value), card.target)
    return counted(said._replace(signed=False))


def _done(page: Page, card: TargetCard) -> Message:
    """What there is of the goal, against the plan, and how the gap moved."""
    figures, goal = card.figures, card.goal
    own = page.to_date if not card.recorded else Period(card.recorded[0], card.recorded[-1])
    months = months_name(own, page.has_years)
    if card.is_not_due:
        return say("{months}: {name} not due yet", months=months, name=card.target.label)
    if card.target.each:
        return say("{months}: {name} held {hits} of {spans}", months=months, name=card.target.label,
                   hits=figures.hits or 0, spans=number_of(figures.spans or 0, card.target.each))  # fmt: skip
    if figures.actual is None:
        return say("{months}: {name} not recorded", months=months, name=card.target.label)
    assert goal.value is not None
    fills: dict[str, object] = {
        "months": months, "name": card.target.label, "actual": _value(card, figures.actual, figures.expected),
        "goal": goal_text(goal, card.target) if goal.is_range else _value(card, goal.value),
        "share": _percent(figures.attainment), "planned": _percent(_planned(card)),
        "whole": _YEAR if len(page.card.plan.period) == MONTHS_IN["year"] else _PERIOD,
    }  # fmt: skip
    if card.target.kind != "flow" or figures.attainment is None or goal.is_range:
        return joined([say("{months}: {name} {actual} (goal {goal})").filled(fills), *_gap(page, card)])
    if page.is_over and not card.missing:
        told = say("{name}: {actual}, {share} of the {whole}'s {goal}")
    elif goal.is_ceiling:
        told = say("{months}: {name} {actual}, {share} of the {whole}'s limit {goal} ({planned} planned)")
    else:
        told = say("{months}: {name} {actual}, {share} of the {whole}'s {goal} ({planned} planned)")
    return joined([told.filled(fills), *_gap(page, card)])


_YEAR, _PERIOD = say_as("of a plan", "year"), say_as("of a plan", "period")


def _planned(card: TargetCard) -> Fraction | None:
    """The share of the goal that was planned for the months recorded, as the gap beside it is theirs."""
    planned, expected, goal = card.figures.planned_progress, card.figures.expected, card.goal.value
    return expected / goal if card.missing and planned is not None and expected is not None and goal else planned


def _percent(value: Fraction | None) -> Said:
    return "-" if value is None else of_whole(value)


def _gap(page: Page, card: TargetCard) -> Iterator[Message]:
    """How far from plan, and how that moved since the month before."""
    gap = card.figures.gap
    if gap is None:
        return
    yield _side(card, gap)
    before = _gap_before(page, card)
    if page.each == "month" and before is not None and before != gap:
        yield _moved(card, before, gap)


def _side(card: TargetCard, gap: Fraction) -> Message:
    """On which side of its plan it is, and how far."""
    is_good = (gap <= 0) if card.goal.is_ceiling else (gap >= 0)
    adds_up = card.target.adds_up  # else it is no more or less, but higher or lower
    if not gap:
        return say("on plan")
    told = _BELOW[is_good or not adds_up] if gap < 0 else _ABOVE[is_good and adds_up]
    if card.target.kind == "rate":
        told = say("{gap} below the goal") if gap < 0 else say("{gap} above the goal")
    return told.filled({"gap": _apart(card, gap)})


def _gap_before(page: Page, card: TargetCard) -> Fraction | None:
    """The gap a month before; None where there was none."""
    story = story_of(card)
    if story is not None or page.before is None:
        return None if story is None else story.last
    return next((one.figures.gap for one in page.before.targets if one.target.id == card.target.id), None)


def _moved(card: TargetCard, before: Fraction, gap: Fraction) -> Message:
    """How a gap moved since a month before; one on the other side of the plan is told as it was."""
    if not gap or not before or (before < 0) is not (gap < 0):
        return say("a month before {said}", said=_side(card, before))
    moved = abs(gap) - abs(before)
    told = say("{amount} less than a month before") if moved < 0 else say("{amount} more than a month before")
    return told.filled({"amount": _apart(card, moved)})


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
        "months": When(page.so_far or page.span, page.has_years), "name": card.target.label,
        "actual": _value(card, found.actual, found.expected),
        "expected": _value(card, found.expected, found.actual), "rate": _percent(rate),
    })]  # fmt: skip
    if (against := changed(card, year_on_year(found.yoy))) is not None:
        clauses.append(say("{change} on last year", change=against))
    return joined(clauses)


def _story(page: Page, card: TargetCard) -> Iterator[Message]:
    """Where a gap arose, month by month in groups that add up to it."""
    story = story_of(card)
    if story is not None and story.groups and len(story.gaps) >= TELLING:
        gaps = tuple(map(total, story.groups))
        sums = [InSum(at, gaps, total(story.gaps), card.target.unit, signed=False) for at in range(len(gaps))]
        yield say("The gap: {groups}", groups=[
            _group(page, card, group, shown) for group, shown in zip(story.groups, sums, strict=True)
        ])  # fmt: skip


TELLING = 3  # months, from which a gap has a story


def _group(page: Page, card: TargetCard, group: Sequence[MonthGap], amount: InSum) -> Message:
    """A month, or several together, with what they had beyond what they owed."""
    gap, months = total(group), runs([one.month for one in group], page.has_years)
    if not gap:
        return say("{months} on plan", months=months)
    told = (_LESS if gap < 0 else _MORE)[card.goal.is_ceiling]
    return told.filled({"months": months, "amount": amount})


_LESS = {False: say("{months} {amount} short"), True: say("{months} {amount} below")}
_MORE = {False: say("{months} {amount} ahead"), True: say("{months} {amount} over")}


def _year_on_year(card: TargetCard, begins: bool) -> Message:
    found = card.yoy_to_date
    change = changed(card, to_date(card))
    if found is None or change is None or found.base is None:
        return say("Last year: not recorded") if begins else say("last year: not recorded")
    told = say("{change} on last year ({base})", change=change, base=_value(card, found.base))
    if found.months == len(card.recorded):
        return told
    return say("{told}, over {number} month", "{told}, over {number} months", told=told, number=found.months)


def _takes(page: Page, card: TargetCard) -> Message | None:
    """What the rest needs a month, against the best month so far."""
    if card.target.each or not card.needs:
        return None
    first = card.needs[0]
    if first.possible == "no":
        return say("The goal can't be reached any more, whatever the months to come bring")
    if card.target.kind == "rate" and first.of is None:
        told = _FROM_HERE[first.kind, first.strict]
        return told.filled({"amount": amount_said(card, first, unit=True)})
    monthly = find(card, first, "month")
    if monthly is None or first.kind != "need" or monthly.amount <= 0:
        return None
    needs = say("Needs {amount} a month from here", amount=amount_said(card, monthly, unit=True))
    if card.missing:
        needs = say("{needs}, and in {months}, not recorded", needs=needs, months=runs(card.missing, page.has_years))
    best = best_of(card)
    if best is None:
        return needs
    value, month = _value(card, best.value), month_name(best.month, page.has_years)
    if not best.hard or card.verdict.status in KEEPING:
        return joined([needs, say("best month so far: {month}, {value}", month=month, value=value)])
    hard = say("hard, still possible")
    if best.beyond is None:
        return joined([needs, hard])
    beyond = Percent(best.beyond, (ZERO,))
    more = say("{more} above the best month so far ({month}, {value})", more=beyond, month=month, value=value)
    return joined([needs, more, hard])


_FROM_HERE = {
    ("need", False): say("Needs {amount} at least from here"),
    ("need", True): say("Needs more than {amount} from here"),
    ("allowance", False): say("May have {amount} at most from here"),
    ("allowance", True): say("May have less than {amount} from here"),
}


def _without_main(page: Page) -> Iterator[Line]:
    """A plan without a goal that sums it up."""
    milestones = page.card.milestones
    if not page.card.targets and milestones:
        done = sum(one.done_on is not None for one in milestones)
        late = len(page.late_milestones)
        told = say(
            "{done} of {number} milestone done", "{done} of {number} milestones done", done=done, number=len(milestones)
        )
        is_told = bool(late) and not page.has_ended  # what is not done by then is all the rest
        yield Line(joined([told, say("{late} overdue", late=late)]) if is_told else told, "bad" if late else "plain")
    elif page.main is not None and page.main.goal.undecided:
        yield Line(say("{name}: the goal is still open", name=page.main.target.label), "warning")
    elif page.main is not None:  # a goal that last year's figures are to tell
        fills = {"name": page.main.target.label, "goal": goal_text(page.main.goal, page.main.target)}
        yield Line(say("{name}: the goal is {goal}, which is not recorded").filled(fills))
    elif page.card.targets:
        yield Line(say("No target has a goal yet."))
