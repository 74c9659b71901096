"""What a target of a group asks of its stores, slowly: see `slow_group`."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from dealerplan.domain.formula import Formula, Name, Number, Operation
from dealerplan.domain.goal import Goal
from dealerplan.domain.group import Store
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Target
from tests.evaluate.slow_parts import ZERO, Pairs, names_in, share

if TYPE_CHECKING:
    from tests.evaluate.slow_group import SlowGroup


SIZES = {"month": 1, "quarter": 3, "half": 6, "year": 12}


class SlowGoals:
    """What one target asks of its stores, and who has said what for it."""

    def __init__(self, group: SlowGroup, target: Target) -> None:
        self.group, self.target, self.by_store = group, target, target.by_store is not None
        self.known_owed: dict[tuple[str, bool], dict[Month, Fraction]] = {}
        self.all = list(target.months or group.plan.period)
        self.passed = [month for month in self.all if month <= group.as_of]
        self.as_of = self.passed[-1] if self.passed else None
        self.with_goal = [store for store in group.stores if self.goals(store) and self.is_ever(store)]
        self.decided = [store for store in self.with_goal if self.goal(store).op is not None]
        self.op = self.goal(self.decided[0]).op if self.decided else None
        self.is_ceiling, self.is_range = self.op in ("<", "<="), self.op == ".."
        self.pauses = [(one, at) for one in self.decided for at in self.all if group.is_idle(one, at)]
        is_flow, asked = target.kind == "flow", group.asked(target.formula, weights=not target.each)
        owing = [
            (one, month)
            for one in self.decided
            for month in self.passed
            if group.is_due(one, month) and (is_flow or (one, month) not in self.pauses)
        ]
        self.pairs = [pair for pair in owing if pair in self.pauses or group.there(pair[0], asked, pair[1])]
        alone = group.asked(target.formula, weights=False)  # of a store's own status (9.15, 9.21)
        self.own = [pair for pair in owing if pair in self.pauses or group.there(pair[0], alone, pair[1])]
        self.own_missing = [pair for pair in owing if pair not in self.own and self.may_count(*pair)]
        self.missing = [pair for pair in owing if pair not in self.pairs and self.may_count(*pair)]
        formula = target.formula
        self.parts: tuple[Formula, Formula] | None = None  # of N / D
        self.factor = Fraction(1)  # of a constant in N
        rules = [group.plan.measures[id].over_stores for id in names_in(formula)]
        adds_up = all(rule is None or rule.how == "sum" for rule in rules)
        if isinstance(formula, Operation) and formula.operator == "/" and target.kind == "rate" and adds_up:
            above = formula.left
            if isinstance(above, Operation) and above.operator == "*" and isinstance(times := above.right, Number):
                above, self.factor = above.left, times.value
            self.parts = (above, formula.right)
        rule = group.plan.measures[formula.id].over_stores if isinstance(formula, Name) else None
        is_alone = isinstance(formula, Name) or target.kind == "flow"
        self.is_sum = is_alone and (rule is None or rule.how == "sum")

    def spans(self) -> list[list[Month]]:
        size = SIZES[self.target.each] if self.target.each else 1
        return [self.all[at : at + size] for at in range(0, len(self.all), size)]

    def may_count(self, store: Store, month: Month) -> bool:
        """Reading: months of spans in which a store is not there all the time are not missed."""
        span = next(span for span in self.spans() if month in span)
        return all(self.group.is_due(store, one) for one in span)

    def is_ever(self, store: Store) -> bool:
        """Reading: where a store is in no whole span, or no month, it has no goal, though it is not "without"."""
        return any(all(self.group.is_due(store, month) for month in span) for span in self.spans())

    # goals

    def goals(self, store: Store) -> list[tuple[Month | None, Goal]]:
        """The first goal and those from a month on; none where the cell is empty."""
        if not self.by_store:
            later = [(one.start, one.goal) for one in self.target.revisions if one.goal is not None]
            return [(None, self.target.goal), *later]
        cell = store.goals.get(self.target.id)
        return [] if cell is None else [(None, cell.goal), *((one.start, one.goal) for one in cell.later)]

    def known(self, store: Store) -> Month:
        """Reading: what is new for a store after it closed is not in force."""
        closing = self.group.closing(store)
        return self.group.as_of if closing is None else min(self.group.as_of, closing)

    def goal(self, store: Store, month: Month | None = None) -> Goal:
        until = month or self.known(store)
        return [goal for start, goal in self.goals(store) if start is None or start <= until][-1]

    def floored(self, amount: Fraction) -> Fraction:
        return Fraction((amount * 10**self.target.decimals).__floor__(), 10**self.target.decimals)

    def weight(self, store: Store, month: Month) -> Fraction:
        """9.5: what lies before the opening is dropped; by open days in the opening month, where it is even."""
        phasing, at = self.target.phasing, self.all.index(month)
        if self.group.is_to_open(store, month):
            return ZERO
        if isinstance(phasing, tuple):
            return phasing[at]
        if phasing == "open_days":
            return Fraction(self.group.days(store, month, open_only=True, closes=False))
        return Fraction(self.group.days(store, month, closes=False), month.days)

    def weights(self, store: Store) -> dict[Month, Fraction]:
        """Reading: what a closing month lacks by its days is with the month after, which the closing takes away."""
        found, closing = {month: self.weight(store, month) for month in self.all}, self.group.closing(store)
        if closing in found and closing != self.all[-1] and not isinstance(self.target.phasing, tuple):
            lacks = found[closing] * (1 - self.closing_part(store, closing))
            found[closing] -= lacks
            found[closing.plus(1)] += lacks
        return found

    def closing_part(self, store: Store, closing: Month) -> Fraction:
        by_open_days = self.target.phasing == "open_days"
        here, whole = (self.group.days(store, closing, by_open_days, closes) for closes in (True, False))
        return Fraction(here, whole) if whole else Fraction(1)

    def amount(self, store: Store, goal: Goal, high: bool) -> Fraction | None:
        """9.5: a goal of the plan's own is owed for the open months alone, rounded down.

        Reading: by the opening; the closing takes away months, as it does from a goal of the table.
        """
        value = goal.high if high and goal.high is not None else goal.value
        if value is None or self.by_store:
            return value
        always = store._replace(opened=None)
        weighs = [sum((self.weight(one, month) for month in self.all), ZERO) for one in (store, always)]
        return value if weighs[0] == weighs[1] else self.floored(value * weighs[0] / weighs[1])

    def owed_if_open(self, store: Store, high: bool) -> dict[Month, Fraction]:
        """As if it never closed; found once, since all else asks for it."""
        if (store.id, high) not in self.known_owed:
            self.known_owed[store.id, high] = self.spread(store, high)
        return {**self.known_owed[store.id, high]}

    def spread(self, store: Store, high: bool) -> dict[Month, Fraction]:
        """Goals over months. A later goal spreads what the months before it did not owe (amendments B.5, B.6)."""
        cell = store.goals.get(self.target.id) if self.by_store else None
        across = cell.months if cell else None
        weights = across or self.weights(store)
        owed: dict[Month, Fraction] = {}
        was_known = False
        for start, goal in self.goals(store):
            if start is not None and start > self.known(store):
                continue
            rest = [month for month in self.all if start is None or month >= start]
            owed = {month: owed[month] for month in owed if month not in rest}
            value, kept = self.amount(store, goal, high), sum(owed.values(), ZERO)
            if value is not None and across and start is None:
                owed = {month: across.get(month, ZERO) for month in self.all}
            elif value is not None and (not was_known or 0 <= value < kept):
                owed = self.shared_out(value, self.all, [weights.get(month, ZERO) for month in self.all])
            elif value is not None:
                owed |= self.shared_out(value - kept, rest, [weights.get(month, ZERO) for month in rest])
            was_known = value is not None
        return owed

    def shared_out(self, amount: Fraction, months: list[Month], weights: list[Fraction]) -> dict[Month, Fraction]:
        weights = weights if sum(weights) else [Fraction(1)] * len(weights)
        owed, before = {}, ZERO
        for at, month in enumerate(months):
            mark = self.floored(amount * sum(weights[: at + 1]) / sum(weights)) if month != months[-1] else amount
            owed[month], before = mark - before, mark
        return owed

    def owed(self, store: Store, high: bool = False) -> dict[Month, Fraction]:
        """Nothing after the closing, and in its month by the days open.

        Reading: amounts and shares said by month stand as they are.
        """
        owed, closing = self.owed_if_open(store, high), self.group.closing(store)
        if closing is None:
            return owed
        if high and self.is_range and self.is_shut(store):
            return self.shaped_as_low(store, owed, closing)
        across = self.by_store and store.goals[self.target.id].months
        is_last = closing == self.all[-1] and closing in owed
        if is_last and not across and not isinstance(self.target.phasing, tuple):
            owed[closing] = self.floored(owed[closing] * self.closing_part(store, closing))
        return {month: ZERO if month > closing else owed[month] for month in owed}

    def in_force(self, store: Store, high: bool = False) -> dict[Month, Fraction]:
        """9.5: the whole goal up to the closing month, then what the open months owed; by month, for regions."""
        return self.owed(store, high) if self.is_shut(store) else self.owed_if_open(store, high)

    def is_shut(self, store: Store) -> bool:
        """Reading: after the closing month, or in it where no month comes after."""
        is_last = self.group.closing(store) == self.all[-1] == self.group.as_of
        return is_last or self.group.has_closed(store, self.group.as_of)

    def shaped_as_low(self, store: Store, owed: dict[Month, Fraction], closing: Month) -> dict[Month, Fraction]:
        """Reading: what a closed store owed of a range's high end falls on its months as the low end does."""
        low, months = self.owed(store), [month for month in self.all if month <= closing]
        part = self.closing_part(store, closing) if closing == self.all[-1] else Fraction(1)
        if isinstance(self.target.phasing, tuple):
            part = Fraction(1)
        high = {month: owed.get(month, ZERO) for month in months}
        if closing in high:
            high[closing] = self.floored(high[closing] * part)
        weights = [low.get(month, ZERO) for month in months]
        rest = dict.fromkeys(self.all, ZERO)
        return rest | self.shared_out(sum(high.values(), ZERO), months, weights) if months else rest

    def owed_over(self, pairs: Pairs, high: bool = False) -> Fraction:
        return sum((self.owed(store, high).get(month, ZERO) for store, month in pairs if store in self.decided), ZERO)

    def owed_share(self, pairs: Pairs, month: Month | None = None) -> Fraction | None:
        """9.8: of what all decided pairs owe, in a month or up to the as-of month."""
        if self.target.kind != "flow" or self.target.each:
            return None
        months = self.passed if month is None else [month]
        due = [(one, at) for one in self.decided for at in months if self.group.is_due(one, at)]
        return share(self.owed_over(pairs), self.owed_over(due))

    def line(self, store: Store, until: Month) -> Fraction | None:
        """Step by step from the start to the goal known then (B.7); the goal itself without a start.

        Reading: a store that opens within the year goes its way in the months from its opening on.
        """
        cell = store.goals.get(self.target.id)
        start = cell.start if self.by_store and cell else self.target.start
        if start is None or self.target.kind != "level":
            return self.goal(store).value
        months = [month for month in self.all if not self.group.is_to_open(store, month)]
        while len(months) > 1 and (store, months[-1]) in self.pauses and until < months[-1]:
            months.pop()
        here: Fraction | None = start
        for at, month in enumerate(months):
            goal = self.goal(store, min(month, self.known(store))).value
            if goal is None:
                here = None
            elif here is None:  # as if it had been decided from the beginning
                here = start + (goal - start) * (at + 1) / len(months)
            else:
                here += (goal - here) / (len(months) - at)
            if month == until:
                return here
        return None
