"""Parts of a store and their totals: which of these is the store's own, and whether the parts make it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.month import Month
from dealerplan.domain.plan import Measure
from dealerplan.domain.shown import InFull
from dealerplan.intake.given import Given
from dealerplan.intake.ledger import Ledger
from dealerplan.intake.reasons import of_part
from dealerplan.sheets.facets import read_facets
from dealerplan.words import say

_OF_WHICH = re.compile(r"其中|\bof which\b", re.IGNORECASE)
_BESIDE = re.compile(
    r"平均|人均|日均|店均|最[高低大小]|目标|计划|标准|去年|上年|上月|同期|同比|环比|占比|完成率|达成率|差额|差异"
    r"|(?<![a-z])(?:average|mean|target|goal|budget|last (?:year|month)|max\w*|min\w*|best)(?![a-z])",
    re.IGNORECASE,
)
"""What a line beside the parts says that is none of them."""
_NO_SUMS = ("share", "score", "time")


class _Part(NamedTuple):
    """A figure of an adviser, team or workshop; `value` is None where it can't be read."""

    row: int
    name: str
    value: Fraction | None

    @property
    def is_leaf(self) -> bool:
        """Whether it is a part, and in no other: no `一组合计`, no `其中：新人`, no line of means or goals."""
        if _OF_WHICH.search(self.name) or _BESIDE.search(self.name):
            return False
        return not read_facets(self.name).has("total", "summary")


class _Total(NamedTuple):
    """A figure that names no part; `name` is the word that says so, empty where its cell is."""

    row: int
    name: str
    given: Given


class _Figures(NamedTuple):
    """All of one measure, month and store, in one column."""

    measure: Measure
    parts: list[_Part]
    totals: list[_Total]


class Parts:
    """The figures of a table whose rows are of parts, gathered until it ends."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._all: dict[tuple[int, str | None, Month, str], _Figures] = {}

    def of(self, column: int, store: str | None, month: Month, measure: Measure) -> _Figures:
        """The figures of one measure, month and store in a column, so far."""
        return self._all.setdefault((column, store, month, measure.id), _Figures(measure, [], []))

    def add_part(self, figures: _Figures, row: int, name: str, value: Fraction | None) -> None:
        """Note the figure of a part, which is left out."""
        figures.parts.append(_Part(row, name, value))

    def add_total(self, figures: _Figures, row: int, name: str, given: Given) -> None:
        """Note a figure that may be the store's."""
        figures.totals.append(_Total(row, name, given))

    def settle(self) -> None:
        """Take the store's own figures, and leave out those of some of its parts; several are all kept, and refused."""
        for figures in self._all.values():
            whole = _whole(figures)
            own = [one for one in _own(figures, whole) if one.name or not figures.parts or one.given.value == whole]
            for total in figures.totals:
                if total in own:
                    self._ledger.keep(total.given)
                else:
                    self._ledger.leave(of_part(total.name), total.given.place)
            if len(own) == 1 and whole is not None and not _is_rounded(own[0].given.value, whole, figures.measure):
                self._tell(own[0], whole, figures.measure)

    def _tell(self, total: _Total, whole: Fraction, measure: Measure) -> None:
        given = total.given
        self._ledger.warn(
            say(
                "{name} of {measure} in {month} is {given} ({cell}), and its parts make {made}",
                name=total.name, measure=measure.name, month=given.month, given=InFull(given.value, measure.unit),
                cell=given.place.cell, made=InFull(whole, measure.unit),
            )
        )  # fmt: skip


def _is_rounded(total: Fraction, whole: Fraction, measure: Measure) -> bool:
    """Whether a total is what its parts make, of money but for what rounding each of them leaves."""
    is_money = measure.unit is not None and measure.unit.is_money
    return total == whole or (is_money and abs(total - whole) * ROUNDING < abs(whole))


ROUNDING = 1000


def _own(figures: _Figures, whole: Fraction | None) -> Sequence[_Total]:
    """The totals that may be the store's: one with parts on one side of it alone; of several, the one of all parts."""
    rows = [part.row for part in figures.parts if part.is_leaf]
    outer = [one for one in figures.totals if not (rows and min(rows) < one.row < max(rows))]
    if len(figures.totals) == 1:
        return outer
    ends = [one for one in (figures.totals[-1:] + figures.totals[:1]) if one in outer and one.given.value == whole]
    return ends[:1] or figures.totals


def _whole(figures: _Figures) -> Fraction | None:
    """What the parts make together; None where they do not add up, or one can't be read."""
    measure = figures.measure
    values = [part.value for part in figures.parts if part.is_leaf]
    if measure.over_time == "mean" or measure.unit is None or measure.unit.kind in _NO_SUMS or not values:
        return None
    return None if None in values else sum((value for value in values if value is not None), Fraction())
