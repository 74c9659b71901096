"""What of a group's plan is one store's: which targets and milestones, its goals, and its share of the plan's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from math import floor

from dealerplan.domain.goal import BY_STORE, Goal, Op, WrittenGoal, direction, is_further
from dealerplan.domain.group import NewGoal, Store
from dealerplan.domain.month import Month
from dealerplan.domain.number import narrow
from dealerplan.domain.owed import Weights, joined
from dealerplan.domain.plan import Calendar, OpenDays, Plan, Revision, Target, shape
from dealerplan.domain.respell import goal_as

OpenDaysOf = Callable[[Calendar], OpenDays]
"""How the open days of a calendar's months are counted."""


# what is not the store's


def targets_left_out(plan: Plan, store: Store) -> frozenset[str]:
    """The ids of targets that are not a store's: by store without a goal of it, or for no month in which it is open;
    and the members of such."""
    if store.opened is None and store.closed is None and all(one.id in store.goals for one in _by_store(plan)):
        return frozenset()
    found: set[str] = set()
    for one in plan.targets:
        below = one.part_of in found and one.is_member_of(one.part_of or "")
        lacks = one.id not in store.goals if one.by_store else not _is_open(plan, one, store)
        if below or lacks:
            found.add(one.id)
    return frozenset(found)


def _by_store(plan: Plan) -> list[Target]:
    return [one for one in plan.targets if one.by_store]


def _is_open(plan: Plan, target: Target, store: Store) -> bool:
    """Whether a store is open in any of a target's months."""
    months = plan.months_of(target)
    return not store.is_to_open(months.last, plan.month_end) and not store.is_closed(months.first, plan.month_end)


def milestones_left_out(plan: Plan, store: Store) -> frozenset[str]:
    """The ids of milestones that are due, by their first date, while a store is not open."""
    opened, closed = store.opened, store.closed
    return frozenset(
        one.id for one in plan.milestones if (opened and one.due < opened) or (closed and one.due > closed)
    )


def owner_of(plan: Plan, store: Store) -> str | None:
    """Who answers for a store's plan: the plan's owner, else the store's manager at the end of the period."""
    return plan.owner or store.facts_in(plan.period.last).get("manager")


# goals of the table


def said_of_store(asked: str, goal: Goal, bare: Op = ">=") -> str:
    """How a goal of the table is written in the store's plan, where a number alone means `bare`.

    >>> said_of_store("at most by store", Goal("500万", "<=", Fraction(5000000)))
    'at most 500万'
    """
    return _said(asked, goal.text, goal.op, bare)


@lru_cache(maxsize=100_000)
def _said(asked: str, text: str, op: Op | None, bare: Op) -> str:
    if op is None or op == ".." or not (_NUMBER.fullmatch(text) or _is_bare(text)):
        return text
    if _op_of(asked) == op:
        return _WORDS_BY_STORE.sub(lambda _: text, narrow(asked), count=1)
    return text if op == bare else f"{op} {text}"


_NUMBER = re.compile(r"\d[\d,.]*[万亿]?", re.ASCII)  # most goals are, and need no reading


def _is_bare(text: str) -> bool:
    """Whether a goal is a number without a direction."""
    written = WrittenGoal.read(text)
    return written.op is None and written.last_year is None


@lru_cache(maxsize=1000)
def _op_of(asked: str) -> Op | None:
    """The direction that a plan says of goals of its table."""
    written = WrittenGoal.read(asked)
    return written.op if written.by_store else None


_WORDS_BY_STORE = re.compile(
    "|".join(r"\s+".join(words.split()) for words in sorted(BY_STORE, key=len, reverse=True)), re.IGNORECASE
)


def with_later(revisions: Sequence[Revision], later: Sequence[NewGoal]) -> tuple[Revision, ...]:
    """Revisions of the plan with the goals that a store has from later months on; of one month both reasons stay."""
    found = {one.start: one for one in revisions}
    for new in later:
        known = found.get(new.start, Revision(new.start))
        found[new.start] = known._replace(goal=new.goal, why=both_reasons(known.why, new.why))
    return tuple(sorted(found.values(), key=lambda one: one.start))


def of_member(
    revisions: Sequence[Revision], later: Sequence[NewGoal], whole: Sequence[Revision]
) -> tuple[Revision, ...]:
    """The same of a member, whose phasings are its whole's: where nothing else is new, with the reason told there."""
    phasings = {one.start: one.phasing for one in revisions}
    found = {one.start: one for one in with_later([one for one in revisions if one.goal is not None], later)}
    for over in whole:
        if over.phasing is not None:
            known = found.get(over.start, Revision(over.start, why=over.why))
            found[over.start] = known._replace(phasing=phasings[over.start])
    return tuple(sorted(found.values(), key=lambda one: one.start))


