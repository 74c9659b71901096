"""What changed from one version of a plan to the next, in words: for `history --plan` (amendments C.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dealerplan.domain import as_written
from dealerplan.domain.differing import phasing_said
from dealerplan.domain.formula import measures_of, written
from dealerplan.domain.goal import Goal
from dealerplan.domain.group import FACTS, Fact, Move
from dealerplan.domain.month import Month, Period
from dealerplan.domain.month_end import CALENDAR
from dealerplan.domain.plan import Calendar, Delay, Measure, Milestone, Plan, Revision, Target
from dealerplan.domain.plan_words import KEYS
from dealerplan.domain.renaming import in_names_of
from dealerplan.words import Message, say

Thing = Plan | Measure | Target | Milestone
Text = Callable[[Plan, Any, Any], str]
"""A field's value in a plan file's words, with the plan and what has it."""


class PlanChange(NamedTuple):
    """One change: of which target, milestone or measure (None: of the plan), and both values as the file says them."""

    target: str | None
    what: str
    was: str | None
    now: str | None
    message: Message


class PlanVersion(NamedTuple):
    """A version of a plan that a book kept: when, by whom, what tells it from others, what changed with it (None where
    it can't be read any more), the months of its period that were closed by then, and its file."""

    at: str
    by: str
    hash: str
    changes: tuple[PlanChange, ...] | None
    closed: tuple[Month, ...]
    text: str = ""


def changes(before: Plan | None, after: Plan) -> list[PlanChange]:
    """Everything that differs, but for the file's path and lines; of the first version, that it is the first."""
    if before is None:
        first = say(
            "first kept: {targets}, {milestones}",
            targets=say("{number} target", "{number} targets", number=len(after.targets)),
            milestones=say("{number} milestone", "{number} milestones", number=len(after.milestones)),
        )
        return [PlanChange(None, "first", None, after.id, first)]
    old = in_names_of(before, after)
    found = [
        *_renames(before, old, after),
        *_of_fields(None, PLAN, (old, after), (old, after)),
        *_of_measures(old, after),
        *_of_targets(old, after),
        *_of_milestones(old, after),
    ]
    return list({one[:4]: one for one in found}.values())


# what fields are called, and what they say


def _plain(_: Plan, __: Any, value: Any) -> str:
    return "" if value is None else str(value)


def _yes(_: Plan, __: Any, value: bool) -> str:
    return "true" if value else ""


def _list(_: Plan, __: Any, value: Sequence[str]) -> str:
    return ", ".join(value)


def _goal(_: Plan, __: Any, value: Goal | None) -> str:
    return "" if value is None else value.text


def _months(_: Plan, __: Any, value: Period | None) -> str:
    return ", ".join(f"{key} {month}" for key, month in as_written.months(value).items())


def _calendar(_: Plan, __: Any, value: Calendar) -> str:
    """Which days the store is open, where its months end within the calendar's, its first day and its last."""
    ends = "" if value.month_end == CALENDAR else f", month_ends: {as_written.month_end(value.month_end)}"
    days = {"opened": value.first_day, "closed": value.last_day}
    edges = "".join(f", {key}: {day}" for key, day in days.items() if day is not None)
    return f"{as_written.calendar(value)}{ends}{edges}"


def _facts(facts: Mapping[Fact, str]) -> str:
    return ", ".join(f"{fact}: {facts[fact]}" for fact in FACTS if fact in facts)


def _moves(_: Plan, __: Any, value: Sequence[Move]) -> str:
    return "; ".join(f"from: {move.start}, {_facts(move.facts)}{_why(move.why)}" for move in value)


def _why(why: str | None) -> str:
    return f" ({why})" if why else ""


def _reporting(_: Plan, __: Any, value: Any) -> str:
    return ", ".join(f"{key}: {said}" for key, said in value._asdict().items() if said is not None)


def _member_word(plan: Plan, one: Measure, value: str) -> str:
    """A name without that of the whole, which is told of it."""
    whole = plan.measures.get(one.id.rpartition(".")[0])
    return value if whole is None else value.removeprefix(f"{whole.name}.")


def _target_name(plan: Plan, one: Target, value: str) -> str:
    """A member's target is called after its whole, of which that is told."""
    whole = next((other for other in plan.targets if other.id == one.part_of and one.is_member_of(other.id)), None)
    return value if whole is None else value.removeprefix(f"{whole.name}.")


PLAN: Mapping[str, Text] = {
    "id": _plain, "name": _plain, "store": _plain, "store_name": _plain,
    "period": lambda _, __, value: as_written.period(value),
    "department": _plain, "owner": _plain, "currency": _plain, "notes": _plain,
    "facts": lambda _, __, value: _facts(value), "moves": _moves,
    "calendar": _calendar, "reporting": _reporting, "ignored": _list,
}  # fmt: skip
MEASURE: Mapping[str, Text] = {
    "name": _member_word, "unit": _plain, "basis": _plain, "within": _plain, "over_time": _plain,
    "above_whole": _plain, "decimals": _plain, "months": _months,
    "members": lambda _, one, value: ", ".join(member.removeprefix(f"{one.id}.") for member in value),
    "aliases": lambda plan, one, value: ", ".join(_member_word(plan, one, alias) for alias in value),
}  # fmt: skip
TARGET: Mapping[str, Text] = {
    "name": _target_name, "goal": _goal, "formula": lambda _, __, value: written(value), "unit": _plain,
    "owner": _plain,
    "part_of": _plain, "main": _yes, "each": _plain, "months": _months, "stretch": _goal,
    "tolerance": lambda _, __, value: as_written.percentage(value),
    "start": lambda _, one, value: "" if value is None else as_written.amount(value, one.unit),
    "min_volume": lambda _, __, value: "" if value is None else as_written.number(value),
    "phasing": lambda plan, one, value: phasing_said(plan, one, value)[0],
}  # fmt: skip
DERIVED: Mapping[str, Text] = {"kind": _plain, "decimals": _plain, "as_percent": _plain}
"""Fields of a target that follow from others: told where nothing else tells of them."""
MILESTONE: Mapping[str, Text] = {
    "name": _plain, "due": _plain, "owner": _plain, "support": _list,
    "results": lambda _, __, value: as_written.results(value) if value else "",
}  # fmt: skip
APART = frozenset(
    (
        "id",
        "line",
        "path",
        "text",
        "renamed",
        "twin",
        "was",
        "measures",
        "targets",
        "milestones",
        "revisions",
        "delays",
        "last_part",
        "group",
        "unasked",
        "table",
        "over_stores",
        "by_store",
        "group_goal",
    )
)
"""Fields that are not compared, or in another way, or of a group's plan alone."""


def _of_fields(
    id: str | None, fields: Mapping[str, Text], plans: tuple[Plan, Plan], pair: tuple[Thing, Thing]
) -> Iterator[PlanChange]:
    """The fields in which the old and the new differ."""
    name = None if id is None else pair[1].name
    for field, text in fields.items():
        old, new = (getattr(one, field) for one in pair)
        if field == "results":
            old, new = (tuple(one._replace(was=()) for one in of) for of in (old, new))
        if old != new:
            was, now = (text(plan, one, value) for plan, one, value in zip(plans, pair, (old, new), strict=True))
            yield PlanChange(id, field, was or None, now or None, _changed(field, name, was, now))


def _changed(field: str, name: str | None, was: str, now: str) -> Message:
    key = KEYS[field]
    if name is None:
        if was == now:
            return say("the {key} of the plan is written otherwise", key=key)
        if not was:
            return say("{key} of the plan said: {now}", key=key, now=now)
        if not now:
            return say("{key} of the plan taken out: {was}", key=key, was=was)
        return say("{key} of the plan {was} → {now}", key=key, was=was, now=now)
    if was == now:
        return say("the {key} of {name} is written otherwise", key=key, name=name)
    if not was:
        return say("{key} of {name} said: {now}", key=key, name=name, now=now)
    if not now:
        return say("{key} of {name} taken out: {was}", key=key, name=name, was=was)
    return say("{key} of {name} {was} → {now}", key=key, name=name, was=was, now=now)


# measures, targets, milestones


def _whole_of(id: str) -> str:
    return id.rpartition(".")[0]


def _of_measures(old: Plan, new: Plan) -> Iterator[PlanChange]:
    told: dict[str, set[tuple[str, str | None, str | None]]] = {}
    for id, one in old.measures.items():
        if id not in new.measures:
            if _whole_of(id) not in old.measures or _whole_of(id) in new.measures:
                yield PlanChange(id, "removed", one.name, None, say("measure {name} taken out", name=one.name))
            continue
        found, above = (
            list(_of_fields(id, MEASURE, (old, new), (one, new.measures[id]))),
            told.get(_whole_of(id), set()),
        )
        if {"name", "aliases"} & {what for what, _, _ in above}:  # which members have from their whole
            found = [change for change in found if change.what != "aliases" and change.was != change.now]
        told[id] = {change[1:4] for change in found} | above
        yield from (change for change in found if change[1:4] not in above)
    for id, one in new.measures.items():
        if id not in old.measures and (_whole_of(id) not in new.measures or _whole_of(id) in old.measures):
            yield PlanChange(id, "added", None, one.name, say("new measure {name}", name=one.name))


def _of_targets(old: Plan, new: Plan) -> Iterator[PlanChange]:
    measures = {change[:4] for change in _of_measures(old, new)}
    before, after = ({one.id: one for one in plan.targets} for plan in (old, new))
    told: dict[str, set[tuple[str, str | None, str | None]]] = {}
    for id, one in before.items():
        if id not in after:
            if not _with_whole(one, before, after):
                message = say("target {name} taken out: goal {was}", name=one.name, was=one.goal.text)
                yield PlanChange(id, "removed", one.goal.text, None, message)
            continue
        other = after[id]
        above = told.get(one.part_of or "", set()) if one.is_member_of(one.part_of or "") else set()
        used = {used.partition(".")[0] for used in measures_of(other.formula)}
        below = {change[1:] for change in measures if change[0] is not None and change[0].partition(".")[0] in used}
        found = [
            *_of_fields(id, TARGET, (old, new), (one, other)),
            *_of_revisions(one, other, (old, new)),
        ]
        own = {change[1:4] for change in found}
        if not own and not below and not above:
            found += _of_fields(id, DERIVED, (old, new), (one, other))
        told[id] = own | above
        yield from (
            change
            for change in found
            if change[1:4] not in above
            and not (change.what in ("unit", "name") and change[1:4] in below)
            and not (change.what == "name" and change.was == change.now)
        )
    for id, one in after.items():
        if id not in before and not _with_whole(one, after, before):
            message = say("new target {name}: goal {now}", name=one.name, now=one.goal.text)
            yield PlanChange(id, "added", None, one.goal.text, message)
    yield from _of_order(old.targets, new.targets)


def _with_whole(one: Target, here: Mapping[str, Target], there: Mapping[str, Target]) -> bool:
    """Whether it is of a split whose whole came or went with it."""
    whole = one.part_of or ""
    return one.is_member_of(whole) and whole in here and whole not in there


def _of_milestones(old: Plan, new: Plan) -> Iterator[PlanChange]:
    before, after = ({one.id: one for one in plan.milestones} for plan in (old, new))
    for id, one in before.items():
        if id in after:
            yield from _of_fields(id, MILESTONE, (old, new), (one, after[id]))
            yield from _of_revisions(one, after[id], (old, new))
        else:
            message = say("milestone {name} taken out: due {was}", name=one.name, was=one.due)
            yield PlanChange(id, "removed", str(one.due), None, message)
    for id, one in after.items():
        if id not in before:
            message = say("new milestone {name}: due {now}", name=one.name, now=one.due)
            yield PlanChange(id, "added", None, str(one.due), message)
    yield from _of_order(old.milestones, new.milestones)


def _of_order(old: Sequence[Target | Milestone], new: Sequence[Target | Milestone]) -> Iterator[PlanChange]:
    """Whether what is in both stands in another order."""
    ids = [[one.id for one in of] for of in (old, new)]
    kept = [[id for id in own if id in ids[0] and id in ids[1]] for own in ids]
    if kept[0] != kept[1]:
        was, now = (", ".join(one) for one in kept)
        yield PlanChange(None, "order", was, now, say("other order: {now}", now=now))


# revisions


def _of_revisions(old: Target | Milestone, new: Target | Milestone, plans: tuple[Plan, Plan]) -> Iterator[PlanChange]:
    """Revisions by the month from which they hold; of a milestone new dates."""
    before, after = ({one.start: one for one in _revised(of)} for of in (old, new))
    for month in sorted({*before, *after}):
        one, other = before.get(month), after.get(month)
        if one == other:
            continue
        was = one and _revision_line(old, one, plans[0])
        now = other and _revision_line(new, other, plans[1])
        if other is None:
            assert one is not None
            message = say("revision of {name} taken out, {revision}", name=new.name, revision=_said(old, one, plans[0]))
        elif one is None:
            message = say("revision of {name} {revision}", name=new.name, revision=_said(new, other, plans[1]))
        else:
            message = say("revision of {name} {revision}, instead of {was}", name=new.name,
                          revision=_said(new, other, plans[1]), was=_said(old, one, plans[0]))  # fmt: skip
        yield PlanChange(new.id, "revision", was, now, message)


def _revised(of: Target | Milestone) -> Sequence[Revision | Delay]:
    return of.delays if isinstance(of, Milestone) else of.revisions


def _says(of: Target | Milestone, one: Revision | Delay, plan: Plan) -> dict[str, str]:
    """What a revision says, by key."""
    if isinstance(one, Delay):
        return {"due": str(one.due)}
    assert isinstance(of, Target)
    said = {} if one.goal is None else {"goal": one.goal.text}
    if one.formula is not None:
        said["formula"] = written(one.formula)
    if one.phasing is not None:
        said["phasing"] = phasing_said(plan, of, one.phasing, one.start)[0]
    return said


def _revision_line(of: Target | Milestone, one: Revision | Delay, plan: Plan) -> str:
    why = {"why": as_written.quoted(one.why)} if one.why else {}
    return as_written.mapping({"from": str(one.start), **_says(of, one, plan), **why})


def _said(of: Target | Milestone, one: Revision | Delay, plan: Plan) -> Message:
    said = [say("{name} {value}", name=KEYS[key], value=text) for key, text in _says(of, one, plan).items()]
    if one.why:
        return say("from {month}: {said} ({why})", month=one.start, said=said, why=one.why)
    return say("from {month}: {said}", month=one.start, said=said)


# earlier ids


def _renames(before: Plan, old: Plan, after: Plan) -> Iterator[PlanChange]:
    """What is called otherwise, and earlier ids that are said without that; a member goes with its whole."""
    pairs: list[tuple[str | None, str, Any, Any]] = [(None, before.id, old, after)]
    pairs += [
        (new.id, id, new, after.measures.get(new.id))
        for id, new in zip(before.measures, old.measures.values(), strict=True)
    ]
    targets = {one.id: one for one in after.targets}
    milestones = {one.id: one for one in after.milestones}
    pairs += [(new.id, one.id, new, targets.get(new.id)) for one, new in zip(before.targets, old.targets, strict=True)]
    for past, of in zip(before.milestones, old.milestones, strict=True):
        later = milestones.get(of.id)
        results = {result.id: result for result in later.results} if later else {}
        pairs.append((of.id, past.id, of, later))
        pairs += [(of.id, was.id, now, results.get(now.id)) for was, now in zip(past.results, of.results, strict=True)]
    renamed = {(was, new.id) for _, was, new, _ in pairs if was != new.id}
    for at, was, new, later in pairs:
        if was != new.id:
            with_whole = (_whole_of(was), _whole_of(new.id)) in renamed and was.split(".")[-1] == new.id.split(".")[-1]
            if not with_whole:
                yield PlanChange(at, "renamed", was, new.id, say("{was} is called {now} now", was=was, now=new.id))
        elif later is not None and new.was != later.was:
            earlier, ids = (", ".join(one.was) for one in (new, later))
            yield PlanChange(at, "was", earlier or None, ids or None, _changed("was", new.name or new.id, earlier, ids))
