"""From a file's shape to the plan that it means; collects what can't be meant, with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from dealerplan import calendar
from dealerplan.domain import formula as formulas
from dealerplan.domain.formula import Formula, Unknown
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import MONTHS_IN
from dealerplan.domain.plan import (
    FLOW_TOLERANCE,
    RATE_TOLERANCE,
    Calendar,
    Kind,
    Measure,
    Milestone,
    Phasing,
    Plan,
    ResultGoal,
    Revision,
    Target,
)
from dealerplan.errors import Invalid
from dealerplan.planfile.phases import month_shares
from dealerplan.words import Message, near, say

if TYPE_CHECKING:
    from dealerplan.planfile.schema import PlanFile, TargetPart

Path = tuple[str | int, ...]
CURRENCIES = frozenset("CNY RMB HKD TWD MOP USD EUR GBP JPY KRW SGD AUD CAD CHF THB VND MYR IDR INR RUB".split())
MONEY_DECIMALS = 2


class Trouble(Exception):
    """Something that can't be meant, at a path of the file."""

    def __init__(
        self, path: Path, message: Message, hint: Message | None = None, key: bool = False, at: int = 0
    ) -> None:
        super().__init__(str(message))
        self.path, self.message, self.hint, self.key, self.at = path, message, hint, key, at


