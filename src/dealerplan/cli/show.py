"""`dealerplan show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Context

from dealerplan.cli.arguments import AsOf, Format, KnownAt, OnlyStore, PlanHash, PlanNow
from dealerplan.cli.screen import FORMATS, Screen, screen_of
from dealerplan.errors import UsageError

if TYPE_CHECKING:
    from dealerplan.evaluate import Scorecard, TargetCard
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
    """Explain one target month by month, and its status.

    Without one, list the targets of the plans in force.
    """
    from dealerplan.app.lists import to_show
    from dealerplan.app.selection import find_target
    from dealerplan.app.status import day_of, read_time, standing
    from dealerplan.cli.options import choice, optional_month, optional_then

    screen = screen_of(ctx)
    choice(format, FORMATS, "--format")
    session = screen.reading_session()
    known, month = None if known_at is None else read_time(known_at), optional_month(as_of)
    then = optional_then(known_at, plan_now, plan_hash, store)
    if target is None:
        plans = screen.plans(session, store=store, then=then)
        _list(screen, to_show(session, plans, month, known, store), format)
        return
    plans = screen.plans_naming(session, target, store, then)
    at = month or day_of(session, known)
    try:
        plan, found = find_target(target, plans, at)
    except UsageError:  # whose hint is of all plans
        plan, found = find_target(target, screen.plans(session, store=store, then=then), at)
    screen.say_unkept(session, [plan], then)
    (card,) = standing(session, [plan], month, known)
    _show(screen, card, next(one for one in card.targets if one.target.id == found.id), format)


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
