"""Exact numbers as dealerships write them: 600万, 1,200万, 93%, 6M.

Quantities are `Fraction`s: sums, quotients and comparisons stay exact; only the views round.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from dealerplan.errors import Invalid
from dealerplan.words import Message, say

SHARES = {"%": Fraction(1, 100), "‰": Fraction(1, 1000)}
SCALES: dict[str, int | Fraction] = {
    "千": 1000, "百万": 10**6, "千万": 10**7, "万亿": 10**12, "万": 10**4, "亿": 10**8,
    "k": 1000, "K": 1000, "M": 10**6, **SHARES,
}  # fmt: skip
LONGEST = 24  # digits: more than any dealer group's books, few enough to print

NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)?(?P<part>\.\d+)?\s*(?P<scale>百万|千万|万亿|[千万亿kKM%‰])?",
    re.ASCII,
)
_ONE_TO_ONE = str.maketrans({"−": "-", "–": "-", "﹣": "-", "×": "*", "÷": "/", "。": "."})


def narrow(text: str) -> str:
    """Fold full-width forms to plain ones, character for character, so that places stay true.

    >>> narrow("９３％")
    '93%'
    """
    if text.isascii():
        return text
    return "".join(_narrow_char(char) for char in text)


def _narrow_char(char: str) -> str:
    char = char.translate(_ONE_TO_ONE)
    full_width = unicodedata.east_asian_width(char) == "F"  # not `²`: 5² is not 52
    return unicodedata.normalize("NFKC", char) if full_width else char


def read_number(text: str) -> Fraction:
    """Read an exact number: `6,000,000`, `600万`, `1.2亿`, `6M`, `93%`, `2‰`; raises Invalid."""
    plain = narrow(text).strip()
    match = NUMBER.fullmatch(plain)
    if match is None or not (match["whole"] or match["part"]):
        hint = why_no_number(plain) or say("write it like 6000000, 6,000,000, 6M, 800k, 93% or 2‰")
        raise Invalid(say("{text} is not a number", text=text or "''"), hint)
    return scaled(match, text)


def scaled(match: re.Match[str], text: str) -> Fraction:
    """The value of a match of NUMBER; raises Invalid where it is too long to be meant."""
    digits = (match["whole"] or "0").replace(",", "") + (match["part"] or "")
    if len(digits) > LONGEST:
        message = say("{text} has more than {most} digits", text=text[:40] + "…", most=LONGEST)
        raise Invalid(message, say("delete what is too much"))
    value = Fraction(digits) * Fraction(SCALES.get(match["scale"] or "", 1))
    return -value if match["sign"] == "-" else value


_LIKE_DIGITS = ("o", "O", "l", "I", "O0", "o0")


def why_no_number(plain: str) -> Message | None:
    """What to do about a text that is nearly a number, where that is known."""
    if re.fullmatch(r"[+-]?[\d.]+[eE][+-]?\d+", plain):
        return say("write the number out, without an exponent")
    match = NUMBER.match(plain)
    if match and (match["whole"] or match["part"]) and match.end() < len(plain):
        rest = plain[match.end() :].strip()
        if rest.isalpha() and rest not in _LIKE_DIGITS:
            return say("leave {rest} out: the unit belongs to the measure", rest=rest)
    return None


def exact(value: Fraction) -> Decimal | None:
    """Give `value` as a decimal where one is exactly equal, else None."""
    twos, fives, rest = 0, 0, value.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    return Decimal(f"{value.numerator * 10**places // value.denominator}E-{places}")


def canonical(value: Fraction) -> str:
    """The one decimal text of an exact value, as books keep it; raises ValueError for a third."""
    if value.denominator == 1:
        return str(value.numerator)
    decimal = exact(value)
    if decimal is None:
        raise ValueError("not a finite decimal")
    return f"{decimal:f}"
