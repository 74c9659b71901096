"""The rows of a group's table to stores: the first of each, and later ones with what is new from a month on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from dealerplan.domain.group import FACTS, Fact, Move, NewGoal, Store
from dealerplan.domain.month import Month
from dealerplan.domain.pattern import ID
from dealerplan.domain.plan import Plan
from dealerplan.errors import Invalid
from dealerplan.intake.given import Problem
from dealerplan.intake.lexicon import shown
from dealerplan.intake.sentences import MEND_ONE, WRITE_ABOVE, unsure_october
from dealerplan.intake.store_columns import StoreTable, measure_of
from dealerplan.intake.store_goals import Row
from dealerplan.intake.store_lines import Goals, Line
from dealerplan.intake.store_sums import is_sum, wrong_sums
from dealerplan.intake.store_words import Key, key_of, month_in
from dealerplan.intake.titles import texts_of, units_among_cells
from dealerplan.intake.units import base_of, fits, is_scaled
from dealerplan.intake.value import fault_of
from dealerplan.sheets.cell import Content, Fault, Number, Sheet, fold, is_empty, unguarded, word
from dealerplan.sheets.facets import read_facets, unit_of
from dealerplan.sheets.when import read_times
from dealerplan.words import Message, say

_NOTE = re.compile(r"[:：。，,;；]")
_OCTOBER = re.compile(r"\d{4}\.1")
_FIRST_ROW = say("write it in the store's first row")


class StoreRows:
    """Reads the rows of a table; what is wrong with them is in `problems`."""

    def __init__(self, sheet: Sheet, table: StoreTable, plan: Plan) -> None:
        self._sheet, self._table, self._plan = sheet, table, plan
        self.problems: list[Problem] = []
        self._width = 1 + max(
            [*table.keys.values(), *table.left_out, *table.unknown, *(len(row) - 1 for row in sheet.rows)]
        )
        self._lines: dict[str, list[Line]] = {}
        self._spelled: dict[str, tuple[str, int]] = {}
        self._sums: list[tuple[int, Row]] = []

    def stores(self) -> list[Store]:
        """The stores, in the order of their first rows."""
        self._sort_rows()
        lines = [line for some in self._lines.values() for line in some]
        self._check_unknown(lines)
        cells = [line.cells for line in lines]
        goals = [Goals(self.problems, columns, cells, self._plan.month_end) for columns in self._table.goals]
        found = [self._store(id, some, goals) for id, some in self._lines.items()]
        stores = sorted((one for one in found if one is not None), key=lambda one: one.row)
        if not self.problems:
            self.problems += wrong_sums(self._sums, self._table.goals, stores)
        return stores

    def wrong(self, at: int, column: int, message: Message, hint: Message | None = None) -> None:
        """Note what is wrong with a cell."""
        self.problems.append((at, column, Invalid(message, hint)))

    # rows

    def _sort_rows(self) -> None:
        """Give every row to its store."""
        store = self._table.keys["store"]
        for at in range(self._table.first, len(self._sheet.rows)):
            cells = [unguarded(cell) for cell in self._sheet.rows[at]]
            cells += [""] * (self._width - len(cells))
            if self._is_note(cells):
                self._check_note(at, cells)
            elif is_empty(cells[store]):
                self._check_unnamed(at, cells)
            elif is_sum(shown(cells[store])):
                self._sums.append((at, cells))
            else:
                self._take(at, cells)

    def _check_unnamed(self, at: int, cells: Row) -> None:
        """Refuse a row without a store, unless it is empty, or a sum."""
        filled = [column for column, cell in enumerate(cells) if not is_empty(cell)]
        values = [column for column in filled if column not in self._table.left_out]
        labels = [shown(cells[column]) for column in filled]
        if any(map(is_sum, labels)):
            self._sums.append((at, cells))
        if not values or any(map(is_sum, labels)):
            return
        message = say("this row has values and names no store")
        self.wrong(at, self._table.keys["store"], message, say("name the store, or delete the row"))

    @staticmethod
    def _is_note(cells: Row) -> bool:
        """Whether a row holds no more than a note below the table."""
        texts = [text for _, text in texts_of(cells)]
        return len(texts) == 1 and (_NOTE.search(texts[0]) is not None or unit_of(texts[0]) is not None)

    def _check_note(self, at: int, cells: Row) -> None:
        """Refuse a unit that is named below the table alone."""
        units = units_among_cells([(at, texts_of(cells))])
        self.problems += units.wrong
        for row, column, unit in units.found:
            if base_of(unit) not in self._table.units and (is_scaled(unit) or not self._is_own(unit)):
                self.wrong(row, column, say("the unit {unit} stands below its table", unit=unit), WRITE_ABOVE)

    def _is_own(self, unit: str) -> bool:
        return fits(unit, [measure_of(one.target) for one in self._table.goals])

    def _take(self, at: int, cells: Row) -> None:
        id = self._id(at, cells[self._table.keys["store"]])
        if id is None:
            return
        start = None
        if not is_empty(begins := self._cell(cells, "from")):
            try:
                start = self._month(begins)
            except Invalid as error:
                self.problems.append((at, self._table.keys["from"], error))
                return
        lines = self._lines.setdefault(id, [])
        before = next((line for line in lines if line.start == start), None)
        if before is None:
            lines.append(Line(at, start, cells))
            return
        number, column = self._sheet.number(before.at), self._table.keys["store"]
        if start is None:
            message = say("{store} stands in row {row} too", store=id, row=number)
            hint = say("keep one of them, or write in the column from since when the second one holds")
            self.wrong(at, column, message, hint)
        else:
            message = say("{store} from {month} stands in row {row} too", store=id, month=start, row=number)
            self.wrong(at, column, message, say("write it in one row"))

    def _id(self, at: int, content: Content) -> str | None:
        """The store's id; None where it is wrong."""
        column, text = self._table.keys["store"], word(content)
        if key_of(text) == "store":
            self.wrong(at, column, say("headings stand within the table"), say("delete the row, and keep one table"))
            return None
        if not ID.fullmatch(text):
            message = say("{text} can't be a store's id", text=text or shown(content) or "?")
            self.wrong(at, column, message, say("use letters of any script, digits, - and _"))
            return None
        spelled, row = self._spelled.setdefault(fold(text), (text, self._sheet.number(at)))
        if spelled != text:
            message = say("{store} is written {other} in row {row}", store=text, other=spelled, row=row)
            self.wrong(at, column, message, say("write it alike"))
            return None
        return text

    def _month(self, content: Content) -> Month:
        """The month of a cell; raises Invalid."""
        if isinstance(content, Fault):
            raise fault_of(content)
        text = shown(content)
        if isinstance(content, Number) and _OCTOBER.fullmatch(text):
            raise unsure_october(text)
        facets = read_facets(text, self._plan.month_end)
        if facets.month is None or not facets.is_bare:
            raise Invalid(say("{text} is not a month", text=text), say("write year and month: 2026-03"))
        return month_in(self._plan, facets.month)

    def _check_unknown(self, lines: Sequence[Line]) -> None:
        """Refuse columns that hold anything under a heading that is not understood."""
        used = {*self._table.keys.values(), *self._table.left_out}
        for goal in self._table.goals:
            used |= {one.at for one in (goal.whole, goal.start, *goal.months.values()) if one}
        for column in range(self._width):
            if column in used:
                continue
            line = next((line for line in lines if not is_empty(line.cells[column])), None)
            if line is not None:
                row, error = self._table.unknown.get(column, (line.at, _NO_HEADING))
                self.problems.append((row, column, error))

    # stores

    def _store(self, id: str, lines: Sequence[Line], goals: Sequence[Goals]) -> Store | None:
        first = next((line for line in lines if line.start is None), None)
        later = sorted((line for line in lines if line.start is not None), key=lambda line: line.start or _NEVER)
        if first is None:
            for line in later:
                message = say("{store} has no row without a month in the column from", store=id)
                hint = say("write a first row with what holds from the beginning")
                self.wrong(line.at, self._table.keys["store"], message, hint)
            return None
        opened, closed = self._day(first, "opened"), self._day(first, "closed")
        if opened and closed and closed < opened:
            message = say(
                "{store} closes on {closed}, before it opens on {opened}", store=id, closed=closed, opened=opened
            )
            self.wrong(first.at, self._table.keys["closed"], message, MEND_ONE)
        facts = {fact: text for fact in FACTS if (text := self._text(first, fact))}
        store = Store(id, self._text(first, "name") or None, facts, opened, closed, row=self._sheet.number(first.at))
        own = {one.target.id: found for one in goals if (found := one.first(first, store)) is not None}
        return self._with_later(store._replace(goals=own), first, later, goals)

    def _with_later(self, store: Store, first: Line, later: Sequence[Line], goals: Sequence[Goals]) -> Store:
        """A store with what its later rows change."""
        held, moves, own = dict(store.facts), list[Move](), dict(store.goals)
        for line in later:
            assert line.start is not None
            is_wrong = self._check_later(line, first)
            new = {fact: text for fact in FACTS if (text := self._text(line, fact)) and held.get(fact) != text}
            why = self._text(line, "why") or None
            if new:
                held |= new
                moves.append(Move(line.start, new, why))
            problems, revised = len(self.problems), False
            for one in goals:
                goal = one.later(line, own.get(one.target.id))
                if goal is not None:
                    before = own[one.target.id]
                    own[one.target.id] = before._replace(later=(*before.later, NewGoal(line.start, goal, why)))
                    revised = True
            if not (new or revised or is_wrong or len(self.problems) > problems):
                message = say("this row of {store} from {month} changes nothing", store=store.id, month=line.start)
                hint = say("fill in what is new from that month on, or delete the row")
                self.wrong(line.at, self._table.keys["from"], message, hint)
        return store._replace(goals=own, moves=tuple(moves))

    def _check_later(self, line: Line, first: Line) -> bool:
        """Refuse in a later row what a store has once; gives whether anything is wrong."""
        is_wrong = False
        for key in _ONCE:
            cell = self._cell(line.cells, key)
            if not is_empty(cell) and shown(cell) != shown(self._cell(first.cells, key)):
                message = say("a row with a month in the column from can't change this")
                self.wrong(line.at, self._table.keys[key], message, _FIRST_ROW)
                is_wrong = True
        return is_wrong

    def _cell(self, cells: Row, key: Key) -> Content:
        column = self._table.keys.get(key)
        return "" if column is None else cells[column]

    def _text(self, line: Line, key: Key | Fact) -> str:
        """The words of a cell; those of a formula gone wrong are refused."""
        cell = self._cell(line.cells, key)
        if isinstance(cell, Fault):
            self.problems.append((line.at, self._table.keys[key], fault_of(cell)))
        return shown(cell)

    def _day(self, line: Line, key: Key) -> date | None:
        cell = self._cell(line.cells, key)
        if is_empty(cell):
            return None
        try:
            return read_day_of(cell)
        except Invalid as error:
            self.problems.append((line.at, self._table.keys[key], error))
            return None


_NEVER = Month(9999, 12)
_ONCE: tuple[Key, ...] = ("name", "opened", "closed")
_NO_HEADING = Invalid(say("no heading stands over this column"), say("head it, or delete it"))


def read_day_of(content: Content) -> date:
    """The day of a cell; raises Invalid."""
    if isinstance(content, date):
        return content
    if isinstance(content, Fault):
        raise fault_of(content)
    text = shown(content)
    times = read_times(text)
    hint = say("write year, month and day: 2026-03-31")
    if len(times.days) == 1 and not (times.rest or times.months or times.spans):
        year, number = times.days[0].calendar
        if year is not None and number is not None:
            try:
                return date(year, number, times.days[0].number)
            except ValueError:
                raise Invalid(say("there is no day {text}", text=text), say("look at the calendar")) from None
    raise Invalid(say("{text} is not a day", text=text), hint)
