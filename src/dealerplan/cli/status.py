"""`dealerplan status`."""

from __future__ import annotations

from typing import Annotated

from typer import Context, Option

from dealerplan.cli.arguments import AsOf, Format, KnownAt, OnlyStore, Owner, PlanHash, PlanNow, Shown, Year
from dealerplan.cli.screen import FORMATS, screen_of


def command(
    ctx: Context,
    plans: Shown = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    plan_now: PlanNow = False,
    plan_hash: PlanHash = None,
    fail_on: Annotated[
        str | None,
        Option("--fail-on", metavar="STATUS", help="exit 1 on at_risk, behind or missed, or worse"),
    ] = None,
    year: Year = None,
    owner: Owner = None,
    store: OnlyStore = None,
    format: Format = "text",
) -> int:
    """Show the progress table."""
    from dealerplan.app.other_plans import others_of
    from dealerplan.app.owner import part_of, plans_of
    from dealerplan.app.selection import Wish
    from dealerplan.app.status import FAILING, day_of, fails, read_time, scorecards
    from dealerplan.cli.options import choice, optional_month, optional_then, optional_year

    screen = screen_of(ctx)
    choice(format, FORMATS, "--format")
    limit = choice(fail_on, tuple(FAILING), "--fail-on") if fail_on is not None else None
    session = screen.reading_session()
    known, then = None if known_at is None else read_time(known_at), optional_then(known_at, plan_now, plan_hash, store)
    month = optional_month(as_of)
    wish = Wish(year=optional_year(year), month=month)
    chosen = screen.select(session, plans or [], store, day_of(session, known), wish, then)
    shown = chosen.plans if owner is None else plans_of(owner, chosen.plans)
    cards = scorecards(session, shown, month, known, screen.all_plans(session, then))
    if then is not None:  # not the files of today, whose state is no news then
        cards = [card._replace(discrepancies=card.discrepancies._replace(unkept=None)) for card in cards]
    if owner is not None:
        cards = [part_of(owner, card) for card in cards]
    screen.scorecards(cards, format, others_of(session, chosen, store, known))
    return int(limit is not None and fails(cards, limit))
