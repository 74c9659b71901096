"""The plans of a workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os.path import realpath
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from dealerplan.app.watch import Watch, unwatched
from dealerplan.domain.plan import Plan, stores
from dealerplan.errors import Refused, UsageError, reason, remedy, unreadable
from dealerplan.planfile.load import PlanError, load
from dealerplan.planfile.source import LARGEST, Mark, Problem
from dealerplan.words import Message, meant, say

PLANS = "plans"


class Workspace(NamedTuple):
    """A folder's plans that could be read, and what is wrong with the others.

    As known at an earlier time the files are taken of plans that the book had not kept by then (`of_today`) or whose
    kept text can't be read any more (`outdated`), and `renamed` has the ids that plans had then by those of now.
    """

    folder: Path
    plans: tuple[Plan, ...]
    errors: tuple[PlanError, ...] = ()
    of_today: frozenset[str] = frozenset()
    outdated: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = MappingProxyType({})


def find_workspace(start: Path) -> Path:
    """The nearest folder at or above `start` that holds a `plans/` folder; raises UsageError."""
    for folder in (start, *start.parents):
        if holds_plans(folder):
            return folder
    raise UsageError(say("there is no plans/ folder here or above"), _BEGIN)


def check_workspace(folder: Path) -> Path:
    """A folder named as the workspace; raises UsageError where it holds no plans."""
    if not holds_plans(folder):
        raise UsageError(say("{folder} holds no plans/ folder", folder=folder), _BEGIN)
    return folder


def holds_plans(folder: Path) -> bool:
    """Whether a folder is a workspace."""
    try:
        return (folder / PLANS).is_dir()
    except OSError:  # no right to look
        return False


_BEGIN = say("begin with: dealerplan init DIR")


def read_workspace(folder: Path, watch: Watch = unwatched) -> Workspace:
    """Read every plan file of a workspace."""
    files = plan_files(folder / PLANS)
    if not files:
        raise UsageError(say("{folder} holds no plan files", folder=folder / PLANS), _BEGIN)
    return read_files(folder, {f"{PLANS}/{file.name}": file for file in files}, watch)


def read_files(folder: Path, files: Mapping[str, Path], watch: Watch = unwatched) -> Workspace:
    """Read plan files, by what messages call them; two plans of one id are an error of the second."""
    plans: dict[str, Plan] = {}
    errors: list[PlanError] = []
    for name, file in watch(files.items()):
        found = read_plan(file, name)
        if isinstance(found, list):
            errors += found
        elif found.id in plans:
            errors.append(_twice(found, plans[found.id], name))
        else:
            plans[found.id] = found
    return Workspace(folder, with_renamed(list(plans.values())), tuple(errors))


def with_renamed(plans: Sequence[Plan]) -> tuple[Plan, ...]:
    """Plans that know which measures any plan of their store renames."""
    renamed: dict[str, dict[str, str]] = {}
    for plan in plans:
        for measure in plan.measures.values():
            if measure.was:
                renamed.setdefault(plan.store, {}).update(dict.fromkeys(measure.was, measure.id))
    return tuple(plan._replace(renamed=renamed[plan.store]) if plan.store in renamed else plan for plan in plans)


def plan_files(folder: Path) -> list[Path]:
    """The plan files of a folder by name; hidden ones are editors' and systems' own."""
    try:
        found = list(folder.iterdir())
    except OSError as error:
        raise unreadable(folder, error) from None
    return sorted(path for path in found if path.suffix in (".yaml", ".yml") and not path.name.startswith("."))


def read_plan(file: Path, name: str) -> Plan | list[PlanError]:
    """Read one plan file, or say what is wrong with it; `name` is how messages call it."""
    try:
        if file.exists() and not file.is_file():  # a pipe would be waited for
            return [_at_top(name, say("this is no file"))]
        with file.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
        return with_text(load(raw, name), raw)
    except OSError as error:
        return [_at_top(name, say("the file can't be read: {error}", error=reason(error)), remedy(error))]


def with_text(found: Plan | list[PlanError], raw: bytes) -> Plan | list[PlanError]:
    """What was read, a plan with the text that it was read from."""
    return found._replace(text=raw.decode()) if isinstance(found, Plan) else found


def _twice(plan: Plan, first: Plan, name: str) -> PlanError:
    message = say("the plan {id} stands in {file} too", id=plan.id, file=first.path)
    return _at_top(name, message, say("give each plan an id of its own"))


def _at_top(name: str, message: Message, hint: Message | None = None) -> PlanError:
    """What is wrong with a file as a whole."""
    return PlanError(name, Problem(Mark(1, 1), message, hint), "")


def choose(workspace: Workspace, names: Sequence[str], store: str | None) -> tuple[Plan, ...]:
    """The plans named by id, file or name, or all; raises what is wrong with those that can't be read."""
    wanted = {name: _named(workspace, name) for name in names}
    if workspace.errors and not (names and all(wanted.values())):
        raise Refused(workspace.errors)
    for name, found in wanted.items():
        if not found:
            known = [plan.id for plan in workspace.plans]
            raise UsageError(say("there is no plan {name}", name=name), meant(name, known))
    plans = readable(workspace, names)
    if store is None:
        return plans
    if all(plan.store != store for plan in plans):
        raise UsageError(say("no plan is of the store {store}", store=store), meant(store, stores(plans)))
    return tuple(plan for plan in plans if plan.store == store)


def readable(workspace: Workspace, names: Sequence[str]) -> tuple[Plan, ...]:
    """Those of the plans named, or of all, that could be read."""
    wanted = [_named(workspace, name) for name in names]
    return tuple(plan for plan in workspace.plans if not names or any(plan in found for found in wanted))


def _named(workspace: Workspace, name: str) -> list[Plan]:
    """The plan of an id; else those of a file's name, with or without its ending, or of a path; else of a name."""
    plans = workspace.plans
    found = [plan for plan in plans if plan.id == workspace.renamed.get(name, name)]
    found = found or [plan for plan in plans if _is_file(name, workspace.folder, plan.path)]
    return found or [plan for plan in plans if plan.name == name]


def _is_file(name: str, folder: Path, path: str) -> bool:
    file = Path(path)
    return name in (path, file.name, file.stem) or realpath(name) == realpath(folder / file)


def plans_of_one_store(workspace: Workspace, store: str | None) -> tuple[Plan, ...]:
    """All plans of the one store meant; raises where several could be."""
    plans = choose(workspace, (), store)
    if len(stores(plans)) > 1:
        message = say("the plans are of several stores: {stores}", stores=stores(plans))
        raise UsageError(message, say("choose one with --store"))
    return plans
