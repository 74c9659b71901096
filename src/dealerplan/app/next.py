"""Next year's plan file, from this year's and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from dealerplan.app.files import like, new_file
from dealerplan.app.session import Session
from dealerplan.app.status import standing
from dealerplan.app.workspace import PLANS, Workspace, choose, read_workspace
from dealerplan.domain.amount import read_amount
from dealerplan.domain.finding import Finding
from dealerplan.domain.plan import Plan
from dealerplan.domain.shown import Percent
from dealerplan.errors import Refused, UsageError, unreadable
from dealerplan.evaluate import Scorecard, TargetCard
from dealerplan.evaluate.milestones import MilestoneCard
from dealerplan.planfile.load import load
from dealerplan.planfile.next_names import next_id
from dealerplan.planfile.next_year import Standing, ThisYear, next_year
from dealerplan.planfile.phases import is_of_goal
from dealerplan.planfile.remarks import remarks, with_remarks
from dealerplan.planfile.rules import findings_of
from dealerplan.planfile.source import Source, read
from dealerplan.planfile.writing import write
from dealerplan.view.terms import goal_said, number_of, runs, shown
from dealerplan.words import Lang, Message, say

FORESEEN = "calendar-provisional"


class Next(NamedTuple):
    """The plan written, where, what to look at in it, and what `check` finds that it does not find this year."""

    plan: Plan
    file: str
    look_at: Sequence[Message]
    findings: Sequence[Finding]


def read_growth(text: str) -> Fraction:
    """By how much goals grow: `8%` is 0.08. Raises UsageError."""
    hint = say("write a percentage: {example}", example="8%")
    if not is_of_goal(text):
        raise UsageError(say("{text} is not a growth", text=text), hint)
    growth = read_amount(text)
    if growth <= -1:
        raise UsageError(say("a growth of {text} leaves nothing", text=text), hint)
    return growth


def write_next(session: Session, name: str | None, growth: Fraction, out: str | None, lang: Lang) -> Next:
    """Write next year's plan file of a plan, the only one where none is named; comments are in a language.

    The file is read and checked before it gets its name. Raises UsageError where it, or its plan, is there already.
    """
    workspace = read_workspace(session.workspace, session.watch)
    plan, source = _read(session.workspace, _chosen(workspace, name))
    file, shown_as = _place(workspace, plan, out)
    card = standing(session, [plan])[0]
    made = next_year(source.data, plan, _this_year(card), 1 + growth)
    text = write(with_remarks(made.data, remarks(source)), lang, [*_top(card, growth)])
    new = _loaded(text.encode(), shown_as)
    with new_file(str(file)) as partial:
        partial.write_text(text, encoding="utf-8")
        like(partial, workspace.folder / plan.path)
    return Next(new, shown_as, made.look_at, _new_findings(workspace, plan, new))


def _chosen(workspace: Workspace, name: str | None) -> Plan:
    plans = choose(workspace, [name] if name else [], None)
    if plans and all(head.table is not None for head in plans):
        message = say("the plan {id} is of a group, whose goals stand in a table", id=plans[0].id)
        raise UsageError(message, say("copy its file and its table, and write next year's period and goals into them"))
    if len(plans) > 1:
        ids = [plan.id for plan in plans]
        raise UsageError(say("there are several plans: {plans}", plans=ids), say("name one of them"))
    return workspace.read(plans[0])


def _read(folder: Path, plan: Plan) -> tuple[Plan, Source]:
    """A plan and its file as it was written, both of the same bytes."""
    try:
        raw = (folder / plan.path).read_bytes()
    except OSError as error:
        raise unreadable(plan.path, error) from None
    found, source = load(raw, plan.path), Source()
    if not isinstance(found, Plan):
        raise Refused(found)
    read(source, raw)
    return found, source


def _place(workspace: Workspace, plan: Plan, out: str | None) -> tuple[Path | str, str]:
    """The file to write, and how it is called."""
    id, folder = next_id(plan), workspace.folder / PLANS
    same = next((other for other in workspace.plans if other.id == id), None)
    if same and (out is None or Path(out).parent.resolve() == folder.resolve()):
        message = say("the plan {id} stands in {file} already", id=id, file=same.path)
        raise UsageError(message, say("change that file, or write another one elsewhere with --out"))
    return (out, out) if out else (folder / f"{id}.yaml", f"{PLANS}/{id}.yaml")


def _loaded(raw: bytes, file: str) -> Plan:
    """The plan that a file to be means."""
    found = load(raw, file)
    if isinstance(found, Plan):
        return found
    message = say("next year's file would be wrong: {problem}", problem=found[0].message)
    raise UsageError(message, say("write it by hand, and report this"))


def _new_findings(workspace: Workspace, old: Plan, new: Plan) -> list[Finding]:
    """What is found in the new plan, and not in the old one, but for what every plan of a year to come has."""
    known = {(one.code, one.target) for one in findings_of(workspace.plans) if one.path == old.path}
    known |= {("parts-sum", target) for code, target in known if code == "revised-parts"}
    found = [one for one in findings_of([*workspace.plans, new]) if one.path == new.path]
    return [one for one in found if (one.code, one.target) not in known and one.code != FORESEEN]


# what came of this year


def _top(card: Scorecard, growth: Fraction) -> Iterator[Message]:
    plan = card.plan
    if card.as_of:
        yield say("made from {file} with what was recorded to {month}", file=plan.path, month=card.as_of)
    else:
        yield say("made from {file}; nothing was recorded yet", file=plan.path)
    if growth:
        percent = Percent(growth, places=2, trim=True, signed=True)
        yield say(
            "goals {growth}: flows and levels with a floor; rates, ceilings and results as they were", growth=percent
        )
    yield say("behind each goal: the goal and result of {year}; change what is not right, then: dealerplan check",
              year=plan.period.label)  # fmt: skip


def _this_year(card: Scorecard) -> ThisYear:
    targets = {one.target.id: _standing(one, card) for one in card.targets}
    year = card.plan.period.label
    return ThisYear(targets, {one.milestone.id: _of_milestone(one, year) for one in card.milestones})


def _standing(one: TargetCard, card: Scorecard) -> Standing:
    level = one.target.kind == "level"
    whole = len(one.recorded) == len(one.own) and not any(month in one.own for month in card.no_business)
    values = [month.actual for month in one.months if month.actual is not None] if whole else []
    last = one.figures.actual if level and one.target.each is None else None
    return Standing(_of_target(one, card), last, values if len(values) == len(one.own) else ())


def _of_target(one: TargetCard, card: Scorecard) -> Message:
    """This year's goal and result in a comment."""
    target, asked = one.target, one.target.goal_in(card.plan.period.last)
    goal = goal_said(one.goal if one.goal.text == asked.text else asked, target)
    if asked != target.goal:
        goal = say("{goal} (at first {first})", goal=goal, first=goal_said(target.goal, target))
    fills = {"year": card.plan.period.label, "goal": goal, "month": one.recorded[-1] if one.recorded else None}
    figures = one.figures
    if one.spans is not None and not figures.spans:
        return say("{year}: goal {goal}, nothing to judge yet", **fills)
    if one.spans is not None:
        said = say("{year}: goal {goal}, held {hits} of {spans} (to {month})", **fills,
                   hits=figures.hits, spans=number_of(figures.spans or 0, target.each))  # fmt: skip
    elif figures.actual is None:
        return say("{year}: goal {goal}, nothing recorded", **fills)
    else:
        said = say("{year}: goal {goal}, actual {actual} (to {month})", **fills,
                   actual=shown(figures.actual, one.goal, target))  # fmt: skip
    missing = [month for month in one.missing if month < one.recorded[-1]]
    return say("{said}, without {months}", said=said, months=runs(missing, with_year=True)) if missing else said


def _of_milestone(one: MilestoneCard, year: str) -> Message:
    """This year's date, and what came of it."""
    if one.done_on is None:
        return say("{year}: due {day}, not done", year=year, day=one.due)
    return say("{year}: due {day}, done {done}", year=year, day=one.due, done=one.done_on)
