"""`dealerplan export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from typer import Context, Option

from dealerplan.cli.arguments import OnlyStore, Plans
from dealerplan.cli.options import choice, optional_year
from dealerplan.cli.screen import Screen, screen_of
from dealerplan.errors import UsageError
from dealerplan.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealerplan.app.session import Session
    from dealerplan.domain.plan import Plan
    from dealerplan.view.grid import Grid

FILED = ("csv", "xlsx")
FORMATS = ("text", "json", *FILED)


def command(
    ctx: Context,
    plans: Plans = None,
    year: Annotated[
        str | None, Option("--year", metavar="YEAR", help="the year to lay out (default: the plan's)")
    ] = None,
    form: Annotated[
        str | None, Option("--form", metavar="MONTH", help="a form for this month instead, to fill in")
    ] = None,
    store: OnlyStore = None,
    format: Annotated[
        str | None,
        Option("--format", metavar="text|json|csv|xlsx", help="how to write it (default: by FILE)"),
    ] = None,
    out: Annotated[str | None, Option("--out", metavar="FILE", help="write it into this new file")] = None,
) -> None:
    """Lay out a year of actuals as accountants do, or a month's form.

    `dealerplan record --from FILE` reads both back.
    """
    screen = screen_of(ctx)
    kind = _format(format, out, form is not None)
    session = screen.reading_session()
    chosen = screen.plans(session, plans or [], store)
    if form is None:
        _year(screen, session, chosen, year, Written(kind, out))
    else:
        _form(screen, session, chosen, form, Written(kind, out))


class Written(NamedTuple):
    """How something is written, and into which file; None is the screen."""

    kind: str
    out: str | None


def _form(screen: Screen, session: Session, plans: Sequence[Plan], month_text: str, how: Written) -> None:
    """A month's form, with a note where nobody may, or need, fill it in."""
    from dealerplan.app.export import export_month, form_rows, one_store, shut
    from dealerplan.domain.month import Month
    from dealerplan.view.export import form_grid

    month = Month.parse(month_text)
    of = one_store(export_month(session, plans, month))
    if not of.own:
        screen.note(say("{month} is outside the period of every plan", month=month))
    elif error := shut(session, plans, month):
        screen.note(error.message)
    write_grid(screen, form_grid(of.store, month, form_rows(of, month)), how)


def _year(screen: Screen, session: Session, plans: Sequence[Plan], year: str | None, how: Written) -> None:
    """A year laid out."""
    from dealerplan.app.export import export, usual_year, year_rows
    from dealerplan.view.export import document, payload, year_grid

    of_year = optional_year(year) or usual_year(plans, session.today)
    rows = year_rows(export(session, plans, of_year), of_year)
    if how.kind == "json":
        screen.json(payload(rows, of_year))
    elif how.kind == "text":
        screen.document(document(rows, of_year))
    else:
        write_grid(screen, year_grid(rows, of_year), how)


def _format(format: str | None, out: str | None, is_form: bool) -> str:
    """The format asked for, else that of the file's ending; raises UsageError for one that does not go there."""
    ending = Path(out or "").suffix.lower().removeprefix(".")
    if out is not None and format is None and ending not in FILED:
        hint = say("name it so, or say how to write it: --format csv")
        raise UsageError(say("{file} ends neither in .csv nor in .xlsx", file=out), hint)
    usual = ending or ("csv" if is_form else "text")
    kind = choice(format or usual, FILED if out is not None or is_form else FORMATS, "--format")
    if kind == "xlsx" and out is None:
        raise UsageError(say("xlsx needs a file"), say("name it: --out actuals.xlsx"))
    return kind


def write_grid(screen: Screen, grid: Grid, how: Written) -> None:
    """Write a grid into a new file, or to the screen."""
    from dealerplan.app.files import new_file
    from dealerplan.render.csv import grid_csv
    from dealerplan.render.formats import grid_writer

    kind, out = how
    if out is None:
        screen.write(grid_csv(grid, screen.lang))
        return
    with new_file(out) as partial:
        if kind == "xlsx":
            write = grid_writer()
            with partial.open("wb") as stream:
                write(grid, stream, screen.lang)
        else:  # the mark tells spreadsheets that it is UTF-8
            partial.write_text(grid_csv(grid, screen.lang), encoding="utf-8-sig", newline="")
    screen.done(say("written to {file}", file=out))
