"""Units as headings, unit columns and titles write them, against the measure's own."""

from __future__ import annotations

import re
from fractions import Fraction

from dealerplan.domain.number import SCALES, SHARES
from dealerplan.domain.plan import Measure
from dealerplan.intake.content import fold

_MONEY = ("元", "人民币", "rmb", "cny", "yuan", "¥")
_OTHERS = {"$": "usd", "us$": "usd", "€": "eur", "£": "gbp", "港元": "hkd", "港币": "hkd", "美元": "usd", "欧元": "eur"}
_SCALE = re.compile("(百万|千万|万亿|[千万亿]|k(?=元|cny|rmb)|m(?=元|cny|rmb))(.*)")
_SAME = ("台 辆 台次 台数 辆次 部 car cars vehicle vehicles", "个 次 项 场 times", "人 位 名 person persons people")
_COUNTED = {fold(word): group.split()[0] for group in _SAME for word in group.split()}


def share_of(measure: Measure) -> Fraction | None:
    """What one of the measure's unit is, where the unit is a percent or per mille."""
    return SHARES.get(fold(measure.unit or ""))


def base_of(unit: str) -> tuple[Fraction, str]:
    """How many of the plain unit a unit is, and that plain unit: 万元 is 10,000 of 元, 辆 is 台."""
    folded = fold(unit)
    match = _SCALE.fullmatch(folded)
    if match:
        scale = Fraction(SCALES.get(match[1]) or SCALES[match[1].upper()])
        return scale, _plain(match[2])
    return Fraction(1), _plain(folded)


def _plain(folded: str) -> str:
    return "元" if folded in _MONEY else _OTHERS.get(folded) or _COUNTED.get(folded, folded)


def scale_to(written: str, measure: Measure) -> Fraction | None:
    """What a number in the written unit is multiplied by to be in the measure's; None where they have no relation."""
    scale, base = base_of(written)
    if measure.unit is None:
        return scale if base in ("", "元") else Fraction(1) if scale == 1 and base not in SHARES else None
    own, own_base = base_of(measure.unit)
    return scale / own if base == own_base or (scale != 1 and not base) else None


def is_money(measure: Measure) -> bool:
    """Whether the measure's unit is Chinese money, at any scale."""
    return base_of(measure.unit or "")[1] == "元"


def money_among(written: str) -> str | None:
    """The unit of money among those of a title such as `单位：万元、台`."""
    units = re.split("[、,，;；/ ]", written)
    return next((unit for unit in units if base_of(unit)[1] == "元"), None)
