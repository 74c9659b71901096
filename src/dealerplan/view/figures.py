"""The registry of figures: what JSON, CSV, tables, `show` and docs/figures.md say of each, in one place.

A new figure is computed in evaluate/, has its entry in FIGURES here and its Chinese in words/; the rest reads that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.plan import Kind
from dealerplan.domain.shown import Points, json_number
from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.figures import Change, YearOnYear, less
from dealerplan.evaluate.status import Rule
from dealerplan.view.document import NONE, Cell, Column, Said
from dealerplan.view.landing import basis_here, landing_json, mid_said
from dealerplan.view.terms import counted, difference, goal_text, of_whole, shown, signed
from dealerplan.view.when import month_name
from dealerplan.words import Message, say

How = Callable[[TargetCard, Fraction], Said | None]
"""How a number is shown, beside its target; None where it would mislead."""


class Figure(NamedTuple):
    """A figure of a target; `id` is its JSON key, its CSV head and the id of its column.

    `title` is what people call it; `means` says what it is by the target's kind (a
    kind that lacks it is left out) and `each` what it is of a goal for each span; `here` may say it closer for one
    target. `said` is how it is shown, None where there is nothing to show. A JSON object has `parts`, each of which is
    a CSV column: `month_actual`.
    """

    id: str
    title: Message
    json: Callable[[TargetCard], object]
    said: Callable[[TargetCard], Said | None]
    means: Mapping[Kind, Message]
    each: Message | None = None
    here: Callable[[TargetCard], Message | None] | None = None
    parts: tuple[str, ...] = ()

    def heads(self) -> list[str]:
        """Its CSV columns."""
        return [f"{self.id}_{part}" for part in self.parts] or [self.id]

    def meaning(self, card: TargetCard) -> Message:
        """What it is, for one target that has it."""
        by_span = self.each if card.target.each else None
        return (self.here and self.here(card)) or by_span or self.means[card.target.kind]


# How numbers are shown


def amount(card: TargetCard, value: Fraction) -> Said:
    """A value of the target's formula, on its true side of what it is judged by."""
    return shown(value, card.goal, card.target, card.figures.actual, card.figures.expected)


def gap(card: TargetCard, value: Fraction) -> Said:
    """A difference of two such values, with its sign."""
    return difference(value, card.target)


def as_need(_card: TargetCard, _value: Fraction) -> None:
    """A plain quotient about the rest, kept for scripts: people are told needs, which do (evaluate/needs.py)."""


def share(_: TargetCard, value: Fraction) -> Said:
    """A share of a whole that is 100%."""
    return of_whole(value)


def attained(card: TargetCard, value: Fraction) -> Said | None:
    """A share of the goal, where that reads as what it is."""
    return None if reads_backwards(card) else share(card, value)


def points(_: TargetCard, value: Fraction) -> Said:
    """A difference of shares."""
    return Points(value)


# How an entry is made


def _all(words: Message) -> Mapping[Kind, Message]:
    return {"flow": words, "rate": words, "level": words}


def _figure(
    id: str, title: Message, how: How, means: Mapping[Kind, Message], each: Message | None = None,
    here: Callable[[TargetCard], Message | None] | None = None,
    by_decimals: bool = False,
) -> Figure:  # fmt: skip
    """A number of evaluate/figures.py of the same name; `by_decimals` rounds it in JSON as the unit is."""

    def value(card: TargetCard) -> Fraction | None:
        found: Fraction | None = getattr(card.figures, id)
        return found

    def json(card: TargetCard) -> object:
        return json_number(value(card), card.target.decimals) if by_decimals else json_number(value(card))

    def said(card: TargetCard) -> Said | None:
        found = value(card)
        return None if found is None else how(card, found)

    return Figure(id, title, json, said, means, each, here)


def _count(id: str, title: Message, each: Message) -> Figure:
    """A number of spans, of evaluate/figures.py."""

    def value(card: TargetCard) -> int | None:
        found: int | None = getattr(card.figures, id)
        return found

    def said(card: TargetCard) -> Said | None:
        found = value(card)
        return None if found is None else str(found)

    return Figure(id, title, value, said, {}, each)


