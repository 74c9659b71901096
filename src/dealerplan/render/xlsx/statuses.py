"""Columns of statuses in workbooks, coloured by rules that follow a cell's words when somebody changes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle

from dealerplan.render.theme import FILLS, INKS
from dealerplan.render.typeset import text
from dealerplan.view.document import Cell, Table, Tone
from dealerplan.view.terms import MILESTONE, STATUS
from dealerplan.words import Lang, say

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def columns(table: Table, lang: Lang) -> Sequence[int]:
    """The columns, counted from 1, whose colours follow from what their cells begin with."""
    return [at for at, cells in enumerate(zip(*table.rows, strict=True), 1) if _are_statuses(cells, lang)]


def _are_statuses(cells: Sequence[Cell], lang: Lang) -> bool:
    tones = [cell.tone if cell.tone in FILLS else None for cell in cells]
    return any(tones) and tones == [_tone(text(cell.text, lang), lang) for cell in cells]


def _tone(words: str, lang: Lang) -> Tone | None:
    return next((tone for beginning, tone in _beginnings(lang) if words.startswith(beginning)), None)


@cache
def _beginnings(lang: Lang) -> Sequence[tuple[str, Tone]]:
    """What statuses begin with, and their tones: signs, after those with the words of milestones, which may differ."""
    words: list[tuple[str, Tone]] = [
        (text(say("{sign} {word}", sign=sign, word=word), lang), tone) for sign, word, tone in MILESTONE.values()
    ]
    signs = sorted(((sign, tone) for sign, _, tone in STATUS.values()), key=lambda pair: -len(pair[0]))
    return [pair for pair in [*words, *signs] if pair[1] in FILLS]


def colour(sheet: Worksheet, ranges: Sequence[str], lang: Lang) -> None:
    """Give ranges that begin in one row the colours of their statuses."""
    for rule in _rules(ranges[0].partition(":")[0], lang) if ranges else ():
        sheet.conditional_formatting.add(" ".join(ranges), rule)


def _rules(first: str, lang: Lang) -> Iterator[Rule]:
    """A rule for each beginning, told for the first cell; the first that applies ends it."""
    for beginning, tone in _beginnings(lang):
        look = DifferentialStyle(Font(bold=tone == "bad", color=INKS[tone]), fill=PatternFill(bgColor=FILLS[tone]))
        formula = f'LEFT({first},{len(beginning)})="{beginning}"'
        yield Rule("beginsWith", dxf=look, operator="beginsWith", text=beginning, formula=[formula], stopIfTrue=True)
