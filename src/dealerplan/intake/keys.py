"""What a row's own cells say of its figures: measure, store, month, part, unit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from dealerplan.domain.formula import Formula, Name
from dealerplan.domain.month import Month
from dealerplan.domain.month_end import MonthEnd
from dealerplan.domain.plan import Measure, Target
from dealerplan.errors import Invalid
from dealerplan.intake.headings import are_days, day_of, octobers
from dealerplan.intake.lexicon import DEPARTMENT, EMPTY, OF_SOME, Lexicon, Mark, Named, is_of_all, shown
from dealerplan.intake.reasons import Out, of_ignored, of_kind
from dealerplan.intake.sentences import NAME_IT, NO_YEAR, WHOLE_MONTH, WRITE_MONTH, WRITE_YEAR, unsure_october
from dealerplan.intake.table import Table
from dealerplan.intake.titles import MonthOf
from dealerplan.intake.units import is_scaled
from dealerplan.sheets.cell import Content, Row, Sheet, cell_at, word
from dealerplan.sheets.parts import Role
from dealerplan.sheets.place import Place, place_in
from dealerplan.sheets.when import Day, When
from dealerplan.words import say

MOST_DATES = 2_000  # different cells of a column that are looked at for days


class RowKeys(NamedTuple):
    """What a row says; None where the table has no such column, Invalid where its cell says nothing known.

    `part` is the adviser, team or workshop that it is of; a `total` is over the parts or days of the rows above.
    """

    measure: Named | Target | Out | Invalid | None
    store: str | Out | Invalid | None
    month: Month | Day | Out | Invalid | None
    part: str | None = None
    total: str | None = None
    out: Out | None = None
    when: When = When()  # that stands beside the measure's name


class _Seen(dict[Content, Any]):
    """Known keys by their cells; of a column that the table lacks, all are None."""

    def __init__(self, columns: Sequence[int]) -> None:
        self.columns = columns
        self.at = columns[0] if columns else 0

    def __missing__(self, cell: Content) -> None:
        if self.columns:
            raise KeyError(cell)

    def keep(self, row: Row, key: object) -> None:
        """Remember what a row's cell says, unless it is empty and said by the row above."""
        if self.columns and self.at < len(row) and row[self.at] != "":
            self[row[self.at]] = key


