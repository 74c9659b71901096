"""What stands above a table and on its sheet's tab: the month, the year, the store, the unit of money."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from dealerplan.domain.month import Month
from dealerplan.errors import Invalid
from dealerplan.intake.dated import Titled, in_title, is_period
from dealerplan.intake.keys import MonthOf
from dealerplan.intake.lexicon import Lexicon
from dealerplan.intake.table import Table
from dealerplan.intake.units import money_in
from dealerplan.intake.when import NO_YEAR, WRITE_YEAR, When, read_when
from dealerplan.sheets.cell import Row, Sheet, fold, is_empty, word
from dealerplan.words import say

_STORES = "门店名称|门店|分店|店名|stores?|shop|outlet|branch"
_STORE_WORD = re.compile(rf"(?:{_STORES})\s*:?", re.IGNORECASE)
_STORE = re.compile(rf"(?<![a-z])(?:{_STORES})\s*:\s*([^\s,;、|()]+)", re.IGNORECASE)
_PERIOD_WORD = re.compile(
    r"(?:统计|数据|开始|起始|结束|终止)?(?:期间|区间|日期|时间|截[至止]日?期?)\s*:?", re.IGNORECASE
)


class Title(NamedTuple):
    """A cell above a table by index from 0, and what it says."""

    row: int
    column: int
    said: Titled
    store: str | None
    text: str = ""


class Units(NamedTuple):
    """The units of money that titles name, each with its place by index from 0, and what is wrong with them."""

    found: Sequence[tuple[int, int, str]]
    wrong: Sequence[tuple[int, int, Invalid]]


class Surroundings(NamedTuple):
    """What titles and a sheet's name say; `units` are of all money in the table."""

    titles: Sequence[Title]
    sheet: Titled
    units: Units
    tab: str | None

    @property
    def title(self) -> Titled:
        """What all titles say together."""
        months = frozenset[When]().union(*(title.said.months for title in self.titles))
        years = frozenset[int]().union(*(title.said.years for title in self.titles))
        return _settled(Titled(months, years))

    @property
    def cut(self) -> Sequence[tuple[Title | None, str, When]]:
        """The months of which days are left out, with the titles that say so; without a title, the sheet's name."""
        said = [(title, title.text, title.said) for title in self.titles]
        return [
            (title, text, when) for title, text, one in [*said, (None, self.tab or "", self.sheet)] for when in one.cut
        ]

    @property
    def dated(self) -> Title | None:
        """The last title that names a month."""
        return next((title for title in reversed(self.titles) if title.said.months), None)

    @property
    def store(self) -> Title | None:
        """The last title that names a store."""
        return next((title for title in reversed(self.titles) if title.store), None)

    def texts(self) -> Iterator[tuple[Title | None, str]]:
        """The titles' texts, and without a title that of the sheet's name."""
        yield from ((title, title.text) for title in self.titles if title.store is None or title.said.months)
        if self.tab is not None:
            yield None, self.tab

    @property
    def unit(self) -> str | None:
        """The unit of all money in the table."""
        return next((unit for _, _, unit in self.units.found), None)

    @property
    def year(self) -> int | None:
        """The one year named, in the titles or else by the sheet; None where none or several are."""
        for said in (self.title, self.sheet):
            if said.years:
                return next(iter(said.years)) if len(said.years) == 1 else None
        return None

    @property
    def is_of_a_year(self) -> bool:
        """Whether any year is named."""
        return bool(self.title.years or self.sheet.years)

    def month(self, month_of: MonthOf) -> Month | None:
        """The one month named. Raises Invalid where titles and sheet disagree, or a month lacks its year."""
        found = [_one(said.months, month_of) for said in (self.title, self.sheet) if said.months]
        if len(set(found)) > 1:
            message = say("the titles say {one}, the sheet's name {other}", one=found[0], other=found[1])
            raise Invalid(message, say("mend the one that is wrong"))
        return found[0] if found else None


