"""The shape of a plan file, as people write it. What it means is in mapping.py."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator

from dealerplan.domain.amount import OfUnit, check_amount, read_amount
from dealerplan.domain.goal import WrittenGoal
from dealerplan.domain.month import SPAN_NAMES, Each, Month, Period, read_day
from dealerplan.domain.number import narrow
from dealerplan.errors import Invalid
from dealerplan.planfile.earlier import refuse_earlier
from dealerplan.words import Message, meant, say

_T = TypeVar("_T")
_ID = re.compile(r"\w[\w-]*")


_ONE_VALUE = say("write it without brackets or braces")


class Misplaced(ValueError):
    """Something wrong within a mapping or list that is read as one value."""

    def __init__(self, path: tuple[str | int, ...], error: Invalid, is_key: bool = False) -> None:
        super().__init__(str(path))
        self.path, self.error, self.is_key = path, error, is_key


def _within(key: str | int, read: Callable[[Any], _T], value: Any) -> _T:
    try:
        return read(value)
    except Invalid as error:
        raise Misplaced((key,), error) from None
    except Misplaced as error:
        raise Misplaced((key, *error.path), error.error, error.is_key) from None


def _id(value: Any) -> str:
    text = _text(value)
    if not _ID.fullmatch(text):
        hint = say("use letters of any script, digits, - and _")
        raise Invalid(say("{text} can't be an id", text=text), hint)
    return text


def _measure_id(value: Any) -> str:
    text = _id(value)
    if not any(map(str.isalpha, text)):
        raise Invalid(say("{text} can't be an id", text=text), say("an id has at least one letter"))
    return text


def _text(value: Any, hint: Message = _ONE_VALUE) -> str:
    if value is None or value == "":
        raise Invalid(say("there is no value here"), say("write one, or leave the key out"))
    if not isinstance(value, str):
        raise Invalid(say("one value must stand here, not a list or mapping"), hint)
    return value


def _goal(value: Any) -> WrittenGoal:
    return WrittenGoal.read(_text(value or " "))


def _number(value: Any) -> Fraction:
    return read_amount(_text(value))


def _amount(value: Any) -> str:
    return check_amount(_text(value))


def _not_negative(value: Any) -> Fraction:
    number = _number(value)
    if number < 0:
        raise Invalid(say("{text} is below 0", text=value), say("write 0 or more"))
    return number


def _tolerance(value: Any) -> Fraction:
    try:
        number = _not_negative(value)
    except OfUnit:
        raise Invalid(say("{text} is not a number", text=value), say("write a percentage: 10%")) from None
    if number >= 1:
        raise Invalid(say("a tolerance of {text} lets everything pass", text=value), say("write a percentage: 10%"))
    return number


def _decimals(value: Any) -> int:
    text = _text(value)
    if text not in tuple("0123456"):
        raise Invalid(say("{text} is not a number of decimals", text=text), say("write 0 to 6"))
    return int(text)


def _day_of_month(value: Any) -> int:
    text = _text(value)
    if not re.fullmatch(r"[1-9]|[12]\d|3[01]", narrow(text)):
        hint = say("write 1 to 31: a day of the month after")
        raise Invalid(say("{text} is not a day of a month", text=text), hint)
    return int(narrow(text))


def _month_end(value: Any) -> int:
    text = narrow(_text(value))
    if re.fullmatch(r"[1-9]|1\d|2[0-8]|31", text):
        return int(text)
    hint = say("write 1 to 28, or 31: the calendar's last day")
    if text in ("29", "30"):
        raise Invalid(say("not every month has a day {text} to end on", text=text), hint)
    raise Invalid(say("{text} is not a day on which months end", text=value), hint)


def _day(value: Any) -> date:
    return read_day(_text(value))


def _month(value: Any) -> Month:
    return Month.parse(_text(value))


def read_period(value: Any) -> Period:
    """A period in a word, or in braces; raises Invalid, or Misplaced."""
    hint = say("write {example}", example="{from: 2026-07, to: 2027-06}")
    if not isinstance(value, dict):
        return Period.parse(_text(value, hint))
    for key in value:
        if key not in ("from", "to"):
            raise Misplaced((key,), Invalid(say("there is no key {key}", key=key), hint), is_key=True)
    if len(value) < 2:
        raise Invalid(say("a period in braces has from and to"), hint)
    first, last = (_within(key, _month, value[key]) for key in ("from", "to"))
    if first > last:
        raise Invalid(say("the period ends before it begins"), hint)
    if last.since(first) >= _LONGEST:
        raise Invalid(say("a period has at most {most} months", most=_LONGEST), say("make a plan of each year"))
    return Period(first, last)


_LONGEST = 36


class Member(NamedTuple):
    """What is said of a member: its own members, what it is called, its first and last month, its earlier ids."""

    members: Mapping[str, Member] = MappingProxyType({})
    name: str | None = None
    start: Month | None = None
    until: Month | None = None
    was: tuple[str, ...] = ()


Members = Mapping[str, Member]
_OF_MEMBER = ("from", "until", "was", "name", "members")


def _member(value: Any) -> Member:
    """A mapping with any of the keys of a member says them of it; any other names its members."""
    if not isinstance(value, dict) or not any(key in _OF_MEMBER for key in value):
        return Member(_members(value))
    for key in value:
        if key not in _OF_MEMBER:
            hint = meant(key, _OF_MEMBER, say("a member has {known}", known=_OF_MEMBER))
            raise Misplaced((key,), Invalid(say("there is no key {key}", key=key), hint), is_key=True)

    def said(key: str, read: Callable[[Any], Any]) -> Any:
        return _within(key, read, value[key]) if key in value else None

    name, start, until = said("name", _text), said("from", _month), said("until", _month)
    found = Member(said("members", _members) or {}, name, start, until, said("was", _earlier) or ())
    if found.start and found.until and found.start > found.until:
        raise Misplaced(("until",), Invalid(say("until comes before from"), say("write the last month")))
    return found


def _earlier(value: Any) -> tuple[str, ...]:
    """The ids that something had before."""
    if isinstance(value, list):
        return tuple(_within(index, _id, id) for index, id in enumerate(value))
    return (_id(value),)


def _member_of_list(one: Any) -> dict[str, Any]:
    """A member with what a list says of it: `bob`, `{bob: {until: 2026-06}}`, or `{name: bob, until: 2026-06}`."""
    if not isinstance(one, dict):
        return {str(one): {}}
    if isinstance(one.get("name"), dict) or "name" not in one:
        return one
    return {str(one["name"]): {key: said for key, said in one.items() if key != "name"}}


def _members(value: Any) -> Members:
    """Members as a list, or as a mapping of members to what is said of them."""
    if isinstance(value, dict):
        found = {_within(id, _id, id): _within(id, _member, below) for id, below in value.items()}
        refuse_earlier({id: member.was for id, member in found.items()}, _misplaced)
        return found
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        mapping: dict[str, Any] = {}
        for one in value:
            mapping |= _member_of_list(one)
        hint = say("write {example}", example=_flow(mapping))
        raise Invalid(say("a list of members says nothing more of them"), hint)
    listed: dict[str, Member] = {}
    for index, id in enumerate([value] if isinstance(value, str) else value or ()):
        short = _within(index, _id, id)
        if short in listed:
            message = say("the member {name} stands here twice", name=short)
            raise Misplaced((index,), Invalid(message, say("keep one of them")))
        listed[short] = Member()
    return listed


def _misplaced(id: str, at: int, error: Invalid) -> None:
    raise Misplaced((id, "was", at), error)


def _flow(value: Any) -> str:
    """Data as a plan file has it in braces and brackets."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(below)}" for key, below in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return "{}" if value is None else str(value)


