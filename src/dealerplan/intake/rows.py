"""The rows of a table: every number taken, left out with its reason, or refused."""

from __future__ import annotations

from dealerplan.domain.month import Month
from dealerplan.domain.plan import Target
from dealerplan.domain.symbols import SHARES
from dealerplan.errors import Invalid
from dealerplan.intake.columns import Column
from dealerplan.intake.frame import Frame
from dealerplan.intake.keys import RowKeys
from dealerplan.intake.ledger import Ledger
from dealerplan.intake.lexicon import Named, shown
from dealerplan.intake.obstacles import day_of_report, spoken_obstacles
from dealerplan.intake.reasons import NOTES, UNNAMED, Out, of_ignored, of_month, of_rest
from dealerplan.intake.sections import Sections
from dealerplan.intake.sentences import MEND_ONE, NO_YEAR, WHOLE_MONTH, WRITE_MONTH, days_left_out
from dealerplan.intake.table import Table, table_at
from dealerplan.intake.titles import Surroundings, footers
from dealerplan.intake.units import is_scaled
from dealerplan.intake.value import is_figure, is_percent, may_be_number
from dealerplan.sheets.cell import Content, Number, Row, Sheet, cell_at, is_empty
from dealerplan.sheets.facets import OTHERS, unit_of
from dealerplan.sheets.when import Day, When
from dealerplan.words import Message, say


def read_table(ledger: Ledger, sheet: Sheet, table: Table, around: Surroundings) -> tuple[int, int]:
    """Read a table; gives the row after its last figure, in which the titles of what follows begin, and the first row
    that was not read."""
    return _Rows(ledger, sheet, table, around).read()


