"""Random plans of one target, and actuals with gaps, for laws and for the comparison with `slow`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from hypothesis import strategies as st

from dealerplan.calendar import open_days
from dealerplan.domain.formula import Formula, Vocabulary, measures_of, parse
from dealerplan.domain.goal import Goal, Op
from dealerplan.domain.last_year import LastYear
from dealerplan.domain.month import Each, Month, Period
from dealerplan.domain.plan import Calendar, Kind, Measure, Phasing, Plan, Revision, Target
from dealerplan.evaluate import Scorecard, TargetCard, evaluate

DAY = date(2026, 12, 31)
MEASURES = {
    measure.id: measure
    for measure in (
        Measure("a", "a"),
        Measure("b", "b"),
        Measure("s", "s", members=("s.x", "s.y")),
        Measure("s.x", "s.x"),
        Measure("s.y", "s.y"),
        Measure("last", "last", over_time="last"),
        Measure("mean", "mean", over_time="mean"),
        Measure("u", "u", members=("u.x", "u.y")),
        Measure("u.x", "u.x", months=Period(Month(1900, 1), Month(2026, 8))),
        Measure("u.y", "u.y", months=Period(Month(2026, 3), Month(2200, 12))),
        Measure("w", "w", members=("w.x", "w.y")),
        Measure("w.x", "w.x", months=Period(Month(1900, 1), Month(2026, 4))),
        Measure("w.y", "w.y", months=Period(Month(2026, 9), Month(2200, 12))),
    )
}
PERIODS = ["2026", "2026-H2", "2026-Q1", "2026-03"]
FORMULAS: dict[Kind, list[str]] = {
    "flow": ["a", "a + b", "s", "2 * a - b", "(a + s) / 4", "a - s.x", "u", "a + u", "u.y", "w"],
    "rate": [
        "a / b", "a / (b + s)", "2 * a / b", "(a - b) / (a + b)", "a / last", "a / open_days", "a / months * 3",
        "mean", "last + mean", "a / mean - 1", "b / days", "1 - a / b", "last / mean", "a * b", "a / u", "w / a",
        "a * 100 / b", "a / b * 100", "a / (2 * b)",
    ],
    "level": ["last"],
}  # fmt: skip
SIZES: dict[Each, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}

Ops = tuple[Op | None, ...]
OPS: Ops = (">=", ">", "<=", "<", "..", ">=", "<=", None)

small = st.integers(0, 12).map(Fraction) | st.integers(0, 40).map(lambda value: Fraction(value, 4))
some = small | st.integers(-12, -1).map(Fraction)
LAST_YEARS = [LastYear(Fraction(1)), LastYear(Fraction(23, 20)), LastYear(Fraction(4, 5))]


class Given(NamedTuple):
    """A plan and what is recorded."""

    plan: Plan
    actuals: dict[tuple[str, Month], Fraction]
    as_of: Month | None
    idle: frozenset[Month] = frozenset()

    @property
    def target(self) -> Target:
        return self.plan.targets[0]

    def card(self) -> Scorecard:
        return evaluate(self.plan, self.actuals, {}, open_days(self.plan.calendar), DAY, self.as_of, self.idle)

    def first(self) -> TargetCard:
        return self.card().targets[0]


@st.composite
def goals(draw: st.DrawFn, ops: Ops = OPS, most: int = 60, last_year: Sequence[LastYear] = (), least: int = 0) -> Goal:
    """A goal of any direction; a range, undecided, or against last year."""
    op = draw(st.sampled_from(ops))
    if op is None:
        return Goal("tbd")
    if last_year and op != ".." and not draw(st.integers(0, 3)):
        return Goal(f"{op} last year", op, last_year=draw(st.sampled_from(last_year)))
    value = draw(st.integers(least, most)) * Fraction(1, draw(st.sampled_from([1, 1, 4])))
    high = value + draw(st.integers(0, 8)) if op == ".." else None
    return Goal(f"{op} {value}", op, value, high)


@st.composite
def phasings(draw: st.DrawFn, months: int) -> Phasing | None:
    """Unsaid, even, by open days, or any shares that add up to 1."""
    rule = draw(st.sampled_from([None, "even", "open_days", "shares"]))
    if rule != "shares":
        return rule  # type: ignore[return-value]  # each is a phasing
    weights = draw(st.lists(st.integers(0, 5), min_size=months, max_size=months))
    weights[draw(st.integers(0, months - 1))] += 1
    return tuple(Fraction(weight, sum(weights)) for weight in weights)


class Wide(NamedTuple):
    """What random plans may have besides: goals below 0 and against last year, months of their own, stretches,
    revised formulas and phasings."""

    losses: bool = False
    last_year: bool = False
    parts: bool = False
    stretch: bool = False
    revised: bool = False


NARROW, WIDE = Wide(), Wide(losses=True, last_year=True, parts=True, stretch=True, revised=True)


@st.composite
def targets(
    draw: st.DrawFn, period: Period, kinds: tuple[Kind, ...] = ("flow", "rate", "level"), each: bool = True,
    ops: Ops = OPS, most_revisions: int = 2, wide: Wide = NARROW,
) -> Target:  # fmt: skip
    """Any target that a plan file can say."""
    kind = draw(st.sampled_from(kinds))
    text = draw(st.sampled_from(FORMULAS[kind]))
    months = draw(parts_of(period)) if wide.parts and draw(st.booleans()) else period
    spans = [span for span, size in SIZES.items() if not len(months) % size] if each else []
    every = draw(st.sampled_from([None, None, *spans]))
    most = 60 if kind == "flow" and not every else 12
    least = -40 if wide.losses and draw(st.booleans()) else 0
    points = [LastYear(points=Fraction(1, 50))] if kind == "rate" else []
    last_years = [*LAST_YEARS, *points] if wide.last_year else []
    starts = sorted(draw(st.sets(st.sampled_from(tuple(months)), max_size=most_revisions)))
    goal = draw(goals(ops, most, last_years, least))
    start = draw(st.none() | small) if kind == "level" and not every and not goal.is_range else None
    revisions = []
    for begin in starts:
        revised = Revision(begin, draw(goals(ops, most, last_years, least)))
        change = draw(st.sampled_from(["goal", "goal", "formula", "phasing", "all"])) if wide.revised else "goal"
        if change in ("formula", "all"):
            revised = revised._replace(formula=formula_of(draw(st.sampled_from(FORMULAS[kind]))))
        if change in ("phasing", "all") and kind == "flow" and not every:
            revised = revised._replace(phasing=draw(later_phasings(months, begin)))
        keeps = change in ("formula", "phasing") and (revised.formula or revised.phasing)
        revisions.append(revised._replace(goal=None) if keeps else revised)
    return Target(
        id="t",
        name="t",
        formula=formula_of(text),
        kind=kind,
        goal=goal,
        tolerance=draw(st.sampled_from([Fraction(1, 10), Fraction(1, 50), Fraction(0), Fraction(1, 3)])),
        decimals=draw(st.sampled_from([0, 2])),
        each=every,
        start=start,
        min_volume=draw(st.none() | small) if text in ("a / b", "a / (b + s)", "a / last") else None,
        phasing=draw(phasings(len(months))) if kind == "flow" and not every else None,
        revisions=tuple(revisions),
        months=None if months == period else months,
        stretch=draw(stretches(goal, [] if every else last_years)) if wide.stretch and draw(st.booleans()) else None,
    )


def formula_of(text: str) -> Formula:
    """A formula over the measures of random plans."""
    return parse(text, Vocabulary({id: id for id in MEASURES}))


@st.composite
def later_phasings(draw: st.DrawFn, months: Period, begin: Month) -> Phasing | None:
    """A phasing of the months from one on."""
    before = begin.since(months.first)
    found = draw(phasings(len(months) - before))
    return (*[Fraction(0)] * before, *found) if isinstance(found, tuple) else found


@st.composite
def parts_of(draw: st.DrawFn, period: Period) -> Period:
    """Some months of a period that follow each other."""
    first = draw(st.integers(0, len(period) - 1))
    return Period(period.first.plus(first), period.first.plus(draw(st.integers(first, len(period) - 1))))


@st.composite
def stretches(draw: st.DrawFn, goal: Goal, last_years: Sequence[LastYear]) -> Goal | None:
    """A goal in the direction of another, however far."""
    if goal.op in (None, ".."):
        return None
    return draw(goals((goal.op,), 90, last_years))


@st.composite
def cases(
    draw: st.DrawFn, kinds: tuple[Kind, ...] = ("flow", "rate", "level"), each: bool = True,
    ops: Ops = OPS, gaps: bool = True, most_revisions: int = 2, wide: Wide = NARROW,
) -> Given:  # fmt: skip
    """A plan of one target, with actuals from a year before it on, and where `wide` with months without business."""
    period = Period.parse(draw(st.sampled_from(PERIODS)))
    target = draw(targets(period, kinds, each, ops, most_revisions, wide))
    calendar = draw(st.sampled_from([Calendar(), Calendar(closed=frozenset(map(date.fromisoformat, CLOSED)))]))
    plan = Plan("p", "p", "store", period, calendar=calendar, measures=MEASURES, targets=(target,))
    as_of = draw(st.sampled_from([None, *period, *[period.last] * 3]))
    months = [period.first.plus(index) for index in range(-12, len(period))]
    gap = st.integers(0, 9).map(lambda dice: dice == 0) if gaps and draw(st.booleans()) else st.just(False)
    amount = some if wide.losses and draw(st.booleans()) else small
    idle = frozenset(draw(st.sets(st.sampled_from(months), max_size=3))) if wide.parts else frozenset[Month]()
    actuals: dict[tuple[str, Month], Fraction] = {}
    for id in used(target):
        amounts = draw(st.lists(st.tuples(gap, amount), min_size=len(months), max_size=len(months)))
        actuals |= {
            (id, month): value
            for month, (left_out, value) in zip(months, amounts, strict=True)
            if not left_out and month not in idle
        }
    return Given(plan, actuals, as_of, idle)


def used(target: Target) -> list[str]:
    """The ids that somebody records for a target."""
    ids = dict.fromkeys(id for formula in target.formulas for id in measures_of(formula))
    return list(dict.fromkeys(part for id in ids for part in MEASURES[id].members or (id,)))


CLOSED = ["2026-01-01", "2026-02-17", "2026-02-18", "2026-10-01", "2025-12-31"]
