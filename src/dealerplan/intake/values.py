"""A number to the value of a measure in a month, once it is known which: its unit, its tax, its days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.amount import Percentage
from dealerplan.domain.month import Month
from dealerplan.domain.month_end import CALENDAR
from dealerplan.domain.plan import Measure, Target
from dealerplan.errors import Invalid
from dealerplan.intake.columns import Column, Columns, says_this_month
from dealerplan.intake.given import Given, Problem
from dealerplan.intake.keys import Keys, RowKeys
from dealerplan.intake.ledger import Ledger
from dealerplan.intake.lexicon import Named
from dealerplan.intake.parts import Parts
from dealerplan.intake.reasons import DAYS, of_part, of_plan
from dealerplan.intake.scales import Scales
from dealerplan.intake.sentences import MEND_ONE, NAME_IT
from dealerplan.intake.table import Table
from dealerplan.intake.taxes import Taxes
from dealerplan.intake.titles import Surroundings
from dealerplan.intake.units import is_money
from dealerplan.intake.value import Scaled, is_figure, read_value
from dealerplan.sheets.cell import Content, Row, Sheet, cell_at
from dealerplan.sheets.place import Place, place_in
from dealerplan.sheets.when import Day
from dealerplan.words import say

MOST_NAMES = 2_000  # rows that are looked through for money


class _Slot(NamedTuple):
    """What holds for all values of a measure in a column whose rows say the same of it: found once."""

    measure: Measure
    scale: Scaled | None
    is_sound: bool = True


class Values:
    """Reads the numbers of a table whose measure and month are known, into the ledger."""

    def __init__(
        self, ledger: Ledger, sheet: Sheet, table: Table, around: Surroundings, keys: Keys, columns: Columns
    ) -> None:
        self._ledger, self._sheet, self._keys, self._columns = ledger, sheet, keys, columns
        self.measures = self._named_in(table)
        self._scales = Scales(ledger, sheet, around, self.measures)
        self.taxes = Taxes(ledger, sheet, around, keys)
        self.parts = Parts(ledger)
        self._until = around.until
        self._to_date = next((title for title in around.all if title.kind == "month_to_date"), None)
        self._slots: dict[tuple[int, int, str | None, str | None, str], _Slot] = {}
        self._of_days: dict[tuple[str | None, str, int], dict[Day, Fraction]] = {}
        self._month_end = ledger.lexicon.month_end

    def _named_in(self, table: Table) -> Sequence[Measure]:
        """The measures of a table, and its figures of the plan's own."""
        names = [row[at] for row in self._sheet.rows[table.first :] for at in self._keys.names if at < len(row)]
        marks = [self._ledger.lexicon.mark(name) for name in dict.fromkeys(names[:MOST_NAMES])]
        named = [*(mark.named for mark in marks), *(one.named for one in table.values)]
        totals = [*(mark.total for mark in marks), *(one.total for one in table.values)]
        own = [Measure(one.id, one.name, one.unit) for one in totals if one]
        return [*dict.fromkeys(one.measure for one in named if one), *own]

    def unit_problems(self) -> Iterator[Problem]:
        """What is wrong with the units of titles."""
        return self._scales.problems()

    def take(self, at: int, row: Row, column: Column, keys: RowKeys, named: Named | Target, month: Month) -> None:
        """Take a value of a measure; leave out a part of the store, and a total that the plan computes."""
        store, part = self._store(column, keys), column.said.part or keys.part
        if isinstance(named, Target):
            self._own_total(at, row[column.at], column, named, None if part else month, store)
            return
        place = place_in(self._sheet, at, column.at)
        slot = self._slot(at, row, column, named, store, part)
        if slot is None:
            if is_figure(row[column.at]):
                self._leave_part(at, row, column, named, (store, month), part or "")
            return
        value, is_percent = self._read(row[column.at], slot, place)
        if value is None:
            return
        given = Given(store, month, slot.measure.id, value, place, is_percent)
        if not self._fits(row, column, keys, slot, given):
            return
        if slot.measure.members:
            self._ledger.keep_total(slot.measure.name, slot.measure, given)
        elif self._keys.parts and part is None and not self._keys.by_day:
            self.parts.add_total(self.parts.of(column.at, store, month, slot.measure), at, keys.total or "", given)
        else:
            self._ledger.keep(given)

    def _leave_part(
        self, at: int, row: Row, column: Column, named: Named, of: tuple[str | None, Month], part: str
    ) -> None:
        """Leave the figure of a part of the store out, and remember it for the store's total."""
        store, month = of
        place = place_in(self._sheet, at, column.at)
        self._ledger.leave(of_part(part), place)
        self._ledger.keep_part((store, month, named.measure.id), part, place)
        slot = self._slot(at, row, column, named, store, None)
        if slot is not None and slot.is_sound:
            figures = self.parts.of(column.at, store, month, slot.measure)
            self.parts.add_part(figures, at, part, _read_if_any(row[column.at], slot))

    def take_day(self, at: int, row: Row, column: Column, keys: RowKeys, named: Named | Target | None) -> None:
        """Leave a day's figure out, and remember it for the month's total."""
        if not is_figure(row[column.at]) or not isinstance(keys.month, Day):
            return
        place = place_in(self._sheet, at, column.at)
        self._ledger.leave(DAYS, place)
        self._ledger.is_to_fill_in = False
        if isinstance(named, Named) and keys.part is None:
            store = self._store(column, keys)
            slot = self._slot(at, row, column, named, store, None)
            value = self._read(row[column.at], slot, place)[0] if slot else None
            if value is not None:
                self._of_days.setdefault((store, named.measure.id, column.at), {})[keys.month] = value

    def _store(self, column: Column, keys: RowKeys) -> str | None:
        named = column.said.store or (keys.store if isinstance(keys.store, str) else None) or self._ledger.store
        self._compare(named, column)
        return named or self._ledger.only_store

    def _compare(self, named: str | None, column: Column) -> None:
        """Tell that a row or column names another store than the titles do."""
        titled = self._ledger.store
        if named is not None and titled is not None and named != titled:
            message = say("the titles say {one}, and {column} or its rows {other}",
                          one=titled, column=column.said.text, other=named)  # fmt: skip
            self._ledger.warn(message)

    def _slot(
        self, at: int, row: Row, column: Column, named: Named, store: str | None, part: str | None
    ) -> _Slot | None:
        """What holds for the values of a measure in a column; None of a part of the store that is no member."""
        unit = self._keys.unit(row) if self._keys.units else ""
        key = (column.at, id(named), store, part, unit)  # the lexicon keeps each name once
        slot = self._slots.get(key)
        if slot is None or (unit == "" and self._keys.units):
            measure: Measure | None = named.measure
            if part is not None:
                measure = self._ledger.lexicon.member(named.measure, part)
            if measure is None:
                return None
            named = named._replace(measure=self._ledger.own(store, measure))
            slot = self._slots[key] = self._made(at, row, column, named, unit)
        return slot

    def _made(self, at: int, row: Row, column: Column, named: Named, unit: str) -> _Slot:
        measure = named.measure
        unsound = _Slot(measure, None, is_sound=False)
        if named.unit is None and is_money(measure) and self._keys.lacks_unit(row):
            message = say("no unit stands here, and {unit} above", unit=self._keys.unit_above)
            place = place_in(self._sheet, at, self._keys.units[0])
            self._ledger.problem(place, message, NAME_IT)
            return unsound
        try:
            scale = self._scales.of(named, unit, column.said)
        except Invalid as error:
            self._ledger.complain(self._unit_place(at, named, column), error.message, error.hint)
            return unsound
        return _Slot(measure, scale, self.taxes.fit(at, row, column, measure))

    def _unit_place(self, at: int, named: Named, column: Column) -> Place:
        """Where a unit stands: in a row's column of units, or behind the measure's name."""
        if named.unit is None and self._keys.units:
            return place_in(self._sheet, at, self._keys.units[0])
        if column.said.named is not None:
            return place_in(self._sheet, column.said.row, column.at)
        return place_in(self._sheet, at, self._keys.measures[0])

    def _read(self, cell: Content, slot: _Slot, place: Place) -> tuple[Fraction | None, bool]:
        """The value of a cell, None where it is empty or refused, and whether it is a percentage of things."""
        if not slot.is_sound:
            return None, False
        try:
            return read_value(cell, slot.measure, slot.scale), False
        except Invalid as error:
            if isinstance(error, Percentage) and error.value is not None:
                return error.value, True
            self._ledger.refuse(place, error)
            return None, False

    def _own_total(
        self, at: int, cell: Content, column: Column, target: Target, month: Month | None, store: str | None
    ) -> None:
        """Leave a figure out that the plan computes, to be compared where it is a whole month's and no rounded rate."""
        if not is_figure(cell):
            return
        place = place_in(self._sheet, at, column.at)
        measure = Measure(target.id, target.name, target.unit)
        try:
            value = read_value(cell, measure, self._scales.of_total(measure)) if target.kind != "rate" else None
        except Invalid:
            value = None
        if value is None or month is None:
            self._ledger.leave(of_plan(target.name), place)
        else:
            self._ledger.keep_total(target.name, target, Given(store, month, target.id, value, place))

    # what speaks against a value

    def _fits(self, row: Row, column: Column, keys: RowKeys, slot: _Slot, given: Given) -> bool:
        """Whether a value may be the month's actual; says why not."""
        measure = slot.measure
        may_be_to_date = self._until is not None or self._to_date or column.said.kind == "month_to_date"
        if may_be_to_date and not self._is_due(column, measure, given.month):
            return False
        if measure.over_time == "sum" and not self._is_of_a_flow(column, measure, given.month):
            return False
        if keys.total is not None and self._keys.by_day:
            days = self._of_days.get((given.store, measure.id, column.at), {})
            if not self._is_sum_of_days(measure, given, days):
                return False
        return not column.is_total_of_days or self._is_sum_of_days(measure, given, self._days_across(row, slot))

    def _is_due(self, column: Column, measure: Measure, month: Month) -> bool:
        """Whether a figure to date is the month's: a level always is, a flow in the period's first month alone."""
        if self._to_date is not None or column.said.kind == "month_to_date":
            if self._month_end.month_of(self._ledger.options.today) > month:
                return True
            text = column.said.text if self._to_date is None else self._to_date.text
            message = say("{month} has not ended, and {text} goes up to today", month=month, text=text)
            hint = say("record the month when it has ended")
            self._ledger.complain(place_in(self._sheet, column.said.row, column.at), message, hint)
            return False
        until = self._until
        if until is None or column.month is not None or self._keys.months or says_this_month(column.said):
            return True
        if measure.over_time == "last" or (self._ledger.planned and month == min(self._ledger.planned)):
            return True
        message = say(
            "{text} counts up to {month}, and {name} is counted month by month",
            text=until.text, month=month, name=measure.name,
        )  # fmt: skip
        hint = say("head the month's own figures: this month")
        self._ledger.complain(place_in(self._sheet, until.row, until.column), message, hint)
        return False

    def _is_of_a_flow(self, column: Column, measure: Measure, month: Month) -> bool:
        """Whether no heading says that figures stand at a month's end, as levels do, or count up to it."""
        until = self._keys.until
        if until is not None and not (self._ledger.planned and month == min(self._ledger.planned)):
            message = say("dates up to which figures count stand here, and {name} is counted month by month",
                          name=measure.name)  # fmt: skip
            self._ledger.complain(until, message, say("if these are each month's own figures, head them: month"))
            return False
        if column.said.says("closing"):
            message = say("{text} is of a month's end, and {name} is counted month by month",
                          text=column.said.text, name=measure.name)  # fmt: skip
            hint = say("head the month's own figures: this month")
            self._ledger.complain(place_in(self._sheet, column.said.row, column.at), message, hint)
            return False
        return True

    def _days_across(self, row: Row, slot: _Slot) -> dict[Day, Fraction]:
        """The figures of a row's days."""
        found = {}
        for column in self._columns.days:
            if column.said.day is not None and is_figure(cell_at(row, column.at)):
                value = _read_if_any(row[column.at], slot)
                if value is not None:  # else it lacks
                    found[column.said.day] = value
        return found

    def _is_sum_of_days(self, measure: Measure, total: Given, days: Mapping[Day, Fraction]) -> bool:
        """Whether a total is over every day of a month, and their sum."""
        month, place = total.month, total.place
        own = {day.number: value for day, value in days.items() if day.may_be_of(month)}
        lacking = [day for day in self._month_end.days(month) if day.day not in own]
        if measure.over_time != "sum":
            message = say("{name} is not added up over days", name=measure.name)
            self._ledger.problem(place, message, say("record its value at the end of the month"))
        elif lacking:
            days_of = [day.day if self._month_end == CALENDAR else day for day in lacking[:5]]
            message = say("this total lacks days of {month}: {days}", month=month, days=days_of)
            hint = say("record the month when all its days are there; write 0 where nothing was")
            self._ledger.problem(place, message, hint)
        elif (number := self._begins_late(month, days)) is not None:
            message = say(
                "{month} begins on {day}, and these days on day {number}",
                month=month, day=self._month_end.first_day(month), number=number,
            )  # fmt: skip
            self._ledger.problem(place, message, say("give the days their months"))
        elif sum(own.values()) != total.value:
            message = say("the days make {sum}, not this total", sum=str(sum(own.values())))
            self._ledger.problem(place, message, MEND_ONE)
        else:
            return True
        return False

    def _begins_late(self, month: Month, days: Iterable[Day]) -> int | None:
        """The first of bare numbers, where months begin within the calendar's and it is not their first day's."""
        first = next(iter(days))
        within = self._month_end.day is not None and first.when.number is None
        return first.number if within and first.number != self._month_end.first_day(month).day else None


def _read_if_any(cell: Content, slot: _Slot) -> Fraction | None:
    """The value of a cell; None for none that is read."""
    try:
        return read_value(cell, slot.measure, slot.scale)
    except Invalid:
        return None
