"""The rows of a table: every number taken, left out with its reason, or refused."""

from __future__ import annotations

from pathlib import PurePath

from dealerplan.domain.month import Month
from dealerplan.domain.plan import Target
from dealerplan.domain.symbols import SHARES
from dealerplan.errors import Invalid
from dealerplan.intake.columns import Column, Columns
from dealerplan.intake.keys import Keys, RowKeys
from dealerplan.intake.ledger import Ledger
from dealerplan.intake.lexicon import Named, shown
from dealerplan.intake.obstacles import obstacles, spoken_obstacles
from dealerplan.intake.reasons import EMPTY as NO_MEASURE
from dealerplan.intake.reasons import NOTES, Out, of_ignored, of_kind, of_rest
from dealerplan.intake.sections import Sections
from dealerplan.intake.table import Table, table_at
from dealerplan.intake.titles import NO_YEAR, Surroundings, Title, footers, settled, told_by
from dealerplan.intake.value import is_figure, is_percent, may_be_number
from dealerplan.intake.values import Values
from dealerplan.sheets.cell import Content, Row, Sheet, is_empty
from dealerplan.sheets.facets import Kind, read_facets
from dealerplan.sheets.place import Place, place_in
from dealerplan.sheets.when import Day, When, read_times
from dealerplan.words import Message, say


def read_table(ledger: Ledger, sheet: Sheet, table: Table, around: Surroundings) -> tuple[int, int]:
    """Read a table; gives the row after its last figure, in which the titles of what follows begin, and the first row
    that was not read."""
    return _Rows(ledger, sheet, table, around).read()


_BY_WORD: tuple[Kind, ...] = ("goal", "forecast", "earlier", "next", "mean", "total")