class Mapper:
    """Maps one file. `unsure` holds targets whose goal could not be read."""

    def __init__(self, file: PlanFile, lines: Mapping[Path, int], path: str, unsure: frozenset[str]) -> None:
        self.file = file
        self.lines = lines
        self.path = path
        self.unsure = unsure
        self.troubles: list[Trouble] = []
        self.measures: dict[str, Measure] = {}
        self.vocabulary: dict[str, str] = {}
        self.targets: dict[str, Target] = {}

    def plan(self) -> Plan:
        """The plan; only as good as `troubles` is empty."""
        file = self.file
        self._declare_measures()
        self._map_targets()
        self._check_references()
        return Plan(
            id=file.plan,
            name=file.name or file.plan,
            store=file.store,
            period=file.period,
            department=file.department,
            owner=file.owner,
            currency=file.currency,
            notes=file.notes,
            calendar=self._calendar(),
            measures=self.measures,
            targets=tuple(self.targets.values()),
            milestones=tuple(self._milestones()),
            path=self.path,
        )

    def _trouble(self, path: Path, message: Message, hint: Message | None = None, key: bool = False) -> None:
        self.troubles.append(Trouble(path, message, hint, key))

    def _calendar(self) -> Calendar:
        part = self.file.calendar
        if part.open == "workdays" and not calendar.knows(part.country):
            self._trouble(
                ("calendar", "country"),
                say("the working days of {country} are not known", country=part.country),
            )
        return Calendar(part.country, part.open, frozenset(part.closed))

    # measures

    def _declare_measures(self) -> None:
        for id, part in self.file.measures.items():
            path = ("measures", id)
            members = tuple(f"{id}.{member}" for member in part.members)
            if len(set(members)) < len(members):
                self._trouble((*path, "members"), say("a member stands here twice"), say("keep one of them"))
            measure = Measure(
                id=id,
                name=part.name or id,
                unit=part.unit,
                basis=part.basis,
                within=part.within,
                over_time=part.over_time,
                members=members,
                aliases=tuple(part.aliases),
                decimals=_decimals(part.unit) if part.decimals is None else part.decimals,
                line=self.lines.get(path, 0),
            )
            self._declare(measure, path)
            for member, short in zip(members, part.members, strict=True):
                names = [f"{word}.{short}" for word in (measure.name, *measure.aliases)]
                part_of_it = measure._replace(
                    id=member, name=names[0], aliases=tuple(names[1:]), within=None, members=()
                )
                self._declare(part_of_it, path)

    def _declare(self, measure: Measure, path: Path) -> None:
        if measure.id in formulas.CALENDAR_NAMES:
            self._trouble(
                path, say("{id} is a word of the calendar", id=measure.id), say("choose another id"), key=True
            )
        self.measures[measure.id] = measure
        for word in (measure.id, measure.name, *measure.aliases):
            other = self.vocabulary.setdefault(word, measure.id)
            if other != measure.id:
                message = say("{word} means both {one} and {other}", word=word, one=other, other=measure.id)
                self._trouble(path, message, say("give one of them another name"), key=True)

    def _measure_id(self, word: str, path: Path) -> str | None:
        """The measure that a word names, or a trouble at `path`."""
        if word in self.vocabulary:
            return self.vocabulary[word]
        self._trouble(path, say("there is no measure {name}", name=word), _meant(word, list(self.vocabulary)))
        return None

    # targets

    def _map_targets(self) -> None:
        parts = self.file.targets
        for id, part in parts.items():
            self._declare_by_target(id, part)
        for id, part in parts.items():
            try:
                self._map_target(id, part)
            except Trouble as trouble:
                self.troubles.append(trouble)

    def _declare_by_target(self, id: str, part: TargetPart) -> None:
        """A lone word that no measure has declares one, unless it looks like a slip."""
        word = part.formula.strip() if part.formula else id
        lone = part.formula is None or formulas.NAME.fullmatch(word)
        if word in self.vocabulary or not lone or "." in word or word in formulas.CALENDAR_NAMES:
            return
        if part.formula is not None and _slip(word, list(self.vocabulary)):
            return
        path = ("targets", id)
        name = part.name if part.name and part.name not in self.vocabulary else word
        measure = Measure(word, name, part.unit, decimals=_decimals(part.unit), line=self.lines.get(path, 0))
        self._declare(measure, path)

    def _map_target(self, id: str, part: TargetPart) -> None:
        path: Path = ("targets", id)
        formula = self._formula(part.formula or id, (*path, "formula"))
        used = [self.measures[measure] for measure in formulas.measures_of(formula)]
        if not used:
            raise Trouble((*path, "formula"), say("the formula names no measure"))
        kind = _kind(formula, self.measures)
        self._check_fit(path, part, kind, formula)
        tolerance = part.tolerance
        if tolerance is None and kind == "flow":
            tolerance = FLOW_TOLERANCE if self.file.tolerance is None else self.file.tolerance
        target = Target(
            id=id,
            name=part.name or self._name_of(id, formula),
            formula=formula,
            kind=kind,
            goal=part.goal,
            tolerance=RATE_TOLERANCE if tolerance is None else tolerance,
            unit=part.unit or _unit(formula, self.measures),
            as_percent=part.goal.percent or (part.unit is None and _like_by_like(formula, self.measures)),
            decimals=max(measure.decimals for measure in used) if not part.unit else _decimals_of(part, used),
            owner=part.owner,
            part_of=part.part_of,
            each=part.each,
            start=part.start,
            min_volume=part.min_volume,
            phasing=self._phasing(path, part),
            revisions=self._revisions(path, part),
            line=self.lines.get(path, 0),
        )
        self.targets[id] = target
        self._split(path, part, target)

    def _formula(self, text: str, path: Path) -> Formula:
        try:
            return formulas.parse(text, self.vocabulary)
        except Unknown as error:
            hint = _meant(error.name, [*self.vocabulary, *formulas.CALENDAR_NAMES])
            raise Trouble(path, error.message, hint, at=error.offset) from None
        except Invalid as error:
            raise Trouble(path, error.message, error.hint, at=error.offset) from None

    def _name_of(self, id: str, formula: Formula) -> str:
        return self.measures[formula.id].name if isinstance(formula, formulas.Name) else id

    def _check_fit(self, path: Path, part: TargetPart, kind: Kind, formula: Formula) -> None:
        """Keys that say nothing for this kind of target are refused, with the reason."""
        if part.start is not None and (kind != "level" or part.each or part.goal.is_range):
            message = say("start is for a level without each or range; this is a {kind}", kind=kind)
            self._trouble((*path, "start"), message, say("a level is one measure with over_time: last"), key=True)
        if part.phasing is not None and (kind != "flow" or part.each):
            message = say("phasing is for a flow without each; this is a {kind}", kind=kind)
            self._trouble((*path, "phasing"), message, say("delete phasing, or each"), key=True)
        if part.min_volume is not None and formulas.quotient(formula) is None:
            message = say("min_volume needs a formula N / D of two sums")
            self._trouble((*path, "min_volume"), message, say("delete it"), key=True)
        if part.each and len(self.file.period) % MONTHS_IN[part.each]:
            message = say(
                "the period {period} is not made of whole spans of a {each}",
                period=self.file.period.label,
                each=part.each,
            )
            self._trouble((*path, "each"), message, say("choose a shorter span"))

    def _phasing(self, path: Path, part: TargetPart) -> Phasing:
        if not isinstance(part.phasing, dict):
            return "open_days" if part.phasing == "open_days" else "even"
        goal = part.goal.value
        if goal is None and path[1] in self.unsure:
            return "even"
        shares: list[Trouble] = []
        found = month_shares(
            part.phasing,
            self.file.period,
            goal,
            lambda span, message, hint: shares.append(
                Trouble((*path, "phasing", span) if span else (*path, "phasing"), message, hint, key=True)
            ),
        )
        self.troubles += shares
        return found

    def _revisions(self, path: Path, part: TargetPart) -> tuple[Revision, ...]:
        seen = set()
        for index, revision in enumerate(part.revisions):
            place = (*path, "revisions", index, "from")
            if revision.start not in self.file.period:
                message = say(
                    "{text} is outside the period {period}",
                    text=revision.start,
                    period=self.file.period.label,
                )
                self._trouble(place, message)
            if revision.start in seen:
                self._trouble(
                    place,
                    say("two revisions begin in {month}", month=revision.start),
                    say("keep one of them"),
                )
            seen.add(revision.start)
        return tuple(
            Revision(revision.start, _directed(revision.goal, part.goal), revision.why)
            for revision in sorted(part.revisions, key=lambda revision: revision.start)
        )

    def _split(self, path: Path, part: TargetPart, target: Target) -> None:
        """One child target a member; they inherit everything but goal and revisions."""
        if not part.split:
            return
        members = self._members(target.formula)
        if not members:
            message = say("split needs a formula on one measure with members")
            self._trouble(
                (*path, "split"),
                message,
                say("list the members under the measure: members: [a, b]"),
                key=True,
            )
            return
        for short, goal in part.split.items():
            if short not in members:
                self._trouble(
                    (*path, "split", short),
                    say("{name} is no member", name=short),
                    _meant(short, members),
                    key=True,
                )
                continue
            self.targets[f"{target.id}.{short}"] = target._replace(
                id=f"{target.id}.{short}",
                name=f"{target.name}.{short}",
                formula=formulas.renamed(target.formula, partial(self._member, short)),
                goal=_directed(goal, target.goal),
                part_of=target.id,
                revisions=(),
                line=self.lines.get((*path, "split", short), target.line),
            )

    def _members(self, formula: Formula) -> list[str]:
        """The short names of the members that every measure with members in the formula has."""
        families = [self.measures[id] for id in formulas.measures_of(formula) if self.measures[id].members]
        named = [[member.removeprefix(f"{measure.id}.") for member in measure.members] for measure in families]
        return [short for short in named[0] if all(short in names for names in named)] if named else []

    def _member(self, short: str, id: str) -> str:
        return f"{id}.{short}" if id in self.measures and self.measures[id].members else id

    # what names what

    def _check_references(self) -> None:
        for id, part in self.file.measures.items():
            if part.within is not None:
                whole = self._measure_id(part.within, ("measures", id, "within"))
                if whole == id:
                    self._trouble(("measures", id, "within"), say("{name} can't be within itself", name=id))
                elif whole:
                    self.measures[id] = self.measures[id]._replace(within=whole)
        for id, target in self.targets.items():
            if target.part_of is not None and id in self.file.targets:
                self._check_whole(id, target.part_of)

    def _check_whole(self, id: str, whole: str) -> None:
        path = ("targets", id, "part_of")
        if whole not in self.targets:
            if whole not in self.file.targets:
                self._trouble(path, say("there is no target {name}", name=whole), _meant(whole, list(self.targets)))
            return
        seen = [id]
        above: str | None = whole
        while above is not None and above in self.targets:
            if above in seen:
                self._trouble(path, say("{name} is a part of itself", name=id), say("delete one part_of"))
                return
            seen.append(above)
            above = self.targets[above].part_of

    # milestones

    def _milestones(self) -> list[Milestone]:
        return [
            Milestone(
                id=id,
                name=part.name or id,
                due=part.due or self.file.period.last.last_day,
                owner=part.owner,
                support=tuple(part.support),
                results=tuple(ResultGoal(result, goal) for result, goal in part.results.items()),
                line=self.lines.get(("milestones", id), 0),
            )
            for id, part in self.file.milestones.items()
        ]


