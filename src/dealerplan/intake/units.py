"""Units as headings, unit columns and titles write them, against the measure's own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from fractions import Fraction
from functools import lru_cache

from dealerplan.domain.plan import Measure
from dealerplan.domain.unit import Unit, factor, is_currency, read_unit
from dealerplan.errors import Invalid
from dealerplan.sheets.cell import fold, plain
from dealerplan.sheets.facets import is_unit
from dealerplan.sheets.parts import read_parts
from dealerplan.sheets.when import read_times
from dealerplan.words import say

_UNIT = re.compile(
    r"(?P<kind>(?:(?P<of>金额|货币|计量|数量)|(?<![一-鿿]))[单單]位)(?:\s*(?::|均?为|是)\s*|\s+|$)|[一-鿿][单單]位\s*:"
    r"|(?<![a-z])(?<![a-z] )(?P<unit>units?)\s*:\s*",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(\[【]([^()\[\]【】]+)[)\]】]")
_NAMES = re.compile("公司|店|集团|汽车|部|科|中心|厂")
_SHORT = re.compile(r"[一-鿿]{1,3}|[a-z]{1,5}", re.IGNORECASE)
_IN_WORDS = re.compile("元(?:角分|整| ?取整)")
_MAY_COUNT = re.compile(r"^[一-鿿]$|^(?!each$)[a-z]+$|[元万千百亿角分币](?!公|店|部)", re.IGNORECASE)
"""Of a short word behind 单位, that it may be a unit; 城西 is a store or a firm."""
_LATIN = re.compile(r"['’]?[0-9a-z]+")
_SCALED = re.compile(
    r"(\d\s*)?(?:[百千万亿]+元|百万|万[台辆]|thousands?\b|millions?\b|hundreds?\b|['’]000|\b000s?\b|\bin 1[,'’]?000"
    r"|[x×*]\s*10*(?:[,'’ ]000|000\b|\^)|\b[a-z](?:cny|rmb|eur|usd)\b|\b1['’]000)",
    re.IGNORECASE,
)
_UNREAD = re.compile(
    r"^\s*(?:w|\d+\s*[kw万千百])\s*(?:元|台|辆|cny|rmb)?\s*$", re.IGNORECASE
)  # what is read as no unit
_IN = re.compile(r"^(?:in\s+|(?:金额|amounts?)\s*:\s*(?:in\s+)?)", re.IGNORECASE)
_COUNTED = ("things", "time", "score")

WRITE_SO = say("write the unit so: 单位：万元, or behind the measures' names: 产值（万元）")
NO_BRACKETS = say("write its unit in brackets: 产值（万元）")


def share_of(measure: Measure) -> Fraction | None:
    """What one of the measure's unit is, where the unit is a percent or per mille."""
    return measure.unit.share if measure.unit is not None else None


@lru_cache(maxsize=1024)
def unit_in(text: str) -> Unit:
    """The unit that words in a file name; what is none is a quantity of its own."""
    try:
        return read_unit(plain(text))
    except Invalid:
        return Unit(text, "quantity", fold(text))


def base_of(unit: str) -> tuple[Fraction, str]:
    """How many of the plain unit a unit is, and that plain unit: 万元 is 10,000 of CNY, 辆 is 台."""
    found = unit_in(unit)
    return found.scale, found.base


def scale_to(written: str, measure: Measure) -> Fraction | None:
    """What a number in the written unit is multiplied by to be in the measure's; None where they have no relation."""
    unit, own = unit_in(written), measure.unit
    if own is None:
        counts = unit.kind in _COUNTED and unit.scale == 1
        return unit.scale if unit.is_bare_scale or unit.is_money else Fraction(1) if counts else None
    if unit.is_bare_scale and unit.scale != 1 and own.kind != "share":
        return unit.scale / own.scale
    times = factor(unit, own)
    return factor(unit, own._replace(per=None)) if times is None and unit.per is None else times


def unit_over(written: str, measure: Measure) -> Unit | None:
    """The unit that a heading gives a measure's values: a scale alone is of the measure's own. None without a unit."""
    unit, own = unit_in(written), measure.unit
    if own is None or own.kind == "share":
        return own
    return own._replace(text=f"{unit.text} {own.base}", scale=unit.scale) if unit.is_bare_scale else unit


def is_scaled(unit: str) -> bool:
    """Whether a unit is more or less than one of what it counts: 万元, thousands."""
    return unit_in(unit).scale != 1


def is_money(measure: Measure) -> bool:
    """Whether the measure's unit is money, of any country and at any scale."""
    return measure.unit is not None and measure.unit.is_money


