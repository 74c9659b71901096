"""Units as headings, unit columns and titles write them, against the measure's own."""

from __future__ import annotations

import re
from fractions import Fraction

from dealerplan.domain.number import SCALES, SHARES
from dealerplan.domain.plan import Measure
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
    r"(?<![填报编制送表主管])(?:金额|货币|计量)?单位(?:\s*:\s*|\s+|$)(?P<zh>.*)|(?<![a-z])units?\s*:\s*(?P<en>.*)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(\[【]([^()\[\]【】]+)[)\]】]")
_NAMES = re.compile("公司|店|集团|汽车|部门")
_SAME = (
    "台 辆 台次 台数 辆次 部 car cars vehicle vehicles", "个 次 项 场 times", "人 位 名 person persons people",
    "件", "小时 h hour hours", "天 日 day days", "单", "份", "张", "户", "分 points", "条", "套", "升", "公里", "家",
)  # fmt: skip
_COUNTED = {fold(word): group.split()[0] for group in _SAME for word in group.split()}
_COUNTS = frozenset(_COUNTED.values())
_FOREIGN = frozenset(_OTHERS.values())


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


def is_money(measure: Measure) -> bool:
    """Whether the measure's unit is Chinese money, at any scale."""
    return base_of(measure.unit or "")[1] == "元"


def among(written: str) -> list[str]:
    """The units of a title such as `单位：万元、台`."""
    return [unit for unit in re.split("[、,，;；/ ]", _joined(written)) if unit]


def _joined(written: str) -> str:
    """A text with English scales as Chinese ones, so that `thousand yuan` is one word."""
    return _ENGLISH.sub(lambda found: _ENGLISH_SCALES[found[1].casefold()], plain(written))


def is_of_money(unit: str) -> bool:
    """Whether a unit is of money, of any country; a scale alone is too."""
    scale, base = base_of(unit)
    return base == "元" or base in _FOREIGN or (not base and scale != 1)


def money_among(written: str) -> str | None:
    """The unit of money among several."""
    return next(filter(is_of_money, among(written)), None)


def unit_among(written: str, measure: Measure) -> str | None:
    """The unit of a column that a measure's values are in; None where it is of money and the measure is not.

    One that is none of the measure's is given as it is written, to be refused.
    """
    units = among(written)
    money = [unit for unit in units if is_of_money(unit)]
    if is_money(measure):
        return money[0] if money else written
    fits = [unit for unit in units if unit not in money and scale_to(unit, measure) is not None]
    currency = any(base_of(unit)[1] for unit in money)
    return fits[0] if fits else None if currency else written


def money_in(text: str, before: str = "") -> str | None:
    """The unit of money that a title names: `单位：万元`, `产值（万元）`, `(in thousands)`, or beside the word 单位.

    Raises Invalid for a scale that is of no money.
    """
    text = plain(text)
    word = _UNIT.search(f"{before} {text}" if _UNIT.fullmatch(before) else text)
    if word is not None:
        said = re.split(r"[)\]】]|\s(?=\S*:)", word["zh"] or word["en"] or "")[0]
        return _placed(said)
    found = (money_among(match[1]) for match in _BRACKETED.finditer(text))
    return next(filter(None, found), None)


def _placed(said: str) -> str | None:
    for unit in among(said):
        scale, _ = base_of(unit)
        if is_of_money(unit):
            return unit
        if scale != 1 and not _NAMES.search(unit):
            hint = say("write it behind the measures' names: 产值（万元）")
            raise Invalid(say("the unit {unit} of a title is of no money", unit=unit), hint)
    return None
