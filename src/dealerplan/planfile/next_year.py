"""What next year's plan file says, from this year's file, plan and results. Data in, data and messages out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple

from dealerplan.domain.formula import measures_of
from dealerplan.domain.goal import Op, direction
from dealerplan.domain.month import MONTHS_IN, Month, Period, read_day
from dealerplan.domain.plan import Measure, Plan, Target
from dealerplan.domain.respell import goal_as, number_as
from dealerplan.planfile.growth import at_end, grown_goals, grown_stretch
from dealerplan.planfile.inferred import hull
from dealerplan.planfile.next_look import ENDS, Made, look_at
from dealerplan.planfile.next_names import moved_day, next_id, next_period, years_on
from dealerplan.planfile.next_phasing import moved_phasing, moved_year, shape_of
from dealerplan.planfile.parts import families
from dealerplan.planfile.phases import Known
from dealerplan.planfile.rules import unused_measure
from dealerplan.planfile.writing import Noted
from dealerplan.words import Message, say

Written = Mapping[str, Any]


class Standing(NamedTuple):
    """How a target did: the comment beside its next goal, a level's last value, and each month's own value.

    There are `months` only where all of the target's are recorded, with business in each.
    """

    comment: Message
    last: Fraction | None = None
    months: Sequence[Fraction] = ()


class ThisYear(NamedTuple):
    """What came of this year, by ids of targets and milestones."""

    targets: Mapping[str, Standing] = MappingProxyType({})
    milestones: Mapping[str, Message] = MappingProxyType({})


class NextYear(NamedTuple):
    """Next year's plan file as data, and what somebody has to look at in it."""

    data: Written
    look_at: Sequence[Message]


def next_year(written: Written, plan: Plan, this_year: ThisYear, growth: Fraction = Fraction(1)) -> NextYear:
    """Make next year's plan of this year's file as it was read (source.py) and of the plan that it means.

    Goals are those in force at the end, times the `growth` (growth.py); dates and months move on, shapes of recorded
    years become phasings (next_phasing.py). What is over is left out: revisions, earlier ids but those under which the
    book has measures, closed days, the goals of members and targets that have no month any more.
    """
    return _Maker(written, plan, this_year, growth).made()


