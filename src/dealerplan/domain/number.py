"""Exact numbers as dealerships write them: 600万, 1,200万, 93%, 6M.

Quantities are `Fraction`s: sums, quotients and comparisons stay exact; only the views round.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from math import floor, lcm
from typing import NamedTuple

from dealerplan.domain import symbols
from dealerplan.domain.pattern import pattern
from dealerplan.domain.symbols import SHARES
from dealerplan.errors import Invalid
from dealerplan.words import Message, say

SCALES: dict[str, int | Fraction] = {
    **{word: symbols.SCALES[word] for word in ("千", "百万", "千万", "万亿", "万", "亿", "k")},
    "K": 1000, "M": 10**6, **SHARES,
}  # fmt: skip
"""The scales that numbers of formulas may have."""

WORDS: Mapping[str, int | Fraction] = {
    **symbols.SCALES, symbols.WAN: symbols.SCALES["万"],
    **{word: SHARES[sign] for word, sign in symbols.SHARE_WORDS.items()},
}  # fmt: skip
"""What every scale and percent behind a number multiplies by, in small letters and without spaces."""

LONGEST = 24  # digits: more than any dealer group's books, few enough to print

NUMBER = pattern(
    r"(?P<sign>[+-]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)?(?P<part>\.\d+)?\s*(?P<scale>百万|千万|万亿|[千万亿kKM%‰])?",
    re.ASCII,
)
_FULL_WIDTH = "\u3000" + "".join(map(chr, [*range(0xFF01, 0xFF61), *range(0xFFE0, 0xFFE7)]))  # not `²`: 5² is not 52
_NARROW = str.maketrans(
    {char: unicodedata.normalize("NFKC", char) for char in _FULL_WIDTH}
    | {"−": "-", "–": "-", "﹣": "-", "×": "*", "÷": "/", "。": "."}
)


def narrow(text: str) -> str:
    """Fold full-width forms to plain ones, character for character, so that places stay true.

    >>> narrow("９３％")
    '93%'
    """
    return text if text.isascii() else text.translate(_NARROW)


class Split(NamedTuple):
    """A number, and the words before and behind it."""

    value: Fraction
    before: str
    behind: str


def split(text: str) -> Split | None:
    """A text as a number with words around it; None where it is none. Raises Invalid where it is too long."""
    plain = narrow(text).strip()
    if bracketed := _BRACKETS.fullmatch(plain):
        return _negative(split(bracketed[1]))
    match = _AROUND.fullmatch(plain)
    if match is None or (match["sign"] and match["second"]) or match["behind"] in _LIKE_DIGITS:
        return None
    value = _digits(match["digits"].replace(",", ""), text)
    return Split(-value if "-" in (match["sign"], match["second"]) else value, *_words(match))


def _negative(inner: Split | None) -> Split | None:
    """What accountants' brackets say: (1,200) is -1200; of what is negative already they say nothing."""
    return None if inner is None or inner.value < 0 else inner._replace(value=-inner.value)


_BRACKETS = pattern(r"\(([^()]*)\)")
_SPACED = pattern(r"(?<=\d)[ ](?=\d{3}(?:\D|$))")


def signed(text: str) -> str:
    """A text of a ledger as a plain signed number: without brackets, a minus behind it, or spaces within."""
    negative, text = False, narrow(text).strip()
    bracketed = _BRACKETS.fullmatch(text)
    if bracketed is not None:
        negative, text = True, bracketed[1].strip()
    if text.endswith("-") and text[:-1].strip()[-1:].isdigit() and not negative:
        negative, text = True, text[:-1].strip()
    return ("-" if negative else "") + _SPACED.sub("", text)


_AROUND = pattern(
    r"(?P<sign>[+-]?)(?P<before>[^\d.,+-]*)(?P<second>[+-]?)"
    r"(?P<digits>(?=[.\d])(?:\d{1,3}(?:,\d{3})+(?!\d)|\d*)(?:\.\d+)?)\s*(?P<behind>(?![\d.,]).*)",
    re.ASCII,
)


def _words(match: re.Match[str]) -> tuple[str, str]:
    return match["before"].strip(), match["behind"].strip()


def scaled(match: re.Match[str], text: str) -> Fraction:
    """The value of a match of NUMBER; raises Invalid where it is too long to be meant."""
    value = _digits((match["whole"] or "0").replace(",", "") + (match["part"] or ""), text)
    value *= SCALES.get(match["scale"] or "", 1)
    return -value if match["sign"] == "-" else value


