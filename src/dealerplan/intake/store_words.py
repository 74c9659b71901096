"""What the headings of a group's table of stores say: a store's facts, or a target's goals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from dealerplan.domain.formula import Name
from dealerplan.domain.group import Fact
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan, Target
from dealerplan.errors import Invalid
from dealerplan.intake.lexicon import LONGEST_NAME
from dealerplan.intake.strays import CONTACT
from dealerplan.intake.units import base_of
from dealerplan.sheets.cell import fold, plain
from dealerplan.sheets.facets import is_unit, read_facets, unit_of
from dealerplan.sheets.parts import Part
from dealerplan.sheets.when import When
from dealerplan.words import meant, say

Key = Literal["store", "name", "opened", "closed", "from", "why"] | Fact
"""What a column says of a row's store, or of the row itself."""

_WORDS: Mapping[Key, str] = {
    "store": """门店 店 门店编号 门店代码 门店编码 门店id 店编号 店代码 店编码 店号 经销商 经销商编号
        经销商代码 经销商编码 网点编号 网点代码 store storeid storecode storeno storenumber shop shopid dealer dealerid
        dealercode outlet""",
    "name": "名称 门店名称 店名 店名称 经销商名称 网点名称 name storename shopname dealername",
    "region": "区域 大区 片区 地区 region area",
    "brand": "品牌 brand make",
    "class": "级别 等级 门店级别 门店等级 class grade tier",
    "manager": "店总 总经理 负责人 店长 门店负责人 manager generalmanager gm",
    "opened": "开业 开业日期 开业时间 开业日 opened opening openingdate opendate",
    "closed": "停业 停业日期 停业时间 闭店 闭店日期 关店 关店日期 closed closing closingdate closedate",
    "from": "自 从 生效月 生效月份 from effective effectivefrom",
    "why": "原因 说明 变更原因 调整原因 why reason",
}
_KEYS: Mapping[str, Key] = {word: key for key, words in _WORDS.items() for word in words.split()}
_LOOSE = frozenset("门店 店 经销商 store shop dealer outlet".split())
"""Headings of a store that are its name's where another column has its code."""
_OTHER = frozenset(
    "地址 详细地址 城市 省份 省 市 邮箱 微信 联系人 联系方式 address city province email contact".split()
)
_YEAR = frozenset("年 年度 全年 全年度 全年目标 合计 总计 全年合计 year fullyear annual total yeartotal".split())
_START = frozenset("start 起点 期初 起始 年初 opening".split())
_OF_GOALS = frozenset(("goal", "value", "month", "year", "this_year"))
_BRACKET = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_BETWEEN = " _-·.:/|,、"


class OfTarget(NamedTuple):
    """A column of a target's goals: for the whole period, for a `month`, or what its level `starts` from."""

    target: Target
    month: Month | None = None
    starts: bool = False
    unit: str | None = None


LEFT_OUT: Literal["left out"] = "left out"
"""Ordinals, notes, telephones."""

Meaning = Key | OfTarget | Literal["left out"] | Invalid
"""What a heading says, or what is wrong with it."""


class _Rest(NamedTuple):
    """What stands beside a target's name."""

    when: When = When()
    starts: bool = False
    unit: str | None = None


def key_of(text: str) -> Key | None:
    """The key that a heading is, in words of one language or both, with or without a bracket."""
    for words in dict.fromkeys((text, _BRACKET.sub(" ", plain(text)))):
        if (found := _KEYS.get(fold(words))) is not None:
            return found
        both = {_KEYS.get(fold(word)) for word in words.split()}
        if len(both) == 1 and (one := both.pop()) is not None:
            return one
    return None


def words_of(key: Key) -> list[str]:
    """The headings that mean a key."""
    return _WORDS[key].split()


def is_loose(text: str) -> bool:
    """Whether a heading of the store may be its name's."""
    return fold(text) in _LOOSE


