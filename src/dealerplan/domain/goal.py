"""Goals: what a figure must reach, stay under, or lie between."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal, NamedTuple

from dealerplan.domain.amount import NoNumber, OfUnit, Percentage, read_amount
from dealerplan.domain.last_year import LastYear, of_growth, read_last_year
from dealerplan.domain.number import narrow, of_exponent
from dealerplan.domain.pattern import pattern
from dealerplan.domain.unit import Unit
from dealerplan.errors import Invalid
from dealerplan.words import Message, say

Op = Literal[">=", ">", "<=", "<", ".."]

_SIGNS: dict[str, Op] = {
    ">=": ">=",
    "≥": ">=",
    "≧": ">=",
    ">": ">",
    "<=": "<=",
    "≤": "<=",
    "≦": "<=",
    "<": "<",
}
_WORDS: dict[str, Op] = {
    "大于等于": ">=", "小于等于": "<=", "最少": ">=", "最多": "<=",
    "at least": ">=", "no less than": ">=", "over": ">", "more than": ">", "above": ">",
    "not less than": ">=", "no fewer than": ">=", "not below": ">=", "no lower than": ">=", "minimum of": ">=",
    "a minimum of": ">=", "minimum": ">=", "min.": ">=", "min": ">=", "greater than or equal to": ">=",
    "at most": "<=", "no more than": "<=", "under": "<", "less than": "<", "below": "<",
    "not more than": "<=", "not over": "<=", "not above": "<=", "no higher than": "<=", "not exceeding": "<=",
    "not to exceed": "<=", "up to": "<=", "maximum of": "<=", "a maximum of": "<=", "maximum": "<=", "max.": "<=",
    "max": "<=", "less than or equal to": "<=", "within": "<=",
    "不少于": ">=", "不低于": ">=", "不小于": ">=", "至少": ">=", "达到": ">=",
    "不得少于": ">=", "不得低于": ">=", "不得小于": ">=", "不能少于": ">=", "不能低于": ">=",
    "突破": ">=", "完成": ">=", "实现": ">=",
    "不得超过": "<=", "不得高于": "<=", "不得大于": "<=", "不得多于": "<=", "不能超过": "<=", "不能高于": "<=",
    "超过": ">", "高于": ">", "大于": ">",
    "不超过": "<=", "不高于": "<=", "不大于": "<=", "不多于": "<=", "至多": "<=",
    "低于": "<", "少于": "<", "小于": "<",
}  # fmt: skip
_ENDINGS: dict[str, Op] = {
    "及以上": ">=", "以上": ">=", "及以下": "<=", "以下": "<=", "以内": "<=", "之内": "<=",
    "or more": ">=", "or above": ">=", "minimum": ">=", "or less": "<=", "or fewer": "<=", "or below": "<=",
    "maximum": "<=", "max": "<=",
}  # fmt: skip
_AIMS: dict[str, Op] = {"力争": ">=", "争取": ">=", "确保": ">=", "控制在": "<="}  # before a number or a direction
_TURNED: dict[Op, Op] = {">=": "<=", ">": "<", "<=": ">=", "<": ">", "..": ".."}
_UNDECIDED = ("tbd", "待定")
BY_STORE = ("by store", "按店", "按门店", "各店")
_DIRECTION = "|".join(sorted(map(re.escape, {**_SIGNS, **_WORDS}), key=len, reverse=True))
_LEADING = pattern(_DIRECTION, re.IGNORECASE)
_WITHIN = pattern(rf"(?P<before>[^\d]+?)(?P<word>{_DIRECTION})(?P<after>.*\d.*)", re.IGNORECASE)
_RANGE = pattern(r"(?P<low>.*?)\.\.(?P<high>.*)")
_BETWEEN = pattern(r"(?:[~至到]|(?<=[\s%])to\s)\s*(?=[-+¥$€£]*[\d.])", re.IGNORECASE)
_SPOKEN = pattern(r"(?:between|from)\s+(?P<low>.*\d.*?)\s+(?:and|to)\s+(?P<high>.*\d.*)", re.IGNORECASE)
ENDING = pattern("(?:" + "|".join(_ENDINGS) + ")$", re.IGNORECASE)
_NEAR = pattern(r"within\b.*\blast year", re.IGNORECASE)  # neither a floor nor a ceiling
_AIM = pattern("|".join(_AIMS))


class Goal(NamedTuple):
    """A goal as written (`text`) and as meant; `op` and `value` are None while it is undecided.

    A range has `op` ".." and lies between `value` and `high`, both included. A goal against last year has
    `last_year`, and no `value` until what last year had is known.
    """

    text: str
    op: Op | None = None
    value: Fraction | None = None
    high: Fraction | None = None
    last_year: LastYear | None = None

    @classmethod
    def parse(cls, text: str, bare: Op = ">=") -> Goal:
        """Read a goal of no unit; see WrittenGoal. `bare` is what a number without sign or word means."""
        return WrittenGoal.read(text).in_unit(None, bare)

    @property
    def undecided(self) -> bool:
        """Whether the goal is still open (tbd)."""
        return self.op is None

    @property
    def is_range(self) -> bool:
        """Whether the goal has two ends."""
        return self.op == ".."

    @property
    def is_ceiling(self) -> bool:
        """Whether less is better."""
        return self.op in ("<=", "<")

    @property
    def percent(self) -> bool:
        """Whether it is written as a percentage or per mille of its own, and so is best shown as one."""
        return bool(self.share)

    @property
    def share(self) -> str:
        """The sign of shares that it is written with: `%` or `‰`, empty without one."""
        found = None if self.last_year else _PERCENT.search(narrow(self.text))
        return "" if found is None else "‰" if found[0] == "‰" else "%"

    def held_by(self, actual: Fraction, line: Fraction | None = None) -> bool:
        """Whether an exact value holds the goal, or, in the same direction, the `line` on the way to it."""
        if self.value is None:
            raise ValueError("an unknown goal can't be held")
        goal = self.value if line is None else line
        match self.op:
            case ">=":
                return actual >= goal
            case ">":
                return actual > goal
            case "<=":
                return actual <= goal
            case "<":
                return actual < goal
            case _:
                return goal <= actual <= (self.high if self.high is not None else goal)

    def distance(self, actual: Fraction) -> Fraction:
        """Signed distance of a value to the goal; to a range's nearer end, 0 inside it."""
        if self.value is None:
            raise ValueError("an unknown goal has no distance")
        if self.high is not None and actual > self.value:
            return max(actual - self.high, Fraction(0))
        return actual - self.value if not self.is_range else min(actual - self.value, Fraction(0))

    def against(self, base: Fraction | None) -> Goal:
        """The goal with what last year had in it, where it is a goal against last year."""
        return self if self.last_year is None else self._replace(value=self.last_year.goal(base))

    def ends(self) -> tuple[Goal, ...]:
        """The goal itself, or a range's floor and ceiling."""
        if self.high is None:
            return (self,)
        return (Goal(self.text, ">=", self.value), Goal(self.text, "<=", self.high))


