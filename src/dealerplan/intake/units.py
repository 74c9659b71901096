"""Units as headings, unit columns and titles write them, against the measure's own."""

from __future__ import annotations

import re
from fractions import Fraction

from dealerplan.domain.number import SCALES
from dealerplan.domain.plan import Measure
from dealerplan.domain.symbols import SHARES
from dealerplan.errors import Invalid
from dealerplan.intake.content import fold, plain
from dealerplan.words import say

_MONEY = ("元", "人民币", "rmb", "cny", "yuan", "¥")
_OTHERS = {"$": "usd", "us$": "usd", "€": "eur", "£": "gbp", "港元": "hkd", "港币": "hkd", "美元": "usd", "欧元": "eur"}
_SCALE = re.compile("(百万|千万|万亿|[百千万亿]|k(?=元|cny|rmb)|m(?=元|cny|rmb))(.*)")
_HUNDRED = Fraction(100)
_CURRENCY = re.compile("^(?:人民币|rmb|cny|¥)(?=.)", re.IGNORECASE)
_ENGLISH = re.compile(r"(?:in\s+)?(thousand|million)s?(?:\s+of)?\b\s*", re.IGNORECASE)
_ENGLISH_SCALES = {"thousand": "千", "million": "百万"}
_UNIT = re.compile(
    r"(?P<kind>(?:金额|货币|计量|数量|(?<![一-鿿]))单位)(?:\s*(?::|均?为|是)\s*|\s+|$)|[一-鿿]单位\s*:|(?<![a-z])(?P<unit>units?)\s*:\s*",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(\[【]([^()\[\]【】]+)[)\]】]")
_LETTERS = re.compile(r"[^\d\s.,+()-]+")
_NAMES = re.compile("公司|店|集团|汽车|部门")
_BEHIND = re.compile(r"(人民币|rmb|cny|yuan|¥|元)\s*(百万|千万|万亿|[百千万亿]|['’]000s?)(?![\w一-鿿])", re.IGNORECASE)
_LATIN = re.compile(r"['’]?[0-9a-z]+")
_SCALED = re.compile(r"(\d\s*)?(?:[百千万亿]+元|百万|thousands?\b|millions?\b|['’]000)", re.IGNORECASE)
_SAME = (
    "台 辆 台次 台数 辆次 部 car cars vehicle vehicles", "个 次 项 场 times", "人 位 名 person persons people",
    "件", "小时 h hour hours", "天 日 day days", "单", "份", "张", "户", "分 points", "条", "套", "升", "公里", "家",
)  # fmt: skip
_COUNTED = {fold(word): group.split()[0] for group in _SAME for word in group.split()}
_COUNTS = frozenset(_COUNTED.values())
_FOREIGN = frozenset(_OTHERS.values())


NO_BRACKETS = say("write its unit in brackets: 产值（万元）")


def share_of(measure: Measure) -> Fraction | None:
    """What one of the measure's unit is, where the unit is a percent or per mille."""
    return SHARES.get(fold(measure.unit or ""))


def base_of(unit: str) -> tuple[Fraction, str]:
    """How many of the plain unit a unit is, and that plain unit: 万元 is 10,000 of 元, 辆 is 台."""
    folded = _CURRENCY.sub("", fold(_ENGLISH.sub(lambda found: _ENGLISH_SCALES[found[1].casefold()], unit)))
    match = _SCALE.fullmatch(folded)
    if match:
        scale = _HUNDRED if match[1] == "百" else Fraction(SCALES.get(match[1]) or SCALES[match[1].upper()])
        return scale, _plain(match[2])
    return Fraction(1), _plain(folded)


def _plain(folded: str) -> str:
    return "元" if folded in _MONEY else _OTHERS.get(folded) or _COUNTED.get(folded, folded)


def scale_to(written: str, measure: Measure) -> Fraction | None:
    """What a number in the written unit is multiplied by to be in the measure's; None where they have no relation."""
    scale, base = base_of(written)
    if measure.unit is None:
        return scale if base in ("", "元") else Fraction(1) if scale == 1 and base in _COUNTS else None
    own, own_base = base_of(measure.unit)
    return scale / own if base == own_base or (scale != 1 and not base) else None


def check_currency(text: str, measure: Measure) -> None:
    """Raises Invalid for an amount of money where the measure counts none, or another country's: `5美元`, `$5`."""
    own = base_of(measure.unit or "")[1]
    for letters in _LETTERS.findall(fold(text)):
        if own and base_of(letters)[1] in {*_FOREIGN, "元"} - {own}:
            message = say("{text} is money of another unit than {unit}", text=text, unit=measure.unit)
            raise Invalid(message, say("write the number in {unit}", unit=measure.unit))


