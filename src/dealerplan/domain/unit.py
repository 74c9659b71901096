"""Units: what a number counts, read once from its words into a value.

A unit is read from its parts (a scale, a currency, a counting word, a divisor), never from a list of whole phrases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from dealerplan.domain.number import narrow
from dealerplan.domain.pattern import pattern
from dealerplan.domain.symbols import (
    CURRENCIES,
    CURRENCY_NAMES,
    PLAIN_FORMS,
    QUANTITIES,
    SCALES,
    SCORES,
    SHARE_WORDS,
    SHARES,
    THINGS,
    TIMES,
    WAN,
)
from dealerplan.errors import Invalid
from dealerplan.words import Lang, printable, say

UnitKind = Literal["money", "things", "share", "score", "time", "quantity"]

MONEY_PLACES = 2


class Unit(NamedTuple):
    """A unit: `text` as it was written; one of it is `scale` of its `base` symbol, `per` one of another unit.

    `base` is the same for every word of one thing: CNY for 元 and RMB, 台 for 辆. Where `per` is set, kind, base and
    scale are those of the part before the slash. A share's values are kept as fractions: 93% is 0.93.
    """

    text: str
    kind: UnitKind
    base: str
    scale: Fraction = Fraction(1)
    per: Unit | None = None

    def __str__(self) -> str:
        return self.text

    def said(self, _: Lang) -> str:
        """As it was written."""
        return printable(self.text)

    @property
    def is_scaled(self) -> bool:
        """Whether its amounts are written in thousands, 万 or the like of what it counts."""
        return self.kind != "share" and self.base != "" and self.scale.numerator != self.scale.denominator

    @property
    def is_bare_scale(self) -> bool:
        """Whether it is a scale of nothing that it names: `k`."""
        return self.base == "" and self.per is None

    @property
    def is_money(self) -> bool:
        """Whether amounts are of money alone, not of money per something."""
        return self.kind == "money" and self.per is None

    @property
    def is_of_things(self) -> bool:
        """Whether amounts are of things alone, at any scale, not of things per something."""
        return self.kind == "things" and self.per is None

    @property
    def counts_things(self) -> bool:
        """Whether it counts whole things, one by one."""
        return self.is_of_things and self.scale == 1

    @property
    def places(self) -> int:
        """Decimals by default: cents of money, of scaled things and of scaled money per thing as many as reach one."""
        if self.kind == "money":
            return max(MONEY_PLACES, self._reaching if self.per else 0)
        return self._reaching if self.kind == "things" else 0

    @property
    def _reaching(self) -> int:
        """The decimals that reach one of a scaled thing."""
        return len(str(int(self.scale) - 1)) if self.scale > 1 else 0

    @property
    def share(self) -> Fraction | None:
        """What one of it is, where it is a percent or per mille: a hundredth, a thousandth."""
        return SHARES[self.text_of_share] if self.kind == "share" and self.per is None else None

    @property
    def text_of_share(self) -> str:
        """`%` or `‰`; only of shares."""
        return "%" if self.scale == 1 else "‰"

    def of(self, number: Fraction) -> Unit:
        """The unit as it is said of a number: `lectures` of 1 is `lecture`."""
        one = self.text.removesuffix("s")
        is_word = self.counts_things and THINGS.get(fold(one)) == self.base
        return self._replace(text=one) if number == 1 and is_word else self

    def behind(self, number: str) -> str:
        """A number with the unit behind it: `58.6万元`, `470 k USD`."""
        glued = not self.text[:1].isascii() or self.text[:1] in "%"
        return f"{number}{self.text}" if glued else f"{number} {self.text}"

    def around(self, number: str, lang: Lang) -> str:
        """A number with the unit where a sentence has it: `437.63万元`, `-CNY 4,376,300`, `CNY 800/vehicle`."""
        if self.kind != "money" or self.is_scaled:
            return self.behind(number)
        if lang == "zh" or not self.text.isascii():
            return self.named(lang).behind(number)
        name, slash, per = self.text.partition("/")
        sign = number[0] if number[0] in "+-" else ""
        return f"{sign}{name} {number.removeprefix(sign)}{slash}{per}"

    def named(self, lang: Lang) -> Unit:
        """The unit as it is called: in Chinese money is 元, however a plan writes it."""
        if lang != "zh" or self.kind != "money" or self.is_scaled:
            return self
        _, slash, per = self.text.partition("/")
        return self._replace(text=f"{CURRENCY_NAMES[self.base]}{slash}{per}")


def factor(written: Unit, own: Unit) -> Fraction | None:
    """What a number in one unit is multiplied by to be in the other; None where they can't be related."""
    if (written.kind, written.base) != (own.kind, own.base):
        return None
    scale = written.scale / own.scale
    if written.per is None or own.per is None:
        return scale if written.per is own.per else None
    below = factor(written.per, own.per)
    return None if below is None else scale / below


