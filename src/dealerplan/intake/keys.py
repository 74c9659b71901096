"""What a row's own cells say of its values: measure, store, month, unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto
from typing import Any, NamedTuple

from dealerplan.domain.month import Month
from dealerplan.errors import Invalid
from dealerplan.intake.lexicon import Lexicon, Named
from dealerplan.intake.table import Table
from dealerplan.intake.units import base_of
from dealerplan.intake.when import NO_YEAR, WRITE_YEAR, When, read_when
from dealerplan.sheets.cell import Content, Row, is_empty, word
from dealerplan.words import say

MonthOf = Callable[[When], Month | None]
"""The month that a heading, key or title names, by the year of its surroundings; None where that is not known."""


class Skip(Enum):
    """What a key says of a row that holds no actuals: a total, a goal, last year's."""

    ROW = auto()


SKIP = Skip.ROW


class RowKeys(NamedTuple):
    """What a row says; None where the table has no such column, Invalid where its cell says nothing known."""

    measure: Named | Skip | Invalid | None
    store: str | Skip | Invalid | None
    month: Month | Skip | Invalid | None


class _Seen(dict[Content, Any]):
    """Known keys by their cells; of a column that the table lacks, all are None."""

    def __init__(self, columns: Sequence[int]) -> None:
        self.columns = columns
        self.at = columns[0] if columns else 0

    def __missing__(self, cell: Content) -> None:
        if self.columns:
            raise KeyError(cell)

    def keep(self, row: Row, key: object) -> None:
        """Remember what a row's cell says, unless it is empty and said by the row above."""
        if self.columns and self.at < len(row) and row[self.at] != "":
            self[row[self.at]] = key