def _phasing(value: Any) -> str | dict[str, str]:
    if isinstance(value, dict):
        return {span: _within(span, _text, share) for span, share in value.items()}
    hint = say("write even, open_days, or shares such as {example}", example="{3-5: 8000, 8-10: 30%}")
    text = _text(value, hint)
    if text not in ("even", "open_days"):
        raise Invalid(say("{text} is not a phasing", text=text), hint)
    return text


def _country(value: Any) -> str:
    text = _text(value)
    if not re.fullmatch(r"[A-Z]{2}", text):
        raise Invalid(say("{text} is not a country", text=text), say("write two capital letters: CN"))
    return text


Scalar = str | int | float
"""A value as editors see it: YAML's numbers too, though every scalar is read as the text it is."""


def _read(read: Callable[[Any], Any], written: Any = Scalar) -> PlainValidator:
    """A field read by a function; `written` is what may stand in the file, for the JSON Schema."""
    return PlainValidator(read, json_schema_input_type=written)


def _choice(*choices: str, words: Mapping[str, str] = MappingProxyType({})) -> PlainValidator:
    """One of some choices; `words` are others for them."""

    def choose(value: Any) -> str:
        text = _text(value)
        text = words.get(narrow(text).casefold(), text)
        if text not in choices:
            hint = meant(text, choices, say("write {one}", one=" | ".join(choices)))
            raise Invalid(say("{text} is not one of {choices}", text=text, choices=choices), hint)
        return text

    return _read(choose, Literal[choices])


_EACH = {
    f"{before}{name}": each
    for each, names in SPAN_NAMES.items()
    for name in names
    for before in ("", "每", "每个", "each ", "every ", "per ")
}


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _nothing_said(value: Any) -> Any:
    return {} if value is None else value