def is_money(measure: Measure) -> bool:
    """Whether the measure's unit is Chinese money, at any scale."""
    return base_of(measure.unit or "")[1] == "元"


def among(written: str) -> list[str]:
    """The units of a title such as `单位：万元、台`."""
    return [unit for unit in re.split("[、,，;；/ ]", _joined(written)) if unit]


def _joined(written: str) -> str:
    """A text with English scales as Chinese ones, before their currency: `CNY thousands` is one word, 千CNY."""
    text = _ENGLISH.sub(lambda found: _ENGLISH_SCALES[found[1].casefold()], plain(written).removeprefix("in "))
    return _BEHIND.sub(lambda found: ("千" if "000" in found[2] else found[2]) + found[1], text)


def is_of_money(unit: str) -> bool:
    """Whether a unit is of money, of any country; a scale alone is too."""
    scale, base = base_of(unit)
    return base == "元" or base in _FOREIGN or (not base and scale != 1)


def money_among(written: str) -> str | None:
    """The unit of money among several; raises Invalid where a scale stands beside it that is not understood."""
    units = among(written)
    money = [unit for unit in units if is_of_money(unit)]
    odd = [unit for unit in units if _LATIN.fullmatch(fold(unit)) and not is_of_money(unit) and not _is_counted(unit)]
    if money and (odd or len({base_of(unit) for unit in money}) > 1):
        raise _unclear(written)
    return money[0] if money else None


def _is_counted(unit: str) -> bool:
    return fold(unit) in _COUNTED


def _unclear(written: str) -> Invalid:
    hint = say("write the unit so: 单位：万元, or behind the measures' names: 产值（万元）")
    return Invalid(say("the unit of money in {text} is not understood", text=written), hint)


def unit_among(written: str, measure: Measure) -> str | None:
    """The unit of a column that a measure's values are in; None where it is of money and the measure is not.

    One that is none of the measure's is given as it is written, to be refused.
    """
    units = among(written)
    money = [unit for unit in units if is_of_money(unit)]
    if is_money(measure):
        return money_among(written) or written
    fits = [unit for unit in units if unit not in money and scale_to(unit, measure) is not None]
    currency = any(base_of(unit)[1] for unit in money)
    return fits[0] if fits else None if currency else written


def money_in(text: str, before: str = "") -> str | None:
    """The unit of money that a title names: `单位：万元`, `产值（万元）`, `(in thousands)`, or beside the word 单位.

    Raises Invalid for a scale that is of no money, or whose place is not understood.
    """
    alone, text = plain(text), plain(f"{before} {text}" if _ends_in_unit(before) else text)
    words = [*_UNIT.finditer(text)]
    ends = [word.start() for word in words[1:]] + [len(text)]
    said = [_unit_of(word, text[word.end() : end]) for word, end in zip(words, ends, strict=False)]
    said += [money_among(match[1]) for match in _BRACKETED.finditer(text)]
    said += [alone] if is_of_money(alone) and base_of(alone)[1] == "元" else []
    found = [unit for unit in said if unit is not None]
    if len({base_of(unit) for unit in found}) > 1 or (not found and names_scale(text)):
        raise _unclear(text)
    return found[0] if found else None


def names_scale(text: str) -> bool:
    """Whether a text holds a word such as 万元 or thousand that is not that of a number in it."""
    return any(not scale[1] for scale in _SCALED.finditer(plain(text)))


def _ends_in_unit(text: str) -> bool:
    """Whether a cell is no more than the word 单位, which the next one goes on."""
    word = _UNIT.match(plain(text))
    return word is not None and word.end() == len(plain(text))


def _unit_of(word: re.Match[str], tail: str) -> str | None:
    """The unit of money behind a word such as 单位; raises Invalid for a scale of something else."""
    said = re.split(r"[(\[【)\]】]|\s(?=\S*:)", tail)[0]
    found = money_among(said)
    scaled = next((unit for unit in among(said) if base_of(unit)[0] != 1 and not _NAMES.search(unit)), None)
    if found is None and scaled is not None and (word["kind"] or word["unit"]):
        hint = say("write it behind the measures' names: 产值（万元）")
        raise Invalid(say("the unit {unit} of a title is of no money", unit=scaled), hint)
    return found