class _Rows:
    def __init__(self, ledger: Ledger, sheet: Sheet, table: Table, around: Surroundings) -> None:
        self.ledger, self.sheet, self.table, self.around = ledger, sheet, table, around
        self.frame = Frame(ledger, sheet, table, around)
        self.keys, self.columns, self.values = self.frame.keys, self.frame.columns, self.frame.values
        self.sections = Sections(table, self.keys, ledger.lexicon, around, self.values.measures)
        self._cut = {month: title for title, when in around.cut if (month := self.frame.month_named(when))}
        self._given: set[Month] = set()
        self._tail: list[tuple[int, Row]] = []
        self._notes: dict[int, list[Content]] = {}  # texts beside values, by their row, each in its column
        self._noted: set[Content] = set()

    def read(self) -> tuple[int, int]:
        take = self.frame.settle()
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
        self.frame.refuse(self.sections.units_above(end))
        self.values.parts.settle()
        years, named = {month.year for month in self._given}, self.around.of_tab.years
        if years and named and years.isdisjoint(named):
            message = say(
                "the sheet's name says {named}, its months are of {given}", named=sorted(named), given=sorted(years)
            )
            self.ledger.problem(self.frame.place_of(None), message, MEND_ONE)
        return end, at

    def _begins_another(self, at: int, keys: RowKeys) -> bool:
        """Whether the headings of another table stand in a row, whose own keys then say nothing."""
        unclear = any(isinstance(key, (Invalid, Out)) for key in keys)
        if unclear or not (self.keys.measures or self.keys.months):
            return table_at(self.sheet, at, at, self.ledger.lexicon) is not None
        return False

    # rows

    def _row(self, at: int, row: Row, keys: RowKeys, sound: bool) -> bool:
        """Take or leave a row's numbers; gives whether it has any. `sound` where its keys are known to be."""
        if self.frame.out is not None:
            return self._leave(at, row, self.frame.out)
        if not sound:
            out = keys.out or next((key for key in keys if isinstance(key, Out)), None)
            if out is not None:
                self.sections.with_subtotal(at, row, [*self.keys.names, *self.keys.months])
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
        if not sound:
            self._check_total(at, row, keys)
        return found

    def _check_total(self, at: int, row: Row, keys: RowKeys) -> None:
        """Refuse a measure whose only figure stands where totals do: it may be the actual."""
        actuals = [cell_at(row, column.at) for column in self.columns.taken]
        if not actuals or not isinstance(keys.measure, Named) or not all(map(is_empty, actuals)):
            return
        for column in self.columns.all:
            heads_total = column.said.marks[-1].facets.has("total")
            is_total = heads_total and column.out is not None and column.out.kind == "total"
            cell = cell_at(row, column.at)
            if is_total and is_figure(cell) and not _is_nothing(cell):
                message = say("only a total stands here: {text}", text=column.said.text)
                hint = say("write the month's figure in the column of actuals")
                self.ledger.problem(self.frame.place(at, column.at), message, hint)
                return

    def _has_content(self, row: Row) -> bool:
        return bool(self._filled(row)) or self._has_figure(row)

    def _has_figure(self, row: Row) -> bool:
        return any(is_figure(cell_at(row, at)) for at in self.columns.no_keys(len(row)))

    def _leave(self, at: int, row: Row, out: Out) -> bool:
        """Leave all numbers of a row out; gives whether it has any."""
        found = False
        for column in self.columns.no_keys(len(row)):
            if is_figure(cell_at(row, column)):
                found = True
                self.ledger.leave(out, self.frame.place(at, column))
        if found:
            self.ledger.is_to_fill_in = False
        return found

    def _beyond(self, at: int, row: Row) -> None:
        """Numbers of a row with values in columns that hold none: notes, unknown headings, no heading at all."""
        for column in self.columns.notes:
            if is_figure(cell_at(row, column)):
                self.ledger.leave(NOTES, self.frame.place(at, column))
            elif isinstance(cell := cell_at(row, column), str) and cell != "" and cell not in self._noted:
                self._note(at, column, cell)
        for said in self.table.unknown:
            if not is_empty(cell := cell_at(row, said.column)):
                self._unknown_column(at, said.column, cell)
        for column in self.columns.bare(len(row)):
            cell = cell_at(row, column)
            if _is_scale(cell):
                message = say("the unit {unit} stands under no heading", unit=shown(cell))
                self.ledger.problem(self.frame.place(at, column), message, say("head the column: unit"))
            if is_figure(cell) or not isinstance(cell, str):
                if self.ledger.options.ignore_rest:
                    self.ledger.leave(UNNAMED, self.frame.place(at, column))
                else:
                    hint = say("head the column, or empty the cell")
                    self.ledger.problem(self.frame.place(at, column), say("this number stands under no heading"), hint)

    def _note(self, at: int, column: int, cell: Content) -> None:
        """A note says something of its row where it is one word, and of the table where it is a sentence."""
        if self._says_other(cell):
            message = say("{text} says that the row is no actual", text=shown(cell))
            self.ledger.problem(self.frame.place(at, column), message, say("delete the row, or the note"))
            return
        self._noted.add(cell)
        row = self._notes.setdefault(at, [])
        row += [""] * (column - len(row))
        row.append(cell)

    def _says_other(self, cell: Content) -> bool:
        """Whether a note is no more than the word of another figure; a sentence may tell of goals."""
        mark = self.ledger.lexicon.mark(cell)
        return mark.facets.is_bare and mark.kind in (*OTHERS, "total", "to_date") and not mark.facets.times.until

    def _unknown_column(self, at: int, column: int, cell: Content) -> None:
        name, error = self.columns.why_unknown(column, self.ledger.lexicon)
        mark = self.columns.heading(column)
        if mark.ignored:
            out = of_ignored(name)
        elif self.ledger.options.ignore_rest:
            out = of_rest(name)
        else:
            self.ledger.unknown(name, self.frame.place(self.columns.head_row(column), column), error)
            return
        if is_figure(cell):
            self.ledger.leave(out, self.frame.place(at, column))

    def _is_sound(self, at: int, row: Row, keys: RowKeys) -> bool:
        """Whether all keys are known, and nothing above speaks against them; says what does."""
        for columns, key in zip((self.keys.measures, self.keys.stores, self.keys.months), keys, strict=False):
            if isinstance(key, Invalid):
                self._unsound(at, row, columns[0], key, is_measure=columns is self.keys.measures)
                return False
        if (kind := self.keys.unknown_kind(row)) is not None:
            message = say("{text} says neither goal nor actual", text=kind[1])
            hint = say("head the column for what it holds: team, kind of work, notes")
            self.ledger.problem(self.frame.place(at, kind[0]), message, hint)
            return False
        return not self.frame.refuse(self.sections.taken()) and self._has_year(at)

    def _unsound(self, at: int, row: Row, column: int, error: Invalid, is_measure: bool) -> None:
        """A row whose key nobody knows: left out where that was asked for, else refused."""
        cell = cell_at(row, column)
        if self.ledger.options.ignore_rest and not (is_measure is False and column in self.keys.months):
            self._leave(at, row, of_rest(shown(cell)) if not is_empty(cell) else UNNAMED)
            return
        place = self.frame.place(at, column)
        if is_measure and not is_empty(cell):
            self.ledger.unknown(shown(cell), place, Invalid(error.message, self._hint(row, error)))
        else:
            self.ledger.refuse(place, error)

    def _hint(self, row: Row, unknown: Invalid) -> Message | None:
        """What to do about a row whose measure is unknown."""
        hint, cells = unknown.hint, self._filled(row)
        if self.keys.unit(row) in SHARES or (cells and all(map(is_percent, cells))):
            hint = say("rates are not recorded, but the two counts that they come from")
        return hint

    def _filled(self, row: Row) -> list[Content]:
        cells = (cell_at(row, one.at) for one in self.columns.all)
        return [cell for cell in cells if not is_empty(cell)]

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
        self.ledger.problem(self.frame.place(at, self.keys.years[0]), message, WRITE_MONTH)
        return False

    # numbers

    def _number(self, at: int, row: Row, column: Column, keys: RowKeys) -> None:
        """Take a number, leave it out, or refuse it."""
        named = column.said.named or column.said.total or keys.measure
        if column.out is not None and not column.is_total_of_days and not self._is_sum_of_parts(column, named):
            if is_figure(row[column.at]):
                self.ledger.leave(column.out, self.frame.place(at, column.at))
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
                self.ledger.leave(of_month(month), self.frame.place(at, column.at))
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
        return column.month or (keys.month if isinstance(keys.month, Month) else self.frame.month)

    def _month_beside(self, at: int, month: Month | None, when: When) -> Month | None:
        """The month that stands beside a measure's name, which has to be that of its column and titles."""
        year, number = (
            when.year or (month.year if month else self.frame.year),
            when.number or (month.number if month else None),
        )
        own = Month(year, number) if year and number else None
        if own is not None and month in (None, own):
            return own
        message = say("the row says {own}, and what stands above says {month}", own=own or "?", month=month or "?")
        self.ledger.complain(self.frame.place(at, self.keys.measures[0]), message, MEND_ONE)
        return None

    def _is_whole(self, month: Month) -> bool:
        """Whether no title says that days of the month are left out; said once."""
        title = self._cut.get(month)
        if title is None:
            return True
        self.ledger.complain(self.frame.place_of(title), days_left_out(title.text, month), WHOLE_MONTH)
        return False

    # lines and footers

    def _is_footer(self, row: Row, keys: RowKeys) -> bool:
        """Whether a row with an unknown key holds no number, so that nothing is lost with it: `审核：,,制表：`."""
        if not any(isinstance(key, Invalid) for key in keys) or any(map(may_be_number, self._filled(row))):
            return False
        return not self._has_figure(row)

    def _beside(self, at: int, row: Row) -> None:
        self._tail.append((at, row))
        own = self.frame.month or self.ledger.month
        store = self.sections.beside(at, row, When(own.year, own.number) if own else None)
        if store is not None:
            self.ledger.store = store

    def _footers(self) -> None:
        """Footers and notes are titles that stand below and beside: what they say against the figures is said."""
        told = footers([*self._tail, *self._notes.items()], self.ledger.lexicon)
        told += [title for title in self.around.titles if title.facets.times.made or day_of_report(title)]
        for title, message, hint in spoken_obstacles(told, self._given, self.frame.month, self.frame.month_named):
            self.ledger.problem(self.frame.place_of(title), message, hint)
        for title in (*self.around.all, *told):
            if title.facets.has("early"):
                self.ledger.warn(say("{text} says that the figures may still change", text=title.text))
            if title.shop is not None and not self.keys.stores:
                message = say("{text} names {shop}, and the figures are recorded for {store}: is it the right file?",
                              text=title.text, shop=title.shop, store=self.ledger.lexicon.shop)  # fmt: skip
                self.ledger.warn(message)
        self.frame.refuse(self.sections.of_notes(self._notes))
        self.values.taxes.read_footers(self._tail)


def _is_scale(cell: Content) -> bool:
    """Whether a cell is no more than a unit of a scale, such as 万元."""
    unit = unit_of(cell) if isinstance(cell, str) and cell else None
    return unit is not None and is_scaled(unit)


def _is_nothing(cell: Content) -> bool:
    """Whether a cell is 0, as a sum of what is to come is."""
    return (isinstance(cell, Number) and cell.value == 0) or (isinstance(cell, str) and not cell.strip("0.- "))
