"""Any plan, written down in any way and read back, is the same plan."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple, TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealerplan.domain.formula import Formula, Name, Number, Operation
from dealerplan.domain.formula_unit import is_share_of_like, misfit, unit_of
from dealerplan.domain.goal import Goal, Op
from dealerplan.domain.last_year import LastYear
from dealerplan.domain.month import Each, Month, Period
from dealerplan.domain.month_end import MonthEnd
from dealerplan.domain.plan import (
    Calendar,
    Delay,
    Kind,
    Measure,
    Milestone,
    Phasing,
    Plan,
    Reporting,
    ResultGoal,
    Revision,
    Target,
)
from dealerplan.domain.unit import Unit, differ
from dealerplan.planfile.load import load
from dealerplan.planfile.units import unit_misfit
from tests.planfile.writer import UNITS, Meant, Writer, numerals

T = TypeVar("T")
WORDS = """a a- a-b ab_ b 5x 2号店 车 车间 ＶＩＰ é null true on goal from tbd k M 万 1e3 targets Q1 y no 元 A1 _x_
    z3 配件 配 sum D٣ 精品 pq last whole 保险 h 零件 jj""".split()
NAMES = ["A/B类 车", "VIP（新）", "return rate", "x: y", "#1 a", "'q' \"p\"", "d - e",
         "- d", "（新）客户", "100% t", "[s]", "{m}", "f, g", "@w"]  # fmt: skip
OLD = [f"old-{number}" for number in range(60)]
MEMBERS = ("east", "2", "车", "ＶＩ", "a-b")
LENGTHS: dict[Each, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
SIGNS: dict[Op, tuple[str, ...]] = {
    ">=": (">= {}", "≥{}", "不少于 {}", "at least {}", "{}以上"), ">": (">{}", "超过{}", "More Than {}"),
    "<=": ("<= {}", "≦ {}", "至多{}", "{} 以下"), "<": ("< {}", "＜{}", "低于 {}", "under {}"),
}  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(
        ("客服主管", "null", "~", "2026", "a: b", "# no", " led ", "x\ny", "- z", "'", '"', "on", "0x1F", "=")
    ),
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=5),
)
DAYS = st.dates(date(2025, 1, 1), date(2029, 12, 31))


class Shape(NamedTuple):
    """A formula, and what is to be known of it."""

    formula: Formula
    kind: Kind = "rate"
    divides: bool = False


class Maker:
    """Draws a plan."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.words = iter(draw(st.permutations(WORDS)))
        self.names = iter(draw(st.permutations(NAMES)))
        self.old = iter(draw(st.permutations(OLD)))
        self.lone = iter(("quux", "囧事"))
        first = Month(self.integer(2026, 2027), self.integer(1, 12))
        size = self.choose((12, 6, 3, 1, 7, 24, 36))
        if self.choose((True, False)):
            first = Month(first.year, 1 + (first.number - 1) // min(size, 12) * min(size, 12))
        self.period = Period(first, first.plus(size - 1))
        self.measures: dict[str, Measure] = {}
        self.implied: dict[str, Measure] = {}
        self.unstated: set[str] = set()

    def choose(self, options: Sequence[T], /) -> T:
        return self.draw(st.sampled_from(options))

    def some(self, options: Sequence[T], most: int = 3) -> list[T]:
        return self.draw(st.lists(st.sampled_from(options), max_size=most, unique=True)) if options else []

    def integer(self, least: int, most: int) -> int:
        return self.draw(st.integers(least, most))

    def text(self) -> str | None:
        return self.draw(st.one_of(st.none(), TEXTS))

    def number(self, least: int = -(10**9), most: int = 10**11) -> Fraction:
        return Fraction(self.integer(least, most), 10 ** self.choose((2, 0, 4)))

    def plan(self) -> Meant:
        families = [self.family(self.top_measure(), 2) for _ in range(self.integer(1, 4))]
        self.measures = {one.id: one for family in self.draw(st.permutations(families)) for one in family}
        grown: list[list[Target]] = []
        for _ in range(self.choose((0, 2, 3, 4, 6))):
            wholes = [target.id for family in grown for target in family]
            grown.append(self.targets(wholes))
        targets = tuple(target for family in self.draw(st.permutations(grown)) for target in family)
        main = self.choose((None, *(one.id for family in grown for one in family[:1])))
        targets = tuple(target._replace(main=target.id == main) for target in targets)
        lone = [target.formula.id for target in targets if isinstance(target.formula, Name)]
        calendar = Calendar(
            self.choose(("CN", "DE")),
            self.choose(("all", "workdays")),
            frozenset(self.draw(st.lists(DAYS, max_size=3))),
            MonthEnd(self.choose((None, 25, 28))),
        )
        plan = Plan(
            self.choose(("p-1", "7", "计划")), self.draw(TEXTS), self.choose(("north", "店")), self.period, self.text(),
            self.text(), self.choose((None, "CNY", "美元")), self.text(), calendar, self.reporting(),
            {**self.measures, **{id: self.implied[id] for id in lone if id in self.implied}},
            targets, tuple(self.milestone(id) for id in self.some(WORDS)), "x.yaml",
            tuple(self.some(("毛利", "Gross: profit", "2025", "# 库存", "x, y"))), self.was(),
        )  # fmt: skip
        return Meant(plan, frozenset(self.implied), frozenset(self.unstated))

    def was(self) -> tuple[str, ...]:
        """Earlier ids that nothing else had."""
        return tuple(next(self.old) for _ in range(self.choose((0, 0, 0, 1, 2))))

    def reporting(self) -> Reporting:
        on_time, locked = self.choose(((None, None), (5, None), (None, 31), (5, 10), (7, 7)))
        return Reporting(on_time, locked)

    def top_measure(self) -> Measure:
        id, unit = next(self.words), self.choose(UNITS)
        name = self.choose((id, next(self.words), next(self.names)))
        aliases = tuple(next(self.words) for _ in range(self.choose((0, 1, 2))))
        measure = Measure(
            id, name, unit, self.text(), self.choose((None, *self.alike(unit))), self.choose(("sum", "last", "mean")),
            self.choose(("refuse", "warn")), (), aliases, self.choose((_places(unit), 0, 6)), was=self.was(),
        )  # fmt: skip
        self.measures[id] = measure
        return measure

    def alike(self, unit: Unit | None) -> list[str]:
        """The measures that may be added to those of a unit, or be its whole."""
        return [id for id, one in self.measures.items() if not _apart(unit, one.unit)]

    def family(self, measure: Measure, depth: int) -> list[Measure]:
        """A measure, its members, and theirs."""
        shorts = self.some(MEMBERS) if depth else []
        family = [measure._replace(members=tuple(f"{measure.id}.{short}" for short in shorts))]
        for short in shorts:
            id, name, *aliases = (f"{word}.{short}" for word in (measure.id, measure.name, *measure.aliases))
            was = _in_full((measure.id, *measure.was), (short, *self.was()))
            member = measure._replace(id=id, name=name, aliases=tuple(aliases), within=None, was=was)
            self.measures[id] = member
            family += self.family(member, depth - 1)
        return family

    def sum(self) -> Shape:
        """One measure, or several with weights."""
        used = [self.measures[self.choose(list(self.measures))]]
        for _ in range(self.choose((0, 0, 0, 1, 2))):
            also = [id for id in self.measures if not any(_apart(self.measures[id].unit, one.unit) for one in used)]
            used.append(self.measures[self.choose(also)])
        formula: Formula | None = None
        for measure in used:
            name, weight = Name(measure.id), Number(Fraction(self.integer(2, 99), 10))
            terms: list[Formula] = [name, name, name, Operation("*", weight, name), Operation("/", name, weight)]
            term = self.choose(terms)
            formula = Operation(self.choose(("+", "-")), formula, term) if formula else term
        assert formula is not None
        kind: Kind = "flow" if all(measure.over_time == "sum" for measure in used) else "rate"
        if isinstance(formula, Name) and used[0].over_time == "last":
            kind = "level"
        return Shape(formula, kind)

    def shape(self) -> Shape:
        above = self.sum()
        match self.choose(("sum", "sum", "sum", "quotient", "else")):
            case "sum":
                return above
            case "quotient":
                divided = Operation("/", above.formula, self.sum().formula)
                return above if misfit(divided, self.measures) else Shape(divided, divides=True)
            case _:
                days = Name(self.choose(("open_days", "days", "months")))
                other = self.choose((days, Number(Fraction(7, 4)), self.sum().formula))
                return Shape(Operation("+" if isinstance(other, Number) else "*", above.formula, other))

    def goal(self, unit: Unit | None, whole: Op | None = None, last_year: bool = True) -> Goal:
        """A goal in a unit; it may leave out the direction that it takes from its `whole`, else at least."""
        kind = self.choose(("plain", "plain", "range", "tbd", "last year" if last_year else "plain"))
        if kind == "tbd":
            return Goal(self.choose(("tbd", "待定", "TBD")))
        if kind == "range":
            low, high = sorted((self.number(), self.number()))
            way = self.integer(0, len(numerals(low, unit)) - 1)
            below, above = numerals(low, unit)[way], numerals(high, unit)[way]
            return Goal(f"{below} {self.choose(('..', '．．', '~', '至'))} {above}", "..", low, high)
        bare: Op = whole if whole in ("<=", "<", ">") else ">="
        op = self.choose((bare, bare, *SIGNS))
        sign = self.choose((*SIGNS[op], *(("{}", "{}") if op == bare else ())))
        if kind == "last year":
            return Goal(sign.format(self.choose(("last year", "去年同期"))), op, last_year=LastYear(Fraction(1)))
        value = self.number()
        return Goal(sign.format(self.choose(numerals(value, unit))), op, value)

    def revisions(self, unit: Unit | None, first: Goal) -> tuple[Revision, ...]:
        starts = sorted(self.some(list(self.period)))
        return tuple(Revision(start, self.goal(unit, first.op), self.text()) for start in starts)

    def revised(self, target: Target) -> Target:
        """The target with some of its revisions of its formula or phasing too, or of these alone."""
        flows = target.kind == "flow" and not target.each
        named = isinstance(target.formula, Name) and self.measures.get(target.formula.id)
        keeps = target.kind == "level" or target.min_volume is not None or (named and named.members)
        found = []
        for one in target.revisions:
            twice = self.choose((None, Operation("+", target.formula, target.formula)))
            formula = None if keeps else twice
            phasing = self.phasing_from(one.start) if flows and self.choose((False, True)) else None
            goal = one.goal if self.choose((False, True)) or not (formula or phasing) else None
            found.append(one._replace(goal=goal, formula=formula, phasing=phasing))
        return target._replace(revisions=tuple(found))

    def targets(self, wholes: Sequence[str]) -> list[Target]:
        """A target and the split of it."""
        shape, unit = self.shape(), self.choose((None, *UNITS))
        id, measure = next(self.words), None
        if (lone := next(self.lone, None)) and self.choose((False, True)):
            id, name = self.choose((id, lone)), self.choose((lone, next(self.names)))
            measure = self.implied[lone] = Measure(lone, name, unit, decimals=_places(unit))
            shape = Shape(Name(lone), "flow")
        elif isinstance(shape.formula, Name):
            measure = self.measures[shape.formula.id]
            taken = {whole.partition(".")[0] for whole in wholes}
            id = self.choose((id, measure.id)) if measure.id not in taken and "." not in measure.id else id
        known = self.measures | self.implied
        used, derived = [known[id] for id in _names(shape.formula)], unit_of(shape.formula, known)
        if unit is not None and unit_misfit(unit, shape.formula, known):
            unit = None
        stated = unit is not None and unit != derived
        own = unit if stated else derived
        decimals = [_places(unit)] if stated and not any(one.unit for one in used) else []
        if not stated:
            self.unstated |= {id} if measure is None or measure.id not in self.implied else set()
        spans = [each for each, months in LENGTHS.items() if len(self.period) % months == 0]
        each = self.choose((None, None, *spans))
        goal = self.goal(own)
        default = measure.name if measure else id
        tolerance = Fraction(1, 10) if shape.kind == "flow" else Fraction(1, 50)
        implies = measure is not None and measure.id in self.implied
        was = self.was()
        if implies and measure:
            self.implied[measure.id] = measure._replace(was=was)
        elif measure and measure.id == id:
            was = was or measure.was
        whole = Target(
            id=id, name=default if implies else self.choose((default, self.draw(TEXTS))), formula=shape.formula,
            kind=shape.kind, goal=goal, tolerance=self.choose((tolerance, Fraction(self.integer(0, 999), 1000))),
            unit=own,
            decimals=max([*decimals, *(one.decimals for one in used)]),
            owner=self.text(), part_of=self.choose((None, *wholes)), each=each,
            start=self.number() if shape.kind == "level" and not each and goal.op != ".." else None,
            min_volume=self.choose((None, self.number(0))) if shape.divides else None,
            phasing=self.phasing(len(self.period)) if shape.kind == "flow" and not each else None,
            revisions=self.revisions(own, goal), was=was,
        )  # fmt: skip
        whole = self.revised(whole)
        whole = whole._replace(as_percent=_is_percentage(whole, is_share_of_like(shape.formula, known) and not stated))
        return [whole, *self.parts(whole)]

    def parts(self, whole: Target) -> Iterator[Target]:
        """A target for some of the members, where the formula is one measure that has any."""
        measure = self.measures.get(whole.formula.id) if isinstance(whole.formula, Name) else None
        members = {member.rpartition(".")[2]: member for member in measure.members} if measure else {}
        for short in self.some(sorted(members)):
            goal = self.goal(whole.unit, whole.goal.op)
            if goal.percent and not whole.goal.percent:
                goal = Goal("tbd")
            had = [one.removeprefix(f"{measure.id}.") for one in self.measures[members[short]].was if measure]
            part = whole._replace(
                was=_in_full((whole.id, *whole.was), (short, *(one for one in had if "." not in one))),
                id=f"{whole.id}.{short}", name=f"{whole.name}.{short}", goal=goal, part_of=whole.id, start=None,
                formula=Name(members[short]),
                owner=self.choose((whole.owner, self.draw(TEXTS))),
                revisions=self.revisions_under(whole, goal),
            )  # fmt: skip
            yield part
            yield from self.parts(part)

    def revisions_under(self, whole: Target, goal: Goal) -> tuple[Revision, ...]:
        """A member's revised goals, with the phasings of its whole."""
        found = {one.start: one for one in (self.revisions(whole.unit, goal) if goal.op in SIGNS else ())}
        for over in whole.revisions:
            if over.phasing is not None:
                own = found.get(over.start, Revision(over.start, why=over.why))
                found[over.start] = own._replace(phasing=over.phasing)
        return tuple(found[start] for start in sorted(found))

    def phasing_from(self, start: Month) -> Phasing:
        """A phasing of the months from one on."""
        before = start.since(self.period.first)
        found = self.phasing(len(self.period) - before) or "even"
        return (*[Fraction(0)] * before, *found) if isinstance(found, tuple) else found

    def phasing(self, size: int) -> Phasing | None:
        """A rule, or shares: spans of months take thousandths of the goal, which fall evenly on each one's months."""
        rule: Phasing | None = self.choose((None, "even", "open_days"))
        if self.choose((True, False)):
            return rule
        cuts = range(size + 1) if size > 12 else sorted({0, size, *self.some(range(size), 4)})
        marks = [0, *sorted(self.integer(0, 1000) for _ in cuts[2:]), 1000]
        return tuple(
            Fraction(marks[index + 1] - marks[index], 1000 * (end - begin))
            for index, (begin, end) in enumerate(pairwise(cuts))
            for _ in range(begin, end)
        )

    def milestone(self, id: str) -> Milestone:
        last = self.period.last
        due = self.choose((date(*last, monthrange(*last)[1]), self.draw(DAYS)))
        results: dict[str, ResultGoal] = {}
        for key in self.some(MEMBERS):
            unit = self.choose(UNITS)
            name, goal = self.choose((key, self.draw(TEXTS))), self.goal(unit, last_year=False)
            within = self.choose((None, *(one for one in results if not _apart(unit, results[one].unit))))
            made = ResultGoal(key, goal, name, unit, within, self.choose(("refuse", "warn")), self.was())
            results[key] = made
        found = self.draw(st.permutations(list(results.values())))
        support = tuple(self.draw(st.lists(TEXTS, max_size=2)))
        starts = sorted(Month(2027, 1).plus(months) for months in self.some(range(-15, 15)))
        delays = tuple(Delay(start, self.draw(DAYS), self.text()) for start in starts)
        name, owner = self.choose((id, self.draw(TEXTS))), self.text()
        return Milestone(id, name, due, owner, support, tuple(found), delays, was=self.was())


def _apart(one: Unit | None, other: Unit | None) -> bool:
    return one is not None and other is not None and differ(one, other)


def _in_full(wholes: Sequence[str], shorts: Sequence[str]) -> tuple[str, ...]:
    """The earlier ids of a part, by the ids of its whole and its own, which begin with those of now."""
    return tuple(f"{whole}.{short}" for whole in wholes for short in shorts)[1:]


def _places(unit: Unit | None) -> int:
    return unit.places if unit is not None else 0


def _is_percentage(target: Target, alike: bool) -> bool:
    if target.unit is not None and target.unit.share is not None:
        return True
    texts = [one.text for one in target.goals if one.value is not None]
    return any(sign in text for text in texts for sign in ("%", "‰", "％", "percent")) if texts else alike


def _names(formula: Formula) -> list[str]:
    if isinstance(formula, Operation):
        return [*_names(formula.left), *_names(formula.right)]
    return [formula.id] if isinstance(formula, Name) and formula.id not in ("open_days", "days", "months") else []


@st.composite
def files(draw: st.DrawFn) -> tuple[Plan, bytes]:
    maker = Maker(draw)
    meant = maker.plan()
    return meant.plan, Writer(meant, maker.choose).raw()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files())
def test_what_is_written_is_read(file: tuple[Plan, bytes]) -> None:
    meant, raw = file
    read = load(raw, "x.yaml")
    assert isinstance(read, Plan), (raw.decode(), [(error.message, error.mark) for error in read])
    assert list(read.measures) == list(meant.measures)
    for id, measure in read.measures.items():
        assert measure._replace(line=0) == meant.measures[id]
    assert [target._replace(line=0, twin=False) for target in read.targets] == list(meant.targets)
    assert [milestone._replace(line=0, twin=False) for milestone in read.milestones] == list(meant.milestones)
    for key in (
        "id",
        "name",
        "store",
        "period",
        "department",
        "owner",
        "currency",
        "notes",
        "calendar",
        "reporting",
        "path",
        "ignored",
        "was",
    ):
        assert getattr(read, key) == getattr(meant, key)
