"""Which plans a command is about, and what a word means in them: plans, days and months in, plans out.

A plan runs from its period's first day to its last. What a month or a date is about is the plan whose period holds it;
what is about today shows what runs, and for a while what ended (docs/contract.md, section 5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Generic, NamedTuple, TypeVar

from dealerplan.app.shell import called
from dealerplan.domain.month import Month, Period
from dealerplan.domain.outline import Headed
from dealerplan.domain.plan import Plan, Target, by_store, stores
from dealerplan.errors import UsageError
from dealerplan.words import Message, few, meant, say

LATELY, SOON, A_YEAR = 60, 60, 365  # days: less than so many after its end, at most so many before it begins

P = TypeVar("P", bound=Headed)
T = TypeVar("T")


class Wish(NamedTuple):
    """Which plans are asked for, beside those of a store: named ones, those of a calendar year, those of a month."""

    named: bool = False
    year: int | None = None
    month: Month | None = None


class Selection(NamedTuple, Generic[P]):
    """The plans to show, and those to tell of in a line below: to come soon, and ended within a year."""

    plans: tuple[P, ...]
    to_come: tuple[P, ...] = ()
    ended: tuple[P, ...] = ()


def select(plans: Sequence[P], day: date, wish: Wish) -> Selection[P]:
    """The plans asked for, else those in force on a day; raises UsageError where none is of the year or month."""
    found = tuple(plans) if wish.year is None else of_year(plans, wish.year)
    if wish.named or (wish.year is not None and wish.month is None):
        return Selection(found)
    if wish.month is not None:
        return Selection(of_month(found, wish.month))
    shown = in_force(plans, day)
    keys = {plan.key for plan in shown}
    rest = [plan for plan in plans if plan.key not in keys]
    return Selection(
        shown,
        tuple(plan for plan in rest if 0 < (begins(plan) - day).days <= SOON),
        tuple(plan for plan in rest if 0 < (day - ends(plan)).days <= A_YEAR),
    )


def begins(plan: Headed) -> date:
    """A plan's first day."""
    return plan.month_end.first_day(plan.period.first)


def ends(plan: Headed) -> date:
    """A plan's last day."""
    return plan.month_end.last_day(plan.period.last)


def in_force(plans: Sequence[P], day: date) -> tuple[P, ...]:
    """Of each store the plans that run on a day or ended lately; where none does, the last ones, else the next ones."""
    shown = {plan.key for some in by_store(plans).values() for plan in _in_force(some, day)}
    return tuple(plan for plan in plans if plan.key in shown)


def _in_force(plans: Sequence[P], day: date) -> Sequence[P]:
    found = [plan for plan in plans if begins(plan) <= day and (day - ends(plan)).days < LATELY]
    return found or next(by_nearness(plans, day))


def by_nearness(plans: Sequence[P], day: date) -> Iterator[list[P]]:
    """Plans in the order in which a day is about them: those that run; then what ended last; then what begins next."""

    def distance(plan: P) -> tuple[int, int]:
        if day < begins(plan):
            return 2, (begins(plan) - day).days
        return (0, 0) if day <= ends(plan) else (1, (day - ends(plan)).days)

    for _, group in groupby(sorted(plans, key=distance), distance):
        yield list(group)


def of_month(plans: Sequence[P], month: Month) -> tuple[P, ...]:
    """The plans whose period holds a month; raises UsageError where none does."""
    if found := holding(plans, month):
        return found
    raise UsageError(say("{month} is outside the period", month=month), _periods(plans))


def holding(plans: Sequence[P], month: Month) -> tuple[P, ...]:
    """The plans whose period holds a month."""
    return tuple(plan for plan in plans if month in plan.period)


def of_year(plans: Sequence[P], year: int) -> tuple[P, ...]:
    """The plans whose period touches a calendar year; raises UsageError where none does."""
    if found := touching(plans, year):
        return found
    raise UsageError(say("no plan is for {year}", year=str(year)), _periods(plans))


def touching(plans: Sequence[P], year: int) -> tuple[P, ...]:
    """The plans whose period touches a calendar year."""
    whole = Period(Month(year, 1), Month(year, 12))
    return tuple(plan for plan in plans if plan.period.first <= whole.last and whole.first <= plan.period.last)


def _periods(plans: Sequence[Headed]) -> Message:
    periods = list(dict.fromkeys(f"{one.id}: {one.period.label}" for one in plans))  # stores of a group share one
    return say("the plans: {periods}", periods=periods)


# what words mean