_PERCENT = pattern("[%‰]|per ?cent", re.IGNORECASE)


class WrittenGoal(NamedTuple):
    """A goal as a plan file writes it, before its unit is known: a direction (None: not said) and its numbers.

    A bare number that `falls` against last year is a ceiling; one that `turns` is told as a fall in words, so that a
    direction turns round: a fall of at least 20% is a ceiling too. One that is `by_store` stands in a group's table.
    """

    text: str
    op: Op | None = None
    numbers: tuple[str, ...] = ()
    last_year: LastYear | None = None
    falls: bool = False
    turns: bool = False
    by_store: bool = False

    @classmethod
    def read(cls, text: str) -> WrittenGoal:
        """Read `600万`, `>= 93%`, `under 2%`, `不少于 4`, `90% .. 95%`, `+15% on last year`, `tbd`, `by store`; raises
        Invalid."""
        written = text.strip()
        plain = " ".join(narrow(written).split())
        if plain.lower() in _UNDECIDED:
            return cls(written)
        if not plain:
            raise Invalid(say("the goal is empty"), say("write a number, or tbd while it is open"))
        if ends := _ends(plain):
            return cls(written, "..", ends)
        op, rest = _direction(plain, written)
        if is_by_store(rest):
            return cls(written, op, by_store=True)
        if found := read_last_year(rest, op is not None):
            return cls(written, op, (), *found)
        return cls(written, op, (rest,))

    @property
    def undecided(self) -> bool:
        """Whether it is open (tbd), or said elsewhere."""
        return not self.numbers and self.last_year is None

    def in_unit(self, unit: Unit | None, bare: Op = ">=") -> Goal:
        """The goal with its numbers in a unit's own scale; `bare` is a direction not said. Raises Invalid."""
        if self.undecided:
            return Goal(self.text)
        if self.last_year is not None:
            return Goal(self.text, self._op(bare), last_year=self.last_year)
        if self.op == "..":
            return self._range(unit)
        return Goal(self.text, self.op or bare, _number(self.numbers[0], self.text, unit))

    def _op(self, bare: Op) -> Op:
        if self.op is None:
            return "<=" if self.falls else bare
        return _TURNED[self.op] if self.turns else self.op

    def _range(self, unit: Unit | None) -> Goal:
        low, high = self.numbers
        least, most = _number(low, self.text, unit), _number(high, self.text, unit)
        word = high.lstrip("+-.,0123456789 ¥$€£")
        if low[-1:].isdigit() and word and least < (_other(low + word, unit) or least) <= most:
            message = say("{text} may begin at {low} or at {low}{scale}", text=self.text, low=low, scale=word)
            raise Invalid(message, say("write {scale} at both ends", scale=word))
        if least > most:
            both = f"{low}{high[high.rindex(word) - 1 :].lstrip('.,0123456789') if word else ''} .. {high}"
            shared = low[-1:].isdigit() and word and (_other(low + word, unit) or least) <= most
            raise Invalid(
                say("the range {text} begins above its end", text=self.text),
                say("write {example}", example=both) if shared else _LOW_FIRST,
            )
        return Goal(self.text, "..", least, most)


