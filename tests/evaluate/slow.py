"""The contract's section 4 once more, slow and plain, written from its text alone: the oracle of the fast one.

B.1 to B.17 are the points of the contract's section on figures that it takes from its amendments.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import Any

from dealerplan.domain.actual import Actuals
from dealerplan.domain.formula import Formula, Name, Number, Operation
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month
from dealerplan.domain.plan import OpenDays, Phasing, Plan, Target

Answer = dict[str, Any]
SIZES = {"month": 1, "quarter": 3, "half": 6, "year": 12}
REST = (
    "planned_progress", "progress_gap", "pace", "remaining", "required_per_month", "required_per_day",
    "pressure", "required_rest", "budget", "budget_left",
)  # fmt: skip
WORST_FIRST = ["missed", "behind", "at_risk", "on_track", "met"]


class Slow:
    """One target of a plan at one as-of month."""

    def __init__(
        self, plan: Plan, target: Target, actuals: Actuals, open_days: OpenDays, as_of: Month | None,
        idle: Collection[Month] = (),
    ) -> None:  # fmt: skip
        self.plan, self.actuals, self.open_days, self.idle = plan, actuals, open_days, idle
        self.target = target
        for revision in target.revisions:  # every month by the formula in force in the as-of month
            if revision.formula is not None and as_of is not None and as_of >= revision.start:
                self.target = self.target._replace(formula=revision.formula)
        self.all = list(target.months or plan.period)
        self.passed = [month for month in self.all if as_of is not None and month <= as_of]
        self.as_of = self.passed[-1] if self.passed else None
        self.is_over = as_of is not None and as_of > self.all[-1]
        self.recorded = [month for month in self.passed if self.counts(month)]
        live = [month for month in self.all if month not in idle and self.all_there(month)]
        self.missing = [month for month in self.passed if not self.counts(month) and month in live]
        to_come = [month for month in live if month not in self.passed]
        self.rest = to_come + self.missing
        self.goal = self.goal_at(self.as_of)
        if target.each and self.as_of:
            self.goal = self.goal_of_span(self.span_with(self.as_of), self.as_of)

    def goal_at(self, month: Month | None) -> Goal:
        """A revision replaces the goal from a month on; last year is in it, but for goals of each span."""
        goal = self.target.goal
        for revision in self.target.revisions:
            if month is not None and month >= revision.start:
                goal = revision.goal or goal
        if self.target.each:
            return goal
        return self.with_last_year(goal, self.recorded[-1:] if self.target.kind == "level" else self.all)

    def goal_of_span(self, span: list[Month], at: Month) -> Goal:
        live = [month for month in span if month not in self.idle and self.all_there(month)]
        return self.with_last_year(self.goal_at(at), (live or span)[-1:] if self.target.kind == "level" else span)

    def with_last_year(self, goal: Goal, months: list[Month]) -> Goal:
        """B.12: the value over the same months a year before, times the factor, or plus the points."""
        if goal.last_year is None:
            return goal
        base = self.value_a_year_before(months)
        value = None
        if base is not None and goal.last_year.points is not None:
            value = base + goal.last_year.points
        elif base is not None and goal.last_year.factor is not None and base > 0:
            value = base * goal.last_year.factor
        return Goal(goal.text, goal.op, value, None, goal.last_year)

    def value_a_year_before(self, months: list[Month]) -> Fraction | None:
        before = [year_before(month) for month in months]
        while self.target.kind == "level" and before and before[-1] in self.idle:
            before = [month_before(before[-1])]
        live = [month for month in before if month not in self.idle]
        if not before or any(not self.counts(month) for month in live):
            return None
        if not live:
            return Fraction(0) if self.target.kind == "flow" else None
        return self.value(self.target.formula, live)

    def span_with(self, month: Month) -> list[Month]:
        assert self.target.each is not None
        size = SIZES[self.target.each]
        return next(span for at in range(0, len(self.all), size) if month in (span := self.all[at : at + size]))

    # values

    def used(self, formula: Formula) -> list[str]:
        if isinstance(formula, Operation):
            return self.used(formula.left) + self.used(formula.right)
        return [formula.id] if isinstance(formula, Name) and formula.id in self.plan.measures else []

    def there(self, measure: str, month: Month) -> list[str]:
        """B.10: the whole does not wait for a member outside its months."""
        ids = self.plan.measures[measure].members or [measure]
        return [id for id in ids if (own := self.plan.measures[id].months) is None or own.first <= month <= own.last]

    def all_there(self, month: Month) -> bool:
        return all(self.there(measure, month) for measure in self.used(self.target.formula))

    def counts(self, month: Month) -> bool:
        """B.9: in a month without business a flow has 0, and anything else goes on without it."""
        if not self.all_there(month):
            return False
        if month in self.idle:
            return self.target.kind == "flow"
        return all(
            (id, month) in self.actuals
            for measure in self.used(self.target.formula)
            for id in self.there(measure, month)
        )

    def in_month(self, measure: str, month: Month) -> Fraction:
        if month in self.idle:
            return Fraction(0)
        return sum((self.actuals[id, month] for id in self.there(measure, month)), Fraction(0))

    def taken(self, name: str, months: list[Month]) -> Fraction:
        if name == "open_days":
            return Fraction(sum(self.open_days(month) for month in months))
        if name == "days":
            return Fraction(sum(month.days for month in months))
        if name == "months":
            return Fraction(len(months))
        values = [self.in_month(name, month) for month in months]
        over_time = self.plan.measures[name].over_time
        if over_time == "last":
            return values[-1]
        return sum(values, Fraction(0)) / (len(values) if over_time == "mean" else 1)

    def value(self, formula: Formula, months: list[Month]) -> Fraction | None:
        """The formula over recorded months."""
        if isinstance(formula, Number):
            return formula.value
        if isinstance(formula, Name):
            return self.taken(formula.id, months)
        left, right = self.value(formula.left, months), self.value(formula.right, months)
        if left is None or right is None:
            return None
        if formula.operator == "+":
            return left + right
        if formula.operator == "-":
            return left - right
        if formula.operator == "*":
            return left * right
        return None if right == 0 else left / right

    def own(self, month: Month) -> Fraction | None:
        return self.value(self.target.formula, [month]) if self.counts(month) else None

    # what is owed

    def owed(self, high: bool = False) -> dict[Month, Fraction]:
        """What each month owes, by the goals known at the as-of month."""
        size = SIZES[self.target.each] if self.target.each else len(self.all)
        owed: dict[Month, Fraction] = {}
        for at in range(0, len(self.all), size):
            owed.update(self.owed_of_one_goal(self.all[at : at + size], high))
        return owed

    def owed_of_one_goal(self, months: list[Month], high: bool) -> dict[Month, Fraction]:
        """The goals known at the as-of month, one after the other."""
        owed: dict[Month, Fraction] = {}
        was_known = False
        for at, month in enumerate(months):
            known = min(month, self.as_of) if self.as_of is not None else None
            revisions = [one for one in self.target.revisions if one.start == known == month]
            if at and not any(revision.goal or revision.phasing for revision in revisions):
                continue
            goal = self.goal_of_span(months, month) if self.target.each and known else self.goal_at(known)
            if self.target.each and known is None:
                goal = self.with_last_year(self.target.goal, months)
            value = goal.high if high and goal.high is not None else goal.value
            owed = {earlier: owed[earlier] for earlier in owed if earlier < month}
            kept = sum(owed.values(), Fraction(0))
            if value is not None:
                if not was_known or (value >= 0 and value < kept):  # B.6, B.5
                    owed = self.shared_out(value, months, self.shares(months, known))
                else:
                    owed.update(self.shared_out(value - kept, months[at:], self.weights(months, known)))
            was_known = value is not None
        return owed

    def shared_out(self, amount: Fraction, months: list[Month], weight: dict[Month, Fraction]) -> dict[Month, Fraction]:
        weights = [weight[month] for month in months]
        if sum(weights) == 0:
            weights = [Fraction(1) for _ in months]
        owed = {}
        handed_out = Fraction(0)
        for index, month in enumerate(months):
            by_then = amount * sum(weights[: index + 1]) / sum(weights)
            if month != months[-1]:
                unit = 10**self.target.decimals
                by_then = Fraction((by_then * unit).__floor__(), unit)
            owed[month] = by_then - handed_out
            handed_out = by_then
        return owed

    def weights(self, months: list[Month], known: Month | None) -> dict[Month, Fraction]:
        """By the phasing in force in a month."""
        phasing = self.target.phasing
        for revision in self.target.revisions:
            if revision.phasing is not None and known is not None and revision.start <= known:
                phasing = revision.phasing
        return {month: self.weight(month, months, phasing) for month in months}

    def shares(self, months: list[Month], known: Month | None) -> dict[Month, Fraction]:
        """By all phasings up to a month: each says how what was to fall on the months from its own on falls on them."""
        shares = {month: self.weight(month, months, self.target.phasing) for month in months}
        for revision in self.target.revisions:
            if revision.phasing is not None and known is not None and revision.start <= known:
                new = {month: self.weight(month, months, revision.phasing) for month in months}
                rest = [month for month in months if month >= revision.start]
                to_fall = Fraction(1) if rest == months else sum((shares[month] for month in rest), Fraction(0))
                together = sum((new[month] for month in rest), Fraction(0))
                for month in rest if together else []:
                    shares[month] = to_fall * new[month] / together
                if rest == months and not together:
                    shares = new
        return shares

    def weight(self, month: Month, of: list[Month], phasing: Phasing | None) -> Fraction:
        """As a phasing says; by last year's shape where the first goal is against last year (B.8, B.12)."""
        if not isinstance(phasing, tuple) and not self.all_there(month):
            return Fraction(0)
        if self.target.goal.last_year and (phasing is None or self.target.each):
            known = self.value_a_year_before(of) is not None
            return (self.own(year_before(month)) or Fraction(0)) if known else Fraction(1)
        if phasing in (None, "even") or self.target.each:
            return Fraction(1)
        if phasing == "open_days":
            return Fraction(self.open_days(month))
        assert isinstance(phasing, tuple)
        return phasing[self.all.index(month)]

    def owed_in(self, months: list[Month], high: bool = False) -> Fraction:
        owed = self.owed(high)
        return sum((owed.get(month, Fraction(0)) for month in months), Fraction(0))

    # the answer

    def answer(self) -> Answer:
        target = self.target
        if target.each:
            figures = self.each()
        elif target.kind == "flow":
            figures = self.flow()
        elif target.kind == "rate":
            figures = self.rate()
        else:
            figures = self.level()
        figures.setdefault("hits", None)
        figures.setdefault("spans", None)
        figures.setdefault("way", None)
        months = [(month, self.own(month), self.expected_of_month(month)) for month in self.passed]
        return {
            **figures,
            "status": self.status(figures),
            "missing": self.missing,
            "months": months,
            "totals": [self.totals(month) for month in self.passed],
            "month": months[-1] if months and not self.is_over else None,
            "mom": self.change(1),
            "yoy": self.change(12),
            "yoy_to_date": self.year_on_year(),
            "stretch": self.stretch(figures["actual"]),
            "best_month": self.best_month(),
        }

    def totals(self, until: Month) -> tuple[Fraction | None, Fraction | None]:
        recorded = [month for month in self.recorded if month <= until]
        if self.target.kind != "flow" or self.target.each or not recorded:
            return None, None
        is_open = all(self.expected_of_month(month) is None for month in recorded)
        owed = None if is_open else self.owed_in(recorded)
        return self.value(self.target.formula, recorded), owed

    def ratio(self, part: Fraction | None, whole: Fraction | None) -> Fraction | None:
        if part is None or whole is None or whole == 0:
            return None
        return part / whole

    def share(self, part: Fraction | None, whole: Fraction | None) -> Fraction | None:
        """B.3: a percentage of what is not positive means nothing."""
        return None if whole is None or whole <= 0 else self.ratio(part, whole)

    def flow(self) -> Answer:
        goal = self.goal.value
        actual = self.value(self.target.formula, self.recorded) if self.recorded else None
        expected = self.owed_in(self.recorded) if goal is not None and self.recorded else None
        attainment = self.share(actual, goal)
        planned = self.share(self.owed_in(self.passed), goal)
        remaining = None if actual is None or goal is None else max(goal - actual, Fraction(0))
        return {
            "actual": actual,
            "expected": expected,
            "attainment": attainment,
            "planned_progress": planned,
            "progress_gap": None if attainment is None or planned is None else attainment - planned,
            "pace": self.share(actual, expected),
            "gap": None if actual is None or expected is None else actual - expected,
            "remaining": remaining,
            "required_per_month": self.ratio(remaining, Fraction(len(self.rest))),
            "required_per_day": self.ratio(remaining, Fraction(sum(self.open_days(month) for month in self.rest))),
            "pressure": self.share(remaining, self.owed_in(self.rest)),
            "required_rest": None,
            "budget": None,
            "budget_left": None,
        }

    def rate(self) -> Answer:
        goal = None if self.goal.high is not None else self.goal.value
        actual = self.value(self.target.formula, self.recorded) if self.recorded else None
        return {
            **dict.fromkeys(REST),
            "actual": actual,
            "expected": goal,
            "attainment": self.share(actual, goal),
            "gap": self.distance(actual),
            **self.rest_of_rate(goal),
        }

    def rest_of_rate(self, goal: Fraction | None) -> Answer:
        """Of N / D; a constant factor is undone wherever an amount of N is told (A.5)."""
        factor, formula = self.factor_and_rest(self.target.formula)
        if goal is None or not self.recorded or not self.rest:
            return {}
        if not (isinstance(formula, Operation) and formula.operator == "/"):
            return {}
        if not (self.is_flow(formula.left) and self.is_flow(formula.right)):
            return {}
        above, below = self.value(formula.left, self.recorded), self.value(formula.right, self.recorded)
        assert above is not None
        assert below is not None
        mean = below / len(self.recorded)
        to_come = mean * len(self.rest)
        budget = goal / factor * (below + to_come)
        is_ceiling = self.goal.op in ("<", "<=")
        return {
            "required_rest": self.ratio((budget - above) * factor, to_come),
            "budget": budget if is_ceiling else None,
            "budget_left": budget - above if is_ceiling else None,
        }

    def factor_and_rest(self, formula: Formula) -> tuple[Fraction, Formula]:
        """`2 * a / b` is twice a / b, `a * 100 / b` and `a / b * 100` a hundred times."""
        if isinstance(formula, Operation) and formula.operator == "/":
            above, left = self.factor_and_rest(formula.left)
            below, right = self.factor_and_rest(formula.right)
            if isinstance(formula.right, Number):
                return above / formula.right.value, left
            return above / below, Operation("/", left, right)
        if isinstance(formula, Operation) and formula.operator == "*":
            for number, other in ((formula.left, formula.right), (formula.right, formula.left)):
                if isinstance(number, Number):
                    factor, rest = self.factor_and_rest(other)
                    return factor * number.value, rest
        return Fraction(1), formula

    def is_flow(self, formula: Formula) -> bool:
        """A sum of sum-measures with constant weights: no product or quotient of two of them, no loose number."""
        if isinstance(formula, Number):
            return False
        if isinstance(formula, Name):
            return formula.id in self.plan.measures and self.plan.measures[formula.id].over_time == "sum"
        if formula.operator in "+-":
            return self.is_flow(formula.left) and self.is_flow(formula.right)
        if isinstance(formula.left, Number) and formula.operator == "*":
            return self.is_flow(formula.right)
        return isinstance(formula.right, Number) and self.is_flow(formula.left)

    def level(self) -> Answer:
        goal = None if self.goal.high is not None else self.goal.value
        actual = self.value(self.target.formula, self.recorded) if self.recorded else None
        expected = goal
        if self.target.start is not None and goal is not None:
            expected = self.on_line(self.recorded[-1]) if self.recorded else None
        gap = self.distance(actual) if expected is None else None if actual is None else actual - expected
        low = self.goal.value
        remaining = None if actual is None or low is None else max(low - actual, Fraction(0))
        return {
            **dict.fromkeys(REST),
            "actual": actual,
            "expected": expected,
            "attainment": self.share(actual, goal),
            "gap": gap,
            "remaining": remaining,
            "way": self.way(actual, goal),
        }

    def way(self, actual: Fraction | None, goal: Fraction | None) -> Fraction | None:
        start = self.target.start
        if start is None or actual is None or goal is None or goal == start:
            return None
        return (actual - start) / (goal - start)

    def on_line(self, until: Month) -> Fraction | None:
        """B.7: step by step from the start towards the goal known then, by as much a month as then brings it there.

        A goal decided after an open one counts from the beginning.
        """
        start, here = self.target.start, self.target.start
        assert start is not None
        points: list[Fraction | None] = []
        live = [month for month in self.all if month not in self.idle and self.all_there(month)]
        end = self.all.index((live or self.all)[-1]) + 1
        for at, month in enumerate(self.all):
            goal = self.goal_at(min(month, self.as_of) if self.as_of else None)
            if goal.value is None or goal.high is not None:
                here = None
            elif here is None:
                points = [start + (goal.value - start) * min(one + 1, end) / end for one in range(at)]
                here = start + (goal.value - start) * min(at + 1, end) / end
            elif at < end:
                here += (goal.value - here) / (end - at)
            else:
                here = goal.value
            points.append(here)
        return points[self.all.index(until)]

    def distance(self, actual: Fraction | None, goal: Goal | None = None) -> Fraction | None:
        """To the goal; to a range's nearer end, 0 inside it."""
        low, high = (goal or self.goal).value, (goal or self.goal).high
        if actual is None or low is None:
            return None
        if high is None:
            return actual - low
        return actual - low if actual < low else actual - high if actual > high else Fraction(0)

    def recorded_spans(self) -> list[tuple[list[Month], Fraction, Goal]]:
        assert self.target.each is not None
        size, found = SIZES[self.target.each], []
        for at in range(0, len(self.all), size):
            span = self.all[at : at + size]
            live = [month for month in span if month not in self.idle and self.all_there(month)]
            if live and span[-1] in self.passed and not any(month in self.missing for month in span):
                value, goal = self.value(self.target.formula, live), self.goal_of_span(span, span[-1])
                if value is not None:
                    found.append((span, value, goal))
        return found

    def counted_spans(self) -> list[tuple[list[Month], Fraction, Goal]]:
        return [span for span in self.recorded_spans() if span[2].value is not None]

    def each(self) -> Answer:
        spans = self.counted_spans()
        figures: Answer = dict.fromkeys((*REST, "actual", "expected", "attainment", "gap"))
        figures["hits"] = len([1 for _, value, goal in spans if holds(goal, value)])
        figures["spans"] = len(spans)
        if self.goal.op is None:
            figures["actual"] = self.recorded_spans()[-1][1] if self.recorded_spans() else None
            return figures
        actual, goal = spans[-1][1:] if spans else (None, self.goal)
        figures["actual"] = actual
        if goal.high is None or self.target.kind == "flow":
            figures["expected"] = goal.value
        if actual is not None and figures["expected"] is not None:
            figures["attainment"] = self.share(actual, figures["expected"])
            figures["gap"] = actual - figures["expected"]
        elif actual is not None:
            figures["gap"] = self.distance(actual, goal)
        return figures

    def expected_of_month(self, month: Month) -> Fraction | None:
        if self.target.kind == "flow":
            return self.owed().get(month)
        if self.target.start is not None:
            return self.on_line(month)
        goal = self.goal_at(month)
        if goal.last_year and self.target.each:
            goal = self.goal_of_span(self.span_with(month), month)
        elif goal.last_year and self.target.kind == "level":
            goal = self.with_last_year(goal, [month])
        if goal.value is None or goal.high is not None:
            return None
        return goal.value

    def change(self, back: int) -> tuple[Fraction | None, Fraction | None]:
        """As a fraction of a positive base, and as a difference."""
        if self.as_of is None or self.is_over:
            return None, None
        year, index = divmod(self.as_of.year * 12 + self.as_of.number - 1 - back, 12)
        now, then = self.own(self.as_of), self.own(Month(year, index + 1))
        if now is None or then is None:
            return None, None
        return ((now - then) / then if then > 0 else None), now - then

    def year_on_year(self) -> tuple[int, Fraction | None, Fraction | None, Fraction | None] | None:
        """B.4."""
        both = [
            month
            for month in self.recorded
            if not {month, year_before(month)} & set(self.idle) and self.counts(year_before(month))
        ]
        if not both:
            return None
        now = self.value(self.target.formula, both)
        then = self.value(self.target.formula, [year_before(month) for month in both])
        change = None if now is None or then is None or then <= 0 else now / then - 1
        return len(both), now, then, change

    def stretch(self, actual: Fraction | None) -> tuple[Fraction | None, Fraction | None, bool | None] | None:
        """B.13."""
        if self.target.stretch is None:
            return None
        months = self.recorded[-1:] if self.target.kind == "level" else self.all
        stretch = self.with_last_year(self.target.stretch, months)
        if actual is None or stretch.value is None:
            return stretch.value, None, None
        held: bool | None = holds(stretch, actual)
        if self.target.kind == "flow" and not self.target.each and self.rest:
            ceiling = stretch.op in ("<", "<=")
            held = held if held is not ceiling and self.cannot_turn(ceiling, stretch.value) else None
        return stretch.value, self.share(actual, stretch.value), held

    def cannot_turn(self, ceiling: bool, goal: Fraction) -> bool:
        """B.1: nothing is subtracted or negative, and the goal is positive (a ceiling's: not negative)."""
        if goal < 0 or (goal == 0 and not ceiling) or self.subtracts(self.target.formula):
            return False
        for month in self.passed:
            for measure in self.used(self.target.formula):
                known = all((id, month) in self.actuals for id in self.there(measure, month))
                if known and self.in_month(measure, month) < 0:
                    return False
        return True

    def subtracts(self, formula: Formula) -> bool:
        if not isinstance(formula, Operation):
            return False
        if formula.operator == "-":
            return True
        return self.subtracts(formula.left) or self.subtracts(formula.right)

    def best_month(self) -> Month | None:
        if self.goal.op is None:
            return None
        best: tuple[Fraction, Month] | None = None
        for month in self.recorded:
            own = self.own(month)
            if own is None or month in self.idle:
                continue
            if self.goal.high is not None and self.target.kind != "flow":
                merit = -abs(self.distance(own) or Fraction(0))
            else:
                merit = -own if self.goal.op in ("<", "<=") else own
            if best is None or merit > best[0]:
                best = (merit, month)
        return best[1] if best else None

    # the status table, row by row

    def status(self, figures: Answer) -> str:
        target, goal, actual = self.target, self.goal, figures["actual"]
        if goal.op is None:
            return "undecided"
        if not self.recorded:
            return "no_data"
        if target.each:
            return self.status_of_spans()
        if actual is None or goal.value is None:  # B.12: until last year is known
            return "no_data"
        if target.kind == "flow":
            if goal.high is None:
                return self.status_of_flow(goal.op, goal.value, actual, self.owed_in(self.recorded))
            low = self.status_of_flow(">=", goal.value, actual, self.owed_in(self.recorded))
            high = self.status_of_flow("<=", goal.high, actual, self.owed_in(self.recorded, high=True))
            return min(low, high, key=WORST_FIRST.index)
        if self.is_too_few(self.recorded):
            return "too_few"
        live = [month for month in self.all if month not in self.idle and self.all_there(month)]
        if (target.kind == "level" and live[-1] in self.recorded) or not self.rest:
            return "met" if holds(goal, actual) else "missed"
        if goal.high is not None:
            nearer = goal.value if actual < goal.value else goal.high
            if holds(goal, actual):
                return "on_track"
        else:
            nearer = figures["expected"]
            if holds(Goal("", goal.op, nearer), actual):
                return "on_track"
        return "at_risk" if abs(actual - nearer) <= abs(nearer) * target.tolerance else "behind"

    def status_of_flow(self, op: str, goal: Fraction, actual: Fraction, expected: Fraction) -> str:
        floor = op in (">", ">=")
        held = {">": actual > goal, ">=": actual >= goal, "<": actual < goal, "<=": actual <= goal}[op]
        if not self.rest:
            return "met" if held else "missed"
        if floor and held and self.cannot_turn(False, goal):
            return "met"
        if not floor and not held and self.cannot_turn(True, goal):
            return "missed"
        band = self.target.tolerance * abs(expected)  # B.2
        if floor:
            if actual >= expected:
                return "on_track"
            return "at_risk" if actual >= expected - band else "behind"
        if actual <= expected:
            return "on_track"
        return "at_risk" if actual <= expected + band else "behind"

    def is_too_few(self, months: list[Month]) -> bool:
        formula, least = self.target.formula, self.target.min_volume
        if least is None or not isinstance(formula, Operation):
            return False
        below = self.value(formula.right, months)
        return below is not None and below < least

    def status_of_spans(self) -> str:
        spans = self.counted_spans()
        if not spans:
            return "no_data"
        if self.is_too_few(spans[-1][0]):
            return "too_few"
        held = [holds(goal, value) for _, value, goal in spans]
        if not self.rest:
            return "met" if all(held) else "missed"
        if all(held):
            return "on_track"
        return "at_risk" if held[-1] else "behind"


def month_before(month: Month) -> Month:
    return Month(month.year, month.number - 1) if month.number > 1 else Month(month.year - 1, 12)


def year_before(month: Month) -> Month:
    return Month(month.year - 1, month.number)


def holds(goal: Goal, value: Fraction) -> bool:
    assert goal.value is not None
    if goal.op == ">=":
        return value >= goal.value
    if goal.op == ">":
        return value > goal.value
    if goal.op == "<=":
        return value <= goal.value
    if goal.op == "<":
        return value < goal.value
    assert goal.high is not None
    return goal.value <= value <= goal.high
