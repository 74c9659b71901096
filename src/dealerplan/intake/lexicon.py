"""The words of one file: what each cell's text means to the plans, looked up once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from dealerplan.domain.number import NUMBER, canonical
from dealerplan.domain.plan import Measure, Target
from dealerplan.domain.unit import Unit
from dealerplan.errors import Invalid
from dealerplan.intake.given import Known
from dealerplan.intake.units import NO_BRACKETS, names_scale
from dealerplan.sheets.cell import Content, Fault, Number, fold, is_empty, plain, word
from dealerplan.sheets.facets import OTHERS, Facets, Kind, read_facets, read_statement, unit_of
from dealerplan.sheets.parts import Part
from dealerplan.sheets.when import GAP, Times, When, read_times
from dealerplan.words import Message, meant, say

LONGEST_NAME = 200
MOST_TEXTS = 20_000  # different ones of a file that are read
MOST_REASONS = 200  # of a file; a search for near names takes its time, and nobody reads more
_BRACKET = re.compile(r"(.*?)\s*[(\[【](.+?)[)\]】]")
_OF_WHICH = re.compile(r"^(?:其中|of which)[:：]?\s*", re.IGNORECASE)
_DIGITS = re.compile(
    r"(?:19|20|21)\d\d(?:0[1-9]|1[0-2])?(?:0[1-9]|[12]\d|3[01])?|(?:19|20|21)\d\d\.(?:1[0-2]?|0?[1-9])"
)
_SCENARIOS: frozenset[Part] = frozenset((*OTHERS, "derived", "mean", "total", "to_date", "month_to_date", "summary"))
_HEADINGS = """measure amount period actual
    数据项 项目 指标 数值 金额 月份 期间 门店 单位 备注 序号 编码""".split()


class Named(NamedTuple):
    """A measure as a heading names it, with the unit that stands in brackets behind it."""

    measure: Measure
    unit: str | None = None


class Mark(NamedTuple):
    """What a cell says as a heading, label or key; of a measure's name, `facets` are those of what stands beside it.

    `total` is a figure of a plan's own, that nobody records; `ignored` a name that a plan's imports leave out; `part`
    the short name of members of measures, such as a store's within its group; `figure` a number that is no time.
    """

    text: str = ""
    facets: Facets = Facets()
    named: Named | None = None
    store: str | None = None
    total: Target | None = None
    ignored: bool = False
    part: str | None = None
    figure: bool = False

    @property
    def kind(self) -> Kind | None:
        """What figures under or beside it are, as far as it is sure: a word within an unknown name says nothing."""
        facets = self.facets
        kind = facets.kind
        if kind is None or facets.is_bare or self.named is not None or facets.times.spans:
            return kind
        return kind if any(part in _SCENARIOS for part in facets.edges) else None

    @property
    def other_kind(self) -> Kind | None:
        """Its kind, where figures of it are no actuals."""
        kind = self.kind
        return None if kind == "actual" else kind

    @property
    def is_known(self) -> bool:
        """Whether it says anything known."""
        if self.named or self.store or self.total or self.ignored or self.part:
            return True
        return not self.figure and (self.kind is not None or (self.facets.is_bare and _says(self.facets)))

    @property
    def month(self) -> When | None:
        """The month that it names, where nothing beside it is unexplained."""
        return self.facets.month if self.facets.is_bare or self.named else None

    @property
    def year(self) -> int | None:
        """The year that it names, and no month."""
        times = self.facets.times
        return self.facets.year if not (times.months or times.days or times.spans) else None


EMPTY = Mark()


def _says(facets: Facets) -> bool:
    times = facets.times
    return bool(facets.parts or times.months or times.years or times.days or times.spans or times.parts or facets.unit)


class Lexicon:
    """Measures, stores and the plans' own figures by the words of a file."""

    def __init__(self, known: Known) -> None:
        self.month_end = known.month_end
        self.shop = next(iter(known.names)) if len(known.names) == 1 else ""  # the name of the one store, if it has one
        self._measures = known.measures
        self._totals = {fold(name): target for target in known.totals for name in (target.id, target.name)}
        names = {fold(name): store for name, store in known.names.items() if not _is_word(name)}
        self._stores = names | {fold(store): store for store in known.stores}
        self._others = {fold(store): store for store in known.others}
        named = [store for store in (*known.stores, *known.names, *known.others) if not _is_word(store)]
        self._stores_within = _any_of(named)
        self._ignored = frozenset(map(fold, known.ignored))
        self._parts = frozenset(
            fold(name)
            for one in self.sums()
            for id in one.members
            if (member := known.measures.get(id))
            for name in (id.rsplit(".", 1)[-1], member.name)
        )
        self._spelled = {
            plain(name).casefold(): measure for name in known.measures.names() if (measure := known.measures.get(name))
        }
        self._measures_within = _any_of(self._spelled)
        self._reasons = 0
        self._marks: dict[Content, Mark] = {}

    def mark(self, content: Content) -> Mark:
        """What a cell says as a heading."""
        found = self._marks.get(content)
        if found is None:
            if len(self._marks) >= MOST_TEXTS:
                message = say("there are more than {most} different names and notes", most=MOST_TEXTS)
                raise Invalid(message, say("keep only what is to be recorded, or split the file"))
            found = self._marks[content] = self._mark(content)
        return found

    def _mark(self, content: Content) -> Mark:
        if is_empty(content):
            return EMPTY
        if isinstance(content, Fault):
            return Mark("?")
        text = shown(content)
        store = self.store(text)
        if is_number(content):
            facets = self.facets(text) if _DIGITS.fullmatch(text) else Facets(text)
            return Mark(text, facets, None, store, figure=not _says(facets))
        named, facets = self._named(text)
        if named is not None:
            return Mark(text, facets, named, store)
        short = _OF_WHICH.sub("", text)
        part = short if fold(short) in self._parts else None
        return Mark(text, facets, None, store, self._total(text), self._is_ignored(text), part)

    def _named(self, text: str) -> tuple[Named | None, Facets]:
        """The measure that a text names, and what the rest of the text says."""
        named = self._look_up(text)
        if named is not None:
            return (named, Facets(text)) if named.unit is None else self._with_bracket(named, named.unit)
        facets = self.facets(text)
        if facets.is_bare or self._measures_within is None or len(text) > LONGEST_NAME:
            return None, facets
        lower = plain(text).casefold()
        found = max(self._measures_within.finditer(lower), key=lambda match: len(match[0]), default=None)
        measure = self._spelled.get(found[0]) if found else None
        if found is None or measure is None:
            return None, facets
        around = self.facets(lower[: found.start()] + GAP + lower[found.end() :])
        if not (around.is_bare and _says(around)):
            return None, facets
        return Named(measure, around.unit), around

    def facets(self, text: str) -> Facets:
        """Everything that a text says, of days by the plans' months."""
        return read_facets(text, self.month_end)

    def times(self, text: str) -> Times:
        """Everything that a text says of time, of days by the plans' months."""
        return read_times(text, self.month_end)

    def _with_bracket(self, named: Named, bracket: str) -> tuple[Named, Facets]:
        """A measure with what stands in brackets behind it: its unit, or other words that are understood."""
        facets = self.facets(bracket)
        if (unit := unit_of(bracket)) is not None:
            return named._replace(unit=unit), facets._replace(rest="")
        return (named._replace(unit=None), facets) if facets.is_bare and _says(facets) else (named, Facets(bracket))

    def measure(self, name: str) -> Measure | None:
        """The measure of an id, name or alias."""
        return self._measures.get(name)

    def sums(self) -> list[Measure]:
        """The measures that are sums of members."""
        found = {measure.id: measure for name in self._measures.names() if (measure := self._measures.get(name))}
        return [measure for measure in found.values() if measure.members]

    def _look_up(self, text: str) -> Named | None:
        """The measure of a name, with or without a bracket behind it."""
        if not text or len(text) > LONGEST_NAME:
            return None
        text = text.removeprefix("'")  # which keeps spreadsheets from running it
        tries: list[tuple[str, str | None]] = [(text, None)]
        bracket = _BRACKET.fullmatch(text)
        if bracket is not None and bracket[1]:
            tries.append((bracket[1], bracket[2]))
        for name, unit in tries:
            for spelling in dict.fromkeys((name, name.replace(" ", ""), _unnumbered(name), _unnumbered(name).lower())):
                measure = self._measures.get(spelling)
                if measure is not None:
                    return Named(measure, unit)
        return None

    def _total(self, text: str) -> Target | None:
        for name in _unbracketed(text):
            found = self._totals.get(fold(name)) or self._totals.get(fold(name).rstrip("%‰"))
            if found is not None:
                return found
        return None

    def _is_ignored(self, text: str) -> bool:
        return any(fold(name) in self._ignored for name in _unbracketed(text))

    def member(self, whole: Measure, text: str) -> Measure | None:
        """The member of a measure that a part's name is."""
        members = [self._measures.get(id) for id in whole.members]
        folded = fold(text)
        for one in members:
            if one is not None and folded in (fold(one.id.rsplit(".", 1)[-1]), fold(one.id), fold(one.name)):
                return one
        return None

    def why_unnamed(self, text: str) -> Invalid:
        """Why a text names no measure; never with the name of another scenario's figure as the one meant."""
        self._reasons += 1
        if len(text) > LONGEST_NAME or self._reasons > MOST_REASONS or any(map(str.isdigit, text[:1])):
            return Invalid(say("there is no measure {name}", name=text[:LONGEST_NAME]))
        reason = self._measures.why_not(text.removeprefix("'"))
        if names_scale(text):
            return Invalid(reason.message, NO_BRACKETS)
        likely = reason.hint.fills.get("meant") if reason.hint else None
        crosses = isinstance(likely, str) and (_scenario(likely) != _scenario(text) or fold(likely) in fold(text))
        return Invalid(reason.message, None) if crosses else reason

    def why_no_heading(self, text: str) -> Invalid:
        """What is wrong with a heading: of a store that was not chosen, or not understood, with the one meant."""
        if self.is_unchosen(text):
            return self.why_no_store(text)
        return Invalid(say("the heading {text} is not understood", text=text), self._meant_heading(text))

    def _meant_heading(self, text: str) -> Message | None:
        """A member's full name, or the heading probably meant."""
        otherwise = say("say what the column holds: a month, actual, goal, notes")
        if any(map(str.isdigit, text)) or _scenario(text):
            return otherwise
        near = self._measures.of_member(text) or meant(text, _HEADINGS, otherwise)
        return otherwise if near and fold(str(near.fills.get("meant", "?"))) in fold(text) else near

    def store(self, text: str) -> str | None:
        """The store that a text names, if it does."""
        return self._stores.get(fold(text)) if text else None

    def statement(self, text: str) -> Facets | None:
        """What a sentence says of all figures beside it, or of a measure's: `注：产值为目标数`; None for any other."""
        return read_statement(text, self._measures_within, self.month_end)

    def stores_within(self, text: str) -> frozenset[str]:
        """The stores, chosen or not, whose names stand within a title: `经销商：城西店`."""
        if self._stores_within is None:
            return frozenset()
        named = [fold(match[0]) for match in self._stores_within.finditer(plain(text).casefold())]
        return frozenset(self._stores.get(name, name) for name in named)

    def without_stores(self, text: str) -> str:
        """A title without the stores' names in it, which may say anything."""
        return self._stores_within.sub(" ", plain(text).casefold()) if self._stores_within else text

    def strange_shop(self, text: str) -> str | None:
        """A shop that a title names and is not that of the plans, `城南店2026年3月`; None where they name none."""
        own = _core(self.shop)
        for match in _SHOP.finditer(plain(text)) if own else ():
            name = match[0].lstrip("年月日度季份")
            core = _core(name)
            is_name = len(core) > 1 and not _ANY_SHOP.fullmatch(core) and core[-1] not in _COMING
            if is_name and core not in own and own not in core:
                return name
        return None

    @property
    def has_others(self) -> bool:
        """Whether there are stores that were not chosen."""
        return bool(self._others)

    def without_lone_store(self, text: str) -> str:
        """A title without the one store whose name stands in it."""
        return text if len(self.stores_within(text)) != 1 else self.without_stores(text)

    @property
    def things(self) -> frozenset[str]:
        """What the plans' measures count: 台."""
        return frozenset(unit.base for unit in self._units if unit.counts_things)

    @property
    def money(self) -> frozenset[tuple[Fraction, str]]:
        """The units of the plans' money."""
        return frozenset((unit.scale, unit.base) for unit in self._units if unit.is_money)

    @cached_property
    def _units(self) -> frozenset[Unit]:
        """The units of the plans' measures."""
        found = (self._measures.get(name) for name in self._measures.names())
        return frozenset(one.unit for one in found if one and one.unit)

    def is_unchosen(self, text: str) -> bool:
        """Whether a text names a store of plans that were not chosen."""
        return fold(text) in self._others

    def why_no_store(self, text: str) -> Invalid:
        """What is wrong with a text that names no store, or one that was not chosen."""
        if self.is_unchosen(text):
            other, chosen = self._others[fold(text)], sorted({*self._stores.values()})
            message = say("this is of the store {other}, and --store chose {store}", other=other, store=chosen)
            return Invalid(message, say("leave --store out, or delete what is of other stores"))
        return Invalid(say("there is no store {name}", name=text), meant(text, sorted({*self._stores.values()})))