def both_reasons(first: str | None, other: str | None) -> str | None:
    """Two reasons as one."""
    return f"{first}; {other}" if first and other and first != other else first or other


# the plan's own goals


def own_target(plan: Plan, target: Target, store: Store, open_days_of: OpenDaysOf) -> Target:
    """A target with what its goals, revised ones and stretch ask of a store that is open for a part of the period.

    It changes only a flow's sum over the period; goals of the table are the store's already. A stretch that is no
    further than the goal any more is left out.
    """
    if store.opened is None or target.by_store or not target.adds_up:
        return target
    share = own_share(plan, target, store, open_days_of)
    if share == 1:
        return target
    revisions = tuple(
        one if one.goal is None else one._replace(goal=_part(one.goal, share, target)) for one in target.revisions
    )
    found = target._replace(goal=_part(target.goal, share, target), revisions=revisions)
    stretch = None if target.stretch is None else _part(target.stretch, share, target)
    decided = [goal for goal in found.goals if not goal.undecided]
    if stretch is not None and not all(is_further(stretch, goal) for goal in decided):
        stretch = None
    return found._replace(stretch=stretch)


def _part(goal: Goal, share: Fraction, target: Target) -> Goal:
    """A share of a goal, rounded down to the target's decimals; open goals and those against last year stay."""
    if goal.value is None:
        return goal
    steps = 10**target.decimals
    value, high = (
        None if end is None else Fraction(floor(end * share * steps), steps) for end in (goal.value, goal.high)
    )
    found = goal._replace(value=value, high=high)
    return found._replace(text=goal_as(goal.text, found, target.unit, direction(goal)))


def own_share(plan: Plan, target: Target, store: Store, open_days_of: OpenDaysOf) -> Fraction:
    """What a store owes of a flow's goal for the whole period: the weight of the months from its opening on, of all.

    With even phasing the opening month counts by its days; with open days by those of the store; a month's share is
    counted whole. Only the opening matters: what a store that closes owes no more is in no goal.
    """
    months = tuple(plan.months_of(target))
    if store.opened is None or store.opened <= plan.month_end.first_day(months[0]):
        return Fraction(1)
    weights = _weights(plan, target, open_days_of)
    if weights is None:
        return _share_of_parts(plan, target, store, open_days_of)
    weights = weights if sum(weights) else [1] * len(months)
    own = [weight * _open_part(plan, target, store, month, open_days_of)
           for weight, month in zip(weights, months, strict=True)]  # fmt: skip
    return Fraction(sum(own)) / sum(weights)


def _weights(plan: Plan, target: Target, open_days_of: OpenDaysOf) -> Weights | None:
    """The weights of a target's months, by its phasings one after the other; None where its parts say them."""
    months, days = tuple(plan.months_of(target)), open_days_of(plan.calendar)
    if target.phasing == "parts" and any(one.goal.value is not None for one in plan.split_of(target)):
        return None
    weights = shape(target.phasing, months, days) or [1] * len(months)
    for one in target.revisions:
        if (later := shape(one.phasing, months, days)) is not None:
            weights = joined(weights, later, one.start.since(months[0]))
    return weights


def _open_part(plan: Plan, target: Target, store: Store, month: Month, open_days_of: OpenDaysOf) -> Fraction:
    """How much of what a month owes is for the days from a store's opening on."""
    calendar, phasing = plan.calendar._replace(first_day=store.opened), target.phasing_in(month)
    if isinstance(phasing, tuple):
        return Fraction(calendar.is_due(month))
    count = open_days_of if phasing == "open_days" else _all_days
    whole = count(plan.calendar)(month)
    return Fraction(count(calendar)(month), whole) if whole else Fraction(0)


def _all_days(calendar: Calendar) -> OpenDays:
    return calendar.days


def _share_of_parts(plan: Plan, target: Target, store: Store, open_days_of: OpenDaysOf) -> Fraction:
    """The share of a whole whose parts say when it is owed: what its decided parts owe, of all that they ask."""
    parts = [(part, part.goal.value) for part in plan.split_of(target) if part.goal.value is not None]
    total = sum(value for _, value in parts)
    owed = sum(value * own_share(plan, part, store, open_days_of) for part, value in parts)
    return Fraction(owed) / total if total else Fraction(0)
