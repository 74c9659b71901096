"""How single values of a plan file are read: ids, texts, numbers, days, months."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from dealerplan.domain.amount import OfUnit, check_amount, read_amount
from dealerplan.domain.goal import WrittenGoal, is_by_store
from dealerplan.domain.group import FACTS, Fact, OverStores
from dealerplan.domain.month import Month, Period, read_day
from dealerplan.domain.number import narrow
from dealerplan.domain.pattern import ID
from dealerplan.errors import Invalid
from dealerplan.words import Message, meant, say

_T = TypeVar("_T")


_ONE_VALUE = say("write it without brackets or braces")


class Misplaced(ValueError):
    """Something wrong within a mapping or list that is read as one value."""

    def __init__(self, path: tuple[str | int, ...], error: Invalid, is_key: bool = False) -> None:
        super().__init__(str(path))
        self.path, self.error, self.is_key = path, error, is_key


def within(key: str | int, read: Callable[[Any], _T], value: Any) -> _T:
    """Read what stands under a key; raises Misplaced with the key before its path."""
    try:
        return read(value)
    except Invalid as error:
        raise Misplaced((key,), error) from None
    except Misplaced as error:
        raise Misplaced((key, *error.path), error.error, error.is_key) from None


def read_id(value: Any) -> str:
    """An id: letters of any script, digits, - and _; raises Invalid."""
    text = read_text(value)
    if not ID.fullmatch(text):
        hint = say("use letters of any script, digits, - and _")
        raise Invalid(say("{text} can't be an id", text=text), hint)
    return text


def read_measure_id(value: Any) -> str:
    """An id with a letter, so that formulas can tell it from a number; raises Invalid."""
    text = read_id(value)
    if not any(map(str.isalpha, text)):
        raise Invalid(say("{text} can't be an id", text=text), say("an id has at least one letter"))
    return text


def read_text(value: Any, hint: Message = _ONE_VALUE) -> str:
    """One value, as it is written; raises Invalid for none, a list or a mapping."""
    if value is None or value == "":
        raise Invalid(say("there is no value here"), say("write one, or leave the key out"))
    if not isinstance(value, str):
        raise Invalid(say("one value must stand here, not a list or mapping"), hint)
    return value


def read_goal(value: Any) -> WrittenGoal:
    """A goal as it is written; raises Invalid."""
    return WrittenGoal.read(read_text(value or " "))


def read_number(value: Any) -> Fraction:
    """An exact number; raises Invalid."""
    return read_amount(read_text(value))


def read_written_amount(value: Any) -> str:
    """An amount as it is written, to be read with its unit; raises Invalid."""
    return check_amount(read_text(value))


def read_start(value: Any) -> str:
    """An amount as it is written, or that it stands in a group's table; raises Invalid."""
    text = read_text(value)
    return text if is_by_store(text) else check_amount(text)


def _not_negative(value: Any) -> Fraction:
    number = read_number(value)
    if number < 0:
        raise Invalid(say("{text} is below 0", text=value), say("write 0 or more"))
    return number


def read_tolerance(value: Any) -> Fraction:
    """A share from 0 to below 1; raises Invalid."""
    try:
        number = _not_negative(value)
    except OfUnit:
        raise Invalid(say("{text} is not a number", text=value), say("write a percentage: 10%")) from None
    if number >= 1:
        raise Invalid(say("a tolerance of {text} lets everything pass", text=value), say("write a percentage: 10%"))
    return number


def read_yes(value: Any) -> bool:
    """Whether something is so; raises Invalid."""
    text = narrow(read_text(value)).casefold()
    if text not in _YES | _NO:
        raise Invalid(say("{text} is neither true nor false", text=value), say("write true, or leave the key out"))
    return text in _YES


_YES, _NO = {"true", "yes", "是"}, {"false", "no", "否"}


def read_decimals(value: Any) -> int:
    """A number of decimals, 0 to 6; raises Invalid."""
    text = read_text(value)
    if text not in tuple("0123456"):
        raise Invalid(say("{text} is not a number of decimals", text=text), say("write 0 to 6"))
    return int(text)


def read_day_of_month(value: Any) -> int:
    """A day of a month, 1 to 31; raises Invalid."""
    text = read_text(value)
    if not re.fullmatch(r"[1-9]|[12]\d|3[01]", narrow(text)):
        hint = say("write 1 to 31: a day of the month after")
        raise Invalid(say("{text} is not a day of a month", text=text), hint)
    return int(narrow(text))


def read_month_end(value: Any) -> int:
    """The day on which months end; raises Invalid."""
    text = narrow(read_text(value))
    if re.fullmatch(r"[1-9]|1\d|2[0-8]|31", text):
        return int(text)
    hint = say("write 1 to 28, or 31: the calendar's last day")
    if text in ("29", "30"):
        raise Invalid(say("not every month has a day {text} to end on", text=text), hint)
    raise Invalid(say("{text} is not a day on which months end", text=value), hint)


