"""Rows of sums among a group's stores, compared with what the stores' goals come to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from dealerplan.domain.group import Store
from dealerplan.domain.month import Month
from dealerplan.domain.number import canonical
from dealerplan.errors import Invalid
from dealerplan.intake.given import Problem
from dealerplan.intake.lexicon import shown
from dealerplan.intake.sentences import MEND_ONE
from dealerplan.intake.store_columns import Column, GoalColumns, measure_of
from dealerplan.intake.store_goals import Row
from dealerplan.intake.value import read_value
from dealerplan.sheets.cell import Content, Number, plain
from dealerplan.words import say

_WORDS = "合计|总计|小计|共计|汇总"
_SUM = re.compile(rf".*(?:{_WORDS})|(?:合计|总计).*|(?:grand ?)?totals?|sub ?totals?", re.IGNORECASE)
_WORD = re.compile(rf"{_WORDS}|(?:grand ?)?totals?", re.IGNORECASE)


def is_sum(text: str) -> bool:
    """Whether a label is that of a sum: 合计, 华东小计, Total."""
    return _SUM.fullmatch(text) is not None


def wrong_sums(
    rows: Sequence[tuple[int, Row]], goals: Sequence[GoalColumns], stores: Sequence[Store]
) -> Iterator[Problem]:
    """The cells of rows of sums that differ from the goals of all stores, or of those of the region that they name."""
    for at, cells in rows:
        some = _summed(cells, stores)
        for of in goals if some else ():
            if of.target.kind == "rate":
                continue
            columns = [(of.whole, None), *((column, month) for month, column in of.months.items())]
            for column, month in columns:
                if column is not None and (error := _wrong(cells[column.at], column, of, some, month)) is not None:
                    yield at, column.at, error


def _summed(cells: Row, stores: Sequence[Store]) -> Sequence[Store]:
    """The stores that a row sums: all, or those of a region or brand; none where that is not told."""
    label = next(text for cell in cells if is_sum(text := shown(cell)))
    name = _WORD.sub("", plain(label)).strip(" :()")
    if not name:
        return () if "小计" in label else stores
    return [store for store in stores if name in store.facts.values()]


def _wrong(
    cell: Content, column: Column, of: GoalColumns, stores: Sequence[Store], month: Month | None
) -> Invalid | None:
    """What is wrong with a sum, by more than its last digit can tell; nothing where it is none that is understood."""
    try:
        total = read_value(cell, measure_of(of.target), column.scale)
    except Invalid:
        return None
    sums = {sum(values, Fraction(0)) for values in _values(of, stores, month)}
    if total is None or any(abs(one - total) * 2 <= _last_place(cell, total) for one in sums):
        return None
    nearest = min(sums, key=lambda one: abs(one - total))
    message = say("{name}: the stores make {sum}, not this total", name=of.target.label, sum=canonical(nearest))
    return Invalid(message, MEND_ONE)


def _values(of: GoalColumns, stores: Sequence[Store], month: Month | None) -> Iterator[list[Fraction]]:
    """The stores' goals as they were first, without those by month, and as they are in the end; of a month its own."""
    own = [goal for store in stores if (goal := store.goals.get(of.target.id)) is not None]
    if month is not None:
        yield [goal.months[month] for goal in own if goal.months]
        return
    yield [one.goal.value for one in own if one.goal.value is not None]
    yield [one.goal.value for one in own if one.goal.value is not None and not one.months]
    last = [one.later[-1].goal if one.later else one.goal for one in own]
    yield [goal.value for goal in last if goal.value is not None]


def _last_place(cell: Content, total: Fraction) -> Fraction:
    """What one of the last digit of a number is: 10,000 in 1,900万."""
    text = canonical(cell.value) if isinstance(cell, Number) else shown(cell)
    digits = int("".join(filter(str.isdecimal, text)) or 0)
    return abs(total) / digits if digits else Fraction(0)
