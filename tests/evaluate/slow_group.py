"""A group's figures once more, slow and plain, written from the specification of groups alone.

Section numbers are the specification's; "reading" marks what it leaves open. Months end with the calendar's, all stores
of a target have goals of one direction, and goals against last year are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from dealerplan.domain.formula import Formula, Name, Number, Operation
from dealerplan.domain.goal import Goal
from dealerplan.domain.group import FACTS, Store, Structure
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan, Target

Answer = dict[str, Any]
Pair = tuple[Store, Month]
Pairs = Sequence[Pair]
ZERO = Fraction(0)
SIZES = {"month": 1, "quarter": 3, "half": 6, "year": 12}
STATUSES = ("met", "on_track", "at_risk", "behind", "missed", "undecided", "too_few", "no_data")
WORST_FIRST = ["missed", "behind", "at_risk", "on_track", "met"]
CALENDAR = ("days", "open_days", "months")


class SlowGroup:
    """A plan's stores at one as-of month; `values` are by store, measure and month."""

    def __init__(
        self, plan: Plan, stores: Sequence[Store], values: dict[tuple[str, str, Month], Fraction], as_of: Month,
        structure: Structure = "then", today: date = date(2026, 12, 31), main: str = "",
        open_day: Callable[[date], bool] = lambda _: True,
    ) -> None:  # fmt: skip
        self.plan, self.stores, self.values, self.as_of = plan, stores, values, as_of
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
        facts: dict[str, str] = {**store.facts}
        for move in store.moves:
            if move.start <= at:
                facts |= {**move.facts}
        return facts.get(by)

    # measures

    def asked(self, formula: Formula) -> set[str]:
        """What is recorded for a formula: members for their sum, and the weights of over_stores."""
        found = set()
        for id in names_in(formula):
            measure = self.plan.measures[id]
            found |= set(measure.members or (id,))
            if measure.over_stores is not None and measure.over_stores.weight is not None:
                found.add(measure.over_stores.weight)
        return found

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
            values = [sum(self.values[id, part, month] for part in measure.members or (name,)) for _, month in its]
            together = values[-1] if measure.over_time == "last" else sum(values, ZERO)
            found[id] = Fraction(together) / (len(values) if measure.over_time == "mean" else 1)
        return sum(found.values(), ZERO) if own else self.over_stores(name, found, pairs)

    def over_stores(self, name: str, found: dict[str, Fraction], pairs: Pairs) -> Fraction | None:
        rule = self.plan.measures[name].over_stores
        if rule is None or rule.how == "sum":
            return sum(found.values(), ZERO)
        weights = dict.fromkeys(found, ZERO if rule.weight else Fraction(1))
        for store, month in pairs if rule.weight else []:
            weights[store.id] += self.values[store.id, str(rule.weight), month]
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
        """9.7: what its own targets use, undecided ones too."""
        found = set()
        for target in self.targets.values():
            if target.goals(store) and self.as_of in target.all:
                found |= self.asked(target.target.formula)
        return found

    def has_reported(self, store: Store) -> bool:
        return self.is_due(store, self.as_of) and self.there(store, self.asked_of(store), self.as_of)

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