def _one(months: Iterable[When], month_of: MonthOf) -> Month:
    found = {month_of(when) for when in months}
    if None in found:
        raise Invalid(NO_YEAR, WRITE_YEAR)
    if len(found) > 1:
        names = sorted(str(month) for month in found)
        raise Invalid(say("the titles name several months: {months}", months=names), say("keep one of them"))
    month = found.pop()
    assert month is not None
    return month


def units_of(rows: Iterable[tuple[int, Sequence[tuple[int, str]]]]) -> Units:
    """The units in rows of cells, given with their indexes."""
    found, wrong = [], []
    for at, cells in rows:
        before = ""
        for column, text in cells:
            try:
                unit = money_in(text, before)
            except Invalid as error:
                wrong.append((at, column, error))
            else:
                found += [(at, column, unit)] if unit else []
            before = text
    return Units(found, wrong)


def filled(row: Row) -> list[tuple[int, str]]:
    """The cells of a row that hold anything, as text."""
    return [
        (column, cell.isoformat() if isinstance(cell, date) else word(cell))
        for column, cell in enumerate(row)
        if not is_empty(cell)
    ]


def surroundings(sheet: Sheet, since: int, table: Table, lexicon: Lexicon) -> Surroundings:
    """Read the rows above a table, from `since` on, the headings of its keys, and its sheet's name."""
    rows = [(at, filled(sheet.rows[at])) for at in range(since, table.top)]
    titles = [title for at, cells in rows for title in _titles(at, cells)]
    tab = [(table.top, [(0, sheet.name)])] if sheet.name else []
    return Surroundings(titles, _named(sheet.name), units_of([*rows, *_heads(sheet, table, lexicon), *tab]), sheet.name)


def _heads(sheet: Sheet, table: Table, lexicon: Lexicon) -> Iterator[tuple[int, Sequence[tuple[int, str]]]]:
    """The headings that may name the unit of a whole table: those of keys, and what is not understood above others."""
    keys = {column for columns in table.keys.values() for column in columns}
    for at in range(table.top, table.first):
        row = sheet.rows[at]
        above = at < table.first - 1
        yield (
            at,
            [
                (column, text)
                for column, text in filled(row)
                if column in keys or (above and not lexicon.mark(row[column]).is_known)
            ],
        )


def _titles(at: int, cells: Sequence[tuple[int, str]]) -> Iterator[Title]:
    for index, (column, text) in enumerate(cells):
        before = cells[index - 1][1] if index else ""
        named = _STORE.search(f"{before.rstrip(': ')}: {text}" if _STORE_WORD.fullmatch(before) else text)
        text = text if _STORE_WORD.fullmatch(before) else _STORE.sub(" ", text)
        dated = f"{before} {text}" if _PERIOD_WORD.fullmatch(before) else text
        yield Title(at, column, in_title(dated), _store(named[1]) if named else None, text)
    if len(cells) > 1 and is_period(texts := [text for _, text in cells]):
        yield Title(at, cells[0][0], in_title(" ".join(texts)), None, " ".join(texts))


def _store(name: str) -> str | None:
    """A store as a title names it; None for a blank to be filled in, and for all of them."""
    return None if fold(name) in ("", "全部", "所有", "all") else name


def _named(sheet: str | None) -> Titled:
    """What a sheet's name says; there `Mar` is a month, and `Sheet1` nothing."""
    if sheet is None:
        return Titled()
    alone = read_when(sheet)
    if alone is not None:
        return Titled(frozenset({alone}), frozenset() if alone.year is None else frozenset({alone.year}))
    return _settled(in_title(sheet))


def _settled(said: Titled) -> Titled:
    """Months without a year take the one year that stands beside them."""
    year = next(iter(said.years)) if len(said.years) == 1 else None
    return said._replace(months=frozenset(When(when.year or year, when.number) for when in said.months))