def _changes(id: str, title: Message, change: Callable[[TargetCard], Change], means: Message) -> tuple[Figure, Figure]:
    """The as-of month's own value against an earlier one: as a share of it, and as a difference."""

    def share_of(card: TargetCard) -> object:
        return json_number(change(card).fraction)

    def difference_of(card: TargetCard) -> object:
        return json_number(change(card).difference)

    def said(card: TargetCard) -> Said | None:
        return None if id == "mom" and of_events(card) else changed(card, change(card))

    absolute = Figure(f"{id}_change", title, difference_of, _in_tables, _all(say("the same as a difference")))
    return Figure(id, title, share_of, said, _all(means)), absolute


# What single entries need


def changed(card: TargetCard, change: Change) -> Said | None:
    """A change as a share of its base; of percentages in points, and as a difference where the base is 0 or less,
    or what came of it below 0."""
    if change.difference is None:
        return None
    if change.fraction is None or change.fraction < -1 or card.target.as_percent:
        return difference(change.difference, card.target)
    return signed(change.fraction)


def of_events(card: TargetCard) -> bool:
    """Whether a target counts a handful of things a month, of which a change to the month before says nothing."""
    unit, base = card.target.unit, card.mom.base
    return unit is not None and unit.counts_things and base is not None and abs(base) < EVENTS


EVENTS = 10


def to_date(card: TargetCard) -> Change:
    """Year on year to date as a change like those of a month."""
    return year_on_year(card.yoy_to_date)


def year_on_year(found: YearOnYear | None) -> Change:
    """Year on year as a change like those of a month."""
    return Change() if found is None else Change(found.base, less(found.actual, found.base), found.change)


def _to_date_json(card: TargetCard) -> object:
    found = card.yoy_to_date
    if found is None:
        return None
    return {
        "months": found.months,
        **{name: json_number(getattr(found, name)) for name in ("actual", "base", "change")},
    }


def _to_date_here(card: TargetCard) -> Message | None:
    found = card.yoy_to_date
    if found is None:
        return None
    return say(
        "the {number} month recorded in both years, against a year before",
        "the {number} months recorded in both years, against a year before",
        number=found.months,
    )


def _stretch_json(card: TargetCard) -> object:
    found = card.stretch
    if found is None:
        return None
    return {"value": json_number(found.goal.value), "attainment": json_number(found.attainment), "held": found.held}


AT_END: tuple[Rule, ...] = ("held_at_end", "broken_at_end", "every_span_at_end", "not_every_span_at_end")
"""The rules of a period that is over."""


def _stretch_here(card: TargetCard) -> Message | None:
    found = card.stretch
    return say("the goal beyond the goal") if found is None or found.attainment is None else None


def stretch_said(card: TargetCard) -> Said | None:
    """A stretch goal, and how much of it is attained."""
    found = card.stretch
    if found is None:
        return None
    goal = goal_text(found.goal, card.target)
    if found.held:
        return say("{goal}, held", goal=goal)
    if found.held is False and (card.target.adds_up or card.verdict.rule in AT_END):
        return say("{goal}, missed", goal=goal)
    if found.attainment is None or reads_backwards(card):
        return goal
    return say("{goal}, {attained} of it", goal=goal, attained=share(card, found.attainment))


def reads_backwards(card: TargetCard) -> bool:
    """Whether attainment would read as its opposite: above 100% of what a rate or level must stay under."""
    return card.goal.is_ceiling and card.target.kind != "flow"


def best_value(card: TargetCard) -> Fraction | None:
    """The best month's own value."""
    return next((month.actual for month in card.months if month.month == card.best_month), None)


def _owed_here(card: TargetCard) -> Message | None:
    if card.target.each:
        return None
    if card.target.kind == "flow" and card.goal.is_ceiling:
        return say("what was allowed to the months recorded")
    if card.target.kind != "level":
        return None
    return say("the line from the start to the goal") if card.target.start is not None else say("the goal")


def _best_here(card: TargetCard) -> Message:
    value = best_value(card)
    said = "-" if value is None else counted(shown(value, card.goal, card.target))
    return say("the best own value in the goal's direction: {value}", value=said)


def _month_json(card: TargetCard) -> object:
    month = card.month
    return {
        "actual": json_number(month.actual if month else None),
        "expected": json_number(month.expected if month else None),
        "attainment": json_number(month.attainment if month else None),
    }


def _in_tables(_: TargetCard) -> None:
    """Tables show its parts."""


def _best_month(card: TargetCard) -> str | None:
    return None if card.best_month is None else str(card.best_month)


def _best_month_said(card: TargetCard) -> Said | None:
    return None if card.best_month is None else month_name(card.best_month, with_year=True)


