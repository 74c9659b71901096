"""The measures of a plan file, and the words that mean them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerplan.domain import formula as formulas
from dealerplan.domain.month import FIRST_YEAR, LAST_YEAR, Month, Period
from dealerplan.domain.number import narrow
from dealerplan.domain.plan import Measure
from dealerplan.planfile import units
from dealerplan.planfile.context import Context
from dealerplan.planfile.earlier import distinct
from dealerplan.planfile.inferred import member_of
from dealerplan.planfile.milestones import refuse_loops
from dealerplan.planfile.source import Path
from dealerplan.words import near, say

if TYPE_CHECKING:
    from dealerplan.planfile.members import Members


class Measures:
    """What is declared so far: measures by id, and ids by narrowed word."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.by_id: dict[str, Measure] = {}
        self.vocabulary: dict[str, str] = {}
        paths = [path for path in context.unsure if path[0] == "measures"]
        self.unsure = {path[1] for path in paths if len(path) > 1}
        self.words_unsure = bool(paths)

    def declare_all(self) -> None:
        """Declare what the file declares under `measures`."""
        for id, part in self.context.file.measures.items():
            path = ("measures", id)
            unit = self.context.unit((*path, "unit"), part.unit)
            measure = Measure(
                id=id,
                name=part.name or id,
                unit=unit,
                basis=part.basis,
                within=part.within,
                over_time=part.over_time,
                above_whole=part.above_whole,
                aliases=tuple(part.aliases),
                decimals=part.decimals if part.decimals is not None else unit.places if unit else 0,
                line=self.context.line(path),
                was=distinct(part.was),
                over_stores=part.over_stores,
            )
            self._declare_family(measure, part.members, path)

    def _declare_family(self, measure: Measure, members: Members, path: Path) -> None:
        """A measure, its members, and theirs."""
        self.declare(measure._replace(members=tuple(f"{measure.id}.{short}" for short in members)), path)
        for short, part in members.items():
            months = None
            if part.start or part.until:
                months = Period(part.start or Month(FIRST_YEAR, 1), part.until or Month(LAST_YEAR, 12))
            if months and measure.months and not measure.months.meets(months):
                message = say("{name} is never there while {whole} is", name=short, whole=measure.id)
                self.context.trouble(path, message, say("look at from and until of both"), key=True)
            self._declare_family(member_of(measure, short, part, months), part.members, path)

    def declare(self, measure: Measure, path: Path) -> None:
        """Declare a measure and its words; two measures of one word are reported."""
        self.by_id[measure.id] = measure
        aliases = {(*path, "aliases", index): word for index, word in enumerate(measure.aliases)}
        for place, word in {path: measure.id, (*path, "name"): measure.name, **aliases}.items():
            if word in formulas.CALENDAR_NAMES:
                message = say("{word} means days or months of the calendar", word=word)
                self.context.trouble(place, message, say("choose another word"), key=place == path)
            other = self.vocabulary.setdefault(narrow(word), measure.id)
            if other != measure.id:
                message = say("{word} means both {one} and {other}", word=word, one=other, other=measure.id)
                self.context.trouble(place, message, say("give one of them another name"), key=place == path)

    def _measure_id(self, word: str, path: Path) -> str | None:
        """The measure that a word names, or a trouble at `path`."""
        if narrow(word) not in self.vocabulary:
            self.unknown(word, path)
        return self.vocabulary.get(narrow(word))

    def unknown(self, word: str, path: Path, at: int = 0) -> None:
        """Say that there is no such measure, unless it may stand in what could not be read."""
        now = {old: id for id, measure in self.by_id.items() for old in measure.was}
        best = now.get(word) or near(word, [*formulas.CALENDAR_NAMES, *self.vocabulary])
        if word.split(".")[0] in self.unsure or (best is None and self.words_unsure):
            return
        hint = say("did you mean {meant}?", meant=best) if best else say("declare it under measures")
        if word in self.context.file.targets:
            hint = say("{name} is a target: write its formula instead", name=word)
        self.context.trouble(path, say("there is no measure {name}", name=word), hint, at=at)

    def _check_within(self, id: str, whole: Measure) -> None:
        """A part is counted as its whole is."""
        found = units.within_misfit(self.by_id[id].unit, whole.unit, whole.name)
        if found is not None:
            self.context.trouble(("measures", id, "within"), found.message, found.hint)

    def check_wholes(self) -> None:
        """Find the wholes that measures lie within."""
        for id, part in self.context.file.measures.items():
            if part.within is not None and (whole := self._measure_id(part.within, ("measures", id, "within"))):
                self.by_id[id] = self.by_id[id]._replace(within=whole)
                self._check_within(id, self.by_id[whole])
        refuse_loops(self.context.source, {id: measure.within for id, measure in self.by_id.items()}, ("measures",))