def same(one: Unit | None, other: Unit | None) -> bool:
    """Whether two units are one, however they are written."""
    if one is None or other is None:
        return one is other
    return factor(one, other) == 1


def unrelated(one: Unit, other: Unit) -> bool:
    """Whether no sum of them means anything: money and things, kilograms and hours; things of two words do."""
    if (one.per is None) != (other.per is None):
        return True
    return (one.kind, one.base) != (other.kind, other.base) and not all(map(_may_count, (one, other)))


def differ(one: Unit, other: Unit) -> bool:
    """Whether two units are of one thing at two scales, or of things that can't be added."""
    times = factor(one, other)
    return times != 1 if times is not None else unrelated(one, other)


def _may_count(unit: Unit) -> bool:
    """Whether it counts things, or is a word that nobody knows."""
    return unit.kind == "things" or (unit.kind == "quantity" and unit.base not in QUANTITIES.values())


def quotient_of(above: Unit, below: Unit) -> Unit:
    """The unit of a rate: 元/台, CNY/vehicle."""
    return above._replace(text=f"{above}/{below.of(Fraction(1))}", per=below)


def read_unit(text: str, currency: Unit | None = None) -> Unit:
    """Read `元`, `万元`, `k USD`, `CNY '000`, `万辆`, `元/台`, `%`, `小时`, `kWh`; raises Invalid.

    A scale alone is money of the `currency`, where there is one. A word that is not known is a quantity.
    """
    unit = _read(text, typed=False)
    if unit.is_bare_scale and currency is not None and currency.is_money:
        space = " " if unit.text.isascii() or currency.text[:1].isascii() else ""
        return unit._replace(text=f"{unit}{space}{currency}", kind="money", base=currency.base)
    return unit


def read_typed_unit(text: str) -> Unit:
    """The unit behind a typed number: as read_unit, but `m` is a million, and `w` is 万. Raises Invalid."""
    return _read(text, typed=True)


def is_currency(text: str) -> str | None:
    """The code of a currency that a text is a sign or word of: `$`, `RMB`, `人民币`."""
    return CURRENCIES.get(fold(text))


def fold(text: str) -> str:
    """A word as units are compared: plain, without spaces and case."""
    return "".join(_plain(text).split()).casefold()


def _plain(text: str) -> str:
    """A text in plain forms: `萬元` is 万元."""
    return text if text.isascii() else narrow(text).translate(PLAIN_FORMS)


_PER = pattern(r"\s*/\s*|\s+per\s+(?!cent\b|mille\b)", re.IGNORECASE)
_NUMBERED = pattern(r"['’]?\d")
_THOUSANDS = pattern(r"(?:['’]000s?|000['’]?s)(?!\w)", re.IGNORECASE)


def _read(text: str, typed: bool) -> Unit:
    plain = " ".join(_plain(text).split())
    if not plain or (_NUMBERED.match(plain) and not _THOUSANDS.match(plain)):
        raise _unclear(text)
    divided = _PER.search(plain)
    above, below = (plain[: divided.start()], plain[divided.end() :]) if divided else (plain, "")
    if above and below:
        unit = _head(above, typed, text)._replace(per=_head(below, False, text))
    else:
        unit = _head(plain, typed, text)
    return unit._replace(text=text.strip())


