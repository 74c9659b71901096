"""A store's standing among its peers, for its own report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dealerplan.app.group import Asked, GroupPlan, group_card, group_plans
from dealerplan.app.session import Session
from dealerplan.app.workspace import Workspace
from dealerplan.evaluate.group_card import GroupCard, standing_of_store
from dealerplan.view.report.facts import Report


def with_standings(
    session: Session, workspace: Workspace, reports: Iterable[Report], known_at: str | None = None
) -> Iterator[Report]:
    """Reports with the standing of their stores in their groups at the reports' months; of no group as they are."""
    groups: dict[str, GroupPlan] | None = None
    for report in reports:
        if groups is None:
            groups = {one.plan.id: one for one in group_plans(workspace, workspace.heads)}
        of, as_of = groups.get(report.card.plan.id), report.card.as_of
        if of is None or as_of is None or report.card.plan.store not in of.stores:
            yield report
        else:
            yield with_standing(report, group_card(session, workspace, of, Asked(as_of, known_at=known_at)))


def with_standing(report: Report, card: GroupCard) -> Report:
    """A report of a group's store with its standing at the same month; to be made again it needs all that the book
    said of the group."""
    told = {one.target.id for one in report.card.targets}
    found = [one for one in standing_of_store(card, report.card.plan.store) if one.target.id in told]
    sources = report.sources._replace(known_at=max(report.sources.known_at, card.written))
    return report._replace(standings=found, sources=sources)
