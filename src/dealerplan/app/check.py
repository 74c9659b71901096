"""Validating plans, those of the workspace or files anywhere, and finding where they contradict themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from dealerplan.app.session import Session
from dealerplan.app.workspace import choose, read_files, read_workspace, readable
from dealerplan.domain.finding import Finding
from dealerplan.domain.plan import Plan
from dealerplan.errors import DealerplanError, Refused
from dealerplan.planfile.rules import findings_of


class Checked(NamedTuple):
    """Plans that could be read, what was found in them, and what is wrong with the files of the others."""

    plans: tuple[Plan, ...]
    findings: list[Finding]
    errors: Sequence[DealerplanError] = ()


def check(session: Callable[[], Session], names: Sequence[str]) -> Checked:
    """Check the plans named, or all; raises UsageError for one that there is not.

    Files need no workspace, so the session is only asked for where a plan is named by its id or not at all. Findings
    between plans are those of the plans named with any other of the workspace.
    """
    files = [Path(name) for name in names]
    if names and all(map(_is_file, files)):
        found = read_files(Path(), {str(file): file for file in files})
        return Checked(found.plans, findings_of(found.plans), found.errors)
    given = session()
    workspace = read_workspace(given.workspace, given.watch)
    errors: Sequence[DealerplanError] = ()
    try:
        plans = choose(workspace, names, None)
    except Refused as refused:
        plans, errors = readable(workspace, names), refused.each
    paths = {plan.path for plan in plans}
    return Checked(plans, [one for one in findings_of(workspace.plans) if one.path in paths], errors)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # no name that a file could have
        return False
