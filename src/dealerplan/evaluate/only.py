"""A part of a group: the stores of a region, brand, class or manager, or those that have long been open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from dealerplan.domain.group import FACTS, Fact, Store
from dealerplan.domain.month import Month
from dealerplan.domain.month_end import MonthEnd
from dealerplan.domain.number import summed
from dealerplan.domain.plan import Plan
from dealerplan.evaluate.figures import less
from dealerplan.evaluate.roller import nearest
from dealerplan.evaluate.tally import ZERO, Place, StoreTally, TargetTally


def values_of(stores: Sequence[Store]) -> Mapping[Fact, list[str]]:
    """What each fact of stores is at any time, in the order of the table."""
    found: dict[Fact, list[str]] = {}
    for fact in FACTS:
        said = [facts[fact] for one in stores for facts in (one.facts, *(move.facts for move in one.moves))
                if facts.get(fact)]  # fmt: skip
        found[fact] = list(dict.fromkeys(said))
    return found


def of_some(plan: Plan) -> Plan:
    """A group's plan for some of its stores, of which alone nothing is asked together."""
    return plan._replace(targets=tuple(one._replace(group_goal=None) for one in plan.targets))


def only(
    stores: Sequence[StoreTally], fact: Fact, value: str, as_of: Month | None, today: Month | None = None
) -> list[StoreTally]:
    """The stores where a fact has a value: where they were in each month, with `today` where they are in that month.

    A store that has left is not `here` any more, and counts with the sums of its months there alone; so does one that
    has come, which else is whole: levels, spans, landings, what is due and reported go by the as-of month.
    """
    kept = []
    for one in stores:
        here = one.store.fact(fact, today or as_of) == value
        targets = {
            id: narrowed
            for id, tally in one.targets.items()
            if (narrowed := _narrowed(tally, fact, value, here, today)) is not None
        }
        if here or targets:
            kept.append(one._replace(targets=targets, gone=one.gone if here else {}, here=here))
    return kept


def _narrowed(tally: TargetTally, fact: Fact, value: str, here: bool, today: Month | None) -> TargetTally | None:
    """A target in the months in which a fact has a value; None where that is never."""
    places = tally.places_by(fact, today)
    if not places:
        return tally if here else None
    place = next((one for one in places if one.value == value), None)
    return None if place is None else _at(tally, place, here)


def _at(tally: TargetTally, place: Place, here: bool) -> TargetTally:
    """A target at a place; its first goal is shared as the goal in force is."""
    whole, part = summed(tally.goals), summed(place.goals)
    owed = () if place.sums is None else place.sums.owed
    is_one = len(owed) == 1 or (len(owed) > 1 and owed != tally.goals)  # a range of a flow is against its low end
    expected = owed[0] if is_one else None
    actual = place.actual
    gap = less(actual, expected) if is_one else None if actual is None or not owed else actual - nearest(actual, owed)
    return tally._replace(
        goals=place.goals,
        first=None if tally.first is None else tally.first * (part / whole if whole else Fraction(here)),
        whole=place.sums,
        places=(place,),
        actual=actual,
        expected=expected,
        gap=gap,
        owed_all=place.owed_all,
        owed_month=tally.owed_month if here else ZERO,
        missing=place.missing,
        stale=tally.stale if here else None,
        comparable=place.comparable,
        before=place.before,
        ahead=None,
    )


def only_comparable(
    stores: Sequence[StoreTally], as_of: Month | None, least: int, month_end: MonthEnd
) -> list[StoreTally]:
    """The stores due in the as-of month that had been open for so many whole months by its end."""
    return [
        one
        for one in stores
        if as_of is not None and one.store.is_due(as_of, month_end)
        if (months := one.store.whole_months(as_of, month_end)) is None or months >= least
    ]
