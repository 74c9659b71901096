"""Exact numbers as dealerships write them: 600万, 1,200万, 93%, 6M.

Quantities are `Fraction`s: sums, quotients and comparisons stay exact; only the views round.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain import symbols
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


class Split(NamedTuple):
    """A number, and the words before and behind it."""

    value: Fraction
    before: str
    behind: str


def split(text: str) -> Split | None:
    """A text as a number with words around it; None where it is none. Raises Invalid where it is too long."""
    match = _AROUND.fullmatch(narrow(text).strip())
    if match is None or (match["sign"] and match["second"]) or match["behind"] in _LIKE_DIGITS:
        return None
    value = _digits(match["digits"].replace(",", ""), text)
    return Split(-value if "-" in (match["sign"], match["second"]) else value, *_words(match))


_AROUND = re.compile(
    r"(?P<sign>[+-]?)(?P<before>[^\d.,+-]*)(?P<second>[+-]?)"
    r"(?P<digits>(?=[.\d])(?:\d{1,3}(?:,\d{3})+(?!\d)|\d*)(?:\.\d+)?)\s*(?P<behind>(?![\d.,]).*)",
    re.ASCII,
)


def _words(match: re.Match[str]) -> tuple[str, str]:
    return match["before"].strip(), match["behind"].strip()


def read_number(text: str) -> Fraction:
    """Read an exact number: `6,000,000`, `600万`, `1.2亿`, `3.2 million`, `93%`, `95 percent`; raises Invalid."""
    parts = split(text)
    word = "".join(parts.behind.split()).casefold() if parts else ""
    if parts is None or parts.before or (word and word not in WORDS):
        plain = narrow(text).strip()
        hint = why_no_number(plain) or say("write it like 6000000, 6,000,000, 6M, 800k, 93% or 2‰")
        raise Invalid(say("{text} is not a number", text=text or "''"), hint)
    return parts.value * WORDS.get(word, 1)


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


def why_no_number(plain: str) -> Message | None:
    """What to do about a text that is nearly a number, where that is known."""
    if exponent := of_exponent(plain):
        return exponent
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
