"""The goals of a table's cells: each a text that means the same in a plan file of its store alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from dealerplan.domain.goal import Goal, WrittenGoal
from dealerplan.domain.number import canonical
from dealerplan.domain.plan import Measure, Target
from dealerplan.domain.symbols import SHARES
from dealerplan.domain.unit import Unit
from dealerplan.errors import Invalid
from dealerplan.intake.store_columns import GoalColumns, measure_of
from dealerplan.intake.value import Scaled, checked_text, fault_of, is_percent, number_in, read_value
from dealerplan.sheets.cell import Content, Fault, Number, plain
from dealerplan.words import say

_QUICK = re.compile(r"(0|[1-9]\d{0,14})(?:\.(\d{1,6}))?([万亿])?")
_TIMES = {"": 1, "万": 10**4, "亿": 10**8}
_FLOORS, _CEILINGS = (">=", ">"), ("<=", "<")

Row = list[Content]


class GoalReader:
    """Reads the cells of a target's column of goals for the whole period, each text once."""

    def __init__(self, target: Target, scale: Scaled | None, in_percent: bool) -> None:
        assert target.by_store is not None
        self._target, self._scale, self._in_percent = target, scale, in_percent
        self._op = target.by_store.op
        self._measure: Measure = measure_of(target)
        self._sign = _sign_of(target.unit, scale)
        self._times = scale.times if scale else Fraction(1)
        self._takes_scales = scale is None and not _has_scale(target.unit)
        self._known: dict[Content, Goal | Invalid | None] = {}

    def read(self, content: Content) -> Goal | None:
        """The goal of a cell; None where it is empty. Raises Invalid."""
        if content not in self._known:
            self._known[content] = self._tried(content)
        found = self._known[content]
        if isinstance(found, Invalid):
            raise found
        return found

    def of_months(self, months: Iterable[Fraction]) -> Goal:
        """The goal that months come to."""
        return self._of_value(sum(months, Fraction(0)))

    def _tried(self, content: Content) -> Goal | Invalid | None:
        try:
            return self._read(content)
        except Invalid as error:
            return error

    def _read(self, content: Content) -> Goal | None:
        if isinstance(content, str):
            if not content:
                return None
            quick = _QUICK.fullmatch(content)
            if quick is not None and not self._sign and (quick[3] is None or self._takes_scales):
                return self._checked(self._of_digits(content, quick))
            text = checked_text(content)
            return self._checked(self._of_text(text)) if text else None
        if isinstance(content, Number):
            return self._checked(self._of_number(content))
        if isinstance(content, Fault):
            raise fault_of(content)
        raise Invalid(say("a date stands where a goal belongs"), say("write the goal"))

    def _of_digits(self, text: str, match: re.Match[str]) -> Goal:
        """The goal of a plain number, which needs no further look."""
        whole, part, scale = match.groups("")
        value = Fraction(int(whole + part) * _TIMES[scale], 10 ** len(part))
        return Goal(text, self._op, value) if self._scale is None else self._of_value(value * self._times)

    def _of_number(self, number: Number) -> Goal:
        """The goal of a number that a spreadsheet keeps."""
        if number.percent and not number.unit:
            return self._of_text(f"{canonical(number.value / SHARES['%'])}%")
        if not self._sign and not number.unit:
            return self._of_value(number.value * self._times)
        value = read_value(number, self._measure, self._scale)
        assert value is not None
        return self._of_value(value)

    def _of_text(self, text: str) -> Goal:
        written = WrittenGoal.read(text)
        if written.by_store:
            raise Invalid(say("{text} stands in the plan, not in the table", text=text), say("write the store's goal"))
        if written.last_year is not None:
            raise Invalid(
                say("{text} is against last year, which is not said by store", text=text),
                say("write the goal itself, or give the target such a goal in the plan"),
            )
        self._check_direction(written, text)
        if written.undecided or self._scale is None or is_percent(text):
            return self._meant(text)
        numbers = [self._text(number_in(number, self._measure, self._scale)) for number in written.numbers]
        if written.op == "..":
            return self._meant(" .. ".join(numbers))
        return self._meant(f"{written.op} {numbers[0]}" if written.op else numbers[0])

    def _check_direction(self, written: WrittenGoal, text: str) -> None:
        for one, other in ((_FLOORS, _CEILINGS), (_CEILINGS, _FLOORS)):
            if self._op in one and written.op in other:
                message = say("{text} is against the direction of the plan", text=text)
                hint = say("the plan says {goal}: write the number alone", goal=self._target.goal.text)
                raise Invalid(message, hint)

    def _of_value(self, value: Fraction) -> Goal:
        """The goal of a number in the target's unit."""
        text = self._text(value)
        return self._meant(text) if self._sign else Goal(text, self._op, value)

    def _meant(self, text: str) -> Goal:
        """The goal that a text is in a plan file."""
        return WrittenGoal.read(text).in_unit(self._target.unit, self._op)

    def _text(self, value: Fraction) -> str:
        """A value in the target's unit as a plan file has it."""
        return f"{canonical(value / SHARES[self._sign])}{self._sign}" if self._sign else canonical(value)

    def _checked(self, goal: Goal) -> Goal:
        """The goal; raises Invalid for a number above 1 that is probably a percentage."""
        if self._in_percent and goal.value is not None and not goal.percent:
            most = goal.value if goal.high is None else goal.high
            if most > 1:
                number = canonical(most)
                message = say("{name} is in percent, and {text} has no %", name=self._target.label, text=number)
                raise Invalid(message, say("write {example}", example=f"{number}%"))
        return goal


def reader_of(columns: GoalColumns, rows: Iterable[Row]) -> GoalReader:
    """The reader of a target's column of goals, which is in percent where any of its cells is."""
    target, whole = columns.target, columns.whole
    scale = whole.scale if whole else None
    own = _share_of(target.unit) is not None or (scale is not None and _share_of(scale.unit) is not None)
    may_be = target.kind == "rate" and not own
    cells = (row[whole.at] for row in rows) if whole and may_be else ()
    return GoalReader(target, scale, may_be and (target.as_percent or any(map(_bears_percent, cells))))


def _bears_percent(content: Content) -> bool:
    if isinstance(content, str):
        return any(sign in plain(content) for sign in SHARES)
    return is_percent(content)


def _share_of(unit: Unit | None) -> Fraction | None:
    return None if unit is None else unit.share


def _sign_of(own: Unit | None, scale: Scaled | None) -> str:
    """The sign of shares that a target's goals are written with; empty for none."""
    for unit in (own, scale.unit if scale else None):
        if unit is not None and unit.share is not None:
            return unit.text_of_share
    return ""


def _has_scale(unit: Unit | None) -> bool:
    """Whether 万 behind a number may be the unit's own."""
    return unit is not None and (unit.is_scaled or unit.is_bare_scale)
