"""`dealerplan status`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

from typer import Context, Option

from dealerplan.cli.arguments import AsOf, Format, KnownAt, OnlyStore, Owner, PlanHash, PlanNow, Shown, Year
from dealerplan.cli.screen import FORMATS, screen_of

if TYPE_CHECKING:
    from dealerplan.app.group import Asked
    from dealerplan.app.session import Session
    from dealerplan.cli.screen import Screen
    from dealerplan.domain.outline import Head
    from dealerplan.evaluate import Scorecard


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
    all: Annotated[bool, Option("--all", help="on a terminal too: every target, note and milestone")] = False,
    format: Format = "text",
) -> int:
    """Show where plans stand; on a terminal only what needs somebody."""
    from dealerplan.app.other_plans import others_of
    from dealerplan.app.owner import part_of, plans_of
    from dealerplan.app.selection import Wish
    from dealerplan.app.status import FAILING, day_of, fails, read_time, scorecards
    from dealerplan.cli.groups import then_unless_group
    from dealerplan.cli.options import choice, optional_month, optional_then, optional_year
    from dealerplan.cli.scorecards import How, show_scorecards, write_scorecards
    from dealerplan.domain.outline import is_one_group

    screen = screen_of(ctx)
    choice(format, FORMATS, "--format")
    limit = choice(fail_on, tuple(FAILING), "--fail-on") if fail_on is not None else None
    session = screen.reading_session()
    known, then = None if known_at is None else read_time(known_at), optional_then(known_at, plan_now, plan_hash, store)
    month = optional_month(as_of)
    day, wish = day_of(session, known), Wish(year=optional_year(year), month=month)
    then = then if owner else then_unless_group(screen, session, plans or [], day, wish, then)
    chosen = screen.select(session, plans or [], store, day, wish, then)
    workspace = screen.workspace(session, then)
    shown = chosen.plans if owner is None else plans_of(owner, chosen.plans, workspace.read)

    def cards(heads: Sequence[Head]) -> Iterator[Scorecard]:
        for card in scorecards(session, workspace, heads, month, known):
            if then is not None:  # not the files of today, whose state is no news then
                card = card._replace(discrepancies=card.discrepancies._replace(unkept=None))
            yield card if owner is None else part_of(owner, card)

    if (store, owner, plan_hash) == (None,) * 3 and is_one_group(shown):
        from dealerplan.app.group import Asked  # not for a store's own plan

        return _group(screen, session, shown, Asked(month, known_at=known), format, limit)
    others = others_of(session, workspace, chosen, store, known)
    how = How(format, others, lambda card: limit is not None and fails([card], limit))
    if format == "text" and screen.stdout.isatty() and not all:
        return int(show_scorecards(screen, shown, cards, how))
    answers = None
    if format == "text" and then is None and owner is None and not screen.stdout.isatty():
        from dealerplan.app.answers import Answers

        answers = Answers(session, workspace, shown, ("status", screen.lang, screen.width, month, limit))
    return int(write_scorecards(screen, shown, cards, how, session.moment, answers))


def _group(
    screen: Screen, session: Session, heads: Sequence[Head], asked: Asked, format: str, limit: str | None
) -> int:
    """Where a group stands, as `group` prints it; 1 where it fails."""
    from dealerplan.app.group import group_card, group_fails, the_group
    from dealerplan.cli.groups import How, say_known, write_group

    say_known(screen, asked.known_at)
    workspace = screen.workspace(session)
    card = group_card(session, workspace, the_group(workspace, heads), asked)
    write_group(screen, card, ["region"], How(format))
    return int(limit is not None and group_fails(card, limit))
