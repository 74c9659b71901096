"""What a title, heading, label, sheet's name or footer says, read once from its parts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from dealerplan.domain.month_end import CALENDAR, MonthEnd
from dealerplan.domain.symbols import QUANTITIES
from dealerplan.domain.unit import Unit, read_unit
from dealerplan.errors import Invalid
from dealerplan.sheets.cell import plain
from dealerplan.sheets.parts import ROLES, Part, Role, Words, read_parts
from dealerplan.sheets.when import LONGEST, Times, When, read_times

Kind = Literal[
    "actual", "goal", "forecast", "earlier", "derived", "mean", "to_date", "month_to_date", "total", "days", "next",
    "year", "unclear",
]  # fmt: skip
"""What figures under a word are; only an actual of a month, or a month to date that has ended, is recorded."""

OTHERS: tuple[Literal["goal", "forecast", "earlier", "next"], ...] = ("goal", "forecast", "earlier", "next")
"""Kinds, and the parts that say them, of figures that are of another scenario or time wherever they stand."""


class Facets(NamedTuple):
    """Everything that a text says; `rest` is what nothing explains, `remark` what stands unexplained in brackets."""

    text: str = ""
    times: Times = Times()
    parts: tuple[Part, ...] = ()
    unit: str | None = None
    rest: str = ""
    remark: str | None = None
    edges: tuple[Part, ...] = ()

    @property
    def roles(self) -> tuple[Role, ...]:
        """What a column headed so may hold besides values."""
        return tuple(role for part in self.parts for role in ROLES if role == part)

    @property
    def month(self) -> When | None:
        """The one month that it names, a month's first or last day being one; None for none or several."""
        if self.times.months:
            return self.times.months[0] if len(self.times.months) == 1 and not self.times.days else None
        days = self.times.days
        return days[0].when if len(days) == 1 and days[0].is_edge else None

    @property
    def year(self) -> int | None:
        """The one year that it names, with or without a month."""
        years = {when.year for when in self.times.months} | {day.when.year for day in self.times.days}
        found = (years | {*self.times.years}) - {None}
        return found.pop() if len(found) == 1 else None

    @property
    def is_bare(self) -> bool:
        """Whether everything in it is explained."""
        return not self.rest and self.remark is None

    def has(self, *parts: Part) -> bool:
        """Whether it has any of some parts."""
        return any(part in self.parts for part in parts)

    @property
    def compares(self) -> bool:
        """Whether it says that figures stand beside others: actual against goal, this year with last."""
        return self.has("compared", "derived") or (self.has("actual") and self.has("goal", "forecast"))

    @property
    def kind(self) -> Kind | None:
        """What figures under it are; None where it does not say."""
        has, times = self.has, self.times
        if has("derived"):
            return "derived"
        if has("goal", "forecast"):
            if has("compared"):
                return "derived"
            return "unclear" if has("actual") else "goal" if has("goal") else "forecast"
        if has("earlier"):
            return "derived" if has("compared") else "earlier"
        if has("next"):
            return "next"
        if has("mean"):
            return "mean"
        if has("month_to_date"):
            return "to_date" if has("until") else "month_to_date"
        if has("to_date") or (times.until and (times.months or times.days or has("this_month"))):
            return "to_date"
        if has("total") and (has("this_month") or (self.month and not times.spans)):
            return "month_to_date"  # 3月合计
        if times.spans or has("total", "summary"):
            return "total"
        if times.parts or (times.days and self.month is None):
            return "days"
        if has("this_year"):
            return None if has("this_month") or times.months else "year"
        if times.length is not None and self.month and not times.is_whole(self.month):
            return "days"
        if has("compared"):
            return "derived"
        if has("actual", "closing", "this_month"):
            return "actual"
        return None


