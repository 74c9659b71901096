"""What differs between a plan as kept and as it is now, in what a closed month's figures rest on (amendments C.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeVar

from dealerplan.domain import as_written
from dealerplan.domain.formula import measures_of, written
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month, Period
from dealerplan.domain.plan import Calendar, Measure, Milestone, Phasing, Plan, Target, leaves
from dealerplan.domain.unit import Unit, factor, same

What = Literal[
    "goal", "formula", "phasing", "due", "unit", "decimals", "over_time", "within", "members", "each", "start",
    "tolerance", "min_volume", "from", "until", "results", "calendar", "month_ends", "period", "removed",
]  # fmt: skip
REVISED: tuple[What, ...] = ("goal", "formula", "phasing")
"""The keys of a target that revisions say; of a milestone they say `due`."""


class Difference(NamedTuple):
    """A key of a target or milestone (None: of the plan) as it was and as it is, both as a plan file says them.

    It stands under `at`: the target or milestone itself, or the measure; what was removed, under its whole or the plan.
    `restore` is the line that makes it as it was, empty where the key was not there, None where no line says it. What
    revisions say differs `since` a month, and `revise` is what one that means it as it is says. What was removed may
    only have another id, that of its `heir`.
    """

    target: str | None
    what: What
    was: str
    now: str
    at: str | None = None
    restore: str | None = ""
    since: Month | None = None
    revise: str | None = None
    heir: str | None = None


Days = Mapping[str, date]
"""When milestones were done, by id."""
NONE_DONE: Days = MappingProxyType({})


def differences(kept: Plan, now: Plan, month: Month, done: Days = NONE_DONE) -> list[Difference]:
    """What differs in what a closed month rests on, and no revision says; `kept` is in the names of `now`.

    A revision says it where `now` has it, in force in the month, and `kept` does not. New targets, names, owners and
    other words for the same are no differences. Results count of milestones `done` by the end of the month.
    """
    if month not in kept.period:
        return []
    found = list(_of_plan(kept, now))
    if month not in now.period:
        return found
    targets = {one.id: one for one in now.targets}
    told: dict[str, set[What]] = {}
    for old in kept.targets:
        new = targets.get(old.id)
        own = (
            [_removed(kept, now, old, month)] if new is None else list(_Pair(kept, now, old, new, month).differences())
        )
        above: set[What] = set()
        if old.part_of is not None and old.is_member_of(old.part_of):  # what it has from its whole is told of that
            above = told.get(old.part_of, set()) - {"goal"}
        told[old.id] = above | {one.what for one in own}
        found += [one for one in own if one.what not in above]
    return found + _of_milestones(kept, now, month, done)


def _removed(kept: Plan, now: Plan, target: Target, month: Month) -> Difference:
    whole = target.part_of if target.part_of is not None and target.is_member_of(target.part_of) else None
    new = _new(kept.targets, now.targets)
    heir = None if whole else next((one.id for one in new if _is_heir(one, target, month)), None)
    said = as_written.target(kept, target)
    return Difference(target.id, "removed", target.goal_in(month).text, "", whole, said, heir=heir)


T = TypeVar("T", Target, Milestone)


def _new(kept: Sequence[T], now: Sequence[T]) -> list[T]:
    """Those that were not there."""
    there = {one.id for one in kept}
    return [one for one in now if one.id not in there]


def _is_heir(new: Target, old: Target, month: Month) -> bool:
    """Whether a new target asks the same of the same."""
    goals = new.goal_in(month), old.goal_in(month)
    same = new.formula_in(month) == old.formula_in(month) and new.each == old.each and new.unit == old.unit
    return same and goals[0]._replace(text="") == goals[1]._replace(text="")


def _of_plan(kept: Plan, now: Plan) -> Iterator[Difference]:
    both = (kept, now)
    texts: dict[What, list[str]] = {
        "calendar": [as_written.calendar(_within(plan.calendar, kept.period)) for plan in both],
        "month_ends": [as_written.month_end(plan.month_end) for plan in both],
        "period": [as_written.period(plan.period) for plan in both],
    }
    for what, (was, is_now) in texts.items():
        if was != is_now:
            line = f"reporting: {{month_ends: {was}}}" if what == "month_ends" else f"{what}: {was}"
            yield Difference(None, what, was, is_now, None, line)


def _within(calendar: Calendar, period: Period) -> Calendar:
    return calendar._replace(
        closed=frozenset(day for day in calendar.closed if calendar.month_end.month_of(day) in period)
    )


class _Pair(NamedTuple):
    """A target as it was and as it is, with their plans, in a closed month."""

    kept: Plan
    now: Plan
    old: Target
    new: Target
    month: Month

    def differences(self) -> Iterator[Difference]:
        """All of them; none for a month before the target's own."""
        first = self.now.months_of(self.new).first
        if self.month < min(self.kept.months_of(self.old).first, first):
            return
        own = list(self._of_months())
        yield from own
        if self.month < first:
            return
        if (since := self._since("goal", self._same_goal)) is not None:
            yield self._goal(since)
        if (since := self._since("formula", self._same_formula)) is not None:
            was, now = written(self.old.formula_in(since)), written(self.new.formula_in(since))
            yield self._revisable("formula", (was, now), as_written.quoted(was), since, as_written.quoted(now))
        if not own and (since := self._since("phasing", self._same_shape)) is not None:
            yield self._phasing(since)
        yield from self._keys()
        yield from self._of_measures()

    def _said(self, what: What, was: str, now: str, at: str | None = None, restore: str | None = None) -> Difference:
        """A difference of a key that revisions do not say."""
        line = restore or (f"{what}: {as_written.word(was)}" if was else "")
        return Difference(self.new.id, what, was, now, at or self.new.id, line)

    def _revisable(
        self, what: What, texts: tuple[str, str], old: str | None, since: Month, new: str | None
    ) -> Difference:
        """A difference of a key that revisions say, with both values as they are written; none is not said.

        A value that a revision said is no line of its own.
        """
        restore = None if _revised_from(self.old, what, since) else f"{what}: {old}" if old else old
        return Difference(self.new.id, what, *texts, self.new.id, restore, since, new)

    def _since(self, key: str, same_in: Callable[[Month], bool]) -> Month | None:
        """The first month up to the closed one with another value that no revision says.

        Where months build on each other or are judged one by one, those before count as well.
        """
        building = self.new.kind == "flow" or self.new.each is not None or self.new.start is not None
        first = self.now.months_of(self.new).first if building else self.month
        months = Period(first, self.month)
        return next((one for one in months if not same_in(one) and not is_said(self.old, self.new, key, one)), None)

    # goals, formulas, phasing

    def _same_goal(self, month: Month) -> bool:
        old, new = self.old.goal_in(month), self.new.goal_in(month)
        scale = _scale(self.old.unit, self.new.unit)
        ends = [_times(value, scale) for value in (old.value, old.high)]
        return (old.op, old.last_year, *ends) == (new.op, new.last_year, new.value, new.high)

    def _goal(self, since: Month) -> Difference:
        old, new = self.old.goal_in(since), self.new.goal_in(since)
        texts = old.text, new.text
        if texts[0] == texts[1]:
            texts = as_written.goal_in_full(old, self.old.unit), as_written.goal_in_full(new, self.new.unit)
        return self._revisable("goal", texts, as_written.quoted(texts[0]), since, as_written.quoted(texts[1]))

    def _same_formula(self, month: Month) -> bool:
        return self.old.formula_in(month) == self.new.formula_in(month)

    def _same_shape(self, month: Month) -> bool:
        old, new = self._shape(self.kept, self.old, month), self._shape(self.now, self.new, month)
        if old == new or {old, new} == {"parts", "even"}:  # which is for the months of members
            return True
        closes = self.kept.calendar.last_day != self.now.calendar.last_day
        return closes and self._shares(old) == self._shares(new)

    def _shares(self, shape: Phasing | str) -> Sequence[Fraction | str]:
        """What the months up to the closed one have of the goal, which a store that closes later does not change."""
        months = self.now.months_of(self.new)
        if shape == "even":
            shape = (Fraction(1, len(months)),) * len(months)
        return shape[: self.month.since(months.first) + 1] if isinstance(shape, tuple) else (shape,)

    def _shape(self, plan: Plan, target: Target, month: Month) -> Phasing | str:
        """The weights as far as the plan says them; shares that are all one are even, where everything is there."""
        of = target.phasing_in(month)
        if target.kind != "flow" or target.each:
            return "even"
        if of is None:
            return _unsaid(target)
        used = [leaf for id in measures_of(target.formula) for leaf in leaves(plan.measures, id)]
        always = all(plan.measures[leaf].months is None for leaf in used)
        return "even" if isinstance(of, tuple) and len(set(of)) == 1 and always else of

    def _phasing(self, since: Month) -> Difference:
        begin = _revised_from(self.old, "phasing", since)
        was, old = phasing_said(self.kept, self.old, self.old.phasing_in(since), begin)
        is_revised = _revised_from(self.new, "phasing", since) is not None
        now, new = phasing_said(self.now, self.new, self.new.phasing_in(since), since if is_revised else None)
        if not is_revised and self.new.goal_in(since).value != self.new.goal.value:  # amounts may be of another goal
            new = phasing_said(self.now, self.new._replace(goal=Goal("tbd")), self.new.phasing_in(since))[1]
        return self._revisable("phasing", (was, now), old, since, new)

    # other keys

    def _of_months(self) -> Iterator[Difference]:
        """`from` and `until`; those that follow from the months of members are told of these."""
        if (self.old.months, self.new.months) == (None, None) or self.kept.period != self.now.period:
            return
        if any(one.what == "members" for one in self._of_measures()):
            return
        old, new = self.kept.months_of(self.old), self.now.months_of(self.new)
        whole = self.kept.period
        ends: tuple[tuple[What, Month, Month, Month], ...] = (
            ("from", whole.first, old.first, new.first),
            ("until", whole.last, old.last, new.last),
        )
        for what, default, was, is_now in ends:
            if was != is_now:
                yield self._said(what, *("" if month == default else str(month) for month in (was, is_now)))

    def _keys(self) -> Iterator[Difference]:
        old, new = self.old, self.new
        same_unit = same(old.unit, new.unit)
        if not same_unit:
            yield self._unit()
        if old.decimals != new.decimals and same_unit:
            at = next((_top(two.id) for one, two in self._shared() if one.decimals != two.decimals), new.id)
            yield self._said("decimals", str(old.decimals), str(new.decimals), at)
        if old.each != new.each:
            yield self._said("each", old.each or "", new.each or "")
        if _times(old.start, _scale(old.unit, new.unit)) != new.start:
            yield self._said("start", _or_none(old.start, old.unit), _or_none(new.start, new.unit))
        if old.tolerance != new.tolerance:
            yield self._said("tolerance", *(as_written.percentage(one.tolerance) for one in (old, new)))
        if old.min_volume != new.min_volume:
            yield self._said("min_volume", _or_none(old.min_volume), _or_none(new.min_volume))

    def _unit(self) -> Difference:
        """Units that differ: the line stands under the measure that has it, else under the target."""
        was, now = str(self.old.unit or ""), str(self.new.unit or "")
        at, own = self.new.id, self.old.unit
        for old, new in self._shared():
            if not same(old.unit, new.unit):
                at, own = _top(new.id), old.unit
                break
        restore = "" if own is None else f"unit: {as_written.word(str(own))}"
        return Difference(self.new.id, "unit", was, now, at, restore)

    def _shared(self) -> list[tuple[Measure, Measure]]:
        """The measures that both formulas use, as they were and as they are."""
        old, new = measures_of(self.old.formula_in(self.month)), measures_of(self.new.formula_in(self.month))
        return [(self.kept.measures[id], self.now.measures[id]) for id in old if id in new]

    def _of_measures(self) -> Iterator[Difference]:
        told: set[What] = set()
        for old, new in self._shared():
            for one in self._of_measure(old, new):
                if one.what not in told:
                    told.add(one.what)
                    yield one

    def _of_measure(self, old: Measure, new: Measure) -> Iterator[Difference]:
        top = _top(new.id)
        if old.unit is not None and not same(old.unit, new.unit) and same(self.old.unit, self.new.unit):
            yield self._said("unit", str(old.unit), str(new.unit or ""), top)
        if old.over_time != new.over_time:
            yield self._said("over_time", old.over_time, new.over_time, top)
        if old.within != new.within:
            yield self._said("within", old.within or "", new.within or "", top)
        if _tree(self.kept, old.id) != _tree(self.now, new.id):
            was, now = _members(self.kept, top), _members(self.now, top)
            yield self._said("members", was, now, top, f"members: {was}")


