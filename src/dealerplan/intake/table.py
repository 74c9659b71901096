"""Tables within a sheet, found by their headings: which cells head which.

Each column either says something of its rows (a measure, a store, a month), or holds figures, of which its headings
may say the same; so long lists, wide tables and rows of months are one thing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dealerplan.domain.month_end import MonthEnd
from dealerplan.intake.headings import Said, columns_of, count_in, marks_of, with_days
from dealerplan.intake.lexicon import EMPTY, Lexicon, Mark, is_number, shown
from dealerplan.intake.units import is_of_money
from dealerplan.sheets.cell import Row, Sheet, cell_at, is_empty
from dealerplan.sheets.facets import Kind, read_facets, unit_of
from dealerplan.sheets.parts import Role
from dealerplan.sheets.when import When

SCANNED = 200  # rows in which headings are looked for
SAMPLE = 20  # cells of a column without a heading that are looked at
GROUPS = 2  # rows of headings above the last but one

KEYS: tuple[Role, ...] = ("measure", "id", "store", "month", "year", "kind", "unit", "group")
"""What a column may say of its rows; owners, notes and ordinals say nothing of their figures."""


class Table(NamedTuple):
    """Where a table's parts stand, by index from 0; `unknown` are columns whose heading says nothing known."""

    top: int
    first: int
    keys: Mapping[Role, Sequence[int]]
    values: Sequence[Said]
    unknown: Sequence[Said]

    @property
    def by_measure(self) -> bool:
        """Whether measures go down the rows."""
        return "measure" in self.keys or "id" in self.keys


def find_table(sheet: Sheet, start: int, lexicon: Lexicon) -> Table | None:
    """The first table at or below a row."""
    for row in range(start, min(start + SCANNED, len(sheet.rows))):
        table = table_at(sheet, row, start, lexicon)
        if table is not None and not _is_title(sheet, row, table, lexicon):
            return table
    return None


def _is_title(sheet: Sheet, head: int, table: Table, lexicon: Lexicon) -> bool:
    """Whether other headings come before any row of a table: `编制单位：甲 | | 2026年3月` are titles, no headings."""
    below = table.first if _is_group(sheet.rows[head], lexicon) else head + 1
    for at in range(below, min(below + SCANNED, len(sheet.rows))):
        marks = marks_of(sheet.rows[at], lexicon)
        if _has_figures(marks):
            return False
        if table_at(sheet, at, at, lexicon) is not None:
            return True
        if any(mark.named for mark in marks):
            return False
    return False


def table_at(sheet: Sheet, head: int, since: int, lexicon: Lexicon) -> Table | None:
    """The table whose headings stand in a row, and in rows beside it but not before `since`."""
    marks = marks_of(sheet.rows[head], lexicon)
    known = [mark for mark in marks if mark.is_known]
    if not known or _has_figures(marks) or (len(known) == 1 and (_is_label(known[0]) or _is_period(known[0]))):
        return None
    top = head
    while top > since and head - top < GROUPS and _is_group(sheet.rows[top - 1], lexicon):
        top -= 1
    table = _build(sheet, top, head, lexicon)
    if table is None:
        return None
    below = head + 1
    while below < len(sheet.rows) and below - head <= GROUPS and _is_below(sheet.rows[below], table, lexicon):
        table = _build(sheet, top, below, lexicon) or table
        below += 1
    return table


def _has_figures(marks: Sequence[Mark]) -> bool:
    return any(mark.figure for mark in marks)


def _is_group(row: Row, lexicon: Lexicon) -> bool:
    """Whether a row groups the headings below it; a day, and a month or year alone or beside a label, is a title."""
    marks = marks_of(row, lexicon)
    known = [mark for mark in marks if mark.is_known]
    if not known or _has_figures(marks) or _is_pairs(marks):
        return False
    if any(_is_label(mark) or _is_print(mark) for mark in marks):
        return False
    filled = [mark for mark in marks if mark is not EMPTY and not is_of_money(mark.text.strip("()"))]
    if len(filled) == 1:
        return _is_lone_group(known[0])
    dated = any(mark.month or mark.year for mark in known)
    return len(filled) > 1 and not (dated and any(not mark.is_known for mark in filled))


def _is_lone_group(mark: Mark) -> bool:
    """Whether a word alone in its row, such as 累计, groups what stands below it; one with a year is a title."""
    facets = mark.facets
    return mark.kind is not None and facets.is_bare and facets.year is None and not facets.has("summary", "value")


def _is_pairs(marks: Sequence[Mark]) -> bool:
    """Whether words stand each before what they name: `月份` and a month, also `制表` and a name."""
    filled = [mark for mark in marks if mark is not EMPTY]
    names, values = filled[::2], filled[1::2]
    known = [name for name in names if name.is_known]
    return (
        len(names) == len(values)
        and all(name.facets.has("month", "year", "store", "unit", "group", "owner") for name in known)
        and bool(known)
        and all(not value.is_known or value.store or value.month or value.year for value in values)
    )


