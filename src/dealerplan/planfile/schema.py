"""The shape of a plan file, as people write it. What it means is in mapping.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator

from dealerplan.domain.goal import WrittenGoal
from dealerplan.domain.group import Fact, OverStores
from dealerplan.domain.month import SPAN_NAMES, Each, Month, Period
from dealerplan.domain.number import narrow
from dealerplan.errors import Invalid
from dealerplan.planfile.fields import (
    read_comparable,
    read_country,
    read_date,
    read_day_of_month,
    read_decimals,
    read_earlier,
    read_facts,
    read_goal,
    read_id,
    read_measure_id,
    read_month,
    read_month_end,
    read_over_stores,
    read_period,
    read_phasing,
    read_start,
    read_table,
    read_text,
    read_tolerance,
    read_written_amount,
    read_yes,
)
from dealerplan.planfile.members import read_members
from dealerplan.words import meant, say

Scalar = str | int | float
"""A value as editors see it: YAML's numbers too, though every scalar is read as the text it is."""


def _read(read: Callable[[Any], Any], written: Any = Scalar) -> PlainValidator:
    """A field read by a function; `written` is what may stand in the file, for the JSON Schema."""
    return PlainValidator(read, json_schema_input_type=written)


def _choice(*choices: str, words: Mapping[str, str] = MappingProxyType({})) -> PlainValidator:
    """One of some choices; `words` are others for them."""

    def choose(value: Any) -> str:
        text = read_text(value)
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


Id = Annotated[str, _read(read_id)]
Earlier = Annotated[tuple[str, ...], _read(read_earlier, Scalar | list[Scalar])]
MeasureId = Annotated[str, _read(read_measure_id)]
Text = Annotated[str, _read(read_text)]
Texts = Annotated[list[Text], BeforeValidator(_one_or_more)]
Amount = Annotated[str, _read(read_written_amount)]
Tolerance = Annotated[Fraction, _read(read_tolerance)]
Day = Annotated[date, _read(read_date)]
AGoal = Annotated[WrittenGoal, _read(read_goal)]
APhasing = Annotated[str | dict[str, str], _read(read_phasing, Scalar | dict[str, Scalar])]
AcrossStores = Annotated[OverStores, _read(read_over_stores, Literal["sum", "mean"] | dict[str, Scalar])]


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
    members: Annotated[Mapping[str, Any], _read(read_members, list[Scalar] | dict[str, Any] | Scalar)] = {}
    aliases: Texts = []
    decimals: Annotated[int, _read(read_decimals)] | None = None
    was: Earlier = ()
    over_stores: AcrossStores | None = None


class RevisionPart(Part):
    """What is new of a target from a month on."""

    start: Annotated[Month, _read(read_month)] = Field(alias="from")
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
    since: Annotated[Month, _read(read_month)] | None = Field(None, alias="from")
    until: Annotated[Month, _read(read_month)] | None = None
    stretch: AGoal | None = None
    start: Annotated[str, _read(read_start)] | None = None
    tolerance: Tolerance | None = None
    min_volume: Amount | None = None
    main: Annotated[bool, _read(read_yes, bool | Literal["true", "false", "是", "否"])] = False
    phasing: APhasing | None = None
    split: dict[str, SplitPart] = {}
    revisions: list[RevisionPart] = []
    was: Earlier = ()
    group_goal: AGoal | None = None
    buffer: Tolerance | None = None


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

    start: Annotated[Month, _read(read_month)] = Field(alias="from")
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

    country: Annotated[str, _read(read_country)] = "CN"
    open: Annotated[Literal["all", "workdays"], _choice("all", "workdays")] = "all"
    closed: Annotated[list[Day], BeforeValidator(_one_or_more)] = []


class ReportingPart(Part):
    """When a month is to be recorded."""

    on_time_until: Annotated[int, _read(read_day_of_month)] | None = None
    locked_after: Annotated[int, _read(read_day_of_month)] | None = None
    month_ends: Annotated[int, _read(read_month_end)] | None = None


class ImportsPart(Part):
    """How files of actuals are read."""

    ignore: Texts = []


class FactsPart(Part):
    """Where a store belongs in its group."""

    region: Text | None = None
    brand: Text | None = None
    kind: Text | None = Field(None, alias="class")
    manager: Text | None = None


class MovePart(FactsPart):
    """What is new of that from a month on."""

    start: Annotated[Month, _read(read_month)] = Field(alias="from")
    why: Text | None = None


class PlanFile(Part):
    """A whole plan file."""

    plan: Id
    store: Id = ""
    store_name: Text | None = None
    opened: Day | None = None
    closed: Day | None = None
    facts: FactsPart | None = None
    moves: list[MovePart] = []
    group: Id = ""
    stores: Annotated[tuple[str, str | None], _read(read_table, Scalar | dict[str, Scalar])] | None = None
    comparable: Annotated[int, _read(read_comparable)] | None = None
    peers: Annotated[tuple[Fact, ...], _read(read_facts, Scalar | list[Scalar])] = ()
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
