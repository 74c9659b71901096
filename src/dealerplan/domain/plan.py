"""A plan as it is meant: measures, targets and milestones of one store for one period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, NamedTuple, Protocol, TypeVar

from dealerplan.domain.formula import Formula, measures_of
from dealerplan.domain.goal import Goal
from dealerplan.domain.group import ByStore, Fact, GroupGoal, GroupTerms, Move, OverStores
from dealerplan.domain.month import MONTHS_IN, Each, Month, Period
from dealerplan.domain.month_end import CALENDAR, MonthEnd
from dealerplan.domain.unit import Unit
from dealerplan.words import Message, say

OverTime = Literal["sum", "last", "mean"]
Kind = Literal["flow", "level", "rate"]
OpenDays = Callable[[Month], int]

KIND_WORDS: dict[Kind, Message] = {"flow": say("flow"), "rate": say("rate"), "level": say("level")}

AboveWhole = Literal["refuse", "warn"]
"""What happens to a part recorded above its whole."""

Phasing = Literal["even", "open_days", "parts"] | tuple[Fraction, ...]
"""How a flow's goal falls on its months: a rule, or each month's share of the goal, adding up to 1.

`parts` is what the parts of a split owe together, where some of them have months of their own.
"""


def shape(phasing: Phasing | None, months: Sequence[Month], open_days: OpenDays) -> Sequence[Fraction | int] | None:
    """The weights of months that a plan says by itself; None where parts or last year say them, or nothing does."""
    match phasing:
        case tuple():
            return phasing
        case "open_days":
            return [open_days(month) for month in months]
        case "even":
            return [1] * len(months)
    return None


FLOW_TOLERANCE = Fraction(10, 100)
RATE_TOLERANCE = Fraction(2, 100)


class Measure(NamedTuple):
    """A quantity recorded after each monthly close; `members` are the ids it is the sum of.

    A member that is not there all the time has the `months` in which it has values. `was` are its earlier ids, in full.
    """

    id: str
    name: str
    unit: Unit | None = None
    basis: str | None = None
    within: str | None = None
    over_time: OverTime = "sum"
    above_whole: AboveWhole = "refuse"
    members: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    decimals: int = 0
    line: int = 0
    months: Period | None = None
    was: tuple[str, ...] = ()
    over_stores: OverStores | None = None

    def is_there(self, month: Month) -> bool:
        """Whether it has a value in a month."""
        return self.months is None or month in self.months


class Revision(NamedTuple):
    """What is new from a month on: a goal, a formula or a phasing, any of them; what is None stays as it was."""

    start: Month
    goal: Goal | None = None
    why: str | None = None
    formula: Formula | None = None
    phasing: Phasing | None = None


class Target(NamedTuple):
    """A goal on a formula. `decimals` is what owed amounts are rounded down to; `tolerance` is resolved.

    `as_percent` says that its values are shown as percentages: where its goal is written as one, or while that is
    open or against last year, where its formula divides like by like. `months` are its own where it is not for the
    whole period. Without a `phasing` the goal falls evenly, or against last year as that year's months did. `was` are
    its earlier ids, in full. Of its last month's amount a store that closes in it owes the `last_part`.
    It is a `twin` where another target of the plan has the same name, and `main`
    where the plan says that it is what the year is about.
    """

    id: str
    name: str
    formula: Formula
    kind: Kind
    goal: Goal
    tolerance: Fraction
    unit: Unit | None = None
    as_percent: bool = False
    decimals: int = 0
    owner: str | None = None
    part_of: str | None = None
    each: Each | None = None
    start: Fraction | None = None
    min_volume: Fraction | None = None
    phasing: Phasing | None = None
    revisions: tuple[Revision, ...] = ()
    line: int = 0
    months: Period | None = None
    stretch: Goal | None = None
    was: tuple[str, ...] = ()
    twin: bool = False
    main: bool = False
    by_store: ByStore | None = None
    group_goal: GroupGoal | None = None
    last_part: Fraction = Fraction(1)

    @property
    def label(self) -> str:
        """What people see it called: its name, a member's as 车间·一组; with the id where another one has the same."""
        between = " / " if self.name.isascii() else "·"
        return self._apart(between.join(self.name.rsplit(".", self.id.count("."))))

    def label_in(self, whole: Target) -> str:
        """The same below its whole, where a member's own name is enough."""
        return self._apart(self.name.rpartition(".")[2]) if self.is_member_of(whole.id) else self.label

    def _apart(self, name: str) -> str:
        return apart(name, self.id) if self.twin else name

    def is_member_of(self, whole: str) -> bool:
        """Whether the split of a target gives it."""
        return self.part_of == whole and self.id.startswith(f"{whole}.")

    @property
    def adds_up(self) -> bool:
        """Whether its goal is for the whole period and builds up month by month."""
        return self.kind == "flow" and self.each is None

    def is_early(self, months: int) -> bool:
        """Whether the first span of a goal for each is longer than so many of its months."""
        return self.each is not None and months < MONTHS_IN[self.each]

    def goal_in(self, month: Month | None) -> Goal:
        """The goal in force in a month; before any month, the first."""
        if not self.revisions:
            return self.goal
        return next((one.goal for one in self._known_in(month) if one.goal is not None), self.goal)

    def formula_in(self, month: Month | None) -> Formula:
        """The formula in force in a month; before any month, the first."""
        return next((one.formula for one in self._known_in(month) if one.formula is not None), self.formula)

    def phasing_in(self, month: Month | None) -> Phasing | None:
        """The phasing in force in a month; before any month, the first."""
        return next((one.phasing for one in self._known_in(month) if one.phasing is not None), self.phasing)

    def _known_in(self, month: Month | None) -> list[Revision]:
        """The revisions in force in a month, the last one first."""
        return [one for one in reversed(self.revisions) if month is not None and one.start <= month]

    def at(self, month: Month | None) -> Target:
        """The target by the formula in force in a month; goals and phasings, which build on each other, stay."""
        return self._replace(formula=self.formula_in(month)) if self.revisions else self

    def is_percentage(self, alike: bool) -> bool:
        """Whether values are shown as percentages: as goals are, else where the formula divides like by like."""
        if self.unit is not None and self.unit.share is not None:
            return True
        goals = [goal for goal in self.goals if goal.value is not None]
        return any(goal.percent for goal in goals) if goals else alike

    @property
    def goals(self) -> tuple[Goal, ...]:
        """The first goal and the revised ones."""
        return (self.goal, *[one.goal for one in self.revisions if one.goal is not None])

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The first formula and the revised ones."""
        return (self.formula, *(one.formula for one in self.revisions if one.formula is not None))

    @property
    def phasings(self) -> tuple[Phasing | None, ...]:
        """The first phasing and the revised ones."""
        return (self.phasing, *(one.phasing for one in self.revisions if one.phasing is not None))


class ResultGoal(NamedTuple):
    """What a milestone is to bring."""

    id: str
    goal: Goal
    name: str = ""
    unit: Unit | None = None
    within: str | None = None
    above_whole: AboveWhole = "refuse"
    was: tuple[str, ...] = ()


class Delay(NamedTuple):
    """A new date for a milestone, decided in a month."""

    start: Month
    due: date
    why: str | None = None


class Milestone(NamedTuple):
    """Something done once, on a date; `due` is resolved to the period's last day where the plan names none.

    It is a `twin` where another milestone of the plan has the same name.
    """

    id: str
    name: str
    due: date
    owner: str | None = None
    support: tuple[str, ...] = ()
    results: tuple[ResultGoal, ...] = ()
    delays: tuple[Delay, ...] = ()
    line: int = 0
    was: tuple[str, ...] = ()
    twin: bool = False

    @property
    def label(self) -> str:
        """What people see it called: its name, with the id where another one has the same."""
        return apart(self.name, self.id) if self.twin else self.name

    def due_on(self, day: date) -> date:
        """The date in force on a day."""
        due = self.due
        for delay in self.delays:
            if delay.start.first_day <= day:
                due = delay.due
        return due


class Calendar(NamedTuple):
    """Which days months have, and which of them the store is open: every day, or a country's working days; `closed`
    takes days out. A store that opens or closes for good has its first day and its last."""

    country: str = "CN"
    open: Literal["all", "workdays"] = "all"
    closed: frozenset[date] = frozenset()
    month_end: MonthEnd = CALENDAR
    first_day: date | None = None
    last_day: date | None = None

    def days(self, month: Month) -> int:
        """How many days of a month there is a store."""
        first, last = self.month_end.first_day(month), self.month_end.last_day(month)
        begin, end = max(first, self.first_day or first), min(last, self.last_day or last)
        return max((end - begin).days + 1, 0)

    def has(self, day: date) -> bool:
        """Whether there is a store on a day."""
        return (self.first_day is None or self.first_day <= day) and (self.last_day is None or day <= self.last_day)

    @property
    def first_month(self) -> Month | None:
        """The month in which the store opens."""
        return None if self.first_day is None else self.month_end.month_of(self.first_day)

    @property
    def last_month(self) -> Month | None:
        """The month in which the store closes for good."""
        return None if self.last_day is None else self.month_end.month_of(self.last_day)

    def is_due(self, month: Month) -> bool:
        """Whether there is a store on any day of a month."""
        first, last = self.first_month, self.last_month
        return (first is None or first <= month) and (last is None or month <= last)


class Reporting(NamedTuple):
    """When a month is to be recorded: days of the calendar month after it, in a shorter month its last day."""

    on_time_until: int | None = None
    locked_after: int | None = None

    def on_time_day(self, month: Month) -> date | None:
        """The last day on which the month is reported on time."""
        return _day_after(month, self.on_time_until)

    def lock_day(self, month: Month) -> date | None:
        """The last day on which the month may be recorded without being reopened."""
        return _day_after(month, self.locked_after)


def _day_after(month: Month, day: int | None) -> date | None:
    later = month.plus(1)
    return None if day is None else later.first_day.replace(day=min(day, later.days))


class Tabled(NamedTuple):
    """The file of a group's table, and the targets whose goals stand in it."""

    file: str
    targets: frozenset[str]