def _unclear(text: str) -> Invalid:
    return Invalid(
        say("{text} is no unit", text=text), say("write it like CNY, k CNY, USD million, vehicles or k vehicles")
    )


def _head(plain: str, typed: bool, text: str) -> Unit:
    """A unit without a divisor, from its scale, its currency and its word, in any order."""
    known = None if plain == "M" or (typed and fold(plain) in SCALES) else _known(plain)
    if known is not None:
        return known
    atoms = list(_atoms(plain))
    currencies = {CURRENCIES[atom] for atom in atoms if atom in CURRENCIES}
    words = [atom for atom in atoms if atom not in CURRENCIES]
    million = typed or bool(currencies) or any(word in THINGS for word in words)
    scales = {WAN: SCALES["万"], **SCALES} if typed else SCALES
    found = [Fraction(scales[word]) for word in words if word in scales and (million or word != "m")]
    words = [word for word in words if word not in scales or (word == "m" and not million)]
    if found or currencies:
        words = [word for word in words if word not in _LINKS]
    unsure = len(found) > 1 or len(currencies) > 1 or (words and currencies) or (WAN in words and not typed)
    if unsure or not (found or currencies or words):
        raise _unclear(text)
    word = "".join(words) if found else fold(plain)
    return _joined(word, found[0] if found else Fraction(1), currencies, text)


def _joined(word: str, scale: Fraction, currencies: set[str], text: str) -> Unit:
    """The unit of a scale and a currency or word."""
    if currencies:
        return Unit(text, "money", currencies.pop(), scale)
    known = _known(word)
    if known is None:
        return Unit(text, "quantity", word, scale)
    if known.kind == "share" and scale != 1:
        raise _unclear(text)
    return known._replace(scale=known.scale * scale)


def _known(plain: str) -> Unit | None:
    """The unit that a text is one word of."""
    word = fold(plain)
    if word in SHARE_WORDS:
        return Unit(plain, "share", "%", SHARES[SHARE_WORDS[word]] / SHARES["%"])
    return next((Unit(plain, kind, words[word]) for kind, words in _KINDS if word in words), None)


_KINDS: Sequence[tuple[UnitKind, Mapping[str, str]]] = (
    ("things", THINGS), ("time", TIMES), ("score", SCORES), ("quantity", QUANTITIES),
)  # fmt: skip

_TOKEN = pattern(r"[a-z]*\$|['’]?000['’]?s?(?!\d)|[a-z][a-z0-9]*|[一-鿿]+|[^\s(),]", re.IGNORECASE)
_GLUED = pattern(r"(k|m|mn|bn|)([a-z]{3}|yuan|[a-z]{0,3}\$)(k|m|mn|bn|)", re.IGNORECASE)
_LINKS = frozenset(("in", "of", "us"))
_MILLION = "million"
_LARGE = ("万", "亿")  # begin no word of their own, as 千 does 千克


def _atoms(plain: str) -> Iterator[str]:
    """The words that a unit is made of, in small letters: currencies, scales, and what is neither."""
    for token in _TOKEN.findall(plain):
        word = _MILLION if token == "M" else token.casefold().replace("'", "").replace("’", "")
        glued = _GLUED.fullmatch(word)
        if word in CURRENCIES or word in SCALES or "一" <= word[:1] <= "鿿":
            yield from _segments(word) or [word]
        elif glued and glued[2] in CURRENCIES:
            yield from filter(None, glued.groups())
        elif word:
            yield word


_CHINESE = sorted((word for word in (*SCALES, *CURRENCIES) if "一" <= word[0] <= "鿿"), key=len, reverse=True)


def _segments(run: str) -> list[str] | None:
    """The scales, currencies and known words that a run of characters is made of; None where it has others."""
    if not run or run in CURRENCIES or run in SCALES or _known(run):
        return [run] if run else []
    for word in _CHINESE:
        if run.startswith(word):
            rest = _segments(run[len(word) :])
            if rest is not None:
                return [word, *rest]
            if word in SCALES and word[-1] in _LARGE:
                return [word, run[len(word) :]]
    return None
