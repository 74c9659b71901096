"""Holds a file's data against its shape: reports what doesn't fit and mends it, so that the rest can be read too."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from dealerplan.domain.month import Yearless
from dealerplan.errors import Invalid
from dealerplan.planfile import schema
from dealerplan.planfile.fields import Misplaced, read_period
from dealerplan.planfile.mistakes import Mistake, explain_key, explain_scalar, meant_key
from dealerplan.planfile.problem import Mark
from dealerplan.planfile.schema import PlanFile
from dealerplan.planfile.source import MOST_PROBLEMS, Path, Source
from dealerplan.words import Message, say

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

Paths = frozenset[Path]


def shape(source: Source) -> tuple[PlanFile | None, Paths]:
    """The file's shape, if it has one, and the paths of all that had to be left out or replaced."""
    shaper = _Shaper(source)
    return shaper.file(), frozenset(shaper.unsure)


class _Shaper:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.data = _copy(source.data)
        self._spell_out(self.data, ())
        self.unsure: set[Path] = set()
        self.known = {problem.mark for problem in source.problems}

    def file(self) -> PlanFile | None:
        """Validate, mend what is wrong, and again: a respelt key shows what is wrong below it."""
        for _ in range(_ROUNDS):
            try:
                return self._of_somebody(PlanFile.model_validate(self.data))
            except ValidationError as error:
                details = error.errors(include_url=False)
            if not isinstance(self.data, dict):
                self._report(details[0], ())
                return None
            unknown = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
            respelt = {self._respell(loc) for loc in unknown}
            broken = tuple(filter(self._explain_key, (detail["loc"][:-1] for detail in details if _is_of_key(detail))))
            for detail in details:
                loc = detail["loc"][:-1] if _is_of_key(detail) else detail["loc"]
                if not any(loc[: len(other)] == other for other in (*unknown, *respelt, *broken)):
                    self._report(detail, loc)
                    self._leave_out(_to_leave_out(detail, loc), detail["loc"] != loc)
        return None

    def _of_somebody(self, file: PlanFile) -> PlanFile:
        """The file, which is of a store, or has the table of a group's stores; what it lacks is reported."""
        lacking = ("stores",) if file.group else ("store",)
        if getattr(file, *lacking):
            return file
        if lacking not in self.unsure:
            self.source.report_at(lacking, say("{key} is missing", key=lacking[0]), _MISSING[lacking[0]], True)
            self.unsure.add(lacking)
        return file.model_copy(update={} if file.group else {"store": "unreadable"})

    def _spell_out(self, data: Any, path: Path) -> None:
        """Put a bare goal, where a member or result has one, into the keys that it is short for."""
        for key, value in data.items() if isinstance(data, dict) else ():
            below = (*path, key)
            if _pattern(below) in _SHORT and not isinstance(value, dict):
                data[key] = {"goal": value}
                self.source.origins[*below, "goal"] = below
            else:
                self._spell_out(value, below)

    def _respell(self, loc: Path) -> Path:
        """Report an unknown key; put its value where it was probably meant to stand, or leave it out."""
        *above, key = loc
        fields = _fields(tuple(above))
        parent = self._at(tuple(above))
        meant = meant_key(str(key), list(fields), parent)
        value = parent.pop(key)
        slip = explain_key(str(key))
        place = self.source.mark(loc, key=True)
        if slip:
            self._report_slip(place, slip)
            value = str(key)[slip.column :].strip() if value is None else value
            meant = None if "{" in str(key) else meant  # its value was cut in two
        else:
            hint = say("did you mean {meant}?", meant=meant) if meant else _hint_of_key(str(key), tuple(above), value)
            self.source.report(place, say("there is no key {key}", key=key), hint)
        if meant is None or meant in parent:
            self.unsure.add(loc)
            return loc
        parent[meant] = value
        self.source.origins[*above, meant] = loc
        self._spell_out(value, (*above, meant))
        return (*above, meant)

    def _explain_key(self, loc: Path) -> bool:
        """Report an id that a slip made of a key and its value, `intake：{goal`, and leave both out."""
        slip = explain_key(str(loc[-1]))
        if slip is None:
            return False
        self._report_slip(self.source.mark(loc, key=True), slip)
        self._leave_out(loc, is_key=True)
        return True

    def _report_slip(self, key: Mark, slip: Mistake) -> None:
        """Report a slip where it stands within a key."""
        self.source.report(Mark(key.line, key.column + slip.column - 1), slip.message, slip.hint)

    def _at(self, path: Path) -> Any:
        found: Any = self.data
        for part in path:
            found = found[part]
        return found

    def _report(self, detail: ErrorDetails, loc: Path) -> None:
        error = detail.get("ctx", {}).get("error")
        key = _is_of_key(detail) or detail["type"] == "missing"
        if isinstance(error, Misplaced):
            loc, key, error = (*loc, *error.path), error.is_key, error.error
        if self.source.mark(loc, key) in self.known:
            return
        offset = error.offset if isinstance(error, Invalid) else 0
        slip = explain_scalar(detail["input"]) if isinstance(detail["input"], str) and error is None else None
        if slip:
            self.source.report_at(loc, slip.message, slip.hint, offset=slip.column - 1)
        else:
            message, hint = (error.message, error.hint) if isinstance(error, Invalid) else _sentence(detail, loc)
            if isinstance(error, Yearless):
                hint = self._in_period(error) or hint
            self.source.report_at(loc, message, hint, key, offset)

    def _in_period(self, error: Yearless) -> Message | None:
        """How a month or day without its year is written in the plan's period, where that has it once."""
        try:
            period = read_period(self.data.get("period"))
        except (Invalid, Misplaced):
            return None
        years = [month.year for month in period if month.number == error.number]
        return say("write {example}", example=error.written_in(years[0])) if len(years) == 1 else None

    def _leave_out(self, path: Path, is_key: bool) -> None:
        self.unsure.add(path)
        parent = self.data
        for end, part in enumerate(path[:-1], start=1):
            if isinstance(parent, dict) and part not in parent:
                return None  # gone already
            if not isinstance(parent[part], dict | list):
                return self._leave_out(path[:end], is_key=False)
            parent = parent[part]
        if is_key:
            _put_aside(parent, path, len(self.unsure))
        elif (stand_in := _stand_in(path)) is not None:
            parent[path[-1]] = stand_in
        else:
            parent.pop(path[-1], None)
        return None