class _Rows:
    def __init__(self, ledger: Ledger, sheet: Sheet, table: Table, around: Surroundings) -> None:
        self.ledger, self.sheet, self.table, self.around = ledger, sheet, table, around
        ledger.years |= around.told.years | around.of_tab.years
        self.year = around.year or (ledger.month.year if ledger.month else None)
        self.keys = Keys(sheet, table, ledger.lexicon, self._month_named)
        self.month: Month | None = None  # of what names none itself
        self._out: Out | None = None  # why nothing in the table is taken
        self.columns = Columns(table, around, self.keys, self._month_named)
        self.sections = Sections(sheet, table, self.keys, ledger.lexicon, around)
        self.values = Values(ledger, sheet, table, around, self.keys, self.columns)
        self._cut = {month: title for title, when in around.cut if (month := self._month_named(when))}
        self._given: set[Month] = set()
        self._tail: list[tuple[int, Row]] = []
        self._notes: dict[int, list[Content]] = {}  # texts beside values, by their row, each in its column
        self._noted: set[Content] = set()

    def read(self) -> tuple[int, int]:
        take = self._settle()
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
                self._beside(at, row)
            elif take and self._row(at, row, keys, sound=known is not None and not self.sections.is_pending):
                end, self._tail = at + 1, []
            elif take and known is None:
                self._beside(at, row)
            self.keys.note_unit(row)
        self._footers()
        return self._finish(len(rows), len(rows))

    def _finish(self, end: int, at: int) -> tuple[int, int]:
        for row, column, error in self.sections.units_above(end):
            self.ledger.problem(self._place(row, column), error.message, error.hint)
        years, named = {month.year for month in self._given}, self.around.of_tab.years
        if years and named and years.isdisjoint(named):
            message = say(
                "the sheet's name says {named}, its months are of {given}", named=sorted(named), given=sorted(years)
            )
            self.ledger.problem(self._place(self.table.top, 0), message, say("mend the one that is wrong"))
        return end, at

    def _month_named(self, when: When) -> Month | None:
        """The month of a heading, key or title; where none names a year, the one of that name in the plans' periods."""
        found = when.month(self.year)
        if found is not None or when.number is None or self.keys.years or self.around.is_of_a_year:
            return found
        return self.ledger.planned_month(when.number)

    def _place(self, row: int, column: int) -> Place:
        return place_in(self.sheet, row, column)

    def _at(self, title: Title | None) -> Place:
        return self._place(title.row, title.column) if title else self._place(self.table.top, 0)

    def _begins_another(self, at: int, keys: RowKeys) -> bool:
        """Whether the headings of another table stand in a row, whose own keys then say nothing."""
        unclear = any(isinstance(key, (Invalid, Out)) for key in keys)
        if unclear or not (self.keys.measures or self.keys.months):
            return table_at(self.sheet, at, at, self.ledger.lexicon) is not None
        return False

    # what holds for the whole table

    def _settle(self) -> bool:
        """Settle store, units, scenario and months; False where something is wrong with them."""
        self._out = self._left_out()
        if self._out is not None or not self._settle_store() or self.columns.takes_none:
            return True
        self.ledger.is_to_fill_in = True
        return self._unit_is_one() and self._is_of_actuals() and self._settle_months()

    def _left_out(self) -> Out | None:
        """Why a table holds no actuals, as a title of its own says in as many words: 目标, 集团合计, 门店：合计.

        Where nothing else in the file is taken, the title is what is wrong.
        """
        for title in reversed(self.around.own):
            strange = title.store is not None and self.ledger.lexicon.store(title.store) is None
            text = title.store if strange and title.store else title.text
            told = read_facets(text) if strange else title.facets
            kind = told.kind if strange else title.kind
            if not self.around.is_first and told.has("summary") and told.month is None:
                kind = "total"
            if kind is not None and kind in _BY_WORD and told.is_bare and not told.times.spans:
                message = say("{text} says that these are no actuals of a month", text=title.text)
                self.ledger.defer(self._at(title), message, say("record the table of the month's own figures"))
                return of_kind(text, kind)
        return None

    def _settle_store(self) -> bool:
        """The store of what names none itself: that of the titles; False where nobody knows it."""
        title = self.around.store
        if title is None or title.store is None or (title.is_tab and self.ledger.store):
            return True
        self.ledger.store = self.ledger.lexicon.store(title.store)
        if self.ledger.store is None:
            error = self.ledger.lexicon.why_no_store(title.store)
            self.ledger.problem(self._at(title), error.message, error.hint)
            return False
        self.ledger.source(say("store: title {cell}", cell=self._at(title).cell))
        return True

    def _unit_is_one(self) -> bool:
        """Whether what titles say of units is understood, and not two things."""
        units = self.around.units
        for row, column, error in units.wrong:
            self.ledger.problem(self._place(row, column), error.message, error.hint)
        if (odd := self.values.contradiction()) is not None:
            row, column, unit = odd
            message = say("{unit} and {other} are both named as the unit", unit=units.found[0][2], other=unit)
            self.ledger.problem(self._place(row, column), message, say("keep one of them"))
            return False
        return not units.wrong

    def _is_of_actuals(self) -> bool:
        """Whether no title says that other figures than a month's actuals stand below it."""
        for title, message, hint in obstacles(self.around, self.columns):
            self.ledger.problem(self._at(title), message, hint)
            return False
        return True

    def _settle_months(self) -> bool:
        """Give each column its month; False where something is wrong with them."""
        wrong = self.columns.wrong_months()
        if wrong is not None:
            row, column, error = wrong
            self.ledger.problem(self._place(row, column), error.message, error.hint)
            return False
        if self.columns.names_months:
            if not self.keys.months:
                self.ledger.source(
                    say("months: the headings in row {row}", row=self.sheet.number(self.table.first - 1))
                )
            return True
        return self._settle_month()

    def _settle_month(self) -> bool:
        """The month of what names none itself: that of the titles, of its days, else the one asked for."""
        try:
            self.month = self.around.month(self._month_named) or self.columns.month_of_days(self._month_named)
        except Invalid as error:
            self.ledger.problem(self._at(self.around.dated), error.message, error.hint)
            return False
        if self.month is not None:
            dated = self.around.dated
            self.ledger.source(say("month: title {cell} ({month})", cell=self._at(dated).cell, month=self.month) if dated and not dated.is_tab
                               else say("month: the sheet's name") if dated else say("month: the days"))  # fmt: skip
            return True
        if self.ledger.month is not None and self.ledger.is_summary:
            message = say("the sheet {name} names no month, and others do", name=self.sheet.name or "")
            self.ledger.problem(self._place(self.table.top, 0), message, say("name its month in its title"))
            return False
        self.month = self.ledger.month
        if self.month is not None and (named := self._by_file()) not in (None, self.month):
            message = say(
                "the file's name says {named}, and nothing in it names {month}", named=named, month=self.month
            )
            self.ledger.problem(self._place(self.table.top, 0), message, say("name the month in its title"))
            return False
        if self.month is not None:
            self.ledger.source(say("month: {month}, as asked for", month=self.month))
        if self.month is None:
            hint = say("name the month: dealerplan record 2026-03 --from …")
            self.ledger.problem(self._place(self.table.top, 0), say("no month is named here or above"), hint)
        return self.month is not None

    def _by_file(self) -> Month | None:
        """The month that the file's name says, if it says one."""
        told = settled(told_by(read_times(PurePath(self.ledger.name).stem)))
        return self._month_named(next(iter(told.months))) if len(told.months) == 1 else None

    # rows

    def _row(self, at: int, row: Row, keys: RowKeys, sound: bool) -> bool:
        """Take or leave a row's numbers; gives whether it has any. `sound` where its keys are known to be."""
        if self._out is not None:
            return self._leave(at, row, self._out)
        if not sound:
            out = keys.out or next((key for key in keys if isinstance(key, Out)), None)
            if out is not None:
                self.sections.with_subtotal(at, row, self.keys.names)
                return self._leave(at, row, out)
            if not self._has_content(row):
                return False
            if not self._is_sound(at, row, keys):
                return True
        found = not sound
        for column in self.columns.all:
            if column.at < len(row) and row[column.at] != "":
                found = True
                self._number(at, row, column, keys)
        if self.columns.others or len(row) > self.columns.width:
            self._beyond(at, row)
        return found

    def _has_content(self, row: Row) -> bool:
        return any(one.at < len(row) and not is_empty(row[one.at]) for one in self.columns.all) or any(
            at < len(row) and is_figure(row[at]) for at in self.columns.no_keys(len(row))
        )

    def _leave(self, at: int, row: Row, out: Out) -> bool:
        """Leave all numbers of a row out; gives whether it has any."""
        found = False
        for column in self.columns.no_keys(len(row)):
            if column < len(row) and is_figure(row[column]):
                found = True
                self.ledger.leave(out, self._place(at, column))
        if found:
            self.ledger.is_to_fill_in = False
        return found

    def _beyond(self, at: int, row: Row) -> None:
        """Numbers of a row with values in columns that hold none: notes, unknown headings, no heading at all."""
        for column in self.columns.notes:
            if column < len(row) and is_figure(row[column]):
                self.ledger.leave(NOTES, self._place(at, column))
            elif column < len(row) and isinstance(row[column], str) and row[column] not in self._noted:
                self._note(at, column, row[column])
        for said in self.table.unknown:
            if said.column < len(row) and not is_empty(row[said.column]):
                self._unknown_column(at, said.column, row[said.column])
        for column in self.columns.bare(len(row)):
            if column < len(row) and (is_figure(row[column]) or not isinstance(row[column], str)):
                if self.ledger.options.ignore_rest:
                    self.ledger.leave(NO_MEASURE, self._place(at, column))
                else:
                    hint = say("head the column, or empty the cell")
                    self.ledger.problem(self._place(at, column), say("this number stands under no heading"), hint)

    def _note(self, at: int, column: int, cell: Content) -> None:
        """A note says something of its row where it is one word, and of the table where it is a sentence."""
        if self._says_other(cell):
            message = say("{text} says that the row is no actual", text=shown(cell))
            self.ledger.problem(self._place(at, column), message, say("delete the row, or the note"))
            return
        self._noted.add(cell)
        self._notes[at] = [*[""] * column, cell]

    def _says_other(self, cell: Content) -> bool:
        """Whether a note is no more than the word of another figure; a sentence may tell of goals."""
        mark = self.ledger.lexicon.mark(cell)
        others = ("goal", "forecast", "earlier", "next", "total", "to_date")
        return mark.facets.is_bare and mark.kind in others and not mark.facets.times.until

    def _unknown_column(self, at: int, column: int, cell: Content) -> None:
        name, error = self.columns.why_unknown(column, self.ledger.lexicon)
        mark = self.columns.heading(column)
        if mark.ignored:
            out = of_ignored(name)
        elif self.ledger.options.ignore_rest:
            out = of_rest(name)
        else:
            self.ledger.unknown(name, self._place(self.columns.head_row(column), column), error)
            return
        if is_figure(cell):
            self.ledger.leave(out, self._place(at, column))

    def _is_sound(self, at: int, row: Row, keys: RowKeys) -> bool:
        """Whether all keys are known, and nothing above speaks against them; says what does."""
        for columns, key in zip((self.keys.measures, self.keys.stores, self.keys.months), keys, strict=False):
            if isinstance(key, Invalid):
                self._unsound(at, row, columns[0], key, is_measure=columns is self.keys.measures)
                return False
        if (kind := self.keys.unknown_kind(row)) is not None:
            message = say("{text} says neither goal nor actual", text=kind[1])
            hint = say("head the column for what it holds: team, kind of work, notes")
            self.ledger.problem(self._place(at, kind[0]), message, hint)
            return False
        doubtful = False
        for line, column, error in self.sections.taken():
            self.ledger.problem(self._place(line, column), error.message, error.hint)
            doubtful = True
        return not doubtful and self._has_year(at)

    def _unsound(self, at: int, row: Row, column: int, error: Invalid, is_measure: bool) -> None:
        """A row whose key nobody knows: left out where that was asked for, else refused."""
        cell = row[column] if column < len(row) else ""
        if self.ledger.options.ignore_rest and not (is_measure is False and column in self.keys.months):
            self._leave(at, row, of_rest(shown(cell)) if not is_empty(cell) else NO_MEASURE)
            return
        place = self._place(at, column)
        if is_measure and not is_empty(cell):
            self.ledger.unknown(shown(cell), place, Invalid(error.message, self._hint(row, error)))
        else:
            self.ledger.problem(place, error.message, error.hint)

    def _hint(self, row: Row, unknown: Invalid) -> Message | None:
        """What to do about a row whose measure is unknown."""
        hint, cells = unknown.hint, self._filled(row)
        if self.keys.unit(row) in SHARES or (cells and all(map(is_percent, cells))):
            hint = say("rates are not recorded, but the two counts that they come from")
        return hint

    def _filled(self, row: Row) -> list[Content]:
        return [row[one.at] for one in self.columns.all if one.at < len(row) and not is_empty(row[one.at])]

    def _has_year(self, at: int) -> bool:
        """Whether a row's year goes with the months of the columns."""
        if not self.columns.by_year:
            return True
        taken = [column for column in self.columns.all if column.out is None]
        years = {column.said.when.year for column in taken if column.said.when.number} - {None}
        numbered = all(column.said.when.number for column in taken)
        if numbered and self.keys.year is not None and years <= {self.keys.year}:
            return True
        message = say("the year of this row does not go with a month") if self.keys.year else NO_YEAR
        self.ledger.problem(self._place(at, self.keys.years[0]), message, say("write year and month: 2026-03"))
        return False

    # numbers

    def _number(self, at: int, row: Row, column: Column, keys: RowKeys) -> None:
        """Take a number, leave it out, or refuse it."""
        named = column.said.named or column.said.total or keys.measure
        if column.out is not None and not column.is_total_of_days and not self._is_sum_of_parts(column, named):
            if is_figure(row[column.at]):
                self.ledger.leave(column.out, self._place(at, column.at))
            return
        if isinstance(keys.month, Day):
            self.values.take_day(at, row, column, keys, named if isinstance(named, (Named, Target)) else None)
            return
        month = self._month_of(column, keys)
        if keys.when != When():
            month = self._month_beside(at, month, keys.when)
        if month is None or not isinstance(named, (Named, Target)):
            return
        if not self.ledger.wants(month):
            if is_figure(row[column.at]):
                self.ledger.leave_month(month, self._place(at, column.at))
            return
        if self._is_whole(month):
            self._given.add(month)
            self.values.take(at, row, column, keys, named, month)

    def _is_sum_of_parts(self, column: Column, named: object) -> bool:
        """Whether a total stands beside the parts of a measure that is their sum."""
        of_total = column.out is not None and column.out.kind == "total"
        return of_total and self.columns.have_parts and isinstance(named, Named) and bool(named.measure.members)

    def _month_of(self, column: Column, keys: RowKeys) -> Month | None:
        """The month of a value; a row's year counts for more than that of the titles."""
        when = column.said.when
        if self.columns.by_year and self.keys.year is not None and when.year is None and when.number:
            return Month(self.keys.year, when.number)
        if isinstance(keys.month, Month) and when.year is not None and when.number is None:
            return Month(when.year, keys.month.number)
        return column.month or (keys.month if isinstance(keys.month, Month) else self.month)

    def _month_beside(self, at: int, month: Month | None, when: When) -> Month | None:
        """The month that stands beside a measure's name, which has to be that of its column and titles."""
        year, number = (
            when.year or (month.year if month else self.year),
            when.number or (month.number if month else None),
        )
        own = Month(year, number) if year and number else None
        if own is not None and month in (None, own):
            return own
        message = say("the row says {own}, and what stands above says {month}", own=own or "?", month=month or "?")
        self.ledger.complain(self._place(at, self.keys.measures[0]), message, say("mend the one that is wrong"))
        return None

    def _is_whole(self, month: Month) -> bool:
        """Whether no title says that days of the month are left out; said once."""
        title = self._cut.get(month)
        if title is None:
            return True
        self.ledger.complain(
            self._at(title),
            say("{text} leaves out days of {month}", text=title.text, month=month),
            say("record the month when it has ended, from its first day to its last"),
        )
        return False

    # lines and footers

    def _is_footer(self, row: Row, keys: RowKeys) -> bool:
        """Whether a row with an unknown key holds no number, so that nothing is lost with it: `审核：,,制表：`."""
        if not any(isinstance(key, Invalid) for key in keys) or any(map(may_be_number, self._filled(row))):
            return False
        return not any(at < len(row) and is_figure(row[at]) for at in self.columns.no_keys(len(row)))

    def _beside(self, at: int, row: Row) -> None:
        self._tail.append((at, row))
        own = self.month or self.ledger.month
        store = self.sections.beside(at, row, When(own.year, own.number) if own else None)
        if store is not None:
            self.ledger.store = store

    def _footers(self) -> None:
        """Footers and notes are titles that stand below and beside: what they say against the figures is said."""
        told = footers([*self._tail, *self._notes.items()], self.ledger.lexicon)
        for title, message, hint in spoken_obstacles(told, self._given, self.month, self._month_named):
            self.ledger.problem(self._at(title), message, hint)
        for row, column, error in self.sections.of_notes(self._notes):
            self.ledger.problem(self._place(row, column), error.message, error.hint)
        self.values.taxes.read_footers(self._tail)
