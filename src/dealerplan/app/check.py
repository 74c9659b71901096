"""Validating plans, those of the workspace or files anywhere, and finding where they contradict themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from dealerplan.app.session import Session
from dealerplan.app.workspace import choose, read_files, read_workspace
from dealerplan.domain.finding import Finding
from dealerplan.domain.plan import Plan
from dealerplan.errors import Refused
from dealerplan.planfile.rules import findings_of


class Checked(NamedTuple):
    """Plans that could be read, and what was found in them."""

    plans: tuple[Plan, ...]
    findings: list[Finding]


def check(session: Callable[[], Session], names: Sequence[str]) -> Checked:
    """Check the plans named, or all; raises Refused with everything that is wrong in their files.

    Files need no workspace, so the session is only asked for where a plan is named by its id or not at all. Findings
    between plans are those of the plans named with any other of the workspace.
    """
    files = [Path(name) for name in names]
    if names and all(map(_is_file, files)):
        found = read_files(Path(), {str(file): file for file in files})
        if found.errors:
            raise Refused(found.errors)
        return Checked(found.plans, findings_of(found.plans))
    given = session()
    workspace = read_workspace(given.workspace, given.watch)
    plans = choose(workspace, names, None)
    paths = {plan.path for plan in plans}
    return Checked(plans, [one for one in findings_of(workspace.plans) if one.path in paths])


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # no name that a file could have
        return False