class _Maker:
    def __init__(self, written: Written, plan: Plan, this_year: ThisYear, growth: Fraction) -> None:
        self.written, self.plan, self.this_year = written, at_end(plan), this_year
        self.first = {target.id: target.goal for target in plan.targets}
        self.period = next_period(plan.period)
        self.years = self.period.first.year - plan.period.first.year
        self.targets = {target.id: target for target in self.plan.targets}
        self.growth = growth
        self.goals = grown_goals(self.plan, self.months, growth)
        self.gone = [target for target in self.plan.targets if self.months(target) is None]
        self.shapes = dict(self._shapes())
        self.look_at: list[Message] = []

    def made(self) -> NextYear:
        data: dict[str, Any] = {}
        for key, value in self.written.items():
            if key == "targets" and not self.written.get("measures") and (more := self._to_declare()):
                data["measures"] = more
            if key != "was":
                data[key] = self._said(key, value)
        return NextYear(data, [*self.look_at, *look_at(Made(self.plan, self.goals, self.growth, self.gone, data))])

    def _said(self, key: str, value: Any) -> Any:
        """What stands under a key of the file."""
        match key:
            case "plan":
                return next_id(self.plan)
            case "name":
                return years_on(value, self.plan.period)
            case "period":
                return self._period(value)
            case "calendar" if value:
                return self._calendar(value)
            case "measures" if value:
                return self._measures(value)
            case "targets" if value:
                there = {id: part for id, part in value.items() if self.targets[id] not in self.gone}
                return {id: self._target(id, part) for id, part in there.items()}
            case "milestones" if value:
                return {id: self._milestone(id, part or {}) for id, part in value.items()}
        return value

    # months and dates

    def months(self, target: Target) -> Period | None:
        """Next year's months of a target; None where it has none, or none that make whole spans."""
        part = self.written["targets"][target.id.split(".")[0]]
        first, last = (Month.parse(moved_year(part[key], self.years)) if key in part else None for key in ENDS)
        own = Period(first or self.period.first, last or self.period.last)
        there = hull(self.period, self.plan.measures, measures_of(target.formula))
        found = there and own.meets(there)
        return None if found is None or (target.each and len(found) % MONTHS_IN[target.each]) else found

    def _period(self, written: Any) -> Any:
        if isinstance(written, str) and ".." not in self.period.label:
            return self.period.label
        return {"from": str(self.period.first), "to": str(self.period.last)}

    def _calendar(self, written: Written) -> Written:
        days = written.get("closed") or []
        listed = [days] if isinstance(days, str) else days
        kept = [day for day in listed if self.plan.month_end.month_of(read_day(day)) in self.period]
        if len(kept) < len(listed):
            self.look_at.append(say("closed days: this year's are left out, write next year's into calendar"))
        said = {key: value for key, value in written.items() if key != "closed"}
        return {**said, "closed": kept} if kept else said

    # measures

    def _measures(self, written: Written) -> Written:
        idle = set(self._newly_unused())
        within = {(part or {}).get("within") for id, part in written.items() if id not in idle}
        words = {id: {id, self.plan.measures[id].name, *self.plan.measures[id].aliases} for id in idle}
        kept = {id: part for id, part in written.items() if id not in idle or within & words[id]}
        return {**kept, **self._to_declare()}

    def _to_declare(self) -> Written:
        """The measures that targets declared by a formula which is revised by now."""
        found: dict[str, Any] = {}
        for id, part in (self.written.get("targets") or {}).items():
            measure = self._declares(id)
            if measure is not None and _in_force(part or {}).get("formula") is not None:
                said = {"name": measure.name, "unit": measure.unit and str(measure.unit), "was": list(measure.was)}
                found[measure.id] = {key: value for key, value in said.items() if value} or None
        return found

    def _declares(self, id: str) -> Measure | None:
        """The measure that a target declares by its own line, if it does."""
        part = self.written["targets"][id] or {}
        word = str(part.get("formula") or id).strip()
        declared = word in (self.written.get("measures") or {})
        measure = None if declared else self.plan.measures.get(word)
        return None if measure is None or "." in measure.id else measure  # a member is declared with its whole

    def _newly_unused(self) -> Iterator[str]:
        """Measures that served only targets that are gone."""
        there = tuple(target for target in self.plan.targets if target not in self.gone)
        before = {finding.target for finding in unused_measure(self.plan)}
        after = {finding.target for finding in unused_measure(self.plan._replace(targets=there))}
        return (id for id in after - before if id in self.written["measures"])

    # targets

    def _target(self, id: str, part: Written) -> Written:
        said = {**part, **_in_force(part)}
        if part.get("part_of") and self.targets[part["part_of"]] in self.gone:
            said.pop("part_of")
        made = {**self._goals(self.targets[id], said), **self._split(self.targets[id], said)}
        if said.get("phasing") is not None:
            made["phasing"] = self._phasing(self.targets[id], said["phasing"])
        elif id in self.shapes:
            made["phasing"] = Noted(self.shapes[id], say("as this year's months fell"))
        made |= {key: moved_year(said[key], self.years) for key in ENDS if key in said}
        if "was" in said and self._declares(id) and "formula" not in _in_force(part):
            made["was"] = said["was"]  # last year's months of its measure are under those ids
        order = [*(key for key in said if key in made or key not in _LEFT_OUT), "phasing"]
        return {key: made.get(key, said.get(key)) for key in order if made.get(key, said.get(key)) is not None}

    def _goals(self, target: Target, said: Written, bare: Op = ">=", plain: bool = False) -> dict[str, Any]:
        """A target's or member's goal, stretch and start."""
        goal, standing = self.goals[target.id], self.this_year.targets.get(target.id)
        text = goal_as(goal.text, goal, target.unit, bare, plain)
        made: dict[str, Any] = {"goal": Noted(text, standing and standing.comment)}
        stretch = grown_stretch(target, goal)
        if stretch is not None:
            made["stretch"] = goal_as(stretch.text, stretch, target.unit, direction(goal))
        if "start" in said:
            last = standing.last if standing else None
            start = said["start"] if last is None else number_as(said["start"], last, target.unit)
            made["start"] = None if goal.is_range else start
        return made

    def _split(self, whole: Target, said: Written) -> dict[str, Any]:
        if not said.get("split"):
            return {}
        members = {}
        for short, part in said["split"].items():
            target = self.targets[f"{whole.id}.{short}"]
            if target not in self.gone:
                below = part if isinstance(part, dict) else {"goal": part}
                members[short] = self._member(target, whole, {**below, **_in_force(below)})
        return {"split": members or None}

    def _member(self, target: Target, whole: Target, said: Written) -> Any:
        plain = not self.goals[whole.id].percent and not self.goals[whole.id].undecided
        made = {**self._goals(target, said, direction(self.goals[whole.id]), plain), **self._split(target, said)}
        keys = [key for key in said if key not in _LEFT_OUT and made.get(key, said[key]) is not None]
        return made["goal"] if keys == ["goal"] else {key: made.get(key, said[key]) for key in keys}

    def _phasing(self, target: Target, written: Any) -> Any:
        """This year's own phasing, where it can hold."""
        known = Known(self.months(target), self.period, self.goals[target.id], target.unit)
        moved = moved_phasing(written, self.years, self.first[target.id], target.decimals, known)
        if moved is None:
            self.look_at.append(
                say("{name}: this year's phasing does not fit any more, write a new one", name=target.name)
            )
        return moved

    def _shapes(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Phasings by the shape of what was recorded. A whole's is that of all its parts, so that they owe together."""
        above = {part.id: whole.id for whole, parts in families(self.plan) for part in parts}
        for target in self.plan.targets:
            top = _top(target.id, above)
            shape = self._shape(self.targets[top], {top, *(id for id in above if _top(id, above) == top)})
            if shape and "." not in target.id and target.adds_up:
                yield target.id, shape

    def _shape(self, top: Target, family: set[str]) -> Mapping[str, str] | None:
        standing, months = self.this_year.targets.get(top.id), self.months(top)
        each = [self.targets[id] for id in family]
        free = all(one.adds_up and one.phasing is None and one.months is None for one in each)
        if not (standing and standing.months and months and free) or top.goal.last_year:
            return None
        if any(self.months(one) != months for one in each) or len(months) != len(standing.months):
            return None
        return shape_of(standing.months, months, top.unit)

    # milestones

    def _milestone(self, id: str, part: Written) -> Any:
        of = next(one for one in self.plan.milestones if one.id == id)
        made = {key: value for key, value in part.items() if key not in _LEFT_OUT}
        if "due" in part or of.delays:
            made["due"] = str(moved_day(of.delays[-1].due if of.delays else of.due, self.years))
        if "results" in part:
            made["results"] = {key: _without_was(one) for key, one in (part["results"] or {}).items()}
        return Noted(made or None, self.this_year.milestones.get(id))


_LEFT_OUT = ("revisions", "was")


def _in_force(part: Written) -> Written:
    """What a target's or member's revisions leave in force at the end, but for the goal."""
    found: dict[str, Any] = {}
    for one in sorted(part.get("revisions") or (), key=lambda one: Month.parse(one["from"])):
        found |= {key: one[key] for key in ("formula", "phasing") if key in one}
    return found


def _without_was(part: Any) -> Any:
    return {key: value for key, value in part.items() if key != "was"} if isinstance(part, dict) else part


def _top(id: str, above: Mapping[str, str]) -> str:
    """The whole that everything which a target is a part of is a part of."""
    while id in above:
        id = above[id]
    return id
