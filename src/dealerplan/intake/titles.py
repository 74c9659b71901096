"""What stands around a table, in its titles, its sheet's name and its footers: month, year, store, units, scenario."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypedDict

from dealerplan.domain.month import Month
from dealerplan.errors import Invalid
from dealerplan.intake.given import Problem
from dealerplan.intake.lexicon import DEPARTMENT, Lexicon, is_of_all, shown
from dealerplan.intake.sentences import MEND_ONE, NO_YEAR, WRITE_YEAR
from dealerplan.intake.table import KEYS, Table
from dealerplan.intake.units import Unknown, units_in
from dealerplan.sheets.cell import Row, Sheet, fold, is_empty, plain
from dealerplan.sheets.facets import Facets, Kind, is_partial
from dealerplan.sheets.when import Times, When
from dealerplan.words import say

MonthOf = Callable[[When], Month | None]
"""The month that a heading, key or title names, by the year of its surroundings; None where that is not known."""

MOST_TITLES = 50  # of the tables above that hold for one
_STORES = "门店名称|门店|分店|店名|stores?|shop|outlet|branch"
_STORE_WORD = re.compile(rf"(?:{_STORES})\s*:?", re.IGNORECASE)
_STORE = re.compile(rf"(?<![a-z])(?:{_STORES})\s*:\s*([^\s,;、|()]+)", re.IGNORECASE)
_PERIOD_WORD = re.compile(
    r"(?:统计|数据|开始|起始|结束|终止)?(?:期间|区间|日期|时间|截[至止]日?期?)\s*:?|(?:as of|period|from|to)\s*:?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"至|到|[~～—]|\bto\b")


_THAN_EARLIER = re.compile(r"[较比](?:去年|上年|同期|上月|上期)(?:同期|同月)?\s*$")


class Told(NamedTuple):
    """The single months and the years that texts name; of the months in `cut` they tell a part only."""

    months: frozenset[When] = frozenset()
    years: frozenset[int] = frozenset()
    cut: frozenset[When] = frozenset()


class Title(NamedTuple):
    """A cell around a table by index from 0, or its sheet's name, and what it says."""

    row: int
    column: int
    text: str
    facets: Facets
    told: Told
    store: str | None = None
    is_tab: bool = False
    said: bool = False  # as a sentence of all figures
    part: str | None = None  # of the store: an adviser, a workshop, a filter's choice
    of_others: bool = False  # as it says: a group's total, a region's, a filter that leaves all stores
    mixes_years: bool = False  # as a pivot's filter that leaves several
    shop: str | None = None  # whose name is no store's of the plans

    @property
    def kind(self) -> Kind | None:
        """What it says that figures below it are; None where it only compares, or says no more than its month."""
        facets = self.facets
        if _THAN_EARLIER.search(facets.text):
            return "derived"
        if facets.has("derived") and facets.is_bare and not facets.has("compared", "goal", "forecast", "earlier"):
            return "derived"
        if facets.compares:
            return None
        if facets.has("summary") and not facets.has("total", "to_date") and not facets.times.spans:
            facets = facets._replace(parts=tuple(part for part in facets.parts if part != "summary"))
        kind = facets.kind
        if kind == "days" and not facets.times.parts and facets.times.length is None:
            return None  # days of a period, or of the print: `told` has them
        return None if kind == "actual" else kind


class Units(NamedTuple):
    """The units that titles name, each with its place by index from 0, and what is wrong with them."""

    found: Sequence[tuple[int, int, str]]
    wrong: Sequence[Problem]


