"""A group's figures once more, slow and plain, written from the specification of groups alone.

Section numbers are the specification's; "reading" marks what it leaves open. Months end with the calendar's, all stores
of a target have goals of one direction, and goals against last year are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from dealerplan.domain.formula import Formula, Name, Number
from dealerplan.domain.group import Store, Structure
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan
from tests.evaluate.slow_parts import CALENDAR, ZERO, Answer, Pair, Pairs, names_in, ratio
from tests.evaluate.slow_target import SlowTarget


class SlowGroup:
    """A plan's stores at one as-of month; `values` are by store, measure and month."""

    def __init__(
        self, plan: Plan, stores: Sequence[Store], values: dict[tuple[str, str, Month], Fraction], as_of: Month,
        structure: Structure = "then", today: date = date(2026, 12, 31), main: str = "",
        open_day: Callable[[date], bool] = lambda _: True, idle: Container[tuple[str, Month]] = (),
    ) -> None:  # fmt: skip
        self.plan, self.stores, self.values, self.as_of, self.idle = plan, stores, values, as_of, idle
        self.structure, self.today, self.main, self.open_day = structure, today, main, open_day
        self.targets = {target.id: SlowTarget(self, target) for target in plan.targets}

    # stores

    def opening(self, store: Store) -> Month | None:
        return None if store.opened is None else Month.of(store.opened)

    def closing(self, store: Store) -> Month | None:
        return None if store.closed is None else Month.of(store.closed)

    def is_to_open(self, store: Store, month: Month) -> bool:
        return (opening := self.opening(store)) is not None and opening > month

    def has_closed(self, store: Store, month: Month) -> bool:
        return (closing := self.closing(store)) is not None and closing < month

    def is_due(self, store: Store, month: Month) -> bool:
        return not self.is_to_open(store, month) and not self.has_closed(store, month)

    def is_comparable(self, store: Store, month: Month) -> bool:
        """9.9: whole months open, this one included."""
        assert self.plan.group is not None
        if store.opened is None:
            return True
        first = Month.of(store.opened) if store.opened.day == 1 else Month.of(store.opened).plus(1)
        return month.since(first) + 1 >= self.plan.group.comparable

    def days(self, store: Store, month: Month, open_only: bool = False, closes: bool = True) -> int:
        """9.5: days of the opening and closing month are the days open."""
        all_days = [month.first_day + timedelta(days=at) for at in range(month.days)]
        return len([
            day
            for day in all_days
            if (store.opened is None or day >= store.opened)
            and (not closes or store.closed is None or day <= store.closed)
            and (not open_only or self.open_day(day))
        ])  # fmt: skip

    def fact(self, store: Store, by: str, month: Month) -> str | None:
        """9.20: of the month, or of today in all months."""
        at = month if self.structure == "then" else Month.of(self.today)
        facts: dict[Any, str] = dict(store.facts)
        for move in store.moves:
            if move.start <= at:
                facts |= move.facts
        return facts.get(by)

    # measures

    def asked(self, formula: Formula, weights: bool = True) -> set[str]:
        """What is recorded for a formula: members for their sum, and the weights of over_stores; a span is each store's
        own and needs no weight."""
        found = set()
        for id in names_in(formula):
            measure = self.plan.measures[id]
            found |= set(measure.members or (id,))
            if weights and measure.over_stores is not None and measure.over_stores.weight is not None:
                found.add(measure.over_stores.weight)
        return found

    def is_idle(self, store: Store, month: Month) -> bool:
        """Without business (amendments B.9)."""
        return (store.id, month) in self.idle

    def amount(self, store: str, id: str, month: Month) -> Fraction:
        return ZERO if (store, month) in self.idle else self.values[store, id, month]

    def there(self, store: Store, ids: Iterable[str], month: Month) -> bool:
        return all((store.id, id, month) in self.values for id in ids)

    def taken(self, name: str, pairs: Pairs, own: bool) -> Fraction | None:
        """Each store's over its months first (9.18), then over stores; `own`: of one store as it stands."""
        if name == "months":
            return Fraction(len(pairs))
        if name in CALENDAR:
            return Fraction(sum(self.days(store, month, name == "open_days") for store, month in pairs))
        measure = self.plan.measures[name]
        by_store: dict[str, list[Pair]] = {}
        for store, month in pairs:
            by_store.setdefault(store.id, []).append((store, month))
        found = {}
        for id, its in by_store.items():
            values = [sum(self.amount(id, part, month) for part in measure.members or (name,)) for _, month in its]
            together = values[-1] if measure.over_time == "last" else sum(values, ZERO)
            found[id] = Fraction(together) / (len(values) if measure.over_time == "mean" else 1)
        return sum(found.values(), ZERO) if own else self.over_stores(name, found, pairs)

    def over_stores(self, name: str, found: dict[str, Fraction], pairs: Pairs) -> Fraction | None:
        rule = self.plan.measures[name].over_stores
        if rule is None or rule.how == "sum":
            return sum(found.values(), ZERO)
        weights = dict.fromkeys(found, ZERO if rule.weight else Fraction(1))
        for store, month in pairs if rule.weight else []:
            weights[store.id] += self.amount(store.id, str(rule.weight), month)
        return ratio(sum((found[id] * weights[id] for id in found), ZERO), sum(weights.values(), ZERO))

    def value(self, formula: Formula, pairs: Pairs, own: bool = False) -> Fraction | None:
        if isinstance(formula, Number):
            return formula.value
        if isinstance(formula, Name):
            return self.taken(formula.id, pairs, own)
        left, right = self.value(formula.left, pairs, own), self.value(formula.right, pairs, own)
        if left is None or right is None:
            return None
        if formula.operator == "/":
            return ratio(left, right)
        return {"+": left + right, "-": left - right, "*": left * right}[formula.operator]

    # the answer

    def answer(self) -> Answer:
        return {
            "coverage": self.coverage(),
            "stores": self.counted(),
            "targets": {id: target.answer() for id, target in self.targets.items()},
        }

    def counted(self) -> Answer:
        due = [store for store in self.stores if self.is_due(store, self.as_of)]
        comparable = len([store for store in due if self.is_comparable(store, self.as_of)])
        return {
            "total": len(self.stores),
            "due": len(due),
            "comparable": comparable,
            "new": len(due) - comparable,
            "closed": len([store for store in self.stores if self.has_closed(store, self.as_of)]),
            "to_open": len([store for store in self.stores if self.is_to_open(store, self.as_of)]),
        }

    def asked_of(self, store: Store) -> set[str]:
        """9.7: what its own targets use, undecided ones too. Reading: weights in all months."""
        found = set()
        for target in self.targets.values():
            if store in target.with_goal:
                used = self.asked(target.target.formula)
                found |= used if self.as_of in target.all else used & self.weights
        return found

    @property
    def weights(self) -> set[str]:
        rules = [measure.over_stores for measure in self.plan.measures.values()]
        return {rule.weight for rule in rules if rule is not None and rule.weight is not None}

    def has_reported(self, store: Store) -> bool:
        there = self.is_idle(store, self.as_of) or self.there(store, self.asked_of(store), self.as_of)
        return self.is_due(store, self.as_of) and there

    def coverage(self) -> Answer:
        """Reading of 9.27: due = reported + partial + missing. Days of reporting are not in the values."""
        due = [store for store in self.stores if self.is_due(store, self.as_of)]
        silent = [store for store in due if not self.has_reported(store)]
        partial = [one for one in silent if any(self.there(one, [id], self.as_of) for id in self.asked_of(one))]
        main = self.targets.get(self.main)
        return {
            "due": len(due),
            "reported": len(due) - len(silent),
            "partial": len(partial),
            "missing": [store.id for store in silent if store not in partial],
            "owed_share": main and main.owed_share([(one, self.as_of) for one in due if one not in silent], self.as_of),
        }
