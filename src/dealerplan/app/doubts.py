"""Values that are probably slips, whether they were typed or stand in a file; `--sure` writes them all the same.

The rules are the contract's (docs/contract.md, section 5): what counts things is whole and not below 0; no value is ten
times as large, or a tenth as small, as all of its measure and store before; a month is recorded once it has ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from dealerplan.domain.amount import Percentage
from dealerplan.domain.month import Month
from dealerplan.domain.number import canonical
from dealerplan.domain.plan import Measure
from dealerplan.domain.shown import InFull
from dealerplan.domain.unit import Unit
from dealerplan.errors import SURE, UsageError
from dealerplan.words import Message, say

TIMES = 10  # how much larger or smaller than all before is doubtful
MOST_SMALL = {"things": 100, "money": 10_000}  # of things, or of the currency: values below may differ by any factor
_UNLIKE = ("share", "score", "time")  # kinds of units whose values are not compared by size
_DIFFERENCE = re.compile(
    r"净增|净减|净流|净额|增减|差额|差异|变动|变化|\b(?:net|differences?|variances?)\b", re.IGNORECASE
)  # no "change": oil changes are counted


def doubt(message: Message, hint: Message) -> UsageError:
    """What makes a value doubtful."""
    return UsageError(message, hint, (SURE,))


def of_percentage(unit: Unit | None, value: Fraction, name: Message | str) -> UsageError:
    """The doubt about a percentage of things."""
    problem = Percentage(unit).message
    message = say("{name} {text}: {problem}", name=name, text=InFull(value, sign="%"), problem=problem)
    return doubt(message, say("count whole ones"))


def of_month(month: Month) -> UsageError:
    """The doubt about the values of a month that has not ended."""
    return doubt(say("{month} has not ended", month=month), say("record the month when it has ended"))


def of_count(measure: Measure, value: Fraction, name: Message | str) -> Iterator[UsageError]:
    """The doubts about a number of things: a part of one, and less than none, unless it counts a difference."""
    unit = measure.unit
    if unit is None or not unit.is_of_things:
        return
    shown = InFull(value, unit)
    may_be_part = measure.over_time == "mean" or (measure.decimals and unit.scale == 1)
    if not may_be_part and (value * unit.scale).denominator != 1:
        message = say("{name} {value} is no whole number of {unit}", name=name, value=shown, unit=unit)
        yield doubt(message, _of_points(value))
    if value < 0 and not _is_difference(measure):
        yield doubt(say("{name} {value} is a negative count", name=name, value=shown), say("check the sign"))


def of_size(
    measure: Measure, value: Fraction, earlier: Mapping[Month, Fraction], name: Message | str
) -> Iterator[UsageError]:
    """The doubt about a value that is out of size beside the `earlier` months' of its measure and store.

    0 is neither large nor small, among the earlier ones too.
    """
    unit = measure.unit
    sizes = {month: abs(one) for month, one in earlier.items() if one}
    if not value or not sizes or (unit is not None and unit.kind in _UNLIKE):
        return
    largest, smallest = max(sizes, key=sizes.__getitem__), min(sizes, key=sizes.__getitem__)
    if abs(value) >= TIMES * sizes[largest] and not _are_small(unit, abs(value)):
        message = say(
            "{name} {value} is at least ten times the largest of the months before: {before} in {month}",
            name=name, value=InFull(value, unit), before=InFull(earlier[largest], unit), month=largest,
        )  # fmt: skip
    elif TIMES * abs(value) <= sizes[smallest] and not _are_small(unit, sizes[smallest]):
        message = say(
            "{name} {value} is at most a tenth of the smallest of the months before: {before} in {month}",
            name=name, value=InFull(value, unit), before=InFull(earlier[smallest], unit), month=smallest,
        )  # fmt: skip
    else:
        return
    yield doubt(message, say("check its digits and its unit"))


def _are_small(unit: Unit | None, larger: Fraction) -> bool:
    """Whether a value and a smaller one are too small to be compared."""
    if unit is None:  # most likely a count
        return larger < MOST_SMALL["things"]
    return unit.per is None and unit.kind in MOST_SMALL and larger * unit.scale < MOST_SMALL[unit.kind]


def _is_difference(measure: Measure) -> bool:
    """Whether a measure counts what came less what went, as its words say: net new customers."""
    return any(_DIFFERENCE.search(word.replace("_", " ")) for word in (measure.id, measure.name))


def _of_points(value: Fraction) -> Message:
    """What to do about a fraction of things: three decimals may be thousands in another country's writing."""
    of_thousands = len(canonical(value).rpartition(".")[2]) == 3
    return say("is the point one of thousands?") if of_thousands else say("count whole ones")
