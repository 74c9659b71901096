"""Closed months whose plan was changed afterwards without a revision, and what to write (amendments C.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from dealerplan.domain import as_written
from dealerplan.domain.differing import NONE_DONE, Days, Difference, What, differences
from dealerplan.domain.finding import Finding
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Delay, Milestone, Plan, Revision, Target
from dealerplan.domain.plan_words import KEYS
from dealerplan.domain.renaming import in_names_of
from dealerplan.words import Message, say

How = Literal["revise", "add", "extend", "member", "restore", "rename", "take out", "row", "reason", "cell", ""]
Key = tuple[str | None, What]


class Line(NamedTuple):
    """A line of the plan file, what to do with it, and the id that it stands under (None: the plan).

    Of a goal that stands in a group's table it is a row there, `was` the value to be left in the store's first row;
    of what may have another id now, `was` is the earlier one.

    `later` is for what was decided after the last closed month: the earlier value, and the month of the revision then.
    """

    text: str
    how: How
    at: str | None
    later: tuple[str, Month] | None = None
    was: str = ""


class Rewritten(NamedTuple):
    """A key that was changed: what it was when the month was closed, what it is now, and the line that mends it.

    Where revisions say it, the line says that what is now in force is meant; else it makes it as it was.
    """

    target: str | None
    what: What
    was: str
    now: str
    month: Month
    line: Line


def rewritten(closings: Sequence[tuple[Month, Plan]], now: Plan, done: Days = NONE_DONE) -> list[Rewritten]:
    """What was changed of closed months: `closings` are months with the plan kept then, in the order closed.

    Of each key of a target the earliest difference counts. `done` are the days on which milestones were done.
    """
    first: dict[Key, tuple[Month, Difference]] = {}
    for month, kept in closings:
        for one in differences(in_names_of(kept, now), now, month, done):
            first.setdefault((one.target, one.what), (month, one))
    revised = _revised([one for _, one in first.values()], now)
    open_from = max((month for month, _ in closings), default=now.period.first).plus(1)
    return [
        Rewritten(
            one.target, one.what, one.was, one.now, month,
            _with_later(revised[key], one, open_from) if key in revised and open_from in now.period
            else revised.get(key) or _restored(one, now),
        )
        for key, (month, one) in first.items()
    ]  # fmt: skip


def _with_later(line: Line, one: Difference, month: Month) -> Line:
    """The same, with the lines for a value that was decided from a month on."""
    if line.how not in ("revise", "row") or not (one.restore and one.revise):
        return line
    return line._replace(later=(one.restore, month))


def _restored(one: Difference, now: Plan) -> Line:
    """The line that makes a key as it was."""
    if one.what == "removed" and is_tabled(one.target, now):
        return Line(one.was, "cell", one.target)
    if one.what in ("from", "until") and now.table is not None and now.calendar.first_day is not None:
        return Line("", "", one.at)  # which follows from the store's first day
    if one.restore is None:
        return Line("", "", one.at)
    if one.heir is not None and one.target is not None:
        return Line(one.restore, "rename", one.heir, was=one.target)
    return Line(one.restore, "restore", one.at) if one.restore else Line(f"{one.what}: {one.now}", "take out", one.at)


# revisions to write


def _revised(found: Sequence[Difference], now: Plan) -> dict[Key, Line]:
    """The lines of what revisions say, by target and key; all that begins in one month stands in one of them."""
    lines: dict[Key, Line] = {}
    for of in _all(now):
        own = [one for one in found if one.target == of.id and one.revise]
        first = now.period.first if isinstance(of, Milestone) else now.months_of(of).first
        begins = {one.what: _begin(of, one, first) for one in own}
        entries = {month: _entry(of, month, own, begins) for month in sorted(set(begins.values()))}
        for what, month in begins.items():
            lines[of.id, what] = _line(of, now, month, entries)
            if what == "goal" and is_tabled(of.id, now):
                lines[of.id, what] = _row(of, next(one for one in own if one.what == what), month)
    return lines


def is_tabled(target: str | None, plan: Plan) -> bool:
    """Whether a target's goal stands in the table of the plan's group."""
    return plan.table is not None and target in plan.table.targets


def _row(of: Target | Milestone, one: Difference, month: Month) -> Line:
    """The row of a group's table that says a goal from a month on; of one that says it already, another reason."""
    if month in _starts(of):
        return Line(str(month), "reason", of.id)
    return Line(f"from: {month}; {of.name}: {_in_table(one.now, of)}; why: …", "row", of.id, was=one.was)


def _in_table(goal: str, of: Target | Milestone) -> str:
    """A goal as a table has it, whatever unit its title names."""
    unit = of.unit if isinstance(of, Target) else None
    return unit.behind(goal) if unit is not None and unit.share is None and goal[-1:].isdigit() else goal


def _all(plan: Plan) -> list[Target | Milestone]:
    return [*plan.targets, *plan.milestones]


def _starts(of: Target | Milestone) -> dict[Month, Revision | Delay]:
    return {one.start: one for one in (of.delays if isinstance(of, Milestone) else of.revisions)}


