"""`dealerplan export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Context, Option

from dealerplan.cli.arguments import OnlyStore, Plans
from dealerplan.cli.options import choice
from dealerplan.cli.screen import Screen, screen_of
from dealerplan.errors import UsageError
from dealerplan.words import say

if TYPE_CHECKING:
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
    """Lay out a year of actuals as accountants do, or write a month's form.

    `dealerplan record --from FILE` reads both back.
    """
    from dealerplan.app.export import export, form_rows, is_planned, one_store, read_year, year_rows
    from dealerplan.domain.month import Month
    from dealerplan.view import export as view

    screen = screen_of(ctx)
    kind = _format(format, out, form is not None)
    session = screen.reading_session()
    chosen = screen.plans(session, plans or [], store)
    if form is not None:
        month = Month.parse(form)
        of = one_store(export(session, chosen))
        if not is_planned(chosen, month):
            screen.note(say("{month} is outside the period of every plan", month=month))
        _write(screen, view.form_grid(of.store, month, form_rows(of, month)), kind, out)
        return
    of_year = read_year(year, chosen)
    rows = year_rows(export(session, chosen), of_year)
    if kind == "json":
        screen.json(view.payload(rows, of_year))
    elif kind == "text":
        screen.document(view.document(rows, of_year))
    else:
        _write(screen, view.year_grid(rows, of_year), kind, out)


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


def _write(screen: Screen, grid: Grid, kind: str, out: str | None) -> None:
    """Write a grid into a new file, or to the screen."""
    from dealerplan.app.files import new_file
    from dealerplan.render.sheet import grid_csv, write_xlsx

    if out is None:
        screen.write(grid_csv(grid, screen.lang))
        return
    with new_file(out) as partial:
        if kind == "xlsx":
            write_xlsx(grid, partial, screen.lang)
        else:  # the mark tells spreadsheets that it is UTF-8
            partial.write_text(grid_csv(grid, screen.lang), encoding="utf-8-sig", newline="")
    screen.say(say("written to {file}", file=out))