_ROUNDS = MOST_PROBLEMS  # each round has another problem


def _to_leave_out(detail: ErrorDetails, loc: Path) -> Path:
    """What has to go for a wrong value: of a mapping of many the one; a list as a whole, so that places stay true."""
    error = detail.get("ctx", {}).get("error")
    if loc[-1:] == ("goal",) and _stand_in(loc):
        return loc
    if isinstance(error, Misplaced) and loc[-1] in _OF_MANY:
        loc = (*loc, *error.path)
    return tuple(takewhile(_is_key, loc))


_OF_MANY = ("phasing", "members")


def _is_of_key(detail: ErrorDetails) -> bool:
    """Whether the key itself is wrong; a file may hold a key that looks like pydantic's sign for that."""
    return detail["loc"][-1:] == ("[key]",) and detail["type"] != "extra_forbidden"


def _copy(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _copy(value) for key, value in data.items()}
    return [_copy(value) for value in data] if isinstance(data, list) else data


def _is_key(part: str | int) -> bool:
    return isinstance(part, str)


def _put_aside(parent: dict[str, Any], path: Path, number: int) -> None:
    """Take out what stands under an impossible id; formulas may go on naming a measure by it."""
    *above, key = path
    part = parent.pop(str(key))
    if above == ["measures"]:
        name = part.get("name") if isinstance(part, dict) else None
        parent[f"unreadable-{number}"] = {"aliases": [word for word in (key, name) if word and isinstance(word, str)]}


def _stand_in(path: Path) -> Any:
    """What lets the rest be read in place of a wrong value, if leaving it out would not."""
    match path:
        case ("plan" | "store",):
            return "unreadable"
        case ("period",):
            return "2026"
        case ("targets", _, "goal") | (_, _, "split" | "results" | "revisions", *_, "goal"):
            return "tbd"
        case ("targets", _):
            return {"goal": "tbd"}
        case ("measures" | "milestones", _):
            return {}
        case _:
            return None