class Keys:
    """Reads the keys of a table's rows."""

    def __init__(self, table: Table, lexicon: Lexicon, month_of: MonthOf) -> None:
        keys = table.keys
        self.ids, self.names = keys.get("id", []), keys.get("measure", [])
        self.measures = [*self.names, *self.ids]
        self.stores, self.months = keys.get("store", []), keys.get("month", [])
        self.years, self._kinds, self.units = keys.get("year", []), keys.get("kind", []), keys.get("unit", [])
        self._lexicon, self._month_of = lexicon, month_of
        self._others = range(min((one.column for one in table.values), default=0))
        self._spread = sorted({*self.measures, *self.stores, *self.months, *self._kinds, *self.years})
        self._above: Row = ()
        self.year: int | None = None  # of the row read last
        self.unit_above = ""
        self._seen = tuple(_Seen(columns) for columns in (self.names, self.stores, self.months))
        self._simple = not (self.ids or self.years or self._kinds) and all(len(seen.columns) < 2 for seen in self._seen)

    def known(self, row: Row) -> RowKeys | None:
        """What a row says whose every key was seen before and known; None for any other row."""
        if not self._simple:
            return None
        measures, stores, months = self._seen
        try:
            keys = RowKeys(measures[row[measures.at]], stores[row[stores.at]], months[row[months.at]])
        except (KeyError, IndexError):
            return None
        self._above = row
        return keys

    def read(self, row: Row) -> RowKeys:
        """What a row's keys say."""
        keys = self._read(row)
        if self._simple and not any(isinstance(key, (Skip, Invalid)) for key in keys):
            for seen, key in zip(self._seen, keys, strict=True):
                seen.keep(row, key)
        return keys

    def _read(self, row: Row) -> RowKeys:
        if len(self._spread) > 1:
            row = self._filled(row)
        self.year = _year(_cell(row, self.years[0])) if self.years else None
        if self._kinds and self._says_skip(row, self._kinds):
            return RowKeys(SKIP, SKIP, SKIP)
        keys = RowKeys(self._measure(row), self._store(row), self._month(row))
        if any(isinstance(key, Invalid) for key in keys) and self._says_skip(row, self._others):
            return RowKeys(SKIP, SKIP, SKIP)  # a total, said in a column such as that of the numbers
        return keys

    def unit(self, row: Row) -> str:
        """The unit that a row names; empty for a dash."""
        unit = word(_cell(row, self.units[0])).removeprefix("'") if self.units else ""
        return unit if any(char.isalpha() or char in _UNIT_SIGNS for char in unit) else ""

    def _filled(self, row: Row) -> Row:
        """A row with the keys that it shares with those above: merged cells hold them in the first row alone."""
        above, filled, some = self._above, None, False
        for at in reversed(self._spread):
            if at < len(row) and row[at] != "":
                some = True
            elif some and at < len(above) and above[at] != "":
                filled = filled or [*row]
                filled[at] = above[at]
        if some:
            self._above = filled or row
        return filled or row

    def _says_skip(self, row: Row, columns: Sequence[int]) -> bool:
        headings = [self._lexicon.mark(_cell(row, at)).heading for at in columns]
        return any(heading is not None and heading.role in ("skip", "span") for heading in headings)

    def unknown_kind(self, row: Row) -> tuple[int, str] | None:
        """A column and its word that says neither goal nor actual."""
        for at in self._kinds:
            text = word(_cell(self._filled(row), at))
            heading = self._lexicon.mark(text).heading if text else None
            if text and (heading is None or heading.role != "value"):
                return at, text
        return None

    def lacks_unit(self, row: Row) -> bool:
        """Whether a row leaves its unit empty below one with a scale: merged cells hold it in the first row alone."""
        return bool(self.units) and is_empty(_cell(row, self.units[0])) and base_of(self.unit_above)[0] != 1

    def note_unit(self, row: Row) -> None:
        """Remember a row's unit for the rows below it."""
        if self.units and not is_empty(_cell(row, self.units[0])):
            self.unit_above = self.unit(row)

    def _measure(self, row: Row) -> Named | Skip | Invalid | None:
        found: Named | Skip | Invalid | None = None
        for at in self.ids:
            by_id = self._named(_cell(row, at))
            if isinstance(by_id, Named):
                found = by_id
        for at in self.names:
            by_name = self._named(_cell(row, at))
            if not isinstance(found, Named) or by_name is SKIP:
                found = by_name
            elif isinstance(by_name, Named) and by_name.measure.id != found.measure.id:
                ids = [found.measure.id, by_name.measure.id]
                return Invalid(say("the id and the name are of two measures: {ids}", ids=ids), say("mend one of them"))
        return Invalid(_NO_MEASURE) if found is None and self.ids else found

    def _named(self, cell: Content) -> Named | Skip | Invalid:
        if is_empty(cell):
            return Invalid(_NO_MEASURE, say("name it in this row"))
        mark = self._lexicon.mark(cell)
        if mark.named is None and mark.heading is not None and mark.heading.role in ("skip", "span"):
            return SKIP
        return mark.named or self._lexicon.why_unnamed(mark.text)

    def _store(self, row: Row) -> str | Skip | Invalid | None:
        if not self.stores:
            return None
        cell = _cell(row, self.stores[0])
        if is_empty(cell):
            return Invalid(say("no store is named"), say("name it in this row"))
        store = self._lexicon.store(word(cell))
        if store is not None:
            return store
        mark = self._lexicon.mark(cell)
        if mark.heading is not None and mark.heading.role in ("skip", "span"):
            return SKIP
        return Invalid(*self._lexicon.why_no_store(mark.text))

    def _month(self, row: Row) -> Month | Skip | Invalid | None:
        if not self.months:
            return None
        cell = _cell(row, self.months[0])
        when = read_when(cell, alone=True)
        if when is not None:
            month = when.month(_year(_cell(row, self.years[0]))) if self.years else self._month_of(when)
            return month or Invalid(NO_YEAR, WRITE_YEAR)
        heading = self._lexicon.mark(cell).heading
        if heading is not None and heading.role in ("skip", "span", "when"):
            return SKIP
        if is_empty(cell):
            return Invalid(say("no month is named"), say("name it in this row"))
        return Invalid(say("{text} is not a month", text=word(cell) or "?"), say("write year and month: 2026-03"))


_UNIT_SIGNS = "%‰¥$€£"
_NO_MEASURE = say("no measure is named")


def _cell(row: Row, at: int) -> Content:
    return row[at] if at < len(row) else ""


def _year(cell: Content) -> int | None:
    text = word(cell).removesuffix("度").removesuffix("年")
    return int(text) if len(text) == 4 and text.isascii() and text.isdecimal() else None