_SHOP = re.compile(r"(?:[^\W\d_]|4S)+店", re.IGNORECASE)
_ANY_SHOP = re.compile(
    "(?:全部|所有|各门|我们|我司|我公司|集团|旗舰|直营|加盟|连锁|专卖|体验|经销|特约|授权|品牌|汽车|新车|二手车|销售|售后|服务|维修|快修|钣喷|展厅)+"
)
_COMING = "到进来离入回返留出在约本全各门单每该此分总新"


def _core(shop: str) -> str:
    """What tells a shop from others: its name without what all are called."""
    return fold(shop).replace("4s", "").removesuffix("店")


def _is_word(store: str) -> bool:
    """Whether a store's name says something in every title: 2026, Q1, 目标."""
    facets = read_facets(store)
    return facets.is_bare and _says(facets)


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """A form that finds any of some names within a text, the longest first; Latin ones as words of their own."""
    plain_names = sorted({plain(name).casefold() for name in names} - {""}, key=len, reverse=True)
    forms = [
        rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])" if name.isascii() else re.escape(name) for name in plain_names
    ]
    return re.compile("|".join(forms)) if forms else None


def _scenario(text: str) -> frozenset[Part]:
    return _SCENARIOS & {*read_facets(text).parts}


def shown(content: Content) -> str:
    """The text of a cell that may be a heading or a name."""
    if isinstance(content, date):
        return content.isoformat()
    if isinstance(content, Number):
        return canonical(content.value)
    return _GUARDED.sub("", word(content))


