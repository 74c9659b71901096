"""One file being read: every number's fate, and all that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.formula import names, value_of
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Measure, Target
from dealerplan.domain.shown import InFull
from dealerplan.domain.unit import Unit
from dealerplan.errors import Invalid
from dealerplan.intake.account import Account, Found, LeftOut, NotWhole
from dealerplan.intake.given import SHOWN, Given, IntakeError, Known, Options, UnknownName, more
from dealerplan.intake.lexicon import Lexicon
from dealerplan.intake.reasons import SAME, Out, of_plan
from dealerplan.intake.sentences import WRITE_YEAR
from dealerplan.sheets.place import Place
from dealerplan.words import Message, say

_Key = tuple[str | None, Month, str]
_ALL = "there are {known}"  # said of the first name alone
EARLIEST = 120  # months before the first of the plans


class _Total(NamedTuple):
    """A total that stands in the file; dealerplan adds it up itself."""

    name: str
    target: Target | Measure
    unit: Unit | None
    given: Given


class Ledger:
    """What a file's tables give; with `month`, only that month's values are kept."""

    def __init__(
        self, name: str, known: Known, month: Month | None, options: Options, sheets: Sequence[str | None]
    ) -> None:
        self.name, self.month, self.options = name, month, options
        self.lexicon = Lexicon(known)
        self.planned = frozenset(known.planned)
        self._least = min(self.planned).plus(-EARLIEST) if self.planned else None
        self._own = known.own if len(known.stores) > 1 else {}
        self.only_store = next(iter(known.stores)) if len(known.stores) == 1 else None  # of what names none
        self.store: str | None = None  # as the titles of the sheet being read name it
        self.is_summary = False  # of other sheets, as its own name says
        self.month_before: Month | None = None  # of the last table whose title or sheet names it without a year
        self.units: set[tuple[Fraction, str]] = set()  # that stand around values and scale them
        self.is_to_fill_in = False  # as far as columns of actuals stand there and nothing in them is left out
        self.given: list[Given] = []
        self._values: dict[_Key, Given] = {}
        self._left: dict[tuple[str, str], LeftOut] = {}
        self._totals: list[_Total] = []
        self._others: set[Month] = set()
        self._parts: dict[_Key, tuple[str, Place]] = {}
        self.years: set[int] = set()  # as titles and sheets name them
        self._guessed: set[int] = set()  # years of months that stand without one
        self._order = {sheet: index for index, sheet in enumerate(sheets)}
        self._sources: dict[str, Message] = {}
        self._warnings: dict[str, Message] = {}
        self._problems: list[IntakeError] = []
        self._complained: set[Place] = set()
        self._deferred: list[IntakeError] = []
        self._unknown: dict[str, UnknownName] = {}
        self._more: list[Sequence[str]] = []  # the flags of those that are not shown

    def wants(self, month: Month) -> bool:
        """Whether a month's values are asked for."""
        if self.month is None or month == self.month:
            return True
        self._others.add(month)
        return False

    def own(self, store: str | None, measure: Measure) -> Measure:
        """A measure as the store's own plans have it, in their unit."""
        return self._own.get(store or "", {}).get(measure.id, measure)

    def planned_month(self, number: int | None) -> Month | None:
        """The one month of a name in the periods of the plans; None where there are several, or none."""
        found = [month for month in self.planned if month.number == number]
        if len(found) != 1:
            return None
        self._guessed.add(found[0].year)
        self.source(say("year: {year}, from the plan's period", year=found[0].year))
        return found[0]

    # what becomes of numbers

    def leave(self, out: Out, place: Place) -> None:
        """Leave a number out."""
        left = self._left.get(out.key)
        if left is None:
            left = self._left[out.key] = LeftOut(out.reason, [])
        left.places.append(place)

    def keep(self, given: Given) -> None:
        """Keep a value; the same measure twice in a month is a problem, whatever the values."""
        if self._least is not None and given.month < self._least:
            message = say("{month} is more than ten years before the plans", month=given.month)
            self.problem(given.place, message, say("mend the year"))
            return
        key = (given.store, given.month, given.measure)
        first = self._values.setdefault(key, given)
        if first is given:
            self.given.append(given)
        elif self.is_summary and first.value == given.value and first.place.sheet != given.place.sheet:
            self.leave(SAME, given.place)
        else:
            message = say(
                "{measure} of {month} stands in {place} already",
                measure=given.measure, month=given.month, place=first.place,
            )  # fmt: skip
            self.problem(given.place, message, say("keep one of them"))

    def keep_total(self, name: str, total: Target | Measure, given: Given) -> None:
        """Leave a total out that the plans add up themselves, to be compared with what they make of it."""
        self._totals.append(_Total(name, total, total.unit, given))
        self.leave(of_plan(name), given.place)

    def keep_part(self, given_of: _Key, name: str, place: Place) -> None:
        """Note that a part of the store has a value, which is only well where the store's own stands there too."""
        self._parts.setdefault(given_of, (name, place))

    # what is wrong or worth saying

    def problem(self, place: Place | None, message: Message, hint: Message | None = None) -> None:
        """Keep something that is wrong."""
        self._add(IntakeError(self.name, place, message, hint))

    def refuse(self, place: Place, error: Invalid) -> None:
        """Keep what is wrong with a cell, as its reader says it."""
        self.problem(place, error.message, error.hint)

    def defer(self, place: Place, message: Message, hint: Message) -> None:
        """Keep why a table is left out, which is wrong only where nothing is taken."""
        self._deferred.append(IntakeError(self.name, place, message, hint))

    def complain(self, place: Place, message: Message, hint: Message | None = None) -> None:
        """Keep what is wrong in one place once, however many values it stands for."""
        if place not in self._complained:
            self._complained.add(place)
            self.problem(place, message, hint)

    def unknown(self, name: str, place: Place, error: Invalid) -> None:
        """Keep a name that no plan knows, once however many numbers it has."""
        if name not in self._unknown:
            hint = None if error.hint and error.hint.template == _ALL and self._unknown else error.hint
            self._unknown[name] = UnknownName(self.name, place, error.message, hint, (name,))
            self._add(self._unknown[name])

    def _add(self, problem: IntakeError) -> None:
        if len(self._problems) < SHOWN:
            self._problems.append(problem)
        else:
            self._more.append(problem.flags)

    @property
    def has_any(self) -> bool:
        """Whether any number was left out, or anything is wrong."""
        return bool(self._left or self._problems)

    def source(self, message: Message) -> None:
        """Say where a month, store or unit comes from."""
        self._sources.setdefault(str(message), message)

    def warn(self, message: Message) -> None:
        """Say what differs, or what nobody declared."""
        self._warnings.setdefault(str(message), message)

    # the end

    def finish(self) -> Found:
        """The values and the account of all numbers; raises NotWhole with all that is wrong."""
        self._check_totals()
        self._check_parts()
        self._check_years()
        if not (self.given or self._problems):
            self._nothing()
        self._problems.sort(key=self._rank)
        if self._more:
            self._problems.append(more(self.name, self._more))
        left = [*self._left.values()]
        left.sort(key=lambda one: self._position(one.places[0]))
        account = Account(len(self.given), left, [*self._sources.values()], [*self._warnings.values()])
        found = Found(self.given, account)
        if self._problems:
            raise NotWhole(self._problems, found)
        return found

    def _nothing(self) -> None:
        """Say why nothing is taken."""
        if self._deferred:
            self._problems += self._deferred[:SHOWN]
            return
        largest = max(self._left.values(), key=lambda one: len(one.places), default=None)
        if self.month is not None and self._others:
            months = sorted(str(month) for month in self._others)
            place = largest.places[0] if largest else None
            hint = say(
                "mend the month in it, or record the one that it has: dealerplan record {month} …", month=months[0]
            )
            message = say("the file has {months}, nothing of {month}", months=months, month=self.month)
            self.problem(place, message, hint if len(months) == 1 else None)
        elif largest is not None and not self.is_to_fill_in:
            message = say("no actual of a month is found; {number} left out: {reason}",
                          number=len(largest.places), reason=largest.reason)  # fmt: skip
            self.problem(largest.places[0], message, say("take the file of the month's actuals"))
        else:
            self.problem(None, self._no_values(), say("fill it in first"))

    def _no_values(self) -> Message:
        if self.month is None:
            return say("the file has no values")
        return say("the file has no values of {month}", month=self.month)

    def _position(self, place: Place) -> tuple[int, int, int]:
        return (self._order[place.sheet], place.row, place.column)

    def _rank(self, problem: IntakeError) -> tuple[int, int, int]:
        """Where a problem stands among the others; what is wrong with the file as a whole comes last."""
        return (len(self._order), 0, 0) if problem.place is None else self._position(problem.place)

    def _check_years(self) -> None:
        """The plans tell the year of a month without one, unless the file names another year anywhere."""
        named = self.years | {one.month.year for one in self.given} if self._guessed else set()
        if named - self._guessed:
            message = say(
                "months stand without their year, and the file names {years}", years=sorted(named - self._guessed)
            )
            self.problem(None, message, WRITE_YEAR)

    def _check_parts(self) -> None:
        """Parts of the store are left out beside its total alone: nobody asked for adding them up."""
        said: set[tuple[str, str]] = set()
        for key, (name, place) in self._parts.items():
            if key not in self._values and (key[2], name) not in said:
                said.add((key[2], name))
                message = say("{name} is a part of the store, and {measure} of the whole store is missing",
                              name=name, measure=key[2])  # fmt: skip
                self.problem(place, message, say("add a row with the store's total"))

    def _check_totals(self) -> None:
        """Totals are compared with what the file's own values make; a sum without its members can't be recorded."""
        for total, values in self._with_values():
            given = total.given
            of = total.target
            made = self._made(of if isinstance(of, Measure) else of.at(given.month), values)
            if made is None and isinstance(total.target, Measure):
                hint = say("record {members}", members=list(total.target.members))
                self.problem(given.place, say("{name} is the sum of its members", name=total.target.id), hint)
            elif made is not None and made != given.value:
                self.warn(
                    say(
                        "{name} of {month} is {given} in the file ({cell}), and what is recorded makes {made}",
                        name=total.name, month=given.month, given=InFull(given.value, total.unit),
                        cell=given.place.cell, made=InFull(made, total.unit),
                    )
                )  # fmt: skip

    def _with_values(self) -> Iterator[tuple[_Total, Mapping[str, Fraction]]]:
        """Every total with the values of its store and month."""
        values: dict[tuple[str | None, Month], dict[str, Fraction]] = {
            (total.given.store, total.given.month): {} for total in self._totals
        }
        for (store, month, id), given in self._values.items():
            if (store, month) in values:
                values[store, month][id] = given.value
        for total in self._totals:
            yield total, values[total.given.store, total.given.month]

    def _made(self, target: Measure | Target, values: Mapping[str, Fraction]) -> Fraction | None:
        """What a month's values make of a total; None where they do not suffice, or it is written rounded."""
        if isinstance(target, Measure):
            return self._sum(target, values)
        if target.kind == "rate":
            return None
        needed = {id: value for id in names(target.formula) if (value := self._value(id, values)) is not None}
        return value_of(target.formula, needed) if needed.keys() == set(names(target.formula)) else None

    def _value(self, id: str, values: Mapping[str, Fraction]) -> Fraction | None:
        """The value of a measure, or what its members make; None where nothing is given."""
        measure = self.lexicon.measure(id)
        return values.get(id) if id in values or measure is None else self._sum(measure, values)

    def _sum(self, measure: Measure, values: Mapping[str, Fraction]) -> Fraction | None:
        """What the members make that are given; None where none is."""
        parts = [part for id in measure.members if (part := self._value(id, values)) is not None]
        return sum(parts, Fraction()) if parts else None