def _among(written: str) -> list[str]:
    """The units of a title such as `单位：万元、台`, `元/台` or `CNY thousands`."""
    parts = [part.strip() for part in re.split("[、,;]", plain(written)) if part.strip()]
    parts = [one.strip() for part in parts for one in ([part] if _is_divided(part) else part.split("/"))]
    return [unit for part in parts for unit in ([part] if is_of_money(part) or _is_divided(part) else part.split())]


def _is_divided(unit: str) -> bool:
    """Whether a unit is one known thing per another: `元/台`."""
    per = unit_in(unit).per
    return per is not None and all(map(is_unit, re.split(r"/|\bper\b", unit)))


def listed(written: str, measures: Collection[Measure]) -> list[str]:
    """The units over some measures: `元/台` is 元 and 台 where there are both, and nothing of so much a 台."""
    parts = written.split("/")
    if any(scale_to(written, one) is not None for one in measures):
        return [written]
    is_rate = len(parts) > 1 and is_of_money(parts[0]) and unit_in(parts[1]).is_of_things
    enough = all if is_rate else any
    return parts if enough(_fits(part, measures) for part in parts) else [written]


Known = Collection[tuple[Fraction, str]]
"""Units as base_of tells them."""


def is_new(unit: str, near: Known, money: Known) -> bool:
    """Whether figures in a unit are neither in one that stands `near` them nor in the plans' own."""
    foreign = is_of_money(unit) and base_of(unit) not in money
    return (is_scaled(unit) or foreign) and base_of(unit) not in near


def fits(written: str, measures: Collection[Measure]) -> bool:
    """Whether any unit of a title or heading may be that of any of a table's measures."""
    return not measures or any(_fits(unit, measures) for unit in _among(written))


def _fits(unit: str, measures: Collection[Measure]) -> bool:
    bare = unit_in(unit).is_bare_scale
    return bare or any(one.unit is None or scale_to(unit, one) is not None for one in measures)


def is_of_money(unit: str) -> bool:
    """Whether a unit is of money, of any country; a scale alone is too."""
    found = unit_in(unit)
    return found.is_money or (found.is_bare_scale and found.scale != 1)


def _money_among(written: str) -> str | None:
    """The unit of money among several; raises Invalid where a scale stands beside it that is not understood."""
    units = _among(written)
    money = [unit for unit in units if is_of_money(unit)]
    odd = [unit for unit in units if _LATIN.fullmatch(fold(unit)) and not is_of_money(unit) and not _is_known(unit)]
    if money and (odd or len({base_of(unit) for unit in money}) > 1):
        raise _unclear(written)
    return money[0] if money else None


def _is_known(unit: str) -> bool:
    """Whether a unit is a word that counts or measures."""
    found = unit_in(unit)
    return found.base != fold(unit) or found.kind != "quantity"


def _unclear(written: str) -> Invalid:
    return Invalid(say("the unit of money in {text} is not understood", text=written), WRITE_SO)


def unit_among(written: str, measure: Measure) -> str | None:
    """The unit of a column that a measure's values are in; None where it is of money and the measure is not.

    One that is none of the measure's is given as it is written, to be refused.
    """
    if measure.unit is not None and measure.unit.per and scale_to(written, measure) is not None:
        return written
    units = _among(written)
    money = [unit for unit in units if is_of_money(unit)]
    if is_money(measure):
        return _money_among(written) or written
    fits = [unit for unit in units if unit not in money and scale_to(unit, measure) is not None]
    currency = any(unit_in(unit).is_money for unit in money)
    return fits[0] if fits else None if currency else written


class Unknown(Invalid):
    """A word behind 单位 that is no unit; where another one is named, it is whose figures they are."""


def units_in(text: str, before: str = "") -> tuple[str, ...]:
    """The units of money, and the scaled ones of things, that a title names: `单位：万元`, `销量（万辆）`, `(in 000s)`,
    and all those beside the word 单位. Raises Invalid for one that is not understood, and for two of money."""
    alone, text = plain(text), plain(f"{before} {text}" if _ends_in_unit(before) else text)
    text = _IN_WORDS.sub("元", text)
    words = [*_UNIT.finditer(text)]
    ends = [word.start() for word in words[1:]] + [len(text)]
    tails = [(word, _tail(text[word.end() : end])) for word, end in zip(words, ends, strict=False)]
    said = [unit for word, tail in tails for unit in _unit_of(word, tail)]
    for bracket in _BRACKETED.finditer(text):
        said += _in_brackets(bracket[1], text)
    said += [] if said else _spelled(text)
    said += [alone] if unit_in(alone).is_money else []
    money = {base_of(unit) for unit in said if is_of_money(unit)}
    if len(money) > 1 or (not said and (names_scale(text) or _is_odd_money(alone))):
        raise _unclear(text)
    for word, tail in tails:
        if not said and word["kind"] and _SHORT.fullmatch(tail) and _MAY_COUNT.search(tail):
            error = _unclear(f"{word[0]}{tail}".strip())
            raise Unknown(error.message, error.hint)
    return tuple(dict.fromkeys(said))


