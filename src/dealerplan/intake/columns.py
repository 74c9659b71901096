"""A table's columns of figures: which are taken, which are left out and why, and of which month they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from dealerplan.domain.month import Month
from dealerplan.errors import Invalid
from dealerplan.intake.given import Problem
from dealerplan.intake.headings import Said, leaps, octobers
from dealerplan.intake.keys import Keys
from dealerplan.intake.lexicon import EMPTY, Lexicon, Mark
from dealerplan.intake.reasons import DAYS, Out, of_kind
from dealerplan.intake.sentences import NO_YEAR, WHOLE_MONTH, WRITE_MONTH, WRITE_YEAR, unsure_october
from dealerplan.intake.table import Table
from dealerplan.intake.titles import MonthOf, Surroundings
from dealerplan.sheets.facets import Kind
from dealerplan.sheets.when import When
from dealerplan.words import say


class Column(NamedTuple):
    """A column of figures, with its month where the headings name one, and why it is `out` where it is not taken."""

    at: int
    said: Said
    month: Month | None
    out: Out | None
    is_total_of_days: bool = False


class Columns:
    """The columns of a table, settled once."""

    def __init__(self, table: Table, around: Surroundings, keys: Keys, month_of: MonthOf) -> None:
        self._table, self._around, self._month_of = table, around, month_of
        self.by_year = bool(keys.years) and not keys.months
        self._by_month, self._by_store = bool(keys.months), bool(keys.stores)
        self._by_day = keys.by_day
        self._day_months = keys.day_months
        values = _with_octobers(table.values)
        self._octobers = [one for one, october in zip(table.values, values, strict=True) if october is None]
        said = [one or table.values[at] for at, one in enumerate(values)]
        self.days = [Column(one.column, one, None, DAYS) for one in said if one.day and one.kind == "days"]
        self.all = [self._column(one, said) for one in said]
        self.taken = [column for column in self.all if column.out is None or column.is_total_of_days]
        self.notes = [at for role in ("note", "owner") for at in table.keys.get(role, ())]
        heads = [one.column for one in (*table.values, *table.unknown)]
        known = {*heads, *(at for columns in table.keys.values() for at in columns)}
        self.width = max(known, default=-1) + 1
        first = min((at for columns in table.keys.values() for at in columns), default=0)
        self._bare = [at for at in range(first, self.width) if at not in known]
        self.others = bool(self.notes or self._bare or table.unknown)
        self._no_keys = [*(one.at for one in self.all), *self.notes, *(one.column for one in table.unknown)]

    def bare(self, width: int) -> Sequence[int]:
        """The columns under no heading of a row so wide."""
        return self._bare if width <= self.width else [*self._bare, *range(self.width, width)]

    def no_keys(self, width: int) -> Sequence[int]:
        """All columns of a row so wide but those that say what its figures are."""
        return [*self._no_keys, *self.bare(width)]

    def _column(self, one: Said, said: Sequence[Said]) -> Column:
        to_date = one.kind == "to_date" and not one.says("this_year", "year", "until") and not one.when.year
        if self.days and (one.kind in ("total", "month_to_date") or to_date):
            return Column(one.column, one, None, of_kind(one.text, "total"), is_total_of_days=True)
        out = DAYS if one.kind == "days" else self._out(one, said)
        return Column(one.column, one, self._month_of(one.when) if out is None else None, out)

    def _out(self, one: Said, said: Sequence[Said]) -> Out | None:
        kind = one.kind
        if kind == "month_to_date" and any(_is_beside(other, one) for other in said):
            return of_kind(one.text, kind)
        if kind in (None, "actual", "month_to_date"):
            is_year = one.when.year is not None and one.when.number is None and not self._by_month
            beside = any(other.when.number or says_this_month(other) for other in said if other.kind in _TAKEN)
            return of_kind(_text(one, "year"), "year") if is_year and beside and kind is None else None
        return of_kind(_text(one, kind), kind)

    @property
    def names_months(self) -> bool:
        """Whether rows or all headings say of which month each figure is."""
        if self._by_day:
            return False
        return self._by_month or all(column.said.when.number for column in self.taken)

    @property
    def say_this_month(self) -> bool:
        """Whether every column that is taken says that it is the month's own."""
        return all(says_this_month(column.said) for column in self.taken)

    @property
    def say_month_and_actual(self) -> bool:
        """Whether every column that is taken says that it holds actuals, and month or title of which month."""
        say_actual = all(column.said.says("actual", "closing", "this_month", "month_to_date") for column in self.taken)
        return say_actual and (self.names_months or self._around.dated is not None)

    @property
    def are_of_days(self) -> bool:
        """Whether the table goes day by day, so that nothing but the total of its days is taken."""
        return self._by_day or bool(self.taken and all(column.is_total_of_days for column in self.taken))

    def has_kind(self, *kinds: Kind) -> bool:
        """Whether some column, left out, is of a kind."""
        return any(column.out is not None and column.out.kind in kinds for column in self.all)

    @property
    def have_parts(self) -> bool:
        """Whether columns are of the parts of a whole."""
        return any(column.said.part for column in self.all)

    @property
    def has_parts(self) -> bool:
        """Whether rows or columns are of parts, beside which a total may stand."""
        return bool(self._table.keys.get("group")) or self.have_parts

    @property
    def name_stores(self) -> bool:
        """Whether rows or all headings say of which store each figure is."""
        return self._by_store or all(column.said.store for column in self.taken)

    @property
    def has_kinds_in_rows(self) -> bool:
        """Whether rows say whether they are goals or actuals."""
        return bool(self._table.keys.get("kind"))

    def heading(self, column: int) -> Mark:
        """The last heading over an unknown column."""
        return next((one.marks[-1] for one in self._table.unknown if one.column == column and one.marks), EMPTY)

    def head_row(self, column: int) -> int:
        """The row of the last heading over an unknown column."""
        return next((one.row for one in self._table.unknown if one.column == column), self._table.first - 1)

    def why_unknown(self, column: int, lexicon: Lexicon) -> tuple[str, Invalid]:
        """The heading of an unknown column, and why it is not understood."""
        mark = self.heading(column)
        text = mark.text
        if mark.named:
            message = say("{name} stands over a column, and measures go down the rows", name=text)
            return text, Invalid(message, say("name each measure once"))
        if self._table.by_measure or lexicon.is_unchosen(text):
            return text, lexicon.why_no_heading(text)
        return text, lexicon.why_unnamed(text)

    # months

    def wrong_months(self) -> Iterator[Problem]:
        """The first thing that is wrong with the months of the columns, or with which of them are actuals."""
        checks = (
            self._unsure_octobers, self._unsure_numbers, self._without_years, self._leaps, self._mixed,
            self._years_alone, self._headed_total,
        )  # fmt: skip
        return islice((problem for check in checks for problem in check()), 1)

    def _unsure_octobers(self) -> Iterator[Problem]:
        for one in self._octobers:
            yield one.row, one.column, unsure_october(one.text)

    def _unsure_numbers(self) -> Iterator[Problem]:
        """1 to 12 beside 项目 are a year's months where titles name a year and no month."""
        if self._around.year is None or self._around.dated is not None:
            for column in self.taken:
                if column.said.when.number and column.said.text.isdecimal() and len(column.said.text) < 3:
                    message = say("{number} may be a month or a day", number=column.said.text)
                    yield column.said.row, column.at, Invalid(message, WRITE_MONTH)

    def _without_years(self) -> Iterator[Problem]:
        for column in self.taken:
            if column.said.when.number and column.month is None and not self.by_year:
                yield self._table.first - 1, column.at, Invalid(NO_YEAR, WRITE_YEAR)

    def _leaps(self) -> Iterator[Problem]:
        after = leaps([column.said for column in self.taken])
        if after is not None:
            months = {column.at: column.month for column in self.taken}
            before = max((month for at, month in months.items() if at < after.column and month), default=None)
            month = months[after.column]
            if before is None or month is None or month < before:
                yield after.row, after.column, Invalid(say("the months run into another year"), WRITE_YEAR)

    def _mixed(self) -> Iterator[Problem]:
        """A month over some columns only may be that of the others too."""
        bare = [column for column in self.taken if not column.said.when.number]
        if self._by_month or not bare or len(bare) == len(self.taken) or all(says_this_month(one.said) for one in bare):
            return
        message = say("no month stands over this column, but over others")
        yield self._table.first - 1, bare[0].at, Invalid(message, say("name its month there"))

    def _years_alone(self) -> Iterator[Problem]:
        """A year over figures may be the whole year's, or the month's of the title in that year."""
        for column in self.taken:
            when = column.said.when
            if when.year and not when.number and not self._by_month:
                message = say("{text} may be the whole year, or a month of it", text=column.said.text)
                yield column.said.row, column.at, Invalid(message, WRITE_MONTH)

    def _headed_total(self) -> Iterator[Problem]:
        """A measure whose only figures are headed as a total, where those of others are headed as actuals."""
        named = {column.said.named.measure.id for column in self.taken if column.said.named}
        if not named:
            return
        for column in self.all:
            said = column.said
            is_total = column.out is not None and column.out.kind == "total" and said.marks[-1].facets.has("total")
            if said.named is not None and is_total and said.named.measure.id not in named:
                message = say("{text} stands where others say actual", text=said.text)
                yield said.row, column.at, Invalid(message, say("if these are the actuals too, head them so"))

    def month_of_days(self, month_of: MonthOf) -> Month | None:
        """The one month that the days of a table are of, or that a figure to date ends with; raises Invalid."""
        days = {column.said.day.when for column in self.days if column.said.day and column.said.day.when.number}
        days |= self._day_months
        if not days and self.taken and all(column.said.kind == "month_to_date" for column in self.taken):
            days = self._month_ended()
        return month_of(days.pop()) if len(days) == 1 else None

    def _month_ended(self) -> set[When]:
        """The month of a report's own day, where that is the month's last."""
        found = {day for title in self._around.titles for day in title.facets.times.days}
        for day in found:
            if not day.is_last:
                message = say("these figures go up to {day}, and the month went on", day=day.text)
                raise Invalid(message, WHOLE_MONTH)
        return {day.when for day in found}


_TAKEN: tuple[Kind | None, ...] = (None, "actual")


def _is_beside(other: Said, one: Said) -> bool:
    """Whether another column holds the month's own figures of the same thing."""
    return other.kind in _TAKEN and other.named == one.named and other.store == one.store


def says_this_month(said: Said) -> bool:
    """Whether a heading says that the month's own figures stand below it, whatever else a title tells."""
    return said.says("this_month", "month_to_date") and said.kind in (None, "actual", "month_to_date")


def _text(one: Said, kind: Kind) -> str:
    """The heading that says a kind."""
    return next((mark.text for mark in reversed(one.marks) if mark.kind == kind), one.text)


def _with_octobers(values: Sequence[Said]) -> list[Said | None]:
    """The columns with 2026.1 read as October where its neighbours say so; None where nobody can say."""
    found = octobers([" ".join(mark.text for mark in reversed(one.marks)) for one in values])
    return [
        one if not (october := found.get(at, False)) and october is not None
        else one._replace(when=When(one.when.year, 10)) if october else None
        for at, one in enumerate(values)
    ]  # fmt: skip
