"""A version of a plan in the names of a later one, so that a renamed id alone makes no difference (amendments C.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import NamedTuple, Protocol

from dealerplan.domain.formula import Formula, Name, Operation
from dealerplan.domain.plan import Measure, Milestone, Plan, ResultGoal, Revision, Target

NewId = Callable[[str], str]


class Renamed(Protocol):
    """What has an id, and had others before."""

    @property
    def id(self) -> str:
        """Its id now."""
        ...

    @property
    def was(self) -> tuple[str, ...]:
        """Its earlier ids, in full."""
        ...


def in_names_of(old: Plan, now: Plan) -> Plan:
    """The old version with every id that `now` says was renamed replaced by the new one, wherever it stands.

    Names that were made of ids go with them. An id stays where its new one is another thing's in the old version.
    """
    measures = _measure_ids(old, now)
    targets = _target_ids(old, now, measures)
    milestones = _new_ids([one.id for one in old.milestones], now.milestones)
    id = now.id if old.id in now.was else old.id
    named = _measures(old.measures, measures)
    return old._replace(
        id=id,
        name=id if old.name == old.id else old.name,
        measures=named,
        targets=tuple(_target(one, _Ids(old, named, measures, targets)) for one in old.targets),
        milestones=tuple(_milestone(one, milestones.get(one.id, one.id), now) for one in old.milestones),
    )


def renamed(formula: Formula, new: NewId) -> Formula:
    """A formula with its names replaced."""
    match formula:
        case Name(id):
            return Name(new(id))
        case Operation(operator, left, right):
            return Operation(operator, renamed(left, new), renamed(right, new))
    return formula


def _new_ids(known: Iterable[str], now: Iterable[Renamed]) -> dict[str, str]:
    """The new id of each of the known ones that has one."""
    known = set(known)
    found = {was: one.id for one in now for was in one.was if was in known and was != one.id}
    while taken := [was for was, id in found.items() if id in known and id not in found]:
        for was in taken:
            del found[was]
    return found


def _measure_ids(old: Plan, now: Plan) -> NewId:
    """A member of a renamed measure is renamed with it; so is the measure that a lone target declares."""
    lone = [one for one in now.targets if one.id in now.measures and now.measures.keys().isdisjoint(one.was)]
    direct = _new_ids(old.measures, [*lone, *now.measures.values()])
    later = {was: one.id for one in now.measures.values() for was in one.was}

    def new(id: str) -> str:
        if id in direct:
            return direct[id]
        above, dot, short = id.rpartition(".")
        found = f"{new(above)}.{short}" if dot else id
        return found if found == id or found in now.measures else later.get(found, found)

    return new


def _target_ids(old: Plan, now: Plan, measures: NewId) -> NewId:
    """A member's target is called after its whole and its measure."""
    direct = _new_ids([one.id for one in old.targets], now.targets)
    by_id = {one.id: one for one in old.targets}

    def new(id: str) -> str:
        one = by_id.get(id)
        if id in direct or one is None or one.part_of is None or not one.is_member_of(one.part_of):
            return direct.get(id, id)
        short = id.removeprefix(f"{one.part_of}.")
        if isinstance(one.formula, Name) and one.formula.id.rpartition(".")[2] == short:
            short = measures(one.formula.id).rpartition(".")[2]
        return f"{new(one.part_of)}.{short}"

    return new


def _measures(measures: Mapping[str, Measure], new: NewId) -> dict[str, Measure]:
    found: dict[str, Measure] = {}
    for id, measure in measures.items():
        word = partial(_word, old=measure, id=new(id), whole=measures.get(id.rpartition(".")[0]), measures=found)
        found[new(id)] = measure._replace(
            id=new(id),
            name=word(measure.name),
            within=None if measure.within is None else new(measure.within),
            members=tuple(map(new, measure.members)),
            aliases=tuple(map(word, measure.aliases)) if "." in id else measure.aliases,
        )
    return found


def _word(word: str, old: Measure, id: str, whole: Measure | None, measures: Mapping[str, Measure]) -> str:
    """A name or alias of a measure that is called so after ids: its own, or its whole's and its own short one."""
    above, dot, short = word.rpartition(".")
    if whole is None or not dot or id == old.id:
        return id if word == old.id else word
    named = measures.get(id.rpartition(".")[0], whole).name if above == whole.name else above
    return f"{named}.{id.rpartition('.')[2] if short == old.id.rpartition('.')[2] else short}"


class _Ids(NamedTuple):
    """The old plan, its measures in new names, and the new ids of measures and targets."""

    old: Plan
    measures: Mapping[str, Measure]
    measure: NewId
    target: NewId


def _target(one: Target, ids: _Ids) -> Target:
    formula = renamed(one.formula, ids.measure)
    return one._replace(
        id=ids.target(one.id),
        name=_target_name(one, formula, ids),
        formula=formula,
        part_of=None if one.part_of is None else ids.target(one.part_of),
        revisions=tuple(_revision(revision, ids.measure) for revision in one.revisions),
    )


def _target_name(one: Target, formula: Formula, ids: _Ids) -> str:
    """Its name, where that is not its own but its measure's, its whole's with the member's, or its id."""
    if isinstance(one.formula, Name) and isinstance(formula, Name):
        was, name = ids.old.measures[one.formula.id].name, ids.measures[formula.id].name
        if one.name == was:
            return name
        whole = next(
            (other for other in ids.old.targets if one.is_member_of(other.id) and other.id == one.part_of), None
        )
        if whole is not None and one.name == f"{whole.name}.{was.rpartition('.')[2]}":
            return f"{_target_name(whole, renamed(whole.formula, ids.measure), ids)}.{name.rpartition('.')[2]}"
    return ids.target(one.id) if one.name == one.id else one.name


def _revision(revision: Revision, new: NewId) -> Revision:
    return revision if revision.formula is None else revision._replace(formula=renamed(revision.formula, new))


def _milestone(one: Milestone, id: str, now: Plan) -> Milestone:
    later = next((other for other in now.milestones if other.id == id), None)
    results = _new_ids([result.id for result in one.results], later.results if later else ())
    return one._replace(
        id=id,
        name=id if one.name == one.id else one.name,
        results=tuple(_result(result, results) for result in one.results),
    )


def _result(result: ResultGoal, ids: Mapping[str, str]) -> ResultGoal:
    id = ids.get(result.id, result.id)
    return result._replace(
        id=id,
        name=id if result.name == result.id else result.name,
        within=None if result.within is None else ids.get(result.within, result.within),
    )
