"""Formulas over measures: arithmetic trees, what kind of figure they make, and their exact value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from dealerplan.domain.number import NUMBER, canonical, narrow, scaled
from dealerplan.domain.pattern import pattern
from dealerplan.errors import Invalid
from dealerplan.words import say

CALENDAR_NAMES = ("open_days", "days", "months")
MOST_TERMS = 200
MOST_FACTORS = 6  # of a term: with so many its quotient with another is a number that other programs can read
MOST_TOGETHER = 40  # of all that is divided: with so many Python prints it
DEEPEST = 32
BY_ID: Mapping[str, str] = MappingProxyType({})

Operator = Literal["+", "-", "*", "/"]


class Number(NamedTuple):
    """A constant."""

    value: Fraction


class Name(NamedTuple):
    """A measure by id, or one of CALENDAR_NAMES."""

    id: str


class Operation(NamedTuple):
    """Two formulas joined by an operator."""

    operator: Operator
    left: Formula
    right: Formula


Formula = Number | Name | Operation

NAME = pattern(r"[^\W\d]\w*(?:\.\w+)*")
_TOKEN = pattern(r"\s*(?:(?P<operator>\*\*|//|[-+*/()])|(?P<name>[^\W\d]\w*(?:\.\w+)*))")


class Unknown(Invalid):
    """A formula names measures that nobody declared; `places` has the offset of each one's first use."""

    def __init__(self, places: Mapping[str, int]) -> None:
        super().__init__(say("there is no measure {name}", name=next(iter(places))), offset=min(places.values()))
        self.places = places


