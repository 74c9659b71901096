"""Columns of figures in workbooks, coloured by rules that follow a figure when somebody changes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter

from dealerplan.render.cells import number
from dealerplan.render.theme import FILLS, INKS
from dealerplan.view.document import Cell, Heat, Table, Tone
from dealerplan.words import Lang

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def colour(sheet: Worksheet, table: Table, first: int, lang: Lang) -> None:
    """Give the columns with a heat their rules; `first` is the row of the table's first one."""
    for at, column in enumerate(table.columns):
        if column.heat is None:
            continue
        letter = get_column_letter(at + 1)
        ruled = [is_ruled(row[at], column.heat, lang) for row in table.rows]
        runs = [list(run) for has_rule, run in groupby(range(len(ruled)), ruled.__getitem__) if has_rule]
        ranges = [f"{letter}{first + run[0]}:{letter}{first + run[-1]}" for run in runs]
        for rule in _rules(ranges[0].partition(":")[0], column.heat, lang) if ranges else ():
            sheet.conditional_formatting.add(" ".join(ranges), rule)


def is_ruled(cell: Cell, heat: Heat | None, lang: Lang) -> bool:
    """Whether the rule of a column gives a cell its own tone: a store that has closed, or is new, may have another."""
    found = number(cell.text, lang)
    return heat is not None and found is not None and _tone(found.value, heat, lang) == cell.tone


def _tone(value: Decimal, heat: Heat, lang: Lang) -> Tone | None:
    good, near = number(heat.good, lang), number(heat.near, lang)
    if good is None or near is None:
        return None
    sign = -1 if heat.below else 1
    if sign * value > sign * good.value or (value == good.value and not heat.strict):
        return "good"
    return "warning" if sign * value >= sign * near.value else "bad"


def _rules(cell: str, heat: Heat, lang: Lang) -> Iterator[Rule]:
    """Good, nearly so, else bad; told for the first cell, the first that applies ends it."""
    good, near = number(heat.good, lang), number(heat.near, lang)
    if good is None or near is None:
        return
    sign = "<" if heat.below else ">"
    beyond = sign if heat.strict else f"{sign}="
    tests: Sequence[tuple[Tone, str]] = (
        ("good", f"{cell}{beyond}{good.value:f}"), ("warning", f"{cell}{sign}={near.value:f}"), ("bad", "TRUE"),
    )  # fmt: skip
    for tone, test in tests:
        look = DifferentialStyle(Font(bold=tone == "bad", color=INKS[tone]), fill=PatternFill(bgColor=FILLS[tone]))
        yield Rule("expression", dxf=look, formula=[f"AND(ISNUMBER({cell}),{test})"], stopIfTrue=True)
