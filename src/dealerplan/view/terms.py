"""The trade's words for statuses, kinds and goals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import NamedTuple, TypeVar

from dealerplan.domain.goal import Goal
from dealerplan.domain.last_year import LastYear
from dealerplan.domain.month import EACH_WORDS, Each, Month, Period
from dealerplan.domain.month_end import CALENDAR
from dealerplan.domain.pattern import pattern
from dealerplan.domain.plan import Phasing, Plan, ResultGoal, Target
from dealerplan.domain.shown import Amount, InFull, Percent, Points
from dealerplan.domain.unit import Unit
from dealerplan.evaluate.milestones import MilestoneStatus, Result
from dealerplan.evaluate.status import Status
from dealerplan.view.document import Said, Tone
from dealerplan.view.when import When
from dealerplan.words import Lang, Message, say, text

T = TypeVar("T")

STATUS: Mapping[Status, tuple[str, Message, Tone]] = {
    "met": ("++", say("met"), "good"),
    "on_track": ("+", say("on track"), "good"),
    "at_risk": ("!", say("at risk"), "warning"),
    "behind": ("!!", say("behind"), "bad"),
    "missed": ("x", say("missed"), "bad"),
    "no_data": ("?", say("no data"), "quiet"),
    "too_few": ("~", say("too few"), "quiet"),
    "undecided": (".", say("undecided"), "quiet"),
}

MILESTONE: Mapping[MilestoneStatus, tuple[str, Message, Tone]] = {
    "done": ("++", say("done"), "good"),
    "done_late": ("+", say("done late"), "warning"),
    "overdue": ("!!", say("overdue"), "bad"),
    "upcoming": (".", say("upcoming"), "plain"),
}


def goal_text(goal: Goal, target: Target | Result) -> Message:
    """A goal in plain signs with its unit: `≥600万元`, `<2%`, `90%–95%`."""
    if goal.undecided:
        return say("tbd")
    if goal.value is None:
        return _against_last_year(goal)
    low: Said = counted(shown(goal.value, goal, target))
    if goal.high is not None:
        low, high = ends(low, counted(shown(goal.high, goal, target)))
        return say("{low}–{high}", low=low, high=high)
    sign = SIGNS[goal.op or ">="]
    if goal.last_year:
        growth, points = _growth(goal.last_year), goal.last_year.points
        if points is not None:
            template = _POINTS_UP if points >= 0 else _POINTS_DOWN
            return template.filled({"sign": sign, "value": low, "points": _unsigned(points)})
        if growth is None:
            return say("{sign}{value}, as last year", sign=sign, value=low)
        return say("{sign}{value}, last year {growth}", sign=sign, value=low, growth=growth)
    return say("{sign}{value}", sign=sign, value=low)


def _against_last_year(goal: Goal) -> Message:
    """A goal whose last year is not known: `≥ last year`, `≥ last year +15%`, `≥ last year +2 points`."""
    growth = goal.last_year and _growth(goal.last_year)
    sign = SIGNS[goal.op or ">="]
    if growth is None:
        return say("{sign} last year", sign=sign)
    return say("{sign} last year {growth}", sign=sign, growth=growth)


_POINTS_UP = say("{sign}{value}, last year +{points}")
_POINTS_DOWN = say("{sign}{value}, last year -{points}")
SIGNS: Mapping[str, str] = {">=": "≥", ">": ">", "<=": "≤", "<": "<"}
"""How the direction of a goal is shown."""


def _unsigned(points: Fraction) -> Points:
    """So many points, whole ones without a decimal."""
    return Points(abs(points), 0 if (points * 100).denominator == 1 else 1, named=True, signed=False)


def _growth(asked: LastYear) -> Percent | Points | None:
    """How much more than last year is asked; None for as much."""
    if asked.points is not None:
        return Points(asked.points, named=True)
    assert asked.factor is not None
    return None if asked.factor == 1 else Percent(asked.factor - 1, places=2, trim=True, signed=True)


def goal_said(goal: Goal, target: Target) -> Message:
    """A goal with the span that each has to hold it, where it is one of each."""
    said = goal_text(goal, target)
    return say("{goal} {each}", goal=said, each=EACH_WORDS[target.each]) if target.each else said


def shown(value: Fraction, goal: Goal, target: Target | Result, *beside: Fraction | None) -> Amount | Percent:
    """A value of a target's formula, or a result, as a percentage where it is one.

    It is never rounded across the goal, nor across what it stands `beside` and is judged by.
    """
    others = [other for other in beside if other is not value and other != value]  # equals are rounded alike
    thresholds = tuple([threshold for threshold in (goal.value, goal.high, *others) if threshold is not None])
    if goal.percent if isinstance(target, Result) else target.as_percent:
        return Percent(value, thresholds, places=2, trim=True)
    return amount(value, target.unit, thresholds)


def amount(value: Fraction, unit: Unit | None, thresholds: tuple[Fraction, ...] = ()) -> Amount | Percent:
    """A value of a unit: a share as a percentage."""
    if unit is not None and unit.share is not None:
        return Percent(value, thresholds, places=2, trim=True)
    return Amount(value, unit, thresholds)


def counted(amount: Amount | Percent | Points) -> Said:
    """An amount with its unit: `107台`, `375元/台`, `CNY 4,376,300`; a percentage as it is."""
    return amount._replace(named=True) if isinstance(amount, Amount) else amount


def ends(low: Said, high: Said) -> tuple[Said, Said]:
    """The ends of a range, with their unit once: `571.51～609.1万元`, `CNY 5,715,052 to 6,090,979`."""
    return End(low, high, upper=False), End(low, high, upper=True)


class End(NamedTuple):
    """One end of a range, that leaves its unit to the other: before the lower, behind the upper."""

    low: Said
    high: Said
    upper: bool

    def said(self, lang: Lang) -> str:
        """Its text."""
        own, other = (text(one, lang) for one in ((self.high, self.low) if self.upper else (self.low, self.high)))
        found, beside = _AROUND.fullmatch(own), _AROUND.fullmatch(other)
        if not (found and beside) or found[1] != beside[1] or found[3] != beside[3] or found[3] == "%":
            return own
        return found[2] + found[3] if self.upper else found[1] + found[2]


_AROUND = pattern(r"([^\d-]*)(-?[\d.,]+)(.*)")


def told(value: Fraction, result: ResultGoal) -> Said:
    """What somebody said a milestone brought, with every digit, in the sign or unit of its goal."""
    unit, sign = result.unit, result.goal.share
    if sign or (unit is not None and unit.share is not None):
        return InFull(value, unit, sign)
    return counted(Amount(value, unit, (value,)))


def difference(value: Fraction, target: Target) -> Amount | Points:
    """A difference of two values of a target's formula with its sign, in points where they are percentages."""
    if target.as_percent:
        return Points(value, 2, named=True)
    return Amount(value, target.unit, (Fraction(0),), signed=True)


