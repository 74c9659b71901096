"""What `check` finds in a group's table: sums that differ, goals that stand out, are lacking, or of closed months."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from dealerplan.domain.finding import Finding
from dealerplan.domain.group import FACT_WORDS, FACTS, LEAST_PEERS, Fact, Group, Store
from dealerplan.domain.month import Month
from dealerplan.domain.number import median, narrow, summed
from dealerplan.domain.plan import Plan, Target, twins
from dealerplan.domain.shown import Amount
from dealerplan.planfile.parts import amount_of
from dealerplan.words import Message, few, say

Rule = Callable[[Plan, Group], Iterator[Finding]]

OFF = 5
"""How many times more, or less, than others a goal stands out."""


def found(code: str, plan: Plan, target: Target | None, store: Store | None, message: Message) -> Finding:
    """A finding of a group, of one of its stores where one is named."""
    id, line = ("", 1) if target is None else (target.id, target.line)
    return Finding(code, plan.id, plan.path, id, line, message, store.id if store else "")


def group_sum(plan: Plan, group: Group) -> Iterator[Finding]:
    """The stores' goals do not come to what is asked of all together, or more than the buffer takes."""
    for target in plan.targets:
        if target.group_goal is None or (asked := target.group_goal.goal.value) is None:
            continue
        total = _sum(group.stores, target)
        spare = abs(asked) * target.group_goal.buffer
        low, high = (asked - spare, asked) if target.group_goal.goal.is_ceiling else (asked, asked + spare)
        if total is None or low <= total <= high:
            continue
        fills = {"name": target.label, "total": amount_of(total, target), "goal": amount_of(asked, target),
                 "gap": amount_of(abs(total - asked), target), "regions": _by_region(group, target)}  # fmt: skip
        message = say("{name}: the stores' goals come to {total}, {gap} less than the {goal} asked of all ({regions})",
                      **fills)  # fmt: skip
        if total > asked:
            message = say(
                "{name}: the stores' goals come to {total}, {gap} more than the {goal} asked of all ({regions})",
                **fills,
            )
        if (later := _sum(group.stores, target, _last_goal)) != total and later is not None:
            message = say("{message}; with the later rows {total}", message=message, total=amount_of(later, target))
        yield found("group-sum", plan, target, None, message)


GoalOf = Callable[[Store, Target], Fraction | None]


def _goal(store: Store, target: Target) -> Fraction | None:
    """A store's first goal."""
    own = store.goals.get(target.id)
    return None if own is None else own.goal.value


def _last_goal(store: Store, target: Target) -> Fraction | None:
    """The goal in force at the period's end, as `goals` has it."""
    own = store.goals.get(target.id)
    return _goal(store, target) if own is None or not own.later else own.later[-1].goal.value


def _sum(stores: Sequence[Store], target: Target, goal_of: GoalOf = _goal) -> Fraction | None:
    values = [value for store in stores if (value := goal_of(store, target)) is not None]
    return summed(values) if values else None


def _by_region(group: Group, target: Target) -> Message:
    regions: dict[str, list[Store]] = {}
    for store in group.stores:
        regions.setdefault(store.facts.get("region", "-"), []).append(store)
    sums = {name: total for name, some in regions.items() if (total := _sum(some, target)) is not None}
    largest = sorted(sums, key=lambda name: -abs(sums[name]))
    return few([say("{name} {value}", name=name, value=amount_of(sums[name], target)) for name in largest])


def goal_outlier(plan: Plan, group: Group) -> Iterator[Finding]:
    """A store's goal is many times that of its class, or a small part of it: 万 typed as 元. Later rows count too."""
    for target in plan.targets:
        for some in _alike(group, ("class",)).values() if target.kind != "rate" else ():
            if usual := _usual(some, target, plan):
                yield from (_outlier(plan, target, *one, usual) for one in _outlying(some, target, plan, usual))


def _outlying(
    stores: Sequence[Store], target: Target, plan: Plan, usual: Fraction
) -> Iterator[tuple[Store, Fraction, Month | None]]:
    """The goals of another order than the usual one, or of another sign; that of a part of the year may be less."""
    for store in stores:
        for goal, start in _goals(store, target):
            is_odd = is_off(goal, usual) and (_is_whole_year(store, plan) or abs(goal) > abs(usual))
            if is_odd or goal * usual < 0:
                yield store, goal, start


def _outlier(plan: Plan, target: Target, store: Store, goal: Fraction, start: Month | None, usual: Fraction) -> Finding:
    message = say(
        "{name}: {store} has a goal of {goal}, stores of its class {median} in the middle: look at its unit",
        name=target.label, store=store.label, goal=_told(goal, start, target), median=amount_of(usual, target),
    )  # fmt: skip
    return found("goal-outlier", plan, target, store, message)