class Named(NamedTuple, Generic[T]):
    """A thing of a plan with its id, name and label; it answers to earlier ids too, where nothing else does."""

    plan: Plan
    id: str
    name: str
    thing: T
    was: tuple[str, ...] = ()
    label: str | None = None

    @property
    def store(self) -> str:
        """The store of its plan."""
        return self.plan.store

    @property
    def full(self) -> str:
        """What names it alone in a workspace: `plan/id`."""
        return f"{self.plan.id}/{self.id}"


def pick(word: str, things: Sequence[Named[T]], at: Month | date) -> Named[T] | None:
    """What a word names by id, `plan/id` or name, in the plan that a month or day is about; None where nothing is.

    A month is about the plans that hold it. A day is about the plans of a store by their nearness: the first of them
    that know the word. Raises UsageError where several things are meant, or none of several plans holds the month; the
    only plan that knows the word is meant whatever the month, which its command refuses.
    """
    if isinstance(at, Month):
        return _pick_in(word, things, at)
    found = [one for of_store in by_store(things).values() for one in _nearest(word, of_store, at)]
    return _only(word, _by_id(word, found) or found)


def _pick_in(word: str, things: Sequence[Named[T]], month: Month) -> Named[T] | None:
    found = meant_by(word, [one for one in things if month in one.plan.period])
    if not found and len(found := meant_by(word, things)) > 1:
        of_month([one.plan for one in found], month)
    return _only(word, found)


def _nearest(word: str, things: Sequence[Named[T]], day: date) -> Sequence[Named[T]]:
    """What a word means in the nearest plans of a store that know it."""
    plans = {one.plan.id: one.plan for one in things}
    for group in by_nearness(list(plans.values()), day):
        ids = {plan.id for plan in group}
        if found := meant_by(word, [one for one in things if one.plan.id in ids]):
            return found
    return ()


def meant_by(word: str, things: Sequence[Named[T]]) -> Sequence[Named[T]]:
    """All that a word names by id or `plan/id`, else by name, else by an earlier id."""
    return (
        _by_id(word, things)
        or [one for one in things if word in (one.name, one.label)]
        or [one for one in things if word in _earlier(one)]
    )


def _earlier(one: Named[T]) -> Iterator[str]:
    """What a thing was called, alone and behind its plan, whose own id may be an earlier one too."""
    yield from one.was
    yield from (f"{plan}/{id}" for plan in (one.plan.id, *one.plan.was) for id in (one.id, *one.was))


def _by_id(word: str, things: Sequence[Named[T]]) -> list[Named[T]]:
    return [one for one in things if word in (one.id, one.full)]


def _only(word: str, found: Sequence[Named[T]]) -> Named[T] | None:
    if len(found) > 1 and len(ids := list(dict.fromkeys(one.full for one in found))) == 1:
        message = say("{word} is of several stores: {stores}", word=word, stores=few(stores(found)))
        raise UsageError(message, say("choose one with --store"))
    if len(found) > 1:
        raise UsageError(say("{word} may mean {ids}", word=word, ids=ids), say("name one of them"))
    return found[0] if found else None


def unknown(message: Message, word: str, things: Sequence[Named[T]]) -> UsageError:
    """The error for a word that names nothing."""
    known = list(dict.fromkeys([*(one.id for one in things), *(one.name for one in things)]))
    words = Counter(name for one in {(one.id, one.name) for one in things} for name in set(one))
    listed = list(dict.fromkeys(called(one, lambda name: words[name] == 1) for one in things))
    return UsageError(message, meant(word, known, say("there are {known}", known=listed) if listed else None))


def words_for(things: Sequence[Named[T]], at: Month | date) -> Mapping[str, str]:
    """By `plan/id` the shortest word that names each thing for a month or on a day: its id, or else `plan/id`."""
    by_word: dict[str, list[Named[T]]] = {}
    for one in things:
        for word in {one.id, one.name}:
            by_word.setdefault(word, []).append(one)
    alone = {id: _meant(id, by_word[id], at) for id in {one.id for one in things}}
    return {one.full: one.id if alone[one.id] == one.full else one.full for one in things}


def _meant(word: str, things: Sequence[Named[T]], at: Month | date) -> str | None:
    """The `plan/id` of what a word means; None where that is several things."""
    try:
        found = pick(word, things, at)
    except UsageError:
        return None
    return found and found.full


def targets_of(plans: Iterable[Plan]) -> list[Named[Target]]:
    """The targets of plans."""
    return [Named(plan, one.id, one.name, one, one.was, one.label) for plan in plans for one in plan.targets]


def find_target(word: str, plans: Sequence[Plan], at: Month | date) -> tuple[Plan, Target]:
    """The target that a word names by id, `plan/id` or name, for a month or on a day; raises UsageError."""
    things = targets_of(plans)
    found = pick(word, things, at)
    if found is None:
        raise unknown(say("there is no target {name}", name=word), word, things)
    return found.plan, found.thing
