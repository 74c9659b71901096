"""Names left out of files for good: written into the plan's own file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from dealerplan.app.files import folder_beside, naming, put
from dealerplan.domain.plan import Plan
from dealerplan.errors import UsageError
from dealerplan.planfile.ignoring import line_of, with_ignored
from dealerplan.planfile.load import load
from dealerplan.words import say


def ignore_for_good(folder: Path, plan: Plan, names: Sequence[str]) -> None:
    """Have a workspace's plan ignore more names; its file stays as it is but for them.

    Raises UsageError where they can't be put into it, BookError where it can't be written.
    """
    file = Path(os.path.realpath(folder / plan.path))
    with naming(file):
        written = with_ignored(file.read_bytes(), names)
        if written is None or not _means(written, plan, names):
            message = say("{file} is written in a way that nothing can be added to", file=plan.path)
            line = line_of([*plan.ignored, *names])
            raise UsageError(message, say("write it yourself: {line}", line=line))
        with folder_beside(file) as own:
            partial = own / file.name
            partial.write_bytes(written)
            put(partial, file, force=True)


def _means(written: bytes, plan: Plan, names: Sequence[str]) -> bool:
    """Whether a file means the plan it did, with these names ignored and nothing else changed."""
    found = load(written, plan.path)
    return isinstance(found, Plan) and _unplaced(found) == _unplaced(plan)._replace(ignored=(*plan.ignored, *names))


def _unplaced(plan: Plan) -> Plan:
    """What a plan's file means, wherever its parts stand, and whatever other plans say."""
    return plan._replace(
        text="",
        renamed={},
        measures={id: one._replace(line=0) for id, one in plan.measures.items()},
        targets=tuple(one._replace(line=0) for one in plan.targets),
        milestones=tuple(one._replace(line=0) for one in plan.milestones),
    )