class Surroundings(NamedTuple):
    """What titles and a sheet's name, the `tab`, say; `units` are of all amounts in the table."""

    titles: Sequence[Title]
    tab: Title | None
    units: Units
    own: Sequence[Title] = ()  # of the titles, those between the table above and this one
    is_first: bool = True  # of the sheet's tables

    @property
    def all(self) -> Sequence[Title]:
        """The titles, and the sheet's name."""
        return [*self.titles, self.tab] if self.tab else self.titles

    @property
    def told(self) -> Told:
        """What all titles say together."""
        return with_years(_union(title.told for title in self.titles))

    @property
    def of_tab(self) -> Told:
        """What the sheet's name says."""
        return with_years(self.tab.told) if self.tab else Told()

    @property
    def cut(self) -> Sequence[tuple[Title, When]]:
        """The months of which days are left out, with the titles that say so."""
        return [(title, when) for title in self.all for when in title.told.cut]

    @property
    def dated(self) -> Title | None:
        """The last title that names a month, else the sheet's name where that does."""
        named = [title for title in self.titles if title.told.months]
        return named[-1] if named else self.tab if self.tab and self.tab.told.months else None

    @property
    def until(self) -> Title | None:
        """The title that says that figures count up to the month, where no other one names it."""
        dated = [title for title in self.all if title.told.months]
        counted = [title for title in dated if title.facets.times.until]
        return counted[0] if counted and len(counted) == len(dated) else None

    @property
    def store(self) -> Title | None:
        """The last title that names a store, else the sheet's name where that does."""
        return next(
            (title for title in reversed(self.titles) if title.store), self.tab if self.tab and self.tab.store else None
        )

    @property
    def year(self) -> int | None:
        """The one year named, in the titles or else by the sheet; None where none or several are."""
        for told in (self.told, self.of_tab):
            if told.years:
                return next(iter(told.years)) if len(told.years) == 1 else None
        return None

    @property
    def mixes_years(self) -> bool:
        """Whether a filter says that figures are of several years, or months, together."""
        return any(title.mixes_years for title in self.titles)

    @property
    def is_of_a_year(self) -> bool:
        """Whether any year is named."""
        return bool(self.told.years or self.of_tab.years)

    def month(self, month_of: MonthOf) -> Month | None:
        """The one month named. Raises Invalid where titles and sheet disagree, or a month lacks its year."""
        found = [_one(told.months, month_of) for told in (self.told, self.of_tab) if told.months]
        if len(set(found)) > 1:
            message = say("the titles say {one}, the sheet's name {other}", one=found[0], other=found[1])
            raise Invalid(message, MEND_ONE)
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


def _union(told: Iterable[Told]) -> Told:
    """What several texts say together."""
    months, years, cut = set[When](), set[int](), set[When]()
    for one in told:
        months |= one.months
        years |= one.years
        cut |= one.cut
    return Told(frozenset(months), frozenset(years), frozenset(cut))


def with_years(told: Told) -> Told:
    """Months without a year take the one year that stands beside them."""
    year = next(iter(told.years)) if len(told.years) == 1 else None
    return told._replace(
        months=frozenset(When(when.year or year, when.number) for when in told.months),
        cut=frozenset(When(when.year or year, when.number) for when in told.cut),
    )


def told_by(times: Times) -> Told:
    """The months and years of a title. A lone day, such as that of the print, is neither; those of a period are."""
    days = times.days
    is_period = len(days) > 1 or times.begins or times.ends or times.until
    months, cut = {*times.months}, set[When]()
    if days and is_period and not times.spans:
        months |= {day.when for day in days}
        if not days[0].is_first and (len(days) > 1 or times.begins):
            cut.add(days[0].when)
        if not days[-1].is_last and (len(days) > 1 or not times.begins):
            cut.add(days[-1].when)
    years = {*times.years} | {when.year for when in months if when.year is not None}
    return Told(frozenset(months), frozenset(years), frozenset(cut))


def texts_of(row: Row) -> list[tuple[int, str]]:
    """The cells of a row that hold anything, as text."""
    return [(column, shown(cell)) for column, cell in enumerate(row) if not is_empty(cell)]


def surroundings(
    sheet: Sheet, since: int, table: Table, lexicon: Lexicon, above: Surroundings | None = None
) -> Surroundings:
    """Read the rows above a table, from `since` on, the headings of its keys, and its sheet's name.

    What the titles of the table `above` it say holds for it too, as far as its own say nothing.
    """
    rows = [(at, texts_of(sheet.rows[at])) for at in range(since, table.top)]
    titles = [_read(title, lexicon) for at, cells in rows for title in _titles_of(at, cells, lexicon)]
    tab = [(table.top, [(0, sheet.name)])] if sheet.name else []
    units = units_among_cells([*rows, *_heads(sheet, table, lexicon), *tab], lexicon.without_lone_store)
    own = titles
    if above is not None and not any(title.kind or title.told.years or title.told.months for title in titles):
        titles = [*above.titles[-MOST_TITLES:], *titles]
    if above is not None and not units.found:
        units = units._replace(found=above.units.found)
    named = _tab(sheet.name, table.top, lexicon)
    return Surroundings(titles, _of_store(named, lexicon) if named else None, units, own, above is None)


