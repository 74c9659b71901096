"""The goals of a row of a group's table: the year or the months, the start, and what a later row makes new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.goal import Goal
from dealerplan.domain.group import Store, StoreGoal
from dealerplan.domain.month import Month
from dealerplan.domain.month_end import MonthEnd
from dealerplan.domain.number import canonical
from dealerplan.errors import Invalid
from dealerplan.intake.given import Problem
from dealerplan.intake.sentences import MEND_ONE
from dealerplan.intake.store_columns import Column, GoalColumns, measure_of
from dealerplan.intake.store_goals import Row, reader_of
from dealerplan.intake.value import read_value
from dealerplan.sheets.cell import is_empty
from dealerplan.words import Message, say


class Line(NamedTuple):
    """A row of a store by index from 0, and the month that it begins with; None for the first."""

    at: int
    start: Month | None
    cells: Row


class Goals:
    """Reads the goals of one target, row by row."""

    def __init__(
        self, problems: list[Problem], columns: GoalColumns, cells: Sequence[Row], month_end: MonthEnd
    ) -> None:
        self.target, self._columns, self._problems = columns.target, columns, problems
        self._reader = reader_of(columns, cells)
        self._measure = measure_of(self.target)
        self._month_end = month_end

    def first(self, line: Line, store: Store) -> StoreGoal | None:
        """A store's goal in its first row; None where it has none, or it is wrong."""
        goal, is_sound = self._whole(line)
        months = self._by_month(line, store)
        start = self._amount(line, self._columns.start) if self._columns.start else None
        if months is None or not is_sound:
            return None
        if months:
            goal = self._of_months(line, goal, months)
        if self._columns.start is not None and is_sound:
            self._check_start(line, store, goal, start)
        return None if goal is None else StoreGoal(goal, months or None, start)

    def later(self, line: Line, before: StoreGoal | None) -> Goal | None:
        """The new goal of a later row; None where it has none, or it is wrong."""
        amounts = [*self._columns.months.values(), *([self._columns.start] if self._columns.start else [])]
        for column in amounts:
            if not is_empty(line.cells[column.at]):
                message = say("a row with a month in the column from can't change this")
                hint = say("write the new goal of the whole period in the column {name}", name=self.target.label)
                self._wrong(line.at, column.at, message, hint)
                return None
        goal, _ = self._whole(line)
        if goal is None or self._columns.whole is None:
            return None
        if before is None:
            message = say("the store has no goal of {name} to be changed", name=self.target.label)
            hint = say("write one in its first row; tbd while it is open")
            self._wrong(line.at, self._columns.whole.at, message, hint)
            return None
        held = before.later[-1].goal if before.later else before.goal
        return None if _meaning(held) == _meaning(goal) else goal

    def _wrong(self, at: int, column: int, message: Message, hint: Message) -> None:
        self._problems.append((at, column, Invalid(message, hint)))

    def _whole(self, line: Line) -> tuple[Goal | None, bool]:
        """The goal for the whole period, and whether nothing is wrong with it."""
        if self._columns.whole is None:
            return None, True
        try:
            return self._reader.read(line.cells[self._columns.whole.at]), True
        except Invalid as error:
            self._problems.append((line.at, self._columns.whole.at, error))
            return None, False

    def _by_month(self, line: Line, store: Store) -> Mapping[Month, Fraction] | None:
        """What the months of a row have, empty for a row without; None where something is wrong with them."""
        cells = [(month, column) for month, column in self._columns.months.items()]
        if all(is_empty(line.cells[column.at]) for _, column in cells):
            return {}
        known, found, empty = len(self._problems), dict[Month, Fraction](), dict[Month, Column]()
        for month, column in cells:
            if not is_empty(line.cells[column.at]):
                value = self._amount(line, column)
                found |= {month: value} if value is not None else {}
            elif store.is_due(month, self._month_end):
                empty[month] = column
        if empty:
            message = say("{name} is empty for {months}, beside other months", name=self.target.label, months=[*empty])
            self._wrong(line.at, empty[min(empty)].at, message, say("write 0 for nothing"))
        return found if len(self._problems) == known else None

    def _amount(self, line: Line, column: Column) -> Fraction | None:
        """The number of a cell; None where it is empty or wrong."""
        try:
            return read_value(line.cells[column.at], self._measure, column.scale)
        except Invalid as error:
            self._problems.append((line.at, column.at, error))
            return None

    def _of_months(self, line: Line, goal: Goal | None, months: Mapping[Month, Fraction]) -> Goal:
        """The goal that months come to, which the one for the whole period has to be."""
        total = sum(months.values(), Fraction(0))
        if goal is None or self._columns.whole is None:
            return self._reader.of_months(months.values())
        if goal.value is None or goal.is_range:
            message = say("{goal} can't be the sum of months", goal=goal.text)
            self._wrong(line.at, self._columns.whole.at, message, say("write their sum, or leave it empty"))
        elif goal.value != total:
            message = say("the months of {name} make {sum}, not {goal}",
                          name=self.target.label, sum=canonical(total), goal=goal.text)  # fmt: skip
            self._wrong(line.at, self._columns.whole.at, message, MEND_ONE)
        return goal

    def _check_start(self, line: Line, store: Store, goal: Goal | None, start: Fraction | None) -> None:
        """A decided goal has its start, and no start stands without a goal."""
        column = self._columns.start
        assert column is not None
        if goal is None and start is not None:
            message = say("{store} has a start of {name} and no goal", store=store.id, name=self.target.label)
            hint = say("write the goal too; tbd while it is open")
            self._wrong(line.at, column.at, message, hint)
        elif goal is not None and not goal.undecided and is_empty(line.cells[column.at]):
            message = say("{store} has a goal of {name} and no start", store=store.id, name=self.target.label)
            self._wrong(line.at, column.at, message, say("write what there was before the period; 0 for nothing"))


def _meaning(goal: Goal) -> tuple[object, ...]:
    return goal.op, goal.value, goal.high