class SlowTarget:
    """One target of all stores."""

    def __init__(self, group: SlowGroup, target: Target) -> None:
        self.group, self.target, self.by_store = group, target, target.by_store is not None
        self.all = list(target.months or group.plan.period)
        self.passed = [month for month in self.all if month <= group.as_of]
        self.as_of = self.passed[-1] if self.passed else None
        self.with_goal = [store for store in group.stores if self.goals(store)]
        self.decided = [store for store in self.with_goal if self.goal(store).op is not None]
        self.op = self.goal(self.decided[0]).op if self.decided else None
        self.is_ceiling, self.is_range = self.op in ("<", "<="), self.op == ".."
        owing = [(one, month) for one in self.decided for month in self.passed if group.is_due(one, month)]
        asked = group.asked(target.formula)
        self.pairs = [pair for pair in owing if group.there(pair[0], asked, pair[1])]
        self.missing = [pair for pair in owing if pair not in self.pairs]
        formula = target.formula
        self.parts: tuple[Formula, Formula] | None = None  # of N / D
        if isinstance(formula, Operation) and formula.operator == "/" and target.kind == "rate":
            names = [id for id in names_in(formula) if group.plan.measures[id].over_time != "sum"]
            self.parts = None if names else (formula.left, formula.right)

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
        """As if it never closed. A later goal spreads what the months before it did not owe (amendments B.5, B.6)."""
        cell = store.goals.get(self.target.id) if self.by_store else None
        across = cell.months if cell else None
        weights = across or {month: self.weight(store, month) for month in self.all}
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

        Reading: the closing month's own amount, rounded down; amounts and shares said by month stand as they are.
        """
        owed, closing = self.owed_if_open(store, high), self.group.closing(store)
        if closing is None:
            return owed
        across = self.by_store and store.goals[self.target.id].months
        if closing in owed and not across and not isinstance(self.target.phasing, tuple):
            by_open_days = self.target.phasing == "open_days"
            days = [self.group.days(store, closing, by_open_days, closes) for closes in (True, False)]
            owed[closing] = self.floored(owed[closing] * days[0] / days[1]) if days[1] else ZERO
        return {month: ZERO if month > closing else owed[month] for month in owed}

    def in_force(self, store: Store, high: bool = False) -> dict[Month, Fraction]:
        """9.5: the whole goal up to the closing month, then what the open months owed; by month, for regions."""
        has_closed = self.group.has_closed(store, self.group.as_of)
        return self.owed(store, high) if has_closed else self.owed_if_open(store, high)

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

    # roll-up

    def figures(self, pairs: Pairs, own: bool = False) -> Answer:
        """Actual, expected and gap over pairs; for ranges the ends in `low` and `high`."""
        if self.target.kind == "level":
            pairs = [pair for pair in pairs if pair[1] == self.as_of]
        actual = self.group.value(self.target.formula, pairs, own) if pairs else None
        low, high = self.expected(pairs, own, False), self.expected(pairs, own, True)
        if not pairs:
            low = high = None
        nearest = high if self.is_range and actual is not None and low is not None and actual > low else low
        gap = None if actual is None or nearest is None else actual - nearest
        if self.is_range and gap is not None and nearest == high:
            gap = max(gap, ZERO)
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
        if isinstance(formula, Name) and formula.id not in CALENDAR:
            return self.group.over_stores(formula.id, goals, pairs)
        if self.target.kind == "level":
            return sum(goals.values(), ZERO)
        return next(iter(goals.values())) if len(set(goals.values())) == 1 else None

    def contribution(self, pairs: Pairs) -> Fraction | None:
        """Of one store: of flows a - e, of N / D cases beyond its goal; to a range's nearer end."""
        if self.target.each or not pairs:
            return None
        found = self.figures(pairs, own=True)
        if found["actual"] is None or found["low"] is None:
            return None
        if self.target.kind == "rate":
            if self.parts is None:
                return None
            above, below = (self.group.value(part, pairs, own=True) for part in self.parts)
            assert above is not None
            assert below is not None
            return beyond(above, found["low"] * below, found["high"] * below if self.is_range else None)
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

        Reading: in what is counted, and in months missing for another measure's sake too.
        """
        stores = {store.id for store, _ in pairs}
        for store, month in [*pairs, *(one for one in self.missing if one[0].id in stores)]:
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
        pairs = [pair for pair in self.pairs if pair[0] == store]
        missing = [pair for pair in self.missing if pair[0] == store]
        is_over = self.is_over(missing) or (self.group.has_closed(store, self.group.as_of) and not missing)
        ends = tuple(sum(self.in_force(store, high).values(), ZERO) for high in (False, True))
        return self.status(pairs, is_over, (ends[0], ends[1]), own=True) or "no_data"

    # spans

    def spans(self) -> list[list[Month]]:
        size = SIZES[str(self.target.each)]
        return [self.all[at : at + size] for at in range(0, len(self.all), size)]

    def held_in(self, store: Store, span: list[Month]) -> bool | None:
        """None where it does not count: not due in all its months, not all recorded, or too early."""
        pairs = [(store, month) for month in span]
        goal = self.goal(store, min(span[-1], self.known(store)))
        if any(pair not in self.pairs for pair in pairs) or goal.value is None:
            return None
        value = self.group.value(self.target.formula, pairs, own=True)
        return None if value is None else holds(str(goal.op), value, goal.value, goal.high)

    def status_of_spans(self, store: Store) -> str:
        counted = [(span, held) for span in self.spans() if (held := self.held_in(store, span)) is not None]
        held = [held for _, held in counted]
        if not held:
            return "no_data"
        if self.is_too_few([(store, month) for month in counted[-1][0]]):
            return "too_few"
        missing = [pair for pair in self.missing if pair[0] == store]
        if (self.is_over([]) or self.group.has_closed(store, self.group.as_of)) and not missing:
            return "met" if all(held) else "missed"
        return "on_track" if all(held) else "at_risk" if held[-1] else "behind"

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

    # the answer

    def answer(self) -> Answer:
        if self.target.each:
            return {"status": "by_store", "counts": self.counts(), "missing": self.told(self.missing), **self.each()}
        found = self.figures(self.pairs)
        goals = self.goal_figures()
        whole, group = goals["stores"], goals["group"]
        actual, expected = found["actual"], found["expected"]
        is_flow = self.target.kind == "flow"
        if self.target.kind == "level":
            base = None if self.is_range else self.ends_at_goal(found["pairs"], own=False)
        else:
            base = whole if is_flow else expected
        owed_of_group = None
        if is_flow and None not in (expected, group) and whole:
            owed_of_group = expected * group / whole
        high = sum((sum(self.in_force(one, True).values(), ZERO) for one in self.decided), ZERO) if is_flow else ZERO
        status = self.status(self.pairs, self.is_over(self.missing), (whole or ZERO, high))
        return {
            "goal": goals,
            "actual": actual,
            "expected": expected,
            "attainment": share(actual, base),
            "attainment_of_group_goal": share(actual, group),
            "pace": share(actual, expected) if is_flow else None,
            "pace_of_group_goal": share(actual, owed_of_group),
            "gap": found["gap"],
            "owed_share": self.owed_share(self.pairs),
            "yoy": self.yoy(),
            "status": status if self.decided else "undecided",
            "counts": self.counts(),
            "gap_parts": self.gap_parts(),
            "range": self.range_counts(),
            "missing": self.told(self.missing),
            "stale": self.stale(),
            "groups": [row for by in FACTS for row in self.by_fact(by)],
            "stores": self.rows(),
        }

    def goal_figures(self) -> Answer:
        """9.10. Reading: of a range the floors; None where no store has a decided goal."""
        stores = first = None
        if self.target.kind == "flow" and self.decided:
            stores = sum((sum(self.in_force(one).values(), ZERO) for one in self.decided), ZERO)
        firsts = [self.amount(one, self.goals(one)[0][1], high=False) for one in self.with_goal]
        if self.target.kind == "flow" and any(one is not None for one in firsts):
            first = sum((one for one in firsts if one is not None), ZERO)
        group = self.target.group_goal
        return {
            "stores": stores,
            "first": first,
            "group": group.goal.value if group else None,
            "undecided": len(self.with_goal) - len(self.decided),
            "without": len(self.group.stores) - len(self.with_goal),
        }

    def counts(self) -> dict[str, int]:
        due = [one for one in self.with_goal if self.group.is_due(one, self.group.as_of)]
        found = [self.status_of_store(one) for one in due]
        return {status: found.count(status) for status in STATUSES}

    def told(self, pairs: Pairs) -> Answer:
        found: dict[str, list[Month]] = {}
        for store, month in pairs:
            found.setdefault(store.id, []).append(month)
        return found

    def gaps(self) -> dict[str, Fraction]:
        """By store, below 0 in the bad direction (9.15): contributions where there are any, else gaps.

        Reading: outside a range, either way, is bad.
        """
        found = {}
        for store in self.decided:
            pairs = [pair for pair in self.pairs if pair[0] == store]
            gap = self.contribution(pairs)
            if gap is None:
                gap = self.figures(pairs, own=True)["gap"]
            if gap is not None:
                found[store.id] = -abs(gap) if self.is_range else -gap if self.is_ceiling else gap
        return found

    def gap_parts(self) -> Answer:
        gaps = self.gaps().values()
        return {
            "short": sum((gap for gap in gaps if gap < 0), ZERO),
            "stores_short": len([gap for gap in gaps if gap < 0]),
            "over": sum((gap for gap in gaps if gap > 0), ZERO),
            "stores_over": len([gap for gap in gaps if gap > 0]),
            "level": len([gap for gap in gaps if gap == 0]),
        }

    def range_counts(self) -> Answer | None:
        if not self.is_range:
            return None
        sides = []
        for store in self.decided:
            found = self.figures([pair for pair in self.pairs if pair[0] == store], own=True)
            if found["actual"] is not None and self.status_of_store(store) != "too_few":
                far = beyond(found["actual"], found["low"], found["high"])
                sides.append("below" if far < 0 else "above" if far > 0 else "within")
        return {side: sides.count(side) for side in ("below", "within", "above")}

    def stale(self) -> list[tuple[str, Month, Fraction | None]]:
        """A silent store's last level, listed apart."""
        found = {}
        silent = [store for store, month in self.missing if month == self.as_of] if self.target.kind == "level" else []
        for store, month in self.pairs:
            if store in silent:
                found[store.id] = (store.id, month, self.group.value(self.target.formula, [(store, month)], own=True))
        return list(found.values())

    def yoy(self) -> Answer:
        """9.11. Reading: a store due and not in P, undecided or without a goal, is left out on both sides."""
        group, months = self.group, self.passed if self.target.kind != "level" else self.passed[-1:]
        asked = group.asked(self.target.formula)

        def had(store: Store, month: Month) -> bool:
            return group.is_due(store, month) and group.there(store, asked, month)

        now = [pair for pair in self.pairs if pair[1] in months]
        both = [(one, at) for one, at in now if had(one, at.plus(-12)) and group.is_comparable(one, at)]
        then = [
            (store, month.plus(-12))
            for store in group.stores
            for month in months
            if had(store, month.plus(-12)) and not (group.is_due(store, month) and (store, month) not in now)
        ]
        return {
            "all": self.change(now, then),
            "comparable": self.change(both, [(store, month.plus(-12)) for store, month in both]),
            "stores": len({store.id for store, _ in both}),
        }

    def change(self, now: Pairs, then: Pairs) -> Fraction | None:
        if not now or not then:
            return None
        new, old = self.group.value(self.target.formula, now), self.group.value(self.target.formula, then)
        if new is None or old is None:
            return None
        if self.target.kind == "rate":
            return new - old
        return new / old - 1 if old > 0 else None

    def by_fact(self, by: str) -> list[Answer]:
        """9.20. A region's goal is what the months owe that are its own."""
        group, at = self.group, self.as_of or self.all[0]
        every = [(one, month) for one in group.stores for month in self.all]
        values = dict.fromkeys(value for one, month in every if (value := group.fact(one, by, month)) is not None)
        rows = []
        for value in sorted(values):

            def mine(pairs: Pairs, value: str = value) -> Pairs:
                if self.target.kind == "level":
                    return [pair for pair in pairs if group.fact(pair[0], by, at) == value]
                return [pair for pair in pairs if group.fact(pair[0], by, pair[1]) == value]

            found, ends = self.figures(mine(self.pairs)), []
            for high in (False, True):
                owing = [pair for pair in mine(every) if pair[0] in self.decided]
                ends.append(sum((self.in_force(one, high).get(month, ZERO) for one, month in owing), ZERO))
            due = [one for one in group.stores if group.is_due(one, group.as_of) and group.fact(one, by, at) == value]
            rows.append({
                "by": by, "value": value, "due": len(due),
                "reported": len([one for one in due if group.has_reported(one)]),
                "actual": found["actual"], "expected": found["expected"],
                "pace": share(found["actual"], found["expected"]) if self.target.kind == "flow" else None,
                "gap": found["gap"], "owes": ends[0],
                "status": self.status(mine(self.pairs), self.is_over(mine(self.missing)), (ends[0], ends[1])),
            })  # fmt: skip
        return rows

    # stores

    def reason(self, store: Store) -> str | None:
        group, status = self.group, self.status_of_store(store)
        if group.has_closed(store, group.as_of):
            return "closed"
        if group.is_to_open(store, group.as_of):
            return "to_open"
        if status in ("undecided", "no_data", "too_few"):
            return status
        return None if group.is_comparable(store, group.as_of) else "new"

    def merit(self, store: Store) -> Fraction | None:
        """The more the better. Reading: within a range all are equal; without a pace there is no rank."""
        pairs = [pair for pair in self.pairs if pair[0] == store]
        found, gap = self.figures(pairs, own=True), self.gaps().get(store.id)
        if gap is None or self.is_range or (self.target.kind == "rate"):
            return gap
        held = share(found["actual"], found["expected"])
        return held if held is None or not self.is_ceiling else -held

    def rows(self) -> list[Answer]:
        gaps = self.gaps()
        shares = dict(zip(gaps, shares_of_short(list(gaps.values())), strict=True))
        merits = {
            one.id: merit
            for one in self.with_goal
            if self.reason(one) is None and (merit := self.merit(one)) is not None
        }
        facts = self.group.plan.group.peers if self.group.plan.group else ()
        kin = {one.id: [self.group.fact(one, by, self.group.as_of) for by in facts] for one in self.group.stores}
        rows = []
        for store in self.with_goal:
            pairs = [pair for pair in self.pairs if pair[0] == store]
            found = self.figures(pairs, own=True)
            peers = {id: merit for id, merit in merits.items() if kin[id] == kin[store.id]}
            rows.append({
                "store": store.id, "actual": found["actual"], "expected": found["expected"], "gap": found["gap"],
                "contribution": None if self.target.kind == "level" else self.contribution(pairs),
                "share_of_short": shares.get(store.id, ZERO),
                "rank": place(store.id, merits), "of": len(merits),
                "peers": (place(store.id, peers), len(peers)) if facts else None,
                "status": self.status_of_store(store), "reason_not_ranked": self.reason(store),
            })  # fmt: skip
        return rows