class Keys:
    """Reads the keys of a table's rows, from the first to the last."""

    def __init__(self, sheet: Sheet, table: Table, lexicon: Lexicon, month_of: MonthOf) -> None:
        keys = table.keys
        self.ids, self.names = keys.get("id", []), keys.get("measure", [])
        self.measures = [*self.names, *self.ids]
        self.stores, self.months = keys.get("store", []), keys.get("month", [])
        self.years, self.kinds, self.units = keys.get("year", []), keys.get("kind", []), keys.get("unit", [])
        self.parts = self._of_parts(sheet, table, lexicon)
        self._lexicon, self._month_of = lexicon, month_of
        notes = {at for role in _NOTES for at in table.keys.get(role, ())}
        self._others = [at for at in range(min((one.column for one in table.values), default=0)) if at not in notes]
        self._spread = sorted({*self.measures, *self.stores, *self.months, *self.kinds, *self.years, *self.parts})
        self._above: Row = ()
        self._wholes: list[Measure] = []  # that rows above name, over their members: the last within those before it
        self._members: dict[tuple[str, str], Named | None] = {}
        self.year: int | None = None  # of the row read last
        self._year_above: int | None = None  # of the last line that holds only a year
        self.unit_above = ""
        self._seen = tuple(_Seen(columns) for columns in (self.names, self.stores, self.months))
        simple = not (self.ids or self.years or self.kinds or self.parts)
        self._simple = simple and all(len(seen.columns) < 2 for seen in self._seen)
        self.october: Mapping[Content, bool | None] = {}
        self.day_months: frozenset[When] = frozenset()  # of days down the rows
        self._count_days = False
        self.until: Place | None = None  # where the heading of the months says that figures count up to each
        self.by_day = self._read_dates(sheet, table)

    def _of_parts(self, sheet: Sheet, table: Table, lexicon: Lexicon) -> Sequence[int]:
        """The columns of advisers, teams and workshops; those of who answers for each measure are none."""
        columns = table.keys.get("group", [])
        if not columns or not self.measures:
            return columns
        seen: set[tuple[object, ...]] = set()
        for row in sheet.rows[table.first :]:
            marks = [lexicon.mark(cell_at(row, at)) for at in self.measures]
            if not any(mark.named for mark in marks):
                continue
            key = tuple(mark.text for mark in marks) + tuple(
                cell_at(row, at) for at in (*self.stores, *self.months, *self.years, *self.kinds)
            )
            if key in seen:
                return columns
            seen.add(key)
        texts = {lexicon.mark(cell_at(row, at)).text for row in sheet.rows[table.first :] for at in columns}
        if any(_WORKSHOP.search(text) for text in texts):
            return columns
        if len(seen) > 1 and all(DEPARTMENT.fullmatch(text) for text in texts - {""}):
            return []  # 类别: 售后 over several measures
        are_groups = len(texts - {""}) > 1 or any(one.says("actual", "goal") for one in table.values)
        return columns if self._of_people(sheet, table, lexicon, columns, are_groups) else []

    @staticmethod
    def _of_people(sheet: Sheet, table: Table, lexicon: Lexicon, columns: Sequence[int], are_groups: bool) -> bool:
        """Whether a column's heading says that its rows are people or kinds, and not the department that answers.

        Kinds may be groups of measures, where each measure stands once.
        """
        texts = [lexicon.mark(cell_at(sheet.rows[table.first - 1], at)).text for at in columns]
        kinds = any(lexicon.mark(text).facets.has("kind") for text in texts)
        return any(word in text.casefold() for text in texts for word in _PEOPLE) or (kinds and not are_groups)

    def _read_dates(self, sheet: Sheet, table: Table) -> bool:
        """Whether the dates of the column of months are days; finds 2026.10 written 2026.1 too."""
        if not self.months:
            return False
        at = self.months[0]
        cells = dict.fromkeys(row[at] for row in sheet.rows[table.first :] if at < len(row) and row[at] != "")
        if len(cells) > MOST_DATES:
            return False
        texts = [shown(cell) for cell in cells]
        order = [*cells]
        self.october = {order[place]: found for place, found in octobers(texts).items() if found is not False}
        marks = [self._lexicon.mark(cell) for cell in cells]
        days = [day for mark in marks if mark.facets.is_bare and (day := day_of(mark))]
        head = _head(sheet, table, at, self._lexicon)
        if head.facets.has("until", "to_date"):
            self.until = place_in(sheet, table.first - 1, at)
        self._count_days = _is_of_days(head, [mark.text for mark in marks], self._lexicon.month_end)
        by_day = self._count_days or are_days(days)
        if by_day:
            self.day_months = frozenset(day.when for day in days if day.when.number)
        return by_day

    def known(self, row: Row) -> RowKeys | None:
        """What a row says whose every key was seen before and known; None for any other row."""
        if not self._simple:
            return None
        measures, stores, months = self._seen
        try:
            keys = RowKeys(measures[row[measures.at]], stores[row[stores.at]], months[row[months.at]])
        except (KeyError, IndexError):
            return None
        self._above = row
        self._note_whole(keys.measure)
        return keys

    def read(self, row: Row) -> RowKeys:
        """What a row's keys say."""
        keys = self._read(row)
        is_plain = all(key is None or isinstance(key, (Named, str, Month)) for key in keys[:3])
        is_nested = self._note_whole(keys.measure)
        if self._simple and is_plain and not is_nested and keys.total is None and keys.when == When():
            for seen, key in zip(self._seen, keys, strict=False):
                seen.keep(row, key)
        return keys

    def _read(self, row: Row) -> RowKeys:
        if len(self._spread) > 1:
            row = self._filled(row)
        self.year = _year(cell_at(row, self.years[0])) if self.years else None
        out = self._out(row, self.kinds)
        if out is not None:
            return RowKeys(None, None, None, out=out)
        part, total = self._part(row)
        keys = RowKeys(self._measure(row), self._store(row), self._month(row), part, total, when=self._when(row))
        if self.by_day and isinstance(keys.month, Out) and keys.month.kind in ("total", "month_to_date"):
            return keys._replace(month=None, total=word(cell_at(row, self.months[0])))
        if any(isinstance(key, Invalid) for key in keys) and (out := self._out(row, self._others)):
            return RowKeys(None, None, None, out=out)  # a total, said in a column such as that of the numbers
        return keys

    def _note_whole(self, found: Named | Target | Out | Invalid | None) -> bool:
        """Remember the measure whose members may follow in rows of their own; gives whether a row is of one of them."""
        measure = found.measure if isinstance(found, Named) else None
        if isinstance(found, Target) and isinstance(found.formula, Name):
            measure = self._lexicon.measure(found.formula.id)
        if found is None:
            return False
        while self._wholes and (measure is None or measure.id not in self._wholes[-1].members):
            self._wholes.pop()
        is_nested = bool(self._wholes)
        if measure is not None and measure.members:
            self._wholes.append(measure)
        return is_nested

    def _when(self, row: Row) -> When:
        """The month or year that stands beside a measure's name: `接车台次（2025年）`."""
        for at in self.measures:
            mark = self._lexicon.mark(cell_at(row, at))
            if mark.named and (mark.month or mark.year):
                return mark.month or When(mark.year)
        return When()

    def _part(self, row: Row) -> tuple[str | None, str | None]:
        """The part of the store that a row is of, or the word by which it is the total of all."""
        marks = [self._lexicon.mark(cell_at(row, at)) for at in self.parts]
        named = [mark for mark in marks if mark is not EMPTY]
        totals = [mark for mark in named if self._is_of_all(mark)]
        if totals and all(mark in totals or DEPARTMENT.fullmatch(mark.text) for mark in named):
            return None, totals[0].text
        return (" ".join(mark.text for mark in named) if named else None), None

    def _is_of_all(self, mark: Mark) -> bool:
        """Whether a word is of the whole store: its name, or a total that names no part of it, such as 一组合计."""
        if mark.store:
            return True
        if mark.kind != "total" or OF_SOME.search(mark.text):
            return False
        return mark.facets.is_bare or is_of_all(self._lexicon, mark.text)

    def unit(self, row: Row) -> str:
        """The unit that a row names, or has from the row above by a ditto mark; empty for a dash."""
        units = dict.fromkeys(word(cell_at(row, at)).removeprefix("'") for at in self.units)
        unit = "、".join(filter(None, units))
        if unit.casefold() in _DITTO:
            return self.unit_above or unit
        return unit if any(char.isalpha() or char in _UNIT_SIGNS for char in unit) else ""

    def _filled(self, row: Row) -> Row:
        """A row with the keys that it shares with those above: merged cells hold them in the first row alone."""
        above, filled, some = self._above, None, False
        for at in reversed(self._spread):
            if at < len(row) and row[at] != "":
                some = True
            elif some and at < len(above) and above[at] != "":
                filled = filled or [*row]
                filled[at] = above[at]
        if some:
            self._above = filled or row
        return filled or row

    def _out(self, row: Row, columns: Sequence[int]) -> Out | None:
        for at in columns:
            mark = self._lexicon.mark(cell_at(row, at))
            if mark.named is None and at not in self.parts and (kind := mark.other_kind) is not None:
                return of_kind(mark.text, kind)
        return None

    def unknown_kind(self, row: Row) -> tuple[int, str] | None:
        """A column and its word that says neither goal nor actual."""
        for at in self.kinds:
            mark = self._lexicon.mark(cell_at(self._filled(row), at))
            if mark is not EMPTY and mark.kind != "actual" and not (mark.facets.is_bare and mark.facets.has("value")):
                return at, mark.text
        return None

    def lacks_unit(self, row: Row) -> bool:
        """Whether a row names no unit below one with a scale: merged cells hold it in the first row alone."""
        return bool(self.units) and not self.unit(row) and is_scaled(self.unit_above)

    def note_unit(self, row: Row) -> None:
        """Remember a row's unit for the rows below it."""
        if self.units and (unit := self.unit(row)):
            self.unit_above = unit

    def _measure(self, row: Row) -> Named | Target | Out | Invalid | None:
        found: Named | Target | Out | Invalid | None = None
        for at in self.ids:
            by_id = self._named(cell_at(row, at))
            if isinstance(by_id, (Named, Target)):
                found = by_id
        for at in self.names:
            by_name = self._named(cell_at(row, at))
            if not isinstance(found, (Named, Target)) or isinstance(by_name, Out):
                found = by_name
            elif isinstance(by_name, (Named, Target)) and not _is_one(found, by_name):
                both = [_name(found), _name(by_name)]
                message = say("the id and the name are not of one thing: {both}", both=both)
                return Invalid(message, say("mend one of them"))
        return Invalid(_NO_MEASURE) if found is None and self.ids else found

    def _named(self, cell: Content) -> Named | Target | Out | Invalid:
        mark = self._lexicon.mark(cell)
        if mark is EMPTY or (mark.named is None and mark.facets.is_bare and mark.facets.roles):
            return Invalid(_NO_MEASURE, NAME_IT)
        if (kind := mark.other_kind) is not None:
            return of_kind(mark.text, kind) if mark.total is None else mark.total
        if (found := mark.named or mark.total) is not None:
            return found
        if mark.ignored:
            return of_ignored(mark.text)
        if mark.part is None:
            return self._lexicon.why_unnamed(mark.text)
        nested = [one for whole in self._wholes if (one := self._nested(whole, mark.part)) is not None]
        if len(nested) > 1:
            message = say("{text} may be {names}", text=mark.text, names=[one.measure.name for one in nested])
            return Invalid(message, say("write the whole name"))
        return nested[0] if nested else _of_no_whole(mark.text)

    def _nested(self, whole: Measure, part: str) -> Named | None:
        """The member of a whole above that a row names in short; each stands once, as names of the lexicon do."""
        key = (whole.id, part)
        if key not in self._members:
            member = self._lexicon.member(whole, part)
            self._members[key] = None if member is None else Named(member)
        return self._members[key]

    def _store(self, row: Row) -> str | Out | Invalid | None:
        if not self.stores:
            return None
        mark = self._lexicon.mark(cell_at(row, self.stores[0]))
        if mark is EMPTY:
            return Invalid(say("no store is named"), NAME_IT)
        if mark.store is not None:
            return mark.store
        if (kind := mark.other_kind) is not None:
            return of_kind(mark.text, kind)
        return self._lexicon.why_no_store(mark.text)

    def _month(self, row: Row) -> Month | Day | Out | Invalid | None:
        if not self.months:
            return None
        cell = cell_at(row, self.months[0])
        mark = self._lexicon.mark(cell)
        if mark is EMPTY:
            return Invalid(say("no month is named"), NAME_IT)
        if cell in self.october:
            return self._as_october(cell, mark)
        facets = mark.facets
        if self.by_day and facets.is_bare and (day := day_of(mark)) is not None:
            return day
        if self._count_days and mark.text.isdecimal() and 1 <= int(mark.text) <= 31:
            return Day(When(), int(mark.text))
        when = facets.month or _month_number(mark.text)
        kind = facets.kind if facets.is_bare or facets.times.spans else None
        if kind == "month_to_date" and facets.month and not self.by_day:
            kind = None  # 3月合计, a line of a month among months
        if self.by_day and facets.is_bare and facets.has("this_month"):
            return of_kind(mark.text, "month_to_date")
        if self.by_day and when is not None and (facets.month in self._day_whens() or facets.kind == "month_to_date"):
            return of_kind(mark.text, "month_to_date")
        if self.by_day and when is not None and facets.times.months:
            message = say("{text} stands among days", text=mark.text)
            return Invalid(message, say("give each row its month, and no day"))
        if when is not None and (facets.is_bare or mark.figure) and kind in (None, "actual"):
            return self._dated(when, row)
        if facets.month and (facets.times.parts or facets.times.length):
            message = say("{text} leaves out days of the month", text=mark.text)
            return Invalid(message, WHOLE_MONTH)
        if kind is not None and kind != "actual":
            return of_kind(mark.text, kind)
        if mark.year is not None and facets.is_bare:
            self._begin_year(mark.year)
            return of_kind(mark.text, "year")
        if when is not None and facets.remark is not None:
            message = say("{text} behind a month is not understood", text=facets.remark)
            return Invalid(message, say("is it the whole month's actual? Then write the month alone"))
        return Invalid(say("{text} is not a month", text=mark.text), WRITE_MONTH)

    def _day_whens(self) -> set[When | None]:
        """The months of the days down the rows, with and without their year."""
        return {*self.day_months, *(When(None, when.number) for when in self.day_months)}

    def _as_october(self, cell: Content, mark: Mark) -> Month | Invalid:
        year = mark.facets.year
        return Month(year, 10) if self.october[cell] and year else unsure_october(mark.text)

    def _dated(self, when: When, row: Row) -> Month | Invalid:
        if self._year_above is not None and when.year is None:
            when = When(self._year_above, when.number)
        month = when.month(_year(cell_at(row, self.years[0]))) if self.years else self._month_of(when)
        return month or Invalid(NO_YEAR, WRITE_YEAR)

    def _begin_year(self, year: int) -> None:
        self._year_above = year
        self._seen[2].clear()