def _is_label(mark: Mark) -> bool:
    """Whether a cell begins a title such as `门店：east`, `单位：万元` or `统计期间：3月1日至3月31日`."""
    if mark.named or mark.total or ":" not in mark.text:
        return False
    return ":" in mark.text.rstrip(": ") or mark.facets.has("store", "unit", "month") or not mark.is_known


def _is_print(mark: Mark) -> bool:
    """Whether a cell is no more than a day in mid-month or at its end, or a period of days."""
    days = mark.facets.times.days
    return bool(days) and mark.facets.is_bare and (len(days) > 1 or days[0].number != 1)


def _is_period(mark: Mark) -> bool:
    return len(mark.facets.times.days) > 1


def _is_below(row: Row, table: Table, lexicon: Lexicon) -> bool:
    """Whether a row goes on with the headings: nothing but known words, and no row's own key."""
    marks = marks_of(row, lexicon)
    keys = {index for role in KEYS if role != "unit" for index in table.keys.get(role, ())}
    filled = [(index, mark) for index, mark in enumerate(marks) if mark is not EMPTY]
    if not filled or _has_figures(marks):
        return False
    for index, mark in filled:
        if not mark.is_known:
            return False
        if index in keys and not mark.facets.roles:
            return False
    return any(index not in keys for index, _ in filled)


def _build(sheet: Sheet, top: int, bottom: int, lexicon: Lexicon) -> Table | None:
    """The table under the headings of some rows, if they make one."""
    said = with_days(columns_of(sheet, [marks_of(sheet.rows[row], lexicon) for row in range(top, bottom + 1)], top))
    keys, unknown, of_values = _keys(sheet, bottom + 1, said, lexicon)
    said = [of_values.get(one.column, one) for one in said]
    corner = next((said[at].when for columns in keys.values() for at in columns if at in of_values), When())
    said = [one if one.when.number else one._replace(when=corner) for one in said] if corner.number else said
    taken = {index for indices in keys.values() for index in indices}
    by_measure = "measure" in keys or "id" in keys
    values, strange = [], list(unknown)
    for one in said:
        if one.column in taken or not one.marks or one.column in unknown:
            continue
        fits = one.kind is not None or one.total or by_measure == (one.named is None)
        if fits and (one.is_of_values or one.named or one.store or one.total or one.part):
            values.append(one)
        else:
            strange.append(one.column)
    if not any(one.named for one in values) and not by_measure:
        return None
    if not values or not (by_measure or _has_rows(sheet, bottom + 1, keys, values, lexicon)):
        return None
    filled = [said[index] for index in sorted(strange) if _cells_below(sheet, bottom + 1, index)]
    return Table(top, bottom + 1, keys, values, filled)


def _has_rows(
    sheet: Sheet, first: int, keys: Mapping[Role, Sequence[int]], values: Sequence[Said], lexicon: Lexicon
) -> bool:
    """Whether measures' names side by side are headings: rows have keys, or a figure stands under one of them."""
    if "month" in keys or "store" in keys or "group" in keys:
        return True
    if first >= len(sheet.rows):
        return False
    return any(lexicon.mark(cell_at(sheet.rows[first], one.column)).figure for one in values)


def _keys(
    sheet: Sheet, first: int, said: Sequence[Said], lexicon: Lexicon
) -> tuple[dict[Role, list[int]], list[int], dict[int, Said]]:
    """The columns that say something of their rows, by role, those that say nothing known, and those whose headings
    are words of keys over figures: `Month`, `Year`.

    What stands in a column counts for more than its heading: months under "item" are months.
    """
    keys: dict[Role, list[int]] = {}
    unknown: list[int] = []
    of_values: dict[int, Said] = {}
    values = [one.column for one in said if one.is_of_values or one.named or one.store]
    across = any(one.named for one in said)
    for one in said:
        if not one.marks and one.column > min(values, default=-1):
            continue
        cells = _cells_below(sheet, first, one.column)
        labels = _labels(one, cells, lexicon, across)
        if labels is not None:
            keys.setdefault(labels, []).append(one.column)
            of_values[one.column] = one
            continue
        if one.is_of_values and not (_is_diagonal(one) or _counts_days(one, cells, lexicon.month_end)):
            continue
        if one.named or one.store or one.total or one.part:
            continue
        role = _role(one, cells, lexicon)
        if role == "measure" and not _of_goals(one) and cells and all(map(is_number, cells)):
            role = "id"
        if (
            role is not None
            and role in _OVER_FIGURES
            and _are_amounts(cells, "day" if one.kind == "days" else role, lexicon.month_end)
        ):
            of_values[one.column] = one._replace(kind=_OVER_FIGURES[role])
            continue
        if role is not None:
            keys.setdefault(role, []).append(one.column)
        elif one.marks:
            unknown.append(one.column)
    return keys, unknown, of_values