class Headings:
    """Reads the headings of a table by the words of its plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        found: dict[str, list[Target]] = {}
        for names in (_measure_names(plan), *_own_names(plan)):  # the last counts
            level: dict[str, list[Target]] = {}
            for name, target in names:
                if target not in level.setdefault(plain(name).casefold(), []):
                    level[plain(name).casefold()].append(target)
            found |= level
        self._spelled = sorted(found.items(), key=lambda one: -len(one[0]))
        self._folded = {fold(name): targets for name, targets in found.items()}
        self._ignored = frozenset(map(fold, plan.ignored))

    def read(self, text: str) -> Meaning | None:
        """What a heading says; None where it is not understood."""
        targets = self._folded.get(fold(text))
        if targets is not None:
            return self._of_target(targets, text, _Rest())
        if (key := key_of(text)) is not None:
            return key
        if len(text) <= LONGEST_NAME and (found := self._beside_name(text)) is not None:
            return found
        bare = fold(_BRACKET.sub(" ", plain(text)))
        if bare in _START and len(starting := [one for one in self._plan.targets if _starts(one)]) == 1:
            return OfTarget(starting[0], starts=True)
        facets = read_facets(text)
        is_note = facets.is_bare and facets.has("ordinal", "note") and not facets.times.months
        return LEFT_OUT if is_note or bare in _OTHER | self._ignored or CONTACT.search(text) else None

    def _beside_name(self, text: str) -> Meaning | None:
        lower = plain(text).casefold()
        for name, targets in self._spelled:
            rest = _beside(lower, name)
            if rest is not None and (said := _read_rest(rest)) is not None:
                return self._of_target(targets, text, said)
        return None

    def _of_target(self, targets: Sequence[Target], text: str, said: _Rest) -> OfTarget | Invalid:
        own = [one for one in targets if one.by_store is not None]
        if not own:
            message = say("the goal of {name} stands in the plan", name=targets[0].label)
            return Invalid(message, say("delete the column, or write goal: by store in the plan"))
        if len(own) > 1:
            ids = [one.id for one in own]
            return Invalid(say("{text} may be several targets", text=text), say("name one by its id: {ids}", ids=ids))
        target = own[0]
        if said.starts and not _starts(target):
            message = say("{name} has no start by store", name=target.label)
            return Invalid(message, say("delete the column, or write start: by store in the plan"))
        try:
            return OfTarget(target, self._month(target, said.when, text), said.starts, said.unit)
        except Invalid as error:
            return error

    def _month(self, target: Target, when: When, text: str) -> Month | None:
        """The month of a heading; None of the whole period's. Raises Invalid."""
        period = self._plan.months_of(target)
        if when.number is None:
            if when.year not in (None, *_years(period)) or (when.year is not None and len(_years(period)) > 1):
                raise Invalid(
                    say("{text} is not the period {period}", text=text, period=period.label),
                    say("keep the goals of the period alone"),
                )
            return None
        if not target.adds_up:
            message = say("{name} has no goals by month: it is no sum of months", name=target.label)
            raise Invalid(message, say("write one goal"))
        return month_in(self._plan._replace(period=period), when)

    def why_unknown(self, text: str) -> Invalid:
        """What is wrong with a heading that is not understood, with the one probably meant."""
        own = [name for one in self._plan.targets if one.by_store for name in (one.id, one.label)]
        known = list(dict.fromkeys([*own, *(word for words in _WORDS.values() for word in words.split())]))
        hint = meant(plain(text)[:LONGEST_NAME], known, say("name a target of the plan, or delete the column"))
        return Invalid(say("the heading {text} is not understood", text=text[:LONGEST_NAME]), hint)


def month_in(plan: Plan, when: When) -> Month:
    """The month of a plan's period that a heading or cell names, with or without its year; raises Invalid."""
    assert when.number is not None
    named = str(when.number) if when.year is None else str(Month(when.year, when.number))
    return plan.period.select(named)[0]


def says_otherwise(plan: Plan, text: str) -> bool:
    """Whether words above a heading say that other figures than the plan's goals stand below: last year, actuals."""
    facets = read_facets(text)
    year = facets.year
    return bool({*facets.parts} - _OF_GOALS - {"measure", "group", "store"}) or year not in (None, *_years(plan.period))


_OTHERWISE: tuple[Part, ...] = ("earlier", "actual", "forecast", "derived", "next", "to_date")


def is_of_others(plan: Plan, text: str) -> bool:
    """Whether a title says that no goals of the plan stand below it: of last year, actuals, `2025年目标`."""
    facets = read_facets(text)
    if not facets.is_bare or facets.times.days or facets.times.made:
        return False
    of_another_year = facets.has("goal") and facets.year not in (None, *_years(plan.period))
    return of_another_year or facets.has(*_OTHERWISE)


def _years(period: Iterable[Month]) -> list[int]:
    return sorted({month.year for month in period})


def _starts(target: Target) -> bool:
    return target.by_store is not None and target.by_store.starts


def _measure_names(plan: Plan) -> Iterator[tuple[str, Target]]:
    """The names of the measures that targets are, nothing else."""
    for target in plan.targets:
        if isinstance(target.formula, Name):
            measure = plan.measures[target.formula.id]
            yield from ((name, target) for name in (measure.id, measure.name, *measure.aliases))


def _own_names(plan: Plan) -> tuple[list[tuple[str, Target]], list[tuple[str, Target]]]:
    names = [(name, one) for one in plan.targets for name in (one.name, one.label)]
    return names, [(name, one) for one in plan.targets for name in (one.id, one.id.replace("_", " "))]


def _beside(lower: str, name: str) -> str | None:
    """What stands before and behind a name in a text; None where the name is not in it."""
    before, found, behind = lower.partition(name)
    if not found or _runs_on(before[-1:], name[:1]) or _runs_on(name[-1:], behind[:1]):
        return None
    return f"{before} {behind}"


def _runs_on(before: str, behind: str) -> bool:
    """Whether two characters are of one word or number."""
    if not (before.isascii() and behind.isascii()):
        return False
    return (before.isalpha() and behind.isalpha()) or (before.isdigit() and behind.isdigit())


@lru_cache(maxsize=1024)
def _read_rest(rest: str) -> _Rest | None:
    """What stands beside a target's name: a month, the start, a unit; None where it is not understood."""
    units, outside = [], rest
    for bracket in _BRACKET.finditer(rest):
        if (unit := unit_of(bracket[1])) is not None:
            units.append(unit)
            outside = outside.replace(bracket[0], " ")
    outside = outside.strip(_BETWEEN)
    if fold(outside) not in _YEAR and is_unit(outside):
        units.append(outside)
        outside = ""
    if len({base_of(unit) for unit in units}) > 1:
        return None
    unit = units[0] if units else None
    if fold(outside) in _START:
        return _Rest(starts=True, unit=unit)
    if not outside or fold(outside) in _YEAR:
        return _Rest(unit=unit)
    facets = read_facets(outside)
    times = facets.times
    if not facets.is_bare or {*facets.parts} - _OF_GOALS or times.spans or times.parts:
        return None
    if (times.months or times.days) and facets.month is None:
        return None
    unit = unit or facets.unit
    return _Rest(facets.month, unit=unit) if facets.month else _Rest(When(facets.year), unit=unit)
