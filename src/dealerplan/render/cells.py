"""Figures as spreadsheets keep them: an exact value and the format that shows it."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.shown import POINTS, Amount, Hits, Percent, Points, Scaled
from dealerplan.render.typeset import text
from dealerplan.words import Lang, Message

MOST_DIGITS = 15  # what a spreadsheet keeps of a number
LONGEST_FORMAT = 255  # characters that Excel takes
NEAREST = Context(prec=16)  # as many digits as openpyxl writes


class Number(NamedTuple):
    """A value and its number format."""

    value: Decimal
    format: str


_PLACE = "\ue000"  # of a figure among words
_SECTION = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')  # between what is positive, negative, zero


def number(said: object, lang: Lang = "en") -> Number | None:
    """A figure as a number; None for words, and for figures with more digits than a spreadsheet keeps."""
    if isinstance(said, Message):
        return _worded(said, lang)
    if isinstance(said, Hits):
        return Number(Decimal(said.hits), f'#,##0"/{said.of}"')
    if isinstance(said, Scaled):
        return _scaled(said, lang)
    if not isinstance(said, Amount | Percent | Points):
        return None
    plain = said._replace(named=False) if isinstance(said, Points) else said
    shown = said.digits("en") if isinstance(said, Amount) else text(plain, "en").rstrip("%")
    if _is_long(shown):
        return None
    value = said.value * 100 if isinstance(said, Points) else said.value
    found, places = exactly(value), len(shown.partition(".")[2])
    digits = "0." + "0" * places if places else "0"
    before, behind = map(_quoted, _around(said, lang))
    behind = "%" if isinstance(said, Percent) else behind
    shape = f"{before}#,##{digits}{behind}"
    return Number(found, ";".join(f"{sign}{shape}" for sign in _SIGNS) if said.signed else shape)


def _scaled(said: Scaled, lang: Lang) -> Number | None:
    """A figure in the scale of its row, with the words around it in its format."""
    shown, per_cent = said.number(lang), said.scale.percent
    if _is_long(f"{shown:f}"):
        return None
    rounded = Fraction(shown) * said.scale.one(lang)  # to one side of what it is compared with
    value = (rounded if said.side else said.value) / (1 if per_cent else said.scale.one(lang))
    places = said.scale.decimals(lang)
    digits = "#,##0" + "." * bool(places) + "0" * places + "%" * per_cent
    before, behind = (_quoted(text(words, lang)) for words in (said.before, said.behind))
    return Number(exactly(value), _signed(digits, before, behind) if said.signed else f"{before}{digits}{behind}")


def _worded(said: Message, lang: Lang) -> Number | None:
    """The one figure among words, which its format has; money told in 万 stays words, since numbers have none."""
    found = [(name, one) for name, fill in said.fills.items() if (one := number(fill, lang)) is not None]
    if len(found) != 1 or said.plural or _is_in_wan(said.fills[found[0][0]], lang):
        return None
    ((name, inner),) = found
    before, _, behind = text(said.filled({**said.fills, name: _PLACE}), lang).partition(_PLACE)
    before, behind = _quoted(before), _quoted(behind)
    format = ";".join(f"{before}{part}{behind}".replace('""', "") for part in _SECTION.split(inner.format))
    return Number(inner.value, format) if len(format) <= LONGEST_FORMAT else None


def _is_in_wan(fill: object, lang: Lang) -> bool:
    return isinstance(fill, Amount) and fill.digits(lang) != fill.digits("en")


def _is_long(shown: str) -> bool:
    return len(shown.replace(",", "").replace(".", "").lstrip("+-0")) > MOST_DIGITS


def _signed(digits: str, before: str, behind: str) -> str:
    return ";".join(f"{before}{sign}{digits}{behind}" for sign in _SIGNS)


_SIGNS = ("+", "-", "")  # of what is above 0, below it, and 0


def _quoted(words: str) -> str:
    """Words as a number format has them."""
    return f'"{kept}"' if (kept := words.replace('"', "")) else ""


def _around(said: Amount | Percent | Points, lang: Lang) -> tuple[str, str]:
    """The words before and behind a number: points, a currency, or a unit that has a scale."""
    if isinstance(said, Points):
        return "", text(POINTS, lang) if said.named else ""
    if isinstance(said, Percent) or said.unit is None or not (said.unit.is_scaled or said.named):
        return "", ""
    before, _, behind = said.unit.around(_NUMBER, lang).partition(_NUMBER)
    return before, behind


_NUMBER = "\0"  # no unit has it


def written(said: object, lang: Lang) -> str:
    """What the cell of a figure shows: amounts in full, not in 万."""
    if not isinstance(said, Amount):
        return text(said, lang)
    before, behind = _around(said, lang)
    digits = said.digits("en")
    sign = digits[0] if before and digits[0] in "+-" else ""
    return f"{sign}{before}{digits.removeprefix(sign)}{behind}"


def exactly(value: Fraction) -> Decimal:
    """The decimal nearest to a value, in as many digits as a spreadsheet is given."""
    return NEAREST.divide(Decimal(value.numerator), Decimal(value.denominator))
