"""A sheet of typed cells: what writers of spreadsheets write."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from dealerplan.domain.month import Month
from dealerplan.domain.number import canonical, exact
from dealerplan.domain.shown import Amount, Percent, json_number
from dealerplan.view.document import Said
from dealerplan.words import Lang

Style = Literal["title", "head", "plain", "total"]
_SHARES = {"%": 100, "％": 100, "‰": 1000}
_SIGNS = {"%": "%", "％": "%", "‰": "‰"}


class Figure(NamedTuple):
    """A number of a measure's unit, None where nothing is recorded; `decimals` are what it is shown with."""

    value: Fraction | None
    unit: str | None = None
    decimals: int = 0

    @property
    def is_percent(self) -> bool:
        """Whether it is shown as a percentage."""
        return _SIGNS.get(self.unit or "") == "%"

    @property
    def number(self) -> Decimal | None:
        """The value as a decimal: itself where it ends, else rounded."""
        return json_number(self.value)

    def written(self) -> str:
        """Every digit, as it is read back: `1234.5`, `95.3%`; what does not end is rounded."""
        if self.value is None:
            return ""
        number = self.number if exact(self.value) is None else None
        value = self.value if number is None else Fraction(number)
        return canonical(value * _SHARES.get(self.unit or "", 1)) + _SIGNS.get(self.unit or "", "")


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
    """Rows of cells, the first `heads` rows and `keys` columns of which stay in sight; `name` is the sheet's."""

    name: Said
    rows: Sequence[Sequence[GridCell]]
    heads: int
    keys: int


def said(content: Said | Figure | MonthTitle) -> Said:
    """What a cell says on screen."""
    if isinstance(content, MonthTitle):
        return str(content.month)
    if not isinstance(content, Figure):
        return content
    if content.value is None:
        return "-"
    if content.is_percent:
        return Percent(content.value, places=2, trim=True)
    return content.written() if content.unit == "‰" else Amount(content.value, content.decimals > 0)