def _labels(one: Said, cells: Row, lexicon: Lexicon, across: bool) -> Role | None:
    """What labels stand below a month in a table's corner, or scenarios below 指标; None for other columns."""
    bottom = one.marks[-1] if one.marks else EMPTY
    if one.named or one.total or not cells or any(map(is_number, cells)):
        return None
    if one.when == When() and not bottom.facets.has("measure"):
        return None
    seen = _seen(cells, lexicon, numbers=False, is_of_parts=False)
    if seen == "kind" and across:
        return "kind"
    return "measure" if seen == "measure" and one.when != When() and not across else None


def _of_goals(one: Said) -> bool:
    """Whether figures below are goals as people call them, and no codes of accounts."""
    return any(word in one.text.casefold() for word in ("指标", "kpi"))


_OVER_FIGURES: Mapping[Role, Kind] = {"month": "actual", "year": "year", "measure": "goal"}
"""What figures are under words of keys: `Month` is this month, 指标 and KPI are goals."""


def _counts_days(one: Said, cells: Row, month_end: MonthEnd) -> bool:
    """Whether a column headed 日 or Day counts the days of its rows."""
    counts = bool(cells) and month_end.counts([count_in(cells[0])])
    return one.kind == "days" and one.day is None and counts and not _are_amounts(cells, "day", month_end)


def _are_amounts(cells: Row, role: str, month_end: MonthEnd) -> bool:
    """Whether what stands below a heading such as Month or Year are figures, and no months or years."""
    most = {"month": 12, "day": 31}.get(role)
    if not cells or not all(map(is_number, cells)):
        return False
    if month_end.counts([count_in(cell) for cell in cells]):
        return False
    if most is not None and all((number := count_in(cell)) is not None and 1 <= number <= most for cell in cells):
        return False
    return not all(read_facets(shown(cell)).year for cell in cells)


def _is_diagonal(one: Said) -> bool:
    return len(one.marks[-1].facets.roles) > 1 if one.marks else False


def _role(one: Said, cells: Row, lexicon: Lexicon) -> Role | None:
    """What a column says of its rows: by its heading, and by what stands in it where that is clearer."""
    bottom = one.marks[-1] if one.marks else EMPTY
    roles = bottom.facets.roles if bottom.facets.is_bare or _ends_in_role(bottom) else ()
    role = _head_role(bottom.text, roles)
    if role in _FIRM:
        return role
    if one.kind == "days":
        return "month"
    numbers = role is not None or not one.marks or len(roles) > 1
    seen = _seen(cells, lexicon, numbers, is_of_parts=role in ("group", "kind"))
    if seen == "unit" and one.marks:
        seen = None
    if role == "kind" and seen is None:
        return "group"  # kinds of work, of customers: parts of the store's whole
    if seen in ("measure", "store", "group") or (seen == "month" and role != "year"):
        return seen
    if seen is not None and (role in (None, "kind") or (role == "month" and seen == "year")):
        return seen
    if role is None and not one.marks and any(isinstance(cell, str) and not is_number(cell) for cell in cells):
        return "group"
    return role


def _head_role(text: str, roles: Sequence[Role]) -> Role | None:
    """The one role of a heading: of 指标编号 it is the last; of `月份 / 项目` none."""
    firm = next((role for role in roles if role in _FIRM), None)
    if firm is not None or len(roles) < 2:
        return firm or next(iter(roles), None)
    return None if _SEPARATED.search(text) else roles[-1]


_FIRM: tuple[Role, ...] = ("unit", "owner", "note", "ordinal", "id")
"""What a column holds whatever stands in it."""
_SEPARATED = re.compile(r"[\s/\\|、]")


def _ends_in_role(mark: Mark) -> bool:
    """Whether a heading is of a role whatever stands before it: `服务顾问姓名`, `售后部门`."""
    return mark.facets.remark is None and any(part in ("group", "owner", "note") for part in mark.facets.edges)


def _seen(cells: Row, lexicon: Lexicon, numbers: bool, is_of_parts: bool) -> Role | None:
    """What a column's cells are: measures, stores, months, units, or words such as goal and actual.

    Without `numbers`, a 2025 or 202503 is the number that it may be, and neither year nor month.
    """
    marks = [lexicon.mark(cell) for cell in cells if numbers or not is_number(cell)]
    named = sum(bool(mark.named or mark.total) for mark in marks)
    if named and (named * 2 > len(marks) or not is_of_parts):
        return "measure"
    if any(mark.store for mark in marks):
        return "store"
    if any(mark.part for mark in marks):
        return "group"
    if any(mark.month or mark.facets.times.days for mark in marks if mark.facets.is_bare):
        return "month"
    if marks and all(mark.year for mark in marks):
        return "year"
    if marks and all(unit_of(mark.text) for mark in marks):
        return "unit"
    kinds = [mark for mark in marks if mark.is_known]
    told = any(mark.kind not in (None, "total") or mark.year for mark in kinds)
    return "kind" if told and all(mark.kind or mark.year for mark in kinds) else None


def _cells_below(sheet: Sheet, first: int, index: int) -> Row:
    """The first cells of a column that hold anything."""
    cells = []
    for row in sheet.rows[first : first + SCANNED]:
        if not is_empty(cell := cell_at(row, index)):
            cells.append(cell)
            if len(cells) == SAMPLE:
                break
    return cells
