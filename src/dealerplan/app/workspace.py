"""The plans of a workspace."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from os.path import realpath
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Protocol

from dealerplan.app.compiled import cache
from dealerplan.app.groups import GroupFiles
from dealerplan.app.plan_files import at_top, changed, plan_files, read_plan
from dealerplan.app.watch import Watch, unwatched
from dealerplan.domain.group import Group
from dealerplan.domain.names import Ids
from dealerplan.domain.outline import Head, Outline, head_of, outline_of
from dealerplan.domain.plan import Plan, stores
from dealerplan.errors import Refused, UsageError, unreadable
from dealerplan.planfile.cache import Filed, key_of, told
from dealerplan.planfile.problem import PlanError
from dealerplan.words import few, meant, say

PLANS = "plans"


class Source(Protocol):
    """Where the plans of heads are to be had."""

    def read(self, head: Head) -> Plan:
        """The plan of one of the workspace's own heads; raises Refused where its file was changed meanwhile."""
        ...

    def outline(self, head: Head) -> Outline:
        """The outline of a head's plan."""
        ...

    def lacking(self, word: str) -> Collection[str]:
        """The paths of plans in which nothing can be called by a word."""
        ...

    def group(self, head: Head) -> tuple[Plan, Group] | None:
        """The plan of all stores of a head's group, and these; None for a head of one store's own plan."""
        ...

    def version(self, head: Head) -> str | None:
        """What changes when a head's plan does; None where that is not told."""
        ...


class Workspace(NamedTuple):
    """The heads of a folder's plans that could be read, with what gives the plans, and what is wrong with the others.

    `renames` has, by the store, new ids by old ones of all its plans' measures.

    As known at an earlier time the files are taken of plans that the book had not kept by then (`of_today`) or whose
    kept text can't be read any more (`outdated`), and `renamed` has the ids that plans had then by those of now.
    """

    folder: Path
    heads: tuple[Head, ...]
    source: Source
    renames: Mapping[str, Ids]
    errors: tuple[PlanError, ...] = ()
    of_today: frozenset[tuple[str, str]] = frozenset()
    outdated: frozenset[tuple[str, str]] = frozenset()
    renamed: Mapping[str, str] = MappingProxyType({})

    def read(self, head: Head) -> Plan:
        """The plan of a head, which knows which measures any plan of its store renames; raises Refused."""
        plan = self.source.read(head)
        return plan._replace(renamed=self.renames[plan.store]) if plan.store in self.renames else plan

    @property
    def plans(self) -> tuple[Plan, ...]:
        """All its plans."""
        return tuple(map(self.read, self.heads))


class _Given:
    """Plans at hand, in the order of their heads."""

    def __init__(self, heads: Sequence[Head], plans: Sequence[Plan]) -> None:
        self._plans = {id(head): plan for head, plan in zip(heads, plans, strict=True)}

    def read(self, head: Head) -> Plan:
        """See Source."""
        return self._plans[id(head)]

    def outline(self, head: Head) -> Outline:
        """See Source."""
        return outline_of(self.read(head))

    def lacking(self, _: str) -> Collection[str]:
        """See Source."""
        return ()

    def group(self, _: Head) -> tuple[Plan, Group] | None:
        """See Source."""
        return None

    def version(self, _: Head) -> str | None:
        """See Source."""
        return None


def workspace_of(folder: Path, plans: Sequence[Plan], errors: Sequence[PlanError] = ()) -> Workspace:
    """A workspace of plans at hand."""
    heads = tuple(map(head_of, plans))
    return Workspace(folder, heads, _Given(heads, plans), _renames(heads), tuple(errors))


def _renames(heads: Iterable[Head]) -> Mapping[str, Ids]:
    found: dict[str, dict[str, str]] = {}
    for head in heads:
        if head.renames:
            found.setdefault(head.store, {}).update(head.renames)
    return found


def find_workspace(start: Path) -> Path:
    """The nearest folder at or above `start` that holds a `plans/` folder; raises UsageError."""
    refused: list[UsageError] = []
    for folder in (start, *start.parents):
        try:
            if (folder / PLANS).is_dir():
                return folder
        except OSError as error:  # no right to look
            refused.append(unreadable(folder, error))
    if refused:
        raise refused[0]
    raise UsageError(say("there is no plans/ folder here or above"), _BEGIN)


def check_workspace(folder: Path) -> Path:
    """A folder named as the workspace; raises UsageError where it holds no plans."""
    try:
        found = (folder / PLANS).is_dir()
    except OSError as error:
        raise unreadable(folder, error) from None
    if not found:
        raise UsageError(say("{folder} holds no plans/ folder", folder=folder), _BEGIN)
    return folder


def holds_plans(folder: Path) -> bool:
    """Whether a folder is a workspace."""
    try:
        return (folder / PLANS).is_dir()
    except OSError:  # no right to look
        return False


_BEGIN = say("begin with: dealerplan init DIR")


def no_plans(folder: Path) -> UsageError:
    """What is wrong with a workspace without plans."""
    return UsageError(say("{folder} holds no plan files", folder=folder / PLANS), _BEGIN)


def read_workspace(folder: Path, watch: Watch = unwatched) -> Workspace:
    """The plans of every plan file of a workspace; no file is read that the index knows as it is."""
    files = plan_files(folder / PLANS)
    if not files:
        raise no_plans(folder)
    return read_files(folder, {f"{PLANS}/{file.name}": file for file in files}, watch)