_BRACKETED = re.compile(r"[(\[【{]([^()\[\]【】{}]*)[)\]】}]")
_UNIT_WORD = re.compile(
    r"(?:金额|货币|计量|数量)?单位\s*[:为是]?\s*|(?<![a-z])units?\s*[:]\s*|(?<![a-z])in\s+", re.IGNORECASE
)
_UNIT_SAID = re.compile(
    r"(?<=\S)\s*(?:金额|货币|计量|数量)?单位\s*:\s*([^\s,;、()]+)|(?<=[a-z])\s+in\s+(\S+(?:\s\S+)?)$", re.IGNORECASE
)
_COUNT = re.compile(r"\d{1,9}\s*(?:条|笔|行|records?|rows?|items?)?")
_UNIT_ALONE = ("单位", "计量单位", "unit", "units")
_ALONE: dict[str, tuple[Part, ...]] = {"年": ("year",), "月": ("month",)}
_MARKED = re.compile(r"[*†※]+\s*$")


@lru_cache(maxsize=8192)
def read_facets(text: str, month_end: MonthEnd = CALENDAR) -> Facets:
    """Everything that a text says, brackets and all; a text that is too long for a heading says nothing."""
    shown = plain(text)
    if not shown or len(shown) > LONGEST:
        return Facets(shown, rest=shown)
    if shown in _ALONE:
        return Facets(shown, parts=_ALONE[shown])
    unit: str | None = None
    remark: str | None = None
    outside = shown
    for bracket in _BRACKETED.finditer(shown):
        inner = bracket[1].strip()
        if _COUNT.fullmatch(inner.casefold()) and not read_times(inner).years:
            outside = outside.replace(bracket[0], " ")
        elif (found := unit_of(inner)) is not None:
            unit, outside = found, outside.replace(bracket[0], " ")
        elif inner.casefold() in _UNIT_ALONE and outside.replace(bracket[0], "").strip():
            outside = outside.replace(bracket[0], " ")  # 项目（单位）
        elif read_parts(read_times(inner).rest).rest and not _is_of_time(inner):
            remark, outside = inner, outside.replace(bracket[0], " ")
    if (said := _UNIT_SAID.search(outside)) is not None and (found := unit_of(said[1] or said[2])) is not None:
        unit, outside = found, outside.replace(said[0], " ")
    times = read_times(_MARKED.sub("", outside), month_end)
    words = read_parts(times.rest)
    rest = words.rest
    if rest and unit is None and is_unit(rest) and outside.rstrip().casefold().endswith(rest):
        unit, rest = rest, ""  # 金额万元
    if rest == "" and unit is None and outside.rstrip().endswith("%"):
        unit = "%"
    if _contradicts(times) or _is_of_both(times, words):
        remark = shown
    parts, edges = words.parts, words.edges
    if shown.startswith("%"):  # % of sales
        parts, edges = (*parts, "derived"), (*edges, "derived")
    return Facets(shown, times, parts, unit, rest, remark, edges)


def _is_of_time(text: str) -> bool:
    """Whether a text names months, days or spans, be it with other words: `含1-2月`."""
    times = read_times(text)
    return bool(times.months or times.days or times.spans or times.parts)


def _contradicts(times: Times) -> bool:
    """Whether a text names a month and another year than the month's: `2026-04（2025年）`."""
    named = {when.year for when in times.months} - {None}
    return bool(named and times.years and named != {*times.years})


_SPEAKS = re.compile(
    r"^(?:[（(]?\s*)(?:注释?|备注|说明|口径|统计口径|数据口径|数据来源|数据|报表周期|数据期间|统计期间|报告期|notes?|remarks?|source|basis)\s*\d?\s*[:：.、]\s*"
    r"|(?:以上|上述|本表|表中|表内|全部|所有)(?:的|各项|所有)?|(?:数据|金额|数字|数)?(?:均为|均是|全为|都是|为|是|按)|口径|自然|(?<![不未])(?:包含|包括|含)(?!税)"
    r"|(?<![a-z])(?:all|the|these|above|this|table|sheet|report|figures?|amounts?|data|numbers?|values?|are|is|shown|show|dms|including|includes)(?![a-z])",
    re.IGNORECASE,
)


def read_statement(text: str, names: re.Pattern[str] | None = None, month_end: MonthEnd = CALENDAR) -> Facets | None:
    """What a sentence such as `注：以上为本年累计` says of the figures beside it; None where it is no such sentence.

    `names` are words, such as the measures', of which it may say it.
    """
    shown = plain(text)
    if len(shown) > LONGEST:
        return None
    left = _SPEAKS.sub(" ", shown.casefold())
    bare = names.sub(" ", left) if names is not None else left
    if bare == shown.casefold():
        return None
    facets = read_facets(bare.strip(" ,，。.;；:：()（）"), month_end)
    return facets if facets.is_bare else None