def signed(value: Fraction) -> Percent:
    """A change as a percentage with its sign."""
    return Percent(value, (Fraction(0),), signed=True)


def runs(months: Iterable[Month], with_year: bool = False) -> list[When]:
    """Months in order, those that follow each other as one: 2月、7—11月."""
    found: list[Period] = []
    for month in months:
        if found and found[-1].last.plus(1) == month:
            found[-1] = Period(found[-1].first, month)
        else:
            found.append(Period(month, month))
    return [When(run, with_year) for run in found]


def phasing_text(phasing: Phasing, months: Period) -> Message | list[Message]:
    """How a goal, or what is left of it, falls on months: by a rule, or so much in each of them."""
    if isinstance(phasing, str):
        return _PHASINGS[phasing]
    found: list[tuple[Period, Fraction]] = []
    for month, part in zip(months, phasing, strict=True):
        if found and found[-1][1] == part:
            found[-1] = (Period(found[-1][0].first, month), part)
        else:
            found.append((Period(month, month), part))
    each = [(span, Percent(part, places=2, trim=True)) for span, part in found if part]
    return [
        say("{months} {part} each", months=span.months, part=part) if len(span) > 1
        else say("{month} {part}", month=span.months, part=part)
        for span, part in each
    ]  # fmt: skip


_PHASINGS: dict[str, Message] = {
    "even": say("evenly"),
    "open_days": say("by open days"),
    "parts": say("as its parts are planned"),
}


def joined(clauses: Sequence[Message]) -> Message:
    """Clauses in one sentence; there is one at least."""
    return reduce(lambda one, other: say("{one}; {other}", one=one, other=other), clauses)


def of_whole(value: Fraction) -> Percent:
    """A share of a whole, which keeps to its side of 100%."""
    return Percent(value, (Fraction(1),))


def spans_said(number: object, each: Each) -> Message:
    """So many months, quarters, halves or years, in few letters: `9 mo`, `7/9 个月`."""
    return _SPANS[each].filled({"spans": number})


_SPANS: Mapping[Each, Message] = {
    "month": say("{spans} mo"), "quarter": say("{spans} qtr"), "half": say("{spans} half"), "year": say("{spans} yr"),
}  # fmt: skip


def number_of(spans: int, each: Each | None) -> Message:
    """So many months, quarters, halves or years: `of 9 months`."""
    return _NUMBERS[each or "month"].filled({"number": spans})


_NUMBERS: Mapping[Each, Message] = {
    "month": say("{number} month", "{number} months"), "quarter": say("{number} quarter", "{number} quarters"),
    "half": say("{number} half-year", "{number} half-years"), "year": say("{number} year", "{number} years"),
}  # fmt: skip


def first_few(items: Sequence[T], most: int) -> Sequence[T]:
    """So many of them, or all where only one is left: to say "and 1 more" takes as long as its name."""
    return items if len(items) <= most + 1 else items[:most]


def and_more(names: Sequence[Said], more: int) -> Sequence[Said]:
    """Names, and how many more there are."""
    return [*names, say("and {more} more", more=more)] if more else names


def days_of(plan: Plan, month: Month) -> Message | None:
    """From when until when a month is, in a plan whose months end within the calendar's; None in any other."""
    end = plan.month_end
    if end == CALENDAR:
        return None
    return say("{month} is {first} to {last}", month=month, first=end.first_day(month), last=end.last_day(month))
