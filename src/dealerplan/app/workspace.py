"""The plans of a workspace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dealerplan.domain.plan import Plan
from dealerplan.errors import Refused, UsageError
from dealerplan.planfile.load import PlanError, load
from dealerplan.words import Message, near, say

PLANS = "plans"


@dataclass(frozen=True, slots=True)
class Workspace:
    """Plans that could be read, and what is wrong with the others."""

    plans: tuple[Plan, ...]
    errors: tuple[PlanError, ...]


def find_workspace(start: Path) -> Path:
    """The nearest folder at or above `start` that holds a `plans/` folder; raises UsageError."""
    for folder in (start, *start.parents):
        if (folder / PLANS).is_dir():
            return folder
    raise UsageError(say("there is no plans/ folder here or above"), _BEGIN)


def check_workspace(folder: Path) -> Path:
    """A folder named as the workspace; raises UsageError where it holds no plans."""
    if not (folder / PLANS).is_dir():
        raise UsageError(say("{folder} holds no plans/ folder", folder=folder), _BEGIN)
    return folder


_BEGIN = say("begin with: dealerplan init DIR")


def read_workspace(folder: Path) -> Workspace:
    """Read every plan file; two plans of one id are an error of the second."""
    files = sorted(path for path in (folder / PLANS).iterdir() if path.suffix in (".yaml", ".yml"))
    plans: dict[str, Plan] = {}
    errors: list[PlanError] = []
    for file in files:
        name = f"{PLANS}/{file.name}"
        found = read_plan(file, name)
        if isinstance(found, list):
            errors += found
        elif found.id in plans:
            errors.append(_twice(found, plans[found.id], name))
        else:
            plans[found.id] = found
    if not files:
        raise UsageError(say("{folder} holds no plan files", folder=folder / PLANS), _BEGIN)
    return Workspace(tuple(plans.values()), tuple(errors))


def read_plan(file: Path, name: str) -> Plan | list[PlanError]:
    """Read one plan file; `name` is how messages call it. Raises UsageError where it can't be read at all."""
    try:
        return load(file.read_bytes(), name)
    except OSError as error:
        raise UsageError(say("{file} can't be read: {error}", file=name, error=error.strerror or error)) from None


def _twice(plan: Plan, first: Plan, name: str) -> PlanError:
    from dealerplan.planfile.source import Mark, Problem

    message = say("the plan {id} stands in {file} too", id=plan.id, file=first.path)
    return PlanError(name, Problem(Mark(1, 1), message, say("give each plan an id of its own")), "")


def choose(workspace: Workspace, names: Sequence[str], store: str | None) -> tuple[Plan, ...]:
    """The plans named by id or file name, or all; raises what is wrong with those that can't be read."""
    stems = {name: Path(name).stem for name in names}
    wanted = {
        name: [plan for plan in workspace.plans if plan.id == name or Path(plan.path).stem == stem]
        for name, stem in stems.items()
    }
    if workspace.errors and not (names and all(wanted.values())):
        raise Refused(workspace.errors)
    for name, found in wanted.items():
        if not found:
            raise UsageError(
                say("there is no plan {name}", name=name), _known([plan.id for plan in workspace.plans], name)
            )
    plans = tuple(plan for plan in workspace.plans if not names or any(plan in found for found in wanted.values()))
    if store is None:
        return plans
    if all(plan.store != store for plan in plans):
        raise UsageError(say("no plan is of the store {store}", store=store), _known(stores(plans), store))
    return tuple(plan for plan in plans if plan.store == store)


def stores(plans: Sequence[Plan]) -> list[str]:
    """The stores of plans, each once."""
    return list(dict.fromkeys(plan.store for plan in plans))


def plans_of_one_store(workspace: Workspace, store: str | None) -> tuple[Plan, ...]:
    """All plans of the one store meant; raises where several could be."""
    plans = choose(workspace, (), store)
    if len(stores(plans)) > 1:
        message = say("the plans are of several stores: {stores}", stores=stores(plans))
        raise UsageError(message, say("choose one with --store"))
    return plans


def _known(known: Sequence[str], word: str) -> Message:
    meant = near(word, known)
    return say("did you mean {meant}?", meant=meant) if meant else say("there are {known}", known=list(known))
