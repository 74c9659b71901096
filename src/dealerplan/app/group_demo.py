"""The packaged group's sample: invented actuals of its stores, as a file to record and as a demo."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from dealerplan.app.demo import CLOSE_DAY, Step, at_day, sample_rows
from dealerplan.app.done import mark_done, read_results
from dealerplan.app.files import naming, new_file
from dealerplan.app.record import record
from dealerplan.app.session import Session
from dealerplan.app.templates import GROUP, YEAR, init
from dealerplan.app.values import read_values
from dealerplan.app.workspace import read_workspace
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan
from dealerplan.words import Lang

SAMPLE = "sample-actuals.csv"
_KEYS = ("store", "month", "on")


def demo(target: Path, session: Session, lang: Lang) -> None:
    """Fill a folder with the packaged group and its sample: two years of actuals, up to this one's September."""
    init(target, GROUP, lang, YEAR)
    plans = {plan.store: plan for plan in read_workspace(target).plans}
    inside = session._replace(workspace=target, address=None, is_actual=False)
    for day, step in sorted([*_months(plans), *_milestones(plans)], key=lambda one: one[0]):
        step(inside._replace(clock=partial(at_day, session, day)))


def write_sample(folder: Path, plan: Plan, today: date) -> Path:
    """Write the sample's months that are over into a new file, moved to a group plan's year."""
    out, names = io.StringIO(), plan.measures
    rows = sample_rows(f"{GROUP}.csv")
    measures = [id for id in rows[0] if id not in _KEYS]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["store", "month", *(names[id].name for id in measures)])
    for row in rows:
        month = Month.parse(row["month"]).plus(12 * (plan.period.first.year - YEAR))
        if plan.month_end.last_day(month) < today:
            writer.writerow([row["store"], month, *(row[id] for id in measures)])
    file = folder / SAMPLE
    with naming(folder), new_file(str(file)) as partial_file:
        partial_file.write_text(out.getvalue(), encoding="utf-8-sig", newline="")
    return file


def _months(plans: Mapping[str, Plan]) -> Iterator[tuple[date, Step]]:
    """The sample's months, those of all stores that report on a day at once."""
    by_day: dict[tuple[date, Month], list[dict[str, str]]] = {}
    for row in sample_rows(f"{GROUP}.csv"):
        month = Month.parse(row["month"])
        day = month.plus(1).first_day.replace(day=int(row["on"] or CLOSE_DAY))
        by_day.setdefault((day, month), []).append(row)
    for (day, month), rows in by_day.items():
        batch = {(row["store"], month): read_values(_pairs(row), [plans[row["store"]]], month) for row in rows}
        yield day, partial(record, plans=[plans[row["store"]] for row in rows], batch=batch)


def _pairs(row: Mapping[str, str]) -> Sequence[str]:
    return [f"{measure}={value}" for measure, value in row.items() if measure not in _KEYS and value]


def _milestones(plans: Mapping[str, Plan]) -> Iterator[tuple[date, Step]]:
    """The milestones of the sample, each marked on its day."""
    for row in sample_rows(f"{GROUP}-done.csv"):
        plan, day = plans[row["store"]], date.fromisoformat(row["on"])
        milestone = next(one for one in plan.milestones if one.id == row["milestone"])
        yield day, partial(mark_done, plan=plan, milestone=milestone, on=day, results=read_results([], milestone))
