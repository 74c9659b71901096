"""What the headings over columns say together: of a group and of what stands below it, the nearest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from dealerplan.domain.month_end import MonthEnd
from dealerplan.domain.plan import Target
from dealerplan.intake.lexicon import EMPTY, Lexicon, Mark, Named, is_number
from dealerplan.sheets.cell import Content, Number, Row, Sheet
from dealerplan.sheets.facets import Kind, read_facets
from dealerplan.sheets.when import Day, When

FEWEST_DAYS = 13  # numbers in a row, from 1, that are days and no months


class Said(NamedTuple):
    """What the headings over one column say together; `row` is the last one's."""

    column: int
    row: int
    marks: tuple[Mark, ...] = ()
    kind: Kind | None = None
    when: When = When()
    named: Named | None = None
    store: str | None = None
    unit: str | None = None
    total: Target | None = None
    day: Day | None = None
    part: str | None = None

    @property
    def text(self) -> str:
        """The last heading."""
        return self.marks[-1].text if self.marks else ""

    @property
    def is_of_values(self) -> bool:
        """Whether a heading says that figures stand below it."""
        if not self.marks:
            return False
        bottom = self.marks[-1]
        return bool(self.kind or self.when != When() or (bottom.facets.has("value") and bottom.facets.is_bare))

    def says(self, *parts: str) -> bool:
        """Whether any heading has any of some parts."""
        return any(part in mark.facets.parts for mark in self.marks for part in parts)


def marks_of(row: Row, lexicon: Lexicon) -> list[Mark]:
    """What each cell of a row says as a heading; 1, 2, 3 and on are a month's days, or a year's months.

    Of what they are, a heading 月份 tells, else how many they are: twelve are months under a title of a year.
    """
    marks = [lexicon.mark(cell) for cell in row]
    days = _days_of(row, lexicon.month_end)
    if days:
        beside = [mark for at, mark in enumerate(marks) if at not in days]
        by_heading = _are_months(beside, len(days))
        is_of_months = by_heading or (
            len(days) == 12 and any(mark.facets.is_bare and mark.facets.has("measure") for mark in beside)
        )
        if is_of_months or len(days) >= FEWEST_DAYS:
            for at, number in days.items():
                text = f"{number}月" if is_of_months else f"{number}日"
                marks[at] = Mark(text if by_heading else str(number), read_facets(text))
    return marks


def _are_months(beside: Iterable[Mark], count: int) -> bool:
    """Whether so many numbers from 1 are months by what stands beside them in their row of headings."""
    return 1 < count <= 12 and any(mark.facets.has("month") or mark.text == "月" for mark in beside)


def _days_of(row: Row, month_end: MonthEnd) -> Mapping[int, int]:
    """The whole numbers that count up from 1, or all of a month's days from its first on, by their columns."""
    counted = {at: count for at, cell in enumerate(row) if is_number(cell) and (count := count_in(cell))}
    if month_end.day is not None and len(counted) >= FEWEST_DAYS and month_end.counts([*counted.values()]):
        return counted
    found: dict[int, int] = {}
    for at, count in counted.items():
        if count == len(found) + 1:
            found[at] = count
    return found


def count_in(cell: Content) -> int | None:
    """The whole number of a cell that may count days or months; None for any other."""
    if isinstance(cell, str):
        return int(cell) if cell.strip().isdecimal() and len(cell) < 4 else None
    return int(cell.value) if isinstance(cell, Number) and cell.value.denominator == 1 else None


def columns_of(sheet: Sheet, layers: Sequence[Sequence[Mark]], top: int) -> list[Said]:
    """What the rows of headings say of each column, from the topmost row down."""
    width = max(len(layer) for layer in layers)
    own = [[layer[index] if index < len(layer) else EMPTY for index in range(width)] for layer in layers]
    filled = [[at for at, layer in enumerate(own) if layer[index] is not EMPTY] for index in range(width)]
    lowest = [max(rows, default=-1) for rows in filled]
    spread = [_spread(layer, at, lowest, _ends(sheet, top + at)) for at, layer in enumerate(own)]
    said = []
    for index, at in enumerate(lowest):
        if at < 0:
            said.append(Said(index, top))
        else:
            above = [mark for row in range(at) if (mark := spread[row][index]) is not EMPTY]
            said.append(_together((*above, own[at][index]), index, top + at))
    return said


def _ends(sheet: Sheet, row: int) -> Mapping[int, int]:
    """The last columns of a row's merged cells, by their first."""
    return {one.left: one.right for one in sheet.merges if one.top <= row <= one.bottom and one.right > one.left}


