"""`dealerplan show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Context

from dealerplan.cli.arguments import AsOf, Format, KnownAt, OnlyStore, PlanHash, PlanNow
from dealerplan.cli.screen import FORMATS, Screen, screen_of
from dealerplan.errors import UsageError

if TYPE_CHECKING:
    from dealerplan.app.group import Asked
    from dealerplan.app.session import Session
    from dealerplan.app.workspace import Workspace
    from dealerplan.evaluate import Scorecard, TargetCard
    from dealerplan.evaluate.group_card import GroupCard
    from dealerplan.view.lists import Listed


def command(
    ctx: Context,
    target: Annotated[
        str | None, Argument(metavar="TARGET", help="its id, plan/id or name (default: lists them)")
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    plan_now: PlanNow = False,
    plan_hash: PlanHash = None,
    store: OnlyStore = None,
    format: Format = "text",
) -> None:
    """Explain a target month by month, or store by store, and its status.

    Without one, list the targets of the plans in force.
    """
    from dealerplan.app.group import Asked, group_card
    from dealerplan.app.group_target import InGroup, group_target_or_plan
    from dealerplan.app.lists import to_show
    from dealerplan.app.selection import find_target
    from dealerplan.app.status import day_of, read_time, standing
    from dealerplan.cli.options import choice, optional_month, optional_then

    screen = screen_of(ctx)
    choice(format, FORMATS, "--format")
    session = screen.reading_session()
    known, month = None if known_at is None else read_time(known_at), optional_month(as_of)
    then = optional_then(known_at, plan_now, plan_hash, store)
    at = month or day_of(session, known)
    workspace = _with_groups(screen, session) if store is None and not plan_hash else None
    if workspace is not None:
        asked = Asked(month, known_at=known)
        if target is None:
            _list_groups(screen, session, workspace, asked, format)
            return
        of = group_target_or_plan(workspace, target, at)
        if isinstance(of, InGroup):
            _show_group(screen, group_card(session, workspace, of.of, asked), of.target.id, format)
            return
        store = of.store
    if target is None:
        plans = screen.plans(session, store=store, then=then)
        _list(screen, to_show(session, plans, month, known, store), format)
        return
    plans = screen.plans_naming(session, target, store, then)
    try:
        plan, found = find_target(target, plans, at)
    except UsageError:  # whose hint is of all plans
        plan, found = find_target(target, screen.plans(session, store=store, then=then), at)
    screen.say_unkept(session, [plan], then)
    (card,) = standing(session, [plan], month, known)
    _show(screen, card, next(one for one in card.targets if one.target.id == found.id), format)


def _with_groups(screen: Screen, session: Session) -> Workspace | None:
    """The workspace of today where it has plans of groups."""
    try:
        workspace = screen.workspace(session)
    except UsageError:  # no plan files, but perhaps kept ones
        return None
    return workspace if any(head.table is not None for head in workspace.heads) else None


def _list_groups(screen: Screen, session: Session, workspace: Workspace, asked: Asked, format: str) -> None:
    """The targets of groups, and of stores' own plans beside them."""
    from dealerplan.app.group import group_card, group_plans
    from dealerplan.app.lists import to_show
    from dealerplan.app.workspace import choose
    from dealerplan.view import lists
    from dealerplan.view.document import Document
    from dealerplan.view.group_list import group_target_rows, group_targets

    heads = choose(workspace, (), None)
    cards = [group_card(session, workspace, of, asked) for of in group_plans(workspace, heads)]
    own = [workspace.read(head) for head in heads if head.table is None]
    found = to_show(session, own, asked.as_of, asked.known_at, None) if own else lists.Listed((), {})
    payload = lists.payload(found)
    payload["targets"] = [row for card in cards for row in group_target_rows(card)] + payload["targets"]
    if format == "json":
        screen.json(payload)
    elif format == "csv":
        screen.csv([{**one, "goal": one["goal"]["text"]} for one in payload["targets"]], lists.HEADS)
    else:
        blocks = [block for card in cards for block in group_targets(card)]
        screen.document(Document([*blocks, *lists.targets_document(found).blocks]))


def _show_group(screen: Screen, card: GroupCard, id: str, format: str) -> None:
    from dealerplan.view.group_show import group_show_document, group_show_payload

    of = card.target(id)
    if format == "json":
        screen.json(group_show_payload(card, of))
    elif format == "csv":
        from dealerplan.evaluate.group_ranking import group_ranking
        from dealerplan.view.rank import RANK_HEADS, rank_rows

        screen.csv(rank_rows(group_ranking(card, None, id, None, "all")), RANK_HEADS)
    else:
        screen.document(group_show_document(card, of))


def _list(screen: Screen, targets: Listed, format: str) -> None:
    from dealerplan.view import lists

    if format == "json":
        screen.json(lists.payload(targets))
    elif format == "csv":
        screen.csv(lists.rows(targets), lists.HEADS)
    else:
        screen.document(lists.targets_document(targets))


def _show(screen: Screen, card: Scorecard, found: TargetCard, format: str) -> None:
    if format == "json":
        from dealerplan.view import payload

        screen.json(payload.show(card, found, screen.lang))
    elif format == "csv":
        from dealerplan.view.rows import MONTH_HEADS, month_rows

        screen.csv(month_rows(found), MONTH_HEADS)
    else:
        from dealerplan.view.show import show_document

        screen.document(show_document(card, found))
