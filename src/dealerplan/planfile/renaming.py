"""What targets were called before; one whose line stands for its measure was renamed together with it."""

from __future__ import annotations

from collections.abc import Mapping

from dealerplan.domain.number import narrow
from dealerplan.errors import Invalid
from dealerplan.planfile.context import Context
from dealerplan.planfile.earlier import distinct, refuse_earlier
from dealerplan.planfile.measures import Measures
from dealerplan.words import say


def earlier_ids(context: Context, measured: Measures) -> dict[str, tuple[str, ...]]:
    """The earlier ids of each target; gives those of a target that declares its measure to that too.

    A target of a measure's id that says nothing of its own has the measure's. What can't be meant is reported.
    """
    parts, declared, measures = context.file.targets, context.file.measures, measured.by_id
    context.check_earlier(("targets",), {id: part.was for id, part in parts.items()})
    lines = _lines(context, measured)
    found = {id: distinct(part.was) for id, part in parts.items()}
    had = {old for was in found.values() for old in was}
    taken = {*measures, *(old for measure in measures.values() for old in measure.was)}
    for measure, id in lines.items():
        if measure not in declared:
            was = tuple(old for old in found[id] if measure == id or old not in taken)
            measures[measure] = measures[measure]._replace(was=was)
        elif measure == id and not found[id]:
            found[id] = tuple(old for old in measures[id].was if old not in parts and old not in had)
    own = {id: parts[id].was for measure, id in lines.items() if measure == id and id not in declared}
    _check_measures(context, {**dict.fromkeys(measures, ()), **{id: one.was for id, one in declared.items()}, **own})
    return found


def _lines(context: Context, measured: Measures) -> Mapping[str, str]:
    """The target whose line stands for a measure: the one of its id, else the first that is nothing but it."""
    found: dict[str, str] = {}
    for id, part in context.file.targets.items():
        measure = measured.vocabulary.get(narrow((part.formula or id).strip()))
        if measure is not None and "." not in measure and (id == measure or measure not in found):
            found[measure] = id
    return found


def _check_measures(context: Context, was: Mapping[str, tuple[str, ...]]) -> None:
    """Report what measures can't have been, under `measures` or on the line of a target that declares its own."""
    file = context.file

    def report(id: str, at: int, found: Invalid) -> None:
        if id in file.measures:
            context.trouble(("measures", id, "was", at), found.message, found.hint)
            return
        hint, old = found.hint, was[id][at]
        if old in file.measures and old not in file.targets:
            hint = say("write formula: {name}, if it is the target alone that was renamed", name=old)
        context.trouble(("targets", id, "was", at), found.message, hint)

    refuse_earlier(was, report)
