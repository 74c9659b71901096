"""The rows of a table to values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dealerplan.domain.month import Month
from dealerplan.domain.plan import Measure
from dealerplan.domain.symbols import SHARES
from dealerplan.domain.unit import Unit
from dealerplan.errors import Invalid
from dealerplan.intake.doubts import Doubts, Problem
from dealerplan.intake.given import Given
from dealerplan.intake.keys import SKIP, Keys, RowKeys
from dealerplan.intake.lexicon import Named
from dealerplan.intake.period import is_no_month, is_of_goals, is_this_month, is_year, other_figure
from dealerplan.intake.reading import Reading
from dealerplan.intake.table import Table, ValueColumn, table_at
from dealerplan.intake.titles import Surroundings, Title, surroundings
from dealerplan.intake.units import base_of, is_money, scale_to, unit_among, unit_over
from dealerplan.intake.value import Scaled, is_percent, may_be_number, read_value
from dealerplan.intake.when import NO_YEAR, WRITE_YEAR, When
from dealerplan.sheets.cell import Content, Row, Sheet, is_empty, word
from dealerplan.sheets.place import Place
from dealerplan.words import Message, say


class _Column(NamedTuple):
    """A column of values, with its month where the headings name one."""

    at: int
    said: ValueColumn
    month: Month | None
    scales: dict[tuple[str, Unit | None, str | None, str], Scaled | None]


def read_table(reading: Reading, sheet: Sheet, table: Table, since: int) -> int:
    """Read a table whose titles begin in row `since`; gives the row in which to look for the next table."""
    return _TableReading(reading, sheet, table, surroundings(sheet, since, table, reading.lexicon)).read()


class _TableReading:
    def __init__(self, reading: Reading, sheet: Sheet, table: Table, around: Surroundings) -> None:
        self.reading, self.sheet, self.table, self.around = reading, sheet, table, around
        reading.years |= around.title.years | around.sheet.years
        self.year = around.year or (reading.month.year if reading.month else None)
        self.keys = Keys(table, reading.lexicon, self._month_named)
        self._by_year = bool(self.keys.years) and not self.keys.months
        self.columns: list[_Column] = []
        self.month: Month | None = None
        self.doubts = Doubts(sheet, table, self.keys, reading.lexicon, around.unit)
        self._complained: set[Place] = set()
        self._cut = {month: (title, text) for title, text, when in around.cut if (month := self._month_named(when))}
        self._given: set[Month] = set()

    def read(self) -> int:
        self._unknown_headings()
        self._settle_store()
        take = self._settle_units() and self._is_of_actuals() and self._settle_months()
        rows, end = self.sheet.rows, self.table.first
        for at in range(self.table.first, len(rows)):
            row = rows[at]
            if not any(row):
                continue
            known = self.keys.known(row)
            keys = known or self.keys.read(row)
            if known is None and self._begins_another(at, keys):
                return self._finish(end, at)
            if take and known is None and self._is_footer(row, keys):
                self.doubts.beside(at, row, self._own())
            elif take and self._take(at, row, keys, True if known and not self.doubts.is_pending else None):
                end = at + 1
            elif take and known is None:
                self.doubts.beside(at, row, self._own())
            self.keys.note_unit(row)
        return self._finish(len(rows), len(rows))

    def _finish(self, end: int, at: int) -> int:
        """The row in which the titles of what follows begin; `at` is the first row not read."""
        self.reading.read_to = at
        self._doubtful(self.doubts.units_above(end))
        years = {month.year for month in self._given}
        if years and self.around.sheet.years and years.isdisjoint(self.around.sheet.years):
            named, given = sorted(self.around.sheet.years), sorted(years)
            message = say("the sheet's name says {named}, its months are of {given}", named=named, given=given)
            self.reading.problem(self._place(self.table.top, 0), message, say("mend the one that is wrong"))
        return end

    def _month_named(self, when: When) -> Month | None:
        """The month of a heading, key or title; where none names a year, the one of that name in the plans' periods."""
        found = when.month(self.year)
        if found is not None or when.number is None or self.keys.years or self.around.is_of_a_year:
            return found
        return self.reading.planned_month(when.number)

    def _own(self) -> When | None:
        return When(self.month.year, self.month.number) if self.month else None

    def _doubtful(self, problems: Iterable[Problem]) -> bool:
        """Say what is doubtful; gives whether anything is."""
        doubtful = False
        for row, column, error in problems:
            self.reading.problem(self._place(row, column), error.message, error.hint)
            doubtful = True
        return doubtful

    def _place(self, row: int, column: int) -> Place:
        return Place(self.sheet.name, row + 1, column + 1)

    def _begins_another(self, at: int, keys: RowKeys) -> bool:
        """Whether the headings of another table stand in a row, whose own keys then say nothing."""
        if any(isinstance(key, Invalid) or key is SKIP for key in keys) or not (self.keys.measures or self.keys.months):
            return table_at(self.sheet, at, at, self.reading.lexicon) is not None
        return False

    # headings

    def _unknown_headings(self) -> None:
        words: set[str] = set()
        for row, column, text in self.table.unknown:
            if text in words:
                continue
            words.add(text)
            place = self._place(row, column)
            if self.reading.lexicon.named(text):
                message = say("{name} stands over a column, and measures go down the rows", name=text)
                self.reading.problem(place, message, say("name each measure once"))
            elif self.reading.lexicon.is_unchosen(text):
                self.reading.problem(place, *self.reading.lexicon.why_no_store(text))
            elif self.keys.measures:
                hint = self.reading.lexicon.meant_heading(text, say("name a month, or head the column: notes"))
                self.reading.problem(place, say("the heading {text} is not understood", text=text), hint)
            else:
                why = self.reading.lexicon.why_unnamed(text)
                self.reading.problem(place, why.message, why.hint)

    def _settle_store(self) -> None:
        """The store of what names none itself: that of the titles."""
        title = self.around.store
        if title is None or title.store is None:
            return
        self.reading.store = self.reading.lexicon.store(title.store)
        if self.reading.store is None:
            self.reading.problem(self._place(title.row, title.column), *self.reading.lexicon.why_no_store(title.store))

    def _settle_months(self) -> bool:
        """Give each column its month; False where something is wrong with them."""
        head = self.table.first - 1
        for said in self.table.values:
            month = self._month_named(said.when)
            if said.when.number and month is None and not self._by_year:
                self.reading.problem(self._place(head, said.column), NO_YEAR, WRITE_YEAR)
                return False
            self.columns.append(_Column(said.column, said, month, {}))
        for before, after in zip(self.columns, self.columns[1:], strict=False):
            if _leaps(before, after):
                message = say("the months run into another year")
                self.reading.problem(self._place(head, after.at), message, WRITE_YEAR)
                return False
        if self._is_mixed():
            return False
        named = bool(self.keys.months) or all(said.when.number for said in self.table.values)
        return self._is_monthly() if named else self._settle_month()

    def _is_mixed(self) -> bool:
        """Whether a month stands over some columns only, so that it may be that of the others too."""
        bare = [column for column in self.columns if not column.said.when.number]
        if not bare or len(bare) == len(self.columns) or all(map(self._says_this_month, bare)):
            return False
        message = say("no month stands over this column, but over others")
        self.reading.problem(self._place(self.table.first - 1, bare[0].at), message, say("name its month there"))
        return True

    def _is_monthly(self) -> bool:
        """Whether no title says that cumulative, mean or last year's figures stand below; a heading may know better."""
        heads = [word(cell) for row in self.sheet.rows[self.table.top : self.table.first] for cell in row]
        for title, text in self.around.texts():
            kind = other_figure(text)
            if kind is None or all(map(self._says_this_month, self.columns)) or any(map(kind.search, heads)):
                continue
            message = say("{text} says that these are no actuals of a month", text=text)
            self.reading.problem(
                self._title_place(title), message, say("mend the title, or name the sheet YTD to leave it out")
            )
            return False
        return True

    def _settle_month(self) -> bool:
        """The month of what names none itself: that of the titles, else the one asked for."""
        if not (self._is_of_a_month() and self._is_monthly()):
            return False
        try:
            self.month = self.around.month(self._month_named) or self.reading.month
        except Invalid as error:
            self.reading.problem(self._title_place(self.around.dated), error.message, error.hint)
            return False
        if self.month is None:
            hint = say("name the month: dealerplan record 2026-03 --from …")
            self.reading.problem(self._place(self.table.top, 0), say("no month is named here or above"), hint)
        return self.month is not None

    def _settle_units(self) -> bool:
        """Whether the titles' units are of money, and one."""
        units = self.around.units
        for row, column, error in units.wrong:
            self.reading.problem(self._place(row, column), error.message, error.hint)
        if len({base_of(unit) for _, _, unit in units.found}) > 1:
            row, column, unit = units.found[-1]
            message = say("{unit} and {other} are both named as the unit", unit=units.found[0][2], other=unit)
            self.reading.problem(self._place(row, column), message, say("keep one of them"))
            return False
        return not units.wrong

    def _is_of_actuals(self) -> bool:
        """Whether no title says that goals stand below it."""
        for title, text in self.around.texts():
            if is_of_goals(text):
                hint = say("name the sheet Goals to leave it out, or mend the title")
                self.reading.problem(self._title_place(title), say("{text} says that these are goals", text=text), hint)
                return False
        return True

    def _is_of_a_month(self) -> bool:
        """Whether no title says that a year, a quarter or a week stands below it; headings such as 本月 know better."""
        if all(self._says_this_month(column) for column in self.columns):
            return True
        dated = bool(self.around.dated or self.around.sheet.months)
        for title, text in self.around.texts():
            if is_no_month(text) or (not dated and is_year(text)):
                hint = say("name one month in the title, or head the columns with months")
                message = say("{text} says more or less than one month", text=text)
                self.reading.problem(self._title_place(title), message, hint)
                return False
        return True

    def _says_this_month(self, column: _Column) -> bool:
        heads = self.sheet.rows[self.table.top : self.table.first]
        return any(column.at < len(row) and is_this_month(word(row[column.at])) for row in heads)

    def _title_place(self, title: Title | None) -> Place:
        return self._place(title.row, title.column) if title else self._place(self.table.top, 0)

    # rows

    def _take(self, at: int, row: Row, keys: RowKeys, sound: bool | None) -> bool:
        """Take a row's values; gives whether it has some. Only such a row can be wrong; `sound` where it is known."""
        if not sound and SKIP in keys:
            return bool(self._filled(row))
        found = self._doubtful(self.doubts.of_row(at, row, keys))
        for column in self.columns:
            if column.at >= len(row) or row[column.at] == "":
                continue
            found = True
            month = self._month_of(column, keys)
            if month is not None and not self.reading.wants(month):
                continue
            if sound is None:
                sound = self._is_sound(at, row, keys)
            if sound and month is not None and self._is_whole(month):
                self._given.add(month)
                self._value(at, row, column, keys, month)
        return found

    def _is_whole(self, month: Month) -> bool:
        """Whether no title says that days of the month are left out; said once."""
        if month not in self._cut:
            return True
        title, text = self._cut[month]
        place = self._title_place(title)
        if place not in self._complained:
            self._complained.add(place)
            hint = say("record the month when it has ended, from its first day to its last")
            self.reading.problem(place, say("{text} leaves out days of {month}", text=text, month=month), hint)
        return False

    def _month_of(self, column: _Column, keys: RowKeys) -> Month | None:
        """The month of a value; a row's year counts for more than that of the titles."""
        if self._by_year and self.keys.year is not None and column.said.when.year is None and column.said.when.number:
            return Month(self.keys.year, column.said.when.number)
        return column.month or (keys.month if isinstance(keys.month, Month) else self.month)

    def _filled(self, row: Row) -> list[Content]:
        return [row[one.at] for one in self.columns if one.at < len(row) and not is_empty(row[one.at])]

    def _is_footer(self, row: Row, keys: RowKeys) -> bool:
        """Whether a row with an unknown key holds no number, so that nothing is lost with it: `审核：,,制表：`."""
        return any(isinstance(key, Invalid) for key in keys) and not any(map(may_be_number, self._filled(row)))

    def _is_sound(self, at: int, row: Row, keys: RowKeys) -> bool:
        """Whether all keys are known; says which are not."""
        sound = True
        for columns, key in zip((self.keys.measures, self.keys.stores, self.keys.months), keys, strict=True):
            if isinstance(key, Invalid):
                hint = self._hint(row, key) if key is keys.measure else key.hint
                self.reading.problem(self._place(at, columns[0]), key.message, hint)
                sound = False
        kind = self.keys.unknown_kind(row)
        if kind is not None:
            hint = say("write actual or goal; or head the column: notes")
            self.reading.problem(self._place(at, kind[0]), say("{text} may be actual or goal", text=kind[1]), hint)
        return not self._doubtful(self.doubts.taken()) and self._has_year(at) and sound and kind is None

    def _has_year(self, at: int) -> bool:
        """Whether a row's year goes with the months of the columns."""
        if not self._by_year:
            return True
        years = {column.said.when.year for column in self.columns if column.said.when.number} - {None}
        numbered = all(column.said.when.number for column in self.columns)
        if numbered and self.keys.year is not None and years <= {self.keys.year}:
            return True
        message = say("the year of this row does not go with a month") if self.keys.year else NO_YEAR
        self.reading.problem(self._place(at, self.keys.years[0]), message, say("write year and month: 2026-03"))
        return False

    def _hint(self, row: Row, unknown: Invalid) -> Message:
        """What to do about a row whose measure is unknown."""
        hint = unknown.hint
        if self.keys.unit(row) in SHARES or all(map(is_percent, self._filled(row))):
            hint = say("rates are not recorded, but the two counts that they come from")
        return say("{hint} (to leave the row out, delete it)", hint=hint) if hint else say("delete the row")

    def _value(self, at: int, row: Row, column: _Column, keys: RowKeys, month: Month) -> None:
        named = column.said.named or keys.measure
        assert isinstance(named, Named)
        of_row = keys.store if isinstance(keys.store, str) else None
        store = column.said.store or of_row or self.reading.store
        named = named._replace(measure=self.reading.own(store, named.measure))
        if named.unit is None and self.keys.lacks_unit(row) and is_money(named.measure):
            message = say("no unit stands here, and {unit} above", unit=self.keys.unit_above)
            self.reading.problem(self._place(at, self.keys.units[0]), message, say("name it in this row"))
            return
        try:
            scale = self._scale(named, self.keys.unit(row), column)
        except Invalid as error:
            self._unit_problem(self._unit_place(at, named, column), error)
            return
        place = self._place(at, column.at)
        try:
            value = read_value(row[column.at], named.measure, scale)
        except Invalid as error:
            self.reading.problem(place, error.message, error.hint)
            return
        if value is None:
            return
        given = Given(store, month, named.measure.id, value, place)
        if named.measure.members:
            self.reading.keep_total(named.measure, given)
        else:
            self.reading.keep(given)

    def _unit_place(self, at: int, named: Named, column: _Column) -> Place:
        """Where a unit stands: in a row's column of units, or behind the measure's name."""
        if named.unit is None and self.keys.units:
            return self._place(at, self.keys.units[0])
        if column.said.named is not None:
            return self._place(self.table.first - 1, column.at)
        return self._place(at, self.keys.measures[0])

    def _unit_problem(self, place: Place, error: Invalid) -> None:
        """Say once what is wrong with a unit, however many values it stands for."""
        if place not in self._complained:
            self._complained.add(place)
            self.reading.problem(place, error.message, error.hint)

    def _scale(self, named: Named, of_row: str, column: _Column) -> Scaled | None:
        """The unit that stands around a value, None for the measure's own; raises Invalid. The nearest one counts."""
        key = (named.measure.id, named.measure.unit, named.unit, of_row)
        if key not in column.scales:
            found = self._find_scale(named, of_row, column.said.unit)
            column.scales[key] = None if found is None or found.times == 1 else found
        return column.scales[key]

    def _find_scale(self, named: Named, of_row: str, of_column: str | None) -> Scaled | None:
        measure = named.measure
        if named.unit is not None:
            return _scaled(named.unit, measure)
        if of_row:
            return _scaled(of_row, measure)
        if of_column is not None and (unit := unit_among(of_column, measure)) is not None:
            return _scaled(unit, measure)
        return _scaled(self.around.unit, measure) if self.around.unit and is_money(measure) else None


def _scaled(unit: str, measure: Measure) -> Scaled:
    scale = scale_to(unit, measure)
    if scale is None and measure.unit is None:
        message = say("{name} has no unit, so that {other} may mean anything", name=measure.name, other=unit)
        raise Invalid(message, say("give the measure its unit in the plan"))
    if scale is None:
        message = say("{name} is in {unit}, not in {other}", name=measure.name, unit=measure.unit, other=unit)
        raise Invalid(message, say("write it in {unit}", unit=measure.unit))
    return Scaled(unit_over(unit, measure), scale)


def _leaps(before: _Column, after: _Column) -> bool:
    """Whether January follows December, neither with a year, and is not known to be the next year's."""
    one, other = before.said, after.said
    if (one.named, one.store, one.when, other.when) != (other.named, other.store, (None, 12), (None, 1)):
        return False
    return before.month is None or after.month is None or after.month < before.month