def names_in(formula: Formula) -> list[str]:
    if isinstance(formula, Operation):
        return names_in(formula.left) + names_in(formula.right)
    return [formula.id] if isinstance(formula, Name) and formula.id not in CALENDAR else []


def subtracts(formula: Formula) -> bool:
    if not isinstance(formula, Operation):
        return False
    return formula.operator == "-" or subtracts(formula.left) or subtracts(formula.right)


def ratio(part: Fraction, whole: Fraction) -> Fraction | None:
    return part / whole if whole else None


def share(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    return None if part is None or whole is None or whole <= 0 else part / whole


def beyond(value: Fraction, low: Fraction, high: Fraction | None) -> Fraction:
    if high is None or value < low:
        return value - low
    return max(value - high, ZERO)


def holds(op: str, value: Fraction, low: Fraction, high: Fraction | None = None) -> bool:
    within = low <= value <= (low if high is None else high)
    return {">": value > low, ">=": value >= low, "<": value < low, "<=": value <= low, "..": within}[op]


def shares_of_short(gaps: Sequence[Fraction]) -> list[Fraction]:
    gross = sum((gap for gap in gaps if gap < 0), ZERO)
    return [gap / gross if gap < 0 else ZERO for gap in gaps]


def place(id: str, merits: dict[str, Fraction]) -> int | None:
    return None if id not in merits else 1 + len([one for one in merits.values() if one > merits[id]])


def mix(before: Sequence[tuple[int, int]], after: Sequence[tuple[int, int]]) -> tuple[Fraction, Fraction]:
    """What parts' rates N / D do to the whole's, and what their shares of D do."""
    old, new = (sum(below for _, below in year) for year in (before, after))
    whole = Fraction(sum(above for above, _ in before), old)
    within = moved = ZERO
    for (above, below), (later, of) in zip(before, after, strict=True):
        rate = Fraction(above, below)
        within += Fraction(of, new) * (Fraction(later, of) - rate)
        moved += (Fraction(of, new) - Fraction(below, old)) * (rate - whole)
    return within, moved