def _sentence(detail: ErrorDetails, loc: Path) -> tuple[Message, Message | None]:
    """What pydantic says of the shape, in the user's words."""
    if detail["type"] == "missing":
        return say("{key} is missing", key=loc[-1]), _MISSING[str(loc[-1])]
    example = _EXAMPLES.get(_pattern(loc), "[a, b]" if detail["type"] == "list_type" else "key: value")
    message = say("a list must stand here") if detail["type"] == "list_type" else say("keys and values must stand here")
    return message, say("write it like {example}", example=example)


def _hint_of_key(key: str, above: Path, value: Any) -> Message:
    """What to do about a key that is none here: where it belongs, or what there is."""
    if not above and isinstance(value, dict):
        return say("indent it, if it belongs to a section")
    sections = {section: meant_key(key, list(_fields((section, "*")))) for section in ("measures", "targets")}
    known = {section: other for section, other in sections.items() if other}
    if above or not known:
        return say("there are {known}", known=list(_fields(above)))
    example = f"{next(iter(known.values()))}: {value}"
    return say("write {example} with each one under {sections}", example=example, sections=list(known))


_MISSING = {
    "plan": say("write an id for the plan, such as {example}", example="plan: sales-2026"),
    "store": say("write the id of the store whose actuals these are, such as {example}", example="store: north"),
    "stores": say("write the file of its stores, beside the plan: {example}", example="stores: stores.xlsx"),
    "period": say("write the months it spans, such as {example}", example="period: 2026"),
    "goal": say("write a goal, or tbd while it is open"),
    "due": say("write the new date, such as {example}", example="due: 2026-04-30"),
    "from": say("write the month from which the new goal holds, such as {example}", example="from: 2026-07"),
}
_EXAMPLES: dict[Path, str | Message] = {
    (): "plan: sales-2026",
    ("calendar",): "{open: workdays}",
    ("reporting",): "{on_time_until: 5, locked_after: 10}",
    ("imports",): say("{{ignore: [Gross profit, Stock]}}"),
    ("measures",): say("intake: {{name: Vehicles taken in, unit: vehicles}}"),
    ("facts",): "{region: East}",
    ("moves",): "[{from: 2026-07, region: West}]",
    ("moves", "*"): "{from: 2026-07, region: West}",
    ("measures", "*"): say("{{name: Vehicles taken in, unit: vehicles}}"),
    ("targets",): "intake: {goal: 7800}",
    ("targets", "*"): "{goal: 7800}",
    ("targets", "*", "split"): say("{{east: 18000, west: 12000}}"),
    ("targets", "*", "revisions"): "[{from: 2026-07, goal: 27000}]",
    ("targets", "*", "revisions", "*"): "{from: 2026-07, goal: 27000}",
    ("milestones",): "expo: {due: 2026-04-30}",
    ("milestones", "*"): "{due: 2026-04-30}",
    ("milestones", "*", "results"): "{orders: 40, visits: tbd}",
    ("milestones", "*", "revisions"): "[{from: 2026-03, due: 2026-04-30}]",
    ("milestones", "*", "revisions", "*"): "{from: 2026-03, due: 2026-04-30}",
}
_SHORT = (("targets", "*", "split", "*"), ("milestones", "*", "results", "*"))
_PARTS: dict[Path, type[BaseModel]] = {
    (): schema.PlanFile,
    ("facts",): schema.FactsPart,
    ("moves", "*"): schema.MovePart,
    ("calendar",): schema.CalendarPart,
    ("reporting",): schema.ReportingPart,
    ("imports",): schema.ImportsPart,
    ("measures", "*"): schema.MeasurePart,
    ("targets", "*"): schema.TargetPart,
    ("targets", "*", "revisions", "*"): schema.RevisionPart,
    ("targets", "*", "split", "*"): schema.SplitPart,
    ("milestones", "*"): schema.MilestonePart,
    ("milestones", "*", "results", "*"): schema.ResultPart,
    ("milestones", "*", "revisions", "*"): schema.DelayPart,
}


def _pattern(loc: Path) -> Path:
    """A path with a star for every id and number; a split of a split is like the first."""
    starred = tuple("*" if index % 2 else part for index, part in enumerate(loc))
    while starred[2:4] == ("split", "*") and len(starred) > len(_SHORT[0]):
        starred = starred[:2] + starred[4:]
    return starred


def _fields(loc: Path) -> Mapping[str, object]:
    """The keys that the part of the file at `loc` may have."""
    return {field.alias or name: field for name, field in _PARTS[_pattern(loc)].model_fields.items()}
