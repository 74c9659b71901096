"""A sheet of typed cells: what writers of spreadsheets write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from dealerplan.domain.month import Month
from dealerplan.domain.number import canonical
from dealerplan.domain.shown import json_number
from dealerplan.domain.symbols import SHARES
from dealerplan.domain.unit import Unit
from dealerplan.view.document import Said
from dealerplan.words import Lang

Style = Literal["title", "label", "head", "plain", "total", "input"]
"""A `label` is a line of words below the title; an `input` waits to be filled in."""


class Figure(NamedTuple):
    """A number of a measure's unit, None where nothing is recorded; `decimals` are what it is shown with."""

    value: Fraction | None
    unit: Unit | None = None
    decimals: int = 0

    @property
    def sign(self) -> str:
        """`%` or `‰`, where it is shown so."""
        return self.unit.text_of_share if self.unit is not None and self.unit.share is not None else ""

    @property
    def number(self) -> Decimal | None:
        """The value as a decimal: itself where it ends, else rounded."""
        found = json_number(self.value)
        return None if found is None else Decimal(found)

    def written(self) -> str:
        """Every digit, as it is read back: `1234.5`, `95.3%`; what does not end is rounded."""
        return "" if self.number is None else canonical(self._shown(self.number)) + self.sign

    def grouped(self) -> str:
        """Every digit, as a ledger shows it: `1,234.5`; with at least the measure's decimals, and `-` for nothing."""
        if self.value is None:
            return "-"
        if not self.sign and self.value.denominator == 1:  # most are
            return f"{self.value.numerator:,}" + ("." + "0" * self.decimals if self.decimals else "")
        assert self.number is not None
        digits = canonical(self._shown(self.number))
        decimals = max(len(digits.partition(".")[2]), 0 if self.sign else self.decimals)
        return f"{Decimal(digits):,.{decimals}f}{self.sign}"

    def _shown(self, number: Decimal) -> Fraction:
        return Fraction(number) / SHARES.get(self.sign, 1)


class MonthTitle(NamedTuple):
    """A month over a column: `2026-03`, in Chinese `3月`, since the year stands in the title."""

    month: Month

    def said(self, lang: Lang) -> str:
        """Its text."""
        return f"{self.month.number}月" if lang == "zh" else str(self.month)


class GridCell(NamedTuple):
    """One cell; it may stand for `across` columns and `down` rows, whose own cells are then empty."""

    content: Said | Figure | MonthTitle = ""
    style: Style = "plain"
    across: int = 1
    down: int = 1


class Grid(NamedTuple):
    """Rows of cells, the first `heads` rows and `keys` columns of which stay in sight; `name` is the sheet's.

    There may be many rows, so that each is made when it is its turn, again every time `rows` is called.
    """

    name: Said
    rows: Callable[[], Iterable[Sequence[GridCell]]]
    heads: int
    keys: int
