"""`dealerplan history`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Context, Option

from dealerplan.cli.arguments import Format, OnlyStore
from dealerplan.cli.screen import FORMATS, Screen, screen_of
from dealerplan.errors import UsageError
from dealerplan.words import say

if TYPE_CHECKING:
    from dealerplan.app.session import Session


def command(
    ctx: Context,
    measure: Annotated[
        str | None, Argument(metavar="MEASURE", help="a measure or milestone, by id or name (default: all measures)")
    ] = None,
    month: Annotated[str | None, Option("--month", metavar="MONTH", help="only this month")] = None,
    plan: Annotated[str | None, Option("--plan", metavar="PLAN", help="the versions of a plan")] = None,
    version: Annotated[
        str | None, Option("--version", metavar="HASH", help="with --plan: its file as it was kept then")
    ] = None,
    store: OnlyStore = None,
    format: Format = "text",
) -> None:
    """List every revision of actuals: value, when, who, where from, why.

    With --plan, what changed in a plan, when, and by whom.
    """
    from dealerplan.app.history import history, idle_months, subjects_of
    from dealerplan.cli.options import choice, optional_month
    from dealerplan.view import payload

    screen = screen_of(ctx)
    choice(format, FORMATS, "--format")
    session = screen.reading_session()
    if version is not None and plan is None:
        raise UsageError(say("--version goes with --plan"), say("leave it out"))
    if plan is not None:
        _versions(screen, session, (plan, version, store), format)
        return
    plans = screen.plans(session, store=store)
    book = session.known(plans, salvaging=True)
    entries = history(book, plans, measure, optional_month(month))
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
        idle = idle_months(book, optional_month(month)) if measure is None else []
        names = [] if measure or month else list(dict.fromkeys(one.name for one in subjects.values()))
        screen.document(history_document(entries, subjects, times, idle, names))


def _versions(screen: Screen, session: Session, of: tuple[str, str | None, str | None], format: str) -> None:
    """What changed in a plan; or the text of one of its versions. `of` are the plan, the version and the store."""
    plan, version, store = of
    from dealerplan.app.kept import NOW, history_of, text_of
    from dealerplan.view import plan_versions

    found = history_of(session, screen.workspace(session, NOW._replace(store=store)), plan, store)
    if version is not None:
        screen.bytes(text_of(found, version).encode())
    elif format == "json":
        screen.json(plan_versions.payload(plan, found, screen.lang))
    elif format == "csv":
        screen.csv(plan_versions.rows(found, screen.lang), plan_versions.HEADS)
    else:
        screen.document(plan_versions.document(found))
