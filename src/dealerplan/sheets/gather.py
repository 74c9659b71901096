"""Rows to sheets: what is empty is left out, and what would be too much is refused, over all sheets of a file."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from dealerplan.sheets.cell import Content, Merge, Row, Sheet
from dealerplan.sheets.limits import check_merges, check_sheets, check_size


class Gatherer:
    """The sheets of a file as they are read: `begin` one, `add` its rows in their order, `merge` its cells."""

    def __init__(self) -> None:
        self._sheets: list[Sheet] = []
        self._rows: list[Row] = []
        self._numbers: list[int] = []
        self._merges: list[Merge] = []
        self._name: str | None = None
        self._open = False
        self._all_rows = self._all_cells = self._all_merges = 0

    def begin(self, name: str | None) -> None:
        """Begin a sheet."""
        self._end()
        check_sheets(len(self._sheets) + 1)
        self._name, self._open = name, True

    def add(self, number: int, row: list[Content]) -> None:
        """Take a row by its number from 1; its cells of spaces are empty texts already."""
        while row and row[-1] == "":
            row.pop()
        if row:
            self._rows.append(row)
            self._numbers.append(number)
            self._all_rows += 1
            self._all_cells += len(row)
            check_size(self._all_rows, len(row), self._all_cells)

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Take merged cells, their rows by numbers from 1, their columns from 0."""
        if bottom > top or right > left:
            self._merges.append(Merge(top, left, bottom, right))
            self._all_merges += 1
            check_merges(self._all_merges)

    def sheets(self) -> list[Sheet]:
        """All sheets."""
        self._end()
        return self._sheets

    def _end(self) -> None:
        if self._open:
            rows, numbers = self._rows, self._numbers
            whole = numbers[-1:] == [len(rows)] or not rows
            merges = _by_index(self._merges, numbers, rows)
            self._sheets.append(Sheet(self._name, rows, None if whole else numbers, merges or ()))
            self._rows, self._numbers, self._merges, self._open = [], [], [], False


def _by_index(merges: Sequence[Merge], numbers: Sequence[int], rows: Sequence[Row]) -> list[Merge]:
    """Merges whose first row holds anything, by the rows' indexes, no wider and higher than what the sheet holds."""
    widest = max(map(len, rows), default=0) if merges else 0
    found = []
    for top, left, bottom, right in merges:
        first = bisect_left(numbers, top)
        last = bisect_right(numbers, bottom) - 1
        right = min(right, max(widest - 1, left))
        if first < len(numbers) and numbers[first] == top and (last > first or right > left):
            found.append(Merge(first, left, last, right))
    return found