def direction(whole: Goal) -> Op:
    """What a bare number means under a goal: its direction."""
    return whole.op if whole.op in ("<=", "<", ">") else ">="


def is_further(stretch: Goal, goal: Goal) -> bool:
    """Whether a stretch lies beyond a goal, in its direction; both are numbers, or both say the same of last year."""
    pair = [_told(one) for one in (stretch, goal)]
    if stretch.is_ceiling is not goal.is_ceiling or pair[0][0] != pair[1][0]:
        return False
    return pair[0][1] < pair[1][1] if goal.is_ceiling else pair[0][1] > pair[1][1]


def _told(goal: Goal) -> tuple[str, Fraction]:
    """In which terms a goal is told, and how much it is in them."""
    if goal.last_year is None:
        return "number", goal.value or Fraction(0)
    if goal.last_year.points is not None:
        return "points", goal.last_year.points
    return "factor", goal.last_year.factor or Fraction(0)


def is_by_store(text: str) -> bool:
    """Whether a text says that the value stands in the table of a group's stores."""
    return " ".join(narrow(text).split()).casefold() in BY_STORE


def _ends(plain: str) -> tuple[str, str] | None:
    """Both ends of a range; None where it is none."""
    if dots := _RANGE.fullmatch(plain) or _SPOKEN.fullmatch(plain):
        return dots["low"].strip(), dots["high"].strip()
    between = _BETWEEN.search(plain)
    if between is None or not any(map(str.isdigit, plain[: between.start()])):
        return None
    return plain[: between.start()].strip(), plain[between.end() :].strip()


def _direction(plain: str, text: str) -> tuple[Op | None, str]:
    """What a goal's sign or word says, and the rest; a word may stand before, behind, or within (同比增长不少于15%)."""
    if aim := _AIM.match(plain):
        op, rest = _direction(plain[aim.end() :].strip(), text)
        return op or _AIMS[aim[0]], rest
    leading, ending = _LEADING.match(plain), ENDING.search(plain)
    if leading and ending:
        raise Invalid(say("{text} says its direction twice", text=text), say("keep one of them"))
    if _NEAR.match(plain):
        return None, plain
    if leading:
        return _op_of(leading[0]), plain[leading.end() :].strip()
    if ending:
        return _ENDINGS[ending[0].lower()], plain[: ending.start()].strip()
    within = _WITHIN.fullmatch(plain)
    if within and read_last_year(bare := within["before"] + within["after"].strip(), directed=True):
        return _op_of(within["word"]), bare
    return None, plain


def _op_of(word: str) -> Op:
    return _SIGNS.get(word) or _WORDS[word.lower()]


def _number(plain: str, text: str, unit: Unit | None) -> Fraction:
    """A goal's number in a unit; raises Invalid."""
    if not plain.strip():
        raise Invalid(say("{text} has no number", text=text), say("write the goal like >= 93%"))
    try:
        return read_amount(plain, unit)
    except NoNumber:
        growth = of_growth(plain)
        written = say("write {example}", example=growth) if growth else None
        hint = written or _dashed(plain, unit) or of_exponent(plain.strip()) or _example(unit)
        raise Invalid(say("{text} is not a goal", text=text), hint) from None
    except OfUnit as error:
        if unit is None or not isinstance(error, Percentage):
            raise
        growth, hint = of_growth(plain), say("write the number in {unit}", unit=unit)
        if growth and plain == " ".join(narrow(text).split()):
            hint = say("write the number in {unit}, or {example}", unit=unit, example=growth)
        raise OfUnit(error.message, hint) from None


def _example(unit: Unit | None) -> Message:
    """How goals are written, in a scaled unit with numbers that are accepted there."""
    if unit is None or not unit.is_scaled:
        return _HINT
    number, both = unit.behind("600"), f"600 .. {unit.behind('700')}"
    least = say("at least {number}", number=number)
    return say(
        "write a number such as {number} or {least}, a range {both}, or tbd", number=number, least=least, both=both
    )


def _dashed(plain: str, unit: Unit | None) -> Message | None:
    """How a range with a dash is written with dots."""
    dashed = _DASHED.fullmatch(plain)
    if dashed is None:
        return None
    example = f"{dashed['low'].strip()} .. {dashed['high'].strip()}"
    try:
        WrittenGoal.read(example).in_unit(unit)
    except Invalid as error:
        return error.hint
    return say("write {example}", example=example)


def _other(plain: str, unit: Unit | None) -> Fraction | None:
    """What a number would be with another word behind it."""
    try:
        return read_amount(plain, unit)
    except Invalid:
        return None


_DASHED = pattern(r"(?P<low>[^-\d]*\d[^-]*)-(?P<high>[^-\d]*\d[^-]*)")
_LOW_FIRST = say("write the low end first, and % at both ends or at none")
_HINT = say("write a number such as 3.2M, >= 93%, under 2% or at least 4, a range 90% .. 95%, or tbd")