def read_files(folder: Path, files: Mapping[str, Path], watch: Watch = unwatched) -> Workspace:
    """The plans of files, by what messages call them; two plans of one id are an error of the second."""
    source = _Files(files)
    first: dict[str, Head] = {}
    heads: list[Head] = []
    errors: list[PlanError] = []
    for name in watch(files):
        found = source.head(name)
        if isinstance(found, list):
            errors += found
        elif found.id in first:
            errors.append(_twice(found, first[found.id], name))
        else:
            first[found.id] = found
            own = source.heads(found)
            errors += [one for one in own if isinstance(one, PlanError)]
            heads += [one for one in own if isinstance(one, Head)]
    cache().save()
    return Workspace(folder, tuple(heads), source, _renames(heads), tuple(errors))


class _Files:
    """Plan files, by what messages call them; those that the index knows are read only for their plans."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = files
        self._folders = {file.parent: str(file.parent.absolute()) for file in files.values()}
        self._filed = {folder: cache().filed(folder) for folder in self._folders.values()}
        self._keys: dict[str, str] = {}  # of the files that are as the index knows them
        self._groups = GroupFiles(files)

    def head(self, name: str) -> Head | list[PlanError]:
        """The head of a file, or what is wrong with it."""
        file = self._files[name]
        filed = self._filed[self._folders[file.parent]].get(file.name)
        if filed is not None and _is_as(file, filed):
            self._keys[name] = filed.key
            return filed.head._replace(path=name)
        plan = read_plan(file, name)
        return head_of(plan) if isinstance(plan, Plan) else plan

    def read(self, head: Head) -> Plan:
        """See Source."""
        if head.table is not None:
            return self._groups.plan(head)
        plan = read_plan(self._files[head.path], head.path)
        cache().save()
        if isinstance(plan, list):
            raise Refused(plan)
        if head_of(plan) != head:
            raise changed(head)
        return plan

    def heads(self, head: Head) -> Sequence[Head | PlanError]:
        """The heads of the plans in a file: one, or one of each store of a group, or what is wrong with its table."""
        return [head] if head.table is None else self._groups.heads(head)

    def group(self, head: Head) -> tuple[Plan, Group] | None:
        """See Source."""
        return None if head.table is None else self._groups.group(head)

    def version(self, head: Head) -> str | None:
        """See Source."""
        if head.table is not None:
            return self._groups.version(head)
        file = self._files[head.path]
        try:
            return f"{head.path} {key_of(file.read_bytes())} {told(file.stat())}"
        except OSError:
            return None

    def outline(self, head: Head) -> Outline:
        """See Source."""
        key = self._keys.get(head.path)
        found = None if key is None else cache().outline(key)
        return found._replace(head=head) if found is not None else outline_of(self.read(head))

    def lacking(self, word: str) -> Collection[str]:
        """See Source."""
        keys = {key for folder in self._filed for key in cache().lacking(folder, word)}
        return {name for name, key in self._keys.items() if key in keys}


def _is_as(file: Path, filed: Filed) -> bool:
    """Whether a file is as the index knows it."""
    try:
        return filed.stat == told(file.stat())
    except OSError:
        return False


def _twice(plan: Head, first: Head, name: str) -> PlanError:
    message = say("the plan {id} stands in {file} too", id=plan.id, file=first.path)
    return at_top(name, message, say("give each plan an id of its own"))


def choose(workspace: Workspace, names: Sequence[str], store: str | None) -> tuple[Head, ...]:
    """The heads of the plans named by id, file or name, or of all; raises what is wrong with those that can't be
    read."""
    wanted = {name: _named(workspace, name) for name in names}
    if workspace.errors and not (names and all(wanted.values())):
        raise Refused(workspace.errors)
    for name, found in wanted.items():
        if not found:
            known = list(dict.fromkeys(head.id for head in workspace.heads))
            raise UsageError(say("there is no plan {name}", name=name), meant(name, known))
    heads = readable(workspace, names)
    if store is None:
        return heads
    if all(head.store != store for head in heads):
        raise UsageError(say("no plan is of the store {store}", store=store), meant(store, stores(heads)))
    return tuple(head for head in heads if head.store == store)


def readable(workspace: Workspace, names: Sequence[str]) -> tuple[Head, ...]:
    """The heads of those of the plans named, or of all, that could be read."""
    if not names:
        return workspace.heads
    wanted = {head.id for name in names for head in _named(workspace, name)}
    return tuple(head for head in workspace.heads if head.id in wanted)


def _named(workspace: Workspace, name: str) -> list[Head]:
    """The plan of an id; else those of a file's name, with or without its ending, or of a path; else of a name."""
    heads = workspace.heads
    found = [head for head in heads if head.id == workspace.renamed.get(name, name)]
    found = found or [head for head in heads if _is_file(name, workspace.folder, head.path)]
    return found or [head for head in heads if head.name == name]


def _is_file(name: str, folder: Path, path: str) -> bool:
    file = Path(path)
    return name in (path, file.name, file.stem) or realpath(name) == realpath(folder / file)


def plans_of_one_store(workspace: Workspace, store: str | None) -> tuple[Plan, ...]:
    """All plans of the one store meant; raises where several could be."""
    heads = choose(workspace, (), store)
    if len(stores(heads)) > 1:
        message = say("the plans are of several stores: {stores}", stores=few(stores(heads)))
        raise UsageError(message, say("choose one with --store"))
    return tuple(map(workspace.read, heads))
