"""`dealerplan goals`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Context, Option

from dealerplan.cli.arguments import Format, Plans
from dealerplan.cli.screen import FORMATS, Screen, screen_of
from dealerplan.errors import UsageError
from dealerplan.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealerplan.app.session import Session

FORMS = ("xlsx", "csv")


def command(
    ctx: Context,
    plans: Plans = None,
    as_of: Annotated[
        str | None, Option("--as-of", metavar="MONTH", help="goals in force in this month (default: today's)")
    ] = None,
    form: Annotated[
        str | None, Option("--form", metavar="FILE", help="write the table of stores to fill in: .xlsx or .csv")
    ] = None,
    format: Format = "text",
) -> None:
    """Show the goals of a group's stores, or write their table to fill in.

    What is in the table stands in the form; filled in, it is the table.
    """
    from dealerplan.app.goals import goals
    from dealerplan.app.group import the_group
    from dealerplan.app.workspace import choose
    from dealerplan.cli.options import choice, optional_month
    from dealerplan.view import goals as view

    screen = screen_of(ctx)
    choice(format, FORMATS, "--format")
    session = screen.session() if form else screen.reading_session()
    if form is not None:
        _form(screen, session, plans or [], form, as_of)
        return
    workspace = screen.workspace(session)
    of = the_group(workspace, choose(workspace, plans or [], None))
    card = goals(session, workspace, of, optional_month(as_of))
    if format == "json":
        screen.json(view.payload(card))
    elif format == "csv":
        screen.csv(view.rows(card), view.heads(card))
    else:
        screen.document(view.document(card))


def _form(screen: Screen, session: Session, plans: Sequence[str], file: str, as_of: str | None) -> None:
    """The table as it is, with what holds from later months on too."""
    from dealerplan.app.goals import check_sheet, to_fill
    from dealerplan.cli.export import Written, write_grid
    from dealerplan.view.goals_form import form_grid

    if as_of is not None:
        raise UsageError(say("--form writes the whole table"), say("leave out --as-of"))
    kind = Path(file).suffix.lower().removeprefix(".")
    if kind not in FORMS:
        raise UsageError(say("{file} ends neither in .csv nor in .xlsx", file=file), say("name it so"))
    found = to_fill(screen.workspace(session), plans)
    check_sheet(found.plan, kind)
    write_grid(screen, form_grid(found.plan, found.stores), Written(kind, file))
