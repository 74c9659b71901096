"""One file being read: its values so far, and all that is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from dealerplan.domain.month import Month
from dealerplan.domain.plan import Measure
from dealerplan.domain.shown import InFull
from dealerplan.errors import Refused
from dealerplan.intake.given import Given, IntakeError, Known
from dealerplan.intake.lexicon import Lexicon
from dealerplan.intake.when import WRITE_YEAR
from dealerplan.sheets.place import Place
from dealerplan.words import Message, say

_Key = tuple[str | None, Month, str]
SHOWN = 50  # problems of one file
EARLIEST = 120  # months before the first of the plans


class Reading:
    """What a file's tables give; with `month`, only that month's values are kept."""

    def __init__(self, name: str, known: Known, month: Month | None, sheets: Sequence[str | None]) -> None:
        self.name = name
        self.lexicon = Lexicon(known)
        self.month = month
        self.planned = frozenset(known.planned)
        self._least = min(self.planned).plus(-EARLIEST) if self.planned else None
        self._own = known.own if len(known.stores) > 1 else {}
        self.store: str | None = None  # as the titles of the sheet being read name it
        self.given: list[Given] = []
        self._seen: dict[_Key, Place] = {}
        self.read_to = 0  # the first row of the sheet that no table has read
        self._totals: list[tuple[Measure, Given]] = []
        self._others: set[Month] = set()
        self.years: set[int] = set()  # as titles and sheets name them
        self._guessed: set[int] = set()  # years of months that stand without one
        self._order = {sheet: index for index, sheet in enumerate(sheets)}
        self._problems: list[IntakeError] = []
        self._more = 0

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
        return found[0]

    def problem(self, place: Place | None, message: Message, hint: Message | None = None) -> None:
        """Keep something that is wrong."""
        if len(self._problems) < SHOWN:
            self._problems.append(IntakeError(self.name, place, message, hint))
        else:
            self._more += 1

    def keep(self, given: Given) -> None:
        """Keep a value; the same measure twice in a month is a problem, whatever the values."""
        if self._least is not None and given.month < self._least:
            message = say("{month} is more than ten years before the plans", month=given.month)
            self.problem(given.place, message, say("mend the year"))
            return
        key = (given.store, given.month, given.measure)
        first = self._seen.setdefault(key, given.place)
        if first is given.place:
            self.given.append(given)
            return
        message = say(
            "{measure} of {month} stands in {place} already", measure=given.measure, month=given.month, place=first
        )
        self.problem(given.place, message, say("keep one of them"))

    def keep_total(self, measure: Measure, given: Given) -> None:
        """Note a value of a sum: a total where its members are given too, else a problem."""
        self._totals.append((measure, given))

    def finish(self) -> list[Given]:
        """The values; raises Refused with all that is wrong."""
        self._check_totals()
        self._check_years()
        if self.month is not None and self._others and not (self.given or self._problems):
            months = sorted(str(month) for month in self._others)
            self.problem(None, say("the file has {months}, nothing of {month}", months=months, month=self.month))
        elif not (self.given or self._problems):
            self.problem(None, self._no_values(), say("fill it in first"))
        self._problems.sort(key=self._rank)
        if self._more:
            self._problems.append(
                IntakeError(self.name, None, say("and {number} more {number:problem|problems}", number=self._more))
            )
        if self._problems:
            raise Refused(self._problems)
        return self.given

    def _no_values(self) -> Message:
        if self.month is None:
            return say("the file has no values")
        return say("the file has no values of {month}", month=self.month)

    def _rank(self, problem: IntakeError) -> tuple[int, int, int]:
        """Where a problem stands among the others; what is wrong with the file as a whole comes last."""
        if problem.place is None:
            return (len(self._order), 0, 0)
        sheet, row, column = problem.place
        return (self._order[sheet], row, column)

    def _check_years(self) -> None:
        """The plans tell the year of a month without one, unless the file names another year anywhere."""
        named = self.years | {one.month.year for one in self.given} if self._guessed else set()
        if named - self._guessed:
            message = say(
                "months stand without their year, and the file names {years}", years=sorted(named - self._guessed)
            )
            self.problem(None, message, WRITE_YEAR)

    def _check_totals(self) -> None:
        """Sums have to be those of their members in the same store and month, as only members are recorded."""
        values = {(one.store, one.month, one.measure): one.value for one in self.given} if self._totals else {}
        for measure, total in self._totals:
            of_members = self._sum(measure, total, values)
            hint = say("record {members}", members=list(measure.members))
            if of_members is None:
                self.problem(total.place, say("{name} is the sum of its members", name=measure.id), hint)
            elif of_members != total.value:
                message = say("the members of {name} make {sum}", name=measure.id, sum=InFull(of_members, measure.unit))
                self.problem(total.place, message, hint)

    def _sum(self, measure: Measure, total: Given, values: Mapping[_Key, Fraction]) -> Fraction | None:
        """What the members make that are given; None where none is."""
        parts = []
        for id in measure.members:
            value = values.get((total.store, total.month, id))
            part = self.lexicon.named(id)
            if value is None and part is not None:
                value = self._sum(part.measure, total, values)
            parts += [] if value is None else [value]
        return sum(parts, Fraction()) if parts else None