def _spread(layer: Sequence[Mark], at: int, lowest: Sequence[int], ends: Mapping[int, int]) -> list[Mark]:
    """A row's headings over the columns that they stand above: those of merged cells stand in the first alone."""
    spread, last, end = [], EMPTY, -1
    for index, (mark, bottom) in enumerate(zip(layer, lowest, strict=True)):
        if mark is not EMPTY:
            last = mark if bottom > at else EMPTY
            end = ends.get(index, len(layer)) if last is not EMPTY else -1
        spread.append(mark if mark is not EMPTY else last if index <= end else EMPTY)
    return spread


def _together(marks: tuple[Mark, ...], column: int, row: int) -> Said:
    """What a heading and those above it say, the nearest first."""
    near = marks[::-1]
    bottom = near[0]
    number = next((mark.month.number for mark in near if mark.month), None)
    year = next((one for mark in near if (one := mark.facets.year)), None)
    named = next((mark.named for mark in near if mark.named), None)
    is_key = bottom.facets.is_bare and bool(bottom.facets.roles) and not bottom.facets.has("value")
    return Said(
        column, row, marks, bottom.kind if is_key else _kind(near, number is not None), When(year, number), named,
        next((mark.store for mark in near if mark.store), None),
        next((unit for mark in near if not mark.named and (unit := mark.facets.unit)), None),
        bottom.total if not named else None,
        day_of(bottom),
        next((mark.part for mark in near if mark.part), None),
    )  # fmt: skip


def _kind(near: Sequence[Mark], has_month: bool) -> Kind | None:
    """The kind of figures under some headings: any that is no actual's counts for more than those that are."""
    kinds = []
    for at, mark in enumerate(near):
        groups_months = at > 0 and mark.kind == "total" and not mark.facets.has("total", "summary")
        if mark.kind and not (groups_months and has_month):
            kinds.append(mark.kind)
    return next((kind for kind in kinds if kind != "actual"), kinds[0] if kinds else None)


def day_of(mark: Mark) -> Day | None:
    """The day that a heading is: `2026-03-01`, `3月1日`, `1日`."""
    days = mark.facets.times.days
    if len(days) == 1 and mark.facets.is_bare:
        return days[0]
    number = mark.text.rstrip("日号 ")
    if mark.facets.times.parts and number.isdecimal() and len(number) < 3:
        return Day(When(), int(number))
    return None


def are_days(days: Iterable[Day]) -> bool:
    """Whether dates are days and stand for no months: any within its month, or two of one month."""
    found = set(days)
    months = [day.when for day in found]
    return any(day.when.number is None or not day.is_edge for day in found) or len(months) > len(set(months))


def with_days(said: Sequence[Said]) -> Sequence[Said]:
    """Columns of dates, each of its month, or of its day where the table goes day by day."""
    if not are_days(one.day for one in said if one.day is not None):
        return said
    return [one if one.day is None else one._replace(kind="days", when=When()) for one in said]


_DOTTED = re.compile(r"(?<![\d.])((?:19|20|21)\d\d)\.(\d{1,2})(?![\d.月])")


def octobers(texts: Sequence[str]) -> Mapping[int, bool | None]:
    """The places of `2026.1` among months in their order: whether it is October, as a spreadsheet writes 2026.10.

    None where nobody can say. What else a text says is no matter: `2026.1目标`.
    """
    written = [match.group(1, 2) if (match := _DOTTED.search(text)) else ("", "") for text in texts]
    found: dict[int, bool | None] = {}
    for at, (year, month) in enumerate(written):
        if month == "1":
            before = [other for of, other in written[:at] if of == year and other != "1"]
            after = [other for of, other in written[at + 1 :] if of == year and other != "1"]
            found[at] = _is_october(before, after)
    return found


def _is_october(before: Sequence[str], after: Sequence[str]) -> bool | None:
    """Whether 1 between other months of its year is 10, cut at its end; months with two digits write January 01."""
    beside = {*before[-1:], *after[:1]}
    if {*before[-1:]} & {"9", "09", "11"} or "11" in after[:1]:
        return True
    if beside & {"2", "02"}:
        return False
    has_two_digits = any(month.startswith("0") for month in (*before, *after))
    return None if before or has_two_digits or {"9", "12"} & {*after} else False


def leaps(values: Sequence[Said]) -> Said | None:
    """The first column of January that follows one of December, neither with a year."""
    for before, after in pairwise(values):
        one = (before.named, before.store, before.when, after.when)
        if one == (after.named, after.store, When(None, 12), When(None, 1)):
            return after
    return None