_OF_ITSELF = re.compile(
    r"(?:不含|(?:excl\w*|without)[. ]*(?:of )?)\s*(?:增值|\d+(?:\.\d+)?\s*(?:%|个点)\s*的?\s*)*(?:税|vat|tax)"
    r"|(?:internal|official|management|reference)(?: use)? only|工作日[^,，。;；]*不含周末|working days[^,.;]*weekends?"
)
"""What a file says of its tax, of who may read it, or of how it counts days."""
_PLACE = (
    r"车间|班组|小组|机修|钣[喷金](?!外)|喷漆|二网|网点|[东西南北中]区|分[店部]|[一二三四\d]店"
    r"|(?:the )?(?:\w+ )?(?:workshop|(?:body|paint) shop|branch|team|outlet)(?:e?s)?(?![a-z])"
)
_DAYS = (
    r"\d+\s*[天日号](?!以)|第?[一二三四五\d]周|周末|[上中下]旬|最后|月[底末]|weekends?(?![a-z])"
    r"|(?:the )?(?:last|first|\w+ \d+|\d+)\s*(?:st|nd|rd|th)?\s*(?:days?|weeks?)"
)
_DATE = (
    r"(?:\d{4}\s*[-/.年]\s*)?\d{1,2}\s*[-/.月]\s*\d|\d{1,2}\s*月(?!\d)"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d"
)
_LEFT_OUT = (
    r"不含|不包[括含]|未含|未包[括含]|缺(?!件)"
    r"|(?<![a-z])(?:excl\w*|(?:does|do) not include|not (?:yet )?incl\w*|without|except)(?![a-z])"
)
_SOLELY = r"[仅只](?:含|为|是|统计|包|有|到|录|计)|(?<![a-z])only(?![a-z])"
_LACKS = (
    r"未(?:录入|统计|上?报|入账|提交|含)|缺(?!件)|(?:仅|only)$"
    r"| (?:is |are |was |were )?not (?:yet )?(?:incl|enter|report)\w*"
)
_NEAR = r"[^,，。;；()（）]{0,5}"
_WITHOUT_SOME = re.compile(
    rf"(?:{_LEFT_OUT}){_NEAR}?(?:{_PLACE}|{_DAYS}|{_DATE})|(?:{_SOLELY}){_NEAR}?(?:{_PLACE}|{_DAYS})"
    rf"|(?:{_PLACE}|{_DAYS}){_NEAR}(?:{_LACKS})|含{_NEAR}\d\s*月{_NEAR}补[录报]"
)
"""What says that some days, or some places of a store, are left out: the one stands beside the other."""


def is_partial(facets: Facets) -> bool:
    """Whether a text says that figures are not of the whole month or store: 不含3月26日, 不含二网, 未结账, 仅含…"""
    text = facets.text.casefold()
    if facets.has("partial") or facets.remark in _SOME:
        return True
    return _WITHOUT_SOME.search(_OF_ITSELF.sub("", text)) is not None


_SOME = ("部分", "节选", "部分数据")


def _is_of_both(times: Times, words: Words) -> bool:
    """Whether a text names a month and what a column holds besides values: 3月指标 may be the month's goals."""
    return bool(times.months) and any(part in ROLES and part not in ("month", "year") for part in words.parts)


def unit_of(text: str) -> str | None:
    """The unit that a text is, and nothing more: `万元`, `单位：台`, `in thousands`, `元，不含税`; None for none."""
    bare = _UNIT_WORD.sub("", plain(text), count=1).strip()
    parts = [part.strip() for part in re.split("[、,;]", bare)]
    units = [part for part in parts if is_unit(part)]
    others = [part for part in parts if part not in units]
    if not units or any(read_parts(part.casefold()).rest for part in others):
        return None
    return "、".join(units)


def is_unit(text: str) -> bool:
    """Whether a text is a unit of known words."""
    try:
        unit: Unit = read_unit(text)
    except Invalid:
        return False
    return unit.is_bare_scale or unit.kind != "quantity" or unit.base in QUANTITIES.values()
