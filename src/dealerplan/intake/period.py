"""Words that tell a title's figures from the actuals of one month: goals, last year's, a quarter's, a week's."""

from __future__ import annotations

import re

from dealerplan.intake.dated import in_title
from dealerplan.intake.when import LONGEST, is_span, with_plain_days
from dealerplan.sheets.cell import plain

_NOT_DONE = r"(?!.*(?:完成|达成|执行|实际|实绩|进度|对比|差|vs|actual|attain|against))"
_GOALS = re.compile(
    rf"(?:目标|计划|预算|预测|预计|预估|forecast|budget|\bplan(?:ned)?\b|\bgoals?\b|\btargets?\b){_NOT_DONE}",
    re.IGNORECASE,
)
_EARLIER = re.compile(r"去年|上年|同期|上个?月|上期|last year|prior year|last month|prior month", re.IGNORECASE)
_LONGER = re.compile(
    r"第?\s*[一二三四1-4]\s*季度?|[上下]半年|(?<![a-z0-9])(?:20\d\d\s*[-年]?\s*)?(?:[1-4]?q[1-4]|h[12]|[1-4]q)(?![a-z0-9])"
    r"|季报|年报|(?<![及和与、])累计|全年|合计|year[ -]to[ -]date|ytd|quarter|half[ -]year|annual|"
    r"\d{1,2}\s*月?份?\s*[-~～—至到]\s*\d{1,2}\s*月",
    re.IGNORECASE,
)
_SHORTER = re.compile(
    r"第\s*[一二三四五六\d]+\s*周|[上中下]旬|[上下]半月|周报|日报|week\s*\d|weekly|daily", re.IGNORECASE
)
_WHOLE_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d\s*(?:年度?(?!\s*\d{1,2}\s*月)|\s*$)")
_CUMULATIVE = re.compile(r"(?<![及和与、])累计|年初至今|year[ -]to[ -]date|(?<![a-z])ytd|cumulative", re.IGNORECASE)
_MEANS = re.compile(r"[日月]均|(?:daily|monthly) (?:average|mean)", re.IGNORECASE)
_COMPARED = re.compile(r"[比差增含及和与、]|\bvs\b|against|compar|growth|with", re.IGNORECASE)
_TOTAL = re.compile(rf"合计|总计|小计|总和|总数|共计|total|sum|{_CUMULATIVE.pattern}", re.IGNORECASE)
_THIS_MONTH = re.compile(r"[本当]月|this month|current month", re.IGNORECASE)
_NUMBERING = re.compile(r"^[(]?[一二三四五六七八九十\d]{1,3}[、.)]\s*(?!\d)")


def is_of_goals(text: str) -> bool:
    """Whether a title says that goals stand below it; 目标完成情况 are actuals beside them."""
    return _GOALS.search(plain(text)[:LONGEST]) is not None


def is_no_month(text: str) -> bool:
    """Whether a title says more or less than one month: a quarter, a year to date, a week."""
    return any(words.search(plain(text)[:LONGEST]) for words in (_LONGER, _SHORTER))


def other_figure(text: str) -> re.Pattern[str] | None:
    """The words by which a title says that its figures are cumulative, means or those of an earlier time."""
    text = plain(text)[:LONGEST]
    kinds = (_CUMULATIVE, _MEANS) if _COMPARED.search(text) else (_CUMULATIVE, _MEANS, _EARLIER)
    return next((words for words in kinds if words.search(text)), None)


def is_total(text: str) -> bool:
    """Whether a sheet's name says that sums stand in it: 累计, 合计, YTD; not 全年 or Q1, which may hold months."""
    return _TOTAL.search(plain(text)) is not None


def is_year(text: str) -> bool:
    """Whether a title names a year and no month."""
    told = with_plain_days(plain(text)[:LONGEST].casefold())
    return _WHOLE_YEAR.search(told) is not None and not in_title(text).months


def is_this_month(text: str) -> bool:
    """Whether a heading says that the month's own figures stand below it, whatever else a title tells."""
    return _THIS_MONTH.match(plain(text)) is not None


def is_other(text: str) -> bool:
    """Whether a line says that what follows is no actual of a month: goals, last year's, a total."""
    text = _NUMBERING.sub("", plain(text))
    return is_of_goals(text) or is_no_month(text) or is_span(text) or _EARLIER.search(text) is not None
