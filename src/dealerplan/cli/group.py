"""`dealerplan group`."""

from __future__ import annotations

from typing import Annotated

from typer import Context, Option

from dealerplan.cli.arguments import AsOf, KnownAt, Plans
from dealerplan.cli.groups import How, say_known, write_group
from dealerplan.cli.screen import screen_of
from dealerplan.errors import UsageError
from dealerplan.words import say

FORMATS = ("text", "json", "csv", "xlsx", "html")


def command(
    ctx: Context,
    plans: Plans = None,
    as_of: AsOf = None,
    by: Annotated[
        list[str] | None,
        Option("--by", metavar="FACT", help="by region (default), brand, class or manager"),
    ] = None,
    structure: Annotated[
        str, Option("--structure", metavar="then|now", help="where stores were then, or are today")
    ] = "then",
    comparable: Annotated[bool, Option("--comparable", help="only stores that have long been open")] = False,
    only: Annotated[
        str | None, Option("--only", metavar="VALUE", help="stores of one region, brand, class or manager")
    ] = None,
    stores: Annotated[bool, Option("--stores", help="with --format json or csv: a row for each store")] = False,
    known_at: KnownAt = None,
    format: Annotated[str, Option("--format", metavar="FORMAT", help="text, json, csv, xlsx or html")] = "text",
    out: Annotated[str | None, Option("--out", metavar="FILE", help="write it into this new file")] = None,
) -> int:
    """Show where a group of stores stands.

    Who has reported, where the gap comes from, and whom to call.
    """
    from dealerplan.app.group import Asked, group_card, the_group
    from dealerplan.app.status import read_time
    from dealerplan.app.workspace import choose
    from dealerplan.cli.options import choice, optional_month
    from dealerplan.domain.group import FACTS, STRUCTURES

    screen = screen_of(ctx)
    choice(format, FORMATS, "--format")
    if stores and format not in ("json", "csv"):
        raise UsageError(say("--stores goes with --format json or csv, not {format}", format=format),
                         say("add --format csv"))  # fmt: skip
    facts = [choice(one, FACTS, "--by") for one in by or ["region"]]
    session = screen.reading_session()
    known = None if known_at is None else read_time(known_at)
    workspace = screen.workspace(session)
    say_known(screen, known)
    of = the_group(workspace, choose(workspace, plans or [], None))
    by_structure = choice(structure, STRUCTURES, "--structure")
    asked = Asked(optional_month(as_of), by_structure, known, only, comparable)
    card = group_card(session, workspace, of, asked)
    write_group(screen, card, facts, How(format, stores, out))
    return 0