Id = Annotated[str, _read(_id)]
Earlier = Annotated[tuple[str, ...], _read(_earlier, Scalar | list[Scalar])]
MeasureId = Annotated[str, _read(_measure_id)]
Text = Annotated[str, _read(_text)]
Texts = Annotated[list[Text], BeforeValidator(_one_or_more)]
Amount = Annotated[str, _read(_amount)]
Tolerance = Annotated[Fraction, _read(_tolerance)]
Day = Annotated[date, _read(_day)]
AGoal = Annotated[WrittenGoal, _read(_goal)]
APhasing = Annotated[str | dict[str, str], _read(_phasing, Scalar | dict[str, Scalar])]


class Part(BaseModel):
    """A mapping of the file; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


class MeasurePart(Part):
    """A measure."""

    name: Text | None = None
    unit: Text | None = None
    basis: Text | None = None
    within: Text | None = None
    over_time: Annotated[Literal["sum", "last", "mean"], _choice("sum", "last", "mean")] = "sum"
    above_whole: Annotated[Literal["refuse", "warn"], _choice("refuse", "warn")] = "refuse"
    members: Annotated[Mapping[str, Any], _read(_members, list[Scalar] | dict[str, Any] | Scalar)] = {}
    aliases: Texts = []
    decimals: Annotated[int, _read(_decimals)] | None = None
    was: Earlier = ()


class RevisionPart(Part):
    """What is new of a target from a month on."""

    start: Annotated[Month, _read(_month)] = Field(alias="from")
    goal: AGoal | None = None
    formula: Text | None = None
    phasing: APhasing | None = None
    why: Text | None = None


class SplitPart(Part):
    """A member's goal; a bare goal is short for it."""

    goal: AGoal
    owner: Text | None = None
    split: dict[str, SplitPart] = {}
    revisions: list[RevisionPart] = []
    stretch: AGoal | None = None


class TargetPart(Part):
    """A goal on a formula."""

    goal: AGoal
    name: Text | None = None
    formula: Text | None = None
    unit: Text | None = None
    owner: Text | None = None
    part_of: Text | None = None
    each: Annotated[Each, _choice(*SPAN_NAMES, words=_EACH)] | None = None
    since: Annotated[Month, _read(_month)] | None = Field(None, alias="from")
    until: Annotated[Month, _read(_month)] | None = None
    stretch: AGoal | None = None
    start: Amount | None = None
    tolerance: Tolerance | None = None
    min_volume: Amount | None = None
    phasing: APhasing | None = None
    split: dict[str, SplitPart] = {}
    revisions: list[RevisionPart] = []
    was: Earlier = ()


class ResultPart(Part):
    """What a milestone is to bring; a bare goal is short for it."""

    goal: AGoal
    name: Text | None = None
    unit: Text | None = None
    within: Text | None = None
    above_whole: Annotated[Literal["refuse", "warn"], _choice("refuse", "warn")] = "refuse"
    was: Earlier = ()


class DelayPart(Part):
    """A new date, decided in a month."""

    start: Annotated[Month, _read(_month)] = Field(alias="from")
    due: Day
    why: Text | None = None


class MilestonePart(Part):
    """Something done once."""

    name: Text | None = None
    due: Day | None = None
    owner: Text | None = None
    support: Texts = []
    results: dict[Id, ResultPart] = {}
    revisions: list[DelayPart] = []
    was: Earlier = ()


class CalendarPart(Part):
    """Which days the store is open."""

    country: Annotated[str, _read(_country)] = "CN"
    open: Annotated[Literal["all", "workdays"], _choice("all", "workdays")] = "all"
    closed: Annotated[list[Day], BeforeValidator(_one_or_more)] = []


class ReportingPart(Part):
    """When a month is to be recorded."""

    on_time_until: Annotated[int, _read(_day_of_month)] | None = None
    locked_after: Annotated[int, _read(_day_of_month)] | None = None
    month_ends: Annotated[int, _read(_month_end)] | None = None


class ImportsPart(Part):
    """How files of actuals are read."""

    ignore: Texts = []


class PlanFile(Part):
    """A whole plan file."""

    plan: Id
    store: Id
    store_name: Text | None = None
    period: Annotated[Period, _read(read_period, Scalar | dict[str, Scalar])]
    name: Text | None = None
    department: Text | None = None
    owner: Text | None = None
    currency: Text | None = None
    notes: Text | None = None
    was: Earlier = ()
    calendar: CalendarPart = CalendarPart()
    reporting: ReportingPart = ReportingPart()
    imports: ImportsPart = ImportsPart()
    tolerance: Tolerance | None = None
    measures: Annotated[
        dict[MeasureId, Annotated[MeasurePart, BeforeValidator(_nothing_said)]],
        BeforeValidator(_nothing_said),
    ] = {}
    targets: Annotated[
        dict[MeasureId, Annotated[TargetPart, BeforeValidator(_nothing_said)]],
        BeforeValidator(_nothing_said),
    ] = {}
    milestones: Annotated[
        dict[Id, Annotated[MilestonePart, BeforeValidator(_nothing_said)]], BeforeValidator(_nothing_said)
    ] = {}
