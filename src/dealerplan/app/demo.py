"""The demo: the default plan with last year's actuals and this one's up to September, two notes and an action."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from functools import partial
from operator import itemgetter
from pathlib import Path

from dealerplan.app.done import mark_done, read_results
from dealerplan.app.note import add_note
from dealerplan.app.record import record
from dealerplan.app.session import Session
from dealerplan.app.shipped import shipped
from dealerplan.app.templates import DEFAULT, YEAR, init, packaged
from dealerplan.app.values import read_values
from dealerplan.app.workspace import read_workspace
from dealerplan.domain.month import Month
from dealerplan.domain.note import Note
from dealerplan.domain.plan import Plan
from dealerplan.words import Lang

CLOSE_DAY = 5  # of the month after: when the sample year's actuals were recorded
UNTIL = Month(YEAR, 9)  # late enough to tell, early enough to do something


def demo(target: Path, session: Session, lang: Lang) -> Session:
    """Fill a folder with the default plan and its sample year; gives the session to look at it with."""
    init(target, DEFAULT, lang, YEAR)
    (plan,) = read_workspace(target).plans
    inside = session._replace(workspace=target, address=None, is_actual=False)
    steps = [*_months(plan, lang), *_milestones(plan), *_notes(plan, lang)]
    for day, step in sorted(steps, key=itemgetter(0)):
        if day <= _recorded_on(UNTIL):
            step(inside._replace(clock=partial(at_day, session, day)))
    return inside


Step = Callable[[Session], object]


def _months(plan: Plan, lang: Lang) -> Iterator[tuple[date, Step]]:
    """Each sample month, recorded on its close day."""
    own = own_ids(lang)
    for row in sample_rows(f"{DEFAULT}.csv"):
        month = Month.parse(row.pop("month"))
        pairs = [f"{own[measure]}={value}" for measure, value in row.items() if value]
        batch = {(plan.store, month): read_values(pairs, [plan], month)}
        yield _recorded_on(month), partial(record, plans=[plan], batch=batch)


def own_ids(lang: Lang, template: str = DEFAULT) -> dict[str, str]:
    """The measures of a packaged plan in a language, by their ids in samples, which are the English ones."""
    return dict(zip(packaged(template, "en").measures, packaged(template, lang).measures, strict=True))


def _recorded_on(month: Month) -> date:
    return month.plus(1).first_day.replace(day=CLOSE_DAY)


def _milestones(plan: Plan) -> Iterator[tuple[date, Step]]:
    """Each milestone, marked on its day."""
    for row in sample_rows(f"{DEFAULT}-done.csv"):
        day = date.fromisoformat(row["on"])
        milestone = next(one for one in plan.milestones if one.id == row["milestone"])
        results = read_results(row["results"].split(), milestone)
        yield day, partial(mark_done, plan=plan, milestone=milestone, on=day, results=results)


def _notes(plan: Plan, lang: Lang) -> Iterator[tuple[date, Step]]:
    """The notes in a language, each on its day."""
    for row in sample_rows(f"{DEFAULT}-notes.csv"):
        if row["lang"] == lang:
            due = date.fromisoformat(row["due"]) if row["due"] else None
            action, owner = row["action"] or None, row["owner"] or None
            note = Note(row["target"], Month.parse(row["month"]), row["why"], action, owner, due)
            yield date.fromisoformat(row["on"]), partial(add_note, plan=plan, note=note)


def sample_rows(name: str) -> Sequence[dict[str, str]]:
    """The rows of a file among the samples."""
    with (shipped("templates") / "samples" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def at_day(session: Session, day: date) -> datetime:
    """The morning of a day where a session is."""
    return datetime.combine(day, time(9), session.now.tzinfo)