def _in_brackets(inner: str, text: str) -> list[str]:
    """The units of a title's brackets."""
    inner = _IN.sub("", inner).strip()
    if _UNREAD.search(inner) or _is_odd_money(inner):
        raise _unclear(text)
    return _of_amounts(inner)


_SPELLED = re.compile(
    r"(?:^all|\b(?:amounts?|figures?|values?|numbers?|expressed|stated|shown|reported|denominated|currency))"
    r"(?: (?:are|is|all|expressed|stated|shown|reported|given))* in "
    r"(?P<said>(?!(?:this|that|the|these|each|our|its|an?)\b)[^(),;.]+)"
    r"|^in (?P<scale>(?:[a-z]{3} )?(?:tens of )?[a-z0-9']*(?:0|[a-z](?<!s)s))(?: [a-z]{3})?$"
    r"|^in (?P<money>\S+ \S+)$",
    re.IGNORECASE,
)


def _spelled(text: str) -> list[str]:
    """The unit of a sentence such as `All amounts in CNY thousands`; raises Invalid for one that is none."""
    found = _SPELLED.search(" ".join(text.split()))
    if found is None:
        return []
    said = _QUALIFIED.sub(" ", found["said"] or found[0].removeprefix("in ").removeprefix("In ")).strip()
    if (units := _of_amounts(said)) or not read_parts(read_times(said).rest).rest:
        return units
    if any(map(_is_money_word, said.split())) or names_scale(said) or _MAY_SCALE.search(said):
        raise _unclear(text)
    return []


_QUALIFIED = re.compile(r"\b(?:unless|except)\b.*|\b(?:whole|full|actual|local|chinese)\b", re.IGNORECASE)
_MAY_SCALE = re.compile(r"\d|(?<![a-z])(?:crores?|lakhs?|cents?|dozens?|mio|mln?|bn)(?![a-z])", re.IGNORECASE)
"""What may be a scale that is not read: in crores, in 10k."""


def _is_money_word(word: str) -> bool:
    return is_currency(word) is not None


_ODD_MONEY = re.compile(
    r"[x×*]?\s*10*(?:[ ,'’]000)+|[x×*]?\s*1?0?(?:\^|[⁰-⁹])?[^\s一-鿿]{0,4}|[a-z]{1,4}|1e\d+", re.IGNORECASE
)


def _is_odd_money(text: str) -> bool:
    """Whether a text is no more than a currency and a scale that is none: `CNY mio`, `¥ 10 000`, `1e4 CNY`."""
    words = text.split()
    rest = " ".join(word for word in words if not _is_money_word(word))
    if not rest or rest == text or _is_known(text) or is_of_money(text):
        return False
    says_more = not read_parts(read_times(rest).rest).rest
    return _ODD_MONEY.fullmatch(rest) is not None and not says_more


def _of_amounts(written: str) -> list[str]:
    """The unit of money among several, and those of scaled things."""
    money = _money_among(written)
    things = [unit for unit in _among(written) if unit_in(unit).kind == "things" and unit_in(unit).per is None]
    return [*([money] if money else []), *things]


def names_scale(text: str) -> bool:
    """Whether a text holds a word such as 万元 or thousand that is not that of a number in it."""
    return any(not scale[1] for scale in _SCALED.finditer(plain(text)))


def _ends_in_unit(text: str) -> bool:
    """Whether a cell is no more than the word 单位, which the next one goes on."""
    word = _UNIT.match(plain(text))
    return word is not None and word.end() == len(plain(text))


def _tail(text: str) -> str:
    """What a word such as 单位 says, to the next bracket or word with a colon."""
    said = re.split(r"[(\[【)\]】]|\s(?=\S*:)", text)[0].strip()
    return "" if re.match("[见按如详]", said) else said  # 见表: each says its own


def _unit_of(word: re.Match[str], tail: str) -> Iterator[str]:
    """The units behind a word such as 单位; raises Invalid for what is none, unless it may be a name."""
    money = _money_among(tail)
    known = [unit for unit in _among(tail) if not is_of_money(unit) and is_unit(unit)]
    yield from [*([money] if money else []), *known]
    if money or known or not tail or _NAMES.search(tail) or not (word["kind"] or word["unit"]):
        return
    if word["of"] or word["unit"] or _UNREAD.search(tail) or any(map(is_scaled, _among(tail))):
        raise _unclear(f"{word[0]}{tail}".strip())