_GUARDED = re.compile(r"^'(?=\d{4})")
"""The sign by which exports keep a spreadsheet from reading 202601 as a number; '000 is a unit."""


def _unbracketed(text: str) -> tuple[str, ...]:
    bracket = _BRACKET.fullmatch(text[:LONGEST_NAME])
    return (text, _unnumbered(text)) if bracket is None else (text, bracket[1], _unnumbered(bracket[1]))


def _unnumbered(name: str) -> str:
    """A name without its number in a list, `其中：` before it and a colon behind it."""
    return _BEFORE.sub("", plain(name)).rstrip(":： ")


NUMBERING = r"[(]?[一二三四五六七八九十\d]{1,3}[、.)]\s*(?!\d)"
"""The number before a line of a list, in plain signs: `二、`, `3.`, `(4)`."""

_BEFORE = re.compile(
    rf"^(?:{NUMBERING}|[①-⑳]\s*)?(?:(?:其中|减|加|less|add|of which)\s*[:：]\s*)?",
    re.IGNORECASE,
)


def is_number(content: Content) -> bool:
    """Whether a cell holds a number alone, be it a figure, a year or a month."""
    return isinstance(content, Number) or (isinstance(content, str) and _is_number(plain(content)))


def _is_number(text: str) -> bool:
    return any(char.isdigit() for char in text) and NUMBER.fullmatch(text.strip("'()¥￥$ ")) is not None


