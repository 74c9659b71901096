"""The figures of stores rolled up, and their status, slowly: see `slow_group`."""

from __future__ import annotations

from fractions import Fraction

from dealerplan.domain.formula import Name, Operation
from dealerplan.domain.group import Store
from dealerplan.domain.month import Month
from tests.evaluate.slow_goals import SlowGoals
from tests.evaluate.slow_parts import CALENDAR, ZERO, Answer, Pairs, beyond, holds, names_in, ratio, subtracts

WORST_FIRST = ["missed", "behind", "at_risk", "on_track", "met"]


class SlowStatus(SlowGoals):
    """Figures over pairs of stores and months, and how they stand."""

    # roll-up

    def figures(self, pairs: Pairs, own: bool = False) -> Answer:
        """Actual, expected and gap over pairs; for ranges the ends in `low` and `high`."""
        if self.target.kind == "level":
            pairs = [pair for pair in pairs if pair[1] == self.as_of]
        actual = self.group.value(self.target.formula, pairs, own) if pairs else None
        low, high = self.expected(pairs, own, False), self.expected(pairs, own, True)
        if not pairs:
            low = high = None
        gap = None if actual is None or low is None else beyond(actual, low, high if self.is_range else None)
        if self.target.kind == "flow" and self.is_range:  # as of one store: against the floor
            gap = None if actual is None or low is None else actual - low
        hidden = self.is_range and self.target.kind != "flow"
        return {
            "actual": actual, "expected": None if hidden else low, "gap": gap, "low": low, "high": high, "pairs": pairs,
        }  # fmt: skip

    def expected(self, pairs: Pairs, own: bool, high: bool) -> Fraction | None:
        if self.target.kind == "flow":
            return self.owed_over(pairs, high)
        stores = {store.id: store for store, _ in pairs}
        goals = {}
        for id, store in stores.items():
            goal = self.goal(store)
            value = goal.high if high and self.is_range else self.goal_or_line(store)
            if value is None:
                return None
            goals[id] = value
        return self.rolled(goals, pairs, own)

    def goal_or_line(self, store: Store) -> Fraction | None:
        return self.line(store, self.as_of) if self.as_of is not None else None

    def rolled(self, goals: dict[str, Fraction], pairs: Pairs, own: bool) -> Fraction | None:
        """What the group would have if each store exactly held its own.

        Reading: goals of a measure alone, a score or a level, go over stores as its values do.
        """
        formula = self.target.formula
        if own or not goals:
            return next(iter(goals.values()), None)
        if self.parts is not None and len(set(goals.values())) > 1:
            below = {id: self.group.value(self.parts[1], [one for one in pairs if one[0].id == id]) for id in goals}
            weighted = sum((goals[id] * (below[id] or ZERO) for id in goals), ZERO)
            return ratio(weighted, sum((one or ZERO for one in below.values()), ZERO))
        if not self.is_sum and len(set(goals.values())) == 1:
            return next(iter(goals.values()))
        if isinstance(formula, Name) and formula.id not in CALENDAR:
            return self.group.over_stores(formula.id, goals, pairs)
        if self.target.kind == "level":
            return sum(goals.values(), ZERO)
        return next(iter(goals.values())) if len(set(goals.values())) == 1 else None

    def contribution(self, pairs: Pairs) -> Fraction | None:
        """Of one store: of N / D cases beyond its goal, of what is added up a - e; to a range's nearer end.

        Reading: levels and means that are added over stores have one as flows do (9.15 names flows and N / D).
        """
        if self.target.each or not pairs:
            return None
        found = self.figures(pairs, own=True)
        if found["low"] is None:
            return None
        if not self.is_sum:
            if self.parts is None:
                return None
            above, below = (self.group.value(part, pairs, own=True) for part in self.parts)
            assert above is not None
            assert below is not None
            low, high = ((found[end] or ZERO) * below / self.factor for end in ("low", "high"))
            return beyond(above, low, high if self.is_range else None)
        if found["actual"] is None:
            return None
        return beyond(found["actual"], found["low"], found["high"] if self.is_range else None)

    # status

    def status(self, pairs: Pairs, is_over: bool, goals: tuple[Fraction, Fraction], own: bool = False) -> str | None:
        """`goals`: the ends of what all its months owe."""
        found = self.figures(pairs, own)
        actual, low, high = found["actual"], found["low"], found["high"]
        if actual is None:
            return "no_data"
        if low is None:
            return None
        if self.target.kind == "flow":
            if not self.is_range:
                return self.status_of_flow(str(self.op), pairs, actual, low, goals[0], is_over)
            floor = self.status_of_flow(">=", pairs, actual, low, goals[0], is_over)
            ceiling = self.status_of_flow("<=", pairs, actual, high, goals[1], is_over)
            return min(floor, ceiling, key=WORST_FIRST.index)
        if self.is_too_few(pairs):
            return "too_few"
        if is_over:
            end = self.ends_at_goal(found["pairs"], own) if self.target.kind == "level" else low
            return "met" if end is not None and holds(str(self.op), actual, end, high) else "missed"
        if holds(str(self.op), actual, low, high):
            return "on_track"
        nearest = high if self.is_range and actual > low else low
        return "at_risk" if abs(actual - nearest) <= abs(nearest) * self.target.tolerance else "behind"

    def ends_at_goal(self, pairs: Pairs, own: bool) -> Fraction | None:
        """A level's goals themselves, without the line to them."""
        goals = {store.id: self.goal(store).value for store, _ in pairs}
        return self.rolled({id: value for id, value in goals.items() if value is not None}, pairs, own)

    def status_of_flow(
        self, op: str, pairs: Pairs, actual: Fraction, owed: Fraction, goal: Fraction, is_over: bool
    ) -> str:
        floor, held = op in (">", ">="), holds(op, actual, goal)
        sure = self.cannot_turn(pairs) and (goal > 0 or (goal == 0 and not floor))
        if is_over or (sure and held is floor):
            return "met" if held else "missed"
        lack = owed - actual if floor else actual - owed
        if lack <= 0:
            return "on_track"
        return "at_risk" if lack <= self.target.tolerance * abs(owed) else "behind"

    def cannot_turn(self, pairs: Pairs) -> bool:
        """B.1: nothing is subtracted, nothing recorded is negative.

        Reading: in all that the stores have had, also in another region, or in months missing for another measure.
        """
        stores = {store.id for store, _ in pairs}
        for store, month in [one for one in [*self.pairs, *self.missing] if one[0].id in stores]:
            for id in names_in(self.target.formula):
                ids = self.group.plan.measures[id].members or (id,)
                if (
                    self.group.there(store, ids, month)
                    and sum(self.group.values[store.id, one, month] for one in ids) < 0
                ):
                    return False
        return not subtracts(self.target.formula)

    def is_too_few(self, pairs: Pairs) -> bool:
        least, formula = self.target.min_volume, self.target.formula
        if least is None or not isinstance(formula, Operation):
            return False
        below = self.group.value(formula.right, pairs)
        return below is not None and below < least

    def is_over(self, missing: Pairs) -> bool:
        """9.13. Reading: a level waits for the last month alone, as it does in one store (9.21)."""
        if self.target.kind == "level":
            missing = [pair for pair in missing if pair[1] == self.as_of]
        return self.as_of == self.all[-1] and not missing

    def status_of_store(self, store: Store) -> str:
        if self.goal(store).op is None:
            return "undecided"
        if self.target.each:
            return self.status_of_spans(store)
        pairs = [pair for pair in self.own if pair[0] == store]
        missing = [pair for pair in self.own_missing if pair[0] == store]
        is_over = self.is_over(missing) or (self.group.has_closed(store, self.group.as_of) and not missing)
        ends = tuple(sum(self.in_force(store, high).values(), ZERO) for high in (False, True))
        return self.status(pairs, is_over, (ends[0], ends[1]), own=True) or "no_data"

    # spans

    def held_in(self, store: Store, span: list[Month]) -> bool | None:
        """None where it does not count: not due in all its months, not all recorded, or too early."""
        goal = self.goal(store, min(span[-1], self.known(store)))
        if not all(self.group.is_due(store, month) for month in span):
            return None
        pairs = [(store, month) for month in span if (store, month) not in self.pauses]
        if any(pair not in self.pairs for pair in pairs) or not pairs or goal.value is None:
            return None
        value = self.group.value(self.target.formula, pairs, own=True)
        return None if value is None else holds(str(goal.op), value, goal.value, goal.high)

    def status_of_spans(self, store: Store) -> str:
        counted = [(span, held) for span in self.spans() if (held := self.held_in(store, span)) is not None]
        every = [held for _, held in counted]
        if not every:
            return "no_data"
        if self.is_too_few([(store, month) for month in counted[-1][0]]):
            return "too_few"
        missing = [pair for pair in self.missing if pair[0] == store]
        to_come = [
            span
            for span in self.spans()
            if span[-1] > self.group.as_of and self.may_count(store, span[0])
            if any((store, month) not in self.pauses for month in span)
        ]
        if not to_come and not missing:  # reading: the end is that of the last span that may count
            return "met" if all(every) else "missed"
        return "on_track" if all(every) else "at_risk" if every[-1] else "behind"

    def each(self) -> Answer:
        """9.19. Reading: the last span is the last that has ended."""
        found = [[self.held_in(store, span) for store in self.decided] for span in self.spans()]
        ended = [held for held, span in zip(found, self.spans(), strict=True) if span[-1] in self.passed]
        last, every = (ended[-1] if ended else []), [one for held in ended for one in held]
        return {
            "hits": every.count(True),
            "spans": len([one for one in every if one is not None]),
            "held": last.count(True),
            "counted": len([one for one in last if one is not None]),
        }
