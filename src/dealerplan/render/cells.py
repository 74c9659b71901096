"""Figures as spreadsheets keep them: an exact value and the format that shows it."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.shown import POINTS, Amount, Percent, Points
from dealerplan.words import Lang, text

MOST_DIGITS = 15  # what a spreadsheet keeps of a number
NEAREST = Context(prec=16)  # as many digits as openpyxl writes


class Number(NamedTuple):
    """A value and its number format."""

    value: Decimal
    format: str


def number(said: object, lang: Lang = "en") -> Number | None:
    """A figure as a number; None for words, and for figures with more digits than a spreadsheet keeps."""
    if not isinstance(said, Amount | Percent | Points):
        return None
    plain = said._replace(named=False) if isinstance(said, Points) else said
    shown = said.digits("en") if isinstance(said, Amount) else text(plain, "en").rstrip("%")
    if len(shown.replace(",", "").replace(".", "").lstrip("+-0")) > MOST_DIGITS:
        return None
    value = said.value * 100 if isinstance(said, Points) else said.value
    found, places = exactly(value), len(shown.partition(".")[2])
    digits = "0." + "0" * places if places else "0"
    ends = "%" if isinstance(said, Percent) else f'"{behind}"' if (behind := _behind(said, lang)) else ""
    unsigned = f"#,##{digits}{ends}"
    return Number(found, f"+{unsigned};-{unsigned};{unsigned}" if said.signed else unsigned)


def _behind(said: Amount | Percent | Points, lang: Lang) -> str:
    """The words behind a number: points, or a unit that has a scale."""
    if isinstance(said, Points):
        return text(POINTS, lang) if said.named else ""
    if isinstance(said, Percent) or said.unit is None or not said.unit.is_scaled:
        return ""
    return said.unit.behind("").replace('"', "")


def written(said: object, lang: Lang) -> str:
    """What the cell of a figure shows: amounts in full, not in 万."""
    return text(said, "en" if isinstance(said, Amount) else lang)


def exactly(value: Fraction) -> Decimal:
    """The decimal nearest to a value, in as many digits as a spreadsheet is given."""
    return NEAREST.divide(Decimal(value.numerator), Decimal(value.denominator))
