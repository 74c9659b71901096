"""Tables within a sheet, found by their headings.

Each column of a table either says something of its rows (a measure, a store, a month), or holds values, of which its
headings may say the same; so long lists, wide tables and rows of months are one thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dealerplan.intake.heading import Role
from dealerplan.intake.lexicon import EMPTY, Lexicon, Mark, Named, is_figure
from dealerplan.intake.period import is_total
from dealerplan.intake.units import is_of_money
from dealerplan.intake.when import When, is_day
from dealerplan.sheets.cell import Row, Sheet, is_empty

SCANNED = 200  # rows in which headings are looked for
SAMPLE = 20  # cells of a column without a heading that are looked at
GROUPS = 2  # rows of headings above the last but one

KEYS: tuple[Role, ...] = ("measure", "id", "store", "month", "year", "kind", "unit")


class ValueColumn(NamedTuple):
    """A column of values and what its headings say of them."""

    column: int
    named: Named | None
    when: When
    store: str | None
    unit: str | None


class Table(NamedTuple):
    """Where a table's parts stand, by index from 0; `unknown` are columns whose heading says nothing known."""

    top: int
    first: int
    keys: dict[str, list[int]]
    values: Sequence[ValueColumn]
    unknown: Sequence[tuple[int, int, str]]


class _Said(NamedTuple):
    """What the headings over one column say together."""

    role: Role | None = None
    when: When = When()
    named: Named | None = None
    store: str | None = None
    unit: str | None = None
    text: str = ""
    row: int = 0


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
        marks = _marks(sheet.rows[at], lexicon)
        if _has_figures(sheet.rows[at], marks):
            return False
        if table_at(sheet, at, at, lexicon) is not None:
            return True
        if any(mark.named for mark in marks):
            return False
    return False


def _is_pairs(marks: Sequence[Mark], roles: Sequence[Role]) -> bool:
    """Whether words of some roles stand each before what they name: `月份` and a month, also `制表` and a name."""
    filled = [mark for mark in marks if mark is not EMPTY]
    names, values = filled[::2], filled[1::2]
    known = [name for name in names if name.is_known]
    return (
        len(names) == len(values)
        and all(name.heading is not None and name.heading.role in roles for name in known)
        and bool(known)
        and all(value.heading is None or value.heading.role == "when" for value in values)
    )


def table_at(sheet: Sheet, head: int, since: int, lexicon: Lexicon) -> Table | None:
    """The table whose headings stand in a row, and in rows beside it but not before `since`."""
    marks = _marks(sheet.rows[head], lexicon)
    if not any(mark.is_known for mark in marks) or _has_figures(sheet.rows[head], marks):
        return None
    top = head
    while top > since and head - top < GROUPS and _is_group(sheet.rows[top - 1], lexicon):
        top -= 1
    table = _build(sheet, top, head, lexicon)
    if table is None:
        return None
    below = head + 1
    if below < len(sheet.rows) and _is_below(sheet.rows[below], table, lexicon):
        return _build(sheet, top, below, lexicon) or table
    return table


def _marks(row: Row, lexicon: Lexicon) -> list[Mark]:
    return [lexicon.mark(cell) for cell in row]


def _has_figures(row: Row, marks: Sequence[Mark]) -> bool:
    return any(is_figure(cell, mark) for cell, mark in zip(row, marks, strict=True))


def _is_group(row: Row, lexicon: Lexicon) -> bool:
    """Whether a row groups the headings below it; a day, and a month or year alone or beside a label, is a title."""
    marks = _marks(row, lexicon)
    known = [mark for mark in marks if mark.is_known]
    if not known or _has_figures(row, marks) or _is_pairs(marks, ("month", "year", "store", "unit")):
        return False
    if any(_is_label(mark) or is_day(mark.text) for mark in marks):
        return False
    filled = [mark for mark in marks if mark is not EMPTY and not is_of_money(mark.text.strip("()"))]
    return len(filled) > 1 or (known[0].heading is not None and known[0].heading.role in ("skip", "span"))


def _is_label(mark: Mark) -> bool:
    """Whether a cell begins a title such as `门店：east` or `单位：万元`."""
    return ":" in mark.text and (not mark.is_known or (mark.heading is not None and mark.heading.role == "store"))


def _is_below(row: Row, table: Table, lexicon: Lexicon) -> bool:
    """Whether a row goes on with the headings: nothing but known words, and no row's own key."""
    marks = _marks(row, lexicon)
    keys = {index for role in KEYS if role != "unit" for index in table.keys.get(role, ())}
    filled = [(index, mark) for index, mark in enumerate(marks) if mark is not EMPTY]
    if not filled or _has_figures(row, marks):
        return False
    for index, mark in filled:
        if not mark.is_known:
            return False
        if index in keys and (mark.heading is None or mark.heading.role not in KEYS):
            return False
    return any(index not in keys for index, _ in filled)