class Vocabulary:
    """The words that formulas may use for measures: every id, name and alias, with the id that it means."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.ids = {narrow(word): id for word, id in words.items() if any(map(str.isalpha, word))}
        self.lengths = sorted({len(word) for word in self.ids}, reverse=True)

    def longest_at(self, text: str, at: int) -> str | None:
        """The longest word that stands at a place of a narrowed text; so words may hold spaces and signs."""
        for length in self.lengths:
            word = text[at : at + length]
            if word in self.ids and not _WITHIN_WORD.match(text, at + len(word)):
                return word
        return None


_WITHIN_WORD = pattern(r"[\w.]")


def parse(text: str, words: Vocabulary) -> Formula:
    """Read a formula; raises Invalid with the offset, or Unknown with every measure that is none."""
    return _Parser(narrow(text), words).formula()


class _Parser:
    """Recursive descent."""

    def __init__(self, text: str, words: Vocabulary) -> None:
        self.text = text
        self.words = words
        self.unknown: dict[str, int] = {}
        self.at = 0
        self.terms = 0
        self.depth = 0

    def formula(self) -> Formula:
        tree = self._sum()
        if self._rest():
            raise self._unexpected(after_value=True)
        if self.unknown:
            raise Unknown(self.unknown)
        for number, most in zip(factors(tree), (MOST_FACTORS, MOST_TOGETHER), strict=True):
            if number > most:
                message = say("the formula multiplies and divides more than {most} numbers", most=most)
                raise Invalid(message, say("record a measure for a part of it"))
        return tree

    def _sum(self) -> Formula:
        tree = self._product()
        while operator := self._take("+-"):
            tree = Operation(operator, tree, self._product())
        return tree

    def _product(self) -> Formula:
        tree = self._factor()
        while operator := self._take("*/"):
            tree = Operation(operator, tree, self._factor())
        return tree

    def _factor(self) -> Formula:
        self.terms += 1
        self.depth += 1
        if self.terms > MOST_TERMS or self.depth > DEEPEST:
            raise Invalid(
                say("the formula is too long or too deeply nested"),
                say("record a measure for a part of it"),
                self.at,
            )
        tree = self._atom()
        self.depth -= 1
        return tree

    def _atom(self) -> Formula:
        start = len(self.text) - len(self._rest())
        if word := self.words.longest_at(self.text, start):
            return self._name(self.words.ids[word], start + len(word))
        if sign := self._take("+-"):
            factor = self._factor()
            return Operation("-", Number(Fraction(0)), factor) if sign == "-" else factor
        if self._take("("):
            tree = self._sum()
            if not self._take(")"):
                raise self._unclosed(start)
            return tree
        match = _TOKEN.match(self.text, start)
        if match and match["name"]:
            if match["name"] not in CALENDAR_NAMES:
                self.unknown.setdefault(match["name"], start)
            return self._name(match["name"], match.end())
        return self._number(start)

    def _number(self, start: int) -> Formula:
        number = NUMBER.match(self.text, start)
        if number is None or not (number["whole"] or number["part"]):
            raise self._unexpected()
        self.at = number.end()
        try:
            return Number(scaled(number, number[0]))
        except Invalid as error:
            raise Invalid(error.message, error.hint, start) from None

    def _unclosed(self, opened: int) -> Invalid:
        if self._rest():
            return self._unexpected(after_value=True)
        return Invalid(say("this parenthesis is not closed"), say("add ) where it ends"), opened)

    def _name(self, id: str, end: int) -> Formula:
        if call := self._call(end):
            raise call
        self.at = end
        return Name(id)

    def _call(self, end: int) -> Invalid | None:
        following = self.text[end:].lstrip()[:1]
        if following == "(":
            return Invalid(say("formulas call no functions"), _ARITHMETIC, end)
        if following == "[":
            return Invalid(say("formulas have no indexes"), _ARITHMETIC, end)
        return None

    def _take(self, operators: str) -> Operator | None:
        match = _TOKEN.match(self.text, self.at)
        if not match or not match["operator"] or match["operator"] not in operators:
            return None
        self.at = match.end()
        return match["operator"]  # type: ignore[return-value]  # one of `operators`

    def _rest(self) -> str:
        return self.text[self.at :].lstrip()

    def _unexpected(self, after_value: bool = False) -> Invalid:
        rest = self._rest()
        at = len(self.text) - len(rest)
        if not rest:
            return Invalid(say("the formula ends too early"), _ARITHMETIC, at)
        if rest.startswith(("**", "^")):
            return Invalid(say("formulas raise nothing to powers"), _ARITHMETIC, at)
        if rest.startswith(")") and after_value:
            return Invalid(say("no parenthesis is open here"), say("delete it, or add ( where it begins"), at)
        shown = _WORD.findall(rest)[0][:20]
        if after_value and (rest[0].isalnum() or rest[0] == "("):
            return Invalid(say("an operator is missing before {rest}", rest=shown), _ARITHMETIC, at)
        return Invalid(say("{rest} can't stand here", rest=shown), _ARITHMETIC, at)


_WORD = pattern(r"[\w.]+|//|.")
_ARITHMETIC = say("a formula has measures, numbers, + - * / and parentheses")


def names(formula: Formula) -> list[str]:
    """Every name in the formula, in reading order, repeats included."""
    if isinstance(formula, Name):
        return [formula.id]
    return [*names(formula.left), *names(formula.right)] if isinstance(formula, Operation) else []


def measures_of(formula: Formula) -> tuple[str, ...]:
    """The ids of the measures it uses, each once, in reading order."""
    return tuple(dict.fromkeys(name for name in names(formula) if name not in CALENDAR_NAMES))


def value_of(formula: Formula, values: Mapping[str, Fraction]) -> Fraction | None:
    """The exact value with every name's value given; None where it divides by zero."""
    if isinstance(formula, Number):
        return formula.value
    if isinstance(formula, Name):
        return values[formula.id]
    return _joined(formula.operator, value_of(formula.left, values), value_of(formula.right, values))


def _joined(operator: Operator, left: Fraction | None, right: Fraction | None) -> Fraction | None:
    if left is None or right is None:
        return None
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    return left / right if right else None


def factors(formula: Formula) -> tuple[int, int]:
    """How many numbers are multiplied and divided in one term, and how many have their digits in the value.

    Sums have those of one of their parts, unless something is divided.
    """
    if not isinstance(formula, Operation):
        return 1, 1
    (left, all_left), (right, all_right) = factors(formula.left), factors(formula.right)
    if formula.operator in "*/":
        return left + right, all_left + all_right
    divides = next(divisions(formula), None) is not None
    return max(left, right), all_left + all_right if divides else max(all_left, all_right)


def weights(formula: Formula, calendar: bool = False) -> dict[str, Fraction] | None:
    """The constant weight of each measure where the formula is a weighted sum of measures, else None; with `calendar`
    also that of CALENDAR_NAMES."""
    terms = _linear(formula)
    if terms is None or terms.pop("", Fraction(0)) or not terms:
        return None
    return terms if calendar or not any(name in CALENDAR_NAMES for name in terms) else None