def _begin(of: Target | Milestone, one: Difference, first: Month) -> Month:
    """The month from which a revision is to say a key: the first; where one says it by then, that of the change."""
    assert one.since is not None
    is_revised = any(
        start <= one.since and getattr(revision, one.what, None) is not None for start, revision in _starts(of).items()
    )
    return one.since if is_revised else first


def _entry(of: Target | Milestone, month: Month, own: Sequence[Difference], begins: Mapping[What, Month]) -> str:
    """What a revision is to say, in braces: keys that it does not say yet; of those that it says, another reason."""
    there = _starts(of).get(month)
    said = {one.what: one.revise for one in own if one.revise and begins.get(one.what) == month}
    new = {what: text for what, text in said.items() if getattr(there, what, None) is None}
    why = {} if there and there.why and new == said else {"why": as_written.quoted("…")}
    return as_written.mapping({"from": str(month)} | new | why)


def _line(of: Target | Milestone, now: Plan, month: Month, entries: Mapping[Month, str]) -> Line:
    starts = _starts(of)
    if starts:
        return Line(entries[month], "extend" if month in starts else "add", of.id)
    text = as_written.sequence(list(entries.values()))
    whole = of.part_of if isinstance(of, Target) and of.part_of and of.is_member_of(of.part_of) else None
    if isinstance(of, Target) and whole and not now.split_of(of):  # it may be a bare goal
        return Line(as_written.target(now, of, text), "member", whole)
    return Line(f"revisions: {text}", "revise", of.id)


# words


def finding(one: Rewritten, now: Plan) -> Finding:
    """What `check` says of it."""
    line = next((of.line for of in _all(now) if of.id == one.target), 1)
    hint = to_write_in_table(one.line, now) or to_write(one.line)
    message = say("{message}; {hint}", message=said(one, now), hint=hint) if hint else said(one, now)
    return Finding("rewritten", now.id, now.path, one.target or "", line, message)


def said(one: Rewritten, now: Plan) -> Message:
    """What was changed, with both values and the month that was closed."""
    name = next((of.name for of in _all(now) if of.id == one.target), one.target)
    if one.what == "removed":
        return say("{name} ({was}) stood in the plan when {month} was closed, and is gone",
                   name=name, was=one.was, month=one.month)  # fmt: skip
    key = KEYS[one.what]
    if name is None:
        return say("the {key} of the plan was {was} when {month} was closed, and is {now} now",
                   key=key, was=one.was, month=one.month, now=one.now)  # fmt: skip
    if not one.was:
        return say("the {key} of {name} is {now} now, and was not said when {month} was closed",
                   key=key, name=name, now=one.now, month=one.month)  # fmt: skip
    if not one.now:
        return say("the {key} of {name} was {was} when {month} was closed, and is not said now",
                   key=key, name=name, was=one.was, month=one.month)  # fmt: skip
    return say("the {key} of {name} was {was} when {month} was closed, and is {now} now",
               key=key, name=name, was=one.was, month=one.month, now=one.now)  # fmt: skip


def to_write_in_table(line: Line, now: Plan) -> Message | None:
    """What to do about it in the table of the plan's group; None where it stands in the plan."""
    if now.table is None:
        return None
    file, store = now.table.file, now.store
    match line.how:
        case "row" if line.later:
            return say(
                "if it was wrong from the start, leave {was} in {file} and write below it: store: {store}; {row}; "
                "if it was decided since, let that row begin in {month}",
                was=line.was, file=file, store=store, row=line.text, month=line.later[1],
            )  # fmt: skip
        case "row":
            return say(
                "if it was wrong from the start, leave {was} in {file} and write below it: store: {store}; {row}",
                was=line.was, file=file, store=store, row=line.text,
            )  # fmt: skip
        case "reason":
            return say("where that is meant, give another why in the row of {store} from {month} of {file}",
                       store=store, month=line.text, file=file)  # fmt: skip
        case "cell":
            return say("write {was} again in the row of {store} of {file}", was=line.text, store=store, file=file)
    return None


def to_write(line: Line) -> Message | None:
    """What to do about it; None where no line does."""
    match line.how:
        case "revise" if line.later:
            return say(
                "if it was wrong from the start, write under {at}: {line}; if it was decided since, "
                "leave {earlier} there, and let the revision begin in {month}",
                at=line.at, line=line.text, earlier=line.later[0], month=line.later[1],
            )  # fmt: skip
        case "revise":
            return say("if it was wrong from the start, write under {at}: {line}", at=line.at, line=line.text)
        case "add":
            return say("where that is meant, add to the revisions of {at}: {line}", at=line.at, line=line.text)
        case "extend":
            return say("where that is meant, write into the revision of {at} from that month: {line}",
                       at=line.at, line=line.text)  # fmt: skip
        case "member":
            return say("where that is meant, write in the split of {at}: {line}", at=line.at, line=line.text)
        case "take out":
            return say("take out of {at}: {line}", at=line.at, line=line.text)
        case "rename":
            return say("if it is {at} now, write there: was: {was}; else write again: {line}",
                       at=line.at, was=line.was, line=line.text)  # fmt: skip
        case "restore" if line.at is None:
            return say("write again: {line}", line=line.text)
        case "restore":
            return say("write again under {at}: {line}", at=line.at, line=line.text)
    return None
