"""What holds for a whole table: its store, its month, and whether its figures are a month's actuals at all."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from dealerplan.domain.month import Month
from dealerplan.errors import Invalid
from dealerplan.intake.columns import Columns
from dealerplan.intake.given import Problem
from dealerplan.intake.keys import Keys
from dealerplan.intake.ledger import Ledger
from dealerplan.intake.obstacles import obstacles
from dealerplan.intake.reasons import Out, of_kind
from dealerplan.intake.sentences import MEND_ONE, OWN_FIGURES, WRITE_YEAR, no_actuals
from dealerplan.intake.table import Table
from dealerplan.intake.titles import Surroundings, Title, told_by, with_years
from dealerplan.intake.values import Values
from dealerplan.sheets.cell import Sheet, fold
from dealerplan.sheets.facets import OTHERS, Kind
from dealerplan.sheets.place import Place, letters, place_in
from dealerplan.sheets.when import When
from dealerplan.words import Message, say

_GROUP = ("group", "集团", "thegroup")
_BY_WORD: tuple[Kind, ...] = (*OTHERS, "mean", "total")


class Frame:
    """A table in its surroundings. `month` is of what names none itself, `out` why nothing in the table is taken."""

    def __init__(self, ledger: Ledger, sheet: Sheet, table: Table, around: Surroundings) -> None:
        self.ledger, self.sheet, self.table, self.around = ledger, sheet, table, around
        ledger.years |= around.told.years | around.of_tab.years
        asked = ledger.month.year if ledger.month and not around.mixes_years else None
        self.year = around.year or asked
        self.month: Month | None = None
        self.out: Out | None = None
        self.keys = Keys(sheet, table, ledger.lexicon, self.month_named)
        self.columns = Columns(table, around, self.keys, self.month_named)
        self.values = Values(ledger, sheet, table, around, self.keys, self.columns)

    def month_named(self, when: When) -> Month | None:
        """The month of a heading, key or title; where none names a year, the one of that name in the plans' periods."""
        found = when.month(self.year)
        if found is not None or when.number is None or self.keys.years:
            return found
        if self.around.is_of_a_year or self.around.mixes_years:
            return None
        return self.ledger.planned_month(when.number)

    def place(self, row: int, column: int) -> Place:
        """The place of a cell by index from 0."""
        return place_in(self.sheet, row, column)

    def place_of(self, title: Title | None) -> Place:
        """The place of a title; without one, where the table begins."""
        return self.place(title.row, title.column) if title else self.place(self.table.top, 0)

    def refuse(self, problems: Iterable[Problem]) -> bool:
        """Say what is wrong; gives whether anything is."""
        some = False
        for row, column, error in problems:
            self.ledger.refuse(self.place(row, column), error)
            some = True
        return some

    def settle(self) -> bool:
        """Settle store, units, scenario and months; False where something is wrong with them."""
        self.out = self._left_out()
        if self.out is not None or not self._settle_store() or not self.columns.taken:
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
            told = self.ledger.lexicon.facets(text) if strange else title.facets
            kind = told.kind if strange else title.kind
            if not self.around.is_first and told.month is None and (told.has("summary") or fold(text) in _GROUP):
                kind = "total"
            if kind is not None and kind in _BY_WORD and told.is_bare and not told.times.spans:
                self.ledger.defer(self.place_of(title), no_actuals(title.text), OWN_FIGURES)
                return of_kind(text, kind)
        return None

    def _settle_store(self) -> bool:
        """The store of what names none itself: that of the titles; False where nobody knows it."""
        title = self.around.store
        if title is None or title.store is None or (title.is_tab and self.ledger.store):
            return True
        self.ledger.store = self.ledger.lexicon.store(title.store)
        if self.ledger.store is None:
            self.ledger.refuse(self.place_of(title), self.ledger.lexicon.why_no_store(title.store))
            return False
        tab = self.around.tab.store if self.around.tab else None
        if tab is not None and self.ledger.lexicon.store(tab) != self.ledger.store:
            message = say("the titles say {one}, the sheet's name {other}", one=title.store, other=tab)
            self.ledger.problem(self.place_of(title), message, MEND_ONE)
            return False
        self.ledger.source(say("store: title {cell}", cell=self.place_of(title).cell))
        return True

    def _unit_is_one(self) -> bool:
        """Whether what titles say of units is understood, and not two things."""
        is_wrong = self.refuse(self.around.units.wrong)
        return not self.refuse(self.values.unit_problems()) and not is_wrong

    def _is_of_actuals(self) -> bool:
        """Whether no title says that other figures than a month's actuals stand below it."""
        for title, message, hint in obstacles(self.around, self.columns):
            self.ledger.problem(self.place_of(title), message, hint)
            return False
        return True

    def _settle_months(self) -> bool:
        """Give each column its month; False where something is wrong with them."""
        if self.refuse(self.columns.wrong_months()):
            return False
        if self.columns.names_months:
            if self.keys.months:
                self.ledger.source(say("months: column {column}", column=letters(self.keys.months[0] + 1)))
            else:
                row = self.sheet.number(self._row_of_months())
                self.ledger.source(say("months: the headings in row {row}", row=row))
            return True
        return self._settle_month()

    def _row_of_months(self) -> int:
        """The last row of headings that names months."""
        below = next(said.row for said in self.table.values if said.when.number)
        mark = self.ledger.lexicon.mark
        rows = (
            at for at in range(below, self.table.top - 1, -1) if any(mark(cell).month for cell in self.sheet.rows[at])
        )
        return next(rows, below)

    def _settle_month(self) -> bool:
        """The month of what names none itself: that of the titles, of its days, else the one asked for."""
        try:
            self.month = self.around.month(self.month_named) or self.columns.month_of_days(self.month_named)
        except Invalid as error:
            self.ledger.refuse(self.place_of(self.around.dated), error)
            return False
        if self.month is not None:
            if self._begins_another_year(self.month):
                message = say("the months run into another year")
                self.ledger.problem(self.place_of(self.around.dated), message, WRITE_YEAR)
                return False
            self.ledger.source(self._source(self.month))
            return True
        self.month = self.ledger.month
        wrong = self._against_asked()
        if wrong is not None:
            self.ledger.refuse(self.place_of(None), wrong)
            return False
        self.ledger.source(say("month: {month}, as asked for", month=self.month))
        return True

    def _begins_another_year(self, month: Month) -> bool:
        """Whether January follows a table of December, and none says its year: `12月`, `1月` as sheets' names."""
        named = self.around.told.months | self.around.of_tab.months
        if self.ledger.month is not None or not named or self.around.year or any(when.year for when in named):
            return False
        before, self.ledger.month_before = self.ledger.month_before, month
        return before is not None and (before.number, month.number) == (12, 1)

    def _source(self, month: Month) -> Message:
        """Where the month is said."""
        dated = self.around.dated
        if dated is None:
            return say("month: the days ({month})", month=month)
        if dated.is_tab:
            return say("month: the sheet's name ({month})", month=month)
        return say("month: title {cell} ({month})", cell=self.place_of(dated).cell, month=month)

    def _against_asked(self) -> Invalid | None:
        """What speaks against taking figures without a month for those of the one that was asked for."""
        if self.month is None:
            hint = say("name the month: dealerplan record 2026-03 --from …")
            return Invalid(say("no month is named here or above"), hint)
        name_it = say("name the month in its title")
        for title in self.around.all:
            if len(title.facets.times.days) == 1 and not title.told.months:
                day = title.facets.times.days[0]
                if not day.is_edge or self.month_named(day.when) != self.month:
                    message = say("{text} is one day, no month", text=title.text)
                    return Invalid(message, say("name the month above the table; a day of printing: 制表日期：…"))
        if self.ledger.is_summary:
            name = self.sheet.name or ""
            return Invalid(say("the sheet {name} names no month, and others do", name=name), name_it)
        named = self._by_file()
        if named is not None and named != self.month:
            month = self.month
            message = say("the file's name says {named}, and nothing in it names {month}", named=named, month=month)
            return Invalid(message, name_it)
        return None

    def _by_file(self) -> Month | None:
        """The month that the file's name says, if it says one."""
        told = with_years(told_by(self.ledger.lexicon.times(PurePath(self.ledger.name).stem)))
        return self.month_named(next(iter(told.months))) if len(told.months) == 1 else None
