"""Goals: what a figure must reach, stay under, or lie between."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal, NamedTuple

from dealerplan.domain.number import NUMBER, SCALES, SHARES, narrow, read_number, why_no_number
from dealerplan.errors import Invalid
from dealerplan.words import say

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
    "at most": "<=", "no more than": "<=", "under": "<", "less than": "<", "below": "<",
    "不少于": ">=", "不低于": ">=", "不小于": ">=", "至少": ">=", "达到": ">=",
    "超过": ">", "高于": ">", "大于": ">",
    "不超过": "<=", "不高于": "<=", "不大于": "<=", "不多于": "<=", "至多": "<=",
    "低于": "<", "少于": "<", "小于": "<",
}  # fmt: skip
_ENDINGS: dict[str, Op] = {"及以上": ">=", "以上": ">=", "及以下": "<=", "以下": "<="}
_LAST_YEAR = ("last year", "去年", "去年同期", "上年", "上年同期")
_UNDECIDED = ("tbd", "待定")
_LEADING = re.compile("|".join(sorted(map(re.escape, {**_SIGNS, **_WORDS}), key=len, reverse=True)), re.IGNORECASE)
_RANGE = re.compile(r"(?P<low>.*?)(?:\.\.|(?<=[\d%‰千万亿kKM])\s*[~至到]\s*(?=[-+]?[\d.]))(?P<high>.*)")
_ENDING = re.compile("(?:" + "|".join(_ENDINGS) + ")$")


class Goal(NamedTuple):
    """A goal as written (`text`) and as meant; `op` and `value` are None while it is undecided.

    A range has `op` ".." and lies between `value` and `high`, both included. A goal against last year has
    `last_year` and no `value` until what last year had is known.
    """

    text: str
    op: Op | None = None
    value: Fraction | None = None
    high: Fraction | None = None
    last_year: bool = False

    @classmethod
    def parse(cls, text: str, bare: Op = ">=") -> Goal:
        """Read `600万`, `>= 93%`, `under 2%`, `不少于 4`, `90% .. 95%`, `tbd`; raises Invalid.

        `bare` is what a number without sign or word means.
        """
        written = text.strip()
        plain = " ".join(narrow(written).split())
        if plain.lower() in _UNDECIDED:
            return cls(written)
        if not plain:
            raise Invalid(say("the goal is empty"), say("write a number, or tbd while it is open"))
        if ends := _RANGE.fullmatch(plain):
            return cls._range(written, ends["low"].strip(), ends["high"].strip())
        leading, ending = _LEADING.match(plain), _ENDING.search(plain)
        if leading and ending:
            raise Invalid(say("{text} says its direction twice", text=text), say("keep one of them"))
        if leading:
            word, rest = leading[0].lower(), plain[leading.end() :]
            op = _SIGNS.get(word) or _WORDS[word]
        elif ending:
            op, rest = _ENDINGS[ending[0]], plain[: ending.start()]
        else:
            op, rest = bare, plain
        if rest.strip().lower() in _LAST_YEAR:
            return cls(written, op, last_year=True)
        return cls(written, op, _number(rest, text))

    @classmethod
    def _range(cls, written: str, low: str, high: str) -> Goal:
        goal = cls(written, "..", _number(low, written), _number(high, written))
        assert goal.value is not None
        assert goal.high is not None
        unit = high.lstrip("+-.,0123456789 ")
        scale = SCALES.get(unit, 1)
        if scale > 1 and low[-1:].isdigit() and 0 < goal.value * scale <= goal.high:
            message = say("{text} may begin at {low} or at {low}{scale}", text=written, low=low, scale=unit)
            raise Invalid(message, say("write {scale} at both ends", scale=unit))
        if goal.value > goal.high:
            raise Invalid(
                say("the range {text} begins above its end", text=written),
                say("write the low end first, and % at both ends or at none"),
            )
        return goal

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
        """Whether it is written as a percentage or per mille, and so is best shown as one."""
        return bool(self.share)

    @property
    def share(self) -> str:
        """The sign of shares that it is written with: `%` or `‰`, empty without one."""
        return next((sign for sign in SHARES if sign in narrow(self.text)), "")

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

    def against(self, last_year: Fraction | None) -> Goal:
        """The goal with what last year had in it, where it is a goal against last year."""
        return Goal(self.text, self.op, last_year, last_year=True) if self.last_year else self

    def ends(self) -> tuple[Goal, ...]:
        """The goal itself, or a range's floor and ceiling."""
        if self.high is None:
            return (self,)
        return (Goal(self.text, ">=", self.value), Goal(self.text, "<=", self.high))


def _number(plain: str, text: str) -> Fraction:
    if not plain.strip():
        raise Invalid(say("{text} has no number", text=text), say("write the goal like >= 93%"))
    if NUMBER.fullmatch(plain.strip()):
        return read_number(plain)
    hint = _RANGE_HINT if _DASHED.fullmatch(plain) else why_no_number(plain) or _HINT
    raise Invalid(say("{text} is not a goal", text=text), hint)


_DASHED = re.compile(r"[\d.,%‰千万亿kKM]+ ?- ?[\d.,%‰千万亿kKM]+")
_RANGE_HINT = say("write a range with two dots: 90% .. 95%")
_HINT = say("write a number such as 3.2M, >= 93%, under 2% or at least 4, a range 90% .. 95%, or tbd")
