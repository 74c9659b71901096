"""`dealerplan history`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from typer import Argument, Context, Option

from dealerplan.cli.arguments import Format, OnlyStore
from dealerplan.cli.screen import FORMATS, screen_of


def command(
    ctx: Context,
    measure: Annotated[
        str | None, Argument(metavar="MEASURE", help="a measure or milestone, by id or name (default: all measures)")
    ] = None,
    month: Annotated[str | None, Option("--month", metavar="MONTH", help="only this month")] = None,
    store: OnlyStore = None,
    format: Format = "text",
) -> None:
    """List every revision of actuals: value, when, who, where from, why."""
    from dealerplan.app.history import history, idle_months, subjects_of
    from dealerplan.cli.options import choice, optional_month
    from dealerplan.view import payload

    screen = screen_of(ctx)
    choice(format, FORMATS, "--format")
    session = screen.reading_session()
    plans = screen.plans(session, store=store)
    entries = history(session, plans, measure, optional_month(month))
    if format == "json":
        screen.json(payload.history(entries))
    elif format == "csv":
        from dealerplan.view.rows import REVISION_HEADS

        screen.csv([payload.revision(entry) for entry in entries], REVISION_HEADS)
    else:
        from dealerplan.view.history import history_document

        subjects = subjects_of(plans, session.today)
        written = {one.entry.at for one in entries}
        times = {at: f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}" for at in written}
        idle = idle_months(session, plans, optional_month(month)) if measure is None else []
        names = [] if measure else list(dict.fromkeys(one.name for one in subjects.values()))
        screen.document(history_document(entries, subjects, times, idle, names))