def _usual(stores: Sequence[Store], target: Target, plan: Plan) -> Fraction | None:
    """The middle goal of enough stores, of those open all year where these are enough."""
    whole = [goal for store in stores if _is_whole_year(store, plan) and (goal := _goal(store, target))]
    every = [goal for store in stores if (goal := _goal(store, target))]
    found = next((goals for goals in (whole, every) if len(goals) >= LEAST_PEERS), None)
    return None if found is None else median(found)


def _goals(store: Store, target: Target) -> Iterator[tuple[Fraction, Month | None]]:
    """The goals of a store that are no 0, each with the month that it begins in; the first with None."""
    own = store.goals.get(target.id)
    every = [] if own is None else [(own.goal, None), *((one.goal, one.start) for one in own.later)]
    return ((goal.value, start) for goal, start in every if goal.value)


def _told(goal: Fraction, start: Month | None, target: Target) -> object:
    """A goal, with the month that it begins in."""
    amount = amount_of(goal, target)
    return amount if start is None else say("{goal} from {month} on", goal=amount, month=start)


def is_off(goal: Fraction, usual: Fraction) -> bool:
    """Whether a goal is so many times what is usual, or as small a part of it."""
    if goal * usual <= 0:
        return False
    ratio = goal / usual
    return ratio >= OFF or ratio <= Fraction(1, OFF)


def _is_whole_year(store: Store, plan: Plan) -> bool:
    return store.opened is None or plan.month_end.month_of(store.opened) < plan.period.first


def _alike(group: Group, facts: Sequence[Fact]) -> Mapping[tuple[str, ...], list[Store]]:
    """The stores by some of their facts."""
    alike: dict[tuple[str, ...], list[Store]] = {}
    for store in group.stores:
        alike.setdefault(tuple(store.facts.get(fact, "") for fact in facts), []).append(store)
    return alike


def store_without_goal(plan: Plan, group: Group) -> Iterator[Finding]:
    """A store has no goal for a target that most of its peers have."""
    for target in plan.targets:
        if target.by_store is None:
            continue
        for some in _alike(group, group.terms.peers).values():
            here = [store for store in some if _is_open_in(store, plan)]
            having = [store for store in here if target.id in store.goals]
            for store in here if 2 * len(having) > len(here) else ():
                if target.id not in store.goals:
                    message = say(
                        "{name}: {store} has no goal, and {number} of the {all} stores of its kind have one",
                        name=target.label, store=store.label, number=len(having), all=len(here),
                    )  # fmt: skip
                    yield found("store-without-goal", plan, target, store, message)


def _is_open_in(store: Store, plan: Plan) -> bool:
    """Whether a store is open in any month of the period."""
    first, last, end = plan.period.first, plan.period.last, plan.month_end
    return not store.is_closed(first, end) and not store.is_to_open(last, end)


def goal_while_closed(plan: Plan, group: Group) -> Iterator[Finding]:
    """A month has a goal in which the store is not open, or all of the period."""
    for store in group.stores:
        for target in plan.targets:
            own = store.goals.get(target.id)
            months = [month for month, amount in (own.months or {}).items()
                      if amount and not store.is_due(month, plan.month_end)] if own else []  # fmt: skip
            if own and own.goal.value and not _is_open_in(store, plan):
                message = say(
                    "{name}: {store} has a goal of {goal} and is not open in the period",
                    name=target.label, store=store.label, goal=amount_of(own.goal.value, target),
                )  # fmt: skip
                yield found("goal-while-closed", plan, target, store, message)
            elif months:
                message = say(
                    "{name}: {store} has goals of months in which it is not open: {months}",
                    name=target.label, store=store.label, months=few(months),
                )  # fmt: skip
                yield found("goal-while-closed", plan, target, store, message)


def one_of_a_kind(plan: Plan, group: Group) -> Iterator[Finding]:
    """Too few stores are alike for a fair rank."""
    if not group.terms.peers:
        return
    for kind, some in _alike(group, group.terms.peers).items():
        if len(some) < LEAST_PEERS:
            message = say(
                "{kind}: {number} store is of this kind ({facts}), too few for a fair rank: {stores}",
                "{kind}: {number} stores are of this kind ({facts}), too few for a fair rank: {stores}",
                kind=[one or "-" for one in kind], number=len(some),
                facts=[FACT_WORDS[one] for one in group.terms.peers], stores=[store.label for store in some],
            )  # fmt: skip
            yield found("one-of-a-kind", plan, None, None, message)


