"""`measure=value` as users type it: words to measures, text to exact numbers, everything wrong said at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

from dealerplan.app.doubts import of_percentage
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

T = TypeVar("T")
V = TypeVar("V")


def split_pair(pair: str) -> tuple[str, str]:
    """Split `measure=value`; raises Invalid."""
    at = narrow(pair).rfind("=")
    if at <= 0:
        raise Invalid(say("{text} is not MEASURE=VALUE", text=pair), say("write it like intake=662"))
    return pair[:at].strip(), pair[at + 1 :].strip()


def measures_by_id(plans: Sequence[Plan]) -> dict[str, Measure]:
    """Every measure of plans of one store, each once."""
    found: dict[str, Measure] = {}
    for plan in plans:
        for id, measure in plan.measures.items():
            known = found.setdefault(id, measure)
            if known.within is None and measure.within is not None:  # one plan's whole binds them all
                found[id] = known._replace(within=measure.within, above_whole=measure.above_whole)
    return found


def named(measure: Measure) -> Message | str:
    """A measure as messages call it: by its name, and the id that commands take."""
    return measure.id if measure.name == measure.id else say("{name} ({id})", name=measure.name, id=measure.id)


def unrecorded(plans: Sequence[Plan], month: Month, actuals: Actuals) -> list[Measure]:
    """What somebody has yet to record for a month, in the plans' order: what a plan asks for in that month."""
    due = {id for plan in plans for id in plan.due_in(month)}
    return [one for id, one in measures_by_id(plans).items() if id in due and (id, month) not in actuals]


def recordable(plans: Sequence[Plan], month: Month, actuals: Actuals) -> list[Measure]:
    """What may be recorded for a month and is not yet: what is due, or outside every plan's period all there is."""
    if any(month in plan.period for plan in plans):
        return unrecorded(plans, month, actuals)
    there = {id for plan in plans for id, one in plan.measures.items() if one.is_there(month) and not one.members}
    return [one for id, one in measures_by_id(plans).items() if id in there and (id, month) not in actuals]


def vocabulary(plans: Sequence[Plan]) -> dict[str, set[str]]:
    """The ids that each id, name and alias may mean."""
    words: dict[str, set[str]] = {}
    for plan in plans:
        for measure in plan.measures.values():
            for word in (measure.id, measure.name, *measure.aliases):
                words.setdefault(narrow(word), set()).add(measure.id)
    return words | {narrow(id): {id} for id in measures_by_id(plans)}  # an id means itself alone


def pick(word: str, things: Sequence[tuple[Plan, str, str, T]]) -> T | None:
    """The one of `(plan, id, name, thing)` that a word names by id or `plan/id`, else by name; None where none is.

    Raises UsageError where several are.
    """
    by_id = [one for one in things if word in (one[1], f"{one[0].id}/{one[1]}")]
    found = by_id or [one for one in things if word == one[2]]
    if len(found) > 1:
        ids = [f"{plan.id}/{id}" for plan, id, *_ in found]
        raise UsageError(say("{word} may mean {ids}", word=word, ids=ids), say("name one of them"))
    return found[0][3] if found else None


def computed(plans: Sequence[Plan]) -> dict[str, Target]:
    """The rates of plans by id and name: figures that files may hold and nobody records."""
    rates = [target for plan in plans for target in plan.targets if target.kind == "rate"]
    return {narrow(word): target for target in rates for word in (target.id, target.name)}


class Dictionary:
    """What the words of plans of one or several stores mean."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self._words, self._measures, self._rates = vocabulary(plans), measures_by_id(plans), computed(plans)

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
        hint = hint or meant(word, list(self._words), say("there are {known}", known=list(self._measures)))
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


def pick_target(word: str, things: Sequence[tuple[Plan, Target, T]]) -> T:
    """The one of `(plan, target, thing)` whose target a word names by id, `plan/id` or name; raises UsageError."""
    found = pick(word, [(plan, target.id, target.name, thing) for plan, target, thing in things])
    if found is None:
        known = [target.id for _, target, _ in things]
        names = [*known, *(target.name for _, target, _ in things)]
        hint = meant(word, names, say("there are {known}", known=known) if known else None)
        raise UsageError(say("there is no target {name}", name=word), hint)
    return found


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


def read_values(pairs: Sequence[str], plans: Sequence[Plan]) -> dict[str, Fraction | None]:
    """Values by measure id; raises Refused with all that is wrong."""
    return typed_values(pairs, plans).sound()


def typed_values(
    pairs: Sequence[str], plans: Sequence[Plan], withdrawing: bool = False, choose: Choose = unasked
) -> Read[Fraction | None]:
    """Values by measure id.

    When `withdrawing`, `measure=` gives None: what was recorded is taken back.
    """
    known, measures = Dictionary(plans), measures_by_id(plans)

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
