"""What is not as it should be between a plan and its book: told above every table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # mostly there is nothing of them
    from collections.abc import Mapping

    from dealerplan.domain.finding import Finding
    from dealerplan.domain.group import Fact
    from dealerplan.domain.month import Month
    from dealerplan.domain.orphans import Orphan
    from dealerplan.domain.plan_changes import PlanChange
    from dealerplan.domain.rewritten import Rewritten


class Discrepancies(NamedTuple):
    """Closed months' promises changed without a revision, where the store belonged in them, months nobody recorded, ids
    that the book alone has, sums that look like levels, units that are not those in which values were recorded, or in
    which the store's other plans have them; and where the plan's file is not as it was kept last, what tells this
    version from others, and what changed since.
    """

    rewritten: tuple[Rewritten, ...] = ()
    moved: Mapping[Fact, tuple[Month, str]] = {}  # never changed
    unrecorded: tuple[Month, ...] = ()
    orphaned: tuple[Orphan, ...] = ()
    levels: tuple[Finding, ...] = ()
    units_changed: tuple[Finding, ...] = ()
    units_apart: tuple[Finding, ...] = ()
    unkept: str | None = None
    unkept_changes: tuple[PlanChange, ...] = ()
    unreadable: tuple[str, ...] = ()
