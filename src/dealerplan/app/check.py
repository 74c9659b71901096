"""Validating plans, those of the workspace or files anywhere, and finding where they contradict themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from os.path import realpath
from pathlib import Path
from typing import NamedTuple

from dealerplan.app.check_group import conflicts, findings_in
from dealerplan.app.group import group_plans
from dealerplan.app.kept import Missed, discrepancies_of
from dealerplan.app.lost_stores import lost_stores
from dealerplan.app.session import Session
from dealerplan.app.workspace import PLANS, Workspace, choose, read_files, read_workspace, readable
from dealerplan.domain import orphans, rewritten
from dealerplan.domain.finding import Finding
from dealerplan.domain.orphans import Orphan
from dealerplan.domain.outline import Head
from dealerplan.domain.plan import Plan
from dealerplan.errors import BookError, DealerplanError, Refused, UsageError
from dealerplan.evaluate.book_findings import unrecorded_finding
from dealerplan.planfile.rules import findings_of


class Checked(NamedTuple):
    """Plans that could be read, what was found in them, and what is wrong with the files of the others."""

    plans: tuple[Plan, ...]
    findings: list[Finding]
    errors: Sequence[DealerplanError] = ()
    bookless: DealerplanError | None = None
    """Why nothing was looked for in the book, where it can't be read."""


BOOK_FINDINGS = ("rewritten", "orphaned", "unit-changed", "looks-like-a-level", "unrecorded")


def check(session: Callable[[], Session], names: Sequence[str]) -> Checked:
    """Check the plans named, or all, and with them what their book says; raises UsageError for one that there is not.

    Files outside a workspace need none. Findings between plans are those of the plans named with any other of the
    workspace.
    """
    files = [Path(name) for name in names]
    given = _session_of(session, files) if names and all(map(_is_file, files)) else session()
    if given is None:
        alone = read_files(Path(), {str(file): file for file in files})
        return Checked(alone.plans, findings_of(alone.plans), alone.errors)
    workspace = read_workspace(given.workspace, given.watch)
    heads, errors = _of_files(workspace, files) if names and all(map(_is_file, files)) else _named(workspace, names)
    plans = tuple(map(workspace.read, (head for head in heads if head.table is None)))
    others = tuple(map(workspace.read, (head for head in workspace.heads if head.table is None)))
    paths, groups = {plan.path for plan in plans}, group_plans(workspace, heads)
    errors = [*errors, *(one for of in groups for one in conflicts(of, others))]
    found = [one for one in findings_of(others) if one.path in paths]
    checked = (*plans, *(of.plan for of in groups))
    own = {plan.path for plan in checked}
    try:
        found += _with_book(given, workspace, plans)
        found += [one for of in groups for one in findings_in(given, workspace, of)]
        found += [one for one in lost_stores(given, workspace) if one.path in own]
    except BookError as error:
        return Checked(checked, found, errors, error)
    return Checked(checked, found, errors)


def _named(workspace: Workspace, names: Sequence[str]) -> tuple[Sequence[Head], Sequence[DealerplanError]]:
    """The heads of the plans named, or of all, as far as they can be read, and what is wrong with the others."""
    try:
        return choose(workspace, names, None), ()
    except Refused as refused:
        return readable(workspace, names), refused.each


def _of_files(workspace: Workspace, files: Sequence[Path]) -> tuple[Sequence[Head], Sequence[DealerplanError]]:
    """The heads of the plans in a workspace's files, and what is wrong with these."""
    wanted = {realpath(file) for file in files}
    heads = tuple(head for head in workspace.heads if realpath(workspace.folder / head.path) in wanted)
    return heads, [error for error in workspace.errors if realpath(workspace.folder / error.path) in wanted]


def _session_of(session: Callable[[], Session], files: Sequence[Path]) -> Session | None:
    """The session whose workspace has all of some plan files; None where none has."""
    try:
        found = session()
    except UsageError:
        return None
    folder = realpath(found.workspace / PLANS)
    return found if all(realpath(file.parent) == folder for file in files) else None


def _with_book(session: Session, workspace: Workspace, plans: Sequence[Plan]) -> list[Finding]:
    """What plans and book show together; what is of the store alone stands with the first of its plans."""
    told, found, missed = set[Orphan](), list[Finding](), Missed(workspace)
    paths = {plan.path for plan in plans}
    heads = [head for head in workspace.heads if head.path in paths]
    for plan, known in session.each(heads, workspace.read):
        of = discrepancies_of(plan, known, missed, session.today)
        found += [rewritten.finding(one, plan) for one in of.rewritten]
        found += [orphans.finding(one, plan) for one in orphans.told(of.orphaned) if one not in told]
        found += of.levels
        found += of.units_changed
        found += [unrecorded_finding(plan, of.unrecorded)] if of.unrecorded else []
        told.update(of.orphaned)
    return found


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # no name that a file could have
        return False
