"""Lines between a table's rows that say what the rows below them are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from dealerplan.domain.plan import Measure
from dealerplan.errors import Invalid
from dealerplan.intake.given import Problem
from dealerplan.intake.keys import Keys
from dealerplan.intake.lexicon import NUMBERING, Lexicon, shown
from dealerplan.intake.sentences import WRITE_ABOVE
from dealerplan.intake.table import Table
from dealerplan.intake.titles import Surroundings, told_by
from dealerplan.intake.units import NO_BRACKETS, Unknown, base_of, fits, is_new, is_of_money, listed, units_in
from dealerplan.sheets.cell import Row, cell_at, fold, is_empty
from dealerplan.sheets.facets import OTHERS
from dealerplan.sheets.when import When
from dealerplan.words import Message, say

_WEEKDAYS = frozenset(
    """一 二 三 四 五 六 日 天 周一 周二 周三 周四 周五 周六 周日 m t w f s th su
    星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天 mon tue wed thu fri sat sun
    monday tuesday wednesday thursday friday saturday sunday""".split()
)
_NUMBERING = re.compile(f"^{NUMBERING}")
_BELOW = say("the unit {unit} stands below its table")
_IN_NOTE = say("the unit {unit} stands in a note")


class Sections:
    """Looks over a table's lines, from the first to the last."""

    def __init__(
        self, table: Table, keys: Keys, lexicon: Lexicon, around: Surroundings, measures: Collection[Measure]
    ) -> None:
        self._keys, self._lexicon, self._measures = keys, lexicon, measures
        self._values = {one.column for one in table.values}
        self._titled = {base_of(unit) for _, _, unit in around.units.found}
        self._line: Problem | None = None
        self._units: list[Problem] = []

    @property
    def is_pending(self) -> bool:
        """Whether a line speaks of the rows below it."""
        return self._line is not None

    def with_subtotal(self, at: int, row: Row, columns: Sequence[int]) -> None:
        """Remember a row of a subtotal that says what those below it are: `二、上年,5`, `目标合计,5`."""
        for column in columns:
            text = shown(cell_at(row, column))
            facets = self._lexicon.facets(_NUMBERING.sub("", text))
            heads = _NUMBERING.match(text) is not None or facets.has("total")
            if (heads or column in self._keys.months) and facets.is_bare and facets.has(*OTHERS, "to_date"):
                self._rules(at, column, text)

    def taken(self) -> Iterator[Problem]:
        """What a line above a row with values says against it, told once."""
        if self._line is not None:
            yield self._line
            self._line = None

    def beside(self, at: int, row: Row, own: When | None) -> str | None:
        """Remember a row without values that may say what those below it are; `own` is the table's month.

        Gives the store, where the line is no more than one's name.
        """
        cells = [(column, cell) for column, cell in enumerate(row) if not is_empty(cell)]
        for column, cell in cells:
            if not self._lexicon.mark(cell).named and (error := self._unit_below(shown(cell))) is not None:
                self._units.append((at, column, error))
        if all(fold(shown(cell)) in _WEEKDAYS for column, cell in cells if column in self._values):
            cells = [one for one in cells if one[0] not in self._values]  # below the days' numbers
        if any(column in self._values for column, _ in cells):  # as over the columns of another table
            column, cell = next(one for one in cells if one[0] in self._values)
            self._rules(at, column, shown(cell))
            return None
        if len(cells) != 1 or cells[0][0] in (*self._keys.stores, *self._keys.years):
            return None
        column, cell = cells[0]
        mark = self._lexicon.mark(cell)
        if column in self._keys.months:
            if mark.year is None and not mark.month:  # `<2026/1/1` above the months of a pivot
                self._rules(at, column, shown(cell))
            return None
        if mark.named is None and mark.store is not None:
            return mark.store
        text = shown(cell)
        if mark.named is None and (self._is_other(text) or self._dated_otherwise(text, own)):
            self._rules(at, column, text)
        return None

    def _is_other(self, text: str) -> bool:
        """Whether a line says that what follows is no actual of a month: goals, last year's, a total."""
        facets = self._lexicon.facets(_NUMBERING.sub("", text))
        kind = None if facets.compares else facets.kind
        return kind in (*OTHERS, "mean", "to_date") or facets.times.spans or facets.times.parts

    def _unit_below(self, text: str, message: Message = _BELOW, hint: Message = WRITE_ABOVE) -> Invalid | None:
        """What is wrong with a text below the headings that names a unit, unless it is that of the titles."""
        try:
            named = units_in(self._lexicon.without_lone_store(text))
        except Invalid as error:
            return None if self._titled and isinstance(error, Unknown) else error
        units = [part for unit in named for part in listed(unit, self._measures)]
        new = [unit for unit in units if is_new(unit, self._titled, self._lexicon.money)]
        if not new and units and not any(self._is_read(unit) for unit in units):
            new = units
        return Invalid(message.filled({"unit": new[0]}), hint) if new else None

    def _is_read(self, unit: str) -> bool:
        return is_of_money(unit) or base_of(unit) in self._titled or fits(unit, self._measures)

    def _rules(self, row: int, column: int, text: str) -> None:
        message = say("{text} says of what the rows below it are", text=text or "?")
        self._line = (row, column, Invalid(message, say("give them headings of their own, or delete the line")))

    def _dated_otherwise(self, text: str, own: When | None) -> bool:
        said = told_by(self._lexicon.facets(text).times)
        if own is None or own.year is None:
            return bool(said.months or said.years)
        months = {When(when.year or own.year, when.number) for when in said.months}
        return bool(months - {own}) or (not months and bool(said.years))

    def of_notes(self, notes: Mapping[int, Row]) -> Iterator[Problem]:
        """What is wrong with notes that name a unit of the figures beside them."""
        for at, row in notes.items():
            for column, cell in enumerate(row):
                if not is_empty(cell) and (error := self._unit_below(shown(cell), _IN_NOTE, NO_BRACKETS)) is not None:
                    yield at, column, error

    def units_above(self, end: int) -> list[Problem]:
        """The units below a table, of those that stand above a row."""
        return [one for one in self._units if one[0] < end]
