"""`measure=value` as users type it: words to measures, text to exact numbers, everything wrong said at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

from dealerplan.app.doubts import of_percentage
from dealerplan.app.selection import holding
from dealerplan.app.shell import called
from dealerplan.domain.actual import Actuals
from dealerplan.domain.amount import Ambiguous, Percentage, read_amount
from dealerplan.domain.formula import measures_of, written
from dealerplan.domain.month import Month
from dealerplan.domain.number import narrow, signed
from dealerplan.domain.plan import Measure, Plan, Target, leaves
from dealerplan.domain.shown import InFull
from dealerplan.domain.unit import Unit
from dealerplan.errors import DealerplanError, Invalid, Refused, UsageError
from dealerplan.words import Message, meant, say

V = TypeVar("V")


def split_pair(pair: str) -> tuple[str, str]:
    """Split `measure=value`; raises Invalid."""
    at = narrow(pair).rfind("=")
    if at <= 0:
        raise Invalid(say("{text} is not MEASURE=VALUE", text=pair), say("write it like intake=662"))
    return pair[:at].strip(), pair[at + 1 :].strip()


def measures_for(plans: Sequence[Plan], month: Month) -> dict[str, Measure]:
    """Every measure of plans of one store as meant in a month: as the plans whose period holds it say, else any."""
    found = measures_by_id(plans)
    return found | {id: one for id, one in measures_by_id(holding(plans, month), found).items() if id in found}


def measures_by_id(plans: Sequence[Plan], of_store: Collection[str] = ()) -> dict[str, Measure]:
    """Every measure of plans of one store, each once; one that a plan has renamed by its new id alone, also where only
    another plan has that, which is among those `of_store`."""
    found: dict[str, Measure] = {}
    ids = {*of_store, *(id for plan in plans for id in plan.measures)}
    for plan in plans:
        for id, measure in plan.measures.items():
            if plan.renamed.get(id) in ids:
                continue
            measure = _in_names_of_today(measure, plan, ids)
            known = found.setdefault(id, measure)
            if known.within is None and measure.within is not None:  # one plan's whole binds them all
                found[id] = known._replace(within=measure.within, above_whole=measure.above_whole)
    return found


def _in_names_of_today(measure: Measure, plan: Plan, ids: Collection[str]) -> Measure:
    """A measure whose members, and whole, are called as another plan calls them by now."""

    def new(id: str) -> str:
        later = plan.renamed.get(id, id)
        return later if later in ids else id

    within = measure.within and new(measure.within)
    return measure._replace(within=within, members=tuple(map(new, measure.members)))


def named(measure: Measure) -> Message | str:
    """A measure as messages call it: by its name, and the id that commands take."""
    return measure.id if measure.name == measure.id else say("{name} ({id})", name=measure.name, id=measure.id)


def unrecorded(plans: Sequence[Plan], month: Month, actuals: Actuals) -> list[Measure]:
    """What somebody has yet to record for a month, in the plans' order: what a plan asks for in that month."""
    measures = measures_for(plans, month)
    due = {_of_today(id, plan, measures) for plan in plans for id in plan.due_in(month)}
    return [one for id, one in measures.items() if id in due and (id, month) not in actuals]


def _of_today(id: str, plan: Plan, measures: Collection[str]) -> str:
    """What a plan's measure is called among those of all plans."""
    new = plan.renamed.get(id, id)
    return new if new in measures else id


def recordable(plans: Sequence[Plan], month: Month, actuals: Actuals) -> list[Measure]:
    """What may be recorded for a month and is not yet: what is due, or outside every plan's period all there is."""
    if any(month in plan.period for plan in plans):
        return unrecorded(plans, month, actuals)
    measures = measures_by_id(plans)
    own = [(plan, id) for plan in plans for id, one in plan.measures.items() if one.is_there(month) and not one.members]
    there = {_of_today(id, plan, measures) for plan, id in own}
    return [one for id, one in measures.items() if id in there and (id, month) not in actuals]


def vocabulary(plans: Sequence[Plan], measures: Mapping[str, Measure]) -> dict[str, set[str]]:
    """The ids, of `measures`, that each id, name and alias of plans may mean; an earlier id, where it means nothing
    else, the one of today."""
    words: dict[str, set[str]] = {}
    for plan in plans:
        for measure in plan.measures.values():
            for word in (measure.id, measure.name, *measure.aliases):
                words.setdefault(narrow(word), set()).add(_of_today(measure.id, plan, measures))
    earlier = {narrow(old): {measure.id} for measure in measures.values() for old in measure.was}
    own = {_of_today(id, plan, measures) for plan in plans for id in plan.measures}
    return earlier | words | {narrow(id): {id} for id in own}  # an id means itself alone


def example(plans: Sequence[Plan]) -> str:
    """A measure that somebody records, as a hint calls it."""
    known = Dictionary(plans)
    return next((known.word(one) for one in measures_by_id(plans).values() if not one.members), "MEASURE")


def computed(plans: Sequence[Plan]) -> dict[str, Target]:
    """The rates of plans by id and name: figures that files may hold and nobody records."""
    rates = [target for plan in plans for target in plan.targets if target.kind == "rate"]
    return {narrow(word): target for target in rates for word in (target.id, target.name)}


