"""The plans of groups' stores: from a plan file and the table beside it to heads, and to plans when asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from dealerplan.app.compiled import cache
from dealerplan.app.plan_files import at_top, changed, read_plan
from dealerplan.calendar import open_days
from dealerplan.domain.group import Group
from dealerplan.domain.outline import Head, head_of
from dealerplan.domain.plan import Plan, Tabled
from dealerplan.domain.store_plan import plan_of
from dealerplan.errors import DealerplanError, Refused, reason, remedy
from dealerplan.planfile.problem import Mark, PlanError, Problem
from dealerplan.words import say


class TableError(PlanError):
    """Something wrong in the table of a group's stores."""

    def __init__(self, path: str, error: DealerplanError) -> None:
        super().__init__(path, Problem(Mark(1, 1), error.message, error.hint), "")
        self.where = error.where


class Roster(NamedTuple):
    """A table as it was read: the key of its plan and its bytes, a sum of these, and the stores in its order."""

    key: str
    table: str
    ids: Sequence[str]


class GroupFiles:
    """Plan files of groups by what messages call them; each is read once, when it is asked for."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = files
        self._plans: dict[str, Plan] = {}
        self._rosters: dict[str, Roster] = {}

    def heads(self, head: Head) -> Sequence[Head | PlanError]:
        """The heads of the stores of a group, or what is wrong with its table."""
        try:
            self._rosters[head.path] = roster = self._roster(head)
        except Refused as refused:
            return [one if isinstance(one, PlanError) else TableError(head.path, one) for one in refused.each]
        return [head._replace(store=id) for id in roster.ids]

    def plan(self, head: Head) -> Plan:
        """The plan of a store; raises Refused."""
        whole = self._whole(head)
        found = cache().store(self._rosters[head.path].key, head.store)
        if found is None:
            raise changed(head)
        table = Tabled(head.table or "", frozenset(one.id for one in whole.targets if one.by_store is not None))
        return plan_of(whole, found[0], open_days, found[1])._replace(table=table)

    def group(self, head: Head) -> tuple[Plan, Group]:
        """The plan of all stores, and these; raises Refused."""
        whole, roster = self._whole(head), self._rosters[head.path]
        stores = cache().stores(roster.key)
        if whole.group is None or len(stores) != len(roster.ids):
            raise changed(head)
        return whole, Group(whole.group, [stores[id] for id in roster.ids], roster.table)

    def version(self, head: Head) -> str:
        """What changes when the plan or the table does."""
        return self._rosters[head.path].key

    def _whole(self, head: Head) -> Plan:
        """The plan of all stores, whose goals by store are open."""
        if head.path not in self._plans:
            plan = read_plan(self._files[head.path], head.path)
            if isinstance(plan, list):
                raise Refused(plan)
            self._plans[head.path] = plan
        whole = self._plans[head.path]
        if head_of(whole) != head._replace(store=""):
            raise changed(head)
        return whole

    def _roster(self, head: Head) -> Roster:
        from hashlib import sha256  # takes long to import

        plan = self._files[head.path]
        raw = _bytes(plan.parent / (head.table or ""), head)
        table = sha256(raw).hexdigest()
        key = f"{sha256(_bytes(plan, head)).hexdigest()} {table}"
        known = cache().roster(key)
        if known is None:
            from dealerplan.intake.stores import read_stores  # sheets, which take long to import
            from dealerplan.planfile.standalone import pattern_of, standalone

            whole = self._whole(head)
            group = read_stores(raw, f"{Path(head.path).parent / (head.table or '')}", whole)
            pattern = pattern_of(whole.text, whole)
            cache().add_stores(key, {store.id: (store, standalone(pattern, store)) for store in group.stores})
            known = [store.id for store in group.stores]
        return Roster(key, table, known)


def _bytes(file: Path, head: Head) -> bytes:
    """What a file of a group has; raises Refused."""
    try:
        return file.read_bytes()
    except OSError as error:
        message = say("{file} can't be read: {error}", file=file.name, error=reason(error))
        raise Refused([at_top(head.path, message, remedy(error))]) from None
