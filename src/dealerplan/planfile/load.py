"""Plan files to plans: everything wrong in all of them at once."""

from __future__ import annotations

from dealerplan.domain.plan import Plan
from dealerplan.planfile.problem import Mark, PlanError
from dealerplan.planfile.source import Enough, Source, read
from dealerplan.words import say


def load(raw: bytes, path: str) -> Plan | list[PlanError]:
    """Read one plan file's bytes; `path` is how messages call it."""
    source = Source()
    try:
        read(source, raw)
        plan = _plan(source, path)
    except Enough:
        plan = None
    if plan is not None and not source.problems:
        return plan
    ordered = sorted(source.problems, key=lambda problem: problem.mark)
    return [PlanError(path, problem, source.line(problem.mark.line)) for problem in ordered]


def _plan(source: Source, path: str) -> Plan | None:
    if source.data is None:
        if not source.problems:
            hint = say("begin with plan, store and period: see the example in the README")
            source.report(Mark(1, 1), say("the file says nothing"), hint)
        return None
    from dealerplan.planfile.mapping import map_plan
    from dealerplan.planfile.shaping import shape

    file, unsure = shape(source)
    if file is None:
        return None
    return map_plan(file, source, path, unsure)
