"""From a file's shape to the plan that it means; collects what can't be meant, with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from dealerplan import calendar
from dealerplan.domain import formula as formulas
from dealerplan.domain.formula import Formula, Unknown, Vocabulary
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import MONTHS_IN, SPAN_WORDS
from dealerplan.domain.number import narrow
from dealerplan.domain.plan import (
    FLOW_TOLERANCE,
    KIND_WORDS,
    RATE_TOLERANCE,
    Calendar,
    Kind,
    Measure,
    Phasing,
    Plan,
    Reporting,
    Revision,
    Target,
)
from dealerplan.errors import Invalid
from dealerplan.planfile.inferred import (
    decimals_by_unit,
    directed,
    first_of_loops,
    kind_of,
    like_by_like,
    member_of,
    unit_of,
)
from dealerplan.planfile.milestones import milestones, refuse_loops
from dealerplan.planfile.phases import Known, Place, month_shares
from dealerplan.planfile.source import MOST_PROBLEMS, Path, Source
from dealerplan.words import MOST_COMPARED, Message, meant, near, say

if TYPE_CHECKING:
    from dealerplan.planfile.schema import Members, PlanFile, SplitPart, TargetPart


class Mapper:
    """Maps one file. `unsure` holds the paths of what could not be read: nothing is said of what rests on it."""

    def __init__(self, file: PlanFile, source: Source, path: str, unsure: frozenset[Path]) -> None:
        self.file = file
        self.source = source
        self.path = path
        self.unsure = unsure
        self.unsure_measures = {path[1] for path in unsure if path[0] == "measures" and len(path) > 1}
        self.words_unsure = any(path[0] == "measures" for path in unsure)
        self.measures: dict[str, Measure] = {}
        self.vocabulary: dict[str, str] = {}
        self.slips: set[str] = set()
        self.targets: dict[str, Target] = {}

    def plan(self) -> Plan:
        """The plan; only good if nothing was reported."""
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
            reporting=self._reporting(),
            measures=self.measures,
            targets=tuple(self.targets.values()),
            milestones=tuple(milestones(file, self.source)),
            path=self.path,
        )

    def _trouble(
        self, path: Path, message: Message, hint: Message | None = None, key: bool = False, at: int = 0
    ) -> None:
        self.source.report_at(path, message, hint, key, at)

    def _line(self, path: Path) -> int:
        return self.source.mark(path, key=True).line

    def _calendar(self) -> Calendar:
        part = self.file.calendar
        if part.open == "workdays" and not calendar.knows(part.country):
            message = say("the working days of {country} are not known", country=part.country)
            hint = say("write another country, or open: all and the closed days")
            self._trouble(("calendar", "country"), message, hint)
        return Calendar(part.country, part.open, frozenset(part.closed))

    def _reporting(self) -> Reporting:
        on_time, locked = self.file.reporting.on_time_until, self.file.reporting.locked_after
        if on_time is not None and locked is not None and locked < on_time:
            message = say("locked_after {locked} comes before on_time_until {on_time}", locked=locked, on_time=on_time)
            self._trouble(("reporting", "locked_after"), message, say("lock the month on that day or later"))
        return Reporting(on_time, locked)

    # measures

    def _declare_measures(self) -> None:
        for id, part in self.file.measures.items():
            path = ("measures", id)
            measure = Measure(
                id=id,
                name=part.name or id,
                unit=part.unit,
                basis=part.basis,
                within=part.within,
                over_time=part.over_time,
                above_whole=part.above_whole,
                aliases=tuple(part.aliases),
                decimals=decimals_by_unit(part.unit) if part.decimals is None else part.decimals,
                line=self._line(path),
            )
            self._declare_family(measure, part.members, path)

    def _declare_family(self, measure: Measure, members: Members, path: Path) -> None:
        """A measure, its members, and theirs."""
        self._declare(measure._replace(members=tuple(f"{measure.id}.{short}" for short in members)), path)
        for short, below in members.items():
            self._declare_family(member_of(measure, short), below, path)

    def _declare(self, measure: Measure, path: Path) -> None:
        self.measures[measure.id] = measure
        aliases = {(*path, "aliases", index): word for index, word in enumerate(measure.aliases)}
        for place, word in {path: measure.id, (*path, "name"): measure.name, **aliases}.items():
            if word in formulas.CALENDAR_NAMES:
                message = say("{word} means days or months of the calendar", word=word)
                self._trouble(place, message, say("choose another word"), key=place == path)
            other = self.vocabulary.setdefault(narrow(word), measure.id)
            if other != measure.id:
                message = say("{word} means both {one} and {other}", word=word, one=other, other=measure.id)
                self._trouble(place, message, say("give one of them another name"), key=place == path)

    def _measure_id(self, word: str, path: Path) -> str | None:
        """The measure that a word names, or a trouble at `path`."""
        if narrow(word) not in self.vocabulary:
            self._unknown(word, path)
        return self.vocabulary.get(narrow(word))

    def _unknown(self, word: str, path: Path, at: int = 0) -> None:
        """Say that there is no such measure, unless it may stand in what could not be read."""
        best = near(word, [*formulas.CALENDAR_NAMES, *self.vocabulary])
        if word.split(".")[0] in self.unsure_measures or (best is None and self.words_unsure):
            return
        hint = say("did you mean {meant}?", meant=best) if best else say("declare it under measures")
        if word in self.file.targets:
            hint = say("{name} is a target: write its formula instead", name=word)
        self._trouble(path, say("there is no measure {name}", name=word), hint, at=at)

    # targets

    def _map_targets(self) -> None:
        parts = self.file.targets
        for id, part in parts.items():
            self._declare_by_target(id, part)
        words = formulas.Vocabulary(self.vocabulary)
        for id, part in parts.items():
            formula = self._formula(part.formula or id, words, ("targets", id, "formula"))
            self._check_keys(("targets", id), part)
            if formula:
                self._map_target(id, part, formula)
            else:  # what else is wrong is told at once
                self._phasing(("targets", id), part)
                self._revisions(("targets", id), part, part.goal)

    def _declare_by_target(self, id: str, part: TargetPart) -> None:
        """A lone word that no measure has declares one, unless it looks like a slip."""
        word = part.formula.strip() if part.formula else id
        lone = part.formula is None or formulas.NAME.fullmatch(word)
        if narrow(word) in self.vocabulary or not lone or "." in word or word in formulas.CALENDAR_NAMES:
            return
        if part.formula is not None and len(self.slips) < MOST_PROBLEMS and _slip(word, list(self.vocabulary)):
            self.slips.add(word)
            return
        path = ("targets", id)
        name = part.name if part.name and narrow(part.name) not in self.vocabulary else word
        measure = Measure(word, name, part.unit, decimals=decimals_by_unit(part.unit), line=self._line(path))
        self._declare(measure, path)

    def _map_target(self, id: str, part: TargetPart, formula: Formula) -> None:
        path: Path = ("targets", id)
        used = [self.measures[measure] for measure in formulas.measures_of(formula)]
        kind = kind_of(formula, self.measures)
        sure = self.unsure_measures.isdisjoint(measure.id for measure in used)
        if sure and (*path, "formula") not in self.unsure and path not in self.unsure:
            self._check_fit(path, part, kind, formula)
        tolerance = part.tolerance
        if tolerance is None and kind == "flow":
            tolerance = FLOW_TOLERANCE if self.file.tolerance is None else self.file.tolerance
        target = Target(
            id=id,
            name=part.name or (self.measures[formula.id].name if isinstance(formula, formulas.Name) else id),
            formula=formula,
            kind=kind,
            goal=part.goal,
            tolerance=RATE_TOLERANCE if tolerance is None else tolerance,
            unit=part.unit or unit_of(formula, self.measures),
            as_percent=part.goal.percent or (part.unit is None and like_by_like(formula, self.measures)),
            decimals=max(decimals_by_unit(part.unit), *(measure.decimals for measure in used)),
            owner=part.owner,
            part_of=part.part_of,
            each=part.each,
            start=part.start,
            min_volume=part.min_volume,
            phasing=self._phasing(path, part),
            revisions=self._revisions(path, part, part.goal),
            line=self._line(path),
        )
        self.targets[id] = target
        if sure:
            self._split(path, part.split, target)

    def _formula(self, text: str, words: Vocabulary, path: Path) -> Formula | None:
        """A target's formula, or None where it has none that can be meant."""
        try:
            formula = formulas.parse(text, words)
        except Unknown as error:
            for name, at in error.places.items():
                self._unknown(name, path, at)
            return None
        except Invalid as error:
            self._trouble(path, error.message, error.hint, at=error.offset)
            return None
        if formulas.measures_of(formula):
            return formula
        self._trouble(path, say("the formula names no measure"), say("name at least one"))
        return None

    def _check_keys(self, path: Path, part: TargetPart) -> None:
        """Keys that go with no other, whatever the target's formula."""
        if part.phasing is not None and part.each:
            message = say("each says already what every {each} owes", each=SPAN_WORDS[part.each])
            self._misfit((*path, "phasing"), message, say("delete phasing, or each"))
        if part.each:
            self._refuse_last_year((*path, "each"), part)
        if part.each and ("period",) not in self.unsure and len(self.file.period) % MONTHS_IN[part.each]:
            message = say(
                "the period {period} is not made of whole spans of a {each}",
                period=self.file.period.label,
                each=SPAN_WORDS[part.each],
            )
            self._trouble((*path, "each"), message, say("choose a shorter span"))

    def _check_fit(self, path: Path, part: TargetPart, kind: Kind, formula: Formula) -> None:
        """Keys that say nothing for this kind of target are refused, with the reason."""
        if part.start is not None and (kind != "level" or part.each or part.goal.is_range):
            message = say("start is for a level without each or range; this is a {kind}", kind=KIND_WORDS[kind])
            if kind == "level":
                message = say("start goes with neither each nor a range")
            self._misfit((*path, "start"), message, say("a level is one measure with over_time: last"))
        if part.phasing is not None and kind != "flow" and not part.each:
            message = say(
                "phasing is for a flow; this is a {kind}, whose goal holds at any time", kind=KIND_WORDS[kind]
            )
            self._misfit((*path, "phasing"), message, say("delete phasing"))
        if part.min_volume is not None and formulas.quotient(formula) is None:
            message = say("min_volume is for a rate N / D of two sums")
            self._misfit((*path, "min_volume"), message, say("write the formula as N / D, or delete it"))

    def _refuse_last_year(self, path: Path, part: TargetPart | SplitPart) -> None:
        if part.goal.last_year or any(revision.goal.last_year for revision in part.revisions):
            message = say("a goal against last year goes with no each")
            self._misfit(path, message, say("delete each, or write the number"))

    def _misfit(self, path: Path, message: Message, hint: Message) -> None:
        self._trouble(path, message, hint, key=True)

    def _phasing(self, path: Path, part: TargetPart) -> Phasing:
        if not isinstance(part.phasing, dict):
            return "open_days" if part.phasing == "open_days" else "even"
        period = None if ("period",) in self.unsure else self.file.period
        goal = None if (*path, "goal") in self.unsure else part.goal

        def report(span: str, place: Place, message: Message, hint: Message | None) -> None:
            below = () if place == "whole" else (span,)
            self._trouble((*path, "phasing", *below), message, hint, key=place != "share")

        return month_shares(part.phasing, Known(period, goal), report)

    def _revisions(self, path: Path, part: TargetPart | SplitPart, first: Goal) -> tuple[Revision, ...]:
        seen = set()
        period = self.file.period
        for index, revision in enumerate(part.revisions):
            place = (*path, "revisions", index, "from")
            if revision.start not in period and ("period",) not in self.unsure:
                message = say("{text} is outside the period {period}", text=revision.start, period=period.label)
                self._trouble(
                    place, message, say("choose a month from {first} to {last}", first=period.first, last=period.last)
                )
            if revision.start in seen:
                self._trouble(
                    place,
                    say("two revisions begin in {month}", month=revision.start),
                    say("keep one of them"),
                )
            seen.add(revision.start)
        return tuple(
            Revision(revision.start, directed(revision.goal, first), revision.why)
            for revision in sorted(part.revisions, key=lambda revision: revision.start)
        )

    def _split(self, path: Path, parts: Mapping[str, SplitPart], target: Target) -> None:
        """One child target a member; they inherit everything but goal, start and revisions."""
        if not parts:
            return
        members = self._members(target.formula)
        if not members:
            message = say("split needs a formula on one measure with members")
            hint = say("list them under the measure, such as {example}", example="members: [east, west]")
            if target.kind == "flow" and not isinstance(target.formula, formulas.Name):
                hint = say("give each part a target of its own, with {example}", example=f"part_of: {target.id}")
            elif not isinstance(target.formula, formulas.Name):
                hint = say("give each part a target of its own")
            self._misfit((*path, "split"), message, hint)
            return
        for short, part in parts.items():
            below = (*path, "split", short)
            if short in members:
                self._child(below, short, part, target)
            else:
                self._trouble(below, say("{name} is no member", name=short), meant(short, members), key=True)

    def _child(self, path: Path, short: str, part: SplitPart, whole: Target) -> None:
        goal = directed(part.goal, whole.goal)
        if goal.percent and not whole.goal.percent and not whole.goal.undecided:
            message = say("a member's goal is an amount, not a share of the whole")
            self._trouble((*path, "goal"), message, say("write the amount itself"))
        if whole.each:
            self._refuse_last_year((*path, "goal"), part)
        child = whole._replace(
            id=f"{whole.id}.{short}",
            name=f"{whole.name}.{short}",
            formula=formulas.Name(f"{formulas.written(whole.formula)}.{short}"),
            goal=goal,
            owner=part.owner or whole.owner,
            part_of=whole.id,
            start=None,
            revisions=self._revisions(path, part, whole.goal if goal.undecided else goal),
            line=self._line(path),
        )
        self.targets[child.id] = child
        self._split(path, part.split, child)

    def _members(self, formula: Formula) -> list[str]:
        """The short names of the members of the one measure that the formula is; none of any other formula."""
        measure = self.measures.get(formula.id) if isinstance(formula, formulas.Name) else None
        return [member.removeprefix(f"{measure.id}.") for member in measure.members] if measure else []

    # what names what

    def _check_references(self) -> None:
        for id, part in self.file.measures.items():
            if part.within is not None and (whole := self._measure_id(part.within, ("measures", id, "within"))):
                self.measures[id] = self.measures[id]._replace(within=whole)
        refuse_loops(self.source, {id: measure.within for id, measure in self.measures.items()}, ("measures",))
        wholes = {id: target.part_of for id, target in self.file.targets.items()}
        for id, over in wholes.items():
            if over is not None and over not in self.targets and over not in wholes:
                self._no_target(id, over)
        for id in first_of_loops(wholes):
            message = say("{name} is a part of itself", name=id)
            self._trouble(("targets", id, "part_of"), message, say("name the whole that it is a part of"))

    def _no_target(self, id: str, whole: str) -> None:
        if any(path[0] == "targets" and path[1:2] in ((), (whole,)) for path in self.unsure):
            return
        message = say("there is no target {name}", name=whole)
        others = [other for other in dict.fromkeys((*self.file.targets, *self.targets)) if other != id]
        hint = meant(whole, others) or say("name the whole that it is a part of")
        self._trouble(("targets", id, "part_of"), message, hint)


def _slip(word: str, known: Sequence[str]) -> bool:
    alike = [other for other in known[:MOST_COMPARED] if other[0] == word[0] or other[-1] == word[-1]]
    return bool(get_close_matches(word, alike, n=1, cutoff=0.8))