def _decimals(unit: str | None) -> int:
    """Owed amounts of money are rounded down to cents, of anything else to whole ones."""
    money = unit is not None and (unit.endswith("元") or unit.upper() in CURRENCIES)
    return MONEY_DECIMALS if money else 0


def _decimals_of(part: TargetPart, used: Sequence[Measure]) -> int:
    return max(_decimals(part.unit), *(measure.decimals for measure in used))


def _kind(formula: Formula, measures: Mapping[str, Measure]) -> Kind:
    weights = formulas.weights(formula)
    if weights and all(measures[id].over_time == "sum" for id in weights):
        return "flow"
    if isinstance(formula, formulas.Name) and measures[formula.id].over_time == "last":
        return "level"
    return "rate"


def _unit(formula: Formula, measures: Mapping[str, Measure]) -> str | None:
    """The unit of a formula's value: one of a sum's measures, or N's over D's where they differ."""
    parts = formulas.quotient(formula)
    if parts is None:
        simple = formulas.weights(formula) is not None
        units = {measures[id].unit for id in formulas.measures_of(formula)}
        return units.pop() if simple and len(units) == 1 else None
    above, below = (_unit(part, measures) for part in parts)
    return f"{above}/{below}" if above and below and above != below else None


def _like_by_like(formula: Formula, measures: Mapping[str, Measure]) -> bool:
    """Whether it divides two sums of the same unit."""
    parts = formulas.quotient(formula)
    if parts is None:
        return False
    above, below = (_unit(part, measures) for part in parts)
    return above is not None and above == below


def _directed(goal: Goal, whole: Goal) -> Goal:
    """A bare number under a goal with a direction takes that direction."""
    bare = whole.op if whole.op in ("<=", "<", ">") else ">="
    return Goal.parse(goal.text, bare)


def _slip(word: str, known: Sequence[str]) -> bool:
    from difflib import get_close_matches

    return bool(get_close_matches(word, known, n=1, cutoff=0.8))


def _meant(word: str, known: Sequence[str]) -> Message:
    meant = near(word, known)
    return say("did you mean {meant}?", meant=meant) if meant else say("there are {known}", known=list(known)[:12])
