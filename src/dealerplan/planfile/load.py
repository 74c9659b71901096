"""Plan files to plans: everything wrong in all of them at once."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from dealerplan.domain.plan import Plan
from dealerplan.errors import DealerplanError, Invalid
from dealerplan.planfile.mapping import Mapper, Trouble
from dealerplan.planfile.mistakes import explain_width
from dealerplan.planfile.source import Mark, Path, Problem, Source, decode, parse
from dealerplan.words import Message, near, say

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from dealerplan.planfile.schema import PlanFile


class PlanError(DealerplanError):
    """Something wrong in a plan file: where, the line itself, and what to do."""

    def __init__(self, path: str, problem: Problem, line: str) -> None:
        super().__init__(problem.message, problem.hint)
        self.path = path
        self.mark = problem.mark
        self.source_line = line


def load(raw: bytes, path: str) -> Plan | list[PlanError]:
    """Read one plan file's bytes; `path` is how messages call it."""
    try:
        source = parse(decode(raw))
    except Invalid as error:
        return [PlanError(path, Problem(Mark(1, 1), error.message, error.hint), "")]
    plan = _plan(source, path)
    if plan is not None and not source.problems:
        return plan
    lines = source.text.splitlines()
    ordered = sorted(source.problems, key=lambda problem: problem.mark)
    return [PlanError(path, problem, _line(lines, problem.mark)) for problem in ordered]


def _line(lines: list[str], mark: Mark) -> str:
    return lines[mark.line - 1] if mark.line <= len(lines) else ""


def _plan(source: Source, path: str) -> Plan | None:
    if source.data is None:
        if not source.problems:
            source.problems.append(Problem(Mark(1, 1), say("the file says nothing"), _START))
        return None
    shaped = _shaped(source)
    if shaped is None:
        return None
    file, unsure = shaped
    lines = {place: mark.line for place, mark in source.keys.items()}
    mapper = Mapper(file, lines, path, unsure)
    plan = mapper.plan()
    source.problems += [_problem(source, trouble) for trouble in mapper.troubles]
    return plan


_START = say("begin with plan, store and period: see the example in the README")


def _problem(source: Source, trouble: Trouble) -> Problem:
    mark = source.mark(trouble.path, trouble.key)
    if trouble.at and trouble.path in source.plain:
        mark = Mark(mark.line, mark.column + trouble.at)
    return Problem(mark, trouble.message, trouble.hint)


def _shaped(source: Source) -> tuple[PlanFile, frozenset[str]] | None:
    """The file's shape; wrong parts are reported, left out, and the rest tried again, so that all is said at once."""
    from pydantic import ValidationError

    from dealerplan.planfile.schema import PlanFile

    data: Any = source.data
    unsure: set[str] = set()
    for attempt in range(_ATTEMPTS):
        try:
            return PlanFile.model_validate(data), frozenset(unsure)
        except ValidationError as error:
            details = error.errors(include_url=False)
        if attempt == 0:
            source.problems += _reported(source, details, PlanFile)
        if not isinstance(data, dict) or any(detail["loc"][0] in _NEEDED for detail in details):
            return None
        data = _copy(data)
        for detail in details:
            unsure |= _repair(data, detail)
    return None


_ATTEMPTS = 4
_NEEDED = ("plan", "store", "period")


def _copy(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _copy(value) for key, value in data.items()}
    return [_copy(value) for value in data] if isinstance(data, list) else data


def _repair(data: dict[str, Any], detail: ErrorDetails) -> set[str]:
    """Leave out what is wrong; gives the target whose goal is unknown by that."""
    loc = [str(part) for part in takewhile(lambda part: isinstance(part, str), detail["loc"]) if part != "[key]"]
    *above, key = loc  # a wrong item takes its list with it, so that places stay true
    parent: Any = data
    for part in above:
        parent = parent.get(part, {})
    if key == "goal" and len(above) == 2:
        parent["goal"] = "tbd"
        return {above[1]}
    if detail["type"] in _NO_MAPPING and len(above) == 1:
        parent[key] = {}
    else:
        parent.pop(key, None)
    return set()


_NO_MAPPING = ("model_type", "model_attributes_type", "dict_type")


def _reported(source: Source, details: list[ErrorDetails], model: type[BaseModel]) -> list[Problem]:
    unknown = {detail["loc"] for detail in details if detail["type"] == "extra_forbidden"}
    renamed = {(*loc[:-1], _meant(model, loc)) for loc in unknown}
    return [_described(source, detail, model) for detail in details if detail["loc"] not in renamed]


def _described(source: Source, detail: ErrorDetails, model: type[BaseModel]) -> Problem:
    is_key = detail["loc"][-1:] == ("[key]",)
    loc: Path = detail["loc"][:-1] if is_key else detail["loc"]
    message, hint = _sentence(detail, loc, model)
    key = is_key or detail["type"] in ("extra_forbidden", "missing")
    mark = source.mark(loc, key)
    error = detail.get("ctx", {}).get("error")
    if isinstance(error, Invalid) and error.offset and loc in source.plain:
        mark = Mark(mark.line, mark.column + error.offset)
    line = _line(source.text.splitlines(), mark)
    slip = explain_width(line)
    if slip:
        return Problem(Mark(mark.line, slip.column), slip.message, slip.hint)
    return Problem(mark, message, hint)


def _sentence(detail: ErrorDetails, loc: Path, model: type[BaseModel]) -> tuple[Message, Message | None]:
    error = detail.get("ctx", {}).get("error")
    if isinstance(error, Invalid):
        return error.message, error.hint
    key = loc[-1] if loc else ""
    match detail["type"]:
        case "extra_forbidden":
            meant, known = _meant(model, loc), list(_fields(model, loc[:-1]))
            advice = say("did you mean {meant}?", meant=meant) if meant else say("there are {known}", known=known)
            return say("there is no key {key}", key=key), advice
        case "missing":
            hint = say("write a goal, or tbd while it is open") if key == "goal" else _START if len(loc) == 1 else None
            return say("{key} is missing", key=key), hint
        case "list_type":
            return say("this must be a list"), say("write it like [a, b]")
        case _:
            return say("this must be a mapping"), say("write keys and values: {example}", example="{key: value}")


def _meant(model: type[BaseModel], loc: Path) -> str | None:
    return near(str(loc[-1]), list(_fields(model, loc[:-1])))


def _fields(model: type[BaseModel], loc: Path) -> Mapping[str, object]:
    """The keys that the part of the file at `loc` may have."""
    from dealerplan.planfile import schema

    parts: dict[tuple[str, ...], type[BaseModel]] = {
        ("calendar",): schema.CalendarPart,
        ("measures", "*"): schema.MeasurePart,
        ("targets", "*"): schema.TargetPart,
        ("targets", "*", "revisions", "*"): schema.RevisionPart,
        ("milestones", "*"): schema.MilestonePart,
    }
    shape = tuple("*" if index in (1, 3) else str(part) for index, part in enumerate(loc))
    part = parts.get(shape, model)
    return {field.alias or name: field for name, field in part.model_fields.items()}