def _read(title: Title, lexicon: Lexicon) -> Title:
    """A title with what it says as a sentence, and with the store whose name stands within it."""
    title = title._replace(of_others=title.of_others or _is_of_others(title.text, lexicon))
    said = None if title.facets.is_bare or title.told.months else lexicon.statement(title.text)
    if said is not None:
        return title._replace(facets=said, told=told_by(said.times), said=True)
    return _of_store(title, lexicon)


_OF_ALL_OF = re.compile(
    r"(?:以上|上述|本表|此表|表中|下表)(?:的|数据|各项|金额|均|都)*[为是](.*?)(?:合计|汇总|总计|总和|合并)(?:数据?)?[。.]?$"
    r"|(?<![a-z])(?:are|is)\s+(?:of |for )?(?:the |whole |all )*(group|region)(?: totals?)?[.)]?$",
    re.IGNORECASE,
)


def _is_of_others(text: str, lexicon: Lexicon) -> bool:
    """Whether a sentence says that the figures are all of a group or region, or of something else that has a name."""
    found = _OF_ALL_OF.search(plain(text))
    if found is None:
        return False
    of = found[1]
    return of is None or "集团" in of or not (DEPARTMENT.fullmatch(of) or is_of_all(lexicon, of))


def _of_store(title: Title, lexicon: Lexicon) -> Title:
    """A title with the store whose name stands within it, and what it says besides; one of several is of others."""
    stores = lexicon.stores_within(title.text)
    if len(stores) > 1 or (not stores and _is_of_group(title.text, lexicon)):
        return title._replace(of_others=True)
    if not stores:
        return title._replace(shop=None if title.store else lexicon.strange_shop(title.text))
    if title.store:
        return title
    facets = lexicon.facets(lexicon.without_stores(title.text))
    return title._replace(store=next(iter(stores)), facets=facets, told=told_by(facets.times))


_GROUP = re.compile(r"集团|(?<![a-z])group(?![a-z])", re.IGNORECASE)


def _is_of_group(text: str, lexicon: Lexicon) -> bool:
    """Whether a title is of the group, 集团2026年3月月报, of whose stores not all were chosen."""
    return lexicon.has_others and _GROUP.search(text) is not None and lexicon.facets(_GROUP.sub(" ", text)).is_bare


def _heads(sheet: Sheet, table: Table, lexicon: Lexicon) -> Iterator[tuple[int, Sequence[tuple[int, str]]]]:
    """The headings that may name the unit of a whole table: those of keys, and what is not understood above others."""
    keys = {column for role in KEYS for column in table.keys.get(role, ())}
    for at in range(table.top, table.first):
        row, above = sheet.rows[at], at < table.first - 1
        yield (
            at,
            [
                (column, text)
                for column, text in texts_of(row)
                if column in keys or (above and not lexicon.mark(row[column]).is_known)
            ],
        )


def units_among_cells(rows: Iterable[tuple[int, Sequence[tuple[int, str]]]], read: Callable[[str], str] = str) -> Units:
    """The units in rows of cells, given with their indexes and `read` first, and what is wrong with them.

    Beside a unit that is understood, a word behind 单位 that is none is a name.
    """
    found: list[tuple[int, int, str]] = []
    wrong: list[Problem] = []
    for at, cells in rows:
        before = ""
        for column, text in cells:
            try:
                found += [(at, column, unit) for unit in units_in(read(text), before)]
            except Invalid as error:
                wrong.append((at, column, error))
            before = text
    return Units(found, [one for one in wrong if not (found and isinstance(one[2], Unknown))])


def _titles_of(at: int, cells: Sequence[tuple[int, str]], lexicon: Lexicon) -> Iterator[Title]:
    """What the cells of a row of titles say."""
    texts = [text for _, text in cells]
    if len(cells) > 1 and (period := _period(texts, lexicon)) is not None:
        yield Title(at, cells[0][0], " ".join(texts), Facets(" ".join(texts)), period)
        return
    for index, (column, text) in enumerate(cells):
        before = texts[index - 1] if index else ""
        named = _STORE.search(f"{before.rstrip(': ')}: {text}" if _STORE_WORD.fullmatch(before) else text)
        text = text if _STORE_WORD.fullmatch(before) else _STORE.sub(" ", text)
        facets = lexicon.facets(text)
        times = lexicon.times(f"{before} {text}") if _PERIOD_WORD.fullmatch(before) else facets.times
        yield Title(
            at, column, text, facets._replace(times=times), told_by(times), _store(named[1]) if named else None,
            part=_part(text, before, facets), **_filtered(text, lexicon.facets(before)),
        )  # fmt: skip