def _head(sheet: Sheet, table: Table, at: int, lexicon: Lexicon) -> Mark:
    """The last heading over a column."""
    marks = [lexicon.mark(cell_at(sheet.rows[row], at)) for row in reversed(range(table.top, table.first))]
    return next((mark for mark in marks if mark is not EMPTY), EMPTY)


def _is_one(by_id: Named | Target, by_name: Named | Target) -> bool:
    """Whether both are of one measure or formula; targets may share a name."""
    share_name = isinstance(by_id, Target) and isinstance(by_name, Target) and by_id.name == by_name.name
    return share_name or _subject(by_id) == _subject(by_name)


def _subject(found: Named | Target) -> Formula:
    return found.formula if isinstance(found, Target) else Name(found.measure.id)


def _name(found: Named | Target) -> str:
    return found.name if isinstance(found, Target) else found.measure.name


def _of_no_whole(part: str) -> Invalid:
    message = say("there is no measure {name}", name=part)
    return Invalid(message, say("it is a member: write the row of its measure above it, or both in one"))


def _is_of_days(head: Mark, texts: Sequence[str], month_end: MonthEnd) -> bool:
    """Whether numbers from a month's first day on, one by one, are days: their heading says so, or they are more than
    months."""
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 3]
    counts_up = len(numbers) > 1 and month_end.counts(numbers)
    return counts_up and (head.kind == "days" or 12 < len(numbers) <= 31)


def _month_number(text: str) -> When | None:
    """A bare `3` in a column of months."""
    is_number = text.isascii() and text.isdecimal() and len(text) < 3
    return When(None, int(text)) if is_number and 0 < int(text) < 13 else None


_WORKSHOP = re.compile(r"\w(?:车间|班组|小组|工段)$|(?<=\w )(?:workshop|team|shop)$", re.IGNORECASE)
_PEOPLE = """顾问 业务员 销售员 技师 机修工 员工 姓名 人员 班组 小组 组别
    adviser advisor consultant sales technician employee staff crew""".split()
_NOTES: tuple[Role, ...] = ("note", "owner", "unit")
_DITTO = frozenset('〃 ″ ” “ " \' "" 同上 ditto'.split())
_UNIT_SIGNS = "%‰¥$€£"
_NO_MEASURE = say("no measure is named")


def _year(cell: Content) -> int | None:
    text = word(cell).removesuffix("度").removesuffix("年")
    return int(text) if len(text) == 4 and text.isascii() and text.isdecimal() else None