def _unsaid(target: Target) -> str:
    """How a flow's goal falls where no key says it."""
    return "last year's" if target.goal.last_year else "even"


def phasing_said(plan: Plan, target: Target, of: Phasing | None, start: Month | None = None) -> tuple[str, str | None]:
    """A phasing to be read, and to be written: empty where no key says it, None where none can.

    With `start` it is as a revision from that month says it.
    """
    own = tuple(plan.months_of(target))
    if start is not None and of is not None:
        return (said := as_written.revised_phasing(of, own, start)), said
    text = as_written.phasing(of, own, target.goal, target.unit)
    if isinstance(of, tuple):
        return text or as_written.shares(of, own), text
    return text or of or _unsaid(target), text or ""


def is_said(old: Target | Milestone, new: Target | Milestone, key: str, month: Month) -> bool:
    """Whether the value of a key in force in a month comes from a revision that the old version does not have.

    One that was itself changed has to give another reason.
    """
    in_force = [one for one in _revisions(new, key).items() if one[0] <= month]
    if not in_force:
        return False
    start, (value, why) = in_force[-1]
    before = _revisions(old, key).get(start)
    return before is None or (before[0] != value and why not in (None, before[1]))


def _revised_from(of: Target | Milestone, key: str, month: Month) -> Month | None:
    """The start of the revision that says what a key is in a month, if one does."""
    return max((start for start in _revisions(of, key) if start <= month), default=None)


