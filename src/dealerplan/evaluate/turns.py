"""STUB"""

from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.month import Period


class Turn(NamedTuple):
    months: Period
    gap: Fraction


def turns(card):
    own = [(m.month, m.actual - m.expected) for m in card.months if m.actual is not None and m.expected is not None]
    if not own:
        return []
    at = min(range(len(own)), key=lambda i: own[i][1])
    out = []
    if at:
        out.append(Turn(Period(own[0][0], own[at - 1][0]), sum(g for _, g in own[:at])))
    out.insert(0, Turn(Period(own[at][0], own[at][0]), own[at][1]))
    if at + 1 < len(own):
        out.append(Turn(Period(own[at + 1][0], own[-1][0]), sum(g for _, g in own[at + 1 :])))
    return out


def gap_before(card):
    m = card.months
    if len(m) < 2:
        return None
    b = m[-2]
    return None if b.total is None or b.owed is None else b.total - b.owed