def _linear(formula: Formula) -> dict[str, Fraction] | None:
    """Weights by name, the constant part under the empty name; None where it is no linear form."""
    if isinstance(formula, Number):
        return {"": formula.value}
    if isinstance(formula, Name):
        return {formula.id: Fraction(1)}
    return _combined(formula.operator, _linear(formula.left), _linear(formula.right))


def _combined(
    operator: Operator, left: dict[str, Fraction] | None, right: dict[str, Fraction] | None
) -> dict[str, Fraction] | None:
    if left is None or right is None:
        return None
    if operator in "+-":
        sign = 1 if operator == "+" else -1
        return {name: left.get(name, Fraction(0)) + sign * right.get(name, Fraction(0)) for name in {**left, **right}}
    if operator == "*" and not _constant(right):
        left, right = right, left
    if not _constant(right) or (operator == "/" and not right[""]):
        return None
    factor = right[""] if operator == "*" else 1 / right[""]
    return {name: weight * factor for name, weight in left.items()}


def _constant(terms: dict[str, Fraction]) -> bool:
    return set(terms) == {""}


class Quotient(NamedTuple):
    """A rate N / D of two weighted sums, times a constant: its value is `factor * above / below`."""

    above: Formula
    below: Formula
    factor: Fraction = Fraction(1)


@lru_cache(maxsize=1000)
def quotient(formula: Formula, calendar: bool = False) -> Quotient | None:
    """N, D and the constant factor of a rate N / D; None where it is none. With `calendar` days may be counted in both.

    `a * 100 / b` and `a / b * 100` are both a / b with the factor 100, `a / (2 * b)` is it with a half.
    """
    factors = _Factors(calendar)
    if not factors.take(formula) or len(factors.above) != 1 or len(factors.below) != 1 or not factors.constant:
        return None
    return Quotient(factors.above[0], factors.below[0], factors.constant)


class _Factors:
    """A product taken apart: weighted sums above and below the line, and all constants in one."""

    def __init__(self, calendar: bool) -> None:
        self.calendar = calendar
        self.above: list[Formula] = []
        self.below: list[Formula] = []
        self.constant = Fraction(1)

    def take(self, formula: Formula, below: bool = False) -> bool:
        """Take a factor in; False where it is no product of weighted sums and constants."""
        linear = _linear(formula)
        if linear is not None and _constant(linear):
            value = linear[""]
            if not value:
                return False
            self.constant = self.constant / value if below else self.constant * value
            return True
        if isinstance(formula, Operation) and formula.operator in "*/":
            return self._take_both(formula, below)
        if weights(formula, self.calendar) is None:
            return False
        (self.below if below else self.above).append(formula)
        return True

    def _take_both(self, formula: Operation, below: bool) -> bool:
        divisor = _linear(formula.right) or {}
        if below and formula.operator == "/" and not _constant(divisor):
            return False  # what divides a divisor is none's numerator: where it is 0, there is no value
        return self.take(formula.left, below) and self.take(
            formula.right, below if formula.operator == "*" else not below
        )


def divisions(formula: Formula) -> Iterator[tuple[Formula, Formula]]:
    """Every division in the formula: what is divided, and by what."""
    if isinstance(formula, Operation):
        if formula.operator == "/":
            yield formula.left, formula.right
        yield from divisions(formula.left)
        yield from divisions(formula.right)


def terms(formula: Formula) -> Iterator[Formula]:
    """What the formula adds and subtracts: itself, where it does neither."""
    if isinstance(formula, Operation) and formula.operator in "+-":
        yield from terms(formula.left)
        yield from terms(formula.right)
    else:
        yield formula


def written(formula: Formula, named: Mapping[str, str] = BY_ID) -> str:
    """The formula as text, by ids or what these are named; parentheses only where they are needed."""
    if isinstance(formula, Number):
        return canonical(formula.value)
    if isinstance(formula, Name):
        return named.get(formula.id, formula.id)
    operator, left, right = formula.operator, formula.left, formula.right
    if operator == "-" and left == Number(Fraction(0)):
        return f"-{_grouped(right, '*/+-', named)}"
    loose = "+-" if operator in "*/" else ""
    tight = "+-" if operator == "-" else "+-*/" if operator == "/" else loose
    return f"{_grouped(left, loose, named)} {operator} {_grouped(right, tight, named)}"


def _grouped(formula: Formula, operators: str, named: Mapping[str, str]) -> str:
    needed = isinstance(formula, Operation) and formula.operator in operators
    return f"({written(formula, named)})" if needed else written(formula, named)