def facts_missing(plan: Plan, group: Group) -> Iterator[Finding]:
    """Stores lack a fact that most have: merged cells hold it in their first row alone."""
    for fact in FACTS:
        without = [store for store in group.stores if not store.facts.get(fact)]
        if without and 2 * len(without) < len(group.stores):
            message = say(
                "{number} store has no {fact}, and the others have one (merged cells hold it in one row): {stores}",
                "{number} stores have no {fact}, and the others have one (merged cells hold it in one row): {stores}",
                number=len(without), fact=FACT_WORDS[fact], stores=few([store.label for store in without]),
            )  # fmt: skip
            yield found("fact-missing", plan, None, None, message)


def facts_alike(plan: Plan, group: Group) -> Iterator[Finding]:
    """A fact is written in two ways, 华东 and 华东区, which count as two."""
    for fact in FACTS:
        spelled: dict[str, dict[str, None]] = {}
        for store in group.stores:
            for said in (store.facts, *(move.facts for move in store.moves)):
                if value := said.get(fact):
                    alike = "".join(narrow(value).casefold().split())
                    spelled.setdefault(_OF_REGION.sub("", alike) if fact == "region" else alike, {})[value] = None
        for values in spelled.values():
            if len(values) > 1:
                message = say("{values} count as several ({fact}): are they one?", values=[*values],
                              fact=FACT_WORDS[fact])  # fmt: skip
                yield found("facts-alike", plan, None, None, message)


_OF_REGION = re.compile(r"(?:大?区域?|地区|region|area)$")


def names_alike(plan: Plan, group: Group) -> Iterator[Finding]:
    """Stores of one name: a file that names it is of neither."""
    for name in sorted(twins(store.label for store in group.stores)):
        ids = [store.id for store in group.stores if store.label == name]
        yield found("names-alike", plan, None, None, say("{name} is the name of several stores: {ids}", name=name,
                                                         ids=few(ids)))  # fmt: skip


RULES: tuple[Rule, ...] = (
    group_sum, goal_outlier, store_without_goal, goal_while_closed, one_of_a_kind, facts_missing, facts_alike,
    names_alike,
)  # fmt: skip


def closed_months_moved(
    plan: Plan, store: Store, closed: Sequence[Month], moved: Mapping[Fact, tuple[Month, str]]
) -> Iterator[Finding]:
    """The table has a store elsewhere than it was when its months were closed, whose figures were told there.

    It says so by a row before the last closed month, or by what has `moved` since the plan that was kept then.
    """
    last = max(closed, default=None)
    said = [move for move in store.moves if last is not None and move.start < last]
    for move in said:
        message = say(
            "{store} moves from {month} on ({facts}), and {last} is closed: look whether that was known then",
            store=store.label, month=move.start, last=last, facts=[*move.facts.values()],
        )  # fmt: skip
        yield found("moved-in-closed-month", plan, None, store, message)
    for fact, (month, was) in moved.items():
        if not any(fact in move.facts for move in said):
            message = say(
                "{store}: when {month} was closed its {fact} was {was}, and the table has {now} for that month now: "
                "write {was} there again, and what is new in a row with a later month under from",
                store=store.label, month=month, fact=FACT_WORDS[fact], was=was, now=store.fact(fact, month) or "-",
            )  # fmt: skip
            yield found("moved-in-closed-month", plan, None, store, message)


def goal_off_last_year(plan: Plan, store: Store, target: Target, before: Fraction) -> Iterator[Finding]:
    """A store's goal is many times what it had last year, or a small part of that."""
    for goal, start in _goals(store, target):
        if is_off(goal, before):
            message = say(
                "{name}: {store} has a goal of {goal}, and last year it had {before}: look at its unit",
                name=target.label, store=store.label, goal=_told(goal, start, target),
                before=amount_of(before, target),
            )  # fmt: skip
            yield found("goal-outlier", plan, target, store, message)


def value_while_closed(plan: Plan, store: Store, values: Mapping[tuple[str, Month], Fraction]) -> Iterator[Finding]:
    """Something is recorded of a month in which the store is not open: it counts nowhere."""
    months = sorted({month for _, month in values if month in plan.period and not store.is_due(month, plan.month_end)})
    for month in months:
        own = [(id, value) for (id, at), value in values.items() if at == month and value and id in plan.measures]
        if own:
            id, value = own[0]
            message = say(
                "{store} is not open in {month}, and {number} of its values is recorded, which counts nowhere: "
                "{name} {value}",
                "{store} is not open in {month}, and {number} of its values are recorded, which count nowhere: "
                "{name} {value} …",
                store=store.label, month=month, number=len(own), name=plan.measures[id].name,
                value=Amount(value, plan.measures[id].unit, named=True),
            )  # fmt: skip
            yield found("value-while-closed", plan, None, store, message)
