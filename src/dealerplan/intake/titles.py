"""What stands above a table and on its sheet's tab: the month, the year, the unit of money."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from dealerplan.domain.month import Month
from dealerplan.errors import Invalid
from dealerplan.intake.content import Content, Row, plain, word
from dealerplan.intake.units import money_among
from dealerplan.intake.when import Titled, When, in_title, read_when
from dealerplan.words import say

_UNIT = re.compile(r"(?:金额单位|货币单位|单位|unit)\s*[:：]\s*([^\s)）]+)", re.IGNORECASE)


class Surroundings(NamedTuple):
    """What titles and a sheet's name say; `unit` is that of all money in the table."""

    title: Titled
    sheet: Titled
    unit: str | None

    @property
    def year(self) -> int | None:
        """The one year named, in the titles or else by the sheet; None where none or several are."""
        for said in (self.title, self.sheet):
            if said.years:
                return next(iter(said.years)) if len(said.years) == 1 else None
        return None

    def month(self, year: int | None) -> Month | None:
        """The one month named; `year` where they name none. Raises Invalid where they disagree or lack the year."""
        year = self.year or year
        found = [_one(said.months, year) for said in (self.title, self.sheet) if said.months]
        if len(set(found)) > 1:
            message = say("the titles say {one}, the sheet's name {other}", one=found[0], other=found[1])
            raise Invalid(message, say("mend the one that is wrong"))
        return found[0] if found else None


def _one(months: Iterable[When], year: int | None) -> Month:
    found = {when.month(year) for when in months}
    if None in found:
        raise Invalid(say("a month stands there without its year"), say("write the year too: 2026-03"))
    if len(found) > 1:
        names = sorted(str(month) for month in found)
        raise Invalid(say("the titles name several months: {months}", months=names), say("keep one of them"))
    month = found.pop()
    assert month is not None
    return month


def surroundings(rows: Iterable[Row], sheet: str | None) -> Surroundings:
    """Read the rows above a table, and its sheet's name."""
    cells = [cell for row in rows for cell in row if cell != ""]
    said = [_titled(cell) for cell in cells]
    title = Titled(frozenset().union(*(one.months for one in said)), frozenset().union(*(one.years for one in said)))
    units = [match[1] for cell in cells if isinstance(cell, str) and (match := _UNIT.search(plain(cell)))]
    return Surroundings(_settled(title), _settled(_named(sheet)), next(filter(None, map(money_among, units)), None))


def _titled(cell: Content) -> Titled:
    return in_title(word(cell))


def _named(sheet: str | None) -> Titled:
    """What a sheet's name says; there `Mar` is a month, and `Sheet1` nothing."""
    if sheet is None:
        return Titled(frozenset(), frozenset())
    alone = read_when(sheet)
    if alone is not None:
        return Titled(frozenset({alone}), frozenset() if alone.year is None else frozenset({alone.year}))
    return in_title(sheet)


def _settled(said: Titled) -> Titled:
    """Months without a year take the one year that stands beside them."""
    year = next(iter(said.years)) if len(said.years) == 1 else None
    return Titled(frozenset(When(when.year or year, when.number) for when in said.months), said.years)