def _revisions(of: Target | Milestone, key: str) -> dict[Month, tuple[object, str | None]]:
    """What revisions say of a key by the month from which they do, a goal as it is meant, and why."""
    revisions = of.delays if isinstance(of, Milestone) else of.revisions
    found = [(one.start, getattr(one, key, None), one.why) for one in revisions]
    return {start: (_meant(value), why) for start, value, why in found if value is not None}


def _meant(value: object) -> object:
    return value[1:] if isinstance(value, Goal) else value


def _scale(old: Unit | None, new: Unit | None) -> Fraction:
    """What amounts in the old unit are multiplied by to be in the new one."""
    found = factor(old, new) if old is not None and new is not None else None
    return Fraction(1) if found is None else found


def _times(value: Fraction | None, scale: Fraction) -> Fraction | None:
    return None if value is None else value * scale


def _or_none(value: Fraction | None, unit: Unit | None = None) -> str:
    return "" if value is None else as_written.amount(value, unit)


def _top(id: str) -> str:
    return id.partition(".")[0]


def _tree(plan: Plan, id: str) -> object:
    """A measure's own months and its members, theirs included, in any order."""
    measure = plan.measures[id]
    return measure.months, {member: _tree(plan, member) for member in measure.members}


def _members(plan: Plan, id: str) -> str:
    return as_written.members(plan.measures, id) if plan.measures[id].members else ""


# milestones


def _of_milestones(kept: Plan, now: Plan, month: Month, done: Days) -> list[Difference]:
    by_id = {one.id: one for one in now.milestones}
    found = []
    for old in kept.milestones:
        new, due = by_id.get(old.id), str(old.due_on(month.last_day))
        if new is None:
            heir = next((one.id for one in _new(kept.milestones, now.milestones) if one.name == old.name), None)
            found.append(Difference(old.id, "removed", due, "", None, as_written.milestone(old), heir=heir))
            continue
        later = str(new.due_on(month.last_day))
        if due != later and not is_said(old, new, "due", month):
            restore = None if _revised_from(old, "due", month) else f"due: {due}"
            found.append(Difference(old.id, "due", due, later, old.id, restore, month, later))
        if old.id in done and done[old.id] <= kept.month_end.last_day(month) and _results(old) != _results(new):
            was = as_written.results(old.results)
            found.append(Difference(old.id, "results", was, as_written.results(new.results), old.id, f"results: {was}"))
    return found


def _results(of: Milestone) -> Mapping[str, object]:
    return {one.id: (one.goal[1:], None if one.unit is None else one.unit[1:]) for one in of.results}