_OF_ALL = re.compile(r"[本全整]店|全体|全部|所有|\d+\s*(?:人|名|位|个|家|people|persons)")
OF_SOME = re.compile(r"集团|其中|(?<![a-z])(?:group|of which|[a-z](?<![as]/s))(?![a-z/])", re.IGNORECASE)
"""What a total says that is of more or of less than the store, or of one part that has a letter."""
DEPARTMENT = re.compile(
    r"(?:售后|销售|客服|市场|财务)(?:服务)?(?:部门?|业务|板块|类)?"
    r"|SA|(?:after-?sales|a/s|sales|service)(?: department| dept)?",
    re.IGNORECASE,
)
"""What the plan of a store may be of; its column says nothing of parts."""


def is_of_all(lexicon: Lexicon, text: str) -> bool:
    """Whether a text names nothing but the whole store: 全店合计, its own name."""
    rest = _OF_ALL.sub("", lexicon.without_stores(text))
    name = _TOTAL.sub("", rest)
    return lexicon.facets(rest).is_bare or DEPARTMENT.fullmatch(name) is not None or name in _ITS_WORK


_ITS_WORK = ("", "维修", "接待", "前台")
"""What an after-sales department's total may be called by."""
_TOTAL = re.compile(r"总?合计|总计|小计|总和|汇总|(?:grand )?total|[-—–:：\s]", re.IGNORECASE)