FIGURES: tuple[Figure, ...] = (
    _figure(
        "actual", say("Actual"), amount,
        {
            "flow": say("sum over the months recorded"),
            "rate": say("the formula over the months recorded"),
            "level": say("the last recorded month's value"),
        },
        say("the last whole span's own value"),
    ),
    _figure(
        "expected", say("Plan"), amount,
        {
            "flow": say("the plan of the months recorded"),
            "rate": say("the goal"),
            "level": say("the goal, or with a start the line to it"),
        },
        say("the goal of that span"), here=_owed_here,
    ),
    _figure(
        "attainment", say("Attained"), attained, _all(say("actual / goal")), say("actual / goal"),
    ),
    _figure("planned_progress", say("Planned progress"), share, {"flow": say("plan of all months so far / goal")}),
    _figure(
        "progress_gap", say("Progress gap"), points,
        {"flow": say("attained - planned progress, in percentage points")},
    ),
    _figure("pace", say("Pace"), share, {"flow": say("actual / plan")}),
    _figure(
        "gap", say("Gap"), gap,
        {"flow": say("actual - plan"), "rate": say("actual - goal"), "level": say("actual - plan")},
        say("actual - goal"),
    ),
    _figure(
        "remaining", say("Remaining"), as_need,
        {"flow": say("goal - actual, never below 0"), "level": say("goal - actual, never below 0")},
    ),
    _figure(
        "pressure", say("Pressure"), share,
        {"flow": say("remaining / the plan of those months: above 100% is more than planned")},
    ),
    _figure(
        "required_rest", say("Needed for the rest"), as_need,
        {"rate": say("the rate of the months to come that ends exactly on the goal, at the mean volume so far")},
    ),
    _figure(
        "budget", say("Budget"), as_need,
        {"rate": say("how much the whole period may have, at the mean volume so far")},
    ),
    _figure(
        "budget_left", say("Budget left"), as_need,
        {"rate": say("what is left of it for the months to come")},
    ),
    _figure(
        "required_per_month", say("Needed a month"), as_need,
        {"flow": say("remaining / months not recorded yet")},
        by_decimals=True,
    ),
    _figure(
        "required_per_day", say("Needed a day"), as_need,
        {"flow": say("remaining / open days of those months")},
        by_decimals=True,
    ),
    _count("hits", say("Spans that held"), say("how many of the spans that count held their goal")),
    _count("spans", say("Spans that count"), say("how many spans are wholly recorded and can be judged")),
    Figure(
        "month", say("This month"), _month_json, _in_tables,
        _all(say("the as-of month alone: its actual, its plan, and their ratio")),
        parts=("actual", "expected", "attainment"),
    ),
    *_changes(
        "mom", say("Month on month"), lambda card: card.mom,
        say("this month's own value against the month before"),
    ),
    *_changes(
        "yoy", say("Year on year"), lambda card: card.yoy,
        say("this month's own value against the same month a year before"),
    ),
    Figure(
        "yoy_to_date", say("Year on year to date"), _to_date_json, lambda card: changed(card, to_date(card)),
        _all(say("the value over the months recorded in both years against the same months a year before")),
        here=_to_date_here, parts=("months", "actual", "base", "change"),
    ),
    Figure(
        "stretch", say("Stretch"), _stretch_json, stretch_said,
        _all(say("the goal beyond the goal, and how much of it is attained")), here=_stretch_here,
        parts=("value", "attainment", "held"),
    ),
    _figure(
        "way", say("Way done"), share,
        {"level": say("(actual - start) / (goal - start)")},
    ),
    Figure(
        "landing", say("Forecast"), landing_json, mid_said,
        _all(say("the period's final value as expected now")),
        say("how many spans will hold, as expected now"), here=basis_here,
        parts=("low", "mid", "high", "chance", "years", "basis"),
    ),
    Figure(
        "best_month", say("Best month"),
        _best_month, _best_month_said,
        _all(say("the recorded month with the best own value in the goal's direction")), here=_best_here,
    ),
)  # fmt: skip
BY_ID: Mapping[str, Figure] = {one.id: one for one in FIGURES}


def cell(card: TargetCard, id: str) -> Cell:
    """A figure of a target in a table."""
    said = BY_ID[id].said(card)
    return NONE if said is None else Cell(said)


def column(id: str, rank: int = 0) -> Column:
    """The column of a figure."""
    return Column(id, BY_ID[id].title, rank=rank)
