"""Plans as one text each, to be read again much faster than their files: JSON that builds nothing but plan values.

A text is a list of values, each its class and fields; whole numbers stand for values before it, so that what a plan
says many times is written once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from dealerplan.domain.formula import Name, Number, Operation
from dealerplan.domain.goal import Goal
from dealerplan.domain.group import ByStore, GroupGoal, GroupTerms, Move, NewGoal, OverStores, Store, StoreGoal
from dealerplan.domain.last_year import LastYear
from dealerplan.domain.month import Month, Period
from dealerplan.domain.month_end import MonthEnd
from dealerplan.domain.plan import (
    Calendar,
    Delay,
    Measure,
    Milestone,
    Plan,
    Reporting,
    ResultGoal,
    Revision,
    Tabled,
    Target,
)
from dealerplan.domain.unit import Unit

Fields = list[Any]
Record = list[str | int | bool | None]

_VALUES: tuple[Any, ...] = (
    ByStore, Calendar, Delay, Goal, GroupGoal, GroupTerms, LastYear, Measure, Milestone, Month, MonthEnd, Move, Name,
    NewGoal, Number, Operation, OverStores, Period, Plan, Reporting, ResultGoal, Revision, Store, StoreGoal, Tabled,
    Target, Unit,
)  # fmt: skip
_READ: Mapping[str, Callable[[Fields], Any]] = {
    **{value.__name__: value._make for value in _VALUES},
    "Period": lambda of: Period(*of),  # whose length is its months
    "int": lambda of: int(of[0]),
    "Fraction": lambda of: Fraction(int(of[0]), int(of[1])),
    "date": lambda of: date.fromisoformat(of[0]),
    "tuple": tuple,
    "frozenset": frozenset,
    "dict": lambda of: dict(zip(of[::2], of[1::2], strict=True)),
}
LAYOUT = repr([(value.__name__, value._fields) for value in _VALUES])
"""What a text is made of: one of another layout can't be read."""


V = TypeVar("V", Plan, Store)


def encode(value: Plan | Store) -> str:
    """The text of a plan, without that of its file, or of a store of a group."""
    if isinstance(value, Plan):
        value = value._replace(text="", path="", renamed={})
    records: list[Record] = []
    _written(value, records, {})
    return json.dumps(records, ensure_ascii=False, separators=(",", ":"))


def decode(text: str, kind: type[V]) -> V:
    """The plan or store of a text; raises ValueError for what is none."""
    values: list[Any] = []
    try:
        for name, *fields in json.loads(text):
            values.append(_READ[name]([values[one] if one.__class__ is int else one for one in fields]))
        found = values[-1]
    except (LookupError, TypeError, ArithmeticError, RecursionError) as error:
        raise ValueError(str(error)) from None
    if not isinstance(found, kind):
        raise ValueError(f"no {kind.__name__}")
    return found


def _written(value: object, records: list[Record], places: dict[str, int]) -> str | int | bool | None:
    """What stands for a value: itself, or the place of its record."""
    if value is None or isinstance(value, str | bool):
        return value
    record: Record = [type(value).__name__, *(_written(one, records, places) for one in _fields(value))]
    return places.setdefault(json.dumps(record), _placed(record, records, places))


def _placed(record: Record, records: list[Record], places: Mapping[str, int]) -> int:
    if json.dumps(record) not in places:
        records.append(record)
    return len(records) - 1


def _fields(value: object) -> Sequence[object]:
    """A value's parts, none of a whole number among them."""
    match value:
        case int():
            return [str(value)]
        case Fraction():
            return [str(value.numerator), str(value.denominator)]
        case date():
            return [value.isoformat()]
        case frozenset():
            return sorted(value)
        case Mapping():
            return [part for pair in value.items() for part in pair]
        case tuple():
            return list(tuple.__iter__(value))
    raise TypeError(f"{type(value).__name__} in a plan")
