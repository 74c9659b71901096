"""Packaged plans: new workspaces, and the demo's sample year."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from functools import partial
from operator import itemgetter
from pathlib import Path

from dealerplan.app.done import mark_done, read_results
from dealerplan.app.files import folder_beside, put
from dealerplan.app.record import record
from dealerplan.app.session import Session
from dealerplan.app.values import read_values
from dealerplan.app.workspace import PLANS, read_plan, read_workspace
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan
from dealerplan.errors import UsageError, reason, remedy
from dealerplan.words import meant, say

DEFAULT = "aftersales"
CLOSE_DAY = 5  # of the month after: when the sample year's actuals were recorded


def folder() -> Path:
    """Where the packaged plans are: in the package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    packaged = package / "templates"
    return packaged if packaged.is_dir() else package.parents[1] / PLANS


def templates() -> list[str]:
    """The names of the packaged plans."""
    return sorted(path.stem for path in folder().glob("*.yaml"))


def described() -> Iterator[tuple[str, Plan]]:
    """Each packaged plan with its name."""
    for name in templates():
        plan = read_plan(folder() / f"{name}.yaml", f"{name}.yaml")
        assert isinstance(plan, Plan), plan
        yield name, plan


def init(target: Path, template: str) -> Path:
    """Make a workspace with a packaged plan, or add the plan to one; gives the plan's file. Raises UsageError."""
    known = templates()
    if template not in known:
        raise UsageError(say("there is no template {name}", name=template), meant(template, known))
    file = target / PLANS / f"{template}.yaml"
    text = (folder() / file.name).read_bytes()
    if file.exists():
        message = say("{file} is there already", file=file)
        raise UsageError(message, say("nothing was written; choose another folder or template"))
    try:
        _make_folder(file.parent)
        with folder_beside(file) as own:
            whole = Path(own, file.name)
            whole.write_bytes(text)
            put(whole, file)
    except OSError as error:
        raise UsageError(
            say("{file} can't be written: {error}", file=file, error=reason(error)), remedy(error)
        ) from None
    return file


def first_month(file: Path) -> Month:
    """The first month of a packaged plan's period."""
    plan = read_plan(file, file.name)
    assert isinstance(plan, Plan)
    return plan.period.first


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise UsageError(say("{file} is there already, and no folder", file=folder)) from None


def demo(target: Path, session: Session) -> Session:
    """Fill a folder with the default plan and its sample year; gives the session to look at it with."""
    init(target, DEFAULT)
    plans = read_workspace(target).plans
    samples = folder() / "samples"
    inside = session._replace(workspace=target, address=None)
    steps = [*_months(plans, samples), *_milestones(plans[0], samples)]
    for day, step in sorted(steps, key=itemgetter(0)):
        step(inside._replace(clock=partial(_at, session, day)))
    return inside


Step = Callable[[Session], object]


def _months(plans: Sequence[Plan], samples: Path) -> Iterator[tuple[date, Step]]:
    """Each sample month, recorded on its close day."""
    for row in _rows(samples / f"{DEFAULT}.csv"):
        month = Month.parse(row.pop("month"))
        batch = {(plans[0].store, month): read_values(_pairs(row), plans, month)}
        yield month.plus(1).first_day.replace(day=CLOSE_DAY), partial(record, plans=plans, batch=batch)


def _milestones(plan: Plan, samples: Path) -> Iterator[tuple[date, Step]]:
    """Each milestone, marked on its day."""
    for row in _rows(samples / f"{DEFAULT}-done.csv"):
        day = date.fromisoformat(row["on"])
        milestone = next(one for one in plan.milestones if one.id == row["milestone"])
        results = read_results(row["results"].split(), milestone)
        yield day, partial(mark_done, plan=plan, milestone=milestone, on=day, results=results)


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _pairs(row: dict[str, str]) -> Sequence[str]:
    return [f"{measure}={value}" for measure, value in row.items() if value]


def _at(session: Session, day: date) -> datetime:
    return datetime.combine(day, time(9), session.now.tzinfo)