class Plan(NamedTuple):
    """What one department of one store promises for a period; `ignored` are names that its files of actuals may hold
    and nobody records, `was` its earlier ids, `text` its file as read, and `renamed` has new ids by old ones of the
    store's measures, also those that another plan of it renames. A plan of a `group` is of all its stores; one of them
    is not asked for measures that only targets of others use (`unasked`), some of its goals stand in the group's
    `table`, and its `facts`, with its `moves`, say where it belongs in the group."""

    id: str
    name: str
    store: str
    period: Period
    department: str | None = None
    owner: str | None = None
    currency: str | None = None
    notes: str | None = None
    calendar: Calendar = Calendar()
    reporting: Reporting = Reporting()
    measures: Mapping[str, Measure] = MappingProxyType({})
    targets: tuple[Target, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    path: str = ""
    ignored: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    text: str = ""
    renamed: Mapping[str, str] = MappingProxyType({})
    store_name: str | None = None
    group: GroupTerms | None = None
    unasked: frozenset[str] = frozenset()
    table: Tabled | None = None
    facts: Mapping[Fact, str] = {}  # never changed
    moves: tuple[Move, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from all others: its store and its id, which the plans of a group's stores share."""
        return self.store, self.id

    @property
    def anchor(self) -> str:
        """What links to it by, in a document of several plans."""
        return f"{self.id} {self.store}"

    @property
    def shop(self) -> str:
        """The store as people read it: its name, else its id."""
        return self.store_name or self.store

    @property
    def answers(self) -> str | None:
        """Who answers for what has no owner of its own: the plan's owner, else its department."""
        return self.owner or self.department

    def owner_of(self, one: Target | Milestone) -> str | None:
        """Who answers for a target or milestone."""
        return one.owner or self.answers

    @property
    def month_end(self) -> MonthEnd:
        """Which days its months have."""
        return self.calendar.month_end

    def recorded_as(self, measure: str) -> tuple[str, ...]:
        """The ids that somebody records for a measure: itself, or its members, or theirs."""
        return leaves(self.measures, measure)

    def months_of(self, target: Target) -> Period:
        """The months that a target is for."""
        return target.months or self.period

    def split_of(self, target: Target) -> tuple[Target, ...]:
        """The targets that a target's split gives its members."""
        return tuple(one for one in self.targets if one.is_member_of(target.id))

    def due_in(self, month: Month) -> tuple[str, ...]:
        """The ids that are to be recorded in a month: members that are there, and what serves targets of that month."""
        return self.due([month])[month]

    def due(self, months: Iterable[Month]) -> dict[Month, tuple[str, ...]]:
        """The same of several months."""
        leaves_of = {formula: self._used_by(formula) for target in self.targets for formula in set(target.formulas)}
        served = set[str]().union(*leaves_of.values())
        asked = [one for id, one in self.measures.items() if not one.members and id not in self.unasked]
        found = {}
        for month in months:
            here = month in self.period and self.calendar.is_due(month)
            own = [target for target in self.targets if month in self.months_of(target)] if here else []
            now = set[str]().union(*(leaves_of[target.formula_in(month)] for target in own))
            found[month] = tuple(
                one.id for one in asked if here and one.is_there(month) and (one.id in now or one.id not in served)
            )
        return found

    @property
    def used(self) -> frozenset[str]:
        """What is recorded for its targets, and what weighs the means of several stores."""
        own = {leaf for target in self.targets for formula in target.formulas for leaf in self._used_by(formula)}
        weights = {one.over_stores.weight for id, one in self.measures.items() if id in own and one.over_stores}
        return frozenset(own | {leaf for id in weights if id is not None for leaf in self.recorded_as(id)})

    def _used_by(self, formula: Formula) -> set[str]:
        """What is recorded for a formula: its measures, and the wholes that they lie within."""
        used = set(measures_of(formula))
        used |= {whole for id in used if (whole := self.measures[id].within) is not None}
        return {leaf for id in used for leaf in self.recorded_as(id)}


class HasMembers(Protocol):
    """What may be the sum of others."""

    @property
    def members(self) -> Sequence[str]:
        """Their ids."""
        ...


Key = TypeVar("Key")


def apart(name: str, what: str) -> str:
    """A name with what tells it apart from an equal one, where that is not the name itself."""
    return name if name == what else f"{name} ({what})"


def twins(names: Iterable[str]) -> set[str]:
    """The names that several things have."""
    return {name for name, number in Counter(names).items() if number > 1}


def told_apart(names: Mapping[Key, str], what: Callable[[Key], str]) -> dict[Key, str]:
    """Names by what has them, and where two are equal each with what tells it apart."""
    equal = twins(names.values())
    return {key: apart(name, what(key)) if name in equal else name for key, name in names.items()}


def leaves(measures: Mapping[str, HasMembers], id: str) -> tuple[str, ...]:
    """A measure without members, or those of its members, down to what somebody records."""
    members = measures[id].members
    return tuple(leaf for member in members for leaf in leaves(measures, member)) if members else (id,)


class OfStore(Protocol):
    """What is of a store."""

    @property
    def store(self) -> str:
        """Its id."""
        ...


def stores(plans: Iterable[OfStore]) -> list[str]:
    """The stores of plans, each once."""
    return list(dict.fromkeys(plan.store for plan in plans))


S = TypeVar("S", bound=OfStore)


def by_store(plans: Iterable[S]) -> dict[str, list[S]]:
    """Plans by their stores."""
    found: dict[str, list[S]] = {}
    for plan in plans:
        found.setdefault(plan.store, []).append(plan)
    return found


def owners(plans: Sequence[Plan]) -> dict[str, tuple[str, ...]]:
    """Who answers for each measure: the owners of the targets it serves, else the plan's owner or department."""
    found: dict[str, list[str]] = {}
    for plan in plans:
        for target in plan.targets:
            used = [id for formula in target.formulas for id in measures_of(formula)]
            for leaf in {leaf for id in used for leaf in plan.recorded_as(id)}:
                found.setdefault(leaf, []).append(target.owner or "")
        for id in plan.measures:
            found.setdefault(id, []).append("" if any(found.get(id, ())) else plan.answers or "")
    return {id: tuple(dict.fromkeys(filter(None, names))) for id, names in found.items()}