_SEVERAL = ("(全部)", "(多项)", "(所有)", "(all)", "(multipleitems)")


class _Filtered(TypedDict):
    of_others: bool
    mixes_years: bool


def _filtered(text: str, before: Facets) -> _Filtered:
    """What a pivot's filter leaves together: `年 | (多项)`, `门店 | (全部)`."""
    several = fold(text) in _SEVERAL and before.is_bare
    return {"of_others": several and before.has("store"), "mixes_years": several and before.has("year", "month")}


_PARTS = (
    "顾问|业务员|销售员|技师|车间|班组|小组|车型|品牌|渠道|客户类型|业务类型"
    "|adviser|advisor|consultant|technician|workshop|team|model|brand"
)
_OF_PART = re.compile(rf"(?:{_PARTS})(?:名称|姓名|name)?\s*[:：]\s*(\S.*)", re.IGNORECASE)
_PART_WORD = re.compile(rf"[^:：]*(?:{_PARTS})(?:名称|姓名|name)?\s*[:：]?", re.IGNORECASE)
_WHOLE = ("", "全部", "所有", "全店", "合计", "all", "(全部)", "(all)")


def _part(text: str, before: str, facets: Facets) -> str | None:
    """The part of a store that a title is of: `服务顾问：张三`, a filter `车型 | 某型`, `机修车间2026年1月报表`."""
    said = _OF_PART.search(text)
    if said is not None:
        return None if fold(said[1]) in _WHOLE else text
    if _PART_WORD.fullmatch(before) and len(before) < 12 and not facets.times.months:
        return None if fold(text) in _WHOLE else f"{before} {text}"
    if _PERSONAL.search(text):
        return text
    of_one = re.search(r"车间|班组|小组|workshop|team", text, re.IGNORECASE) is not None
    return text if of_one and facets.rest and facets.has("group") and not facets.times.spans else None


_PERSONAL = re.compile(
    r"个人(?=业绩|报表|台账|明细|产值|$)|(?<![a-z])(?:individual|personal)(?= performance| results)", re.IGNORECASE
)
_TEAM = re.compile(r"[一二三四五六七八九\d]组|机修|钣[喷金]|喷漆|(?:body|paint) ?shop|team ?\w", re.IGNORECASE)


def _part_of_tab(name: str, facets: Facets) -> str | None:
    """The team or workshop whose name a sheet has."""
    return name if _TEAM.fullmatch(name) else _part(name, "", facets)


def _period(texts: Sequence[str], lexicon: Lexicon) -> Told | None:
    """The days of one period over several cells: `开始日期 | 2026-03-01 | 结束日期 | 2026-03-31`; None for others."""
    times = lexicon.times(" ".join(texts))
    between = any(_BETWEEN.fullmatch(text.strip()) for text in texts)
    return told_by(times) if len(times.days) > 1 and (times.begins or times.ends or between) else None


def _store(name: str) -> str | None:
    """A store as a title names it; None for a blank to be filled in, and for all of them."""
    return None if fold(name) in ("", "全部", "所有", "all") else name


def _tab(name: str | None, row: int, lexicon: Lexicon) -> Title | None:
    """What a sheet's name says."""
    if not name:
        return None
    facets = lexicon.facets(name)
    part = None if lexicon.stores_within(name) else _part_of_tab(name.strip(), facets)
    return Title(row, 0, name, facets, told_by(facets.times), is_tab=True, part=part)


def footers(rows: Iterable[tuple[int, Row]], lexicon: Lexicon) -> list[Title]:
    """What rows below a table, or text beside it, say of its figures: days that lack, other scenarios."""
    found = []
    for at, row in rows:
        for title in _titles_of(at, texts_of(row), lexicon):
            said = lexicon.statement(title.text)
            title = title._replace(of_others=_is_of_others(title.text, lexicon))
            if (
                title.told.cut
                or title.facets.is_bare
                or title.facets.times.made
                or title.of_others
                or is_partial(title.facets)
            ):
                found.append(title)
            elif said is not None:
                found.append(title._replace(facets=said, told=told_by(said.times), said=True))
    return found