def _build(sheet: Sheet, top: int, bottom: int, lexicon: Lexicon) -> Table | None:
    """The table under the headings of some rows, if they make one."""
    said = _columns([_marks(sheet.rows[row], lexicon) for row in range(top, bottom + 1)], top)
    keys, unknown = _keys(sheet, bottom + 1, said, lexicon)
    taken = {index for indices in keys.values() for index in indices}
    by_key = "measure" in keys or "id" in keys
    values = []
    for index, one in enumerate(said):
        if index in taken or one.role not in ("value", "when", None) or not one.text:
            continue
        named = None if by_key and one.role == "value" else one.named
        if by_key == (named is None) and (one.role or named or one.store):
            values.append(ValueColumn(index, named, one.when, one.store, one.unit))
        elif index not in unknown:
            unknown.append(index)
    if not values or not (by_key or _has_rows(sheet, bottom + 1, keys, values, lexicon)):
        return None
    filled = [index for index in sorted(unknown) if _below(sheet, bottom + 1, index)]
    return Table(top, bottom + 1, keys, values, [(said[index].row, index, said[index].text) for index in filled])


def _has_rows(
    sheet: Sheet, first: int, keys: dict[str, list[int]], values: Sequence[ValueColumn], lexicon: Lexicon
) -> bool:
    """Whether measures' names side by side are headings: rows have keys, or a figure stands under one of them."""
    if "month" in keys or "store" in keys:
        return True
    if first >= len(sheet.rows):
        return False
    row = sheet.rows[first]
    return any(one.column < len(row) and is_figure(row[one.column], lexicon.mark(row[one.column])) for one in values)


def _keys(sheet: Sheet, first: int, said: Sequence[_Said], lexicon: Lexicon) -> tuple[dict[str, list[int]], list[int]]:
    """The columns that say something of their rows, by role, and those that say nothing known.

    What stands in a column counts for more than its heading: months under "item" are months.
    """
    keys: dict[str, list[int]] = {}
    unknown: list[int] = []
    values = [index for index, one in enumerate(said) if one.role in ("value", "when") or one.named or one.store]
    for index, one in enumerate(said):
        if not one.text and index > min(values, default=-1):
            continue
        if one.role in ("value", "when", "skip", "span") or (one.role is None and (one.named or one.store)):
            continue
        role: str | None = one.role
        if role in ("measure", "month", "store", "year", "kind", None):
            known = role is not None or not one.text
            seen = lexicon.kind_of(_below(sheet, first, index), numbers=known)
            spanned = not one.text and any(before.role in ("skip", "span") for before in said[:index])
            if role is None:
                role = seen if seen == "measure" or not spanned else None
            elif (seen in ("measure", "store", "month") and role != "year") or (role, seen) == ("kind", "year"):
                role = seen
        if role is not None:
            keys.setdefault(role, []).append(index)
        elif one.text:
            unknown.append(index)
    return keys, unknown


def _below(sheet: Sheet, first: int, index: int) -> Row:
    """The first cells of a column that hold anything."""
    cells = []
    for row in sheet.rows[first : first + SCANNED]:
        if index < len(row) and not is_empty(row[index]):
            cells.append(row[index])
            if len(cells) == SAMPLE:
                break
    return cells


def _columns(layers: Sequence[Sequence[Mark]], top: int) -> list[_Said]:
    """What the rows of headings say of each column, from the topmost row down."""
    width = max(len(layer) for layer in layers)
    own = [[layer[index] if index < len(layer) else EMPTY for index in range(width)] for layer in layers]
    filled = [[at for at, layer in enumerate(own) if layer[index] is not EMPTY] for index in range(width)]
    lowest = [max(rows, default=-1) for rows in filled]
    spread = [_spread(layer, at, lowest) for at, layer in enumerate(own)]
    said = []
    for index, at in enumerate(lowest):
        if at < 0:
            said.append(_Said())
        else:
            said.append(_together(own[at][index], [spread[above][index] for above in range(at)], top + at))
    return said


def _spread(layer: Sequence[Mark], at: int, lowest: Sequence[int]) -> list[Mark]:
    """A row's headings over the columns that they stand above: those of merged cells stand in the first alone."""
    spread, last = [], EMPTY
    for mark, bottom in zip(layer, lowest, strict=True):
        if mark is not EMPTY:
            last = mark if bottom > at else EMPTY
        spread.append(last if mark is EMPTY else mark)
    return spread


def _together(bottom: Mark, above: Sequence[Mark], row: int) -> _Said:
    """What a heading and those above it say."""
    marks = [*above, bottom]
    headings = [mark.heading for mark in marks if mark.heading is not None]
    role = bottom.heading.role if bottom.heading is not None else None
    number = next((one.when.number for one in reversed(headings) if one.when.number), None)
    year = next((one.when.year for one in reversed(headings) if one.when.year), None)
    named = next((mark.named for mark in reversed(marks) if mark.named), None)
    store = next((mark.store for mark in reversed(marks) if mark.store), None)
    unit = next((mark.unit for mark in reversed(marks) if mark.unit), None)
    if role not in KEYS:
        grouped = any(one.role == "span" or one.when.year for one in headings)
        sums = any(mark.heading and mark.heading.role == "span" and is_total(mark.text) for mark in above)
        total = sums or role == "span" or (grouped and number is None and role in ("when", "value"))
        if total or any(one.role == "skip" for one in headings):
            role = "skip"
        elif role is None and number is not None and (bottom.named or bottom.store):
            role = "when"
    return _Said(role, When(year, number), named, store, unit, bottom.text, row)
