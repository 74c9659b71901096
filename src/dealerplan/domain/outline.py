"""What can be known of a plan without all of it: which one it is and when it runs, and every id that it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from dealerplan.domain.month import Period
from dealerplan.domain.month_end import CALENDAR, MonthEnd
from dealerplan.domain.names import NONE, Ids
from dealerplan.domain.plan import Plan


class Headed(Protocol):
    """What a plan and its head tell alike."""

    @property
    def id(self) -> str:
        """See Plan."""
        ...

    @property
    def store(self) -> str:
        """See Plan."""
        ...

    @property
    def period(self) -> Period:
        """See Plan."""
        ...

    @property
    def key(self) -> tuple[str, str]:
        """See Plan."""
        ...

    @property
    def month_end(self) -> MonthEnd:
        """See Plan."""
        ...


class Head(NamedTuple):
    """Which plan it is and when it runs; `renames` has new ids by old ones of its measures, `table` is the name of the
    file of a group's stores."""

    id: str
    name: str
    store: str
    period: Period
    month_end: MonthEnd = CALENDAR
    was: tuple[str, ...] = ()
    renames: Ids = NONE
    path: str = ""
    table: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """See Plan."""
        return self.store, self.id


def is_one_group(heads: Sequence[Head]) -> bool:
    """Whether all plans are one group's, store by store."""
    return len({(head.id, head.table) for head in heads}) == 1 and heads[0].table is not None


class Thing(NamedTuple):
    """The name and earlier ids of a measure, target or milestone, and the members and unit of a measure."""

    name: str
    was: Sequence[str] = ()
    members: Sequence[str] = ()
    unit: str | None = None


class Outline(NamedTuple):
    """What a plan names, by id."""

    head: Head
    measures: Mapping[str, Thing]
    targets: Mapping[str, Thing]
    milestones: Mapping[str, Thing]

    @property
    def ids(self) -> tuple[str, ...]:
        """The plan's own id and its earlier ones."""
        return (self.head.id, *self.head.was)


def head_of(plan: Plan) -> Head:
    """The head of a plan."""
    renames = {old: measure.id for measure in plan.measures.values() for old in measure.was}
    table = None if plan.group is None else plan.group.table
    return Head(plan.id, plan.name, plan.store, plan.period, plan.month_end, plan.was, renames, plan.path, table)


def outline_of(plan: Plan) -> Outline:
    """The outline of a plan."""
    return Outline(
        head_of(plan),
        {
            id: Thing(one.name, one.was, one.members, None if one.unit is None else str(one.unit))
            for id, one in plan.measures.items()
        },
        {one.id: Thing(one.name, one.was) for one in plan.targets},
        {one.id: Thing(one.name, one.was) for one in plan.milestones},
    )