def read_date(value: Any) -> date:
    """A date; raises Invalid."""
    return read_day(read_text(value))


def read_month(value: Any) -> Month:
    """A month; raises Invalid."""
    return Month.parse(read_text(value))


def read_period(value: Any) -> Period:
    """A period in a word, or in braces; raises Invalid, or Misplaced."""
    hint = say("write {example}", example="{from: 2026-07, to: 2027-06}")
    if not isinstance(value, dict):
        return Period.parse(read_text(value, hint))
    for key in value:
        if key not in ("from", "to"):
            raise Misplaced((key,), Invalid(say("there is no key {key}", key=key), hint), is_key=True)
    if len(value) < 2:
        raise Invalid(say("a period in braces has from and to"), hint)
    first, last = (within(key, read_month, value[key]) for key in ("from", "to"))
    if first > last:
        raise Invalid(say("the period ends before it begins"), hint)
    if last.since(first) >= _LONGEST:
        raise Invalid(say("a period has at most {most} months", most=_LONGEST), say("make a plan of each year"))
    return Period(first, last)


_LONGEST = 36


def read_earlier(value: Any) -> tuple[str, ...]:
    """The ids that something had before."""
    if isinstance(value, list):
        return tuple(within(index, read_id, id) for index, id in enumerate(value))
    return (read_id(value),)


def read_phasing(value: Any) -> str | dict[str, str]:
    """A rule, or shares by span as they are written; raises Invalid, or Misplaced."""
    if isinstance(value, dict):
        return {span: within(span, read_text, share) for span, share in value.items()}
    hint = say("write even, open_days, or shares such as {example}", example="{3-5: 8000, 8-10: 30%}")
    text = read_text(value, hint)
    if text not in ("even", "open_days"):
        raise Invalid(say("{text} is not a phasing", text=text), hint)
    return text


def read_country(value: Any) -> str:
    """A country of two capital letters; raises Invalid."""
    text = read_text(value)
    if not re.fullmatch(r"[A-Z]{2}", text):
        raise Invalid(say("{text} is not a country", text=text), say("write two capital letters: CN"))
    return text


def read_table(value: Any) -> tuple[str, str | None]:
    """The file of a group's stores, and its sheet where one is named; raises Invalid, or Misplaced."""
    if not isinstance(value, dict):
        return _file_name(value), None
    hint = say("write {example}", example="{file: stores.xlsx, sheet: 2026}")
    for key in value:
        if key not in ("file", "sheet"):
            raise Misplaced((key,), Invalid(say("there is no key {key}", key=key), hint), is_key=True)
    if "file" not in value:
        raise Invalid(say("the file is missing"), hint)
    sheet = within("sheet", read_text, value["sheet"]) if "sheet" in value else None
    return within("file", _file_name, value["file"]), sheet


def _file_name(value: Any) -> str:
    text = read_text(value, say("write the name of a file beside the plan"))
    if "/" in text or "\\" in text or text in (".", ".."):
        raise Invalid(say("{text} is not a file beside the plan", text=text), say("write its name alone"))
    return text


def read_comparable(value: Any) -> int:
    """A number of whole months; raises Invalid."""
    text = narrow(read_text(value))
    if not re.fullmatch(r"\d{1,2}", text, re.ASCII):
        raise Invalid(say("{text} is not a number of months", text=value), say("write 0 to 99"))
    return int(text)


def read_facts(value: Any) -> tuple[Fact, ...]:
    """What makes stores peers; raises Invalid, or Misplaced."""
    if isinstance(value, list):
        return tuple(within(index, _read_fact, one) for index, one in enumerate(value))
    return (_read_fact(value),)


def _read_fact(value: Any) -> Fact:
    text = read_text(value)
    for fact in FACTS:
        if fact == text:
            return fact
    raise Invalid(say("{text} is not one of {choices}", text=text, choices=FACTS), meant(text, FACTS))


def read_over_stores(value: Any) -> OverStores:
    """How values of several stores become one: `sum`, `mean`, `{mean: MEASURE}`; raises Invalid, or Misplaced."""
    hint = say("write sum, mean, or {example}", example="{mean: surveys}")
    if isinstance(value, dict):
        if list(value) != ["mean"]:
            raise Invalid(say("{text} is not one of {choices}", text=list(value), choices=["mean"]), hint)
        return OverStores("mean", within("mean", read_measure_id, value["mean"]))
    match read_text(value, hint):
        case "sum":
            return OverStores("sum")
        case "mean":
            return OverStores("mean")
        case text:
            raise Invalid(say("{text} is not one of {choices}", text=text, choices=["sum", "mean"]), hint)