class Dictionary:
    """What the words of plans of one or several stores mean; for a month first in the plans whose period holds it."""

    def __init__(self, plans: Sequence[Plan], month: Month | None = None) -> None:
        self._measures = measures_by_id(plans) if month is None else measures_for(plans, month)
        own = () if month is None else holding(plans, month)
        self._words = vocabulary(plans, self._measures) | vocabulary(own, self._measures)
        self._rates = computed(plans)

    def __contains__(self, word: str) -> bool:
        """Whether a word names a measure, or several."""
        return narrow(word) in self._words

    def names(self) -> Collection[str]:
        """Every id, name and alias."""
        return self._words

    def get(self, word: str) -> Measure | None:
        """The one measure that a word names, if it does."""
        found = self._words.get(narrow(word), ())
        return self._measures[next(iter(found))] if len(found) == 1 else None

    def word(self, measure: Measure) -> str:
        """What a hint calls a measure: by its name where a command takes that for it, else by its id."""
        return called(measure, lambda name: (known := self.get(name)) is not None and known.id == measure.id)

    def find(self, word: str) -> Measure:
        """The measure that a word names; raises Invalid."""
        found = self.get(word)
        if found is None:
            raise self.why_not(word)
        return found

    def why_not(self, word: str) -> Invalid:
        """Why a word names no measure, or not one."""
        plain = narrow(word)
        if word in self:
            ids = sorted(self._words[plain])
            return Invalid(say("{word} may mean {ids}", word=word, ids=ids), say("name it by its id"))
        if plain in self._rates:
            formula = self._rates[plain].formula
            message = say("{name} is computed from {formula}", name=word, formula=written(formula))
            return Invalid(message, say("record {members}", members=list(measures_of(formula))))
        hint = self.of_member(word)
        known = say("there are {known}", known=[self.word(one) for one in self._measures.values()])
        hint = hint or meant(word, list(self._words), known)
        return Invalid(say("there is no measure {name}", name=word), hint)

    def of_member(self, word: str) -> Message | None:
        """The hint for a word that is a member's name without its whole's; None for any other."""
        found: dict[str, str] = {}
        for known, ids in self._words.items():
            if known.rpartition(".")[2] == narrow(word) and "." in known and len(ids) == 1:
                found.setdefault(next(iter(ids)), known)
        if len(found) == 1:
            return say("did you mean {meant}?", meant=next(iter(found.values())))
        return say("there are {known}", known=list(found.values())) if found else None


def above_whole(
    part: object, value: Fraction, whole: object, most: Fraction, unit: Unit | None = None
) -> UsageError | None:
    """What is wrong where a part exceeds its whole."""
    if value <= most:
        return None
    message = say(
        "{part} {value} is above {whole} {most}, of which it is a part",
        part=part, value=InFull(value, unit), whole=whole, most=InFull(most, unit),
    )  # fmt: skip
    return UsageError(message, say("check both figures"))


Choose = Callable[[Ambiguous], Fraction]
"""Which of the values that a text may mean is meant; raises the error itself where nobody can say."""


def unasked(error: Ambiguous) -> Fraction:
    """Raises Ambiguous: in files and scripts nobody is asked."""
    raise error


class Read(NamedTuple, Generic[V]):
    """Typed values by id, and all that is wrong with others; `doubts` are about values for how they are written."""

    values: Mapping[str, V]
    problems: Sequence[DealerplanError] = ()
    doubts: Mapping[str, UsageError] = MappingProxyType({})

    def sound(self) -> dict[str, V]:
        """The values; raises Refused where anything is wrong or doubtful."""
        if wrong := [*self.problems, *self.doubts.values()]:
            raise Refused(wrong)
        return dict(self.values)


class Typed(NamedTuple):
    """A typed value, and the doubt about how it is written."""

    value: Fraction
    doubt: UsageError | None = None


def read_values(pairs: Sequence[str], plans: Sequence[Plan], month: Month) -> dict[str, Fraction | None]:
    """Values of a month by measure id; raises Refused with all that is wrong."""
    return typed_values(pairs, plans, month).sound()


def typed_values(
    pairs: Sequence[str], plans: Sequence[Plan], month: Month, withdrawing: bool = False, choose: Choose = unasked
) -> Read[Fraction | None]:
    """Values of a month by measure id.

    When `withdrawing`, `measure=` gives None: what was recorded is taken back.
    """
    known, measures = Dictionary(plans, month), measures_for(plans, month)

    def read(word: str, written: str) -> tuple[str, Fraction | None, UsageError | None]:
        measure = known.find(word)
        if measure.members:
            hint = say("record {members}", members=list(leaves(measures, measure.id)))
            raise Invalid(say("{name} is the sum of its members", name=named(measure)), hint)
        if withdrawing and not written:
            return measure.id, None, None
        return measure.id, *read_typed(written, measure.unit, choose, named(measure))

    return read_pairs(pairs, read)


def read_typed(text: str, unit: Unit | None, choose: Choose, name: Message | str) -> Typed:
    """A typed number in its unit's own scale; raises Invalid."""
    try:
        return Typed(read_amount(signed(text), unit))
    except Ambiguous as error:
        return Typed(choose(error))
    except Percentage as error:
        if error.value is None:
            raise
        return Typed(error.value, of_percentage(unit, error.value, name))


def read_pairs(pairs: Sequence[str], read: Callable[[str, str], tuple[str, V, UsageError | None]]) -> Read[V]:
    """Values of `word=value` by id, with what makes them doubtful; an id given two values is a problem."""
    values: dict[str, V] = {}
    problems: list[DealerplanError] = []
    doubts: dict[str, UsageError] = {}
    for pair in pairs:
        try:
            id, value, doubt = read(*split_pair(pair))
            if values.setdefault(id, value) != value:
                raise Invalid(say("{name} is given two values", name=id), say("keep one of them"))
            if doubt is not None:
                doubts[id] = doubt
        except Invalid as error:
            problems.append(error)
    return Read(values, problems, doubts)
