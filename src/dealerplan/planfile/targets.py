"""The targets of a plan file: goals, what they are for, phasing, revisions, splits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from dealerplan.domain import formula as formulas
from dealerplan.domain.formula import Formula, Unknown
from dealerplan.domain.formula_unit import is_share, is_share_of_like, misfit, unit_of
from dealerplan.domain.goal import Goal, Op, WrittenGoal, direction, is_by_store, is_further
from dealerplan.domain.group import ByStore, GroupGoal
from dealerplan.domain.month import MONTHS_IN, SPAN_WORDS, Period
from dealerplan.domain.number import narrow
from dealerplan.domain.plan import (
    FLOW_TOLERANCE,
    RATE_TOLERANCE,
    Kind,
    Measure,
    Phasing,
    Revision,
    Target,
)
from dealerplan.domain.unit import Unit
from dealerplan.errors import Invalid
from dealerplan.planfile import units
from dealerplan.planfile.context import Context
from dealerplan.planfile.earlier import in_full, own_parts
from dealerplan.planfile.fit import check_keys, check_kind, check_last_year, check_units
from dealerplan.planfile.goals import line_to_write
from dealerplan.planfile.inferred import (
    first_of_loops,
    hull,
    kind_of,
)
from dealerplan.planfile.measures import Measures
from dealerplan.planfile.phases import Known, Place, month_shares
from dealerplan.planfile.renaming import earlier_ids
from dealerplan.planfile.revisions import revise
from dealerplan.planfile.source import MOST_PROBLEMS, Path
from dealerplan.words import MOST_COMPARED, Message, meant, say

if TYPE_CHECKING:
    from dealerplan.planfile.schema import SplitPart, TargetPart

T = TypeVar("T")


class Targets:
    """The targets mapped so far, by id."""

    def __init__(self, context: Context, measured: Measures) -> None:
        self.context = context
        self.file = context.file
        self.unsure = context.unsure
        self.measured = measured
        self.measures = measured.by_id
        self.slips: set[str] = set()
        self.was: dict[str, tuple[str, ...]] = {}
        self.by_id: dict[str, Target] = {}
        self.words = formulas.Vocabulary({})

    def map_all(self) -> None:
        """Map what the file has under `targets`; measures that they declare are declared first."""
        parts = self.file.targets
        for id, part in parts.items():
            self._declare_by_target(id, part)
        self.was = earlier_ids(self.context, self.measured)
        self.words = formulas.Vocabulary(self.measured.vocabulary)
        for id, part in parts.items():
            path = ("targets", id)
            formula = self._formula(part.formula or id, (*path, "formula"))
            unit = self._unit_of(path, part, formula)
            goal = self._goal((*path, "goal"), part.goal, unit)
            months = self._months(path, part, formula)
            check_keys(self.context, path, part, months)
            if formula:
                self._map_target(path, part, formula, goal, months)
            else:  # what else is wrong is told at once
                self._phasing(path, part, goal, unit, months)
                self._revisions(path, part, direction(goal), unit, months)
                for index, one in enumerate(part.revisions):
                    if one.formula is not None:
                        self._formula(one.formula, (*path, "revisions", index, "formula"))

    def _declare_by_target(self, id: str, part: TargetPart) -> None:
        """A lone word that no measure has declares one, unless it looks like a slip."""
        word = part.formula.strip() if part.formula else id
        lone = part.formula is None or formulas.NAME.fullmatch(word)
        if narrow(word) in self.measured.vocabulary or not lone or "." in word or word in formulas.CALENDAR_NAMES:
            return
        if part.formula is not None and len(self.slips) < MOST_PROBLEMS and _slip(word, list(self.measured.vocabulary)):
            self.slips.add(word)
            return
        path = ("targets", id)
        name = part.name if part.name and narrow(part.name) not in self.measured.vocabulary else word
        unit = self.context.unit((*path, "unit"), part.unit)
        measure = Measure(word, name, unit, decimals=unit.places if unit else 0, line=self.context.line(path))
        self.measured.declare(measure, path)

    def _name_by(self, formula: Formula, part: TargetPart) -> str | None:
        """The name of the one measure that a target has always been."""
        is_revised = any(one.formula for one in part.revisions)
        return self.measures[formula.id].name if isinstance(formula, formulas.Name) and not is_revised else None

    def _map_target(self, path: Path, part: TargetPart, formula: Formula, goal: Goal, months: Period | None) -> None:
        id = str(path[1])
        used = [self.measures[measure] for measure in formulas.measures_of(formula)]
        kind = kind_of(formula, self.measures)
        sure = self.measured.unsure.isdisjoint(measure.id for measure in used)
        stated, unit = self.context.unit((*path, "unit"), part.unit), self._unit_of(path, part, formula)
        if sure and (*path, "formula") not in self.unsure and path not in self.unsure:
            check_kind(self.context, path, part, kind, formula)
            check_units(self.context, path, part, formula, self.measures)
            self._check_last_year(path, part, kind, formula)
        tolerance = part.tolerance
        if tolerance is None and kind == "flow":
            tolerance = FLOW_TOLERANCE if self.file.tolerance is None else self.file.tolerance
        starts = part.start is not None and is_by_store(part.start)
        target = Target(
            id=id,
            name=part.name or self._name_by(formula, part) or id,
            formula=formula,
            kind=kind,
            goal=goal,
            tolerance=RATE_TOLERANCE if tolerance is None else tolerance,
            unit=unit,
            decimals=units.decimals_of(stated, formula, self.measures),
            owner=part.owner,
            part_of=part.part_of,
            each=part.each,
            start=None if starts else self.context.amount((*path, "start"), part.start, unit),
            min_volume=self._least((*path, "min_volume"), part, formula),
            phasing=self._phasing(path, part, goal, unit, months),
            revisions=self._revisions(path, part, direction(goal), unit, months),
            line=self.context.line(path),
            months=None if months == self.file.period else months,  # None too where they are not known
            was=self.was[id],
            main=part.main,
            by_store=ByStore(part.goal.op or ">=", starts) if part.goal.by_store else None,
            group_goal=self._group_goal(path, part, unit),
        )
        target = revise(self.context, path, part, target, self.measured, self._formula)
        alike = stated is None and is_share_of_like(formula, self.measures)
        target = target._replace(as_percent=target.is_percentage(alike))
        target = target._replace(stretch=self._stretch(path, part, target))
        self.by_id[id] = target
        if sure:
            self._split(path, part.split, target)

    def _formula(self, text: str, path: Path) -> Formula | None:
        """A target's formula, or None where it has none that can be meant."""
        try:
            formula = formulas.parse(text, self.words)
        except Unknown as error:
            for name, at in error.places.items():
                self.measured.unknown(name, path, at)
            return None
        except Invalid as error:
            self.context.trouble(path, error.message, error.hint, at=error.offset)
            return None
        if formulas.measures_of(formula):
            return formula
        self.context.trouble(path, say("the formula names no measure"), say("name at least one"))
        return None

    def _check_last_year(self, path: Path, part: TargetPart | SplitPart, kind: Kind, formula: Formula) -> None:
        if kind == "flow" or not is_share(formula, self.measures):
            check_last_year(self.context, path, part)

    def _least(self, path: Path, part: TargetPart, formula: Formula) -> Fraction | None:
        """The least volume of a rate, in the unit of its D."""
        parts = formulas.quotient(formula)
        least = self.context.amount(path, part.min_volume, unit_of(parts.below, self.measures) if parts else None)
        if least is not None and least < 0:
            self.context.trouble(path, say("{text} is below 0", text=part.min_volume), say("write 0 or more"))
        return least

    def _goal(self, path: Path, written: WrittenGoal, unit: Unit | None, bare: Op = ">=") -> Goal:
        """What a goal means under its target's unit; where it has none, that is reported and it stays open."""
        formula = self.file.targets[str(path[1])].formula or str(path[1])
        line = partial(line_to_write, written.text, path, formula, unit, self.file.period)
        return self.context.sure(path, lambda: written.in_unit(unit, bare), line) or Goal(written.text)

    def _group_goal(self, path: Path, part: TargetPart, unit: Unit | None) -> GroupGoal | None:
        """What is asked of all stores together."""
        if part.group_goal is None:
            return None
        bare = part.goal.op or ">="
        return GroupGoal(self._goal((*path, "group_goal"), part.group_goal, unit, bare), part.buffer or Fraction(0))

    def _unit_of(self, path: Path, part: TargetPart, formula: Formula | None) -> Unit | None:
        """A target's own unit, else its formula's; None too where that isn't sure."""
        stated = self.context.unit((*path, "unit"), part.unit)
        used = formulas.measures_of(formula) if formula else ()
        places: list[Path] = [(*path, "unit"), *(("measures", id.split(".")[0], "unit") for id in used)]
        unsure = not self.measured.unsure.isdisjoint(id.split(".")[0] for id in used)
        open = formula is None or unsure or not self.unsure.isdisjoint(places)
        self.context.units_unsure = stated is None if open else self._contradicts(stated, formula)
        return stated or (unit_of(formula, self.measures) if formula else None)

    def _contradicts(self, stated: Unit | None, formula: Formula | None) -> bool:
        """Whether the units of a formula don't go together, or not with the target's own."""
        if formula is None or misfit(formula, self.measures):
            return True
        return stated is not None and units.unit_misfit(stated, formula, self.measures) is not None

    def _months(self, path: Path, part: TargetPart, formula: Formula | None) -> Period | None:
        """The months that a target is for: what it says, and in which its measures are there; None where unsure."""
        period = self.file.period
        if ("period",) in self.unsure:
            return None
        for key, month in (("from", part.since), ("until", part.until)):
            if month is not None and month not in period:
                self.context.outside((*path, key), month, period)
                return None
        if part.since and part.until and part.since > part.until:
            self.context.trouble((*path, "until"), say("until comes before from"), say("write the last month"))
            return None
        own = Period(part.since or period.first, part.until or period.last)
        there = hull(period, self.measures, formulas.measures_of(formula) if formula else ())
        found = there and own.meets(there)
        if found is None:
            message = say("{name} has no month in which its measures are there", name=path[-1])
            self.context.trouble(path, message, say("look at from and until of the members"), key=True)
        return found

    def _stretch(self, path: Path, part: TargetPart | SplitPart, target: Target) -> Goal | None:
        """A goal beyond the goal: of its direction, and further than it and its revisions."""
        place = (*path, "stretch")
        if part.stretch is None or (*path, "goal") in self.unsure:
            return None
        stretch = self._goal(place, part.stretch, target.unit, direction(target.goal))
        goals = [goal for goal in target.goals if not goal.undecided]
        if stretch.undecided or stretch.is_range or any(goal.is_range for goal in goals):
            if place not in self.unsure:
                message = say("a stretch is one number further than a goal with one direction")
                self.context.trouble(place, message, say("write the number, or leave it out"))
        elif target.each and stretch.last_year:
            self.context.trouble(place, say("a stretch against last year goes with no each"), say("write the number"))
        elif not all(is_further(stretch, goal) for goal in goals):
            message = say("the stretch {stretch} is not further than the goal", stretch=stretch.text)
            self.context.trouble(
                place, message, say("write a number beyond the goal, in its direction and of its kind")
            )
        else:
            return stretch
        return None

    def _misfit(self, path: Path, message: Message, hint: Message) -> None:
        self.context.trouble(path, message, hint, key=True)

    def _phasing(
        self, path: Path, part: TargetPart, goal: Goal, unit: Unit | None, months: Period | None
    ) -> Phasing | None:
        if part.phasing is None or isinstance(part.phasing, str):
            return {"open_days": "open_days", "even": "even"}.get(part.phasing or "")  # type: ignore[return-value]
        known = None if (*path, "goal") in self.unsure else goal

        def report(span: str, place: Place, message: Message, hint: Message | None) -> None:
            below = () if place == "whole" else (span,)
            self.context.trouble((*path, "phasing", *below), message, hint, key=place != "share")

        return month_shares(part.phasing, Known(months, self.file.period, known, unit), report)

    def _revisions(
        self, path: Path, part: TargetPart | SplitPart, bare: Op, unit: Unit | None, months: Period | None
    ) -> tuple[Revision, ...]:
        seen, found = set(), []
        for index, revision in enumerate(part.revisions):
            place = (*path, "revisions", index, "from")
            if months and revision.start not in months:
                self.context.outside(place, revision.start, months)
            if revision.start in seen:
                self.context.trouble(
                    place,
                    say("two revisions begin in {month}", month=revision.start),
                    say("keep one of them"),
                )
            seen.add(revision.start)
            goal = None
            if revision.goal is not None:
                goal = self._goal((*path, "revisions", index, "goal"), revision.goal, unit, bare)
            elif revision.formula is None and revision.phasing is None:
                message, hint = say("the revision changes nothing"), say("write its goal, formula or phasing")
                self.context.trouble((*path, "revisions", index), message, hint)
            found.append(Revision(revision.start, goal, revision.why))
        return tuple(sorted(found, key=lambda revision: revision.start))

    def _split(self, path: Path, parts: Mapping[str, SplitPart], target: Target) -> None:
        """One child target a member; they inherit everything but goal, start and revisions."""
        if not parts:
            return
        members = self._members(target.formula)
        if not members:
            message = say("split needs a formula on one measure with members")
            hint = say("list them under the measure, such as {example}", example=say("members: [east, west]"))
            if target.kind == "flow" and not isinstance(target.formula, formulas.Name):
                hint = say("give each part a target of its own, with {example}", example=f"part_of: {target.id}")
            elif not isinstance(target.formula, formulas.Name):
                hint = say("give each part a target of its own")
            self._misfit((*path, "split"), message, hint)
            return
        children = []
        for short, part in parts.items():
            below = (*path, "split", short)
            if short in members:
                children.append(self._child(below, (short, *members[short]), part, target))
            else:
                self.context.trouble(below, say("{name} is no member", name=short), _now(short, members), key=True)
        apart = any(child.phasing == "parts" or child.months != target.months for child in children)
        if target.phasing is None and apart:
            self.by_id[target.id] = target._replace(phasing="parts")

    def _child(self, path: Path, shorts: Sequence[str], part: SplitPart, whole: Target) -> Target:
        short = shorts[0]
        id, *was = in_full((whole.id, *whole.was), shorts)
        bare = whole.by_store.op if whole.by_store else direction(whole.goal)
        goal = self._goal((*path, "goal"), part.goal, whole.unit, bare)
        formula = formulas.Name(f"{formulas.written(whole.formula)}.{short}")
        own = whole.months or self.file.period
        there = hull(self.file.period, self.measures, formulas.measures_of(formula))
        months = there and own.meets(there)
        if months is None:
            message = say("{name} has no month in which its measures are there", name=short)
            self.context.trouble(path, message, say("look at from and until of the members"), key=True)
        months = months or own
        if goal.percent and not whole.goal.percent and not whole.goal.undecided:
            message = say("a member's goal is an amount, not a share of the whole")
            self.context.trouble((*path, "goal"), message, say("write the amount itself"))
        if whole.each and len(months) % MONTHS_IN[whole.each]:
            message = say(
                "the months {period} are not made of whole spans of a {each}",
                period=months.months, each=SPAN_WORDS[whole.each],
            )  # fmt: skip
            self.context.trouble(
                path, message, say("give the member whole spans, or this goal to a target of its own"), key=True
            )
        self._check_last_year(path, part, whole.kind, formula)
        child = whole._replace(
            id=id,
            name=f"{whole.name}.{self.measures[formula.id].name.rpartition('.')[2]}",
            formula=formula,
            goal=goal,
            owner=part.owner or whole.owner,
            part_of=whole.id,
            start=None,
            phasing=_within(whole.phasing, own, months),
            revisions=self._revisions_of(path, part, goal, whole, own, months),
            line=self.context.line(path),
            months=None if months == self.file.period else months,
            stretch=None,
            was=tuple(was),
            main=False,
            by_store=ByStore(part.goal.op or bare) if part.goal.by_store else None,
            group_goal=None,
        )
        child = child._replace(stretch=self._stretch(path, part, child))
        self.by_id[child.id] = child
        self._split(path, part.split, child)
        return self.by_id[child.id]

    def _revisions_of(
        self, path: Path, part: SplitPart, goal: Goal, whole: Target, own: Period, months: Period
    ) -> tuple[Revision, ...]:
        """A member's revised goals, and its whole's revised phasings, which are its own too."""
        for index, one in enumerate(part.revisions):
            for key in [key for key in ("formula", "phasing") if getattr(one, key) is not None]:
                message = say("a member goes by the {key} of its whole", key=key)
                hint = say("revise it with the whole, or give the member a target of its own")
                self.context.trouble((*path, "revisions", index, key), message, hint, key=True)
        bare = direction(whole.goal if goal.undecided else goal)
        found = {one.start: one for one in self._revisions(path, part, bare, whole.unit, months)}
        for over in whole.revisions:
            if over.phasing is not None:
                known = found.get(over.start, Revision(over.start, why=over.why))
                found[over.start] = known._replace(phasing=_within(over.phasing, own, months))
        return tuple(sorted(found.values(), key=lambda one: one.start))

    def _members(self, formula: Formula) -> Mapping[str, Sequence[str]]:
        """The short ids of the members of the one measure that the formula is, with their earlier ones; else none."""
        measure = self.measures.get(formula.id) if isinstance(formula, formulas.Name) else None
        if measure is None:
            return {}
        return {
            member.removeprefix(f"{measure.id}."): own_parts(measure.id, self.measures[member].was)
            for member in measure.members
        }

    def check_main(self) -> None:
        """A plan has one main target at most."""
        first, *others = [id for id, part in self.file.targets.items() if part.main] or [""]
        for id in others:
            message = say("{name} is the main target already", name=first)
            self.context.trouble(("targets", id, "main"), message, say("mark one target as main"), key=True)

    def check_wholes(self) -> None:
        """Find the targets that others are parts of."""
        wholes = {id: target.part_of for id, target in self.file.targets.items()}
        for id, over in wholes.items():
            if over is not None and over not in self.by_id and over not in wholes:
                self._no_target(id, over)
        for id in first_of_loops(wholes):
            message = say("{name} is a part of itself", name=id)
            self.context.trouble(("targets", id, "part_of"), message, say("name the whole that it is a part of"))

    def _no_target(self, id: str, whole: str) -> None:
        if any(path[0] == "targets" and path[1:2] in ((), (whole,)) for path in self.unsure):
            return
        message = say("there is no target {name}", name=whole)
        others = [other for other in dict.fromkeys((*self.file.targets, *self.by_id)) if other != id]
        now = next((one.id for one in self.by_id.values() if whole in one.was), whole)
        hint = meant(now, others) or say("name the whole that it is a part of")
        self.context.trouble(("targets", id, "part_of"), message, hint)


def _now(short: str, members: Mapping[str, Sequence[str]]) -> Message | None:
    """What to write for a word that is none of the members: the one that was called so, or is nearly."""
    for now, had in members.items():
        if short in had:
            return say("write {name}: its split goal then stands under the new name", name=now)
    return meant(short, list(members))


def _within(phasing: Phasing | None, whole: Period, own: Period) -> Phasing | None:
    """A whole's shares of each month, in a member's own months alone; they add up to 1 again."""
    if not isinstance(phasing, tuple):
        return phasing
    shares = [share for month, share in zip(whole, phasing, strict=True) if month in own]
    return tuple(share / sum(shares) for share in shares) if any(shares) else "even"


def _slip(word: str, known: Sequence[str]) -> bool:
    alike = [other for other in known[:MOST_COMPARED] if other[0] == word[0] or other[-1] == word[-1]]
    return bool(get_close_matches(word, alike, n=1, cutoff=0.8))
