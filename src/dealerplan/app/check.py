"""Validating plans, those of the workspace or files anywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from dealerplan.app.session import Session
from dealerplan.app.workspace import choose, read_plan, read_workspace
from dealerplan.domain.plan import Plan
from dealerplan.errors import DealerplanError, Refused


def check(session: Callable[[], Session], names: Sequence[str]) -> tuple[Plan, ...]:
    """The plans named, or all, if nothing is wrong with them; raises Refused with all that is.

    Files need no workspace, so the session is only asked for where a plan is named by its id or not at all.
    """
    files = [Path(name) for name in names]
    if names and all(file.is_file() for file in files):
        return _read(files)
    return choose(read_workspace(session().workspace), names, None)


def _read(files: Sequence[Path]) -> tuple[Plan, ...]:
    plans: list[Plan] = []
    problems: list[DealerplanError] = []
    for file in files:
        found = read_plan(file, str(file))
        if isinstance(found, list):
            problems += found
        else:
            plans.append(found)
    if problems:
        raise Refused(problems)
    return tuple(plans)
