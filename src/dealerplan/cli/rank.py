"""`dealerplan rank`."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Context, Option

from dealerplan.cli.arguments import AsOf, Format, Plans
from dealerplan.cli.screen import FORMATS, screen_of
from dealerplan.errors import UsageError
from dealerplan.words import say


def command(
    ctx: Context,
    target: Annotated[str, Argument(metavar="TARGET", help="its id, plan/id or name")],
    plans: Plans = None,
    by: Annotated[
        str | None, Option("--by", metavar="pace|contribution", help="rates: contribution; others by default: pace")
    ] = None,
    peers: Annotated[bool, Option("--peers", help="rank stores among their peers, as the plan says")] = False,
    all: Annotated[bool, Option("--all", help="rank all stores among each other (default)")] = False,
    as_of: AsOf = None,
    structure: Annotated[
        str, Option("--structure", metavar="then|now", help="stores where they were in each month, or are today")
    ] = "then",
    format: Format = "text",
) -> None:
    """Rank a group's stores in a target, and say who is not ranked.

    With how they moved against the month before, and what is beyond chance.
    """
    from dealerplan.app.group import Asked
    from dealerplan.app.rank import Wanted, ranking
    from dealerplan.app.workspace import choose
    from dealerplan.cli.options import choice, optional_month
    from dealerplan.domain.group import STRUCTURES
    from dealerplan.evaluate.standing import BYS
    from dealerplan.view.rank import RANK_HEADS, rank_document, rank_payload, rank_rows

    screen = screen_of(ctx)
    choice(format, FORMATS, "--format")
    if peers and all:
        raise UsageError(say("--peers and --all exclude each other"), say("leave one of them out"))
    wanted = Wanted(None if by is None else choice(by, BYS, "--by"), "peers" if peers else "all")
    asked = Asked(optional_month(as_of), choice(structure, STRUCTURES, "--structure"))
    session = screen.reading_session()
    workspace = screen.workspace(session)
    found = ranking(session, workspace, choose(workspace, plans or [], None), target, asked, wanted)
    if format == "json":
        screen.json(rank_payload(found))
    elif format == "csv":
        screen.csv(rank_rows(found), RANK_HEADS)
    else:
        screen.document(rank_document(found))