def _digits(digits: str, text: str) -> Fraction:
    if len(digits.replace(".", "")) > LONGEST:
        message = say("{text} has more than {most} digits", text=text[:40] + "…", most=LONGEST)
        raise Invalid(message, say("delete what is too much"))
    return Fraction(digits)


_LIKE_DIGITS = ("o", "O", "l", "I", "O0", "o0")


def of_exponent(plain: str) -> Message | None:
    """What to do about a number such as 1e6."""
    exponent = re.fullmatch(r"[+-]?[\d.]+[eE][+-]?\d+", plain)
    return say("write the number out, without an exponent") if exponent else None


def exact(value: Fraction) -> Decimal | None:
    """Give `value` as a decimal where one is exactly equal, else None."""
    if value.denominator == 1:
        return Decimal(value.numerator)
    ends = finite(value)
    return None if ends is None else Decimal(f"{ends[0]}E-{ends[1]}")


def finite(value: Fraction) -> tuple[int, int] | None:
    """A value as so many of its last decimal place, and how many places it has; None where it has no end."""
    twos, fives, rest = 0, 0, value.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    return value.numerator * 10**places // value.denominator, places


def over_one(values: Iterable[Fraction | int]) -> tuple[list[int], int]:
    """Values as whole numbers of one common part, and how many of it make 1: these add up much faster."""
    ratios = [value.as_integer_ratio() for value in values]
    part = lcm(*[below for _, below in ratios])
    if part == 1:
        return [above for above, _ in ratios], 1
    return [above * (part // below) for above, below in ratios], part


def summed(values: Iterable[Fraction]) -> Fraction:
    """The sum of values, 0 for none."""
    wholes, part = over_one(values)
    return Fraction(sum(wholes), part)


def running(values: Sequence[Fraction | None]) -> list[Fraction | None]:
    """The sum up to each value; what is unknown adds nothing, and before the first that is known there is none."""
    wholes, below = over_one([value for value in values if value is not None])
    sums = (Fraction(total, below) if below > 1 else Fraction(total) for total in accumulate(wholes))
    found: list[Fraction | None] = []
    for value in values:
        found.append(next(sums) if value is not None else found[-1] if found else None)
    return found


def rounded_to_sum(values: Sequence[Fraction], whole: Fraction, step: Fraction) -> list[Fraction]:
    """Parts rounded to steps so that they add up to their whole, rounded alike: the largest remainders are rounded up.

    Parts that do not make their whole are rounded each by itself.

    >>> [int(one) for one in rounded_to_sum([Fraction(7, 5), Fraction(7, 5), Fraction(1, 5)], Fraction(3), Fraction(1))]
    [2, 1, 0]
    """
    steps = [value / step for value in values]
    up = nearest(whole / step) - sum(map(floor, steps))
    if abs(sum(values) - whole) >= step or not 0 <= up <= len(values):
        return [nearest(value) * step for value in steps]
    largest = set(sorted(range(len(steps)), key=lambda at: floor(steps[at]) - steps[at])[:up])
    return [(floor(value) + (at in largest)) * step for at, value in enumerate(steps)]


def median(values: Iterable[Fraction]) -> Fraction:
    """The middle one of values, or the mean of the middle two; there has to be one."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def nearest(value: Fraction) -> int:
    """The nearest whole number, a half away from 0."""
    half = floor(abs(value) + Fraction(1, 2))
    return half if value > 0 else -half


def canonical(value: Fraction) -> str:
    """The one decimal text of an exact value, as books keep it; raises ValueError for a third."""
    if value.denominator == 1:
        return str(value.numerator)
    decimal = exact(value)
    if decimal is None:
        raise ValueError("not a finite decimal")
    return f"{decimal:f}"


_DECIMAL = pattern(r"-?\d{1,60}(?:\.\d{1,60})?", re.ASCII)  # twice what may be typed, which scales move


def read_decimal(text: str) -> Fraction:
    """A value that `canonical` wrote; raises ValueError for anything but a plain decimal."""
    if text.isascii() and text.isdigit() and len(text) <= 9:  # most are
        return Fraction(int(text))
    if not _DECIMAL.fullmatch(text):
        raise ValueError(text)
    whole, _, part = text.partition(".")
    return Fraction(int(whole + part), 10 ** len(part))
